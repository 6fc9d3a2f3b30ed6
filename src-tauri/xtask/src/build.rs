//! Builds the programs: `keting-desktop` (the window) and `keting` (headless).

use std::path::PathBuf;

use crate::failure::Failure;
use crate::{place, process, say};

/// A program of the workspace.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Program {
    /// The window.
    Desktop,
    /// The headless program.
    Keting,
}

impl Program {
    fn package(self) -> &'static str {
        match self {
            Self::Desktop => "keting-desktop",
            Self::Keting => "keting-server",
        }
    }

    fn binary(self) -> &'static str {
        match self {
            Self::Desktop => "keting-desktop",
            Self::Keting => "keting",
        }
    }
}

/// Builds one program and gives its path. The interface must be built before: it is embedded.
///
/// # Errors
/// `NoNetwork` when crates cannot be fetched, `Program` when the compiler refuses.
pub fn build(program: Program, release: bool) -> Result<PathBuf, Failure> {
    let minutes = if release {
        " (the first time takes some minutes)"
    } else {
        ""
    };
    say::step(&format!("Building {}{minutes} …", program.binary()));
    let mut selection = vec!["--package", program.package(), "--bin", program.binary()];
    if release {
        selection.push("--release");
    }
    compile(program.binary(), &selection)?;
    Ok(place::program(release, program.binary()))
}

/// Builds both programs in debug form, selected as the stories select them: other selections unify the features of
/// crates differently, and most of them would be compiled a second time.
///
/// # Errors
/// As [`build`].
pub fn both_for_tests() -> Result<(), Failure> {
    compile("both programs", &["--workspace", "--bins"])
}

fn compile(what: &str, selection: &[&str]) -> Result<(), Failure> {
    let mut cargo = process::cargo();
    cargo.args(["build", "--locked"]).args(selection);
    let done = process::watch(&mut cargo)?;
    if done.ok {
        return Ok(());
    }
    if process::speaks_of_no_network(&done.text()) {
        return Err(Failure::NoNetwork {
            doing: "fetching crates".into(),
        });
    }
    Err(Failure::program(
        format!("building {what}"),
        compiler_advice(&done.text()),
    ))
}

fn compiler_advice(text: &str) -> &'static str {
    if text.contains("linker") && text.contains("not found") {
        "install a C compiler (Linux: build-essential; Windows: the Visual Studio Build Tools with C++; macOS: `xcode-select --install`)."
    } else if text.contains("pkg-config") || text.contains(".pc`") {
        "a system library is missing; `cargo xtask run` installs it on Debian and Ubuntu, elsewhere the README names it."
    } else if text.contains("--locked") {
        "Cargo.lock does not fit Cargo.toml; run `cargo check` once and commit Cargo.lock with your change."
    } else {
        "mend what the compiler complains about."
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn usual_failures_get_their_own_advice() {
        assert!(compiler_advice("error: linker `cc` not found").contains("build-essential"));
        assert!(
            compiler_advice("The system library `webkit2gtk-4.1` … pkg-config").contains("system library")
        );
        assert!(
            compiler_advice("cannot update the lock file because --locked was passed").contains("Cargo.lock")
        );
        assert!(compiler_advice("error[E0308]").contains("compiler"));
    }
}
