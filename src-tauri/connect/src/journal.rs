//! The log file of a data folder: `logs/PROGRAM_rCURRENT.log` beside the data, rotated at 2 MiB, ten files kept.
//!
//! A broken operation shows the user a log id and nothing else; the line with that id is here.
//! It refuses to hold personal data: no line may carry an input, an output or a name, and a panic is recorded by its place in the
//! source alone, because its message may quote what somebody typed.

use std::path::Path;

use flexi_logger::{Cleanup, Criterion, Duplicate, FileSpec, FlexiLoggerError, Logger, LoggerHandle, Naming};

const ROTATE_AT_BYTES: u64 = 2 * 1024 * 1024;
const KEPT_FILES: usize = 10;

/// Where lines go besides the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Aloud {
    /// Nowhere: the window has no terminal.
    No,
    /// Warnings and errors also to stderr: the headless programs.
    Warnings,
}

/// Starts logging into `folder/logs`; the logger runs until the handle is dropped. Each `program` has files of its own name,
/// because two processes cannot rotate one file.
///
/// # Errors
/// When the folder cannot be written, or a logger was already started in this process. The program can go on without.
pub fn start(folder: &Path, program: &str, aloud: Aloud) -> Result<LoggerHandle, FlexiLoggerError> {
    let handle = logger(folder, program)?
        .duplicate_to_stderr(match aloud {
            Aloud::No => Duplicate::None,
            Aloud::Warnings => Duplicate::Warn,
        })
        .start()?;
    record_panics();
    Ok(handle)
}

fn logger(folder: &Path, program: &str) -> Result<Logger, FlexiLoggerError> {
    Ok(Logger::try_with_str("info")?
        .log_to_file(
            FileSpec::default()
                .directory(folder.join("logs"))
                .basename(program),
        )
        .rotate(
            Criterion::Size(ROTATE_AT_BYTES),
            Naming::Numbers,
            Cleanup::KeepLogFiles(KEPT_FILES),
        )
        .append()
        .use_utc()
        .format(flexi_logger::detailed_format)
        .panic_if_error_channel_is_broken(false))
}

fn record_panics() {
    std::panic::set_hook(Box::new(|info| {
        let place = info
            .location()
            .map_or_else(|| "an unknown place".to_owned(), ToString::to_string);
        log::error!("a thread panicked at {place}");
    }));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_reach_the_file_and_a_panic_leaves_its_place_but_not_its_words() {
        let folder = tempfile::tempdir().expect("a folder");
        let handle = start(folder.path(), "test", Aloud::No).expect("the only logger of this process");
        log::info!("opened");
        std::thread::spawn(|| panic!("visitor Qiu Mouren"))
            .join()
            .expect_err("it panics");
        handle.flush();
        let written: String = std::fs::read_dir(folder.path().join("logs"))
            .expect("the log folder")
            .map(|file| std::fs::read_to_string(file.expect("an entry").path()).expect("text"))
            .collect();
        assert!(written.contains("opened"), "{written}");
        assert!(
            written.contains("panicked at") && written.contains("journal.rs"),
            "{written}"
        );
        assert!(!written.contains("Qiu"), "{written}");
    }
}
