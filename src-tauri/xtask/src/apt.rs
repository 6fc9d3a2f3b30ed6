//! Installs Debian packages, and only those that are missing.
//!
//! It never upgrades or removes anything. A package is also taken as present when the program it is wanted for is there
//! (Ubuntu's browser, for one, comes under another name).

use crate::failure::Failure;
use crate::rights::{self, Rights};
use crate::{place, process, say};

/// One thing a command needs from the system.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Need {
    /// Debian packages that provide it, the best first.
    pub packages: &'static [&'static str],
    /// Programs that prove it is there, whatever package brought them.
    pub programs: &'static [&'static str],
}

/// A need known by its package alone.
pub const fn package(packages: &'static [&'static str]) -> Need {
    Need {
        packages,
        programs: &[],
    }
}

/// A need that one of several programs fulfils.
pub const fn program(packages: &'static [&'static str], programs: &'static [&'static str]) -> Need {
    Need { packages, programs }
}

/// What the headless programs need to be built.
pub const COMPILER: &[Need] = &[package(&["build-essential"])];

/// What the window needs to be built and shown.
pub const WINDOW: &[Need] = &[
    package(&["build-essential"]),
    program(&["pkg-config", "pkgconf"], &["pkg-config"]),
    package(&["libwebkit2gtk-4.1-dev"]),
    package(&["libgtk-3-dev"]),
];

/// What `cargo xtask test` needs beside the window.
pub const TESTS: &[Need] = &[
    package(&["postgresql-15", "postgresql"]),
    program(&["chromium"], &["chromium", "chromium-browser", "google-chrome"]),
    program(&["webkit2gtk-driver"], &["WebKitWebDriver"]),
    program(&["xvfb"], &["xvfb-run"]),
    program(&["xauth"], &["xauth"]),
    program(&["dbus-x11"], &["dbus-launch"]),
    program(&["sqlite3"], &["sqlite3"]),
    program(&["imagemagick"], &["import"]),
    program(&["procps"], &["ps"]),
    program(&["git"], &["git"]),
];

/// Chinese letters; wanted when no font on the system has any.
pub const CHINESE_FONT: Need = package(&["fonts-noto-cjk"]);

/// What the system knows: which packages are installed and which can be had.
pub trait Packages {
    /// Whether this package is installed.
    fn installed(&self, package: &str) -> bool;
    /// Whether apt could install it.
    fn available(&self, package: &str) -> bool;
    /// Whether this program is on the PATH.
    fn program(&self, name: &str) -> bool;
}

/// The real system.
pub struct Debian;

impl Packages for Debian {
    fn installed(&self, package: &str) -> bool {
        let mut query = process::command("dpkg-query");
        query.args(["--show", "--showformat=${db:Status-Status}", package]);
        process::capture(&mut query).is_ok_and(|found| found.ok && found.text().trim() == "installed")
    }

    fn available(&self, package: &str) -> bool {
        let mut query = process::command("apt-cache");
        query.args(["policy", package]).env("LC_ALL", "C");
        process::capture(&mut query).is_ok_and(|found| has_candidate(&found.text()))
    }

    fn program(&self, name: &str) -> bool {
        place::find(name).is_some()
    }
}

fn has_candidate(policy: &str) -> bool {
    policy
        .lines()
        .filter_map(|line| line.trim().strip_prefix("Candidate:"))
        .any(|version| version.trim() != "(none)")
}

/// The needs that nothing on this system fulfils.
pub fn missing(needs: &[Need], system: &impl Packages) -> Vec<Need> {
    needs
        .iter()
        .filter(|need| !fulfilled(need, system))
        .copied()
        .collect()
}

fn fulfilled(need: &Need, system: &impl Packages) -> bool {
    need.programs.iter().any(|name| system.program(name))
        || need.packages.iter().any(|name| system.installed(name))
}

/// Whether the window's packages are here or can be had. Refreshes apt's lists when they do not know the package.
///
/// # Errors
/// `Failure::NoNetwork` when the lists could not be fetched, so that "unknown" does not pass for "not offered".
pub fn window_possible(may_install: bool) -> Result<bool, Failure> {
    const WEBKIT: &str = "libwebkit2gtk-4.1-dev";
    if Debian.installed(WEBKIT) || Debian.available(WEBKIT) {
        return Ok(true);
    }
    let rights = rights::here();
    if !may_install || rights == Rights::None {
        return Ok(false);
    }
    refresh(&rights)?;
    Ok(Debian.available(WEBKIT))
}

/// Whether some font on this system has Chinese letters.
pub fn has_chinese_font() -> bool {
    process::capture(process::command("fc-list").arg(":lang=zh"))
        .is_ok_and(|list| !list.text().trim().is_empty())
}

/// Installs whatever of `needs` is missing.
///
/// # Errors
/// `NoRights`, `NotInstalled` (with `may_install` false), `NoNetwork`, or `Unsupported` when a package is not offered.
pub fn install(needs: &[Need], may_install: bool) -> Result<(), Failure> {
    let missing = missing(needs, &Debian);
    if missing.is_empty() {
        return Ok(());
    }
    let rights = rights::here();
    let wanted: Vec<&str> = missing
        .iter()
        .filter_map(|need| need.packages.first().copied())
        .collect();
    let by_hand = format!("apt-get install --no-install-recommends {}", wanted.join(" "));
    if !may_install {
        return Err(Failure::NotInstalled { install: by_hand });
    }
    if rights == Rights::None {
        return Err(Failure::NoRights { install: by_hand });
    }
    refresh(&rights)?;
    let chosen = choose(&missing, &Debian)?;
    say::step(&format!(
        "Installing {} (only what is missing) …",
        chosen.join(", ")
    ));
    let mut apt = apt_get(&rights);
    apt.args(["install", "--yes", "--no-install-recommends"])
        .args(&chosen);
    explain(process::watch(&mut apt)?, "installing system packages", &by_hand)
}

fn refresh(rights: &Rights) -> Result<(), Failure> {
    say::step("Fetching apt's package lists …");
    let done = process::watch(apt_get(rights).arg("update"))?;
    // apt-get update ends well even when it fetched nothing; what counts is whether packages can be had afterwards.
    if process::speaks_of_no_network(&done.text()) && !Debian.available("build-essential") {
        return Err(Failure::NoNetwork {
            doing: "fetching apt's package lists".into(),
        });
    }
    if done.ok || Debian.available("build-essential") {
        Ok(())
    } else {
        explain(done, "apt-get update", "apt-get update")
    }
}

fn explain(done: process::Captured, doing: &str, by_hand: &str) -> Result<(), Failure> {
    if done.ok {
        Ok(())
    } else if process::speaks_of_no_network(&done.text()) {
        Err(Failure::NoNetwork { doing: doing.into() })
    } else {
        Err(Failure::program(
            doing,
            format!("repair what apt complains about, then run\n    {by_hand}"),
        ))
    }
}

fn choose(missing: &[Need], system: &impl Packages) -> Result<Vec<&'static str>, Failure> {
    let pick = |need: &Need| {
        let found = need.packages.iter().copied().find(|name| system.available(name));
        found.ok_or_else(|| Failure::Unsupported {
            why: format!("this system's apt offers no {}.", need.packages.join(" or ")),
            todo: "use Debian 12 or newer, or Ubuntu 22.04 or newer; `cargo xtask run --serve` needs only a compiler.".into(),
        })
    };
    missing.iter().map(pick).collect()
}

fn apt_get(rights: &Rights) -> std::process::Command {
    let mut words = rights.prefix().to_vec();
    // sudo drops the environment, so the variable travels as words of the command.
    words.extend([
        "env",
        "DEBIAN_FRONTEND=noninteractive",
        "LC_ALL=C",
        "apt-get",
        "-o",
        "DPkg::Lock::Timeout=900",
    ]);
    let mut command = process::command(words[0]);
    command.args(&words[1..]);
    if *rights == Rights::SudoAsking {
        command.stdin(std::process::Stdio::inherit());
    }
    command
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Sample {
        installed: &'static [&'static str],
        available: &'static [&'static str],
        programs: &'static [&'static str],
    }

    impl Packages for Sample {
        fn installed(&self, package: &str) -> bool {
            self.installed.contains(&package)
        }
        fn available(&self, package: &str) -> bool {
            self.available.contains(&package)
        }
        fn program(&self, name: &str) -> bool {
            self.programs.contains(&name)
        }
    }

    const EMPTY: Sample = Sample {
        installed: &[],
        available: &[],
        programs: &[],
    };

    #[test]
    fn a_bare_system_misses_everything() {
        assert_eq!(missing(WINDOW, &EMPTY).len(), WINDOW.len());
        assert_eq!(missing(TESTS, &EMPTY).len(), TESTS.len());
    }

    #[test]
    fn what_is_installed_is_not_installed_again() {
        let system = Sample {
            installed: &["build-essential", "libwebkit2gtk-4.1-dev"],
            ..EMPTY
        };
        let left: Vec<_> = missing(WINDOW, &system)
            .iter()
            .map(|need| need.packages[0])
            .collect();
        assert_eq!(left, ["pkg-config", "libgtk-3-dev"]);
    }

    #[test]
    fn another_browser_will_do() {
        let needs = [program(&["chromium"], &["chromium", "google-chrome"])];
        assert!(
            missing(
                &needs,
                &Sample {
                    programs: &["google-chrome"],
                    ..EMPTY
                }
            )
            .is_empty()
        );
        assert_eq!(missing(&needs, &EMPTY).len(), 1);
    }

    #[test]
    fn the_second_package_name_is_taken_when_the_first_is_not_offered() {
        let needs = [package(&["postgresql-15", "postgresql"])];
        assert_eq!(
            choose(
                &needs,
                &Sample {
                    available: &["postgresql"],
                    ..EMPTY
                }
            ),
            Ok(vec!["postgresql"])
        );
        assert!(matches!(choose(&needs, &EMPTY), Err(Failure::Unsupported { .. })));
    }

    #[test]
    fn a_package_without_a_candidate_is_not_available() {
        assert!(has_candidate("x:\n  Installed: (none)\n  Candidate: 2.48\n"));
        assert!(!has_candidate("x:\n  Installed: (none)\n  Candidate: (none)\n"));
        assert!(!has_candidate(""));
    }
}
