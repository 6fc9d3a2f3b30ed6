//! The forms of `sample.wipe`; the act is the house's.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Nothing.
#[derive(Debug, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct Input {}

/// Nothing.
#[derive(Debug, Serialize, JsonSchema, TS)]
pub struct Output {}
