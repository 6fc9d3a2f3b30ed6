//! The commands of the working calendar. They need no data folder: they tell what the shipped table says, so that an
//! administrator can check it against the published notice. They change nothing and know no centre's own closures.

use chrono::{Datelike, NaiveDate};
use clap::{Args, Subcommand};
use keting_core::{
    Failure,
    calendar::{self, Deadline, WorkingDays},
    problem::{Code, Reasons},
    time,
};
use serde_json::{Value, json};

use super::{say, show, trouble::Trouble};

/// Years that can be asked about. Far from the table everything is Monday to Friday, and a year beyond is a slip of the hand.
const YEARS: (i32, i32) = (1900, 2199);

#[derive(Subcommand)]
pub enum Ask {
    /// Print how a number of working days is counted; the date alone stands on the last line
    AddDays(Count),
    /// Print the account of a deadline in words
    Explain(Count),
    /// Print each day of a year: 1 for a working day, 0 for a free one, and why
    Days {
        #[arg(allow_negative_numbers = true)]
        year: String,
    },
}

/// Read as text, so that a slip is refused like any other input and every reason is named.
#[derive(Args)]
pub struct Count {
    /// The day before the first one counted, such as 2026-09-18
    #[arg(allow_negative_numbers = true)]
    date: String,
    /// How many working days, 0 to 1000
    #[arg(allow_negative_numbers = true)]
    n: String,
}

pub fn run(ask: &Ask, json: bool) -> Result<(), Trouble> {
    match ask {
        Ask::AddDays(count) => add_days(count, json),
        Ask::Explain(count) => explain(count, json),
        Ask::Days { year } => days(year, json),
    }
}

fn add_days(count: &Count, json: bool) -> Result<(), Trouble> {
    let (from, deadline) = counted(count)?;
    if json {
        return show(&deadline);
    }
    calendar::explain_zh(from, &deadline).iter().try_for_each(say)?;
    say(deadline.date.to_string())
}

fn explain(count: &Count, json: bool) -> Result<(), Trouble> {
    let (from, deadline) = counted(count)?;
    let lines = calendar::explain_zh(from, &deadline);
    if json {
        return show(&json!({
            "date": deadline.date.to_string(),
            "provisional": deadline.provisional,
            "explanation": lines,
        }));
    }
    lines.iter().try_for_each(say)
}

fn days(year: &str, json: bool) -> Result<(), Trouble> {
    let mut reasons = Reasons::new();
    let year = number(year, "year", YEARS, &mut reasons);
    reasons.settle()?;
    let first = year.and_then(|year| NaiveDate::from_ymd_opt(year, 1, 1));
    let days = first.into_iter().flat_map(|first| {
        first
            .iter_days()
            .take_while(move |day| day.year() == first.year())
    });
    if json {
        let rows: Vec<Value> = days.map(row).collect();
        return show(&rows);
    }
    for date in days {
        let day = calendar::day(date);
        say(format!(
            "{date} {} {}",
            u8::from(day.working),
            calendar::why_zh(&day)
        ))?;
    }
    Ok(())
}

fn row(date: NaiveDate) -> Value {
    let day = calendar::day(date);
    json!({ "date": date.to_string(), "working": day.working, "why": day.why, "provisional": day.provisional })
}

fn counted(count: &Count) -> Result<(NaiveDate, Deadline), Failure> {
    let mut reasons = Reasons::new();
    let from = time::parse_day(&count.date);
    match from {
        None => reasons.add("date", Code::DateMalformed),
        Some(date) => within("date", date.year(), YEARS, &mut reasons),
    }
    let days = number(&count.n, "n", (0, WorkingDays::MAX), &mut reasons).and_then(WorkingDays::new);
    reasons.settle()?;
    match (from, days) {
        (Some(from), Some(days)) => Ok((from, calendar::add_working_days(from, days))),
        // Settled above: both were read.
        _ => Err(Code::InvalidInput.into()),
    }
}

/// A whole number within `limits`; what is no number at all lies outside them too.
fn number<N>(text: &str, field: &str, limits: (N, N), reasons: &mut Reasons) -> Option<N>
where
    N: std::str::FromStr + PartialOrd + Copy + Into<i64>,
{
    let number = text.parse().ok();
    match number {
        Some(number) => within(field, number, limits, reasons),
        None => out_of_range(field, limits, reasons),
    }
    number
}

fn within<N: PartialOrd + Copy + Into<i64>>(field: &str, number: N, limits: (N, N), reasons: &mut Reasons) {
    if number < limits.0 || number > limits.1 {
        out_of_range(field, limits, reasons);
    }
}

fn out_of_range<N: Into<i64>>(field: &str, (min, max): (N, N), reasons: &mut Reasons) {
    reasons.add_with(
        field,
        Code::OutOfRange,
        &[("min", min.into()), ("max", max.into())],
    );
}
