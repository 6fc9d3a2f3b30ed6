//! The two ways in which an operation does not succeed, kept apart for good.
//!
//! A [`Problem`] says "not like this, not now": the asker can do something about it, and it names *every* reason at
//! once. A [`Broken`] says "something failed here": the asker can only wait or report it. No sentence for people is
//! made in this module: a code and its facts cross the border, the interface finds the words in its own language.
//! Neither ever carries a personal value, so both may be logged.

use std::collections::BTreeMap;
use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident = $wire:literal),+ $(,)?) => {
        /// The closed list of things that can be wrong. A code is added only together with its sentence in every
        /// language (a test of the interface demands it) and with somebody who raises it.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema, TS)]
        pub enum Code { $($(#[$doc])* #[serde(rename = $wire)] $name),+ }

        impl Code {
            /// Every code, in the order of the list.
            pub const ALL: &'static [Code] = &[$(Code::$name),+];

            /// The word that stands for the code on the wire, in the audit and in translations.
            #[must_use]
            pub fn wire(self) -> &'static str {
                match self { $(Code::$name => $wire),+ }
            }
        }
    };
}

codes! {
    /// One or more fields are wrong; the reasons say which.
    InvalidInput = "invalid_input",
    /// The input is not of the operation's form; the reasons say why. Fact `detail_path`: where reading stopped.
    MalformedInput = "malformed_input",
    /// The field holds another kind of value than its form says.
    WrongType = "wrong_type",
    /// The form has no field of this name.
    UnknownField = "unknown_field",
    /// A field must be filled.
    Required = "required",
    /// Fact `min`: characters.
    TooShort = "too_short",
    /// Fact `max`: characters (or bytes for an opaque body).
    TooLong = "too_long",
    /// The text holds characters that this field refuses (NUL and other controls everywhere).
    NotAllowedCharacters = "not_allowed_characters",
    /// The value is none of the choices.
    UnknownChoice = "unknown_choice",
    /// Facts `min`, `max`.
    OutOfRange = "out_of_range",
    /// The field must stay empty in this combination.
    MustBeEmpty = "must_be_empty",
    /// The moment lies in the future.
    InTheFuture = "in_the_future",
    /// The moment lies further back than `days`.
    TooLongAgo = "too_long_ago",
    /// Neither a mobile number nor a landline with its area code.
    PhoneMalformed = "phone_malformed",
    /// Not a date of the form 2026-11-22, or a day that does not exist.
    DateMalformed = "date_malformed",
    /// The cursor was not made by this list.
    CursorMalformed = "cursor_malformed",
    /// The password stands on the list of the most used ones, or repeats itself.
    PasswordTooCommon = "password_too_common",
    /// The password contains the login name.
    PasswordContainsLogin = "password_contains_login",
    /// Somebody of this centre has this login name; fact `login`.
    LoginTaken = "login_taken",
    /// The time zone is not in the IANA table.
    UnknownZone = "unknown_zone",
    /// Nobody is signed in.
    NotSignedIn = "not_signed_in",
    /// The session is locked; only unlocking and logging out work.
    SessionLocked = "session_locked",
    /// Unlocking what is not locked.
    NotLocked = "not_locked",
    /// The role does not reach this operation; fact `operation`.
    NotPermitted = "not_permitted",
    /// No operation has this name; fact `operation`.
    UnknownOperation = "unknown_operation",
    /// Nothing here has this id or number.
    NotFound = "not_found",
    /// A write came without its request id.
    RequestIdMissing = "request_id_missing",
    /// The request id is not 8 to 64 letters, digits or hyphens.
    RequestIdMalformed = "request_id_malformed",
    /// The request id was used for something else.
    RequestIdReused = "request_id_reused",
    /// Login name or password is wrong; fact `left`: attempts before a wait.
    WrongLogin = "wrong_login",
    /// The password is wrong; fact `left`.
    WrongPassword = "wrong_password",
    /// The recovery code is wrong; fact `left`.
    WrongRecoveryCode = "wrong_recovery_code",
    /// Too many failures; fact `wait_seconds`.
    BackOff = "back_off",
    /// A centre exists already in this folder.
    AlreadySetUp = "already_set_up",
    /// No centre exists yet in this folder.
    NotSetUp = "not_set_up",
    /// The folder is not marked as a sample, so it is not wiped.
    NotSample = "not_sample",
    /// Another program owns the data folder.
    FolderInUse = "folder_in_use",
    /// The file was written by a newer version; facts `found`, `known`: schema numbers.
    DataNewer = "data_newer",
    /// The file is damaged or is not a file of ours.
    DataDamaged = "data_damaged",
    /// The file or its folder cannot be written.
    DataReadOnly = "data_read_only",
    /// Another program holds the file and does not let go.
    DataLocked = "data_locked",
    /// The database server or the folder cannot be reached.
    DataUnreachable = "data_unreachable",
    /// No room is left on the disk.
    DiskFull = "disk_full",
    /// More requests are waiting than the queue takes.
    TooBusy = "too_busy",
}

/// A number or a word that a sentence needs. Never a personal value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(untagged)]
pub enum Fact {
    /// A count, a limit, seconds.
    Number(#[ts(type = "number")] i64),
    /// A name of ours: an operation, a login.
    Text(String),
}

impl From<i64> for Fact {
    fn from(number: i64) -> Self {
        Fact::Number(number)
    }
}

impl From<&str> for Fact {
    fn from(text: &str) -> Self {
        Fact::Text(text.to_owned())
    }
}

/// Facts by name, in stable order.
pub type Facts = BTreeMap<String, Fact>;

/// One thing that is wrong with the input.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct Reason {
    /// What is wrong.
    pub code: Code,
    /// The path of the field (`visitor.phone`), or none where the whole is meant.
    pub field: Option<String>,
    /// What the sentence needs.
    pub facts: Facts,
}

/// A refusal: what cannot be done, and every reason at once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct Problem {
    /// What is wrong on the whole.
    pub code: Code,
    /// What the sentence needs.
    pub facts: Facts,
    /// All reasons, field by field; empty where the code says everything.
    pub reasons: Vec<Reason>,
}

impl Problem {
    /// A problem that its code says completely.
    #[must_use]
    pub fn new(code: Code) -> Self {
        Problem {
            code,
            facts: Facts::new(),
            reasons: Vec::new(),
        }
    }

    /// The same problem with one more fact.
    #[must_use]
    pub fn with(mut self, name: &str, fact: impl Into<Fact>) -> Self {
        self.facts.insert(name.to_owned(), fact.into());
        self
    }
}

/// Gathers reasons, so that a refusal names all of them and not the first.
#[derive(Debug, Default)]
pub struct Reasons(Vec<Reason>);

impl Reasons {
    /// Nothing wrong so far.
    #[must_use]
    pub fn new() -> Self {
        Reasons::default()
    }

    /// Adds a reason for `field`.
    pub fn add(&mut self, field: &str, code: Code) {
        self.add_with(field, code, &[]);
    }

    /// Adds a reason with facts.
    pub fn add_with(&mut self, field: &str, code: Code, facts: &[(&str, i64)]) {
        let facts = facts
            .iter()
            .map(|(name, number)| ((*name).to_owned(), Fact::Number(*number)))
            .collect();
        self.0.push(Reason {
            code,
            field: Some(field.to_owned()),
            facts,
        });
    }

    /// Whether nothing has been found wrong.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// All reasons, for a problem of another code than `invalid_input`.
    #[must_use]
    pub fn into_vec(self) -> Vec<Reason> {
        self.0
    }

    /// Refuses with all reasons, or lets pass.
    ///
    /// # Errors
    /// `invalid_input` with every reason that was added.
    pub fn settle(self) -> Result<(), Failure> {
        if self.0.is_empty() {
            return Ok(());
        }
        Err(Problem {
            code: Code::InvalidInput,
            facts: Facts::new(),
            reasons: self.0,
        }
        .into())
    }
}

/// Something failed that the asker did not cause. The cause goes to the log, never to the screen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Broken {
    cause: String,
    again: bool,
}

impl Broken {
    /// A failure with its cause in technical words and without personal values.
    #[must_use]
    pub fn new(cause: impl Into<String>) -> Self {
        Broken {
            cause: cause.into(),
            again: false,
        }
    }

    /// A failure after which the same transaction may simply be tried again (two transactions met).
    #[must_use]
    pub fn again(cause: impl Into<String>) -> Self {
        Broken {
            cause: cause.into(),
            again: true,
        }
    }

    /// Whether trying again may help.
    #[must_use]
    pub fn may_be_tried_again(&self) -> bool {
        self.again
    }
}

impl fmt::Display for Broken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.cause)
    }
}

/// Why there is no answer: refused by a rule, stopped by the store in a way the asker can mend, or broken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Failure {
    /// A rule said no. What the operation wrote is taken back; its audit row stays.
    Refused(Box<Problem>),
    /// The store said no (disk full, locked, read-only …). The whole transaction is taken back.
    Stopped(Box<Problem>),
    /// Something failed.
    Broken(Broken),
}

impl From<Problem> for Failure {
    fn from(problem: Problem) -> Self {
        Failure::Refused(Box::new(problem))
    }
}

impl From<Code> for Failure {
    fn from(code: Code) -> Self {
        Problem::new(code).into()
    }
}

impl From<Broken> for Failure {
    fn from(broken: Broken) -> Self {
        Failure::Broken(broken)
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Failure::Refused(problem) | Failure::Stopped(problem) => f.write_str(problem.code.wire()),
            Failure::Broken(broken) => broken.fmt(f),
        }
    }
}

impl std::error::Error for Failure {}
