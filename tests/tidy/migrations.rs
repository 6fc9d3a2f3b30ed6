//! Migrations are numbered without a gap and never change once they were written down in `migrations.txt`:
//! a centre's file may have been made by any of them. A change to the data is a new migration at the end.

use crate::tree::{Tree, Verdict, bites, holds};

const FOLDER: &str = "src-tauri/core/src/store/migrations/";
const RECORD: &str = "tests/tidy/migrations.txt";

fn judge(tree: &Tree) -> Verdict {
    let mut verdict = Verdict::default();
    let recorded: Vec<&str> = tree
        .file(RECORD)
        .map(|file| file.text.lines().collect())
        .unwrap_or_default();
    let recorded: Vec<&str> = recorded
        .into_iter()
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .collect();
    let found: Vec<_> = tree
        .files
        .iter()
        .filter(|file| file.path.starts_with(FOLDER) && file.ends(&[".sql"]))
        .collect();
    for (at, file) in found.iter().enumerate() {
        verdict.judged += 1;
        let name = file.path.trim_start_matches(FOLDER);
        if !name.starts_with(&format!("{:04}_", at + 1)) {
            verdict.fault(
                &file.path,
                format!(
                    "migrations are numbered without a gap; this one should be {:04}",
                    at + 1
                ),
            );
        }
        let line = format!("{name} {:016x}", digest(&file.text));
        match recorded.iter().find(|line| line.split(' ').next() == Some(name)) {
            Some(known) if **known == line => {}
            Some(_) => {
                verdict.fault(
                    &file.path,
                    format!("a migration never changes; add a new one (its text is now `{line}`)"),
                );
            }
            None => verdict.fault(&file.path, format!("new: append `{line}` to {RECORD}")),
        }
    }
    for line in recorded.iter().skip(found.len()) {
        verdict.fault(
            RECORD,
            format!("`{line}` has lost its file; migrations are never removed"),
        );
    }
    verdict
}

/// FNV-1a: enough to notice an edit; nobody attacks this list.
fn digest(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |sum, byte| {
        (sum ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

#[test]
fn migrations_are_append_only() {
    holds(&judge(&Tree::repository()));
}

#[test]
fn a_changed_removed_or_misnumbered_migration_is_found() {
    let path = |name: &str| format!("{FOLDER}{name}");
    let (one, two, three) = (
        path("0001_desk.sql"),
        path("0002_rooms.sql"),
        path("0003_gap.sql"),
    );
    let line = |name: &str, text: &str| format!("{name} {:016x}\n", digest(text));
    let record = format!(
        "# head\n{}{}",
        line("0001_desk.sql", "one"),
        line("0002_rooms.sql", "two")
    );
    let judge = |files: &[(&str, &str)]| {
        let mut all = files.to_vec();
        all.push((RECORD, &record));
        judge(&Tree::sample(&all))
    };
    assert!(judge(&[(&one, "one"), (&two, "two")]).faults.is_empty());
    bites(&judge(&[(&one, "one"), (&two, "2")]), &two);
    bites(&judge(&[(&one, "one")]), RECORD);
    assert_eq!(
        judge(&[(&one, "one"), (&three, "new")]).faults.len(),
        2,
        "neither its number nor its record is right"
    );
}
