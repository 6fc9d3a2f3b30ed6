//! Crashes: a process that registers cases from four threads is killed with SIGKILL at a random moment, again and
//! again. After each kill the folder opens at once (its lock went with the process), no acknowledged case is lost, the
//! numbers have no gap, the audit is whole, and each request that was in doubt is one case after its retry, not two
//! and not none.
//!
//! What a kill shows: that nothing is acknowledged before it is committed. What it cannot show: a power cut, in which
//! the system's own cache is lost too.
//!
//! Control: a writer that acknowledges rows before their commit loses acknowledged rows under the same kills.
#![cfg(unix)]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on must stop loudly"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::io::{BufRead as _, BufReader};
use std::os::unix::process::ExitStatusExt as _;
use std::path::Path;
use std::process::{ChildStdout, Command, Stdio};
use std::sync::{Arc, mpsc};
use std::thread;
use std::time::Duration;

use keting_core::Outcome;
use keting_core::store::Store;
use keting_tests::loops::{Dice, rounds};
use keting_tests::{Engine, FrozenClock, Ground, SUNDAY_MORNING, TestCentre, TestDesk, contact};

const SIGKILL: i32 = 9;
/// Threads of the writer, each with an account.
const DESKS: usize = 4;

/// What a killed writer had said.
#[derive(Debug, Default)]
struct Said {
    /// Ids it was about to ask.
    asked: BTreeSet<String>,
    /// Ids with what was acknowledged.
    acknowledged: BTreeMap<String, String>,
}

/// Lets the writer write on `folder`, and kills it so many milliseconds after its first acknowledgement.
fn write_and_kill(writer: &str, folder: &Path, round: u32, after: Duration) -> Said {
    let mut child = Command::new(env!("CARGO_BIN_EXE_keting-test-writer"))
        .args([writer.as_ref(), folder.as_os_str(), round.to_string().as_ref()])
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let (begun, has_begun) = mpsc::channel();
    let out = child.stdout.take().unwrap();
    let reader = thread::spawn(move || read(out, &begun));
    has_begun
        .recv_timeout(Duration::from_secs(60))
        .expect("the writer writes");
    wait(after);
    child.kill().unwrap();
    let status = child.wait().unwrap();
    assert_eq!(
        status.signal(),
        Some(SIGKILL),
        "it ended before it was killed: {status}"
    );
    reader.join().unwrap()
}

fn wait(time: Duration) {
    let (_keep, never) = mpsc::channel::<()>();
    let _ = never.recv_timeout(time);
}

fn read(out: ChildStdout, begun: &mpsc::Sender<()>) -> Said {
    let mut said = Said::default();
    // What the pipe holds when the writer dies is still read: it was said.
    for line in BufReader::new(out).lines() {
        let line = line.unwrap();
        let mut words = line.split(' ');
        match (words.next(), words.next(), words.next()) {
            (Some("?"), Some(id), None) => drop(said.asked.insert(id.to_owned())),
            (Some("!"), Some(id), Some(number)) => {
                said.acknowledged.insert(id.to_owned(), number.to_owned());
                let _ = begun.send(());
            }
            _ => panic!("the writer said {line:?}"),
        }
    }
    said
}

/// Ground with a centre and the writer's four accounts; nobody has it open.
fn ground_with_accounts() -> Ground {
    let centre = (0..DESKS).fold(TestCentre::new(Engine::Sqlite), |centre, nth| {
        centre.with(&format!("qiantai{nth}"), "front_desk")
    });
    centre.ground
}

fn opened(ground: Ground) -> TestCentre {
    let clock = Arc::new(FrozenClock::at(SUNDAY_MORNING));
    let house = Arc::new(ground.open(clock.clone()).expect("the folder opens at once"));
    TestCentre {
        ground,
        clock,
        house,
        recovery_code: String::new(),
    }
}

/// Every number in the house.
fn numbers(desk: &mut TestDesk) -> BTreeSet<String> {
    desk.all_numbers().into_iter().collect()
}

fn gap_free(count: usize) -> BTreeSet<String> {
    (1..=count).map(|nth| format!("城林-20261122-{nth:03}")).collect()
}

/// What the rounds came to.
#[derive(Debug, Default)]
struct Count {
    acknowledged: usize,
    in_doubt: usize,
    committed_unsaid: usize,
}

/// Opens what the killed process left and judges it; `known` is the number of cases before and after.
fn judge(ground: Ground, said: &Said, known: &mut usize, count: &mut Count) -> Ground {
    let centre = opened(ground);
    let mut head = centre.desk("zhuren1");
    let there = numbers(&mut head);
    for (id, number) in &said.acknowledged {
        assert!(
            there.contains(number),
            "{id} was acknowledged as {number} and is lost"
        );
    }
    assert_eq!(there, gap_free(there.len()));
    let found = centre.verify(None);
    assert!(found.whole, "{:?}", found.findings);
    count.committed_unsaid += there.len() - *known - said.acknowledged.len();
    let mut desks: Vec<TestDesk> = (0..DESKS)
        .map(|nth| centre.desk(&format!("qiantai{nth}")))
        .collect();
    for (nth, desk) in desks.iter_mut().enumerate() {
        let mine = format!("-d{nth}-");
        let mut asked: Vec<&String> = said.asked.iter().filter(|id| id.contains(&mine)).collect();
        // A desk asks one after the other, so only its last request can be in doubt.
        let in_doubt = asked
            .iter()
            .filter(|id| !said.acknowledged.contains_key(**id))
            .count();
        assert!(in_doubt <= 1, "desk {nth} was not answered {in_doubt} times");
        count.in_doubt += in_doubt;
        for id in asked.split_off(asked.len().saturating_sub(3)) {
            let number = retry(desk, id);
            let then = said.acknowledged.get(id).unwrap_or(&number);
            assert_eq!(&number, then, "{id} is answered otherwise than before");
        }
    }
    *known += said.asked.len();
    count.acknowledged += said.acknowledged.len();
    assert_eq!(numbers(&mut head), gap_free(*known), "as many cases as requests");
    centre.ground
}

fn retry(desk: &mut TestDesk, id: &str) -> String {
    match desk.ask("cases.register", contact(), Some(id), false) {
        Outcome::Done { output, .. } => output["number"].as_str().unwrap().to_owned(),
        other => panic!("the retry of {id} was told {other:?}"),
    }
}

#[test]
fn no_crash_loses_an_acknowledged_case_or_doubles_one_in_doubt() {
    let mut dice = Dice::new(20_261_122);
    let (mut ground, mut known, mut count) = (ground_with_accounts(), 0, Count::default());
    for round in 0..rounds(50, 500) {
        // A new folder now and then, so that opening and verifying stay short.
        if round % 10 == 9 {
            (ground, known) = (ground_with_accounts(), 0);
        }
        let after = Duration::from_millis(20 + dice.below(181) as u64);
        let said = write_and_kill("honest", ground.folder(), round, after);
        ground = judge(ground, &said, &mut known, &mut count);
    }
    assert!(
        count.acknowledged > 0 && count.in_doubt > 0,
        "the kills met no write: {count:?}"
    );
    println!("crash: {count:?}");
}

/// The control: the hasty writer's acknowledged rows are lost, and the same reading of its words shows it.
#[test]
fn a_crash_loses_what_was_acknowledged_before_its_commit() {
    let mut dice = Dice::new(7);
    let (mut lost, mut acknowledged) = (0, 0);
    let ground = Ground::new(Engine::Sqlite);
    for round in 0..rounds(10, 50) {
        let after = Duration::from_millis(20 + dice.below(181) as u64);
        let said = write_and_kill("hasty", ground.folder(), round, after);
        let store = Store::sqlite(&ground.file()).unwrap();
        let rows = store.read(|tx| tx.rows("SELECT id FROM rows", &[])).unwrap();
        let there: BTreeSet<String> = rows.iter().map(|row| row.text(0).unwrap()).collect();
        acknowledged += said.acknowledged.len();
        lost += said.acknowledged.keys().filter(|id| !there.contains(*id)).count();
    }
    println!("crash, hasty writer: {lost} of {acknowledged} acknowledged rows lost");
    assert!(
        lost > 0,
        "none of {acknowledged} rows was lost: these kills would not show a hasty acknowledgement"
    );
}
