//! The working calendar: which civil day is worked, and on which day a number of working days ends. Deadlines, rota and
//! rooms lean on it, so it never guesses: what rests on a year without a published notice says that it is provisional.
//!
//! What it refuses to do yet: it counts days, not staffed minutes, since it knows no centre's hours; it takes in no
//! notice from a file; it keeps nothing in the store and answers through no operation and on no screen. It does not
//! invent which weekends an unpublished year will exchange. The notice of a coming year may still move the last days
//! of December of the year before; until that notice is in the table, those days are given as that year's own notice
//! left them.

mod explain;
mod rules;
mod table;

use chrono::{NaiveDate, Weekday};
use serde::{Serialize, Serializer};

pub use explain::why_zh;
pub use table::{Basis, Holiday, SHIPPED, Year};

/// What is known about the years, and the rules over it. The days of a year that is not in it are Monday to Friday
/// and provisional.
#[derive(Debug, Clone, Copy)]
pub struct Calendar<'t> {
    years: &'t [Year<'t>],
}

/// One civil day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Day {
    /// Whether it is a working day.
    pub working: bool,
    /// What makes it one, or not.
    pub why: DayKind,
    /// Whether it rests on a year without a published notice.
    pub provisional: bool,
}

/// What a civil day is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum DayKind {
    /// Monday to Friday, worked.
    Weekday,
    /// Saturday or Sunday, free.
    Weekend,
    /// Free for a holiday, whatever its weekday.
    Holiday {
        /// Its Chinese name, as in the notice.
        name: &'static str,
    },
    /// A Saturday or Sunday that is worked for a weekday which a holiday took.
    MakeUp {
        /// The Chinese name of that holiday.
        name: &'static str,
        /// The weekday whose hours, weekly list and rota apply; as JSON 1 (Monday) to 5.
        #[serde(serialize_with = "number")]
        stands_for: Weekday,
    },
}

/// A number of working days that can be counted: 0 to [`WorkingDays::MAX`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct WorkingDays(u16);

impl WorkingDays {
    /// Four years; no target is longer, and the account of it stays readable.
    pub const MAX: u16 = 1_000;

    /// So many, or none where it is more than [`WorkingDays::MAX`].
    #[must_use]
    pub fn new(days: u16) -> Option<Self> {
        (days <= Self::MAX).then_some(WorkingDays(days))
    }

    /// The number.
    #[must_use]
    pub fn get(self) -> u16 {
        self.0
    }
}

/// The day on which a number of working days ends, and how it was reached.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Deadline {
    /// The last day counted; the first day itself where nothing was to be counted.
    #[serde(serialize_with = "iso")]
    pub date: NaiveDate,
    /// Whether a day of a year without a published notice was counted or passed over. Then the date may still move,
    /// and whatever shows it must say so.
    pub provisional: bool,
    /// Every civil day after the first, to the last.
    pub steps: Vec<Step>,
}

/// One civil day on the way to a deadline.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Step {
    /// Which day.
    #[serde(serialize_with = "iso")]
    pub date: NaiveDate,
    /// What it is.
    #[serde(flatten)]
    pub day: Day,
    /// Working days counted so far, this day included.
    pub counted: u16,
}

/// What `date` is by the shipped table.
#[must_use]
pub fn day(date: NaiveDate) -> Day {
    Calendar::shipped().day(date)
}

/// The `days`th working day after `from` by the shipped table; see [`Calendar::add_working_days`].
#[must_use]
pub fn add_working_days(from: NaiveDate, days: WorkingDays) -> Deadline {
    Calendar::shipped().add_working_days(from, days)
}

/// The account of a deadline by the shipped table; see [`Calendar::explain_zh`].
#[must_use]
pub fn explain_zh(from: NaiveDate, deadline: &Deadline) -> Vec<String> {
    Calendar::shipped().explain_zh(from, deadline)
}

fn iso<S: Serializer>(date: &NaiveDate, to: S) -> Result<S::Ok, S::Error> {
    to.collect_str(date)
}

fn number<S: Serializer>(weekday: &Weekday, to: S) -> Result<S::Ok, S::Error> {
    to.serialize_u32(weekday.number_from_monday())
}
