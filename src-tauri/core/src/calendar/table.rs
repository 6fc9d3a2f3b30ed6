//! The shipped table of statutory holidays and make-up working days, written from the yearly notices of the State
//! Council's general office. It invents nothing: a year without a notice holds its statutory days alone and is marked so.
//!
//! Notices: 2024 <https://www.gov.cn/zhengce/zhengceku/202310/content_6911528.htm>,
//! 2025 <https://www.gov.cn/zhengce/zhengceku/202411/content_6986383.htm>,
//! 2026 <https://www.gov.cn/zhengce/zhengceku/202511/content_7047091.htm>.
//!
//! A notice names the make-up days but not the weekdays they stand for. The rule here: of the weekdays that a holiday
//! takes, its statutory days are free by right; then, in order of date, as many more as it has statutory days on a
//! Saturday or Sunday; the remaining ones were exchanged. The earliest make-up day stands for the earliest exchanged
//! weekday, the next for the next.

use chrono::Weekday::{self, Fri, Mon, Thu, Tue, Wed};

/// A day of a year: month and day of the month, from 1.
pub type MonthDay = (u32, u32);

/// What the days of a year rest on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Basis {
    /// The published notice.
    Published,
    /// The statutory days alone; which weekends will be exchanged is not known yet.
    StatutoryDays,
    /// Nothing but Monday to Friday.
    WeekdaysOnly,
}

/// What is known about a year.
#[derive(Debug, Clone, Copy)]
pub struct Year<'t> {
    /// Which one.
    pub year: i32,
    /// How well it is known.
    pub basis: Basis,
    /// Its holidays, in order of date.
    pub holidays: &'t [Holiday<'t>],
}

/// A holiday: the days it takes in a row, and the days that are worked for it.
#[derive(Debug, Clone, Copy)]
pub struct Holiday<'t> {
    /// Its Chinese name.
    pub name: &'static str,
    /// The first free day.
    pub first: MonthDay,
    /// The last free day, of the same year.
    pub last: MonthDay,
    /// Days worked for it, each with the weekday it stands for.
    pub make_up: &'t [(MonthDay, Weekday)],
}

/// The years this version knows, in order.
pub const SHIPPED: &[Year<'static>] = &[
    published(2024, Y2024),
    published(2025, Y2025),
    published(2026, Y2026),
    Year {
        year: 2027,
        basis: Basis::StatutoryDays,
        holidays: Y2027,
    },
];

const Y2024: &[Holiday<'static>] = &[
    off("元旦", (1, 1), (1, 1), &[]),
    off("春节", (2, 10), (2, 17), &[((2, 4), Thu), ((2, 18), Fri)]),
    off("清明节", (4, 4), (4, 6), &[((4, 7), Fri)]),
    off("劳动节", (5, 1), (5, 5), &[((4, 28), Thu), ((5, 11), Fri)]),
    off("端午节", (6, 10), (6, 10), &[]),
    off("中秋节", (9, 15), (9, 17), &[((9, 14), Mon)]),
    off("国庆节", (10, 1), (10, 7), &[((9, 29), Fri), ((10, 12), Mon)]),
];

const Y2025: &[Holiday<'static>] = &[
    off("元旦", (1, 1), (1, 1), &[]),
    off("春节", (1, 28), (2, 4), &[((1, 26), Mon), ((2, 8), Tue)]),
    off("清明节", (4, 4), (4, 6), &[]),
    off("劳动节", (5, 1), (5, 5), &[((4, 27), Mon)]),
    off("端午节", (5, 31), (6, 2), &[]),
    off(
        "国庆节、中秋节",
        (10, 1),
        (10, 8),
        &[((9, 28), Tue), ((10, 11), Wed)],
    ),
];

const Y2026: &[Holiday<'static>] = &[
    off("元旦", (1, 1), (1, 3), &[((1, 4), Fri)]),
    off("春节", (2, 15), (2, 23), &[((2, 14), Fri), ((2, 28), Mon)]),
    off("清明节", (4, 4), (4, 6), &[]),
    off("劳动节", (5, 1), (5, 5), &[((5, 9), Tue)]),
    off("端午节", (6, 19), (6, 21), &[]),
    off("中秋节", (9, 25), (9, 27), &[]),
    off("国庆节", (10, 1), (10, 7), &[((9, 20), Tue), ((10, 10), Wed)]),
];

const Y2027: &[Holiday<'static>] = &[
    off("元旦", (1, 1), (1, 1), &[]),
    off("春节", (2, 5), (2, 8), &[]),
    off("清明节", (4, 5), (4, 5), &[]),
    off("劳动节", (5, 1), (5, 2), &[]),
    off("端午节", (6, 9), (6, 9), &[]),
    off("中秋节", (9, 15), (9, 15), &[]),
    off("国庆节", (10, 1), (10, 3), &[]),
];

const fn published(year: i32, holidays: &'static [Holiday<'static>]) -> Year<'static> {
    Year {
        year,
        basis: Basis::Published,
        holidays,
    }
}

const fn off(
    name: &'static str,
    first: MonthDay,
    last: MonthDay,
    make_up: &'static [(MonthDay, Weekday)],
) -> Holiday<'static> {
    Holiday {
        name,
        first,
        last,
        make_up,
    }
}
