//! The HTTP service from outside: what it lets in, what it refuses, and that a refusal is not just a broken service: each protection
//! stands beside a control, the same request with the one wrong thing put right.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on fails, and helpers of tests are tests"
)]

use std::{path::Path, sync::Arc, time::Duration};

use keting_connect::machine;
use keting_core::{Hashing, House, Surroundings};
use keting_server::http;
use reqwest::{Client, Method, RequestBuilder, Response, StatusCode, header};
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
    sync::oneshot,
    task::JoinHandle,
    time::timeout,
};

/// Longer than anything here takes on a busy machine.
const PATIENCE: Duration = Duration::from_secs(30);

struct Running {
    port: u16,
    http: Client,
    stop: Option<oneshot::Sender<()>>,
    serving: JoinHandle<std::io::Result<()>>,
    _folder: TempDir,
}

fn open(folder: &Path) -> House {
    House::open(
        folder,
        Surroundings {
            hashing: Hashing::Cheap,
            ..machine::surroundings()
        },
    )
    .expect("a fresh folder opens")
}

async fn running() -> Running {
    let folder = tempfile::tempdir().expect("a folder");
    let house = Arc::new(open(folder.path()));
    let listener = http::bind(0).await.expect("a free port");
    let port = listener.local_addr().expect("an address").port();
    let (stop, stopped) = oneshot::channel();
    let serving = tokio::spawn(http::serve(listener, house, "测试台".into(), async {
        let _ = stopped.await;
    }));
    let http = Client::builder().no_proxy().build().expect("a client");
    Running {
        port,
        http,
        stop: Some(stop),
        serving,
        _folder: folder,
    }
}

impl Running {
    fn at(&self, method: Method, path: &str) -> RequestBuilder {
        self.http
            .request(method, format!("http://127.0.0.1:{}{path}", self.port))
    }

    fn ask(&self, operation: &str, input: Value) -> RequestBuilder {
        let envelope =
            json!({ "place": "real", "request_id": machine::request_id(), "passive": false, "input": input });
        self.at(Method::POST, &format!("/operations/{operation}"))
            .json(&envelope)
    }

    fn status(&self) -> RequestBuilder {
        self.ask("centre.status", json!({}))
    }

    async fn set_up(&self) {
        let input = json!({
            "name": "城林社区党群服务中心", "short": "城林", "zone": null,
            "head": { "name": "示例主任", "login": "zhuren", "password": "ke-ting-2026-mima" },
        });
        let reply = self.ask("centre.set_up", input).send().await.expect("an answer");
        assert_eq!(reply.status(), StatusCode::OK, "{:?}", reply.text().await);
    }

    async fn log_in(&self) -> Response {
        let input = json!({ "login": "zhuren", "password": "ke-ting-2026-mima", "centre": null });
        self.ask("accounts.log_in", input)
            .send()
            .await
            .expect("an answer")
    }
}

async fn code_of(request: RequestBuilder) -> (StatusCode, String) {
    let reply = request.send().await.expect("an answer");
    let status = reply.status();
    let body: Value = reply.json().await.expect("every refusal is JSON");
    (
        status,
        body["refused"]["code"].as_str().unwrap_or("none").to_owned(),
    )
}

/// What comes back for bytes that no well-behaved client would send.
async fn raw(port: u16, request: &str) -> String {
    let mut stream = TcpStream::connect(("127.0.0.1", port)).await.expect("it listens");
    stream.write_all(request.as_bytes()).await.expect("it reads");
    let mut answer = Vec::new();
    timeout(PATIENCE, stream.read_to_end(&mut answer))
        .await
        .expect("in time")
        .expect("it answers");
    String::from_utf8_lossy(&answer).into_owned()
}

#[tokio::test]
async fn only_this_machine_can_reach_it() {
    let listener = http::bind(0).await.expect("a free port");
    assert!(listener.local_addr().expect("an address").ip().is_loopback());
}

#[tokio::test]
async fn a_name_that_is_not_ours_is_refused_although_it_leads_here() {
    let run = running().await;
    let port = run.port;
    for host in [
        "evil.example",
        "127.0.0.1",
        "localhost",
        "127.0.0.1:1",
        "127.0.0.1.evil.example",
        "[::1]:80",
    ] {
        let (status, code) = code_of(run.status().header(header::HOST, host)).await;
        assert_eq!(
            (status, code.as_str()),
            (StatusCode::MISDIRECTED_REQUEST, "not_permitted"),
            "{host}"
        );
    }
    for host in [format!("127.0.0.1:{port}"), format!("localhost:{port}")] {
        let reply = run
            .status()
            .header(header::HOST, &host)
            .send()
            .await
            .expect("an answer");
        assert_eq!(reply.status(), StatusCode::OK, "control: {host}");
    }
    let page =
        |hosts: &str| format!("GET / HTTP/1.1\r\n{hosts}Accept: text/html\r\nConnection: close\r\n\r\n");
    let one = format!("Host: 127.0.0.1:{port}\r\n");
    assert!(
        !raw(port, &page(&one)).await.starts_with("HTTP/1.1 421"),
        "control"
    );
    assert!(
        raw(port, &page(&format!("{one}Host: evil.example\r\n")))
            .await
            .starts_with("HTTP/1.1 4"),
        "two names"
    );
    assert!(raw(port, &page("")).await.starts_with("HTTP/1.1 4"), "no name");
    let absolute = format!("GET http://evil.example/ HTTP/1.1\r\n{one}Connection: close\r\n\r\n");
    assert!(
        raw(port, &absolute).await.starts_with("HTTP/1.1 421"),
        "another name in the address"
    );
}

#[tokio::test]
async fn a_page_of_another_origin_is_refused() {
    let run = running().await;
    let ours = format!("http://127.0.0.1:{}", run.port);
    for origin in [
        "http://evil.example",
        "null",
        "http://127.0.0.1:1",
        &ours.replace("http:", "https:"),
        &format!("{ours}.evil.example"),
    ] {
        let (status, code) = code_of(run.status().header(header::ORIGIN, origin)).await;
        assert_eq!(
            (status, code.as_str()),
            (StatusCode::FORBIDDEN, "not_permitted"),
            "{origin}"
        );
    }
    let same = run
        .status()
        .header(header::ORIGIN, &ours)
        .send()
        .await
        .expect("an answer");
    assert_eq!(same.status(), StatusCode::OK, "control: our own page");
    let none = run.status().send().await.expect("an answer");
    assert_eq!(
        none.status(),
        StatusCode::OK,
        "control: a program that is no browser"
    );
}

#[tokio::test]
async fn a_browser_that_marks_a_request_as_foreign_is_believed() {
    let run = running().await;
    let marked = |site: &str, mode: &str| {
        run.at(Method::GET, "/events")
            .header("sec-fetch-site", site)
            .header("sec-fetch-mode", mode)
    };
    assert_eq!(
        code_of(marked("cross-site", "no-cors")).await.0,
        StatusCode::FORBIDDEN
    );
    assert_eq!(
        code_of(marked("same-site", "cors")).await.0,
        StatusCode::FORBIDDEN
    );
    let own = marked("same-origin", "cors").send().await.expect("an answer");
    assert_eq!(own.status(), StatusCode::OK, "control: our own page");
    let typed = marked("none", "navigate").send().await.expect("an answer");
    assert_eq!(
        typed.status(),
        StatusCode::OK,
        "control: an address typed by a person"
    );
}

#[tokio::test]
async fn only_json_is_an_operation() {
    let run = running().await;
    let body = r#"{"place":"real","input":{}}"#;
    let sent = |kind: Option<&str>| {
        let request = run.at(Method::POST, "/operations/centre.status").body(body);
        match kind {
            Some(kind) => request.header(header::CONTENT_TYPE, kind),
            None => request,
        }
    };
    for kind in [
        None,
        Some("text/plain"),
        Some("application/x-www-form-urlencoded"),
        Some("multipart/form-data"),
        Some("application/jsonp"),
    ] {
        assert_eq!(
            code_of(sent(kind)).await.0,
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            "{kind:?}"
        );
    }
    for kind in ["application/json", "Application/JSON; charset=utf-8"] {
        let reply = sent(Some(kind)).send().await.expect("an answer");
        assert_eq!(reply.status(), StatusCode::OK, "control: {kind}");
    }
}

#[tokio::test]
async fn an_envelope_that_is_none_is_refused_before_the_core_sees_it() {
    let run = running().await;
    for body in [
        "",
        "{",
        "[]",
        r#"{"place":"real"}"#,
        r#"{"place":"elsewhere","input":{}}"#,
        r#"{"place":"real","input":{},"token":"x"}"#,
        "\"\\u0000\"",
    ] {
        let request = run
            .at(Method::POST, "/operations/centre.status")
            .header(header::CONTENT_TYPE, "application/json")
            .body(body);
        let (status, code) = code_of(request).await;
        assert_eq!(
            (status, code.as_str()),
            (StatusCode::BAD_REQUEST, "malformed_input"),
            "{body}"
        );
    }
}

#[tokio::test]
async fn a_body_beyond_one_mebibyte_is_refused_and_one_below_reaches_the_core() {
    let run = running().await;
    let sized = |bytes: usize| run.ask("centre.status", json!({ "x": "z".repeat(bytes) }));
    let (status, code) = code_of(sized(http::BODY_LIMIT)).await;
    assert_eq!(
        (status, code.as_str()),
        (StatusCode::PAYLOAD_TOO_LARGE, "too_long")
    );
    let (status, code) = code_of(sized(http::BODY_LIMIT - 1000)).await;
    assert_eq!(
        (status, code.as_str()),
        (StatusCode::UNPROCESSABLE_ENTITY, "malformed_input"),
        "control: the core's own refusal"
    );
}

#[tokio::test]
async fn the_session_is_in_a_cookie_that_scripts_and_other_sites_cannot_use() {
    let run = running().await;
    run.set_up().await;
    let reply = run.log_in().await;
    assert_eq!(reply.status(), StatusCode::OK);
    let cookie = reply.headers()[header::SET_COOKIE]
        .to_str()
        .expect("text")
        .to_owned();
    let (pair, attributes) = cookie.split_once("; ").expect("attributes");
    assert_eq!(attributes, "HttpOnly; SameSite=Strict; Path=/");
    let token = pair
        .strip_prefix("keting_real=")
        .expect("the cookie of the real place")
        .to_owned();
    let body = reply.text().await.expect("a body");
    assert!(
        token.len() >= 32 && !body.contains(&token),
        "the token is in the cookie alone"
    );

    let list = || {
        run.ask("cases.list", json!({ "state": null, "kind": null, "channel": null, "urgency": null, "mine": false, "from": null, "to": null, "text": null, "after": null, "limit": null }))
    };
    assert_eq!(
        code_of(list()).await,
        (StatusCode::UNAUTHORIZED, "not_signed_in".into()),
        "without the cookie"
    );
    let other = list().header(header::COOKIE, format!("keting_sample={token}"));
    assert_eq!(
        code_of(other).await,
        (StatusCode::UNAUTHORIZED, "not_signed_in".into()),
        "in the cookie of the other place"
    );
    let with = list()
        .header(header::COOKIE, format!("theme=dark; {pair}"))
        .send()
        .await
        .expect("an answer");
    assert_eq!(with.status(), StatusCode::OK, "control: {:?}", with.text().await);

    let out = run
        .ask("accounts.log_out", json!({}))
        .header(header::COOKIE, pair)
        .send()
        .await
        .expect("an answer");
    let cleared = out.headers()[header::SET_COOKIE].to_str().expect("text");
    assert!(
        cleared.starts_with("keting_real=;") && cleared.contains("Max-Age=0"),
        "{cleared}"
    );
    assert_eq!(
        code_of(list().header(header::COOKIE, pair)).await.0,
        StatusCode::UNAUTHORIZED,
        "after logging out"
    );
}

#[tokio::test]
async fn every_answer_forbids_what_the_page_does_not_need() {
    let run = running().await;
    let answers = [
        run.at(Method::GET, "/")
            .header(header::ACCEPT, "text/html")
            .send()
            .await,
        run.at(Method::GET, "/nowhere.js").send().await,
        run.status().send().await,
        run.status().header(header::HOST, "evil.example").send().await,
    ];
    for answer in answers {
        let answer = answer.expect("an answer");
        let said = |name: &str| {
            answer
                .headers()
                .get(name)
                .and_then(|value| value.to_str().ok())
                .unwrap_or_default()
                .to_owned()
        };
        let csp = said("content-security-policy");
        for rule in [
            "default-src 'self'",
            "script-src 'self'",
            "style-src 'self'",
            "connect-src 'self'",
            "object-src 'none'",
            "base-uri 'none'",
            "frame-ancestors 'none'",
            "form-action 'none'",
        ] {
            assert!(csp.split("; ").any(|found| found == rule), "{rule} in {csp}");
        }
        assert!(
            !csp.contains("unsafe") && !csp.contains('*') && !csp.contains("http"),
            "{csp}"
        );
        assert_eq!(said("x-content-type-options"), "nosniff");
        assert_eq!(said("referrer-policy"), "no-referrer");
        assert!(said("access-control-allow-origin").is_empty());
    }
    let operation = run.status().send().await.expect("an answer");
    assert_eq!(operation.headers()[header::CACHE_CONTROL], "no-store");
}

#[tokio::test]
async fn an_unknown_address_is_a_problem_and_an_address_of_the_interface_is_the_page() {
    let run = running().await;
    for (method, path, expected) in [
        (Method::GET, "/assets/nothing.js", StatusCode::NOT_FOUND),
        (Method::GET, "/operations/", StatusCode::NOT_FOUND),
        (
            Method::GET,
            "/operations/centre.status",
            StatusCode::METHOD_NOT_ALLOWED,
        ),
        (Method::GET, "/../Cargo.toml", StatusCode::NOT_FOUND),
        (Method::DELETE, "/", StatusCode::METHOD_NOT_ALLOWED),
    ] {
        assert_eq!(
            code_of(run.at(method, path)).await,
            (expected, "not_found".into()),
            "{path}"
        );
    }
    let page = run
        .at(Method::GET, "/cases")
        .header(header::ACCEPT, "text/html,*/*")
        .send()
        .await
        .expect("an answer");
    let kind = page.headers()[header::CONTENT_TYPE]
        .to_str()
        .expect("text")
        .to_owned();
    assert!(kind.starts_with("text/html"), "{kind}");
    let unknown = code_of(run.ask("cases.burn", json!({}))).await;
    assert_eq!(
        unknown,
        (StatusCode::UNPROCESSABLE_ENTITY, "unknown_operation".into())
    );
}

#[tokio::test]
async fn a_commit_is_told_to_open_pages_and_a_read_is_not() {
    let run = running().await;
    let mut events = run.at(Method::GET, "/events").send().await.expect("an answer");
    assert_eq!(events.headers()[header::CONTENT_TYPE], "text/event-stream");
    assert_eq!(
        run.status().send().await.expect("an answer").status(),
        StatusCode::OK
    );
    run.set_up().await;
    let first = timeout(PATIENCE, events.chunk())
        .await
        .expect("in time")
        .expect("a chunk")
        .expect("not the end");
    // The read came first and said nothing; the first line is the write's.
    assert_eq!(
        std::str::from_utf8(&first).expect("text").trim(),
        r#"data: {"place":"real","tags":["centre"]}"#
    );
}

#[tokio::test]
async fn it_stops_although_a_page_still_listens() {
    let mut run = running().await;
    let mut events = run.at(Method::GET, "/events").send().await.expect("an answer");
    run.stop
        .take()
        .expect("once")
        .send(())
        .expect("it waits for this");
    timeout(PATIENCE, run.serving)
        .await
        .expect("in time")
        .expect("no panic")
        .expect("no error");
    assert!(
        timeout(PATIENCE, events.chunk()).await.is_ok(),
        "the stream has ended"
    );
}

#[tokio::test]
async fn a_repeated_write_is_answered_once_and_the_same() {
    let run = running().await;
    run.set_up().await;
    let cookie = run.log_in().await.headers()[header::SET_COOKIE]
        .to_str()
        .expect("text")
        .split(';')
        .next()
        .expect("a pair")
        .to_owned();
    let input = json!({
        "channel": "visit", "visitor": { "anonymous": true, "name": null, "phone": null, "address": null },
        "matter": "示例：询问办理流程", "kind": "inquiry", "urgency": "normal", "category": null, "materials": null,
        "received_at": null, "way": "taken", "reply": null,
    });
    let envelope =
        json!({ "place": "real", "request_id": machine::request_id(), "passive": false, "input": input });
    let mut numbers = Vec::new();
    for _ in 0..3 {
        let request = run
            .at(Method::POST, "/operations/cases.register")
            .json(&envelope)
            .header(header::COOKIE, &cookie);
        let body: Value = request
            .send()
            .await
            .expect("an answer")
            .json()
            .await
            .expect("JSON");
        numbers.push(
            body["done"]["number"]
                .as_str()
                .unwrap_or_else(|| panic!("{body}"))
                .to_owned(),
        );
    }
    assert!(
        numbers[0].starts_with("城林-") && numbers.iter().all(|number| *number == numbers[0]),
        "{numbers:?}"
    );
    let other = run
        .ask("cases.register", input)
        .header(header::COOKIE, &cookie)
        .send()
        .await
        .expect("an answer");
    let body: Value = other.json().await.expect("JSON");
    assert_ne!(
        body["done"]["number"],
        json!(numbers[0]),
        "control: another request id is another case"
    );
}
