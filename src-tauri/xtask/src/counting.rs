//! Reads from a test program's own words how many tests passed and failed.
//!
//! It trusts neither side alone: words without a count are no result, and a bad end with no failed test is a failure.

use crate::process::Captured;

/// How a stage went.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Count {
    /// Tests that ran and held.
    pub passed: u32,
    /// Tests that ran and did not hold, or could not run.
    pub failed: u32,
    /// Tests left out on purpose (the long loops of `cargo xtask soak`).
    pub left_out: u32,
}

impl Count {
    /// One check, which held or did not.
    pub fn one(held: bool) -> Self {
        Self {
            passed: u32::from(held),
            failed: u32::from(!held),
            left_out: 0,
        }
    }

    /// Both together.
    pub fn and(self, other: Self) -> Self {
        Self {
            passed: self.passed + other.passed,
            failed: self.failed + other.failed,
            left_out: self.left_out + other.left_out,
        }
    }

    /// A good end is needed too: a program may break before or after its tests.
    fn with_end(self, ok: bool) -> Self {
        if ok || self.failed > 0 {
            self
        } else {
            Self { failed: 1, ..self }
        }
    }
}

/// The count of `cargo nextest run`, from its summary line.
pub fn nextest(done: &Captured) -> Count {
    let text = done.text();
    let summary = text
        .lines()
        .rev()
        .find(|line| line.trim_start().starts_with("Summary ["));
    summary
        .and_then(read_summary)
        .unwrap_or_default()
        .with_end(done.ok)
}

fn read_summary(line: &str) -> Option<Count> {
    let (run, results) = line.split(']').nth(1)?.split_once("run:")?;
    let planned = run
        .split_whitespace()
        .next()?
        .rsplit('/')
        .next()?
        .parse::<u32>()
        .ok()?;
    let passed = number_before(results, "passed").unwrap_or(0);
    let left_out = number_before(results, "skipped").unwrap_or(0);
    Some(Count {
        passed,
        failed: planned.saturating_sub(passed),
        left_out,
    })
}

/// The count of `cargo test --doc`, summed over all crates.
pub fn documentation(done: &Captured) -> Count {
    let text = done.text();
    let results = text
        .lines()
        .filter_map(|line| line.trim().strip_prefix("test result:"));
    let sum = results.fold(Count::default(), |sum, line| {
        sum.and(Count {
            passed: number_before(line, "passed").unwrap_or(0),
            failed: number_before(line, "failed").unwrap_or(0),
            left_out: number_before(line, "ignored").unwrap_or(0),
        })
    });
    sum.with_end(done.ok)
}

/// The count of `vitest run`, from its line of tests.
pub fn vitest(done: &Captured) -> Count {
    let text = done.text();
    let line = text
        .lines()
        .rev()
        .find(|line| line.trim_start().starts_with("Tests "));
    let read = |line: &str| Count {
        passed: number_before(line, "passed").unwrap_or(0),
        failed: number_before(line, "failed").unwrap_or(0),
        left_out: number_before(line, "skipped").unwrap_or(0),
    };
    line.map(read).unwrap_or_default().with_end(done.ok)
}

/// The count of our own scripts: their last line is `N passed, N failed`.
pub fn script(done: &Captured) -> Count {
    let last = done
        .out
        .lines()
        .rev()
        .find(|line| !line.trim().is_empty())
        .unwrap_or_default();
    let count = match (number_before(last, "passed"), number_before(last, "failed")) {
        (Some(passed), Some(failed)) => Count {
            passed,
            failed,
            left_out: 0,
        },
        _ => Count {
            passed: 0,
            failed: 1,
            left_out: 0,
        },
    };
    count.with_end(done.ok)
}

/// The number that stands directly before a word: 12 in "12 passed (1 slow), 1 failed".
fn number_before(text: &str, word: &str) -> Option<u32> {
    let mut before = "";
    for part in text
        .split([' ', ',', ';', '|', '(', ')'])
        .filter(|part| !part.is_empty())
    {
        if part == word {
            return before.parse().ok();
        }
        before = part;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(ok: bool, text: &str) -> Captured {
        Captured {
            ok,
            out: text.into(),
            err: String::new(),
        }
    }

    fn count(passed: u32, failed: u32, left_out: u32) -> Count {
        Count {
            passed,
            failed,
            left_out,
        }
    }

    #[test]
    fn nextest_is_read() {
        let line = "     Summary [   0.011s] 3 tests run: 3 passed, 2 skipped\n";
        assert_eq!(nextest(&words(true, line)), count(3, 0, 2));
        let line = "  Summary [ 9.1s] 12 tests run: 9 passed (2 slow), 1 failed, 1 timed out, 1 exec failed, 0 skipped\n FAIL x\n";
        assert_eq!(nextest(&words(false, line)), count(9, 3, 0));
        let line = "  Summary [ 9.1s] 4/12 tests run: 3 passed, 1 failed, 0 skipped\n";
        assert_eq!(
            nextest(&words(false, line)),
            count(3, 9, 0),
            "tests that never ran must count as failed"
        );
    }

    #[test]
    fn a_bad_end_is_a_failure_even_without_a_failed_test() {
        assert_eq!(nextest(&words(false, "error: could not compile")), count(0, 1, 0));
        assert_eq!(vitest(&words(false, "      Tests  4 passed (4)")), count(4, 1, 0));
        assert_eq!(script(&words(false, "5 passed, 0 failed\n")), count(5, 1, 0));
    }

    #[test]
    fn silence_counts_nothing() {
        assert_eq!(nextest(&words(true, "")), Count::default());
        assert_eq!(documentation(&words(true, "")), Count::default());
        assert_eq!(vitest(&words(true, "")), Count::default());
        assert_eq!(
            script(&words(true, "")),
            count(0, 1, 0),
            "a script must say its count"
        );
    }

    #[test]
    fn documentation_tests_are_summed() {
        let text = "test result: ok. 2 passed; 0 failed; 1 ignored; 0 measured\n\ntest result: FAILED. 1 passed; 1 failed; 0 ignored\n";
        assert_eq!(documentation(&words(false, text)), count(3, 1, 1));
    }

    #[test]
    fn vitest_is_read() {
        let text =
            " Test Files  1 failed | 3 passed (4)\n      Tests  2 failed | 10 passed | 1 skipped (13)\n";
        assert_eq!(vitest(&words(false, text)), count(10, 2, 1));
    }

    #[test]
    fn a_scripts_last_line_is_read_and_nothing_else() {
        assert_eq!(
            script(&words(true, "9 passed, 9 failed\n7 passed, 0 failed\n\n")),
            count(7, 0, 0)
        );
        assert_eq!(
            script(&words(true, "7 passed, 0 failed\ngood bye\n")),
            count(0, 1, 0)
        );
    }
}
