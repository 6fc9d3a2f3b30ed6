//! The centre that is asked hostile things: it knows a good input of every operation, comes back after each answer
//! that ended, locked or re-keyed its session, and counts its rows.

use keting_core::operations::Operation;
use keting_core::{Outcome, Place};
use keting_tests::{Engine, Ground, PASSWORD, TestCentre, TestDesk, contact, new_request_id};
use serde_json::{Value, json};

/// Tables in which a refusal leaves no row. The audit has its own row for each, and counts.
const TABLES: [&str; 8] = [
    "centres",
    "accounts",
    "account_roles",
    "cases",
    "case_events",
    "case_numbers",
    "drafts",
    "requests",
];

/// A good set-up.
pub fn set_up() -> Value {
    json!({
        "name": "城林社区党群服务中心", "short": "城林", "zone": "Asia/Shanghai",
        "head": { "name": "郭书记", "login": "zhuren1", "password": PASSWORD },
    })
}

enum Counter {
    File(rusqlite::Connection),
    Server(Box<postgres::Client>),
}

/// The centre and its head, who may do everything.
pub struct Victim {
    /// The centre.
    pub centre: TestCentre,
    desk: Option<TestDesk>,
    password: String,
    recovery_code: String,
    counter: Counter,
}

impl Victim {
    /// A centre with one case.
    pub fn new(engine: Engine) -> Victim {
        let centre = TestCentre::new(engine);
        centre.desk("zhuren1").done("cases.register", contact());
        let counter = match &centre.ground {
            Ground::Folder(_) => Counter::File(rusqlite::Connection::open(centre.ground.file()).unwrap()),
            Ground::Schema { .. } => {
                let client = postgres::Client::connect(&centre.ground.address(), postgres::NoTls).unwrap();
                Counter::Server(Box::new(client))
            }
        };
        let recovery_code = centre.recovery_code.clone();
        Victim {
            centre,
            desk: None,
            password: PASSWORD.to_owned(),
            recovery_code,
            counter,
        }
    }

    /// An input of this operation that it would take.
    pub fn good(&self, operation: &str) -> Value {
        match operation {
            "centre.set_up" => set_up(),
            "accounts.log_in" => json!({ "login": "zhuren1", "password": self.password, "centre": "城林" }),
            "accounts.unlock" => json!({ "password": self.password }),
            "accounts.recover" => {
                json!({ "login": "zhuren1", "recovery_code": self.recovery_code, "password": PASSWORD })
            }
            "accounts.change_password" => json!({ "current": self.password, "password": PASSWORD }),
            "accounts.create" => json!({
                "name": "同事", "login": format!("l.{}", new_request_id()), "password": PASSWORD, "roles": ["front_desk"],
            }),
            "drafts.keep" => json!({ "kind": "case_intake", "body": "{}" }),
            "drafts.read" | "drafts.discard" => json!({ "kind": "case_intake" }),
            "cases.register" => contact(),
            "cases.list" => json!({
                "state": "open", "kind": "help", "channel": "visit", "urgency": "normal", "mine": true, "from": "2026-11-01",
                "to": "2026-11-30", "text": "助", "after": null, "limit": 20,
            }),
            "cases.read" => json!({ "id": "城林-20261122-001" }),
            "sample.open" => json!({ "password": PASSWORD }),
            "centre.status" | "accounts.log_out" | "accounts.lock" | "accounts.list" | "sample.wipe" => {
                json!({})
            }
            new => panic!("say what a good input of {new} is, so that bad ones can be made of it"),
        }
    }

    /// The head's desk, logged in and awake.
    pub fn desk(&mut self) -> TestDesk {
        if let Some(desk) = &mut self.desk {
            let status = desk.ask("centre.status", json!({}), None, false);
            if matches!(&status, Outcome::Done { output, .. } if output["me"]["locked"] == json!(false)) {
                return desk.clone();
            }
        }
        // Whatever failed before must be waited for.
        self.centre.clock.move_by(16 * 60_000);
        let mut desk = self.centre.stranger();
        desk.log_in("zhuren1", &self.password).unwrap();
        self.desk.insert(desk).clone()
    }

    /// Asks, counts the rows around a refusal, and remembers what changed the way in.
    pub fn ask(&mut self, operation: &Operation, input: Value) -> Outcome {
        let mut desk = self.desk();
        if operation.name == "accounts.unlock" {
            desk.done("accounts.lock", json!({}));
        }
        let before = super::judged_by_rows(operation).then(|| self.rows());
        let outcome = desk.call(operation.name, input.clone());
        match (&outcome, before) {
            (Outcome::Refused(_), Some(before)) => {
                assert_eq!(
                    self.rows(),
                    before,
                    "{} was refused and left rows",
                    operation.name
                );
            }
            (Outcome::Done { output, .. }, _) => self.remember(operation.name, &input, output),
            _ => {}
        }
        if desk.token.is_none() || operation.name == "accounts.log_in" {
            self.desk = None;
        }
        outcome
    }

    fn remember(&mut self, operation: &str, input: &Value, output: &Value) {
        if let "accounts.recover" | "accounts.change_password" = operation {
            input["password"].as_str().unwrap().clone_into(&mut self.password);
            self.desk = None;
        }
        if operation == "accounts.recover" {
            output["recovery_code"]
                .as_str()
                .unwrap()
                .clone_into(&mut self.recovery_code);
        }
        if operation == "cases.register" {
            let number = output["number"].clone();
            self.desk().done("cases.read", json!({ "id": number }));
        }
    }

    fn rows(&mut self) -> Vec<i64> {
        let counts: Vec<String> = TABLES
            .iter()
            .map(|table| format!("(SELECT count(*) FROM {table})"))
            .collect();
        let sql = format!("SELECT {}", counts.join(", "));
        match &mut self.counter {
            Counter::File(file) => file
                .query_row(&sql, [], |row| (0..TABLES.len()).map(|at| row.get(at)).collect())
                .unwrap(),
            Counter::Server(client) => {
                let row = client.query_one(&sql, &[]).unwrap();
                (0..TABLES.len()).map(|at| row.get(at)).collect()
            }
        }
    }

    /// Everything still reads, every account still lists, and the audit is whole.
    pub fn still_whole(&mut self) {
        let mut desk = self.desk();
        desk.done("accounts.list", json!({}));
        let mut after = Value::Null;
        loop {
            let page = desk.done(
                "cases.list",
                json!({ "mine": false, "limit": 200, "after": after }),
            );
            after = page["next"].clone();
            if after.is_null() {
                break;
            }
        }
        let found = self.centre.house.verify(Place::Real, None).unwrap();
        assert!(found.whole, "{:?}", found.findings);
    }
}
