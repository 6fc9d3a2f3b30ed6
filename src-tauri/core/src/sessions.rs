//! Sessions: who sits at which desk, whether the desk is locked. They live here, in the core's memory, and nowhere
//! else: not in the interface, not in the file. A restart ends them all. A token is known only by its digest.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::audit::chain::plain_digest;
use crate::id::{Entropy, new_secret};
use crate::problem::Broken;
use crate::time::Instant;

/// A desk at which nobody does anything for so long locks itself, in seconds.
pub const IDLE_LOCK_SECONDS: i64 = 300;
/// A session ends after so long whatever happens, in milliseconds.
const LONGEST: i64 = 12 * 60 * Instant::MINUTE;
/// More sessions than this and the one seen longest ago ends.
const MOST: usize = 1_000;

/// What a token stands for, at the moment of asking.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seen {
    /// The centre.
    pub centre: String,
    /// The account.
    pub account: String,
    /// Only unlocking and logging out work.
    pub locked: bool,
}

struct Session {
    seen: Seen,
    opened_at: Instant,
    last_seen: Instant,
}

/// What an operation does to the asker's session once it is committed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Effect {
    /// Nothing.
    #[default]
    Keep,
    /// Opens one for this centre and account, in place of the asker's.
    Open(String, String),
    /// Ends it.
    Close,
    /// Locks it.
    Lock,
    /// Unlocks it.
    Unlock,
    /// Ends every other session of this account: its password was set anew.
    EndOthers(String),
}

/// All sessions of one place.
#[derive(Default)]
pub struct Sessions(Mutex<HashMap<String, Session>>);

impl Sessions {
    fn all(&self) -> MutexGuard<'_, HashMap<String, Session>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What `token` stands for now. An automatic request (`passive`) does not count as somebody being there.
    pub fn seen(&self, token: &str, now: Instant, passive: bool) -> Option<Seen> {
        let mut all = self.all();
        let key = plain_digest(token);
        let session = all.get_mut(&key)?;
        if now.since(session.opened_at) > LONGEST {
            all.remove(&key);
            return None;
        }
        if now.since(session.last_seen) >= IDLE_LOCK_SECONDS * Instant::SECOND {
            session.seen.locked = true;
        }
        if !passive && !session.seen.locked {
            session.last_seen = now;
        }
        Some(session.seen.clone())
    }

    /// Does what an operation decided; gives the new token when a session was opened.
    ///
    /// # Errors
    /// When `entropy` fails.
    pub fn apply(
        &self,
        token: Option<&str>,
        effect: Effect,
        now: Instant,
        entropy: &dyn Entropy,
    ) -> Result<Option<String>, Broken> {
        let key = token.map(plain_digest);
        match effect {
            Effect::Keep => {}
            Effect::Open(centre, account) => {
                let new = new_secret::<32>(entropy)?;
                let mut all = self.all();
                if let Some(key) = key {
                    all.remove(&key);
                }
                if all.len() >= MOST {
                    let oldest = all
                        .iter()
                        .min_by_key(|(_, s)| s.last_seen)
                        .map(|(key, _)| key.clone());
                    all.remove(&oldest.unwrap_or_default());
                }
                let seen = Seen {
                    centre,
                    account,
                    locked: false,
                };
                all.insert(
                    plain_digest(&new),
                    Session {
                        seen,
                        opened_at: now,
                        last_seen: now,
                    },
                );
                return Ok(Some(new));
            }
            Effect::Close => {
                self.all().remove(&key.unwrap_or_default());
            }
            Effect::Lock | Effect::Unlock => {
                if let Some(session) = self.all().get_mut(&key.unwrap_or_default()) {
                    session.seen.locked = effect == Effect::Lock;
                    session.last_seen = now;
                }
            }
            Effect::EndOthers(account) => {
                let own = key.unwrap_or_default();
                self.all()
                    .retain(|key, session| *key == own || session.seen.account != account);
            }
        }
        Ok(None)
    }
}
