//! Takes outlines and territorial weights into the store.

use std::collections::HashSet;

use chrono::NaiveDate;

use model::areas::{AreaShape, TerritorialWeight};
use model::ids::KommuneId;
use store::Transaction;

use super::Records;
use crate::Result;

type WeightKey = (i32, String, i32, String);

#[derive(Default)]
pub(super) struct TerritoryIntake {
    pub(super) records: Records,
    /// Read when the first record arrives: deliveries of offers bring none.
    shapes: Option<HashSet<(String, NaiveDate)>>,
    weights: Option<HashSet<WeightKey>>,
}

impl TerritoryIntake {
    pub(super) async fn take_shape(
        &mut self,
        transaction: &mut Transaction,
        kommune: KommuneId,
        shape: &AreaShape,
    ) -> Result<()> {
        let known = match &mut self.shapes {
            Some(known) => known,
            none => none.insert(store::territory::shape_keys(transaction, kommune).await?.into_iter().collect()),
        };
        let is_new = known.insert((shape.key.clone(), shape.valid_from));
        let written = store::territory::upsert_shape(transaction, kommune, shape).await?;
        self.records.count(is_new, written);
        Ok(())
    }

    pub(super) async fn take_weight(
        &mut self,
        transaction: &mut Transaction,
        kommune: KommuneId,
        weight: &TerritorialWeight,
    ) -> Result<()> {
        let known = match &mut self.weights {
            Some(known) => known,
            none => none.insert(store::territory::weight_keys(transaction, kommune).await?.into_iter().collect()),
        };
        let is_new = known.insert((weight.from_year, weight.from.clone(), weight.to_year, weight.to.clone()));
        let written = store::territory::upsert_weight(transaction, kommune, weight).await?;
        self.records.count(is_new, written);
        Ok(())
    }
}
