//! SQL of accounts and roles.

use std::collections::HashMap;

use super::{Account, AccountRow};
use crate::access::Role;
use crate::params;
use crate::problem::Failure;
use crate::request::Who;
use crate::store::{Row, Tx};
use crate::time::Instant;

const ACCOUNT: &str =
    "SELECT centre_id, account_id, login, name, password, recovery, failures, next_try_at FROM accounts";

fn account(row: &Row) -> Result<Account, Failure> {
    Ok(Account {
        centre: row.text(0)?,
        id: row.text(1)?,
        login: row.text(2)?,
        name: row.text(3)?,
        password: row.text(4)?,
        recovery: row.maybe_text(5)?,
        failures: row.int(6)?,
        next_try_at: row.instant(7)?,
    })
}

/// The person behind an account, with roles.
///
/// # Errors
/// What the store says.
pub fn who(tx: &mut Tx, centre: &str, id: &str) -> Result<Option<Who>, Failure> {
    let rows = tx.rows(
        "SELECT a.login, a.name, r.role FROM accounts a LEFT JOIN account_roles r \
         ON r.centre_id = a.centre_id AND r.account_id = a.account_id \
         WHERE a.centre_id = ?1 AND a.account_id = ?2 ORDER BY r.role",
        params![centre, id],
    )?;
    let Some(first) = rows.first() else {
        return Ok(None);
    };
    let mut roles = Vec::with_capacity(rows.len());
    for row in &rows {
        roles.extend(row.maybe_text(2)?.as_deref().and_then(Role::read));
    }
    roles.sort_unstable();
    Ok(Some(Who {
        account: id.to_owned(),
        login: first.text(0)?,
        name: first.text(1)?,
        roles,
    }))
}

/// The account of this id.
pub fn by_id(tx: &mut Tx, centre: &str, id: &str) -> Result<Option<Account>, Failure> {
    let row = tx.row(
        &format!("{ACCOUNT} WHERE centre_id = ?1 AND account_id = ?2"),
        params![centre, id],
    )?;
    row.as_ref().map(account).transpose()
}

/// Accounts with this login name: of one centre (by its id or short name), or of the whole house.
pub fn by_login(tx: &mut Tx, centre: Option<&str>, login: &str) -> Result<Vec<Account>, Failure> {
    let rows = match centre {
        Some(centre) => tx.rows(
            &format!(
                "{ACCOUNT} WHERE login = ?2 AND centre_id IN \
                 (SELECT centre_id FROM centres WHERE centre_id = ?1 OR short = ?1) ORDER BY centre_id"
            ),
            params![centre, login],
        )?,
        None => tx.rows(
            &format!("{ACCOUNT} WHERE login = ?1 ORDER BY centre_id"),
            params![login],
        )?,
    };
    rows.iter().map(account).collect()
}

/// Creates an account with its roles.
pub fn create(tx: &mut Tx, account: &Account, roles: &[Role], now: Instant) -> Result<(), Failure> {
    tx.execute(
        "INSERT INTO accounts (centre_id, account_id, login, name, password, recovery, failures, next_try_at, \
         created_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, 0, 0, ?7)",
        params![
            &account.centre,
            &account.id,
            &account.login,
            &account.name,
            &account.password,
            account.recovery.clone(),
            now
        ],
    )?;
    for role in roles {
        let sql =
            "INSERT INTO account_roles (centre_id, account_id, role, granted_at) VALUES (?1, ?2, ?3, ?4)";
        tx.execute(sql, params![&account.centre, &account.id, role.wire(), now])?;
    }
    Ok(())
}

/// Sets the failed attempts in a row, and when the next one is looked at.
pub fn set_failures(
    tx: &mut Tx,
    centre: &str,
    id: &str,
    failures: i64,
    next: Instant,
) -> Result<(), Failure> {
    let sql = "UPDATE accounts SET failures = ?3, next_try_at = ?4 WHERE centre_id = ?1 AND account_id = ?2";
    tx.execute(sql, params![centre, id, failures, next]).map(|_| ())
}

/// Sets a new password, and a new recovery code where there is one.
pub fn set_password(
    tx: &mut Tx,
    centre: &str,
    id: &str,
    hash: &str,
    recovery: Option<&str>,
) -> Result<(), Failure> {
    let sql = "UPDATE accounts SET password = ?3, recovery = COALESCE(CAST(?4 AS TEXT), recovery), failures = 0, \
               next_try_at = 0 WHERE centre_id = ?1 AND account_id = ?2";
    tx.execute(sql, params![centre, id, hash, recovery]).map(|_| ())
}

/// All accounts of a centre, in the order in which they were created.
pub fn list(tx: &mut Tx, centre: &str) -> Result<Vec<AccountRow>, Failure> {
    let mut roles: HashMap<String, Vec<Role>> = HashMap::new();
    let sql = "SELECT account_id, role FROM account_roles WHERE centre_id = ?1 ORDER BY account_id, role";
    for row in tx.rows(sql, params![centre])? {
        roles
            .entry(row.text(0)?)
            .or_default()
            .extend(Role::read(&row.text(1)?));
    }
    let sql = "SELECT account_id, name, login, created_at FROM accounts WHERE centre_id = ?1 ORDER BY created_at, login";
    let rows = tx.rows(sql, params![centre])?;
    rows.iter()
        .map(|row| {
            let id = row.text(0)?;
            let mut roles = roles.remove(&id).unwrap_or_default();
            roles.sort_unstable();
            Ok(AccountRow {
                id,
                name: row.text(1)?,
                login: row.text(2)?,
                roles,
                created_at: row.instant(3)?,
            })
        })
        .collect()
}

/// The names of all accounts of a centre by id, for lists that name colleagues.
///
/// # Errors
/// What the store says.
pub fn names(tx: &mut Tx, centre: &str) -> Result<HashMap<String, String>, Failure> {
    let rows = tx.rows(
        "SELECT account_id, name FROM accounts WHERE centre_id = ?1 ORDER BY account_id",
        params![centre],
    )?;
    rows.iter().map(|row| Ok((row.text(0)?, row.text(1)?))).collect()
}
