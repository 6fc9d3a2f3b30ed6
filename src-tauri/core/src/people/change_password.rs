//! `accounts.change_password`: one's own, with the present one in hand. Other sessions of the account end.

use schemars::JsonSchema;
use serde::Deserialize;
use ts_rs::TS;

use super::{check_own_password, new_hash, settle_own_password, store};
use crate::hashing::judge_password;
use crate::problem::{Failure, Reasons};
use crate::request::{Nothing, Prepared, Preparing, Request};
use crate::sessions::Effect;

/// The present password and the new one.
#[derive(Debug, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// The present password.
    pub current: String,
    /// The new one, 8 to 128 characters.
    pub password: String,
}

/// Nothing.
pub type Output = Nothing;

/// Compares the present password and hashes the new one.
///
/// # Errors
/// What the store or the randomness says.
pub fn prepare(preparing: &Preparing) -> Result<Prepared, Failure> {
    let Some(input) = preparing.input::<Input>() else {
        return Ok(Prepared::default());
    };
    let mut prepared = check_own_password(preparing, &input.current)?;
    if prepared.secrets.fits() {
        prepared.secrets.hash = Some(preparing.hash(&input.password)?);
    }
    Ok(prepared)
}

/// # Errors
/// `wrong_password`, `back_off`; `invalid_input` for the new one.
pub fn run(request: &mut Request, input: Input) -> Result<Output, Failure> {
    let who = request.who()?.clone();
    request.trail.about(&who.account);
    settle_own_password(request, &who.account)?;
    let mut reasons = Reasons::new();
    judge_password("password", &input.password, &who.login, &mut reasons);
    reasons.settle()?;
    let hash = new_hash(request)?;
    store::set_password(request.tx, &request.at.centre, &who.account, &hash, None)?;
    request.effect = Effect::EndOthers(who.account);
    Ok(Nothing {})
}
