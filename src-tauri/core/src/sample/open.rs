//! The forms of `sample.open`; the act is the house's.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::SampleAccount;

/// A password for all accounts of the sample, or none to have one made.
#[derive(Debug, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// 8 to 128 characters.
    pub password: Option<String>,
}

/// What one needs to log in.
#[derive(Debug, Serialize, JsonSchema, TS)]
pub struct Output {
    /// False when the sample existed already.
    pub created: bool,
    /// Shown this once; none when the sample existed already.
    pub password: Option<String>,
    /// Who there is.
    pub accounts: Vec<SampleAccount>,
}
