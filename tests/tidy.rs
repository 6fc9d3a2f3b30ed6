//! The tests that hold the house in order: sizes, boundaries, words, versions.
//!
//! Each rule is a function over a [`tree::Tree`] of files, so that it is tried twice: on this repository, where it must find
//! nothing, and on a bad sample, where it must find something. A rule that saw no file at all fails too: an empty scan proves
//! nothing. What the compiler or clippy can refuse is left to them.
#![allow(
    clippy::expect_used,
    reason = "a test that cannot begin must stop, saying why"
)]

#[path = "tidy/boundaries.rs"]
mod boundaries;
#[path = "tidy/dependencies.rs"]
mod dependencies;
#[path = "tidy/documents.rs"]
mod documents;
#[path = "tidy/floors.rs"]
mod floors;
#[path = "tidy/migrations.rs"]
mod migrations;
#[path = "tidy/modules.rs"]
mod modules;
#[path = "tidy/sizes.rs"]
mod sizes;
#[path = "tidy/tree.rs"]
mod tree;
#[path = "tidy/words.rs"]
mod words;
