//! Exactly once, whatever a client does with its request ids: random sequences of requests are played to a tiny model
//! and to the house, on either engine, and every answer must be the same. The model knows four rules and nothing of
//! stores: a new id does its work; the same id and content gets the answer of then; the same id for something else is
//! refused; a refusal leaves the id free. At the end there are as many cases as distinct requests that were done, each
//! day's numbers have no gap, and the audit is whole.
//!
//! Control: a client that makes a new id for each retry plays the same sequence, and the model catches it.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on must stop loudly")]

use std::collections::BTreeMap;
use std::fmt;

use keting_core::Outcome;
use keting_tests::loops::rounds;
use keting_tests::{Engine, PASSWORD, TestCentre, TestDesk, contact_with, new_request_id};
use proptest::prelude::*;
use proptest::test_runner::{TestCaseError, TestRunner};
use serde_json::{Value, json};

#[path = "exactly_once/model.rs"]
mod model;
use model::{Answer, Model, Session, Step};

const PEOPLE: [&str; 2] = ["qiantai1", "qiantai2"];
const DAY: i64 = 24 * 3_600_000;

fn step() -> impl Strategy<Value = Step> {
    let (who, id) = (0..PEOPLE.len(), 0_usize..4);
    prop_oneof![
        12 => (who.clone(), id.clone(), 0_usize..4, 1_usize..3)
            .prop_map(|(who, id, content, times)| Step::Register { who, id, content, times }),
        2 => (who.clone(), id).prop_map(|(who, id)| Step::Lock { who, id }),
        2 => who.clone().prop_map(|who| Step::Unlock { who }),
        2 => who.clone().prop_map(|who| Step::LogOut { who }),
        4 => who.prop_map(|who| Step::LogIn { who }),
        1 => Just(Step::Restart),
        1 => Just(Step::NextDay),
    ]
}

/// Where house and model part.
#[derive(Debug)]
struct Parted(String);

impl fmt::Display for Parted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

fn same<T: PartialEq + fmt::Debug>(what: &str, house: &T, model: &T) -> Result<(), Parted> {
    if house == model {
        return Ok(());
    }
    Err(Parted(format!("{what}: house {house:?}, model {model:?}")))
}

/// The client: keeps an id for all retries, or (the control) makes a new one each time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Client {
    Stable,
    Forgetful,
}

struct Play {
    centre: TestCentre,
    desks: Vec<TestDesk>,
    client: Client,
}

impl Play {
    fn new(engine: Engine, client: Client) -> Play {
        let centre = TestCentre::new(engine)
            .with(PEOPLE[0], "front_desk")
            .with(PEOPLE[1], "front_desk");
        let desks = PEOPLE.iter().map(|login| centre.desk(login)).collect();
        Play {
            centre,
            desks,
            client,
        }
    }

    fn ask(&mut self, who: usize, id: usize, operation: &str, input: Value) -> Answer {
        let id = match self.client {
            Client::Stable => format!("pool-id-{id}"),
            Client::Forgetful => new_request_id(),
        };
        match self.desks[who].ask(operation, input, Some(&id), false) {
            Outcome::Done { output, .. } => output["number"]
                .as_str()
                .map_or(Answer::Done, |number| Answer::Number(number.to_owned())),
            Outcome::Refused(problem) => Answer::Refused(problem.code),
            Outcome::Broken { .. } => Answer::Broken,
        }
    }

    fn restart(mut self) -> Play {
        self.desks.clear();
        let centre = self.centre.restarted();
        let desks = PEOPLE.iter().map(|_| centre.stranger()).collect();
        Play {
            centre,
            desks,
            client: self.client,
        }
    }

    /// Every case of the house by its day, the numbers in their order.
    fn cases(&self) -> BTreeMap<String, Vec<u32>> {
        let mut desk = self.centre.desk("zhuren1");
        let mut days: BTreeMap<String, Vec<u32>> = BTreeMap::new();
        let mut after = Value::Null;
        loop {
            let page = desk.done(
                "cases.list",
                json!({ "mine": false, "limit": 200, "after": after }),
            );
            for case in page["cases"].as_array().unwrap() {
                let number = case["number"].as_str().unwrap();
                let (day, nth) = number.rsplit_once('-').unwrap();
                days.entry(day.to_owned()).or_default().push(nth.parse().unwrap());
            }
            after = page["next"].clone();
            if after.is_null() {
                break;
            }
        }
        days.values_mut().for_each(|numbers| numbers.sort_unstable());
        days
    }
}

fn content(nth: usize) -> Value {
    match nth {
        3 => contact_with(json!({ "matter": " " })),
        _ => contact_with(json!({ "matter": format!("第{nth}件事"), "way": "taken", "reply": null })),
    }
}

/// Plays `steps` to a new house and to the model.
fn play(engine: Engine, client: Client, steps: &[Step]) -> Result<(), Parted> {
    let mut play = Play::new(engine, client);
    let mut model = Model::new();
    for (nth, step) in steps.iter().enumerate() {
        play = one(play, &mut model, nth, *step)?;
    }
    let expected: BTreeMap<String, Vec<u32>> = (0..)
        .zip(&model.days)
        .filter(|(_, last)| **last > 0)
        .map(|(day, last)| (format!("城林-{}", 20_261_122 + day), (1..=*last).collect()))
        .collect();
    same("the cases of each day", &play.cases(), &expected)?;
    let numbers = model.done.values().filter(|(asked, _)| asked.is_some()).count();
    let cases: usize = play.cases().values().map(Vec::len).sum();
    same("cases and distinct requests that were done", &cases, &numbers)?;
    same(
        "findings of the audit",
        &play.centre.verify(None).findings,
        &Vec::new(),
    )
}

fn one(mut play: Play, model: &mut Model, nth: usize, step: Step) -> Result<Play, Parted> {
    let says = |what: &str| format!("step {nth} {step:?}, {what}");
    match step {
        Step::Register {
            who,
            id,
            content: nth,
            times,
        } => {
            for _ in 0..times {
                let answer = play.ask(who, id, "cases.register", content(nth));
                same(&says("register"), &answer, &model.register(who, id, nth))?;
            }
        }
        Step::Lock { who, id } => {
            let answer = play.ask(who, id, "accounts.lock", json!({}));
            same(&says("lock"), &answer, &model.lock(who, id))?;
        }
        Step::Unlock { who } => {
            play.desks[who].call("accounts.unlock", json!({ "password": PASSWORD }));
            if model.sessions[who] == Session::Locked {
                model.sessions[who] = Session::In;
            }
        }
        Step::LogOut { who } => {
            play.desks[who].call("accounts.log_out", json!({}));
            model.sessions[who] = Session::Out;
        }
        Step::LogIn { who } => {
            // A locked desk may be taken over by whoever logs in: the locked session ends.
            let entered = play.desks[who].log_in(PEOPLE[who], PASSWORD).is_ok();
            same(&says("log in"), &entered, &true)?;
            model.sessions[who] = Session::In;
        }
        Step::Restart => {
            play = play.restart();
            model.sessions = [Session::Out; 2];
        }
        Step::NextDay => {
            play.centre.clock.move_by(DAY);
            model.days.push(0);
            // After twelve hours a session is over.
            model.sessions = [Session::Out; 2];
        }
    }
    Ok(play)
}

fn every_sequence(engine: Engine, usual: u32) {
    let config = ProptestConfig {
        cases: rounds(usual, 500),
        failure_persistence: None,
        ..ProptestConfig::default()
    };
    TestRunner::new(config)
        // At most 7 of 8 days in any sequence, so that no number's day leaves November.
        .run(
            &prop::collection::vec(step(), 1..24).prop_filter("days", |steps| few_days(steps)),
            |steps| {
                play(engine, Client::Stable, &steps).map_err(|parted| TestCaseError::fail(parted.to_string()))
            },
        )
        .unwrap();
}

fn few_days(steps: &[Step]) -> bool {
    steps.iter().filter(|step| matches!(step, Step::NextDay)).count() < 8
}

#[test]
fn exactly_once_whatever_the_client_repeats_on_sqlite() {
    every_sequence(Engine::Sqlite, 60);
}

#[test]
fn exactly_once_whatever_the_client_repeats_on_postgres() {
    every_sequence(Engine::Postgres, 30);
}

/// The rows that matter most, said one by one, so that they are played in every run whatever chance brings.
#[test]
fn exactly_once_in_the_sequences_that_are_easily_forgotten() {
    let register = |who, id, content| Step::Register {
        who,
        id,
        content,
        times: 2,
    };
    let sequences: [&[Step]; 6] = [
        &[
            register(0, 0, 0),
            Step::LogOut { who: 0 },
            register(0, 0, 0),
            Step::LogIn { who: 0 },
            register(0, 0, 0),
        ],
        &[
            register(0, 0, 0),
            Step::Restart,
            Step::LogIn { who: 0 },
            register(0, 0, 0),
            register(0, 0, 1),
        ],
        &[
            register(0, 0, 3),
            register(0, 0, 0),
            register(0, 0, 3),
            register(0, 0, 0),
        ],
        &[
            register(0, 1, 0),
            register(1, 1, 1),
            register(0, 1, 0),
            register(1, 1, 1),
        ],
        &[
            register(0, 2, 0),
            Step::Lock { who: 0, id: 3 },
            register(0, 2, 0),
            Step::Unlock { who: 0 },
            Step::Lock { who: 0, id: 3 },
            register(0, 2, 0),
            register(0, 3, 0),
        ],
        &[
            register(0, 0, 0),
            Step::NextDay,
            Step::LogIn { who: 0 },
            register(0, 0, 0),
            register(0, 1, 0),
        ],
    ];
    for steps in sequences {
        for engine in [Engine::Sqlite, Engine::Postgres] {
            play(engine, Client::Stable, steps)
                .unwrap_or_else(|parted| panic!("{engine:?} {steps:?}: {parted}"));
        }
    }
}

/// The control: without stable ids a retry registers twice, and the same model sees it.
#[test]
fn a_client_that_makes_a_new_id_for_each_retry_is_caught_by_the_exactly_once_model() {
    let steps = [Step::Register {
        who: 0,
        id: 0,
        content: 0,
        times: 2,
    }];
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let parted = play(engine, Client::Forgetful, &steps).unwrap_err().to_string();
        assert!(
            parted.contains("house Number(\"城林-20261122-002\"), model Number(\"城林-20261122-001\")"),
            "{parted}"
        );
    }
}
