//! The account of a deadline in Chinese words, for paper and the command line. It decides nothing: every word comes from
//! the steps, from which the interface makes its own sentences in its own language.

use std::collections::BTreeSet;

use chrono::{Datelike, NaiveDate, Weekday};

use super::{Basis, Calendar, Day, DayKind, Deadline, Step};

impl Calendar<'_> {
    /// How `deadline` was reached from `from`, line by line; a provisional one ends with one warning per year. The
    /// deadline must be one that this calendar counted from this day.
    #[must_use]
    pub fn explain_zh(&self, from: NaiveDate, deadline: &Deadline) -> Vec<String> {
        let Some(last) = deadline.steps.last() else {
            return vec![format!("0个工作日，到期日就是{}当日。", full(from))];
        };
        let mut lines = vec![format!(
            "从{}起算{}个工作日：当日不计，次日起数。",
            full(from),
            last.counted
        )];
        let runs = deadline.steps.chunk_by(together);
        lines.extend(runs.map(|run| line(run, from.year())));
        let mark = if deadline.provisional { "（暂定）" } else { "" };
        lines.push(format!("到期日{mark}：{}。", full(deadline.date)));
        let years: BTreeSet<i32> = deadline.steps.iter().map(|step| step.date.year()).collect();
        lines.extend(years.into_iter().filter_map(|year| self.warning(year)));
        lines
    }

    fn warning(&self, year: i32) -> Option<String> {
        let on = match self.basis(year) {
            Basis::Published => return None,
            Basis::StatutoryDays => "只计入法定节假日，未计调休",
            Basis::WeekdaysOnly => "只按周一至周五推算，未计节假日和调休",
        };
        Some(format!(
            "注意：{year}年的放假安排尚未收录，{on}；收录后须重新计算。"
        ))
    }
}

/// What a day is, in a few words, such as 国庆节调休上班（按星期二）.
#[must_use]
pub fn why_zh(day: &Day) -> String {
    let why = match day.why {
        DayKind::Weekday => "工作日".to_owned(),
        DayKind::Weekend => "周末".to_owned(),
        DayKind::Holiday { name } => format!("{name}放假"),
        DayKind::MakeUp { name, stands_for } => {
            format!("{name}调休上班（按{}）", weekday(stands_for))
        }
    };
    if day.provisional {
        why + "（暂定）"
    } else {
        why
    }
}

/// Days are told in one line where they are of one kind and one year; a make-up day has a line of its own.
fn together(one: &Step, next: &Step) -> bool {
    one.day.why == next.day.why
        && one.date.year() == next.date.year()
        && !matches!(one.day.why, DayKind::MakeUp { .. })
}

/// One run of days, with the year where it is not `year`.
fn line(run: &[Step], year: i32) -> String {
    let (Some(first), Some(last)) = (run.first(), run.last()) else {
        return String::new();
    };
    let begin = if first.date.year() == year {
        short(first.date)
    } else {
        full(first.date)
    };
    let days = if run.len() == 1 {
        begin
    } else {
        format!("{begin}至{}", short(last.date))
    };
    let count = if run.len() == 1 {
        format!("第{}个工作日", first.counted)
    } else {
        format!("第{}至第{}个工作日", first.counted, last.counted)
    };
    match first.day.why {
        DayKind::Weekday => format!("{days}：{count}。"),
        DayKind::Weekend => format!("{days}：周末，不计。"),
        DayKind::Holiday { name } => format!("{days}：{name}放假，不计。"),
        DayKind::MakeUp { name, stands_for } => {
            format!("{days}：{name}调休上班（按{}），{count}。", weekday(stands_for))
        }
    }
}

fn full(date: NaiveDate) -> String {
    format!("{}年{}", date.year(), short(date))
}

fn short(date: NaiveDate) -> String {
    format!(
        "{}月{}日（{}）",
        date.month(),
        date.day(),
        weekday(date.weekday())
    )
}

fn weekday(day: Weekday) -> &'static str {
    match day {
        Weekday::Mon => "星期一",
        Weekday::Tue => "星期二",
        Weekday::Wed => "星期三",
        Weekday::Thu => "星期四",
        Weekday::Fri => "星期五",
        Weekday::Sat => "星期六",
        Weekday::Sun => "星期日",
    }
}

#[cfg(test)]
mod tests {
    use super::super::WorkingDays;
    use super::*;
    use crate::time::parse_day;

    fn account(from: &str, days: u16) -> Vec<String> {
        let (calendar, from) = (Calendar::shipped(), parse_day(from).unwrap());
        let deadline = calendar.add_working_days(from, WorkingDays::new(days).unwrap());
        calendar.explain_zh(from, &deadline)
    }

    #[test]
    fn an_account_names_every_kind_of_day() {
        let lines = account("2026-09-18", 8);
        assert_eq!(
            lines,
            [
                "从2026年9月18日（星期五）起算8个工作日：当日不计，次日起数。",
                "9月19日（星期六）：周末，不计。",
                "9月20日（星期日）：国庆节调休上班（按星期二），第1个工作日。",
                "9月21日（星期一）至9月24日（星期四）：第2至第5个工作日。",
                "9月25日（星期五）至9月27日（星期日）：中秋节放假，不计。",
                "9月28日（星期一）至9月30日（星期三）：第6至第8个工作日。",
                "到期日：2026年9月30日（星期三）。",
            ]
        );
    }

    #[test]
    fn a_provisional_account_warns_and_says_on_what_it_rests() {
        let lines = account("2026-12-30", 3);
        assert_eq!(
            lines,
            [
                "从2026年12月30日（星期三）起算3个工作日：当日不计，次日起数。",
                "12月31日（星期四）：第1个工作日。",
                "2027年1月1日（星期五）：元旦放假，不计。",
                "2027年1月2日（星期六）至1月3日（星期日）：周末，不计。",
                "2027年1月4日（星期一）至1月5日（星期二）：第2至第3个工作日。",
                "到期日（暂定）：2027年1月5日（星期二）。",
                "注意：2027年的放假安排尚未收录，只计入法定节假日，未计调休；收录后须重新计算。",
            ]
        );
        let lines = account("2027-12-30", 2);
        assert!(
            lines[lines.len() - 1].starts_with("注意：2028年的放假安排尚未收录，只按周一至周五推算"),
            "{lines:?}"
        );
        assert_eq!(
            lines.iter().filter(|line| line.starts_with("注意")).count(),
            2,
            "{lines:?}"
        );
    }

    #[test]
    fn nothing_to_count_is_said_in_one_line() {
        assert_eq!(
            account("2026-10-03", 0),
            ["0个工作日，到期日就是2026年10月3日（星期六）当日。"]
        );
    }
}
