//! What a day is, and how working days are counted. Pure: the same table and dates give the same answer, today or in a
//! recount years later. It knows no present day and counts only forwards.

use chrono::{Datelike, NaiveDate, Weekday};

use super::table::{Basis, SHIPPED, Year};
use super::{Calendar, Day, DayKind, Deadline, Step, WorkingDays};

impl<'t> Calendar<'t> {
    /// A calendar of these years and no others.
    #[must_use]
    pub fn of(years: &'t [Year<'t>]) -> Self {
        Calendar { years }
    }

    /// The calendar that ships with this version.
    #[must_use]
    pub fn shipped() -> Calendar<'static> {
        Calendar::of(SHIPPED)
    }

    /// What the days of `year` rest on.
    #[must_use]
    pub fn basis(&self, year: i32) -> Basis {
        self.year(year).map_or(Basis::WeekdaysOnly, |known| known.basis)
    }

    fn year(&self, year: i32) -> Option<&'t Year<'t>> {
        self.years.iter().find(|known| known.year == year)
    }

    /// What `date` is.
    #[must_use]
    pub fn day(&self, date: NaiveDate) -> Day {
        let year = self.year(date.year());
        let why = year.and_then(|year| special(year, date)).unwrap_or_else(|| {
            if matches!(date.weekday(), Weekday::Sat | Weekday::Sun) {
                DayKind::Weekend
            } else {
                DayKind::Weekday
            }
        });
        Day {
            working: matches!(why, DayKind::Weekday | DayKind::MakeUp { .. }),
            why,
            provisional: self.basis(date.year()) != Basis::Published,
        }
    }

    /// The `days`th working day after `from`. `from` itself is never counted, whether it is worked or not; 0 days end
    /// on `from` and rest on no table. At the end of the years that dates can name (262142) counting stops.
    #[must_use]
    pub fn add_working_days(&self, from: NaiveDate, days: WorkingDays) -> Deadline {
        let mut steps: Vec<Step> = Vec::new();
        let mut counted = 0;
        for date in from.iter_days().skip(1) {
            if counted == days.get() {
                break;
            }
            let day = self.day(date);
            counted += u16::from(day.working);
            steps.push(Step { date, day, counted });
        }
        Deadline {
            date: steps.last().map_or(from, |step| step.date),
            provisional: steps.iter().any(|step| step.day.provisional),
            steps,
        }
    }
}

/// What a notice made of `date`, if anything.
fn special(year: &Year<'_>, date: NaiveDate) -> Option<DayKind> {
    let at = (date.month(), date.day());
    year.holidays.iter().find_map(|holiday| {
        let name = holiday.name;
        if (holiday.first..=holiday.last).contains(&at) {
            return Some(DayKind::Holiday { name });
        }
        let make_up = holiday.make_up.iter().find(|(day, _)| *day == at);
        make_up.map(|(_, stands_for)| DayKind::MakeUp {
            name,
            stands_for: *stands_for,
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::parse_day;

    fn date(text: &str) -> NaiveDate {
        parse_day(text).unwrap()
    }

    fn count(from: &str, days: u16) -> Deadline {
        Calendar::shipped().add_working_days(date(from), WorkingDays::new(days).unwrap())
    }

    #[test]
    fn working_days_end_where_the_notices_let_them() {
        for (from, days, end) in [
            ("2026-09-18", 1, "2026-09-20"),
            ("2026-09-29", 5, "2026-10-12"),
            ("2026-02-12", 5, "2026-02-26"),
            ("2026-04-30", 2, "2026-05-07"),
            ("2025-12-31", 3, "2026-01-06"),
            ("2026-09-18", 5, "2026-09-24"),
            ("2026-09-24", 2, "2026-09-29"),
            ("2026-09-30", 1, "2026-10-08"),
            ("2026-02-13", 1, "2026-02-14"),
            ("2026-05-08", 3, "2026-05-12"),
            ("2025-09-26", 3, "2025-09-30"),
        ] {
            let deadline = count(from, days);
            assert_eq!(deadline.date, date(end), "{from} + {days}");
            assert!(!deadline.provisional, "{from} + {days} rests on notices alone");
        }
    }

    #[test]
    fn crossing_a_year_without_a_notice_is_provisional() {
        assert!(count("2026-12-30", 3).provisional);
        assert!(
            !count("2026-12-30", 1).provisional,
            "it ends on the 31st, within the notice"
        );
        assert!(count("2023-12-28", 1).provisional);
        assert!(
            !count("2023-12-31", 1).provisional,
            "only days of 2024 were looked at"
        );
    }

    #[test]
    fn no_days_end_at_once() {
        let deadline = count("2026-10-03", 0);
        assert_eq!(deadline.date, date("2026-10-03"));
        assert!(deadline.steps.is_empty() && !deadline.provisional);
    }

    #[test]
    fn a_day_says_what_it_is() {
        let calendar = Calendar::shipped();
        let of = |text: &str| calendar.day(date(text));
        assert_eq!(of("2026-09-18").why, DayKind::Weekday);
        assert_eq!(of("2026-09-19").why, DayKind::Weekend);
        assert_eq!(of("2026-10-04").why, DayKind::Holiday { name: "国庆节" });
        let make_up = DayKind::MakeUp {
            name: "国庆节",
            stands_for: Weekday::Tue,
        };
        assert_eq!(of("2026-09-20").why, make_up);
        assert!(of("2026-09-20").working && !of("2026-09-20").provisional);
        assert!(!of("2027-06-09").working && of("2027-06-09").provisional);
        assert!(
            of("2028-10-02").working && of("2028-10-02").provisional,
            "nothing is known of 2028"
        );
    }

    #[test]
    fn years_have_their_number_of_working_days() {
        let in_year = |year: i32| {
            let first = NaiveDate::from_ymd_opt(year, 1, 1).unwrap();
            let days = first.iter_days().take_while(|day| day.year() == year);
            days.filter(|day| Calendar::shipped().day(*day).working).count()
        };
        assert_eq!([2024, 2025, 2026, 2027].map(in_year), [251, 248, 248, 254]);
    }

    #[test]
    fn counting_is_bounded_on_both_sides() {
        assert!(WorkingDays::new(WorkingDays::MAX).is_some());
        assert!(WorkingDays::new(WorkingDays::MAX + 1).is_none());
        let most = WorkingDays::new(WorkingDays::MAX).unwrap();
        let end = Calendar::shipped().add_working_days(NaiveDate::MAX, most);
        assert_eq!(end.date, NaiveDate::MAX, "the end of all dates is not passed");
    }
}
