//! The rules of the chain: the canonical form of a row, its hash, the digests of what it wrote. Pure: no store, no
//! clock. SM3 is GB/T 32905-2016; the keyed digest is HMAC (GB/T 15852.2, RFC 2104) over it.
//!
//! A chain shows that rows were edited, removed, added or reordered. It does not show a cut tail or a full rewrite to
//! whoever has only the file: for that a head must be kept elsewhere (paper, backup) and compared.

use hmac::{Hmac, KeyInit, Mac};
use serde::{Deserialize, Serialize};
use sm3::{Digest, Sm3};

use crate::id::to_hex;
use crate::store::Value;

/// The hash before the first row.
pub const GENESIS: &str = "0000000000000000000000000000000000000000000000000000000000000000";

/// A row of an append-only table as the audit remembers it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wrote {
    /// The table's name.
    pub table: String,
    /// Its key after the centre, joined by `/`.
    pub key: String,
    /// [`row_digest`] of the row.
    pub digest: String,
}

/// One row of the audit, without its two hashes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The centre whose chain this is.
    pub centre: String,
    /// Position in the chain, from 1.
    pub seq: i64,
    /// When, in UTC milliseconds.
    pub at: i64,
    /// Who; empty before log-in.
    pub account: String,
    /// What was asked.
    pub operation: String,
    /// What it was about: an id of ours, never a name.
    pub subject: String,
    /// From which desk.
    pub desk: String,
    /// The client-made id.
    pub request_id: String,
    /// `done`, `repeated`, or `refused:CODE`.
    pub result: String,
    /// The append-only rows it wrote, as JSON of [`Wrote`].
    pub wrote: String,
}

/// The hash of `entry` after `previous`, as hex.
#[must_use]
pub fn hash(previous: &str, entry: &Entry) -> String {
    let mut sm3 = Sm3::new();
    for part in [
        previous,
        &entry.centre,
        &entry.seq.to_string(),
        &entry.at.to_string(),
        &entry.account,
        &entry.operation,
        &entry.subject,
        &entry.desk,
        &entry.request_id,
        &entry.result,
        &entry.wrote,
    ] {
        feed(&mut sm3, 1, part.as_bytes());
    }
    to_hex(&sm3.finalize())
}

/// The digest of a row's values in column order, as hex. The personal column takes part only by its keyed digest.
#[must_use]
pub fn row_digest(table: &str, values: &[Value]) -> String {
    let mut sm3 = Sm3::new();
    feed(&mut sm3, 0, table.as_bytes());
    for value in values {
        match value {
            Value::Null => feed(&mut sm3, 3, b""),
            Value::Int(number) => feed(&mut sm3, 2, &number.to_be_bytes()),
            Value::Text(text) => feed(&mut sm3, 1, text.as_bytes()),
        }
    }
    to_hex(&sm3.finalize())
}

/// The digest of `text` as hex: of a request, to tell the same from another.
#[must_use]
pub fn plain_digest(text: &str) -> String {
    to_hex(&Sm3::digest(text.as_bytes()))
}

/// The digest of a personal value under its subject's key, as hex. Without the key it says nothing, not even to
/// somebody who tries all phone numbers.
#[must_use]
pub fn keyed_digest(key: &str, personal: &str) -> String {
    // HMAC takes keys of every length, so the error has no case; an empty digest would never verify.
    Hmac::<Sm3>::new_from_slice(key.as_bytes()).map_or_else(
        |_| String::new(),
        |mut mac| {
            mac.update(personal.as_bytes());
            to_hex(&mac.finalize().into_bytes())
        },
    )
}

/// Kind and length before each part, so that no two different rows read the same.
fn feed(sm3: &mut Sm3, kind: u8, part: &[u8]) {
    sm3.update([kind]);
    sm3.update((part.len() as u64).to_be_bytes());
    sm3.update(part);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sm3_is_the_published_one() {
        // GB/T 32905-2016, annex A.1.
        assert_eq!(
            plain_digest("abc"),
            "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"
        );
    }

    #[test]
    fn moving_a_letter_between_neighbours_changes_the_digest() {
        let row = |a: &str, b: &str| row_digest("t", &[Value::from(a), Value::from(b)]);
        assert_ne!(row("ab", "c"), row("a", "bc"));
        assert_ne!(
            row_digest("t", &[Value::Null]),
            row_digest("t", &[Value::from("")])
        );
        assert_ne!(
            row_digest("t", &[Value::Int(49)]),
            row_digest("t", &[Value::from("1")])
        );
    }

    #[test]
    fn a_keyed_digest_depends_on_its_key() {
        assert_ne!(keyed_digest("a", "13800005678"), keyed_digest("b", "13800005678"));
        assert_eq!(keyed_digest("a", "x").len(), 64);
    }
}
