//! The two engines a story stands on. Each story gets a ground of its own: a temporary folder, or a schema of its own
//! in the test server's database; both go when the story ends.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use keting_core::{Failure, House};

use crate::surroundings::{FrozenClock, surroundings};

/// Which engine.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Engine {
    /// A file.
    Sqlite,
    /// The server named by `KETING_TEST_POSTGRES`.
    Postgres,
}

/// The ground of one story.
pub enum Ground {
    /// A folder.
    Folder(tempfile::TempDir),
    /// A schema: its name, and the address that leads into it.
    Schema {
        /// Name.
        name: String,
        /// Address of the server.
        server: String,
    },
}

static NEXT_SCHEMA: AtomicU32 = AtomicU32::new(1);

fn server() -> String {
    #[expect(clippy::disallowed_methods, reason = "the runner says where its server is")]
    let server = std::env::var("KETING_TEST_POSTGRES");
    server.expect(
        "KETING_TEST_POSTGRES names no server: `cargo xtask test` starts one. A story is never skipped for want of it",
    )
}

impl Ground {
    /// New ground.
    #[must_use]
    pub fn new(engine: Engine) -> Ground {
        match engine {
            Engine::Sqlite => Ground::Folder(tempfile::tempdir().expect("a temporary folder")),
            Engine::Postgres => {
                let server = server();
                let nth = NEXT_SCHEMA.fetch_add(1, Ordering::Relaxed);
                let name = format!("story_{}_{nth}", std::process::id());
                let mut client = connect(&server);
                let sql = format!("DROP SCHEMA IF EXISTS {name} CASCADE; CREATE SCHEMA {name}");
                client.batch_execute(&sql).expect("a schema");
                Ground::Schema { name, server }
            }
        }
    }

    /// Opens the house on this ground.
    ///
    /// # Errors
    /// As [`House::open`].
    pub fn open(&self, clock: Arc<FrozenClock>) -> Result<House, Failure> {
        match self {
            Ground::Folder(folder) => House::open(folder.path(), surroundings(clock)),
            Ground::Schema { .. } => House::on_postgres(&self.address(), surroundings(clock)),
        }
    }

    /// The data folder of a story on SQLite.
    #[must_use]
    pub fn folder(&self) -> &Path {
        match self {
            Ground::Folder(folder) => folder.path(),
            Ground::Schema { .. } => panic!("a story on PostgreSQL has no folder"),
        }
    }

    /// The data file of a story on SQLite.
    #[must_use]
    pub fn file(&self) -> PathBuf {
        self.folder().join("keting.db")
    }

    /// The address of a story's schema on PostgreSQL.
    #[must_use]
    pub fn address(&self) -> String {
        match self {
            Ground::Folder(_) => panic!("a story on SQLite has no address"),
            Ground::Schema { name, server } => {
                let joint = if server.contains('?') { '&' } else { '?' };
                format!("{server}{joint}options=-csearch_path%3D{name}")
            }
        }
    }
}

fn connect(address: &str) -> postgres::Client {
    postgres::Client::connect(address, postgres::NoTls).expect("the test server answers")
}

impl Drop for Ground {
    fn drop(&mut self) {
        if let Ground::Schema { name, server } = self {
            // A server that is gone has nothing to tidy.
            if let Ok(mut client) = postgres::Client::connect(server, postgres::NoTls) {
                let _ = client.batch_execute(&format!("DROP SCHEMA IF EXISTS {name} CASCADE"));
            }
        }
    }
}
