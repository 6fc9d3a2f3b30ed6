//! The few kinds of values that both engines keep alike: whole numbers, text, nothing. No booleans (0 and 1), no
//! floating point, no engine dates: each of these behaves differently on the two engines, so none is offered.

use crate::problem::{Broken, Failure};
use crate::time::Instant;

/// One value of a row or parameter.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Value {
    /// SQL NULL.
    Null,
    /// A 64-bit whole number; instants (milliseconds) and flags (0, 1) too.
    Int(i64),
    /// Text without NUL characters; ids, ISO dates and JSON too.
    Text(String),
}

impl From<i64> for Value {
    fn from(number: i64) -> Self {
        Value::Int(number)
    }
}

impl From<bool> for Value {
    fn from(flag: bool) -> Self {
        Value::Int(i64::from(flag))
    }
}

impl From<Instant> for Value {
    fn from(at: Instant) -> Self {
        Value::Int(at.0)
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Value::Text(text.to_owned())
    }
}

impl From<&String> for Value {
    fn from(text: &String) -> Self {
        Value::Text(text.clone())
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Value::Text(text)
    }
}

impl<T> From<Option<T>> for Value
where
    Value: From<T>,
{
    fn from(value: Option<T>) -> Self {
        value.map_or(Value::Null, Value::from)
    }
}

/// One row of an answer, by column position.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row(pub(super) Vec<Value>);

impl Row {
    /// The values in their order.
    #[must_use]
    pub fn values(&self) -> &[Value] {
        &self.0
    }

    /// The number in column `at`.
    ///
    /// # Errors
    /// Broken, when the column is missing or holds something else: the statement and its reader disagree.
    pub fn int(&self, at: usize) -> Result<i64, Failure> {
        match self.0.get(at) {
            Some(Value::Int(number)) => Ok(*number),
            other => Err(Self::mismatch(at, "a number", other)),
        }
    }

    /// The flag (0 or 1) in column `at`.
    ///
    /// # Errors
    /// As [`Row::int`].
    pub fn flag(&self, at: usize) -> Result<bool, Failure> {
        Ok(self.int(at)? != 0)
    }

    /// The instant in column `at`.
    ///
    /// # Errors
    /// As [`Row::int`].
    pub fn instant(&self, at: usize) -> Result<Instant, Failure> {
        self.int(at).map(Instant)
    }

    /// The instant in column `at`, or none for NULL.
    ///
    /// # Errors
    /// As [`Row::int`].
    pub fn maybe_instant(&self, at: usize) -> Result<Option<Instant>, Failure> {
        match self.0.get(at) {
            Some(Value::Null) => Ok(None),
            _ => self.instant(at).map(Some),
        }
    }

    /// The text in column `at`.
    ///
    /// # Errors
    /// As [`Row::int`].
    pub fn text(&self, at: usize) -> Result<String, Failure> {
        match self.0.get(at) {
            Some(Value::Text(text)) => Ok(text.clone()),
            other => Err(Self::mismatch(at, "text", other)),
        }
    }

    /// The text in column `at`, or none for NULL.
    ///
    /// # Errors
    /// As [`Row::int`].
    pub fn maybe_text(&self, at: usize) -> Result<Option<String>, Failure> {
        match self.0.get(at) {
            Some(Value::Null) => Ok(None),
            _ => self.text(at).map(Some),
        }
    }

    fn mismatch(at: usize, wanted: &str, found: Option<&Value>) -> Failure {
        let found = match found {
            None => "no column",
            Some(Value::Null) => "NULL",
            Some(Value::Int(_)) => "a number",
            Some(Value::Text(_)) => "text",
        };
        Broken::new(format!("column {at}: wanted {wanted}, found {found}")).into()
    }
}

/// Parameters of a statement, each turned into a [`Value`]: `params![centre, at, 1]` fills `?1`, `?2`, `?3`.
#[macro_export]
macro_rules! params {
    ($($value:expr),* $(,)?) => { &[$($crate::store::Value::from($value)),*][..] };
}
