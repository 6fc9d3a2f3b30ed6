//! Stories of drafts: nothing that was typed is lost, and nobody else sees it.

use keting_tests::{TestCentre, reasons, stories};
use serde_json::json;

stories! {
    fn a_draft_survives_a_restart_and_is_seen_by_nobody_else(engine) {
        let centre = TestCentre::new(engine).with("qiantai1", "front_desk").with("qiantai2", "front_desk");
        let mut desk = centre.desk("qiantai1");
        let kind = json!({ "kind": "case_intake" });
        assert_eq!(desk.done("drafts.read", kind.clone())["draft"], json!(null));
        desk.done("drafts.keep", json!({ "kind": "case_intake", "body": "{\"matter\":\"暖\"}" }));
        desk.done("drafts.keep", json!({ "kind": "case_intake", "body": "{\"matter\":\"暖气不热\"}" }));
        drop(desk);
        let centre = centre.restarted();
        let mut desk = centre.desk("qiantai1");
        assert_eq!(desk.done("drafts.read", kind.clone())["draft"]["body"], "{\"matter\":\"暖气不热\"}");
        assert_eq!(centre.desk("qiantai2").done("drafts.read", kind.clone())["draft"], json!(null));
        assert_eq!(centre.desk("zhuren1").done("drafts.read", kind.clone())["draft"], json!(null));
        desk.done("drafts.discard", kind.clone());
        assert_eq!(desk.done("drafts.read", kind)["draft"], json!(null));
    }

    fn a_draft_has_a_limit_and_leaves_no_audit_row(engine) {
        let centre = TestCentre::new(engine).with("qiantai1", "front_desk");
        let mut desk = centre.desk("qiantai1");
        let before = centre.verify(None).rows;
        desk.done("drafts.keep", json!({ "kind": "case_intake", "body": "x".repeat(64 * 1024) }));
        let problem = desk.refused("drafts.keep", json!({ "kind": "case_intake", "body": "x".repeat(64 * 1024 + 1) }));
        assert_eq!(reasons(&problem), ["body: too_long"]);
        assert_eq!(centre.verify(None).rows, before);
    }
}
