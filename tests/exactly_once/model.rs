//! The model of exactly once: all that matters, in memory. It knows sessions, ids and numbers, and no store.

use std::collections::HashMap;

use keting_core::Code;

/// One thing that a client or the house does. Persons are 0 and 1, ids come from a pool that both share.
#[derive(Debug, Clone, Copy)]
pub enum Step {
    /// Registers `content` under `id`, `times` in a row: 0 to 2 are good, 3 is refused by a rule.
    Register {
        who: usize,
        id: usize,
        content: usize,
        times: usize,
    },
    /// Locks the desk under an id of the same pool.
    Lock {
        who: usize,
        id: usize,
    },
    Unlock {
        who: usize,
    },
    LogOut {
        who: usize,
    },
    LogIn {
        who: usize,
    },
    Restart,
    NextDay,
}

/// What an answer comes to: a number, nothing but done, or a code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    Number(String),
    Done,
    Refused(Code),
    Broken,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Session {
    Out,
    In,
    Locked,
}

/// What was asked under an id: a contact by its content, or the lock.
pub type Asked = Option<usize>;

/// All that matters, in memory.
pub struct Model {
    /// Who sits where.
    pub sessions: [Session; 2],
    /// What was done, by person and id.
    pub done: HashMap<(usize, usize), (Asked, Answer)>,
    /// The last number of each day.
    pub days: Vec<u32>,
}

impl Model {
    pub fn new() -> Model {
        Model {
            sessions: [Session::In; 2],
            done: HashMap::new(),
            days: vec![0],
        }
    }

    /// The answer to `asked` under `id`; `work` is what a new request does.
    pub fn ask(
        &mut self,
        who: usize,
        id: usize,
        asked: Asked,
        work: impl FnOnce(&mut Model) -> Answer,
    ) -> Answer {
        match self.sessions[who] {
            Session::Out => return Answer::Refused(Code::NotSignedIn),
            Session::Locked => return Answer::Refused(Code::SessionLocked),
            Session::In => {}
        }
        match self.done.get(&(who, id)) {
            Some((then, answer)) if *then == asked => answer.clone(),
            Some(_) => Answer::Refused(Code::RequestIdReused),
            None => {
                let answer = work(self);
                if !matches!(answer, Answer::Refused(_)) {
                    self.done.insert((who, id), (asked, answer.clone()));
                }
                answer
            }
        }
    }

    pub fn register(&mut self, who: usize, id: usize, content: usize) -> Answer {
        self.ask(who, id, Some(content), |model| {
            if content == 3 {
                return Answer::Refused(Code::InvalidInput);
            }
            let today = model.days.len() - 1;
            model.days[today] += 1;
            Answer::Number(format!("城林-{}-{:03}", 20_261_122 + today, model.days[today]))
        })
    }

    pub fn lock(&mut self, who: usize, id: usize) -> Answer {
        self.ask(who, id, None, |model| {
            model.sessions[who] = Session::Locked;
            Answer::Done
        })
    }
}
