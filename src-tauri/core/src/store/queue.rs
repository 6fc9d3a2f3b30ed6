//! The queue before the database. Waiting happens here, in turn, and not inside the engine, where one writer was
//! measured to starve for 6 to 8 seconds (SQLite) and 5,000 commits to need 24,620 retries (PostgreSQL).
//!
//! Jobs wait in lanes. Lanes are served in turn, one job each, so that an asker with a hundred requests does not
//! hold up one with a single request. On PostgreSQL a lane is a centre and at most one job of a lane is under way:
//! transactions of one centre would only collide. The queue knows nothing of SQL and never runs a job twice.

use std::collections::{HashMap, HashSet, VecDeque};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

/// More waiting jobs than this and further ones are refused: a desk that hangs is worse than one that says so.
pub const MOST_WAITING: usize = 2_000;

struct Lanes<J> {
    waiting: HashMap<String, VecDeque<J>>,
    turn: VecDeque<String>,
    under_way: HashSet<String>,
    count: usize,
    closed: bool,
}

/// A fair queue of jobs `J`.
pub struct FairQueue<J> {
    lanes: Mutex<Lanes<J>>,
    changed: Condvar,
    one_per_lane: bool,
}

/// Why a job was not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotTaken {
    /// [`MOST_WAITING`] are waiting already.
    Full,
    /// The queue is closed.
    Closed,
}

impl<J> FairQueue<J> {
    /// An empty queue; `one_per_lane`: at most one job of a lane is handed out at a time.
    #[must_use]
    pub fn new(one_per_lane: bool) -> Self {
        FairQueue {
            lanes: Mutex::new(Lanes {
                waiting: HashMap::new(),
                turn: VecDeque::new(),
                under_way: HashSet::new(),
                count: 0,
                closed: false,
            }),
            changed: Condvar::new(),
            one_per_lane,
        }
    }

    /// A job that panicked leaves the lanes whole (they are only touched in this file), so a poisoned lock is usable.
    fn lanes(&self) -> MutexGuard<'_, Lanes<J>> {
        self.lanes.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Puts `job` at the end of `lane`.
    ///
    /// # Errors
    /// When the queue is full or closed.
    pub fn put(&self, lane: &str, job: J) -> Result<(), NotTaken> {
        let mut lanes = self.lanes();
        if lanes.closed {
            return Err(NotTaken::Closed);
        }
        if lanes.count >= MOST_WAITING {
            return Err(NotTaken::Full);
        }
        lanes.count += 1;
        let queue = lanes.waiting.entry(lane.to_owned()).or_default();
        queue.push_back(job);
        if queue.len() == 1 {
            lanes.turn.push_back(lane.to_owned());
        }
        drop(lanes);
        self.changed.notify_one();
        Ok(())
    }

    /// Waits for the next job; none once the queue is closed and empty. [`FairQueue::done`] must follow.
    pub fn take(&self) -> Option<(String, J)> {
        let mut lanes = self.lanes();
        loop {
            if let Some(found) = Self::next(&mut lanes, self.one_per_lane) {
                return Some(found);
            }
            if lanes.closed && lanes.count == 0 {
                return None;
            }
            lanes = self.changed.wait(lanes).unwrap_or_else(PoisonError::into_inner);
        }
    }

    fn next(lanes: &mut Lanes<J>, one_per_lane: bool) -> Option<(String, J)> {
        let at = lanes
            .turn
            .iter()
            .position(|lane| !(one_per_lane && lanes.under_way.contains(lane)))?;
        let lane = lanes.turn.remove(at)?;
        let queue = lanes.waiting.get_mut(&lane)?;
        let job = queue.pop_front()?;
        if queue.is_empty() {
            lanes.waiting.remove(&lane);
        } else {
            lanes.turn.push_back(lane.clone());
        }
        lanes.count -= 1;
        if one_per_lane {
            lanes.under_way.insert(lane.clone());
        }
        Some((lane, job))
    }

    /// Says that the job of `lane` is finished.
    pub fn done(&self, lane: &str) {
        if self.one_per_lane {
            self.lanes().under_way.remove(lane);
        }
        self.changed.notify_all();
    }

    /// Takes no more jobs; those that wait are still handed out.
    pub fn close(&self) {
        self.lanes().closed = true;
        self.changed.notify_all();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lanes_are_served_in_turn_however_full_one_is() {
        let queue = FairQueue::new(false);
        for n in 0..5 {
            queue.put("busy", n).unwrap();
        }
        queue.put("quiet", 100).unwrap();
        let order: Vec<i32> = (0..6).filter_map(|_| queue.take().map(|(_, job)| job)).collect();
        assert_eq!(
            order,
            [0, 100, 1, 2, 3, 4],
            "the quiet lane waits for one job, not for five"
        );
    }

    #[test]
    fn one_job_of_a_lane_is_under_way_when_asked_for() {
        let queue = FairQueue::new(true);
        queue.put("a", 1).unwrap();
        queue.put("a", 2).unwrap();
        queue.put("b", 3).unwrap();
        assert_eq!(queue.take(), Some(("a".to_owned(), 1)));
        assert_eq!(
            queue.take(),
            Some(("b".to_owned(), 3)),
            "lane a is under way, so b is next"
        );
        queue.done("a");
        assert_eq!(queue.take(), Some(("a".to_owned(), 2)));
    }

    #[test]
    fn a_full_and_a_closed_queue_say_so() {
        let queue = FairQueue::new(false);
        for n in 0..MOST_WAITING {
            queue.put("a", n).unwrap();
        }
        assert_eq!(queue.put("b", 0), Err(NotTaken::Full));
        queue.close();
        assert_eq!(queue.put("b", 0), Err(NotTaken::Closed));
    }
}
