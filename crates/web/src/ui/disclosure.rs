//! What opens on demand, with the browser's own element.

use maud::{Markup, html};

pub fn accordion(summary: &str, open: bool, body: Markup) -> Markup {
    html! {
        details.accordion open[open] {
            summary { (summary) }
            div.accordion-body { (body) }
        }
    }
}
