//! The one list of migrations for both engines. A migration is a numbered text, written in SQLite's words; a small
//! template turns it into PostgreSQL's. The list is append-only (a test holds the digest of each), all that are
//! missing are applied in one transaction, and a file of a newer list is refused and left alone.

use super::Tx;
use crate::problem::{Code, Failure, Problem};

/// Number and text of each migration, in order. Numbers count from 1 without gaps.
const MIGRATIONS: &[(i64, &str)] = &[(1, include_str!("0001_desk.sql"))];

/// The words of which engine.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dialect {
    /// STRICT tables, INTEGER, TEXT.
    Sqlite,
    /// BIGINT, TEXT COLLATE "C".
    Postgres,
}

/// The schema number that this program writes.
#[must_use]
pub fn newest() -> i64 {
    MIGRATIONS.last().map_or(0, |(number, _)| *number)
}

/// Refuses a schema that this program does not know.
///
/// # Errors
/// `data_newer` with the facts `found` and `known`.
pub fn refuse_newer(found: i64) -> Result<(), Failure> {
    if found <= newest() {
        return Ok(());
    }
    let problem = Problem::new(Code::DataNewer)
        .with("found", found)
        .with("known", newest());
    Err(Failure::Stopped(Box::new(problem)))
}

/// Applies every migration after number `found`, within the open transaction.
///
/// # Errors
/// What the engine says.
pub fn apply(tx: &mut Tx, dialect: Dialect, found: i64) -> Result<(), Failure> {
    for (number, text) in MIGRATIONS.iter().filter(|(number, _)| *number > found) {
        for statement in statements(&in_words_of(dialect, text)) {
            tx.execute(&statement, &[])?;
        }
        if dialect == Dialect::Postgres {
            tx.execute(
                "INSERT INTO keting_schema (number) VALUES (CAST(?1 AS BIGINT))",
                crate::params![*number],
            )?;
        }
    }
    Ok(())
}

/// The schema number of a PostgreSQL database; makes the table that holds it when there is none.
///
/// # Errors
/// What the engine says.
#[cfg(feature = "postgres")]
pub fn found_on_postgres(tx: &mut Tx) -> Result<i64, Failure> {
    tx.execute(
        "CREATE TABLE IF NOT EXISTS keting_schema (number BIGINT PRIMARY KEY)",
        &[],
    )?;
    let row = tx.row("SELECT COALESCE(MAX(number), 0) FROM keting_schema", &[])?;
    row.map_or(Ok(0), |row| row.int(0))
}

/// The text in the words of `dialect`. Only whole words are turned, so a column may be called `text_of_law`.
fn in_words_of(dialect: Dialect, text: &str) -> String {
    if dialect == Dialect::Sqlite {
        return text.to_owned();
    }
    let word = |part: &str| match part {
        "INTEGER" => "BIGINT".to_owned(),
        "TEXT" => "TEXT COLLATE \"C\"".to_owned(),
        "STRICT" => String::new(),
        other => other.to_owned(),
    };
    let mut out = String::with_capacity(text.len() + 512);
    let mut part = String::new();
    for letter in text.chars() {
        if letter.is_alphanumeric() || letter == '_' {
            part.push(letter);
        } else {
            out.push_str(&word(&part));
            part.clear();
            out.push(letter);
        }
    }
    out.push_str(&word(&part));
    out
}

/// The single statements of a migration: comments fall away, a semicolon at the end of a line ends a statement.
fn statements(text: &str) -> Vec<String> {
    let code: Vec<&str> = text
        .lines()
        .map(|line| line.split("--").next().unwrap_or(""))
        .collect();
    let parts = code.join("\n");
    parts
        .split(';')
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .map(str::to_owned)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_count_from_one_without_gaps() {
        let numbers: Vec<i64> = MIGRATIONS.iter().map(|(number, _)| *number).collect();
        assert_eq!(numbers, (1..=newest()).collect::<Vec<_>>());
    }

    #[test]
    fn the_template_turns_whole_words_only() {
        let text = "CREATE TABLE t (a TEXT NOT NULL, text_of_law INTEGER) STRICT;";
        let turned = in_words_of(Dialect::Postgres, text);
        assert_eq!(
            turned,
            "CREATE TABLE t (a TEXT COLLATE \"C\" NOT NULL, text_of_law BIGINT) ;"
        );
        assert_eq!(in_words_of(Dialect::Sqlite, text), text);
    }

    #[test]
    fn a_newer_schema_is_refused() {
        assert!(refuse_newer(newest()).is_ok());
        assert!(matches!(refuse_newer(newest() + 1), Err(Failure::Stopped(p)) if p.code == Code::DataNewer));
    }
}
