//! Time as an argument. The core has no clock of its own: whoever opens a house hands one in, so that a story can
//! freeze it and a deadline can be recomputed. Instants and civil dates are different things and never mixed:
//! an [`Instant`] is UTC epoch milliseconds, a civil date is ISO text in the zone of its centre.

use std::fmt;

use chrono::{DateTime, NaiveDate, TimeZone, Utc};
use chrono_tz::Tz;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A point in time, in milliseconds since 1970-01-01T00:00:00Z.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema, TS,
)]
#[ts(type = "number")]
pub struct Instant(pub i64);

impl Instant {
    /// A second, in the unit of [`Instant`].
    pub const SECOND: i64 = 1_000;
    /// A minute.
    pub const MINUTE: i64 = 60 * Self::SECOND;
    /// A day of 24 hours; civil days are counted by [`Zone::day`].
    pub const DAY: i64 = 24 * 60 * Self::MINUTE;

    /// This instant moved by `millis`, kept within the range of the type.
    #[must_use]
    pub fn plus(self, millis: i64) -> Self {
        Instant(self.0.saturating_add(millis))
    }

    /// Milliseconds from `earlier` to this instant.
    #[must_use]
    pub fn since(self, earlier: Instant) -> i64 {
        self.0.saturating_sub(earlier.0)
    }
}

/// Where the time comes from.
pub trait Clock: Send + Sync {
    /// The present instant.
    fn now(&self) -> Instant;
}

/// The zone of a centre, by its IANA name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Zone(Tz);

impl Zone {
    /// Greenwich: the last resort.
    pub const UTC: Zone = Zone(Tz::UTC);
    /// The zone of every centre unless it says otherwise.
    pub const DEFAULT: &'static str = "Asia/Shanghai";

    /// The zone with this IANA name, if the table has it.
    #[must_use]
    pub fn named(name: &str) -> Option<Zone> {
        name.parse::<Tz>().ok().map(Zone)
    }

    /// The civil day on which `instant` falls here. An instant outside the calendar's range falls on its last day.
    #[must_use]
    pub fn day(self, instant: Instant) -> NaiveDate {
        let utc: DateTime<Utc> =
            DateTime::from_timestamp_millis(instant.0).unwrap_or(DateTime::<Utc>::MAX_UTC);
        utc.with_timezone(&self.0).date_naive()
    }

    /// The first instant of `day` here.
    #[must_use]
    pub fn start_of(self, day: NaiveDate) -> Instant {
        let midnight = day.and_time(chrono::NaiveTime::MIN);
        // A zone may skip midnight (spring changes at 0:00); the day then begins an hour later.
        let local = self.0.from_local_datetime(&midnight).earliest();
        let local = local.or_else(|| {
            self.0
                .from_local_datetime(&(midnight + chrono::TimeDelta::hours(1)))
                .earliest()
        });
        Instant(local.map_or_else(
            || midnight.and_utc().timestamp_millis(),
            |at| at.timestamp_millis(),
        ))
    }
}

impl fmt::Display for Zone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.name())
    }
}

/// Reads a civil date of the form `2026-11-22`, and only that form.
#[must_use]
pub fn parse_day(text: &str) -> Option<NaiveDate> {
    let day = NaiveDate::parse_from_str(text, "%Y-%m-%d").ok()?;
    (day.format("%Y-%m-%d").to_string() == text).then_some(day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_the_day_of_the_centre_not_of_greenwich() {
        let zone = Zone::named(Zone::DEFAULT).unwrap();
        // 2026-11-21T16:30:00Z is already the 22nd in Shanghai.
        let late = Instant(1_795_278_600_000);
        assert_eq!(zone.day(late).to_string(), "2026-11-22");
        assert_eq!(zone.start_of(zone.day(late)).since(late), -30 * Instant::MINUTE);
    }

    #[test]
    fn a_date_is_read_in_one_form_only() {
        assert!(parse_day("2026-11-22").is_some());
        for bad in [
            "2026-2-3",
            "2026-02-30",
            "22.11.2026",
            "2026-11-22 ",
            "",
            "+2026-11-22",
        ] {
            assert!(parse_day(bad).is_none(), "{bad:?} must be refused");
        }
    }
}
