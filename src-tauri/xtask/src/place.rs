//! Where things are: the repository, what was built, and the data folder a centre has by default.
//! Paths are taken from the crate's own position and the environment, never from where the command was typed.

use std::path::{Path, PathBuf};

use crate::failure::Failure;

/// The top of the repository.
pub fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.ancestors()
        .nth(2)
        .map_or_else(|| here.to_path_buf(), Path::to_path_buf)
}

/// The interface's folder.
pub fn ui() -> PathBuf {
    root().join("ui")
}

/// Where cargo puts what it builds.
pub fn target() -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), |dir| root().join(dir))
}

/// A built program, with the ending its system demands.
pub fn program(release: bool, name: &str) -> PathBuf {
    let folder = if release { "release" } else { "debug" };
    target()
        .join(folder)
        .join(format!("{name}{}", std::env::consts::EXE_SUFFIX))
}

/// The data folder the shells use when none is named: the system's folder for applications' data, and `keting` in it.
///
/// # Errors
/// `Failure::Tool` when the system names no home folder.
pub fn default_data() -> Result<PathBuf, Failure> {
    let get = |name: &str| {
        std::env::var_os(name)
            .filter(|value| !value.is_empty())
            .map(PathBuf::from)
    };
    data_folder(std::env::consts::OS, std::env::home_dir(), &get).ok_or_else(|| {
        Failure::tool(
            "this user has no home folder.",
            "name a data folder: `cargo xtask run --data DIR`.",
        )
    })
}

fn data_folder(os: &str, home: Option<PathBuf>, get: &dyn Fn(&str) -> Option<PathBuf>) -> Option<PathBuf> {
    let base = match os {
        "windows" => get("APPDATA"),
        "macos" => home.map(|home| home.join("Library").join("Application Support")),
        _ => get("XDG_DATA_HOME")
            .filter(|dir| dir.is_absolute())
            .or_else(|| home.map(|home| home.join(".local").join("share"))),
    };
    base.map(|base| base.join("keting"))
}

/// The first program of this name on the PATH or among cargo's own programs.
pub fn find(name: &str) -> Option<PathBuf> {
    let file = format!("{name}{}", std::env::consts::EXE_SUFFIX);
    search_path()
        .into_iter()
        .map(|dir| dir.join(&file))
        .find(|path| path.is_file())
}

fn search_path() -> Vec<PathBuf> {
    let mut folders: Vec<PathBuf> = std::env::var_os("PATH")
        .map(|all| std::env::split_paths(&all).collect())
        .unwrap_or_default();
    if let Some(home) = std::env::home_dir() {
        folders.push(
            std::env::var_os("CARGO_HOME")
                .map_or_else(|| home.join(".cargo"), PathBuf::from)
                .join("bin"),
        );
    }
    folders
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_root_holds_the_workspace() {
        assert!(root().join("Cargo.toml").is_file());
        assert!(root().join("src-tauri").is_dir());
    }

    #[test]
    fn every_system_has_its_data_folder() {
        let home = || Some(PathBuf::from("/home/a"));
        let none = |_: &str| None;
        assert_eq!(
            data_folder("linux", home(), &none),
            Some("/home/a/.local/share/keting".into())
        );
        assert_eq!(
            data_folder("macos", home(), &none),
            Some("/home/a/Library/Application Support/keting".into())
        );
        let set = |name: &str| Some(PathBuf::from(if name == "APPDATA" { "/roaming" } else { "/xdg" }));
        assert_eq!(
            data_folder("windows", home(), &set),
            Some("/roaming/keting".into())
        );
        assert_eq!(data_folder("linux", home(), &set), Some("/xdg/keting".into()));
        assert_eq!(data_folder("linux", None, &none), None);
    }

    #[test]
    fn cargo_is_found_and_nonsense_is_not() {
        assert!(find("cargo").is_some());
        assert!(find("keting-no-such-program").is_none());
    }
}
