//! Stories of the first start.

use keting_core::Code;
use keting_tests::{PASSWORD, TestCentre, reasons, stories};
use serde_json::json;

fn set_up(name: &str, short: &str, login: &str, password: &str) -> serde_json::Value {
    json!({ "name": name, "short": short, "zone": null,
            "head": { "name": "郭书记", "login": login, "password": password } })
}

stories! {
    fn an_empty_house_says_so_and_refuses_to_log_anybody_in(engine) {
        let centre = TestCentre::empty(engine);
        let status = centre.stranger().done("centre.status", json!({}));
        assert_eq!(status["set_up"], false);
        assert_eq!(status["me"], json!(null));
        assert_eq!(centre.stranger().log_in("zhuren1", PASSWORD).unwrap_err().code, Code::NotSetUp);
    }

    fn the_head_sets_up_the_centre_once_and_logs_in(engine) {
        let centre = TestCentre::new(engine);
        assert_eq!(centre.recovery_code.len(), 24);
        let mut desk = centre.desk("zhuren1");
        let status = desk.done("centre.status", json!({}));
        assert_eq!(status["centre"]["short"], "城林");
        assert_eq!(status["centre"]["zone"], "Asia/Shanghai");
        assert_eq!(status["me"]["roles"], json!(["centre_head"]));
        assert_eq!(status["sample"], false);
        let again = centre.stranger().refused("centre.set_up", set_up("别的中心", "别的", "other", PASSWORD));
        assert_eq!(again.code, Code::AlreadySetUp);
    }

    fn a_set_up_with_mistakes_names_all_of_them_and_creates_nothing(engine) {
        let centre = TestCentre::empty(engine);
        let mut input = set_up("城", "城-林", "主任", "12345678");
        input["zone"] = json!("Mars/Olympus");
        let problem = centre.stranger().refused("centre.set_up", input);
        assert_eq!(
            reasons(&problem),
            ["name: too_short", "short: not_allowed_characters", "zone: unknown_zone",
             "head.login: not_allowed_characters", "head.password: password_too_common"],
        );
        assert_eq!(centre.stranger().done("centre.status", json!({}))["set_up"], false);
    }

    fn everything_is_still_there_after_a_restart_except_the_sessions(engine) {
        let centre = TestCentre::new(engine);
        let desk = centre.desk("zhuren1");
        let token = desk.token.clone();
        drop(desk);
        let centre = centre.restarted();
        let mut old = centre.stranger();
        old.token = token;
        assert_eq!(old.refused("accounts.list", json!({})).code, Code::NotSignedIn);
        centre.desk("zhuren1").done("accounts.list", json!({}));
    }
}
