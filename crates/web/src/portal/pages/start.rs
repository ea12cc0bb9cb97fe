//! `/`: one sentence, one search, six doors, topics, what begins this week, and how much there is.

use axum::response::Response;
use chrono::Days;
use maud::{Markup, html};
use model::codes::area_key::{AreaKey, AreaLevel};
use model::offers::LifePhase;
use model::vocabularies;
use search::answer::{Answer, FacetName};

use crate::error::Error;
use crate::locale::{Words, say};
use crate::params::Params;
use crate::portal::offers::{answer, describe, offers_of, provider_names};
use crate::portal::{self, bar};
use crate::ui::button::{self, Weight};
use crate::ui::card::{OfferCard, offer_cards};
use crate::ui::icon::Icon;
use crate::ui::layout::section;
use crate::ui::search_bar::search_bar;
use crate::ui::tile::{Tile, tiles};
use crate::visit::Visit;

const THIS_WEEK: usize = 6;

/// The six doors; one opens on two phases that visitors do not tell apart.
const DOORS: [(&str, Icon, &[LifePhase]); 6] = [
    ("fruehe-jahre", Icon::Blocks, &[LifePhase::FruehKindheit]),
    ("schule", Icon::Book, &[LifePhase::Schule]),
    ("ausbildung", Icon::Cap, &[LifePhase::UebergangSchuleBeruf, LifePhase::AusbildungStudium]),
    ("beruf", Icon::Briefcase, &[LifePhase::Erwerbsleben]),
    ("familie", Icon::House, &[LifePhase::Familie]),
    ("ruhestand", Icon::Sun, &[LifePhase::NachErwerb]),
];

/// `GET /`
pub(crate) async fn show(visit: Visit) -> Result<Response, Error> {
    let (all, _) = answer(&visit, &Params { limit: 1, ..Params::default() }).await?;
    let today = visit.today();
    let week =
        Params { limit: THIS_WEEK, ..Params::default() }.with_dates(Some(today), today.checked_add_days(Days::new(6)));
    let (soon, _) = answer(&visit, &week).await?;
    let offers = offers_of(&visit, soon.hits.iter()).await?;
    let names = provider_names(&visit, offers.values()).await?;
    let cards: Vec<OfferCard> = soon
        .hits
        .iter()
        .filter_map(|hit| {
            let offer = offers.get(&hit.offer)?;
            Some(describe::card(&visit, offer, names.get(&offer.provider).map_or("", String::as_str), Some(hit)))
        })
        .collect();
    let doors = doors(&visit, &all).await?;
    let words = visit.words;
    let region = &visit.site.kommune.region;
    let mut page = portal::page_at(&visit, "/", "", &say::start_lead(words, region.clone()));
    page.kind = "page-start";
    let week_href = visit.href(&Params { limit: crate::params::DEFAULT_LIMIT, ..week }.href("/angebote"));
    let content = html! {
        div.hero {
            div.wrap {
                div.hero-text {
                    h1 { (say::start_title(words)) }
                    p.lead { (say::start_lead(words, region.clone())) }
                    (six_doors())
                }
                (search_bar(&bar(&visit, true)))
            }
        }
        div.wrap {
            (section(2, "lebensphasen", &say::start_doors(words), tiles(&doors)))
            @if !cards.is_empty() {
                (section(2, "diese-woche", &say::start_week(words), html! {
                    div.cards-columns { (offer_cards(&cards, &describe::card_words(words), 3)) }
                    p.relaxed-more {
                        (button::link(Weight::Secondary, &say::start_week_all(words, soon.total), None, &week_href))
                    }
                }))
            }
            (section(2, "themen", &say::start_topics(words), topics(&visit, &all)))
            (section(2, "zahlen", &say::start_figures(words), figures(words, &all)))
        }
    };
    Ok(portal::respond(&visit, &page, content))
}

/// Six arches: the doors below as an ornament.
fn six_doors() -> Markup {
    let arch = |x: u32, width: u32, height: u32| {
        let (r, top) = (width / 2, 220 - height + width / 2);
        format!("M{x} 220V{top}a{r} {r} 0 0 1 {width} 0v{}z", 220 - top)
    };
    html! {
        svg.hero-doors viewBox="0 0 480 220" width="480" height="220" aria-hidden="true" focusable="false" {
            @for (index, height) in [96, 148, 120, 184, 208, 140].into_iter().enumerate() {
                path d=(arch(index as u32 * 80 + 4, 72, height)) {}
            }
        }
    }
}

fn count_of(answer: &Answer, facet: FacetName, value: &str) -> usize {
    let facet = answer.facets.iter().find(|candidate| candidate.name == facet);
    facet
        .and_then(|facet| facet.values.iter().find(|candidate| candidate.value == value))
        .map_or(0, |value| value.count)
}

async fn doors(visit: &Visit, all: &Answer) -> Result<Vec<Tile>, Error> {
    let words = visit.words;
    let mut tiles = Vec::new();
    for (key, symbol, phases) in DOORS {
        let params =
            phases.iter().fold(Params::default(), |params, phase| params.toggled(FacetName::LifePhase, phase.code()));
        let count = match phases {
            [phase] => count_of(all, FacetName::LifePhase, phase.code()),
            // An offer for two phases must not be counted twice.
            _ => answer(visit, &Params { limit: 1, ..params.clone() }).await?.0.total,
        };
        tiles.push(Tile {
            symbol,
            title: words.code("tuer", key),
            text: words.code("tuer-text", key),
            href: visit.href(&params.href("/angebote")),
            count: (count > 0).then(|| say::count_offers(words, count)),
        });
    }
    Ok(tiles)
}

fn topics(visit: &Visit, all: &Answer) -> Markup {
    let words = visit.words;
    html! {
        ul.topics {
            @for term in vocabularies::topics().terms.iter().filter(|term| term.broader.is_none()) {
                @let count = count_of(all, FacetName::Topic, &term.code);
                @if count > 0 {
                    li {
                        a href=(visit.href(&Params::default().toggled(FacetName::Topic, &term.code).href("/angebote"))) {
                            (term.label_in(words.language))
                        }
                        span aria-label=(say::count_offers(words, count)) role="note" { (say::number_only(words, count)) }
                    }
                }
            }
        }
    }
}

fn figures(words: &Words, all: &Answer) -> Markup {
    let free = count_of(all, FacetName::Price, "kostenlos");
    let occurring = |name: FacetName, counts: &dyn Fn(&str) -> bool| {
        let values = all.facets.iter().filter(|facet| facet.name == name).flat_map(|facet| &facet.values);
        values.filter(|value| value.count > 0 && counts(&value.value)).count()
    };
    let providers = occurring(FacetName::Provider, &|_| true);
    // The facet has Kreise and Verbände as well.
    let is_gemeinde = |key: &str| key.parse::<AreaKey>().is_ok_and(|key| key.level() == AreaLevel::Gemeinde);
    let gemeinden = occurring(FacetName::Gemeinde, &is_gemeinde);
    html! {
        dl.figures {
            div { dt { (say::figure_offers(words)) } dd { (say::number_only(words, all.total)) } }
            div { dt { (say::figure_free(words)) } dd { (say::number_only(words, free)) } }
            div { dt { (say::figure_providers(words)) } dd { (say::number_only(words, providers)) } }
            div { dt { (say::figure_gemeinden(words)) } dd { (say::number_only(words, gemeinden)) } }
        }
    }
}
