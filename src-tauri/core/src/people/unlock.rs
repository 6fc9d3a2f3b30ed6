//! `accounts.unlock`: the same person comes back to the same desk and the same form. A wrong password counts as one at
//! the door does.

use schemars::JsonSchema;
use serde::Deserialize;
use ts_rs::TS;

use super::{Me, check_own_password, me, settle_own_password};
use crate::problem::{Code, Failure};
use crate::request::{Prepared, Preparing, Request};
use crate::sessions::Effect;

/// The password of whoever is signed in.
#[derive(Debug, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// Password.
    pub password: String,
}

/// Who one is.
pub type Output = Me;

/// Compares the password.
///
/// # Errors
/// What the store says.
pub fn prepare(preparing: &Preparing) -> Result<Prepared, Failure> {
    match preparing.input::<Input>() {
        Some(input) => check_own_password(preparing, &input.password),
        None => Ok(Prepared::default()),
    }
}

/// # Errors
/// `not_locked`, `wrong_password`, `back_off`.
pub fn run(request: &mut Request, _: Input) -> Result<Output, Failure> {
    let id = request.who()?.account.clone();
    request.trail.about(&id);
    if !request.at.seen.as_ref().is_some_and(|seen| seen.locked) {
        return Err(Code::NotLocked.into());
    }
    settle_own_password(request, &id)?;
    request.effect = Effect::Unlock;
    me(request, &id, false)
}
