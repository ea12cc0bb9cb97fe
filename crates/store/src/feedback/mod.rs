//! Messages from visitors. Nothing about the visitor is stored but what they wrote themselves.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use model::ids::{FeedbackId, KommuneId};

use crate::db::{Scope, Transaction, to_document, values};
use crate::error::Result;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Feedback {
    pub id: FeedbackId,
    pub received_at: DateTime<Utc>,
    /// `offer`, `page` or `accessibility`.
    pub about_kind: String,
    /// Offer id, or the path of the page.
    pub about_id: String,
    pub content: FeedbackContent,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct FeedbackContent {
    pub message: String,
    /// Given voluntarily, for an answer only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reply_to: Option<String>,
}

impl Scope {
    /// Newest first.
    pub async fn list_feedback(&self, limit: usize) -> Result<Vec<Feedback>> {
        let rows = self.db.fetch_all(include_str!("list.sql"), values![self.kommune, limit as i64]).await?;
        rows.iter()
            .map(|row| {
                Ok(Feedback {
                    id: row.parsed(0, "FeedbackId")?,
                    received_at: row.parsed(1, "time")?,
                    about_kind: row.text(2)?,
                    about_id: row.text(3)?,
                    content: row.document(4, "feedback")?,
                })
            })
            .collect()
    }
}

pub async fn insert(transaction: &mut Transaction, kommune: KommuneId, feedback: &Feedback) -> Result<()> {
    let row = values![
        kommune,
        feedback.id,
        feedback.received_at.to_rfc3339(),
        feedback.about_kind.as_str(),
        feedback.about_id.as_str(),
        to_document(&feedback.content),
    ];
    transaction.execute(include_str!("insert.sql"), row).await?;
    Ok(())
}

/// Messages received since `since`, to stop floods.
pub async fn count_since(transaction: &mut Transaction, kommune: KommuneId, since: DateTime<Utc>) -> Result<u64> {
    let row = transaction.fetch_one(include_str!("count_since.sql"), values![kommune, since.to_rfc3339()]).await?;
    row.integer(0).map(|count| count as u64)
}
