//! `/api/v1/openapi.json`: what the API can be asked and what it answers, from the structs themselves.

use axum::response::Response;
use utoipa::{IntoParams, OpenApi};

use super::{areas, kennzahlen, offers, problem, providers, respond, schema};
use crate::error::Error;
use crate::visit::Visit;

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Bildungsraum",
        version = "1",
        description = "Learning offers and education statistics of a region: the pages of the portal as JSON. Open to everybody, also from scripts of other \
                       sites; nothing can be changed. Parameters of the searches are German because they are those of the portal's addresses. \
                       Labels come in the language of `sprache` or `Accept-Language`.",
    ),
    paths(
        offers::list,
        offers::find,
        providers::list,
        areas::list,
        kennzahlen::list,
        kennzahlen::find,
        kennzahlen::trace,
        show,
    ),
    components(schemas(schema::OfferList, schema::OfferRecord, schema::Problem))
)]
struct Document;

/// The whole description.
pub fn document() -> utoipa::openapi::OpenApi {
    Document::openapi()
}

/// This description
#[utoipa::path(
    get,
    path = "/api/v1/openapi.json",
    operation_id = "describe",
    responses((status = 200, description = "OpenAPI 3.1", body = serde_json::Value))
)]
pub async fn show(visit: Visit) -> Result<Response, Error> {
    let mut document = document();
    document.servers = Some(vec![utoipa::openapi::Server::new(visit.base.absolute(""))]);
    respond::json("en", &document)
}

/// Anything below `/api/` that is not above.
pub async fn unknown() -> Response {
    problem::of_status(axum::http::StatusCode::NOT_FOUND, None)
}

/// Only described here; they are read by [`crate::params`], and a test compares the two.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "the fields describe parameters, nobody reads them")]
pub(super) struct SearchParameters {
    /// Free text, at most 200 characters.
    q: Option<String>,
    /// Name of a place, or a Postleitzahl.
    #[param(example = "Konz")]
    wo: Option<String>,
    /// Kilometres around `wo`; 10 unless given.
    #[param(minimum = 1, maximum = 100)]
    umkreis: Option<u16>,
    /// `1`: online offers count as near `wo`.
    online: Option<String>,
    /// First day, `2026-03-01`.
    #[param(format = "date")]
    von: Option<String>,
    /// Last day, inclusive.
    #[param(format = "date")]
    bis: Option<String>,
    /// Topic.
    #[param(style = Form, explode)]
    thema: Option<Vec<String>>,
    /// Phase of life.
    #[param(style = Form, explode)]
    lebensphase: Option<Vec<String>>,
    /// Target group.
    #[param(style = Form, explode)]
    zielgruppe: Option<Vec<String>>,
    /// Level of a language course: `A0` to `C2`.
    #[param(style = Form, explode)]
    niveau: Option<Vec<String>>,
    /// Official key of a Kreis, Gemeindeverband or Gemeinde; see `/api/v1/areas`.
    #[param(style = Form, explode)]
    gebiet: Option<Vec<String>>,
    /// `mo` to `so`.
    #[param(style = Form, explode)]
    wochentag: Option<Vec<String>>,
    /// `vormittags`, `nachmittags`, `abends`, `ganztags`.
    #[param(style = Form, explode)]
    tageszeit: Option<Vec<String>>,
    /// From first to last meeting.
    #[param(style = Form, explode)]
    dauer: Option<Vec<String>>,
    /// On site or online.
    #[param(style = Form, explode)]
    format: Option<Vec<String>>,
    /// `kostenlos`, `bis_25`, `bis_50`, `bis_100`, `ueber_100`, `unbekannt`.
    #[param(style = Form, explode)]
    preis: Option<Vec<String>>,
    /// Funding.
    #[param(style = Form, explode)]
    foerderung: Option<Vec<String>>,
    /// Language of instruction, ISO 639.
    #[param(style = Form, explode)]
    kurssprache: Option<Vec<String>>,
    /// Child care.
    #[param(style = Form, explode)]
    kinderbetreuung: Option<Vec<String>>,
    /// Accessibility; all values given must be known to be present.
    #[param(style = Form, explode)]
    barrierefrei: Option<Vec<String>>,
    /// `ja`: without offers that are known to be full.
    plaetze: Option<String>,
    /// Id of a provider.
    #[param(style = Form, explode)]
    anbieter: Option<Vec<String>>,
    /// `formal`, `non_formal`, `informal`.
    #[param(style = Form, explode)]
    lernform: Option<Vec<String>>,
    /// `ja`: only offers that state that nothing is required.
    voraussetzung: Option<String>,
    /// `relevanz`, `datum`, `entfernung`, `preis`, `neu`.
    sortierung: Option<String>,
    /// Hits at once; 20 unless given.
    #[param(minimum = 1, maximum = 100)]
    limit: Option<usize>,
    /// Hits to skip; goes before `seite`.
    #[param(minimum = 0, maximum = 100_000)]
    offset: Option<usize>,
    /// Page, from 1.
    #[param(minimum = 1)]
    seite: Option<usize>,
    /// As on the page, without effect here: `liste` or `karte`.
    ansicht: Option<String>,
    /// Language of labels: `de` or `en`.
    sprache: Option<String>,
}

#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "the field describes a parameter, nobody reads it")]
pub(super) struct LanguageParameter {
    /// Language of labels: `de` or `en`.
    sprache: Option<String>,
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::params::{Params, ProblemKind};

    /// The parser and the description name the same parameters.
    #[test]
    fn every_parameter_is_described_and_every_described_one_is_read() {
        let document = serde_json::to_value(document()).unwrap();
        let described = document["paths"]["/api/v1/offers"]["get"]["parameters"].as_array().unwrap();
        let described: BTreeSet<&str> = described.iter().map(|parameter| parameter["name"].as_str().unwrap()).collect();
        for name in &described {
            let (_, problems) = Params::parse(&format!("{name}=%2F"));
            assert!(problems.iter().all(|problem| problem.kind != ProblemKind::Unknown), "{name} is not read");
        }
        let everything = "q=a&wo=b&umkreis=5&online=1&von=2026-01-01&bis=2026-01-02&sortierung=preis&seite=2&limit=5&offset=3\
                          &ansicht=karte&sprache=en";
        let read = Params::parse(everything).0.pairs().into_iter().map(|(name, _)| name);
        let facets = search::answer::FacetName::ALL.iter().map(|facet| facet.code());
        let missing: Vec<_> = read.chain(facets).filter(|name| !described.contains(name)).collect();
        assert_eq!(missing, Vec::<&str>::new(), "not described");
    }
}
