//! What hostile people and broken programs put into a field.

use serde_json::{Map, Value, json};

/// A mebibyte.
const HUGE: usize = 1 << 20;

/// Values for any field.
pub fn hostile() -> Vec<Value> {
    let mut all = vec![
        json!(null),
        json!(true),
        json!(0),
        json!(-1),
        json!(i64::MIN),
        json!(i64::MAX),
        json!(u64::MAX),
        json!(0.5),
        json!(1e308),
        json!(-1e308),
        json!([]),
        json!({}),
        json!([null]),
        json!({ "": "" }),
        json!({ "a\0": "a\0" }),
        nested(100),
        json!(vec![0; 10_000]),
        json!("字".repeat(HUGE / 3)),
        json!("a".repeat(HUGE)),
    ];
    all.extend(WORDS.iter().map(|word| json!(word)));
    all
}

/// Words: controls, patterns, SQL, paths, formulas, signs, dates, numbers.
const WORDS: &[&str] = &[
    "",
    " ",
    "\t",
    "\n",
    "\r\n",
    "\0",
    "a\0b",
    "\u{1}",
    "\u{1b}[2J",
    "\u{7f}",
    "\u{85}",
    "\u{2028}",
    "\u{feff}",
    "\u{fffd}",
    "\u{ffff}",
    "\u{10ffff}",
    "\u{202e}abc",
    "\u{2066}abc\u{2069}",
    "\u{200f}",
    "e\u{301}\u{301}\u{301}",
    "👨‍👩‍👧‍👦",
    "🇨🇳",
    "䶮",
    "㛃",
    "𠮷",
    "𰻝",
    "ﷺ",
    "ｆｕｌｌ１２３",
    "　",
    "'",
    "''",
    "\"",
    "\\",
    "\\'",
    "%",
    "%%%",
    "_",
    "!",
    "!%",
    "?1",
    "$1",
    "#",
    "{}",
    "${x}",
    "%s%n",
    "--",
    "/*",
    "'; DROP TABLE cases; --",
    "' OR '1'='1",
    "x') UNION SELECT password FROM accounts --",
    "1; SELECT pg_sleep(9)",
    "=1+1",
    "+86",
    "＋８６",
    "+8613800005678",
    "-1",
    "1e9",
    "NaN",
    "Infinity",
    "0x10",
    "9223372036854775808",
    "../../etc/passwd",
    "C:\\CON",
    "<script>alert(1)</script>",
    "null",
    "undefined",
    "true",
    "[]",
    "0000-01-01",
    "0001-01-01",
    "-0001-01-01",
    "9999-12-31",
    "+10000-01-01",
    "262142-12-31",
    "2026-02-30",
    "0.00000000-0000-7000-8000-000000000000",
    "9223372036854775807.00000000-0000-7000-8000-000000000000",
    "-9223372036854775808.00000000-0000-7000-8000-000000000000",
    "1.",
    ".",
    "99999999999999999999.x",
];

fn nested(depth: usize) -> Value {
    (0..depth).fold(json!(1), |inner, _| json!([inner]))
}

/// Inputs that are not of the operation's form at all, made of a good one. Each must be refused.
pub fn malformed(good: &Value) -> Vec<Value> {
    let mut all = vec![
        json!(null),
        json!([]),
        json!("text"),
        json!(1),
        json!([good]),
        nested(100),
    ];
    let fields = good.as_object().cloned().unwrap_or_default();
    let also = |name: &str, value: Value| -> Value {
        let mut more: Map<String, Value> = fields.clone();
        more.insert(name.to_owned(), value);
        Value::Object(more)
    };
    all.extend([
        also("no_such_field", json!(1)),
        also("centre_id", json!("another")),
        also("", json!(null)),
        also("__proto__", json!({ "roles": ["centre_head"] })),
        also("a\0b", json!("\0")),
    ]);
    all
}
