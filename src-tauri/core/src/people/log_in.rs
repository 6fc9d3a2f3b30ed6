//! `accounts.log_in`: opens a session. Says neither whether the name or the password was wrong, nor by the time it
//! takes; five failures in a row begin a wait that doubles.

use schemars::JsonSchema;
use serde::Deserialize;
use ts_rs::TS;

use super::{Account, Me, check_secret, me, rules, settle_secret, store};
use crate::org;
use crate::problem::{Code, Failure};
use crate::request::{Prepared, Preparing, Request};
use crate::sessions::Effect;

/// Who one says one is.
#[derive(Debug, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// Login name.
    pub login: String,
    /// Password.
    pub password: String,
    /// Id or short name of the centre, where a server holds several.
    pub centre: Option<String>,
}

/// Who one is.
pub type Output = Me;

/// Finds the one account of this name and compares the password.
///
/// # Errors
/// `not_set_up` on an empty house.
pub fn prepare(preparing: &Preparing) -> Result<Prepared, Failure> {
    let Some(first) = preparing.store.read(org::first_centre)? else {
        return Err(Code::NotSetUp.into());
    };
    let Some(input) = preparing.input::<Input>() else {
        return Ok(Prepared {
            centre: Some(first.id),
            ..Prepared::default()
        });
    };
    let account = find(preparing, &input)?;
    let stored = account.as_ref().map(|account| &account.password);
    let mut prepared = check_secret(preparing, account.as_ref(), stored, &input.password)?;
    prepared.centre.get_or_insert(first.id);
    Ok(prepared)
}

fn find(preparing: &Preparing, input: &Input) -> Result<Option<Account>, Failure> {
    let login = rules::read_login(&input.login);
    if login.contains('\0')
        || input
            .centre
            .as_deref()
            .is_some_and(|centre| centre.contains('\0'))
    {
        return Ok(None);
    }
    let centre = input.centre.clone();
    let found = preparing
        .store
        .read(move |tx| store::by_login(tx, centre.as_deref(), &login))?;
    // Two centres of one house may each have a qiantai1; then the centre must be named.
    Ok(if found.len() == 1 {
        found.into_iter().next()
    } else {
        None
    })
}

/// # Errors
/// `wrong_login` with the attempts left, `back_off` with the seconds to wait.
pub fn run(request: &mut Request, _: Input) -> Result<Output, Failure> {
    let account = match request.at.secrets.account.clone() {
        Some(id) => store::by_id(request.tx, &request.at.centre, &id)?,
        None => None,
    };
    if let Some(account) = &account {
        request.trail.about(&account.id);
    }
    let stored = account.as_ref().map(|account| account.password.clone());
    settle_secret(request, account.as_ref(), stored.as_deref(), Code::WrongLogin)?;
    let account = account.ok_or(Code::WrongLogin)?;
    request.effect = Effect::Open(account.centre.clone(), account.id.clone());
    me(request, &account.id, false)
}
