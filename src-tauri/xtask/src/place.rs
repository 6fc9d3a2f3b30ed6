//! Where things are: the repository, what was built, and other programs.
//! Paths are taken from the crate's own position and the environment, never from where the command was typed.

use std::path::{Path, PathBuf};

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
    fn cargo_is_found_and_nonsense_is_not() {
        assert!(find("cargo").is_some());
        assert!(find("keting-no-such-program").is_none());
    }
}
