//! Buttons do something here; links lead somewhere. A link that is the page's next step may look like a button.

use maud::{Markup, html};

use super::icon::{Icon, icon};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Weight {
    /// The one thing to do here; at most one per view.
    Primary,
    Secondary,
    Quiet,
}

impl Weight {
    pub const ALL: &'static [Self] = &[Self::Primary, Self::Secondary, Self::Quiet];

    fn class(self) -> &'static str {
        match self {
            Self::Primary => "kern-btn kern-btn--primary",
            Self::Secondary => "kern-btn kern-btn--secondary",
            Self::Quiet => "kern-btn kern-btn--tertiary",
        }
    }
}

/// Sends the form it stands in, or the one that `form` names.
pub fn submit(weight: Weight, label: &str, symbol: Option<Icon>, form: Option<&str>) -> Markup {
    html! {
        button class=(weight.class()) type="submit" form=[form] { (content(label, symbol)) }
    }
}

/// Needs script, so it is hidden until script shows it. `action` is what the script looks for.
pub fn scripted(weight: Weight, label: &str, symbol: Option<Icon>, action: &str, value: &str) -> Markup {
    html! {
        button class=(weight.class()) type="button" hidden data-action=(action) data-value=(value) { (content(label, symbol)) }
    }
}

pub fn link(weight: Weight, label: &str, symbol: Option<Icon>, href: &str) -> Markup {
    html! { a class=(weight.class()) href=(href) { (content(label, symbol)) } }
}

/// To another site: says so to nobody in particular, passes nothing on.
pub fn outward(weight: Weight, label: &str, symbol: Option<Icon>, href: &str) -> Markup {
    html! { a class=(weight.class()) href=(href) rel="noopener external" { (content(label, symbol)) } }
}

fn content(label: &str, symbol: Option<Icon>) -> Markup {
    html! {
        @if let Some(symbol) = symbol { (icon(symbol)) }
        span.kern-label { (label) }
    }
}
