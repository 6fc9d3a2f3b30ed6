//! The attacks that leave nothing in the file that contradicts itself. Only a head kept elsewhere shows them, and the
//! test says so: `keting verify` without one is honest about what it is.

use keting_core::audit::chain::{self, GENESIS, Wrote};
use keting_core::store::Value;
use keting_tests::loops::Dice;
use rusqlite::{Connection, params};

use super::attacks::{Attack, entry};
use super::{Attacker, Expected};

/// All of them.
pub const THOROUGH: &[Attack] = &[
    Attack {
        attacker: Attacker::Thorough,
        name: "the tail is cut off, the head moved, what it wrote removed",
        tamper: cut_all,
    },
    Attack {
        attacker: Attacker::Thorough,
        name: "a refusal is made a success and the chain computed anew",
        tamper: whitewash,
    },
    Attack {
        attacker: Attacker::Thorough,
        name: "a case is given another first receiver in every place",
        tamper: blame_another,
    },
];

/// The file itself shows nothing.
fn nothing() -> Expected {
    Expected {
        table: "audit",
        keys: Vec::new(),
    }
}

fn last_seq(file: &Connection) -> i64 {
    file.query_row("SELECT max(seq) FROM audit", [], |row| row.get(0))
        .unwrap()
}

/// Computes every hash anew from row `from` on, and moves the head.
fn rechain(file: &Connection, from: i64) {
    let last = last_seq(file);
    let hash_of = |seq: i64| -> String {
        file.query_row("SELECT hash FROM audit WHERE seq = ?1", [seq], |row| row.get(0))
            .unwrap()
    };
    let mut previous = if from > 1 {
        hash_of(from - 1)
    } else {
        GENESIS.to_owned()
    };
    for seq in from..=last {
        let hash = chain::hash(&previous, &entry(file, seq).0);
        file.execute(
            "UPDATE audit SET previous = ?2, hash = ?3 WHERE seq = ?1",
            params![seq, previous, hash],
        )
        .unwrap();
        previous = hash;
    }
    file.execute(
        "UPDATE audit_heads SET seq = ?1, hash = ?2",
        params![last, previous],
    )
    .unwrap();
}

fn cut_all(file: &mut Connection, dice: &mut Dice) -> (String, Expected) {
    let keep = last_seq(file) - 1 - dice.below(12) as i64;
    for seq in keep + 1..=last_seq(file) {
        for row in serde_json::from_str::<Vec<Wrote>>(&entry(file, seq).0.wrote).unwrap() {
            let (case, _) = row.key.split_once('/').unwrap();
            for table in ["case_events", "cases"] {
                file.execute(&format!("DELETE FROM {table} WHERE case_id = ?1"), [case])
                    .unwrap();
            }
        }
    }
    file.execute("DELETE FROM audit WHERE seq > ?1", [keep]).unwrap();
    rechain(file, keep);
    (format!("all after {keep}"), nothing())
}

fn whitewash(file: &mut Connection, _: &mut Dice) -> (String, Expected) {
    let sql = "UPDATE audit SET result = 'done' WHERE result <> 'done'";
    let changed = file.execute(sql, []).unwrap();
    assert!(changed > 0);
    rechain(file, 1);
    (format!("{changed} rows"), nothing())
}

/// The case, its events, the digests of the events in the audit, and the chain from there on.
fn blame_another(file: &mut Connection, dice: &mut Dice) -> (String, Expected) {
    let cases = super::attacks::rows(file, "cases");
    let row = *dice.one(&cases);
    let case = super::attacks::text(file, "SELECT case_id FROM cases WHERE rowid = ?1", row);
    let sql = "UPDATE cases SET first_receiver_id = (SELECT account_id FROM accounts WHERE login = 'zhuren1'), \
               holder_id = (SELECT account_id FROM accounts WHERE login = 'zhuren1') WHERE case_id = ?1";
    file.execute(sql, [&case]).unwrap();
    let sql = "UPDATE case_events SET account_id = (SELECT account_id FROM accounts WHERE login = 'zhuren1') WHERE case_id = ?1";
    file.execute(sql, [&case]).unwrap();
    let seq: i64 = file
        .query_row(
            "SELECT seq FROM audit WHERE wrote LIKE '%' || ?1 || '%'",
            [&case],
            |row| row.get(0),
        )
        .unwrap();
    let mut wrote: Vec<Wrote> = serde_json::from_str(&entry(file, seq).0.wrote).unwrap();
    for row in &mut wrote {
        row.digest = digest(file, &row.key);
    }
    let wrote = serde_json::to_string(&wrote).unwrap();
    file.execute("UPDATE audit SET wrote = ?2 WHERE seq = ?1", params![seq, wrote])
        .unwrap();
    rechain(file, seq);
    (case, nothing())
}

fn digest(file: &Connection, key: &str) -> String {
    let sql = "SELECT centre_id, case_id, seq, kind, at, account_id, facts, personal_digest FROM case_events \
               WHERE case_id || '/' || seq = ?1";
    let values = |row: &rusqlite::Row| {
        let text = |at: usize| row.get::<_, Option<String>>(at).map(Value::from);
        let number = |at: usize| row.get::<_, i64>(at).map(Value::from);
        Ok(vec![
            text(0)?,
            text(1)?,
            number(2)?,
            text(3)?,
            number(4)?,
            text(5)?,
            text(6)?,
            text(7)?,
        ])
    };
    chain::row_digest("case_events", &file.query_row(sql, [key], values).unwrap())
}
