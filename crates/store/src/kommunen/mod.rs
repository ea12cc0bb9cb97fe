//! Kommunen: the tenants themselves.

use model::kommune::Kommune;

use crate::db::{Reader, Transaction, to_document, values};
use crate::error::Result;

impl Reader {
    pub async fn list_kommunen(&self) -> Result<Vec<Kommune>> {
        let rows = self.db.fetch_all(include_str!("list.sql"), values![]).await?;
        rows.iter().map(|row| row.document(0, "Kommune")).collect()
    }

    pub async fn find_kommune_by_slug(&self, slug: &str) -> Result<Option<Kommune>> {
        Ok(self.list_kommunen().await?.into_iter().find(|kommune| kommune.slug == slug))
    }
}

pub async fn insert(transaction: &mut Transaction, kommune: &Kommune) -> Result<()> {
    let row = values![kommune.id, kommune.slug.as_str(), to_document(kommune)];
    transaction.execute(include_str!("insert.sql"), row).await?;
    transaction.execute(include_str!("insert_counter.sql"), values![kommune.id]).await?;
    Ok(())
}

pub async fn update(transaction: &mut Transaction, kommune: &Kommune) -> Result<()> {
    let row = values![kommune.id, kommune.slug.as_str(), to_document(kommune)];
    transaction.execute(include_str!("update.sql"), row).await?;
    Ok(())
}
