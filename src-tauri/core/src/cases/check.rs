//! Compares each case with its own events: the case is only what the events add up to, so an edited first receiver,
//! name or time shows here although no append-only row was touched.

use serde_json::Value as Json;

use super::store;
use crate::audit::Verification;
use crate::problem::Failure;
use crate::store::{Row, Tx};

/// How many cases are read at a time.
const PAGE: i64 = 2_000;

/// Adds a finding for each case of `centre` that does not agree with its events.
///
/// # Errors
/// What the store says.
pub fn check(tx: &mut Tx, centre: &str, found: &mut Verification) -> Result<(), Failure> {
    let mut after = String::new();
    loop {
        let page = store::with_first_event(tx, centre, &after, PAGE)?;
        let Some(last) = page.last() else { return Ok(()) };
        after = last.text(0)?;
        for row in &page {
            if !agrees(row)? {
                found.find("differs_from_events", centre, "cases", &row.text(0)?);
            }
        }
    }
}

/// Columns in the order of [`store::with_first_event`].
fn agrees(row: &Row) -> Result<bool, Failure> {
    let Some(facts) = row.maybe_text(15)? else {
        return Ok(false);
    };
    let facts: Json = serde_json::from_str(&facts).unwrap_or_default();
    let said = |name: &str| {
        facts
            .get(name)
            .and_then(Json::as_str)
            .unwrap_or_default()
            .to_owned()
    };
    let words = [
        (1, "number"),
        (2, "channel"),
        (3, "kind"),
        (4, "urgency"),
        (5, "way"),
    ];
    for (at, name) in words {
        if row.text(at)? != said(name) {
            return Ok(false);
        }
    }
    // Without hand-over the holder is still whoever received first.
    let persons_agree = row.text(10)? == row.text(13)? && row.text(23)? == row.text(13)?;
    let times_agree = facts.get("received_at").and_then(Json::as_i64) == Some(row.int(11)?)
        && row.int(12)? == row.int(14)?;
    let state_agrees = (row.text(17)? == "closed") == row.maybe_instant(19)?.is_some()
        && row.maybe_instant(18)? == row.maybe_instant(19)?;
    Ok(persons_agree && times_agree && state_agrees && personal_agrees(row)?)
}

/// Lawful deletion takes the personal text of the event and blanks the case's fields; then there is nothing to compare.
fn personal_agrees(row: &Row) -> Result<bool, Failure> {
    let Some(personal) = row.maybe_text(16)? else {
        return Ok(true);
    };
    let personal: Json = serde_json::from_str(&personal).unwrap_or_default();
    let said = |name: &str| personal.get(name).and_then(Json::as_str).map(str::to_owned);
    let fields = [
        (6, "matter"),
        (7, "name"),
        (8, "phone"),
        (9, "address"),
        (20, "category"),
        (21, "materials"),
        (22, "reply"),
    ];
    for (at, name) in fields {
        if row.maybe_text(at)? != said(name) {
            return Ok(false);
        }
    }
    Ok(true)
}
