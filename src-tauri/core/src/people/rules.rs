//! Rules of accounts: what a login name is, and how long somebody waits after failures. Pure.

use crate::problem::{Code, Reasons};
use crate::text;
use crate::time::Instant;

/// So many failures in a row cost nothing but the attempt.
pub const FREE_FAILURES: i64 = 5;

/// The longest wait, in seconds: the desk must open again on the same morning.
const LONGEST_WAIT: i64 = 15 * 60;

/// How long the next attempt has to wait after so many failures in a row, in milliseconds: nothing up to the fourth,
/// 30 seconds after the fifth, doubled by each further one, at most 15 minutes. Never a permanent lock: that would let
/// anybody shut a desk by typing nonsense.
#[must_use]
pub fn back_off_millis(failures: i64) -> i64 {
    if failures < FREE_FAILURES {
        return 0;
    }
    let doubled = 30_i64 << (failures - FREE_FAILURES).min(10);
    doubled.min(LONGEST_WAIT) * Instant::SECOND
}

/// Whole seconds to wait from `now` until `next`, at least one.
#[must_use]
pub fn wait_seconds(next: Instant, now: Instant) -> i64 {
    (next.since(now) + Instant::SECOND - 1).max(Instant::SECOND) / Instant::SECOND
}

/// Judges a new login name: 2 to 32 of a–z, 0–9, point, underscore, hyphen. Gives it narrowed and in lower case, as
/// log-in reads it.
pub fn judge_login(field: &str, login: &str, reasons: &mut Reasons) -> String {
    let login = read_login(&text::required(field, login, (2, 32), reasons));
    if !login
        .bytes()
        .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'.' | b'_' | b'-'))
    {
        reasons.add(field, Code::NotAllowedCharacters);
    }
    login
}

/// A login name as typed with any input method: narrow, lower case, trimmed.
#[must_use]
pub fn read_login(typed: &str) -> String {
    text::narrow(typed).trim().to_lowercase()
}

/// A recovery code as typed from paper: narrow, capitals, hyphens and blanks do not matter.
#[must_use]
pub fn read_code(typed: &str) -> String {
    text::narrow(typed)
        .to_uppercase()
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waiting_begins_with_the_fifth_failure_doubles_and_ends_at_a_quarter_of_an_hour() {
        let seconds: Vec<i64> = (0..13).map(|failures| back_off_millis(failures) / 1000).collect();
        assert_eq!(seconds, [0, 0, 0, 0, 0, 30, 60, 120, 240, 480, 900, 900, 900]);
        assert_eq!(back_off_millis(i64::MAX), 900_000);
    }

    #[test]
    fn codes_and_logins_are_read_however_they_are_typed() {
        assert_eq!(read_code("7kqm－3xyz 22ab"), "7KQM3XYZ22AB");
        assert_eq!(read_login(" Ｑiantai１ "), "qiantai1");
    }
}
