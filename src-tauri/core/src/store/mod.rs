//! The store: where everything lies, behind one face for two engines. It hands out transactions and nothing else.
//!
//! A write runs alone and whole: the job is put in a fair queue, one database thread begins an IMMEDIATE
//! (SERIALIZABLE) transaction, runs the job, and commits or takes everything back. A job may run twice, so it has no
//! effects outside its transaction. Readers have their own threads and connections. One SQL text serves both engines
//! (rules in ARCHITECTURE.md); SQL stands only here and in the nouns' `store.rs`.
//!
//! The store does not know what a case or an account is, decides nothing, and reads no clock.

pub mod migrations;
#[cfg(feature = "postgres")]
mod postgres;
mod queue;
mod sqlite;
mod value;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc;
use std::thread::JoinHandle;
use std::time::Duration;

pub use queue::MOST_WAITING;
pub use value::{Row, Value};

use crate::problem::{Broken, Code, Failure, Problem};
use queue::{FairQueue, NotTaken};

/// How many threads read at a time.
const READERS: usize = 4;
/// How many centres write at a time on PostgreSQL. SQLite has one writer by its nature.
#[cfg(feature = "postgres")]
const WRITERS: usize = 4;
/// How often a transaction that met another is tried again.
const TRIES: u32 = 12;

enum Client {
    Sqlite(rusqlite::Connection),
    #[cfg(feature = "postgres")]
    Postgres(Box<postgres::Connection>),
}

/// An open transaction.
pub struct Tx<'c>(&'c mut Client);

impl Tx<'_> {
    /// Runs a statement and gives all its rows.
    ///
    /// # Errors
    /// Stopped (disk full, locked …) or broken; inside a transaction nothing may follow an error.
    pub fn rows(&mut self, sql: &str, params: &[Value]) -> Result<Vec<Row>, Failure> {
        match self.0 {
            Client::Sqlite(connection) => sqlite::rows(connection, sql, params),
            #[cfg(feature = "postgres")]
            Client::Postgres(connection) => connection.rows(sql, params),
        }
    }

    /// The first row, if there is one.
    ///
    /// # Errors
    /// As [`Tx::rows`].
    pub fn row(&mut self, sql: &str, params: &[Value]) -> Result<Option<Row>, Failure> {
        Ok(self.rows(sql, params)?.into_iter().next())
    }

    /// Runs a statement that changes rows and gives their number.
    ///
    /// # Errors
    /// As [`Tx::rows`].
    pub fn execute(&mut self, sql: &str, params: &[Value]) -> Result<u64, Failure> {
        match self.0 {
            Client::Sqlite(connection) => sqlite::execute(connection, sql, params),
            #[cfg(feature = "postgres")]
            Client::Postgres(connection) => connection.execute(sql, params),
        }
    }

    /// Runs `body`; when a rule refuses, what it wrote is taken back and the transaction goes on.
    ///
    /// # Errors
    /// Only what stops the whole transaction; a refusal is the inner result.
    pub fn attempt<T>(
        &mut self,
        body: impl FnOnce(&mut Self) -> Result<T, Failure>,
    ) -> Result<Result<T, Box<Problem>>, Failure> {
        self.batch("SAVEPOINT attempt")?;
        match body(self) {
            Ok(value) => {
                self.batch("RELEASE SAVEPOINT attempt")?;
                Ok(Ok(value))
            }
            Err(Failure::Refused(problem)) => {
                self.batch("ROLLBACK TO SAVEPOINT attempt")?;
                self.batch("RELEASE SAVEPOINT attempt")?;
                Ok(Err(problem))
            }
            Err(other) => Err(other),
        }
    }

    fn batch(&mut self, sql: &str) -> Result<(), Failure> {
        match self.0 {
            Client::Sqlite(connection) => connection
                .execute_batch(sql)
                .map_err(|error| sqlite::failure(&error)),
            #[cfg(feature = "postgres")]
            Client::Postgres(connection) => connection.batch(sql),
        }
    }
}

impl Client {
    /// Runs `job` in a transaction: commits what it did, or takes all of it back.
    fn transaction<T>(
        &mut self,
        write: bool,
        job: &dyn Fn(&mut Tx) -> Result<T, Failure>,
    ) -> Result<T, Failure> {
        let begin = match self {
            Client::Sqlite(_) if write => "BEGIN IMMEDIATE",
            Client::Sqlite(_) => "BEGIN",
            #[cfg(feature = "postgres")]
            Client::Postgres(_) if write => "BEGIN",
            #[cfg(feature = "postgres")]
            Client::Postgres(_) => "BEGIN READ ONLY",
        };
        let mut tx = Tx(self);
        tx.batch(begin)?;
        let outcome = job(&mut tx).and_then(|value| tx.batch("COMMIT").map(|()| value));
        if outcome.is_err() {
            // Where the engine has already taken the transaction back (disk full), there is nothing left to do.
            let _ = tx.batch("ROLLBACK");
        }
        outcome
    }

    fn with_retries<T>(
        &mut self,
        write: bool,
        job: &dyn Fn(&mut Tx) -> Result<T, Failure>,
    ) -> Result<T, Failure> {
        let mut tried = 1;
        loop {
            match self.transaction(write, job) {
                Err(Failure::Broken(broken)) if broken.may_be_tried_again() => {
                    if tried == TRIES {
                        return Err(Failure::Stopped(Box::new(Problem::new(Code::TooBusy))));
                    }
                    std::thread::park_timeout(Duration::from_millis(u64::from(tried * tried)));
                    tried += 1;
                }
                outcome => return outcome,
            }
        }
    }
}

#[derive(Clone)]
enum Engine {
    Sqlite(PathBuf),
    #[cfg(feature = "postgres")]
    Postgres(String),
}

/// A database thread's own connection, opened by the thread itself when the first job comes.
struct Line {
    engine: Engine,
    client: Option<Client>,
}

impl Line {
    fn client(&mut self) -> Result<&mut Client, Failure> {
        let client = match self.client.take() {
            Some(client) => client,
            None => match &self.engine {
                Engine::Sqlite(path) => Client::Sqlite(sqlite::connect(path)?),
                #[cfg(feature = "postgres")]
                Engine::Postgres(url) => Client::Postgres(Box::new(postgres::Connection::open(url)?)),
            },
        };
        Ok(self.client.insert(client))
    }

    fn run<T>(&mut self, write: bool, job: &dyn Fn(&mut Tx) -> Result<T, Failure>) -> Result<T, Failure> {
        let outcome = self.client().and_then(|client| client.with_retries(write, job));
        if matches!(&outcome, Err(Failure::Stopped(problem)) if problem.code == Code::DataUnreachable) {
            self.client = None;
        }
        outcome
    }
}

type Job = Box<dyn FnOnce(&mut Line) + Send>;

/// A store that is open. Dropping it finishes what waits and closes the connections.
pub struct Store {
    engine: Engine,
    lanes_are_centres: bool,
    writes: Arc<FairQueue<Job>>,
    reads: Arc<FairQueue<Job>>,
    writers: Vec<JoinHandle<()>>,
    readers: Vec<JoinHandle<()>>,
}

impl Store {
    /// Opens the SQLite file at `path`, makes it when there is none, and brings its schema up to date.
    ///
    /// # Errors
    /// `data_newer`, `data_damaged`, `data_read_only`, `data_locked`, `disk_full`, `data_unreachable`; the file is
    /// then as it was before.
    pub fn sqlite(path: &Path) -> Result<Store, Failure> {
        let found = match sqlite::look_at(path)? {
            sqlite::Found::Nothing => 0,
            sqlite::Found::Ours(version) => version,
        };
        migrations::refuse_newer(found)?;
        let store = Store::start(Engine::Sqlite(path.to_owned()), false, 1)?;
        store.write("store", move |tx| {
            // A file that is up to date is not written to: it opens on a full disk too.
            if found == migrations::newest() {
                return Ok(());
            }
            migrations::apply(tx, migrations::Dialect::Sqlite, found)?;
            tx.batch(&sqlite::mark(migrations::newest()))
        })?;
        Ok(store)
    }

    /// Opens the PostgreSQL database at `url` (`postgres://user@host:port/name`) and brings its schema up to date.
    ///
    /// # Errors
    /// `data_newer`, `data_unreachable`.
    #[cfg(feature = "postgres")]
    pub fn postgres(url: &str) -> Result<Store, Failure> {
        let store = Store::start(Engine::Postgres(url.to_owned()), true, WRITERS)?;
        store.write("store", |tx| {
            let found = migrations::found_on_postgres(tx)?;
            migrations::refuse_newer(found)?;
            migrations::apply(tx, migrations::Dialect::Postgres, found)
        })?;
        Ok(store)
    }

    fn start(engine: Engine, one_per_lane: bool, writers: usize) -> Result<Store, Failure> {
        let mut store = Store {
            engine,
            lanes_are_centres: one_per_lane,
            writes: Arc::new(FairQueue::new(one_per_lane)),
            reads: Arc::new(FairQueue::new(false)),
            writers: Vec::new(),
            readers: Vec::new(),
        };
        for _ in 0..writers {
            let thread = store.staff("keting-write", store.writes.clone())?;
            store.writers.push(thread);
        }
        for _ in 0..READERS {
            let thread = store.staff("keting-read", store.reads.clone())?;
            store.readers.push(thread);
        }
        Ok(store)
    }

    /// Puts one more thread at `queue`.
    fn staff(&self, name: &str, queue: Arc<FairQueue<Job>>) -> Result<JoinHandle<()>, Failure> {
        let engine = self.engine.clone();
        let work = move || {
            let mut line = Line {
                engine: engine.clone(),
                client: None,
            };
            while let Some((lane, job)) = queue.take() {
                // A job that panics is a defect of ours; its transaction goes with the connection, the thread stays.
                let outcome = catch_unwind(AssertUnwindSafe(|| job(&mut line)));
                if outcome.is_err() {
                    line = Line {
                        engine: engine.clone(),
                        client: None,
                    };
                }
                queue.done(&lane);
            }
        };
        std::thread::Builder::new()
            .name(name.to_owned())
            .spawn(work)
            .map_err(|error| Broken::new(format!("a database thread could not be started: {error}")).into())
    }

    /// Runs `job` in a writing transaction, in its turn within `lane`: on SQLite the asker's lane, on PostgreSQL the
    /// centre's. The job may run more than once.
    ///
    /// # Errors
    /// What the job says; `too_busy` when too many wait or it met others too often. Nothing of a failed job stays.
    pub fn write<T, F>(&self, lane: &str, job: F) -> Result<T, Failure>
    where
        T: Send + 'static,
        F: Fn(&mut Tx) -> Result<T, Failure> + Send + 'static,
    {
        Self::hand_over(&self.writes, lane, true, job)
    }

    /// Runs `job` in a reading transaction: everything it sees is of one moment.
    ///
    /// # Errors
    /// As [`Store::write`].
    pub fn read<T, F>(&self, job: F) -> Result<T, Failure>
    where
        T: Send + 'static,
        F: Fn(&mut Tx) -> Result<T, Failure> + Send + 'static,
    {
        Self::hand_over(&self.reads, "", false, job)
    }

    fn hand_over<T, F>(queue: &FairQueue<Job>, lane: &str, write: bool, job: F) -> Result<T, Failure>
    where
        T: Send + 'static,
        F: Fn(&mut Tx) -> Result<T, Failure> + Send + 'static,
    {
        let (answer, wait) = mpsc::sync_channel(1);
        let boxed: Job = Box::new(move |line| {
            // Nobody waits any more only when the asker's thread is gone; its answer is then of no use.
            let _ = answer.send(line.run(write, &job));
        });
        queue.put(lane, boxed).map_err(|reason| match reason {
            NotTaken::Full => Failure::Stopped(Box::new(Problem::new(Code::TooBusy))),
            NotTaken::Closed => Broken::new("the store is closed").into(),
        })?;
        wait.recv()
            .unwrap_or_else(|_| Err(Broken::new("a job ended without an answer").into()))
    }

    /// The lane of a request: the asker's on SQLite, the centre's on PostgreSQL.
    #[must_use]
    pub fn lane<'l>(&self, centre: &'l str, asker: &'l str) -> &'l str {
        if self.lanes_are_centres { centre } else { asker }
    }

    /// Copies the whole SQLite file, in use as it is, into the new file `to`.
    ///
    /// # Errors
    /// `data_unreachable` on PostgreSQL (its own tools back it up) and for a path that cannot be written;
    /// `disk_full`.
    pub fn copy(&self, to: &Path) -> Result<(), Failure> {
        match &self.engine {
            Engine::Sqlite(path) => sqlite::copy(&sqlite::connect(path)?, to),
            #[cfg(feature = "postgres")]
            Engine::Postgres(_) => Err(Failure::Stopped(Box::new(Problem::new(Code::DataUnreachable)))),
        }
    }
}

impl Drop for Store {
    fn drop(&mut self) {
        // The writer goes last and alone: SQLite moves the log into the file when the last connection closes, and of
        // two that close at the same moment neither is the last. The file would then not be whole without its log.
        for (queue, threads) in [
            (&self.reads, &mut self.readers),
            (&self.writes, &mut self.writers),
        ] {
            queue.close();
            for thread in threads.drain(..) {
                // A thread that ended by a panic has nothing left to close.
                let _ = thread.join();
            }
        }
    }
}
