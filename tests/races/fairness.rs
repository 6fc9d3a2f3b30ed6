//! Fairness: the order in which waiting writes are served. Order is measured, never time.

use std::sync::mpsc;
use std::time::Duration;

use super::*;

/// Writes that the busy asker has waiting.
const BUSY: usize = 200;

/// Waits until `count` threads have said that they are about to ask, and a moment more, in which they ask.
fn until_asked(said: &mpsc::Receiver<()>, count: usize) {
    (0..count).for_each(|_| said.recv().unwrap());
    let (_keep, never) = mpsc::channel::<()>();
    let _ = never.recv_timeout(Duration::from_millis(300));
}

/// Holds every writer of a store until told to let go; gives the order in which the others were served.
fn served(engine: Engine, lanes: (&'static str, &'static str)) -> Vec<&'static str> {
    let ground = Ground::new(engine);
    let store = Arc::new(match &ground {
        Ground::Folder(_) => Store::sqlite(&ground.file()).unwrap(),
        Ground::Schema { .. } => Store::postgres(&ground.address()).unwrap(),
    });
    let order: Order = Arc::default();
    let (say, said) = mpsc::channel();
    // Four is how many centres write at a time on PostgreSQL.
    let gate = Arc::new(Mutex::new(()));
    let closed = gate.lock().unwrap();
    let mut waiting = Vec::new();
    for nth in 0..4 {
        let (store, gate, say) = (store.clone(), gate.clone(), say.clone());
        waiting.push(thread::spawn(move || {
            say.send(()).unwrap();
            store
                .write(&format!("gate{nth}"), move |_| {
                    gate.lock().map(drop).map_err(|_| Code::TooBusy.into())
                })
                .unwrap();
        }));
    }
    until_asked(&said, 4);
    let mut ask = |lane: &'static str, who: &'static str| {
        let (store, order, say) = (store.clone(), order.clone(), say.clone());
        waiting.push(thread::spawn(move || {
            say.send(()).unwrap();
            store
                .write(lane, move |_| {
                    order.lock().unwrap().push(who);
                    Ok(())
                })
                .unwrap();
        }));
    };
    (0..BUSY).for_each(|_| ask(lanes.0, "busy"));
    until_asked(&said, BUSY);
    ask(lanes.1, "quiet");
    until_asked(&said, 1);
    drop(closed);
    waiting.into_iter().for_each(|thread| thread.join().unwrap());
    let order = order.lock().unwrap();
    order.clone()
}

fn place_of_the_quiet(order: &[&str]) -> usize {
    assert_eq!(order.len(), BUSY + 1);
    order.iter().position(|who| *who == "quiet").unwrap()
}

#[test]
fn a_single_write_does_not_wait_behind_the_two_hundred_of_another_lane() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let place = place_of_the_quiet(&served(engine, ("busy", "quiet")));
        // On PostgreSQL four serve at a time, and each may have taken one before.
        assert!(place <= 4, "{engine:?}: served as number {}", place + 1);
    }
}

/// The control: in one lane the single write is the last.
#[test]
fn in_one_lane_the_single_write_waits_for_all_two_hundred() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let place = place_of_the_quiet(&served(engine, ("all", "all")));
        assert!(place >= BUSY - 4, "{engine:?}: served as number {}", place + 1);
    }
}

/// The busy desk's account registers two hundred cases; `quiet` one. The file is held meanwhile, so that all wait.
/// Gives how many cases were recorded before that of the quiet desk.
fn before_the_quiet(quiet: &str) -> usize {
    let centre = TestCentre::new(Engine::Sqlite)
        .with("busy", "front_desk")
        .with("quiet", "front_desk");
    let (busy, quiet) = (centre.desk("busy"), centre.desk(quiet));
    let mut hold = rusqlite::Connection::open(centre.ground.file()).unwrap();
    let held = hold
        .transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)
        .unwrap();
    let (say, said) = mpsc::channel();
    let mut waiting: Vec<_> = (0..BUSY)
        .map(|_| {
            let (desk, say) = (busy.clone(), say.clone());
            thread::spawn(move || {
                say.send(()).unwrap();
                register(desk)
            })
        })
        .collect();
    until_asked(&said, BUSY);
    waiting.push(thread::spawn(move || {
        say.send(()).unwrap();
        register(quiet)
    }));
    until_asked(&said, 1);
    drop(held);
    let number = waiting.pop().unwrap().join().unwrap();
    waiting
        .into_iter()
        .for_each(|thread| drop(thread.join().unwrap()));
    let nth: usize = number.rsplit_once('-').unwrap().1.parse().unwrap();
    nth - 1
}

#[test]
fn a_colleague_with_two_hundred_cases_waiting_does_not_hold_up_a_desk() {
    let before = before_the_quiet("quiet");
    assert!(before <= 2, "{before} cases came before that of the quiet desk");
}

/// The control: asked for by the same account, the single case waits for all of its own.
#[test]
fn the_same_account_waits_for_its_own_two_hundred() {
    let before = before_the_quiet("busy");
    assert!(before >= BUSY - 2, "only {before} cases came before the last");
}
