//! Words that must not stand in the repository, files that must not be in it, and what its top level holds.

use crate::tree::{Tree, Verdict, bites, git, holds};

/// What may lie at the top. Whatever else comes belongs into one of these folders.
const TOP: [&str; 27] = [
    ".cargo",
    ".ci",
    ".editorconfig",
    ".gitattributes",
    ".github",
    ".gitignore",
    ".taurignore",
    "ARCHITECTURE.md",
    "CHANGELOG.md",
    "CONTRIBUTING.md",
    "Cargo.lock",
    "Cargo.toml",
    "LICENSE",
    "LICENSE-APACHE",
    "LICENSE-MIT",
    "README.md",
    "README.zh-CN.md",
    "SECURITY.md",
    "clippy.toml",
    "deny.toml",
    "docs",
    "icons",
    "rustfmt.toml",
    "src-tauri",
    "tauri.conf.json",
    "tests",
    "ui",
];

/// Paths of somebody's machine and hosts of package registries, each in two halves so that this file does not hold them.
const FORBIDDEN: [(&str, &str); 9] = [
    ("/wo", "rk/main"),
    ("/tm", "p/studio"),
    ("/root", "/."),
    ("registry.npm", "js"),
    ("static.cra", "tes"),
    ("index.cra", "tes"),
    ("pypi", ".org"),
    ("files.python", "hosted"),
    ("deb.deb", "ian"),
];

fn top_level(paths: &[String]) -> Verdict {
    let mut verdict = Verdict::default();
    for path in paths {
        verdict.judged += 1;
        let top = path.split('/').next().unwrap_or(path);
        if !TOP.contains(&top) {
            verdict.fault(
                path,
                format!("`{top}` does not belong at the top of the repository"),
            );
        }
    }
    verdict
}

fn results(tracked: &[String]) -> Verdict {
    let mut verdict = Verdict::default();
    for path in tracked {
        verdict.judged += 1;
        let in_results = path.split('/').rev().skip(1).any(|folder| {
            [
                "target",
                "node_modules",
                "dist",
                "gen",
                "coverage",
                "test-results",
            ]
            .contains(&folder)
        });
        let is_data = [
            ".db",
            ".sqlite",
            ".sqlite3",
            "-wal",
            "-shm",
            ".log",
            ".tsbuildinfo",
        ];
        if in_results || is_data.iter().any(|ending| path.ends_with(ending)) {
            verdict.fault(path, "a build's result or somebody's data is tracked");
        }
    }
    verdict
}

fn forbidden(tree: &Tree) -> Verdict {
    let words: Vec<String> = FORBIDDEN
        .iter()
        .map(|(start, end)| format!("{start}{end}"))
        .collect();
    let mut verdict = Verdict::default();
    for file in tree.files.iter().filter(|file| file.path != "Cargo.lock") {
        verdict.judged += 1;
        for (at, line) in file.text.lines().enumerate() {
            if let Some(word) = words.iter().find(|word| line.contains(word.as_str())) {
                verdict.fault_at(
                    &file.path,
                    at,
                    format!("names `{word}`, which is nobody's business here"),
                );
            }
        }
    }
    verdict
}

fn string_errors(tree: &Tree) -> Verdict {
    let mut verdict = Verdict::default();
    for file in tree
        .files
        .iter()
        .filter(|file| file.ends(&[".rs"]) && !file.path.starts_with("tests/tidy"))
    {
        verdict.judged += 1;
        for (at, line) in file.code().lines().enumerate() {
            if error_types(line)
                .iter()
                .any(|error| ["String", "&str", "&'static str"].contains(&error.as_str()))
            {
                verdict.fault_at(&file.path, at, "an error is a Problem or an enum, never a string");
            }
        }
    }
    verdict
}

/// The error type of every `Result<Value, Error>` in a line.
fn error_types(line: &str) -> Vec<String> {
    let mut found = Vec::new();
    for rest in line.split("Result<").skip(1) {
        let (mut depth, mut start) = (0_i32, None);
        for (at, letter) in rest.char_indices() {
            match letter {
                '<' | '(' | '[' => depth += 1,
                '>' if rest[..at].ends_with('-') => {}
                '>' if depth == 0 => {
                    found.extend(start.map(|start: usize| rest[start..at].trim().to_string()));
                    break;
                }
                '>' | ')' | ']' => depth -= 1,
                ',' if depth == 0 => start = Some(at + 1),
                _ => {}
            }
        }
    }
    found
}

fn paths(words: &[&str]) -> Vec<String> {
    git(words)
        .split('\0')
        .filter(|path| !path.is_empty())
        .map(String::from)
        .collect()
}

#[test]
fn the_top_level_is_fixed() {
    holds(&top_level(&paths(&["ls-files", "-z", "--cached"])));
}

#[test]
fn a_newcomer_at_the_top_is_found() {
    bites(
        &top_level(&["README.md".into(), "scripts/run.sh".into()]),
        "scripts/run.sh",
    );
}

#[test]
fn no_result_of_a_build_is_tracked() {
    holds(&results(&paths(&["ls-files", "-z", "--cached"])));
}

#[test]
fn a_tracked_result_is_found() {
    assert!(
        results(&["ui/src/target.ts".into(), "docs/dist.md".into()])
            .faults
            .is_empty()
    );
    for path in [
        "ui/dist/index.html",
        "ui/node_modules/vue/index.js",
        "gen/schemas/x.json",
        "keting.db",
        "a/b.db-wal",
    ] {
        bites(&results(&[path.into()]), path);
    }
}

#[test]
fn no_forbidden_word_stands_anywhere() {
    holds(&forbidden(&Tree::repository()));
}

#[test]
fn a_forbidden_word_is_found() {
    for (start, end) in FORBIDDEN {
        let text = format!("fine\nsee {start}{end}/x\n");
        bites(&forbidden(&Tree::sample(&[("docs/a.md", &text)])), "docs/a.md:2");
    }
}

#[test]
fn no_error_is_a_string() {
    holds(&string_errors(&Tree::repository()));
}

#[test]
fn a_string_error_is_found() {
    let good = "fn a() -> Result<String, Problem>;\nfn b() -> Result<Vec<(u8, String)>, Failure>;\n";
    assert!(string_errors(&Tree::sample(&[("a.rs", good)])).faults.is_empty());
    for bad in [
        "Result<u8, String>",
        "Result<Vec<(u8, u8)>, String>",
        "io::Result<Result<(), String>, X>",
        "Result<(), &'static str>",
    ] {
        bites(
            &string_errors(&Tree::sample(&[("a.rs", &format!("fn a() -> {bad} {{\n"))])),
            "a.rs:1",
        );
    }
}
