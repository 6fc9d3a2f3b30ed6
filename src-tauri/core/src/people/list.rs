//! `accounts.list`: everybody who can log in at this centre.

use schemars::JsonSchema;
use serde::Serialize;
use ts_rs::TS;

use super::{AccountRow, store};
use crate::problem::Failure;
use crate::request::{Nothing, Request};

/// Nothing.
pub type Input = Nothing;

/// The accounts.
#[derive(Debug, Serialize, JsonSchema, TS)]
pub struct Output {
    /// In the order in which they were created.
    pub accounts: Vec<AccountRow>,
}

/// # Errors
/// Only what the store says.
pub fn run(request: &mut Request, _: Input) -> Result<Output, Failure> {
    Ok(Output {
        accounts: store::list(request.tx, &request.at.centre)?,
    })
}
