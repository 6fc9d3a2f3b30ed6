//! Text as people type it: trimmed, of bounded length, without control characters; and the two values that have a
//! form of their own, phone numbers and masked names. Nothing here is stored or decided.

use serde_json::Value as Json;

use crate::problem::{Code, Reasons};

/// A field that must be filled: trimmed, `min` to `max` characters.
pub fn required(field: &str, text: &str, (min, max): (usize, usize), reasons: &mut Reasons) -> String {
    let text = text.trim();
    let length = text.chars().count();
    if length == 0 {
        reasons.add(field, Code::Required);
    } else if length < min {
        reasons.add_with(field, Code::TooShort, &[("min", min as i64)]);
    }
    if length > max {
        reasons.add_with(field, Code::TooLong, &[("max", max as i64)]);
    }
    text.to_owned()
}

/// A field that may stay empty; empty and blank are none.
pub fn optional(field: &str, text: Option<&str>, max: usize, reasons: &mut Reasons) -> Option<String> {
    let text = text.map(str::trim).filter(|text| !text.is_empty())?;
    if text.chars().count() > max {
        reasons.add_with(field, Code::TooLong, &[("max", max as i64)]);
    }
    Some(text.to_owned())
}

/// Refuses line breaks where one line is meant.
pub fn one_line(field: &str, text: &str, reasons: &mut Reasons) {
    if text.chars().any(char::is_control) {
        reasons.add(field, Code::NotAllowedCharacters);
    }
}

/// Finds control characters (NUL first of all, which PostgreSQL cannot keep) in every text of an input, and adds the
/// path of each. Line breaks and tabs are text.
pub fn refuse_controls(input: &Json, path: &str, reasons: &mut Reasons) {
    let below = |name: &str| {
        if path.is_empty() {
            name.to_owned()
        } else {
            format!("{path}.{name}")
        }
    };
    match input {
        Json::String(text) if text.chars().any(is_refused) => reasons.add(path, Code::NotAllowedCharacters),
        Json::Array(items) => {
            for (at, item) in items.iter().enumerate() {
                refuse_controls(item, &below(&at.to_string()), reasons);
            }
        }
        Json::Object(fields) => {
            for (name, value) in fields {
                refuse_controls(value, &below(name), reasons);
            }
        }
        _ => {}
    }
}

/// Line breaks and tabs are text; every other control character is not.
fn is_refused(letter: char) -> bool {
    letter.is_control() && !matches!(letter, '\n' | '\r' | '\t')
}

/// Full-width digits, letters and signs as their half-width twins, as input methods often leave them wide.
#[must_use]
pub fn narrow(text: &str) -> String {
    text.chars()
        .map(|letter| match letter {
            '\u{ff01}'..='\u{ff5e}' => char::from_u32(letter as u32 - 0xfee0).unwrap_or(letter),
            '\u{3000}' => ' ',
            other => other,
        })
        .collect()
}

/// A phone number in one form: digits, a landline with a hyphen after its area code. Blanks, hyphens and +86 are
/// forgiven. Mobile: 1, then 3 to 9, then nine digits. Landline: area code 0 and two or three digits, then seven or
/// eight digits.
#[must_use]
pub fn phone(text: &str) -> Option<String> {
    let narrow = narrow(text);
    if narrow
        .chars()
        .any(|c| !(c.is_ascii_digit() || matches!(c, ' ' | '-' | '+' | '(' | ')' | '\u{2014}')))
    {
        return None;
    }
    let digits: String = narrow.chars().filter(char::is_ascii_digit).collect();
    let digits = if narrow.trim_start().starts_with("+86") {
        &digits[2..]
    } else {
        &digits[..]
    };
    let bytes = digits.as_bytes();
    if bytes.len() == 11 && bytes[0] == b'1' && (b'3'..=b'9').contains(&bytes[1]) {
        return Some(digits.to_owned());
    }
    if bytes.len() < 10 || bytes.len() > 12 || bytes[0] != b'0' || bytes[1] == b'0' {
        return None;
    }
    // 010 and 02x are the areas with two digits after the zero.
    let area = if matches!(bytes[1], b'1' | b'2') { 3 } else { 4 };
    let rest = digits.len() - area;
    (7..=8)
        .contains(&rest)
        .then(|| format!("{}-{}", &digits[..area], &digits[area..]))
}

/// A name with all but the surname hidden: 仇玉梅 → 仇**, 欧阳晓 → 欧阳*.
#[must_use]
pub fn mask_name(name: &str) -> String {
    const DOUBLE: &[&str] = &[
        "欧阳", "司马", "上官", "诸葛", "万俟", "东方", "皇甫", "尉迟", "公孙", "慕容", "令狐", "司徒",
        "夏侯", "长孙", "宇文", "端木", "呼延", "赫连", "澹台", "申屠", "太史", "独孤", "南宫", "拓跋",
        "百里", "公冶", "宗政", "濮阳",
    ];
    let letters: Vec<char> = name.chars().collect();
    let double = letters.len() > 2 && DOUBLE.iter().any(|surname| name.starts_with(surname));
    let shown = if letters.len() < 2 {
        0
    } else if double {
        2
    } else {
        1
    };
    let stars = letters.len() - shown;
    letters[..shown].iter().collect::<String>() + &"*".repeat(stars.min(8))
}

/// A phone number with its middle hidden: 138****5678, 0458-****567.
#[must_use]
pub fn mask_phone(phone: &str) -> String {
    if let Some((area, rest)) = phone.split_once('-') {
        let shown: String = rest.chars().skip(4).collect();
        return format!("{area}-****{shown}");
    }
    let letters: Vec<char> = phone.chars().collect();
    if letters.len() < 8 {
        return "*".repeat(letters.len());
    }
    let head: String = letters[..3].iter().collect();
    let tail: String = letters[letters.len() - 4..].iter().collect();
    format!("{head}****{tail}")
}

/// An address with its house hidden: what stands before the first digit, then stars.
#[must_use]
pub fn mask_address(address: &str) -> String {
    let open: String = address
        .chars()
        .take_while(|letter| !letter.is_numeric())
        .take(12)
        .collect();
    if open.chars().count() == address.chars().count() {
        open
    } else {
        format!("{open}***")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phones_are_read_as_people_write_them() {
        for (typed, kept) in [
            ("13800005678", "13800005678"),
            ("１３８００００５６７８", "13800005678"),
            ("+86 138-0000-5678", "13800005678"),
            ("04583456789", "0458-3456789"),
            ("0458-3456789", "0458-3456789"),
            ("010 12345678", "010-12345678"),
        ] {
            assert_eq!(phone(typed).as_deref(), Some(kept), "{typed}");
        }
        for bad in [
            "12800005678",
            "1380000567",
            "138000056789",
            "3456789",
            "00458-345678",
            "打电话",
            "138000o5678",
        ] {
            assert_eq!(phone(bad), None, "{bad}");
        }
    }

    #[test]
    fn masks_show_no_more_than_they_must() {
        assert_eq!(mask_name("仇玉梅"), "仇**");
        assert_eq!(mask_name("欧阳晓"), "欧阳*");
        assert_eq!(mask_name("欧阳"), "欧*");
        assert_eq!(mask_name("单"), "*");
        assert_eq!(mask_phone("13800005678"), "138****5678");
        assert_eq!(mask_phone("0458-3456789"), "0458-****789");
        assert_eq!(mask_address("阳光小区3号楼2单元"), "阳光小区***");
    }

    #[test]
    fn nul_is_found_wherever_it_hides() {
        let mut reasons = Reasons::new();
        refuse_controls(
            &serde_json::json!({"a": [{"b": "x\u{0}"}], "c": "line\nline"}),
            "",
            &mut reasons,
        );
        let Err(crate::problem::Failure::Refused(problem)) = reasons.settle() else {
            unreachable!()
        };
        assert_eq!(problem.reasons.len(), 1);
        assert_eq!(problem.reasons[0].field.as_deref(), Some("a.0.b"));
    }
}
