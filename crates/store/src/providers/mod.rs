//! Providers.

use std::collections::HashMap;

use model::ids::{KommuneId, ProviderId, SourceId};
use model::providers::Provider;

use crate::db::{Scope, Transaction, to_document, values};
use crate::error::Result;

/// One line of the list of providers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProviderLine {
    pub id: ProviderId,
    pub name: String,
    /// Released offers.
    pub offers: u64,
}

impl Scope {
    pub async fn find_provider(&self, id: ProviderId) -> Result<Option<Provider>> {
        let row = self.db.fetch_optional(include_str!("find.sql"), values![self.kommune, id]).await?;
        row.map(|row| row.document(0, "Provider")).transpose()
    }

    /// By name.
    pub async fn list_providers(&self) -> Result<Vec<ProviderLine>> {
        let rows = self.db.fetch_all(include_str!("list.sql"), values![self.kommune]).await?;
        rows.iter()
            .map(|row| {
                let offers = row.integer(2)? as u64;
                Ok(ProviderLine { id: row.parsed(0, "ProviderId")?, name: row.text(1)?, offers })
            })
            .collect()
    }

    /// In the order asked for; ids that do not exist are left out.
    pub async fn list_providers_by_id(&self, ids: &[ProviderId]) -> Result<Vec<Provider>> {
        let sql = self.db.choose(include_str!("list_by_id.sqlite.sql"), include_str!("list_by_id.postgres.sql"));
        let wanted = to_document(&ids);
        let row = self.db.fetch_optional(sql, values![self.kommune, wanted]).await?;
        row.map_or(Ok(Vec::new()), |row| row.document(0, "list of Provider"))
    }
}

/// Providers this source has delivered so far, by the source's own id.
pub async fn stock(
    transaction: &mut Transaction,
    kommune: KommuneId,
    source: SourceId,
) -> Result<HashMap<String, Provider>> {
    let rows = transaction.fetch_all(include_str!("stock.sql"), values![kommune, source]).await?;
    rows.iter().map(|row| Ok((row.text(0)?, row.document(2, "Provider")?))).collect()
}

pub async fn upsert(transaction: &mut Transaction, provider: &Provider) -> Result<()> {
    let row = values![
        provider.kommune,
        provider.id,
        provider.source.as_ref().map(|source| source.source.to_string()),
        provider.source.as_ref().map(|source| source.foreign_id.clone()),
        provider.content.name.as_str(),
        to_document(provider),
    ];
    transaction.execute(include_str!("upsert.sql"), row).await?;
    Ok(())
}
