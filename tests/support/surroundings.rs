//! A clock that stands until it is moved, and randomness that can be repeated. Fit for stories, unfit for secrets.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};

use keting_core::{Broken, Clock, Entropy, Hashing, Instant, Surroundings};

/// A clock that stands.
pub struct FrozenClock(AtomicI64);

impl FrozenClock {
    /// Standing at `millis` of the epoch.
    #[must_use]
    pub fn at(millis: i64) -> FrozenClock {
        FrozenClock(AtomicI64::new(millis))
    }

    /// Moves it by `millis`.
    pub fn move_by(&self, millis: i64) {
        self.0.fetch_add(millis, Ordering::Relaxed);
    }

    /// Moves it to `millis` of the epoch.
    pub fn move_to(&self, millis: i64) {
        self.0.store(millis, Ordering::Relaxed);
    }
}

impl Clock for FrozenClock {
    fn now(&self) -> Instant {
        Instant(self.0.load(Ordering::Relaxed))
    }
}

/// Numbers that follow from a seed (splitmix64).
pub struct Seeded(AtomicU64);

impl Seeded {
    /// From this seed.
    #[must_use]
    pub fn new(seed: u64) -> Seeded {
        Seeded(AtomicU64::new(seed))
    }
}

impl Entropy for Seeded {
    fn fill(&self, bytes: &mut [u8]) -> Result<(), Broken> {
        for chunk in bytes.chunks_mut(8) {
            let mut z = self
                .0
                .fetch_add(0x9e37_79b9_7f4a_7c15, Ordering::Relaxed)
                .wrapping_add(0x9e37_79b9_7f4a_7c15);
            z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
            z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
            chunk.copy_from_slice(&(z ^ (z >> 31)).to_le_bytes()[..chunk.len()]);
        }
        Ok(())
    }
}

static NEXT_SEED: AtomicU64 = AtomicU64::new(1);

/// Surroundings of a story: a frozen clock, seeded randomness, cheap hashing.
#[must_use]
pub fn surroundings(clock: Arc<FrozenClock>) -> Surroundings {
    let seed = NEXT_SEED.fetch_add(1, Ordering::Relaxed) ^ (u64::from(std::process::id()) << 32);
    Surroundings {
        clock,
        entropy: Arc::new(Seeded::new(seed)),
        hashing: Hashing::Cheap,
    }
}
