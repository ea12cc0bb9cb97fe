//! Offers: the search and its results, one offer, and what can be taken along (calendar, feed, fragment, QR code).

pub(crate) mod describe;
mod detail;
mod exports;
pub(crate) mod facets;
mod results;

use std::collections::{BTreeSet, HashMap};
use std::time::Instant;

use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use model::ids::{OfferId, ProviderId};
use model::offers::{Offer, OfferStatus};
use model::schedule::Schedule;
use search::answer::{Answer, Hit};
use search::query::{Near, Query};

pub(crate) use detail::{access_list, contact_lines};
pub(crate) use exports::{calendar, embed, embed_help, feed, offer_calendar, qr_code};

use crate::error::Error;
use crate::params::{Params, View};
use crate::portal;
use crate::timing::SearchTime;
use crate::visit::Visit;

/// Asks the index away from the threads that answer requests.
pub(crate) async fn ask(visit: &Visit, query: Query) -> Result<Answer, Error> {
    Ok(ask_timed(visit, query).await?.0)
}

/// As [`ask`], with the time it took.
pub(crate) async fn ask_timed(visit: &Visit, query: Query) -> Result<(Answer, SearchTime), Error> {
    let server = visit.server.clone();
    let asking = tokio::task::spawn_blocking(move || {
        let begin = Instant::now();
        let answer = server.app.index.search(&query)?;
        Ok((answer, SearchTime(begin.elapsed())))
    });
    asking.await.map_err(|error| Error::Internal(format!("the search was aborted: {error}")))?
}

/// The circle around the typed place, and whether a place was typed that nobody knows.
pub(crate) fn near(visit: &Visit, params: &Params) -> (Option<Near>, bool) {
    if params.place.is_empty() {
        return (None, false);
    }
    let near = visit.site.find_place(&params.place, params.radius_km, params.or_online);
    let unknown = near.is_none();
    (near, unknown)
}

/// The search of the address.
pub(crate) async fn answer(visit: &Visit, params: &Params) -> Result<(Answer, bool), Error> {
    let (answer, _, unknown) = answer_timed(visit, params).await?;
    Ok((answer, unknown))
}

async fn answer_timed(visit: &Visit, params: &Params) -> Result<(Answer, SearchTime, bool), Error> {
    let (near, unknown) = near(visit, params);
    let query = params.query(visit.site.kommune.id, visit.local, visit.words.language, near);
    let (answer, time) = ask_timed(visit, query).await?;
    Ok((answer, time, unknown))
}

/// Offers of hits by id. An offer that changed since it was indexed may be missing or no longer public: it is left out.
pub(crate) async fn offers_of(
    visit: &Visit,
    hits: impl Iterator<Item = &Hit>,
) -> Result<HashMap<OfferId, Offer>, Error> {
    let ids: BTreeSet<OfferId> = hits.map(|hit| hit.offer).collect();
    let ids: Vec<OfferId> = ids.into_iter().collect();
    let offers = visit.scope.list_offers_by_id(&ids).await?;
    let public = offers.into_iter().filter(|offer| offer.is_public(visit.today()));
    Ok(public.map(|offer| (offer.id, offer)).collect())
}

pub(crate) async fn provider_names(
    visit: &Visit,
    offers: impl Iterator<Item = &Offer>,
) -> Result<HashMap<ProviderId, String>, Error> {
    let ids: BTreeSet<ProviderId> = offers.map(|offer| offer.provider).collect();
    let ids: Vec<ProviderId> = ids.into_iter().collect();
    let providers = visit.scope.list_providers_by_id(&ids).await?;
    Ok(providers.into_iter().map(|provider| (provider.id, provider.content.name)).collect())
}

/// `GET /angebote`
pub(crate) async fn list(visit: Visit) -> Result<Response, Error> {
    let (params, problems) = visit.params();
    let (answer, time, place_unknown) = answer_timed(&visit, &params).await?;
    let previews = answer.relaxed.iter().flat_map(|relaxed| relaxed.hits.iter().take(3));
    let offers = offers_of(&visit, answer.hits.iter().chain(previews)).await?;
    let providers = provider_names(&visit, offers.values()).await?;
    let map = match params.view {
        View::Map if answer.total > 0 => Some(portal::map::of_search(&visit, &params).await?),
        _ => None,
    };
    let results = results::Results {
        visit: &visit,
        params: &params,
        problems: &problems,
        place_unknown,
        answer: &answer,
        offers: &offers,
        providers: &providers,
        map,
    };
    let mut response = portal::respond(&visit, &results::page(&results), results.markup());
    response.extensions_mut().insert(time);
    Ok(response)
}

/// `GET /angebote/{id}`: the address without words leads to the one with.
pub(crate) async fn show_short(visit: Visit, Path(id): Path<String>) -> Result<Response, Error> {
    show(visit, Path((id, String::new()))).await
}

/// `GET /angebote/{id}/{slug}`
pub(crate) async fn show(visit: Visit, Path((id, slug)): Path<(String, String)>) -> Result<Response, Error> {
    let id: OfferId = id.parse().or(Err(Error::NotFound))?;
    let offer = visit.scope.find_offer(id).await?.ok_or(Error::NotFound)?;
    // What was never public does not exist for a visitor.
    if matches!(offer.status, OfferStatus::Entwurf | OfferStatus::Eingereicht) {
        return Err(Error::NotFound);
    }
    let path = render::address::offer_path(id, &offer.content.title);
    if !path.ends_with(&format!("/{slug}")) || slug.is_empty() && path != format!("/angebote/{id}") {
        return Ok(portal::moved(&visit.href(&path)));
    }
    let similar = similar(&visit, &offer).await?;
    let providers = provider_names(&visit, similar.iter().chain([&offer])).await?;
    let provider = visit.scope.find_provider(offer.provider).await?;
    let sources = visit.scope.list_source_names().await?;
    let source = offer.source.as_ref().and_then(|own| sources.get(&own.source));
    let detail = detail::Detail {
        visit: &visit,
        offer: &offer,
        provider: provider.as_ref(),
        providers: &providers,
        similar: &similar,
        source: source.map(String::as_str),
    };
    let gone = matches!(offer.status, OfferStatus::Gesperrt | OfferStatus::Zurueckgezogen)
        || (offer.status == OfferStatus::Freigegeben && !offer.is_public(visit.today()));
    if gone {
        let (page, content) = detail.gone();
        let mut response = portal::respond(&visit, &page, content);
        *response.status_mut() = StatusCode::GONE;
        return Ok(response);
    }
    let (page, content) = detail.page();
    Ok(portal::respond(&visit, &page, content))
}

/// Offers that resemble this one; the same course at another hour is not an alternative to be named twice.
async fn similar(visit: &Visit, offer: &Offer) -> Result<Vec<Offer>, Error> {
    const SHOWN: usize = 4;
    let (server, kommune, id, now) = (visit.server.clone(), visit.site.kommune.id, offer.id, visit.local);
    let found = tokio::task::spawn_blocking(move || server.app.index.similar(kommune, id, SHOWN * 3, now)).await;
    let hits =
        found.map_err(|error| Error::Internal(format!("the search for similar offers was aborted: {error}")))??;
    let ids: Vec<OfferId> = hits.iter().map(|hit| hit.offer).filter(|other| *other != offer.id).collect();
    let offers = visit.scope.list_offers_by_id(&ids).await?;
    let mut titles = BTreeSet::from([offer.content.title.clone()]);
    Ok(offers
        .into_iter()
        .filter(|other| other.is_public(visit.today()) && titles.insert(other.content.title.clone()))
        .take(SHOWN)
        .collect())
}

/// Whether an offer has dates that a calendar can hold.
pub(crate) fn has_dates(offer: &Offer) -> bool {
    offer.content.sessions.iter().any(|session| !matches!(session.schedule, Schedule::OnRequest))
}
