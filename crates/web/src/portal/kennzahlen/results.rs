//! `/zahlen?q=…`: the Kennzahlen that a question means, or the ways on when there are none.

use axum::response::Response;
use cube::Definition;
use maud::{Markup, html};

use actions::statistics::Loaded;

use super::index::{Request, search_form, switch};
use super::search;
use super::teaser::{Teaser, tiles, waiting};
use crate::locale::say;
use crate::portal;
use crate::ui::alert;
use crate::ui::button::{self, Weight};
use crate::ui::layout::{Page, section};
use crate::ui::nav;
use crate::visit::Visit;

/// Searches that are offered when one found nothing.
const SUGGESTED: usize = 3;

pub(super) fn show(visit: &Visit, loaded: &Loaded, request: &Request, teasers: &[Teaser]) -> Response {
    let words = visit.words;
    let teaser_of = |definition: &Definition| teasers.iter().find(|teaser| std::ptr::eq(teaser.definition, definition));
    let found = search::find(&request.question, |definition| teaser_of(definition).is_some());
    let with_data: Vec<&Teaser> = found.definitions.iter().copied().filter_map(teaser_of).collect();
    let without: Vec<&Definition> =
        found.definitions.iter().copied().filter(|definition| teaser_of(definition).is_none()).collect();
    let title = say::figures_search_title(words, request.typed.clone());
    let count = say::figures_found(words, found.definitions.len());
    let trail = [(say::nav_start(words), visit.href("/")), (say::nav_figures(words), visit.href("/zahlen"))];
    let content = html! {
        div.wrap {
            (nav::breadcrumb(&say::nav_breadcrumb(words), &trail, &request.typed))
            div.page-head { h1 { (title) } }
            (search_form(visit, request))
            @if found.definitions.is_empty() {
                (nothing(visit, request))
            } @else {
                @for correction in &found.corrections {
                    p { (say::figures_corrected(words, correction.searched.clone(), correction.typed.clone())) }
                }
                @if !found.unknown.is_empty() { p { (say::figures_unknown(words, found.unknown.len(), quoted(visit, &found.unknown))) } }
                (switch(visit, loaded, request))
                @if !with_data.is_empty() { (section(2, "treffer", &count, tiles(visit, false, with_data.iter().copied()))) }
                @if !without.is_empty() {
                    @let heading = if with_data.is_empty() { count.clone() } else { say::figures_found_waiting(words, without.len()) };
                    (section(2, "ohne-daten", &heading, html! {
                        p { (say::figures_waiting_text(words, without.len())) }
                        (waiting(visit, without.iter().copied()))
                    }))
                }
                p.ways {
                    (button::link(Weight::Quiet, &say::way_all_figures(words), None, &visit.href("/zahlen")))
                }
            }
        }
    };
    // Answers to questions are no pages of their own for search engines.
    let page = Page { title, description: count, noindex: true, ..Page::default() };
    portal::respond(visit, &page, content)
}

fn quoted(visit: &Visit, unknown: &[String]) -> String {
    unknown.iter().map(|word| say::figures_quoted(visit.words, word.clone())).collect::<Vec<_>>().join(", ")
}

/// No dead end: searches that find something, and the offers.
fn nothing(visit: &Visit, request: &Request) -> Markup {
    let words = visit.words;
    let usual = say::figures_suggestions(words);
    let usual: Vec<String> = usual.split(';').map(|one| one.trim().to_owned()).collect();
    let query = |text: &str| serde_urlencoded::to_string([("q", text)]).expect("pairs of texts can always be encoded");
    alert::empty(
        2,
        &say::figures_not_found(words, request.typed.clone()),
        html! {
            p { (say::figures_try(words)) }
            ul {
                @for text in search::suggestions(&request.question, &usual, SUGGESTED) {
                    li { a href=(visit.href(&format!("/zahlen?{}", query(&text)))) { (text) } }
                }
            }
        },
        html! {
            (button::link(Weight::Secondary, &say::figures_to_offers(words, request.typed.clone()), None, &visit.href(&format!("/angebote?{}", query(&request.typed)))))
            " "
            (button::link(Weight::Quiet, &say::way_all_figures(words), None, &visit.href("/zahlen")))
        },
    )
}
