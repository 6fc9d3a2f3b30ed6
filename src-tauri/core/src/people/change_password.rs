//! `accounts.change_password`: one's own, with the present one in hand. Other sessions of the account end.

use schemars::JsonSchema;
use serde::Deserialize;
use ts_rs::TS;

use super::{check_secret, new_hash, settle_secret, store};
use crate::hashing::judge_password;
use crate::problem::{Code, Failure, Reasons};
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
    let (Some(seen), Some(input)) = (preparing.seen.cloned(), preparing.input::<Input>()) else {
        return Ok(Prepared::default());
    };
    let account = preparing
        .store
        .read(move |tx| store::by_id(tx, &seen.centre, &seen.account))?;
    let stored = account.as_ref().map(|account| &account.password);
    let mut prepared = check_secret(preparing, account.as_ref(), stored, &input.current)?;
    if prepared.secrets.checked.as_ref().is_some_and(|(_, fits)| *fits) {
        prepared.secrets.hash = Some(
            preparing
                .around
                .hashing
                .hash(&input.password, &*preparing.around.entropy)?,
        );
    }
    Ok(prepared)
}

/// # Errors
/// `wrong_password`, `back_off`; `invalid_input` for the new one.
pub fn run(request: &mut Request, input: Input) -> Result<Output, Failure> {
    let who = request.who()?.clone();
    request.trail.about(&who.account);
    let account = store::by_id(request.tx, &request.at.centre, &who.account)?;
    let stored = account.as_ref().map(|account| account.password.clone());
    settle_secret(request, account.as_ref(), stored.as_deref(), Code::WrongPassword)?;
    let mut reasons = Reasons::new();
    judge_password("password", &input.password, &who.login, &mut reasons);
    reasons.settle()?;
    let hash = new_hash(request)?;
    store::set_password(request.tx, &request.at.centre, &who.account, &hash, None)?;
    request.effect = Effect::EndOthers(who.account);
    Ok(Nothing {})
}
