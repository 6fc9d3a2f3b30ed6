//! `GET /events`: which tags a commit has invalidated, as server-sent events. It says that something changed, never what.
//!
//! A page that falls too far behind is cut off rather than left with a gap: it connects again and refetches what it shows.

use std::{convert::Infallible, sync::Arc, time::Duration};

use axum::{
    extract::State,
    http::StatusCode,
    response::{
        IntoResponse, Response, Sse,
        sse::{Event, KeepAlive},
    },
};
use futures_util::stream;
use keting_core::{Code, House, Problem};
use tokio::sync::{Semaphore, broadcast, watch};

use super::{Service, refuse};

const KEPT_FOR_A_SLOW_PAGE: usize = 256;
const STREAMS_AT_ONCE: usize = 64;
const SIGN_OF_LIFE: Duration = Duration::from_secs(15);

/// Hands what the core publishes to every open page.
pub struct Hub {
    published: broadcast::Sender<String>,
    seats: Arc<Semaphore>,
    ended: watch::Receiver<bool>,
}

impl Hub {
    /// Listens to the house; streams end when `ended` turns true.
    pub fn listening_to(house: &House, ended: watch::Receiver<bool>) -> Self {
        let (published, _) = broadcast::channel(KEPT_FOR_A_SLOW_PAGE);
        let out = published.clone();
        house.listen(Box::new(move |what| {
            if let Ok(line) = serde_json::to_string(what) {
                // Nobody listening is no error.
                let _ = out.send(line);
            }
        }));
        Self {
            published,
            seats: Arc::new(Semaphore::new(STREAMS_AT_ONCE)),
            ended,
        }
    }
}

pub async fn stream(State(service): State<Arc<Service>>) -> Response {
    let hub = &service.hub;
    let Ok(seat) = Arc::clone(&hub.seats).try_acquire_owned() else {
        return refuse(StatusCode::SERVICE_UNAVAILABLE, Problem::new(Code::TooBusy));
    };
    let lines = (hub.published.subscribe(), hub.ended.clone(), seat);
    let events = stream::unfold(lines, |(mut published, mut ended, seat)| async move {
        let line = tokio::select! {
            line = published.recv() => line.ok()?,
            _ = ended.wait_for(|over| *over) => return None,
        };
        Some((
            Ok::<_, Infallible>(Event::default().data(line)),
            (published, ended, seat),
        ))
    });
    Sse::new(events)
        .keep_alive(KeepAlive::new().interval(SIGN_OF_LIFE))
        .into_response()
}
