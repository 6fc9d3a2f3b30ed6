//! What the tests that turn in loops share: how often, with which chance, and how a test runs itself in a child.
//!
//! Chance is seeded and said in every failure, so that what failed can be turned again: `KETING_SEED=…`.

use std::process::{Command, Output};

#[expect(
    clippy::disallowed_methods,
    reason = "the runner says how often the loops turn"
)]
fn said(name: &str) -> Option<String> {
    std::env::var(name).ok()
}

/// Whether the loops turn at length (`cargo xtask soak`).
#[must_use]
pub fn soaking() -> bool {
    said("KETING_SOAK").is_some_and(|word| word == "1")
}

/// `usual` rounds, or `long` when soaking.
#[must_use]
pub fn rounds(usual: u32, long: u32) -> u32 {
    if soaking() { long } else { usual }
}

/// Chance that follows from a seed.
#[derive(Debug, Clone)]
pub struct Dice {
    /// The seed, for the message of a failure.
    pub seed: u64,
    state: u64,
}

impl Dice {
    /// Dice of the seed in `KETING_SEED`, or of `usual`.
    #[must_use]
    pub fn new(usual: u64) -> Dice {
        let seed = said("KETING_SEED")
            .and_then(|text| text.parse().ok())
            .unwrap_or(usual);
        Dice { seed, state: seed }
    }

    /// A number below `end`, which must not be 0.
    pub fn below(&mut self, end: usize) -> usize {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.state;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^= z >> 31;
        usize::try_from(z % end as u64).expect("less than a usize")
    }

    /// One of `items`, which must not be empty.
    pub fn one<'i, T>(&mut self, items: &'i [T]) -> &'i T {
        &items[self.below(items.len())]
    }
}

/// Set in the child of [`in_a_child`].
const CHILD: &str = "KETING_TEST_CHILD";

/// Whether this process is the child that [`in_a_child`] started for `test`.
#[must_use]
pub fn is_the_child_of(test: &str) -> bool {
    said(CHILD).is_some_and(|word| word == test)
}

/// Runs the test `test` of this binary once more, in a process that `words` begin (`unshare -m`, say), and demands
/// that it ran there and passed.
pub fn in_a_child(test: &str, begin: impl FnOnce(&std::path::Path) -> Command) {
    let own = std::env::current_exe().expect("this binary has a path");
    let mut command = begin(&own);
    command.args([test, "--exact", "--nocapture", "--test-threads=1"]);
    let output = command.env(CHILD, test).output().expect("the child starts");
    let (out, err) = words(&output);
    assert!(
        output.status.success() && out.contains("1 passed"),
        "{test} in a child ({command:?}): {}\n{out}\n{err}",
        output.status
    );
}

fn words(output: &Output) -> (String, String) {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (text(&output.stdout), text(&output.stderr))
}
