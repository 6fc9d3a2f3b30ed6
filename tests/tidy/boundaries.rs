//! Who may touch what: SQL, the network, the window, the web framework. And that every operation is in the list.

use std::process::Command;

use crate::tree::{File, Tree, Verdict, bites, holds, root};

/// Words that only SQL has, as they stand at the beginning of a statement.
const SQL: [&str; 9] = [
    "SELECT ",
    "INSERT INTO ",
    "DELETE FROM ",
    "CREATE TABLE ",
    "ALTER TABLE ",
    "DROP TABLE ",
    "PRAGMA ",
    "SAVEPOINT ",
    "BEGIN IMMEDIATE",
];

/// Crates that would bring a window, a network or an async runtime into the core.
const FOREIGN: [&str; 9] = [
    "tauri",
    "wry",
    "axum",
    "hyper",
    "reqwest",
    "tokio",
    "async-std",
    "smol",
    "futures-util",
];

/// A rule about lines: which files it judges, and what it does not accept in a line.
fn lines(tree: &Tree, judged: impl Fn(&File) -> bool, wrong: impl Fn(&str) -> Option<String>) -> Verdict {
    let mut verdict = Verdict::default();
    for file in tree.files.iter().filter(|file| judged(file)) {
        verdict.judged += 1;
        for (at, line) in file.code().lines().enumerate() {
            if let Some(what) = wrong(line) {
                verdict.fault_at(&file.path, at, what);
            }
        }
    }
    verdict
}

fn is_shipped(file: &File) -> bool {
    let shipped = [
        "src-tauri/core/src/",
        "src-tauri/connect/src/",
        "src-tauri/server/src/",
        "src-tauri/desktop/",
    ];
    file.ends(&[".rs"]) && shipped.iter().any(|folder| file.path.starts_with(folder))
}

fn may_hold_sql(path: &str) -> bool {
    path.starts_with("src-tauri/core/src/store/")
        || (path.starts_with("src-tauri/core/src/") && path.ends_with("/store.rs"))
}

fn sql(tree: &Tree) -> Verdict {
    let wrong = |line: &str| {
        let word = SQL
            .iter()
            .find(|word| line.contains(&format!("\"{word}")) || line.trim_start().starts_with(**word))?;
        Some(format!("SQL ({}) outside store/ and */store.rs", word.trim()))
    };
    lines(tree, |file| is_shipped(file) && !may_hold_sql(&file.path), wrong)
}

fn network(tree: &Tree) -> Verdict {
    let judged = |file: &File| is_shipped(file) && !file.path.starts_with("src-tauri/connect/");
    lines(tree, judged, |line| {
        line.contains("reqwest::")
            .then(|| "only connect/ speaks through reqwest".into())
    })
}

/// Unit tests of the interface are not judged: one of them holds the same rule and must write the word.
fn window(tree: &Tree) -> Verdict {
    let judged = |file: &File| {
        file.path.starts_with("ui/src/")
            && file.ends(&[".ts", ".vue"])
            && !file.path.starts_with("ui/src/bridge/")
            && !file.ends(&[".test.ts"])
    };
    let wrong = |line: &str| {
        line.contains("@tauri-apps")
            .then(|| "only ui/src/bridge/ imports @tauri-apps".into())
    };
    lines(tree, judged, wrong)
}

/// Judges the crates that `cargo tree` lists, one per line.
fn core_crates(listed: &str) -> Verdict {
    let mut verdict = Verdict::default();
    for name in listed.lines().filter_map(|line| line.split_whitespace().next()) {
        verdict.judged += 1;
        if FOREIGN.contains(&name) || name.starts_with("tauri-") {
            verdict.fault(
                "keting-core",
                format!("depends on {name}; the core has no window, no network, no async"),
            );
        }
    }
    verdict
}

/// An operation is a file of a noun with a public `run`; the list must name it as `noun::verb`.
fn listed(tree: &Tree) -> Verdict {
    let mut verdict = Verdict::default();
    let table: String = tree
        .files
        .iter()
        .filter(|file| is_table(&file.path))
        .map(|file| file.text.as_str())
        .collect();
    for file in tree
        .files
        .iter()
        .filter(|file| is_shipped(file) && defines_run(file))
    {
        let Some((noun, verb)) = operation(&file.path) else {
            continue;
        };
        verdict.judged += 1;
        if !table.contains(&format!("{noun}::{verb}")) {
            verdict.fault(&file.path, format!("`{noun}::{verb}` is not in operations.rs"));
        }
    }
    verdict
}

fn is_table(path: &str) -> bool {
    path == "src-tauri/core/src/operations.rs" || path.starts_with("src-tauri/core/src/operations/")
}

fn defines_run(file: &File) -> bool {
    file.code()
        .lines()
        .any(|line| line.starts_with("pub fn run(") || line.starts_with("pub(crate) fn run("))
}

fn operation(path: &str) -> Option<(&str, &str)> {
    let (noun, verb) = path
        .strip_prefix("src-tauri/core/src/")?
        .strip_suffix(".rs")?
        .split_once('/')?;
    (!["store", "operations"].contains(&noun) && !verb.contains('/')).then_some((noun, verb))
}

#[test]
fn sql_stays_in_the_stores() {
    holds(&sql(&Tree::repository()));
}

#[test]
fn sql_elsewhere_is_found() {
    let statement = "    let rows = tx.all(\"SELECT id FROM cases\")?;\n";
    assert!(
        sql(&Tree::sample(&[("src-tauri/core/src/cases/store.rs", statement)]))
            .faults
            .is_empty()
    );
    assert!(
        sql(&Tree::sample(&[(
            "src-tauri/core/src/store/sqlite.rs",
            statement
        )]))
        .faults
        .is_empty()
    );
    for path in [
        "src-tauri/core/src/cases/list.rs",
        "src-tauri/server/src/main.rs",
        "src-tauri/desktop/lib.rs",
    ] {
        bites(&sql(&Tree::sample(&[(path, statement)])), &format!("{path}:1"));
    }
    let long = "const Q: &str = r\"\n    DELETE FROM cases\n\";\n";
    bites(
        &sql(&Tree::sample(&[("src-tauri/core/src/cases/list.rs", long)])),
        "src-tauri/core/src/cases/list.rs:2",
    );
}

#[test]
fn only_connect_speaks_to_the_network() {
    holds(&network(&Tree::repository()));
}

#[test]
fn a_second_speaker_is_found() {
    let code = "use reqwest::Client;\n";
    assert!(
        network(&Tree::sample(&[("src-tauri/connect/src/lib.rs", code)]))
            .faults
            .is_empty()
    );
    bites(
        &network(&Tree::sample(&[("src-tauri/desktop/lib.rs", code)])),
        "src-tauri/desktop/lib.rs:1",
    );
}

#[test]
fn only_the_bridge_knows_the_window() {
    holds(&window(&Tree::repository()));
}

#[test]
fn a_second_bridge_is_found() {
    let code = "// why\nimport { invoke } from \"@tauri-apps/api/core\";\n";
    assert!(
        window(&Tree::sample(&[("ui/src/bridge/tauri.ts", code)]))
            .faults
            .is_empty()
    );
    bites(
        &window(&Tree::sample(&[("ui/src/features/cases/List.vue", code)])),
        "ui/src/features/cases/List.vue:2",
    );
}

#[test]
fn the_core_depends_on_no_window_network_or_runtime() {
    let mut cargo = Command::new(std::env!("CARGO"));
    cargo.current_dir(root()).args([
        "tree",
        "--locked",
        "--package",
        "keting-core",
        "--no-default-features",
    ]);
    let output = cargo
        .args(["--edges", "normal,build", "--prefix", "none"])
        .output()
        .expect("cargo starts");
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    holds(&core_crates(&String::from_utf8_lossy(&output.stdout)));
}

#[test]
fn a_foreign_crate_under_the_core_is_found() {
    bites(
        &core_crates("keting-core v0.1.0\nserde v1.0.229\ntokio v1.54.1\n"),
        "keting-core",
    );
    bites(
        &core_crates("keting-core v0.1.0\ntauri-utils v2.0.0\n"),
        "keting-core",
    );
}

#[test]
fn every_operation_is_listed() {
    holds(&listed(&Tree::repository()));
}

#[test]
fn an_unlisted_operation_is_found() {
    let table = (
        "src-tauri/core/src/operations.rs",
        "write \"cases.register\" => cases::register,\n",
    );
    let run = "pub fn run(desk: &mut Desk, input: Input) -> Answer<Output> {\n";
    let good = Tree::sample(&[table, ("src-tauri/core/src/cases/register.rs", run)]);
    assert!(listed(&good).judged == 1 && listed(&good).faults.is_empty());
    let bad = Tree::sample(&[table, ("src-tauri/core/src/cases/close.rs", run)]);
    bites(&listed(&bad), "src-tauri/core/src/cases/close.rs");
}
