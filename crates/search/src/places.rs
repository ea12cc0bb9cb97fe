//! The gazetteer of one Kommune, ready for questions: names and postal codes to places, Gemeinden to their Verband.

use std::collections::{BTreeSet, HashMap};

use model::codes::area_key::{AreaKey, AreaLevel};
use model::places::GeoPoint;

use crate::analysis::{spelling, tokens};
use crate::gazetteer::Gazetteer;

/// A place that a question can name.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Named {
    pub label: String,
    pub area: Option<AreaKey>,
    pub point: Option<GeoPoint>,
}

#[derive(Debug, Default)]
pub(crate) struct Places {
    /// By [`name_key`].
    names: HashMap<String, Named>,
    plz: HashMap<String, Named>,
    verbaende: HashMap<AreaKey, AreaKey>,
    labels: HashMap<AreaKey, String>,
    longest: usize,
}

/// Folded words of a name.
pub(crate) fn name_key(name: &str) -> String {
    tokens::words(name).iter().map(|word| spelling::fold(word)).collect::<Vec<_>>().join(" ")
}

impl Places {
    pub(crate) fn new(gazetteer: Gazetteer) -> Self {
        let mut places = Self::default();
        let mut by_gemeinde: HashMap<&str, (f64, f64, u32)> = HashMap::new();
        for postal in &gazetteer.postal_places {
            let sum = by_gemeinde.entry(postal.name.as_str()).or_default();
            *sum = (sum.0 + postal.point.lat, sum.1 + postal.point.lon, sum.2 + 1);
        }
        let middle = |name: &str| {
            let (lat, lon, count) = *by_gemeinde.get(name)?;
            GeoPoint::new(lat / f64::from(count), lon / f64::from(count))
        };
        // The smaller area wins a name: "Konz" is the Stadt, not the Verbandsgemeinde.
        let mut areas: Vec<_> = gazetteer.areas.iter().filter(|area| area.valid_until.is_none()).collect();
        areas.sort_by_key(|area| match area.key.level() {
            AreaLevel::Gemeinde => 0,
            AreaLevel::Gemeindeverband => 1,
            AreaLevel::Kreis => 2,
            AreaLevel::Land => 3,
        });
        for area in areas {
            places.labels.entry(area.key.clone()).or_insert_with(|| area.name.clone());
            if let Some(verband) = &area.verband {
                places.verbaende.insert(area.key.clone(), verband.clone());
            }
            if area.key.level() == AreaLevel::Land {
                continue;
            }
            let named = Named {
                label: area.name.clone(),
                area: Some(area.key.clone()),
                point: area.center.or_else(|| middle(&area.name)),
            };
            places.name(&area.name, named);
        }
        for postal in &gazetteer.postal_places {
            let area = places.names.get(&name_key(&postal.name)).and_then(|named| named.area.clone());
            let entry = places.plz.entry(postal.plz.as_str().to_owned()).or_insert_with(|| Named {
                label: postal.name.clone(),
                area: area.clone(),
                point: Some(postal.point),
            });
            // A postal code of several Gemeinden is a circle, not an area.
            if entry.area != area {
                entry.area = None;
            }
            places.name(&postal.name, Named { label: postal.name.clone(), area: None, point: Some(postal.point) });
        }
        places
    }

    fn name(&mut self, name: &str, named: Named) {
        let key = name_key(name);
        if !key.is_empty() {
            self.longest = self.longest.max(key.split(' ').count());
            self.names.entry(key).or_insert(named);
        }
    }

    /// Most words in one name.
    pub(crate) fn longest(&self) -> usize {
        self.longest
    }

    pub(crate) fn find(&self, key: &str) -> Option<&Named> {
        self.names.get(key)
    }

    pub(crate) fn find_plz(&self, plz: &str) -> Option<&Named> {
        self.plz.get(plz)
    }

    /// Single words that are names, so that typing errors in them are recognised.
    pub(crate) fn single_words(&self) -> impl Iterator<Item = &str> {
        self.names.keys().map(String::as_str).filter(|key| !key.contains(' '))
    }

    /// Names that begin with a folded prefix, in alphabetical order.
    pub(crate) fn beginning_with(&self, prefix: &str) -> Vec<&Named> {
        let mut found: Vec<&Named> =
            self.names.iter().filter(|(key, _)| key.starts_with(prefix)).map(|(_, named)| named).collect();
        found.sort_by(|a, b| a.label.cmp(&b.label));
        found
    }

    /// The Verband of a Gemeinde.
    pub(crate) fn verband(&self, gemeinde: &AreaKey) -> Option<&AreaKey> {
        self.verbaende.get(gemeinde)
    }

    pub(crate) fn label(&self, key: &AreaKey) -> Option<&str> {
        self.labels.get(key).map(String::as_str)
    }

    /// Whether a Gemeinde lies in one of the areas.
    pub(crate) fn lies_in(&self, gemeinde: &AreaKey, areas: &BTreeSet<AreaKey>) -> bool {
        areas.iter().any(|area| area.contains(gemeinde))
            || self.verband(gemeinde).is_some_and(|verband| areas.contains(verband))
    }
}
