//! `accounts.lock`: somebody leaves the desk. The lock is held in the core; the interface only shows it.

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
    request.effect = Effect::Lock;
    Ok(Output {})
}
