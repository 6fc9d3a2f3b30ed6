//! A PostgreSQL for the stories: started in a temporary folder, on loopback, as a user without rights, and stopped with us.
//!
//! It never touches a server that is already there. Writing to the disk is not waited for (`fsync=off`):
//! the stories ask what is stored, not whether it survives a power cut; the crash tests do not use this server.
//! The server receives the interrupt signal when this process dies, however it dies (`setpriv --pdeathsig`).

use std::fs;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::failure::Failure;
use crate::{process, rights, say};

const TODO: &str = "`apt-get install postgresql-15` brings it; its log is shown above.";

/// How long the server may take to answer, and to stop.
const PATIENCE: Duration = Duration::from_secs(60);

/// A running server; dropping it stops the server and removes its folder.
pub struct Server {
    child: Child,
    programs: PathBuf,
    port: u16,
    folder: tempfile::TempDir,
}

impl Server {
    /// Starts a server with an empty database cluster.
    ///
    /// # Errors
    /// `Tool` when PostgreSQL 15 or newer is not installed, `Program` or `File` when it does not start.
    pub fn start() -> Result<Self, Failure> {
        let programs = programs(Path::new("/usr/lib/postgresql"))
            .ok_or_else(|| Failure::tool("PostgreSQL 15 or newer is not installed.", TODO))?;
        let folder = tempfile::Builder::new()
            .prefix("keting-postgres-")
            .tempdir()
            .map_err(|why| Failure::file(&std::env::temp_dir(), &why))?;
        give_to_server_user(folder.path())?;
        initialise(&programs, folder.path())?;
        let port = free_port()?;
        let log = folder.path().join("log");
        let child = launch(&programs, folder.path(), port, &log)?;
        let mut server = Self {
            child,
            programs,
            port,
            folder,
        };
        server.wait_until_ready(&log)?;
        Ok(server)
    }

    /// The address that the stories connect to. Its user may create databases.
    pub fn url(&self) -> String {
        format!("postgres://keting@127.0.0.1:{}/postgres", self.port)
    }

    /// The number of the next writing transaction of the whole server.
    /// It grows when stories really wrote to it.
    ///
    /// # Errors
    /// `Program` when the server does not answer.
    pub fn activity(&self) -> Result<u64, Failure> {
        let mut psql = process::command(self.programs.join("psql"));
        psql.args([
            "--no-psqlrc",
            "--tuples-only",
            "--no-align",
            "--dbname",
            &self.url(),
            "--command",
        ]);
        psql.arg("SELECT pg_current_xact_id()::text");
        let said = process::output(&mut psql, TODO)?;
        said.trim().parse().map_err(|_| Failure::program("psql", TODO))
    }

    fn wait_until_ready(&mut self, log: &Path) -> Result<(), Failure> {
        let start = Instant::now();
        while start.elapsed() < PATIENCE {
            let mut asked = process::command(self.programs.join("pg_isready"));
            asked.args(["--quiet", "--host=127.0.0.1", &format!("--port={}", self.port)]);
            if process::capture(&mut asked)?.ok {
                return Ok(());
            }
            if self.child.try_wait().is_ok_and(|ended| ended.is_some()) {
                break;
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        say::line(&fs::read_to_string(log).unwrap_or_default());
        Err(Failure::program("starting PostgreSQL", TODO))
    }

    fn interrupt(&mut self) {
        let pid = self.child.id().to_string();
        let _ = process::capture(process::command("kill").args(["-INT", &pid]));
        let start = Instant::now();
        while start.elapsed() < PATIENCE {
            if self.child.try_wait().is_ok_and(|ended| ended.is_some()) {
                return;
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.interrupt();
        let _ = fs::remove_dir_all(self.folder.path());
    }
}

/// The programs of the newest installed PostgreSQL that is not older than 15.
fn programs(versions: &Path) -> Option<PathBuf> {
    let installed = fs::read_dir(versions).ok()?.flatten();
    let numbers = installed.filter_map(|entry| entry.file_name().to_str()?.parse::<u32>().ok());
    let fitting = numbers.filter(|&number| number >= 15 && bin(versions, number).join("initdb").is_file());
    // 15 first: it is what the project is tried with; a newer one only where 15 is not there.
    fitting.min().map(|number| bin(versions, number))
}

fn bin(versions: &Path, number: u32) -> PathBuf {
    versions.join(number.to_string()).join("bin")
}

/// A command run by the server's user: `postgres` when we are root (the server refuses root), else ourselves.
fn as_server_user(program: &Path) -> Command {
    let mut command = process::command("setpriv");
    if rights::is_root() {
        command.args(["--reuid=postgres", "--regid=postgres", "--init-groups"]);
    }
    command
        .args(["--pdeathsig=INT", "--"])
        .arg(program)
        .current_dir("/");
    command
}

fn give_to_server_user(folder: &Path) -> Result<(), Failure> {
    if !rights::is_root() {
        return Ok(());
    }
    let done = process::capture(process::command("chown").arg("postgres:postgres").arg(folder))?;
    if done.ok {
        Ok(())
    } else {
        Err(Failure::tool("the user postgres is missing.", TODO))
    }
}

fn initialise(programs: &Path, folder: &Path) -> Result<(), Failure> {
    let mut initdb = as_server_user(&programs.join("initdb"));
    initdb.args([
        "--username=keting",
        "--auth=trust",
        "--encoding=UTF8",
        "--locale=C",
        "--no-sync",
        "--pgdata",
    ]);
    let done = process::capture(initdb.arg(folder.join("data")))?;
    if !done.ok {
        say::line(&done.text());
        return Err(Failure::program("initdb", TODO));
    }
    Ok(())
}

fn launch(programs: &Path, folder: &Path, port: u16, log: &Path) -> Result<Child, Failure> {
    let log = fs::File::create(log).map_err(|why| Failure::file(log, &why))?;
    let errors = log.try_clone().map_err(|why| Failure::file(folder, &why))?;
    let mut postgres = as_server_user(&programs.join("postgres"));
    postgres.arg("-D").arg(folder.join("data"));
    for setting in settings(folder, port) {
        postgres.arg("-c").arg(setting);
    }
    let started = postgres.stdout(log).stderr(errors).stdin(Stdio::null()).spawn();
    started.map_err(|why| Failure::tool(format!("PostgreSQL could not be started ({why})."), TODO))
}

fn settings(folder: &Path, port: u16) -> Vec<String> {
    vec![
        "listen_addresses=127.0.0.1".into(),
        format!("port={port}"),
        format!("unix_socket_directories={}", folder.display()),
        "max_connections=200".into(),
        "fsync=off".into(),
        "synchronous_commit=off".into(),
        "full_page_writes=off".into(),
    ]
}

/// A port that is free now.
///
/// # Errors
/// `Failure::Tool` when loopback offers none.
pub fn free_port() -> Result<u16, Failure> {
    let found = TcpListener::bind(("127.0.0.1", 0)).and_then(|listener| listener.local_addr());
    found.map(|address| address.port()).map_err(|why| {
        Failure::tool(
            format!("127.0.0.1 offers no free port ({why})."),
            "see that the loopback interface is up.",
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn install(folder: &Path, number: &str) {
        fs::create_dir_all(folder.join(number).join("bin")).unwrap();
        fs::write(folder.join(number).join("bin/initdb"), "").unwrap();
    }

    #[test]
    fn fifteen_is_preferred_and_older_ones_are_refused() {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(programs(folder.path()), None);
        install(folder.path(), "13");
        assert_eq!(programs(folder.path()), None, "13 is too old");
        install(folder.path(), "17");
        assert_eq!(programs(folder.path()), Some(folder.path().join("17/bin")));
        install(folder.path(), "15");
        assert_eq!(programs(folder.path()), Some(folder.path().join("15/bin")));
    }

    #[test]
    fn the_server_listens_on_loopback_only() {
        let settings = settings(Path::new("/tmp/x"), 4321);
        assert!(settings.contains(&"listen_addresses=127.0.0.1".to_string()));
        assert!(settings.contains(&"port=4321".to_string()));
    }
}
