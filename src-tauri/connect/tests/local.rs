//! The local socket: a second command gets the same answer from the owner of a folder as it would get by opening the folder itself;
//! and whatever is thrown at the socket, the owner goes on.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on fails, and helpers of tests are tests"
)]

use std::{
    fs,
    io::{Read, Write},
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
};

use keting_connect::{
    Answer,
    local::{self, Call, Credentials, Message, Unreachable},
    machine,
};
use keting_core::{Hashing, House, Place, Surroundings};
use serde_json::{Value, json};

const PASSWORD: &str = "ke-ting-2026-mima";

fn cheap() -> Surroundings {
    Surroundings {
        hashing: Hashing::Cheap,
        ..machine::surroundings()
    }
}

fn open(folder: &Path) -> Arc<House> {
    Arc::new(House::open(folder, cheap()).expect("the folder opens"))
}

fn call(login: Option<&str>, operation: &str, input: Value) -> Message {
    let as_login = login.map(|login| Credentials {
        login: login.into(),
        password: PASSWORD.into(),
    });
    let request_id = Some(machine::request_id());
    let (operation, desk) = (operation.to_owned(), "测试台".to_owned());
    Message::Call(Call {
        as_login,
        place: Place::Real,
        operation,
        request_id,
        input,
        desk,
    })
}

fn set_up(folder: &Path) {
    let input = json!({
        "name": "城林社区党群服务中心", "short": "城林", "zone": null,
        "head": { "name": "示例主任", "login": "zhuren", "password": PASSWORD },
    });
    let answer =
        local::at(folder, &cheap(), &call(None, "centre.set_up", input)).expect("the folder is free");
    assert!(
        matches!(&answer, Answer::Done(done) if done["login"] == "zhuren"),
        "{answer:?}"
    );
}

fn nobody() -> bool {
    false
}

#[test]
fn the_owner_gives_the_answer_that_the_free_folder_gives() {
    let folder = tempfile::tempdir().expect("a folder");
    set_up(folder.path());
    let questions = || {
        [
            call(Some("zhuren"), "accounts.list", json!({})),
            call(Some("zhuren"), "cases.read", json!({ "id": "nothing" })),
            call(None, "accounts.list", json!({})),
            call(Some("nobody"), "accounts.list", json!({})),
            call(Some("zhuren"), "cases.burn", json!({})),
        ]
    };
    let ask_all =
        || questions().map(|question| local::at(folder.path(), &cheap(), &question).expect("an answer"));
    let free = ask_all();
    assert!(matches!(free[0], Answer::Done(_)), "{:?}", free[0]);
    assert!(
        free[1..]
            .iter()
            .all(|answer| matches!(answer, Answer::Refused(_))),
        "{free:?}"
    );

    let house = open(folder.path());
    let guard = local::own(Arc::clone(&house), folder.path(), nobody).expect("the socket");
    let owned = ask_all();
    // Failed log-ins are counted down on both ways.
    let code = |answer: &Answer| match answer {
        Answer::Refused(problem) => problem["code"].clone(),
        other => json!(other),
    };
    assert_eq!(free.each_ref().map(code), owned.each_ref().map(code));
    assert_eq!(free[0], owned[0]);

    drop(guard);
    let silent = local::at(folder.path(), &cheap(), &Message::Ping);
    assert!(
        matches!(silent, Err(Unreachable::Nobody)),
        "control: it was the socket that answered, {silent:?}"
    );
}

#[test]
fn verify_head_backup_and_show_reach_the_owner() {
    let folder = tempfile::tempdir().expect("a folder");
    set_up(folder.path());
    let shown = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&shown);
    let _guard = local::own(open(folder.path()), folder.path(), move || {
        counted.fetch_add(1, Ordering::SeqCst) == 0
    });
    let ask = |message: &Message| match local::ask(folder.path(), message) {
        Ok(Answer::Done(output)) => output,
        other => panic!("{other:?}"),
    };
    let place = Place::Real;
    assert_eq!(ask(&Message::Verify { place, head: None })["whole"], true);
    let head = ask(&Message::Head { place })[0]["hash"]
        .as_str()
        .expect("a hash")
        .to_owned();
    assert_eq!(
        ask(&Message::Verify {
            place,
            head: Some(head)
        })["whole"],
        true
    );
    let foreign = Some("0".repeat(64));
    assert_eq!(
        ask(&Message::Verify { place, head: foreign })["whole"],
        false,
        "control: a head that never was"
    );
    let to = folder.path().join("copy.keting");
    ask(&Message::Backup {
        place,
        to: to.clone(),
    });
    assert!(fs::metadata(to).expect("the copy").len() > 0);
    assert_eq!(ask(&Message::Show), json!({ "shown": true }));
    assert_eq!(ask(&Message::Show), json!({ "shown": false }));
    assert_eq!(shown.load(Ordering::SeqCst), 2);
}

#[test]
fn a_folder_whose_path_is_too_long_for_a_socket_has_one_all_the_same() {
    let base = tempfile::tempdir().expect("a folder");
    let deep = base.path().join("很长的路径".repeat(8)).join("数据".repeat(10));
    fs::create_dir_all(&deep).expect("folders");
    let guard = local::own(open(&deep), &deep, nobody).expect("the socket");
    assert!(matches!(local::ask(&deep, &Message::Ping), Ok(Answer::Done(_))));
    drop(guard);
    assert!(
        matches!(local::ask(&deep, &Message::Ping), Err(Unreachable::Nobody)),
        "control"
    );
}

#[cfg(unix)]
mod on_unix {
    use std::os::unix::net::{UnixListener, UnixStream};

    use super::*;

    #[test]
    fn a_socket_left_by_a_crash_is_replaced_and_a_closed_one_is_gone() {
        let folder = tempfile::tempdir().expect("a folder");
        let socket = folder.path().join("keting.sock");
        drop(UnixListener::bind(&socket).expect("a socket"));
        assert!(socket.exists(), "closing alone leaves the file");
        assert!(
            matches!(
                local::ask(folder.path(), &Message::Ping),
                Err(Unreachable::Nobody)
            ),
            "control"
        );
        let guard = local::own(open(folder.path()), folder.path(), nobody).expect("the socket");
        assert!(matches!(
            local::ask(folder.path(), &Message::Ping),
            Ok(Answer::Done(_))
        ));
        drop(guard);
        assert!(!socket.exists());
    }

    #[test]
    fn bad_frames_are_answered_and_the_owner_goes_on() {
        let folder = tempfile::tempdir().expect("a folder");
        let _guard = local::own(open(folder.path()), folder.path(), nobody).expect("the socket");
        let throw = |bytes: &[u8]| -> Value {
            let mut stream = UnixStream::connect(folder.path().join("keting.sock")).expect("it listens");
            stream.write_all(bytes).expect("it reads");
            stream.shutdown(std::net::Shutdown::Write).expect("half closed");
            let mut answer = Vec::new();
            stream.read_to_end(&mut answer).expect("it answers");
            serde_json::from_slice(&answer[4..]).expect("JSON")
        };
        let framed =
            |body: &[u8]| [&u32::try_from(body.len()).expect("short").to_le_bytes()[..], body].concat();
        assert_eq!(throw(b""), json!({ "not_understood": "cut_short" }));
        assert_eq!(
            throw(b"GET / HTTP/1.1\r\n\r\n"),
            json!({ "not_understood": "too_long" })
        );
        assert_eq!(
            throw(&[200, 0, 0, 0, b'{']),
            json!({ "not_understood": "cut_short" })
        );
        assert_eq!(
            throw(&framed(b"{\"burn\":{}}")),
            json!({ "not_understood": "not_a_message" })
        );
        assert_eq!(
            throw(&framed(b"\xff\xfe\0")),
            json!({ "not_understood": "not_a_message" })
        );
        assert_eq!(
            throw(&framed("[".repeat(100_000).as_bytes())),
            json!({ "not_understood": "not_a_message" })
        );
        // A connection that says nothing holds one seat, not the door.
        let _silent: Vec<_> = (0..8)
            .map(|_| UnixStream::connect(folder.path().join("keting.sock")))
            .collect();
        let pong = throw(&framed(b"\"ping\""));
        assert!(
            pong["done"]["version"].is_string(),
            "control: a good frame, {pong}"
        );
    }
}
