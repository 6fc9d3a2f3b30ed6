//! Drafts: what somebody has typed and not yet saved, so that a crash loses nothing. Private to their account,
//! unaudited, one per kind of form. A draft is opaque here: it is never searched, judged or shown to anybody else.

pub mod discard;
pub mod keep;
pub mod read;
mod store;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Longest draft, in bytes.
pub const LONGEST: usize = 64 * 1024;

/// Of which form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum DraftKind {
    /// The intake of a first contact.
    CaseIntake,
}

impl DraftKind {
    /// The word in the store.
    #[must_use]
    pub fn wire(self) -> &'static str {
        match self {
            DraftKind::CaseIntake => "case_intake",
        }
    }
}
