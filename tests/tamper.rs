//! Tampering: an attacker who has the closed SQLite file changes it, some hundred times in as many ways as
//! chance finds, and verification names the first row that does not agree. Each tampering names the attacker it models
//! ([`Attacker`]), because what can be found depends on what they do after: whoever recomputes nothing is found by the
//! file alone; whoever cuts the tail or recomputes everything is found only with a head that was kept elsewhere.
//!
//! Controls: untouched copies verify whole every time, and the attacks that the file alone cannot show are shown to
//! pass without the head.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on must stop loudly"
)]

use std::collections::BTreeMap;
use std::process::Command;
use std::sync::Arc;

use keting_core::{House, Place, Verification};
use keting_tests::loops::{Dice, rounds};
use keting_tests::{
    Engine, FrozenClock, PASSWORD, SUNDAY_MORNING, TestCentre, contact, contact_with, surroundings,
};
use rusqlite::Connection;
use serde_json::json;

#[path = "tamper/attacks.rs"]
mod attacks;
#[path = "tamper/rewrite.rs"]
mod rewrite;
use attacks::{Attack, CLUMSY, EDITS};

/// Who tampers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Attacker {
    /// Opens the file with any database program, changes what they do not like, and knows nothing of the chain.
    Clumsy,
    /// Read the source: recomputes the one row they touch, but not what follows or leads to it.
    Informed,
    /// Has the file, the source and time: leaves nothing that contradicts itself.
    Thorough,
}

/// What verification must say first: the table, and the keys one of which it names.
#[derive(Debug, Clone)]
pub struct Expected {
    /// Table.
    pub table: &'static str,
    /// Key, or one of two where either is the row that was touched (a swap).
    pub keys: Vec<String>,
}

/// A closed file with a bit of everything: done, refused and repeated writes, cases open and closed, a late entry, an
/// anonymous visitor; and the head of its chain as somebody else kept it.
struct Original {
    bytes: Vec<u8>,
    head: String,
}

impl Original {
    fn new() -> Original {
        let centre = TestCentre::new(Engine::Sqlite)
            .with("qiantai1", "front_desk")
            .with("qiantai2", "front_desk");
        let (mut one, mut two) = (centre.desk("qiantai1"), centre.desk("qiantai2"));
        for nth in 0..4 {
            centre.clock.move_by(60_000);
            one.done("cases.register", contact());
            let open = json!({ "way": "taken", "reply": null, "matter": format!("第{nth}件"), "received_at": SUNDAY_MORNING - 7_200_000 });
            two.done("cases.register", contact_with(open));
        }
        let nobody = json!({ "anonymous": true, "name": null, "phone": null, "address": null });
        one.done("cases.register", contact_with(json!({ "visitor": nobody })));
        one.ask("cases.register", contact(), Some("the-same-id"), false);
        one.ask("cases.register", contact(), Some("the-same-id"), false);
        two.refused("cases.register", contact_with(json!({ "matter": "" })));
        assert!(centre.stranger().log_in("qiantai1", "wrong-password").is_err());
        one.done("accounts.lock", json!({}));
        one.done("accounts.unlock", json!({ "password": PASSWORD }));
        two.done("cases.register", contact());
        two.done("accounts.log_out", json!({}));
        let head = centre.verify(None).heads.remove(0).hash;
        let file = centre.ground.file();
        let TestCentre {
            ground: _ground,
            house,
            ..
        } = centre;
        drop((one, two, house));
        assert!(
            !file.with_extension("db-wal").exists(),
            "a closed house leaves one file"
        );
        Original {
            bytes: std::fs::read(file).unwrap(),
            head,
        }
    }

    /// A copy of the file in a folder of its own, after `tamper`; opened and verified, with the head and without.
    fn after<T>(&self, tamper: impl FnOnce(&mut Connection) -> T) -> (T, Verdict) {
        let folder = scratch();
        let file = folder.path().join("keting.db");
        std::fs::write(&file, &self.bytes).unwrap();
        let mut connection = Connection::open(&file).unwrap();
        connection
            .execute_batch("PRAGMA foreign_keys = OFF; PRAGMA ignore_check_constraints = ON")
            .unwrap();
        let said = tamper(&mut connection);
        connection.close().unwrap();
        (said, Verdict::of(folder.path(), &self.head))
    }
}

/// A folder that is gone after the test; in memory where the system has such a place, because hundreds of copies wait
/// for the disk otherwise, and nothing here is about the disk.
fn scratch() -> tempfile::TempDir {
    tempfile::tempdir_in("/dev/shm")
        .or_else(|_| tempfile::tempdir())
        .unwrap()
}

/// What verification says of a file.
struct Verdict {
    alone: Verification,
    with_head: Verification,
}

impl Verdict {
    fn of(folder: &std::path::Path, head: &str) -> Verdict {
        let clock = Arc::new(FrozenClock::at(SUNDAY_MORNING));
        let house = House::open(folder, surroundings(clock)).unwrap();
        Verdict {
            alone: house.verify(Place::Real, None).unwrap(),
            with_head: house.verify(Place::Real, Some(head)).unwrap(),
        }
    }

    /// Demands that the file alone shows the tampering, and where.
    fn names(&self, expected: &Expected, what: &str) {
        assert!(!self.alone.whole && !self.with_head.whole, "{what}: not seen");
        let first = &self.alone.findings[0];
        assert!(
            first.table == expected.table && expected.keys.contains(&first.key),
            "{what}: expected {expected:?}, found {:?}",
            self.alone.findings
        );
    }

    /// Demands that the file alone shows nothing, and that the head from elsewhere does.
    fn shows_only_to_the_head(&self, what: &str) {
        assert!(self.alone.whole, "{what}: {:?}", self.alone.findings);
        assert!(!self.with_head.whole, "{what}: not seen with the head");
        let first = &self.with_head.findings[0];
        assert_eq!(
            (first.what, first.table.as_str()),
            ("head_unknown", "audit"),
            "{what}"
        );
    }
}

#[test]
fn every_tampering_by_hand_is_found_and_its_first_row_is_named() {
    let original = Original::new();
    let mut dice = Dice::new(1);
    let mut count: BTreeMap<&str, u32> = BTreeMap::new();
    let rounds = rounds(600, 20_000);
    for nth in 0..rounds as usize {
        // Every kind in turn, so that none is left to chance; every other time a value is edited, of which there are
        // many. What and where is chance.
        let attack: &Attack = match nth % 2 {
            0 => &CLUMSY[nth / 2 % EDITS],
            _ => &CLUMSY[nth / 2 % CLUMSY.len()],
        };
        let seed = dice.clone();
        let ((what, expected), verdict) = original.after(|file| (attack.tamper)(file, &mut dice));
        let say = format!("{:?} {}: {what} ({seed:?})", attack.attacker, attack.name);
        verdict.names(&expected, &say);
        *count.entry(attack.name).or_default() += 1;
    }
    assert_eq!(count.values().sum::<u32>(), rounds);
    println!("tampered {rounds} times: {count:?}");
}

/// The control: the harness finds nothing where nothing was done.
#[test]
fn a_copy_that_nobody_tampered_with_is_whole_twenty_times() {
    let original = Original::new();
    for _ in 0..20 {
        let ((), verdict) = original.after(|_| ());
        assert!(
            verdict.alone.whole && verdict.with_head.whole,
            "{:?}",
            verdict.with_head.findings
        );
    }
}

#[test]
fn tampering_by_a_thorough_attacker_shows_only_to_a_head_kept_elsewhere() {
    let original = Original::new();
    let mut dice = Dice::new(2);
    for nth in 0..rounds(20, 500) as usize {
        let attack = &rewrite::THOROUGH[nth % rewrite::THOROUGH.len()];
        assert_eq!(attack.attacker, Attacker::Thorough);
        let ((what, _), verdict) = original.after(|file| (attack.tamper)(file, &mut dice));
        verdict.shows_only_to_the_head(&format!("{}: {what}", attack.name));
    }
}

/// One byte of a case event and one of the audit, changed with the shell that everybody has.
#[test]
fn tampering_with_the_sqlite3_shell_is_found_and_named() {
    let original = Original::new();
    let cases = [
        (
            "UPDATE case_events SET facts = replace(facts, '\"visit\"', '\"visi7\"') WHERE rowid = 1; \
             SELECT case_id || '/' || seq FROM case_events WHERE rowid = 1;",
            "case_events",
        ),
        (
            "UPDATE audit SET operation = 'cases.registes' WHERE seq = \
             (SELECT min(seq) FROM audit WHERE operation = 'cases.register'); \
             SELECT seq FROM audit WHERE operation = 'cases.registes';",
            "audit",
        ),
        (
            // A byte that is no text at all must not keep the row from being named.
            "UPDATE case_events SET facts = CAST(x'7bff7d' AS TEXT) WHERE rowid = 2; \
             SELECT case_id || '/' || seq FROM case_events WHERE rowid = 2;",
            "case_events",
        ),
    ];
    for (sql, table) in cases {
        let folder = scratch();
        let file = folder.path().join("keting.db");
        std::fs::write(&file, &original.bytes).unwrap();
        let shell = Command::new("sqlite3").arg(&file).arg(sql).output();
        let said = shell.expect("the sqlite3 shell is installed: `cargo xtask test` sees to it");
        assert!(said.status.success(), "{said:?}");
        let key = String::from_utf8(said.stdout).unwrap().trim().to_owned();
        assert!(!key.is_empty(), "the shell changed nothing");
        let expected = Expected {
            table,
            keys: vec![key],
        };
        Verdict::of(folder.path(), &original.head).names(&expected, sql);
    }
}
