//! What can go wrong, as situations.

/// Result of a store call.
pub(crate) type Result<T> = std::result::Result<T, Error>;

#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("record not found")]
    NotFound,
    #[error("constraint {constraint} was violated")]
    Conflict { constraint: String, source: sqlx::Error },
    #[error("the database is busy")]
    Busy(#[source] sqlx::Error),
    #[error("the database cannot be used")]
    Unavailable(#[source] sqlx::Error),
    #[error("the schema could not be migrated")]
    Migration(#[source] sqlx::migrate::MigrateError),
    #[error("a stored {what} cannot be read")]
    Corrupt { what: &'static str, source: Box<dyn std::error::Error + Send + Sync> },
    #[error("the database address is not understood: {0}")]
    Address(String),
    #[error("a backup could not be written or read")]
    Backup(#[source] std::io::Error),
    #[error("the backup cannot be restored: {0}")]
    BackupUnfit(String),
}

impl From<sqlx::Error> for Error {
    fn from(error: sqlx::Error) -> Self {
        match &error {
            sqlx::Error::RowNotFound => Self::NotFound,
            sqlx::Error::PoolTimedOut => Self::Busy(error),
            sqlx::Error::Database(database)
                if database.is_unique_violation() || database.is_foreign_key_violation() =>
            {
                let constraint = database.constraint().unwrap_or_else(|| database.message()).to_owned();
                Self::Conflict { constraint, source: error }
            }
            // SQLITE_BUSY and its extended codes; PostgreSQL serialization failure and deadlock.
            sqlx::Error::Database(database)
                if matches!(database.code().as_deref(), Some("5" | "261" | "517" | "40001" | "40P01")) =>
            {
                Self::Busy(error)
            }
            _ => Self::Unavailable(error),
        }
    }
}

impl Error {
    pub(crate) fn corrupt<E>(what: &'static str) -> impl FnOnce(E) -> Self
    where
        E: std::error::Error + Send + Sync + 'static,
    {
        move |source| Self::Corrupt { what, source: Box::new(source) }
    }
}
