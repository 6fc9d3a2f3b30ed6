//! The interface itself, as it was built into this program: files from `ui/dist`, and the one page for every address of the interface.
//! Compiled without the interface, the program says so in place of the page.

use axum::{
    http::{HeaderMap, HeaderValue, Method, StatusCode, Uri, header},
    response::{Html, IntoResponse, Response},
};
use keting_core::{Code, Problem};
use rust_embed::{EmbeddedFile, RustEmbed};

use super::refuse;

#[derive(RustEmbed)]
#[folder = "../../ui/dist"]
#[allow_missing = true]
struct Interface;

const NOT_BUILT: &str = "<!doctype html><html lang=\"zh-CN\"><meta charset=\"utf-8\"><title>客厅</title>\
    <p>这个程序没有带界面。请在源代码目录运行 <code>cargo xtask run</code>。\
    <p lang=\"en\">This program was built without the interface. Run <code>cargo xtask run</code> in the source folder.";

pub async fn page(method: Method, uri: Uri, headers: HeaderMap) -> Response {
    if method != Method::GET && method != Method::HEAD {
        return refuse(StatusCode::METHOD_NOT_ALLOWED, Problem::new(Code::NotFound));
    }
    let path = uri.path().trim_start_matches('/');
    match Interface::get(path) {
        Some(file) if !path.is_empty() => sent(path, &file),
        _ if wants_page(&headers) && !path.starts_with("operations/") => index(),
        _ => refuse(StatusCode::NOT_FOUND, Problem::new(Code::NotFound)),
    }
}

/// Whether somebody opens an address, as opposed to a page asking for a part that is missing.
fn wants_page(headers: &HeaderMap) -> bool {
    headers
        .get(header::ACCEPT)
        .and_then(|value| value.to_str().ok())
        .is_some_and(|kinds| kinds.contains("text/html"))
}

fn index() -> Response {
    match Interface::get("index.html") {
        Some(file) => sent("index.html", &file),
        None => (StatusCode::SERVICE_UNAVAILABLE, Html(NOT_BUILT)).into_response(),
    }
}

fn sent(path: &str, file: &EmbeddedFile) -> Response {
    let mut response = file.data.to_vec().into_response();
    let headers = response.headers_mut();
    if let Ok(kind) = HeaderValue::from_str(file.metadata.mimetype()) {
        headers.insert(header::CONTENT_TYPE, kind);
    }
    // Files below assets/ carry a hash of their content in their name.
    let keep = if path.starts_with("assets/") {
        "public, max-age=31536000, immutable"
    } else {
        "no-cache"
    };
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(keep));
    response
}
