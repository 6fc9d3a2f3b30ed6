//! The binary `keting-desktop`; see [`keting_desktop`].
// On Windows a program of the default kind would open a terminal beside its window.
#![cfg_attr(all(windows, not(debug_assertions)), windows_subsystem = "windows")]

use std::process::ExitCode;

fn main() -> ExitCode {
    keting_desktop::run(std::env::args_os().skip(1))
}
