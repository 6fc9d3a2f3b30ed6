//! `centre.status`: what a window must know before anything else. Shows nothing that a passer-by may not see.

use schemars::JsonSchema;
use serde::Serialize;
use ts_rs::TS;

use super::{Me, me};
use crate::Place;
use crate::org::{self, CentreCard};
use crate::problem::Failure;
use crate::request::{Nothing, Request};

/// Nothing.
pub type Input = Nothing;

/// The state of the house at this place.
#[derive(Debug, Serialize, JsonSchema, TS)]
pub struct Output {
    /// Of this program.
    pub version: String,
    /// Which data this is about.
    pub place: Place,
    /// A centre exists here.
    pub set_up: bool,
    /// Everything here is sample data.
    pub sample: bool,
    /// A sample centre exists in its own folder.
    pub sample_exists: bool,
    /// The centre: the asker's, else the first.
    pub centre: Option<CentreCard>,
    /// Who sits at this desk, if somebody is signed in.
    pub me: Option<Me>,
}

/// # Errors
/// Only what the store says.
pub fn run(request: &mut Request, _: Input) -> Result<Output, Failure> {
    let me = match &request.at.seen {
        Some(seen) if request.who.is_some() => Some(me(request, &seen.account.clone(), seen.locked)?),
        _ => None,
    };
    let centre = match &me {
        Some(me) => Some(me.centre.clone()),
        None => org::first_centre(request.tx)?,
    };
    Ok(Output {
        version: request.at.version.to_owned(),
        place: request.at.place,
        set_up: centre.is_some(),
        sample: org::is_sample(request.tx)?,
        sample_exists: request.at.sample_exists,
        centre,
        me,
    })
}
