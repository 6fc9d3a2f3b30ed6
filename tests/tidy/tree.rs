//! What the rules look at: the repository's own files, or a sample made by hand.
//!
//! The repository's files are those that git knows or would add, so results of builds never come into sight by accident.

use std::path::{Path, PathBuf};
use std::process::Command;

/// One text file.
#[derive(Debug, Clone)]
pub struct File {
    /// Its path from the top, with `/`.
    pub path: String,
    /// Its text; empty for a file that is not UTF-8.
    pub text: String,
}

impl File {
    /// Whether the path ends with one of these endings, dot included.
    pub fn ends(&self, endings: &[&str]) -> bool {
        endings.iter().any(|ending| self.path.ends_with(ending))
    }

    /// The text with Rust's or TypeScript's `//` comments blanked; line numbers stay.
    pub fn code(&self) -> String {
        self.text
            .lines()
            .map(|line| {
                if line.trim_start().starts_with("//") {
                    ""
                } else {
                    line
                }
            })
            .fold(String::new(), |mut all, line| {
                all.push_str(line);
                all.push('\n');
                all
            })
    }
}

/// A set of files.
#[derive(Debug, Clone, Default)]
pub struct Tree {
    /// In the order of their paths.
    pub files: Vec<File>,
}

impl Tree {
    /// The files of this repository.
    pub fn repository() -> Self {
        let output = git(&["ls-files", "-z", "--cached", "--others", "--exclude-standard"]);
        let mut paths: Vec<&str> = output.split('\0').filter(|path| !path.is_empty()).collect();
        paths.sort_unstable();
        paths.dedup();
        Self {
            files: paths.into_iter().filter_map(read).collect(),
        }
    }

    /// A tree made by hand.
    pub fn sample(files: &[(&str, &str)]) -> Self {
        let file = |(path, text): &(&str, &str)| File {
            path: (*path).into(),
            text: (*text).into(),
        };
        Self {
            files: files.iter().map(file).collect(),
        }
    }

    /// The file with exactly this path.
    pub fn file(&self, path: &str) -> Option<&File> {
        self.files.iter().find(|file| file.path == path)
    }

    /// Whether there is a file with exactly this path.
    pub fn has(&self, path: &str) -> bool {
        self.file(path).is_some()
    }
}

fn read(path: &str) -> Option<File> {
    // A file that was removed but not yet committed is still listed.
    let bytes = std::fs::read(root().join(path)).ok()?;
    Some(File {
        path: path.replace('\\', "/"),
        text: String::from_utf8(bytes).unwrap_or_default(),
    })
}

/// What git prints for these words.
pub fn git(words: &[&str]) -> String {
    let output = Command::new("git")
        .current_dir(root())
        .args(words)
        .output()
        .expect("git is installed");
    assert!(
        output.status.success(),
        "git {words:?}: {}",
        String::from_utf8_lossy(&output.stderr)
    );
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// The top of the repository.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .expect("tests/ lies in the repository")
        .to_path_buf()
}

/// One thing a rule does not accept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// Where: the path, with the line where one can be named.
    pub place: String,
    /// What is wrong and what to do instead.
    pub what: String,
}

/// What a rule found.
#[derive(Debug, Clone, Default)]
pub struct Verdict {
    /// How many things the rule judged.
    pub judged: usize,
    /// What it does not accept.
    pub faults: Vec<Fault>,
}

impl Verdict {
    /// Notes a fault in a file as a whole.
    pub fn fault(&mut self, path: &str, what: impl Into<String>) {
        self.faults.push(Fault {
            place: path.into(),
            what: what.into(),
        });
    }

    /// Notes a fault at a line, counted from 0.
    pub fn fault_at(&mut self, path: &str, line: usize, what: impl Into<String>) {
        self.faults.push(Fault {
            place: format!("{path}:{}", line + 1),
            what: what.into(),
        });
    }
}

/// Demands that the rule judged something and found nothing.
pub fn holds(verdict: &Verdict) {
    assert!(
        verdict.judged > 0,
        "the rule saw nothing to judge, so it proves nothing"
    );
    let list: Vec<String> = verdict
        .faults
        .iter()
        .map(|fault| format!("{}: {}", fault.place, fault.what))
        .collect();
    assert!(
        list.is_empty(),
        "{} of {} judged:\n{}",
        list.len(),
        verdict.judged,
        list.join("\n")
    );
}

/// Demands that the rule finds exactly one fault in this sample, in this place.
pub fn bites(verdict: &Verdict, place: &str) {
    let places: Vec<&str> = verdict.faults.iter().map(|fault| fault.place.as_str()).collect();
    assert_eq!(places, [place], "the rule did not bite where it must");
}

#[test]
fn the_repository_is_seen() {
    let tree = Tree::repository();
    assert!(tree.has("Cargo.toml") && tree.has("tests/tidy.rs") && tree.files.len() > 50);
    assert!(!tree.files.iter().any(|file| file.path.contains("node_modules/")));
}

#[test]
#[should_panic(expected = "proves nothing")]
fn an_empty_scan_is_no_success() {
    holds(&Verdict::default());
}
