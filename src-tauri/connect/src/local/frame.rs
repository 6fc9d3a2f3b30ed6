//! One message as bytes: a length of four bytes (little endian) and that many bytes of JSON.
//! It refuses lengths beyond a limit before reading them, so that a broken or hostile sender costs no memory.

use std::io::{self, Read, Write};

use serde::{Serialize, de::DeserializeOwned};

use crate::answer::Misread;

/// The longest question, in bytes: the 1 MiB that HTTP allows for a body, and room for the envelope.
pub const QUESTION_LIMIT: u32 = 1_100_000;
/// The longest answer, in bytes.
pub const ANSWER_LIMIT: u32 = 64 * 1024 * 1024;

/// Writes `message` as one frame.
///
/// # Errors
/// `InvalidInput` when it would be longer than `limit`; otherwise what the pipe says.
pub fn write<T: Serialize>(to: &mut impl Write, message: &T, limit: u32) -> io::Result<()> {
    let body = serde_json::to_vec(message)?;
    let length = u32::try_from(body.len()).ok().filter(|length| *length <= limit);
    let length =
        length.ok_or_else(|| io::Error::new(io::ErrorKind::InvalidInput, "the message is too long"))?;
    let mut frame = length.to_le_bytes().to_vec();
    frame.extend_from_slice(&body);
    to.write_all(&frame)?;
    to.flush()
}

/// Reads one frame of at most `limit` bytes.
///
/// # Errors
/// Says why the bytes are not a message; nothing beyond the frame is consumed.
pub fn read<T: DeserializeOwned>(from: &mut impl Read, limit: u32) -> Result<T, Misread> {
    let mut length = [0; 4];
    from.read_exact(&mut length).map_err(|_| Misread::CutShort)?;
    let length = u32::from_le_bytes(length);
    if length > limit {
        return Err(Misread::TooLong);
    }
    // Grown as bytes arrive: an announced length alone reserves nothing.
    let mut body = Vec::new();
    let read = from
        .take(u64::from(length))
        .read_to_end(&mut body)
        .map_err(|_| Misread::CutShort)?;
    if read < length as usize {
        return Err(Misread::CutShort);
    }
    serde_json::from_slice(&body).map_err(|_| Misread::NotAMessage)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn framed(length: u32, body: &[u8]) -> Vec<u8> {
        [&length.to_le_bytes()[..], body].concat()
    }

    #[test]
    fn what_is_written_is_read_back() {
        let mut pipe = Vec::new();
        write(&mut pipe, &"首问登记", 100).expect("it fits");
        assert_eq!(
            read::<String>(&mut pipe.as_slice(), 100),
            Ok("首问登记".to_owned())
        );
    }

    #[test]
    fn a_length_beyond_the_limit_is_refused_on_both_sides() {
        assert!(write(&mut Vec::new(), &"seven", 6).is_err());
        assert!(
            write(&mut Vec::new(), &"seven", 7).is_ok(),
            "control: at the limit it goes"
        );
        assert_eq!(
            read::<String>(&mut framed(7, b"\"seven\"").as_slice(), 6),
            Err(Misread::TooLong)
        );
        assert!(
            read::<String>(&mut framed(7, b"\"seven\"").as_slice(), 7).is_ok(),
            "control: at the limit it comes"
        );
    }

    #[test]
    fn cut_and_foreign_bytes_are_told_apart() {
        assert_eq!(
            read::<String>(&mut [1, 0].as_slice(), 100),
            Err(Misread::CutShort)
        );
        assert_eq!(
            read::<String>(&mut framed(9, b"\"se").as_slice(), 100),
            Err(Misread::CutShort)
        );
        assert_eq!(
            read::<String>(&mut framed(3, b"\xff\0{").as_slice(), 100),
            Err(Misread::NotAMessage)
        );
        assert_eq!(
            read::<u8>(&mut framed(7, b"\"seven\"").as_slice(), 100),
            Err(Misread::NotAMessage)
        );
    }
}
