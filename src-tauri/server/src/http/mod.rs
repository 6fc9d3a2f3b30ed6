//! The HTTP service on the loopback address: `POST /operations/{name}`, `GET /events`, and the interface itself.
//!
//! It listens on 127.0.0.1 alone, because it speaks plain HTTP. Everything it answers has passed [`guard`].

mod events;
mod guard;
mod interface;
mod operations;

use std::{
    future::Future,
    io,
    net::{Ipv4Addr, SocketAddr},
    sync::Arc,
};

use axum::{
    Json, Router,
    extract::DefaultBodyLimit,
    http::StatusCode,
    middleware,
    response::{IntoResponse, Response},
    routing::{get, post},
};
use keting_core::{Code, House, Problem};
use serde_json::json;
use tokio::{
    net::TcpListener,
    sync::{Semaphore, watch},
};

use events::Hub;

/// Longest body of a request, in bytes.
pub const BODY_LIMIT: usize = 1024 * 1024;
/// Operations in the core at the same time; more are told to come again.
const OPERATIONS_AT_ONCE: usize = 64;

/// What every request needs.
struct Service {
    house: Arc<House>,
    desk: String,
    seats: Arc<Semaphore>,
    hub: Hub,
}

/// Binds the loopback address; port 0 takes a free one.
///
/// # Errors
/// When the port is taken or may not be bound.
pub async fn bind(port: u16) -> io::Result<TcpListener> {
    TcpListener::bind(SocketAddr::from((Ipv4Addr::LOCALHOST, port))).await
}

/// Serves `house` on `listener` until `stop` completes, then lets requests under way finish. `desk` names this device in the audit.
///
/// # Errors
/// When the listener breaks.
pub async fn serve(
    listener: TcpListener,
    house: Arc<House>,
    desk: String,
    stop: impl Future<Output = ()> + Send + 'static,
) -> io::Result<()> {
    let (ending, ended) = watch::channel(false);
    let hub = Hub::listening_to(&house, ended);
    let seats = Arc::new(Semaphore::new(OPERATIONS_AT_ONCE));
    let app = router(
        listener.local_addr()?.port(),
        Arc::new(Service {
            house,
            desk,
            seats,
            hub,
        }),
    );
    let stop = async move {
        stop.await;
        // Streams of events never end by themselves; without this a stop would wait for the last open page.
        let _ = ending.send(true);
    };
    axum::serve(listener, app).with_graceful_shutdown(stop).await
}

fn router(port: u16, service: Arc<Service>) -> Router {
    Router::new()
        .route("/operations/{name}", post(operations::operate))
        .route("/events", get(events::stream))
        .fallback(interface::page)
        .method_not_allowed_fallback(|| async {
            refuse(StatusCode::METHOD_NOT_ALLOWED, Problem::new(Code::NotFound))
        })
        .layer(DefaultBodyLimit::max(BODY_LIMIT))
        .layer(middleware::from_fn_with_state(
            Arc::new(guard::Hosts::of(port)),
            guard::admit,
        ))
        .layer(middleware::map_response(guard::harden))
        .with_state(service)
}

/// A refusal made by the service itself, in the form in which the core refuses.
fn refuse(status: StatusCode, problem: Problem) -> Response {
    (status, Json(json!({ "refused": problem }))).into_response()
}

#[cfg(test)]
mod tests {
    use keting_connect::{Answer, client::Client, machine};
    use keting_core::Place;

    use super::*;

    /// What one operation is answered by a service with so many seats.
    async fn asked_with(seats: usize) -> Answer {
        let folder = tempfile::tempdir().expect("a folder");
        let house = House::open(folder.path(), machine::surroundings()).expect("a fresh folder opens");
        let house = Arc::new(house);
        let (_ending, ended) = watch::channel(false);
        let hub = Hub::listening_to(&house, ended);
        let seats = Arc::new(Semaphore::new(seats));
        let listener = bind(0).await.expect("a free port");
        let port = listener.local_addr().expect("an address").port();
        let desk = "测试台".into();
        let app = router(
            port,
            Arc::new(Service {
                house,
                desk,
                seats,
                hub,
            }),
        );
        let serving = tokio::spawn(async move { axum::serve(listener, app).await });
        let client = Client::to(&format!("http://127.0.0.1:{port}")).expect("an address of this machine");
        let answer = client
            .operate(Place::Real, "centre.status", None, &json!({}))
            .await;
        serving.abort();
        answer.expect("an answer")
    }

    #[tokio::test]
    async fn beyond_its_seats_the_service_asks_to_come_again() {
        let refused = asked_with(0).await;
        assert!(
            matches!(&refused, Answer::Refused(problem) if problem["code"] == "too_busy"),
            "{refused:?}"
        );
        assert!(matches!(asked_with(1).await, Answer::Done(_)), "control");
    }
}
