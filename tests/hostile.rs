//! Hostile input to every operation on both engines: wrong types, nesting, a mebibyte, NUL and other controls, signs
//! that run from right to left, rare characters, words that are SQL or patterns, numbers at the edge, fields that do
//! not exist. They are put into each field of a good input (a part of them in a usual run, all with `KETING_SOAK=1`). The
//! outcome is always done or refused, never broken and never a panic; a refusal leaves no row but its audit row; in the
//! end the audit is whole and everything still reads.
//!
//! Controls: bodies that are bad on purpose do break, and the same judgement sees it.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot go on must stop loudly"
)]

use keting_core::operations::{Kind, OPERATIONS, Operation};
use keting_core::store::{Store, Value as Stored};
use keting_core::{Failure, Outcome};
use keting_tests::loops::rounds;
use keting_tests::{Engine, Ground, TestCentre, TestDesk, stories};
use proptest::prelude::*;
use proptest::test_runner::{TestCaseError, TestRunner};
use serde_json::{Value, json};

#[path = "hostile/values.rs"]
mod values;
#[path = "hostile/victim.rs"]
mod victim;
use victim::Victim;

/// Every place of a good input that holds something, as JSON pointers; the whole itself is the empty pointer.
fn places(input: &Value, at: &str, all: &mut Vec<String>) {
    all.push(at.to_owned());
    if let Value::Object(fields) = input {
        for (name, value) in fields {
            places(value, &format!("{at}/{name}"), all);
        }
    }
}

fn with(input: &Value, at: &str, value: Value) -> Value {
    let mut input = input.clone();
    *input.pointer_mut(at).unwrap() = value;
    input
}

/// Whether an outcome is one that may be; the sentence says what it was instead.
fn judge(outcome: &Outcome) -> Result<(), TestCaseError> {
    match outcome {
        Outcome::Done { .. } | Outcome::Refused(_) => Ok(()),
        Outcome::Broken { log_id } => Err(TestCaseError::fail(format!("broken, log {log_id}"))),
    }
}

fn every_value_in_every_field(engine: Engine) {
    let mut victim = Victim::new(engine);
    let mut asked = 0;
    for operation in OPERATIONS {
        let good = victim.good(operation.name);
        let mut all = Vec::new();
        places(&good, "", &mut all);
        // In a usual run each field takes every third value, each field another third.
        let step = rounds(3, 1) as usize;
        for (nth, place) in all.iter().enumerate() {
            for value in values::hostile().into_iter().skip(nth % step).step_by(step) {
                let short: String = value.to_string().chars().take(80).collect();
                let outcome = victim.ask(operation, with(&good, place, value));
                judge(&outcome)
                    .unwrap_or_else(|error| panic!("{} {place} = {short}: {error}", operation.name));
                asked += 1;
            }
        }
        for input in values::malformed(&good) {
            let outcome = victim.ask(operation, input.clone());
            let refused = matches!(outcome, Outcome::Refused(_));
            assert!(refused, "{} took {input}: {outcome:?}", operation.name);
        }
    }
    assert!(asked > 1_000, "only {asked} hostile inputs");
    victim.still_whole();
}

fn arbitrary() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        prop::collection::vec(any::<char>(), 0..24)
            .prop_map(|text| text.into_iter().collect::<String>().into()),
        prop::sample::select(values::hostile()),
    ];
    leaf.prop_recursive(4, 24, 6, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Value::from),
            prop::collection::hash_map("[a-z_]{0,8}", inner, 0..6).prop_map(|map| map.into_iter().collect()),
        ]
    })
}

fn chance_in_every_field(engine: Engine) {
    let victim = std::cell::RefCell::new(Victim::new(engine));
    let config = ProptestConfig {
        cases: rounds(300, 20_000),
        failure_persistence: None,
        max_shrink_iters: 200,
        ..ProptestConfig::default()
    };
    let what = (0..OPERATIONS.len(), any::<prop::sample::Index>(), arbitrary());
    TestRunner::new(config)
        .run(&what, |(operation, place, value)| {
            let mut victim = victim.borrow_mut();
            let operation = &OPERATIONS[operation];
            let good = victim.good(operation.name);
            let mut all = Vec::new();
            places(&good, "", &mut all);
            judge(&victim.ask(operation, with(&good, place.get::<String>(&all), value)))
        })
        .unwrap();
    victim.into_inner().still_whole();
}

/// The words around the input: operation, request id, desk, token.
fn the_envelope(engine: Engine) {
    let mut victim = Victim::new(engine);
    for word in values::hostile().iter().filter_map(Value::as_str) {
        let mut desk = victim.desk();
        judge(&desk.ask(word, json!({}), Some(word), false)).unwrap();
        judge(&desk.ask("cases.register", keting_tests::contact(), Some(word), false)).unwrap();
        desk.name = word.to_owned();
        judge(&desk.call("cases.register", keting_tests::contact())).unwrap();
        let mut stranger = TestDesk {
            token: Some(word.to_owned()),
            ..victim.centre.stranger()
        };
        judge(&stranger.call("cases.list", json!({ "mine": false }))).unwrap();
    }
    victim.still_whole();
}

stories! {
    fn hostile_values_in_every_field_are_done_or_refused(engine) {
        every_value_in_every_field(engine);
    }

    fn arbitrary_json_in_every_field_is_done_or_refused(engine) {
        chance_in_every_field(engine);
    }

    fn hostile_words_around_the_input_are_done_or_refused(engine) {
        the_envelope(engine);
    }

    fn a_set_up_on_an_empty_house_takes_no_hostile_word_unjudged(engine) {
        let mut centre = TestCentre::empty(engine);
        let good = victim::set_up();
        let mut all = Vec::new();
        places(&good, "", &mut all);
        // Each set-up that is done costs an empty house, so in a usual run each field takes a fifth of the values.
        let step = rounds(5, 1) as usize;
        for (nth, place) in all.iter().enumerate() {
            for value in values::hostile().into_iter().skip(nth % step).step_by(step) {
                let outcome = centre.stranger().call("centre.set_up", with(&good, place, value));
                judge(&outcome).unwrap_or_else(|error| panic!("{place}: {error}"));
                if matches!(outcome, Outcome::Done { .. }) {
                    assert!(centre.verify(None).whole);
                    centre = TestCentre::empty(engine);
                }
            }
        }
    }

    /// The control: a body that sends NUL (or, where the engine takes it, bad SQL) past the operations does break.
    fn a_bad_body_breaks_and_is_seen(engine) {
        let ground = Ground::new(engine);
        let store = match &ground {
            Ground::Folder(_) => Store::sqlite(&ground.file()).unwrap(),
            Ground::Schema { .. } => Store::postgres(&ground.address()).unwrap(),
        };
        let text = "INSERT INTO centres (centre_id, name, short, zone, sample, created_at) VALUES (?1, ?1, ?1, ?1, 0, 0)";
        let nul = store.write("test", move |tx| tx.execute(text, &[Stored::from("a\0b")]));
        if engine == Engine::Postgres {
            assert!(matches!(nul, Err(Failure::Broken(_))), "NUL: {nul:?}");
        }
        let wrong = store.read(|tx| tx.rows("SELECT nothing FROM nowhere", &[]));
        assert!(matches!(wrong, Err(Failure::Broken(_))), "wrong SQL: {wrong:?}");
        let panics = store.write("test", |_| -> Result<(), Failure> { panic!("on purpose") });
        assert!(matches!(panics, Err(Failure::Broken(_))), "a panic: {panics:?}");
        assert!(judge(&Outcome::Broken { log_id: "TEST-TEST".to_owned() }).is_err(), "the judgement sees it");
        assert_eq!(store.write("test", |_| Ok(1)).unwrap(), 1, "the thread lives on");
    }
}

/// What the JSON itself refuses, before any operation: the wire reads with the same parser.
#[test]
fn hostile_json_that_never_becomes_an_input_is_refused_by_the_parser() {
    let deep = |depth: usize| format!("{}{}", "[".repeat(depth), "]".repeat(depth));
    assert!(
        serde_json::from_str::<Value>(&deep(10_000)).is_err(),
        "nesting without end"
    );
    assert!(
        serde_json::from_str::<Value>(&deep(100)).is_ok(),
        "the control: some nesting is read"
    );
    for half in [
        r#""\ud800""#,
        r#""\udc00\ud800""#,
        "\"\u{1}\"",
        "{\"a\":1,}",
        "1e999",
        "nul",
        "",
    ] {
        assert!(serde_json::from_str::<Value>(half).is_err(), "{half:?}");
    }
    // Of two equal keys the last is taken, wherever it is read: no field is judged in one place and used in another.
    let twice: Value = serde_json::from_str(r#"{"id":"a","id":"b"}"#).unwrap();
    assert_eq!(twice, json!({ "id": "b" }));
}

/// Whether an operation's refusal must leave every row as it was; what acts on folders has no rows here.
fn judged_by_rows(operation: &Operation) -> bool {
    operation.kind() != Kind::House
}
