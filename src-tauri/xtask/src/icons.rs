//! `cargo xtask icons`: makes every icon file from the two drawings in `icons/`, so that a changed drawing changes them all.

use std::fs;
use std::path::{Path, PathBuf};

use crate::failure::Failure;
use crate::{place, process, say};

const TODO: &str = "`apt-get install librsvg2-bin imagemagick` brings the two programs.";

/// The files that Tauri's configuration names, with their width in pixels.
const PNG: [(&str, u32); 5] = [
    ("32x32.png", 32),
    ("64x64.png", 64),
    ("128x128.png", 128),
    ("128x128@2x.png", 256),
    ("icon.png", 512),
];

/// The sizes inside `icon.ico`; Tauri's development build shows the first.
const ICO: [u32; 6] = [32, 16, 24, 48, 64, 256];

/// Apple's names for the sizes inside `icon.icns`.
const ICNS: [(&[u8; 4], u32); 11] = [
    (b"icp4", 16),
    (b"icp5", 32),
    (b"icp6", 64),
    (b"ic07", 128),
    (b"ic08", 256),
    (b"ic09", 512),
    (b"ic10", 1024),
    (b"ic11", 32),
    (b"ic12", 64),
    (b"ic13", 256),
    (b"ic14", 512),
];

/// Draws all files anew.
///
/// # Errors
/// `Tool` or `Program` when the drawing programs are missing or fail.
pub fn icons() -> Result<(), Failure> {
    let (icons, work) = (
        place::root().join("icons"),
        place::target().join("xtask").join("icons"),
    );
    fs::create_dir_all(&work).map_err(|why| Failure::file(&work, &why))?;
    for (name, size) in PNG {
        fs::copy(draw(&icons, &work, size)?, icons.join(name)).map_err(|why| Failure::file(&icons, &why))?;
    }
    let mut convert = process::command("convert");
    for size in ICO {
        convert.arg(draw(&icons, &work, size)?);
    }
    process::output(convert.arg(icons.join("icon.ico")), TODO)?;
    let pictures = ICNS.iter().map(|&(kind, size)| {
        let path = draw(&icons, &work, size)?;
        Ok((*kind, fs::read(&path).map_err(|why| Failure::file(&path, &why))?))
    });
    let file = icons.join("icon.icns");
    fs::write(&file, icns(&pictures.collect::<Result<Vec<_>, Failure>>()?))
        .map_err(|why| Failure::file(&file, &why))?;
    say::line("icons/ is drawn anew.");
    Ok(())
}

fn draw(icons: &Path, work: &Path, size: u32) -> Result<PathBuf, Failure> {
    let drawing = if size < 32 {
        "keting-small.svg"
    } else {
        "keting.svg"
    };
    let picture = work.join(format!("{size}.png"));
    let mut draw = process::command("rsvg-convert");
    draw.args(["--width", &size.to_string(), "--output"])
        .arg(&picture)
        .arg(icons.join(drawing));
    process::output(&mut draw, TODO)?;
    Ok(picture)
}

/// Apple's container: a head, then each picture with its kind and its length (head included, big-endian).
fn icns(pictures: &[([u8; 4], Vec<u8>)]) -> Vec<u8> {
    let mut body = Vec::new();
    for (kind, picture) in pictures {
        body.extend_from_slice(kind);
        body.extend_from_slice(&length(picture.len()));
        body.extend_from_slice(picture);
    }
    [b"icns".as_slice(), &length(body.len()), &body].concat()
}

fn length(content: usize) -> [u8; 4] {
    u32::try_from(content + 8).unwrap_or(u32::MAX).to_be_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_container_counts_its_heads() {
        let made = icns(&[(*b"ic07", vec![1, 2, 3])]);
        assert_eq!(
            made,
            [
                b"icns".as_slice(),
                &[0, 0, 0, 19],
                b"ic07",
                &[0, 0, 0, 11],
                &[1, 2, 3]
            ]
            .concat()
        );
    }
}
