//! Own line icons on a 24-pixel grid. They decorate words and are never read aloud.

use maud::{Markup, html};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Icon {
    Search,
    Pin,
    Calendar,
    Clock,
    Euro,
    Person,
    Level,
    Arrow,
    Close,
    Filter,
    Bookmark,
    Share,
    Print,
    Check,
    Minus,
    Question,
    Info,
    Warning,
    List,
    Map,
    Globe,
    Blocks,
    Book,
    Cap,
    Briefcase,
    House,
    Sun,
}

impl Icon {
    pub const ALL: &'static [Self] = &[
        Self::Search,
        Self::Pin,
        Self::Calendar,
        Self::Clock,
        Self::Euro,
        Self::Person,
        Self::Level,
        Self::Arrow,
        Self::Close,
        Self::Filter,
        Self::Bookmark,
        Self::Share,
        Self::Print,
        Self::Check,
        Self::Minus,
        Self::Question,
        Self::Info,
        Self::Warning,
        Self::List,
        Self::Map,
        Self::Globe,
        Self::Blocks,
        Self::Book,
        Self::Cap,
        Self::Briefcase,
        Self::House,
        Self::Sun,
    ];

    fn path(self) -> &'static str {
        match self {
            Self::Search => "M10.5 4a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13zM15.5 15.5 20 20",
            Self::Pin => {
                "M12 21c4-5 6.5-8.500 6.500-11.500a6.500 6.500 0 0 0-13 0C5.500 12.500 8 16 12 21zM12 7.500a2 2 0 1 0 0 4 2 2 0 0 0 0-4z"
            }
            Self::Calendar => "M5 6h14v14H5zM5 10h14M8.500 3.500V7M15.500 3.500V7",
            Self::Clock => "M12 4a8 8 0 1 0 0 16 8 8 0 0 0 0-16zM12 8v4.500l3 2",
            Self::Euro => "M18 6.500a7 7 0 1 0 0 11M4 10.500h9M4 13.500h9",
            Self::Person => "M12 4a3.500 3.500 0 1 0 0 7 3.500 3.500 0 0 0 0-7zM5 20c.5-4 3-6 7-6s6.500 2 7 6",
            Self::Level => "M5 19v-4M10 19v-7M15 19V9M20 19V5",
            Self::Arrow => "M5 12h14M13 6l6 6-6 6",
            Self::Close => "M6 6l12 12M18 6 6 18",
            Self::Filter => "M4 7h9M17 7h3M4 17h3M11 17h9M13 4.500v5M7 14.500v5",
            Self::Bookmark => "M7 4h10v16l-5-4-5 4z",
            Self::Share => "M12 15V4M8 7.500 12 4l4 3.500M6 11.500V20h12v-8.500",
            Self::Print => "M7 9V4h10v5M7 17H4V9h16v8h-3M7 14h10v6H7z",
            Self::Check => "M5 12.500 10 17.500 19.500 7",
            Self::Minus => "M6 12h12",
            Self::Question => "M8.500 9a3.500 3.500 0 1 1 5 3.200c-1 .6-1.500 1.200-1.500 2.300M12 18v.5",
            Self::Info => "M12 4a8 8 0 1 0 0 16 8 8 0 0 0 0-16zM12 11v5M12 7.800v.4",
            Self::Warning => "M12 4 21 20H3zM12 10v5M12 17.300v.4",
            Self::List => "M9 6h11M9 12h11M9 18h11M4 6h.5M4 12h.5M4 18h.5",
            Self::Map => "M4 6l5-2 6 2 5-2v14l-5 2-6-2-5 2zM9 4v14M15 6v14",
            Self::Globe => {
                "M12 4a8 8 0 1 0 0 16 8 8 0 0 0 0-16zM4 12h16M12 4c2.500 2.200 3.500 5 3.500 8s-1 5.800-3.500 8c-2.500-2.200-3.500-5-3.500-8s1-5.800 3.500-8z"
            }
            Self::Blocks => "M4 13h7v7H4zM13 13h7v7h-7zM8.500 4h7v7h-7z",
            Self::Book => {
                "M12 7c-2-1.500-4.500-2-8-2v13c3.500 0 6 .5 8 2 2-1.500 4.500-2 8-2V5c-3.500 0-6 .5-8 2zM12 7v13"
            }
            Self::Cap => "M2.500 9.500 12 5l9.500 4.500L12 14zM6.500 11.500V16c2 2 9 2 11 0v-4.500M21.500 9.500V15",
            Self::Briefcase => "M4 8h16v11H4zM9 8V5h6v3M4 13h16",
            Self::House => "M4 11.500 12 4.500l8 7M6 10v10h12V10M10 20v-6h4v6",
            Self::Sun => {
                "M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM12 2.500v2.500M12 19v2.500M2.500 12H5M19 12h2.500M5.300 5.300 7 7M17 17l1.700 1.700M18.700 5.300 17 7M7 17l-1.700 1.700"
            }
        }
    }
}

pub fn icon(icon: Icon) -> Markup {
    html! {
        svg.icon viewBox="0 0 24 24" width="24" height="24" fill="none" stroke="currentColor" stroke-width="1.75"
            stroke-linecap="round" stroke-linejoin="round" aria-hidden="true" focusable="false" {
            path d=(icon.path()) {}
        }
    }
}
