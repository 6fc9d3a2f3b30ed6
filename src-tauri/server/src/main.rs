//! The binary `keting`; see [`keting_server::command`].

use std::process::ExitCode;

fn main() -> ExitCode {
    keting_server::command::run(std::env::args_os())
}
