//! A data folder: one process owns it, through a lock that the system takes back when the process ends, however it
//! ends. What lies in it: `keting.db` (with its `-wal` and `-shm`), `keting.lock`, and the mark of a sample.

use std::fs::{File, TryLockError};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use crate::problem::{Broken, Code, Failure, Problem};

/// The file of the data.
pub const DATA: &str = "keting.db";
const LOCK: &str = "keting.lock";
/// A folder with this file holds sample data and nothing else; only such a folder is ever wiped.
const SAMPLE_MARK: &str = "SAMPLE-DATA.txt";
const SAMPLE_WORDS: &str =
    "示例数据：本文件夹可以随时删除。\nSample data: this folder may be deleted at any time.\n";

/// A data folder that this process owns.
pub struct Folder {
    path: PathBuf,
    // Held for its lock.
    _lock: File,
}

fn stopped(code: Code) -> Failure {
    Failure::Stopped(Box::new(Problem::new(code)))
}

fn failure(error: &std::io::Error) -> Failure {
    match error.kind() {
        ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => stopped(Code::DataReadOnly),
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => stopped(Code::DiskFull),
        ErrorKind::NotFound | ErrorKind::NotADirectory | ErrorKind::AlreadyExists => {
            stopped(Code::DataUnreachable)
        }
        kind => Broken::new(format!("data folder: {kind}")).into(),
    }
}

impl Folder {
    /// Makes the folder if need be, for this user alone, and takes it.
    ///
    /// # Errors
    /// `folder_in_use` when another process owns it, `data_read_only`, `disk_full`, `data_unreachable`.
    pub fn own(path: &Path) -> Result<Folder, Failure> {
        create_private(path).map_err(|error| failure(&error))?;
        let lock = File::options()
            .create(true)
            .truncate(false)
            .write(true)
            .open(path.join(LOCK))
            .map_err(|error| failure(&error))?;
        match lock.try_lock() {
            Ok(()) => Ok(Folder {
                path: path.to_owned(),
                _lock: lock,
            }),
            Err(TryLockError::WouldBlock) => Err(stopped(Code::FolderInUse)),
            Err(TryLockError::Error(error)) => Err(failure(&error)),
        }
    }

    /// The file of the data.
    #[must_use]
    pub fn data(&self) -> PathBuf {
        self.path.join(DATA)
    }

    /// Whether the folder is marked as a sample.
    #[must_use]
    pub fn is_sample(&self) -> bool {
        marked_as_sample(&self.path)
    }

    /// Marks the folder as a sample; only an empty one may be.
    ///
    /// # Errors
    /// What the folder says.
    pub fn mark_as_sample(&self) -> Result<(), Failure> {
        std::fs::write(self.path.join(SAMPLE_MARK), SAMPLE_WORDS).map_err(|error| failure(&error))
    }

    /// Deletes the data of a marked folder: the files of ours by name, and nothing else that lies there.
    ///
    /// # Errors
    /// `not_sample` when the folder is not marked; what the folder says.
    pub fn wipe(self) -> Result<(), Failure> {
        if !self.is_sample() {
            return Err(Code::NotSample.into());
        }
        // The mark goes last: a wipe that is cut short may be repeated.
        for name in [DATA, "keting.db-wal", "keting.db-shm", SAMPLE_MARK] {
            match std::fs::remove_file(self.path.join(name)) {
                Err(error) if error.kind() != ErrorKind::NotFound => return Err(failure(&error)),
                _ => {}
            }
        }
        Ok(())
    }
}

/// Whether the folder at `path` is marked as a sample.
#[must_use]
pub fn marked_as_sample(path: &Path) -> bool {
    path.join(SAMPLE_MARK).is_file()
}

#[cfg(unix)]
fn create_private(path: &Path) -> std::io::Result<()> {
    use std::os::unix::fs::DirBuilderExt;
    std::fs::DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(path)
}

#[cfg(not(unix))]
fn create_private(path: &Path) -> std::io::Result<()> {
    // The application's folder of a user is that user's own on the other systems.
    std::fs::create_dir_all(path)
}
