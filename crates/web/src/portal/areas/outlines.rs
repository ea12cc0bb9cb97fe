//! The outlines of areas for maps: simplified once and kept in memory. And the office's own small areas, with the Gemeinde that each of
//! them lies in; they may overlap.

use std::collections::{BTreeSet, HashMap};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use chrono::{DateTime, Duration, Utc};
use model::areas::AreaShape;
use model::codes::area_key::AreaKey;
use model::ids::KommuneId;
use model::statistics::GERMANY;

use crate::error::Error;
use crate::visit::Visit;

/// Outlines as maps draw them, by Kommune, with the time of reading.
#[derive(Debug, Default)]
pub(crate) struct Outlines {
    official: Mutex<Kept>,
    small: Mutex<KeptSmall>,
}

/// An area of the office's own: a Sozialraum, an Ortsbezirk, a Schulbezirk.
#[derive(Debug, Clone)]
pub(crate) struct SmallArea {
    pub(crate) shape: AreaShape,
    /// The Gemeinde in which it lies, else the Kreis: by a point in its middle, because borders of small areas are drawn roughly.
    pub(crate) lies_in: Option<AreaKey>,
}

/// When the outlines of a Kommune were read, and they themselves.
type Kept = HashMap<(KommuneId, usize, String), (DateTime<Utc>, Arc<Vec<AreaShape>>)>;

/// The same for the small areas.
type KeptSmall = HashMap<KommuneId, (DateTime<Utc>, Arc<Vec<SmallArea>>)>;

/// Outlines change once a year.
const FRESH_FOR: Duration = Duration::seconds(60);
/// A point may lie this far from the real border: nobody sees it on a map of a Land.
const TOLERANCE_METRES: f64 = 400.0;

impl Outlines {
    /// Outlines of the areas whose key has this many digits and begins like this: 5 and `07` for the Kreise of a Land.
    pub(crate) async fn find(
        &self,
        visit: &Visit,
        digits: usize,
        beginning: &str,
    ) -> Result<Arc<Vec<AreaShape>>, Error> {
        let key = (visit.site.kommune.id, digits, beginning.to_owned());
        let known = self.lock().get(&key).cloned();
        if let Some((_, shapes)) = known.filter(|(at, _)| visit.now - *at < FRESH_FOR && visit.now >= *at) {
            return Ok(shapes);
        }
        let stored = visit.scope.list_shapes(digits, beginning).await?;
        let simplified =
            tokio::task::spawn_blocking(move || render::map::Topology::of(&stored).simplified(TOLERANCE_METRES));
        let simplified = simplified.await.map_err(|error| Error::Internal(format!("outlines: {error}")))?;
        let shapes = Arc::new(simplified);
        let mut kept = self.lock();
        kept.retain(|_, (at, _)| visit.now - *at < FRESH_FOR);
        kept.insert(key, (visit.now, Arc::clone(&shapes)));
        drop(kept);
        Ok(shapes)
    }

    /// The office's own areas that have an outline, in order of their keys.
    pub(crate) async fn small(&self, visit: &Visit) -> Result<Arc<Vec<SmallArea>>, Error> {
        let kommune = visit.site.kommune.id;
        let known = self.small.lock().unwrap_or_else(PoisonError::into_inner).get(&kommune).cloned();
        if let Some((_, areas)) = known.filter(|(at, _)| visit.now - *at < FRESH_FOR && visit.now >= *at) {
            return Ok(areas);
        }
        let is_own = |key: &str| key != GERMANY && key.parse::<AreaKey>().is_err();
        let keys = visit.scope.list_shape_keys().await?;
        let lengths: BTreeSet<usize> = keys.iter().filter(|key| is_own(key)).map(|key| key.chars().count()).collect();
        let mut shapes = Vec::new();
        for length in lengths {
            let of_length = visit.scope.list_shapes(length, "").await?;
            shapes.extend(of_length.into_iter().filter(|shape| is_own(&shape.key)));
        }
        let mut around: Vec<AreaShape> = Vec::new();
        if !shapes.is_empty() {
            for digits in [8, 5] {
                for own in &visit.site.kommune.areas {
                    let kreis = own.kreis().unwrap_or_else(|| own.clone());
                    around.extend(visit.scope.list_shapes(digits, kreis.as_str()).await?);
                }
            }
        }
        shapes.sort_by(|one, other| one.key.cmp(&other.key));
        let with_place = |shape: AreaShape| {
            let middle = render::map::projection::inner_point(&shape);
            let found = middle.and_then(|middle| around.iter().find(|area| area.contains(middle)));
            SmallArea { lies_in: found.and_then(|area| area.key.parse().ok()), shape }
        };
        let areas = Arc::new(shapes.into_iter().map(with_place).collect::<Vec<_>>());
        let mut kept = self.small.lock().unwrap_or_else(PoisonError::into_inner);
        kept.insert(kommune, (visit.now, Arc::clone(&areas)));
        drop(kept);
        Ok(areas)
    }

    fn lock(&self) -> MutexGuard<'_, Kept> {
        self.official.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
