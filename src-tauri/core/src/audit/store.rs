//! SQL of the audit: the chain, its heads, and the append-only rows of all tables, read one like the other.

use super::chain::Entry;
use crate::params;
use crate::problem::Failure;
use crate::store::{Row, Tx, Value};

/// An append-only table: its name, its key after the centre, all its columns in digest order.
#[derive(Debug)]
pub struct Ledger {
    /// The table.
    pub table: &'static str,
    /// Key columns after `centre_id`.
    pub key: &'static [&'static str],
    /// Columns that take part in the digest, the keyed digest of the personal one among them.
    pub columns: &'static [&'static str],
    /// The personal column, the column of its keyed digest, and the key column that names its subject.
    pub personal: Option<(&'static str, &'static str, &'static str)>,
}

/// A row of an append-only table, as it lies there.
pub struct Kept {
    /// The key after the centre, joined by `/`.
    pub key: String,
    /// The values of [`Ledger::columns`].
    pub values: Vec<Value>,
    /// The personal text, if it is still there, and its stored keyed digest.
    pub personal: Option<(Option<String>, Option<String>)>,
    /// The subject's key, if it is still there.
    pub secret: Option<String>,
}

/// Appends a row to `ledger`; `values` in the order of its columns, `personal` beside them.
pub fn insert(tx: &mut Tx, ledger: &Ledger, values: &[Value], personal: Option<&str>) -> Result<(), Failure> {
    let mut columns: Vec<&str> = ledger.columns.to_vec();
    let mut all = values.to_vec();
    if let Some((column, _, _)) = ledger.personal {
        columns.push(column);
        all.push(Value::from(personal));
    }
    let marks: Vec<String> = (1..=all.len()).map(|at| format!("?{at}")).collect();
    let sql = format!(
        "INSERT INTO {} ({}) VALUES ({})",
        ledger.table,
        columns.join(", "),
        marks.join(", ")
    );
    tx.execute(&sql, &all).map(|_| ())
}

/// The key of a subject's personal values.
pub fn secret(tx: &mut Tx, centre: &str, subject: &str) -> Result<Option<String>, Failure> {
    let sql = "SELECT secret FROM personal_keys WHERE centre_id = ?1 AND subject = ?2";
    tx.row(sql, params![centre, subject])?
        .map(|row| row.text(0))
        .transpose()
}

/// Keeps a new key for a subject.
pub fn keep_secret(tx: &mut Tx, centre: &str, subject: &str, secret: &str) -> Result<(), Failure> {
    let sql = "INSERT INTO personal_keys (centre_id, subject, secret) VALUES (?1, ?2, ?3)";
    tx.execute(sql, params![centre, subject, secret]).map(|_| ())
}

/// The head of the chain: number and hash of its last row.
pub fn head(tx: &mut Tx, centre: &str) -> Result<Option<(i64, String)>, Failure> {
    let row = tx.row(
        "SELECT seq, hash FROM audit_heads WHERE centre_id = ?1",
        params![centre],
    )?;
    row.map(|row| Ok((row.int(0)?, row.text(1)?))).transpose()
}

/// Adds `entry` to its chain and moves the head to it.
pub fn append(tx: &mut Tx, entry: &Entry, previous: &str, hash: &str) -> Result<(), Failure> {
    tx.execute(
        "INSERT INTO audit (centre_id, seq, at, account_id, operation, subject, desk, request_id, result, wrote, \
         previous, hash) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)",
        params![
            &entry.centre,
            entry.seq,
            entry.at,
            &entry.account,
            &entry.operation,
            &entry.subject,
            &entry.desk,
            &entry.request_id,
            &entry.result,
            &entry.wrote,
            previous,
            hash
        ],
    )?;
    let sql = "INSERT INTO audit_heads (centre_id, seq, hash) VALUES (?1, ?2, ?3) \
               ON CONFLICT (centre_id) DO UPDATE SET seq = excluded.seq, hash = excluded.hash";
    tx.execute(sql, params![&entry.centre, entry.seq, hash])
        .map(|_| ())
}

/// Up to `limit` rows of the chain after number `after`, each with its two stored hashes.
pub fn page(
    tx: &mut Tx,
    centre: &str,
    after: i64,
    limit: i64,
) -> Result<Vec<(Entry, String, String)>, Failure> {
    let rows = tx.rows(
        "SELECT seq, at, account_id, operation, subject, desk, request_id, result, wrote, previous, hash \
         FROM audit WHERE centre_id = ?1 AND seq > ?2 ORDER BY seq LIMIT ?3",
        params![centre, after, limit],
    )?;
    rows.iter().map(|row| read_entry(centre, row)).collect()
}

fn read_entry(centre: &str, row: &Row) -> Result<(Entry, String, String), Failure> {
    let entry = Entry {
        centre: centre.to_owned(),
        seq: row.int(0)?,
        at: row.int(1)?,
        account: row.text(2)?,
        operation: row.text(3)?,
        subject: row.text(4)?,
        desk: row.text(5)?,
        request_id: row.text(6)?,
        result: row.text(7)?,
        wrote: row.text(8)?,
    };
    Ok((entry, row.text(9)?, row.text(10)?))
}

/// Whether a row of the chain carries this hash.
pub fn carries(tx: &mut Tx, centre: &str, hash: &str) -> Result<bool, Failure> {
    Ok(tx
        .row(
            "SELECT seq FROM audit WHERE centre_id = ?1 AND hash = ?2",
            params![centre, hash],
        )?
        .is_some())
}

/// Every centre that has a chain, a head or a row in the house.
pub fn centres(tx: &mut Tx) -> Result<Vec<String>, Failure> {
    let sql = "SELECT centre_id FROM centres UNION SELECT centre_id FROM audit UNION \
               SELECT centre_id FROM audit_heads ORDER BY 1";
    tx.rows(sql, &[])?.iter().map(|row| row.text(0)).collect()
}

/// Up to `limit` rows of `ledger` in key order, after the key `after` (the values of its key columns).
pub fn kept(
    tx: &mut Tx,
    ledger: &Ledger,
    centre: &str,
    after: Option<&[Value]>,
    limit: i64,
) -> Result<Vec<(Kept, Vec<Value>)>, Failure> {
    let columns: Vec<String> = ledger
        .columns
        .iter()
        .map(|column| format!("l.{column}"))
        .collect();
    let key: Vec<String> = ledger.key.iter().map(|column| format!("l.{column}")).collect();
    let (personal, join) = match ledger.personal {
        None => ("NULL, NULL, NULL".to_owned(), String::new()),
        Some((column, digest, subject)) => (
            format!("l.{column}, l.{digest}, k.secret"),
            format!("LEFT JOIN personal_keys k ON k.centre_id = l.centre_id AND k.subject = l.{subject}"),
        ),
    };
    let mut params = vec![Value::from(centre), Value::from(limit)];
    let mut beyond = String::new();
    if let Some(after) = after {
        let marks: Vec<String> = (3..3 + after.len()).map(|at| format!("?{at}")).collect();
        beyond = format!("AND ({}) > ({})", key.join(", "), marks.join(", "));
        params.extend_from_slice(after);
    }
    let sql = format!(
        "SELECT {}, {personal}, {} FROM {} l {join} WHERE l.centre_id = ?1 {beyond} ORDER BY {} LIMIT ?2",
        columns.join(", "),
        key.join(", "),
        ledger.table,
        key.join(", "),
    );
    tx.rows(&sql, &params)?
        .iter()
        .map(|row| read_kept(ledger, row))
        .collect()
}

fn read_kept(ledger: &Ledger, row: &Row) -> Result<(Kept, Vec<Value>), Failure> {
    let width = ledger.columns.len();
    let key = row.values()[width + 3..].to_vec();
    let kept = Kept {
        key: join_key(&key),
        values: row.values()[..width].to_vec(),
        personal: match ledger.personal {
            None => None,
            Some(_) => Some((row.maybe_text(width)?, row.maybe_text(width + 1)?)),
        },
        secret: row.maybe_text(width + 2)?,
    };
    Ok((kept, key))
}

/// A key as one word: its values joined by `/`.
#[must_use]
pub fn join_key(values: &[Value]) -> String {
    let words: Vec<String> = values
        .iter()
        .map(|value| match value {
            Value::Null => String::new(),
            Value::Int(number) => number.to_string(),
            Value::Text(text) => text.clone(),
        })
        .collect();
    words.join("/")
}
