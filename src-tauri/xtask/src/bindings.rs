//! `cargo xtask bindings`: writes the files that come from the list of operations, so that nobody writes them by hand:
//! the TypeScript types of the interface and the operations page of the manual.

use std::fs;

use crate::failure::Failure;
use crate::{place, process, say};

/// Each generated file and the question to `keting operations` that gives its text.
const GENERATED: [(&str, &str); 2] = [
    ("ui/src/bridge/generated.ts", "--typescript"),
    ("docs/operations.md", "--manual"),
];

/// Writes both files; leaves them alone when they are already right.
///
/// # Errors
/// `Program` when `keting operations` fails, `File` when a file cannot be written.
pub fn bindings() -> Result<(), Failure> {
    for (path, question) in GENERATED {
        let mut keting = process::cargo();
        keting.args([
            "run",
            "--quiet",
            "--locked",
            "--package",
            "keting-server",
            "--bin",
            "keting",
            "--",
        ]);
        let text = process::output(keting.args(["operations", question]), "mend what stands above.")?;
        say::line(&format!("{path}: {}", write(&place::root().join(path), &text)?));
    }
    Ok(())
}

fn write(path: &std::path::Path, text: &str) -> Result<&'static str, Failure> {
    if text.trim().is_empty() {
        return Err(Failure::program(
            "keting operations",
            "it printed nothing; the file was left as it was.",
        ));
    }
    if fs::read_to_string(path).is_ok_and(|found| found == text) {
        return Ok("already current");
    }
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(|why| Failure::file(folder, &why))?;
    }
    fs::write(path, text).map_err(|why| Failure::file(path, &why))?;
    Ok("written")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_empty_answer_never_replaces_a_file() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("deep/generated.ts");
        assert_eq!(write(&file, "one\n"), Ok("written"));
        assert_eq!(write(&file, "one\n"), Ok("already current"));
        assert!(write(&file, "\n").is_err());
        assert_eq!(fs::read_to_string(&file).unwrap(), "one\n");
    }
}
