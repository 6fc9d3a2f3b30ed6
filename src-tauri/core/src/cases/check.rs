//! Compares each case with its own events: the case is only what the events add up to, so an edited first receiver,
//! name or time, and a case that was taken away, show here although no append-only row was touched.

use serde_json::Value as Json;

use super::{CaseState, store};
use crate::audit::Verification;
use crate::problem::Failure;
use crate::store::{Row, Tx};

/// How many cases are read at a time.
const PAGE: i64 = 2_000;

/// Adds a finding for each case of `centre` that does not agree with its events, or is not there although they are.
///
/// # Errors
/// What the store says.
pub fn check(tx: &mut Tx, centre: &str, found: &mut Verification) -> Result<(), Failure> {
    let mut after = String::new();
    loop {
        let page = store::with_first_event(tx, centre, &after, PAGE)?;
        let Some(last) = page.last() else { break };
        after = last.text(0)?;
        for row in &page {
            if !agrees(row)? {
                found.find("differs_from_events", centre, "cases", &row.text(0)?);
            }
        }
    }
    for row in store::without_case(tx, centre, PAGE)? {
        found.find("missing", centre, "cases", &row.text(0)?);
    }
    Ok(())
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
        && row.int(12)? == row.int(14)?
        && facts.get("late_entry").and_then(Json::as_bool).map(i64::from) == Some(row.int(24)?);
    let closed_at = row.maybe_instant(19)?;
    let state = closed_at.map_or(CaseState::Open, |_| CaseState::Closed);
    let state_agrees = row.text(17)? == state.wire() && row.maybe_instant(18)? == closed_at;
    Ok(persons_agree && times_agree && state_agrees && personal_agrees(row)?)
}

/// Lawful deletion takes the personal text of the event and blanks the case's fields: where the one is gone, so must
/// the others be, or somebody could put other words in their place.
fn personal_agrees(row: &Row) -> Result<bool, Failure> {
    let personal: Option<Json> = row
        .maybe_text(16)?
        .map(|text| serde_json::from_str(&text).unwrap_or_default());
    let said = |name: &str| personal.as_ref()?.get(name)?.as_str().map(str::to_owned);
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
        let is = row.maybe_text(at)?;
        // The matter is never absent; blanked it is empty.
        let blanked = personal.is_none() && is.as_deref() == Some("");
        if is != said(name) && !blanked {
            return Ok(false);
        }
    }
    Ok(true)
}
