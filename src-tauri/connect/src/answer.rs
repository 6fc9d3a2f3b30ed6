//! The answer to a question that left the process: the wire form of an outcome, and nothing that needs the core's types
//! to be read. A newer or older Keting on the other side may know codes that this one does not; they pass through.

use keting_core::{Failure, Outcome, Problem};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::machine;

/// What came back. Serialised as `{"done": …}`, `{"refused": …}`, `{"broken": {"log_id": …}}` or `{"not_understood": …}`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Answer {
    /// The output of the operation, as its schema says.
    Done(Value),
    /// A `Problem` as JSON: the operation was understood and declined.
    Refused(Value),
    /// Something broke; the log of the answering process holds the line with this id.
    Broken {
        /// Names the line in the log.
        log_id: String,
    },
    /// The frame could not be read as a message. The sender is at fault, or another version of Keting.
    NotUnderstood(Misread),
}

/// Why a frame could not be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Misread {
    /// Longer than the agreed limit; it was not read at all.
    TooLong,
    /// It ended before its announced length, or did not come in time.
    CutShort,
    /// Its bytes are not a message this version knows.
    NotAMessage,
}

impl Answer {
    /// Reads the wire form of an outcome, with or without its tags. `None` when it is something else.
    #[must_use]
    pub fn from_wire(mut outcome: Value) -> Option<Self> {
        if let Some(output) = outcome.get_mut("done") {
            return Some(Self::Done(output.take()));
        }
        serde_json::from_value(outcome).ok()
    }

    /// A `Problem` as it goes over the wire.
    #[must_use]
    pub fn refused(problem: &Problem) -> Self {
        carried(problem, Self::Refused)
    }

    /// The answer that carries `result`: its value when it succeeded, otherwise the failure.
    pub fn from_result<T: Serialize>(result: Result<T, Failure>) -> Self {
        match result {
            Ok(value) => carried(&value, Self::Done),
            Err(Failure::Refused(problem) | Failure::Stopped(problem)) => Self::refused(&problem),
            Err(Failure::Broken(broken)) => {
                let log_id = machine::request_id();
                log::error!("{log_id}: {broken}");
                Self::Broken { log_id }
            }
        }
    }
}

/// Our own types always become JSON; should one not, the answer says so instead of inventing one.
fn carried<T: Serialize>(value: &T, into: fn(Value) -> Answer) -> Answer {
    serde_json::to_value(value).map_or(Answer::NotUnderstood(Misread::NotAMessage), into)
}

impl From<Outcome> for Answer {
    fn from(outcome: Outcome) -> Self {
        match outcome {
            Outcome::Done { output, .. } => Self::Done(output),
            Outcome::Refused(problem) => Self::refused(&problem),
            Outcome::Broken { log_id } => Self::Broken { log_id },
        }
    }
}
