//! The outlines of areas for maps: simplified once and kept in memory.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use chrono::{DateTime, Duration, Utc};
use model::areas::AreaShape;
use model::ids::KommuneId;

use crate::error::Error;
use crate::visit::Visit;

/// Outlines as maps draw them, by Kommune, with the time of reading.
#[derive(Debug, Default)]
pub(crate) struct Outlines(Mutex<Kept>);

/// When the outlines of a Kommune were read, and they themselves.
type Kept = HashMap<(KommuneId, usize, String), (DateTime<Utc>, Arc<Vec<AreaShape>>)>;

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

    fn lock(&self) -> MutexGuard<'_, Kept> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
