//! `accounts.lock`: somebody leaves the desk. The lock is held in the core; the interface only shows it.

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
    request.effect = Effect::Lock;
    Ok(Nothing {})
}
