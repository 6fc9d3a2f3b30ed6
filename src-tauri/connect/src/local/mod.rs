//! How a second `keting` command works on a data folder: one process owns the folder; the others ask it through a local socket.
//!
//! [`answer`] is the whole protocol. The owner runs it for frames that come through the socket ([`own`]); a command that finds the
//! folder free opens it and runs the very same function in its own process ([`at`]). So a command gives the same answer either way.
//! It refuses to hand out a session: each call logs in, asks and logs out.

mod frame;
mod socket;

use std::{
    path::{Path, PathBuf},
    thread,
    time::Duration,
};

use keting_core::{Ask, Code, Failure, House, Outcome, Place, Reply, SessionChange, Surroundings};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::{answer::Answer, machine};

pub use socket::{Guard, Unreachable, ask, own};

/// What can be asked of the process that owns a data folder.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Message {
    /// Is anybody there? Answered with the version.
    Ping,
    /// Bring the window to the front. Answered with `{"shown": bool}`; a headless owner has none to show.
    Show,
    /// Run one operation.
    Call(Call),
    /// Check the audit chain and the rows of a place, against `head` when one was kept elsewhere.
    Verify {
        /// Which data of the folder.
        place: Place,
        /// The newest hash as it was written down outside this machine.
        head: Option<String>,
    },
    /// The newest hash of each centre's chain, to be kept elsewhere.
    Head {
        /// Which data of the folder.
        place: Place,
    },
    /// Write a consistent copy of a place to a new file.
    Backup {
        /// Which data of the folder.
        place: Place,
        /// Absolute path of the file to be written.
        to: PathBuf,
    },
    /// Delete the data of a place that is marked as a sample.
    Wipe {
        /// Which data of the folder.
        place: Place,
    },
}

/// One operation, asked in a session of its own.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct Call {
    /// Who asks. Without one the operation is asked without a session, which is enough for `centre.status` and `centre.set_up`.
    pub as_login: Option<Credentials>,
    /// Which data of the folder.
    pub place: Place,
    /// Name of the operation, such as `cases.register`.
    pub operation: String,
    /// UUID; a retry of the same write repeats it.
    pub request_id: Option<String>,
    /// As the operation's input schema says.
    pub input: Value,
    /// Names the asking device in the audit.
    pub desk: String,
}

/// A log-in name and its password.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Credentials {
    /// The account's log-in name.
    pub login: String,
    /// In clear: the socket lies in a folder that only this user can enter.
    pub password: String,
}

/// Leaves out the input and the credentials, so that a logged call holds no personal data.
impl std::fmt::Debug for Call {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Call")
            .field("operation", &self.operation)
            .field("place", &self.place)
            .finish_non_exhaustive()
    }
}

/// Answers one message with the house; `show` brings the window to the front and says whether there is one.
pub fn answer(house: &House, message: Message, show: &dyn Fn() -> bool) -> Answer {
    match message {
        Message::Ping => Answer::Done(json!({ "version": env!("CARGO_PKG_VERSION") })),
        Message::Show => Answer::Done(json!({ "shown": show() })),
        Message::Call(call) => perform(house, call),
        Message::Verify { place, head } => Answer::from_result(house.verify(place, head.as_deref())),
        Message::Head { place } => Answer::from_result(house.verify(place, None).map(|found| found.heads)),
        Message::Backup { place, to } => Answer::from_result(house.backup(place, &to)),
        Message::Wipe { place } => Answer::from_result(house.wipe(place)),
    }
}

fn perform(house: &House, call: Call) -> Answer {
    let Call {
        as_login,
        place,
        operation,
        request_id,
        input,
        desk,
    } = call;
    let step = |token: Option<String>, operation: &str, request_id: Option<String>, input: Value| {
        let (operation, desk) = (operation.to_owned(), desk.clone());
        house.call(Ask {
            place,
            token,
            desk,
            operation,
            request_id,
            passive: false,
            input,
        })
    };
    let mut token = None;
    if let Some(Credentials { login, password }) = as_login {
        let input = json!({ "login": login, "password": password, "centre": null });
        match step(None, "accounts.log_in", Some(machine::request_id()), input) {
            Reply {
                outcome: Outcome::Done { .. },
                session: SessionChange::Open(opened),
            } => token = Some(opened),
            Reply { outcome, .. } => return outcome.into(),
        }
    }
    let reply = step(token.clone(), &operation, request_id, input);
    let left_open = match reply.session {
        SessionChange::Keep => token,
        SessionChange::Open(opened) => Some(opened),
        SessionChange::Close => None,
    };
    if left_open.is_some() {
        // A session that cannot be closed now ends by itself; the answer stands either way.
        step(
            left_open,
            "accounts.log_out",
            Some(machine::request_id()),
            json!({}),
        );
    }
    reply.outcome.into()
}

const TRIES: u32 = 20;
const BETWEEN_TRIES: Duration = Duration::from_millis(100);

/// Answers `message` for the data folder, through its owner or, when it is free, by opening it for this one message.
///
/// # Errors
/// When an owner holds the folder but cannot be reached; a folder that cannot be opened is an [`Answer::Refused`].
#[expect(
    clippy::disallowed_methods,
    reason = "another process gives no signal when it lets a folder go"
)]
pub fn at(folder: &Path, surroundings: &Surroundings, message: &Message) -> Result<Answer, Unreachable> {
    let mut last = Unreachable::Nobody;
    // An owner that has just started holds the lock before it listens, and one that is closing stops listening before it lets go.
    for _ in 0..TRIES {
        match House::open(folder, surroundings.clone()) {
            Ok(house) => return Ok(answer(&house, message.clone(), &|| false)),
            Err(Failure::Refused(problem) | Failure::Stopped(problem))
                if problem.code == Code::FolderInUse => {}
            Err(failure) => return Ok(Answer::from_result(Err::<(), _>(failure))),
        }
        match ask(folder, message) {
            Err(Unreachable::Nobody) => thread::sleep(BETWEEN_TRIES),
            answered => return answered,
        }
        last = Unreachable::Nobody;
    }
    Err(last)
}
