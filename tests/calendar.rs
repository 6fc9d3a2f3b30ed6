//! The working calendar against facts that this file holds itself: the published days, each typed out, and a slow
//! model that walks one day at a time and works out weekdays and years by its own arithmetic. It asks the shipped table nothing
//! that it then believes. Every comparison is tried on a faulty table too, where it must find the fault.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test that cannot go on fails, and helpers of tests are tests"
)]

use std::collections::{BTreeMap, BTreeSet};

use chrono::{NaiveDate, Weekday};
use keting_core::calendar::{Calendar, DayKind, Holiday, SHIPPED, WorkingDays, Year};
use keting_core::time::parse_day;

/// Free days by year, holiday by holiday, as the notices give them; for 2027 the statutory days.
const OFF: &[(i32, &str, &str)] = &[
    (2024, "元旦", "01-01"),
    (2024, "春节", "02-10 02-11 02-12 02-13 02-14 02-15 02-16 02-17"),
    (2024, "清明节", "04-04 04-05 04-06"),
    (2024, "劳动节", "05-01 05-02 05-03 05-04 05-05"),
    (2024, "端午节", "06-10"),
    (2024, "中秋节", "09-15 09-16 09-17"),
    (2024, "国庆节", "10-01 10-02 10-03 10-04 10-05 10-06 10-07"),
    (2025, "元旦", "01-01"),
    (2025, "春节", "01-28 01-29 01-30 01-31 02-01 02-02 02-03 02-04"),
    (2025, "清明节", "04-04 04-05 04-06"),
    (2025, "劳动节", "05-01 05-02 05-03 05-04 05-05"),
    (2025, "端午节", "05-31 06-01 06-02"),
    (
        2025,
        "国庆节、中秋节",
        "10-01 10-02 10-03 10-04 10-05 10-06 10-07 10-08",
    ),
    (2026, "元旦", "01-01 01-02 01-03"),
    (
        2026,
        "春节",
        "02-15 02-16 02-17 02-18 02-19 02-20 02-21 02-22 02-23",
    ),
    (2026, "清明节", "04-04 04-05 04-06"),
    (2026, "劳动节", "05-01 05-02 05-03 05-04 05-05"),
    (2026, "端午节", "06-19 06-20 06-21"),
    (2026, "中秋节", "09-25 09-26 09-27"),
    (2026, "国庆节", "10-01 10-02 10-03 10-04 10-05 10-06 10-07"),
    (2027, "元旦", "01-01"),
    (2027, "春节", "02-05 02-06 02-07 02-08"),
    (2027, "清明节", "04-05"),
    (2027, "劳动节", "05-01 05-02"),
    (2027, "端午节", "06-09"),
    (2027, "中秋节", "09-15"),
    (2027, "国庆节", "10-01 10-02 10-03"),
];

/// Make-up working days by year and holiday, as the notices give them.
const MAKE_UP: &[(i32, &str, &str)] = &[
    (2024, "春节", "02-04 02-18"),
    (2024, "清明节", "04-07"),
    (2024, "劳动节", "04-28 05-11"),
    (2024, "中秋节", "09-14"),
    (2024, "国庆节", "09-29 10-12"),
    (2025, "春节", "01-26 02-08"),
    (2025, "劳动节", "04-27"),
    (2025, "国庆节、中秋节", "09-28 10-11"),
    (2026, "元旦", "01-04"),
    (2026, "春节", "02-14 02-28"),
    (2026, "劳动节", "05-09"),
    (2026, "国庆节", "09-20 10-10"),
];

/// The days that the law itself frees, for the holidays that were paid for with make-up days. Until 2024 the Spring
/// Festival had three and Labour Day one; since 2025 they have four and two.
const STATUTORY: &[(i32, &str, &str)] = &[
    (2024, "春节", "02-10 02-11 02-12"),
    (2024, "清明节", "04-04"),
    (2024, "劳动节", "05-01"),
    (2024, "中秋节", "09-17"),
    (2024, "国庆节", "10-01 10-02 10-03"),
    (2025, "春节", "01-28 01-29 01-30 01-31"),
    (2025, "劳动节", "05-01 05-02"),
    (2025, "国庆节、中秋节", "10-01 10-02 10-03 10-06"),
    (2026, "元旦", "01-01"),
    (2026, "春节", "02-16 02-17 02-18 02-19"),
    (2026, "劳动节", "05-01 05-02"),
    (2026, "国庆节", "10-01 10-02 10-03"),
];

fn date(text: &str) -> NaiveDate {
    parse_day(text).expect("a date of this file")
}

/// The days of one of the lists, each with the name of its holiday.
fn named(list: &[(i32, &'static str, &str)]) -> BTreeMap<String, &'static str> {
    let days = list
        .iter()
        .flat_map(|(year, name, days)| days.split(' ').map(move |day| (format!("{year}-{day}"), *name)));
    days.collect()
}

/// A day of the model, worked out here and not by the core.
struct Known {
    date: NaiveDate,
    iso: String,
    year: i32,
    /// 0 is Monday.
    weekday: usize,
    working: bool,
}

/// Every day from 2024 to the end of 2028, so that what begins in 2027 has somewhere to end.
fn model() -> Vec<Known> {
    let (off, make_up) = (named(OFF), named(MAKE_UP));
    let mut days = Vec::new();
    for year in 2024..=2028 {
        let february = if year % 4 == 0 { 29 } else { 28 };
        let months = [31, february, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
        for (month, length) in months.into_iter().enumerate() {
            for day in 1..=length {
                let iso = format!("{year}-{:02}-{day:02}", month + 1);
                // 2024-01-01 was a Monday.
                let weekday = days.len() % 7;
                let working = make_up.contains_key(&iso) || (weekday < 5 && !off.contains_key(&iso));
                days.push(Known {
                    date: date(&iso),
                    iso,
                    year,
                    weekday,
                    working,
                });
            }
        }
    }
    days
}

/// What is wrong with the days of a calendar, from 2024 to 2027.
fn faults_of_days(calendar: &Calendar<'_>) -> Vec<String> {
    let (off, make_up) = (named(OFF), named(MAKE_UP));
    let mut faults = Vec::new();
    for known in model().iter().filter(|known| known.year < 2028) {
        let day = calendar.day(known.date);
        let right = match day.why {
            DayKind::Holiday { name } => off.get(&known.iso) == Some(&name),
            DayKind::MakeUp { name, .. } => make_up.get(&known.iso) == Some(&name),
            _ if off.contains_key(&known.iso) || make_up.contains_key(&known.iso) => false,
            DayKind::Weekend => known.weekday >= 5,
            DayKind::Weekday => known.weekday < 5,
        };
        if !right || day.working != known.working || day.provisional != (known.year == 2027) {
            faults.push(format!("{}: {day:?}", known.iso));
        }
    }
    faults
}

/// Where a calendar ends a count otherwise than the model: every first day from 2024 to 2027, 0 to 30 working days.
fn faults_of_counts(calendar: &Calendar<'_>) -> Vec<String> {
    let days = model();
    let mut faults = Vec::new();
    for (start, known) in days.iter().enumerate().filter(|(_, known)| known.year < 2028) {
        for n in 0..=30_u16 {
            let (mut at, mut counted, mut provisional) = (start, 0, false);
            while counted < n {
                at += 1;
                counted += u16::from(days[at].working);
                provisional |= days[at].year > 2026;
            }
            let found = calendar.add_working_days(known.date, WorkingDays::new(n).unwrap());
            let walked = found.steps.iter().map(|step| step.date);
            let same = walked.eq(days[start + 1..=at].iter().map(|day| day.date));
            if found.date != days[at].date || found.provisional != provisional || !same {
                faults.push(format!(
                    "{} + {n}: {} and not {}",
                    known.iso, found.date, days[at].iso
                ));
            }
        }
    }
    faults
}

/// Where a make-up day stands for another weekday than the rule in the table's module says.
fn faults_of_weekdays(calendar: &Calendar<'_>) -> Vec<String> {
    let weekdays: BTreeMap<String, usize> = model().into_iter().map(|day| (day.iso, day.weekday)).collect();
    let mut faults = Vec::new();
    for (year, name, worked) in MAKE_UP {
        let of = |list: &[(i32, &str, &str)]| -> Vec<String> {
            let (_, _, days) = list
                .iter()
                .find(|(y, n, _)| (y, n) == (year, name))
                .expect("it is listed");
            days.split(' ').map(|day| format!("{year}-{day}")).collect()
        };
        let statutory: BTreeSet<String> = of(STATUTORY).into_iter().collect();
        let owed = statutory.iter().filter(|day| weekdays[*day] >= 5).count();
        let taken = of(OFF)
            .into_iter()
            .filter(|day| weekdays[day] < 5 && !statutory.contains(day));
        let exchanged: Vec<String> = taken.skip(owed).collect();
        let worked: Vec<&str> = worked.split(' ').collect();
        assert_eq!(
            exchanged.len(),
            worked.len(),
            "{year} {name}: the rule leaves one for each"
        );
        for (day, instead) in worked.iter().zip(&exchanged) {
            let iso = format!("{year}-{day}");
            let right = match calendar.day(date(&iso)).why {
                DayKind::MakeUp { stands_for, .. } => {
                    usize::try_from(stands_for.num_days_from_monday()) == Ok(weekdays[instead])
                }
                _ => false,
            };
            if !right {
                faults.push(format!("{iso} stands for {instead}"));
            }
        }
    }
    faults
}

/// The shipped years, with the holidays of 2026 changed by `change`.
fn changed(
    change: impl Fn(&Holiday<'static>) -> Holiday<'static>,
) -> (Vec<Year<'static>>, Vec<Holiday<'static>>) {
    let holidays = SHIPPED
        .iter()
        .filter(|year| year.year == 2026)
        .flat_map(|year| year.holidays)
        .map(change)
        .collect();
    let others = SHIPPED.iter().filter(|year| year.year != 2026).copied().collect();
    (others, holidays)
}

/// Runs `judge` over the shipped table with 2026 changed.
fn judged(
    change: impl Fn(&Holiday<'static>) -> Holiday<'static>,
    judge: impl Fn(&Calendar<'_>) -> Vec<String>,
) -> Vec<String> {
    let (others, holidays) = changed(change);
    let shipped = SHIPPED.iter().find(|year| year.year == 2026).expect("2026 ships");
    let mut years: Vec<Year<'_>> = others;
    years.push(Year {
        holidays: &holidays,
        ..*shipped
    });
    judge(&Calendar::of(&years))
}

/// 2026 without its make-up day of Labour Day.
fn one_missing(holiday: &Holiday<'static>) -> Holiday<'static> {
    let make_up = if holiday.name == "劳动节" {
        &[]
    } else {
        holiday.make_up
    };
    Holiday { make_up, ..*holiday }
}

#[test]
fn the_shipped_years_are_the_published_ones() {
    assert_eq!(faults_of_days(&Calendar::shipped()), Vec::<String>::new());
}

#[test]
fn the_published_years_have_their_counts() {
    let count = |list, year: i32| {
        named(list)
            .keys()
            .filter(|day| day.starts_with(&year.to_string()))
            .count()
    };
    assert_eq!(
        [2024, 2025, 2026, 2027].map(|year| count(OFF, year)),
        [28, 28, 33, 13]
    );
    assert_eq!(
        [2024, 2025, 2026, 2027].map(|year| count(MAKE_UP, year)),
        [8, 5, 6, 0]
    );
    let days = model();
    let worked = |year| {
        let of_year = days.iter().filter(|day| day.year == year);
        let shipped = of_year
            .clone()
            .filter(|day| keting_core::calendar::day(day.date).working);
        (of_year.filter(|day| day.working).count(), shipped.count())
    };
    assert_eq!(
        [2024, 2025, 2026, 2027].map(worked),
        [(251, 251), (248, 248), (248, 248), (254, 254)]
    );
}

#[test]
fn a_missing_make_up_day_is_found() {
    assert_eq!(
        judged(|holiday| *holiday, faults_of_days),
        Vec::<String>::new(),
        "unchanged it is right"
    );
    let faults = judged(one_missing, faults_of_days);
    assert!(
        faults.len() == 1 && faults[0].starts_with("2026-05-09"),
        "{faults:?}"
    );
}

#[test]
fn every_count_ends_where_a_slow_walk_ends() {
    let faults = faults_of_counts(&Calendar::shipped());
    assert!(
        faults.is_empty(),
        "{} of them, such as {:?}",
        faults.len(),
        faults.first()
    );
}

#[test]
fn a_walk_over_a_faulty_table_is_found() {
    let faults = judged(one_missing, faults_of_counts);
    assert!(
        faults
            .iter()
            .any(|fault| fault == "2026-05-08 + 1: 2026-05-11 and not 2026-05-09"),
        "{:?}",
        faults.first()
    );
}

#[test]
fn make_up_days_stand_for_the_weekdays_they_pay_for() {
    assert_eq!(faults_of_weekdays(&Calendar::shipped()), Vec::<String>::new());
}

#[test]
fn a_make_up_day_that_stands_for_another_weekday_is_found() {
    let another = |holiday: &Holiday<'static>| match holiday.name {
        "元旦" => Holiday {
            make_up: &[((1, 4), Weekday::Mon)],
            ..*holiday
        },
        _ => *holiday,
    };
    assert_eq!(
        judged(another, faults_of_weekdays),
        ["2026-01-04 stands for 2026-01-02"]
    );
}

#[test]
fn years_outside_the_table_are_monday_to_friday_and_provisional() {
    for year in [1999, 2023, 2028, 2100] {
        let first = date(&format!("{year}-01-01"));
        let last = date(&format!("{year}-12-31"));
        for day in first.iter_days().take_while(|day| *day <= last) {
            // 2024-01-01 was a Monday.
            let since = day.signed_duration_since(date("2024-01-01")).num_days();
            let found = keting_core::calendar::day(day);
            assert_eq!(found.working, since.rem_euclid(7) < 5, "{day}");
            assert!(
                found.provisional && matches!(found.why, DayKind::Weekday | DayKind::Weekend),
                "{day}"
            );
        }
    }
}
