//! No dead Rust file: each is reached by `mod` or by a path in a `Cargo.toml`.
//! A file that nothing declares looks alive and is never compiled.

use std::collections::BTreeSet;

use crate::tree::{Tree, Verdict, bites, holds};

fn reached(tree: &Tree) -> Verdict {
    let mut alive = BTreeSet::new();
    for root in roots(tree) {
        follow(tree, &root, true, &mut alive);
    }
    let mut verdict = Verdict::default();
    for file in tree.files.iter().filter(|file| file.ends(&[".rs"])) {
        verdict.judged += 1;
        if !alive.contains(&file.path) {
            verdict.fault(
                &file.path,
                "no `mod` and no Cargo.toml reaches it: declare it or remove it",
            );
        }
    }
    verdict
}

/// Where crates begin: the usual places, and every path that a Cargo.toml names.
fn roots(tree: &Tree) -> Vec<String> {
    let mut roots = Vec::new();
    for manifest in tree.files.iter().filter(|file| file.ends(&["Cargo.toml"])) {
        let folder = manifest.path.trim_end_matches("Cargo.toml");
        roots.extend(["src/lib.rs", "src/main.rs", "build.rs"].map(|usual| format!("{folder}{usual}")));
        let named = manifest.text.lines().filter_map(|line| line.split_once('='));
        let paths = named.filter(|(key, _)| ["path", "build"].contains(&key.trim()));
        roots.extend(paths.map(|(_, value)| format!("{folder}{}", value.trim().trim_matches('"'))));
        roots.extend(found_by_cargo(tree, folder, &manifest.text));
    }
    roots.retain(|root| tree.has(root));
    roots
}

/// Files that Cargo takes for crates by their folder, unless its manifest says otherwise.
fn found_by_cargo(tree: &Tree, folder: &str, manifest: &str) -> Vec<String> {
    let kinds = [
        ("tests", "autotests"),
        ("benches", "autobenches"),
        ("examples", "autoexamples"),
    ];
    let mut found = Vec::new();
    for (kind, switch) in kinds {
        if manifest.contains(&format!("{switch} = false")) {
            continue;
        }
        let base = format!("{folder}{kind}/");
        for file in tree.files.iter().filter(|file| file.ends(&[".rs"])) {
            let Some(rest) = file.path.strip_prefix(&base) else {
                continue;
            };
            if !rest.contains('/') || rest.ends_with("/main.rs") && rest.matches('/').count() == 1 {
                found.push(file.path.clone());
            }
        }
    }
    found
}

fn follow(tree: &Tree, path: &str, is_root: bool, alive: &mut BTreeSet<String>) {
    let Some(file) = tree.file(path) else { return };
    if !alive.insert(path.to_string()) {
        return;
    }
    let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
    let own = if is_root || name == "mod.rs" {
        folder.to_string()
    } else {
        join(folder, name.trim_end_matches(".rs"))
    };
    let mut named: Option<String> = None;
    for line in file.text.lines().map(str::trim) {
        if let Some(path) = line
            .strip_prefix("#[path = \"")
            .and_then(|rest| rest.strip_suffix("\"]"))
        {
            named = Some(join(folder, path));
        } else if let Some(module) = declared(line) {
            let usual = [
                join(&own, &format!("{module}.rs")),
                join(&own, &format!("{module}/mod.rs")),
            ];
            for candidate in named.take().into_iter().chain(usual) {
                follow(tree, &candidate, false, alive);
            }
        }
    }
}

fn declared(line: &str) -> Option<&str> {
    let rest = line
        .strip_prefix("pub ")
        .or_else(|| line.strip_prefix("pub(crate) "))
        .unwrap_or(line);
    let rest = rest.strip_prefix("pub(super) ").unwrap_or(rest);
    rest.strip_prefix("mod ")?.strip_suffix(';')
}

/// Joins as the compiler does, `..` included.
fn join(folder: &str, path: &str) -> String {
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in path.split('/') {
        match part {
            ".." => drop(parts.pop()),
            "." => {}
            _ => parts.push(part),
        }
    }
    parts.join("/")
}

#[test]
fn every_rust_file_is_alive() {
    holds(&reached(&Tree::repository()));
}

#[test]
fn a_dead_file_is_found() {
    let manifest = (
        "core/Cargo.toml",
        "[package]\nautotests = false\n[[test]]\nname = \"t\"\npath = \"tests/t.rs\"\n",
    );
    let alive = [
        manifest,
        ("core/src/lib.rs", "pub mod cases;\n#[cfg(test)]\nmod tests;\n"),
        ("core/src/cases/mod.rs", "mod list;\n"),
        ("core/src/cases/list.rs", "mod inner;\n"),
        ("core/src/cases/list/inner.rs", ""),
        ("core/src/tests.rs", ""),
        ("core/tests/t.rs", "#[path = \"t/part.rs\"]\nmod part;\n"),
        ("core/tests/t/part.rs", ""),
    ];
    assert!(reached(&Tree::sample(&alive)).faults.is_empty());
    for dead in [
        "core/src/cases/old.rs",
        "core/src/list.rs",
        "core/tests/u.rs",
        "core/src/cases/inner.rs",
    ] {
        let mut files = alive.to_vec();
        files.push((dead, ""));
        bites(&reached(&Tree::sample(&files)), dead);
    }
}

#[test]
fn tests_that_cargo_finds_by_itself_are_alive() {
    let found = [
        ("a/Cargo.toml", "[package]\n"),
        ("a/tests/one.rs", ""),
        ("a/tests/two/main.rs", "mod b;\n"),
        ("a/tests/two/b.rs", ""),
    ];
    assert!(reached(&Tree::sample(&found)).faults.is_empty());
}
