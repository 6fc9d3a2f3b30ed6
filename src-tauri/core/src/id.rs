//! Ids and secrets from entropy that is handed in, as the clock is. Ids are UUIDs of version 7 (RFC 9562 §5.7): they
//! sort by the time they were made, so rows of one day lie together. This module makes no randomness itself.

use std::fmt::Write as _;
use std::sync::{Mutex, PoisonError};

use crate::problem::Broken;
use crate::time::Instant;

/// Where randomness comes from. Implementations outside tests must be fit for secrets.
pub trait Entropy: Send + Sync {
    /// Fills `bytes` completely.
    ///
    /// # Errors
    /// When the system gives no randomness; nothing is then made up.
    fn fill(&self, bytes: &mut [u8]) -> Result<(), Broken>;
}

/// The millisecond of the last id of this process, and its count within it.
static LAST: Mutex<(i64, u16)> = Mutex::new((0, 0));

/// A new UUIDv7 in its hyphenated lower-case form. Ids of one millisecond count upwards (RFC 9562 §6.2, method 1), so
/// that what was made later also sorts later.
///
/// # Errors
/// When `entropy` fails.
pub fn new_id(now: Instant, entropy: &dyn Entropy) -> Result<String, Broken> {
    let mut bytes = [0_u8; 16];
    entropy.fill(&mut bytes[6..])?;
    let millis = now.0.max(0);
    let count = {
        let mut last = LAST.lock().unwrap_or_else(PoisonError::into_inner);
        // A new millisecond begins in the lower half at random, which leaves room to count.
        let begun = u16::from_be_bytes([bytes[6], bytes[7]]) & 0x07ff;
        let count = if last.0 == millis && last.1 < 0x0fff {
            last.1 + 1
        } else {
            begun
        };
        *last = (millis, count);
        count
    };
    bytes[..6].copy_from_slice(&millis.to_be_bytes()[2..]);
    bytes[6..8].copy_from_slice(&(0x7000 | count).to_be_bytes());
    bytes[8] = 0x80 | (bytes[8] & 0x3f);
    let hex = to_hex(&bytes);
    Ok(format!(
        "{}-{}-{}-{}-{}",
        &hex[..8],
        &hex[8..12],
        &hex[12..16],
        &hex[16..20],
        &hex[20..]
    ))
}

/// A secret of `N` bytes as lower-case hex.
///
/// # Errors
/// When `entropy` fails.
pub fn new_secret<const N: usize>(entropy: &dyn Entropy) -> Result<String, Broken> {
    let mut bytes = [0_u8; N];
    entropy.fill(&mut bytes)?;
    Ok(to_hex(&bytes))
}

/// Letters and digits that a person can copy from paper: no 0/O, 1/I/L, no U.
const READABLE: &[u8; 30] = b"23456789ABCDEFGHJKMNPQRSTVWXYZ";

/// A code of `groups` groups of four readable characters (`7KQM-…`); each character is drawn evenly.
///
/// # Errors
/// When `entropy` fails.
pub fn new_readable(groups: usize, entropy: &dyn Entropy) -> Result<String, Broken> {
    let mut code = String::with_capacity(groups * 5);
    let mut drawn = 0;
    while drawn < groups * 4 {
        let mut byte = [0_u8; 1];
        entropy.fill(&mut byte)?;
        // 240 is the largest multiple of 30 in a byte; the rest would favour the first letters.
        if byte[0] >= 240 {
            continue;
        }
        if drawn > 0 && drawn % 4 == 0 {
            code.push('-');
        }
        code.push(char::from(READABLE[usize::from(byte[0] % 30)]));
        drawn += 1;
    }
    Ok(code)
}

/// Lower-case hex of `bytes`.
#[must_use]
pub fn to_hex(bytes: &[u8]) -> String {
    bytes
        .iter()
        .fold(String::with_capacity(bytes.len() * 2), |mut hex, byte| {
            // Writing to a String cannot fail.
            let _ = write!(hex, "{byte:02x}");
            hex
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Counting(std::sync::atomic::AtomicU8);
    impl Entropy for Counting {
        fn fill(&self, bytes: &mut [u8]) -> Result<(), Broken> {
            for byte in bytes {
                *byte = self.0.fetch_add(37, std::sync::atomic::Ordering::Relaxed);
            }
            Ok(())
        }
    }

    #[test]
    fn ids_carry_version_seven_and_sort_by_time() {
        let entropy = Counting(0.into());
        let early = new_id(Instant(1_795_278_600_000), &entropy).unwrap();
        let late = new_id(Instant(1_795_278_600_001), &entropy).unwrap();
        assert_eq!(early.len(), 36);
        assert_eq!(&early[14..15], "7");
        assert!(matches!(&early[19..20], "8" | "9" | "a" | "b"));
        assert!(early < late);
        let of_one_millisecond: Vec<String> = (0..500)
            .map(|_| new_id(Instant(1_795_278_600_001), &entropy).unwrap())
            .collect();
        assert!(of_one_millisecond.is_sorted());
    }

    #[test]
    fn readable_codes_hold_no_look_alikes() {
        let code = new_readable(5, &Counting(3.into())).unwrap();
        assert_eq!(code.len(), 24);
        assert!(code.chars().all(|c| c == '-' || READABLE.contains(&(c as u8))));
    }
}
