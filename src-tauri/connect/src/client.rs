//! Asks a Keting server over HTTP: `POST /operations/{name}`, the session in a cookie that lives as long as the client.
//!
//! It refuses plain HTTP to any other machine, follows no redirect, and uses no proxy: what is asked goes where it was
//! addressed or nowhere. Encrypted connections come with the server that offers them.

use std::{fmt, time::Duration};

use keting_core::Place;
use reqwest::{StatusCode, Url, redirect::Policy};
use serde_json::{Value, json};

use crate::{
    answer::Answer,
    local::{Call, Credentials},
    machine,
};

const CONNECT_WITHIN: Duration = Duration::from_secs(5);
const ANSWER_WITHIN: Duration = Duration::from_secs(60);

/// Why a server gave no answer.
#[derive(Debug)]
pub enum Unanswered {
    /// The address is not one this client may use: only `http://` to this machine.
    Address,
    /// The server could not be reached or broke off.
    Unreachable(reqwest::Error),
    /// Something answered that is not an operation's outcome.
    NotKeting(StatusCode),
}

impl fmt::Display for Unanswered {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Address => {
                f.write_str("the address must be http://127.0.0.1:PORT or http://localhost:PORT")
            }
            Self::Unreachable(error) => write!(f, "the server cannot be reached ({error})"),
            Self::NotKeting(status) => {
                write!(f, "what answered there is not a Keting server (status {status})")
            }
        }
    }
}

impl std::error::Error for Unanswered {}

impl From<reqwest::Error> for Unanswered {
    fn from(error: reqwest::Error) -> Self {
        Self::Unreachable(error)
    }
}

/// One desk at a server, with at most one session per place.
#[derive(Debug, Clone)]
pub struct Client {
    http: reqwest::Client,
    base: Url,
}

impl Client {
    /// A client for the server at `address`, such as `http://127.0.0.1:8420`.
    ///
    /// # Errors
    /// [`Unanswered::Address`] unless the address is plain HTTP on this machine.
    pub fn to(address: &str) -> Result<Self, Unanswered> {
        let base = Url::parse(address).map_err(|_| Unanswered::Address)?;
        let here = matches!(base.host_str(), Some("127.0.0.1" | "localhost"));
        if base.scheme() != "http" || !here || !base.username().is_empty() || base.password().is_some() {
            return Err(Unanswered::Address);
        }
        let http = reqwest::Client::builder()
            .cookie_store(true)
            .no_proxy()
            .redirect(Policy::none())
            .connect_timeout(CONNECT_WITHIN)
            .timeout(ANSWER_WITHIN)
            .build()?;
        Ok(Self { http, base })
    }

    /// Runs one operation in the client's session.
    ///
    /// # Errors
    /// When no outcome came back; a refusal is an [`Answer`]. After an error a write may or may not have happened:
    /// repeat it with the same request id.
    pub async fn operate(
        &self,
        place: Place,
        operation: &str,
        request_id: Option<&str>,
        input: &Value,
    ) -> Result<Answer, Unanswered> {
        let mut address = self.base.clone();
        address
            .path_segments_mut()
            .map_err(|()| Unanswered::Address)?
            .clear()
            .extend(["operations", operation]);
        let envelope = json!({ "place": place, "request_id": request_id, "passive": false, "input": input });
        let response = self.http.post(address).json(&envelope).send().await?;
        let status = response.status();
        let outcome: Value = response.json().await.map_err(|_| Unanswered::NotKeting(status))?;
        Answer::from_wire(outcome).ok_or(Unanswered::NotKeting(status))
    }

    /// Logs in, runs the operation and logs out, as the local socket does.
    ///
    /// # Errors
    /// As [`Client::operate`].
    pub async fn perform(&self, call: &Call) -> Result<Answer, Unanswered> {
        if let Some(Credentials { login, password }) = &call.as_login {
            let input = json!({ "login": login, "password": password, "centre": null });
            match self
                .operate(
                    call.place,
                    "accounts.log_in",
                    Some(&machine::request_id()),
                    &input,
                )
                .await?
            {
                Answer::Done(_) => {}
                declined => return Ok(declined),
            }
        }
        let answer = self
            .operate(
                call.place,
                &call.operation,
                call.request_id.as_deref(),
                &call.input,
            )
            .await?;
        if call.as_login.is_some() {
            // A session that cannot be closed now ends by itself; the answer stands either way.
            let _ = self
                .operate(
                    call.place,
                    "accounts.log_out",
                    Some(&machine::request_id()),
                    &json!({}),
                )
                .await;
        }
        Ok(answer)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_http_leaves_this_machine_under_no_name() {
        for foreign in [
            "http://10.0.0.7:80",
            "http://keting.example:80",
            "https://127.0.0.1:1",
            "http://127.0.0.1.example",
            "http://u:p@127.0.0.1:1",
            "file:///etc/passwd",
            "127.0.0.1:80",
        ] {
            assert!(
                matches!(Client::to(foreign), Err(Unanswered::Address)),
                "{foreign}"
            );
        }
        for here in ["http://127.0.0.1:8420", "http://localhost:8420/"] {
            assert!(Client::to(here).is_ok(), "control: {here}");
        }
    }
}
