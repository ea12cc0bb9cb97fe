//! Databases for tests: an own file on SQLite, an own schema on PostgreSQL, always migrated, always empty.

use std::sync::atomic::{AtomicU64, Ordering};

use crate::Store;

/// Address of a PostgreSQL server that tests may create schemas in; unset: tests run on SQLite only and say so.
pub const POSTGRES_VARIABLE: &str = "BILDUNGSRAUM_TEST_POSTGRES_URL";

/// A store that nobody else uses. Keep it as long as the store is in use.
#[derive(Debug)]
pub struct TestStore {
    pub store: Store,
    pub name: &'static str,
    _folder: Option<tempfile::TempDir>,
}

/// One fresh store per available database: SQLite always, PostgreSQL where [`POSTGRES_VARIABLE`] names a server.
pub async fn each_store() -> Vec<TestStore> {
    let mut stores = vec![sqlite().await];
    match postgres().await {
        Some(store) => stores.push(store),
        None => eprintln!("note: {POSTGRES_VARIABLE} is not set, PostgreSQL is not tested"),
    }
    stores
}

/// A fresh store on SQLite.
pub async fn sqlite() -> TestStore {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let address = format!("sqlite:{}", folder.path().join("test.sqlite").display());
    let store = Store::open(&address).await.expect("the test database opens");
    store.migrate().await.expect("migrations run on SQLite");
    TestStore { store, name: "sqlite", _folder: Some(folder) }
}

/// A fresh schema on PostgreSQL, if a server is there.
pub async fn postgres() -> Option<TestStore> {
    static NEXT: AtomicU64 = AtomicU64::new(0);
    let address = std::env::var(POSTGRES_VARIABLE).ok().filter(|address| !address.is_empty())?;
    let schema = format!("test_{}_{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
    let admin = sqlx::PgPool::connect(&address).await.expect("the PostgreSQL server of the tests answers");
    sqlx::query(sqlx::AssertSqlSafe(format!("drop schema if exists {schema} cascade")))
        .execute(&admin)
        .await
        .expect("an old schema can be dropped");
    sqlx::query(sqlx::AssertSqlSafe(format!("create schema {schema}")))
        .execute(&admin)
        .await
        .expect("a schema can be made");
    admin.close().await;
    let separator = if address.contains('?') { '&' } else { '?' };
    let store = Store::open(&format!("{address}{separator}options=-c%20search_path%3D{schema}"))
        .await
        .expect("the test schema opens");
    store.migrate().await.expect("migrations run on PostgreSQL");
    Some(TestStore { store, name: "postgres", _folder: None })
}
