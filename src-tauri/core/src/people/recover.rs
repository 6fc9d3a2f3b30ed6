//! `accounts.recover`: the way back in for the head who has lost the password but not the paper. The code is used up
//! and replaced; every open session of the account ends. Attempts count as those at the door.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::set_up::new_code;
use super::{check_secret, new_hash, new_recovery, rules, settle_secret, store};
use crate::hashing::judge_password;
use crate::org;
use crate::problem::{Code, Failure, Reasons};
use crate::request::{Prepared, Preparing, Request};
use crate::sessions::Effect;

/// The code and what comes in place of the lost password.
#[derive(Debug, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// Login name of the head.
    pub login: String,
    /// The code from paper; hyphens, blanks and capitals do not matter.
    pub recovery_code: String,
    /// The new password.
    pub password: String,
}

/// What must be written down anew.
#[derive(Debug, Serialize, JsonSchema, TS)]
pub struct Output {
    /// The next code; the old one is of no use any more.
    pub recovery_code: String,
}

/// Finds the account, compares the code, makes the new hashes.
///
/// # Errors
/// `not_set_up` on an empty house.
pub fn prepare(preparing: &Preparing) -> Result<Prepared, Failure> {
    let Some(first) = preparing.store.read(org::first_centre)? else {
        return Err(Code::NotSetUp.into());
    };
    let Some(input) = preparing
        .input::<Input>()
        .filter(|input| !input.login.contains('\0'))
    else {
        return Ok(Prepared {
            centre: Some(first.id),
            ..Prepared::default()
        });
    };
    let login = rules::read_login(&input.login);
    let mut found = preparing
        .store
        .read(move |tx| store::by_login(tx, None, &login))?;
    found.retain(|account| account.recovery.is_some());
    let account = if found.len() == 1 { found.pop() } else { None };
    let stored = account.as_ref().and_then(|account| account.recovery.as_ref());
    let mut prepared = check_secret(
        preparing,
        account.as_ref(),
        stored,
        &rules::read_code(&input.recovery_code),
    )?;
    prepared.centre.get_or_insert(first.id);
    if prepared.secrets.fits() {
        prepared.secrets.hash = Some(preparing.hash(&input.password)?);
        prepared.secrets.recovery = Some(new_code(preparing)?);
    }
    Ok(prepared)
}

/// # Errors
/// `wrong_recovery_code`, `back_off`; `invalid_input` for the new password (the code is then not used up).
pub fn run(request: &mut Request, input: Input) -> Result<Output, Failure> {
    let account = match request.at.secrets.account.clone() {
        Some(id) => store::by_id(request.tx, &request.at.centre, &id)?,
        None => None,
    };
    if let Some(account) = &account {
        request.trail.about(&account.id);
    }
    let stored = account.as_ref().and_then(|account| account.recovery.clone());
    settle_secret(
        request,
        account.as_ref(),
        stored.as_deref(),
        Code::WrongRecoveryCode,
    )?;
    let account = account.ok_or(Code::WrongRecoveryCode)?;
    let mut reasons = Reasons::new();
    judge_password("password", &input.password, &account.login, &mut reasons);
    reasons.settle()?;
    let (code, recovery) = new_recovery(request)?;
    let hash = new_hash(request)?;
    store::set_password(request.tx, &account.centre, &account.id, &hash, Some(&recovery))?;
    request.effect = Effect::EndOthers(account.id);
    Ok(Output { recovery_code: code })
}
