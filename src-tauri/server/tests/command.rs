//! The binary `keting` as a shell sees it: what it prints, where, and with which exit code.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on fails, and helpers of tests are tests"
)]

use std::{
    fs,
    io::{BufRead, BufReader, Read, Write},
    path::Path,
    process::{Child, Command, Output, Stdio},
};

use serde_json::{Value, json};
use tempfile::TempDir;

const PASSWORD: &str = "ke-ting-2026-mima";

fn keting(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_keting"));
    command
        .args(arguments)
        .env_remove("KETING_DATA")
        .env_remove("KETING_DATABASE")
        .env("KETING_PASSWORD", PASSWORD);
    command
}

fn run(arguments: &[&str]) -> Output {
    keting(arguments).output().expect("it runs")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).expect("UTF-8")
}

/// What a successful command printed.
fn done(arguments: &[&str]) -> String {
    let output = run(arguments);
    assert!(
        output.status.success(),
        "{arguments:?}: {} {}",
        text(&output.stdout),
        text(&output.stderr)
    );
    text(&output.stdout)
}

/// The code of the problem that a refused command printed.
fn refused(arguments: &[&str]) -> String {
    let output = run(arguments);
    assert_eq!(
        output.status.code(),
        Some(2),
        "{arguments:?}: {} {}",
        text(&output.stdout),
        text(&output.stderr)
    );
    let problem: Value = serde_json::from_slice(&output.stdout).expect("the problem as JSON");
    problem["code"].as_str().expect("a code").to_owned()
}

/// The sentence that a broken or misused command printed.
fn broken(arguments: &[&str]) -> String {
    let output = run(arguments);
    assert_eq!(
        output.status.code(),
        Some(1),
        "{arguments:?}: {}",
        text(&output.stdout)
    );
    assert!(
        output.stdout.is_empty(),
        "nothing on stdout for a script to misread"
    );
    text(&output.stderr)
}

fn sample() -> (TempDir, String) {
    let folder = tempfile::tempdir().expect("a folder");
    let name = folder.path().to_str().expect("UTF-8").to_owned();
    let accounts = done(&["sample", "--data", &name]);
    assert!(
        accounts.contains("qiantai1") && accounts.contains(PASSWORD),
        "{accounts}"
    );
    (folder, name)
}

fn case(matter: &str) -> String {
    json!({
        "channel": "visit", "visitor": { "anonymous": true, "name": null, "phone": null, "address": null },
        "matter": matter, "kind": "inquiry", "urgency": "normal", "category": null, "materials": null,
        "received_at": null, "way": "taken", "reply": null,
    })
    .to_string()
}

/// Changes one bit of every place in the file where the matter of [`register`] stands.
fn tamper(file: &Path) {
    let mut bytes = fs::read(file).expect("the data");
    let word = "询问办理流程".as_bytes();
    let places: Vec<usize> = (0..bytes.len() - word.len())
        .filter(|at| bytes[*at..].starts_with(word))
        .collect();
    assert!(!places.is_empty(), "the matter lies in the file");
    for at in places {
        bytes[at + 2] ^= 1;
    }
    fs::write(file, bytes).expect("written back");
}

fn register(data: &str, more: &[&str]) -> Value {
    let input = case("示例：询问办理流程");
    let mut arguments = vec![
        "call",
        "cases.register",
        "--data",
        data,
        "--as",
        "qiantai1",
        input.as_str(),
    ];
    arguments.extend(more);
    serde_json::from_str(&done(&arguments)).expect("the case")
}

/// `keting serve`, ended when it goes out of scope.
struct Served {
    child: Child,
    address: String,
}

impl Served {
    fn over(data: &str) -> Self {
        let mut child = keting(&["serve", "--data", data])
            .stdout(Stdio::piped())
            .spawn()
            .expect("it runs");
        let mut address = String::new();
        BufReader::new(child.stdout.as_mut().expect("piped"))
            .read_line(&mut address)
            .expect("its address");
        Self {
            child,
            address: address.trim().to_owned(),
        }
    }

    #[cfg(unix)]
    fn told_to_end(mut self) -> Option<i32> {
        let ended = Command::new("kill")
            .args(["-TERM", &self.child.id().to_string()])
            .status()
            .expect("kill");
        assert!(ended.success());
        self.child.wait().expect("its end").code()
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn a_sample_takes_a_case_and_verifies_until_a_byte_is_changed() {
    let (folder, data) = sample();
    let registered = register(&data, &[]);
    assert!(
        registered["number"]
            .as_str()
            .expect("a number")
            .starts_with("城林-"),
        "{registered}"
    );
    assert!(done(&["verify", "--data", &data]).contains("完整 whole"));
    let head = done(&["head", "--data", &data]);
    assert!(done(&["verify", "--data", &data, "--head", head.trim()]).contains("whole"));

    tamper(&folder.path().join("keting.db"));
    let output = run(&["verify", "--data", &data]);
    assert_eq!(output.status.code(), Some(2), "{}", text(&output.stdout));
    let output = run(&["verify", "--data", &data, "--json"]);
    assert_eq!(output.status.code(), Some(2), "{}", text(&output.stdout));
    let found: Value = serde_json::from_slice(&output.stdout).expect("the findings");
    let first = &found["findings"][0];
    let said = text(&run(&["verify", "--data", &data]).stdout);
    let key = first["key"].as_str().expect("the row");
    assert!(
        said.starts_with("不完整 not whole: ") && said.contains(key),
        "{said}"
    );
}

#[test]
fn a_head_that_was_never_there_is_not_whole() {
    let (_folder, data) = sample();
    let output = run(&["verify", "--data", &data, "--head", &"0".repeat(64)]);
    assert_eq!(output.status.code(), Some(2), "{}", text(&output.stdout));
}

#[test]
fn a_refusal_is_a_problem_on_stdout_and_a_misuse_a_sentence_on_stderr() {
    let (_folder, data) = sample();
    assert_eq!(
        refused(&[
            "call",
            "cases.register",
            "--data",
            &data,
            "--as",
            "qiantai1",
            "{}"
        ]),
        "malformed_input"
    );
    assert_eq!(
        refused(&["call", "accounts.list", "--data", &data]),
        "not_signed_in"
    );
    assert_eq!(
        refused(&["call", "accounts.list", "--data", &data, "--as", "qiantai1"]),
        "not_permitted"
    );
    assert_eq!(
        refused(&["call", "accounts.burn", "--data", &data]),
        "unknown_operation"
    );
    assert_eq!(refused(&["sample", "--data", &data]), "already_set_up");
    assert!(broken(&["call", "accounts.list", "--data", &data, "{"]).contains("not JSON"));
    assert!(broken(&["verify", "--data", "/nowhere/at/all"]).contains("no data folder"));
    assert!(broken(&["burn"]).contains("burn"));
    assert!(broken(&["call", "centre.status", "--at", "http://10.0.0.7:80"]).contains("127.0.0.1"));
    let silent = keting(&["call", "accounts.list", "--data", &data, "--as", "zhuren1"])
        .env_remove("KETING_PASSWORD")
        .output()
        .expect("it runs");
    assert_eq!(silent.status.code(), Some(1));
    let wrong = keting(&["call", "accounts.list", "--data", &data, "--as", "zhuren1"])
        .env("KETING_PASSWORD", "wrong-password")
        .output()
        .expect("it runs");
    assert_eq!(
        wrong.status.code(),
        Some(2),
        "control: with a wrong password it is a refusal"
    );
}

#[test]
fn an_operation_that_needs_nobody_works_without_a_login_and_reads_its_input_from_stdin() {
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path().to_str().expect("UTF-8");
    let status = |data: &str| -> Value {
        serde_json::from_str(&done(&["call", "centre.status", "--data", data])).expect("JSON")
    };
    assert_eq!(status(data)["set_up"], false);
    let input = json!({
        "name": "城林社区党群服务中心", "short": "城林", "zone": null,
        "head": { "name": "示例主任", "login": "zhuren", "password": PASSWORD },
    });
    let mut child = keting(&["call", "centre.set_up", "--data", data, "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("it runs");
    child
        .stdin
        .take()
        .expect("piped")
        .write_all(input.to_string().as_bytes())
        .expect("it reads");
    let mut printed = String::new();
    child
        .stdout
        .take()
        .expect("piped")
        .read_to_string(&mut printed)
        .expect("it prints");
    assert!(child.wait().expect("its end").success(), "{printed}");
    assert_eq!(status(data)["set_up"], true);
    assert_eq!(
        refused(&["wipe-sample", "--data", data]),
        "not_sample",
        "a real centre is never wiped"
    );
    assert_eq!(
        refused(&["sample", "--data", data]),
        "already_set_up",
        "nor filled with samples"
    );
}

#[test]
fn the_same_request_id_registers_one_case() {
    let (_folder, data) = sample();
    let id = ["--request-id", "6f9619ff-8b86-4d01-b42d-00cf4fc964ff"];
    let (first, again, other) = (register(&data, &id), register(&data, &id), register(&data, &[]));
    assert_eq!(first["number"], again["number"]);
    assert_ne!(first["number"], other["number"], "control");
}

#[test]
fn a_second_command_asks_the_server_that_owns_the_folder() {
    let (_folder, data) = sample();
    let served = Served::over(&data);
    assert!(
        served.address.starts_with("http://127.0.0.1:"),
        "{}",
        served.address
    );
    let through_socket = register(&data, &[]);
    let input = case("示例：另一件事");
    let call = [
        "call",
        "cases.register",
        "--as",
        "qiantai1",
        "--at",
        &served.address,
        &input,
    ];
    let through_http: Value = serde_json::from_str(&done(&call)).expect("the case");
    assert_ne!(through_socket["number"], through_http["number"]);
    assert!(done(&["verify", "--data", &data]).contains("whole"));
    // What works only on the folder itself is refused, and says why.
    assert_eq!(
        refused(&["restore", "--data", &data, "--from", "/dev/null"]),
        "folder_in_use"
    );
    assert_eq!(refused(&["serve", "--data", &data]), "folder_in_use");
    #[cfg(unix)]
    {
        assert_eq!(served.told_to_end(), Some(0), "it ends by itself when told to");
        assert!(!Path::new(&data).join("keting.sock").exists());
    }
    assert!(
        done(&["verify", "--data", &data]).contains("whole"),
        "control: the folder is free again"
    );
}

#[test]
fn a_backup_brings_back_what_was_there_and_keeps_what_gave_way() {
    let (folder, data) = sample();
    let first = register(&data, &[]);
    let backup = folder.path().join("copy.keting");
    let backup = backup.to_str().expect("UTF-8");
    done(&["backup", "--data", &data, "--to", backup]);
    assert!(
        broken(&["backup", "--data", &data, "--to", backup]).contains("exists"),
        "a backup is never overwritten"
    );
    let second = register(&data, &[]);

    let find = |data: &str, case: &Value| {
        run(&[
            "call",
            "cases.read",
            "--data",
            data,
            "--as",
            "qiantai1",
            &json!({ "id": case["id"] }).to_string(),
        ])
        .status
        .code()
    };
    assert_eq!((find(&data, &first), find(&data, &second)), (Some(0), Some(0)));
    let said: Value =
        serde_json::from_str(&done(&["restore", "--json", "--data", &data, "--from", backup])).expect("JSON");
    assert_eq!(
        (find(&data, &first), find(&data, &second)),
        (Some(0), Some(2)),
        "as it was when it was copied"
    );
    let aside = said["aside"].as_str().expect("the data before");
    assert_eq!(find(aside, &second), Some(0), "what gave way is still there");

    let damaged = folder.path().join("damaged");
    fs::copy(backup, &damaged).expect("a copy");
    tamper(&damaged);
    for bad in [damaged.to_str().expect("UTF-8"), "/dev/null", "/nowhere"] {
        let output = run(&["restore", "--data", &data, "--from", bad]);
        assert!(!output.status.success(), "{bad}");
        assert_eq!(find(&data, &first), Some(0), "{bad}: the data is as it was");
    }
    let left: Vec<_> = fs::read_dir(&data)
        .expect("the folder")
        .map(|entry| entry.expect("an entry").file_name())
        .collect();
    assert!(
        !left
            .iter()
            .any(|name| name.to_string_lossy().starts_with("restoring-")),
        "{left:?}"
    );
}

#[test]
fn a_wiped_sample_is_gone_and_the_folder_is_free_for_another() {
    let (_folder, data) = sample();
    done(&["wipe-sample", "--data", &data]);
    assert_eq!(
        refused(&["call", "accounts.list", "--data", &data, "--as", "zhuren1"]),
        "not_set_up"
    );
    done(&["sample", "--data", &data]);
}

#[test]
fn the_list_of_operations_comes_in_every_form() {
    assert!(done(&["operations"]).lines().any(|line| line == "cases.register"));
    let listed: Value = serde_json::from_str(&done(&["operations", "--json"])).expect("JSON");
    assert!(listed.to_string().contains("cases.register"));
    assert!(done(&["operations", "--typescript"]).contains("export"));
    assert!(done(&["operations", "--manual"]).contains("cases.register"));
}
