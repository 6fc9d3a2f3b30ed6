//! First-contact cases (首问登记): whoever first receives a resident answers for the matter until it is closed. The
//! first receiver is the person who is signed in, cannot be named by the input and never changes; the holder is always
//! an account of ours. What happened is in the events, which are only added to; the case itself is what they add up
//! to, and `verify` compares the two.
//!
//! Hand-over, deadlines, pauses and closing come with the life of the case; this is its birth.

mod check;
pub mod list;
pub mod read;
pub mod register;
mod rules;
mod store;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

pub use check::check;
pub use store::EVENTS;

use crate::people::Person;
use crate::text;
use crate::time::Instant;

/// Declares an enum of words: the same on the wire, in the store and in TypeScript.
macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $wire:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
        pub enum $name { $($(#[$vdoc])* #[serde(rename = $wire)] $variant),+ }

        impl $name {
            /// Every one.
            pub const ALL: &'static [$name] = &[$($name::$variant),+];

            /// The word on the wire and in the store.
            #[must_use]
            pub fn wire(self) -> &'static str {
                match self { $($name::$variant => $wire),+ }
            }

            /// The one of this word.
            #[must_use]
            pub fn read(word: &str) -> Option<$name> {
                match word { $($wire => Some($name::$variant),)+ _ => None }
            }
        }
    };
}

words! {
    /// How the resident came to us (来访方式).
    Channel {
        /// 来访.
        Visit = "visit",
        /// 来电.
        Phone = "phone",
        /// 来信.
        Letter = "letter",
        /// 线上.
        Online = "online",
        /// 12345 热线转来.
        Hotline = "hotline_12345",
        /// 镇交办.
        TownAssignment = "town_assignment",
        /// 网格员上报.
        GridMember = "grid_member",
        /// 群众会客厅.
        ReceptionRoom = "reception_room",
        /// 书记下午茶.
        SecretarysTea = "secretarys_tea",
        /// 非工作时间.
        OutOfHours = "out_of_hours",
    }
}

words! {
    /// What it is (性质); the five kinds of 国办发〔2020〕53号.
    Kind {
        /// 咨询.
        Inquiry = "inquiry",
        /// 求助.
        Help = "help",
        /// 投诉.
        Complaint = "complaint",
        /// 举报.
        Report = "report",
        /// 建议.
        Suggestion = "suggestion",
    }
}

words! {
    /// How soon (紧急程度).
    Urgency {
        /// 一般.
        Normal = "normal",
        /// 紧急.
        Urgent = "urgent",
    }
}

words! {
    /// What the first receiver did with it (办理方式).
    Way {
        /// 当场答复办结: closed with the answer given.
        ResolvedOnSpot = "resolved_on_spot",
        /// 受理待办: taken, and held by the first receiver.
        Taken = "taken",
    }
}

words! {
    /// Whether somebody still answers for it.
    CaseState {
        /// 办理中.
        Open = "open",
        /// 已办结.
        Closed = "closed",
    }
}

words! {
    /// What happened.
    EventKind {
        /// 登记.
        Registered = "registered",
        /// 答复.
        Answered = "answered",
        /// 办结.
        Closed = "closed",
    }
}

/// A case as a list shows it; personal values masked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema, TS)]
pub struct CaseRow {
    /// Id.
    pub id: String,
    /// 城林-20261122-003: centre, day of recording, number of that day.
    pub number: String,
    /// Open or closed.
    pub state: CaseState,
    /// How the resident came.
    pub channel: Channel,
    /// What it is.
    pub kind: Kind,
    /// How soon.
    pub urgency: Urgency,
    /// What was done with it.
    pub way: Way,
    /// Category in the centre's own words.
    pub category: Option<String>,
    /// What the resident wants.
    pub matter: String,
    /// Masked name; empty for an anonymous visitor.
    pub visitor: String,
    /// Masked number.
    pub phone: Option<String>,
    /// Who received it first; never changes.
    pub first_receiver: Person,
    /// Who answers for it now.
    pub holder: Person,
    /// When the resident came.
    pub received_at: Instant,
    /// When it was recorded.
    pub recorded_at: Instant,
    /// Recorded much later than received.
    pub late_entry: bool,
}

/// A case as its own page shows it; personal values masked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema, TS)]
pub struct CaseCard {
    /// What the list shows.
    #[serde(flatten)]
    pub row: CaseRow,
    /// Masked address.
    pub address: Option<String>,
    /// Materials taken (所收材料).
    pub materials: Option<String>,
    /// The answer given.
    pub reply: Option<String>,
    /// When it was closed.
    pub closed_at: Option<Instant>,
}

/// Something that happened to a case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema, TS)]
pub struct CaseEvent {
    /// Position, from 1.
    #[ts(type = "number")]
    pub seq: i64,
    /// What.
    pub kind: EventKind,
    /// When.
    pub at: Instant,
    /// Who.
    pub by: Person,
    /// In words, if there are any.
    pub note: Option<String>,
}

/// A case as it lies in the store: nothing masked. Never leaves this noun unmasked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Case {
    /// Everything that is not personal, with the visitor's fields still unmasked.
    pub card: CaseCard,
}

impl Case {
    /// The card with every personal value masked.
    #[must_use]
    pub fn masked(self) -> CaseCard {
        let mut card = self.card;
        card.row = mask_row(card.row);
        card.address = card.address.as_deref().map(text::mask_address);
        card
    }
}

/// The row with every personal value masked.
fn mask_row(mut row: CaseRow) -> CaseRow {
    row.visitor = text::mask_name(&row.visitor);
    row.phone = row.phone.as_deref().map(text::mask_phone);
    row
}
