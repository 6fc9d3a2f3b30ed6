//! The headless Keting: the same operations as the window, over HTTP on this machine and from a shell.
//!
//! It adds no rule to the centre and no way around one: every request ends in `House::call`. It refuses to be reached from
//! another machine; that comes with the encrypted server.

pub mod command;
pub mod http;
