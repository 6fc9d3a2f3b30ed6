//! SQL of drafts: one row for each person and form, replaced as somebody types. Never joined with anything.

use super::DraftKind;
use crate::params;
use crate::problem::Failure;
use crate::store::Tx;
use crate::time::Instant;

/// Keeps a draft in place of the former.
pub fn keep(
    tx: &mut Tx,
    (centre, account, kind): (&str, &str, DraftKind),
    body: &str,
    now: Instant,
) -> Result<(), Failure> {
    let sql = "INSERT INTO drafts (centre_id, account_id, kind, body, saved_at) VALUES (?1, ?2, ?3, ?4, ?5) \
               ON CONFLICT (centre_id, account_id, kind) DO UPDATE SET body = excluded.body, saved_at = excluded.saved_at";
    tx.execute(sql, params![centre, account, kind.wire(), body, now])
        .map(|_| ())
}

/// The draft and when it was kept.
pub fn read(
    tx: &mut Tx,
    centre: &str,
    account: &str,
    kind: DraftKind,
) -> Result<Option<(String, Instant)>, Failure> {
    let sql = "SELECT body, saved_at FROM drafts WHERE centre_id = ?1 AND account_id = ?2 AND kind = ?3";
    let row = tx.row(sql, params![centre, account, kind.wire()])?;
    row.map(|row| Ok((row.text(0)?, row.instant(1)?))).transpose()
}

/// Lets a draft go.
pub fn discard(tx: &mut Tx, centre: &str, account: &str, kind: DraftKind) -> Result<(), Failure> {
    let sql = "DELETE FROM drafts WHERE centre_id = ?1 AND account_id = ?2 AND kind = ?3";
    tx.execute(sql, params![centre, account, kind.wire()]).map(|_| ())
}
