//! Every dependency is pinned to one version and has its reason in ARCHITECTURE.md; lock files name no download address.

use crate::tree::{File, Tree, Verdict, bites, holds};

const REASONS: &str = "ARCHITECTURE.md";

/// One dependency as a manifest asks for it.
#[derive(Debug, PartialEq, Eq)]
struct Asked {
    name: String,
    version: Option<String>,
    line: usize,
}

/// The tables of a Cargo.toml that ask for crates. Own crates (by path) and `workspace = true` carry no version.
fn crates(manifest: &File) -> Vec<Asked> {
    let (mut asked, mut inside) = (Vec::new(), false);
    for (line, text) in manifest.text.lines().enumerate() {
        if text.starts_with('[') {
            inside = text.trim_end_matches(']').ends_with("dependencies");
        } else if let Some((name, value)) = text.split_once('=').filter(|_| inside && !text.starts_with('#'))
        {
            if name.trim().ends_with(".workspace")
                || value.contains("workspace = true")
                || value.contains("path =")
            {
                continue;
            }
            let version = value
                .split("version =")
                .last()
                .and_then(|rest| rest.split('"').nth(1))
                .map(String::from);
            asked.push(Asked {
                name: name.trim().into(),
                version,
                line,
            });
        }
    }
    asked
}

/// The packages that a package.json asks for, one per line as npm writes them.
fn packages(manifest: &File) -> Vec<Asked> {
    let (mut asked, mut inside) = (Vec::new(), false);
    for (line, text) in manifest.text.lines().enumerate() {
        let mut parts = text.split('"').skip(1).step_by(2);
        match (parts.next(), parts.next()) {
            (Some(section), None) => inside = section.to_lowercase().ends_with("dependencies"),
            (Some(name), version) if inside => {
                asked.push(Asked {
                    name: name.into(),
                    version: version.map(String::from),
                    line,
                });
            }
            _ if text.trim().starts_with('}') => inside = false,
            _ => {}
        }
    }
    asked
}

fn asked_by(manifest: &File) -> Vec<Asked> {
    if manifest.ends(&["Cargo.toml"]) {
        crates(manifest)
    } else {
        packages(manifest)
    }
}

fn manifests(tree: &Tree) -> Vec<(&File, Vec<Asked>)> {
    let kinds = |file: &File| file.ends(&["Cargo.toml", "package.json"]);
    tree.files
        .iter()
        .filter(|file| kinds(file))
        .map(|file| (file, asked_by(file)))
        .collect()
}

fn pins(tree: &Tree) -> Verdict {
    let mut verdict = Verdict::default();
    for (file, asked) in manifests(tree) {
        for Asked { name, version, line } in asked {
            verdict.judged += 1;
            let exact = version.as_deref().is_some_and(|version| {
                let number = if file.ends(&["Cargo.toml"]) {
                    version.strip_prefix('=')
                } else {
                    Some(version)
                };
                number.is_some_and(is_exact)
            });
            if !exact {
                verdict.fault_at(
                    &file.path,
                    line,
                    format!("{name} is not pinned to one version ({version:?})"),
                );
            }
        }
    }
    verdict
}

fn is_exact(number: &str) -> bool {
    let core = number.split(['-', '+']).next().unwrap_or_default();
    core.split('.').count() == 3 && core.split('.').all(|part| part.parse::<u32>().is_ok())
}

fn reasons(tree: &Tree) -> Verdict {
    let mut verdict = Verdict::default();
    let page = tree
        .file(REASONS)
        .map(|file| file.text.as_str())
        .unwrap_or_default();
    let rows: Vec<&str> = page.lines().filter(|line| line.starts_with('|')).collect();
    for (file, asked) in manifests(tree) {
        for Asked { name, line, .. } in asked {
            verdict.judged += 1;
            let first_cell = |row: &&&str| {
                row.split('|')
                    .nth(1)
                    .is_some_and(|cell| cell.contains(&format!("`{name}`")))
            };
            let reason = rows
                .iter()
                .find(first_cell)
                .and_then(|row| row.split('|').nth(2))
                .unwrap_or_default();
            if reason.trim().len() < 10 {
                verdict.fault_at(
                    &file.path,
                    line,
                    format!("{name} has no row with its reason in {REASONS}"),
                );
            }
        }
    }
    verdict
}

/// Rows of the two tables under "Dependencies" whose dependency nobody asks for any more.
fn stale_reasons(tree: &Tree) -> Verdict {
    let mut verdict = Verdict::default();
    let Some(page) = tree.file(REASONS) else {
        return verdict;
    };
    let manifests = manifests(tree);
    let asked: Vec<&str> = manifests
        .iter()
        .flat_map(|(_, asked)| asked)
        .map(|one| one.name.as_str())
        .collect();
    let lines = page
        .text
        .lines()
        .enumerate()
        .skip_while(|(_, line)| *line != "## Dependencies");
    for (at, line) in lines {
        let Some(name) = line.strip_prefix("| `").and_then(|rest| rest.split('`').next()) else {
            continue;
        };
        verdict.judged += 1;
        if !asked.contains(&name) {
            verdict.fault_at(
                REASONS,
                at,
                format!("nobody asks for {name} any more: remove its row"),
            );
        }
    }
    verdict
}

fn addresses(tree: &Tree) -> Verdict {
    let mut verdict = Verdict::default();
    for file in tree.files.iter().filter(|file| file.ends(&["package-lock.json"])) {
        verdict.judged += 1;
        if let Some(at) = file
            .text
            .lines()
            .position(|line| line.trim_start().starts_with("\"resolved\": \"http"))
        {
            let what = "a lock file without download addresses works behind every mirror: set omit-lockfile-registry-resolved";
            verdict.fault_at(&file.path, at, what);
        }
    }
    verdict
}

#[test]
fn every_dependency_is_pinned() {
    holds(&pins(&Tree::repository()));
}

#[test]
fn a_loose_version_is_found() {
    let manifest = |line: &str| {
        format!("[workspace.dependencies]\nours = {{ path = \"core\" }}\n{line}\n[lints]\nx = \"1\"\n")
    };
    for good in [
        "serde = \"=1.0.229\"",
        "serde = { version = \"=1.0.229\", features = [\"derive\"] }",
        "rc = \"=2.0.0-rc.26\"",
    ] {
        assert!(
            pins(&Tree::sample(&[("Cargo.toml", &manifest(good))]))
                .faults
                .is_empty(),
            "{good}"
        );
    }
    for bad in [
        "serde = \"1.0.229\"",
        "serde = { version = \"1\" }",
        "serde = \"*\"",
        "serde = { git = \"x\" }",
        "serde = \"=1.0\"",
    ] {
        bites(
            &pins(&Tree::sample(&[("Cargo.toml", &manifest(bad))])),
            "Cargo.toml:3",
        );
    }
    let package = |version: &str| {
        format!("{{\n  \"dependencies\": {{\n    \"vue\": \"{version}\"\n  }},\n  \"a\": \"^1\"\n}}\n")
    };
    assert!(
        pins(&Tree::sample(&[("ui/package.json", &package("3.5.45"))]))
            .faults
            .is_empty()
    );
    for bad in ["^3.5.45", "~3.5.45", "3", "latest", "3.x.1"] {
        bites(
            &pins(&Tree::sample(&[("ui/package.json", &package(bad))])),
            "ui/package.json:3",
        );
    }
}

#[test]
fn every_dependency_has_its_reason() {
    holds(&reasons(&Tree::repository()));
}

#[test]
fn a_dependency_without_a_reason_is_found() {
    let manifest = ("Cargo.toml", "[dependencies]\nserde = \"=1.0.229\"\n");
    let judge = |page: &str| reasons(&Tree::sample(&[manifest, (REASONS, page)]));
    assert!(
        judge("| `serde` | reads and writes JSON by derive |\n")
            .faults
            .is_empty()
    );
    for page in [
        "",
        "| `serde_json` | reads and writes JSON |\n",
        "| `serde` | |\n",
        "we use `serde` because of JSON\n",
    ] {
        bites(&judge(page), "Cargo.toml:2");
    }
}

#[test]
fn every_reason_has_its_dependency() {
    holds(&stale_reasons(&Tree::repository()));
}

#[test]
fn a_reason_without_a_dependency_is_found() {
    let manifest = ("Cargo.toml", "[dependencies]\nserde = \"=1.0.229\"\n");
    let page = "| `core/` | a map |\n## Dependencies\n| `serde` | by derive |\n| `gone` | once useful |\n";
    bites(
        &stale_reasons(&Tree::sample(&[manifest, (REASONS, page)])),
        "ARCHITECTURE.md:4",
    );
}

#[test]
fn lock_files_name_no_address() {
    holds(&addresses(&Tree::repository()));
}

#[test]
fn an_address_in_a_lock_file_is_found() {
    let line = "{\n  \"resolved\": \"https://mirror/vue.tgz\",\n";
    bites(
        &addresses(&Tree::sample(&[("ui/package-lock.json", line)])),
        "ui/package-lock.json:2",
    );
}
