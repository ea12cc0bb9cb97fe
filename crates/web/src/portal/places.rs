//! `/orte`: where offers take place.

use std::collections::BTreeMap;

use axum::extract::Path;
use axum::response::Response;
use maud::html;
use model::ids::PlaceId;
use model::places::{Place, PlaceContent};
use render::address::place_path;
use search::query::{Filters, Near, Query, Sort};

use super::offers::{access_list, ask, describe, offers_of, provider_names};
use crate::error::Error;
use crate::locale::say;
use crate::portal::{self, map};
use crate::ui::alert;
use crate::ui::button::{self, Weight};
use crate::ui::card::offer_cards;
use crate::ui::layout::section;
use crate::ui::lists::description_list;
use crate::ui::map::{Point, Position, map_frame};
use crate::ui::{nav, prose};
use crate::visit::Visit;

/// Hits looked through for those at exactly this place.
const LOOKED_THROUGH: usize = 200;
const SHOWN: usize = 30;

fn name(visit: &Visit, place: &PlaceContent) -> String {
    place
        .name
        .clone()
        .or_else(|| place.street.clone())
        .or_else(|| place.city.clone())
        .unwrap_or_else(|| say::place_nameless(visit.words))
}

fn position(place: &PlaceContent) -> Option<Position> {
    place.location.map(|location| Position { lon: location.point.lon, lat: location.point.lat })
}

/// `GET /orte`
pub(crate) async fn list(visit: Visit) -> Result<Response, Error> {
    let words = visit.words;
    let places = visit.scope.list_places().await?;
    let mut by_city: BTreeMap<String, Vec<&Place>> = BTreeMap::new();
    for place in &places {
        by_city.entry(place.content.city.clone().unwrap_or_default()).or_default().push(place);
    }
    for list in by_city.values_mut() {
        list.sort_by_key(|place| name(&visit, &place.content).to_lowercase());
    }
    let href = |place: &Place| visit.href(&place_path(place.id, place.content.name.as_deref().unwrap_or_default()));
    let points = points_of(&visit, &places);
    let title = say::places_title(words);
    let page = portal::page_at(&visit, "/orte", &title, &say::places_lead(words, places.len()));
    let frame =
        map::frame(&visit, say::places_map(words), points, "/karte/orte.json".into(), false, say::map_note(words));
    let content = html! {
        div.wrap {
            div.page-head { h1 { (title) } p.lead { (say::places_lead(words, places.len())) } }
            @if places.is_empty() {
                (alert::empty(2, &say::places_empty(words), html! {}, portal::search_again(&visit)))
            } @else {
                (map_frame(&frame))
                div id="liste" {
                    @for (city, list) in &by_city {
                        (section(2, &format!("ort-{}", render::address::slug(city)), &if city.is_empty() { say::places_elsewhere(words) } else { city.clone() }, html! {
                            ul.index-list {
                                @for place in list {
                                    li {
                                        a href=(href(place)) { (name(&visit, &place.content)) }
                                        @if let Some(street) = &place.content.street { small { (street) } }
                                    }
                                }
                            }
                        }))
                    }
                }
            }
        }
    };
    Ok(portal::respond(&visit, &page, content))
}

/// One point for all places that are known to lie there; several may share the point of their PLZ.
fn points_of(visit: &Visit, places: &[Place]) -> Vec<Point> {
    let mut spots: BTreeMap<(String, String), Vec<&Place>> = BTreeMap::new();
    for place in places {
        if let Some(at) = position(&place.content) {
            spots.entry((format!("{:.4}", at.lat), format!("{:.4}", at.lon))).or_default().push(place);
        }
    }
    spots
        .into_values()
        .filter_map(|spot| {
            let first = spot.first()?;
            let city = first.content.city.clone().unwrap_or_default();
            let (label, spoken, href) = match spot.as_slice() {
                [one] => (
                    name(visit, &one.content),
                    city,
                    place_path(one.id, one.content.name.as_deref().unwrap_or_default()),
                ),
                many => (
                    city.clone(),
                    say::places_count(visit.words, many.len()),
                    format!("/orte#ort-{}", render::address::slug(&city)),
                ),
            };
            Some(Point { at: position(&first.content)?, label, count: spot.len(), spoken, href: visit.href(&href) })
        })
        .collect()
}

/// `GET /karte/orte.json`
pub(crate) async fn points(visit: Visit) -> Result<Response, Error> {
    let places = visit.scope.list_places().await?;
    let features: Vec<_> = points_of(&visit, &places).into_iter().map(map::feature).collect();
    Ok(map::collection(features))
}

/// `GET /orte/{id}`
pub(crate) async fn show_short(visit: Visit, Path(id): Path<String>) -> Result<Response, Error> {
    show(visit, Path((id, String::new()))).await
}

/// `GET /orte/{id}/{slug}`
pub(crate) async fn show(visit: Visit, Path((id, slug)): Path<(String, String)>) -> Result<Response, Error> {
    let id: PlaceId = id.parse().or(Err(Error::NotFound))?;
    let place = visit.scope.find_place(id).await?.ok_or(Error::NotFound)?;
    let content = &place.content;
    let own_slug = content.name.as_deref().unwrap_or_default();
    if render::address::slug(own_slug) != slug {
        return Ok(portal::moved(&visit.href(&place_path(id, own_slug))));
    }
    let words = visit.words;
    let title = name(&visit, content);
    let cards = cards(&visit, &place).await?;
    let path = place_path(id, own_slug);
    let page = portal::page_at(&visit, &path, &title, &say::place_description(words, cards.len(), title.clone()));
    let trail = [(say::nav_start(words), visit.href("/")), (say::nav_places(words), visit.href("/orte"))];
    let mut rows = vec![(say::label_address(words), html! { (render::ical::place_line(content)) })];
    if let Some(gemeinde) = &content.gemeinde {
        rows.push((say::label_gemeinde(words), html! { (visit.site.area_name(gemeinde.as_str())) }));
    }
    if let Some(directions) = &content.directions {
        rows.push((say::offer_directions(words), html! { div.prose lang="de" { (prose(directions)) } }));
    }
    let here = position(content).map(|at| {
        let point = Point {
            at,
            label: title.clone(),
            count: 1,
            spoken: render::ical::place_line(content),
            href: visit.href(&path),
        };
        map::frame(
            &visit,
            say::place_map(words, title.clone()),
            vec![point],
            "/karte/orte.json".into(),
            false,
            say::map_note(words),
        )
    });
    let markup = html! {
        div.wrap {
            (nav::breadcrumb(&say::nav_breadcrumb(words), &trail, &title))
            div.offer-head { h1 { (title) } }
            (description_list(&rows))
            (section(2, "angebote", &say::place_offers(words, cards.len()), html! {
                @if cards.is_empty() {
                    (alert::empty(3, &say::place_no_offers(words), html! {},
                        button::link(Weight::Secondary, &say::way_all_offers(words), None, &visit.href("/angebote"))))
                } @else {
                    (offer_cards(&cards, &describe::card_words(words), 3))
                }
            }))
            (section(2, "zugaenglich", &say::offer_access(words), access_list(words, &|feature| content.accessibility.get(feature))))
            @if let Some(here) = &here { (section(2, "lage", &say::place_where(words), map_frame(here))) }
        }
    };
    Ok(portal::respond(&visit, &page, markup))
}

/// Offers that take place here: the index finds the surroundings, the sessions say whether it is this place.
async fn cards(visit: &Visit, place: &Place) -> Result<Vec<crate::ui::card::OfferCard>, Error> {
    let Some(location) = place.content.location else { return Ok(Vec::new()) };
    let near = Near { point: location.point, radius_km: 0.3, or_online: false, label: String::new() };
    let query = Query {
        kommune: visit.site.kommune.id,
        text: String::new(),
        filters: Filters { near: Some(near), ..Filters::default() },
        sort: Sort::Date,
        offset: 0,
        limit: LOOKED_THROUGH,
        now: visit.local,
        language: visit.words.language,
    };
    let found = ask(visit, query).await?;
    let offers = offers_of(visit, found.hits.iter()).await?;
    let here = place.content.identity();
    let at_this_place = |content: &PlaceContent| content.id == Some(place.id) || content.identity() == here;
    let names = provider_names(visit, offers.values()).await?;
    Ok(found
        .hits
        .iter()
        .filter_map(|hit| offers.get(&hit.offer).map(|offer| (hit, offer)))
        .filter(|(_, offer)| offer.content.sessions.iter().filter_map(|s| s.place.as_ref()).any(at_this_place))
        .take(SHOWN)
        .map(|(hit, offer)| {
            let hit = search::answer::Hit { distance_km: None, ..hit.clone() };
            describe::card(visit, offer, names.get(&offer.provider).map_or("", String::as_str), Some(&hit))
        })
        .collect())
}
