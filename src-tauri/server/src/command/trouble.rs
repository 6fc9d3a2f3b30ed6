//! How a command fails: refused (the core's `Problem`, for scripts to read) or broken (a sentence, for people to read).

use std::{fmt, io, path::PathBuf, process::ExitCode};

use keting_connect::{Answer, client::Unanswered, local::Unreachable};
use keting_core::Failure;
use serde_json::Value;

use super::{say, show};

/// Why a command did not do what it was told.
#[derive(Debug)]
pub enum Trouble {
    /// The core, or a check before it, declined; a `Problem` as JSON.
    Refused(Value),
    /// The data is not whole; printed already.
    NotWhole,
    /// Anything else.
    Broken(Broken),
}

/// What broke, or how the command was misused.
#[derive(Debug)]
pub enum Broken {
    NoDataFolder,
    NoSuchFolder(PathBuf),
    NoPassword,
    NotJson(serde_json::Error),
    NotForDatabases(&'static str),
    FileExists(PathBuf),
    Logged(String),
    NotUnderstood,
    Owner(Unreachable),
    Server(Unanswered),
    Port(u16, io::Error),
    Input(io::Error),
    Output(io::Error),
    Folder(PathBuf, io::Error),
}

impl fmt::Display for Broken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoDataFolder => {
                f.write_str("this user has no folder for application data; name one with --data DIR")
            }
            Self::NoSuchFolder(folder) => write!(f, "there is no data folder {}", folder.display()),
            Self::NoPassword => {
                f.write_str("the password of --as is read from KETING_PASSWORD, which is not set")
            }
            Self::NotJson(error) => write!(f, "the input is not JSON: {error}"),
            Self::NotForDatabases(verb) => write!(f, "{verb} works on data folders, not on --database"),
            Self::FileExists(file) => write!(f, "{} exists already", file.display()),
            Self::Logged(log_id) => write!(f, "something broke; the log names it {log_id}"),
            Self::NotUnderstood => {
                f.write_str("the program that uses the data folder is another version of Keting")
            }
            Self::Owner(error) => error.fmt(f),
            Self::Server(error) => error.fmt(f),
            Self::Port(port, error) => write!(f, "port {port} cannot be used ({error})"),
            Self::Input(error) => write!(f, "the input cannot be read ({error})"),
            Self::Output(error) => write!(f, "the output cannot be written ({error})"),
            Self::Folder(folder, error) => write!(f, "{} cannot be used ({error})", folder.display()),
        }
    }
}

impl Trouble {
    /// stdout is closed or full.
    pub fn output(error: io::Error) -> Self {
        Self::Broken(Broken::Output(error))
    }

    /// Tells it in the way its kind demands.
    pub fn report(self) -> ExitCode {
        match self {
            Self::Refused(problem) => match show(&problem) {
                Ok(()) => ExitCode::from(2),
                Err(_) => ExitCode::from(1),
            },
            Self::NotWhole => ExitCode::from(2),
            Self::Broken(broken) => {
                use io::Write;
                // A closed stderr leaves the exit code to speak.
                let _ = writeln!(io::stderr(), "keting: {broken}");
                ExitCode::from(1)
            }
        }
    }
}

impl From<Broken> for Trouble {
    fn from(broken: Broken) -> Self {
        Self::Broken(broken)
    }
}

impl From<Unreachable> for Trouble {
    fn from(error: Unreachable) -> Self {
        Self::Broken(Broken::Owner(error))
    }
}

impl From<Unanswered> for Trouble {
    fn from(error: Unanswered) -> Self {
        Self::Broken(Broken::Server(error))
    }
}

impl From<Failure> for Trouble {
    fn from(failure: Failure) -> Self {
        match settled(Answer::from_result::<()>(Err(failure))) {
            Err(trouble) => trouble,
            Ok(_) => Self::Broken(Broken::NotUnderstood),
        }
    }
}

/// The output of an answer that was done; any other answer is trouble.
pub fn settled(answer: Answer) -> Result<Value, Trouble> {
    match answer {
        Answer::Done(output) => Ok(output),
        Answer::Refused(problem) => Err(Trouble::Refused(problem)),
        Answer::Broken { log_id } => Err(Broken::Logged(log_id).into()),
        Answer::NotUnderstood(_) => Err(Broken::NotUnderstood.into()),
    }
}

/// Prints the output of an answer, or fails with it.
pub fn print(
    answer: Answer,
    json: bool,
    sentence: impl FnOnce(&Value) -> Option<String>,
) -> Result<(), Trouble> {
    let output = settled(answer)?;
    match sentence(&output).filter(|_| !json) {
        Some(sentence) => say(sentence),
        None => show(&output),
    }
}
