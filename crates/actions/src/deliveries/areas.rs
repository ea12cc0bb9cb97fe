//! Takes areas and postal places into the store.

use std::collections::HashMap;

use chrono::{Days, NaiveDate};

use import::Outcome;
use model::areas::{Area, PostalPlace};
use model::codes::area_key::AreaKey;
use model::ids::KommuneId;
use store::Transaction;

use super::Records;
use crate::Result;

pub(super) struct AreaIntake {
    pub(super) records: Records,
    kommune: KommuneId,
    current: HashMap<AreaKey, Area>,
    /// Newest territorial state that is stored.
    newest: Option<NaiveDate>,
    /// Territorial state of this delivery.
    delivered: Option<NaiveDate>,
    postal: HashMap<(String, String), PostalPlace>,
}

impl AreaIntake {
    pub(super) async fn begin(transaction: &mut Transaction, kommune: KommuneId) -> Result<Self> {
        let current = store::areas::list_current(transaction, kommune).await?;
        let postal = store::areas::list_postal_places(transaction, kommune).await?;
        Ok(Self {
            records: Records::default(),
            kommune,
            newest: current.iter().map(|area| area.valid_from).max(),
            current: current.into_iter().map(|area| (area.key.clone(), area)).collect(),
            delivered: None,
            postal: postal.into_iter().map(|place| (postal_key(&place), place)).collect(),
        })
    }

    /// The areas that were known before this delivery.
    pub(super) fn known(&self) -> impl Iterator<Item = &Area> {
        self.current.values()
    }

    pub(super) async fn take_area(&mut self, transaction: &mut Transaction, mut area: Area) -> Result<()> {
        self.delivered = self.delivered.max(Some(area.valid_from));
        let newer_is_stored = self.newest.filter(|newest| *newest > area.valid_from);
        if let Some(newest) = newer_is_stored {
            // An older state than the one in use: kept for history, ended where the newer one begins.
            area.valid_until = Some(newest - Days::new(1));
            match store::areas::find(transaction, self.kommune, &area.key, area.valid_from).await? {
                Some(stored) if stored == area => {
                    self.records.unchanged += 1;
                    return Ok(());
                }
                Some(_) => self.records.changed += 1,
                None => self.records.new += 1,
            }
            return Ok(store::areas::upsert(transaction, self.kommune, &area).await?);
        }
        match self.current.get(&area.key) {
            Some(stored) if stored.valid_from == area.valid_from => {
                // Two lists of the same state complete each other: one has coordinates, the other the Textkennzeichen.
                let merged = merged(stored, area);
                if merged == *stored {
                    self.records.unchanged += 1;
                    return Ok(());
                }
                self.records.changed += 1;
                area = merged;
            }
            Some(_) => self.records.changed += 1,
            None => self.records.new += 1,
        }
        store::areas::upsert(transaction, self.kommune, &area).await?;
        Ok(())
    }

    pub(super) async fn take_postal_place(&mut self, transaction: &mut Transaction, place: PostalPlace) -> Result<()> {
        let key = postal_key(&place);
        match self.postal.get(&key) {
            Some(stored) if *stored == place => {
                self.records.unchanged += 1;
                return Ok(());
            }
            Some(_) => self.records.changed += 1,
            None => self.records.new += 1,
        }
        store::areas::upsert_postal_place(transaction, self.kommune, &place).await?;
        self.postal.insert(key, place);
        Ok(())
    }

    /// Ends every area of an older state once a newer one was delivered whole.
    pub(super) async fn finish(&mut self, transaction: &mut Transaction, outcome: Outcome) -> Result<()> {
        let Some(delivered) = self.delivered.filter(|_| outcome == Outcome::Full) else { return Ok(()) };
        for area in self.current.values().filter(|area| area.valid_from < delivered) {
            let ended = Area { valid_until: Some(delivered - Days::new(1)), ..area.clone() };
            store::areas::upsert(transaction, self.kommune, &ended).await?;
        }
        Ok(())
    }
}

fn postal_key(place: &PostalPlace) -> (String, String) {
    (place.plz.as_str().to_owned(), place.name.clone())
}

/// `new` with what only `stored` knows.
fn merged(stored: &Area, new: Area) -> Area {
    Area {
        title: new.title.or_else(|| stored.title.clone()),
        kind: new.kind.or_else(|| stored.kind.clone()),
        verband: new.verband.or_else(|| stored.verband.clone()),
        population: new.population.or(stored.population),
        hectares: new.hectares.or(stored.hectares),
        seat_plz: new.seat_plz.or_else(|| stored.seat_plz.clone()),
        center: new.center.or(stored.center),
        ..new
    }
}
