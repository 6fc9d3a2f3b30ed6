//! Everything by which the centre speaks to the outside: the machine it runs on ([`machine`], [`journal`]),
//! the process that owns a data folder ([`local`]), and a Keting server ([`client`]).
//!
//! Both shells (the desktop window and the headless server) stand on this crate. It holds no rule of the centre:
//! it carries questions to `keting-core` and carries answers back, unchanged.
//! It refuses to open a listening network port (the server does that) and to send anything
//! in plain text beyond this machine.

pub mod client;
pub mod journal;
pub mod local;
pub mod machine;

mod answer;

pub use answer::Answer;
