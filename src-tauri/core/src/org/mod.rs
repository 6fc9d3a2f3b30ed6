//! The organisation. For now the centre itself: its name, the short name that its case numbers begin with, its zone.
//! Levels, units, hours and closures come with the calendar. A centre is never deleted; the sample is a folder of
//! its own and goes with it.

mod store;

use schemars::JsonSchema;
use serde::Serialize;
use ts_rs::TS;

pub use store::{centre, create, first_centre, is_sample};

use crate::problem::{Code, Reasons};
use crate::text;
use crate::time::{Instant, Zone};

/// A centre as every screen shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema, TS)]
pub struct CentreCard {
    /// Id.
    pub id: String,
    /// Full name: 城林社区党群服务中心.
    pub name: String,
    /// Short name: 城林; case numbers begin with it.
    pub short: String,
    /// IANA name of its zone.
    pub zone: String,
}

impl CentreCard {
    /// The zone; a name that the table has lost falls back to that of all China.
    #[must_use]
    pub fn zone(&self) -> Zone {
        let default = || Zone::named(Zone::DEFAULT);
        Zone::named(&self.zone).or_else(default).unwrap_or(Zone::UTC)
    }
}

/// A centre that is to be created.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewCentre {
    /// Id.
    pub id: String,
    /// Full name.
    pub name: String,
    /// Short name.
    pub short: String,
    /// IANA name of its zone.
    pub zone: String,
    /// Marked as sample data.
    pub sample: bool,
    /// When.
    pub created_at: Instant,
}

/// Judges the words of a new centre: name 2 to 40 characters, short name 1 to 8 without blanks and hyphens (they
/// part the case number), zone in the IANA table. Gives them trimmed.
pub fn judge_words(
    name: &str,
    short: &str,
    zone: Option<&str>,
    reasons: &mut Reasons,
) -> (String, String, String) {
    let name = text::required("name", name, (2, 40), reasons);
    text::one_line("name", &name, reasons);
    let short = text::required("short", short, (1, 8), reasons);
    if short
        .chars()
        .any(|c| c.is_whitespace() || c.is_control() || matches!(c, '-' | '/' | '—'))
    {
        reasons.add("short", Code::NotAllowedCharacters);
    }
    let zone = zone
        .map(str::trim)
        .filter(|zone| !zone.is_empty())
        .unwrap_or(Zone::DEFAULT);
    if Zone::named(zone).is_none() {
        reasons.add("zone", Code::UnknownZone);
    }
    (name, short, zone.to_owned())
}
