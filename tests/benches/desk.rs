//! How long the desk takes: registering, listing, reading on a full and on a ten times fuller house, beside the bare
//! durable commit that registering cannot do without. The numbers of one run are compared with each other, never with
//! a clock on the wall; no test depends on them.

#![allow(
    clippy::unwrap_used,
    missing_docs,
    reason = "a bench that cannot go on must stop loudly"
)]

use std::hint::black_box;

use criterion::{BenchmarkId, Criterion, criterion_group, criterion_main};
use keting_tests::{Engine, TestCentre, contact, contact_with};
use serde_json::json;

/// Cases of the smaller house; the larger has ten times as many.
const CASES: usize = 2_000;

fn house_with(cases: usize) -> TestCentre {
    let centre = TestCentre::new(Engine::Sqlite).with("qiantai1", "front_desk");
    let mut desk = centre.desk("qiantai1");
    for nth in 0..cases {
        centre.clock.move_by(1_000);
        let way = if nth % 3 == 0 { "taken" } else { "resolved_on_spot" };
        desk.done("cases.register", contact_with(json!({ "way": way })));
        if nth % 200 == 0 {
            // Twelve hours are over sooner than the filling.
            desk = centre.desk("qiantai1");
        }
    }
    centre
}

fn desk(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("desk");
    group.sample_size(30);
    for cases in [CASES, 10 * CASES] {
        let centre = house_with(cases);
        let mut desk = centre.desk("qiantai1");
        group.bench_function(BenchmarkId::new("register", cases), |bencher| {
            bencher.iter(|| desk.done("cases.register", contact()));
        });
        let mut list = |name: &str, filter: serde_json::Value| {
            group.bench_function(BenchmarkId::new(name, cases), |bencher| {
                bencher.iter(|| black_box(desk.done("cases.list", filter.clone())));
            });
        };
        list("list", json!({}));
        list("list open", json!({ "state": "open" }));
        list("list mine", json!({ "mine": true }));
        let id = desk.done("cases.list", json!({}))["cases"][0]["id"].clone();
        group.bench_function(BenchmarkId::new("read", cases), |bencher| {
            bencher.iter(|| black_box(desk.done("cases.read", json!({ "id": id }))));
        });
    }
    group.finish();
}

fn bare_commit(criterion: &mut Criterion) {
    let folder = tempfile::tempdir().unwrap();
    let connection = rusqlite::Connection::open(folder.path().join("bare.db")).unwrap();
    let set_up = "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; CREATE TABLE t (a INTEGER) STRICT";
    connection.execute_batch(set_up).unwrap();
    criterion.bench_function("desk/bare durable commit", |bencher| {
        bencher.iter(|| connection.execute("INSERT INTO t VALUES (1)", []).unwrap());
    });
}

criterion_group!(benches, bare_commit, desk);
criterion_main!(benches);
