//! The state of the running desk: its folder, the opened house, and the sessions of its windows.

use std::{
    collections::HashMap,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError},
};

use keting_connect::{
    Answer,
    local::{self, Guard},
    machine,
};
use keting_core::{Code, Failure, House, Place, Problem, SessionChange};
use tauri::{AppHandle, Emitter};

use crate::{main_window, window};

/// The event that tells a page which data changed.
const TAGS_EVENT: &str = "keting://tags";

/// One desk, shared by the window, the command and the local socket.
pub struct Desk {
    folder: PathBuf,
    app: Arc<OnceLock<AppHandle>>,
    opened: Mutex<Option<Opened>>,
    sessions: Mutex<HashMap<(String, Place), String>>,
}

struct Opened {
    house: Arc<House>,
    _socket: Option<Guard>,
}

impl Desk {
    /// A desk over `folder`; nothing is opened yet.
    pub fn at(folder: PathBuf) -> Self {
        Self {
            folder,
            app: Arc::default(),
            opened: Mutex::default(),
            sessions: Mutex::default(),
        }
    }

    /// The data folder, absolute.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// From now on published tags and calls to the front reach the window.
    pub fn attach(&self, app: &AppHandle) {
        // A second attachment does not happen: setup runs once.
        let _ = self.app.set(app.clone());
    }

    /// The opened house; tries to open it when it is not, so that a page that asks again recovers by itself.
    ///
    /// # Errors
    /// Why the folder cannot be opened.
    pub fn house(&self) -> Result<Arc<House>, Problem> {
        let mut opened = lock(&self.opened);
        if let Some(Opened { house, .. }) = opened.as_ref() {
            return Ok(Arc::clone(house));
        }
        let house = Arc::new(House::open(&self.folder, machine::surroundings()).map_err(told)?);
        self.publish_from(&house);
        *opened = Some(Opened {
            house: Arc::clone(&house),
            _socket: self.own(&house),
        });
        Ok(house)
    }

    fn publish_from(&self, house: &House) {
        let app = Arc::clone(&self.app);
        house.listen(Box::new(move |published| {
            if let Some(Err(error)) = app
                .get()
                .map(|app| app.emit_to(window::LABEL, TAGS_EVENT, published))
            {
                log::warn!("a page was not told of changed data: {error}");
            }
        }));
    }

    fn own(&self, house: &Arc<House>) -> Option<Guard> {
        let app = Arc::clone(&self.app);
        let guard = local::own(Arc::clone(house), &self.folder, move || {
            app.get().is_some_and(to_front)
        });
        guard
            .inspect_err(|error| log::warn!("other keting commands will not reach this desk: {error}"))
            .ok()
    }

    /// The session of a window in a place.
    pub fn token(&self, window: &str, place: Place) -> Option<String> {
        lock(&self.sessions).get(&(window.to_owned(), place)).cloned()
    }

    /// Keeps what an operation did to the session of a window.
    pub fn keep(&self, window: &str, place: Place, change: SessionChange) {
        let key = (window.to_owned(), place);
        match change {
            SessionChange::Keep => {}
            SessionChange::Open(token) => {
                lock(&self.sessions).insert(key, token);
            }
            SessionChange::Close => {
                lock(&self.sessions).remove(&key);
            }
        }
    }

    /// Closes the socket and the house.
    pub fn close(&self) {
        lock(&self.opened).take();
    }
}

/// A poisoned lock means that a thread panicked while it held a map of strings; the map is still a map of strings.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A folder that breaks in an unknown way while it is opened is a folder that cannot be reached; the log has the cause.
fn told(failure: Failure) -> Problem {
    match failure {
        Failure::Refused(problem) | Failure::Stopped(problem) => *problem,
        broken @ Failure::Broken(_) => {
            let problem = Problem::new(Code::DataUnreachable);
            match Answer::from_result::<()>(Err(broken)) {
                Answer::Broken { log_id } => problem.with("log_id", log_id.as_str()),
                _ => problem,
            }
        }
    }
}

fn to_front(app: &AppHandle) -> bool {
    let Some(window) = main_window(app) else {
        return false;
    };
    let shown = window
        .unminimize()
        .and_then(|()| window.show())
        .and_then(|()| window.set_focus());
    shown.is_ok()
}
