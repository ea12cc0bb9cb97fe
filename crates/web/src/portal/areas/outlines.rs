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
type Kept = HashMap<KommuneId, (DateTime<Utc>, Arc<Vec<AreaShape>>)>;

/// Outlines change once a year.
const FRESH_FOR: Duration = Duration::seconds(60);
/// A point may lie this far from the real border: nobody sees it on a map of a Land.
const TOLERANCE_METRES: f64 = 400.0;

impl Outlines {
    pub(crate) async fn find(&self, visit: &Visit) -> Result<Arc<Vec<AreaShape>>, Error> {
        let kommune = visit.site.kommune.id;
        let known = self.lock().get(&kommune).cloned();
        if let Some((_, shapes)) = known.filter(|(at, _)| visit.now - *at < FRESH_FOR && visit.now >= *at) {
            return Ok(shapes);
        }
        let stored = visit.scope.list_shapes().await?;
        let simplified =
            tokio::task::spawn_blocking(move || render::map::Topology::of(&stored).simplified(TOLERANCE_METRES));
        let simplified = simplified.await.map_err(|error| Error::Internal(format!("outlines: {error}")))?;
        let shapes = Arc::new(simplified);
        self.lock().insert(kommune, (visit.now, Arc::clone(&shapes)));
        Ok(shapes)
    }

    fn lock(&self) -> MutexGuard<'_, Kept> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
