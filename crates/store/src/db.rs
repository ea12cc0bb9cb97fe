//! The two databases behind one small face: statements take [`Value`]s and give [`Row`]s.

use std::str::FromStr;
use std::time::Duration;

#[cfg(feature = "test")]
use sqlx::Executor as _;
use sqlx::migrate::{Migration, MigrationType, Migrator};
use sqlx::postgres::{PgConnectOptions, PgPool, PgPoolOptions, PgRow};
use sqlx::sqlite::{
    SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteRow, SqliteSynchronous,
};
use sqlx::{Row as _, SqlStr};

use model::ids::KommuneId;

use crate::error::{Error, Result};

/// An open database.
#[derive(Debug, Clone)]
pub struct Store {
    db: Db,
}

#[derive(Debug, Clone)]
pub(crate) enum Db {
    /// Readers never wait for the writer (WAL); writers queue on one connection instead of failing with SQLITE_BUSY.
    Sqlite {
        readers: SqlitePool,
        writer: SqlitePool,
    },
    Postgres(PgPool),
}

/// May read, scoped to one Kommune at a time.
#[derive(Debug, Clone)]
pub struct Reader {
    pub(crate) db: Db,
}

/// May write, inside transactions only. Given to `actions` alone.
#[derive(Debug, Clone)]
pub struct Writer {
    pub(crate) db: Db,
}

/// Read access to what belongs to one Kommune.
#[derive(Debug, Clone)]
pub struct Scope {
    pub(crate) db: Db,
    pub(crate) kommune: KommuneId,
}

impl Reader {
    pub fn scoped(&self, kommune: KommuneId) -> Scope {
        Scope { db: self.db.clone(), kommune }
    }
}

impl Writer {
    pub async fn begin(&self) -> Result<Transaction> {
        Ok(match &self.db {
            // `begin immediate`: the write lock is taken at once, so that a transaction cannot fail half-way for want of it.
            Db::Sqlite { writer, .. } => Transaction::Sqlite(writer.begin_with("begin immediate").await?),
            Db::Postgres(pool) => Transaction::Postgres(pool.begin().await?),
        })
    }

    pub fn reader(&self) -> Reader {
        Reader { db: self.db.clone() }
    }
}

/// All or nothing; dropped without [`Transaction::commit`] it leaves no trace.
#[derive(Debug)]
pub enum Transaction {
    Sqlite(sqlx::Transaction<'static, sqlx::Sqlite>),
    Postgres(sqlx::Transaction<'static, sqlx::Postgres>),
}

impl Transaction {
    pub async fn commit(self) -> Result<()> {
        match self {
            Self::Sqlite(transaction) => transaction.commit().await?,
            Self::Postgres(transaction) => transaction.commit().await?,
        }
        Ok(())
    }

    pub async fn rollback(self) -> Result<()> {
        match self {
            Self::Sqlite(transaction) => transaction.rollback().await?,
            Self::Postgres(transaction) => transaction.rollback().await?,
        }
        Ok(())
    }
}

impl Store {
    /// Opens `sqlite:PATH` (created when missing) or `postgres://…`. Does not migrate.
    pub async fn open(address: &str) -> Result<Self> {
        let db = if address.starts_with("postgres://") || address.starts_with("postgresql://") {
            let options = PgConnectOptions::from_str(address).map_err(|_| Error::Address(redacted(address)))?;
            Db::Postgres(PgPoolOptions::new().max_connections(16).connect_with(options).await?)
        } else if let Some(path) = address.strip_prefix("sqlite:") {
            let options = SqliteConnectOptions::new()
                .filename(path)
                .create_if_missing(true)
                .journal_mode(SqliteJournalMode::Wal)
                // NORMAL survives a killed process without loss; a power cut may lose the last transactions but never the file.
                // FULL also keeps the last transaction across a power cut, which is what an office expects of "saved".
                .synchronous(SqliteSynchronous::Full)
                .foreign_keys(true)
                .busy_timeout(Duration::from_mins(1))
                .pragma("temp_store", "memory");
            let writer = SqlitePoolOptions::new()
                .max_connections(1)
                .acquire_timeout(Duration::from_mins(10))
                .connect_with(options.clone().pragma("cache_size", "-32000"))
                .await?;
            // Eight readers with large caches would keep the same pages eight times; the operating system keeps them once.
            let readers = options.read_only(true).pragma("cache_size", "-4000");
            let readers = SqlitePoolOptions::new().max_connections(8).connect_with(readers).await?;
            Db::Sqlite { readers, writer }
        } else {
            return Err(Error::Address(redacted(address)));
        };
        Ok(Self { db })
    }

    /// Brings the schema up to date; a schema newer than this program is refused.
    pub async fn migrate(&self) -> Result<()> {
        match &self.db {
            Db::Sqlite { writer, .. } => migrator(&SQLITE_MIGRATIONS).run(writer).await.map_err(Error::Migration),
            Db::Postgres(pool) => migrator(&POSTGRES_MIGRATIONS).run(pool).await.map_err(Error::Migration),
        }
    }

    pub fn reader(&self) -> Reader {
        Reader { db: self.db.clone() }
    }

    pub fn writer(&self) -> Writer {
        Writer { db: self.db.clone() }
    }

    /// Whether this is PostgreSQL.
    pub fn is_postgres(&self) -> bool {
        matches!(self.db, Db::Postgres(_))
    }

    pub async fn close(self) {
        match self.db {
            Db::Sqlite { readers, writer } => {
                readers.close().await;
                writer.close().await;
            }
            Db::Postgres(pool) => pool.close().await,
        }
    }

    /// Asks the database to parse and plan a statement without running it.
    #[cfg(feature = "test")]
    pub async fn prepare(&self, sql: String) -> Result<()> {
        match &self.db {
            Db::Sqlite { writer, .. } => {
                writer.prepare(sqlx::SqlSafeStr::into_sql_str(sqlx::AssertSqlSafe(sql))).await?;
            }
            Db::Postgres(pool) => {
                pool.prepare(sqlx::SqlSafeStr::into_sql_str(sqlx::AssertSqlSafe(sql))).await?;
            }
        }
        Ok(())
    }
}

type Migrations = [(i64, &'static str, &'static str)];

const SQLITE_MIGRATIONS: [(i64, &str, &str); 3] = [
    (1, "foundation", include_str!("../migrations/sqlite/0001_foundation.sql")),
    (2, "counting", include_str!("../migrations/sqlite/0002_counting.sql")),
    (3, "statistics", include_str!("../migrations/sqlite/0003_statistics.sql")),
];
const POSTGRES_MIGRATIONS: [(i64, &str, &str); 3] = [
    (1, "foundation", include_str!("../migrations/postgres/0001_foundation.sql")),
    (2, "counting", include_str!("../migrations/postgres/0002_counting.sql")),
    (3, "statistics", include_str!("../migrations/postgres/0003_statistics.sql")),
];

fn migrator(migrations: &'static Migrations) -> Migrator {
    let migrations = migrations
        .iter()
        .map(|(version, name, sql)| {
            let (name, sql) = ((*name).into(), SqlStr::from_static(sql));
            Migration::new(*version, name, MigrationType::Simple, sql, false)
        })
        .collect();
    Migrator::with_migrations(migrations)
}

/// The address without user and password, for messages.
fn redacted(address: &str) -> String {
    match (address.find("://"), address.rfind('@')) {
        (Some(scheme), Some(at)) if scheme + 3 < at => format!("{}…{}", &address[..scheme + 3], &address[at..]),
        _ => address.to_owned(),
    }
}

/// A bound parameter; the types that mean the same on both databases.
#[derive(Debug, Clone)]
pub(crate) enum Value {
    Text(Option<String>),
    Integer(Option<i64>),
    Blob(Option<Vec<u8>>),
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(Some(text.to_owned()))
    }
}
impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::Text(Some(text))
    }
}
impl From<Option<String>> for Value {
    fn from(text: Option<String>) -> Self {
        Self::Text(text)
    }
}
impl From<i64> for Value {
    fn from(number: i64) -> Self {
        Self::Integer(Some(number))
    }
}
impl From<Vec<u8>> for Value {
    fn from(bytes: Vec<u8>) -> Self {
        Self::Blob(Some(bytes))
    }
}
macro_rules! id_value {
    ($($id:ident)*) => {$(
        impl From<model::ids::$id> for Value {
            fn from(id: model::ids::$id) -> Self {
                Self::Text(Some(id.to_string()))
            }
        }
    )*};
}
id_value!(KommuneId OfferId ProviderId PlaceId SourceId DeliveryId AuditId JobId FeedbackId);

/// Shorthand for a parameter list.
macro_rules! values {
    ($($value:expr),* $(,)?) => { vec![$($crate::db::Value::from($value)),*] };
}
pub(crate) use values;

/// One result row, columns by position.
#[derive(Debug)]
pub(crate) enum Row {
    Sqlite(SqliteRow),
    Postgres(PgRow),
}

macro_rules! column {
    ($name:ident, $type:ty) => {
        pub(crate) fn $name(&self, index: usize) -> Result<$type> {
            Ok(match self {
                Self::Sqlite(row) => row.try_get(index)?,
                Self::Postgres(row) => row.try_get(index)?,
            })
        }
    };
}

impl Row {
    column!(text, String);
    column!(optional_text, Option<String>);
    column!(integer, i64);
    column!(optional_integer, Option<i64>);
    column!(blob, Vec<u8>);
    column!(optional_blob, Option<Vec<u8>>);

    /// A text column parsed into an id or code.
    pub(crate) fn parsed<T>(&self, index: usize, what: &'static str) -> Result<T>
    where
        T: FromStr,
        T::Err: std::error::Error + Send + Sync + 'static,
    {
        self.text(index)?.parse().map_err(Error::corrupt(what))
    }

    /// A JSON document column.
    pub(crate) fn document<T: serde::de::DeserializeOwned>(&self, index: usize, what: &'static str) -> Result<T> {
        serde_json::from_str(&self.text(index)?).map_err(Error::corrupt(what))
    }
}

pub(crate) fn to_document<T: serde::Serialize>(record: &T) -> String {
    serde_json::to_string(record).expect("model types serialise: their maps have string keys")
}

macro_rules! bind {
    ($sql:expr, $values:expr) => {{
        let mut query = sqlx::query($sql);
        for value in $values {
            query = match value {
                Value::Text(text) => query.bind(text),
                Value::Integer(number) => query.bind(number),
                Value::Blob(bytes) => query.bind(bytes),
            };
        }
        query
    }};
}

impl Db {
    /// Which half of a pair of statements is meant.
    pub(crate) fn choose(&self, sqlite: &'static str, postgres: &'static str) -> &'static str {
        match self {
            Self::Sqlite { .. } => sqlite,
            Self::Postgres(_) => postgres,
        }
    }

    pub(crate) async fn fetch_all(&self, sql: &'static str, values: Vec<Value>) -> Result<Vec<Row>> {
        Ok(match self {
            Self::Sqlite { readers, .. } => {
                bind!(sql, values).fetch_all(readers).await?.into_iter().map(Row::Sqlite).collect()
            }
            Self::Postgres(pool) => bind!(sql, values).fetch_all(pool).await?.into_iter().map(Row::Postgres).collect(),
        })
    }

    pub(crate) async fn fetch_optional(&self, sql: &'static str, values: Vec<Value>) -> Result<Option<Row>> {
        Ok(match self {
            Self::Sqlite { readers, .. } => bind!(sql, values).fetch_optional(readers).await?.map(Row::Sqlite),
            Self::Postgres(pool) => bind!(sql, values).fetch_optional(pool).await?.map(Row::Postgres),
        })
    }
}

impl Transaction {
    pub(crate) async fn execute(&mut self, sql: &'static str, values: Vec<Value>) -> Result<u64> {
        Ok(match self {
            Self::Sqlite(transaction) => bind!(sql, values).execute(&mut **transaction).await?.rows_affected(),
            Self::Postgres(transaction) => bind!(sql, values).execute(&mut **transaction).await?.rows_affected(),
        })
    }

    /// For statements composed from this crate's own constants (backup and restore).
    pub(crate) async fn execute_composed(&mut self, sql: String, values: Vec<Value>) -> Result<u64> {
        let sql = sqlx::AssertSqlSafe(sql);
        Ok(match self {
            Self::Sqlite(transaction) => bind!(sql, values).execute(&mut **transaction).await?.rows_affected(),
            Self::Postgres(transaction) => bind!(sql, values).execute(&mut **transaction).await?.rows_affected(),
        })
    }

    pub(crate) async fn fetch_all(&mut self, sql: &'static str, values: Vec<Value>) -> Result<Vec<Row>> {
        Ok(match self {
            Self::Sqlite(transaction) => {
                bind!(sql, values).fetch_all(&mut **transaction).await?.into_iter().map(Row::Sqlite).collect()
            }
            Self::Postgres(transaction) => {
                bind!(sql, values).fetch_all(&mut **transaction).await?.into_iter().map(Row::Postgres).collect()
            }
        })
    }

    pub(crate) async fn fetch_all_composed(&mut self, sql: String, values: Vec<Value>) -> Result<Vec<Row>> {
        let sql = sqlx::AssertSqlSafe(sql);
        Ok(match self {
            Self::Sqlite(transaction) => {
                bind!(sql, values).fetch_all(&mut **transaction).await?.into_iter().map(Row::Sqlite).collect()
            }
            Self::Postgres(transaction) => {
                bind!(sql, values).fetch_all(&mut **transaction).await?.into_iter().map(Row::Postgres).collect()
            }
        })
    }

    pub(crate) async fn fetch_optional(&mut self, sql: &'static str, values: Vec<Value>) -> Result<Option<Row>> {
        Ok(match self {
            Self::Sqlite(transaction) => bind!(sql, values).fetch_optional(&mut **transaction).await?.map(Row::Sqlite),
            Self::Postgres(transaction) => {
                bind!(sql, values).fetch_optional(&mut **transaction).await?.map(Row::Postgres)
            }
        })
    }

    pub(crate) async fn fetch_one(&mut self, sql: &'static str, values: Vec<Value>) -> Result<Row> {
        self.fetch_optional(sql, values).await?.ok_or(Error::NotFound)
    }

    /// Which half of a pair of statements is meant.
    pub(crate) fn choose(&self, sqlite: &'static str, postgres: &'static str) -> &'static str {
        match self {
            Self::Sqlite(_) => sqlite,
            Self::Postgres(_) => postgres,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_never_show_a_password() {
        assert_eq!(redacted("postgres://anna:geheim@db.example/x"), "postgres://…@db.example/x");
        assert_eq!(redacted("mysql:x"), "mysql:x");
    }
}
