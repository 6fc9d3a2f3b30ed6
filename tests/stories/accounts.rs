//! Stories of accounts: log-in and its back-off, the lock, recovery, and who may do what.

use keting_core::access::{Role, allows};
use keting_core::operations::{Kind, OPERATIONS};
use keting_core::problem::Fact;
use keting_core::{Code, IDLE_LOCK_SECONDS, Outcome};
use keting_tests::{PASSWORD, TestCentre, contact, new_request_id, reasons, stories};
use serde_json::json;

const NEW_PASSWORD: &str = "mei-tian-xiang-shang";

stories! {
    fn five_failures_begin_a_wait_that_survives_the_refusals_and_a_restart(engine) {
        let centre = TestCentre::new(engine);
        for left in (1..=4).rev() {
            let problem = centre.stranger().log_in("zhuren1", "wrong-password").unwrap_err();
            assert_eq!(problem.code, Code::WrongLogin);
            assert_eq!(problem.facts["left"], Fact::Number(left));
        }
        let fifth = centre.stranger().log_in("zhuren1", "wrong-password").unwrap_err();
        assert_eq!((fifth.code, &fifth.facts["wait_seconds"]), (Code::BackOff, &Fact::Number(30)));
        let centre = centre.restarted();
        let right = centre.stranger().log_in("zhuren1", PASSWORD).unwrap_err();
        assert_eq!(right.code, Code::BackOff, "even the right password waits");
        centre.clock.move_by(30_000);
        centre.stranger().log_in("zhuren1", PASSWORD).unwrap();
        let counted_anew = centre.stranger().log_in("zhuren1", "wrong-password").unwrap_err();
        assert_eq!(counted_anew.facts["left"], Fact::Number(4));
    }

    fn a_wrong_name_and_a_wrong_password_look_the_same(engine) {
        let centre = TestCentre::new(engine);
        let wrong_name = centre.stranger().log_in("nobody", PASSWORD).unwrap_err();
        let wrong_password = centre.stranger().log_in("zhuren1", "wrong-password").unwrap_err();
        assert_eq!(wrong_name, wrong_password);
    }

    fn a_login_name_is_read_however_the_input_method_leaves_it(engine) {
        let centre = TestCentre::new(engine);
        centre.stranger().log_in(" Ｚhuren１ ", PASSWORD).unwrap();
    }

    fn a_locked_desk_refuses_everything_but_unlocking_and_logging_out(engine) {
        let centre = TestCentre::new(engine).with("qiantai1", "front_desk");
        let mut desk = centre.desk("qiantai1");
        desk.done("accounts.lock", json!({}));
        assert_eq!(desk.done("centre.status", json!({}))["me"]["locked"], true);
        for operation in OPERATIONS.iter().filter(|operation| !operation.permission.while_locked()) {
            let problem = desk.refused(operation.name, json!({}));
            assert_eq!(problem.code, Code::SessionLocked, "{}", operation.name);
        }
        let wrong = desk.refused("accounts.unlock", json!({ "password": "wrong-password" }));
        assert_eq!(wrong.code, Code::WrongPassword);
        desk.done("accounts.unlock", json!({ "password": PASSWORD }));
        desk.done("cases.register", contact());
        assert_eq!(desk.refused("accounts.unlock", json!({ "password": PASSWORD })).code, Code::NotLocked);
        desk.done("accounts.lock", json!({}));
        desk.done("accounts.log_out", json!({}));
        assert!(desk.token.is_none());
    }

    fn a_desk_without_anybody_locks_itself_and_automatic_requests_do_not_keep_it_awake(engine) {
        let centre = TestCentre::new(engine).with("qiantai1", "front_desk");
        let mut busy = centre.desk("qiantai1");
        let mut idle = centre.desk("qiantai1");
        let half = IDLE_LOCK_SECONDS * 1000 / 2;
        for _ in 0..2 {
            centre.clock.move_by(half);
            assert!(matches!(busy.ask("cases.list", json!({}), None, false), Outcome::Done { .. }));
            let outcome = idle.ask("centre.status", json!({}), None, true);
            assert!(matches!(outcome, Outcome::Done { .. }));
        }
        busy.done("cases.list", json!({}));
        assert_eq!(idle.refused("cases.list", json!({})).code, Code::SessionLocked);
    }

    fn a_session_ends_after_twelve_hours_however_busy(engine) {
        let centre = TestCentre::new(engine);
        let mut desk = centre.desk("zhuren1");
        for _ in 0..(12 * 15) {
            centre.clock.move_by(4 * 60_000);
            desk.done("accounts.list", json!({}));
        }
        centre.clock.move_by(60_000);
        assert_eq!(desk.refused("accounts.list", json!({})).code, Code::NotSignedIn);
    }

    fn the_recovery_code_sets_a_new_password_and_is_used_up(engine) {
        let centre = TestCentre::new(engine);
        let mut open = centre.desk("zhuren1");
        let typed = centre.recovery_code.to_lowercase().replace('-', " ");
        let wrong = json!({ "login": "zhuren1", "recovery_code": "AAAA-BBBB-CCCC-DDDD-EEEE", "password": NEW_PASSWORD });
        assert_eq!(centre.stranger().refused("accounts.recover", wrong).code, Code::WrongRecoveryCode);
        let weak = json!({ "login": "zhuren1", "recovery_code": &typed, "password": "12345678" });
        let problem = centre.stranger().refused("accounts.recover", weak);
        assert_eq!(reasons(&problem), ["password: password_too_common"], "the code is not used up by that");
        let good = json!({ "login": "zhuren1", "recovery_code": &typed, "password": NEW_PASSWORD });
        let next = centre.stranger().done("accounts.recover", good.clone());
        assert_ne!(next["recovery_code"], json!(centre.recovery_code));
        assert_eq!(open.refused("accounts.list", json!({})).code, Code::NotSignedIn, "open sessions end");
        assert_eq!(centre.stranger().refused("accounts.recover", good).code, Code::WrongRecoveryCode);
        centre.stranger().log_in("zhuren1", NEW_PASSWORD).unwrap();
        assert!(centre.stranger().log_in("zhuren1", PASSWORD).is_err());
    }

    fn somebody_changes_their_own_password_with_the_present_one_in_hand(engine) {
        let centre = TestCentre::new(engine);
        let mut desk = centre.desk("zhuren1");
        let mut elsewhere = centre.desk("zhuren1");
        let wrong = json!({ "current": "wrong-password", "password": NEW_PASSWORD });
        assert_eq!(desk.refused("accounts.change_password", wrong).code, Code::WrongPassword);
        desk.done("accounts.change_password", json!({ "current": PASSWORD, "password": NEW_PASSWORD }));
        desk.done("accounts.list", json!({}));
        assert_eq!(elsewhere.refused("accounts.list", json!({})).code, Code::NotSignedIn);
        assert!(centre.stranger().log_in("zhuren1", PASSWORD).is_err());
    }

    fn an_account_is_created_with_all_reasons_named(engine) {
        let centre = TestCentre::new(engine).with("qiantai1", "front_desk");
        let mut head = centre.desk("zhuren1");
        let bad = json!({ "name": "", "login": "x", "password": "short", "roles": [] });
        let problem = head.refused("accounts.create", bad);
        assert_eq!(reasons(&problem), ["name: required", "login: too_short", "password: too_short", "roles: required"]);
        let taken = json!({ "name": "另一位", "login": "QIANTAI1", "password": PASSWORD, "roles": ["front_desk"] });
        assert_eq!(reasons(&head.refused("accounts.create", taken)), ["login: login_taken"]);
        centre.clock.move_by(1);
        head.done("accounts.create", json!({ "name": "后来的", "login": "anna", "password": PASSWORD, "roles": ["town"] }));
        let logins: Vec<String> = head.done("accounts.list", json!({}))["accounts"].as_array().unwrap().iter()
            .map(|account| account["login"].as_str().unwrap().to_owned()).collect();
        assert_eq!(logins, ["qiantai1", "zhuren1", "anna"], "by time, then by name");
    }

    fn every_role_may_do_what_its_line_says_and_nothing_else(engine) {
        let mut centre = TestCentre::new(engine);
        for role in Role::ALL {
            centre = centre.with(&format!("as.{}", role.wire()), role.wire());
        }
        for role in Role::ALL {
            let mut desk = centre.desk(&format!("as.{}", role.wire()));
            for operation in OPERATIONS.iter().filter(|o| o.kind() != Kind::House && o.name != "accounts.log_out") {
                let outcome = desk.call(operation.name, json!({ "no such field": 1 }));
                let denied = matches!(&outcome, Outcome::Refused(problem) if problem.code == Code::NotPermitted);
                assert_eq!(denied, !allows(&[role], operation.permission), "{role:?} {}: {outcome:?}", operation.name);
            }
        }
    }

    fn nobody_reaches_anything_without_logging_in(engine) {
        let centre = TestCentre::new(engine);
        for operation in OPERATIONS.iter().filter(|o| o.permission != keting_core::access::Permission::Anyone) {
            let mut stranger = centre.stranger();
            assert_eq!(stranger.refused(operation.name, json!({})).code, Code::NotSignedIn, "{}", operation.name);
            stranger.token = Some("0".repeat(64));
            assert_eq!(stranger.refused(operation.name, json!({})).code, Code::NotSignedIn, "{}", operation.name);
        }
    }

    fn a_write_without_its_request_id_is_refused(engine) {
        let centre = TestCentre::new(engine).with("qiantai1", "front_desk");
        let mut desk = centre.desk("qiantai1");
        let code = |outcome: Outcome| match outcome {
            Outcome::Refused(problem) => problem.code,
            other => unreachable!("{other:?}"),
        };
        assert_eq!(code(desk.ask("cases.register", contact(), None, false)), Code::RequestIdMissing);
        assert_eq!(code(desk.ask("cases.register", contact(), Some("短"), false)), Code::RequestIdMalformed);
        let id = new_request_id();
        assert!(matches!(desk.ask("cases.register", contact(), Some(&id), false), Outcome::Done { .. }));
    }
}
