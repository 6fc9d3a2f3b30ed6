//! What Keting takes from the machine it runs on: the wall clock, randomness, and the folder where data lives.
//!
//! This is the only file of the product that reads the wall clock or draws random bytes; everything else receives them
//! through [`Surroundings`], so that every rule can be tested with a frozen clock. It decides nothing.

use std::{
    path::PathBuf,
    sync::Arc,
    time::{SystemTime, UNIX_EPOCH},
};

use keting_core::{Broken, Clock, Entropy, Hashing, Instant, Surroundings};

struct WallClock;

impl Clock for WallClock {
    #[expect(
        clippy::disallowed_methods,
        reason = "the one place where the wall clock enters"
    )]
    fn now(&self) -> Instant {
        let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        Instant(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
    }
}

struct SystemRandom;

impl Entropy for SystemRandom {
    #[expect(clippy::disallowed_methods, reason = "the one place where randomness enters")]
    fn fill(&self, bytes: &mut [u8]) -> Result<(), Broken> {
        getrandom::fill(bytes).map_err(|error| Broken::new(format!("no randomness from the system: {error}")))
    }
}

/// The real clock, the system's randomness and password hashing at full strength.
#[must_use]
pub fn surroundings() -> Surroundings {
    Surroundings {
        clock: Arc::new(WallClock),
        entropy: Arc::new(SystemRandom),
        hashing: Hashing::Full,
    }
}

/// A fresh id (a random UUID) for a write that no form has given one, or for a line of the log.
///
/// It tells things apart and guards nothing; where the system gives no randomness, where no session could be opened either,
/// it falls back on the clock.
#[must_use]
#[expect(
    clippy::disallowed_methods,
    reason = "the shells make the ids of their own writes"
)]
pub fn request_id() -> String {
    let mut bytes = [0_u8; 16];
    if getrandom::fill(&mut bytes).is_err() {
        bytes[8..].copy_from_slice(&WallClock.now().0.to_be_bytes());
    }
    bytes[6] = (bytes[6] & 0x0f) | 0x40;
    bytes[8] = (bytes[8] & 0x3f) | 0x80;
    let hex: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    [&hex[..8], &hex[8..12], &hex[12..16], &hex[16..20], &hex[20..]].join("-")
}

/// The data folder used when nobody names one: `keting` in the user's local application data
/// (`~/.local/share`, `%LOCALAPPDATA%`, `~/Library/Application Support`). `None` on a system without a home folder.
#[must_use]
pub fn data_folder() -> Option<PathBuf> {
    dirs::data_local_dir().map(|base| base.join("keting"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_id_is_a_random_uuid_and_differs_each_time() {
        let (first, second) = (request_id(), request_id());
        assert_ne!(first, second);
        assert_eq!(
            first.split('-').map(str::len).collect::<Vec<_>>(),
            [8, 4, 4, 4, 12]
        );
        assert_eq!(first.as_bytes()[14], b'4');
        assert!(b"89ab".contains(&first.as_bytes()[19]));
    }

    #[test]
    fn the_clock_counts_milliseconds_of_this_century() {
        let now = WallClock.now().0;
        assert!((1_700_000_000_000..4_102_444_800_000).contains(&now), "{now}");
    }
}
