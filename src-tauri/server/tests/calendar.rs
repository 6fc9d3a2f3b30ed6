//! `keting calendar` as a shell sees it: what it prints, its exit codes, and that it asks for no data folder.

#![allow(
    clippy::expect_used,
    reason = "a test that cannot go on fails, and helpers of tests are tests"
)]

use std::{
    fs,
    process::{Command, Output},
};

use serde_json::{Value, json};

fn run(arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_keting"));
    command.arg("calendar").args(arguments);
    command.output().expect("it runs")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).expect("UTF-8")
}

fn done(arguments: &[&str]) -> String {
    let output = run(arguments);
    assert!(
        output.status.success() && output.stderr.is_empty(),
        "{arguments:?}: {} {}",
        text(&output.stdout),
        text(&output.stderr)
    );
    text(&output.stdout)
}

fn parsed(arguments: &[&str]) -> Value {
    serde_json::from_str(&done(arguments)).expect("JSON")
}

/// The reasons of a refusal, as (field, code).
fn refused(arguments: &[&str]) -> Vec<(String, String)> {
    let output = run(arguments);
    assert_eq!(
        output.status.code(),
        Some(2),
        "{arguments:?}: {} {}",
        text(&output.stdout),
        text(&output.stderr)
    );
    let problem: Value = serde_json::from_slice(&output.stdout).expect("the problem as JSON");
    assert_eq!(problem["code"], "invalid_input");
    let word = |value: &Value| value.as_str().expect("a word").to_owned();
    let reasons = problem["reasons"].as_array().expect("reasons");
    reasons
        .iter()
        .map(|reason| (word(&reason["field"]), word(&reason["code"])))
        .collect()
}

fn reasons(expected: &[(&str, &str)]) -> Vec<(String, String)> {
    expected
        .iter()
        .map(|(field, code)| ((*field).to_owned(), (*code).to_owned()))
        .collect()
}

#[test]
fn add_days_explains_and_ends_with_the_date_alone() {
    let printed = done(&["add-days", "2026-09-18", "1"]);
    assert_eq!(
        printed.lines().collect::<Vec<_>>(),
        [
            "从2026年9月18日（星期五）起算1个工作日：当日不计，次日起数。",
            "9月19日（星期六）：周末，不计。",
            "9月20日（星期日）：国庆节调休上班（按星期二），第1个工作日。",
            "到期日：2026年9月20日（星期日）。",
            "2026-09-20",
        ]
    );
    for (from, n, end) in [
        ("2026-09-29", "5", "2026-10-12"),
        ("2025-12-31", "3", "2026-01-06"),
        ("2026-10-03", "0", "2026-10-03"),
    ] {
        assert_eq!(
            done(&["add-days", from, n]).lines().last(),
            Some(end),
            "{from} + {n}"
        );
    }
}

#[test]
fn add_days_as_json_gives_every_step() {
    assert_eq!(
        parsed(&["add-days", "2026-09-18", "1", "--json"]),
        json!({
            "date": "2026-09-20",
            "provisional": false,
            "steps": [
                { "date": "2026-09-19", "working": false, "why": { "kind": "weekend" }, "provisional": false, "counted": 0 },
                {
                    "date": "2026-09-20", "working": true,
                    "why": { "kind": "make_up", "name": "国庆节", "stands_for": 2 }, "provisional": false, "counted": 1,
                },
            ],
        })
    );
    let provisional = parsed(&["add-days", "2026-12-30", "3", "--json"]);
    assert_eq!(provisional["provisional"], true);
    assert_eq!(
        provisional["steps"][1]["why"],
        json!({ "kind": "holiday", "name": "元旦" })
    );
}

#[test]
fn explain_gives_the_words_alone_and_warns() {
    let printed = done(&["explain", "2026-12-30", "3"]);
    let lines: Vec<&str> = printed.lines().collect();
    assert_eq!(lines[lines.len() - 2], "到期日（暂定）：2027年1月5日（星期二）。");
    assert!(
        lines[lines.len() - 1].starts_with("注意：2027年的放假安排尚未收录"),
        "{printed}"
    );
    assert!(!done(&["explain", "2026-09-18", "1"]).contains("注意"));
    let value = parsed(&["explain", "2026-12-30", "3", "--json"]);
    assert_eq!(value["date"], "2027-01-05");
    assert_eq!(value["provisional"], true);
    assert_eq!(value["explanation"], json!(lines));
}

#[test]
fn days_lists_a_whole_year() {
    let printed = done(&["days", "2026"]);
    let lines: Vec<&str> = printed.lines().collect();
    assert_eq!(lines.len(), 365);
    assert_eq!(
        lines
            .iter()
            .filter(|line| line.split(' ').nth(1) == Some("1"))
            .count(),
        248
    );
    for line in [
        "2026-09-18 1 工作日",
        "2026-09-19 0 周末",
        "2026-09-20 1 国庆节调休上班（按星期二）",
        "2026-10-01 0 国庆节放假",
    ] {
        assert!(lines.contains(&line), "{line}");
    }
    let next = done(&["days", "2027"]);
    assert!(
        next.lines().all(|line| line.ends_with("（暂定）"))
            && next.contains("2027-06-09 0 端午节放假（暂定）")
    );
    assert_eq!(done(&["days", "2024"]).lines().count(), 366);
}

#[test]
fn days_as_json_is_a_list() {
    let days = parsed(&["days", "2026", "--json"]);
    assert_eq!(days.as_array().map(Vec::len), Some(365));
    assert_eq!(
        days[0],
        json!({ "date": "2026-01-01", "working": false, "why": { "kind": "holiday", "name": "元旦" }, "provisional": false })
    );
}

#[test]
fn no_data_folder_is_asked_for_or_touched() {
    let folder = tempfile::tempdir().expect("a folder");
    let name = folder.path().to_str().expect("UTF-8");
    let is_empty = || fs::read_dir(folder.path()).expect("readable").next().is_none();
    done(&["days", "2026", "--data", name]);
    done(&["add-days", "2026-09-18", "1", "--data", name]);
    done(&["explain", "2026-09-18", "1", "--data", name]);
    assert!(is_empty(), "the calendar wrote into the data folder");
    let mut other = Command::new(env!("CARGO_BIN_EXE_keting"));
    other.args(["head", "--data", name]).output().expect("it runs");
    assert!(
        !is_empty(),
        "another command leaves a trace there, so the trace would be seen"
    );
}

#[test]
fn slips_are_refused_with_every_reason() {
    let date = reasons(&[("date", "date_malformed")]);
    for bad in ["2026-2-3", "2026-02-30", "tomorrow", "-5", ""] {
        assert_eq!(refused(&["add-days", bad, "1"]), date, "{bad:?}");
        assert_eq!(refused(&["explain", bad, "1"]), date, "{bad:?}");
    }
    let n = reasons(&[("n", "out_of_range")]);
    for bad in ["-1", "1001", "70000", "1.5", "many", ""] {
        assert_eq!(refused(&["add-days", "2026-09-18", bad]), n, "{bad:?}");
        assert_eq!(refused(&["explain", "2026-09-18", bad]), n, "{bad:?}");
    }
    assert_eq!(
        refused(&["add-days", "2026-02-30", "-1"]),
        reasons(&[("date", "date_malformed"), ("n", "out_of_range")])
    );
    assert_eq!(
        refused(&["add-days", "1899-12-31", "1"]),
        reasons(&[("date", "out_of_range")])
    );
    let year = reasons(&[("year", "out_of_range")]);
    for bad in ["1899", "2200", "-2026", "99999999999", "this", ""] {
        assert_eq!(refused(&["days", bad]), year, "{bad:?}");
    }
    done(&["add-days", "2026-09-18", "1000"]);
}
