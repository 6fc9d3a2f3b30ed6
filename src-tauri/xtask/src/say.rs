//! The one place of xtask that writes to the terminal, so that its tone and its streams stay the same everywhere.
//!
//! Progress goes to standard output; problems go to standard error. A closed pipe is no reason to stop working,
//! so errors of writing are dropped on purpose.

use std::io::Write;

/// Writes one line as it is.
pub fn line(text: &str) {
    let _ = writeln!(std::io::stdout(), "{text}");
}

/// Announces a step that may take a while.
pub fn step(text: &str) {
    let _ = writeln!(std::io::stdout(), "› {text}");
}

/// Reports a problem: what happened, and what to do about it.
pub fn problem(text: &str) {
    let _ = writeln!(std::io::stderr(), "\nxtask: {text}");
}
