//! The floors of the house: a noun of the core imports only nouns on lower floors, and never another's `store.rs`.
//! Where a lower noun needs a higher one it defines a port or states a fact, and `reactions.rs` binds them.

use crate::tree::{Tree, Verdict, bites, holds};

const CORE: &str = "src-tauri/core/src/";

/// The nouns by floor, from the ground up. Nouns of one floor do not know each other, except on the ground,
/// where each knows those before it.
const FLOORS: &[&[&str]] = &[
    &["calendar"],
    &["org"],
    &["people"],
    &["rooms", "points", "cases", "drafts"],
    &["volunteers"],
    &["rota"],
    &["services"],
    &["flows"],
    &[
        "workorders",
        "orders",
        "lists",
        "callup",
        "registry",
        "activities",
    ],
    &["today", "search", "exchange", "paper", "reports"],
];

/// Modules below every noun. They know no noun at all.
const FOUNDATION: [&str; 8] = [
    "store", "audit", "requests", "problem", "id", "time", "text", "hashing",
];

/// Modules above every noun, which bind them.
const ROOF: [&str; 2] = ["operations", "sample"];

fn floor(module: &str) -> Option<usize> {
    FLOORS.iter().position(|nouns| nouns.contains(&module))
}

fn imports(tree: &Tree) -> Verdict {
    let mut verdict = Verdict::default();
    for file in &tree.files {
        let Some(folder) = module(&file.path).filter(|module| !ROOF.contains(module)) else {
            continue;
        };
        verdict.judged += 1;
        if floor(folder).is_none() && !FOUNDATION.contains(&folder) {
            verdict.fault(
                &file.path,
                format!("`{folder}` has no floor; give it one in tests/tidy/floors.rs"),
            );
            continue;
        }
        for (at, line) in file.code().lines().enumerate() {
            for path in crate_paths(line) {
                if let Some(what) = wrong(folder, &path) {
                    verdict.fault_at(&file.path, at, what);
                }
            }
        }
    }
    verdict
}

/// The folder of a noun, or a file of the foundation. What lies beside the nouns otherwise binds them.
fn module(path: &str) -> Option<&str> {
    let inside = path.strip_prefix(CORE)?.strip_suffix(".rs")?;
    let (module, is_folder) = inside
        .split_once('/')
        .map_or((inside, false), |(folder, _)| (folder, true));
    (is_folder || FOUNDATION.contains(&module)).then_some(module)
}

fn wrong(from: &str, path: &[String]) -> Option<String> {
    let to = path.first()?;
    if to == from {
        return None;
    }
    let above = floor(to)?;
    if floor(from).is_none_or(|own| above >= own) {
        return Some(format!(
            "`{from}` imports `{to}`, which is not on a lower floor: use a port or a fact"
        ));
    }
    (path.get(1).is_some_and(|part| part == "store"))
        .then(|| format!("`{from}` reaches into the store of `{to}`"))
}

/// Every `crate::a::b` of a line as [a, b]; `crate::{a::b, c}` as [a, b] and [c].
fn crate_paths(line: &str) -> Vec<Vec<String>> {
    let mut paths = Vec::new();
    for rest in line.split("crate::").skip(1) {
        if let Some(group) = rest.strip_prefix('{') {
            paths.extend(group.split(',').map(segments));
        } else {
            paths.push(segments(rest));
        }
    }
    paths.retain(|path| !path.is_empty());
    paths
}

fn segments(text: &str) -> Vec<String> {
    let end = text
        .find(|letter: char| !(letter.is_alphanumeric() || letter == '_' || letter == ':' || letter == ' '));
    let path = text[..end.unwrap_or(text.len())].trim();
    path.split("::")
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .map(String::from)
        .collect()
}

#[test]
fn nouns_import_only_lower_nouns() {
    holds(&imports(&Tree::repository()));
}

#[test]
fn an_import_from_above_is_found() {
    let judge =
        |folder: &str, line: &str| imports(&Tree::sample(&[(&format!("{CORE}{folder}/book.rs"), line)]));
    assert!(judge("services", "use crate::rooms::Room;\n").faults.is_empty());
    assert!(
        judge("cases", "use crate::people::Account;\nuse crate::store::Tx;\n")
            .faults
            .is_empty()
    );
    assert!(
        judge("cases", "use crate::cases::store;\n").faults.is_empty(),
        "its own store is its own"
    );
    bites(
        &judge("people", "use crate::cases::Case;\n"),
        &format!("{CORE}people/book.rs:1"),
    );
    bites(
        &judge("cases", "use crate::rooms::Room;\n"),
        &format!("{CORE}cases/book.rs:1"),
    );
    bites(
        &judge("store", "\nlet x = crate::cases::List;\n"),
        &format!("{CORE}store/book.rs:2"),
    );
    bites(
        &judge("cases", "use crate::{problem::Problem, rota::Shift};\n"),
        &format!("{CORE}cases/book.rs:1"),
    );
    let problem = (&*format!("{CORE}problem.rs"), "use crate::cases::Case;\n");
    bites(
        &imports(&Tree::sample(&[problem])),
        &format!("{CORE}problem.rs:1"),
    );
    bites(&judge("attic", ""), &format!("{CORE}attic/book.rs"));
}

#[test]
fn another_nouns_store_is_found() {
    let file = (
        &*format!("{CORE}cases/list.rs"),
        "use crate::people::store::accounts;\n",
    );
    bites(
        &imports(&Tree::sample(&[file])),
        &format!("{CORE}cases/list.rs:1"),
    );
}
