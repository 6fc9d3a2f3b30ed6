//! Files and functions stay small enough to be read at one go.

use crate::tree::{File, Tree, Verdict, bites, holds};

/// Endings and their limits in lines.
const LIMITS: [(&str, usize); 5] = [
    (".rs", 600),
    (".ts", 400),
    (".mjs", 400),
    (".js", 400),
    (".vue", 300),
];

/// Lines of one Rust function, from its first word to its closing brace.
const FUNCTION: usize = 70;

/// Written by a program, read by nobody at one go.
const GENERATED: [&str; 1] = ["ui/src/bridge/generated.ts"];

fn files(tree: &Tree) -> Verdict {
    let mut verdict = Verdict::default();
    for file in tree
        .files
        .iter()
        .filter(|file| !GENERATED.contains(&file.path.as_str()))
    {
        let Some((_, limit)) = LIMITS.iter().find(|(ending, _)| file.path.ends_with(ending)) else {
            continue;
        };
        verdict.judged += 1;
        let lines = file.text.lines().count();
        if lines > *limit {
            verdict.fault(
                &file.path,
                format!("{lines} lines; at most {limit}: split it by what it does"),
            );
        }
    }
    verdict
}

fn functions(tree: &Tree) -> Verdict {
    let mut verdict = Verdict::default();
    for file in tree.files.iter().filter(|file| file.ends(&[".rs"])) {
        judge_functions(file, &mut verdict);
    }
    verdict
}

/// Relies on rustfmt: a function ends at the first closing brace that stands as far in as its first word.
fn judge_functions(file: &File, verdict: &mut Verdict) {
    let lines: Vec<&str> = file.text.lines().collect();
    for (start, line) in lines.iter().enumerate().filter(|(_, line)| opens_function(line)) {
        verdict.judged += 1;
        let indent = line.len() - line.trim_start().len();
        let end = format!("{}}}", &line[..indent]);
        let length = lines[start..]
            .iter()
            .position(|line| *line == end)
            .map_or(1, |at| at + 1);
        let one_line = line.trim_end().ends_with('}') || line.trim_end().ends_with(';');
        if length > FUNCTION && !one_line {
            verdict.fault_at(
                &file.path,
                start,
                format!("a function of {length} lines; at most {FUNCTION}"),
            );
        }
    }
}

fn opens_function(line: &str) -> bool {
    let mut words = line.split_whitespace();
    let qualifiers = [
        "pub",
        "pub(crate)",
        "pub(super)",
        "const",
        "async",
        "unsafe",
        "extern",
        "default",
    ];
    words
        .find(|word| !qualifiers.contains(word))
        .is_some_and(|word| word == "fn")
}

#[test]
fn no_file_is_too_long() {
    holds(&files(&Tree::repository()));
}

#[test]
fn a_file_that_is_too_long_is_found() {
    let (fits, over) = ("x\n".repeat(600), "x\n".repeat(601));
    bites(
        &files(&Tree::sample(&[
            ("a.rs", &fits),
            ("b.rs", &over),
            ("c.md", &over),
        ])),
        "b.rs",
    );
    let (fits, over) = ("x\n".repeat(300), "x\n".repeat(301));
    bites(
        &files(&Tree::sample(&[
            ("a.vue", &fits),
            ("b.vue", &over),
            ("c.ts", &over),
        ])),
        "b.vue",
    );
    assert!(
        files(&Tree::sample(&[(
            "ui/src/bridge/generated.ts",
            &"x\n".repeat(9000)
        )]))
        .faults
        .is_empty()
    );
}

#[test]
fn no_function_is_too_long() {
    holds(&functions(&Tree::repository()));
}

#[test]
fn a_function_that_is_too_long_is_found() {
    let body = |lines| {
        format!(
            "impl A {{\n    pub async fn b() {{\n{}    }}\n}}\n",
            "        x();\n".repeat(lines)
        )
    };
    bites(
        &functions(&Tree::sample(&[("a.rs", &body(68)), ("b.rs", &body(69))])),
        "b.rs:2",
    );
}
