//! The sample centre (示例数据): something to try everything on, in a folder of its own. Every person is invented from
//! lists of syllables, every phone number is of a range that nobody has (1990000NNNN). The sample is filled through the
//! same operations that people use, under a clock of its own, so it cannot hold what they could not have entered.

mod matters;
pub mod open;
pub mod wipe;

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use schemars::JsonSchema;
use serde::Serialize;
use serde_json::json;
use ts_rs::TS;

use crate::access::Role;
use crate::desk::Desk;
use crate::hashing;
use crate::id::{new_id, new_readable};
use crate::operations::Operation;
use crate::org::{self, NewCentre};
use crate::outcome::{Ask, Outcome, Place};
use crate::people;
use crate::problem::{Broken, Failure, Reasons};
use crate::request::Surroundings;
use crate::store::Store;
use crate::time::{Clock, Instant, Zone};

/// The centre of the sample. Its name is that of a real community; everybody in it is invented.
const NAME: &str = "城林社区党群服务中心（示例）";
const SHORT: &str = "城林";

/// Accounts of the sample: login, invented name, role.
const ACCOUNTS: &[(&str, &str, Role)] = &[
    ("zhuren1", "郭明远", Role::CentreHead),
    ("qiantai1", "林晓燕", Role::FrontDesk),
    ("qiantai2", "单国强", Role::FrontDesk),
    ("zhiyuan1", "查丽华", Role::VolunteerAdmin),
    ("shenji1", "覃月", Role::Auditor),
];

/// Days before today that have cases.
const DAYS: i64 = 14;

/// An account that one may log in with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema, TS)]
pub struct SampleAccount {
    /// Login name.
    pub login: String,
    /// Invented name.
    pub name: String,
    /// Its roles.
    pub roles: Vec<Role>,
}

/// The accounts and the password that they share.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SampleAccounts {
    /// One password for all, shown this once.
    pub password: String,
    /// Who there is.
    pub accounts: Vec<SampleAccount>,
}

/// The accounts of the sample, without their password.
#[must_use]
pub fn accounts() -> Vec<SampleAccount> {
    let account = |(login, name, role): &(&str, &str, Role)| SampleAccount {
        login: (*login).to_owned(),
        name: (*name).to_owned(),
        roles: vec![*role],
    };
    ACCOUNTS.iter().map(account).collect()
}

/// Judges a password that somebody chose for the sample.
///
/// # Errors
/// `invalid_input` with all reasons.
pub fn judge_password(password: Option<&str>) -> Result<(), Failure> {
    let mut reasons = Reasons::new();
    if let Some(password) = password {
        hashing::judge_password("password", password, "", &mut reasons);
    }
    reasons.settle()
}

/// A clock that stands where the filling puts it.
struct Standing(AtomicI64);

impl Clock for Standing {
    fn now(&self) -> Instant {
        Instant(self.0.load(Ordering::Relaxed))
    }
}

/// Fills an empty store.
///
/// # Errors
/// `invalid_input` for the password; broken when an operation refuses what the sample says.
pub fn fill(
    store: &Arc<Store>,
    around: &Surroundings,
    place: Place,
    password: Option<String>,
) -> Result<SampleAccounts, Failure> {
    judge_password(password.as_deref())?;
    let password = match password {
        Some(password) => password,
        None => new_readable(3, &*around.entropy)?,
    };
    let now = around.clock.now();
    let centre = create_centre(store, around, now)?;
    let ids = create_accounts(store, around, &centre, &password, now)?;
    let clock = Arc::new(Standing(AtomicI64::new(now.0)));
    let desk = Desk::new(
        store.clone(),
        Surroundings {
            clock: clock.clone(),
            ..around.clone()
        },
        place,
    );
    register_cases(&desk, &clock, &centre, &ids, now)?;
    Ok(SampleAccounts {
        password,
        accounts: accounts(),
    })
}

fn create_centre(store: &Store, around: &Surroundings, now: Instant) -> Result<String, Failure> {
    let id = new_id(now, &*around.entropy)?;
    let new = NewCentre {
        id: id.clone(),
        name: NAME.to_owned(),
        short: SHORT.to_owned(),
        zone: Zone::DEFAULT.to_owned(),
        sample: true,
        created_at: now.plus(-(DAYS + 1) * Instant::DAY),
    };
    store.write("sample", move |tx| org::create(tx, &new))?;
    Ok(id)
}

fn create_accounts(
    store: &Store,
    around: &Surroundings,
    centre: &str,
    password: &str,
    now: Instant,
) -> Result<Vec<String>, Failure> {
    let mut ids = Vec::with_capacity(ACCOUNTS.len());
    for (login, name, role) in ACCOUNTS {
        let hash = around.hashing.hash(password, &*around.entropy)?;
        let account = people::sample_account(new_id(now, &*around.entropy)?, centre, login, name, hash);
        ids.push(account.id.clone());
        store.write("sample", move |tx| {
            people::create_sample_account(tx, &account, *role, now)
        })?;
    }
    Ok(ids)
}

/// The wall hours at which the sample receives people.
const HOURS: [i64; 6] = [8, 9, 10, 14, 15, 16];

fn register_cases(
    desk: &Desk,
    clock: &Standing,
    centre: &str,
    ids: &[String],
    now: Instant,
) -> Result<(), Failure> {
    let operation =
        Operation::named("cases.register").ok_or_else(|| Broken::new("cases.register is not listed"))?;
    let zone = Zone::named(Zone::DEFAULT).unwrap_or(Zone::UTC);
    let mut nth: usize = 0;
    for back in (0..=DAYS).rev() {
        let midnight = zone.start_of(zone.day(now.plus(-back * Instant::DAY)));
        for (slot, hour) in HOURS.iter().enumerate() {
            let at = midnight.plus(hour * 60 * Instant::MINUTE + (nth as i64 * 7 % 50) * Instant::MINUTE);
            // Some hours nobody comes; and nothing is recorded in the future.
            if (nth + slot * 3 + back as usize).is_multiple_of(3) || at > now {
                nth += 1;
                continue;
            }
            clock.0.store(at.0, Ordering::Relaxed);
            let token = desk.open_session(centre, &ids[1 + nth % 2])?;
            let ask = Ask {
                place: Place::Sample,
                token: Some(token),
                desk: "示例".to_owned(),
                operation: operation.name.to_owned(),
                request_id: Some(format!("sample-case-{nth}")),
                passive: false,
                input: contact(nth),
            };
            match desk.call(operation, ask, false).outcome {
                Outcome::Done { .. } => nth += 1,
                Outcome::Refused(problem) => {
                    return Err(Broken::new(format!("sample: {}", problem.code.wire())).into());
                }
                Outcome::Broken { log_id } => return Err(Broken::new(format!("sample: {log_id}")).into()),
            }
        }
    }
    Ok(())
}

/// The first contact of this number.
fn contact(nth: usize) -> serde_json::Value {
    let matter = &matters::MATTERS[nth % matters::MATTERS.len()];
    let anonymous = nth % 11 == 7;
    let visitor = if anonymous {
        json!({ "anonymous": true })
    } else {
        json!({
            "anonymous": false,
            "name": matters::name(nth),
            "phone": (nth % 4 != 3).then(|| format!("1990000{:04}", 1000 + nth * 37 % 9000)),
            "address": nth.is_multiple_of(3).then(|| format!("示例小区{}号楼", 1 + nth % 9)),
        })
    };
    json!({
        "channel": matter.channel,
        "visitor": visitor,
        "matter": matter.text,
        "kind": matter.kind,
        "urgency": if nth % 17 == 5 { "urgent" } else { "normal" },
        "category": matter.category,
        "materials": matter.materials,
        "way": if matter.reply.is_some() { "resolved_on_spot" } else { "taken" },
        "reply": matter.reply,
    })
}
