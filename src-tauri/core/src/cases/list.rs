//! `cases.list`: cases by filters, newest first. Pages follow each other by position and not by count, so that a case
//! registered meanwhile neither repeats nor hides another. Names and numbers are masked; searching by them is not
//! hindered, because whoever may list may also register.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{CaseRow, CaseState, Channel, Kind, Urgency, mask_row, store};
use crate::org;
use crate::problem::{Code, Failure, Reasons};
use crate::request::Request;
use crate::text;
use crate::time::{Instant, Zone, parse_day};

/// Rows of a page unless it says otherwise.
const USUAL: i64 = 50;
/// Most rows of a page.
const MOST: i64 = 200;

/// What is looked for; whatever is none does not narrow.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields, default)]
pub struct Input {
    /// Open or closed.
    pub state: Option<CaseState>,
    /// What it is.
    pub kind: Option<Kind>,
    /// How the resident came.
    pub channel: Option<Channel>,
    /// How soon.
    pub urgency: Option<Urgency>,
    /// Held or first received by whoever asks.
    pub mine: bool,
    /// First day of recording, in the centre's zone.
    pub from: Option<String>,
    /// Last day of recording.
    pub to: Option<String>,
    /// In number, matter, name, phone or category; at most 60 characters.
    pub text: Option<String>,
    /// Where the page before ended.
    pub after: Option<String>,
    /// Rows, 1 to 200; 50 unless given.
    #[ts(type = "number | null")]
    pub limit: Option<i64>,
}

/// A page.
#[derive(Debug, Serialize, JsonSchema, TS)]
pub struct Output {
    /// Newest first.
    pub cases: Vec<CaseRow>,
    /// Where the next page begins; none at the end.
    pub next: Option<String>,
}

/// A filter that the store understands.
#[derive(Debug, Default)]
pub struct Filter {
    /// State.
    pub state: Option<CaseState>,
    /// Kind.
    pub kind: Option<Kind>,
    /// Channel.
    pub channel: Option<Channel>,
    /// Urgency.
    pub urgency: Option<Urgency>,
    /// Held or first received by this account.
    pub mine: Option<String>,
    /// Recorded at or after.
    pub from: Option<Instant>,
    /// Recorded before.
    pub before: Option<Instant>,
    /// Found in one of the texts.
    pub text: Option<String>,
}

type Position = (Instant, String);

/// # Errors
/// `invalid_input` with every reason.
pub fn run(request: &mut Request, input: Input) -> Result<Output, Failure> {
    let centre = request.at.centre.clone();
    let me = request.who()?.account.clone();
    let zone = org::centre(request.tx, &centre)?.ok_or(Code::NotSetUp)?.zone();
    let (filter, after, limit) = judge(input, me, zone)?;
    // One row more than the page tells whether there is a next one.
    let mut found = store::list(request.tx, &centre, &filter, after.as_ref(), limit + 1)?;
    let more = found.len() as i64 > limit;
    found.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
    let cases: Vec<CaseRow> = found.into_iter().map(|case| mask_row(case.card.row)).collect();
    let next = if more {
        cases
            .last()
            .map(|last| format!("{}.{}", last.recorded_at.0, last.id))
    } else {
        None
    };
    Ok(Output { cases, next })
}

fn judge(input: Input, me: String, zone: Zone) -> Result<(Filter, Option<Position>, i64), Failure> {
    let mut reasons = Reasons::new();
    let mut day = |field: &str, text: Option<&String>| {
        let text = text.filter(|text| !text.is_empty())?;
        let day = parse_day(text);
        if day.is_none() {
            reasons.add(field, Code::DateMalformed);
        }
        day
    };
    let (from, to) = (day("from", input.from.as_ref()), day("to", input.to.as_ref()));
    let text = text::optional("text", input.text.as_deref(), 60, &mut reasons);
    let after = input.after.as_deref().map(|cursor| {
        read_cursor(cursor).unwrap_or_else(|| {
            reasons.add("after", Code::CursorMalformed);
            (Instant(0), String::new())
        })
    });
    let limit = input.limit.unwrap_or(USUAL);
    if !(1..=MOST).contains(&limit) {
        reasons.add_with("limit", Code::OutOfRange, &[("min", 1), ("max", MOST)]);
    }
    reasons.settle()?;
    let filter = Filter {
        state: input.state,
        kind: input.kind,
        channel: input.channel,
        urgency: input.urgency,
        mine: input.mine.then_some(me),
        from: from.map(|day| zone.start_of(day)),
        before: to.and_then(|day| day.succ_opt()).map(|day| zone.start_of(day)),
        text,
    };
    Ok((filter, after, limit))
}

fn read_cursor(cursor: &str) -> Option<Position> {
    let (at, id) = cursor.split_once('.')?;
    let whole = id.len() == 36 && id.bytes().all(|b| b.is_ascii_hexdigit() || b == b'-');
    Some((Instant(at.parse().ok()?), whole.then(|| id.to_owned())?))
}
