//! Finding the way: breadcrumb, pagination, switches between views.

use maud::{Markup, html};

use super::icon::{Icon, icon};

/// Where this page stands; the last entry is the page itself and no link.
pub fn breadcrumb(name: &str, trail: &[(String, String)], here: &str) -> Markup {
    html! {
        nav.breadcrumb aria-label=(name) {
            ol {
                @for (label, href) in trail { li { a href=(href) { (label) } } }
                li { span aria-current="page" { (here) } }
            }
        }
    }
}

#[derive(Debug, Clone)]
pub struct Pagination {
    pub label: String,
    pub previous: Option<(String, String)>,
    pub next: Option<(String, String)>,
    /// "Seite 2 von 12".
    pub position: String,
}

pub fn pagination(pages: &Pagination) -> Markup {
    html! {
        @if pages.previous.is_some() || pages.next.is_some() {
            nav.pagination aria-label=(pages.label) {
                @match &pages.previous {
                    Some((label, href)) => a.kern-btn.kern-btn--secondary href=(href) rel="prev" { span.kern-label { (label) } },
                    None => span {},
                }
                span.pagination-position { (pages.position) }
                @match &pages.next {
                    Some((label, href)) => a.kern-btn.kern-btn--secondary href=(href) rel="next" { span.kern-label { (label) } },
                    None => span {},
                }
            }
        }
    }
}

/// One of a few views of the same thing.
#[derive(Debug, Clone)]
pub struct Tab {
    pub label: String,
    pub href: String,
    pub current: bool,
    pub symbol: Icon,
}

pub fn tabs(name: &str, tabs: &[Tab]) -> Markup {
    html! {
        nav.view-switch aria-label=(name) {
            ul {
                @for tab in tabs {
                    li { a href=(tab.href) aria-current=[tab.current.then_some("true")] { (icon(tab.symbol)) (tab.label) } }
                }
            }
        }
    }
}

/// Links to the same list in another order; the current one is no link.
pub fn choices(name: &str, choices: &[(String, String, bool)]) -> Markup {
    html! {
        nav.choices aria-label=(name) {
            span.choices-name aria-hidden="true" { (name) }
            ul {
                @for (label, href, current) in choices {
                    li {
                        @if *current { span aria-current="true" { (label) } }
                        @else { a href=(href) rel="nofollow" { (label) } }
                    }
                }
            }
        }
    }
}
