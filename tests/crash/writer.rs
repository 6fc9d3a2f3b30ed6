//! The process that the crash tests kill. It opens a data folder as a desk does, writes from several threads, and says
//! on its standard output, one line at a time, what it is about to ask (`? ID`) and what was acknowledged (`! ID
//! NUMBER`). It ends only by being killed, or by an answer that it did not expect (exit code 1).
//!
//! `keting-test-writer honest FOLDER ROUND` registers cases through the house. `keting-test-writer hasty FOLDER ROUND`
//! is the control: it acknowledges rows of a transaction that is not yet committed.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test program that cannot go on must stop loudly"
)]

use std::io::Write as _;
use std::path::Path;
use std::process::ExitCode;
use std::sync::{Arc, Mutex};
use std::thread;

use keting_core::store::{Store, Value};
use keting_core::{House, Outcome, Place};
use keting_tests::{FrozenClock, PASSWORD, SUNDAY_MORNING, TestDesk, contact, surroundings};

/// Threads that write at a time.
const DESKS: usize = 4;

/// Says a line whole, at once.
fn say(line: &str) {
    let mut out = std::io::stdout().lock();
    out.write_all(format!("{line}\n").as_bytes()).unwrap();
    out.flush().unwrap();
}

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().collect();
    let (folder, round) = (Path::new(&words[2]), words[3].clone());
    match words[1].as_str() {
        "honest" => honest(folder, &round),
        "hasty" => hasty(folder, &round),
        other => panic!("no such writer: {other}"),
    }
    // Nobody is expected to live so long.
    ExitCode::FAILURE
}

fn honest(folder: &Path, round: &str) {
    let clock = Arc::new(FrozenClock::at(SUNDAY_MORNING));
    let house = Arc::new(House::open(folder, surroundings(clock)).unwrap());
    let writers: Vec<_> = (0..DESKS)
        .map(|desk| {
            let (house, round) = (house.clone(), round.to_owned());
            thread::spawn(move || register(house, desk, &round))
        })
        .collect();
    writers.into_iter().for_each(|writer| writer.join().unwrap());
}

fn register(house: Arc<House>, nth: usize, round: &str) {
    let mut desk = TestDesk {
        house,
        place: Place::Real,
        token: None,
        name: "测试台".to_owned(),
    };
    desk.log_in(&format!("qiantai{nth}"), PASSWORD).unwrap();
    for count in 0.. {
        let id = format!("r{round}-d{nth}-{count:06}");
        say(&format!("? {id}"));
        match desk.ask("cases.register", contact(), Some(&id), false) {
            Outcome::Done { output, .. } => say(&format!("! {id} {}", output["number"].as_str().unwrap())),
            other => panic!("a desk was told {other:?}"),
        }
    }
}

/// Writes batches of a thousand rows and acknowledges each row when it is written, not when it is committed.
fn hasty(folder: &Path, round: &str) {
    let store = Store::sqlite(&folder.join("keting.db")).unwrap();
    store
        .write("test", |tx| {
            tx.execute("CREATE TABLE IF NOT EXISTS rows (id TEXT NOT NULL) STRICT", &[])
        })
        .unwrap();
    let said = Arc::new(Mutex::new(()));
    for batch in 0.. {
        let (round, said) = (round.to_owned(), said.clone());
        let job = move |tx: &mut keting_core::store::Tx| {
            let _one = said.lock().unwrap();
            for row in 0..1_000 {
                let id = format!("r{round}-b{batch:06}-{row:03}");
                tx.execute("INSERT INTO rows (id) VALUES (?1)", &[Value::from(&id)])?;
                say(&format!("! {id} {row}"));
            }
            Ok(())
        };
        store.write("test", job).unwrap();
    }
}
