//! Tells Cargo that the built interface is part of this program. It refuses to build the interface itself:
//! `cargo xtask run` does, and a server compiled without it says so in place of the page.

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    println!("cargo:rerun-if-changed=../../ui/dist");
}
