//! The commands that act on a data folder as a whole: fill it as a sample, put a backup in its place, wipe a sample.
//!
//! They never delete what they did not make: data that gives way to a backup is moved aside, and only a folder that
//! is marked as a sample is wiped.

use std::{
    fs::{self, File, TryLockError},
    io,
    path::{Path, PathBuf},
};

use keting_connect::{Answer, local::Message, machine};
use keting_core::{Code, Failure, House, Place, Problem};
use serde_json::json;

use super::{
    say, show,
    target::Target,
    trouble::{Broken, Trouble, settled},
};

/// The files of a data folder, the main one last.
const DATA_FILES: [&str; 3] = ["keting.db-wal", "keting.db-shm", "keting.db"];
const DATA: &str = "keting.db";
const LOCK: &str = "keting.lock";

/// `keting sample`: the folder itself becomes a marked sample centre.
pub fn sample(target: &Target, password: Option<String>, json: bool) -> Result<(), Trouble> {
    target.files_only("sample")?;
    let house = target.open()?;
    let filled = house.fill_sample(Place::Real, password)?;
    if json {
        return show(&filled);
    }
    say(format!("示例中心 sample centre: {}", target.folder().display()))?;
    for account in &filled.accounts {
        let roles = serde_json::to_value(&account.roles).unwrap_or_default();
        let roles: Vec<&str> = roles
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(|role| role.as_str())
            .collect();
        say(format!(
            "{}\t{}\t{}",
            account.login,
            account.name,
            roles.join(", ")
        ))?;
    }
    say(format!("密码 password: {}", filled.password))
}

/// `keting wipe-sample`: the sample beside the data; where there is none, the folder itself when it is marked.
pub fn wipe_sample(target: &Target, json: bool) -> Result<(), Trouble> {
    target.files_only("wipe-sample")?;
    target.existing()?;
    let beside = target.ask(Message::Wipe { place: Place::Sample })?;
    let answer = match &beside {
        Answer::Refused(problem) if problem["code"] == "not_sample" => {
            target.ask(Message::Wipe { place: Place::Real })?
        }
        _ => beside,
    };
    settled(answer)?;
    if json {
        show(&json!({}))
    } else {
        say("已清除示例数据 the sample data is gone")
    }
}

/// `keting restore`: checks the backup, moves the present data aside, and puts the backup in its place.
pub fn restore(target: &Target, from: &Path, json: bool) -> Result<(), Trouble> {
    target.files_only("restore")?;
    let folder = target.folder();
    settle_present(folder)?;
    let lock = own(folder)?;
    let staged = folder.join(format!("restoring-{}", machine::request_id()));
    let outcome = stage(&staged, from).and_then(|()| replace(folder, &staged));
    // What is left of the staging is a copy of the backup and nothing else.
    let cleared = fs::remove_dir_all(&staged);
    drop(lock);
    let aside = outcome?;
    cleared.map_err(|error| Broken::Folder(staged, error))?;
    if json {
        return show(&json!({ "restored": from, "aside": aside }));
    }
    say(format!("已恢复 restored from {}", from.display()))?;
    aside.map_or(Ok(()), |aside| {
        say(format!("原数据在 the data before lies in {}", aside.display()))
    })
}

/// Opens and closes the present data, so that its write-ahead log is taken into the main file. Data that cannot be opened
/// is moved aside as it is: it may be the reason for restoring.
fn settle_present(folder: &Path) -> Result<(), Trouble> {
    if !folder.join(DATA).exists() {
        return fs::create_dir_all(folder).map_err(|error| Broken::Folder(folder.to_owned(), error).into());
    }
    match House::open(folder, machine::surroundings()) {
        Err(Failure::Refused(problem) | Failure::Stopped(problem)) if problem.code == Code::FolderInUse => {
            Err(Failure::Stopped(problem).into())
        }
        _ => Ok(()),
    }
}

/// Takes the folder's lock without opening its data.
fn own(folder: &Path) -> Result<File, Trouble> {
    let unusable = |error: io::Error| Trouble::from(Broken::Folder(folder.to_owned(), error));
    let lock = File::options()
        .create(true)
        .truncate(false)
        .write(true)
        .open(folder.join(LOCK))
        .map_err(unusable)?;
    match lock.try_lock() {
        Ok(()) => Ok(lock),
        Err(TryLockError::WouldBlock) => Err(Failure::from(Problem::new(Code::FolderInUse)).into()),
        Err(TryLockError::Error(error)) => Err(unusable(error)),
    }
}

/// Copies the backup into a folder of its own and demands that it is whole.
fn stage(staged: &Path, from: &Path) -> Result<(), Trouble> {
    let unusable = |error: io::Error| Trouble::from(Broken::Folder(from.to_owned(), error));
    fs::create_dir(staged).map_err(|error| Broken::Folder(staged.to_owned(), error))?;
    // A folder, a missing file and an empty one would each be opened as a new centre.
    if !fs::metadata(from).map_err(unusable)?.is_file() {
        return Err(unusable(io::ErrorKind::InvalidInput.into()));
    }
    if fs::copy(from, staged.join(DATA)).map_err(unusable)? == 0 {
        return Err(Failure::from(Problem::new(Code::DataDamaged)).into());
    }
    let found = House::open(staged, machine::surroundings())?.verify(Place::Real, None)?;
    if found.whole && !found.heads.is_empty() {
        return Ok(());
    }
    show(&found)?;
    Err(Trouble::NotWhole)
}

/// Moves the present data aside, when there is any, and the staged data into its place.
fn replace(folder: &Path, staged: &Path) -> Result<Option<PathBuf>, Trouble> {
    let aside = folder.join(format!("replaced-{}", machine::request_id()));
    let unusable = |error: io::Error| Trouble::from(Broken::Folder(folder.to_owned(), error));
    let mut moved = None;
    if folder.join(DATA).exists() {
        fs::create_dir(&aside).map_err(unusable)?;
        move_data(folder, &aside).map_err(unusable)?;
        moved = Some(aside);
    }
    move_data(staged, folder).map_err(unusable)?;
    // The names are durable once the folder is.
    #[cfg(unix)]
    File::open(folder)
        .and_then(|folder| folder.sync_all())
        .map_err(unusable)?;
    Ok(moved)
}

fn move_data(from: &Path, to: &Path) -> io::Result<()> {
    for name in DATA_FILES {
        match fs::rename(from.join(name), to.join(name)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
    }
    Ok(())
}
