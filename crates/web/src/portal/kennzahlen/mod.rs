//! `/zahlen`: Kennzahlen for everybody. What is shown here comes from datasets that are public, and from nothing else: [`load`] is the
//! only way to data, and it asks the warehouse for the level `Oeffentlich`.

mod ages;
pub(crate) mod choice;
pub(crate) mod downloads;
mod index;
mod news;
mod page;
mod results;
mod search;
pub(crate) mod series;
pub(crate) mod sources;
pub(crate) mod teaser;
mod trace;

use axum::extract::Path;
use axum::response::Response;
use cube::Definition;
use cube::find_definition;
use model::kennzahlen::KennzahlStatus;
use model::statistics::ReleaseLevel;

use actions::statistics::Loaded;

pub(crate) use downloads::{download, embed};
pub(crate) use index::show as list;
pub(crate) use trace::show as trace;

use crate::error::Error;
use crate::portal;
use crate::visit::Visit;

/// Public datasets, with those that `wanted` names in memory.
pub(crate) async fn load(visit: &Visit, wanted: impl Fn(&str) -> bool) -> Result<Loaded, Error> {
    let who = (visit.site.kommune.id, ReleaseLevel::Oeffentlich, visit.now);
    visit.server.app.warehouse.load(&visit.scope, who, wanted).await.map_err(|error| match error {
        actions::Error::Store(error) => Error::Store(error),
        other => Error::Internal(other.to_string()),
    })
}

/// Public datasets, with all that any Kennzahl reads in memory.
pub(crate) async fn load_all(visit: &Visit) -> Result<Loaded, Error> {
    load(visit, cube::is_read).await
}

/// Public datasets, with all that a Kennzahl reads in memory.
pub(crate) async fn load_for(visit: &Visit, definition: &Definition) -> Result<Loaded, Error> {
    let tables = definition.kennzahl.tables();
    load(visit, |code| tables.contains(code)).await
}

/// The address of a Kennzahl: its code in lower case, as people type it.
pub(crate) fn path_of(definition: &Definition) -> String {
    format!("/zahlen/{}", definition.kennzahl.code)
}

/// Where a value of a Kennzahl is traced to its files.
pub(crate) fn trace_path(definition: &Definition, area: &str, year: i32) -> String {
    let query = serde_urlencoded::to_string([("gebiet", area), ("jahr", &year.to_string())]);
    let query = query.expect("pairs of texts can always be encoded");
    format!("{}/woher?{query}", path_of(definition))
}

pub(crate) fn find(code: &str) -> Result<&'static Definition, Error> {
    find_definition(&code.to_uppercase()).or_else(|| find_definition(code)).ok_or(Error::NotFound)
}

/// `GET /zahlen/{code}`
pub(crate) async fn show(visit: Visit, Path(code): Path<String>) -> Result<Response, Error> {
    let definition = find(&code)?;
    if definition.kennzahl.code.as_str() != code {
        return Ok(portal::moved(&visit.href(&path_of(definition))));
    }
    if definition.kennzahl.status == KennzahlStatus::Waiting {
        return Ok(page::waiting(&visit, definition));
    }
    let loaded = load_for(&visit, definition).await?;
    page::show(&visit, definition, &loaded).await
}
