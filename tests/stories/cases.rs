//! Stories of first-contact cases.

use keting_core::{Code, Outcome};
use keting_tests::{
    SUNDAY_MORNING, TestCentre, TestDesk, contact, contact_with, new_request_id, reasons, stories,
};
use serde_json::{Value, json};

fn numbers(desk: &mut TestDesk, filter: Value) -> Vec<String> {
    let page = desk.done("cases.list", filter);
    page["cases"]
        .as_array()
        .unwrap()
        .iter()
        .map(|case| case["number"].as_str().unwrap().to_owned())
        .collect()
}

stories! {
    fn a_resident_is_received_and_the_case_is_there_after_a_restart(engine) {
        let centre = TestCentre::new(engine).with("qiantai1", "front_desk");
        let case = centre.desk("qiantai1").done("cases.register", contact());
        assert_eq!(case["number"], "城林-20261122-001");
        assert_eq!((&case["state"], &case["way"]), (&json!("closed"), &json!("resolved_on_spot")));
        let centre = centre.restarted();
        let read = centre.desk("qiantai1").done("cases.read", json!({ "id": "城林-20261122-001" }));
        assert_eq!(read["case"]["id"], case["id"]);
        let kinds: Vec<&str> = read["events"].as_array().unwrap().iter().map(|e| e["kind"].as_str().unwrap()).collect();
        assert_eq!(kinds, ["registered", "answered", "closed"]);
        assert_eq!(read["events"][1]["note"], "已告知条件和材料");
        assert_eq!(read["events"][0]["by"]["name"], "同事qiantai1");
        assert!(centre.verify(None).whole);
    }

    fn whoever_is_signed_in_is_first_receiver_and_no_input_can_say_otherwise(engine) {
        let centre = TestCentre::new(engine).with("qiantai1", "front_desk").with("qiantai2", "front_desk");
        let other = centre.desk("qiantai2").done("cases.register", contact());
        let mut desk = centre.desk("qiantai1");
        for field in ["first_receiver", "first_receiver_id", "holder", "holder_id", "account_id", "centre_id", "number"] {
            let mut input = contact();
            input[field] = other["first_receiver"]["id"].clone();
            assert_eq!(desk.refused("cases.register", input).code, Code::MalformedInput, "{field}");
        }
        let case = desk.done("cases.register", contact_with(json!({ "way": "taken", "reply": null })));
        assert_ne!(case["first_receiver"]["id"], other["first_receiver"]["id"]);
        assert_eq!(case["first_receiver"]["name"], "同事qiantai1");
        assert_eq!(case["holder"], case["first_receiver"]);
        assert_eq!((&case["state"], &case["closed_at"]), (&json!("open"), &json!(null)));
    }

    fn a_form_is_never_read_from_an_array_by_position(engine) {
        let centre = TestCentre::new(engine).with("qiantai1", "front_desk");
        let mut desk = centre.desk("qiantai1");
        assert_eq!(desk.refused("centre.status", json!([])).code, Code::MalformedInput);
        let visitor = json!([false, "仇玉梅", null, null]);
        let problem = desk.refused("cases.register", contact_with(json!({ "visitor": visitor })));
        assert_eq!((problem.code, reasons(&problem)), (Code::MalformedInput, vec!["visitor: wrong_type".to_owned()]));
    }

    fn a_refused_contact_names_every_reason_and_takes_no_number(engine) {
        let centre = TestCentre::new(engine).with("qiantai1", "front_desk");
        let mut desk = centre.desk("qiantai1");
        desk.done("cases.register", contact());
        let problem = desk.refused("cases.register", contact_with(json!({
            "visitor": { "anonymous": false, "name": " ", "phone": "12345", "address": null },
            "matter": "", "reply": null, "received_at": SUNDAY_MORNING + 3_600_000,
        })));
        assert_eq!(reasons(&problem), ["visitor.name: required", "visitor.phone: phone_malformed", "matter: required",
            "reply: required", "received_at: in_the_future"]);
        assert_eq!(desk.done("cases.register", contact())["number"], "城林-20261122-002");
    }

    fn personal_values_leave_the_core_masked(engine) {
        let centre = TestCentre::new(engine).with("qiantai1", "front_desk");
        let mut desk = centre.desk("qiantai1");
        let case = desk.done("cases.register", contact());
        let id = case["id"].clone();
        let page = desk.done("cases.list", json!({}));
        let read = desk.done("cases.read", json!({ "id": id }));
        for seen in [&case, &page["cases"][0], &read["case"]] {
            assert_eq!((&seen["visitor"], &seen["phone"]), (&json!("仇**"), &json!("138****5678")));
        }
        assert_eq!(read["case"]["address"], "林园小区***");
        let everything = format!("{case}{page}{read}");
        for secret in ["仇玉梅", "13800005678", "12号"] {
            assert!(!everything.contains(secret), "{secret} left the core");
        }
    }

    fn an_anonymous_visitor_stays_anonymous(engine) {
        let centre = TestCentre::new(engine).with("qiantai1", "front_desk");
        let mut desk = centre.desk("qiantai1");
        let named = contact_with(json!({ "visitor": { "anonymous": true, "name": "仇玉梅", "phone": null, "address": null } }));
        assert_eq!(reasons(&desk.refused("cases.register", named)), ["visitor.name: must_be_empty"]);
        let case = desk.done("cases.register", contact_with(json!({ "visitor": { "anonymous": true } })));
        assert_eq!((&case["visitor"], &case["phone"]), (&json!(""), &json!(null)));
    }

    fn a_contact_recorded_after_a_power_cut_says_so_and_is_numbered_by_the_day_it_is_recorded(engine) {
        let centre = TestCentre::new(engine).with("qiantai1", "front_desk");
        let mut desk = centre.desk("qiantai1");
        let yesterday = SUNDAY_MORNING - 86_400_000;
        let case = desk.done("cases.register", contact_with(json!({ "received_at": yesterday })));
        assert_eq!((&case["late_entry"], &case["received_at"]), (&json!(true), &json!(yesterday)));
        assert_eq!(case["recorded_at"], json!(SUNDAY_MORNING));
        assert_eq!(case["number"], "城林-20261122-001");
    }

    fn numbers_begin_anew_at_midnight_of_the_centre(engine) {
        let centre = TestCentre::new(engine).with("qiantai1", "front_desk");
        // 23:59:59.999 on Sunday in Shanghai is still the afternoon in Greenwich.
        centre.clock.move_to(1_795_363_199_999);
        assert_eq!(centre.desk("qiantai1").done("cases.register", contact())["number"], "城林-20261122-001");
        centre.clock.move_by(1);
        assert_eq!(centre.desk("qiantai1").done("cases.register", contact())["number"], "城林-20261123-001");
    }

    fn a_retry_gives_the_same_case_and_other_content_under_its_id_is_refused(engine) {
        let centre = TestCentre::new(engine).with("qiantai1", "front_desk");
        let mut desk = centre.desk("qiantai1");
        let id = new_request_id();
        let first = desk.ask("cases.register", contact(), Some(&id), false);
        let again = desk.ask("cases.register", contact(), Some(&id), false);
        assert!(matches!(first, Outcome::Done { .. }));
        assert_eq!(first, again);
        let other = desk.ask("cases.register", contact_with(json!({ "matter": "别的事" })), Some(&id), false);
        assert!(matches!(other, Outcome::Refused(problem) if problem.code == Code::RequestIdReused));
        assert_eq!(numbers(&mut desk, json!({})), ["城林-20261122-001"]);
    }

    fn a_refused_form_may_be_edited_and_sent_under_the_same_or_a_new_id(engine) {
        let centre = TestCentre::new(engine).with("qiantai1", "front_desk");
        let mut desk = centre.desk("qiantai1");
        let id = new_request_id();
        let refused = desk.ask("cases.register", contact_with(json!({ "matter": "" })), Some(&id), false);
        assert!(matches!(refused, Outcome::Refused(_)));
        assert!(matches!(desk.ask("cases.register", contact(), Some(&id), false), Outcome::Done { .. }));
        desk.done("cases.register", contact());
        assert_eq!(numbers(&mut desk, json!({})).len(), 2);
    }

    fn a_kept_answer_is_not_given_to_somebody_who_may_not_ask_any_more(engine) {
        let centre = TestCentre::new(engine).with("qiantai1", "front_desk");
        let mut desk = centre.desk("qiantai1");
        let id = new_request_id();
        desk.ask("cases.register", contact(), Some(&id), false);
        desk.done("accounts.lock", json!({}));
        let outcome = desk.ask("cases.register", contact(), Some(&id), false);
        assert!(matches!(outcome, Outcome::Refused(problem) if problem.code == Code::SessionLocked));
    }

    fn two_people_may_use_the_same_request_id(engine) {
        let centre = TestCentre::new(engine).with("qiantai1", "front_desk").with("qiantai2", "front_desk");
        let id = new_request_id();
        let one = centre.desk("qiantai1").ask("cases.register", contact(), Some(&id), false);
        let two = centre.desk("qiantai2").ask("cases.register", contact(), Some(&id), false);
        assert_ne!(one, two);
        assert_eq!(numbers(&mut centre.desk("qiantai1"), json!({})).len(), 2);
    }

    fn the_list_narrows_by_every_filter(engine) {
        let centre = TestCentre::new(engine).with("qiantai1", "front_desk").with("qiantai2", "front_desk");
        let mut one = centre.desk("qiantai1");
        let mut two = centre.desk("qiantai2");
        one.done("cases.register", contact());
        two.done("cases.register", contact_with(json!({ "kind": "help", "channel": "phone", "urgency": "urgent",
            "way": "taken", "reply": null, "matter": "暖气 100%_不热!", "visitor": { "anonymous": true } })));
        centre.clock.move_by(86_400_000);
        let (mut one, mut two) = (centre.desk("qiantai1"), centre.desk("qiantai2"));
        one.done("cases.register", contact_with(json!({ "category": "Housing" })));
        let (a, b, c) = ("城林-20261122-001", "城林-20261122-002", "城林-20261123-001");
        for (filter, expected) in [
            (json!({}), vec![c, b, a]),
            (json!({ "state": "open" }), vec![b]),
            (json!({ "state": "closed" }), vec![c, a]),
            (json!({ "kind": "help" }), vec![b]),
            (json!({ "channel": "phone" }), vec![b]),
            (json!({ "urgency": "urgent", "kind": "help" }), vec![b]),
            (json!({ "urgency": "urgent", "kind": "inquiry" }), vec![]),
            (json!({ "mine": true }), vec![c, a]),
            (json!({ "from": "2026-11-23" }), vec![c]),
            (json!({ "to": "2026-11-22" }), vec![b, a]),
            (json!({ "from": "2026-11-22", "to": "2026-11-22" }), vec![b, a]),
            (json!({ "text": "5678" }), vec![c, a]),
            (json!({ "text": "玉梅" }), vec![c, a]),
            (json!({ "text": "20261123-001" }), vec![c]),
            (json!({ "text": "hOUSing" }), vec![c]),
            (json!({ "text": "100%_不热!" }), vec![b]),
            (json!({ "text": "%" }), vec![b]),
            (json!({ "text": "!" }), vec![b]),
            (json!({ "text": "_" }), vec![b]),
            (json!({ "text": "  " }), vec![c, b, a]),
        ] {
            assert_eq!(numbers(&mut one, filter.clone()), expected, "{filter}");
        }
        assert_eq!(numbers(&mut two, json!({ "mine": true })), [b]);
    }

    fn a_filter_with_mistakes_names_them_all(engine) {
        let centre = TestCentre::new(engine).with("qiantai1", "front_desk");
        let problem = centre.desk("qiantai1").refused("cases.list", json!({ "from": "22.11.2026", "to": "2026-02-30",
            "text": "长".repeat(61), "after": "x", "limit": 201 }));
        assert_eq!(reasons(&problem), ["from: date_malformed", "to: date_malformed", "text: too_long",
            "after: cursor_malformed", "limit: out_of_range"]);
    }

    fn pages_neither_repeat_nor_hide_a_case_while_others_are_registered(engine) {
        let centre = TestCentre::new(engine).with("qiantai1", "front_desk");
        let mut desk = centre.desk("qiantai1");
        for nth in 0..25 {
            // Several in the same millisecond: position is time and id.
            if nth % 3 == 0 { centre.clock.move_by(1000); }
            desk.done("cases.register", contact());
        }
        let mut seen = Vec::new();
        let mut after = json!(null);
        loop {
            let page = desk.done("cases.list", json!({ "limit": 10, "after": after }));
            seen.extend(page["cases"].as_array().unwrap().iter().map(|c| c["number"].as_str().unwrap().to_owned()));
            centre.clock.move_by(1000);
            desk.done("cases.register", contact());
            after = page["next"].clone();
            if after.is_null() { break; }
        }
        let expected: Vec<String> = (1..=25).rev().map(|nth| format!("城林-20261122-{nth:03}")).collect();
        let mut sorted = seen.clone();
        sorted.sort();
        sorted.dedup();
        assert_eq!(sorted.len(), seen.len(), "no case twice");
        sorted.reverse();
        assert_eq!(sorted, expected, "no case missing, and those registered meanwhile not mixed in");
    }

    fn an_unknown_case_is_not_found(engine) {
        let centre = TestCentre::new(engine).with("qiantai1", "front_desk");
        for id in ["", "城林-20261122-999", "' OR 1=1 --"] {
            assert_eq!(centre.desk("qiantai1").refused("cases.read", json!({ "id": id })).code, Code::NotFound);
        }
    }
}
