//! The main window, and what its page may not do: leave, or open another window.
//! The keys of a browser (reload, find, print) are switched off by the page itself, which knows its own.

use std::path::Path;

use tauri::{AppHandle, Url, WebviewUrl, WebviewWindowBuilder, webview::NewWindowResponse};

/// The label that the capability names.
pub const LABEL: &str = "main";

const SIZE: (f64, f64) = (1280.0, 720.0);
const SMALLEST: (f64, f64) = (1024.0, 720.0);

/// Opens the main window. What the webview itself keeps (the chosen theme) lies in the data folder too.
pub fn open(app: &AppHandle, folder: &Path) -> tauri::Result<()> {
    WebviewWindowBuilder::new(app, LABEL, WebviewUrl::default())
        .title("客厅 Keting")
        .inner_size(SIZE.0, SIZE.1)
        .min_inner_size(SMALLEST.0, SMALLEST.1)
        .data_directory(folder.join("webview"))
        .zoom_hotkeys_enabled(false)
        .browser_extensions_enabled(false)
        .general_autofill_enabled(false)
        .disable_drag_drop_handler()
        .devtools(cfg!(debug_assertions))
        .on_navigation(is_ours)
        .on_new_window(|_, _| NewWindowResponse::Deny)
        .build()?;
    Ok(())
}

/// Whether an address is of the page that this program carries (or, in development, serves).
fn is_ours(url: &Url) -> bool {
    let origin = (url.scheme(), url.host_str(), url.port());
    match origin {
        ("tauri", Some("localhost"), None) => !cfg!(windows),
        ("http", Some("tauri.localhost"), None) => cfg!(windows),
        ("http", Some("localhost"), Some(5173)) => tauri::is_dev(),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_cannot_leave_its_own_origin() {
        let ours = if cfg!(windows) {
            "http://tauri.localhost/cases"
        } else {
            "tauri://localhost/cases"
        };
        assert!(is_ours(&ours.parse().expect("a URL")), "control");
        for foreign in [
            "https://example.org/",
            "http://localhost/",
            "http://127.0.0.1:8420/",
            "tauri://elsewhere/",
            "tauri://localhost:1/",
            "file:///etc/passwd",
            "data:text/html,x",
            "javascript:alert(1)",
            "about:blank",
            "http://tauri.localhost.example/",
        ] {
            assert!(!is_ours(&foreign.parse().expect("a URL")), "{foreign}");
        }
    }
}
