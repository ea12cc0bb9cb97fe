//! `/api/v1/areas`.

use axum::response::Response;

use super::respond;
use super::schema::{AreaItem, AreaList};
use crate::error::Error;
use crate::visit::Visit;

/// The areas of the region: Kreise, Gemeindeverbände, Gemeinden
#[utoipa::path(
    get,
    path = "/api/v1/areas",
    operation_id = "listAreas",
    params(super::openapi::LanguageParameter),
    responses(
        (status = 200, description = "All areas by key", body = AreaList),
        (status = 304, description = "Unchanged since the answer with the ETag in If-None-Match"),
    )
)]
pub async fn list(visit: Visit) -> Result<Response, Error> {
    let mut areas: Vec<_> = visit.site.areas.iter().collect();
    areas.sort_by(|a, b| a.key.cmp(&b.key));
    let items = areas.into_iter().map(|area| AreaItem {
        key: area.key.to_string(),
        name: area.name.clone(),
        title: area.title.clone(),
        level: area.key.level().code().to_owned(),
        verband: area.verband.as_ref().map(ToString::to_string),
        valid_from: area.valid_from.to_string(),
        population: area.population,
        lat: area.center.map(|center| center.lat),
        lon: area.center.map(|center| center.lon),
    });
    let items: Vec<AreaItem> = items.collect();
    respond::json(visit.words.language, &AreaList { total: items.len(), items })
}
