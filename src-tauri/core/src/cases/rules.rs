//! Rules of registering: what a first contact must say, what may be said late, and how it is numbered. Pure: data in,
//! decision out; preview and commit call the same.

use chrono::NaiveDate;

use super::register::Input;
use super::{Channel, Kind, Urgency, Way};
use crate::problem::{Code, Failure, Reasons};
use crate::text;
use crate::time::Instant;

/// A contact may be recorded so many days after it happened.
pub const OLDEST_DAYS: i64 = 31;
/// Recorded more than this after it was received, an entry says so.
pub const LATE_AFTER: i64 = 30 * Instant::MINUTE;
/// The clock of another desk may be ahead by so much.
const TOLERANCE: i64 = Instant::MINUTE;

/// A first contact that may be recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contact {
    /// How the resident came.
    pub channel: Channel,
    /// What it is.
    pub kind: Kind,
    /// How soon.
    pub urgency: Urgency,
    /// What is done with it.
    pub way: Way,
    /// None for an anonymous visitor.
    pub name: Option<String>,
    /// In its one form.
    pub phone: Option<String>,
    /// As typed.
    pub address: Option<String>,
    /// What the resident wants.
    pub matter: String,
    /// In the centre's own words.
    pub category: Option<String>,
    /// Materials taken.
    pub materials: Option<String>,
    /// The answer given.
    pub reply: Option<String>,
    /// When the resident came.
    pub received_at: Instant,
    /// Recorded much later than received.
    pub late_entry: bool,
}

/// Judges a first contact at `now`.
///
/// # Errors
/// `invalid_input` with every reason.
pub fn judge(input: Input, now: Instant) -> Result<Contact, Failure> {
    let mut reasons = Reasons::new();
    let (name, phone, address) = judge_visitor(&input, &mut reasons);
    let matter = text::required("matter", &input.matter, (1, 2_000), &mut reasons);
    let category = text::optional("category", input.category.as_deref(), 40, &mut reasons);
    if let Some(category) = &category {
        text::one_line("category", category, &mut reasons);
    }
    let materials = text::optional("materials", input.materials.as_deref(), 500, &mut reasons);
    let reply = match input.way {
        Way::ResolvedOnSpot => Some(text::required(
            "reply",
            input.reply.as_deref().unwrap_or(""),
            (1, 2_000),
            &mut reasons,
        )),
        Way::Taken => text::optional("reply", input.reply.as_deref(), 2_000, &mut reasons),
    };
    let received_at = input.received_at.unwrap_or(now);
    if received_at.since(now) > TOLERANCE {
        reasons.add("received_at", Code::InTheFuture);
    }
    if now.since(received_at) > OLDEST_DAYS * Instant::DAY {
        reasons.add_with("received_at", Code::TooLongAgo, &[("days", OLDEST_DAYS)]);
    }
    reasons.settle()?;
    let (channel, kind, urgency, way) = (input.channel, input.kind, input.urgency, input.way);
    let late_entry = now.since(received_at) > LATE_AFTER;
    Ok(Contact {
        channel,
        kind,
        urgency,
        way,
        name,
        phone,
        address,
        matter,
        category,
        materials,
        reply,
        received_at,
        late_entry,
    })
}

type Visitor = (Option<String>, Option<String>, Option<String>);

fn judge_visitor(input: &Input, reasons: &mut Reasons) -> Visitor {
    let visitor = &input.visitor;
    if visitor.anonymous {
        let fields = [
            ("visitor.name", &visitor.name),
            ("visitor.phone", &visitor.phone),
            ("visitor.address", &visitor.address),
        ];
        for (field, value) in fields {
            if value.as_deref().is_some_and(|text| !text.trim().is_empty()) {
                reasons.add(field, Code::MustBeEmpty);
            }
        }
        return (None, None, None);
    }
    let name = text::required(
        "visitor.name",
        visitor.name.as_deref().unwrap_or(""),
        (1, 40),
        reasons,
    );
    text::one_line("visitor.name", &name, reasons);
    let phone = text::optional("visitor.phone", visitor.phone.as_deref(), 40, reasons).map(|typed| {
        text::phone(&typed).unwrap_or_else(|| {
            reasons.add("visitor.phone", Code::PhoneMalformed);
            typed
        })
    });
    let address = text::optional("visitor.address", visitor.address.as_deref(), 120, reasons);
    if let Some(address) = &address {
        text::one_line("visitor.address", address, reasons);
    }
    (Some(name), phone, address)
}

/// The number of a case: 城林-20261122-003. Three digits, more from the thousandth of a day on.
#[must_use]
pub fn number(short: &str, day: NaiveDate, nth: i64) -> String {
    format!("{short}-{}-{nth:03}", day.format("%Y%m%d"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cases::register::Visitor as VisitorInput;
    use crate::problem::Reason;

    const NOW: Instant = Instant(1_795_315_320_000);

    fn contact() -> Input {
        Input {
            channel: Channel::Visit,
            visitor: VisitorInput {
                anonymous: false,
                name: Some("仇玉梅".to_owned()),
                phone: Some("１３８ 0000 5678".to_owned()),
                address: None,
            },
            matter: "想问临时救助怎么申请".to_owned(),
            kind: Kind::Inquiry,
            urgency: Urgency::Normal,
            category: None,
            materials: None,
            received_at: None,
            way: Way::ResolvedOnSpot,
            reply: Some("已告知".to_owned()),
        }
    }

    fn reasons(input: Input) -> Vec<(String, Code)> {
        let Err(Failure::Refused(problem)) = judge(input, NOW) else {
            return Vec::new();
        };
        let pair = |reason: Reason| (reason.field.unwrap_or_default(), reason.code);
        problem.reasons.into_iter().map(pair).collect()
    }

    #[test]
    fn a_plain_contact_passes_and_its_phone_takes_its_one_form() {
        let contact = judge(contact(), NOW).unwrap();
        assert_eq!(contact.phone.as_deref(), Some("13800005678"));
        assert_eq!(contact.received_at, NOW);
        assert!(!contact.late_entry);
    }

    #[test]
    fn every_reason_is_named_at_once() {
        let mut input = contact();
        input.visitor.name = Some("  ".to_owned());
        input.visitor.phone = Some("12345".to_owned());
        input.matter = String::new();
        input.reply = None;
        input.received_at = Some(NOW.plus(2 * Instant::MINUTE));
        let expected = [
            ("visitor.name", Code::Required),
            ("visitor.phone", Code::PhoneMalformed),
            ("matter", Code::Required),
            ("reply", Code::Required),
            ("received_at", Code::InTheFuture),
        ];
        assert_eq!(
            reasons(input),
            expected.map(|(field, code)| (field.to_owned(), code))
        );
    }

    #[test]
    fn an_anonymous_visitor_leaves_nothing_personal() {
        let mut input = contact();
        input.visitor.anonymous = true;
        assert_eq!(reasons(input).len(), 2, "name and phone must be empty");
        let mut input = contact();
        input.visitor = VisitorInput {
            anonymous: true,
            name: None,
            phone: Some(" ".to_owned()),
            address: None,
        };
        assert!(judge(input, NOW).unwrap().name.is_none());
    }

    #[test]
    fn a_late_entry_says_so_and_has_an_end() {
        let at = |millis: i64| {
            let mut input = contact();
            input.received_at = Some(NOW.plus(-millis));
            input
        };
        assert!(!judge(at(LATE_AFTER), NOW).unwrap().late_entry);
        assert!(judge(at(LATE_AFTER + 1), NOW).unwrap().late_entry);
        assert!(judge(at(31 * Instant::DAY), NOW).is_ok());
        assert_eq!(
            reasons(at(31 * Instant::DAY + 1)),
            [("received_at".to_owned(), Code::TooLongAgo)]
        );
    }

    #[test]
    fn numbers_stay_readable_past_a_thousand() {
        let day = NaiveDate::from_ymd_opt(2026, 11, 22).unwrap();
        assert_eq!(number("城林", day, 3), "城林-20261122-003");
        assert_eq!(number("城林", day, 1000), "城林-20261122-1000");
    }
}
