//! Sources, their deliveries and what was wrong with them.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde_json::Value as Json;

use model::ids::{DeliveryId, KommuneId, ProviderId, SourceId};
use model::issue::Issue;

use crate::db::{Row, Scope, Transaction, to_document, values};
use crate::error::{Error, Result};

/// A configured origin of records.
#[derive(Debug, Clone, PartialEq)]
pub struct Source {
    pub id: SourceId,
    pub kommune: KommuneId,
    /// Short name on the command line.
    pub code: String,
    pub name: String,
    /// Code of the importer.
    pub importer: String,
    /// Provider of records that name none.
    pub provider: Option<ProviderId>,
    pub settings: Json,
    pub created_at: DateTime<Utc>,
}

/// One file received, and what became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Delivery {
    pub id: DeliveryId,
    pub source: SourceId,
    pub file: String,
    /// Hexadecimal.
    pub sha256: String,
    pub received_at: DateTime<Utc>,
    /// `full`, `differential` or `broken`.
    pub outcome: String,
    pub held: bool,
    pub new: u64,
    pub changed: u64,
    pub unchanged: u64,
    pub withdrawn: u64,
    pub issues: u64,
}

/// One line of the list of sources.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceLine {
    pub id: SourceId,
    pub code: String,
    pub name: String,
    pub importer: String,
    pub provider_name: Option<String>,
    /// Released offers.
    pub offers: u64,
    pub last_delivery: Option<DeliveryLine>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeliveryLine {
    pub id: DeliveryId,
    pub file: String,
    pub received_at: DateTime<Utc>,
    pub outcome: String,
    pub held: bool,
    pub new: u64,
    pub changed: u64,
    pub unchanged: u64,
    pub withdrawn: u64,
    pub issues: u64,
}

impl Scope {
    /// By name, with the newest delivery of each.
    pub async fn list_sources(&self) -> Result<Vec<SourceLine>> {
        let rows = self.db.fetch_all(include_str!("list.sql"), values![self.kommune]).await?;
        rows.iter().map(source_line).collect()
    }

    /// Names only, for labels: [`Scope::list_sources`] also counts the offers of each.
    pub async fn list_source_names(&self) -> Result<BTreeMap<SourceId, String>> {
        let sql = self.db.choose(include_str!("list_names.sqlite.sql"), include_str!("list_names.postgres.sql"));
        let row = self.db.fetch_optional(sql, values![self.kommune]).await?;
        row.map_or(Ok(BTreeMap::new()), |row| row.document(0, "names of sources"))
    }

    pub async fn list_issues(&self, delivery: DeliveryId) -> Result<Vec<Issue>> {
        let rows = self.db.fetch_all(include_str!("list_issues.sql"), values![self.kommune, delivery]).await?;
        rows.iter().map(|row| row.document(0, "Issue")).collect()
    }
}

fn source_line(row: &Row) -> Result<SourceLine> {
    let count = |index| row.integer(index).map(|count| count as u64);
    let last_delivery = match row.optional_text(6)? {
        None => None,
        Some(id) => Some(DeliveryLine {
            id: id.parse().map_err(Error::corrupt("DeliveryId"))?,
            file: row.text(7)?,
            received_at: row.parsed(8, "time")?,
            outcome: row.text(9)?,
            held: row.integer(10)? != 0,
            new: count(11)?,
            changed: count(12)?,
            unchanged: count(13)?,
            withdrawn: count(14)?,
            issues: count(15)?,
        }),
    };
    Ok(SourceLine {
        id: row.parsed(0, "SourceId")?,
        code: row.text(1)?,
        name: row.text(2)?,
        importer: row.text(3)?,
        provider_name: row.optional_text(4)?,
        offers: count(5)?,
        last_delivery,
    })
}

pub async fn find(transaction: &mut Transaction, kommune: KommuneId, code: &str) -> Result<Option<Source>> {
    let Some(row) = transaction.fetch_optional(include_str!("find.sql"), values![kommune, code]).await? else {
        return Ok(None);
    };
    let provider = row.optional_text(4)?.map(|id| id.parse()).transpose().map_err(Error::corrupt("ProviderId"))?;
    Ok(Some(Source {
        id: row.parsed(0, "SourceId")?,
        kommune,
        code: row.text(1)?,
        name: row.text(2)?,
        importer: row.text(3)?,
        provider,
        settings: row.document(5, "source settings")?,
        created_at: row.parsed(6, "time")?,
    }))
}

pub async fn upsert(transaction: &mut Transaction, source: &Source) -> Result<()> {
    let row = values![
        source.kommune,
        source.id,
        source.code.as_str(),
        source.name.as_str(),
        source.importer.as_str(),
        source.provider.map(|id| id.to_string()),
        to_document(&source.settings),
        source.created_at.to_rfc3339(),
    ];
    transaction.execute(include_str!("upsert.sql"), row).await?;
    Ok(())
}

pub async fn insert_delivery(transaction: &mut Transaction, kommune: KommuneId, delivery: &Delivery) -> Result<()> {
    let row = values![
        kommune,
        delivery.id,
        delivery.source,
        delivery.file.as_str(),
        delivery.sha256.as_str(),
        delivery.received_at.to_rfc3339(),
        delivery.outcome.as_str(),
        i64::from(delivery.held),
        delivery.new as i64,
        delivery.changed as i64,
        delivery.unchanged as i64,
        delivery.withdrawn as i64,
        delivery.issues as i64,
    ];
    transaction.execute(include_str!("insert_delivery.sql"), row).await?;
    Ok(())
}

pub async fn insert_issue(
    transaction: &mut Transaction,
    kommune: KommuneId,
    delivery: DeliveryId,
    nr: usize,
    issue: &Issue,
) -> Result<()> {
    let row = values![kommune, delivery, nr as i64, to_document(issue)];
    transaction.execute(include_str!("insert_issue.sql"), row).await?;
    Ok(())
}
