//! What leaves the page: calendar of an offer or a search, feed, QR code, fragment for other sites.

use axum::extract::Path;
use axum::http::header;
use axum::response::{IntoResponse as _, Response};
use maud::html;
use model::ids::OfferId;
use model::offers::{Offer, OfferStatus};
use model::vocabularies;
use render::address::offer_path;

use super::{answer, describe, has_dates, offers_of, provider_names};
use crate::error::Error;
use crate::locale::{Words, say};
use crate::params::{Params, View};
use crate::portal;
use crate::ui::layout::section;
use crate::visit::Visit;

/// Entries of a feed or calendar; programs that subscribe ask again.
const ENTRIES: usize = 100;
/// Entries of a fragment unless `limit` says otherwise.
const FRAGMENT: usize = 6;

fn file(kind: &'static str, body: String) -> Response {
    ([(header::CONTENT_TYPE, kind)], body).into_response()
}

/// An offer that its page shows, even when it is over.
async fn shown_offer(visit: &Visit, id: &str) -> Result<Offer, Error> {
    let id: OfferId = id.parse().or(Err(Error::NotFound))?;
    let offer = visit.scope.find_offer(id).await?.ok_or(Error::NotFound)?;
    let shown = offer.is_public(visit.today()) || offer.status == OfferStatus::Abgelaufen;
    if shown { Ok(offer) } else { Err(Error::NotFound) }
}

/// The address as words: what was searched, for titles of feeds and calendars.
fn search_title(visit: &Visit, params: &Params) -> String {
    let words = visit.words;
    match (params.text.as_str(), params.place.as_str()) {
        ("", "") => say::export_title(words, visit.site.kommune.name.clone()),
        (text, "") => say::export_title_text(words, visit.site.kommune.name.clone(), text.to_owned()),
        ("", place) => say::export_title_text(words, visit.site.kommune.name.clone(), place.to_owned()),
        (text, place) => say::export_title_text(words, visit.site.kommune.name.clone(), format!("{text}, {place}")),
    }
}

/// The hits of the address in their order, with what a title and lines need.
async fn hits(visit: &Visit, params: &Params) -> Result<Vec<(Offer, String, Vec<String>)>, Error> {
    let (found, _) = answer(visit, params).await?;
    let mut offers = offers_of(visit, found.hits.iter()).await?;
    let providers = provider_names(visit, offers.values()).await?;
    Ok(found
        .hits
        .iter()
        .filter_map(|hit| {
            let offer = offers.remove(&hit.offer)?;
            let provider = providers.get(&offer.provider).cloned().unwrap_or_default();
            let lines = describe::summary_lines(visit.words, &offer, Some(hit), visit.local);
            Some((offer, provider, lines))
        })
        .collect())
}

fn entry<'a>(visit: &Visit, offer: &'a Offer, provider: &str) -> render::ical::Entry<'a> {
    let words = visit.words;
    render::ical::Entry {
        offer,
        url: visit.base.absolute(&offer_path(offer.id, &offer.content.title)),
        lines: vec![
            say::export_provider(words, provider.to_owned()),
            say::export_price(words, crate::locale::format::price(words, &offer.content.price)),
        ],
        categories: describe::topic_labels(words, &offer.content),
    }
}

/// `GET /angebote/{id}/termine.ics`
pub(crate) async fn offer_calendar(visit: Visit, Path(id): Path<String>) -> Result<Response, Error> {
    let offer = shown_offer(&visit, &id).await?;
    if !has_dates(&offer) {
        return Err(Error::NotFound);
    }
    let providers = provider_names(&visit, [&offer].into_iter()).await?;
    let provider = providers.get(&offer.provider).cloned().unwrap_or_default();
    let calendar =
        render::ical::Calendar { name: &offer.content.title, source: None, host: visit.base.host(), from: None };
    let text = render::ical::calendar(&calendar, &[entry(&visit, &offer, &provider)]);
    let mut response = file("text/calendar; charset=utf-8", text);
    let name = format!("attachment; filename=\"{}.ics\"", render::address::slug(&offer.content.title));
    if let Ok(name) = name.parse() {
        response.headers_mut().insert(header::CONTENT_DISPOSITION, name);
    }
    Ok(response)
}

/// `GET /angebote.ics?…`: a calendar to subscribe to.
pub(crate) async fn calendar(visit: Visit) -> Result<Response, Error> {
    let (params, _) = visit.params();
    let params = Params { limit: ENTRIES, page: 1, offset: None, view: View::List, ..params };
    let hits = hits(&visit, &params).await?;
    let entries: Vec<_> = hits.iter().map(|(offer, provider, _)| entry(&visit, offer, provider)).collect();
    let source =
        visit.base.absolute(&Params { limit: crate::params::DEFAULT_LIMIT, ..params.clone() }.href("/angebote.ics"));
    let calendar = render::ical::Calendar {
        name: &search_title(&visit, &params),
        source: Some(&source),
        host: visit.base.host(),
        from: Some(visit.today()),
    };
    Ok(file("text/calendar; charset=utf-8", render::ical::calendar(&calendar, &entries)))
}

/// `GET /feed.atom?…`
pub(crate) async fn feed(visit: Visit) -> Result<Response, Error> {
    let (params, _) = visit.params();
    let wide = Params { limit: ENTRIES, page: 1, offset: None, view: View::List, ..params.clone() };
    let hits = hits(&visit, &wide).await?;
    let words = visit.words;
    let topics = vocabularies::topics();
    let entries = hits
        .iter()
        .map(|(offer, provider, lines)| render::atom::Entry {
            id: offer.id,
            title: &offer.content.title,
            url: visit.base.absolute(&offer_path(offer.id, &offer.content.title)),
            provider,
            summary: summary(lines, &offer.content.description),
            categories: offer
                .content
                .topics
                .iter()
                .filter_map(|topic| topics.find_term(topic.as_str()))
                .map(|term| (term.code.as_str(), term.label_in(words.language)))
                .collect(),
            published: offer.created_at,
            updated: offer.changed_at,
        })
        .collect();
    let plain = Params { page: 1, offset: None, view: View::List, ..params };
    let feed = render::atom::Feed {
        title: &search_title(&visit, &plain),
        subtitle: &say::export_subtitle(words),
        feed_url: &visit.base.absolute(&plain.href("/feed.atom")),
        page_url: &visit.base.absolute(&plain.href("/angebote")),
        author: &visit.site.kommune.name,
        language: words.language,
        updated_if_empty: visit.now,
        entries,
    };
    Ok(file("application/atom+xml; charset=utf-8", render::atom::feed(&feed)))
}

/// The lines that matter and the beginning of the description, cut between words.
fn summary(lines: &[String], description: &str) -> String {
    const LENGTH: usize = 280;
    let mut text = lines.join("\n");
    let first = description.split("\n\n").next().unwrap_or_default();
    if !first.is_empty() {
        text.push_str("\n\n");
        if first.chars().count() <= LENGTH {
            text.push_str(first);
        } else {
            let cut: String = first.chars().take(LENGTH).collect();
            let end = cut.rfind(char::is_whitespace).unwrap_or(cut.len());
            text.push_str(cut[..end].trim_end());
            text.push_str(" …");
        }
    }
    text
}

/// `GET /angebote/{id}/qr.svg`
pub(crate) async fn qr_code(visit: Visit, Path(id): Path<String>) -> Result<Response, Error> {
    let offer = shown_offer(&visit, &id).await?;
    // The short address makes a code with larger modules.
    let address = visit.base.absolute(&format!("/angebote/{}", offer.id));
    let title = say::share_qr(visit.words);
    let svg = render::qr::svg(&address, &title).map_err(|error| Error::Internal(format!("QR code: {error}")))?;
    Ok(file("image/svg+xml", svg))
}

/// `GET /einbetten?…`: a list of hits for the pages of others, open to their scripts.
pub(crate) async fn embed(visit: Visit) -> Result<Response, Error> {
    let (params, _) = visit.params();
    let limit = if params.limit == crate::params::DEFAULT_LIMIT { FRAGMENT } else { params.limit };
    let narrow = Params { limit, page: 1, offset: None, view: View::List, ..params.clone() };
    let hits = hits(&visit, &narrow).await?;
    let words = visit.words;
    let plain = Params { limit: crate::params::DEFAULT_LIMIT, ..narrow };
    let fragment = render::embed::Fragment {
        heading: &search_title(&visit, &params),
        heading_level: 2,
        language: words.language,
        items: hits
            .iter()
            .map(|(offer, _, lines)| render::embed::Item {
                title: &offer.content.title,
                url: visit.base.absolute(&offer_path(offer.id, &offer.content.title)),
                lines: lines.clone(),
            })
            .collect(),
        empty: &say::embed_empty(words),
        more_url: &visit.base.absolute(&plain.href("/angebote")),
        more_label: &say::embed_more(words),
    };
    let mut response = file("text/html; charset=utf-8", render::embed::html(&fragment));
    let headers = response.headers_mut();
    headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, header::HeaderValue::from_static("*"));
    headers.insert("cross-origin-resource-policy", header::HeaderValue::from_static("cross-origin"));
    headers.insert(header::CACHE_CONTROL, header::HeaderValue::from_static("public, max-age=300"));
    headers.insert("x-robots-tag", header::HeaderValue::from_static("noindex"));
    Ok(response)
}

/// `GET /einbetten/anleitung?…`: how another site shows this list.
pub(crate) async fn embed_help(visit: Visit) -> Result<Response, Error> {
    let words: &Words = visit.words;
    let (params, _) = visit.params();
    let query = Params { page: 1, offset: None, view: View::List, ..params }.href("");
    let fragment = visit.base.absolute(&format!("/einbetten{query}"));
    let script = visit.base.absolute("/assets/embed.js");
    let attribute = query.trim_start_matches('?').replace('&', "&amp;").replace('"', "&quot;");
    let component = format!(
        "<script type=\"module\" src=\"{script}\"></script>\n<bildungsraum-angebote portal=\"{}\" suche=\"{attribute}\">\n  <a href=\"{}\">{}</a>\n</bildungsraum-angebote>",
        visit.base.absolute(""),
        visit.base.absolute(&format!("/angebote{query}")).replace('&', "&amp;"),
        say::embed_more(words),
    );
    let title = say::embed_title(words);
    let mut page = portal::page_at(&visit, "/einbetten/anleitung", &title, &say::embed_lead(words));
    page.noindex = true;
    let content = html! {
        div.wrap {
            div.page-head { h1 { (title) } p.lead { (say::embed_lead(words)) } }
            (section(2, "mit-skript", &say::embed_component(words), html! {
                p { (say::embed_component_text(words)) }
                pre tabindex="0" role="group" aria-label=(say::embed_component(words)) { code { (component) } }
            }))
            (section(2, "ohne-skript", &say::embed_plain(words), html! {
                p { (say::embed_plain_text(words)) }
                pre tabindex="0" role="group" aria-label=(say::embed_plain(words)) { code { (fragment) } }
            }))
            p { a href=(visit.href(&format!("/angebote{query}"))) { (say::embed_back(words)) } }
        }
    };
    Ok(portal::respond(&visit, &page, content))
}

#[cfg(test)]
mod tests {
    use super::summary;

    #[test]
    fn a_summary_is_cut_between_words() {
        let lines = ["Mo., 2. März".to_owned(), "kostenlos".to_owned()];
        assert_eq!(summary(&lines, ""), "Mo., 2. März\nkostenlos");
        assert_eq!(summary(&lines, "Kurz.\n\nZweiter Absatz"), "Mo., 2. März\nkostenlos\n\nKurz.");
        let long = summary(&[], &"wörter ".repeat(100));
        assert!(long.ends_with("wörter …") && long.chars().count() < 290, "{long}");
    }
}
