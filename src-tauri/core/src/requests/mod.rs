//! Exactly once: each write carries an id that its client made, so that a retry after a lost answer gets the same
//! answer and does nothing twice, and the same id for something else is refused. Answers of log-in and of whatever
//! shows a secret are never kept. Rows go after 30 days.

use serde_json::Value as Json;

use crate::audit::chain::plain_digest;
use crate::problem::Code;
use crate::time::Instant;

mod store;

pub use store::{Done, keep, look_up};

/// How long an answer is kept, in milliseconds.
pub const KEPT_FOR: i64 = 30 * Instant::DAY;

/// What is known of a request id.
#[derive(Debug, Clone, PartialEq)]
pub enum Known {
    /// Never seen.
    New,
    /// Seen with the same content, and done: the answer of then.
    Same(Json),
    /// Seen with other content.
    Other,
}

/// Whether `id` has the form of a request id: 8 to 64 letters, digits or hyphens.
#[must_use]
pub fn well_formed(id: &str) -> bool {
    (8..=64).contains(&id.len())
        && id
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
}

/// The digest of what is asked: operation and input, with the keys of objects in order.
#[must_use]
pub fn digest(operation: &str, input: &Json) -> String {
    let mut text = format!("{operation}\n");
    canonical(input, &mut text);
    plain_digest(&text)
}

fn canonical(value: &Json, out: &mut String) {
    match value {
        Json::Object(fields) => {
            let mut keys: Vec<&String> = fields.keys().collect();
            keys.sort();
            out.push('{');
            for key in keys {
                out.push_str(&Json::from(key.as_str()).to_string());
                out.push(':');
                canonical(&fields[key.as_str()], out);
                out.push(',');
            }
            out.push('}');
        }
        Json::Array(items) => {
            out.push('[');
            for item in items {
                canonical(item, out);
                out.push(',');
            }
            out.push(']');
        }
        plain => out.push_str(&plain.to_string()),
    }
}

/// The request id of a write, or why there is none.
///
/// # Errors
/// `request_id_missing`, `request_id_malformed`.
pub fn required(id: Option<&str>) -> Result<&str, Code> {
    match id {
        None => Err(Code::RequestIdMissing),
        Some(id) if well_formed(id) => Ok(id),
        Some(_) => Err(Code::RequestIdMalformed),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn the_order_of_fields_is_no_difference_but_their_content_is() {
        let a = digest("x", &serde_json::from_str(r#"{"a":1,"b":[true,null]}"#).unwrap());
        let b = digest("x", &serde_json::from_str(r#"{"b":[true,null],"a":1}"#).unwrap());
        assert_eq!(a, b);
        assert_ne!(a, digest("y", &json!({"a": 1, "b": [true, null]})));
        assert_ne!(a, digest("x", &json!({"a": "1", "b": [true, null]})));
        assert_ne!(
            digest("x", &json!([["a"], "b"])),
            digest("x", &json!(["a", ["b"]]))
        );
    }

    #[test]
    fn ids_of_other_forms_are_refused() {
        assert!(well_formed("0192f0c1-7c1e-7000-8000-000000000001"));
        for bad in ["", "short", "has blank 1234", "has\u{0}nul12345", &"x".repeat(65)] {
            assert!(!well_formed(bad), "{bad:?}");
        }
    }
}
