//! `/sitemap.xml` and `/robots.txt`.

use axum::extract::Path;
use axum::http::header;
use axum::response::{IntoResponse as _, Response};
use render::address::{offer_path, place_path, provider_path};
use render::sitemap::{Location, PAGE_SIZE, index, page, page_count};

use crate::error::Error;
use crate::visit::Visit;

fn xml(body: String) -> Response {
    ([(header::CONTENT_TYPE, "application/xml; charset=utf-8"), (header::CACHE_CONTROL, "public, max-age=3600")], body)
        .into_response()
}

/// `GET /sitemap.xml`: an index; page 0 are the fixed pages, providers and places, the others are offers.
pub(crate) async fn list(visit: Visit) -> Result<Response, Error> {
    let offers = usize::try_from(visit.scope.count_public_offers().await?).unwrap_or(usize::MAX);
    let pages: Vec<Location> = (0..=page_count(offers))
        .map(|number| Location { url: visit.base.absolute(&format!("/sitemap/{number}")), changed_on: None })
        .collect();
    Ok(xml(index(&pages)))
}

/// `GET /sitemap/{page}`
pub(crate) async fn show(visit: Visit, Path(number): Path<usize>) -> Result<Response, Error> {
    let at = |path: String, changed_on| Location { url: visit.base.absolute(&path), changed_on };
    if number == 0 {
        let fixed = ["/", "/angebote", "/anbieter", "/orte", "/ueber"].map(|path| at(path.to_owned(), None));
        let providers = visit.scope.list_providers().await?;
        let providers = providers.iter().map(|provider| at(provider_path(provider.id, &provider.name), None));
        let places = visit.scope.list_places().await?;
        let places = places
            .iter()
            .map(|place| at(place_path(place.id, place.content.name.as_deref().unwrap_or_default()), None));
        let all: Vec<Location> = fixed.into_iter().chain(providers).chain(places).collect();
        return Ok(xml(page(&all)));
    }
    // The store pages by id; the pages before are skipped in one statement each.
    let mut after = None;
    for skipped in 1..=number {
        let lines = visit.scope.list_public_offers(after, PAGE_SIZE).await?;
        if skipped == number {
            if lines.is_empty() && number > 1 {
                return Err(Error::NotFound);
            }
            let offers: Vec<Location> = lines
                .iter()
                .filter(|line| line.is_shown(visit.today()))
                .map(|line| at(offer_path(line.id, &line.title), Some(render::local_time::day(line.changed_at))))
                .collect();
            return Ok(xml(page(&offers)));
        }
        after = match lines.last() {
            Some(last) => Some(last.id),
            None => return Err(Error::NotFound),
        };
    }
    Err(Error::NotFound)
}

/// `GET /robots.txt`
pub(crate) async fn robots(visit: Visit) -> Response {
    let headers =
        [(header::CONTENT_TYPE, "text/plain; charset=utf-8"), (header::CACHE_CONTROL, "public, max-age=3600")];
    (headers, render::robots::text(&visit.base)).into_response()
}
