//! `/api/v1/offers` and `/api/v1/offers/{id}`.

use std::collections::BTreeMap;

use axum::extract::Path;
use axum::response::Response;
use model::ids::{OfferId, ProviderId};
use model::offers::Offer;

use super::convert::{self, Context};
use super::schema::{Links, OfferList, OfferRecord, Problem};
use super::{problem, respond};
use crate::error::Error;
use crate::params::{self, Params, ProblemKind};
use crate::portal::offers;
use crate::visit::Visit;

/// Search for offers
///
/// The same parameters as the page `/angebote`. Within a facet any of several values suffices, across facets all must hold; filters on
/// dates, times and places must hold for one and the same meeting. Parameters that are not in this list are refused.
#[utoipa::path(
    get,
    path = "/api/v1/offers",
    operation_id = "listOffers",
    params(super::openapi::SearchParameters),
    responses(
        (status = 200, description = "A page of hits with facets", body = OfferList),
        (status = 304, description = "Unchanged since the answer with the ETag in If-None-Match"),
        (status = 400, description = "A parameter cannot be used", body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn list(visit: Visit) -> Result<Response, Error> {
    let (params, mut problems) = visit.params();
    let near = visit.site.find_place(&params.place, params.radius_km, params.or_online);
    if near.is_none() && !params.place.is_empty() {
        problems.push(params::Problem {
            parameter: "wo".into(),
            value: params.place.clone(),
            kind: ProblemKind::UnknownPlace,
        });
    }
    if !problems.is_empty() {
        return Ok(problem::of_parameters(&problems));
    }
    let query = params.query(visit.site.kommune.id, visit.local, visit.words.language, near);
    let offset = query.offset;
    let limit = query.limit;
    let (answer, time) = offers::ask_timed(&visit, query).await?;
    let ids: Vec<OfferId> = answer.hits.iter().map(|hit| hit.offer).collect();
    let found = visit.scope.list_offers_by_id(&ids).await?;
    let providers = provider_names(&visit, &found).await?;
    let sources = visit.scope.list_source_names().await?;
    let context = Context { words: visit.words, base: &visit.base, sources: &sources };
    // An offer may have gone since the index was last caught up: its hit is left out.
    let items = answer.hits.iter().filter_map(|hit| {
        let offer = found.iter().find(|offer| offer.id == hit.offer)?;
        Some(convert::hit(&context, offer, name_of(&providers, offer), hit))
    });
    let list = OfferList {
        total: answer.total,
        offset,
        limit,
        items: items.collect(),
        facets: convert::facets(&visit, &answer),
        chips: answer.chips.iter().map(|chip| convert::chip(&params, chip)).collect(),
        corrections: answer.corrections.iter().map(convert::correction).collect(),
        relaxed: answer.relaxed.iter().map(|relaxed| convert::relaxed(&params, relaxed)).collect(),
        also_searched: answer.also_searched.clone(),
        links: links(&visit, &params, offset, answer.total),
    };
    let mut response = respond::json(visit.words.language, &list)?;
    response.extensions_mut().insert(time);
    Ok(response)
}

/// One offer with everything that is known about it
#[utoipa::path(
    get,
    path = "/api/v1/offers/{id}",
    operation_id = "findOffer",
    params(
        ("id" = String, Path, format = "uuid", description = "Id as in `items`"),
        super::openapi::LanguageParameter,
    ),
    responses(
        (status = 200, description = "The record", body = OfferRecord),
        (status = 304, description = "Unchanged since the answer with the ETag in If-None-Match"),
        (status = 404, description = "No such offer, or no longer shown", body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn find(visit: Visit, Path(id): Path<String>) -> Result<Response, Error> {
    let found = match id.parse() {
        Ok(id) => visit.scope.find_offer(id).await?.filter(|offer| offer.is_public(visit.today())),
        Err(_) => None,
    };
    let Some(offer) = found else { return Ok(problem::offer_not_found()) };
    let providers = provider_names(&visit, std::slice::from_ref(&offer)).await?;
    let sources = visit.scope.list_source_names().await?;
    let context = Context { words: visit.words, base: &visit.base, sources: &sources };
    let record = convert::record(&context, &offer, name_of(&providers, &offer), visit.local);
    respond::json(visit.words.language, &record)
}

async fn provider_names(visit: &Visit, offers: &[Offer]) -> Result<BTreeMap<ProviderId, String>, Error> {
    let mut ids: Vec<ProviderId> = offers.iter().map(|offer| offer.provider).collect();
    ids.sort_unstable();
    ids.dedup();
    let providers = visit.scope.list_providers_by_id(&ids).await?;
    Ok(providers.into_iter().map(|provider| (provider.id, provider.content.name)).collect())
}

fn name_of<'a>(names: &'a BTreeMap<ProviderId, String>, offer: &Offer) -> &'a str {
    names.get(&offer.provider).map_or("", String::as_str)
}

fn links(visit: &Visit, params: &Params, offset: usize, total: usize) -> Links {
    let address = |path: &str, params: &Params| visit.base.absolute(&params.href(path));
    let at = |offset: usize| {
        let page = Params { page: 1, offset: Some(offset).filter(|offset| *offset > 0), ..params.clone() };
        address("/api/v1/offers", &page)
    };
    let next = offset + params.limit;
    // A page for people has page numbers only.
    let page = params.with_page(offset / params.limit + 1);
    Links {
        this: address("/api/v1/offers", params),
        page: address("/angebote", &page),
        next: (next < total).then(|| at(next)),
        previous: (offset > 0).then(|| at(offset.saturating_sub(params.limit))),
    }
}
