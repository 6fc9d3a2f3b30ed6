//! SQL of the kept requests.

use serde_json::Value as Json;

use super::{KEPT_FOR, Known};
use crate::params;
use crate::problem::{Broken, Failure};
use crate::store::Tx;
use crate::time::Instant;

/// What is known of `id`. Counting the repeat is a write on purpose: on a replicated database a bare read could
/// confirm what a failover then loses.
pub fn look_up(tx: &mut Tx, centre: &str, account: &str, id: &str, digest: &str) -> Result<Known, Failure> {
    let sql = "UPDATE requests SET repeats = repeats + 1 \
               WHERE centre_id = ?1 AND account_id = ?2 AND request_id = ?3 RETURNING digest, answer";
    let Some(row) = tx.row(sql, params![centre, account, id])? else {
        return Ok(Known::New);
    };
    if row.text(0)? != digest {
        return Ok(Known::Other);
    }
    let answer = row.text(1)?;
    let answer = serde_json::from_str(&answer)
        .map_err(|error| Broken::new(format!("a kept answer is not JSON: {error}")))?;
    Ok(Known::Same(answer))
}

/// What is kept of a request that was done.
pub struct Done<'r> {
    /// The centre.
    pub centre: &'r str,
    /// The account; empty before log-in.
    pub account: &'r str,
    /// The client-made id.
    pub id: &'r str,
    /// The operation.
    pub operation: &'r str,
    /// [`super::digest`] of operation and input.
    pub digest: &'r str,
    /// The answer.
    pub answer: &'r Json,
    /// When.
    pub now: Instant,
}

/// Keeps the answer, and lets those go that are older than [`KEPT_FOR`].
pub fn keep(tx: &mut Tx, done: &Done) -> Result<(), Failure> {
    let sql = "DELETE FROM requests WHERE centre_id = ?1 AND at < ?2";
    tx.execute(sql, params![done.centre, done.now.plus(-KEPT_FOR)])?;
    tx.execute(
        "INSERT INTO requests (centre_id, account_id, request_id, operation, digest, answer, repeats, at) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, 0, ?7)",
        params![
            done.centre,
            done.account,
            done.id,
            done.operation,
            done.digest,
            done.answer.to_string(),
            done.now
        ],
    )?;
    Ok(())
}
