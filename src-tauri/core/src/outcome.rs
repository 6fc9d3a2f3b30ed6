//! What crosses the border of the core: a question with its circumstances, and its answer. The form is the same for
//! the window, HTTP, the local socket and the command line. The session token is for the shell alone: it stands beside
//! the outcome, never in it.

use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

use crate::operations::Tag;
use crate::problem::Problem;

/// Which data a question is about.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, schemars::JsonSchema, ts_rs::TS,
)]
#[serde(rename_all = "snake_case")]
pub enum Place {
    /// The data folder itself.
    Real,
    /// The sample centre in a folder of its own.
    Sample,
}

/// A question.
#[derive(Debug, Clone)]
pub struct Ask {
    /// Which data.
    pub place: Place,
    /// The session's token, as [`SessionChange::Open`] gave it.
    pub token: Option<String>,
    /// The desk's name, for the audit.
    pub desk: String,
    /// The operation's name.
    pub operation: String,
    /// The client-made id; every write needs one.
    pub request_id: Option<String>,
    /// Asked by the program and not by a person: does not keep an idle session awake.
    pub passive: bool,
    /// The input.
    pub input: Json,
}

/// The answer to a question.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Outcome {
    /// Done, and these tags changed.
    Done {
        /// The output.
        #[serde(rename = "done")]
        output: Json,
        /// What the write changed; empty for reads.
        tags: Vec<Tag>,
    },
    /// Refused, with all reasons.
    Refused(#[serde(with = "refused")] Problem),
    /// Something failed; the log has the cause under this id.
    Broken {
        /// The id in the log.
        #[serde(with = "broken", rename = "broken")]
        log_id: String,
    },
}

/// `{"refused": Problem}`.
mod refused {
    use super::Problem;
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    #[derive(Serialize, Deserialize)]
    struct Wire<P> {
        refused: P,
    }

    pub fn serialize<S: Serializer>(problem: &Problem, to: S) -> Result<S::Ok, S::Error> {
        Wire { refused: problem }.serialize(to)
    }

    pub fn deserialize<'d, D: Deserializer<'d>>(from: D) -> Result<Problem, D::Error> {
        Ok(Wire::<Problem>::deserialize(from)?.refused)
    }
}

/// `{"log_id": "…"}`.
mod broken {
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    #[derive(Serialize, Deserialize)]
    struct Wire<T> {
        log_id: T,
    }

    pub fn serialize<S: Serializer>(log_id: &str, to: S) -> Result<S::Ok, S::Error> {
        Wire { log_id }.serialize(to)
    }

    pub fn deserialize<'d, D: Deserializer<'d>>(from: D) -> Result<String, D::Error> {
        Ok(Wire::<String>::deserialize(from)?.log_id)
    }
}

/// What the shell does with the asker's token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SessionChange {
    /// Nothing.
    Keep,
    /// Keeps this one from now on.
    Open(String),
    /// Forgets it.
    Close,
}

/// An answer with what it means for the session.
#[derive(Debug, Clone, PartialEq)]
pub struct Reply {
    /// The answer.
    pub outcome: Outcome,
    /// For the shell.
    pub session: SessionChange,
}

/// What changed, told to every window after the commit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Published {
    /// In which data.
    pub place: Place,
    /// What changed.
    pub tags: Vec<Tag>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::problem::Code;

    #[test]
    fn the_wire_form_is_the_documented_one_and_reads_back() {
        for (outcome, wire) in [
            (
                Outcome::Done {
                    output: Json::from(1),
                    tags: vec![Tag::Cases],
                },
                r#"{"done":1,"tags":["cases"]}"#,
            ),
            (
                Outcome::Refused(Problem::new(Code::NotFound)),
                r#"{"refused":{"code":"not_found","facts":{},"reasons":[]}}"#,
            ),
            (
                Outcome::Broken {
                    log_id: "7KQM-3XYZ".to_owned(),
                },
                r#"{"broken":{"log_id":"7KQM-3XYZ"}}"#,
            ),
        ] {
            assert_eq!(serde_json::to_string(&outcome).unwrap(), wire);
            assert_eq!(serde_json::from_str::<Outcome>(wire).unwrap(), outcome);
        }
    }
}
