//! `accounts.log_out`: ends the session, locked or not. Drafts stay for the next log-in of the same person.

use crate::problem::Failure;
use crate::request::{Nothing, Request};
use crate::sessions::Effect;

/// Nothing.
pub type Input = Nothing;

/// Nothing.
pub type Output = Nothing;

/// # Errors
/// Only what the store says.
pub fn run(request: &mut Request, _: Input) -> Result<Output, Failure> {
    let account = request.who()?.account.clone();
    request.trail.about(&account);
    request.effect = Effect::Close;
    Ok(Nothing {})
}
