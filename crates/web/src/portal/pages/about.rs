//! `/ueber`: what is here and what is not, who enters it, how fresh it is, and why one offer stands before another.

use axum::response::Response;
use maud::{Markup, html};
use store::sources::SourceLine;

use super::text_sections;
use crate::error::Error;
use crate::locale::{Words, format, say};
use crate::portal;
use crate::ui::layout::section;
use crate::ui::lists::{Table, table};
use crate::ui::prose;
use crate::visit::Visit;

/// `GET /ueber`
pub(crate) async fn show(visit: Visit) -> Result<Response, Error> {
    let words = visit.words;
    let sources = visit.scope.list_sources().await?;
    let offers = visit.scope.count_public_offers().await?;
    let kommune = &visit.site.kommune;
    let title = say::about_title(words);
    let page = portal::page_at(&visit, "/ueber", &title, &say::about_lead(words, offers, kommune.region.clone()));
    let content = html! {
        div.wrap {
            div.page-head { h1 { (title) } p.lead { (say::about_lead(words, offers, kommune.region.clone())) } }
            (text_sections(&[
                ("umfang", say::about_scope(words), say::about_scope_text(words)),
                ("wer", say::about_who(words), say::about_who_text(words)),
            ]))
            (section(2, "quellen", &say::about_sources(words), html! {
                p { (say::about_sources_text(words)) }
                (sources_table(words, &sources))
            }))
            (text_sections(&[
                ("reihenfolge", say::about_ranking(words), say::about_ranking_text(words)),
                ("unbekannt", say::about_unknown(words), say::about_unknown_text(words)),
                ("spuren", say::about_traces(words), say::about_traces_text(words)),
            ]))
            (section(2, "daten", &say::about_data(words), html! {
                div.prose {
                    (prose(&say::about_data_text(words)))
                    ul {
                        li { a href="/api/v1/openapi.json" { (say::about_data_api(words)) } }
                        li { a href="/feed.atom" { (say::take_feed(words)) } }
                        li { a href="/angebote.ics" { (say::take_calendar(words)) } }
                        li { a href=(visit.href("/einbetten/anleitung")) { (say::take_embed(words)) } }
                    }
                }
            }))
            (section(2, "fehler", &say::about_mistakes(words), html! {
                p { (say::about_mistakes_text(words)) " " a href=(visit.href("/rueckmeldung")) { (say::way_wish_link(words)) } }
            }))
        }
    };
    Ok(portal::respond(&visit, &page, content))
}

fn sources_table(words: &Words, sources: &[SourceLine]) -> Markup {
    if sources.is_empty() {
        return html! { p { (say::about_sources_none(words)) } };
    }
    let rows = sources
        .iter()
        .map(|source| {
            let received = source.last_delivery.as_ref().map(|delivery| render::local_time::day(delivery.received_at));
            vec![
                html! { (source.name) },
                html! { (say::number_only(words, source.offers)) },
                html! { (received.map_or_else(|| say::about_never(words), |day| format::date(words, day))) },
            ]
        })
        .collect();
    table(&Table {
        id: "quellen-tabelle".into(),
        caption: say::about_sources(words),
        columns: vec![say::label_source(words), say::nav_offers(words), say::label_last_delivery(words)],
        rows,
        caption_hidden: true,
    })
}
