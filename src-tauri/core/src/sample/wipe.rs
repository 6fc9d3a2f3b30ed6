//! The forms of `sample.wipe`; the act is the house's.

use crate::request::Nothing;

/// Nothing.
pub type Input = Nothing;

/// Nothing.
pub type Output = Nothing;
