//! Races: eight desks register at the same moment, through one house and through eight houses that know nothing of
//! each other's queue (on PostgreSQL the same schema; on SQLite eight folders whose data file is the same one). The
//! numbers are unique and without a gap, every acknowledged case is there, nothing but "too busy" is ever refused, and
//! the audit is whole. And fairness: whoever has two hundred writes waiting does not hold up a colleague's single one.
//!
//! Controls: the same counter read in one transaction and written in another, and one at READ COMMITTED, give the same
//! number to eight; without lanes of their own the single write comes last.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot go on must stop loudly"
)]

use std::path::Path;
use std::sync::{Arc, Barrier, Mutex};
use std::thread;

use keting_core::store::{Store, Tx, Value as Stored};
use keting_core::{Code, Failure, House, Outcome};
use keting_tests::loops::rounds;
use keting_tests::{Engine, Ground, TestCentre, TestDesk, contact_with, surroundings};
use serde_json::json;

#[path = "races/fairness.rs"]
mod fairness;

const DESKS: usize = 8;

fn login(nth: usize) -> String {
    format!("qiantai{nth}")
}

fn centre_of_eight(engine: Engine) -> TestCentre {
    (0..DESKS).fold(TestCentre::new(engine), |centre, nth| {
        centre.with(&login(nth), "front_desk")
    })
}

/// Each desk registers `each` cases, all beginning together; gives the acknowledged numbers.
fn race(desks: Vec<TestDesk>, each: u32) -> Vec<String> {
    let start = Arc::new(Barrier::new(desks.len()));
    let racers: Vec<_> = desks
        .into_iter()
        .map(|desk| {
            let start = start.clone();
            thread::spawn(move || {
                start.wait();
                (0..each).map(|_| register(desk.clone())).collect::<Vec<_>>()
            })
        })
        .collect();
    racers
        .into_iter()
        .flat_map(|racer| racer.join().unwrap())
        .collect()
}

/// Nothing was done, and the same request may be made again. `data_locked` is what SQLite says of a file that others
/// keep busy for five seconds: that happens only here, where the lock of the folder is gone round.
fn may_ask_again(code: Code) -> bool {
    matches!(code, Code::TooBusy | Code::DataLocked)
}

/// A write that is asked again while the store is too busy.
fn write_at_last(store: &Store, job: fn(&mut Tx) -> Result<u64, Failure>) {
    while let Err(failure) = store.write("test", job) {
        assert!(
            matches!(&failure, Failure::Stopped(problem) if may_ask_again(problem.code)),
            "{failure:?}"
        );
    }
}

fn register(mut desk: TestDesk) -> String {
    let input = contact_with(json!({ "way": "taken", "reply": null }));
    let id = keting_tests::new_request_id();
    loop {
        match desk.ask("cases.register", input.clone(), Some(&id), false) {
            Outcome::Done { output, .. } => return output["number"].as_str().unwrap().to_owned(),
            Outcome::Refused(problem) if may_ask_again(problem.code) => thread::yield_now(),
            other => panic!("a racing desk was told {other:?}"),
        }
    }
}

/// All numbers in the house, through the list.
fn numbers(centre: &TestCentre) -> Vec<String> {
    let mut all = centre.desk("zhuren1").all_numbers();
    all.sort();
    all
}

fn gap_free(count: usize) -> Vec<String> {
    let mut all: Vec<String> = (1..=count).map(|nth| format!("城林-20261122-{nth:03}")).collect();
    // As words the thousandth comes before the second.
    all.sort();
    all
}

fn judge(centre: &TestCentre, mut acknowledged: Vec<String>) {
    acknowledged.sort();
    assert_eq!(
        acknowledged,
        gap_free(acknowledged.len()),
        "what was acknowledged"
    );
    assert_eq!(numbers(centre), acknowledged, "what is there");
    let found = centre.verify(None);
    assert!(found.whole, "{:?}", found.findings);
}

fn one_house(engine: Engine) {
    let centre = centre_of_eight(engine);
    let mut acknowledged = Vec::new();
    for _ in 0..rounds(10, 100) {
        let desks = (0..DESKS).map(|nth| centre.desk(&login(nth))).collect();
        acknowledged.extend(race(desks, 4));
    }
    judge(&centre, acknowledged);
}

#[test]
fn a_race_of_eight_desks_in_one_house_on_sqlite() {
    one_house(Engine::Sqlite);
}

#[test]
fn a_race_of_eight_desks_in_one_house_on_postgres() {
    one_house(Engine::Postgres);
}

/// A house of its own on the same data: on SQLite in a folder of its own (the lock of a folder would refuse a second
/// house) whose data file is a link to the one file.
fn another_house(centre: &TestCentre, beside: &Path) -> House {
    match &centre.ground {
        Ground::Schema { .. } => centre.ground.open(centre.clock.clone()).unwrap(),
        Ground::Folder(_) => {
            std::fs::create_dir(beside).unwrap();
            link(&centre.ground.file(), &beside.join("keting.db"));
            House::open(beside, surroundings(centre.clock.clone())).unwrap()
        }
    }
}

#[cfg(unix)]
fn link(file: &Path, at: &Path) {
    std::os::unix::fs::symlink(file, at).unwrap();
}

fn many_houses(engine: Engine) {
    let centre = centre_of_eight(engine);
    let beside = tempfile::tempdir().unwrap();
    let houses: Vec<Arc<House>> = (0..DESKS)
        .map(|nth| Arc::new(another_house(&centre, &beside.path().join(nth.to_string()))))
        .collect();
    let mut acknowledged = Vec::new();
    for _ in 0..rounds(8, 60) {
        let desks = houses.iter().enumerate().map(|(nth, house)| {
            let mut desk = TestDesk {
                house: house.clone(),
                ..centre.stranger()
            };
            desk.log_in(&login(nth), keting_tests::PASSWORD).unwrap();
            desk
        });
        acknowledged.extend(race(desks.collect(), 4));
    }
    judge(&centre, acknowledged);
}

#[test]
fn a_race_of_eight_houses_that_share_no_queue_on_sqlite() {
    many_houses(Engine::Sqlite);
}

#[test]
fn a_race_of_eight_houses_that_share_no_queue_on_postgres() {
    many_houses(Engine::Postgres);
}

/// A counter as the case numbers have one, in tables of this test; eight stores that share no queue.
struct Counter {
    stores: Vec<Arc<Store>>,
    ground: Ground,
}

impl Counter {
    fn new(engine: Engine) -> Counter {
        let ground = Ground::new(engine);
        let open = |ground: &Ground| match ground {
            Ground::Folder(_) => Store::sqlite(&ground.file()).unwrap(),
            Ground::Schema { .. } => Store::postgres(&ground.address()).unwrap(),
        };
        let stores: Vec<Arc<Store>> = (0..DESKS).map(|_| Arc::new(open(&ground))).collect();
        stores[0]
            .write("test", |tx| {
                tx.execute("CREATE TABLE counter (last BIGINT NOT NULL)", &[])?;
                tx.execute("CREATE TABLE taken (number BIGINT NOT NULL)", &[])?;
                tx.execute("INSERT INTO counter (last) VALUES (0)", &[])
            })
            .unwrap();
        Counter { stores, ground }
    }

    /// Eight threads take `each` numbers through `take`; gives all that were taken, sorted.
    fn race(&self, each: u32, take: fn(&Store, &Barrier, bool)) -> Vec<i64> {
        let start = Arc::new(Barrier::new(DESKS));
        let racers: Vec<_> = self
            .stores
            .iter()
            .map(|store| {
                let (store, start) = (store.clone(), start.clone());
                thread::spawn(move || (0..each).for_each(|nth| take(&store, &start, nth == 0)))
            })
            .collect();
        racers.into_iter().for_each(|racer| racer.join().unwrap());
        self.taken()
    }

    fn taken(&self) -> Vec<i64> {
        let rows = self.stores[0].read(|tx| tx.rows("SELECT number FROM taken ORDER BY number", &[]));
        rows.unwrap().iter().map(|row| row.int(0).unwrap()).collect()
    }
}

fn last(tx: &mut Tx) -> Result<i64, Failure> {
    tx.row("SELECT last FROM counter", &[])?.unwrap().int(0)
}

fn take_number(tx: &mut Tx, number: i64) -> Result<u64, Failure> {
    tx.execute("UPDATE counter SET last = ?1", &[Stored::Int(number)])?;
    tx.execute("INSERT INTO taken (number) VALUES (?1)", &[Stored::Int(number)])
}

#[test]
fn a_race_for_a_counter_in_one_transaction_leaves_neither_gap_nor_double() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let each = rounds(10, 100);
        let taken = Counter::new(engine).race(each, |store, start, first| {
            if first {
                start.wait();
            }
            write_at_last(store, |tx| {
                let next = last(tx)? + 1;
                take_number(tx, next)
            });
        });
        let all = i64::from(each) * DESKS as i64;
        assert_eq!(taken, (1..=all).collect::<Vec<_>>(), "{engine:?}");
    }
}

/// The control: read in one transaction, write in the next. The first number is taken eight times.
#[test]
fn a_race_for_a_counter_read_and_written_in_two_transactions_gives_one_number_to_eight() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let taken = Counter::new(engine).race(1, |store, start, _| {
            let next = store.read(last).unwrap() + 1;
            start.wait();
            store.write("test", move |tx| take_number(tx, next)).unwrap();
        });
        assert_eq!(taken, [1; DESKS], "{engine:?}");
    }
}

/// The control of SERIALIZABLE: the same single transaction at READ COMMITTED, begun by a client of its own.
#[test]
fn a_race_for_a_counter_at_read_committed_gives_one_number_to_eight() {
    let counter = Counter::new(Engine::Postgres);
    let start = Arc::new(Barrier::new(DESKS));
    let racers: Vec<_> = (0..DESKS)
        .map(|_| {
            let (address, start) = (counter.ground.address(), start.clone());
            thread::spawn(move || {
                let mut client = postgres::Client::connect(&address, postgres::NoTls).unwrap();
                let mut tx = client.transaction().unwrap();
                let next = tx
                    .query_one("SELECT last FROM counter", &[])
                    .unwrap()
                    .get::<_, i64>(0)
                    + 1;
                start.wait();
                tx.execute("UPDATE counter SET last = $1", &[&next]).unwrap();
                tx.execute("INSERT INTO taken (number) VALUES ($1)", &[&next])
                    .unwrap();
                tx.commit().unwrap();
            })
        })
        .collect();
    racers.into_iter().for_each(|racer| racer.join().unwrap());
    assert_eq!(counter.taken(), [1; DESKS]);
}

/// Who was served in which order; shared by the tests of fairness.
type Order = Arc<Mutex<Vec<&'static str>>>;
