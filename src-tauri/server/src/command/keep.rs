//! The commands that act on a data folder as a whole.
use std::path::Path;
use super::{target::Target, trouble::Trouble};
pub fn sample(_: &Target, _: Option<String>, _: bool) -> Result<(), Trouble> { Ok(()) }
pub fn restore(_: &Target, _: &Path, _: bool) -> Result<(), Trouble> { Ok(()) }
pub fn wipe_sample(_: &Target) -> Result<(), Trouble> { Ok(()) }
