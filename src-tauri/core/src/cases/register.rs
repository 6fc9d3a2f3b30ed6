//! `cases.register`: a resident was received. Whoever is signed in is first receiver and holder; the number is taken,
//! the case recorded and its first events written in one transaction, or nothing of it is.

use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::json;
use ts_rs::TS;

use super::rules::{self, Contact};
use super::store::{self, EVENTS, NewCase};
use super::{CaseCard, Channel, EventKind, Kind, Urgency, Way};
use crate::audit::NewRow;
use crate::org;
use crate::problem::{Broken, Code, Failure};
use crate::request::Request;
use crate::store::Value;
use crate::time::Instant;

/// A first contact. There is no field for the first receiver: it is whoever asks.
#[derive(Debug, Clone, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// How the resident came.
    pub channel: Channel,
    /// Who came.
    pub visitor: Visitor,
    /// What the resident wants, 1 to 2,000 characters.
    pub matter: String,
    /// What it is.
    pub kind: Kind,
    /// How soon.
    pub urgency: Urgency,
    /// In the centre's own words, at most 40 characters.
    pub category: Option<String>,
    /// Materials taken, at most 500 characters.
    pub materials: Option<String>,
    /// When the resident came; now unless given, at most 31 days back.
    pub received_at: Option<Instant>,
    /// What is done with it.
    pub way: Way,
    /// The answer given, at most 2,000 characters; demanded when resolved on the spot.
    pub reply: Option<String>,
}

/// Who came.
#[derive(Debug, Clone, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct Visitor {
    /// Does not give a name; then nothing else may be given.
    pub anonymous: bool,
    /// Name, 1 to 40 characters.
    pub name: Option<String>,
    /// Mobile number or landline with its area code.
    pub phone: Option<String>,
    /// At most 120 characters.
    pub address: Option<String>,
}

/// The case, masked as everywhere.
pub type Output = CaseCard;

/// # Errors
/// `invalid_input` with every reason.
pub fn run(request: &mut Request, input: Input) -> Result<Output, Failure> {
    let (now, centre) = (request.at.now, request.at.centre.clone());
    let receiver = request.who()?.account.clone();
    let contact = rules::judge(input, now)?;
    let card = org::centre(request.tx, &centre)?.ok_or(Code::NotSetUp)?;
    let day = card.zone().day(now);
    let nth = store::next_number(request.tx, &centre, &day.to_string())?;
    let (id, number) = (request.new_id()?, rules::number(&card.short, day, nth));
    request.trail.about(&id);
    let new = NewCase {
        centre: &centre,
        id: &id,
        number: &number,
        receiver: &receiver,
        contact: &contact,
        now,
    };
    store::insert(request.tx, &new)?;
    write_events(request, &new)?;
    let case = store::find(request.tx, &centre, &id)?;
    Ok(case
        .ok_or_else(|| Broken::new("a case that was just recorded is not there"))?
        .masked())
}

/// The birth of a case as events: registered, and when resolved on the spot also answered and closed.
fn write_events(request: &mut Request, new: &NewCase) -> Result<(), Failure> {
    let contact = new.contact;
    event(
        request,
        new,
        1,
        (EventKind::Registered, facts(new), Some(personal(contact))),
    )?;
    if contact.way == Way::ResolvedOnSpot {
        let reply = contact.reply.clone();
        event(
            request,
            new,
            2,
            (
                EventKind::Answered,
                json!({ "how": contact.channel.wire() }).to_string(),
                reply,
            ),
        )?;
        event(
            request,
            new,
            3,
            (
                EventKind::Closed,
                json!({ "way": contact.way.wire() }).to_string(),
                None,
            ),
        )?;
    }
    Ok(())
}

/// What is not personal, in the form that `verify` compares.
pub(super) fn facts(new: &NewCase) -> String {
    let contact = new.contact;
    json!({
        "number": new.number,
        "channel": contact.channel.wire(),
        "kind": contact.kind.wire(),
        "urgency": contact.urgency.wire(),
        "way": contact.way.wire(),
        "received_at": contact.received_at,
        "late_entry": contact.late_entry,
    })
    .to_string()
}

/// What is personal: the visitor, and the matter in the visitor's words.
fn personal(contact: &Contact) -> String {
    json!({
        "name": contact.name,
        "phone": contact.phone,
        "address": contact.address,
        "matter": contact.matter,
        "category": contact.category,
        "materials": contact.materials,
        "reply": contact.reply,
    })
    .to_string()
}

fn event(
    request: &mut Request,
    new: &NewCase,
    seq: i64,
    (kind, facts, personal): (EventKind, String, Option<String>),
) -> Result<(), Failure> {
    let values = vec![
        Value::from(new.centre),
        Value::from(new.id),
        Value::from(seq),
        Value::from(kind.wire()),
        Value::from(new.now),
        Value::from(new.receiver),
        Value::from(facts),
        Value::Null,
    ];
    let personal = personal.as_deref().map(|text| (new.id, text));
    request.append(
        &EVENTS,
        NewRow {
            centre: new.centre,
            values,
            personal,
        },
    )
}
