//! `cases.read`: one case with everything that happened to it. Personal values stay masked; showing them is an act of
//! its own, with a purpose, and comes with the registry of persons.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{CaseCard, CaseEvent, store};
use crate::people;
use crate::problem::{Code, Failure};
use crate::request::Request;
use crate::text;

/// Which one.
#[derive(Debug, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// Id or number.
    pub id: String,
}

/// The case and its events.
#[derive(Debug, Serialize, JsonSchema, TS)]
pub struct Output {
    /// As it stands.
    pub case: CaseCard,
    /// What happened, in order.
    pub events: Vec<CaseEvent>,
}

/// # Errors
/// `not_found`.
pub fn run(request: &mut Request, input: Input) -> Result<Output, Failure> {
    let centre = request.at.centre.clone();
    let wanted = text::narrow(input.id.trim());
    let case = store::find(request.tx, &centre, &wanted)?.ok_or(Code::NotFound)?;
    let names = people::names(request.tx, &centre)?;
    let events = store::events(request.tx, &centre, &case.card.row.id, &names)?;
    Ok(Output {
        case: case.masked(),
        events,
    })
}
