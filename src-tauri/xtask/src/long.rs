//! What takes long and is asked for by name: `cargo xtask bench` and `cargo xtask soak`.
//!
//! Neither is part of a verdict on a commit: the first compares times, the second turns the loops of the crash,
//! tamper, race and exactly-once tests many more times.

use crate::failure::Failure;
use crate::postgres::Server;
use crate::{check, counting, process, say, tools};

/// The tests that have a long form. They read `KETING_SOAK`.
const LOOPS: [&str; 4] = ["crash", "exactly_once", "tamper", "race"];

/// Runs the workspace's benches, or those whose name contains `name`.
///
/// # Errors
/// `Program` when a bench fails.
pub fn bench(name: Option<&str>) -> Result<(), Failure> {
    let mut cargo = process::cargo();
    cargo.args(["bench", "--locked", "--workspace", "--bench", "*"]);
    if let Some(name) = name {
        cargo.args(["--", name]);
    }
    if process::show(&mut cargo)? {
        Ok(())
    } else {
        Err(Failure::program("cargo bench", "see above which bench failed."))
    }
}

/// Runs the long loops on both engines, or those whose name contains `name`.
///
/// # Errors
/// `Program` when a loop fails or no test has that name.
pub fn soak(name: Option<&str>) -> Result<(), Failure> {
    let _ = tools::demand(tools::NEXTEST)?;
    let server = Server::start()?;
    let mut nextest = check::nextest();
    nextest.args(["--package", "keting-core", "--package", "keting-tests"]);
    nextest.args(["--run-ignored", "all", "--filterset", &filter(name)]);
    nextest.args(["--profile", "soak"]).env("KETING_SOAK", "1");
    nextest.env("KETING_TEST_POSTGRES", server.url());
    let count = counting::nextest(&process::watch(&mut nextest)?);
    say::line(&format!("{} passed, {} failed", count.passed, count.failed));
    if count.failed == 0 && count.passed > 0 {
        return Ok(());
    }
    Err(Failure::program(
        "soak",
        "see above which loop failed; `cargo xtask help` names the loops.",
    ))
}

fn filter(name: Option<&str>) -> String {
    let one = |name: &&str| format!("test({name}) | binary(*{name}*)");
    let all = |names: &[&str]| names.iter().map(one).collect::<Vec<_>>().join(" | ");
    name.map_or_else(|| all(&LOOPS), |name| all(&[name]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_filter_names_all_loops_or_the_one_asked_for() {
        assert_eq!(filter(Some("crash")), "test(crash) | binary(*crash*)");
        assert!(
            LOOPS
                .iter()
                .all(|name| filter(None).contains(&format!("test({name})")))
        );
    }
}
