//! Finds Node.js and its package manager, and refuses versions that cannot build the interface.

use std::process::Command;

use crate::failure::Failure;
use crate::{place, process};

/// The oldest Node.js that builds the interface: major and minor number.
const OLDEST: (u32, u32) = (20, 19);

const TODO: &str = "install Node.js 20.19 or newer (20, 22 and 24 are fine), for instance from nodejs.org, and run the same command again.";

/// A command for `node`.
pub fn node() -> Command {
    process::command("node")
}

/// A command for `npm`, which is a script on Windows.
pub fn npm() -> Command {
    process::command(if cfg!(windows) { "npm.cmd" } else { "npm" })
}

/// Refuses to go on without a fitting Node.js.
///
/// # Errors
/// `Failure::Tool` naming what is missing or too old.
pub fn demand() -> Result<(), Failure> {
    if place::find("node").is_none() {
        return Err(Failure::tool(
            "Node.js is not installed; the interface is built with it.",
            TODO,
        ));
    }
    let said = process::capture(node().arg("--version"))?.text();
    judge(&said)?;
    match process::capture(npm().arg("--version")) {
        Ok(done) if done.ok => Ok(()),
        _ => Err(Failure::tool("Node.js is here, but its npm is not.", TODO)),
    }
}

fn judge(said: &str) -> Result<(), Failure> {
    match version(said) {
        Some(found) if found >= OLDEST => Ok(()),
        Some((major, minor)) => Err(Failure::tool(
            format!(
                "Node.js {major}.{minor} is too old; the interface needs {}.{} or newer.",
                OLDEST.0, OLDEST.1
            ),
            TODO,
        )),
        None => Err(Failure::tool(
            format!("`node --version` said {:?}, which is no version.", said.trim()),
            TODO,
        )),
    }
}

fn version(said: &str) -> Option<(u32, u32)> {
    let mut numbers = said.trim().strip_prefix('v')?.split('.');
    Some((numbers.next()?.parse().ok()?, numbers.next()?.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn old_and_odd_versions_are_refused() {
        for said in ["v20.19.0\n", "v20.20.2", "v22.12.0", "v24.0.1"] {
            assert!(judge(said).is_ok(), "{said} was refused");
        }
        for said in ["v18.20.4", "v20.18.9", "", "hello", "v20"] {
            assert!(judge(said).is_err(), "{said} was accepted");
        }
    }
}
