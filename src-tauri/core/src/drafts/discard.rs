//! `drafts.discard`: the form was saved, or somebody cleared it.

use schemars::JsonSchema;
use serde::Deserialize;
use ts_rs::TS;

use super::{DraftKind, store};
use crate::problem::Failure;
use crate::request::{Nothing, Request};

/// Of which form.
#[derive(Debug, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// Of which form.
    pub kind: DraftKind,
}

/// Nothing.
pub type Output = Nothing;

/// # Errors
/// Only what the store says.
pub fn run(request: &mut Request, input: Input) -> Result<Output, Failure> {
    let account = request.who()?.account.clone();
    store::discard(request.tx, &request.at.centre, &account, input.kind)?;
    Ok(Nothing {})
}
