//! Every address, its handler, and who may: one table.
//!
//! Addresses are German and stable. A new line here changes `tests/routes.txt`, which somebody has to read.

use axum::Router;
use axum::routing::{MethodRouter, get, post};

use crate::error::Error;
use crate::portal::{areas, feedback, kennzahlen, map, offers, pages, places, providers, sitemap, suggestions};
use crate::{Server, api, assets, muster};

/// Who may ask.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Who {
    /// Everybody, without being known.
    Everyone,
    /// Everybody; carried out by an action that asks `model::rights` for this right.
    EveryoneBy(model::rights::Right),
}

/// One line of the table.
#[derive(Debug, Clone, Copy)]
pub struct Route {
    pub method: &'static str,
    pub path: &'static str,
    pub who: Who,
    /// What an example address looks like; `{offer}`, `{provider}`, `{place}` stand for existing ids with their words.
    pub example: &'static str,
    /// The page without parameters is a whole HTML page (so that tests look at its outline).
    pub is_page: bool,
    handler: fn() -> MethodRouter<Server>,
}

const fn read(
    path: &'static str,
    example: &'static str,
    is_page: bool,
    handler: fn() -> MethodRouter<Server>,
) -> Route {
    Route { method: "GET", path, who: Who::Everyone, example, is_page, handler }
}

const fn send(path: &'static str, example: &'static str, handler: fn() -> MethodRouter<Server>) -> Route {
    let who = Who::EveryoneBy(model::rights::Right::SendFeedback);
    Route { method: "POST", path, who, example, is_page: false, handler }
}

pub const ROUTES: &[Route] = &[
    read("/", "/", true, || get(pages::start)),
    read("/angebote", "/angebote", true, || get(offers::list)),
    read("/angebote/{id}", "/angebote/{offer-id}", false, || get(offers::show_short)),
    read("/angebote/{id}/{slug}", "/angebote/{offer}", true, || get(offers::show)),
    read("/angebote/{id}/termine.ics", "/angebote/{offer-id}/termine.ics", false, || get(offers::offer_calendar)),
    read("/angebote/{id}/qr.svg", "/angebote/{offer-id}/qr.svg", false, || get(offers::qr_code)),
    read("/angebote.ics", "/angebote.ics", false, || get(offers::calendar)),
    read("/feed.atom", "/feed.atom", false, || get(offers::feed)),
    read("/einbetten", "/einbetten", false, || get(offers::embed)),
    read("/einbetten/anleitung", "/einbetten/anleitung", true, || get(offers::embed_help)),
    read("/vorschlaege", "/vorschlaege?q=de", false, || get(suggestions::list)),
    read("/anbieter", "/anbieter", true, || get(providers::list)),
    read("/anbieter/{id}", "/anbieter/{provider-id}", false, || get(providers::show_short)),
    read("/anbieter/{id}/{slug}", "/anbieter/{provider}", true, || get(providers::show)),
    read("/orte", "/orte", true, || get(places::list)),
    read("/orte/{id}", "/orte/{place-id}", false, || get(places::show_short)),
    read("/orte/{id}/{slug}", "/orte/{place}", true, || get(places::show)),
    read("/zahlen", "/zahlen", true, || get(kennzahlen::list)),
    read("/zahlen/{code}", "/zahlen/D.26", true, || get(kennzahlen::show)),
    read("/zahlen/{code}/woher", "/zahlen/D.26/woher", true, || get(kennzahlen::trace)),
    read("/zahlen/{code}/einbetten", "/zahlen/D.26/einbetten", false, || get(kennzahlen::embed)),
    read("/zahlen/{code}/{file}", "/zahlen/D.26/daten.csv", false, || get(kennzahlen::download)),
    read("/gebiete", "/gebiete", true, || get(areas::list)),
    read("/gebiete/{key}", "/gebiete/07235", true, || get(areas::show)),
    read("/pendeln", "/pendeln", true, || get(areas::commuters)),
    read("/karte/angebote.json", "/karte/angebote.json", false, || get(map::offers)),
    read("/karte/orte.json", "/karte/orte.json", false, || get(places::points)),
    read("/karte/gebiete.json", "/karte/gebiete.json", false, || get(map::areas)),
    read("/merkliste", "/merkliste", true, || get(pages::bookmarks)),
    read("/ueber", "/ueber", true, || get(pages::about)),
    read("/impressum", "/impressum", true, || get(pages::imprint)),
    read("/datenschutz", "/datenschutz", true, || get(pages::privacy)),
    read("/barrierefreiheit", "/barrierefreiheit", true, || get(feedback::accessibility_new)),
    send("/barrierefreiheit", "/barrierefreiheit", || post(feedback::accessibility)),
    read("/rueckmeldung", "/rueckmeldung", true, || get(feedback::message_new)),
    send("/rueckmeldung", "/rueckmeldung", || post(feedback::message)),
    read("/fehler-melden/{offer}", "/fehler-melden/{offer-id}", true, || get(feedback::report_new)),
    send("/fehler-melden/{offer}", "/fehler-melden/{offer-id}", || post(feedback::report)),
    read("/muster", "/muster", true, || get(muster::show)),
    read("/sitemap.xml", "/sitemap.xml", false, || get(sitemap::list)),
    read("/sitemap/{page}", "/sitemap/0", false, || get(sitemap::show)),
    read("/robots.txt", "/robots.txt", false, || get(sitemap::robots)),
    read("/thema.css", "/thema.css", false, || get(pages::theme)),
    read("/gesundheit", "/gesundheit", false, || get(pages::health)),
    read("/assets/{name}", "/assets/icon.svg", false, || get(assets::show)),
];

/// The JSON interface: read from every site.
pub const API: &[Route] = &[
    read("/api/v1/offers", "/api/v1/offers", false, || get(api::offers::list)),
    read("/api/v1/offers/{id}", "/api/v1/offers/{offer-id}", false, || get(api::offers::find)),
    read("/api/v1/providers", "/api/v1/providers", false, || get(api::list_providers)),
    read("/api/v1/areas", "/api/v1/areas", false, || get(api::list_areas)),
    read("/api/v1/kennzahlen", "/api/v1/kennzahlen", false, || get(api::kennzahlen::list)),
    read("/api/v1/kennzahlen/{code}", "/api/v1/kennzahlen/D.26", false, || get(api::kennzahlen::find)),
    read("/api/v1/kennzahlen/{code}/trace", "/api/v1/kennzahlen/D.26/trace", false, || get(api::kennzahlen::trace)),
    read("/api/v1/openapi.json", "/api/v1/openapi.json", false, || get(api::openapi::show)),
    read("/api/{*path}", "/api/v1/nothing", false, || get(api::openapi::unknown)),
];

pub(crate) fn router() -> Router<Server> {
    let pages = ROUTES.iter().fold(Router::new(), |router, route| router.route(route.path, (route.handler)()));
    let api = API.iter().fold(Router::new(), |router, route| router.route(route.path, (route.handler)()));
    pages.merge(api).fallback(crate::error::missing).method_not_allowed_fallback(|| async { Error::Method })
}
