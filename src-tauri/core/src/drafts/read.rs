//! `drafts.read`: one's own draft, after a crash or on another morning.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{DraftKind, store};
use crate::problem::Failure;
use crate::request::Request;
use crate::time::Instant;

/// Of which form.
#[derive(Debug, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// Of which form.
    pub kind: DraftKind,
}

/// The draft, if there is one.
#[derive(Debug, Serialize, JsonSchema, TS)]
pub struct Output {
    /// None when nothing is waiting.
    pub draft: Option<Draft>,
}

/// What was typed.
#[derive(Debug, Serialize, JsonSchema, TS)]
pub struct Draft {
    /// As it was kept.
    pub body: String,
    /// When it was kept.
    pub saved_at: Instant,
}

/// # Errors
/// Only what the store says.
pub fn run(request: &mut Request, input: Input) -> Result<Output, Failure> {
    let account = request.who()?.account.clone();
    let draft = store::read(request.tx, &request.at.centre, &account, input.kind)?;
    Ok(Output {
        draft: draft.map(|(body, saved_at)| Draft { body, saved_at }),
    })
}
