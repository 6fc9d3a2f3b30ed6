//! Who is let in, and what every answer says to the browser.
//!
//! A page of another site can make this machine's browser send requests here, directly or by a name that it has
//! re-pointed to 127.0.0.1. So the `Host` must be one of our two names, exactly; anything that a browser marks as coming from another
//! site is refused; and an operation must be JSON, which a foreign form cannot send.

use std::sync::Arc;

use axum::{
    extract::{Request, State},
    http::{HeaderMap, HeaderValue, Method, StatusCode, header},
    middleware::Next,
    response::Response,
};
use keting_core::{Code, Problem};

use super::refuse;

const CONTENT_SECURITY_POLICY: &str = "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; \
    connect-src 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'none'";

/// The names under which this service may be addressed.
pub struct Hosts([String; 2]);

impl Hosts {
    /// The loopback names with the port that is listened on.
    pub fn of(port: u16) -> Self {
        Self([format!("127.0.0.1:{port}"), format!("localhost:{port}")])
    }

    fn hold(&self, host: &str) -> bool {
        self.0.iter().any(|known| known == host)
    }
}

/// Lets a request pass, or refuses it before anything reads its body.
pub async fn admit(State(hosts): State<Arc<Hosts>>, request: Request, next: Next) -> Response {
    match objection(&hosts, &request) {
        Some((status, problem)) => refuse(status, problem),
        None => next.run(request).await,
    }
}

fn objection(hosts: &Hosts, request: &Request) -> Option<(StatusCode, Problem)> {
    let headers = request.headers();
    let host = only(headers, header::HOST.as_str());
    let Some(host) = host.filter(|host| hosts.hold(host)) else {
        return Some((StatusCode::MISDIRECTED_REQUEST, Problem::new(Code::NotPermitted)));
    };
    if request
        .uri()
        .authority()
        .is_some_and(|authority| authority.as_str() != host)
    {
        return Some((StatusCode::MISDIRECTED_REQUEST, Problem::new(Code::NotPermitted)));
    }
    if from_elsewhere(headers, host, request.method()) {
        return Some((StatusCode::FORBIDDEN, Problem::new(Code::NotPermitted)));
    }
    if request.method() == Method::POST && !is_json(headers) {
        return Some((
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Problem::new(Code::MalformedInput).with("detail_path", "content-type"),
        ));
    }
    None
}

/// Whether a browser says that a page of another origin caused this request. Programs that are not browsers send neither header.
fn from_elsewhere(headers: &HeaderMap, host: &str, method: &Method) -> bool {
    if headers.contains_key(header::ORIGIN) {
        let ours = only(headers, header::ORIGIN.as_str()).and_then(|origin| origin.strip_prefix("http://"));
        return ours != Some(host);
    }
    let Some(site) = headers.get("sec-fetch-site") else {
        return false;
    };
    let navigation = method == Method::GET
        && headers
            .get("sec-fetch-mode")
            .is_some_and(|mode| mode == "navigate");
    // Typing the address or following a link opens the page; everything else comes from the page itself.
    site != "same-origin" && !navigation
}

/// The value of a header that stands there exactly once.
fn only<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    let mut values = headers.get_all(name).iter();
    let first = values.next()?.to_str().ok()?;
    values.next().is_none().then_some(first)
}

fn is_json(headers: &HeaderMap) -> bool {
    let kind = only(headers, header::CONTENT_TYPE.as_str()).and_then(|value| value.split(';').next());
    kind.is_some_and(|kind| kind.trim().eq_ignore_ascii_case("application/json"))
}

/// Adds to every answer what keeps a page from doing more than it was written to do.
pub async fn harden(mut response: Response) -> Response {
    let headers = response.headers_mut();
    headers.insert(
        header::CONTENT_SECURITY_POLICY,
        HeaderValue::from_static(CONTENT_SECURITY_POLICY),
    );
    headers.insert(
        header::X_CONTENT_TYPE_OPTIONS,
        HeaderValue::from_static("nosniff"),
    );
    headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    headers.insert(
        "cross-origin-resource-policy",
        HeaderValue::from_static("same-origin"),
    );
    headers.insert(
        "cross-origin-opener-policy",
        HeaderValue::from_static("same-origin"),
    );
    headers
        .entry(header::CACHE_CONTROL)
        .or_insert(HeaderValue::from_static("no-store"));
    response
}
