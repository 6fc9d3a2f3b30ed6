//! What every story stands on: a centre on either engine, a clock that stands still until it is moved, desks that ask
//! through the public door and nothing else. No story reaches into the store; where a test must play an attacker it
//! says so and opens the file itself.
//!
//! Both engines are demanded: a story on PostgreSQL without `KETING_TEST_POSTGRES` fails, it is never skipped.

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    reason = "test support: a story that cannot go on must stop loudly"
)]

mod engine;
pub mod loops;
mod surroundings;

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use keting_core::{Ask, Code, House, Outcome, Place, Problem, SessionChange, Verification};
use serde_json::{Value, json};

pub use engine::{Engine, Ground};
pub use surroundings::{FrozenClock, Seeded, surroundings};

/// A password that the rules accept.
pub const PASSWORD: &str = "kuai-le-2026";
/// Sunday 2026-11-22 10:42 in Shanghai.
pub const SUNDAY_MORNING: i64 = 1_795_315_320_000;

static NEXT_REQUEST: AtomicU64 = AtomicU64::new(1);

/// A new request id, as a client makes one.
#[must_use]
pub fn new_request_id() -> String {
    format!("test-{:08}", NEXT_REQUEST.fetch_add(1, Ordering::Relaxed))
}

/// A centre that is set up, with whoever was asked for.
pub struct TestCentre {
    /// The ground it stands on; goes last.
    pub ground: Ground,
    /// The clock of the house.
    pub clock: Arc<FrozenClock>,
    /// The house.
    pub house: Arc<House>,
    /// The head's recovery code.
    pub recovery_code: String,
}

impl TestCentre {
    /// 城林 with its head `zhuren1`.
    #[must_use]
    pub fn new(engine: Engine) -> TestCentre {
        let mut centre = TestCentre::empty(engine);
        let input = json!({
            "name": "城林社区党群服务中心", "short": "城林", "zone": null,
            "head": { "name": "郭书记", "login": "zhuren1", "password": PASSWORD },
        });
        let output = centre.stranger().done("centre.set_up", input);
        centre.recovery_code = output["recovery_code"].as_str().unwrap().to_owned();
        centre
    }

    /// A house without a centre.
    #[must_use]
    pub fn empty(engine: Engine) -> TestCentre {
        let ground = Ground::new(engine);
        let clock = Arc::new(FrozenClock::at(SUNDAY_MORNING));
        let house = Arc::new(ground.open(clock.clone()).expect("a new house opens"));
        TestCentre {
            ground,
            clock,
            house,
            recovery_code: String::new(),
        }
    }

    /// With an account `login` of this role.
    #[must_use]
    pub fn with(self, login: &str, role: &str) -> TestCentre {
        let input =
            json!({ "name": format!("同事{login}"), "login": login, "password": PASSWORD, "roles": [role] });
        self.desk("zhuren1").done("accounts.create", input);
        self
    }

    /// A desk at which nobody has logged in.
    #[must_use]
    pub fn stranger(&self) -> TestDesk {
        TestDesk {
            house: self.house.clone(),
            place: Place::Real,
            token: None,
            name: "测试台".to_owned(),
        }
    }

    /// A desk at which `login` has logged in.
    #[must_use]
    pub fn desk(&self, login: &str) -> TestDesk {
        let mut desk = self.stranger();
        desk.log_in(login, PASSWORD)
            .unwrap_or_else(|problem| panic!("{login} logs in: {problem:?}"));
        desk
    }

    /// Closes the house and opens it again: what a restart leaves.
    #[must_use]
    pub fn restarted(self) -> TestCentre {
        let TestCentre {
            ground,
            clock,
            house,
            recovery_code,
        } = self;
        drop(house);
        let house = Arc::new(ground.open(clock.clone()).expect("the house opens again"));
        TestCentre {
            ground,
            clock,
            house,
            recovery_code,
        }
    }

    /// Verification of the real place.
    #[must_use]
    pub fn verify(&self, head: Option<&str>) -> Verification {
        self.house.verify(Place::Real, head).expect("verification runs")
    }
}

/// A desk: one asker with one session.
#[derive(Clone)]
pub struct TestDesk {
    /// The house.
    pub house: Arc<House>,
    /// Which data.
    pub place: Place,
    /// The session's token.
    pub token: Option<String>,
    /// The desk's name in the audit.
    pub name: String,
}

impl TestDesk {
    /// Asks with everything said.
    pub fn ask(&mut self, operation: &str, input: Value, request_id: Option<&str>, passive: bool) -> Outcome {
        let ask = Ask {
            place: self.place,
            token: self.token.clone(),
            desk: self.name.clone(),
            operation: operation.to_owned(),
            request_id: request_id.map(str::to_owned),
            passive,
            input,
        };
        let reply = self.house.call(ask);
        match reply.session {
            SessionChange::Keep => {}
            SessionChange::Open(token) => self.token = Some(token),
            SessionChange::Close => self.token = None,
        }
        reply.outcome
    }

    /// Asks as a person does: with a new request id.
    pub fn call(&mut self, operation: &str, input: Value) -> Outcome {
        self.ask(operation, input, Some(&new_request_id()), false)
    }

    /// Asks and demands an answer.
    pub fn done(&mut self, operation: &str, input: Value) -> Value {
        match self.call(operation, input) {
            Outcome::Done { output, .. } => output,
            other => panic!("{operation} was to be done: {other:?}"),
        }
    }

    /// Asks and demands a refusal.
    pub fn refused(&mut self, operation: &str, input: Value) -> Problem {
        match self.call(operation, input) {
            Outcome::Refused(problem) => problem,
            other => panic!("{operation} was to be refused: {other:?}"),
        }
    }

    /// The numbers of all cases, through the list, page by page.
    pub fn all_numbers(&mut self) -> Vec<String> {
        let (mut all, mut after) = (Vec::new(), Value::Null);
        loop {
            let page = self.done(
                "cases.list",
                json!({ "mine": false, "limit": 200, "after": after }),
            );
            let cases = page["cases"].as_array().unwrap().iter();
            all.extend(cases.map(|case| case["number"].as_str().unwrap().to_owned()));
            after = page["next"].clone();
            if after.is_null() {
                return all;
            }
        }
    }

    /// Logs in.
    ///
    /// # Errors
    /// The problem with which it was refused.
    pub fn log_in(&mut self, login: &str, password: &str) -> Result<Value, Problem> {
        match self.call(
            "accounts.log_in",
            json!({ "login": login, "password": password, "centre": null }),
        ) {
            Outcome::Done { output, .. } => Ok(output),
            Outcome::Refused(problem) => Err(problem),
            broken => panic!("log-in broke: {broken:?}"),
        }
    }
}

/// A first contact that is resolved on the spot.
#[must_use]
pub fn contact() -> Value {
    json!({
        "channel": "visit",
        "visitor": { "anonymous": false, "name": "仇玉梅", "phone": "13800005678", "address": "林园小区12号" },
        "matter": "老伴住院，想问临时救助怎么申请",
        "kind": "inquiry", "urgency": "normal", "category": "社会救助", "materials": null,
        "received_at": null, "way": "resolved_on_spot", "reply": "已告知条件和材料",
    })
}

/// [`contact`] with some fields put otherwise.
#[must_use]
pub fn contact_with(changes: Value) -> Value {
    let mut input = contact();
    let (Value::Object(fields), Value::Object(changes)) = (&mut input, changes) else {
        panic!("objects")
    };
    fields.extend(changes);
    input
}

/// The reasons of a problem as `field: code`, in their order.
#[must_use]
pub fn reasons(problem: &Problem) -> Vec<String> {
    let say = |field: Option<&String>, code: Code| {
        format!("{}: {}", field.map_or("-", String::as_str), code.wire())
    };
    problem
        .reasons
        .iter()
        .map(|reason| say(reason.field.as_ref(), reason.code))
        .collect()
}

/// Declares stories: each runs once on either engine, as `name::sqlite` and `name::postgres`.
#[macro_export]
macro_rules! stories {
    ($($(#[$meta:meta])* fn $name:ident($engine:ident) $body:block)+) => {
        $(
            mod $name {
                #[allow(unused_imports, reason = "each story takes what it needs")]
                use super::*;

                $(#[$meta])*
                fn story($engine: $crate::Engine) $body

                #[test]
                fn sqlite() {
                    story($crate::Engine::Sqlite);
                }

                #[test]
                fn postgres() {
                    story($crate::Engine::Postgres);
                }
            }
        )+
    };
}
