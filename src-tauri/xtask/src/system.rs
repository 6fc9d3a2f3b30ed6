//! What kind of computer this is, and whether a window can be shown on it.
//!
//! The decisions are functions over plain values, so that every system can be tried on any other.

use std::path::Path;

/// The systems that are told apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum System {
    /// Debian and its relatives (Ubuntu, UOS, Kylin …): we may install packages with apt.
    Apt,
    /// Another Linux: we can only name what is missing.
    OtherLinux,
    /// macOS.
    Mac,
    /// Windows.
    Windows,
    /// Anything else.
    Unknown,
}

/// Where `run` shows the interface.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Surface {
    /// A window of our own.
    Window,
    /// The browser, at an address on 127.0.0.1, for the reason given.
    Browser(Reason),
}

/// Why there is no window.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    /// `--serve` was given.
    Asked,
    /// No display is connected.
    NoDisplay,
    /// This system has no WebKitGTK 4.1.
    NoWebKit,
}

impl Reason {
    /// The sentence for the person at the terminal.
    pub fn sentence(self) -> &'static str {
        match self {
            Self::Asked => "--serve was given: the interface opens in a browser.",
            Self::NoDisplay => {
                "No display here (neither DISPLAY nor WAYLAND_DISPLAY is set): the interface opens in a browser."
            }
            Self::NoWebKit => {
                "This system offers no WebKitGTK 4.1, which the window needs: the same interface opens in a browser."
            }
        }
    }
}

/// This computer's system.
pub fn here() -> System {
    kind(
        std::env::consts::OS,
        Path::new("/usr/bin/apt-get").exists() && crate::place::find("dpkg-query").is_some(),
    )
}

fn kind(os: &str, apt: bool) -> System {
    match (os, apt) {
        ("linux", true) => System::Apt,
        ("linux", false) => System::OtherLinux,
        ("macos", _) => System::Mac,
        ("windows", _) => System::Windows,
        _ => System::Unknown,
    }
}

/// Whether a display is connected to this process.
pub fn has_display() -> bool {
    let set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    display(here(), set("DISPLAY"), set("WAYLAND_DISPLAY"))
}

fn display(system: System, x11: bool, wayland: bool) -> bool {
    match system {
        System::Apt | System::OtherLinux => x11 || wayland,
        System::Mac | System::Windows => true,
        System::Unknown => false,
    }
}

/// Chooses between window and browser. `webkit` is asked only when it matters.
pub fn surface(asked_to_serve: bool, has_display: bool, webkit: impl FnOnce() -> bool) -> Surface {
    if asked_to_serve {
        Surface::Browser(Reason::Asked)
    } else if !has_display {
        Surface::Browser(Reason::NoDisplay)
    } else if webkit() {
        Surface::Window
    } else {
        Surface::Browser(Reason::NoWebKit)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn systems_are_told_apart() {
        assert_eq!(kind("linux", true), System::Apt);
        assert_eq!(kind("linux", false), System::OtherLinux);
        assert_eq!(kind("macos", false), System::Mac);
        assert_eq!(kind("windows", false), System::Windows);
        assert_eq!(kind("freebsd", false), System::Unknown);
    }

    #[test]
    fn only_linux_depends_on_display_variables() {
        assert!(!display(System::Apt, false, false));
        assert!(display(System::Apt, true, false));
        assert!(display(System::OtherLinux, false, true));
        assert!(display(System::Windows, false, false));
        assert!(display(System::Mac, false, false));
    }

    #[test]
    fn the_window_needs_display_and_webkit() {
        assert_eq!(surface(false, true, || true), Surface::Window);
        assert_eq!(surface(false, true, || false), Surface::Browser(Reason::NoWebKit));
        assert_eq!(
            surface(false, false, || true),
            Surface::Browser(Reason::NoDisplay)
        );
        assert_eq!(surface(true, true, || true), Surface::Browser(Reason::Asked));
    }

    #[test]
    fn webkit_is_not_searched_for_without_a_display() {
        let _ = surface(false, false, || {
            unreachable!("asked apt although nothing can be shown")
        });
    }
}
