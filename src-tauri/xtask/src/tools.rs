//! The developer's programs that apt does not bring: rustfmt, clippy, the test runner, the WebDriver of the window.
//! Each is installed once, in the version that the project was tried with, and only if it is missing.

use std::path::PathBuf;

use crate::failure::Failure;
use crate::{place, process, say};

/// A program that cargo can install.
#[derive(Debug, Clone, Copy)]
pub struct Tool {
    program: &'static str,
    package: &'static str,
    version: &'static str,
    /// Further words for `cargo install`.
    words: &'static [&'static str],
}

/// The test runner: it isolates tests in processes, stops those that hang, and counts.
pub const NEXTEST: Tool = Tool {
    program: "cargo-nextest",
    package: "cargo-nextest",
    version: "0.9.143",
    // Without its self-update, which would bring a whole network stack.
    words: &["--no-default-features", "--features", "default-no-update"],
};

/// Speaks WebDriver to the real window.
pub const TAURI_DRIVER: Tool = Tool {
    program: "tauri-driver",
    package: "tauri-driver",
    version: "2.1.0",
    words: &[],
};

/// Finds a tool, installing it when it is missing.
///
/// # Errors
/// `NoNetwork` or `Program` when it cannot be installed.
pub fn demand(tool: Tool) -> Result<PathBuf, Failure> {
    if let Some(path) = place::find(tool.program) {
        return Ok(path);
    }
    say::step(&format!(
        "Installing {} {} (once; some minutes) …",
        tool.package, tool.version
    ));
    let mut cargo = process::cargo();
    // A target folder of its own: the workspace's must not be filled with a tool's crates. Unoptimised, because that is
    // built in a third of the time, and these tools spend theirs waiting for the programs they start.
    cargo
        .env_remove("CARGO_TARGET_DIR")
        .args(["install", "--locked", "--debug", "--version", tool.version]);
    cargo.args(tool.words).arg(tool.package);
    let done = process::watch(&mut cargo)?;
    if !done.ok && process::speaks_of_no_network(&done.text()) {
        return Err(Failure::NoNetwork {
            doing: format!("installing {}", tool.package),
        });
    }
    place::find(tool.program).ok_or_else(|| {
        let by_hand = format!(
            "cargo install --locked --version {} {}",
            tool.version, tool.package
        );
        Failure::program(
            format!("installing {}", tool.package),
            format!("try it by hand: {by_hand}"),
        )
    })
}

/// Sees that rustfmt and clippy are there, asking rustup for them when it is at hand.
///
/// # Errors
/// `Tool` when one is missing and rustup cannot bring it.
pub fn demand_components() -> Result<(), Failure> {
    for (component, subcommand) in [("rustfmt", "fmt"), ("clippy", "clippy")] {
        let present =
            || process::capture(process::cargo().args([subcommand, "--version"])).is_ok_and(|found| found.ok);
        if present() {
            continue;
        }
        say::step(&format!("Adding {component} …"));
        let added = process::show(process::command("rustup").args(["component", "add", component]));
        if !added.unwrap_or(false) || !present() {
            return Err(Failure::tool(
                format!("{component} is missing."),
                format!("add it to this Rust: `rustup component add {component}`."),
            ));
        }
    }
    Ok(())
}
