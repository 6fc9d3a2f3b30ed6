//! `centre.set_up`: the first step on an empty folder: the centre, its head, and a recovery code that is shown once.
//! There is no default password and no second set-up.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{Account, new_hash, new_recovery, rules, store};
use crate::Place;
use crate::access::Role;
use crate::hashing::judge_password;
use crate::id::{new_id, new_readable};
use crate::org::{self, NewCentre};
use crate::problem::{Code, Failure, Reasons};
use crate::request::{Prepared, Preparing, Request};
use crate::text;
use crate::time::Instant;

/// Groups of four characters in a recovery code: 20 characters of 30 are more than 98 bits.
const CODE_GROUPS: usize = 5;

/// The centre and its head.
#[derive(Debug, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// Full name, 2 to 40 characters.
    pub name: String,
    /// Short name, 1 to 8 characters; case numbers begin with it.
    pub short: String,
    /// IANA name; Asia/Shanghai unless given.
    pub zone: Option<String>,
    /// The first account.
    pub head: Head,
}

/// The head of the centre (中心主任/书记).
#[derive(Debug, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct Head {
    /// Name, 1 to 30 characters.
    pub name: String,
    /// Login name: 2 to 32 of a–z, 0–9, point, underscore, hyphen.
    pub login: String,
    /// Password, 8 to 128 characters.
    pub password: String,
}

/// What must be written down.
#[derive(Debug, Serialize, JsonSchema, TS)]
pub struct Output {
    /// Five groups of four; shown this once.
    pub recovery_code: String,
    /// The head's login name, as log-in wants it.
    pub login: String,
}

/// A new recovery code and its hash.
pub(super) fn new_code(preparing: &Preparing) -> Result<(String, String), Failure> {
    let around = preparing.around;
    let code = new_readable(CODE_GROUPS, &*around.entropy)?;
    let hash = preparing.hash(&rules::read_code(&code))?;
    Ok((code, hash))
}

/// Chooses the centre's id and makes the hashes; on a house that has a centre, nothing.
///
/// # Errors
/// What the store or the randomness says.
pub fn prepare(preparing: &Preparing) -> Result<Prepared, Failure> {
    let around = preparing.around;
    if let Some(centre) = preparing.store.read(org::first_centre)? {
        return Ok(Prepared {
            centre: Some(centre.id),
            ..Prepared::default()
        });
    }
    let centre = new_id(around.clock.now(), &*around.entropy)?;
    let mut prepared = Prepared {
        centre: Some(centre),
        ..Prepared::default()
    };
    if let Some(input) = preparing.input::<Input>() {
        prepared.secrets.hash = Some(preparing.hash(&input.head.password)?);
        prepared.secrets.recovery = Some(new_code(preparing)?);
    }
    Ok(prepared)
}

/// # Errors
/// `already_set_up`; `invalid_input` with all reasons.
pub fn run(request: &mut Request, input: Input) -> Result<Output, Failure> {
    if org::first_centre(request.tx)?.is_some() {
        return Err(Code::AlreadySetUp.into());
    }
    let mut reasons = Reasons::new();
    let (name, short, zone) =
        org::judge_words(&input.name, &input.short, input.zone.as_deref(), &mut reasons);
    let head = text::required("head.name", &input.head.name, (1, 30), &mut reasons);
    text::one_line("head.name", &head, &mut reasons);
    let login = rules::judge_login("head.login", &input.head.login, &mut reasons);
    judge_password("head.password", &input.head.password, &login, &mut reasons);
    reasons.settle()?;
    let centre = request.at.centre.clone();
    let now = request.at.now;
    let sample = request.at.place == Place::Sample;
    org::create(
        request.tx,
        &NewCentre {
            id: centre.clone(),
            name,
            short,
            zone,
            sample,
            created_at: now,
        },
    )?;
    let (code, recovery) = new_recovery(request)?;
    let account = Account {
        centre: centre.clone(),
        id: request.new_id()?,
        login: login.clone(),
        name: head,
        password: new_hash(request)?,
        recovery: Some(recovery),
        failures: 0,
        next_try_at: Instant(0),
    };
    store::create(request.tx, &account, &[Role::CentreHead], now)?;
    request.trail.about(&centre);
    Ok(Output {
        recovery_code: code,
        login,
    })
}
