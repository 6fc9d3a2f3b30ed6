//! Stories of the sample centre. It is a folder beside a file, so these stand on SQLite.

use keting_core::{Code, Place};
use keting_tests::{Engine, TestCentre, TestDesk, reasons};
use serde_json::json;

fn at_sample(centre: &TestCentre) -> TestDesk {
    TestDesk {
        place: Place::Sample,
        ..centre.stranger()
    }
}

#[test]
fn the_sample_opens_with_cases_beside_an_empty_house_and_is_wiped_with_one_click() {
    let centre = TestCentre::empty(Engine::Sqlite);
    let opened = at_sample(&centre).done("sample.open", json!({ "password": null }));
    assert_eq!(opened["created"], true);
    let password = opened["password"].as_str().unwrap();
    let mut desk = at_sample(&centre);
    desk.log_in("qiantai1", password).unwrap();
    let status = desk.done("centre.status", json!({}));
    assert_eq!(
        (&status["sample"], &status["place"]),
        (&json!(true), &json!("sample"))
    );
    let cases = desk.done("cases.list", json!({ "limit": 200 }));
    assert!(cases["cases"].as_array().unwrap().len() > 30);
    assert!(centre.house.verify(Place::Sample, None).unwrap().whole);
    let real = centre.stranger().done("centre.status", json!({}));
    assert_eq!(
        (&real["set_up"], &real["sample_exists"]),
        (&json!(false), &json!(true))
    );

    at_sample(&centre).done("sample.wipe", json!({}));
    assert_eq!(
        centre.stranger().done("centre.status", json!({}))["sample_exists"],
        false
    );
    assert_eq!(desk.refused("cases.list", json!({})).code, Code::NotSetUp);
    assert!(!centre.ground.folder().join("sample/keting.db").exists());
}

#[test]
fn a_password_may_be_chosen_and_is_judged_before_anything_is_made() {
    let centre = TestCentre::empty(Engine::Sqlite);
    let problem = at_sample(&centre).refused("sample.open", json!({ "password": "12345678" }));
    assert_eq!(reasons(&problem), ["password: password_too_common"]);
    assert!(!centre.ground.folder().join("sample").exists());
    let opened = at_sample(&centre).done("sample.open", json!({ "password": "shi-li-2026" }));
    assert_eq!(opened["password"], "shi-li-2026");
    let again = at_sample(&centre).done("sample.open", json!({ "password": null }));
    assert_eq!(
        (&again["created"], &again["password"]),
        (&json!(false), &json!(null))
    );
}

#[test]
fn wiping_the_sample_cannot_touch_a_real_folder() {
    let centre = TestCentre::new(Engine::Sqlite);
    assert_eq!(
        at_sample(&centre).refused("sample.wipe", json!({})).code,
        Code::NotSample
    );
    assert!(matches!(
        centre.house.wipe(Place::Real),
        Err(keting_core::Failure::Refused(problem)) if problem.code == Code::NotSample
    ));
    // Control: the same call does delete when, and only when, the folder is marked.
    at_sample(&centre).done("sample.open", json!({ "password": null }));
    let notes = centre.ground.folder().join("sample/notes.txt");
    std::fs::write(&notes, "not ours").unwrap();
    std::fs::remove_file(centre.ground.folder().join("sample/SAMPLE-DATA.txt")).unwrap();
    assert_eq!(
        at_sample(&centre).refused("sample.wipe", json!({})).code,
        Code::NotSample
    );
    std::fs::write(centre.ground.folder().join("sample/SAMPLE-DATA.txt"), "").unwrap();
    at_sample(&centre).done("sample.wipe", json!({}));
    assert!(notes.exists(), "files that are not ours stay");
    centre.desk("zhuren1").done("accounts.list", json!({}));
}

#[test]
fn a_folder_with_a_real_centre_is_not_filled_with_samples() {
    let centre = TestCentre::new(Engine::Sqlite);
    let failure = centre.house.fill_sample(Place::Real, None).unwrap_err();
    assert!(matches!(failure, keting_core::Failure::Refused(problem) if problem.code == Code::AlreadySetUp));
    assert!(!centre.ground.folder().join("SAMPLE-DATA.txt").exists());
}

#[test]
fn a_folder_that_was_filled_as_a_sample_from_the_start_is_wiped_where_it_lies() {
    let centre = TestCentre::empty(Engine::Sqlite);
    let filled = centre
        .house
        .fill_sample(Place::Real, Some("shi-li-2026".to_owned()))
        .unwrap();
    centre.stranger().log_in("qiantai2", &filled.password).unwrap();
    assert_eq!(centre.stranger().done("centre.status", json!({}))["sample"], true);
    centre.stranger().done("sample.wipe", json!({}));
    assert_eq!(
        centre.stranger().done("centre.status", json!({}))["set_up"],
        false
    );
}
