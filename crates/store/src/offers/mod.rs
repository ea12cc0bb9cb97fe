//! Offers: the stock of a source, what changed, and what pages show.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};

use model::ids::{KommuneId, OfferId, ProviderId, SourceId};
use model::offers::{Offer, OfferStatus};
use model::schedule::Session;

use crate::db::{Scope, Transaction, to_document, values};
use crate::error::{Error, Result};

/// What a list of addresses needs.
#[derive(Debug, Clone, PartialEq)]
pub struct OfferLine {
    pub id: OfferId,
    pub title: String,
    pub changed_at: DateTime<Utc>,
    /// First and last day on which the source wants it shown.
    pub publish_from: Option<NaiveDate>,
    pub publish_until: Option<NaiveDate>,
}

impl OfferLine {
    /// As [`Offer::is_public`]; its status is known to be released.
    pub fn is_shown(&self, today: NaiveDate) -> bool {
        self.publish_from.is_none_or(|from| from <= today) && self.publish_until.is_none_or(|until| until >= today)
    }
}

/// What an import must know of an offer that is already stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stocked {
    pub id: OfferId,
    pub content_hash: [u8; 32],
    pub status: OfferStatus,
    /// Last day on which it can take place; `None` when it has no known end.
    pub last_day: Option<NaiveDate>,
}

/// One step of catching up: the offer as it is now, and where to go on.
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    pub change: i64,
    pub offer: Offer,
}

impl Scope {
    pub async fn find_offer(&self, id: OfferId) -> Result<Option<Offer>> {
        let row = self.db.fetch_optional(include_str!("find.sql"), values![self.kommune, id]).await?;
        row.map(|row| row.document(0, "Offer")).transpose()
    }

    /// In the order asked for; ids that do not exist are left out.
    pub async fn list_offers_by_id(&self, ids: &[OfferId]) -> Result<Vec<Offer>> {
        let sql = self.db.choose(include_str!("list_by_id.sqlite.sql"), include_str!("list_by_id.postgres.sql"));
        let wanted = to_document(&ids);
        let row = self.db.fetch_optional(sql, values![self.kommune, wanted]).await?;
        row.map_or(Ok(Vec::new()), |row| row.document(0, "list of Offer"))
    }

    /// Released offers in order of id, for the sitemap; also those whose days of publication have not come or are over.
    pub async fn list_public_offers(&self, after: Option<OfferId>, limit: usize) -> Result<Vec<OfferLine>> {
        let after = after.map(|id| id.to_string()).unwrap_or_default();
        let rows =
            self.db.fetch_all(include_str!("list_public.sql"), values![self.kommune, after, limit as i64]).await?;
        rows.iter()
            .map(|row| {
                let offer: Offer = row.document(2, "Offer")?;
                Ok(OfferLine {
                    id: offer.id,
                    title: row.text(1)?,
                    changed_at: offer.changed_at,
                    publish_from: offer.content.publish_from,
                    publish_until: offer.content.publish_until,
                })
            })
            .collect()
    }

    pub async fn count_public_offers(&self) -> Result<u64> {
        let row = self.db.fetch_optional(include_str!("count_public.sql"), values![self.kommune]).await?;
        row.map_or(Ok(0), |row| row.integer(0).map(|count| count as u64))
    }

    /// The highest change number that is committed.
    pub async fn current_change(&self) -> Result<i64> {
        let row = self.db.fetch_optional(include_str!("current_change.sql"), values![self.kommune]).await?;
        row.map_or(Ok(0), |row| row.integer(0))
    }

    /// Offers changed after (`after`, `after_id`) and not after `up_to`, in order of (change, id).
    pub async fn list_changes(
        &self,
        after: i64,
        after_id: Option<OfferId>,
        up_to: i64,
        limit: usize,
    ) -> Result<Vec<Change>> {
        // '~' sorts behind every id: without an id, everything of `after` itself is already known.
        let after_id = after_id.map_or_else(|| "~".to_owned(), |id| id.to_string());
        let row = values![self.kommune, after, after_id, up_to, limit as i64];
        let rows = self.db.fetch_all(include_str!("changed_since.sql"), row).await?;
        rows.iter().map(|row| Ok(Change { change: row.integer(0)?, offer: row.document(3, "Offer")? })).collect()
    }

    /// Released offers whose last day was before `today`.
    pub async fn list_expired_offers(&self, today: NaiveDate, limit: usize) -> Result<Vec<Offer>> {
        let row = values![self.kommune, today.to_string(), limit as i64];
        let rows = self.db.fetch_all(include_str!("list_expired.sql"), row).await?;
        rows.iter().map(|row| row.document(0, "Offer")).collect()
    }
}

/// Takes the next change number. Holds the counter until the transaction ends, so that numbers become visible in order:
/// whoever has seen n has seen everything up to n.
pub async fn next_change(transaction: &mut Transaction, kommune: KommuneId) -> Result<i64> {
    transaction.fetch_one(include_str!("next_change.sql"), values![kommune]).await?.integer(0)
}

/// Everything this source has delivered so far, by the source's own id.
pub async fn stock(
    transaction: &mut Transaction,
    kommune: KommuneId,
    source: SourceId,
) -> Result<HashMap<String, Stocked>> {
    let rows = transaction.fetch_all(include_str!("stock.sql"), values![kommune, source]).await?;
    rows.iter()
        .map(|row| {
            let hash = row.blob(2)?;
            let content_hash = <[u8; 32]>::try_from(hash.as_slice()).map_err(Error::corrupt("content hash"))?;
            let last_day =
                row.optional_text(4)?.map(|day| day.parse()).transpose().map_err(Error::corrupt("last day"))?;
            let (id, status) = (row.parsed(1, "OfferId")?, row.parsed(3, "OfferStatus")?);
            let stocked = Stocked { id, content_hash, status, last_day };
            Ok((row.text(0)?, stocked))
        })
        .collect()
}

pub async fn find(transaction: &mut Transaction, kommune: KommuneId, id: OfferId) -> Result<Option<Offer>> {
    let row = transaction.fetch_optional(include_str!("find.sql"), values![kommune, id]).await?;
    row.map(|row| row.document(0, "Offer")).transpose()
}

/// Inserts the offer or replaces the stored one with the same id.
pub async fn upsert(transaction: &mut Transaction, offer: &Offer, content_hash: [u8; 32], change: i64) -> Result<()> {
    let row = values![
        offer.kommune,
        offer.id,
        offer.provider,
        offer.source.as_ref().map(|source| source.source.to_string()),
        offer.source.as_ref().map(|source| source.foreign_id.clone()),
        content_hash.to_vec(),
        offer.status.code(),
        offer.content.title.as_str(),
        last_day(&offer.content.sessions).map(|day| day.to_string()),
        change,
        to_document(offer),
    ];
    transaction.execute(include_str!("upsert.sql"), row).await?;
    Ok(())
}

/// Last day on which any session can take place; `None` when one has no known end, or there are none.
fn last_day(sessions: &[Session]) -> Option<NaiveDate> {
    let mut last = None;
    for session in sessions {
        last = last.max(Some(session.schedule.last_day()?));
    }
    last
}

/// Gives every offer of a provider this change number, so that what is derived from them and the provider is derived again.
pub async fn touch_of_provider(
    transaction: &mut Transaction,
    kommune: KommuneId,
    provider: ProviderId,
    change: i64,
) -> Result<()> {
    transaction.execute(include_str!("touch_of_provider.sql"), values![kommune, provider, change]).await?;
    Ok(())
}

/// Stores an offer of which only status and dates of change differ from what is stored.
pub async fn set_status(transaction: &mut Transaction, offer: &Offer, change: i64) -> Result<()> {
    let row = values![offer.kommune, offer.id, offer.status.code(), change, to_document(offer)];
    transaction.execute(include_str!("set_status.sql"), row).await?;
    Ok(())
}
