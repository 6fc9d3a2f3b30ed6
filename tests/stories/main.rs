//! Stories: what people do at a centre, through the operations alone, on both engines. A story's name is the sentence
//! that it proves.

#![allow(clippy::unwrap_used, reason = "a story that cannot go on must stop loudly")]

mod accounts;
mod cases;
mod drafts;
mod proof;
mod sample;
mod set_up;
