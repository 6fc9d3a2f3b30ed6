//! The commands of the binary `keting`, for administrators, scripts and tests.
//!
//! Exit codes: 0 done; 2 refused, with the `Problem` as JSON on stdout; 1 broken or misused, with one plain sentence on stderr.
//! A command that finds the data folder in use asks the program that uses it, and gives the same answer.
//! It takes no password as an argument, where every process of the machine could read it, except the password of a sample centre.

mod ask;
mod calendar;
mod keep;
mod serve;
mod target;
mod trouble;

use std::{ffi::OsString, io::Write, path::PathBuf, process::ExitCode};

use clap::{Args, Parser, Subcommand, ValueEnum};
use keting_core::Place;
use serde::Serialize;

use target::Target;
use trouble::Trouble;

#[derive(Parser)]
#[command(
    name = "keting",
    version,
    about = "客厅 Keting: the desk of a community service centre, without its window"
)]
struct Cli {
    #[command(subcommand)]
    verb: Verb,
    #[command(flatten)]
    place: Where,
    /// Print JSON where a sentence would be printed.
    #[arg(long, global = true)]
    json: bool,
}

#[derive(Args)]
struct Where {
    /// The data folder [default: keting in this user's application data]
    #[arg(long, global = true, value_name = "DIR", env = "KETING_DATA")]
    data: Option<PathBuf>,
    /// A PostgreSQL database in place of the file in the data folder
    #[arg(
        long,
        global = true,
        value_name = "URL",
        env = "KETING_DATABASE",
        hide_env_values = true
    )]
    database: Option<String>,
}

#[derive(Subcommand)]
enum Verb {
    /// Fill the data folder as a sample centre, marked as such; prints its accounts
    Sample {
        /// For all sample accounts [default: made up and printed]
        #[arg(long, env = "KETING_PASSWORD", hide_env_values = true)]
        password: Option<String>,
    },
    /// Serve the interface on 127.0.0.1; prints the address
    Serve {
        /// 0 takes a free port
        #[arg(long, default_value_t = 0)]
        port: u16,
        /// Names this device in the audit
        #[arg(long, default_value = "browser")]
        desk: String,
    },
    /// List the operations, or print what is generated from them
    Operations {
        /// The types of the interface
        #[arg(long, conflicts_with = "manual")]
        typescript: bool,
        /// The page of the manual
        #[arg(long)]
        manual: bool,
    },
    /// Ask the working calendar: deadlines in working days, and the days of a year
    #[command(subcommand)]
    Calendar(calendar::Ask),
    /// Run one operation; the password comes from KETING_PASSWORD
    Call(CallArgs),
    /// Check that no row was changed behind the program's back
    Verify {
        /// The newest hash as it was kept elsewhere
        #[arg(long)]
        head: Option<String>,
        #[command(flatten)]
        of: Which,
    },
    /// Print the newest hash of each audit chain, to be kept elsewhere
    Head {
        #[command(flatten)]
        of: Which,
    },
    /// Write a consistent copy of the data to a new file
    Backup {
        #[arg(long, value_name = "FILE")]
        to: PathBuf,
        #[command(flatten)]
        of: Which,
    },
    /// Put a backup in place of the data; what was there is moved aside
    Restore {
        #[arg(long, value_name = "FILE")]
        from: PathBuf,
    },
    /// Remove the sample centre: the one beside the data, or a folder that is one itself
    WipeSample,
}

#[derive(Args)]
struct CallArgs {
    /// Such as cases.register
    operation: String,
    /// The input as JSON, or - to read it from stdin
    #[arg(default_value = "{}")]
    input: String,
    /// Log-in name of who asks; without it the operation is asked without a session
    #[arg(long = "as", value_name = "LOGIN")]
    login: Option<String>,
    /// Repeat a write safely: the same id and input give the same answer [default: a new one]
    #[arg(long, value_name = "UUID")]
    request_id: Option<String>,
    /// Ask a server in place of the data folder, such as http://127.0.0.1:8420
    #[arg(long, value_name = "URL")]
    at: Option<String>,
    #[command(flatten)]
    of: Which,
}

#[derive(Args)]
struct Which {
    /// The data of the folder itself, or of the sample centre inside it
    #[arg(long, value_enum, default_value_t = PlaceArg::Real)]
    place: PlaceArg,
}

#[derive(Clone, Copy, ValueEnum)]
enum PlaceArg {
    Real,
    Sample,
}

impl From<PlaceArg> for Place {
    fn from(place: PlaceArg) -> Self {
        match place {
            PlaceArg::Real => Self::Real,
            PlaceArg::Sample => Self::Sample,
        }
    }
}

/// Runs one command line; prints, and says with which code to exit.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let cli = match Cli::try_parse_from(arguments) {
        Ok(cli) => cli,
        Err(usage) => {
            let code = if usage.use_stderr() {
                ExitCode::from(1)
            } else {
                ExitCode::SUCCESS
            };
            // The terminal is gone; there is nobody left to tell.
            let _ = usage.print();
            return code;
        }
    };
    match dispatch(cli) {
        Ok(()) => ExitCode::SUCCESS,
        Err(trouble) => trouble.report(),
    }
}

fn dispatch(cli: Cli) -> Result<(), Trouble> {
    let Cli { verb, place, json } = cli;
    if let Verb::Operations { typescript, manual } = verb {
        return ask::operations(json, typescript, manual);
    }
    if let Verb::Calendar(asked) = &verb {
        return calendar::run(asked, json);
    }
    let target = Target::new(place.data, place.database)?;
    // A folder that is not there yet is made by whoever opens it; the server logs under a name of its own.
    let logs = target.folder().is_dir() && !matches!(verb, Verb::Serve { .. });
    let _journal = logs.then(|| target.journal("command"));
    match verb {
        Verb::Operations { .. } | Verb::Calendar(_) => Ok(()),
        Verb::Sample { password } => keep::sample(&target, password, json),
        Verb::Serve { port, desk } => serve::serve(&target, port, desk),
        Verb::Call(call) => ask::call(&target, call),
        Verb::Verify { head, of } => ask::verify(&target, of.place.into(), head, json),
        Verb::Head { of } => ask::head(&target, of.place.into(), json),
        Verb::Backup { to, of } => ask::backup(&target, of.place.into(), &to, json),
        Verb::Restore { from } => keep::restore(&target, &from, json),
        Verb::WipeSample => keep::wipe_sample(&target, json),
    }
}

/// Prints one line to stdout.
fn say(line: impl AsRef<str>) -> Result<(), Trouble> {
    let mut out = std::io::stdout().lock();
    writeln!(out, "{}", line.as_ref())
        .and_then(|()| out.flush())
        .map_err(Trouble::output)
}

/// Prints a value to stdout as readable JSON.
fn show(value: &impl Serialize) -> Result<(), Trouble> {
    say(serde_json::to_string_pretty(value).map_err(|error| Trouble::output(error.into()))?)
}
