//! Why a command stopped. Each failure says what happened and what the reader can do next; a bare "error 1" is not enough.

use std::fmt;

/// A reason to stop, with its way out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Failure {
    /// The command line was not understood.
    Arguments(String),
    /// Something had to be fetched and the network did not answer.
    NoNetwork { doing: String },
    /// System packages are missing and this user may not install them.
    NoRights { install: String },
    /// System packages are missing and `--no-install` forbids installing them.
    NotInstalled { install: String },
    /// This operating system is not one that the command can prepare by itself.
    Unsupported { why: String, todo: String },
    /// A tool is missing or too old.
    Tool { why: String, todo: String },
    /// A program that we started ended badly; its own words stand above.
    Program { what: String, todo: String },
    /// A file could not be read or written.
    File { path: String, why: String },
}

impl Failure {
    /// A file problem, from the path and the error of the operating system.
    pub fn file(path: &std::path::Path, why: &std::io::Error) -> Self {
        Self::File {
            path: path.display().to_string(),
            why: why.to_string(),
        }
    }

    /// A tool problem.
    pub fn tool(why: impl Into<String>, todo: impl Into<String>) -> Self {
        Self::Tool {
            why: why.into(),
            todo: todo.into(),
        }
    }

    /// A program that ended badly.
    pub fn program(what: impl Into<String>, todo: impl Into<String>) -> Self {
        Self::Program {
            what: what.into(),
            todo: todo.into(),
        }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Arguments(why) => {
                write!(out, "{why}\n  What to do: `cargo xtask help` lists the commands.")
            }
            Self::NoNetwork { doing } => write!(
                out,
                "no network while {doing}.\n  What to do: connect this computer (or set the proxy your network needs) and run the same command again; what was already fetched is kept."
            ),
            Self::NoRights { install } => write!(
                out,
                "system packages are missing, and this user may not install them.\n  What to do: ask an administrator to run\n    {install}\n  and run the same command again."
            ),
            Self::NotInstalled { install } => write!(
                out,
                "system packages are missing, and --no-install was given.\n  What to do: run\n    {install}\n  or leave --no-install out."
            ),
            Self::Unsupported { why, todo } | Self::Tool { why, todo } => {
                write!(out, "{why}\n  What to do: {todo}")
            }
            Self::Program { what, todo } => {
                write!(
                    out,
                    "{what} failed; its own words stand above.\n  What to do: {todo}"
                )
            }
            Self::File { path, why } => write!(
                out,
                "{path}: {why}\n  What to do: see that the disk is not full and that this user may write there."
            ),
        }
    }
}

impl std::error::Error for Failure {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_failure_says_what_to_do() {
        let all = [
            Failure::Arguments("unknown".into()),
            Failure::NoNetwork {
                doing: "installing".into(),
            },
            Failure::NoRights {
                install: "apt-get install x".into(),
            },
            Failure::NotInstalled {
                install: "apt-get install x".into(),
            },
            Failure::Unsupported {
                why: "no".into(),
                todo: "yes".into(),
            },
            Failure::tool("no", "yes"),
            Failure::program("node", "yes"),
            Failure::file(std::path::Path::new("a"), &std::io::Error::other("full")),
        ];
        for failure in all {
            assert!(
                failure.to_string().contains("What to do: "),
                "{failure:?} leaves the reader alone"
            );
        }
    }
}
