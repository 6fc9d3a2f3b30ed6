//! `cargo xtask check`: what is green before each commit. Format, lint, the stories on SQLite, the interface's units.
//!
//! It refuses to be the whole verdict: PostgreSQL, the window and the browser belong to `cargo xtask test`.

use crate::counting::{self, Count};
use crate::failure::Failure;
use crate::process::{self, Captured};
use crate::stage::Round;
use crate::{node, place, tools, ui};

/// Tests that stand on PostgreSQL say so in their name; the races and the exactly-once
/// model use both engines, except where they name SQLite.
const WITHOUT_POSTGRES: &str = "test(sqlite) | not (test(postgres) | binary(races) | binary(exactly_once))";

/// Runs the short round; true when everything held.
///
/// # Errors
/// When the round could not begin (no Node.js, no network for packages).
pub fn check() -> Result<bool, Failure> {
    tools::demand_components()?;
    let _ = tools::demand(tools::NEXTEST)?;
    ui::refresh()?;
    let mut round = Round::default();
    code(&mut round);
    round.stage("stories and units on SQLite", || {
        let mut nextest = nextest();
        for package in [
            "keting-core",
            "keting-connect",
            "keting-server",
            "keting-tests",
            "xtask",
        ] {
            nextest.args(["--package", package]);
        }
        nextest.args(["--filterset", WITHOUT_POSTGRES]);
        Ok(counting::nextest(&process::watch(&mut nextest)?))
    });
    interface(&mut round);
    Ok(round.finish())
}

/// Format and lint of the Rust code.
pub fn code(round: &mut Round) {
    round.stage("format", || {
        let mut fmt = process::cargo();
        Ok(Count::one(process::show(fmt.args(["fmt", "--all", "--check"]))?))
    });
    round.stage("clippy", || {
        let mut clippy = process::cargo();
        clippy.args([
            "clippy",
            "--locked",
            "--workspace",
            "--all-targets",
            "--quiet",
            "--",
            "-D",
            "warnings",
        ]);
        Ok(Count::one(process::show(&mut clippy)?))
    });
}

/// Lint, types and units of the interface.
pub fn interface(round: &mut Round) {
    round.stage("interface lint", || {
        script("lint").map(|done| Count::one(done.ok))
    });
    round.stage("interface types", || {
        script("check").map(|done| Count::one(done.ok))
    });
    round.stage("interface units", || {
        script("test").map(|done| counting::vitest(&done))
    });
}

fn script(name: &str) -> Result<Captured, Failure> {
    process::watch(
        node::npm()
            .current_dir(place::ui())
            .env("NO_COLOR", "1")
            .args(["run", "--silent", name]),
    )
}

/// The test runner, ready for packages and filters.
pub fn nextest() -> std::process::Command {
    let mut nextest = process::cargo();
    nextest.args(["nextest", "run", "--locked", "--no-fail-fast", "--color", "never"]);
    nextest.args([
        "--status-level",
        "slow",
        "--final-status-level",
        "fail",
        "--failure-output",
        "immediate",
    ]);
    nextest.args(["--config-file", "tests/nextest.toml"]);
    nextest
}
