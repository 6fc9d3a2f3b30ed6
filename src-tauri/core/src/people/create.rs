//! `accounts.create`: an account for a colleague, with roles and a first password that they change themselves.

use schemars::JsonSchema;
use serde::Deserialize;
use ts_rs::TS;

use super::{Account, AccountRow, new_hash, rules, store};
use crate::access::Role;
use crate::hashing::judge_password;
use crate::problem::{Code, Fact, Facts, Failure, Problem, Reason, Reasons};
use crate::request::{Prepared, Preparing, Request};
use crate::text;
use crate::time::Instant;

/// The colleague.
#[derive(Debug, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// Name, 1 to 30 characters.
    pub name: String,
    /// Login name: 2 to 32 of a–z, 0–9, point, underscore, hyphen.
    pub login: String,
    /// First password, 8 to 128 characters.
    pub password: String,
    /// At least one.
    pub roles: Vec<Role>,
}

/// The account.
pub type Output = AccountRow;

/// Hashes the password.
///
/// # Errors
/// When there is no randomness.
pub fn prepare(preparing: &Preparing) -> Result<Prepared, Failure> {
    let mut prepared = Prepared::default();
    if let (Some(_), Some(input)) = (preparing.seen, preparing.input::<Input>()) {
        prepared.secrets.hash = Some(preparing.hash(&input.password)?);
    }
    Ok(prepared)
}

/// # Errors
/// `invalid_input` with all reasons, `login_taken` among them.
pub fn run(request: &mut Request, input: Input) -> Result<Output, Failure> {
    let mut reasons = Reasons::new();
    let name = text::required("name", &input.name, (1, 30), &mut reasons);
    text::one_line("name", &name, &mut reasons);
    let login = rules::judge_login("login", &input.login, &mut reasons);
    judge_password("password", &input.password, &login, &mut reasons);
    if input.roles.is_empty() {
        reasons.add("roles", Code::Required);
    }
    reasons.settle()?;
    let centre = request.at.centre.clone();
    if !store::by_login(request.tx, Some(&centre), &login)?.is_empty() {
        return Err(taken(&login));
    }
    let mut roles = input.roles;
    roles.sort_unstable();
    roles.dedup();
    let account = Account {
        centre,
        id: request.new_id()?,
        login,
        name,
        password: new_hash(request)?,
        recovery: None,
        failures: 0,
        next_try_at: Instant(0),
    };
    let now = request.at.now;
    store::create(request.tx, &account, &roles, now)?;
    request.trail.about(&account.id);
    Ok(AccountRow {
        id: account.id,
        name: account.name,
        login: account.login,
        roles,
        created_at: now,
    })
}

fn taken(login: &str) -> Failure {
    let facts = Facts::from([("login".to_owned(), Fact::from(login))]);
    let reason = Reason {
        code: Code::LoginTaken,
        field: Some("login".to_owned()),
        facts,
    };
    Problem {
        code: Code::InvalidInput,
        facts: Facts::new(),
        reasons: vec![reason],
    }
    .into()
}
