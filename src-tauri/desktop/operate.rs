//! The one command of the page: an envelope in, an outcome out, as over HTTP.

use std::sync::Arc;

use keting_connect::{Answer, machine};
use keting_core::{Ask, Code, Place, Problem};
use serde::Deserialize;
use serde_json::{Value, json};
use tauri::{Manager, WebviewWindow, async_runtime};

use crate::desk::Desk;

/// The name of this device in the audit.
const DESK: &str = "desktop";

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Envelope {
    operation: String,
    place: Place,
    #[serde(default)]
    request_id: Option<String>,
    #[serde(default)]
    passive: bool,
    input: Value,
}

/// Runs one operation away from the thread that draws. Whatever happens, the page receives an outcome.
#[tauri::command]
pub async fn operate(window: WebviewWindow, envelope: Value) -> Value {
    let desk = Arc::clone(&window.state::<Arc<Desk>>());
    let label = window.label().to_owned();
    let working = async_runtime::spawn_blocking(move || perform(&desk, &label, envelope));
    working.await.unwrap_or_else(|_| {
        let log_id = machine::request_id();
        log::error!("{log_id}: an operation ended without an answer");
        json!(Answer::Broken { log_id })
    })
}

fn perform(desk: &Desk, window: &str, envelope: Value) -> Value {
    let Ok(Envelope {
        operation,
        place,
        request_id,
        passive,
        input,
    }) = serde_json::from_value(envelope)
    else {
        return json!({ "refused": Problem::new(Code::MalformedInput).with("detail_path", "") });
    };
    let house = match desk.house() {
        Ok(house) => house,
        Err(problem) => return json!({ "refused": problem }),
    };
    let token = desk.token(window, place);
    let reply = house.call(Ask {
        place,
        token,
        desk: DESK.to_owned(),
        operation,
        request_id,
        passive,
        input,
    });
    desk.keep(window, place, reply.session);
    json!(reply.outcome)
}
