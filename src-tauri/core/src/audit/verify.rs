//! Verification: reads the chain and every append-only table and names what does not agree. It repairs nothing.
//!
//! What it finds, and against whom: an edited, deleted, added or moved row by somebody who does not recompute the
//! chain; a cut tail or a rewrite by somebody who does, only when a head from elsewhere is given.

use std::collections::HashMap;

use serde::Serialize;

use super::chain::{self, GENESIS, Wrote};
use super::store::{self, Kept, Ledger};
use crate::problem::Failure;
use crate::store::{Tx, Value};

/// How many rows are read at a time.
const PAGE: i64 = 2_000;
/// After so many findings the rest is not listed: the first one matters.
pub const MOST_FINDINGS: usize = 100;

/// The end of a centre's chain: keep it elsewhere, and compare later.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Head {
    /// The centre.
    pub centre: String,
    /// The number of its last row.
    pub seq: i64,
    /// The hash of its last row.
    pub hash: String,
}

/// One thing that does not agree.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// `edited`, `missing`, `extra`, `chain_broken`, `head_differs`, `head_unknown`, `blanked`, `differs_from_events`.
    pub what: &'static str,
    /// The centre.
    pub centre: String,
    /// The table.
    pub table: String,
    /// The row's key after the centre.
    pub key: String,
}

/// What verification found.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Verification {
    /// Nothing was found.
    pub whole: bool,
    /// Rows of the chain that were read.
    pub rows: u64,
    /// Append-only rows that were compared.
    pub kept: u64,
    /// The chains' ends as they are now.
    pub heads: Vec<Head>,
    /// What does not agree, in the order of the chain; at most [`MOST_FINDINGS`].
    pub findings: Vec<Finding>,
}

impl Verification {
    /// Adds a finding, up to the limit.
    pub fn find(&mut self, what: &'static str, centre: &str, table: &str, key: &str) {
        if self.findings.len() < MOST_FINDINGS {
            let (centre, table, key) = (centre.to_owned(), table.to_owned(), key.to_owned());
            self.findings.push(Finding {
                what,
                centre,
                table,
                key,
            });
        }
    }
}

/// Rows that the chain says were written: table and key, to digest.
pub type Written = HashMap<(String, String), String>;

/// Reads every chain, checks each link, and gives what the chain says was written, centre by centre.
///
/// # Errors
/// What the store says.
pub fn chain_of(
    tx: &mut Tx,
    head: Option<&str>,
    found: &mut Verification,
) -> Result<Vec<(String, Written)>, Failure> {
    let centres = store::centres(tx)?;
    let mut all = Vec::with_capacity(centres.len());
    let head = head.map(read_head);
    let mut head_seen = head.is_none();
    for centre in centres {
        let written = links(tx, &centre, found)?;
        if let Some(hash) = &head {
            head_seen = head_seen || store::carries(tx, &centre, hash)?;
        }
        all.push((centre, written));
    }
    if let (Some(hash), false) = (&head, head_seen) {
        found.find("head_unknown", "", "audit", hash);
    }
    Ok(all)
}

fn links(tx: &mut Tx, centre: &str, found: &mut Verification) -> Result<Written, Failure> {
    let mut written = Written::new();
    let (mut seq, mut last) = (0, GENESIS.to_owned());
    loop {
        let page = store::page(tx, centre, seq, PAGE)?;
        let Some((end, _, _)) = page.last() else { break };
        let end = end.seq;
        for (entry, previous, hash) in &page {
            let key = entry.seq.to_string();
            if entry.seq != seq + 1 {
                found.find("missing", centre, "audit", &(seq + 1).to_string());
            }
            // The stored hash is compared, not trusted: an edited row shows itself, and the next row still links.
            if chain::hash(previous, entry) != *hash {
                found.find("edited", centre, "audit", &key);
            } else if *previous != last && entry.seq == seq + 1 {
                found.find("chain_broken", centre, "audit", &key);
            }
            for row in serde_json::from_str::<Vec<Wrote>>(&entry.wrote).unwrap_or_default() {
                written.insert((row.table, row.key), row.digest);
            }
            (seq, last) = (entry.seq, hash.clone());
            found.rows += 1;
        }
        seq = end;
    }
    let stored = store::head(tx, centre)?;
    if stored
        .as_ref()
        .is_some_and(|(number, hash)| (*number, hash.as_str()) != (seq, last.as_str()))
    {
        found.find("head_differs", centre, "audit_heads", &seq.to_string());
    } else if stored.is_none() && seq > 0 {
        found.find("missing", centre, "audit_heads", centre);
    }
    found.heads.push(Head {
        centre: centre.to_owned(),
        seq,
        hash: last,
    });
    Ok(written)
}

/// Compares the rows of `ledgers` with what the chain says was written.
///
/// # Errors
/// What the store says.
pub fn ledgers_of(
    tx: &mut Tx,
    ledgers: &[&Ledger],
    centres: Vec<(String, Written)>,
    found: &mut Verification,
) -> Result<(), Failure> {
    for (centre, mut written) in centres {
        for ledger in ledgers {
            let mut after: Option<Vec<Value>> = None;
            loop {
                let page = store::kept(tx, ledger, &centre, after.as_deref(), PAGE)?;
                let Some((_, end)) = page.last() else { break };
                after = Some(end.clone());
                for (kept, _) in &page {
                    compare(ledger, &centre, kept, &mut written, found)?;
                }
            }
        }
        let mut missing: Vec<_> = written.into_keys().collect();
        missing.sort();
        for (table, key) in missing {
            found.find("missing", &centre, &table, &key);
        }
    }
    Ok(())
}

fn compare(
    ledger: &Ledger,
    centre: &str,
    kept: &Kept,
    written: &mut Written,
    found: &mut Verification,
) -> Result<(), Failure> {
    found.kept += 1;
    let Some(digest) = written.remove(&(ledger.table.to_owned(), kept.key.clone())) else {
        found.find("extra", centre, ledger.table, &kept.key);
        return Ok(());
    };
    if chain::row_digest(ledger.table, &kept.values) != digest {
        found.find("edited", centre, ledger.table, &kept.key);
        return Ok(());
    }
    match (&kept.personal, &kept.secret) {
        // Lawfully deleted: value and key are gone together; the digest in the row still proves the rest.
        (None | Some((None, None)), _) | (Some((None, _)), None) => {}
        (Some((Some(text), Some(digest))), Some(secret)) if chain::keyed_digest(secret, text) == *digest => {}
        (Some((None, Some(_))), Some(_)) => found.find("blanked", centre, ledger.table, &kept.key),
        _ => found.find("edited", centre, ledger.table, &kept.key),
    }
    Ok(())
}

/// A head given from outside (typed from paper): full hex; blanks and capitals are forgiven.
#[must_use]
pub fn read_head(text: &str) -> String {
    text.chars()
        .filter(|letter| !letter.is_whitespace())
        .collect::<String>()
        .to_lowercase()
}
