//! The commands that ask something of the data: call, verify, head, backup; and the list of operations, which needs none.

use std::{io::Read, path::Path};

use keting_connect::{
    client::Client,
    local::{Call, Credentials, Message},
    machine,
};
use keting_core::{Place, contract, operations::OPERATIONS};
use serde_json::Value;

use super::{
    CallArgs, say, show,
    target::Target,
    trouble::{Broken, Trouble, print, settled},
};

/// The name of this device in the audit.
const DESK: &str = "keting-command";

pub fn operations(json: bool, typescript: bool, manual: bool) -> Result<(), Trouble> {
    match (json, typescript, manual) {
        (true, ..) => show(&contract::json()),
        (_, true, _) => say(contract::typescript().trim_end()),
        (_, _, true) => say(contract::manual().trim_end()),
        _ => OPERATIONS.iter().try_for_each(|operation| say(operation.name)),
    }
}

#[expect(clippy::disallowed_methods, reason = "the password is read once, at the door")]
pub fn call(target: &Target, arguments: CallArgs) -> Result<(), Trouble> {
    let CallArgs {
        operation,
        input,
        login,
        request_id,
        at,
        of,
    } = arguments;
    let as_login = match login {
        None => None,
        Some(login) => {
            let password = std::env::var("KETING_PASSWORD").map_err(|_| Broken::NoPassword)?;
            Some(Credentials { login, password })
        }
    };
    let request_id = Some(request_id.unwrap_or_else(machine::request_id));
    let call = Call {
        as_login,
        place: of.place.into(),
        operation,
        request_id,
        input: read(&input)?,
        desk: DESK.to_owned(),
    };
    match at {
        None => print(target.ask(Message::Call(call))?, true, |_| None),
        Some(address) => {
            let client = Client::to(&address)?;
            let runtime = tokio::runtime::Builder::new_current_thread()
                .enable_all()
                .build()
                .map_err(Broken::Input)?;
            print(runtime.block_on(client.perform(&call))?, true, |_| None)
        }
    }
}

fn read(input: &str) -> Result<Value, Trouble> {
    let mut text = input.to_owned();
    if input == "-" {
        text.clear();
        std::io::stdin()
            .read_to_string(&mut text)
            .map_err(Broken::Input)?;
    }
    Ok(serde_json::from_str(&text).map_err(Broken::NotJson)?)
}

pub fn verify(target: &Target, place: Place, head: Option<String>, json: bool) -> Result<(), Trouble> {
    target.existing()?;
    let found = target.done(Message::Verify { place, head })?;
    let whole = found["whole"] == Value::Bool(true);
    if json {
        show(&found)?;
    } else if whole {
        say(format!("完整 whole: {} rows", found["rows"]))?;
    } else {
        for finding in found["findings"].as_array().into_iter().flatten() {
            let word = |name: &str| finding[name].as_str().unwrap_or_default();
            say(format!(
                "不完整 not whole: {} {} {}",
                word("table"),
                word("key"),
                word("what")
            ))?;
        }
    }
    if whole { Ok(()) } else { Err(Trouble::NotWhole) }
}

pub fn head(target: &Target, place: Place, json: bool) -> Result<(), Trouble> {
    target.existing()?;
    let heads = settled(target.ask(Message::Head { place })?)?;
    match heads.as_array() {
        Some(heads) if !json => heads
            .iter()
            .try_for_each(|head| say(head["hash"].as_str().unwrap_or_default())),
        _ => show(&heads),
    }
}

pub fn backup(target: &Target, place: Place, to: &Path, json: bool) -> Result<(), Trouble> {
    target.existing()?;
    let to = std::path::absolute(to).map_err(Broken::Output)?;
    if to.exists() {
        return Err(Broken::FileExists(to).into());
    }
    let name = to.display().to_string();
    print(target.ask(Message::Backup { place, to })?, json, |_| Some(name))
}
