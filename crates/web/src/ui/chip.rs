//! Small marks: removable filters, suggestions, badges.

use maud::{Markup, html};

use super::icon::{Icon, icon};

/// A filter that is set; a click removes it.
#[derive(Debug, Clone)]
pub struct Removable {
    pub label: String,
    /// Read aloud: "Filter „Konz“ entfernen".
    pub remove: String,
    /// Address without it.
    pub href: String,
}

pub fn removable(chips: &[Removable], heading: &str, clear: Option<(&str, &str)>) -> Markup {
    html! {
        @if !chips.is_empty() {
            div.chips {
                span.chips-heading id="aktive-filter" { (heading) }
                ul aria-labelledby="aktive-filter" {
                    @for chip in chips {
                        li {
                            a.chip.chip-set href=(chip.href) aria-label=(chip.remove) { (chip.label) (icon(Icon::Close)) }
                        }
                    }
                    @if let Some((label, href)) = clear { li { a.chip-clear href=(href) { (label) } } }
                }
            }
        }
    }
}

/// Something that could be meant; a click applies it.
#[derive(Debug, Clone)]
pub struct Suggested {
    pub label: String,
    pub href: String,
    /// "12 Angebote".
    pub count: Option<String>,
}

pub fn suggested(heading: &str, chips: &[Suggested]) -> Markup {
    html! {
        @if !chips.is_empty() {
            div.chips {
                span.chips-heading id="vorschlag" { (heading) }
                ul aria-labelledby="vorschlag" {
                    @for chip in chips {
                        li {
                            a.chip href=(chip.href) {
                                (chip.label)
                                @if let Some(count) = &chip.count { span.chip-count { (count) } }
                            }
                        }
                    }
                }
            }
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    Neutral,
    Good,
    Notice,
    Bad,
}

impl Tone {
    pub const ALL: &'static [Self] = &[Self::Neutral, Self::Good, Self::Notice, Self::Bad];

    fn class(self) -> &'static str {
        match self {
            Self::Neutral => "badge",
            Self::Good => "badge badge-good",
            Self::Notice => "badge badge-notice",
            Self::Bad => "badge badge-bad",
        }
    }
}

/// A property worth seeing at once; its meaning is in the word, the colour only repeats it.
#[derive(Debug, Clone)]
pub struct Badge {
    pub label: String,
    pub tone: Tone,
}

pub fn badge(badge: &Badge) -> Markup {
    html! { span class=(badge.tone.class()) { (badge.label) } }
}
