//! Areas with their validity, and postal codes.

use chrono::NaiveDate;

use model::areas::{Area, PostalPlace};
use model::codes::area_key::AreaKey;
use model::ids::KommuneId;

use crate::db::{Scope, Transaction, to_document, values};
use crate::error::Result;

impl Scope {
    /// Areas of the newest territorial state.
    pub async fn list_areas(&self) -> Result<Vec<Area>> {
        let rows = self.db.fetch_all(include_str!("list_current.sql"), values![self.kommune]).await?;
        rows.iter().map(|row| row.document(0, "Area")).collect()
    }

    pub async fn list_postal_places(&self) -> Result<Vec<PostalPlace>> {
        let rows = self.db.fetch_all(include_str!("list_postal_places.sql"), values![self.kommune]).await?;
        rows.iter().map(|row| row.document(0, "PostalPlace")).collect()
    }
}

pub async fn list_current(transaction: &mut Transaction, kommune: KommuneId) -> Result<Vec<Area>> {
    let rows = transaction.fetch_all(include_str!("list_current.sql"), values![kommune]).await?;
    rows.iter().map(|row| row.document(0, "Area")).collect()
}

/// The area in the territorial state of that day, current or not.
pub async fn find(
    transaction: &mut Transaction,
    kommune: KommuneId,
    key: &AreaKey,
    valid_from: NaiveDate,
) -> Result<Option<Area>> {
    let row = values![kommune, key.as_str(), valid_from.to_string()];
    let row = transaction.fetch_optional(include_str!("find.sql"), row).await?;
    row.map(|row| row.document(0, "Area")).transpose()
}

pub async fn upsert(transaction: &mut Transaction, kommune: KommuneId, area: &Area) -> Result<()> {
    let row = values![
        kommune,
        area.key.as_str(),
        area.valid_from.to_string(),
        area.valid_until.map(|day| day.to_string()),
        to_document(area),
    ];
    transaction.execute(include_str!("upsert.sql"), row).await?;
    Ok(())
}

pub async fn list_postal_places(transaction: &mut Transaction, kommune: KommuneId) -> Result<Vec<PostalPlace>> {
    let rows = transaction.fetch_all(include_str!("list_postal_places.sql"), values![kommune]).await?;
    rows.iter().map(|row| row.document(0, "PostalPlace")).collect()
}

pub async fn upsert_postal_place(transaction: &mut Transaction, kommune: KommuneId, place: &PostalPlace) -> Result<()> {
    let row = values![kommune, place.plz.as_str(), place.name.as_str(), to_document(place)];
    transaction.execute(include_str!("upsert_postal_place.sql"), row).await?;
    Ok(())
}
