//! SQL of cases: the case as it stands, its events, its numbers. Decides nothing; whoever calls has judged already.

use std::collections::HashMap;

use super::list::Filter;
use super::rules::Contact;
use super::{Case, CaseCard, CaseEvent, CaseRow, CaseState, Channel, EventKind, Kind, Urgency, Way};
use crate::audit::Ledger;
use crate::params;
use crate::people::Person;
use crate::problem::{Broken, Failure};
use crate::store::{Row, Tx, Value};
use crate::time::Instant;

/// The events of cases: only added to.
pub const EVENTS: Ledger = Ledger {
    table: "case_events",
    key: &["case_id", "seq"],
    columns: &[
        "centre_id",
        "case_id",
        "seq",
        "kind",
        "at",
        "account_id",
        "facts",
        "personal_digest",
    ],
    personal: Some(("personal", "personal_digest", "case_id")),
};

/// Takes the next number of a day. Two at once wait for each other on the row, and a refused case takes none: the
/// counter is part of its transaction.
pub fn next_number(tx: &mut Tx, centre: &str, day: &str) -> Result<i64, Failure> {
    let sql = "INSERT INTO case_numbers (centre_id, day, last) VALUES (?1, ?2, 1) \
               ON CONFLICT (centre_id, day) DO UPDATE SET last = case_numbers.last + 1 RETURNING last";
    let row = tx.row(sql, params![centre, day])?;
    row.ok_or_else(|| Failure::from(Broken::new("no number was given")))?
        .int(0)
}

/// A case that is to be recorded.
pub struct NewCase<'c> {
    /// The centre.
    pub centre: &'c str,
    /// Id.
    pub id: &'c str,
    /// Number.
    pub number: &'c str,
    /// First receiver, and holder from the start.
    pub receiver: &'c str,
    /// What was said.
    pub contact: &'c Contact,
    /// When it is recorded.
    pub now: Instant,
}

/// Records a case.
pub fn insert(tx: &mut Tx, new: &NewCase) -> Result<(), Failure> {
    let contact = new.contact;
    let closed = contact.way == Way::ResolvedOnSpot;
    let state = if closed {
        CaseState::Closed
    } else {
        CaseState::Open
    };
    tx.execute(
        "INSERT INTO cases (centre_id, case_id, number, state, channel, kind, urgency, way, category, matter, \
         materials, reply, visitor_name, visitor_phone, visitor_address, first_receiver_id, holder_id, received_at, \
         recorded_at, late_entry, closed_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, \
         ?15, ?16, ?17, ?18, ?19, ?20, ?21)",
        params![
            new.centre,
            new.id,
            new.number,
            state.wire(),
            contact.channel.wire(),
            contact.kind.wire(),
            contact.urgency.wire(),
            contact.way.wire(),
            contact.category.clone(),
            &contact.matter,
            contact.materials.clone(),
            contact.reply.clone(),
            contact.name.clone(),
            contact.phone.clone(),
            contact.address.clone(),
            new.receiver,
            new.receiver,
            contact.received_at,
            new.now,
            contact.late_entry,
            closed.then_some(new.now)
        ],
    )?;
    Ok(())
}

const COLUMNS: &str = "SELECT c.case_id, c.number, c.state, c.channel, c.kind, c.urgency, c.way, c.category, c.matter, \
     c.visitor_name, c.visitor_phone, c.first_receiver_id, f.name, c.holder_id, h.name, c.received_at, c.recorded_at, \
     c.late_entry, c.visitor_address, c.materials, c.reply, c.closed_at FROM cases c \
     JOIN accounts f ON f.centre_id = c.centre_id AND f.account_id = c.first_receiver_id \
     JOIN accounts h ON h.centre_id = c.centre_id AND h.account_id = c.holder_id";

fn word<T>(found: Option<T>, row: &Row, at: usize) -> Result<T, Failure> {
    // A word that this program does not know was not written by it.
    found.ok_or_else(|| {
        Broken::new(format!(
            "case {}: unknown word in column {at}",
            row.text(0).unwrap_or_default()
        ))
        .into()
    })
}

fn read_case(row: &Row) -> Result<Case, Failure> {
    let person = |at: usize| -> Result<Person, Failure> {
        Ok(Person {
            id: row.text(at)?,
            name: row.text(at + 1)?,
        })
    };
    let listed = CaseRow {
        id: row.text(0)?,
        number: row.text(1)?,
        state: word(CaseState::read(&row.text(2)?), row, 2)?,
        channel: word(Channel::read(&row.text(3)?), row, 3)?,
        kind: word(Kind::read(&row.text(4)?), row, 4)?,
        urgency: word(Urgency::read(&row.text(5)?), row, 5)?,
        way: word(Way::read(&row.text(6)?), row, 6)?,
        category: row.maybe_text(7)?,
        matter: row.text(8)?,
        visitor: row.maybe_text(9)?.unwrap_or_default(),
        phone: row.maybe_text(10)?,
        first_receiver: person(11)?,
        holder: person(13)?,
        received_at: row.instant(15)?,
        recorded_at: row.instant(16)?,
        late_entry: row.flag(17)?,
    };
    let (address, materials) = (row.maybe_text(18)?, row.maybe_text(19)?);
    let (reply, closed_at) = (row.maybe_text(20)?, row.maybe_instant(21)?);
    Ok(Case {
        card: CaseCard {
            row: listed,
            address,
            materials,
            reply,
            closed_at,
        },
    })
}

/// The case of this id or number.
pub fn find(tx: &mut Tx, centre: &str, id_or_number: &str) -> Result<Option<Case>, Failure> {
    let sql = format!("{COLUMNS} WHERE c.centre_id = ?1 AND (c.case_id = ?2 OR c.number = ?2)");
    tx.row(&sql, params![centre, id_or_number])?
        .as_ref()
        .map(read_case)
        .transpose()
}

/// Up to `limit` cases after the position `after` (recorded at, id), newest first.
pub fn list(
    tx: &mut Tx,
    centre: &str,
    filter: &Filter,
    after: Option<&(Instant, String)>,
    limit: i64,
) -> Result<Vec<Case>, Failure> {
    let mut sql = format!("{COLUMNS} WHERE c.centre_id = ?1");
    let mut params = vec![Value::from(centre), Value::from(limit)];
    let mut also = |condition: &str, values: Vec<Value>| {
        let mut condition = condition.to_owned();
        for value in values {
            params.push(value);
            condition = condition.replacen('#', &format!("?{}", params.len()), 1);
        }
        sql.push_str(" AND ");
        sql.push_str(&condition);
    };
    let words = [
        ("c.state = #", filter.state.map(CaseState::wire)),
        ("c.kind = #", filter.kind.map(Kind::wire)),
        ("c.channel = #", filter.channel.map(Channel::wire)),
        ("c.urgency = #", filter.urgency.map(Urgency::wire)),
    ];
    for (condition, word) in words {
        if let Some(word) = word {
            also(condition, vec![word.into()]);
        }
    }
    if let Some(me) = &filter.mine {
        also(
            "(c.holder_id = # OR c.first_receiver_id = #)",
            vec![me.into(), me.into()],
        );
    }
    if let Some(from) = filter.from {
        also("c.recorded_at >= #", vec![from.into()]);
    }
    if let Some(before) = filter.before {
        also("c.recorded_at < #", vec![before.into()]);
    }
    if let Some(text) = &filter.text {
        let like = format!("%{}%", escape_like(&text.to_ascii_lowercase()));
        let fields = [
            "c.number",
            "c.matter",
            "c.visitor_name",
            "c.visitor_phone",
            "c.category",
        ];
        let tests: Vec<String> = fields
            .iter()
            .map(|field| format!("lower({field}) LIKE # ESCAPE '!'"))
            .collect();
        also(
            &format!("({})", tests.join(" OR ")),
            vec![like.into(); fields.len()],
        );
    }
    if let Some((at, id)) = after {
        also(
            "(c.recorded_at, c.case_id) < (#, #)",
            vec![(*at).into(), id.into()],
        );
    }
    sql.push_str(" ORDER BY c.recorded_at DESC, c.case_id DESC LIMIT ?2");
    tx.rows(&sql, &params)?.iter().map(read_case).collect()
}

fn escape_like(text: &str) -> String {
    text.replace('!', "!!").replace('%', "!%").replace('_', "!_")
}

/// The events of a case in their order; `names` of accounts by id.
pub fn events(
    tx: &mut Tx,
    centre: &str,
    case: &str,
    names: &HashMap<String, String>,
) -> Result<Vec<CaseEvent>, Failure> {
    let rows = tx.rows(
        "SELECT seq, kind, at, account_id, personal FROM case_events WHERE centre_id = ?1 AND case_id = ?2 ORDER BY seq",
        params![centre, case],
    )?;
    rows.iter()
        .map(|row| {
            let id = row.text(3)?;
            let name = names.get(&id).cloned().unwrap_or_default();
            let kind = EventKind::read(&row.text(1)?);
            let kind = kind.ok_or_else(|| Broken::new(format!("case {case}: unknown event")))?;
            let note = row.maybe_text(4)?.filter(|_| kind == EventKind::Answered);
            Ok(CaseEvent {
                seq: row.int(0)?,
                kind,
                at: row.instant(2)?,
                by: Person { id, name },
                note,
            })
        })
        .collect()
}

/// Up to `limit` cases after id `after` as text fields, each with its first event: for the comparison in `verify`.
pub fn with_first_event(tx: &mut Tx, centre: &str, after: &str, limit: i64) -> Result<Vec<Row>, Failure> {
    tx.rows(
        "SELECT c.case_id, c.number, c.channel, c.kind, c.urgency, c.way, c.matter, c.visitor_name, c.visitor_phone, \
         c.visitor_address, c.first_receiver_id, c.received_at, c.recorded_at, e.account_id, e.at, e.facts, e.personal, \
         c.state, c.closed_at, (SELECT MAX(x.at) FROM case_events x WHERE x.centre_id = c.centre_id \
         AND x.case_id = c.case_id AND x.kind = 'closed'), c.category, c.materials, c.reply, c.holder_id, \
         c.late_entry FROM cases c \
         LEFT JOIN case_events e ON e.centre_id = c.centre_id AND e.case_id = c.case_id AND e.seq = 1 \
         WHERE c.centre_id = ?1 AND c.case_id > ?2 ORDER BY c.case_id LIMIT ?3",
        params![centre, after, limit],
    )
}

/// Up to `limit` ids of cases whose first event is there and they themselves are not.
pub fn without_case(tx: &mut Tx, centre: &str, limit: i64) -> Result<Vec<Row>, Failure> {
    tx.rows(
        "SELECT e.case_id FROM case_events e \
         LEFT JOIN cases c ON c.centre_id = e.centre_id AND c.case_id = e.case_id \
         WHERE e.centre_id = ?1 AND e.seq = 1 AND c.case_id IS NULL ORDER BY e.case_id LIMIT ?2",
        params![centre, limit],
    )
}
