//! `POST /operations/{name}`: the envelope without its operation in, the outcome out.
//!
//! The session token stays in a cookie that scripts cannot read; it is in no address and no body.

use std::{sync::Arc, time::Duration};

use axum::{
    Json,
    body::Bytes,
    extract::{Path, State, rejection::BytesRejection},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use keting_core::{Ask, Code, Outcome, Place, Problem, Reply, SessionChange};
use serde::Deserialize;
use serde_json::{Value, json};
use tokio::{task, time};

use super::{BODY_LIMIT, Service, refuse};

/// After this the browser is told to try again; the operation itself goes on to its end, and a repeated request id finds its answer.
const ANSWER_WITHIN: Duration = Duration::from_secs(30);

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Envelope {
    place: Place,
    #[serde(default)]
    request_id: Option<String>,
    #[serde(default)]
    passive: bool,
    input: Value,
}

pub async fn operate(
    State(service): State<Arc<Service>>,
    Path(operation): Path<String>,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Response {
    let Envelope {
        place,
        request_id,
        passive,
        input,
    } = match read(body) {
        Ok(envelope) => envelope,
        Err((status, problem)) => return refuse(status, problem),
    };
    let Ok(seat) = Arc::clone(&service.seats).try_acquire_owned() else {
        return refuse(StatusCode::SERVICE_UNAVAILABLE, Problem::new(Code::TooBusy));
    };
    let (token, desk) = (cookie(&headers, cookie_name(place)), service.desk.clone());
    let house = Arc::clone(&service.house);
    let working = task::spawn_blocking(move || {
        // The seat is held until the core is done, even when nobody waits for the answer any more.
        let _seat = seat;
        house.call(Ask {
            place,
            token,
            desk,
            operation,
            request_id,
            passive,
            input,
        })
    });
    match time::timeout(ANSWER_WITHIN, working).await {
        Ok(Ok(reply)) => answered(place, reply),
        Ok(Err(_)) => lost(),
        Err(_) => refuse(StatusCode::SERVICE_UNAVAILABLE, Problem::new(Code::TooBusy)),
    }
}

fn read(body: Result<Bytes, BytesRejection>) -> Result<Envelope, (StatusCode, Problem)> {
    let too_long = || Problem::new(Code::TooLong).with("max", i64::try_from(BODY_LIMIT).unwrap_or(i64::MAX));
    let body = body.map_err(|rejection| match rejection.status() {
        StatusCode::PAYLOAD_TOO_LARGE => (StatusCode::PAYLOAD_TOO_LARGE, too_long()),
        status => (status, Problem::new(Code::MalformedInput).with("detail_path", "")),
    })?;
    serde_json::from_slice(&body).map_err(|_| {
        (
            StatusCode::BAD_REQUEST,
            Problem::new(Code::MalformedInput).with("detail_path", ""),
        )
    })
}

fn answered(place: Place, reply: Reply) -> Response {
    let status = match &reply.outcome {
        Outcome::Done { .. } => StatusCode::OK,
        Outcome::Refused(problem) if matches!(problem.code, Code::NotSignedIn | Code::SessionLocked) => {
            StatusCode::UNAUTHORIZED
        }
        Outcome::Refused(_) => StatusCode::UNPROCESSABLE_ENTITY,
        Outcome::Broken { .. } => StatusCode::INTERNAL_SERVER_ERROR,
    };
    let mut response = (status, Json(reply.outcome)).into_response();
    let (token, age) = match reply.session {
        SessionChange::Keep => return response,
        SessionChange::Open(token) => (token, ""),
        SessionChange::Close => (String::new(), "; Max-Age=0"),
    };
    let name = cookie_name(place);
    if let Ok(value) =
        HeaderValue::from_str(&format!("{name}={token}; HttpOnly; SameSite=Strict; Path=/{age}"))
    {
        response.headers_mut().append(header::SET_COOKIE, value);
    }
    response
}

/// The core catches its own panics; this is for a thread that could not even be run.
fn lost() -> Response {
    let log_id = keting_connect::machine::request_id();
    log::error!("{log_id}: an operation ended without an answer");
    (
        StatusCode::INTERNAL_SERVER_ERROR,
        Json(json!({ "broken": { "log_id": log_id } })),
    )
        .into_response()
}

fn cookie_name(place: Place) -> &'static str {
    match place {
        Place::Real => "keting_real",
        Place::Sample => "keting_sample",
    }
}

fn cookie(headers: &HeaderMap, name: &str) -> Option<String> {
    let lines = headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|line| line.to_str().ok());
    let mut pairs = lines
        .flat_map(|line| line.split(';'))
        .filter_map(|pair| pair.trim().split_once('='));
    pairs
        .find(|(found, value)| *found == name && !value.is_empty())
        .map(|(_, value)| value.to_owned())
}
