//! The append-only log of every change. There is no statement here that changes or deletes a line.

use chrono::{DateTime, Utc};
use serde_json::Value as Json;

use model::ids::{AuditId, KommuneId};

use crate::db::{Scope, Transaction, to_document, values};
use crate::error::Result;

#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    pub id: AuditId,
    pub at: DateTime<Utc>,
    /// Code of the actor.
    pub actor: String,
    /// Verb and noun, e.g. `import_delivery`.
    pub action: String,
    /// Id of what was changed.
    pub subject: String,
    /// What changed; never personal data of visitors.
    pub detail: Json,
}

impl Scope {
    /// Newest first.
    pub async fn list_audit(&self, limit: usize) -> Result<Vec<Entry>> {
        let rows = self.db.fetch_all(include_str!("list.sql"), values![self.kommune, limit as i64]).await?;
        rows.iter()
            .map(|row| {
                Ok(Entry {
                    id: row.parsed(0, "AuditId")?,
                    at: row.parsed(1, "time")?,
                    actor: row.text(2)?,
                    action: row.text(3)?,
                    subject: row.text(4)?,
                    detail: row.document(5, "audit detail")?,
                })
            })
            .collect()
    }
}

pub async fn insert(transaction: &mut Transaction, kommune: KommuneId, entry: &Entry) -> Result<()> {
    let row = values![
        kommune,
        entry.id,
        entry.at.to_rfc3339(),
        entry.actor.as_str(),
        entry.action.as_str(),
        entry.subject.as_str(),
        to_document(&entry.detail),
    ];
    transaction.execute(include_str!("insert.sql"), row).await?;
    Ok(())
}
