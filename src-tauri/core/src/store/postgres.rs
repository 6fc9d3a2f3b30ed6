//! PostgreSQL, for the server. Connections live and die on the database threads of the store, because this client
//! panics inside an async runtime. Transactions are SERIALIZABLE; two that meet are told apart from what is broken,
//! so that the store may try again.

use std::collections::HashMap;
use std::error::Error;

use ::postgres::error::SqlState;
use ::postgres::types::{IsNull, ToSql, Type, to_sql_checked};
use ::postgres::{Client, NoTls, Statement};
use bytes::BytesMut;

use super::value::{Row, Value};
use crate::problem::{Broken, Code, Failure, Problem};

/// A connection and the statements that it has prepared.
pub struct Connection {
    client: Client,
    statements: HashMap<String, Statement>,
}

impl ToSql for Value {
    fn to_sql(&self, ty: &Type, out: &mut BytesMut) -> Result<IsNull, Box<dyn Error + Sync + Send>> {
        match self {
            Value::Null => Ok(IsNull::Yes),
            Value::Int(number) if *ty == Type::INT4 => i32::try_from(*number)?.to_sql(ty, out),
            Value::Int(number) => number.to_sql_checked(ty, out),
            Value::Text(text) => text.to_sql_checked(ty, out),
        }
    }

    fn accepts(_: &Type) -> bool {
        true
    }

    to_sql_checked!();
}

impl Connection {
    /// Connects to the database at `url` and sets the connection up as every one of ours.
    ///
    /// # Errors
    /// `data_unreachable` when no server answers there.
    pub fn open(url: &str) -> Result<Self, Failure> {
        let client = Client::connect(url, NoTls).map_err(|error| failure(&error))?;
        let mut connection = Connection {
            client,
            statements: HashMap::new(),
        };
        connection.batch(
            "SET SESSION CHARACTERISTICS AS TRANSACTION ISOLATION LEVEL SERIALIZABLE; \
             SET client_min_messages = warning; SET statement_timeout = '60s'; \
             SET idle_in_transaction_session_timeout = '60s'",
        )?;
        Ok(connection)
    }

    /// Runs statements without parameters or answers.
    ///
    /// # Errors
    /// What [`failure`] says.
    pub fn batch(&mut self, sql: &str) -> Result<(), Failure> {
        self.client.batch_execute(sql).map_err(|error| failure(&error))
    }

    /// Runs one statement and gives its rows.
    ///
    /// # Errors
    /// What [`failure`] says.
    pub fn rows(&mut self, sql: &str, params: &[Value]) -> Result<Vec<Row>, Failure> {
        let statement = self.prepared(sql)?;
        let params: Vec<&(dyn ToSql + Sync)> = params.iter().map(|value| value as _).collect();
        let found = self
            .client
            .query(&statement, &params)
            .map_err(|error| failure(&error))?;
        found.iter().map(read_row).collect()
    }

    /// Runs one statement and gives the number of rows it changed.
    ///
    /// # Errors
    /// What [`failure`] says.
    pub fn execute(&mut self, sql: &str, params: &[Value]) -> Result<u64, Failure> {
        let statement = self.prepared(sql)?;
        let params: Vec<&(dyn ToSql + Sync)> = params.iter().map(|value| value as _).collect();
        self.client
            .execute(&statement, &params)
            .map_err(|error| failure(&error))
    }

    fn prepared(&mut self, sql: &str) -> Result<Statement, Failure> {
        if let Some(statement) = self.statements.get(sql) {
            return Ok(statement.clone());
        }
        let statement = self
            .client
            .prepare(&dollar_parameters(sql))
            .map_err(|error| failure(&error))?;
        self.statements.insert(sql.to_owned(), statement.clone());
        Ok(statement)
    }
}

fn read_row(row: &::postgres::Row) -> Result<Row, Failure> {
    let value = |at: usize| -> Result<Value, ::postgres::Error> {
        match *row.columns()[at].type_() {
            Type::INT8 => row.try_get::<_, Option<i64>>(at).map(Value::from),
            Type::INT4 => row
                .try_get::<_, Option<i32>>(at)
                .map(|number| Value::from(number.map(i64::from))),
            _ => row.try_get::<_, Option<String>>(at).map(Value::from),
        }
    };
    let values: Result<Vec<Value>, _> = (0..row.len()).map(value).collect();
    values.map(Row).map_err(|error| failure(&error))
}

/// Our `?1` as PostgreSQL's `$1`. Our text holds no question mark but those of parameters (a test reads it all).
fn dollar_parameters(sql: &str) -> String {
    sql.replace('?', "$")
}

/// Sorts an error as the other engine's. Details and hints of the server may quote values, so only the code and
/// the primary message are kept.
fn failure(error: &::postgres::Error) -> Failure {
    let stopped = |code| Failure::Stopped(Box::new(Problem::new(code)));
    let Some(db) = error.as_db_error() else {
        return if error.is_closed() || error.source().is_some_and(|cause| cause.is::<std::io::Error>()) {
            stopped(Code::DataUnreachable)
        } else {
            Broken::new(format!("postgres: {error}")).into()
        };
    };
    match *db.code() {
        // Rules look before they insert, so two equal keys are two transactions that met.
        SqlState::T_R_SERIALIZATION_FAILURE
        | SqlState::T_R_DEADLOCK_DETECTED
        | SqlState::UNIQUE_VIOLATION => Broken::again(format!("postgres {}", db.code().code())).into(),
        SqlState::DISK_FULL => stopped(Code::DiskFull),
        SqlState::READ_ONLY_SQL_TRANSACTION => stopped(Code::DataReadOnly),
        SqlState::ADMIN_SHUTDOWN | SqlState::CANNOT_CONNECT_NOW | SqlState::TOO_MANY_CONNECTIONS => {
            stopped(Code::DataUnreachable)
        }
        _ => Broken::new(format!("postgres {}: {}", db.code().code(), db.message())).into(),
    }
}
