//! Outlines of areas, and the weights that lead from one territorial state to another.

use chrono::NaiveDate;

use model::areas::{AreaShape, TerritorialWeight};
use model::ids::KommuneId;

use crate::db::{Scope, Transaction, to_document, values};
use crate::error::Result;

impl Scope {
    /// The newest outline of each area whose key has this many characters and begins like this.
    pub async fn list_shapes(&self, key_length: usize, beginning: &str) -> Result<Vec<AreaShape>> {
        let row = values![self.kommune, key_length as i64, format!("{beginning}%")];
        let rows = self.db.fetch_all(include_str!("list_shapes.sql"), row).await?;
        rows.iter().map(|row| row.document(0, "AreaShape")).collect()
    }

    /// Keys of all areas that have an outline.
    pub async fn list_shape_keys(&self) -> Result<Vec<String>> {
        let rows = self.db.fetch_all(include_str!("list_shape_keys.sql"), values![self.kommune]).await?;
        let mut keys = rows.iter().map(|row| row.text(0)).collect::<Result<Vec<_>>>()?;
        keys.dedup();
        Ok(keys)
    }

    /// How many weights there are: whoever keeps them asks this to see whether they are still all.
    pub async fn count_weights(&self) -> Result<u64> {
        let row = self.db.fetch_optional(include_str!("count_weights.sql"), values![self.kommune]).await?;
        row.map_or(Ok(0), |row| row.integer(0).map(|count| count as u64))
    }

    pub async fn list_weights(&self) -> Result<Vec<TerritorialWeight>> {
        let rows = self.db.fetch_all(include_str!("list_weights.sql"), values![self.kommune]).await?;
        rows.iter().map(|row| row.document(0, "TerritorialWeight")).collect()
    }
}

/// Keys and days of the outlines that are there.
pub async fn shape_keys(transaction: &mut Transaction, kommune: KommuneId) -> Result<Vec<(String, NaiveDate)>> {
    let rows = transaction.fetch_all(include_str!("list_shape_keys.sql"), values![kommune]).await?;
    rows.iter().map(|row| Ok((row.text(0)?, row.parsed(1, "day")?))).collect()
}

/// Years and keys of the weights that are there: (year, key) before, (year, key) after.
pub async fn weight_keys(transaction: &mut Transaction, kommune: KommuneId) -> Result<Vec<(i32, String, i32, String)>> {
    let rows = transaction.fetch_all(include_str!("list_weight_keys.sql"), values![kommune]).await?;
    rows.iter().map(|row| Ok((row.integer(0)? as i32, row.text(1)?, row.integer(2)? as i32, row.text(3)?))).collect()
}

/// Inserts or replaces; whether anything is different now.
pub async fn upsert_shape(transaction: &mut Transaction, kommune: KommuneId, shape: &AreaShape) -> Result<bool> {
    let row = values![kommune, shape.key.as_str(), shape.valid_from.to_string(), to_document(shape)];
    Ok(transaction.execute(include_str!("upsert_shape.sql"), row).await? > 0)
}

/// Inserts or replaces; whether anything is different now.
pub async fn upsert_weight(
    transaction: &mut Transaction,
    kommune: KommuneId,
    weight: &TerritorialWeight,
) -> Result<bool> {
    let (from_year, to_year) = (i64::from(weight.from_year), i64::from(weight.to_year));
    let row = values![kommune, from_year, weight.from.as_str(), to_year, weight.to.as_str(), to_document(weight)];
    Ok(transaction.execute(include_str!("upsert_weight.sql"), row).await? > 0)
}
