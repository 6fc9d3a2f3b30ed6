//! `drafts.keep`: called with every pause in typing, so it does as little as possible.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{DraftKind, LONGEST, store};
use crate::problem::{Code, Failure, Reasons};
use crate::request::Request;
use crate::time::Instant;

/// The form as it stands.
#[derive(Debug, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// Of which form.
    pub kind: DraftKind,
    /// Opaque, at most 64 KiB.
    pub body: String,
}

/// When it was kept.
#[derive(Debug, Serialize, JsonSchema, TS)]
pub struct Output {
    /// Now.
    pub saved_at: Instant,
}

/// # Errors
/// `invalid_input` when the body is too long.
pub fn run(request: &mut Request, input: Input) -> Result<Output, Failure> {
    if input.body.len() > LONGEST {
        let mut reasons = Reasons::new();
        reasons.add_with("body", Code::TooLong, &[("max", LONGEST as i64)]);
        reasons.settle()?;
    }
    let account = request.who()?.account.clone();
    let now = request.at.now;
    store::keep(
        request.tx,
        (&request.at.centre, &account, input.kind),
        &input.body,
        now,
    )?;
    Ok(Output { saved_at: now })
}
