//! `accounts.log_out`: ends the session, locked or not. Drafts stay for the next log-in of the same person.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::problem::Failure;
use crate::request::Request;
use crate::sessions::Effect;

/// Nothing.
#[derive(Debug, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct Input {}

/// Nothing.
#[derive(Debug, Serialize, JsonSchema, TS)]
pub struct Output {}

/// # Errors
/// Only what the store says.
pub fn run(request: &mut Request, _: Input) -> Result<Output, Failure> {
    let account = request.who()?.account.clone();
    request.trail.about(&account);
    request.effect = Effect::Close;
    Ok(Output {})
}
