//! `/api/v1/areas`.

use std::collections::BTreeMap;

use axum::response::Response;
use model::areas::Area;
use model::codes::area_key::{AreaKey, AreaLevel};
use model::statistics::GERMANY;

use super::parameters::Parameters;
use super::schema::{AreaItem, AreaList, Problem};
use super::{problem, respond};
use crate::error::Error;
use crate::portal::kennzahlen;
use crate::visit::Visit;

/// The areas of the region: Kreise, Gemeindeverbände, Gemeinden
///
/// With `all` also every Kreis, every Land and Deutschland, as far as public statistical tables have them.
#[utoipa::path(
    get,
    path = "/api/v1/areas",
    operation_id = "listAreas",
    params(
        ("all" = Option<String>, Query, description = "`1`: also areas outside the region for which there are public statistics"),
        super::openapi::LanguageParameter,
    ),
    responses(
        (status = 200, description = "All areas by key", body = AreaList),
        (status = 304, description = "Unchanged since the answer with the ETag in If-None-Match"),
        (status = 400, description = "A parameter cannot be used", body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn list(visit: Visit) -> Result<Response, Error> {
    let mut parameters = Parameters::parse(&visit.query, &["all"]);
    let all = parameters.flag("all");
    if !parameters.problems().is_empty() {
        return Ok(problem::of_parameters(parameters.problems()));
    }
    let mut items: Vec<AreaItem> = visit.site.areas.iter().map(|area| listed(&visit, area)).collect();
    if all {
        let elsewhere = in_tables(&visit).await?;
        items.extend(
            elsewhere
                .into_iter()
                .filter(|(key, _)| !visit.site.areas.iter().any(|area| area.key.as_str() == key))
                .map(|(key, label)| from_table(&visit, key, &label)),
        );
    }
    items.sort_by(|a, b| a.key.cmp(&b.key));
    respond::json(visit.words.language, &AreaList { total: items.len(), items })
}

fn listed(visit: &Visit, area: &Area) -> AreaItem {
    AreaItem {
        key: area.key.to_string(),
        name: area.name.clone(),
        title: area.title.clone(),
        url: address(visit, area.key.as_str()),
        level: area.key.level().code().to_owned(),
        verband: area.verband.as_ref().map(ToString::to_string),
        valid_from: Some(area.valid_from.to_string()),
        population: area.population,
        lat: area.center.map(|center| center.lat),
        lon: area.center.map(|center| center.lon),
    }
}

/// Tables write "Trier, kreisfreie Stadt".
fn from_table(visit: &Visit, key: String, label: &str) -> AreaItem {
    let (name, title) = label.split_once(',').map_or((label, None), |(name, title)| (name, Some(title)));
    AreaItem {
        name: name.trim().to_owned(),
        title: title.map(|title| title.trim().to_owned()),
        url: address(visit, &key),
        level: cube::level_of(&key).map_or("bund", AreaLevel::code).to_owned(),
        key,
        verband: None,
        valid_from: None,
        population: None,
        lat: None,
        lon: None,
    }
}

fn address(visit: &Visit, key: &str) -> String {
    visit.base.absolute(&format!("/gebiete/{key}"))
}

/// Kreise, Länder and Germany in public tables: label by key.
async fn in_tables(visit: &Visit) -> Result<BTreeMap<String, String>, Error> {
    let loaded = kennzahlen::load_all(visit).await?;
    let mut found = BTreeMap::new();
    for dataset in loaded.datasets() {
        let areas = loaded.cube(&dataset.code).map_or(&[][..], |cube| cube.areas());
        for area in areas {
            let level = area.code.parse().ok().map(|key: AreaKey| key.level());
            if area.code == GERMANY || matches!(level, Some(AreaLevel::Land | AreaLevel::Kreis)) {
                found.entry(area.code.clone()).or_insert_with(|| area.label.clone());
            }
        }
    }
    Ok(found)
}
