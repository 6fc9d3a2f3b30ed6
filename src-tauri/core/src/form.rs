//! Why an input does not have the form of its operation, said field by field. Reading stops at the first thing that
//! does not fit; whoever made the input deserves to hear all of them. Runs only after reading has failed, and judges
//! by the very schema that is published. Names of fields are repeated, contents never.

use serde_json::{Map, Value as Json};

use crate::problem::{Code, Reasons};

/// Deeper than any form of ours; what lies below is not looked at.
const DEEPEST: usize = 16;

/// Adds to `reasons` everything in which `input` does not fit `schema`.
pub fn explain(schema: &Json, input: &Json, reasons: &mut Reasons) {
    Explain {
        root: schema,
        reasons,
    }
    .judge(schema, input, "", 0);
}

/// Whether there is an array in it, or it is one.
pub fn holds_an_array(input: &Json) -> bool {
    match input {
        Json::Array(_) => true,
        Json::Object(fields) => fields.values().any(holds_an_array),
        _ => false,
    }
}

struct Explain<'e> {
    root: &'e Json,
    reasons: &'e mut Reasons,
}

impl Explain<'_> {
    fn judge(&mut self, schema: &Json, input: &Json, path: &str, depth: usize) {
        let schema = self.resolve(schema);
        if depth > DEEPEST || fits(self.root, schema, input) {
            return;
        }
        // Of several alternatives the one that is not "nothing" is what was meant.
        if let Some(meant) = meant(schema) {
            return self.judge(meant, input, path, depth + 1);
        }
        match (
            schema.get("properties").and_then(Json::as_object),
            input,
            schema.get("items"),
        ) {
            (Some(properties), Json::Object(fields), _) => {
                self.object((schema, properties), fields, path, depth)
            }
            (_, Json::Array(items), Some(of)) => {
                for (at, item) in items.iter().enumerate() {
                    self.judge(of, item, &below(path, &at.to_string()), depth + 1);
                }
            }
            _ if choices(schema).is_some() && input.is_string() => {
                self.reasons.add(path, Code::UnknownChoice)
            }
            _ if input.is_null() => self.reasons.add(path, Code::Required),
            _ => self.reasons.add(path, Code::WrongType),
        }
    }

    fn object(
        &mut self,
        (schema, properties): (&Json, &Map<String, Json>),
        fields: &Map<String, Json>,
        path: &str,
        depth: usize,
    ) {
        let required = schema.get("required").and_then(Json::as_array);
        for name in required.into_iter().flatten().filter_map(Json::as_str) {
            if !fields.contains_key(name) {
                self.reasons.add(&below(path, name), Code::Required);
            }
        }
        for (name, value) in fields {
            match properties.get(name) {
                Some(of) => self.judge(of, value, &below(path, name), depth + 1),
                None => {
                    let name: String = name.chars().filter(|c| !c.is_control()).take(40).collect();
                    self.reasons.add(&below(path, &name), Code::UnknownField);
                }
            }
        }
    }

    fn resolve<'s>(&self, schema: &'s Json) -> &'s Json
    where
        Self: 's,
    {
        resolve(self.root, schema)
    }
}

/// Follows a reference of our own schemas: always `#/$defs/Name`.
fn resolve<'s>(root: &'s Json, schema: &'s Json) -> &'s Json {
    let name = schema
        .get("$ref")
        .and_then(Json::as_str)
        .and_then(|path| path.strip_prefix("#/$defs/"));
    name.and_then(|name| root.get("$defs")?.get(name))
        .unwrap_or(schema)
}

fn below(path: &str, name: &str) -> String {
    if path.is_empty() {
        name.to_owned()
    } else {
        format!("{path}.{name}")
    }
}

fn meant(schema: &Json) -> Option<&Json> {
    let nothing = |one: &&Json| one.get("type").and_then(Json::as_str) != Some("null");
    schema.get("anyOf")?.as_array()?.iter().find(nothing)
}

/// The words of an enum, if the schema is one.
fn choices(schema: &Json) -> Option<Vec<&Json>> {
    if let Some(words) = schema.get("enum").and_then(Json::as_array) {
        return Some(words.iter().collect());
    }
    schema
        .get("oneOf")
        .and_then(Json::as_array)
        .map(|all| all.iter().filter_map(|one| one.get("const")).collect())
}

fn fits(root: &Json, schema: &Json, input: &Json) -> bool {
    let schema = resolve(root, schema);
    if let Some(words) = choices(schema) {
        return words.contains(&input);
    }
    if let Some(any) = schema.get("anyOf").and_then(Json::as_array) {
        return any.iter().any(|one| fits(root, one, input));
    }
    let is = |word: &str| match word {
        "null" => input.is_null(),
        "boolean" => input.is_boolean(),
        "string" => input.is_string(),
        "integer" => input.is_i64(),
        // A container is judged part by part.
        _ => false,
    };
    match schema.get("type") {
        Some(Json::String(word)) => is(word),
        Some(Json::Array(words)) => words.iter().filter_map(Json::as_str).any(is),
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::operations::Operation;
    use crate::problem::Failure;
    use serde_json::json;

    fn explained(operation: &str, input: &Json) -> Vec<String> {
        let schema = (Operation::named(operation).unwrap().input_schema)().to_value();
        let mut reasons = Reasons::new();
        explain(&schema, input, &mut reasons);
        let Err(Failure::Refused(problem)) = reasons.settle() else {
            return Vec::new();
        };
        let say = |reason: crate::problem::Reason| {
            format!("{}: {}", reason.field.unwrap_or_default(), reason.code.wire())
        };
        problem.reasons.into_iter().map(say).collect()
    }

    #[test]
    fn a_form_with_many_mistakes_is_explained_completely() {
        let input = json!({
            "channel": "pigeon", "visitor": { "name": 3, "colour": "red" }, "matter": null, "urgency": "normal",
            "way": "taken", "received_at": "yesterday",
        });
        let expected = [
            "kind: required",
            "channel: unknown_choice",
            "matter: required",
            "received_at: wrong_type",
            "visitor.anonymous: required",
            "visitor.colour: unknown_field",
            "visitor.name: wrong_type",
        ];
        let mut found = explained("cases.register", &input);
        found[1..].sort();
        assert_eq!(found, expected);
    }

    #[test]
    fn what_fits_is_not_complained_about() {
        let input = json!({ "state": null, "kind": "help", "mine": true, "limit": 3, "from": "2026-11-22" });
        assert!(explained("cases.list", &input).is_empty());
        assert_eq!(explained("cases.list", &json!([])), [": wrong_type"]);
        assert_eq!(
            explained(
                "accounts.create",
                &json!({ "name": "a", "login": "b", "password": "c",
            "roles": ["front_desk", "king", 4] })
            ),
            ["roles.1: unknown_choice", "roles.2: wrong_type"]
        );
    }
}
