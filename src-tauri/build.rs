//! Prepares the desktop shell: declares its one command, and builds the interface when it has never been built.
//!
//! A declared command is denied to every window that no capability names; an undeclared one would be allowed to all.
//! It refuses to rebuild a stale interface: Cargo cannot see what that depends on, `cargo xtask run` can.

use std::{
    error::Error,
    io,
    path::Path,
    process::{Command, ExitStatus},
};

use tauri_build::{AppManifest, Attributes};

const COMMANDS: &[&str] = &["operate"];

fn main() -> Result<(), Box<dyn Error>> {
    for watched in [
        "src-tauri/build.rs",
        "src-tauri/capabilities",
        "tauri.conf.json",
        "icons",
        "ui/dist",
    ] {
        println!("cargo:rerun-if-changed={watched}");
    }
    if !Path::new("ui/dist/index.html").exists() {
        build_interface()?;
    }
    let attributes = Attributes::new()
        .app_manifest(AppManifest::new().commands(COMMANDS))
        .capabilities_path_pattern("./src-tauri/capabilities/**/*");
    Ok(tauri_build::try_build(attributes)?)
}

fn build_interface() -> io::Result<()> {
    for arguments in [&["ci"][..], &["run", "build"]] {
        let status = npm(arguments)?;
        if !status.success() {
            return Err(io::Error::other(format!(
                "npm {} in ui/ ended with {status}",
                arguments.join(" ")
            )));
        }
    }
    Ok(())
}

fn npm(arguments: &[&str]) -> io::Result<ExitStatus> {
    // npm is a script on Windows, which only the shell finds.
    let mut command = if cfg!(windows) {
        Command::new("cmd")
    } else {
        Command::new("npm")
    };
    if cfg!(windows) {
        command.args(["/C", "npm"]);
    }
    command.args(arguments).current_dir("ui").status()
}
