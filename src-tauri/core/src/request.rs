//! What a verb is given: the transaction, the moment, who asks, for which centre; and what it gives back besides its
//! output: the trail for the audit, counters that survive a refusal, the change of its session. A verb sees no
//! connection, no clock and no transport.

use std::sync::Arc;

use schemars::{JsonSchema, schema_for};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;
use ts_rs::TS;

use crate::access::Role;
use crate::audit::{Ledger, NewRow, Trail};
use crate::form;
use crate::hashing::Hashing;
use crate::id::{Entropy, new_id};
use crate::problem::{Broken, Code, Failure, Problem, Reasons};
use crate::sessions::{Effect, Seen};
use crate::store::{Store, Tx};
use crate::text;
use crate::time::{Clock, Instant};

/// What the outside lends the core: time, randomness, and what a password hash may cost.
#[derive(Clone)]
pub struct Surroundings {
    /// The clock.
    pub clock: Arc<dyn Clock>,
    /// Randomness fit for secrets.
    pub entropy: Arc<dyn Entropy>,
    /// The cost of hashing.
    pub hashing: Hashing,
}

/// The input or output of a verb that needs none: `{}`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct Nothing {}

/// The person who asks, as the store knows them in this transaction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Who {
    /// The account.
    pub account: String,
    /// Login name.
    pub login: String,
    /// Name as colleagues know it.
    pub name: String,
    /// What they are here, in the order of [`Role`].
    pub roles: Vec<Role>,
}

/// What an operation worked out before its transaction: hashes cost a third of a second each.
#[derive(Debug, Clone, Default)]
pub struct Secrets {
    /// The account it is about, when it was found.
    pub account: Option<String>,
    /// The stored hash a secret was compared with, and whether it fitted.
    pub checked: Option<(String, bool)>,
    /// The hash of a new password.
    pub hash: Option<String>,
    /// A new recovery code and its hash.
    pub recovery: Option<(String, String)>,
}

impl Secrets {
    /// Whether a secret was compared and fitted.
    #[must_use]
    pub fn fits(&self) -> bool {
        self.checked.as_ref().is_some_and(|(_, fits)| *fits)
    }
}

/// What preparing gives: the centre whose chain takes the row (for askers without a session), and secrets.
#[derive(Debug, Clone, Default)]
pub struct Prepared {
    /// The centre, when it is not the session's.
    pub centre: Option<String>,
    /// What was worked out.
    pub secrets: Secrets,
}

/// What a verb may use before its transaction.
pub struct Preparing<'p> {
    /// For reading.
    pub store: &'p Store,
    /// Time, randomness, hashing.
    pub around: &'p Surroundings,
    /// The asker's session, if there is one.
    pub seen: Option<&'p Seen>,
    /// The input, not yet judged.
    pub input: &'p Json,
}

impl Preparing<'_> {
    /// The hash of a secret, under a new salt.
    ///
    /// # Errors
    /// When there is no randomness.
    pub fn hash(&self, secret: &str) -> Result<String, Failure> {
        Ok(self.around.hashing.hash(secret, &*self.around.entropy)?)
    }

    /// The input in its form, or none: the verb itself will then say what is wrong with it.
    #[must_use]
    pub fn input<I: DeserializeOwned>(&self) -> Option<I> {
        serde_json::from_value(self.input.clone()).ok()
    }
}

/// The circumstances that do not change while a verb runs, however often it runs.
#[derive(Clone)]
pub struct Circumstances {
    /// Now.
    pub now: Instant,
    /// The centre; empty where none exists yet and the operation can do without.
    pub centre: String,
    /// The asker's session.
    pub seen: Option<Seen>,
    /// The version of this program.
    pub version: &'static str,
    /// Whether this is the sample's place.
    pub place: crate::Place,
    /// Whether a sample centre exists beside.
    pub sample_exists: bool,
    /// What was worked out before.
    pub secrets: Secrets,
    /// Time, randomness, hashing.
    pub around: Surroundings,
}

/// A change that stays although the operation is refused: a failed attempt counts.
pub type Counter = Box<dyn FnOnce(&mut Tx) -> Result<(), Failure>>;

/// One request inside its transaction.
pub struct Request<'r, 't> {
    /// The transaction.
    pub tx: &'r mut Tx<'t>,
    /// The circumstances.
    pub at: &'r Circumstances,
    /// Who asks; none before log-in.
    pub who: Option<Who>,
    /// For the audit.
    pub trail: Trail,
    /// Counted even if refused.
    pub counters: Vec<Counter>,
    /// What happens to the session.
    pub effect: Effect,
}

impl<'r, 't> Request<'r, 't> {
    /// A request that has done nothing yet.
    pub fn new(tx: &'r mut Tx<'t>, at: &'r Circumstances, who: Option<Who>) -> Self {
        Request {
            tx,
            at,
            who,
            trail: Trail::new(),
            counters: Vec::new(),
            effect: Effect::Keep,
        }
    }

    /// The person who asks.
    ///
    /// # Errors
    /// `not_signed_in`.
    pub fn who(&self) -> Result<&Who, Failure> {
        self.who.as_ref().ok_or_else(|| Code::NotSignedIn.into())
    }

    /// A new id.
    ///
    /// # Errors
    /// When there is no randomness.
    pub fn new_id(&self) -> Result<String, Failure> {
        Ok(new_id(self.at.now, &*self.at.around.entropy)?)
    }

    /// Appends a row to an append-only table and to the trail.
    ///
    /// # Errors
    /// As [`Trail::append`].
    pub fn append(&mut self, ledger: &Ledger, row: NewRow) -> Result<(), Failure> {
        self.trail.append(self.tx, ledger, row, &*self.at.around.entropy)
    }

    /// Does `counter` even if the operation is refused.
    pub fn even_if_refused(&mut self, counter: impl FnOnce(&mut Tx) -> Result<(), Failure> + 'static) {
        self.counters.push(Box::new(counter));
    }
}

/// Runs a verb on an input that comes as JSON: reads the form, refuses control characters, writes the answer.
///
/// # Errors
/// `malformed_input` with all reasons (never with contents), `invalid_input` for control characters, and what the
/// verb says.
pub fn run_on_json<I: DeserializeOwned + JsonSchema, O: Serialize>(
    request: &mut Request,
    input: &Json,
    run: fn(&mut Request, I) -> Result<O, Failure>,
) -> Result<Json, Failure> {
    let mut reasons = Reasons::new();
    text::refuse_controls(input, "", &mut reasons);
    reasons.settle()?;
    let output = run(request, read_input(input)?)?;
    write_output(&output)
}

/// The input in its form.
///
/// # Errors
/// `malformed_input` with all reasons and the fact `detail_path`.
pub fn read_input<I: DeserializeOwned + JsonSchema>(input: &Json) -> Result<I, Failure> {
    let reasons = || {
        let mut reasons = Reasons::new();
        form::explain(schema_for!(I).as_value(), input, &mut reasons);
        reasons
    };
    let malformed = |path: &str, reasons: Reasons| {
        let mut problem = Problem::new(Code::MalformedInput).with("detail_path", path);
        problem.reasons = reasons.into_vec();
        Failure::from(problem)
    };
    let read = serde_path_to_error::deserialize(input).map_err(|error| {
        // A path names fields of ours and positions; an unknown field's name is the asker's own and is cut.
        let path = error.path().to_string();
        let path: String = path.chars().filter(|c| !c.is_control()).take(80).collect();
        malformed(&path, reasons())
    })?;
    // Reading takes an array for a form, field by position; the published schema does not.
    if form::holds_an_array(input) {
        let reasons = reasons();
        if !reasons.is_empty() {
            return Err(malformed(".", reasons));
        }
    }
    Ok(read)
}

/// An output as JSON.
///
/// # Errors
/// Broken: an output of ours that is not JSON is a defect.
pub fn write_output<O: Serialize>(output: &O) -> Result<Json, Failure> {
    serde_json::to_value(output)
        .map_err(|error| Broken::new(format!("an output is not JSON: {error}")).into())
}
