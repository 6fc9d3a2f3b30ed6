//! Drives the built programs as a person would: the real window under a screen of its own, and a headless browser.
//!
//! The scripts live in `tests/e2e/`; they learn from the environment where the programs are, and end with a count.
//! No script may touch the desktop of whoever runs the tests: the window gets its own X server and session bus.

use std::path::PathBuf;
use std::process::Command;

use crate::counting::{self, Count};
use crate::failure::Failure;
use crate::{place, process, tools};

/// A script that takes longer than this hangs.
const LIMIT: &str = "1200";

/// The folder of the scripts.
pub fn folder() -> PathBuf {
    place::root().join("tests").join("e2e")
}

/// The main walk in the real window.
///
/// # Errors
/// When a program that the walk needs cannot be found.
pub fn window() -> Result<Count, Failure> {
    let mut walk = on_own_screen("window.mjs");
    walk.env("TAURI_DRIVER", tools::demand(tools::TAURI_DRIVER)?);
    finish(walk)
}

/// The same interface over `keting serve` in a headless browser.
///
/// # Errors
/// When a program that the walk needs cannot be found.
pub fn browser() -> Result<Count, Failure> {
    finish(limited("browser.mjs", &[]))
}

/// Runs the script that takes pictures of the screens.
///
/// # Errors
/// When a program that it needs cannot be found.
pub fn pictures() -> Result<Count, Failure> {
    finish(limited("screenshots.mjs", &[]))
}

fn on_own_screen(script: &str) -> Command {
    let screen = "-screen 0 1280x900x24 -nolisten tcp";
    let mut command = limited(
        script,
        &["xvfb-run", "-a", "-s", screen, "dbus-run-session", "--"],
    );
    command
        .env_remove("WAYLAND_DISPLAY")
        .env("GDK_BACKEND", "x11")
        .env("WEBKIT_DISABLE_DMABUF_RENDERER", "1");
    command
}

fn limited(script: &str, around: &[&str]) -> Command {
    let mut command = process::command("timeout");
    command
        .args(["--kill-after=10", LIMIT])
        .args(around)
        .arg("node")
        .arg(folder().join(script));
    command
}

fn finish(mut script: Command) -> Result<Count, Failure> {
    script
        .env("KETING_DESKTOP_BIN", place::program(false, "keting-desktop"))
        .env("KETING_BIN", place::program(false, "keting"))
        .env("KETING_SCREENSHOTS", place::target().join("screenshots"))
        .env("CHROMIUM", browser_program()?);
    Ok(counting::script(&process::watch(&mut script)?))
}

fn browser_program() -> Result<PathBuf, Failure> {
    let names = ["chromium", "chromium-browser", "google-chrome"];
    names.iter().find_map(|name| place::find(name)).ok_or_else(|| {
        Failure::tool(
            "no Chromium is installed.",
            "`apt-get install chromium`; `cargo xtask test` does it on Debian.",
        )
    })
}
