//! What comes back.

use chrono::NaiveDate;
use model::ids::OfferId;
use model::schedule::ClockTime;

use crate::query::Filters;

#[derive(Debug, Clone, PartialEq)]
pub struct Answer {
    /// Offers that match, all pages together.
    pub total: usize,
    /// This page.
    pub hits: Vec<Hit>,
    /// Every facet, in the order in which pages show them.
    pub facets: Vec<Facet>,
    /// What the text seems to mean, offered as filters; never applied silently.
    pub chips: Vec<Chip>,
    /// Words that do not occur in any offer and the words searched instead.
    pub corrections: Vec<Correction>,
    /// Only when `total` is 0: ways out, best first; each finds something.
    pub relaxed: Vec<Relaxed>,
    /// Words that other words were searched for as well (synonyms, broader terms), for "Gesucht wurde auch …".
    pub also_searched: Vec<String>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Hit {
    pub offer: OfferId,
    pub score: f32,
    /// Next meeting that fulfils the filters.
    pub next: Option<NextMeeting>,
    /// Number of further meetings that fulfil the filters, and at how many further places.
    pub more_meetings: u32,
    pub more_places: u32,
    /// Kilometres from [`crate::query::Near::point`] to the nearest fitting meeting.
    pub distance_km: Option<f64>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NextMeeting {
    pub date: NaiveDate,
    pub start: Option<ClockTime>,
    /// Index into [`model::offers::OfferContent::sessions`].
    pub session: u16,
}

/// Counts as if the facet's own selection were not made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Facet {
    pub name: FacetName,
    pub values: Vec<FacetValue>,
}

/// Name in the address and in the API.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FacetName {
    Topic,
    LifePhase,
    TargetGroup,
    Level,
    Gemeinde,
    Weekday,
    TimeOfDay,
    Duration,
    Delivery,
    Price,
    Funding,
    Language,
    ChildCare,
    Accessibility,
    PlacesFree,
    Provider,
    LearningForm,
    NoRequirements,
}

impl FacetName {
    pub const ALL: &'static [Self] = &[
        Self::Topic,
        Self::LifePhase,
        Self::TargetGroup,
        Self::Level,
        Self::Gemeinde,
        Self::Weekday,
        Self::TimeOfDay,
        Self::Duration,
        Self::Delivery,
        Self::Price,
        Self::Funding,
        Self::Language,
        Self::ChildCare,
        Self::Accessibility,
        Self::PlacesFree,
        Self::Provider,
        Self::LearningForm,
        Self::NoRequirements,
    ];

    /// The query parameter of the page and the API, and the key in the API's `facets`.
    pub fn code(self) -> &'static str {
        match self {
            Self::Topic => "thema",
            Self::LifePhase => "lebensphase",
            Self::TargetGroup => "zielgruppe",
            Self::Level => "niveau",
            Self::Gemeinde => "gebiet",
            Self::Weekday => "wochentag",
            Self::TimeOfDay => "tageszeit",
            Self::Duration => "dauer",
            Self::Delivery => "format",
            Self::Price => "preis",
            Self::Funding => "foerderung",
            Self::Language => "kurssprache",
            Self::ChildCare => "kinderbetreuung",
            Self::Accessibility => "barrierefrei",
            Self::PlacesFree => "plaetze",
            Self::Provider => "anbieter",
            Self::LearningForm => "lernform",
            Self::NoRequirements => "voraussetzung",
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FacetValue {
    /// Code as in the address: vocabulary code, area key, provider id, `mo`…`so`, `ja`.
    pub value: String,
    /// Name, where the index knows it (provider); elsewhere the page translates the code.
    pub label: Option<String>,
    pub count: usize,
    pub selected: bool,
}

/// A part of the text that could be a filter.
#[derive(Debug, Clone, PartialEq)]
pub struct Chip {
    /// The words of the text it was read from ("abends", "konz").
    pub words: String,
    pub kind: ChipKind,
    /// The text without these words and the filters with it: what a click leads to.
    pub text_after: String,
    pub filters_after: Filters,
    /// Hits after the click.
    pub count: usize,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ChipKind {
    /// Name of the place.
    Place(String),
    Plz(String),
    /// `mo`…`so`, or `wochenende`.
    Weekday(String),
    /// Code of a `TimeOfDay`.
    TimeOfDay(String),
    Free,
    /// A CEFR level.
    Level(String),
    Online,
    ChildCare,
    /// A day range: "heute", "morgen", "diese woche", "nächste woche".
    Dates(String),
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Correction {
    pub typed: String,
    pub searched: String,
}

/// A way out of zero hits.
#[derive(Debug, Clone, PartialEq)]
pub struct Relaxed {
    pub step: RelaxStep,
    pub text: String,
    pub filters: Filters,
    pub total: usize,
    /// The first few hits.
    pub hits: Vec<Hit>,
}

#[derive(Debug, Clone, PartialEq)]
pub enum RelaxStep {
    /// Without this one filter there are hits: the filter that kills it.
    DropFilter(FacetName),
    /// Without the dates.
    DropDates,
    /// Without the place.
    DropPlace,
    WidenRadius {
        km: f64,
    },
    /// Fewer words: these were left out.
    DropWords(Vec<String>),
    /// A broader term instead.
    Broader {
        term: String,
    },
    /// Everything with these words, no filters at all.
    DropAllFilters,
}
