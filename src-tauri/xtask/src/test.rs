//! `cargo xtask test`: installs what the tests need, and runs everything: both engines, both interfaces.
//!
//! Nothing is left out silently: an engine that does not start, a browser that is missing, a stage without tests
//! are failures. The last line stands alone: `N passed, N failed`.

use crate::apt::{self, Need};
use crate::build;
use crate::counting::{self, Count};
use crate::failure::Failure;
use crate::postgres::Server;
use crate::stage::Round;
use crate::system::{self, System};
use crate::{check, e2e, place, process, say, tools, ui};

/// The stories write at least this often to PostgreSQL; far fewer transactions mean that the engine was skipped.
const LEAST_ACTIVITY: u64 = 50;

/// Runs the whole round; true when everything held.
///
/// # Errors
/// `Unsupported` off Linux; everything else is counted in the round.
pub fn test() -> Result<bool, Failure> {
    if !matches!(system::here(), System::Apt | System::OtherLinux) {
        return Err(Failure::Unsupported {
            why: "the whole round drives a real window through WebKitGTK and needs Linux.".into(),
            todo: "run `cargo xtask check` here, and leave the whole round to a Linux machine.".into(),
        });
    }
    let mut round = Round::default();
    if round.stage("preparation", || prepare().map(|()| Count::one(true))) {
        check::code(&mut round);
        licences(&mut round);
        check::interface(&mut round);
        round.stage("stories and units on SQLite and PostgreSQL", stories);
        round.stage("documentation", documentation);
        e2e(&mut round);
    }
    Ok(round.finish())
}

fn prepare() -> Result<(), Failure> {
    if system::here() == System::Apt {
        let font = (!apt::has_chinese_font()).then_some(apt::CHINESE_FONT);
        let needs: Vec<Need> = apt::WINDOW
            .iter()
            .chain(apt::TESTS)
            .copied()
            .chain(font)
            .collect();
        apt::install(&needs, true)?;
    }
    tools::demand_components()?;
    let _ = tools::demand(tools::NEXTEST)?;
    let _ = tools::demand(tools::TAURI_DRIVER)?;
    ui::refresh()?;
    ui::packages(&e2e::folder())
}

/// Licences and sources of all crates. The tool is large to build, so a machine without it leaves this to the workflow,
/// and says so; `tests/tidy` holds the pins and the reasons everywhere.
fn licences(round: &mut Round) {
    if place::find("cargo-deny").is_none() {
        say::line("\n(Licences are judged by the workflow: cargo-deny is not installed here.)");
        return;
    }
    round.stage("licences and sources", || {
        let mut deny = process::cargo();
        deny.args([
            "deny",
            "--offline",
            "--log-level",
            "error",
            "check",
            "licenses",
            "bans",
            "sources",
        ]);
        Ok(Count::one(process::show(&mut deny)?))
    });
}

fn stories() -> Result<Count, Failure> {
    let server = Server::start()?;
    let before = server.activity()?;
    let mut nextest = check::nextest();
    nextest
        .arg("--workspace")
        .env("KETING_TEST_POSTGRES", server.url());
    let count = counting::nextest(&process::watch(&mut nextest)?);
    let written = server.activity()?.saturating_sub(before);
    say::line(&format!("PostgreSQL saw {written} writing transactions."));
    Ok(with_engine(count, written))
}

/// A round whose second engine was hardly used has not tested it.
fn with_engine(count: Count, written: u64) -> Count {
    if written >= LEAST_ACTIVITY {
        return count;
    }
    say::problem("the stories hardly wrote to PostgreSQL: the second engine was not tested.");
    Count {
        failed: count.failed + 1,
        ..count
    }
}

/// The pages of the documentation with every link in them, and the examples that they hold.
fn documentation() -> Result<Count, Failure> {
    let mut pages = process::cargo();
    pages.args([
        "doc",
        "--locked",
        "--workspace",
        "--no-deps",
        "--document-private-items",
        "--quiet",
    ]);
    pages.env("RUSTDOCFLAGS", "-D warnings -A rustdoc::private_intra_doc_links");
    let held = Count::one(process::show(&mut pages)?);
    let mut examples = process::cargo();
    examples.args(["test", "--locked", "--workspace", "--doc", "--quiet"]);
    Ok(held.and(counting::documentation(&process::watch(&mut examples)?)))
}

fn e2e(round: &mut Round) {
    let built = round.stage("programs", || {
        build::both_for_tests()?;
        Ok(Count {
            passed: 2,
            ..Count::default()
        })
    });
    if built {
        round.stage("the window", e2e::window);
        round.stage("the browser", e2e::browser);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_skipped_engine_fails_the_round() {
        let good = Count {
            passed: 9,
            ..Count::default()
        };
        assert_eq!(with_engine(good, LEAST_ACTIVITY), good);
        assert_eq!(with_engine(good, 3).failed, 1);
    }
}
