//! Starts other programs: shown, captured, or shown with the last words kept.
//!
//! A program is always given as a list of words, never as a line for a shell, so no path can be taken for a command.

use std::collections::VecDeque;
use std::ffi::OsStr;
use std::io::{BufRead, BufReader, Write};
use std::process::{Command, Stdio};

use crate::failure::Failure;

/// How much of a program's standard error is kept for finding out why it failed.
const KEPT_LINES: usize = 2000;

/// What a captured program left behind.
#[derive(Debug, Clone)]
pub struct Captured {
    /// It ended with code 0.
    pub ok: bool,
    /// Standard output.
    pub out: String,
    /// Standard error.
    pub err: String,
}

impl Captured {
    /// Everything it wrote: standard output, then standard error.
    pub fn text(&self) -> String {
        format!("{}{}", self.out, self.err)
    }
}

/// A command in the repository's top folder.
pub fn command(program: impl AsRef<OsStr>) -> Command {
    let mut command = Command::new(program);
    command.current_dir(crate::place::root()).stdin(Stdio::null());
    command
}

/// `cargo` itself, the one that started us.
pub fn cargo() -> Command {
    let mut command = command(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    for (name, _) in std::env::vars_os() {
        if belongs_to_our_own_build(&name.to_string_lossy()) {
            command.env_remove(name);
        }
    }
    command
}

/// `cargo run` describes xtask's own package in the environment; handed on, it would make other crates rebuild.
fn belongs_to_our_own_build(name: &str) -> bool {
    name.starts_with("CARGO_PKG_") || name.starts_with("CARGO_MANIFEST_") || name == "CARGO_CRATE_NAME"
}

/// Runs a program with its output shown; `Ok(true)` when it ended with code 0.
///
/// # Errors
/// `Failure::Tool` when it could not be started at all.
pub fn show(command: &mut Command) -> Result<bool, Failure> {
    command
        .status()
        .map(|status| status.success())
        .map_err(|why| cannot_start(command, &why))
}

/// Runs a program silently and gives back what it wrote.
///
/// # Errors
/// `Failure::Tool` when it could not be started at all.
pub fn capture(command: &mut Command) -> Result<Captured, Failure> {
    let output = command.output().map_err(|why| cannot_start(command, &why))?;
    Ok(Captured {
        ok: output.status.success(),
        out: String::from_utf8_lossy(&output.stdout).into_owned(),
        err: String::from_utf8_lossy(&output.stderr).into_owned(),
    })
}

/// Standard output alone, of a program that must succeed.
///
/// # Errors
/// `Failure::Program` when it ended badly (its standard error is shown), `Failure::Tool` when it could not start.
pub fn output(command: &mut Command, todo: &str) -> Result<String, Failure> {
    let output = command
        .stderr(Stdio::inherit())
        .output()
        .map_err(|why| cannot_start(command, &why))?;
    if output.status.success() {
        Ok(String::from_utf8_lossy(&output.stdout).into_owned())
    } else {
        Err(Failure::program(describe(command), todo))
    }
}

/// Runs a program with its output shown and its words kept, so that a failure can be explained and results counted.
///
/// # Errors
/// `Failure::Tool` when it could not be started at all.
pub fn watch(command: &mut Command) -> Result<Captured, Failure> {
    let mut child = command
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(|why| cannot_start(command, &why))?;
    let (out, err) = (child.stdout.take(), child.stderr.take());
    let reader =
        std::thread::spawn(move || out.map(|out| pass_on(out, std::io::stdout())).unwrap_or_default());
    let err = err.map(|err| pass_on(err, std::io::stderr())).unwrap_or_default();
    let out = reader.join().unwrap_or_default();
    let ok = child.wait().is_ok_and(|status| status.success());
    Ok(Captured { ok, out, err })
}

fn pass_on(from: impl std::io::Read, mut to: impl Write) -> String {
    let mut kept = VecDeque::new();
    let mut reader = BufReader::new(from);
    let mut line = Vec::new();
    while reader.read_until(b'\n', &mut line).is_ok_and(|read| read > 0) {
        let _ = to.write_all(&line);
        if kept.len() == KEPT_LINES {
            kept.pop_front();
        }
        kept.push_back(String::from_utf8_lossy(&line).into_owned());
        line.clear();
    }
    kept.into_iter().collect()
}

/// The program's name and words, for messages.
pub fn describe(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    words
        .map(|word| word.to_string_lossy().into_owned())
        .collect::<Vec<_>>()
        .join(" ")
}

fn cannot_start(command: &Command, why: &std::io::Error) -> Failure {
    let name = command.get_program().to_string_lossy().into_owned();
    Failure::tool(
        format!("{name} could not be started ({why})."),
        format!("see that {name} is installed."),
    )
}

/// Whether these words of a failed program speak of a missing network.
pub fn speaks_of_no_network(text: &str) -> bool {
    const SIGNS: [&str; 14] = [
        "Could not resolve",
        "Temporary failure in name resolution",
        "Temporary failure resolving",
        "Could not connect",
        "Cannot initiate the connection",
        "Unable to connect to",
        "Network is unreachable",
        "Connection timed out",
        "Couldn't resolve host",
        "network failure seems to have happened",
        "ENOTFOUND",
        "EAI_AGAIN",
        "ECONNREFUSED",
        "ETIMEDOUT",
    ];
    SIGNS.iter().any(|sign| text.contains(sign))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn network_trouble_is_told_from_other_trouble() {
        assert!(speaks_of_no_network(
            "Err:1 http://mirror Temporary failure resolving 'mirror'"
        ));
        assert!(speaks_of_no_network("npm error code EAI_AGAIN"));
        assert!(!speaks_of_no_network("error[E0308]: mismatched types"));
    }

    #[cfg(unix)]
    #[test]
    fn a_watched_program_gives_its_words_and_its_end() {
        let good = watch(command("sh").args(["-c", "echo out; echo err >&2"])).unwrap();
        assert!(good.ok);
        assert_eq!((good.out.as_str(), good.err.as_str()), ("out\n", "err\n"));
        let bad = watch(command("sh").args(["-c", "exit 3"])).unwrap();
        assert!(!bad.ok, "an end with code 3 passed for success");
    }

    #[test]
    fn a_program_that_is_not_there_is_named() {
        let failure = show(&mut command("keting-no-such-program")).unwrap_err();
        assert!(failure.to_string().contains("keting-no-such-program"));
    }

    #[test]
    fn our_own_package_is_not_handed_on() {
        assert!(belongs_to_our_own_build("CARGO_PKG_NAME"));
        assert!(!belongs_to_our_own_build("CARGO_HOME"));
        assert!(!belongs_to_our_own_build("CARGO_TARGET_DIR"));
    }
}
