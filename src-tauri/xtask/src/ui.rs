//! Keeps the built interface (`ui/dist`) and its packages in step with their sources.
//!
//! Freshness is decided by contents, never by times: a checkout gives every file the time of the checkout.
//! The stamp covers the sources *and* what was built from them, so a build made by hand in between is noticed.

use std::collections::BTreeSet;
use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};

use crate::failure::Failure;
use crate::{node, place, process, say};

/// Folders of `ui/` that are results, not sources.
const RESULTS: [&str; 4] = ["node_modules", "dist", "coverage", "test-results"];

/// Installs the interface's packages when the lock file changed, and builds `ui/dist` when its sources did.
///
/// # Errors
/// `Tool` without a fitting Node.js, `NoNetwork` when packages cannot be fetched, `Program` when the build fails.
pub fn refresh() -> Result<(), Failure> {
    packages(&place::ui())?;
    let (ui, stamp) = (place::ui(), place::target().join("xtask").join("ui.stamp"));
    if is_current(&stamp, &ui)? {
        return Ok(());
    }
    say::step("Building the interface …");
    if !process::show(node::npm().current_dir(&ui).args(["run", "build"]))? {
        return Err(Failure::program(
            "npm run build",
            "mend what the build complains about in ui/.",
        ));
    }
    write(&stamp, &digest_of_build(&ui)?)
}

/// Runs `npm ci` in a folder whose lock file changed since the last time.
///
/// # Errors
/// As [`refresh`].
pub fn packages(folder: &Path) -> Result<(), Failure> {
    node::demand()?;
    let (wanted, stamp) = (
        digest_of_lock(folder)?,
        folder.join("node_modules").join(".keting-lock"),
    );
    if fs::read_to_string(&stamp).is_ok_and(|found| found == wanted) {
        return Ok(());
    }
    say::step(&format!("Fetching the packages of {} (npm ci) …", shown(folder)));
    let mut npm = node::npm();
    npm.current_dir(folder).args(["ci", "--no-audit", "--no-fund"]);
    let done = process::watch(&mut npm)?;
    if done.ok {
        return write(&stamp, &wanted);
    }
    if process::speaks_of_no_network(&done.text()) {
        return Err(Failure::NoNetwork {
            doing: format!("fetching the packages of {}", shown(folder)),
        });
    }
    Err(Failure::program("npm ci", npm_advice(&done.text())))
}

fn npm_advice(text: &str) -> &'static str {
    if text.contains("CERT") {
        "this network signs with a certificate of its own: name its file in the variable NODE_EXTRA_CA_CERTS."
    } else if text.contains("EUSAGE") {
        "package.json and package-lock.json do not belong together: run `npm install` in that folder and commit both."
    } else {
        "see npm's message above; removing node_modules in that folder and trying again often helps."
    }
}

fn shown(folder: &Path) -> String {
    folder
        .strip_prefix(place::root())
        .unwrap_or(folder)
        .display()
        .to_string()
}

fn is_current(stamp: &Path, ui: &Path) -> Result<bool, Failure> {
    if !ui.join("dist").join("index.html").is_file() {
        return Ok(false);
    }
    match fs::read_to_string(stamp) {
        Ok(found) => Ok(found == digest_of_build(ui)?),
        Err(_) => Ok(false),
    }
}

fn digest_of_lock(folder: &Path) -> Result<String, Failure> {
    let files = ["package.json", "package-lock.json", ".npmrc"].map(|name| folder.join(name));
    digest(folder, files.into_iter().filter(|path| path.is_file()).collect())
}

fn digest_of_build(ui: &Path) -> Result<String, Failure> {
    let (mut sources, mut built) = (BTreeSet::new(), BTreeSet::new());
    gather(ui, &RESULTS, &mut sources)?;
    gather(&ui.join("dist"), &[], &mut built)?;
    Ok(format!("{} {}", digest(ui, sources)?, digest(ui, built)?))
}

fn digest(base: &Path, files: BTreeSet<PathBuf>) -> Result<String, Failure> {
    let mut hasher = DefaultHasher::new();
    for path in files {
        path.strip_prefix(base).unwrap_or(&path).hash(&mut hasher);
        fs::read(&path)
            .map_err(|why| Failure::file(&path, &why))?
            .hash(&mut hasher);
    }
    Ok(format!("{:016x}", hasher.finish()))
}

fn gather(folder: &Path, except: &[&str], into: &mut BTreeSet<PathBuf>) -> Result<(), Failure> {
    for entry in fs::read_dir(folder).map_err(|why| Failure::file(folder, &why))? {
        let path = entry.map_err(|why| Failure::file(folder, &why))?.path();
        let name = path
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        if path.is_dir() && !except.contains(&name.as_str()) {
            gather(&path, except, into)?;
        } else if path.is_file() && !name.ends_with(".tsbuildinfo") {
            into.insert(path);
        }
    }
    Ok(())
}

fn write(path: &Path, text: &str) -> Result<(), Failure> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(|why| Failure::file(folder, &why))?;
    }
    fs::write(path, text).map_err(|why| Failure::file(path, &why))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample() -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        for (name, text) in [
            ("src/main.ts", "one"),
            ("package.json", "{}"),
            ("dist/index.html", "built"),
            ("node_modules/x/index.js", "lib"),
        ] {
            write(&folder.path().join(name), text).unwrap();
        }
        folder
    }

    fn stamped(ui: &Path) -> PathBuf {
        let stamp = ui.join("node_modules/stamp");
        write(&stamp, &digest_of_build(ui).unwrap()).unwrap();
        stamp
    }

    #[test]
    fn usual_failures_of_npm_get_their_own_advice() {
        assert!(npm_advice("npm error code SELF_SIGNED_CERT_IN_CHAIN").contains("NODE_EXTRA_CA_CERTS"));
        assert!(npm_advice("npm error code EUSAGE").contains("npm install"));
        assert!(npm_advice("npm error code EINTEGRITY").contains("node_modules"));
    }

    #[test]
    fn an_untouched_build_is_current() {
        let ui = sample();
        let stamp = stamped(ui.path());
        assert!(is_current(&stamp, ui.path()).unwrap());
    }

    #[test]
    fn packages_do_not_count_as_sources() {
        let ui = sample();
        let stamp = stamped(ui.path());
        write(&ui.path().join("node_modules/x/index.js"), "other").unwrap();
        assert!(is_current(&stamp, ui.path()).unwrap());
    }

    #[test]
    fn every_change_that_matters_makes_the_build_stale() {
        let changes: [(&str, &str); 4] = [
            ("src/main.ts", "two"),
            ("src/new.ts", ""),
            ("dist/index.html", "built by hand"),
            ("package.json", "{ }"),
        ];
        for (name, text) in changes {
            let ui = sample();
            let stamp = stamped(ui.path());
            write(&ui.path().join(name), text).unwrap();
            assert!(
                !is_current(&stamp, ui.path()).unwrap(),
                "{name} changed unnoticed"
            );
        }
    }

    #[test]
    fn a_renamed_source_and_a_missing_build_are_stale() {
        let ui = sample();
        let stamp = stamped(ui.path());
        fs::rename(ui.path().join("src/main.ts"), ui.path().join("src/start.ts")).unwrap();
        assert!(!is_current(&stamp, ui.path()).unwrap());
        let ui = sample();
        let stamp = stamped(ui.path());
        fs::remove_dir_all(ui.path().join("dist")).unwrap();
        assert!(!is_current(&stamp, ui.path()).unwrap());
        assert!(!is_current(&ui.path().join("no-stamp"), ui.path()).unwrap());
    }
}
