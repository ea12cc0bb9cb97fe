//! `/merkliste`: offers a visitor keeps, in the browser only. The server never learns which.

use axum::response::Response;
use maud::html;

use crate::locale::say;
use crate::portal;
use crate::ui::alert::{self, Kind};
use crate::ui::button::{self, Weight};
use crate::visit::Visit;

/// `GET /merkliste`
pub(crate) async fn show(visit: Visit) -> Response {
    let words = visit.words;
    let title = say::bookmarks_title(words);
    let mut page = portal::page_at(&visit, "/merkliste", &title, &say::bookmarks_lead(words));
    page.noindex = true;
    let content = html! {
        div.wrap {
            div.page-head { h1 { (title) } p.lead { (say::bookmarks_lead(words)) } }
            noscript {
                (alert::alert(Kind::Info, &say::bookmarks_no_script(words), html! { p { (say::bookmarks_no_script_text(words)) } }, false))
            }
            div id="merkliste" data-remove=(say::bookmark_remove(words)) hidden {
                ul.index-list.bookmark-list {}
                p { (button::scripted(Weight::Quiet, &say::bookmarks_clear(words), None, "merkliste-leeren", "")) }
            }
            div id="merkliste-leer" {
                (alert::empty(2, &say::bookmarks_empty(words), html! { p { (say::bookmarks_empty_text(words)) } },
                    button::link(Weight::Secondary, &say::way_all_offers(words), None, &visit.href("/angebote"))))
            }
        }
    };
    portal::respond(&visit, &page, content)
}
