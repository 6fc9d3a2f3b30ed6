//! Reads the command line. It knows no command that does not exist and drops no word silently: a leftover is an error.

use std::ffi::OsString;
use std::path::PathBuf;

use crate::failure::Failure;

/// What `cargo xtask help` prints.
pub const HELP: &str = "\
Keting's commands: cargo xtask COMMAND

  run          install what is missing, build, and open the window
                 --data DIR     use this data folder
                 --serve        no window: serve the interface on 127.0.0.1
                 --debug        quick debug build instead of the release build
                 --no-install   never install system packages, only name them
  test         install what the tests need and run everything; last line: N passed, N failed
  check        format, lint, stories on SQLite, interface units (before each commit)
  screenshots  pictures of the screens into target/screenshots/
  bindings     write ui/src/bridge/generated.ts and docs/operations.md anew
  bench [NAME] the benches, or those whose name contains NAME
  soak [NAME]  the long loops (crash, exactly_once, tamper, race), or those whose name contains NAME
  icons        make all icon files from icons/*.svg";

/// One command with its options.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// Print the list of commands.
    Help,
    /// Build and open the app.
    Run(RunOptions),
    /// Everything.
    Test,
    /// The short round before a commit.
    Check,
    /// Pictures of the screens.
    Screenshots,
    /// Generated files.
    Bindings,
    /// Benches, optionally only some.
    Bench(Option<String>),
    /// Long loops, optionally only some.
    Soak(Option<String>),
    /// Icon files from their SVG sources.
    Icons,
}

/// The options of `run`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RunOptions {
    /// The data folder; the shells' default when absent.
    pub data: Option<PathBuf>,
    /// Serve on 127.0.0.1 even where a window is possible.
    pub serve: bool,
    /// Build without optimisation.
    pub debug: bool,
    /// Name missing system packages instead of installing them.
    pub no_install: bool,
}

/// Reads the words after `cargo xtask`.
///
/// # Errors
/// `Failure::Arguments` for an unknown command, an unknown option or a missing value.
pub fn read(words: Vec<OsString>) -> Result<Command, Failure> {
    let mut words = pico_args::Arguments::from_vec(words);
    if words.contains(["-h", "--help"]) {
        return Ok(Command::Help);
    }
    let name = words.subcommand().map_err(refuse)?;
    let command = match name.as_deref() {
        None | Some("help") => Command::Help,
        Some("run") => Command::Run(run_options(&mut words)?),
        Some("test") => Command::Test,
        Some("check") => Command::Check,
        Some("screenshots") => Command::Screenshots,
        Some("bindings") => Command::Bindings,
        Some("bench") => Command::Bench(words.opt_free_from_str().map_err(refuse)?),
        Some("soak") => Command::Soak(words.opt_free_from_str().map_err(refuse)?),
        Some("icons") => Command::Icons,
        Some(other) => return Err(Failure::Arguments(format!("there is no command `{other}`."))),
    };
    match words.finish().first() {
        None => Ok(command),
        Some(word) => Err(Failure::Arguments(format!(
            "`{}` was not understood.",
            word.display()
        ))),
    }
}

fn run_options(words: &mut pico_args::Arguments) -> Result<RunOptions, Failure> {
    Ok(RunOptions {
        data: words
            .opt_value_from_os_str("--data", |word| {
                Ok::<_, std::convert::Infallible>(PathBuf::from(word))
            })
            .map_err(refuse)?,
        serve: words.contains("--serve"),
        debug: words.contains("--debug"),
        no_install: words.contains("--no-install"),
    })
}

fn refuse(why: pico_args::Error) -> Failure {
    Failure::Arguments(format!("{why}."))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(line: &str) -> Vec<OsString> {
        line.split_whitespace().map(OsString::from).collect()
    }

    #[test]
    fn run_takes_its_options_in_any_order() {
        let expected = RunOptions {
            data: Some("there".into()),
            serve: true,
            debug: false,
            no_install: true,
        };
        assert_eq!(
            read(words("run --serve --data there --no-install")),
            Ok(Command::Run(expected.clone()))
        );
        assert_eq!(
            read(words("run --no-install --data there --serve")),
            Ok(Command::Run(expected))
        );
    }

    #[test]
    fn no_word_is_the_same_as_help() {
        assert_eq!(read(vec![]), Ok(Command::Help));
        assert_eq!(read(words("help")), Ok(Command::Help));
        assert_eq!(read(words("run --help")), Ok(Command::Help));
    }

    #[test]
    fn soak_and_bench_take_one_name() {
        assert_eq!(read(words("soak crash")), Ok(Command::Soak(Some("crash".into()))));
        assert_eq!(read(words("bench")), Ok(Command::Bench(None)));
        assert!(
            read(words("soak crash race")).is_err(),
            "a second name must not be dropped silently"
        );
    }

    #[test]
    fn unknown_words_are_refused() {
        for line in ["runn", "run --wat", "run --data", "test extra", "check --fast"] {
            assert!(
                matches!(read(words(line)), Err(Failure::Arguments(_))),
                "{line} was accepted"
            );
        }
    }
}
