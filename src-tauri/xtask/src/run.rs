//! `cargo xtask run`: from a fresh clone to the open window, or, where there can be none, to the same interface in a browser.
//!
//! The release build is the default: what one sees then is what a centre gets (start and log-in are several times
//! faster than in a debug build). It costs some minutes once; `--debug` is the quick way for those who change the code.

use crate::apt::{self, Need};
use crate::arguments::RunOptions;
use crate::build::{self, Program};
use crate::failure::Failure;
use crate::process;
use crate::system::{self, Reason, Surface, System};
use crate::{node, place, say, ui};

/// Installs, builds, opens; returns when the app ends.
///
/// # Errors
/// Every reason of [`Failure`], each with its way out.
pub fn run(options: &RunOptions) -> Result<(), Failure> {
    node::demand()?;
    let surface = prepare(options)?;
    ui::refresh()?;
    match surface {
        Surface::Window => open(options),
        Surface::Browser(reason) => serve(options, reason),
    }
}

fn prepare(options: &RunOptions) -> Result<Surface, Failure> {
    let (system, may_install) = (system::here(), !options.no_install);
    let webkit = match system {
        System::Apt if system::has_display() && !options.serve => apt::window_possible(may_install)?,
        System::OtherLinux => has_library("webkit2gtk-4.1"),
        _ => true,
    };
    let surface = system::surface(options.serve, system::has_display(), || webkit);
    match system {
        System::Apt => apt::install(&needs(surface), may_install)?,
        System::OtherLinux => demand_compiler()?,
        System::Mac => demand_command_line_tools()?,
        System::Windows => {}
        System::Unknown => return Err(unsupported()),
    }
    Ok(surface)
}

fn needs(surface: Surface) -> Vec<Need> {
    match surface {
        Surface::Browser(_) => apt::COMPILER.to_vec(),
        Surface::Window => {
            let font = (!apt::has_chinese_font()).then_some(apt::CHINESE_FONT);
            apt::WINDOW.iter().copied().chain(font).collect()
        }
    }
}

fn open(options: &RunOptions) -> Result<(), Failure> {
    let program = build::build(Program::Desktop, !options.debug)?;
    say::step("Opening the window …");
    let mut app = process::command(program);
    if let Some(data) = &options.data {
        app.arg("--data").arg(absolute(data)?);
    }
    end(process::show(&mut app)?, "keting-desktop", window_advice())
}

fn window_advice() -> &'static str {
    if cfg!(windows) {
        "see that the WebView2 runtime is installed (Windows 11 has it; for Windows 10 Microsoft offers the Evergreen installer)."
    } else {
        "`cargo xtask run --serve` shows the same interface in a browser."
    }
}

fn serve(options: &RunOptions, reason: Reason) -> Result<(), Failure> {
    say::line(reason.sentence());
    if reason == Reason::NoWebKit && system::here() == System::OtherLinux {
        say::line(
            "For the window, install WebKitGTK 4.1 with its headers (webkit2gtk4.1-devel or webkit2gtk-4.1).",
        );
    }
    let program = build::build(Program::Keting, !options.debug)?;
    say::step("Serving on 127.0.0.1; open the address below in a browser, Ctrl+C stops it.");
    let mut server = process::command(program);
    server.arg("serve");
    if let Some(data) = &options.data {
        server.arg("--data").arg(absolute(data)?);
    }
    end(
        process::show(&mut server)?,
        "keting serve",
        "its message above names the reason.",
    )
}

fn end(ok: bool, what: &str, todo: &str) -> Result<(), Failure> {
    if ok {
        Ok(())
    } else {
        Err(Failure::program(what, todo))
    }
}

/// A path as typed belongs to the folder where it was typed, not to the repository.
fn absolute(path: &std::path::Path) -> Result<std::path::PathBuf, Failure> {
    std::path::absolute(path).map_err(|why| Failure::file(path, &why))
}

fn has_library(name: &str) -> bool {
    process::capture(process::command("pkg-config").args(["--exists", name])).is_ok_and(|found| found.ok)
}

fn demand_compiler() -> Result<(), Failure> {
    if place::find("cc").is_some() {
        return Ok(());
    }
    Err(Failure::Unsupported {
        why: "this Linux has no apt, so nothing can be installed for you, and a C compiler is missing.".into(),
        todo: "install gcc (or clang) and, for a window, WebKitGTK 4.1 with its headers by your system's own means, then run the same command again.".into(),
    })
}

fn demand_command_line_tools() -> Result<(), Failure> {
    if process::capture(process::command("xcode-select").arg("-p")).is_ok_and(|found| found.ok) {
        return Ok(());
    }
    Err(Failure::tool(
        "the Xcode command line tools are missing; they hold the compiler.",
        "run `xcode-select --install`, and the same command again when it has ended.",
    ))
}

fn unsupported() -> Failure {
    Failure::Unsupported {
        why: format!(
            "{} is not a system that Keting is built on.",
            std::env::consts::OS
        ),
        todo: "use Linux (Debian 12 or newer is the simplest), Windows 10 or 11, or macOS.".into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_browser_needs_no_window_packages() {
        let needs = needs(Surface::Browser(Reason::NoDisplay));
        assert_eq!(needs, apt::COMPILER);
    }

    #[test]
    fn the_window_needs_webkit() {
        assert!(
            needs(Surface::Window)
                .iter()
                .any(|need| need.packages.contains(&"libwebkit2gtk-4.1-dev"))
        );
    }

    #[test]
    fn a_program_that_ends_badly_is_a_failure() {
        assert!(end(true, "x", "y").is_ok());
        assert!(end(false, "x", "y").is_err());
    }
}
