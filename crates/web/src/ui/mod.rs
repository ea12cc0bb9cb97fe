//! The design system: components as typed functions from words to markup, on the tokens and components of KERN.
//!
//! In: texts, addresses, states. Out: [`maud::Markup`]. Never: domain types, the store, the search, a sentence of its own (every word comes
//! from the caller), script that a component needs to work.
//! `/muster` shows every component in every state.

pub mod alert;
pub mod button;
pub mod card;
pub mod chip;
pub mod disclosure;
pub mod facet;
pub mod form;
pub mod icon;
pub mod layout;
pub mod lists;
pub mod map;
pub mod nav;
pub mod search_bar;
pub mod theme;
pub mod tile;

use maud::{Markup, html};

/// Plain text with paragraphs (separated by an empty line) and lists (lines that begin with `- `), as the model keeps texts.
pub fn prose(text: &str) -> Markup {
    let blocks = text.split("\n\n").map(str::trim).filter(|block| !block.is_empty());
    html! {
        @for block in blocks {
            @let (items, lines): (Vec<&str>, Vec<&str>) =
                block.lines().map(str::trim).filter(|line| !line.is_empty()).partition(|line| line.starts_with("- "));
            @if !lines.is_empty() {
                p {
                    @for (index, line) in lines.iter().enumerate() {
                        @if index > 0 { br; }
                        (line)
                    }
                }
            }
            @if !items.is_empty() {
                ul { @for item in items { li { (item.trim_start_matches("- ")) } } }
            }
        }
    }
}

/// Read aloud, not shown.
pub fn hidden_text(text: &str) -> Markup {
    html! { span.sr-only { (text) } }
}
