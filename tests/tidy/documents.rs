//! Every file opens with why it exists; every exception to a lint says why it is one.

use crate::tree::{Tree, Verdict, bites, holds};

/// A file's opening words must say at least this much.
const LEAST_WORDS: usize = 4;

fn openings(tree: &Tree) -> Verdict {
    let mut verdict = Verdict::default();
    for file in tree
        .files
        .iter()
        .filter(|file| file.ends(&[".rs", ".ts", ".mjs", ".js", ".vue"]))
    {
        verdict.judged += 1;
        let words = if file.ends(&[".rs"]) {
            rust_opening(&file.text)
        } else {
            script_opening(&file.text)
        };
        if words.map_or(0, |text| weight(&text)) < LEAST_WORDS {
            verdict.fault(
                &file.path,
                "opens without saying why it exists and what it refuses to do",
            );
        }
    }
    verdict
}

/// English words, or Chinese characters.
fn weight(text: &str) -> usize {
    let chinese = text
        .chars()
        .filter(|letter| ('\u{4e00}'..='\u{9fff}').contains(letter))
        .count();
    text.split_whitespace()
        .filter(|word| word.chars().any(char::is_alphabetic))
        .count()
        + chinese
}

fn rust_opening(text: &str) -> Option<String> {
    let doc = text
        .lines()
        .take_while(|line| line.starts_with("//!"))
        .map(|line| line.trim_start_matches("//!"));
    Some(doc.collect::<Vec<_>>().join(" "))
}

fn script_opening(text: &str) -> Option<String> {
    let mut lines = text.lines().map(str::trim).skip_while(|line| {
        line.is_empty() || line.starts_with("#!") || line.starts_with("<script") || *line == "\"use strict\";"
    });
    let first = lines.next()?;
    let starts = ["//", "/*", "<!--"];
    if !starts.iter().any(|start| first.starts_with(start)) {
        return None;
    }
    let rest = lines.take_while(|line| line.starts_with("//") || line.starts_with('*'));
    Some(std::iter::once(first).chain(rest).collect::<Vec<_>>().join(" "))
}

fn reasons(tree: &Tree) -> Verdict {
    let mut verdict = Verdict::default();
    for file in tree.files.iter().filter(|file| file.ends(&[".rs"])) {
        let code = file.code();
        let lines: Vec<&str> = code.lines().collect();
        for (at, line) in lines.iter().enumerate().filter(|(_, line)| relaxes_a_lint(line)) {
            verdict.judged += 1;
            let end = lines[at..]
                .iter()
                .position(|line| line.trim_end().ends_with(")]"))
                .unwrap_or(0);
            if !lines[at..=at + end].iter().any(|line| line.contains("reason =")) {
                verdict.fault_at(&file.path, at, format!("`{}` gives no reason", line.trim()));
            }
        }
    }
    verdict
}

fn relaxes_a_lint(line: &str) -> bool {
    ["#[allow(", "#![allow(", "#[expect(", "#![expect("]
        .iter()
        .any(|start| line.trim_start().starts_with(start))
}

#[test]
fn every_file_says_why_it_exists() {
    holds(&openings(&Tree::repository()));
}

#[test]
fn a_silent_file_is_found() {
    let good = [
        ("a.rs", "//! Holds the cases, and nothing else.\nfn a() {}\n"),
        ("a.ts", "// Speaks to the core over HTTP.\nexport {};\n"),
        ("a.vue", "<!-- One row of the list of cases. -->\n<template />\n"),
        (
            "b.vue",
            "<script setup lang=\"ts\">\n// One row of the list of cases.\n</script>\n",
        ),
        ("c.ts", "/* 案件列表的一行 */\n"),
    ];
    assert!(openings(&Tree::sample(&good)).faults.is_empty());
    for bad in [
        ("b.rs", "fn a() {}\n"),
        ("b.rs", "//! \n"),
        ("b.rs", "// Not a module comment at all.\n"),
    ] {
        bites(&openings(&Tree::sample(&[bad])), "b.rs");
    }
    bites(
        &openings(&Tree::sample(&[(
            "b.ts",
            "import { a } from \"b\";\n// too late to say it here\n",
        )])),
        "b.ts",
    );
    bites(&openings(&Tree::sample(&[("b.vue", "<template />\n")])), "b.vue");
}

#[test]
fn every_relaxed_lint_has_its_reason() {
    holds(&reasons(&Tree::repository()));
}

#[test]
fn a_relaxed_lint_without_a_reason_is_found() {
    let short = "//! x\n#[allow(clippy::unwrap_used)]\nfn a() {}\n";
    bites(&reasons(&Tree::sample(&[("a.rs", short)])), "a.rs:2");
    let long = "#![expect(\n    clippy::unwrap_used,\n    reason = \"the number was checked above\"\n)]\n";
    assert!(reasons(&Tree::sample(&[("a.rs", long)])).faults.is_empty());
}
