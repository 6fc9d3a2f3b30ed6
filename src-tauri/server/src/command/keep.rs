//! The commands that act on a data folder as a whole.
use super::{target::Target, trouble::Trouble};
use std::path::Path;
pub fn sample(_: &Target, _: Option<String>, _: bool) -> Result<(), Trouble> {
    Ok(())
}
pub fn restore(_: &Target, _: &Path, _: bool) -> Result<(), Trouble> {
    Ok(())
}
pub fn wipe_sample(_: &Target) -> Result<(), Trouble> {
    Ok(())
}
