//! The core of Keting: the centre itself. Its operations, its rules, its store.
//!
//! The way in is [`House`]: open a data folder, ask ([`Ask`]), get a [`Reply`]. What can be asked stands in
//! [`operations`], once; window, server, command line, tests and the interface's types are made from that table.
//!
//! This crate knows no window, no network and no async runtime, and has no clock and no randomness of its own
//! ([`Surroundings`]).

pub mod access;
pub mod audit;
pub mod calendar;
pub mod cases;
pub mod contract;
mod desk;
pub mod drafts;
mod folder;
mod form;
pub mod hashing;
mod house;
pub mod id;
pub mod operations;
pub mod org;
mod outcome;
pub mod people;
pub mod problem;
mod request;
mod requests;
pub mod sample;
mod sessions;
pub mod store;
mod text;
pub mod time;

pub use audit::{Finding, Head, Verification};
pub use hashing::Hashing;
pub use house::House;
pub use id::Entropy;
pub use outcome::{Ask, Outcome, Place, Published, Reply, SessionChange};
pub use problem::{Broken, Code, Failure, Problem};
pub use request::Surroundings;
pub use sample::SampleAccounts;
pub use sessions::IDLE_LOCK_SECONDS;
pub use time::{Clock, Instant};
