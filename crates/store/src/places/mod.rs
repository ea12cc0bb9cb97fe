//! Places.

use model::ids::{KommuneId, PlaceId};
use model::places::Place;

use crate::db::{Scope, Transaction, to_document, values};
use crate::error::Result;

impl Scope {
    pub async fn find_place(&self, id: PlaceId) -> Result<Option<Place>> {
        let row = self.db.fetch_optional(include_str!("find.sql"), values![self.kommune, id]).await?;
        row.map(|row| row.document(0, "Place")).transpose()
    }

    pub async fn list_places(&self) -> Result<Vec<Place>> {
        let rows = self.db.fetch_all(include_str!("list.sql"), values![self.kommune]).await?;
        rows.iter().map(|row| row.document(0, "Place")).collect()
    }
}

pub async fn list(transaction: &mut Transaction, kommune: KommuneId) -> Result<Vec<Place>> {
    let rows = transaction.fetch_all(include_str!("list.sql"), values![kommune]).await?;
    rows.iter().map(|row| row.document(0, "Place")).collect()
}

pub async fn upsert(transaction: &mut Transaction, place: &Place) -> Result<()> {
    let row = values![place.kommune, place.id, place.content.identity(), to_document(place)];
    transaction.execute(include_str!("upsert.sql"), row).await?;
    Ok(())
}
