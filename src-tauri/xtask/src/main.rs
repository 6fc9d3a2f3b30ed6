//! `cargo xtask`: the commands a developer types.
//!
//! One place that knows how to install what is missing, build the interface and the programs, and judge a commit,
//! so that nobody has to remember it. It refuses to guess: whatever it cannot do ends with a sentence saying what to do,
//! and a stage that cannot run is a failure, never a skip. It is no part of what a centre installs.
#![allow(
    clippy::disallowed_methods,
    reason = "a developer's tool reads the environment and measures elapsed time; nothing here reaches the core"
)]

mod apt;
mod arguments;
mod bindings;
mod build;
mod check;
mod counting;
mod e2e;
mod failure;
mod icons;
mod long;
mod node;
mod place;
mod postgres;
mod process;
mod rights;
mod run;
mod say;
mod screenshots;
mod stage;
mod system;
mod test;
mod tools;
mod ui;

use std::process::ExitCode;

use arguments::Command;

fn main() -> ExitCode {
    let command = match arguments::read(std::env::args_os().skip(1).collect()) {
        Ok(command) => command,
        Err(failure) => return finish(Err(failure)),
    };
    finish(carry_out(&command))
}

fn carry_out(command: &Command) -> Result<bool, failure::Failure> {
    match command {
        Command::Help => {
            say::line(arguments::HELP);
            Ok(true)
        }
        Command::Run(options) => run::run(options).map(|()| true),
        Command::Test => test::test(),
        Command::Check => check::check(),
        Command::Screenshots => screenshots::screenshots().map(|()| true),
        Command::Bindings => bindings::bindings().map(|()| true),
        Command::Bench(name) => long::bench(name.as_deref()).map(|()| true),
        Command::Soak(name) => long::soak(name.as_deref()).map(|()| true),
        Command::Icons => icons::icons().map(|()| true),
    }
}

fn finish(outcome: Result<bool, failure::Failure>) -> ExitCode {
    match outcome {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(failure) => {
            say::problem(&failure.to_string());
            ExitCode::FAILURE
        }
    }
}
