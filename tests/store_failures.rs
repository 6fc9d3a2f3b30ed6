//! When the store cannot: each trouble has its own code, and the data file is afterwards byte for byte what it was.
//! What counts as the file: `keting.db`. A `-wal` or `-shm` beside it may come and go while a house is open; when it is
//! refused none is left that was not there before.
//!
//! Troubles that need a system of their own (a full disk, a folder that nobody may write, not even root) run in a child
//! with its own mounts; where the system allows no such child the test fails and says so, it is never skipped.
#![cfg(target_os = "linux")]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot go on must stop loudly"
)]

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use keting_core::problem::Fact;
use keting_core::{Broken, Code, Failure, House, Outcome, Problem};
use keting_tests::{
    Engine, FrozenClock, Ground, PASSWORD, SUNDAY_MORNING, TestCentre, TestDesk, contact, stories,
    surroundings,
};
use rusqlite::Connection;

#[path = "store_failures/mounts.rs"]
mod mounts;

/// A folder with a centre and a case, closed.
fn folder() -> Ground {
    let centre = TestCentre::new(Engine::Sqlite);
    centre.desk("zhuren1").done("cases.register", contact());
    centre.ground
}

fn open(folder: &Path) -> Result<House, Failure> {
    House::open(folder, surroundings(Arc::new(FrozenClock::at(SUNDAY_MORNING))))
}

fn stopped(outcome: Result<House, Failure>) -> Problem {
    match outcome {
        Err(Failure::Stopped(problem)) => *problem,
        Err(other) => panic!("was to be stopped: {other:?}"),
        Ok(_) => panic!("was to be stopped, and opened"),
    }
}

/// What lies in a folder, but for the lock: names and bytes.
fn contents(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut all: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| !path.ends_with("keting.lock"))
        .map(|path| {
            (
                path.file_name().unwrap().to_string_lossy().into_owned(),
                fs::read(&path).unwrap(),
            )
        })
        .collect();
    all.sort();
    all
}

/// Opening is stopped with this code, and everything in the folder is as it was.
fn stops_and_leaves(folder: &Path, code: Code) -> Problem {
    let before = contents(folder);
    let problem = stopped(open(folder));
    assert_eq!(problem.code, code);
    assert!(contents(folder) == before, "{code:?}: the folder was changed");
    problem
}

fn data(ground: &Ground) -> PathBuf {
    ground.file()
}

#[test]
fn a_newer_file_is_refused_with_both_numbers_and_left_alone() {
    let ground = folder();
    let known: i64 = {
        let file = Connection::open(data(&ground)).unwrap();
        let known = file
            .query_row("PRAGMA user_version", [], |row| row.get(0))
            .unwrap();
        file.execute_batch(&format!("PRAGMA user_version = {}", known + 1))
            .unwrap();
        known
    };
    let problem = stops_and_leaves(ground.folder(), Code::DataNewer);
    assert_eq!(problem.facts["found"], Fact::Number(known + 1));
    assert_eq!(problem.facts["known"], Fact::Number(known));
    // The control: of its own number it opens.
    let file = Connection::open(data(&ground)).unwrap();
    file.execute_batch(&format!("PRAGMA user_version = {known}"))
        .unwrap();
    drop(file);
    assert!(open(ground.folder()).is_ok());
}

#[test]
fn a_file_with_a_damaged_head_is_refused_and_left_alone() {
    let ground = folder();
    let mut bytes = fs::read(data(&ground)).unwrap();
    bytes[..100].fill(b'x');
    fs::write(data(&ground), bytes).unwrap();
    stops_and_leaves(ground.folder(), Code::DataDamaged);
}

#[test]
fn a_file_that_was_cut_short_is_refused_and_left_alone() {
    let ground = folder();
    let bytes = fs::read(data(&ground)).unwrap();
    fs::write(data(&ground), &bytes[..bytes.len() / 2]).unwrap();
    stops_and_leaves(ground.folder(), Code::DataDamaged);
}

#[test]
fn a_file_that_is_no_database_is_refused_and_left_alone() {
    let ground = folder();
    fs::write(data(&ground), "首问登记\n".repeat(1_000)).unwrap();
    stops_and_leaves(ground.folder(), Code::DataDamaged);
}

#[test]
fn the_database_of_another_program_is_refused_and_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let file = Connection::open(folder.path().join("keting.db")).unwrap();
    file.execute_batch(
        "CREATE TABLE notes (text TEXT); INSERT INTO notes VALUES ('mine'); PRAGMA user_version = 1",
    )
    .unwrap();
    drop(file);
    stops_and_leaves(folder.path(), Code::DataDamaged);
}

/// Whoever copies the one file of a closed house has everything.
#[test]
fn a_house_that_was_closed_leaves_one_whole_file_and_no_log() {
    for _ in 0..60 {
        let centre = TestCentre::new(Engine::Sqlite);
        let mut desk = centre.desk("zhuren1");
        // All readers get a connection of their own.
        let readers: Vec<_> = (0..8)
            .map(|_| {
                let mut desk = desk.clone();
                std::thread::spawn(move || {
                    drop(desk.done("cases.list", serde_json::json!({ "mine": false })))
                })
            })
            .collect();
        desk.done("cases.register", contact());
        readers.into_iter().for_each(|reader| reader.join().unwrap());
        drop(desk);
        let ground = centre.ground;
        drop(centre.house);
        let names: Vec<String> = contents(ground.folder())
            .into_iter()
            .map(|(name, _)| name)
            .collect();
        assert_eq!(names, ["keting.db"]);
    }
}

/// What a first opening leaves that was killed or met a full disk before its first commit: a file without a table.
#[test]
fn a_first_opening_that_was_cut_short_does_not_bar_the_next() {
    let folder = tempfile::tempdir().unwrap();
    let file = Connection::open(folder.path().join("keting.db")).unwrap();
    file.execute_batch("PRAGMA journal_mode = WAL").unwrap();
    drop(file);
    assert!(fs::metadata(folder.path().join("keting.db")).unwrap().len() > 0);
    assert!(open(folder.path()).is_ok());
}

/// A page in the middle that is rubbish: whoever meets it is told so; no answer is made up from what is left.
#[test]
fn a_rubbish_page_in_the_middle_is_called_damage_and_nothing_is_made_up() {
    let ground = folder();
    let size = 4_096;
    let whole = fs::read(data(&ground)).unwrap();
    let (mut said, pages) = (0, whole.len() / size);
    for page in 1..pages {
        let mut bytes = whole.clone();
        bytes[page * size..(page + 1) * size].fill(0xa5);
        fs::write(data(&ground), &bytes).unwrap();
        let verified = open(ground.folder()).and_then(|house| house.verify(keting_core::Place::Real, None));
        match verified {
            Err(Failure::Stopped(problem)) if problem.code == Code::DataDamaged => said += 1,
            // Some pages are indexes or drafts, which verification does not need.
            Ok(found) if found.whole => {}
            Ok(found) => assert!(!found.findings.is_empty()),
            Err(other) => panic!("page {page}: {other:?}"),
        }
    }
    assert!(said >= 5, "only {said} of {pages} pages were called damaged");
}

#[test]
fn a_file_that_may_not_be_written_is_refused_and_left_alone() {
    let ground = folder();
    fs::set_permissions(data(&ground), fs::Permissions::from_mode(0o400)).unwrap();
    stops_and_leaves(ground.folder(), Code::DataReadOnly);
    // The control: given back, it opens.
    fs::set_permissions(data(&ground), fs::Permissions::from_mode(0o600)).unwrap();
    assert!(open(ground.folder()).is_ok());
}

#[test]
fn a_file_that_another_program_holds_is_called_locked_and_left_alone() {
    let ground = folder();
    let holder = Connection::open(data(&ground)).unwrap();
    holder
        .execute_batch("PRAGMA journal_mode = DELETE; BEGIN EXCLUSIVE")
        .unwrap();
    let before = fs::read(data(&ground)).unwrap();
    assert_eq!(stopped(open(ground.folder())).code, Code::DataLocked);
    holder.execute_batch("ROLLBACK").unwrap();
    assert!(fs::read(data(&ground)).unwrap() == before, "the file was changed");
    drop(holder);
    // The control: let go, it opens.
    assert!(open(ground.folder()).is_ok());
}

#[test]
fn a_write_that_meets_a_held_file_is_called_locked_and_does_nothing() {
    let centre = TestCentre::new(Engine::Sqlite);
    let mut desk = centre.desk("zhuren1");
    let holder = Connection::open(centre.ground.file()).unwrap();
    holder.execute_batch("BEGIN IMMEDIATE").unwrap();
    assert_eq!(desk.refused("cases.register", contact()).code, Code::DataLocked);
    holder.execute_batch("ROLLBACK").unwrap();
    assert_eq!(
        desk.done("cases.register", contact())["number"],
        "城林-20261122-001"
    );
    assert!(centre.verify(None).whole);
}

#[test]
fn a_folder_in_use_is_refused_until_its_owner_goes() {
    let ground = folder();
    let owner = open(ground.folder()).unwrap();
    let before = contents(ground.folder());
    assert_eq!(stopped(open(ground.folder())).code, Code::FolderInUse);
    assert!(contents(ground.folder()) == before);
    drop(owner);
    assert!(open(ground.folder()).is_ok());
}

#[test]
fn a_folder_that_cannot_be_is_called_unreachable() {
    let ground = folder();
    assert_eq!(
        stopped(open(&data(&ground))).code,
        Code::DataUnreachable,
        "a file in the folder's place"
    );
    assert_eq!(
        stopped(open(&data(&ground).join("below"))).code,
        Code::DataUnreachable,
        "a folder below a file"
    );
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("keting.db")).unwrap();
    assert_eq!(
        stopped(open(folder.path())).code,
        Code::DataUnreachable,
        "a folder in the file's place"
    );
}

fn on_postgres(address: &str) -> Result<House, Failure> {
    House::on_postgres(address, surroundings(Arc::new(FrozenClock::at(SUNDAY_MORNING))))
}

#[test]
fn a_server_that_does_not_answer_is_called_unreachable() {
    // Port 1 has nobody; the listener below accepts nobody and closes.
    assert_eq!(
        stopped(on_postgres("postgres://keting@127.0.0.1:1/keting")).code,
        Code::DataUnreachable
    );
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let closes = std::thread::spawn(move || listener.accept().map(drop));
    let address = format!("postgres://keting@127.0.0.1:{port}/keting");
    assert_eq!(stopped(on_postgres(&address)).code, Code::DataUnreachable);
    closes.join().unwrap().unwrap();
}

#[test]
fn a_newer_schema_on_postgres_is_refused_and_left_alone() {
    let centre = TestCentre::new(Engine::Postgres);
    let address = centre.ground.address();
    let mut client = postgres::Client::connect(&address, postgres::NoTls).unwrap();
    client
        .execute("INSERT INTO keting_schema (number) VALUES (99)", &[])
        .unwrap();
    let problem = stopped(on_postgres(&address));
    assert_eq!(
        (problem.code, &problem.facts["found"]),
        (Code::DataNewer, &Fact::Number(99))
    );
    let tables = "SELECT count(*) FROM information_schema.tables WHERE table_schema = current_schema()";
    let count: i64 = client.query_one(tables, &[]).unwrap().get(0);
    client
        .execute("DELETE FROM keting_schema WHERE number = 99", &[])
        .unwrap();
    // The control: of its own number it opens, and has as many tables.
    assert!(on_postgres(&address).is_ok());
    assert_eq!(count, client.query_one(tables, &[]).unwrap().get::<_, i64>(0));
}

#[test]
fn a_postgres_that_drops_its_connections_is_unreachable_for_a_moment_and_loses_nothing() {
    let centre = TestCentre::new(Engine::Postgres);
    let Ground::Schema { name, .. } = &centre.ground else {
        unreachable!()
    };
    // By its name on the server only the connections of this house are met.
    let house = on_postgres(&format!("{}&application_name={name}", centre.ground.address())).unwrap();
    let mut desk = TestDesk {
        house: Arc::new(house),
        ..centre.stranger()
    };
    desk.log_in("zhuren1", PASSWORD).unwrap();
    let mut client = postgres::Client::connect(&centre.ground.address(), postgres::NoTls).unwrap();
    let drop_all = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = $1";
    let (mut acknowledged, mut unreachable) = (0, 0);
    for _ in 0..6 {
        match desk.call("cases.register", contact()) {
            Outcome::Done { .. } => acknowledged += 1,
            Outcome::Refused(problem) if problem.code == Code::DataUnreachable => unreachable += 1,
            other => panic!("{other:?}"),
        }
        client.query(drop_all, &[name]).unwrap();
    }
    assert!(
        unreachable > 0 && acknowledged > 0,
        "{unreachable} unreachable, {acknowledged} acknowledged"
    );
    let cases: i64 = client
        .query_one("SELECT count(*) FROM cases", &[])
        .unwrap()
        .get(0);
    assert_eq!(cases, acknowledged);
    assert!(centre.verify(None).whole);
}

stories! {
    fn a_transaction_that_meets_others_too_often_is_too_busy_and_not_broken(engine) {
        let centre = TestCentre::empty(engine);
        drop(centre.house);
        let store = match &centre.ground {
            Ground::Folder(_) => keting_core::store::Store::sqlite(&centre.ground.file()).unwrap(),
            Ground::Schema { .. } => keting_core::store::Store::postgres(&centre.ground.address()).unwrap(),
        };
        let met = store.write("test", |_| -> Result<(), Failure> { Err(Broken::again("met another").into()) });
        assert!(matches!(&met, Err(Failure::Stopped(problem)) if problem.code == Code::TooBusy), "{met:?}");
    }
}
