//! The attacks that leave a contradiction in the file.

use keting_core::audit::chain::{self, Entry};
use keting_tests::loops::Dice;
use rusqlite::types::Value;
use rusqlite::{Connection, params};

use super::{Attacker, Expected};

/// Does it, and gives what was done in words and what must be found first.
type Tamper = fn(&mut Connection, &mut Dice) -> (String, Expected);

/// One kind of tampering: who, what, and the deed.
pub struct Attack {
    pub attacker: Attacker,
    pub name: &'static str,
    pub tamper: Tamper,
}

const fn clumsy(name: &'static str, tamper: Tamper) -> Attack {
    Attack {
        attacker: Attacker::Clumsy,
        name,
        tamper,
    }
}

/// So many at the beginning of [`CLUMSY`] edit a value.
pub const EDITS: usize = 3;

/// All attacks that the file alone must show.
pub const CLUMSY: &[Attack] = &[
    clumsy("a value of the audit is edited", edit_audit),
    clumsy("a value of a case event is edited", edit_event),
    clumsy("a value of a case is edited", edit_case),
    clumsy("the key of personal values is edited", edit_secret),
    clumsy("personal values are blanked", blank_personal),
    clumsy("a row of the audit is deleted", delete_audit),
    clumsy("a case event is deleted", delete_event),
    clumsy("a case is deleted", delete_case),
    clumsy(
        "personal values go with their key, as if lawfully, and others stand in the case",
        erase_and_replace,
    ),
    clumsy("a case is set to a state that there is not", unknown_state),
    clumsy("a case moves to another centre", move_case),
    clumsy("the head of the chain is deleted", delete_head),
    clumsy("the head of the chain is edited", edit_head),
    clumsy("a case event is inserted", insert_event),
    clumsy("a case is inserted", insert_case),
    clumsy("two rows of the audit are swapped", swap_audit),
    clumsy("two case events are swapped", swap_events),
    clumsy("a row of the audit is moved to the end", move_audit),
    clumsy("the tail is cut off and the head left", cut_tail),
    Attack {
        attacker: Attacker::Informed,
        name: "a row of the audit is edited and its hash computed",
        tamper: recompute_one,
    },
    Attack {
        attacker: Attacker::Informed,
        name: "a row of the audit is appended with its hash computed",
        tamper: append_audit,
    },
];

fn expected(table: &'static str, key: impl ToString) -> Expected {
    Expected {
        table,
        keys: vec![key.to_string()],
    }
}

/// The row ids of a table.
pub fn rows(file: &Connection, table: &str) -> Vec<i64> {
    let mut all = file
        .prepare(&format!("SELECT rowid FROM {table} ORDER BY rowid"))
        .unwrap();
    let found = all.query_map([], |row| row.get(0)).unwrap();
    found.map(Result::unwrap).collect()
}

/// One value as text.
pub fn text(file: &Connection, sql: &str, row: i64) -> String {
    file.query_row(sql, [row], |row| row.get(0)).unwrap()
}

fn last_seq(file: &Connection) -> i64 {
    file.query_row("SELECT max(seq) FROM audit", [], |row| row.get(0))
        .unwrap()
}

/// Another value, one letter or one bit away.
fn other(value: &Value, dice: &mut Dice) -> Value {
    match value {
        Value::Integer(number) => Value::Integer(number ^ (1 << dice.below(40))),
        Value::Text(text) if !text.is_empty() => {
            let mut letters: Vec<char> = text.chars().collect();
            let at = dice.below(letters.len());
            letters[at] = if letters[at] == 'x' { 'y' } else { 'x' };
            Value::Text(letters.into_iter().collect())
        }
        _ => Value::Text("x".to_owned()),
    }
}

/// Edits one value of one row.
fn edit(file: &Connection, table: &str, row: i64, column: &str, dice: &mut Dice) -> String {
    let old: Value = file
        .query_row(
            &format!("SELECT {column} FROM {table} WHERE rowid = ?1"),
            [row],
            |row| row.get(0),
        )
        .unwrap();
    let new = other(&old, dice);
    let changed = file
        .execute(
            &format!("UPDATE {table} SET {column} = ?1 WHERE rowid = ?2"),
            params![new, row],
        )
        .unwrap();
    assert_eq!(changed, 1);
    format!("{table}.{column} of row {row} from {old:?} to {new:?}")
}

const AUDIT_COLUMNS: [&str; 10] = [
    "at",
    "account_id",
    "operation",
    "subject",
    "desk",
    "request_id",
    "result",
    "wrote",
    "previous",
    "hash",
];
const EVENT_COLUMNS: [&str; 6] = ["kind", "at", "account_id", "facts", "personal", "personal_digest"];
const CASE_COLUMNS: [&str; 19] = [
    "number",
    "state",
    "channel",
    "kind",
    "urgency",
    "way",
    "category",
    "matter",
    "materials",
    "reply",
    "visitor_name",
    "visitor_phone",
    "visitor_address",
    "first_receiver_id",
    "holder_id",
    "received_at",
    "recorded_at",
    "late_entry",
    "closed_at",
];
const EVENT_KEY: &str = "SELECT case_id || '/' || seq FROM case_events WHERE rowid = ?1";
const CASE_KEY: &str = "SELECT case_id FROM cases WHERE rowid = ?1";

fn edit_audit(file: &mut Connection, dice: &mut Dice) -> (String, Expected) {
    let row = *dice.one(&rows(file, "audit"));
    let seq: i64 = file
        .query_row("SELECT seq FROM audit WHERE rowid = ?1", [row], |row| row.get(0))
        .unwrap();
    let column = *dice.one::<&str>(&AUDIT_COLUMNS);
    let what = edit(file, "audit", row, column, dice);
    (what, expected("audit", seq))
}

fn edit_event(file: &mut Connection, dice: &mut Dice) -> (String, Expected) {
    let row = *dice.one(&rows(file, "case_events"));
    let key = text(file, EVENT_KEY, row);
    let column = *dice.one::<&str>(&EVENT_COLUMNS);
    let what = edit(file, "case_events", row, column, dice);
    (what, expected("case_events", key))
}

fn edit_case(file: &mut Connection, dice: &mut Dice) -> (String, Expected) {
    let row = *dice.one(&rows(file, "cases"));
    let key = text(file, CASE_KEY, row);
    let column = *dice.one::<&str>(&CASE_COLUMNS);
    let what = edit(file, "cases", row, column, dice);
    (what, expected("cases", key))
}

/// The first event that stands under a subject's key.
fn edit_secret(file: &mut Connection, dice: &mut Dice) -> (String, Expected) {
    let row = *dice.one(&rows(file, "personal_keys"));
    let subject = text(file, "SELECT subject FROM personal_keys WHERE rowid = ?1", row);
    let what = edit(file, "personal_keys", row, "secret", dice);
    (what, expected("case_events", format!("{subject}/1")))
}

fn blank_personal(file: &mut Connection, dice: &mut Dice) -> (String, Expected) {
    let mut all = rows(file, "case_events");
    all.retain(|row| {
        let sql = "SELECT personal IS NOT NULL FROM case_events WHERE rowid = ?1";
        file.query_row(sql, [row], |row| row.get(0)).unwrap()
    });
    let row = *dice.one(&all);
    file.execute("UPDATE case_events SET personal = NULL WHERE rowid = ?1", [row])
        .unwrap();
    (
        format!("row {row}"),
        expected("case_events", text(file, EVENT_KEY, row)),
    )
}

fn delete_audit(file: &mut Connection, dice: &mut Dice) -> (String, Expected) {
    // The last one is a cut tail, which has its own attack.
    let seq = 1 + dice.below(usize::try_from(last_seq(file)).unwrap() - 1);
    file.execute("DELETE FROM audit WHERE seq = ?1", [seq as i64])
        .unwrap();
    (format!("row {seq}"), expected("audit", seq))
}

fn delete_event(file: &mut Connection, dice: &mut Dice) -> (String, Expected) {
    let row = *dice.one(&rows(file, "case_events"));
    let key = text(file, EVENT_KEY, row);
    file.execute("DELETE FROM case_events WHERE rowid = ?1", [row])
        .unwrap();
    (key.clone(), expected("case_events", key))
}

fn delete_case(file: &mut Connection, dice: &mut Dice) -> (String, Expected) {
    let row = *dice.one(&rows(file, "cases"));
    let key = text(file, CASE_KEY, row);
    file.execute("DELETE FROM cases WHERE rowid = ?1", [row]).unwrap();
    (key.clone(), expected("cases", key))
}

fn erase_and_replace(file: &mut Connection, dice: &mut Dice) -> (String, Expected) {
    let row = *dice.one(&rows(file, "cases"));
    let key = text(file, CASE_KEY, row);
    for sql in [
        "UPDATE case_events SET personal = NULL WHERE case_id = ?1",
        "DELETE FROM personal_keys WHERE subject = ?1",
        "UPDATE cases SET matter = '别的事' WHERE case_id = ?1",
    ] {
        file.execute(sql, [&key]).unwrap();
    }
    (key.clone(), expected("cases", key))
}

fn unknown_state(file: &mut Connection, dice: &mut Dice) -> (String, Expected) {
    let row = *dice.one(&rows(file, "cases"));
    file.execute("UPDATE cases SET state = 'x' WHERE rowid = ?1", [row])
        .unwrap();
    let key = text(file, CASE_KEY, row);
    (key.clone(), expected("cases", key))
}

fn move_case(file: &mut Connection, dice: &mut Dice) -> (String, Expected) {
    let row = *dice.one(&rows(file, "cases"));
    file.execute("UPDATE cases SET centre_id = 'zz' WHERE rowid = ?1", [row])
        .unwrap();
    let key = text(file, CASE_KEY, row);
    (key.clone(), expected("cases", key))
}

fn delete_head(file: &mut Connection, _: &mut Dice) -> (String, Expected) {
    let centre: String = file
        .query_row("DELETE FROM audit_heads RETURNING centre_id", [], |row| {
            row.get(0)
        })
        .unwrap();
    ("the head".to_owned(), expected("audit_heads", centre))
}

fn edit_head(file: &mut Connection, dice: &mut Dice) -> (String, Expected) {
    let row = rows(file, "audit_heads")[0];
    let column = *dice.one::<&str>(&["seq", "hash"]);
    let what = edit(file, "audit_heads", row, column, dice);
    (what, expected("audit_heads", last_seq(file)))
}

fn insert_event(file: &mut Connection, dice: &mut Dice) -> (String, Expected) {
    let row = *dice.one(&rows(file, "case_events"));
    let sql = "INSERT INTO case_events SELECT centre_id, case_id, seq + 100, kind, at + 1, account_id, facts, personal, \
               personal_digest FROM case_events WHERE rowid = ?1 RETURNING case_id || '/' || seq";
    let key = text(file, sql, row);
    (key.clone(), expected("case_events", key))
}

fn insert_case(file: &mut Connection, dice: &mut Dice) -> (String, Expected) {
    let row = *dice.one(&rows(file, "cases"));
    let sql = "INSERT INTO cases SELECT centre_id, substr(case_id, 1, 35) || 'z', number || '9', state, channel, kind, \
               urgency, way, category, matter, materials, reply, visitor_name, visitor_phone, visitor_address, \
               first_receiver_id, holder_id, received_at, recorded_at, late_entry, closed_at FROM cases \
               WHERE rowid = ?1 RETURNING case_id";
    let key = text(file, sql, row);
    (key.clone(), expected("cases", key))
}

fn two(all: &[i64], dice: &mut Dice) -> (i64, i64) {
    let first = dice.below(all.len());
    let second = (first + 1 + dice.below(all.len() - 1)) % all.len();
    (all[first.min(second)], all[first.max(second)])
}

fn swap_audit(file: &mut Connection, dice: &mut Dice) -> (String, Expected) {
    let (one, other) = two(&(1..=last_seq(file)).collect::<Vec<_>>(), dice);
    for (from, to) in [(one, -1), (other, one), (-1, other)] {
        file.execute("UPDATE audit SET seq = ?2 WHERE seq = ?1", [from, to])
            .unwrap();
    }
    (format!("{one} and {other}"), expected("audit", one))
}

fn swap_events(file: &mut Connection, dice: &mut Dice) -> (String, Expected) {
    let (one, other) = two(&rows(file, "case_events"), dice);
    let keys = vec![text(file, EVENT_KEY, one), text(file, EVENT_KEY, other)];
    let place = |row: i64| -> (String, i64) {
        let sql = "SELECT case_id, seq FROM case_events WHERE rowid = ?1";
        file.query_row(sql, [row], |row| Ok((row.get(0)?, row.get(1)?)))
            .unwrap()
    };
    let (of_one, of_other) = (place(one), place(other));
    let put = |row: i64, (case, seq): &(String, i64)| {
        let sql = "UPDATE case_events SET case_id = ?2, seq = ?3 WHERE rowid = ?1";
        file.execute(sql, params![row, case, seq]).unwrap();
    };
    put(one, &("aside".to_owned(), 1));
    put(other, &of_one);
    put(one, &of_other);
    (
        keys.join(" and "),
        Expected {
            table: "case_events",
            keys,
        },
    )
}

fn move_audit(file: &mut Connection, dice: &mut Dice) -> (String, Expected) {
    let seq = 1 + dice.below(usize::try_from(last_seq(file)).unwrap() - 1) as i64;
    file.execute(
        "UPDATE audit SET seq = ?2 WHERE seq = ?1",
        [seq, last_seq(file) + 1],
    )
    .unwrap();
    (format!("row {seq}"), expected("audit", seq))
}

fn cut_tail(file: &mut Connection, dice: &mut Dice) -> (String, Expected) {
    let keep = last_seq(file) - 1 - dice.below(5) as i64;
    file.execute("DELETE FROM audit WHERE seq > ?1", [keep]).unwrap();
    (format!("all after {keep}"), expected("audit_heads", keep))
}

/// The row of the chain with this number, and its hash before.
pub fn entry(file: &Connection, seq: i64) -> (Entry, String) {
    let sql = "SELECT centre_id, seq, at, account_id, operation, subject, desk, request_id, result, wrote, previous \
               FROM audit WHERE seq = ?1";
    let read = |row: &rusqlite::Row| {
        let entry = Entry {
            centre: row.get(0)?,
            seq: row.get(1)?,
            at: row.get(2)?,
            account: row.get(3)?,
            operation: row.get(4)?,
            subject: row.get(5)?,
            desk: row.get(6)?,
            request_id: row.get(7)?,
            result: row.get(8)?,
            wrote: row.get(9)?,
        };
        Ok((entry, row.get(10)?))
    };
    file.query_row(sql, [seq], read).unwrap()
}

/// The hash of the touched row is right again; the next row still links to the old one.
fn recompute_one(file: &mut Connection, dice: &mut Dice) -> (String, Expected) {
    let seq = 1 + dice.below(usize::try_from(last_seq(file)).unwrap() - 1) as i64;
    let (mut touched, previous) = entry(file, seq);
    touched.at += 60_000;
    let sql = "UPDATE audit SET at = ?2, hash = ?3 WHERE seq = ?1";
    file.execute(sql, params![seq, touched.at, chain::hash(&previous, &touched)])
        .unwrap();
    (format!("row {seq}"), expected("audit", seq + 1))
}

/// A row more with a hash that fits; the head is left as it was.
fn append_audit(file: &mut Connection, _: &mut Dice) -> (String, Expected) {
    let last = last_seq(file);
    let (mut next, _) = entry(file, last);
    next.seq += 1;
    next.operation = "cases.list".to_owned();
    let previous = text(file, "SELECT hash FROM audit WHERE seq = ?1", last);
    let sql = "INSERT INTO audit SELECT centre_id, seq + 1, at, account_id, 'cases.list', subject, desk, request_id, \
               result, wrote, ?2, ?3 FROM audit WHERE seq = ?1";
    file.execute(sql, params![last, previous, chain::hash(&previous, &next)])
        .unwrap();
    ("a row more".to_owned(), expected("audit_heads", last + 1))
}
