//! Datasets in memory: read from their segments on first use, kept while there is room, and read again when a delivery has arrived.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, PoisonError};

use chrono::{DateTime, Duration, Utc};

use cube::Datasets;
use cube::dataset::{Dataset as Cube, Part};
use cube::territory::Crosswalk;
use model::ids::KommuneId;
use model::statistics::ReleaseLevel;
use store::Scope;
use store::statistics::{Dataset, Delivery, State};

use crate::{Error, Result};

/// Memory for observations that are not in use just now.
const LIMIT: usize = 256 << 20;
/// A delivery of another process shows after this time.
const FRESH_FOR: Duration = Duration::seconds(3);
/// Weights of territory change once a year; a correction that leaves their number as it is shows after this time.
const CROSSWALK_FRESH_FOR: Duration = Duration::seconds(60);

/// What this installation has of statistics, as far as it is in memory.
#[derive(Debug, Default)]
pub struct Warehouse {
    kept: Mutex<Kept>,
    /// One dataset is read at a time: whoever asks for the same one meanwhile finds it in memory.
    reading: tokio::sync::Mutex<()>,
}

#[derive(Debug, Default)]
struct Kept {
    overviews: HashMap<KommuneId, (DateTime<Utc>, Arc<Overview>)>,
    cubes: HashMap<(KommuneId, String), KeptCube>,
    /// Counts up with each use of a cube.
    uses: u64,
}

#[derive(Debug)]
struct KeptCube {
    /// Which deliveries it was made of.
    version: Vec<String>,
    cube: Arc<Cube>,
    used: u64,
}

/// Datasets and deliveries of a Kommune, without observations.
#[derive(Debug, Default)]
struct Overview {
    datasets: BTreeMap<String, Dataset>,
    /// By dataset, the newest last.
    deliveries: BTreeMap<String, Vec<Delivery>>,
    weights: u64,
    crosswalk: Option<Arc<Crosswalk>>,
    crosswalk_read_at: DateTime<Utc>,
}

impl Overview {
    fn is_like(&self, other: &Self) -> bool {
        let crosswalk = |overview: &Self| overview.crosswalk.as_ref().map(Arc::as_ptr);
        self.datasets == other.datasets
            && self.deliveries == other.deliveries
            && self.weights == other.weights
            && crosswalk(self) == crosswalk(other)
    }
}

/// What there is at a moment: equal as long as nothing has been delivered, released or withdrawn.
#[derive(Debug, Clone)]
pub struct Stamp(Arc<Overview>);

impl PartialEq for Stamp {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

/// The datasets that somebody may see, with those asked for in memory.
#[derive(Debug, Clone)]
pub struct Loaded {
    overview: Arc<Overview>,
    level: ReleaseLevel,
    cubes: BTreeMap<String, Arc<Cube>>,
}

impl Loaded {
    /// Datasets at or above the release level asked for.
    pub fn datasets(&self) -> impl Iterator<Item = &Dataset> {
        self.overview.datasets.values().filter(|dataset| dataset.release >= self.level)
    }

    pub fn dataset(&self, code: &str) -> Option<&Dataset> {
        self.overview.datasets.get(code).filter(|dataset| dataset.release >= self.level)
    }

    /// Deliveries of a dataset, the newest last.
    pub fn deliveries(&self, code: &str) -> &[Delivery] {
        let visible = self.dataset(code).and_then(|dataset| self.overview.deliveries.get(&dataset.code));
        visible.map_or(&[], Vec::as_slice)
    }

    pub fn stamp(&self) -> Stamp {
        Stamp(Arc::clone(&self.overview))
    }

    pub fn cube(&self, code: &str) -> Option<&Arc<Cube>> {
        self.cubes.get(code)
    }
}

impl Datasets for Loaded {
    fn dataset(&self, code: &str) -> Option<Arc<Cube>> {
        self.cubes.get(code).cloned()
    }

    fn crosswalk(&self) -> Option<Arc<Crosswalk>> {
        self.overview.crosswalk.clone()
    }
}

impl Warehouse {
    /// Reads what is there and loads the datasets with these codes. Nothing below `level` is in the answer.
    pub async fn load(
        &self,
        scope: &Scope,
        (kommune, level, now): (KommuneId, ReleaseLevel, DateTime<Utc>),
        wanted: impl Fn(&str) -> bool,
    ) -> Result<Loaded> {
        let overview = self.overview(scope, kommune, now).await?;
        let mut loaded = Loaded { overview: Arc::clone(&overview), level, cubes: BTreeMap::new() };
        let codes: Vec<&str> =
            loaded.datasets().map(|dataset| dataset.code.as_str()).filter(|code| wanted(code)).collect();
        let mut cubes = BTreeMap::new();
        for code in codes {
            if let Some(cube) = self.cube(scope, kommune, code, loaded.deliveries(code)).await? {
                cubes.insert(code.to_owned(), cube);
            }
        }
        loaded.cubes = cubes;
        Ok(loaded)
    }

    async fn overview(&self, scope: &Scope, kommune: KommuneId, now: DateTime<Utc>) -> Result<Arc<Overview>> {
        let known = self.lock().overviews.get(&kommune).cloned();
        if let Some((_, overview)) = known.as_ref().filter(|(at, _)| now - *at < FRESH_FOR && now >= *at) {
            return Ok(Arc::clone(overview));
        }
        let weights = scope.count_weights().await?;
        let mut overview = Overview { weights, crosswalk_read_at: now, ..Overview::default() };
        let is_fresh = |before: &Arc<Overview>| {
            before.weights == weights && (weights == 0 || now - before.crosswalk_read_at < CROSSWALK_FRESH_FOR)
        };
        match known.map(|(_, before)| before).filter(is_fresh) {
            Some(before) => {
                overview.crosswalk.clone_from(&before.crosswalk);
                overview.crosswalk_read_at = before.crosswalk_read_at;
            }
            None if weights > 0 => overview.crosswalk = Some(Arc::new(Crosswalk::new(&scope.list_weights().await?))),
            None => {}
        }
        overview.datasets =
            scope.list_datasets().await?.into_iter().map(|dataset| (dataset.code.clone(), dataset)).collect();
        for delivery in scope.list_table_deliveries().await? {
            overview.deliveries.entry(delivery.dataset.clone()).or_default().push(delivery);
        }
        // The same things stay the same object, so that others can tell by it whether anything has changed.
        let mut kept = self.lock();
        let same = kept.overviews.get(&kommune).map(|(_, known)| known).filter(|known| known.is_like(&overview));
        let overview = same.cloned().unwrap_or_else(|| Arc::new(overview));
        kept.overviews.insert(kommune, (now, Arc::clone(&overview)));
        drop(kept);
        Ok(overview)
    }

    async fn cube(
        &self,
        scope: &Scope,
        kommune: KommuneId,
        code: &str,
        deliveries: &[Delivery],
    ) -> Result<Option<Arc<Cube>>> {
        let version = version(deliveries);
        let key = (kommune, code.to_owned());
        if let Some(found) = self.lock().find(&key, &version) {
            return Ok(Some(found));
        }
        let _one_at_a_time = self.reading.lock().await;
        if let Some(found) = self.lock().find(&key, &version) {
            return Ok(Some(found));
        }
        let Some(cube) = read_cube(scope, code, deliveries).await? else { return Ok(None) };
        self.lock().keep(key, version, Arc::clone(&cube));
        Ok(Some(cube))
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Kept> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Kept {
    fn find(&mut self, key: &(KommuneId, String), version: &[String]) -> Option<Arc<Cube>> {
        self.uses += 1;
        let found = self.cubes.get_mut(key).filter(|one| one.version == version)?;
        found.used = self.uses;
        Some(Arc::clone(&found.cube))
    }

    /// Keeps a dataset, and lets go of those that were not used for the longest time.
    fn keep(&mut self, key: (KommuneId, String), version: Vec<String>, cube: Arc<Cube>) {
        self.uses += 1;
        self.cubes.insert(key.clone(), KeptCube { version, cube, used: self.uses });
        while self.cubes.len() > 1 && self.cubes.values().map(|one| one.cube.memory()).sum::<usize>() > LIMIT {
            let others = self.cubes.iter().filter(|(other, _)| **other != key);
            let Some(oldest) = others.min_by_key(|(_, one)| one.used).map(|(key, _)| key.clone()) else { return };
            self.cubes.remove(&oldest);
        }
    }
}

/// The dataset as these deliveries give it; `None` when none of them is accepted.
pub async fn read_cube(scope: &Scope, code: &str, deliveries: &[Delivery]) -> Result<Option<Arc<Cube>>> {
    let mut parts = Vec::new();
    let accepted = deliveries.iter().filter(|delivery| delivery.state == State::Accepted);
    for (order, delivery) in accepted.enumerate() {
        let bytes = scope.find_content(&delivery.segment_sha256).await?.ok_or(store::Error::NotFound)?;
        let table = tokio::task::spawn_blocking(move || cube::segments::decode(&bytes));
        let table = table.await.map_err(|_| Error::Aborted)?.map_err(|error| Error::Segment(code.to_owned(), error))?;
        parts.push(Part { delivery: delivery.id, order: order as u64, table: Arc::new(table) });
    }
    if parts.is_empty() {
        return Ok(None);
    }
    let cube = tokio::task::spawn_blocking(move || Cube::new(parts)).await.map_err(|_| Error::Aborted)?;
    Ok(Some(Arc::new(cube.map_err(|error| Error::Dataset(code.to_owned(), error))?)))
}

/// What a dataset in memory was made of: accepted deliveries in their order.
fn version(deliveries: &[Delivery]) -> Vec<String> {
    let accepted = deliveries.iter().filter(|delivery| delivery.state == State::Accepted);
    accepted.map(|delivery| format!("{} {}", delivery.id, delivery.rank)).collect()
}
