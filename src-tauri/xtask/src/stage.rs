//! A round of stages: each announces itself, is counted and timed; the last line sums up.
//!
//! A stage that cannot run, or that ran no test, counts as failed: an empty result must never look like a good one.

use std::time::{Duration, Instant};

use crate::counting::Count;
use crate::failure::Failure;
use crate::say;

/// What has been judged so far.
#[derive(Default)]
pub struct Round {
    results: Vec<Judged>,
}

struct Judged {
    name: &'static str,
    count: Count,
    time: Duration,
}

impl Round {
    /// Runs one stage and tells whether it held.
    pub fn stage(&mut self, name: &'static str, work: impl FnOnce() -> Result<Count, Failure>) -> bool {
        say::line(&format!("\n── {name}"));
        let start = Instant::now();
        let count = judge(name, work());
        let judged = Judged {
            name,
            count,
            time: start.elapsed(),
        };
        say::line(&judged.line());
        let held = count.failed == 0;
        self.results.push(judged);
        held
    }

    /// Prints the table and, alone on the last line, the sum. True when everything held.
    pub fn finish(self) -> bool {
        say::line("\n── Summary");
        for judged in &self.results {
            say::line(&judged.line());
        }
        let sum =
            |part: fn(&Count) -> u32| self.results.iter().map(|judged| part(&judged.count)).sum::<u32>();
        let (passed, failed) = (sum(|count| count.passed), sum(|count| count.failed));
        say::line(&format!("{passed} passed, {failed} failed"));
        failed == 0 && passed > 0
    }
}

impl Judged {
    fn line(&self) -> String {
        let Count {
            passed,
            failed,
            left_out,
        } = self.count;
        let sign = if failed == 0 { "✔" } else { "✘" };
        let left = if left_out > 0 {
            format!(", {left_out} left out")
        } else {
            String::new()
        };
        format!(
            "{sign} {}: {passed} passed, {failed} failed{left} ({:.1} s)",
            self.name,
            self.time.as_secs_f64()
        )
    }
}

fn judge(name: &str, outcome: Result<Count, Failure>) -> Count {
    match outcome {
        Ok(count) if count.passed + count.failed > 0 => count,
        Ok(count) => {
            say::problem(&format!(
                "the stage \"{name}\" ran no test, which counts as a failure."
            ));
            Count { failed: 1, ..count }
        }
        Err(failure) => {
            say::problem(&failure.to_string());
            Count::one(false)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_good_stages_make_a_good_round() {
        let mut round = Round::default();
        assert!(round.stage("one", || Ok(Count::one(true))));
        assert!(round.finish());
    }

    #[test]
    fn one_bad_stage_spoils_the_round() {
        let mut round = Round::default();
        round.stage("one", || Ok(Count::one(true)));
        assert!(!round.stage("two", || Ok(Count {
            passed: 9,
            failed: 1,
            left_out: 0
        })));
        assert!(!round.finish());
    }

    #[test]
    fn a_stage_without_tests_fails() {
        let mut round = Round::default();
        assert!(!round.stage("empty", || Ok(Count::default())));
        assert!(!round.stage("all left out", || Ok(Count {
            left_out: 3,
            ..Count::default()
        })));
        assert!(!round.finish());
    }

    #[test]
    fn a_stage_that_cannot_run_fails() {
        let mut round = Round::default();
        round.stage("one", || Ok(Count::one(true)));
        assert!(!round.stage("broken", || Err(Failure::NoNetwork {
            doing: "trying".into()
        })));
        assert!(!round.finish());
    }

    #[test]
    fn a_round_without_stages_is_no_success() {
        assert!(!Round::default().finish());
    }
}
