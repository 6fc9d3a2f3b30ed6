//! Which data a command works on, and how it reaches it.

use std::path::{Path, PathBuf};

use keting_connect::{
    Answer,
    journal::{self, Aloud},
    local::{self, Message},
    machine,
};
use keting_core::House;

use super::trouble::{Broken, Trouble, settled};

/// A data folder, or a database in its place.
pub struct Target {
    folder: PathBuf,
    database: Option<String>,
}

impl Target {
    /// The folder that was named, or the one the window uses too.
    pub fn new(data: Option<PathBuf>, database: Option<String>) -> Result<Self, Trouble> {
        let folder = data.or_else(machine::data_folder).ok_or(Broken::NoDataFolder)?;
        let folder = std::path::absolute(&folder).map_err(|error| Broken::Folder(folder, error))?;
        Ok(Self { folder, database })
    }

    /// The data folder, absolute.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Whether the data lies in the folder, so that whoever opens it owns the folder too.
    pub fn is_folder(&self) -> bool {
        self.database.is_none()
    }

    /// Refuses `verb` on a database: it moves files.
    pub fn files_only(&self, verb: &'static str) -> Result<(), Trouble> {
        match self.database {
            None => Ok(()),
            Some(_) => Err(Broken::NotForDatabases(verb).into()),
        }
    }

    /// Refuses to go on where no data folder is, for commands that would otherwise report on an empty new one.
    pub fn existing(&self) -> Result<(), Trouble> {
        if self.database.is_some() || self.folder.is_dir() {
            Ok(())
        } else {
            Err(Broken::NoSuchFolder(self.folder.clone()).into())
        }
    }

    /// Opens the data for this process alone.
    pub fn open(&self) -> Result<House, Trouble> {
        let surroundings = machine::surroundings();
        Ok(match &self.database {
            Some(url) => House::on_postgres(url, surroundings)?,
            None => House::open(&self.folder, surroundings)?,
        })
    }

    /// Has a message answered, by the owner of the folder or in this process.
    pub fn ask(&self, message: Message) -> Result<Answer, Trouble> {
        if self.database.is_some() {
            return Ok(local::answer(&self.open()?, message, &|| false));
        }
        Ok(local::at(&self.folder, &machine::surroundings(), &message)?)
    }

    /// The output of a message, where anything else is trouble.
    pub fn done(&self, message: Message) -> Result<serde_json::Value, Trouble> {
        settled(self.ask(message)?)
    }

    /// Starts the log of the data folder; a folder that cannot be written to is reported by whoever opens it.
    pub fn journal(&self, program: &str) -> impl Drop + use<> {
        Journal(journal::start(&self.folder, program, Aloud::Warnings).ok())
    }
}

struct Journal<T>(Option<T>);

impl<T> Drop for Journal<T> {
    fn drop(&mut self) {
        self.0.take();
    }
}
