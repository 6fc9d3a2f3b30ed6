//! Whether, and how, this user may install system packages: as root, through sudo, or not at all.

use std::io::IsTerminal;

use crate::{place, process};

/// The words that go before a command which changes the system.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Rights {
    /// We are root.
    Root,
    /// `sudo` works without asking.
    SudoQuiet,
    /// `sudo` may ask for a password at this terminal.
    SudoAsking,
    /// No way.
    None,
}

impl Rights {
    /// The words in front of the command.
    pub fn prefix(&self) -> &'static [&'static str] {
        match self {
            Self::Root | Self::None => &[],
            Self::SudoQuiet => &["sudo", "-n"],
            Self::SudoAsking => &["sudo"],
        }
    }
}

/// This process's rights.
pub fn here() -> Rights {
    let root = is_root();
    let sudo = !root && place::find("sudo").is_some();
    let quiet =
        sudo && process::capture(process::command("sudo").args(["-n", "true"])).is_ok_and(|done| done.ok);
    decide(root, sudo, quiet, std::io::stdin().is_terminal())
}

/// Whether we run as root.
pub fn is_root() -> bool {
    process::capture(process::command("id").arg("-u")).is_ok_and(|id| id.text().trim() == "0")
}

fn decide(root: bool, sudo: bool, quiet: bool, terminal: bool) -> Rights {
    match (root, sudo, quiet, terminal) {
        (true, ..) => Rights::Root,
        (_, true, true, _) => Rights::SudoQuiet,
        (_, true, false, true) => Rights::SudoAsking,
        _ => Rights::None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn root_needs_no_sudo() {
        assert_eq!(decide(true, true, true, true), Rights::Root);
        assert!(Rights::Root.prefix().is_empty());
    }

    #[test]
    fn sudo_asks_only_at_a_terminal() {
        assert_eq!(decide(false, true, true, false), Rights::SudoQuiet);
        assert_eq!(decide(false, true, false, true), Rights::SudoAsking);
        assert_eq!(
            decide(false, true, false, false),
            Rights::None,
            "a machine without a terminal would hang"
        );
        assert_eq!(decide(false, false, false, true), Rights::None);
    }
}
