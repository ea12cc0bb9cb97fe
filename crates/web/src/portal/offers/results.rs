//! `/angebote`: what was found, in words; filters with live counts; ways on when nothing was found.

use std::collections::HashMap;

use maud::{Markup, html};
use model::ids::{OfferId, ProviderId};
use model::offers::Offer;
use search::answer::{Answer, ChipKind, FacetName, Hit, RelaxStep, Relaxed};
use search::query::Sort;

use super::{describe, facets};
use crate::locale::say;
use crate::params::{Active, Params, Problem, View};
use crate::portal;
use crate::ui::alert::{self, Kind};
use crate::ui::button::{self, Weight};
use crate::ui::card::{OfferCard, offer_cards};
use crate::ui::chip::{self, Removable, Suggested};
use crate::ui::icon::Icon;
use crate::ui::map::{MapFrame, map_frame};
use crate::ui::nav::{self, Pagination, Tab};
use crate::ui::search_bar::search_bar;
use crate::ui::{facet, hidden_text, layout};
use crate::visit::Visit;

/// Everything the page shows, read already.
pub(crate) struct Results<'a> {
    pub(crate) visit: &'a Visit,
    pub(crate) params: &'a Params,
    pub(crate) problems: &'a [Problem],
    /// A place was typed that nobody here knows.
    pub(crate) place_unknown: bool,
    pub(crate) answer: &'a Answer,
    /// Offers of the hits, and of the first hits of every way out.
    pub(crate) offers: &'a HashMap<OfferId, Offer>,
    pub(crate) providers: &'a HashMap<ProviderId, String>,
    /// In the map view.
    pub(crate) map: Option<MapFrame>,
}

const PATH: &str = "/angebote";
/// Hits shown of each way out.
const PREVIEW: usize = 3;

impl Results<'_> {
    pub(crate) fn markup(&self) -> Markup {
        let visit = self.visit;
        html! {
            div.wrap {
                div.page-head.screen-only { (search_bar(&self.search_bar())) }
                div.results.results-map[self.map.is_some()] {
                    (self.head())
                    (facet::panel(&facets::panel(self)))
                    div.results-main id="ergebnis" data-apply=(self.apply_label()) {
                        (self.tools())
                        (self.notices())
                        @if self.answer.total == 0 { (self.nothing()) } @else { (self.found()) }
                    }
                    @if let Some(map) = &self.map {
                        aside.results-side aria-label=(say::map_title(visit.words)) { (map_frame(map)) }
                    }
                }
            }
        }
    }

    /// The sentence that says what was found.
    pub(crate) fn title(&self) -> String {
        let words = self.visit.words;
        let total = self.answer.total;
        let sorted = words.code("sortiert", self.sort().code());
        match (self.params.text.as_str(), total) {
            ("", 0) => say::results_none(words),
            (text, 0) => say::results_none_for(words, text.to_owned()),
            ("", _) => say::results_count(words, total, sorted),
            (text, _) => say::results_count_for(words, total, sorted, text.to_owned()),
        }
    }

    /// Without words there is nothing to match, so "best match" is simply the next date.
    fn sort(&self) -> Sort {
        match self.params.sort {
            Sort::Relevance if self.params.text.is_empty() => Sort::Date,
            Sort::Distance if self.params.place.is_empty() => Sort::Date,
            sort => sort,
        }
    }

    fn apply_label(&self) -> String {
        say::filters_apply(self.visit.words, self.answer.total)
    }

    fn search_bar(&self) -> crate::ui::search_bar::SearchBar {
        let mut bar = portal::bar(self.visit, false);
        bar.what.value.clone_from(&self.params.text);
        bar.place.value.clone_from(&self.params.place);
        bar.from.value = self.params.filters.from.map(|day| day.to_string()).unwrap_or_default();
        // The filters beside the results join the form by themselves; the rest travels along.
        let own = ["sortierung", "ansicht", "limit", "sprache"];
        bar.hidden = self
            .params
            .pairs()
            .into_iter()
            .filter(|(name, _)| own.contains(name))
            .map(|(name, value)| (name.to_owned(), value))
            .collect();
        bar
    }

    fn head(&self) -> Markup {
        let Self { visit, params, .. } = self;
        let words = visit.words;
        let active = params.active();
        let chips: Vec<Removable> = active
            .iter()
            .map(|filter| {
                let label = facets::active_label(self, filter);
                Removable {
                    remove: say::filter_remove(words, label.clone()),
                    label,
                    href: params.without(filter).href(PATH),
                }
            })
            .collect();
        let clear_label = say::filters_clear(words);
        let clear_href = params.without_filters().href(PATH);
        let clear = (chips.len() > 1).then_some((clear_label.as_str(), clear_href.as_str()));
        html! {
            div.results-head id="ergebnis-kopf" {
                h1 id="anzahl" aria-live="polite" { (self.title()) }
                (self.also_searched())
                (chip::removable(&chips, &say::filters_active(words), clear))
                (chip::suggested(&say::chips_suggested(words), &self.suggestions()))
            }
        }
    }

    fn tools(&self) -> Markup {
        let words = self.visit.words;
        let active = self.params.active().len();
        html! {
            div.results-tools.screen-only {
                a.kern-btn.kern-btn--secondary.filter-open href="#filter" {
                    (crate::ui::icon::icon(Icon::Filter))
                    span.kern-label {
                        (say::filters_title(words))
                        @if active > 0 { " (" (active) ")" }
                    }
                }
                @if self.answer.total > 1 { (nav::choices(&say::sort_label(words), &self.sort_choices())) }
                @if self.answer.total > 0 { (nav::tabs(&say::view_label(words), &self.views())) }
            }
        }
    }

    fn sort_choices(&self) -> Vec<(String, String, bool)> {
        let current = self.sort();
        Sort::ALL
            .iter()
            .filter(|sort| match sort {
                Sort::Relevance => !self.params.text.is_empty(),
                Sort::Distance => !self.params.place.is_empty() && !self.place_unknown,
                _ => true,
            })
            .map(|sort| {
                let label = self.visit.words.code("sortierung", sort.code());
                (label, self.params.with_sort(*sort).href(PATH), *sort == current)
            })
            .collect()
    }

    fn views(&self) -> [Tab; 2] {
        let tab = |view: View, label: String, symbol| Tab {
            label,
            href: self.params.with_view(view).href(PATH),
            current: self.params.view == view,
            symbol,
        };
        [
            tab(View::List, say::view_list(self.visit.words), Icon::List),
            tab(View::Map, say::view_map(self.visit.words), Icon::Map),
        ]
    }

    /// "Gesucht wurde auch …" and corrected words: nothing is searched silently.
    fn also_searched(&self) -> Markup {
        let words = self.visit.words;
        let answer = self.answer;
        html! {
            @for correction in &answer.corrections {
                p { (say::results_corrected(words, correction.searched.clone(), correction.typed.clone())) }
            }
            @if !answer.also_searched.is_empty() {
                p.card-provider { (say::results_also(words, answer.also_searched.join(", "))) }
            }
        }
    }

    fn suggestions(&self) -> Vec<Suggested> {
        let words = self.visit.words;
        self.answer
            .chips
            .iter()
            .map(|chip| Suggested {
                label: chip_label(self.visit, &chip.kind),
                href: self.params.with_answer(&chip.text_after, &chip.filters_after).href(PATH),
                count: Some(say::count_offers(words, chip.count)),
            })
            .collect()
    }

    fn notices(&self) -> Markup {
        let words = self.visit.words;
        html! {
            @if self.place_unknown {
                (alert::alert(Kind::Warning, &say::place_not_known(words, self.params.place.clone()), html! {
                    p { (say::place_not_known_text(words)) }
                }, false))
            }
            @if !self.problems.is_empty() {
                (alert::alert(Kind::Info, &say::address_problems(words), html! {
                    ul { @for problem in self.problems {
                        li { strong { (problem.parameter) "=" (problem.value) } ": " (words.code("problem", problem.kind.code())) }
                    } }
                }, false))
            }
        }
    }

    fn cards(&self, hits: &[Hit]) -> Vec<OfferCard> {
        hits.iter()
            .filter_map(|hit| {
                let offer = self.offers.get(&hit.offer)?;
                let provider = self.providers.get(&offer.provider).map_or("", String::as_str);
                Some(describe::card(self.visit, offer, provider, Some(hit)))
            })
            .collect()
    }

    fn found(&self) -> Markup {
        let Self { visit, params, answer, .. } = self;
        let words = visit.words;
        let query = Params { page: 1, view: View::List, ..(*params).clone() };
        html! {
            h2.sr-only { (say::results_list(words)) }
            (offer_cards(&self.cards(&answer.hits), &describe::card_words(words), 3))
            (nav::pagination(&self.pagination()))
            section.section.screen-only aria-labelledby="mitnehmen" {
                h2 id="mitnehmen" { (say::take_along(words)) }
                p { (say::take_along_text(words)) }
                ul.plain-list {
                    li { a href=(query.href("/feed.atom")) { (say::take_feed(words)) } }
                    li { a href=(query.href("/angebote.ics")) { (say::take_calendar(words)) } }
                    li { a href=(query.href("/einbetten/anleitung")) { (say::take_embed(words)) } }
                }
            }
        }
    }

    fn pagination(&self) -> Pagination {
        let words = self.visit.words;
        let Self { params, answer, .. } = self;
        let pages = answer.total.div_ceil(params.limit.max(1)).max(1);
        let page = params.page.min(pages);
        let link = |page: usize| params.with_page(page).href(PATH);
        Pagination {
            label: say::pages_label(words),
            previous: (page > 1).then(|| (say::pages_previous(words), link(page - 1))),
            next: (page < pages).then(|| (say::pages_next(words), link(page + 1))),
            position: say::pages_position(words, page, pages),
        }
    }

    /// Never a dead end: which filter empties the result, what is there without it, and where to go otherwise.
    fn nothing(&self) -> Markup {
        let words = self.visit.words;
        let answer = self.answer;
        html! {
            @if answer.relaxed.is_empty() {
                (alert::empty(2, &say::nothing_title(words), html! { p { (say::nothing_text(words)) } }, self.ways_on()))
            } @else {
                p { (say::nothing_reason(words)) }
                @for relaxed in &answer.relaxed { (self.relaxed(relaxed)) }
                (alert::empty(2, &say::nothing_else(words), html! {}, self.ways_on()))
            }
        }
    }

    fn relaxed(&self, relaxed: &Relaxed) -> Markup {
        let words = self.visit.words;
        let href = self.params.with_answer(&relaxed.text, &relaxed.filters).href(PATH);
        let preview = &relaxed.hits[..relaxed.hits.len().min(PREVIEW)];
        html! {
            section.relaxed {
                h2 { (self.step_label(&relaxed.step)) ": " (say::count_offers(words, relaxed.total)) }
                (offer_cards(&self.cards(preview), &describe::card_words(words), 3))
                p.relaxed-more {
                    a href=(href) {
                        (say::relaxed_show(words, relaxed.total))
                        (hidden_text(&format!(" ({})", self.step_label(&relaxed.step))))
                    }
                }
            }
        }
    }

    fn step_label(&self, step: &RelaxStep) -> String {
        let words = self.visit.words;
        match step {
            RelaxStep::DropFilter(facet) => {
                let labels: Vec<String> = self
                    .params
                    .active()
                    .iter()
                    .filter(|active| matches!(active, Active::Facet(name, _) if name == facet))
                    .map(|active| facets::active_label(self, active))
                    .collect();
                let name = words.code("facet", facet.code());
                let label = if labels.is_empty() { name } else { labels.join(", ") };
                say::relaxed_without(words, label)
            }
            RelaxStep::DropDates => say::relaxed_without_dates(words),
            RelaxStep::DropPlace => say::relaxed_without_place(words),
            RelaxStep::WidenRadius { km } => say::relaxed_radius(words, km.round()),
            RelaxStep::DropWords(dropped) => say::relaxed_without_words(words, dropped.join(", ")),
            RelaxStep::Broader { term } => say::relaxed_broader(words, term.clone()),
            RelaxStep::DropAllFilters => say::relaxed_without_filters(words),
        }
    }

    fn ways_on(&self) -> Markup {
        let words = self.visit.words;
        html! {
            p {
                (button::link(Weight::Secondary, &say::way_all_offers(words), None, &self.visit.href(PATH)))
                " "
                (button::link(Weight::Secondary, &say::way_providers(words), None, &self.visit.href("/anbieter")))
            }
            p {
                (say::way_wish(words)) " "
                a href=(self.visit.href("/rueckmeldung")) { (say::way_wish_link(words)) }
            }
        }
    }
}

/// What a recognised part of the text means, as a label.
fn chip_label(visit: &Visit, kind: &ChipKind) -> String {
    let words = visit.words;
    match kind {
        ChipKind::Place(name) => say::chip_place(words, name.clone()),
        ChipKind::Plz(plz) => say::chip_place(words, plz.clone()),
        ChipKind::Weekday(day) => words.code("wochentag", day),
        ChipKind::TimeOfDay(time) => words.code("tageszeit", time),
        ChipKind::Free => words.code("preis", "kostenlos"),
        ChipKind::Level(level) => say::chip_level(words, level.clone()),
        ChipKind::Online => say::place_online(words),
        ChipKind::ChildCare => words.code("kinderbetreuung", "ja"),
        ChipKind::Dates(dates) => dates.clone(),
    }
}

/// Page data of the head.
pub(crate) fn page(results: &Results<'_>) -> layout::Page {
    let visit = results.visit;
    let words = visit.words;
    let params = results.params;
    let plain = Params { language: None, page: 1, ..params.clone() };
    let mut page = portal::page_at(
        visit,
        &plain.href(PATH),
        &results.title(),
        &say::results_description(words, visit.site.kommune.region.clone()),
    );
    // One list of everything is enough for search engines; every combination of filters is an address.
    page.noindex = !params.is_open() || params.page > 1;
    page.feed = Some((say::take_feed(words), plain.href("/feed.atom")));
    page.kind = if params.view == View::Map { "page-results page-map" } else { "page-results" };
    page
}

/// Which facet values are looked up by name in the answer (providers).
pub(crate) fn label_in_answer<'a>(answer: &'a Answer, facet: FacetName, value: &str) -> Option<&'a str> {
    let facet = answer.facets.iter().find(|candidate| candidate.name == facet)?;
    facet.values.iter().find(|candidate| candidate.value == value)?.label.as_deref()
}
