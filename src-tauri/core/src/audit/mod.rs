//! The audit: who did what, when, from which desk, with which result; and the proof that nobody changed it after.
//!
//! Every write leaves one row, done or refused, in the same transaction, chained per centre. A noun that writes to an
//! append-only table does so through [`Trail::append`], so that its audit row carries the digest of what it wrote.
//! The audit holds no personal value and no sentence, and nothing here deletes or updates a row.

pub mod chain;
mod store;
mod verify;

pub use store::Ledger;
pub use verify::{Finding, Head, Verification, chain_of, ledgers_of};

use chain::{Entry, GENESIS, Wrote};

use crate::id::{Entropy, new_secret};
use crate::problem::{Broken, Failure};
use crate::store::{Tx, Value};

/// What an operation wrote to append-only tables, and what it was about; becomes its audit row.
#[derive(Debug, Default)]
pub struct Trail {
    subject: String,
    wrote: Vec<Wrote>,
}

/// A row for an append-only table.
#[derive(Debug)]
pub struct NewRow<'r> {
    /// The centre.
    pub centre: &'r str,
    /// The values of the ledger's columns; the place of the personal digest is left NULL and filled here.
    pub values: Vec<Value>,
    /// Whose personal values these are (the subject's id) and their text, if the row has any.
    pub personal: Option<(&'r str, &'r str)>,
}

impl Trail {
    /// An empty trail.
    #[must_use]
    pub fn new() -> Self {
        Trail::default()
    }

    /// Says what the operation is about: an id of ours.
    pub fn about(&mut self, subject: &str) {
        subject.clone_into(&mut self.subject);
    }

    /// Forgets the rows of a verb that was refused: they were taken back. What it was about stays.
    pub fn forget_what_was_taken_back(&mut self) {
        self.wrote.clear();
    }

    /// Appends `row` to `ledger` and remembers its digest.
    ///
    /// # Errors
    /// What the store says; broken when the row does not fit its ledger.
    pub fn append(
        &mut self,
        tx: &mut Tx,
        ledger: &Ledger,
        mut row: NewRow,
        entropy: &dyn Entropy,
    ) -> Result<(), Failure> {
        if let (Some((subject, text)), Some((_, digest, _))) = (row.personal, ledger.personal) {
            let secret = match store::secret(tx, row.centre, subject)? {
                Some(secret) => secret,
                None => {
                    let secret = new_secret::<32>(entropy)?;
                    store::keep_secret(tx, row.centre, subject, &secret)?;
                    secret
                }
            };
            let at = column(ledger, digest)?;
            row.values[at] = Value::from(chain::keyed_digest(&secret, text));
        }
        store::insert(tx, ledger, &row.values, row.personal.map(|(_, text)| text))?;
        let key: Result<Vec<Value>, Failure> = ledger
            .key
            .iter()
            .map(|name| column(ledger, name).map(|at| row.values[at].clone()))
            .collect();
        self.wrote.push(Wrote {
            table: ledger.table.to_owned(),
            key: store::join_key(&key?),
            digest: chain::row_digest(ledger.table, &row.values),
        });
        Ok(())
    }
}

fn column(ledger: &Ledger, name: &str) -> Result<usize, Failure> {
    let at = ledger.columns.iter().position(|column| *column == name);
    at.ok_or_else(|| Broken::new(format!("{} has no column {name}", ledger.table)).into())
}

/// The circumstances of a write, for its audit row.
#[derive(Debug, Clone)]
pub struct Circumstances {
    /// The centre whose chain takes the row.
    pub centre: String,
    /// When, in UTC milliseconds.
    pub at: i64,
    /// Who; empty before log-in.
    pub account: String,
    /// The operation's name.
    pub operation: String,
    /// The desk's name.
    pub desk: String,
    /// The client-made id; empty where there is none.
    pub request_id: String,
}

/// Adds the row of one write to its centre's chain. `result`: `done`, `repeated` or `refused:CODE`.
///
/// # Errors
/// What the store says.
pub fn record(tx: &mut Tx, about: &Circumstances, trail: &Trail, result: &str) -> Result<(), Failure> {
    let (seq, previous) = store::head(tx, &about.centre)?.unwrap_or_else(|| (0, GENESIS.to_owned()));
    let wrote = serde_json::to_string(&trail.wrote)
        .map_err(|error| Broken::new(format!("the list of written rows is not JSON: {error}")))?;
    let entry = Entry {
        centre: about.centre.clone(),
        seq: seq + 1,
        at: about.at,
        account: about.account.clone(),
        operation: about.operation.clone(),
        subject: trail.subject.clone(),
        desk: about.desk.clone(),
        request_id: about.request_id.clone(),
        result: result.to_owned(),
        wrote,
    };
    let hash = chain::hash(&previous, &entry);
    store::append(tx, &entry, &previous, &hash)
}
