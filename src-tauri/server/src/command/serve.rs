//! `keting serve`: owns the data folder and serves the interface until it is told to stop.

use std::sync::Arc;

use keting_connect::local;

use super::{
    say,
    target::Target,
    trouble::{Broken, Trouble},
};
use crate::http;

pub fn serve(target: &Target, port: u16, desk: String) -> Result<(), Trouble> {
    let house = Arc::new(target.open()?);
    let _journal = target.journal("serve");
    // Over a database the folder may be somebody else's, and so is its socket.
    let own = || local::own(Arc::clone(&house), target.folder(), || false);
    let socket = target.is_folder().then(own).transpose();
    if let Err(error) = &socket {
        log::warn!("other keting commands will not reach this server: {error}");
    }
    let runtime = tokio::runtime::Runtime::new().map_err(Broken::Input)?;
    runtime.block_on(async {
        let listener = http::bind(port)
            .await
            .map_err(|error| Broken::Port(port, error))?;
        let address = listener.local_addr().map_err(|error| Broken::Port(port, error))?;
        say(format!("http://{address}"))?;
        http::serve(listener, house, desk, told_to_stop())
            .await
            .map_err(|error| Broken::Port(port, error).into())
    })
}

#[cfg(unix)]
async fn told_to_stop() {
    use tokio::signal::unix::{SignalKind, signal};
    match signal(SignalKind::terminate()) {
        Ok(mut terminate) => {
            tokio::select! {
                _ = terminate.recv() => {}
                _ = tokio::signal::ctrl_c() => {}
            }
        }
        Err(_) => interrupted().await,
    }
}

#[cfg(not(unix))]
async fn told_to_stop() {
    interrupted().await;
}

async fn interrupted() {
    if tokio::signal::ctrl_c().await.is_err() {
        // Without the signal the process ends when it is killed; the data is as safe as after any crash.
        std::future::pending::<()>().await;
    }
}
