//! Troubles that need mounts of their own. The test runs itself in a child with its own view of the mounts, as root of
//! a namespace if need be: no right is needed that a usual account does not have on a usual Linux.

use std::process::{Command, Stdio};

use keting_core::Outcome;
use keting_tests::loops::{in_a_child, is_the_child_of};
use serde_json::json;

use super::*;

/// The first way to have mounts of one's own that this system allows.
fn unshared(own: &Path) -> Command {
    let ways: [&[&str]; 3] = [
        &["unshare", "--mount"],
        &["unshare", "--user", "--map-root-user", "--mount"],
        &[
            "sudo",
            "--non-interactive",
            "--preserve-env",
            "unshare",
            "--mount",
        ],
    ];
    for way in ways {
        let mut trial = Command::new(way[0]);
        trial
            .args(&way[1..])
            .args(["mount", "-t", "tmpfs", "none", "/mnt"]);
        let allowed = trial.stdout(Stdio::null()).stderr(Stdio::null()).status();
        if allowed.is_ok_and(|status| status.success()) {
            let mut command = Command::new(way[0]);
            command.args(&way[1..]).arg(own);
            return command;
        }
    }
    panic!(
        "this system allows no mounts of one's own (unshare, user namespaces, sudo): a full disk cannot be tried here"
    );
}

fn mount(words: &[&str]) {
    let status = Command::new("mount").args(words).status().unwrap();
    assert!(status.success(), "mount {words:?}");
}

/// A house on a disk of three megabytes is filled with cases until it says so; a ballast is removed, and it goes on.
#[test]
fn a_full_disk_is_said_and_loses_nothing_that_was_acknowledged() {
    let own_name = "mounts::a_full_disk_is_said_and_loses_nothing_that_was_acknowledged";
    if !is_the_child_of(own_name) {
        return in_a_child(own_name, unshared);
    }
    let disk = tempfile::tempdir().unwrap();
    let at = disk.path().to_str().unwrap();
    mount(&["-t", "tmpfs", "-o", "size=3m", "none", at]);
    let ballast = disk.path().join("ballast");
    fs::write(&ballast, vec![0; 1 << 20]).unwrap();
    let folder = disk.path().join("data");
    let clock = Arc::new(FrozenClock::at(SUNDAY_MORNING));
    let house = Arc::new(House::open(&folder, surroundings(clock)).unwrap());
    let mut desk = keting_tests::TestDesk {
        house,
        place: keting_core::Place::Real,
        token: None,
        name: "测试台".into(),
    };
    let head = json!({ "name": "郭书记", "login": "zhuren1", "password": keting_tests::PASSWORD });
    desk.done(
        "centre.set_up",
        json!({ "name": "城林社区", "short": "城林", "zone": null, "head": head }),
    );
    desk.log_in("zhuren1", keting_tests::PASSWORD).unwrap();
    let mut acknowledged = fill(&mut desk);
    assert!(acknowledged > 10, "only {acknowledged} fitted");
    // Reading goes on, and what does not fit is refused again and again, the same way.
    desk.done("cases.list", json!({ "mine": false }));
    assert_eq!(desk.refused("cases.register", contact()).code, Code::DiskFull);
    fs::remove_file(&ballast).unwrap();
    for _ in 0..5 {
        desk.done("cases.register", contact());
        acknowledged += 1;
    }
    drop(desk);
    let house = open(&folder).unwrap();
    let found = house.verify(keting_core::Place::Real, None).unwrap();
    assert!(found.whole, "{:?}", found.findings);
    assert_eq!(found.kept, acknowledged * 3, "three events a case");
}

/// Registers until the disk is full.
fn fill(desk: &mut keting_tests::TestDesk) -> u64 {
    for count in 0.. {
        match desk.call("cases.register", contact()) {
            Outcome::Done { .. } => {}
            Outcome::Refused(problem) if problem.code == Code::DiskFull => return count,
            other => panic!("after {count} cases: {other:?}"),
        }
    }
    unreachable!()
}

/// Opening on a disk without any room: nothing half-made is left that would be taken for data.
#[test]
fn a_disk_without_any_room_is_said_when_opening_and_the_next_opening_succeeds() {
    let own_name = "mounts::a_disk_without_any_room_is_said_when_opening_and_the_next_opening_succeeds";
    if !is_the_child_of(own_name) {
        return in_a_child(own_name, unshared);
    }
    let disk = tempfile::tempdir().unwrap();
    mount(&[
        "-t",
        "tmpfs",
        "-o",
        "size=3m",
        "none",
        disk.path().to_str().unwrap(),
    ]);
    let ballast = disk.path().join("ballast");
    // Longer than the disk: as much is written as there is room for.
    assert!(fs::write(&ballast, vec![0; 4 << 20]).is_err());
    let folder = disk.path().join("data");
    assert_eq!(stopped(open(&folder)).code, Code::DiskFull);
    fs::remove_file(&ballast).unwrap();
    assert!(open(&folder).is_ok());
}

/// Read-only for everybody, root included: the whole folder on a mount that takes no writing.
#[test]
fn a_folder_that_nobody_may_write_is_refused_and_left_alone() {
    let own_name = "mounts::a_folder_that_nobody_may_write_is_refused_and_left_alone";
    if !is_the_child_of(own_name) {
        return in_a_child(own_name, unshared);
    }
    let ground = folder();
    let at = ground.folder().to_str().unwrap();
    mount(&["--bind", at, at]);
    mount(&["-o", "remount,bind,ro", at]);
    stops_and_leaves(ground.folder(), Code::DataReadOnly);
    let missing = ground.folder().join("not/yet/there");
    assert_eq!(stopped(open(&missing)).code, Code::DataReadOnly);
    mount(&["-o", "remount,bind,rw", at]);
    assert!(open(ground.folder()).is_ok(), "the control: given back, it opens");
    let status = Command::new("umount").arg(at).status().unwrap();
    assert!(status.success());
}
