//! Stories of the audit: every write leaves its row, done or refused, and a whole chain verifies.

use keting_tests::{TestCentre, contact, contact_with, new_request_id, stories};
use serde_json::json;

stories! {
    fn every_write_leaves_one_row_done_or_refused_or_repeated_and_reads_leave_none(engine) {
        let centre = TestCentre::new(engine).with("qiantai1", "front_desk");
        let mut desk = centre.desk("qiantai1");
        let rows = || centre.verify(None).rows;
        let before = rows();
        let id = new_request_id();
        desk.ask("cases.register", contact(), Some(&id), false);
        assert_eq!(rows(), before + 1, "done");
        desk.ask("cases.register", contact(), Some(&id), false);
        assert_eq!(rows(), before + 2, "repeated");
        desk.refused("cases.register", contact_with(json!({ "matter": "" })));
        desk.refused("cases.register", json!({ "nonsense": true }));
        desk.refused("accounts.create", json!({}));
        desk.ask("cases.register", contact(), None, false);
        assert_eq!(rows(), before + 6, "refused by rule, by form, by permission, for want of an id");
        desk.done("cases.list", json!({}));
        desk.done("centre.status", json!({}));
        assert_eq!(rows(), before + 6, "reads leave none");
        assert!(centre.stranger().log_in("qiantai1", "wrong-password").is_err());
        assert_eq!(rows(), before + 7, "a failed log-in counts");
    }

    fn a_whole_chain_verifies_and_knows_every_head_it_ever_had(engine) {
        let centre = TestCentre::new(engine).with("qiantai1", "front_desk");
        let mut desk = centre.desk("qiantai1");
        let mut heads = Vec::new();
        for _ in 0..4 {
            desk.done("cases.register", contact());
            heads.push(centre.verify(None).heads.remove(0).hash);
        }
        for head in &heads {
            let typed = format!(" {}", head.to_uppercase());
            assert!(centre.verify(Some(&typed)).whole, "{head}");
        }
        let strange = centre.verify(Some(&"ab".repeat(32)));
        assert!(!strange.whole);
        assert_eq!(strange.findings[0].what, "head_unknown");
    }

    fn the_rows_of_a_case_are_counted_among_what_is_kept(engine) {
        let centre = TestCentre::new(engine).with("qiantai1", "front_desk");
        let mut desk = centre.desk("qiantai1");
        desk.done("cases.register", contact());
        desk.done("cases.register", contact_with(json!({ "way": "taken", "reply": null })));
        assert_eq!(centre.verify(None).kept, 3 + 1);
    }
}
