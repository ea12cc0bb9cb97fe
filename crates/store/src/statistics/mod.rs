//! Datasets of statistics, the deliveries that fill them, and what was found wrong with these.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

use model::ids::{DeliveryId, KommuneId};
use model::issue::Issue;
use model::statistics::{Protection, ReleaseLevel, TableHead};

use crate::db::{Row, Scope, Transaction, to_document, values};
use crate::error::{Error, Result};

/// All deliveries of one table.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Dataset {
    /// Code of the table (`21111-02-06-4`), or what the office calls its own.
    pub code: String,
    pub title: String,
    pub release: ReleaseLevel,
    /// How the source protects small numbers; the first rule that fits counts.
    #[serde(default)]
    pub protection: Vec<ProtectionRule>,
    /// Importer and its saved mapping, for a table of the office.
    pub importer: String,
    #[serde(default)]
    pub settings: Json,
}

/// Which protection holds where and when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProtectionRule {
    /// Key of the Land; all Länder without.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub land: Option<String>,
    /// First and last year.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<i32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<i32>,
    pub method: Protection,
}

impl Dataset {
    /// The protection of an area's values in a year.
    pub fn protection_of(&self, area: &str, year: i32) -> Protection {
        let fits = |rule: &&ProtectionRule| {
            rule.land.as_deref().is_none_or(|land| area.starts_with(land))
                && rule.from.is_none_or(|from| from <= year)
                && rule.until.is_none_or(|until| year <= until)
        };
        self.protection.iter().find(fits).map_or(Protection::Unknown, |rule| rule.method)
    }
}

/// Whether a delivery counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    Accepted,
    /// Kept and looked at, not shown.
    Held,
}

impl State {
    pub fn code(self) -> &'static str {
        match self {
            Self::Accepted => "accepted",
            Self::Held => "held",
        }
    }
}

/// One table as one file delivered it.
#[derive(Debug, Clone, PartialEq)]
pub struct Delivery {
    pub id: DeliveryId,
    pub dataset: String,
    pub state: State,
    /// The highest is the newest.
    pub rank: String,
    /// Hexadecimal, of the file as it arrived; its content is kept gzip-compressed under it.
    pub file_sha256: String,
    pub segment_sha256: String,
    pub received_at: DateTime<Utc>,
    pub summary: Summary,
}

/// What a delivery contains and how it differs from what was there before.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Summary {
    pub file: String,
    pub bytes: u64,
    pub head: TableHead,
    pub periods: Vec<String>,
    pub areas: u64,
    /// Rows of the file that hold observations.
    pub rows: u64,
    pub observations: u64,
    /// Number of values by symbol code.
    pub symbols: BTreeMap<String, u64>,
    pub new: u64,
    pub revised: u64,
    pub vanished: u64,
    pub unchanged: u64,
}

/// A finding of the checks and whether somebody has accepted it.
#[derive(Debug, Clone, PartialEq)]
pub struct Finding<T> {
    pub nr: u64,
    pub finding: T,
    pub accepted_at: Option<DateTime<Utc>>,
    pub accepted_because: Option<String>,
}

impl Scope {
    /// By code.
    pub async fn list_datasets(&self) -> Result<Vec<Dataset>> {
        let rows = self.db.fetch_all(include_str!("list_datasets.sql"), values![self.kommune]).await?;
        rows.iter().map(|row| row.document(0, "Dataset")).collect()
    }

    /// By dataset, the newest last.
    pub async fn list_table_deliveries(&self) -> Result<Vec<Delivery>> {
        let rows = self.db.fetch_all(include_str!("list_deliveries.sql"), values![self.kommune]).await?;
        rows.iter().map(delivery).collect()
    }

    /// Of one dataset, the newest last.
    pub async fn list_table_deliveries_of(&self, dataset: &str) -> Result<Vec<Delivery>> {
        let rows = self.db.fetch_all(include_str!("list_deliveries_of.sql"), values![self.kommune, dataset]).await?;
        rows.iter().map(delivery).collect()
    }

    pub async fn list_table_issues(&self, delivery: DeliveryId) -> Result<Vec<Issue>> {
        let rows = self.db.fetch_all(include_str!("list_issues.sql"), values![self.kommune, delivery]).await?;
        rows.iter().map(|row| row.document(0, "Issue")).collect()
    }

    pub async fn list_findings<T: DeserializeOwned>(&self, delivery: DeliveryId) -> Result<Vec<Finding<T>>> {
        let rows = self.db.fetch_all(include_str!("list_findings.sql"), values![self.kommune, delivery]).await?;
        rows.iter()
            .map(|row| {
                let accepted = row.optional_text(2)?;
                Ok(Finding {
                    nr: row.integer(0)? as u64,
                    finding: row.document(1, "Finding")?,
                    accepted_at: accepted.map(|at| at.parse()).transpose().map_err(Error::corrupt("time"))?,
                    accepted_because: row.optional_text(3)?,
                })
            })
            .collect()
    }
}

fn delivery(row: &Row) -> Result<Delivery> {
    Ok(Delivery {
        id: row.parsed(0, "DeliveryId")?,
        dataset: row.text(1)?,
        state: if row.text(2)? == State::Accepted.code() { State::Accepted } else { State::Held },
        rank: row.text(3)?,
        file_sha256: row.text(4)?,
        segment_sha256: row.text(5)?,
        received_at: row.parsed(6, "time")?,
        summary: row.document(7, "Summary")?,
    })
}

pub async fn find_dataset(transaction: &mut Transaction, kommune: KommuneId, code: &str) -> Result<Option<Dataset>> {
    let row = transaction.fetch_optional(include_str!("find_dataset.sql"), values![kommune, code]).await?;
    row.map(|row| row.document(0, "Dataset")).transpose()
}

/// Holds a dataset until the end of the transaction, founding it if it is not there; what is there stays as it is.
pub async fn lock_dataset(transaction: &mut Transaction, kommune: KommuneId, dataset: &Dataset) -> Result<()> {
    let row = values![kommune, dataset.code.as_str(), dataset.release.code(), to_document(dataset)];
    transaction.execute(include_str!("lock_dataset.sql"), row).await?;
    Ok(())
}

pub async fn upsert_dataset(transaction: &mut Transaction, kommune: KommuneId, dataset: &Dataset) -> Result<()> {
    let row = values![kommune, dataset.code.as_str(), dataset.release.code(), to_document(dataset)];
    transaction.execute(include_str!("upsert_dataset.sql"), row).await?;
    Ok(())
}

/// Deliveries of a dataset, the newest last.
pub async fn list_deliveries(
    transaction: &mut Transaction,
    kommune: KommuneId,
    dataset: &str,
) -> Result<Vec<Delivery>> {
    let rows = transaction.fetch_all(include_str!("list_deliveries_of.sql"), values![kommune, dataset]).await?;
    rows.iter().map(delivery).collect()
}

pub async fn insert_delivery(transaction: &mut Transaction, kommune: KommuneId, delivery: &Delivery) -> Result<()> {
    let row = values![
        kommune,
        delivery.id,
        delivery.dataset.as_str(),
        delivery.state.code(),
        delivery.rank.as_str(),
        delivery.file_sha256.as_str(),
        delivery.segment_sha256.as_str(),
        delivery.received_at.to_rfc3339(),
        to_document(&delivery.summary),
    ];
    transaction.execute(include_str!("insert_delivery.sql"), row).await?;
    Ok(())
}

/// Lets a delivery count, as the newest with that rank.
pub async fn accept_delivery(
    transaction: &mut Transaction,
    kommune: KommuneId,
    delivery: DeliveryId,
    rank: &str,
) -> Result<bool> {
    let row = values![kommune, delivery, State::Accepted.code(), rank];
    Ok(transaction.execute(include_str!("accept_delivery.sql"), row).await? > 0)
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

pub async fn insert_finding(
    transaction: &mut Transaction,
    kommune: KommuneId,
    delivery: DeliveryId,
    nr: usize,
    finding: &impl Serialize,
) -> Result<()> {
    let row = values![kommune, delivery, nr as i64, to_document(finding)];
    transaction.execute(include_str!("insert_finding.sql"), row).await?;
    Ok(())
}

/// Notes that a person has looked at a finding. `false` when there is none.
pub async fn accept_finding(
    transaction: &mut Transaction,
    kommune: KommuneId,
    (delivery, nr): (DeliveryId, u64),
    at: DateTime<Utc>,
    because: &str,
) -> Result<bool> {
    let row = values![kommune, delivery, nr as i64, at.to_rfc3339(), because];
    Ok(transaction.execute(include_str!("accept_finding.sql"), row).await? > 0)
}
