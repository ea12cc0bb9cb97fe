//! `/anbieter`: who offers, and what.

use axum::extract::Path;
use axum::response::Response;
use maud::html;
use model::ids::ProviderId;
use render::address::provider_path;
use search::answer::FacetName;

use super::offers::{answer, describe, offers_of};
use crate::error::Error;
use crate::locale::say;
use crate::params::Params;
use crate::portal;
use crate::ui::alert;
use crate::ui::button::{self, Weight};
use crate::ui::card::offer_cards;
use crate::ui::layout::section;
use crate::ui::lists::description_list;
use crate::ui::{nav, prose};
use crate::visit::Visit;

/// Offers shown with their provider; the rest is one click away.
const SHOWN: usize = 12;

/// `GET /anbieter`
pub(crate) async fn list(visit: Visit) -> Result<Response, Error> {
    let words = visit.words;
    let providers = visit.scope.list_providers().await?;
    let title = say::providers_title(words);
    let page = portal::page_at(&visit, "/anbieter", &title, &say::providers_lead(words, providers.len()));
    let content = html! {
        div.wrap {
            div.page-head { h1 { (title) } p.lead { (say::providers_lead(words, providers.len())) } }
            @if providers.is_empty() {
                (alert::empty(2, &say::providers_empty(words), html! {}, portal::search_again(&visit)))
            } @else {
                ul.index-list {
                    @for provider in &providers {
                        li {
                            a href=(visit.href(&provider_path(provider.id, &provider.name))) { (provider.name) }
                            small { (say::count_offers(words, provider.offers)) }
                        }
                    }
                }
            }
        }
    };
    Ok(portal::respond(&visit, &page, content))
}

/// `GET /anbieter/{id}`
pub(crate) async fn show_short(visit: Visit, Path(id): Path<String>) -> Result<Response, Error> {
    show(visit, Path((id, String::new()))).await
}

/// `GET /anbieter/{id}/{slug}`
pub(crate) async fn show(visit: Visit, Path((id, slug)): Path<(String, String)>) -> Result<Response, Error> {
    let id: ProviderId = id.parse().or(Err(Error::NotFound))?;
    let provider = visit.scope.find_provider(id).await?.ok_or(Error::NotFound)?;
    let content = &provider.content;
    let path = provider_path(id, &content.name);
    if render::address::slug(&content.name) != slug {
        return Ok(portal::moved(&visit.href(&path)));
    }
    let params = Params { limit: SHOWN, ..Params::default() }.toggled(FacetName::Provider, &id.to_string());
    let (found, _) = answer(&visit, &params).await?;
    let offers = offers_of(&visit, found.hits.iter()).await?;
    let cards: Vec<_> = found
        .hits
        .iter()
        .filter_map(|hit| Some(describe::card(&visit, offers.get(&hit.offer)?, &content.name, Some(hit))))
        .collect();
    let words = visit.words;
    let all = Params { limit: crate::params::DEFAULT_LIMIT, ..params };
    let mut rows = Vec::new();
    if let Some(address) = content.address.as_ref().filter(|address| !address.is_empty()) {
        rows.push((say::label_address(words), html! { (render::ical::place_line(address)) }));
    }
    if content.contact != model::offers::Contact::default() {
        rows.push((say::label_contact(words), super::offers::contact_lines(words, &content.contact)));
    }
    let page = portal::page_at(
        &visit,
        &path,
        &content.name,
        &say::provider_description(words, found.total, content.name.clone()),
    );
    let trail = [(say::nav_start(words), visit.href("/")), (say::nav_providers(words), visit.href("/anbieter"))];
    let markup = html! {
        div.wrap {
            (nav::breadcrumb(&say::nav_breadcrumb(words), &trail, &content.name))
            div.offer-head { h1 { (content.name) } }
            @if !content.description.is_empty() { div.prose lang="de" { (prose(&content.description)) } }
            @if !rows.is_empty() { (section(2, "kontakt", &say::label_contact(words), description_list(&rows))) }
            (section(2, "angebote", &say::provider_offers(words, found.total), html! {
                @if cards.is_empty() {
                    (alert::empty(3, &say::provider_no_offers(words), html! {},
                        button::link(Weight::Secondary, &say::way_all_offers(words), None, &visit.href("/angebote"))))
                } @else {
                    (offer_cards(&cards, &describe::card_words(words), 3))
                    @if found.total > cards.len() {
                        p.relaxed-more { a href=(visit.href(&all.href("/angebote"))) { (say::relaxed_show(words, found.total)) } }
                    }
                }
            }))
        }
    };
    Ok(portal::respond(&visit, &page, markup))
}
