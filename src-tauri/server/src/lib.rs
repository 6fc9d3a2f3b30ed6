//! The headless server.
