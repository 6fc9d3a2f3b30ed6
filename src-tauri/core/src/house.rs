//! The house: the data that one process owns, and the one door to it. It holds the centre's own folder and, beside it,
//! the sample's; it sends each question to the right desk and tells the windows what changed. It knows no transport.

use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use serde_json::Value as Json;

use crate::audit::{self, Verification};
use crate::cases;
use crate::desk::{self, Desk};
use crate::folder::{Folder, marked_as_sample};
use crate::operations::{Body, Operation};
use crate::org;
use crate::outcome::{Ask, Outcome, Place, Published, Reply, SessionChange};
use crate::problem::{Broken, Code, Failure, Problem};
use crate::request::{Nothing, Surroundings, read_input, write_output};
use crate::sample::{self, SampleAccounts};
use crate::store::Store;

/// The sample's folder within the data folder.
const SAMPLE_FOLDER: &str = "sample";

type Listener = Box<dyn Fn(&Published) + Send + Sync>;

struct Open {
    desk: Arc<Desk>,
    // None on a database server.
    folder: Option<Folder>,
}

/// The data that this process owns.
pub struct House {
    root: Option<PathBuf>,
    around: Surroundings,
    real: RwLock<Option<Open>>,
    sample: RwLock<Option<Open>>,
    listeners: RwLock<Vec<Listener>>,
}

impl House {
    /// Takes the data folder `root`, makes it if need be, and opens what lies in it.
    ///
    /// # Errors
    /// `folder_in_use`, `data_newer`, `data_damaged`, `data_read_only`, `data_locked`, `disk_full`,
    /// `data_unreachable`; the folder is then as it was.
    pub fn open(root: &Path, around: Surroundings) -> Result<House, Failure> {
        let real = open_folder(root, &around, Place::Real)?;
        let house = House::with(Some(root.to_owned()), around, real);
        Ok(house)
    }

    /// Opens a PostgreSQL database. There is no sample beside it.
    ///
    /// # Errors
    /// `data_newer`, `data_unreachable`.
    #[cfg(feature = "postgres")]
    pub fn on_postgres(url: &str, around: Surroundings) -> Result<House, Failure> {
        let store = Arc::new(Store::postgres(url)?);
        let desk = Arc::new(Desk::new(store, around.clone(), Place::Real));
        Ok(House::with(None, around, Open { desk, folder: None }))
    }

    fn with(root: Option<PathBuf>, around: Surroundings, real: Open) -> House {
        House {
            root,
            around,
            real: RwLock::new(Some(real)),
            sample: RwLock::new(None),
            listeners: RwLock::new(Vec::new()),
        }
    }

    /// Answers a question.
    pub fn call(&self, ask: Ask) -> Reply {
        let place = ask.place;
        let name = ask.operation.clone();
        let reply = self.route(ask).unwrap_or_else(|failure| Reply {
            outcome: self.outcome_of(&name, failure),
            session: SessionChange::Keep,
        });
        let tags = desk::published(&reply);
        if !tags.is_empty() {
            let published = Published {
                place,
                tags: tags.to_vec(),
            };
            for listener in self
                .listeners
                .read()
                .unwrap_or_else(PoisonError::into_inner)
                .iter()
            {
                listener(&published);
            }
        }
        reply
    }

    fn route(&self, ask: Ask) -> Result<Reply, Failure> {
        let Some(operation) = Operation::named(&ask.operation) else {
            let name: String = ask
                .operation
                .chars()
                .filter(|c| !c.is_control())
                .take(60)
                .collect();
            return Err(Problem::new(Code::UnknownOperation)
                .with("operation", name.as_str())
                .into());
        };
        if let Body::House(run) = operation.body {
            let output = run(self, ask.place, &ask.input)?;
            let outcome = Outcome::Done {
                output,
                tags: operation.tags.to_vec(),
            };
            return Ok(Reply {
                outcome,
                session: SessionChange::Keep,
            });
        }
        let sample_exists = self.sample_exists();
        Ok(self.desk(ask.place)?.call(operation, ask, sample_exists))
    }

    fn outcome_of(&self, operation: &str, failure: Failure) -> Outcome {
        match self.desk(Place::Real) {
            Ok(desk) => desk.outcome_of(operation, failure),
            Err(_) => Outcome::Refused(Problem::new(Code::NotSetUp)),
        }
    }

    /// Calls `listener` after each commit that changed something.
    pub fn listen(&self, listener: Listener) {
        self.listeners
            .write()
            .unwrap_or_else(PoisonError::into_inner)
            .push(listener);
    }

    fn sample_path(&self) -> Option<PathBuf> {
        self.root.as_ref().map(|root| root.join(SAMPLE_FOLDER))
    }

    fn sample_exists(&self) -> bool {
        self.sample_path()
            .is_some_and(|path| marked_as_sample(&path) && path.join(crate::folder::DATA).is_file())
    }

    fn slot(&self, place: Place) -> &RwLock<Option<Open>> {
        match place {
            Place::Real => &self.real,
            Place::Sample => &self.sample,
        }
    }

    /// The desk of `place`. The sample's folder is opened when it is first asked for.
    fn desk(&self, place: Place) -> Result<Arc<Desk>, Failure> {
        if let Some(open) = self
            .slot(place)
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .as_ref()
        {
            return Ok(open.desk.clone());
        }
        let mut slot = self.slot(place).write().unwrap_or_else(PoisonError::into_inner);
        if let Some(open) = slot.as_ref() {
            return Ok(open.desk.clone());
        }
        if place == Place::Sample && !self.sample_exists() {
            return Err(Code::NotSetUp.into());
        }
        let path = match place {
            Place::Real => self.root.clone(),
            Place::Sample => self.sample_path(),
        };
        let path = path.ok_or(Code::NotSetUp)?;
        let open = open_folder(&path, &self.around, place)?;
        let desk = open.desk.clone();
        *slot = Some(open);
        Ok(desk)
    }

    /// Reads every chain and every append-only row of `place`, and names what does not agree. `head`: a hash that was
    /// kept elsewhere and must still be in a chain.
    ///
    /// # Errors
    /// What the store says.
    pub fn verify(&self, place: Place, head: Option<&str>) -> Result<Verification, Failure> {
        let head = head.map(str::to_owned);
        self.desk(place)?.store().read(move |tx| {
            let mut found = Verification::default();
            let centres = audit::chain_of(tx, head.as_deref(), &mut found)?;
            let names: Vec<String> = centres.iter().map(|(centre, _)| centre.clone()).collect();
            audit::ledgers_of(tx, &[&cases::EVENTS], centres, &mut found)?;
            for centre in names {
                cases::check(tx, &centre, &mut found)?;
            }
            found.whole = found.findings.is_empty();
            Ok(found)
        })
    }

    /// Copies the data of `place`, in use as it is, into the new file `to`.
    ///
    /// # Errors
    /// `data_unreachable` when `to` exists or cannot be written, `disk_full`.
    pub fn backup(&self, place: Place, to: &Path) -> Result<(), Failure> {
        if to.exists() {
            return Err(Failure::Stopped(Box::new(Problem::new(Code::DataUnreachable))));
        }
        self.desk(place)?.store().copy(to)
    }

    /// Fills the empty data of `place` with the sample centre, marked as such.
    ///
    /// # Errors
    /// `already_set_up` when there is a centre.
    pub fn fill_sample(&self, place: Place, password: Option<String>) -> Result<SampleAccounts, Failure> {
        let desk = self.desk(place)?;
        if desk.store().read(org::first_centre)?.is_some() {
            return Err(Code::AlreadySetUp.into());
        }
        if let Some(open) = self
            .slot(place)
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .as_ref()
        {
            open.folder.as_ref().map_or(Ok(()), Folder::mark_as_sample)?;
        }
        sample::fill(desk.store(), &self.around, place, password)
    }

    /// Deletes the data of `place` if, and only if, it is a marked sample.
    ///
    /// # Errors
    /// `not_sample`; broken when a request is still under way after two seconds.
    pub fn wipe(&self, place: Place) -> Result<(), Failure> {
        let mut slot = self.slot(place).write().unwrap_or_else(PoisonError::into_inner);
        if slot.is_none() && place == Place::Sample {
            let path = self
                .sample_path()
                .filter(|path| marked_as_sample(path))
                .ok_or(Code::NotSample)?;
            return Folder::own(&path)?.wipe();
        }
        let sample = |open: &Open| open.folder.as_ref().is_some_and(Folder::is_sample);
        if !slot.as_ref().is_some_and(sample) {
            return Err(Code::NotSample.into());
        }
        let Some(Open {
            desk,
            folder: Some(folder),
        }) = slot.take()
        else {
            return Err(Code::NotSample.into());
        };
        close(desk)?;
        folder.wipe()
    }
}

/// Waits until nobody uses the desk any more, and closes its store: some systems do not delete a file that is open.
fn close(mut desk: Arc<Desk>) -> Result<(), Failure> {
    for _ in 0..200 {
        match Arc::try_unwrap(desk) {
            Ok(desk) => {
                drop(desk);
                return Ok(());
            }
            Err(shared) => desk = shared,
        }
        std::thread::park_timeout(Duration::from_millis(10));
    }
    Err(Broken::new("a request on the sample does not end").into())
}

fn open_folder(path: &Path, around: &Surroundings, place: Place) -> Result<Open, Failure> {
    let folder = Folder::own(path)?;
    let store = Arc::new(Store::sqlite(&folder.data())?);
    let desk = Arc::new(Desk::new(store, around.clone(), place));
    Ok(Open {
        desk,
        folder: Some(folder),
    })
}

/// `sample.open`: creates the sample centre in its own folder, or says that it exists.
///
/// # Errors
/// `malformed_input`; `invalid_input` for a password that is too weak; what the folder says.
pub fn open_sample(house: &House, _: Place, input: &Json) -> Result<Json, Failure> {
    let input: sample::open::Input = read_input(input)?;
    if house.sample_exists() {
        house.desk(Place::Sample)?;
        return write_output(&sample::open::Output {
            created: false,
            password: None,
            accounts: sample::accounts(),
        });
    }
    sample::judge_password(input.password.as_deref())?;
    let path = house.sample_path().ok_or(Code::NotSample)?;
    let open = open_folder(&path, &house.around, Place::Sample)?;
    *house.sample.write().unwrap_or_else(PoisonError::into_inner) = Some(open);
    let filled = house.fill_sample(Place::Sample, input.password)?;
    write_output(&sample::open::Output {
        created: true,
        password: Some(filled.password),
        accounts: filled.accounts,
    })
}

/// `sample.wipe`: deletes the data at `place` if they are a marked sample: the sample's own folder, or a data folder
/// that was filled as a sample from the start.
///
/// # Errors
/// `malformed_input`, `not_sample`.
pub fn wipe_sample(house: &House, place: Place, input: &Json) -> Result<Json, Failure> {
    let Nothing {} = read_input(input)?;
    house.wipe(place)?;
    write_output(&Nothing {})
}
