//! `/impressum` (§ 5 DDG) and `/datenschutz` (Art. 13 DSGVO), filled from what the operator has entered.

use axum::response::Response;
use maud::{Markup, html};

use super::text_sections;
use crate::locale::say;
use crate::portal;
use crate::portal::offers::contact_lines;
use crate::ui::alert::{self, Kind};
use crate::ui::layout::section;
use crate::visit::Visit;

/// `GET /impressum`
pub(crate) async fn imprint(visit: Visit) -> Response {
    let words = visit.words;
    let operator = &visit.site.kommune.operator;
    let title = say::imprint_title(words);
    let page = portal::page_at(&visit, "/impressum", &title, &say::imprint_lead(words));
    let content = html! {
        div.wrap {
            div.page-head { h1 { (title) } p.lead { (say::imprint_lead(words)) } }
            (missing(&visit))
            (section(2, "anbieter", &say::imprint_operator(words), html! {
                p {
                    (operator.name) br;
                    (operator.street) br;
                    (operator.plz_and_city)
                }
                @if !operator.represented_by.is_empty() {
                    p { (say::imprint_represented(words, operator.represented_by.clone())) }
                }
            }))
            (section(2, "kontakt", &say::label_contact(words), contact_lines(words, &operator.contact)))
            (text_sections(&[("inhalte", say::imprint_content(words), say::imprint_content_text(words))]))
        }
    };
    portal::respond(&visit, &page, content)
}

/// `GET /datenschutz`
pub(crate) async fn privacy(visit: Visit) -> Response {
    let words = visit.words;
    let operator = &visit.site.kommune.operator;
    let title = say::privacy_title(words);
    let page = portal::page_at(&visit, "/datenschutz", &title, &say::privacy_lead(words));
    let content = html! {
        div.wrap {
            div.page-head { h1 { (title) } p.lead { (say::privacy_lead(words)) } }
            (missing(&visit))
            (section(2, "verantwortlich", &say::privacy_controller(words), html! {
                p { (operator.name) ", " (operator.street) ", " (operator.plz_and_city) }
                (contact_lines(words, &operator.contact))
                h3 { (say::privacy_officer(words)) }
                (contact_lines(words, &operator.data_protection_contact))
            }))
            (text_sections(&[
                ("besuch", say::privacy_visit(words), say::privacy_visit_text(words)),
                ("merkliste", say::privacy_bookmarks(words), say::privacy_bookmarks_text(words)),
                ("nachrichten", say::privacy_messages(words), say::privacy_messages_text(words)),
                ("karte", say::privacy_map(words), if visit.site.kommune.look.map_style.is_some() {
                    say::privacy_map_own(words)
                } else {
                    say::privacy_map_none(words)
                }),
                ("rechte", say::privacy_rights(words), say::privacy_rights_text(words)),
            ]))
        }
    };
    portal::respond(&visit, &page, content)
}

/// A portal without its operator's particulars must not look finished.
fn missing(visit: &Visit) -> Markup {
    let words = visit.words;
    html! {
        @if visit.site.kommune.operator.name.is_empty() {
            (alert::alert(Kind::Warning, &say::operator_missing(words), html! { p { (say::operator_missing_text(words)) } }, false))
        }
    }
}
