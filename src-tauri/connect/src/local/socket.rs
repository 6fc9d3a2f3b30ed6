//! The local socket of a data folder: a socket file in the folder (a named pipe on Windows), reachable by this user alone.
//!
//! The owner of the folder's lock is the only one that may listen, so a socket file that is already there is left over from
//! a crash and is replaced. One question per connection; a bad frame is answered, never a crash.

use std::{
    fmt,
    io::{self, Read},
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    thread::{self, JoinHandle},
    time::Duration,
};

use interprocess::local_socket::{Listener, ListenerOptions, Name, Stream, prelude::*};
use keting_core::House;
use sm3::{Digest, Sm3};

use super::{Message, answer, frame};
use crate::answer::Answer;

const MOST_AT_ONCE: usize = 16;
/// How long the owner waits for a question to arrive in full.
const QUESTION_WITHIN: Duration = Duration::from_secs(10);
/// How long the asker waits for the answer; a verification of ten years of data takes a while.
const ANSWER_WITHIN: Duration = Duration::from_secs(600);

/// Why the owner of a folder gave no answer.
#[derive(Debug)]
pub enum Unreachable {
    /// Nobody listens.
    Nobody,
    /// Somebody listens, but the exchange failed.
    Lost(io::Error),
    /// The question is longer than a frame may be.
    TooLong,
}

impl fmt::Display for Unreachable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Nobody => {
                f.write_str("the data folder is in use, but the program that uses it does not answer")
            }
            Self::Lost(error) => write!(
                f,
                "the program that uses the data folder broke off the exchange ({error})"
            ),
            Self::TooLong => f.write_str("the question is longer than one megabyte"),
        }
    }
}

impl std::error::Error for Unreachable {}

/// Listens until it is dropped; dropping waits for the listening thread and removes the socket.
#[must_use = "the socket is closed when the guard is dropped"]
pub struct Guard {
    stop: Arc<AtomicBool>,
    address: Address,
    listening: Option<JoinHandle<()>>,
}

impl Drop for Guard {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::SeqCst);
        // The listening thread waits for a connection: one more lets it see the flag.
        let woken = self.address.name().and_then(Stream::connect);
        if let (Some(listening), Ok(_)) = (self.listening.take(), woken) {
            let _ = listening.join();
        }
    }
}

/// Answers questions about `folder` with `house` from now on. Call it only as the owner of the folder's lock.
/// `show` brings the window to the front and says whether there is one.
///
/// # Errors
/// When the socket cannot be made; the house works without it, only second commands find nobody.
pub fn own(
    house: Arc<House>,
    folder: &Path,
    show: impl Fn() -> bool + Send + Sync + 'static,
) -> io::Result<Guard> {
    let address = address(folder)?;
    let listener = ListenerOptions::new()
        .name(address.name()?)
        .try_overwrite(true)
        .create_sync()?;
    let stop = Arc::new(AtomicBool::new(false));
    let listening = thread::Builder::new().name("keting-socket".into()).spawn({
        let stop = Arc::clone(&stop);
        move || listen(&listener, &stop, &house, &Arc::new(show))
    })?;
    Ok(Guard {
        stop,
        address,
        listening: Some(listening),
    })
}

fn listen<S: Fn() -> bool + Send + Sync + 'static>(
    listener: &Listener,
    stop: &AtomicBool,
    house: &Arc<House>,
    show: &Arc<S>,
) {
    let busy = Arc::new(AtomicUsize::new(0));
    while let Ok(mut stream) = listener.accept() {
        if stop.load(Ordering::SeqCst) {
            return;
        }
        let place = Seat::take(&busy);
        let (house, show) = (Arc::clone(house), Arc::clone(show));
        // Beyond the limit the connection is closed unanswered; the asker is told that the exchange broke off.
        if let Some(place) = place {
            let answering = move || {
                let _place = place;
                if let Err(error) = serve(&mut stream, &house, &*show) {
                    log::info!(
                        "a question through the local socket went unanswered: {}",
                        error.kind()
                    );
                }
            };
            if let Err(error) = thread::Builder::new()
                .name("keting-answer".into())
                .spawn(answering)
            {
                log::warn!(
                    "no thread for a question through the local socket: {}",
                    error.kind()
                );
            }
        }
    }
}

/// One of the few connections answered at once.
struct Seat(Arc<AtomicUsize>);

impl Seat {
    fn take(busy: &Arc<AtomicUsize>) -> Option<Self> {
        let seat = Self(Arc::clone(busy));
        (busy.fetch_add(1, Ordering::SeqCst) < MOST_AT_ONCE).then_some(seat)
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::SeqCst);
    }
}

fn serve(stream: &mut Stream, house: &House, show: &dyn Fn() -> bool) -> io::Result<()> {
    limit_waiting(stream, QUESTION_WITHIN)?;
    match frame::read::<Message>(stream, frame::QUESTION_LIMIT) {
        Ok(message) => frame::write(stream, &answer(house, message, show), frame::ANSWER_LIMIT),
        Err(misread) => {
            frame::write(stream, &Answer::NotUnderstood(misread), frame::ANSWER_LIMIT)?;
            // Closing with bytes unread would take the answer away from the sender.
            io::copy(
                &mut stream.take(u64::from(frame::QUESTION_LIMIT)),
                &mut io::sink(),
            )
            .map(drop)
        }
    }
}

/// Windows pipes know no time limit; there the number of connections is the only bound.
fn limit_waiting(stream: &Stream, within: Duration) -> io::Result<()> {
    match stream
        .set_recv_timeout(Some(within))
        .and_then(|()| stream.set_send_timeout(Some(within)))
    {
        Err(error) if error.kind() == io::ErrorKind::Unsupported => Ok(()),
        other => other,
    }
}

/// Asks the owner of `folder`.
///
/// # Errors
/// See [`Unreachable`]. A refusal is an answer, not an error.
pub fn ask(folder: &Path, message: &Message) -> Result<Answer, Unreachable> {
    let name = address(folder).map_err(Unreachable::Lost)?;
    let mut stream = name
        .name()
        .and_then(Stream::connect)
        .map_err(|_| Unreachable::Nobody)?;
    limit_waiting(&stream, ANSWER_WITHIN).map_err(Unreachable::Lost)?;
    frame::write(&mut stream, message, frame::QUESTION_LIMIT).map_err(|error| match error.kind() {
        io::ErrorKind::InvalidInput => Unreachable::TooLong,
        _ => Unreachable::Lost(error),
    })?;
    frame::read(&mut stream, frame::ANSWER_LIMIT).map_err(|misread| {
        Unreachable::Lost(io::Error::new(
            io::ErrorKind::InvalidData,
            format!("the answer was {misread:?}"),
        ))
    })
}

/// Where the socket of a folder is.
enum Address {
    #[cfg(unix)]
    File(PathBuf),
    #[cfg(windows)]
    Pipe(String),
}

impl Address {
    fn name(&self) -> io::Result<Name<'_>> {
        match self {
            #[cfg(unix)]
            Self::File(path) => path
                .as_path()
                .to_fs_name::<interprocess::local_socket::GenericFilePath>(),
            #[cfg(windows)]
            Self::Pipe(name) => name
                .as_str()
                .to_ns_name::<interprocess::local_socket::GenericNamespaced>(),
        }
    }
}

/// A name for the folder that is the same for every process that means the same folder.
fn digest(canonical: &Path) -> String {
    let hash = Sm3::digest(canonical.as_os_str().as_encoded_bytes());
    hash.iter().take(16).map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(windows)]
fn address(folder: &Path) -> io::Result<Address> {
    Ok(Address::Pipe(format!(
        "keting-{}",
        digest(&folder.canonicalize()?)
    )))
}

/// The socket file, in the data folder where its path is short enough for the system, else under a hashed name in a
/// private folder for temporary files.
#[cfg(unix)]
fn address(folder: &Path) -> io::Result<Address> {
    // 104 bytes on macOS and the BSDs, 108 on Linux, with the closing zero.
    const LONGEST_PATH: usize = 103;
    let folder = folder.canonicalize()?;
    let beside = folder.join("keting.sock");
    if beside.as_os_str().len() <= LONGEST_PATH {
        return Ok(Address::File(beside));
    }
    Ok(Address::File(
        private_folder(&std::env::temp_dir(), &folder)?.join(format!("{}.sock", digest(&folder))),
    ))
}

/// A folder in `base` that belongs to the owner of `data` and is closed to everybody else.
#[cfg(unix)]
fn private_folder(base: &Path, data: &Path) -> io::Result<PathBuf> {
    use std::os::unix::fs::{DirBuilderExt, MetadataExt, PermissionsExt};
    let owner = std::fs::metadata(data)?.uid();
    let folder = base.join(format!("keting-{owner}"));
    match std::fs::DirBuilder::new().mode(0o700).create(&folder) {
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => return Err(error),
        _ => {}
    }
    // Anybody may have made a folder of this name first, or a link to another place.
    let found = std::fs::symlink_metadata(&folder)?;
    let private = found.is_dir() && found.uid() == owner && found.permissions().mode() & 0o077 == 0;
    private.then_some(folder).ok_or_else(|| {
        io::Error::new(
            io::ErrorKind::PermissionDenied,
            "the folder for the socket is not private",
        )
    })
}

#[cfg(all(test, unix))]
mod tests {
    use std::{fs, os::unix::fs::PermissionsExt};

    use super::*;

    #[test]
    fn a_folder_for_sockets_that_others_can_enter_or_redirect_is_refused() {
        let base = tempfile::tempdir().expect("a folder");
        let made = private_folder(base.path(), base.path()).expect("nobody was there before");
        assert!(
            private_folder(base.path(), base.path()).is_ok(),
            "control: our own is taken again"
        );

        fs::set_permissions(&made, fs::Permissions::from_mode(0o755)).expect("ours");
        assert!(
            private_folder(base.path(), base.path()).is_err(),
            "open to others"
        );

        fs::remove_dir(&made).expect("empty");
        let elsewhere = tempfile::tempdir().expect("a folder");
        std::os::unix::fs::symlink(elsewhere.path(), &made).expect("a link");
        assert!(private_folder(base.path(), base.path()).is_err(), "a link");
    }
}
