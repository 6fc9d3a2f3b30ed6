//! THE table: every operation of Keting, once. Window, server, command line, tests, TypeScript and the manual are all
//! made from it; a verb listed here without a body does not compile, and a body that is not listed fails a test.
//!
//! Kinds: `read` sees one moment and changes nothing. `write` runs once per request id, leaves an audit row, and its
//! answer is kept for retries. `secret` is a write whose input or answer holds a secret: hashing happens before the
//! transaction, nothing of it is kept. `keep` is for drafts: private, unaudited. `house` acts on data folders.

use schemars::{JsonSchema, Schema, schema_for};
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;
use ts_rs::TS;

use crate::access::Permission;
use crate::contract::Shape;
use crate::house::House;
use crate::outcome::Place;
use crate::problem::Failure;
use crate::request::{Prepared, Preparing, Request, run_on_json};

/// What a read shows and a write changes. After a commit the tags of the write are published, and every window
/// fetches again what it shows under one of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum Tag {
    /// The centre's card.
    Centre,
    /// Who is signed in, and whether the desk is locked.
    Session,
    /// Accounts and their roles.
    Accounts,
    /// Cases.
    Cases,
}

impl Tag {
    /// Every tag.
    pub const ALL: [Tag; 4] = [Tag::Centre, Tag::Session, Tag::Accounts, Tag::Cases];
}

/// How an operation is carried out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Changes nothing.
    Read,
    /// Audited, exactly once.
    Write,
    /// A draft.
    Keep,
    /// Acts on data folders.
    House,
}

type Run = fn(&mut Request, &Json) -> Result<Json, Failure>;
type Prepare = fn(&Preparing) -> Result<Prepared, Failure>;

/// The body of an operation.
#[derive(Clone, Copy)]
pub enum Body {
    /// In a reading transaction.
    Read(Run),
    /// In a writing transaction, with audit and request id.
    Write(Run),
    /// As a write, prepared before, and nothing of it kept.
    Secret(Prepare, Run),
    /// In a writing transaction, nothing more.
    Keep(Run),
    /// Outside any data folder.
    House(fn(&House, Place, &Json) -> Result<Json, Failure>),
}

/// One operation.
pub struct Operation {
    /// `noun.verb`.
    pub name: &'static str,
    /// One sentence for the manual.
    pub summary: &'static str,
    /// What the asker must hold.
    pub permission: Permission,
    /// What a read shows, what a write changes.
    pub tags: &'static [Tag],
    /// How it is carried out.
    pub body: Body,
    /// JSON Schema of the input.
    pub input_schema: fn() -> Schema,
    /// JSON Schema of the output.
    pub output_schema: fn() -> Schema,
    /// TypeScript of input and output.
    pub shapes: fn() -> (Shape, Shape),
}

impl Operation {
    /// The kind as the outside knows it.
    #[must_use]
    pub fn kind(&self) -> Kind {
        match self.body {
            Body::Read(_) => Kind::Read,
            Body::Write(_) | Body::Secret(..) => Kind::Write,
            Body::Keep(_) => Kind::Keep,
            Body::House(_) => Kind::House,
        }
    }

    /// The operation of this name.
    #[must_use]
    pub fn named(name: &str) -> Option<&'static Operation> {
        OPERATIONS.iter().find(|operation| operation.name == name)
    }
}

macro_rules! operations {
    (@body read $($verb:ident)::+) => {
        Body::Read(|request, input| run_on_json(request, input, crate::$($verb)::+::run))
    };
    (@body write $($verb:ident)::+) => {
        Body::Write(|request, input| run_on_json(request, input, crate::$($verb)::+::run))
    };
    (@body secret $($verb:ident)::+) => {
        Body::Secret(
            crate::$($verb)::+::prepare,
            |request, input| run_on_json(request, input, crate::$($verb)::+::run),
        )
    };
    (@body keep $($verb:ident)::+) => {
        Body::Keep(|request, input| run_on_json(request, input, crate::$($verb)::+::run))
    };
    (@body house $($verb:ident)::+) => { Body::House(crate::$($verb)::+) };
    ($($name:literal = $kind:ident $($verb:ident)::+ $(as $($form:ident)::+)?,
       $permission:ident, [$($tag:ident),*], $summary:literal;)+) => {
        /// Every operation, in the order of the manual.
        pub const OPERATIONS: &[Operation] = &[$(Operation {
            name: $name,
            summary: $summary,
            permission: Permission::$permission,
            tags: &[$(Tag::$tag),*],
            body: operations!(@body $kind $($verb)::+),
            input_schema: || schema_for!(operations!(@input $($verb)::+ $(as $($form)::+)?)),
            output_schema: || schema_for!(operations!(@output $($verb)::+ $(as $($form)::+)?)),
            shapes: || (
                Shape::of::<operations!(@input $($verb)::+ $(as $($form)::+)?)>(),
                Shape::of::<operations!(@output $($verb)::+ $(as $($form)::+)?)>(),
            ),
        }),+];
    };
    (@input $($verb:ident)::+ as $($form:ident)::+) => { crate::$($form)::+::Input };
    (@output $($verb:ident)::+ as $($form:ident)::+) => { crate::$($form)::+::Output };
    (@input $($verb:ident)::+) => { crate::$($verb)::+::Input };
    (@output $($verb:ident)::+) => { crate::$($verb)::+::Output };
}

operations! {
    "centre.status" = read people::status, Anyone, [Centre, Session],
        "What a window must know before anything else: whether a centre exists, and who sits at this desk.";
    "centre.set_up" = secret people::set_up, Anyone, [Centre],
        "Creates the centre and its head on an empty folder, and gives the recovery code once.";
    "accounts.log_in" = secret people::log_in, Anyone, [Session],
        "Opens a session. After five failures each further attempt has to wait longer.";
    "accounts.log_out" = write people::log_out, EvenLocked, [Session],
        "Ends the session.";
    "accounts.lock" = write people::lock, SignedIn, [Session],
        "Locks the desk: everything but unlocking and logging out is refused.";
    "accounts.unlock" = secret people::unlock, EvenLocked, [Session],
        "Unlocks the desk with the password of whoever locked it.";
    "accounts.recover" = secret people::recover, Anyone, [Accounts],
        "Sets a new password for the head by the recovery code, and gives a new code.";
    "accounts.change_password" = secret people::change_password, SignedIn, [],
        "Changes one's own password.";
    "accounts.create" = secret people::create, ManageAccounts, [Accounts],
        "Creates an account with its roles.";
    "accounts.list" = read people::list, ManageAccounts, [Accounts],
        "All accounts of the centre with their roles.";
    "drafts.keep" = keep drafts::keep, SignedIn, [],
        "Keeps what somebody has typed so far, for nobody else to see.";
    "drafts.read" = read drafts::read, SignedIn, [],
        "What one has typed and not yet saved.";
    "drafts.discard" = keep drafts::discard, SignedIn, [],
        "Lets a draft go.";
    "cases.register" = write cases::register, RegisterCases, [Cases],
        "Registers a first contact: whoever is signed in is first receiver from now on.";
    "cases.list" = read cases::list, ReadCases, [Cases],
        "Cases by filters, newest first, page by page; personal values masked.";
    "cases.read" = read cases::read, ReadCases, [Cases],
        "One case with everything that happened to it; personal values masked.";
    "sample.open" = house house::open_sample as sample::open, Anyone, [Centre, Session],
        "Creates the sample centre in a folder of its own; its password is shown once.";
    "sample.wipe" = house house::wipe_sample as sample::wipe, Anyone, [Centre, Session],
        "Deletes the sample centre's folder, and never another.";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_said_once_and_in_one_form() {
        let mut names: Vec<&str> = OPERATIONS.iter().map(|operation| operation.name).collect();
        names.sort_unstable();
        let count = names.len();
        names.dedup();
        assert_eq!(names.len(), count, "an operation is listed twice");
        for name in names {
            let form = |part: &str| part.bytes().all(|b| b.is_ascii_lowercase() || b == b'_');
            assert!(
                name.split_once('.')
                    .is_some_and(|(noun, verb)| form(noun) && form(verb)),
                "{name}"
            );
        }
    }
}
