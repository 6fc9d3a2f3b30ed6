//! `cargo xtask screenshots`: pictures of the screens, to be looked at by a person.

use crate::build::{self, Program};
use crate::failure::Failure;
use crate::{e2e, place, say, ui};

/// Builds, and takes the pictures into `target/screenshots/`.
///
/// # Errors
/// When building fails or a picture could not be taken.
pub fn screenshots() -> Result<(), Failure> {
    ui::refresh()?;
    ui::packages(&e2e::folder())?;
    build::build(Program::Keting, false)?;
    let count = e2e::pictures()?;
    if count.failed > 0 || count.passed == 0 {
        return Err(Failure::program(
            "taking the pictures",
            "see above which screen did not appear.",
        ));
    }
    say::line(&format!(
        "{} pictures in {}",
        count.passed,
        place::target().join("screenshots").display()
    ));
    Ok(())
}
