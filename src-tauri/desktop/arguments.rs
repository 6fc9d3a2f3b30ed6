//! The command line of the desk: `--data DIR`, and nothing else.

use std::{
    ffi::{OsStr, OsString},
    path::PathBuf,
};

use keting_connect::machine;

/// The data folder: `--data DIR`, else `KETING_DATA`, else this user's own. `None` only where a user has no home at all.
/// Other arguments are passed over: a desktop may add its own when it starts a program.
#[expect(clippy::disallowed_methods, reason = "the folder is read once, at the door")]
pub fn data_folder(arguments: impl Iterator<Item = OsString>) -> Option<PathBuf> {
    let named =
        named(arguments).or_else(|| std::env::var_os("KETING_DATA").filter(|folder| !folder.is_empty()));
    let folder = named.map(PathBuf::from).or_else(machine::data_folder)?;
    Some(std::path::absolute(&folder).unwrap_or(folder))
}

fn named(mut arguments: impl Iterator<Item = OsString>) -> Option<OsString> {
    while let Some(argument) = arguments.next() {
        if argument == OsStr::new("--data") {
            return arguments.next();
        }
        if let Some(folder) = argument
            .to_str()
            .and_then(|argument| argument.strip_prefix("--data="))
        {
            return Some(folder.into());
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::named;

    fn given(line: &[&str]) -> Option<String> {
        named(line.iter().map(Into::into)).map(|folder| folder.to_string_lossy().into_owned())
    }

    #[test]
    fn the_folder_is_taken_in_both_spellings_and_other_arguments_are_passed_over() {
        assert_eq!(given(&["--data", "a b"]), Some("a b".into()));
        assert_eq!(
            given(&["--gapplication-service", "--data=数据"]),
            Some("数据".into())
        );
        assert_eq!(given(&["--data"]), None);
        assert_eq!(given(&["data"]), None);
    }
}
