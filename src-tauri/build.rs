//! Builds the shell.
fn main() { tauri_build::build() }
