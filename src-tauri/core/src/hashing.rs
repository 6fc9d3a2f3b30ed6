//! Passwords: argon2id (RFC 9106), kept as PHC strings, verified outside every transaction and one at a time, because
//! each costs 64 MiB and a third of a second. No password is ever logged, kept or compared in clear.

use std::sync::{Mutex, PoisonError};

use argon2::{Algorithm, Argon2, Params, PasswordHash, PasswordHasher, PasswordVerifier, Version};

use crate::id::Entropy;
use crate::problem::{Broken, Code, Reasons};

/// What a hash costs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hashing {
    /// 64 MiB, 3 passes, 1 lane: what people's passwords get.
    Full,
    /// 8 KiB, 1 pass: for stories, which log in thousands of times. Never for data of people.
    Cheap,
}

/// One hash at a time: eight desks at once must not take half a gigabyte.
static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());

/// Shortest password, in characters (with the back-off after failures).
pub const SHORTEST: usize = 8;
/// Longest password, in characters.
pub const LONGEST: usize = 128;

impl Hashing {
    fn argon2(self) -> Result<Argon2<'static>, Broken> {
        let (memory_kib, passes) = match self {
            Hashing::Full => (64 * 1024, 3),
            Hashing::Cheap => (8, 1),
        };
        let params = Params::new(memory_kib, passes, 1, None)
            .map_err(|error| Broken::new(format!("argon2 parameters: {error}")))?;
        Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
    }

    /// The PHC string of `password` under a new salt.
    ///
    /// # Errors
    /// When `entropy` fails.
    pub fn hash(self, password: &str, entropy: &dyn Entropy) -> Result<String, Broken> {
        let mut salt = [0_u8; 16];
        entropy.fill(&mut salt)?;
        let argon2 = self.argon2()?;
        let _one = ONE_AT_A_TIME.lock().unwrap_or_else(PoisonError::into_inner);
        let hash: PasswordHash = argon2
            .hash_password_with_salt(password.as_bytes(), &salt)
            .map_err(|error| Broken::new(format!("argon2: {error}")))?;
        Ok(hash.to_string())
    }

    /// Whether `password` is the one behind `phc`; the PHC string says at which cost.
    #[must_use]
    pub fn verify(self, password: &str, phc: &str) -> bool {
        let Ok(hash) = PasswordHash::new(phc) else {
            return false;
        };
        let _one = ONE_AT_A_TIME.lock().unwrap_or_else(PoisonError::into_inner);
        Argon2::default()
            .verify_password(password.as_bytes(), &hash)
            .is_ok()
    }
}

/// Adds what is wrong with a new password for `login` to `reasons`.
pub fn judge_password(field: &str, password: &str, login: &str, reasons: &mut Reasons) {
    let length = password.chars().count();
    if length < SHORTEST {
        reasons.add_with(field, Code::TooShort, &[("min", SHORTEST as i64)]);
    }
    if length > LONGEST {
        reasons.add_with(field, Code::TooLong, &[("max", LONGEST as i64)]);
    }
    if password.contains('\0') {
        reasons.add(field, Code::NotAllowedCharacters);
    }
    let lower = password.to_lowercase();
    if is_common(&lower) {
        reasons.add(field, Code::PasswordTooCommon);
    }
    if !login.is_empty() && lower.contains(&login.to_lowercase()) {
        reasons.add(field, Code::PasswordContainsLogin);
    }
}

/// Words on which most guessed passwords are built; with digits around them they are no better.
const COMMON: &[&str] = &[
    "password", "passw0rd", "admin", "root", "qwerty", "asdfgh", "zxcvbn", "letmein", "welcome", "iloveyou",
    "keting", "woaini", "qazwsx", "1qaz2wsx", "abc", "a", "aa", "test", "user", "guest", "dragon", "monkey",
    "mima", "nihao",
];

/// Whether a lower-case password is a common word with digits around it, one repeated piece, or a run of keys.
fn is_common(lower: &str) -> bool {
    let core = lower.trim_matches(|c: char| c.is_ascii_digit() || c.is_ascii_punctuation());
    if COMMON.contains(&core) || COMMON.iter().any(|word| word.len() > 3 && *word == lower) {
        return true;
    }
    let letters: Vec<char> = lower.chars().collect();
    let repeats = |piece: usize| {
        letters
            .iter()
            .enumerate()
            .all(|(at, letter)| *letter == letters[at % piece])
    };
    if (1..=3).any(|piece| letters.len() > piece && repeats(piece)) {
        return true;
    }
    let runs = [
        "01234567890123456789",
        "98765432109876543210",
        "abcdefghijklmnopqrstuvwxyz",
        "qwertyuiopasdfghjklzxcvbnm",
    ];
    letters.len() >= 6 && runs.iter().any(|run| run.contains(lower))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reasons_for(password: &str) -> bool {
        let mut reasons = Reasons::new();
        judge_password("password", password, "qiantai1", &mut reasons);
        !reasons.is_empty()
    }

    #[test]
    fn guessable_passwords_are_refused_and_plain_good_ones_pass() {
        let refused = [
            "short1",
            "12345678",
            "87654321",
            "aaaaaaaa",
            "abcabcabc",
            "password1",
            "Admin@123",
            "qwertyuiop",
            "qiantai1-2026",
            "11111111",
            "keting2026",
            "12121212",
        ];
        for bad in refused {
            assert!(reasons_for(bad), "{bad} must be refused");
        }
        for good in ["kuai-le-2026", "南岔的冬天很冷啊", "Xk3!vv0pQ", "chenglin8861"] {
            assert!(!reasons_for(good), "{good} must pass");
        }
    }

    #[test]
    fn a_hash_verifies_its_own_password_only() {
        struct Fixed;
        impl Entropy for Fixed {
            fn fill(&self, bytes: &mut [u8]) -> Result<(), Broken> {
                bytes.fill(7);
                Ok(())
            }
        }
        let phc = Hashing::Cheap.hash("kuai-le-2026", &Fixed).unwrap();
        assert!(phc.starts_with("$argon2id$v=19$m=8,t=1,p=1$"));
        assert!(Hashing::Full.verify("kuai-le-2026", &phc));
        assert!(!Hashing::Full.verify("kuai-le-2027", &phc));
        assert!(!Hashing::Full.verify("kuai-le-2026", "not a hash"));
    }
}
