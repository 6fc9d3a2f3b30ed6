//! People of the centre: for now those who work with the program, as accounts with roles. Residents, kinds, guardians,
//! merging and lawful deletion come with the registry of persons.
//!
//! Passwords and recovery codes are kept only as argon2id hashes; a failed attempt counts even though it is refused.

pub mod change_password;
pub mod create;
pub mod list;
pub mod lock;
pub mod log_in;
pub mod log_out;
pub mod recover;
mod rules;
pub mod set_up;
pub mod status;
mod store;
pub mod unlock;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

pub use store::{names, who};

use crate::access::Role;
use crate::org::{self, CentreCard};
use crate::problem::{Broken, Code, Failure, Problem};
use crate::request::{Prepared, Preparing, Request};
use crate::sessions::IDLE_LOCK_SECONDS;
use crate::store::Tx;
use crate::time::Instant;

/// Who sits at this desk.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema, TS)]
pub struct Me {
    /// The account.
    pub account_id: String,
    /// Name as colleagues know it.
    pub name: String,
    /// Login name.
    pub login: String,
    /// What this person is at the centre.
    pub roles: Vec<Role>,
    /// The centre.
    pub centre: CentreCard,
    /// Only unlocking and logging out work.
    pub locked: bool,
    /// After so many seconds without anybody the desk locks itself.
    #[ts(type = "number")]
    pub idle_lock_seconds: i64,
}

/// An account in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema, TS)]
pub struct AccountRow {
    /// Id.
    pub id: String,
    /// Name as colleagues know it.
    pub name: String,
    /// Login name.
    pub login: String,
    /// Roles.
    pub roles: Vec<Role>,
    /// Since when.
    pub created_at: Instant,
}

/// A person as cases and lists name them: always a colleague, never a resident.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct Person {
    /// The account.
    pub id: String,
    /// Name as colleagues know it.
    pub name: String,
}

/// An account with what its secrets need.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// The centre.
    pub centre: String,
    /// Id.
    pub id: String,
    /// Login name.
    pub login: String,
    /// Name.
    pub name: String,
    /// PHC string of the password.
    pub password: String,
    /// PHC string of the recovery code, if it has one.
    pub recovery: Option<String>,
    /// Failed attempts in a row.
    pub failures: i64,
    /// Before this no further attempt is looked at.
    pub next_try_at: Instant,
}

/// An account of the sample.
pub(crate) fn sample_account(id: String, centre: &str, login: &str, name: &str, password: String) -> Account {
    Account {
        centre: centre.to_owned(),
        id,
        login: login.to_owned(),
        name: name.to_owned(),
        password,
        recovery: None,
        failures: 0,
        next_try_at: Instant(0),
    }
}

/// Creates an account of the sample.
pub(crate) fn create_sample_account(
    tx: &mut Tx,
    account: &Account,
    role: Role,
    now: Instant,
) -> Result<(), Failure> {
    store::create(tx, account, &[role], now)
}

/// What [`Me`] is for the asker of `request`.
fn me(request: &mut Request, account: &str, locked: bool) -> Result<Me, Failure> {
    let centre = request.at.centre.clone();
    let who = store::who(request.tx, &centre, account)?.ok_or(Code::NotSignedIn)?;
    let centre = org::centre(request.tx, &centre)?.ok_or(Code::NotSetUp)?;
    let (account_id, name, login, roles) = (who.account, who.name, who.login, who.roles);
    Ok(Me {
        account_id,
        name,
        login,
        roles,
        centre,
        locked,
        idle_lock_seconds: IDLE_LOCK_SECONDS,
    })
}

/// Compares a secret with its hash before the transaction: log-in, unlocking, recovery. Where no account was found a
/// hash is computed all the same, so that the time taken tells nobody which login names exist.
fn check_secret(
    preparing: &Preparing,
    account: Option<&Account>,
    stored: Option<&String>,
    given: &str,
) -> Result<Prepared, Failure> {
    let around = preparing.around;
    let mut prepared = Prepared::default();
    prepared.secrets.account = account.map(|account| account.id.clone());
    prepared.centre = account.map(|account| account.centre.clone());
    if account.is_some_and(|account| account.next_try_at > around.clock.now()) {
        return Ok(prepared);
    }
    match stored {
        Some(hash) => prepared.secrets.checked = Some((hash.clone(), around.hashing.verify(given, hash))),
        None => {
            preparing.hash(given)?;
        }
    }
    Ok(prepared)
}

/// Compares the present password of whoever is signed in; nobody signed in, nothing compared.
fn check_own_password(preparing: &Preparing, given: &str) -> Result<Prepared, Failure> {
    let Some(seen) = preparing.seen.cloned() else {
        return Ok(Prepared::default());
    };
    let account = preparing
        .store
        .read(move |tx| store::by_id(tx, &seen.centre, &seen.account))?;
    let stored = account.as_ref().map(|account| &account.password);
    check_secret(preparing, account.as_ref(), stored, given)
}

/// Judges that comparison inside the transaction, for the asker's own account `id`.
fn settle_own_password(request: &mut Request, id: &str) -> Result<(), Failure> {
    let account = store::by_id(request.tx, &request.at.centre, id)?;
    let stored = account.as_ref().map(|account| account.password.clone());
    settle_secret(request, account.as_ref(), stored.as_deref(), Code::WrongPassword)
}

/// Judges the comparison inside the transaction: back-off first, then the secret; a failure counts and stays counted.
/// `wrong` is the code of a wrong secret, with the fact `left`.
fn settle_secret(
    request: &mut Request,
    account: Option<&Account>,
    stored: Option<&str>,
    wrong: Code,
) -> Result<(), Failure> {
    let now = request.at.now;
    let Some(account) = account else {
        // Nothing can be counted against a name that does not exist; the answer looks the same.
        return Err(Problem::new(wrong).with("left", rules::FREE_FAILURES - 1).into());
    };
    if account.next_try_at > now {
        let wait = rules::wait_seconds(account.next_try_at, now);
        return Err(Problem::new(Code::BackOff).with("wait_seconds", wait).into());
    }
    let fits = match &request.at.secrets.checked {
        // The hash may have changed between comparison and transaction; then nothing was compared.
        Some((against, fits)) => *fits && stored == Some(against.as_str()),
        None => false,
    };
    let centre = account.centre.clone();
    if fits {
        return store::set_failures(request.tx, &centre, &account.id, 0, Instant(0));
    }
    let (id, failures) = (account.id.clone(), account.failures + 1);
    let next = now.plus(rules::back_off_millis(failures));
    request.even_if_refused(move |tx| store::set_failures(tx, &centre, &id, failures, next));
    if next > now {
        let wait = rules::wait_seconds(next, now);
        return Err(Problem::new(Code::BackOff).with("wait_seconds", wait).into());
    }
    Err(Problem::new(wrong)
        .with("left", rules::FREE_FAILURES - failures)
        .into())
}

/// The hash of a new password, which preparing must have made.
fn new_hash(request: &Request) -> Result<String, Failure> {
    request
        .at
        .secrets
        .hash
        .clone()
        .ok_or_else(|| Broken::new("no hash was prepared").into())
}

/// The new recovery code and its hash, which preparing must have made.
fn new_recovery(request: &Request) -> Result<(String, String), Failure> {
    let recovery = request.at.secrets.recovery.clone();
    recovery.ok_or_else(|| Broken::new("no recovery code was prepared").into())
}
