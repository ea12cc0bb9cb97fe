//! Points and names for the map: `/karte/angebote.json?…` (where the hits of a search are) and `/karte/gebiete.json` (the region).

use std::collections::HashMap;

use axum::http::header;
use axum::response::{IntoResponse as _, Response};
use model::codes::area_key::AreaLevel;
use model::places::GeoPoint;
use render::address::place_path;
use serde_json::{Value, json};

use super::offers::near;
use crate::assets;
use crate::error::Error;
use crate::locale::say;
use crate::params::{Params, View};
use crate::ui::map::{Landmark, MapFrame, MapWords, Point, Position};
use crate::visit::Visit;

pub(crate) fn collection(features: Vec<Value>) -> Response {
    let body = json!({ "type": "FeatureCollection", "features": features }).to_string();
    ([(header::CONTENT_TYPE, "application/geo+json")], body).into_response()
}

/// One dot for a group: where several places lie too close, it leads to the list of places.
fn merged(visit: &Visit, group: Vec<Point>) -> Option<Point> {
    let more = group.len() - 1;
    let count: usize = group.iter().map(|point| point.count).sum();
    let first = group.into_iter().next()?;
    if more == 0 {
        return Some(first);
    }
    let spoken = say::map_merged(visit.words, count, more);
    Some(Point { count, spoken, href: visit.href("/orte#liste"), ..first })
}

/// Places on the map at once; the page says so when there are more.
const ON_MAP: usize = 600;

/// Names of Gemeinden for orientation, the populous first.
pub(crate) fn landmarks(visit: &Visit) -> Vec<Landmark> {
    let gemeinden = visit.site.gemeinden();
    gemeinden
        .into_iter()
        .filter_map(|area| {
            let center = area.center?;
            Some(Landmark {
                at: Position { lon: center.lon, lat: center.lat },
                name: area.name.clone(),
                weight: area.population.unwrap_or(0),
            })
        })
        .collect()
}

/// A map frame with these points.
pub(crate) fn frame(
    visit: &Visit,
    label: String,
    points: Vec<Point>,
    points_href: String,
    eager: bool,
    note: String,
) -> MapFrame {
    let words = visit.words;
    // A list beside the map needs the room.
    let narrow = eager;
    MapFrame {
        label,
        points: crate::ui::map::groups(points, narrow).into_iter().filter_map(|group| merged(visit, group)).collect(),
        landmarks: landmarks(visit),
        points_href,
        areas_href: "/karte/gebiete.json".into(),
        style_href: visit.site.kommune.look.map_style.clone(),
        script: assets::href("map.js"),
        stylesheet: assets::href("map.css"),
        start: say::map_start(words),
        eager,
        narrow,
        note,
        words: MapWords {
            zoom_in: say::map_zoom_in(words),
            zoom_out: say::map_zoom_out(words),
            places: say::map_places(words),
        },
    }
}

/// One point per place with hits of the search, each offer counted once per place; and how many places there are in all.
async fn points(visit: &Visit, params: &Params) -> Result<(Vec<Point>, usize), Error> {
    let (near, _) = near(visit, params);
    let query = params.query(visit.site.kommune.id, visit.local, visit.words.language, near);
    let server = visit.server.clone();
    let found = tokio::task::spawn_blocking(move || server.app.index.map_points(&query)).await;
    let mut found =
        found.map_err(|error| Error::Internal(format!("the search for the map was aborted: {error}")))??;
    let places = found.len();
    found.truncate(ON_MAP);
    let key = |point: GeoPoint| (format!("{:.5}", point.lat), format!("{:.5}", point.lon));
    let stored = visit.scope.list_places().await?;
    let hrefs: HashMap<_, String> = stored
        .iter()
        .filter_map(|place| {
            let href = place_path(place.id, place.content.name.as_deref().unwrap_or_default());
            Some((key(place.content.location?.point), visit.href(&href)))
        })
        .collect();
    let points = found
        .into_iter()
        .map(|point| Point {
            at: Position { lon: point.point.lon, lat: point.point.lat },
            // One offer: straight to it. Several: to the place, which lists them.
            href: match (point.offers, hrefs.get(&key(point.point)), point.first.first()) {
                (1, _, Some(offer)) | (_, None, Some(offer)) => visit.href(&format!("/angebote/{offer}")),
                (_, Some(href), _) => href.clone(),
                (_, None, None) => visit.href("/orte"),
            },
            spoken: say::count_offers(visit.words, point.offers),
            label: point.label,
            count: point.offers,
        })
        .collect();
    Ok((points, places))
}

/// The map beside the results.
pub(crate) async fn of_search(visit: &Visit, params: &Params) -> Result<MapFrame, Error> {
    let words = visit.words;
    let (points, places) = points(visit, params).await?;
    let note = if places > points.len() {
        say::map_note_first(words, points.len(), places)
    } else {
        say::map_note_search(words)
    };
    let query = Params { page: 1, view: View::List, ..params.clone() };
    Ok(frame(visit, say::map_title(words), points, query.href("/karte/angebote.json"), true, note))
}

/// `GET /karte/angebote.json?…`
pub(crate) async fn offers(visit: Visit) -> Result<Response, Error> {
    let (params, _) = visit.params();
    let (points, _) = points(&visit, &params).await?;
    Ok(collection(points.into_iter().map(feature).collect()))
}

pub(crate) fn feature(point: Point) -> Value {
    json!({
        "type": "Feature",
        "geometry": { "type": "Point", "coordinates": [point.at.lon, point.at.lat] },
        "properties": { "name": point.label, "count": point.count, "text": point.spoken, "href": point.href },
    })
}

/// `GET /karte/gebiete.json`: names and centres of the Gemeinden. Outlines join them once boundaries have been imported.
pub(crate) async fn areas(visit: Visit) -> Response {
    let features = visit
        .site
        .areas
        .iter()
        .filter(|area| area.key.level() == AreaLevel::Gemeinde)
        .filter_map(|area| {
            let center = area.center?;
            Some(json!({
                "type": "Feature",
                "geometry": { "type": "Point", "coordinates": [center.lon, center.lat] },
                "properties": { "key": area.key, "name": area.name, "population": area.population },
            }))
        })
        .collect();
    collection(features)
}
