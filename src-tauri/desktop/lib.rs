//! The desk: one window over the core, with the data in one folder.
//!
//! The page in the window can do one thing, [`operate`]; it never learns a session token, opens no other address and no other window.
//! The shell holds no rule of the centre. It refuses to end silently: a folder that cannot be opened is shown in the window, as the
//! refusal of every operation, with the code whose sentence the interface knows.

mod arguments;
mod desk;
mod operate;
mod window;

use std::{ffi::OsString, process::ExitCode, sync::Arc};

use keting_connect::{
    Answer,
    journal::{self, Aloud},
    local::{self, Message},
};
use keting_core::Code;
use tauri::{Manager, RunEvent};

use desk::Desk;

/// Opens the data folder and the window, and returns when the window has been closed.
pub fn run(arguments: impl Iterator<Item = OsString>) -> ExitCode {
    let Some(folder) = arguments::data_folder(arguments) else {
        return ExitCode::FAILURE;
    };
    let desk = Arc::new(Desk::at(folder));
    let refused = desk.house().err();
    if refused.is_some_and(|problem| problem.code == Code::FolderInUse) && shown_by_owner(&desk) {
        return ExitCode::SUCCESS;
    }
    // After opening: the core makes the folder, closed to other users. A desk without a log is still a desk.
    let _journal = journal::start(desk.folder(), "desktop", Aloud::No);
    match build(Arc::clone(&desk)) {
        Ok(app) => {
            app.run(move |_, event| {
                if matches!(event, RunEvent::Exit) {
                    desk.close();
                }
            });
            ExitCode::SUCCESS
        }
        Err(error) => {
            log::error!("the window cannot be opened: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Whether the folder belongs to a window that is open already; it has then come to the front.
fn shown_by_owner(desk: &Desk) -> bool {
    matches!(local::ask(desk.folder(), &Message::Show), Ok(Answer::Done(answer)) if answer["shown"] == true)
}

#[expect(
    clippy::disallowed_methods,
    reason = "the macro of the embedded context brings an exit of its own; no code of ours calls it"
)]
fn build(desk: Arc<Desk>) -> tauri::Result<tauri::App> {
    let window_state = tauri_plugin_window_state::Builder::new()
        .with_filename(desk.folder().join("window-state.json").to_string_lossy())
        .build();
    tauri::Builder::default()
        .plugin(window_state)
        .manage(Arc::clone(&desk))
        .invoke_handler(tauri::generate_handler![operate::operate])
        .setup(move |app| {
            desk.attach(app.handle());
            window::open(app.handle(), desk.folder())?;
            Ok(())
        })
        .build(tauri::generate_context!())
}

/// The main window, when it is open.
fn main_window(app: &tauri::AppHandle) -> Option<tauri::WebviewWindow> {
    app.get_webview_window(window::LABEL)
}
