//! The desk: where a request arrives and its answer leaves. It finds out who asks, checks what they may, runs the verb
//! in one transaction with its audit row and its request id, and only then publishes what changed. No rule of a noun
//! stands here, and no transport.
//!
//! The order inside a write never varies: who asks → permission → seen before? → the verb in a savepoint → counters →
//! audit row → kept answer → commit → session → tags. A refusal takes back what the verb wrote and keeps the rest.

use std::sync::Arc;

use serde_json::Value as Json;

use crate::Place;
use crate::access::allows;
use crate::audit::{self, Trail};
use crate::id::new_readable;
use crate::operations::{Body, Operation, Tag};
use crate::outcome::{Ask, Outcome, Reply, SessionChange};
use crate::people;
use crate::problem::{Broken, Code, Failure, Problem};
use crate::request::{Circumstances, Prepared, Preparing, Request, Surroundings, Who};
use crate::requests::{self, Known};
use crate::sessions::{Effect, Seen, Sessions};
use crate::store::{Store, Tx};

/// One place's store with the sessions that are open on it.
pub struct Desk {
    store: Arc<Store>,
    sessions: Sessions,
    around: Surroundings,
    place: Place,
}

/// What a write comes to, committed in every case.
struct Committed {
    outcome: Result<Json, Box<Problem>>,
    effect: Effect,
}

impl Desk {
    /// A desk on an open store.
    #[must_use]
    pub fn new(store: Arc<Store>, around: Surroundings, place: Place) -> Desk {
        Desk {
            store,
            sessions: Sessions::default(),
            around,
            place,
        }
    }

    /// The store, for what acts on it as a whole.
    #[must_use]
    pub fn store(&self) -> &Arc<Store> {
        &self.store
    }

    /// Answers `ask` of `operation`. Never panics, never gives half an answer.
    pub fn call(&self, operation: &'static Operation, ask: Ask, sample_exists: bool) -> Reply {
        let name = operation.name;
        match self.answer(operation, ask, sample_exists) {
            Ok(reply) => reply,
            Err(failure) => Reply {
                outcome: self.outcome_of(name, failure),
                session: SessionChange::Keep,
            },
        }
    }

    /// A failure as the outside may see it; the cause of what is broken goes to the log.
    pub fn outcome_of(&self, operation: &str, failure: Failure) -> Outcome {
        match failure {
            Failure::Refused(problem) | Failure::Stopped(problem) => Outcome::Refused(*problem),
            Failure::Broken(broken) => {
                let log_id =
                    new_readable(2, &*self.around.entropy).unwrap_or_else(|_| "0000-0000".to_owned());
                log::error!("{log_id} {operation}: {broken}");
                Outcome::Broken { log_id }
            }
        }
    }

    fn answer(&self, operation: &'static Operation, ask: Ask, sample_exists: bool) -> Result<Reply, Failure> {
        let now = self.around.clock.now();
        let seen = ask
            .token
            .as_deref()
            .and_then(|token| self.sessions.seen(token, now, ask.passive));
        let prepared = match operation.body {
            Body::Secret(prepare, _) => prepare(&Preparing {
                store: &self.store,
                around: &self.around,
                seen: seen.as_ref(),
                input: &ask.input,
            })?,
            _ => Prepared::default(),
        };
        let centre = match (&seen, prepared.centre) {
            (Some(seen), None) => seen.centre.clone(),
            (_, centre) => centre.unwrap_or_default(),
        };
        let circumstances = Circumstances {
            now,
            centre,
            seen,
            version: env!("CARGO_PKG_VERSION"),
            place: self.place,
            sample_exists,
            secrets: prepared.secrets,
            around: self.around.clone(),
        };
        match operation.body {
            Body::Read(run) | Body::Keep(run) => self.plainly(operation, run, ask.input, circumstances),
            Body::Write(_) | Body::Secret(..) => self.write(operation, ask, circumstances),
            Body::House(_) => Err(Broken::new("an operation of the house came to a desk").into()),
        }
    }

    /// What leaves no audit row: a read, or the keeping of a draft.
    fn plainly(
        &self,
        operation: &'static Operation,
        run: fn(&mut Request, &Json) -> Result<Json, Failure>,
        input: Json,
        at: Circumstances,
    ) -> Result<Reply, Failure> {
        let asker = at
            .seen
            .as_ref()
            .map_or_else(String::new, |seen| seen.account.clone());
        let lane = self.store.lane(&at.centre, &asker).to_owned();
        let job = move |tx: &mut Tx| {
            let who = admit(tx, operation, &at)??;
            run(&mut Request::new(tx, &at, who), &input)
        };
        let (output, tags) = match operation.body {
            Body::Keep(_) => (self.store.write(&lane, job)?, operation.tags.to_vec()),
            _ => (self.store.read(job)?, Vec::new()),
        };
        Ok(Reply {
            outcome: Outcome::Done { output, tags },
            session: SessionChange::Keep,
        })
    }

    fn write(&self, operation: &'static Operation, ask: Ask, at: Circumstances) -> Result<Reply, Failure> {
        let now = at.now;
        let asker = at
            .seen
            .as_ref()
            .map_or_else(|| ask.desk.clone(), |seen| seen.account.clone());
        let lane = self.store.lane(&at.centre, &asker).to_owned();
        let token = ask.token.clone();
        let committed = self
            .store
            .write(&lane, move |tx| write_once(tx, operation, &ask, &at))?;
        let outcome = match committed.outcome {
            Ok(output) => Outcome::Done {
                output,
                tags: operation.tags.to_vec(),
            },
            Err(problem) => Outcome::Refused(*problem),
        };
        if let Effect::Open(_, account) = &committed.effect {
            log::info!("session opened for account {account}");
        }
        let closed = committed.effect == Effect::Close;
        let opened = self
            .sessions
            .apply(token.as_deref(), committed.effect, now, &*self.around.entropy)?;
        let session = match opened {
            Some(token) => SessionChange::Open(token),
            None if closed => SessionChange::Close,
            None => SessionChange::Keep,
        };
        Ok(Reply { outcome, session })
    }

    /// Opens a session without a password. For the sample's own filling, never for a transport.
    pub(crate) fn open_session(&self, centre: &str, account: &str) -> Result<String, Failure> {
        let effect = Effect::Open(centre.to_owned(), account.to_owned());
        let token = self
            .sessions
            .apply(None, effect, self.around.clock.now(), &*self.around.entropy)?;
        token.ok_or_else(|| Broken::new("no session was opened").into())
    }
}

/// Whoever is signed in, as the store knows them now.
fn asker(tx: &mut Tx, at: &Circumstances) -> Result<Option<Who>, Failure> {
    match &at.seen {
        Some(Seen { centre, account, .. }) => people::who(tx, centre, account),
        None => Ok(None),
    }
}

/// Who asks, if they may: the outer result is the store's, the inner one the rule's.
fn admit(
    tx: &mut Tx,
    operation: &Operation,
    at: &Circumstances,
) -> Result<Result<Option<Who>, Failure>, Failure> {
    let who = asker(tx, at)?;
    Ok(may(operation, at.seen.as_ref(), who.as_ref())
        .map(|()| who)
        .map_err(Failure::from))
}

/// Whether the asker may: pure, so that preview and commit could not differ.
fn may(operation: &Operation, seen: Option<&Seen>, who: Option<&Who>) -> Result<(), Problem> {
    let permission = operation.permission;
    let locked = seen.is_some_and(|seen| seen.locked);
    if locked && !permission.while_locked() {
        return Err(Problem::new(Code::SessionLocked));
    }
    if permission == crate::access::Permission::Anyone {
        return Ok(());
    }
    let who = who.ok_or_else(|| Problem::new(Code::NotSignedIn))?;
    if allows(&who.roles, permission) {
        return Ok(());
    }
    Err(Problem::new(Code::NotPermitted).with("operation", operation.name))
}

/// One write, whole: see the order at the head of this file. Runs inside its transaction and may run twice.
fn write_once(
    tx: &mut Tx,
    operation: &'static Operation,
    ask: &Ask,
    at: &Circumstances,
) -> Result<Committed, Failure> {
    let who = asker(tx, at)?;
    if at.centre.is_empty() {
        // Nobody is known here, and there is no chain yet that could take a row.
        let problem = may(operation, at.seen.as_ref(), who.as_ref()).err();
        return Err(problem.unwrap_or_else(|| Problem::new(Code::NotSetUp)).into());
    }
    let account = who.as_ref().map_or("", |who| who.account.as_str()).to_owned();
    let mut row = audit::Circumstances {
        centre: at.centre.clone(),
        at: at.now.0,
        account: account.clone(),
        operation: operation.name.to_owned(),
        desk: ask.desk.chars().filter(|c| !c.is_control()).take(60).collect(),
        request_id: String::new(),
    };
    let admitted = may(operation, at.seen.as_ref(), who.as_ref())
        .and_then(|()| requests::required(ask.request_id.as_deref()).map_err(Problem::new));
    let id = match admitted {
        Ok(id) => id.to_owned(),
        Err(problem) => return refuse(tx, &row, problem),
    };
    row.request_id.clone_from(&id);
    match operation.body {
        Body::Write(run) => {
            let digest = requests::digest(operation.name, &ask.input);
            match requests::look_up(tx, &at.centre, &account, &id, &digest)? {
                Known::Same(answer) => {
                    audit::record(tx, &row, &Trail::new(), "repeated")?;
                    Ok(Committed {
                        outcome: Ok(answer),
                        effect: Effect::Keep,
                    })
                }
                Known::Other => refuse(tx, &row, Problem::new(Code::RequestIdReused)),
                Known::New => {
                    let committed = run_once(tx, run, ask, at, who, &row)?;
                    if let Ok(answer) = &committed.outcome {
                        let (operation, now) = (operation.name, at.now);
                        let (centre, account, id, digest) = (&at.centre, &account, &id, &digest);
                        requests::keep(
                            tx,
                            &requests::Done {
                                centre,
                                account,
                                id,
                                operation,
                                digest,
                                answer,
                                now,
                            },
                        )?;
                    }
                    Ok(committed)
                }
            }
        }
        Body::Secret(_, run) => run_once(tx, run, ask, at, who, &row),
        Body::Read(_) | Body::Keep(_) | Body::House(_) => Err(Broken::new("not a write").into()),
    }
}

fn refuse(tx: &mut Tx, row: &audit::Circumstances, problem: Problem) -> Result<Committed, Failure> {
    audit::record(
        tx,
        row,
        &Trail::new(),
        &format!("refused:{}", problem.code.wire()),
    )?;
    Ok(Committed {
        outcome: Err(Box::new(problem)),
        effect: Effect::Keep,
    })
}

/// The verb in its savepoint, its counters, its audit row.
fn run_once(
    tx: &mut Tx,
    run: fn(&mut Request, &Json) -> Result<Json, Failure>,
    ask: &Ask,
    at: &Circumstances,
    who: Option<Who>,
    row: &audit::Circumstances,
) -> Result<Committed, Failure> {
    let mut left = (Trail::new(), Vec::new(), Effect::Keep);
    let outcome = tx.attempt(|tx| {
        let mut request = Request::new(tx, at, who);
        let outcome = run(&mut request, &ask.input);
        left = (request.trail, request.counters, request.effect);
        outcome
    })?;
    let (mut trail, counters, effect) = left;
    let result = match &outcome {
        Ok(_) => "done".to_owned(),
        Err(problem) => {
            for counter in counters {
                counter(tx)?;
            }
            trail.forget_what_was_taken_back();
            format!("refused:{}", problem.code.wire())
        }
    };
    audit::record(tx, row, &trail, &result)?;
    let effect = if outcome.is_ok() { effect } else { Effect::Keep };
    Ok(Committed { outcome, effect })
}

/// The tags that a reply publishes.
#[must_use]
pub fn published(reply: &Reply) -> &[Tag] {
    match &reply.outcome {
        Outcome::Done { tags, .. } => tags,
        Outcome::Refused(_) | Outcome::Broken { .. } => &[],
    }
}
