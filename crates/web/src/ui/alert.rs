//! Messages: what happened, what is kept, what to do. And the empty state, which is never a dead end.

use maud::{Markup, html};

use super::icon::{Icon, icon};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Info,
    Success,
    Warning,
    Danger,
}

impl Kind {
    pub const ALL: &'static [Self] = &[Self::Info, Self::Success, Self::Warning, Self::Danger];

    fn class(self) -> &'static str {
        match self {
            Self::Info => "alert alert-info",
            Self::Success => "alert alert-success",
            Self::Warning => "alert alert-warning",
            Self::Danger => "alert alert-danger",
        }
    }

    fn icon(self) -> Icon {
        match self {
            Self::Info => Icon::Info,
            Self::Success => Icon::Check,
            Self::Warning | Self::Danger => Icon::Warning,
        }
    }
}

/// `urgent` messages are read aloud when they appear.
pub fn alert(kind: Kind, title: &str, body: Markup, urgent: bool) -> Markup {
    html! {
        div class=(kind.class()) role=[urgent.then_some("alert")] {
            (icon(kind.icon()))
            div.alert-text {
                p.alert-title { (title) }
                (body)
            }
        }
    }
}

/// Nothing here: says why and what to do next. `level` is the heading's level in the page.
pub fn empty(level: u8, title: &str, body: Markup, next: Markup) -> Markup {
    html! {
        div.empty {
            (super::layout::heading(level, title, None))
            (body)
            div.empty-next { (next) }
        }
    }
}
