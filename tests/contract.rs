//! The contract: what the interface and the manual were given is what the table of operations says today, every
//! operation says what it does, and every answer has the form that its schema promises.
//!
//! That no verb is left out of the table is held by `tests/tidy`. Controls: an answer that lacks a field, has one of
//! another type or a word that is no choice is not of its form.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on must stop loudly"
)]

use std::collections::BTreeSet;
use std::path::Path;

use keting_core::contract::{json, manual, typescript};
use keting_core::operations::{OPERATIONS, Operation};
use keting_core::{Code, Place};
use keting_tests::{Engine, PASSWORD, TestCentre, TestDesk, contact, contact_with};
use serde_json::{Value, json};

fn in_repository(path: &str) -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .expect("tests/ lies in the repository");
    std::fs::read_to_string(root.join(path))
        .unwrap_or_else(|error| panic!("{path}: {error}; run `cargo xtask bindings`"))
}

/// The first line in which two texts differ.
fn difference(path: &str, made: &str) -> Option<String> {
    let stands = in_repository(path);
    if stands == made {
        return None;
    }
    let (mut there, mut here) = (stands.lines(), made.lines());
    for line in 1.. {
        match (there.next(), here.next()) {
            (None, None) => break,
            (left, right) if left == right => {}
            (left, right) => return Some(format!("line {line}: {left:?} is now {right:?}")),
        }
    }
    Some("the end of the file".to_owned())
}

#[test]
fn the_types_of_the_interface_are_current() {
    let stale = difference("ui/src/bridge/generated.ts", &typescript());
    assert_eq!(
        stale, None,
        "ui/src/bridge/generated.ts is stale: run `cargo xtask bindings`"
    );
}

#[test]
fn the_page_of_operations_in_the_manual_is_current() {
    let stale = difference("docs/operations.md", &manual());
    assert_eq!(
        stale, None,
        "docs/operations.md is stale: run `cargo xtask bindings`"
    );
}

/// The control: one letter is enough.
#[test]
fn a_stale_file_is_found_and_its_line_named() {
    let changed = manual().replacen("# Operations", "# Operation", 1);
    let found = difference("docs/operations.md", &changed).expect("a difference");
    assert!(found.starts_with("line 1: "), "{found}");
    let longer = format!("{}\nmore", manual());
    assert!(difference("docs/operations.md", &longer).is_some());
}

#[test]
fn every_operation_and_every_code_stands_in_both_languages_of_the_contract() {
    let (page, types, list) = (manual(), typescript(), json());
    for operation in OPERATIONS {
        let name = operation.name;
        assert!(
            operation.summary.ends_with('.') && operation.summary.len() > 10,
            "{name} says nothing of itself"
        );
        assert!(
            page.contains(&format!("| `{name}` |")),
            "{name} is not in the manual"
        );
        assert!(
            types.contains(&format!("\"{name}\": {{ kind:")),
            "{name} is not in the types"
        );
    }
    assert_eq!(list["operations"].as_array().unwrap().len(), OPERATIONS.len());
    for code in Code::ALL {
        assert!(
            page.contains(&format!("- `{}`", code.wire())),
            "{} is not in the manual",
            code.wire()
        );
        assert!(
            types.contains(&format!("\"{}\"", code.wire())),
            "{} is not in the types",
            code.wire()
        );
    }
}

#[test]
fn every_input_is_an_object_that_takes_no_unknown_field() {
    for operation in OPERATIONS {
        let schema = (operation.input_schema)().to_value();
        assert_eq!(schema["type"], "object", "{}", operation.name);
        assert_eq!(schema["additionalProperties"], json!(false), "{}", operation.name);
        let text = serde_json::to_string(&schema).unwrap();
        assert_eq!(
            serde_json::from_str::<Value>(&text).unwrap(),
            schema,
            "{}",
            operation.name
        );
    }
}

/// Where `value` is not of the form `schema`, in words; nothing when it is. Understands what our schemas use.
fn misfit(root: &Value, schema: &Value, value: &Value, path: &str) -> Option<String> {
    if let Some(name) = schema["$ref"].as_str() {
        let target = root
            .pointer(name.trim_start_matches('#'))
            .unwrap_or_else(|| panic!("{name} is nowhere"));
        return misfit(root, target, value, path);
    }
    for key in ["anyOf", "oneOf"] {
        if let Some(ways) = schema[key].as_array() {
            let fits = ways.iter().any(|way| misfit(root, way, value, path).is_none());
            return (!fits).then(|| format!("{path}: {value} is none of {key}"));
        }
    }
    if let Some(all) = schema["allOf"].as_array() {
        return all.iter().find_map(|part| misfit(root, part, value, path));
    }
    if let Some(word) = schema.get("const") {
        return (word != value).then(|| format!("{path}: {value} is not {word}"));
    }
    if let Some(words) = schema["enum"].as_array() {
        return (!words.contains(value)).then(|| format!("{path}: {value} is no choice"));
    }
    let types: Vec<&str> = match &schema["type"] {
        Value::String(one) => vec![one],
        Value::Array(some) => some.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    };
    if !types.is_empty() && !types.iter().any(|name| is(name, value)) {
        return Some(format!("{path}: {value} is not {types:?}"));
    }
    inside(root, schema, value, path)
}

fn is(name: &str, value: &Value) -> bool {
    match name {
        "null" => value.is_null(),
        "boolean" => value.is_boolean(),
        "integer" => value.is_i64(),
        "number" => value.is_number(),
        "string" => value.is_string(),
        "array" => value.is_array(),
        "object" => value.is_object(),
        other => panic!("our schemas know no {other}"),
    }
}

fn inside(root: &Value, schema: &Value, value: &Value, path: &str) -> Option<String> {
    if let (Value::Array(items), Some(of)) = (value, schema.get("items")) {
        let mut each = items.iter().enumerate();
        return each.find_map(|(at, item)| misfit(root, of, item, &format!("{path}/{at}")));
    }
    let Value::Object(fields) = value else { return None };
    let required = schema["required"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(Value::as_str);
    let missing = required.into_iter().find(|name| !fields.contains_key(*name));
    if let Some(name) = missing {
        return Some(format!("{path}/{name} is missing"));
    }
    let properties = schema["properties"].as_object()?;
    fields
        .iter()
        .find_map(|(name, field)| match properties.get(name) {
            Some(of) => misfit(root, of, field, &format!("{path}/{name}")),
            None => Some(format!("{path}/{name} is not promised")),
        })
}

fn judge(operation: &Operation, output: &Value) {
    let schema = (operation.output_schema)().to_value();
    let found = misfit(&schema, &schema, output, "");
    assert_eq!(found, None, "{} answered {output}", operation.name);
}

/// Calls operations and judges every answer; remembers which were called.
struct Judging {
    desk: TestDesk,
    called: BTreeSet<&'static str>,
}

impl Judging {
    fn done(&mut self, name: &str, input: Value) -> Value {
        let operation = Operation::named(name).unwrap();
        let schema = (operation.input_schema)().to_value();
        assert_eq!(
            misfit(&schema, &schema, &input, ""),
            None,
            "{name} was asked {input}"
        );
        let output = self.desk.done(name, input);
        judge(operation, &output);
        self.called.insert(operation.name);
        output
    }
}

#[test]
fn every_answer_has_the_form_that_its_schema_promises() {
    let centre = TestCentre::empty(Engine::Sqlite);
    let mut all = Judging {
        desk: centre.stranger(),
        called: BTreeSet::new(),
    };
    let head = json!({ "name": "郭书记", "login": "zhuren1", "password": PASSWORD });
    all.done("centre.status", json!({}));
    let set_up = all.done(
        "centre.set_up",
        json!({ "name": "城林社区", "short": "城林", "zone": null, "head": head }),
    );
    all.done(
        "accounts.log_in",
        json!({ "login": "zhuren1", "password": PASSWORD, "centre": null }),
    );
    all.done("centre.status", json!({}));
    let roles = json!(["front_desk", "volunteer"]);
    all.done(
        "accounts.create",
        json!({ "name": "林晓燕", "login": "qiantai1", "password": PASSWORD, "roles": roles }),
    );
    all.done("accounts.list", json!({}));
    all.done("drafts.read", json!({ "kind": "case_intake" }));
    all.done("drafts.keep", json!({ "kind": "case_intake", "body": "{}" }));
    all.done("drafts.read", json!({ "kind": "case_intake" }));
    all.done("drafts.discard", json!({ "kind": "case_intake" }));
    let nobody = json!({ "anonymous": true, "name": null, "phone": null, "address": null });
    all.done(
        "cases.register",
        contact_with(json!({ "visitor": nobody, "way": "taken", "reply": null })),
    );
    let case = all.done("cases.register", contact());
    let filter = json!({ "state": null, "kind": null, "channel": null, "urgency": null, "mine": false, "from": null,
        "to": null, "text": null, "after": null, "limit": 1 });
    assert!(all.done("cases.list", filter)["next"].is_string());
    all.done("cases.read", json!({ "id": case["id"] }));
    all.done("accounts.lock", json!({}));
    all.done("accounts.unlock", json!({ "password": PASSWORD }));
    all.done(
        "accounts.change_password",
        json!({ "current": PASSWORD, "password": "kuai-le-2027" }),
    );
    let code = &set_up["recovery_code"];
    all.done(
        "accounts.recover",
        json!({ "login": "zhuren1", "recovery_code": code, "password": PASSWORD }),
    );
    all.done("accounts.log_out", json!({}));
    all.done("sample.open", json!({ "password": null }));
    all.done("sample.open", json!({ "password": null }));
    all.desk.place = Place::Sample;
    all.done("sample.wipe", json!({}));
    let every: BTreeSet<&str> = OPERATIONS.iter().map(|operation| operation.name).collect();
    assert_eq!(all.called, every, "an operation has no sample call here");
}

/// The control of the judgement.
#[test]
fn an_answer_of_another_form_is_found() {
    let schema = (Operation::named("cases.register").unwrap().output_schema)().to_value();
    let centre = TestCentre::new(Engine::Sqlite);
    let good = centre.desk("zhuren1").done("cases.register", contact());
    assert_eq!(misfit(&schema, &schema, &good, ""), None);
    let spoilt = |spoil: fn(&mut Value)| {
        let mut bad = good.clone();
        spoil(&mut bad);
        misfit(&schema, &schema, &bad, "")
    };
    let lacking = |bad: &mut Value| drop(bad.as_object_mut().unwrap().remove("number"));
    assert_eq!(spoilt(lacking).unwrap(), "/number is missing");
    assert!(
        spoilt(|bad| bad["state"] = json!("ajar"))
            .unwrap()
            .starts_with("/state")
    );
    assert!(
        spoilt(|bad| bad["received_at"] = json!("now"))
            .unwrap()
            .starts_with("/received_at")
    );
    assert!(
        spoilt(|bad| bad["holder"]["id"] = json!(null))
            .unwrap()
            .starts_with("/holder/id")
    );
    assert_eq!(
        spoilt(|bad| bad["secret"] = json!(1)).unwrap(),
        "/secret is not promised"
    );
}
