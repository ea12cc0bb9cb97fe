//! What can be asked.

use std::collections::BTreeSet;

use chrono::{NaiveDate, NaiveDateTime};
use model::access::{AccessFeature, ChildCare};
use model::codes::area_key::AreaKey;
use model::codes::education::LearningForm;
use model::codes::language::LanguageCode;
use model::codes::level::CefrBase;
use model::ids::{KommuneId, ProviderId};
use model::offers::{DeliveryMode, LifePhase};
use model::places::GeoPoint;
use model::schedule::{TimeOfDay, WeekdaySet};
use model::vocabularies::{FundingCode, TargetGroupCode, TopicCode};

#[derive(Debug, Clone, PartialEq)]
pub struct Query {
    pub kommune: KommuneId,
    /// Free text as typed.
    pub text: String,
    pub filters: Filters,
    pub sort: Sort,
    /// Number of hits to skip.
    pub offset: usize,
    pub limit: usize,
    /// Local time at which the question is asked; meetings before it do not count.
    pub now: NaiveDateTime,
    /// Language of the labels of chips.
    pub language: &'static str,
}

/// Within a filter any value suffices (OR); all filters must hold (AND). Filters on sessions (Gemeinde, radius, dates, weekday, time of
/// day) must hold for one and the same meeting.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Filters {
    pub topics: BTreeSet<TopicCode>,
    pub life_phases: BTreeSet<LifePhase>,
    pub target_groups: BTreeSet<TargetGroupCode>,
    pub levels: BTreeSet<CefrBase>,
    /// Gemeinde, Gemeindeverband or Kreis keys.
    pub areas: BTreeSet<AreaKey>,
    pub near: Option<Near>,
    /// First and last day, inclusive.
    pub from: Option<NaiveDate>,
    pub until: Option<NaiveDate>,
    pub weekdays: WeekdaySet,
    pub times_of_day: BTreeSet<TimeOfDay>,
    pub durations: BTreeSet<Duration>,
    pub delivery: BTreeSet<DeliveryMode>,
    pub price: BTreeSet<PriceFilter>,
    pub funding: BTreeSet<FundingCode>,
    pub languages: BTreeSet<LanguageCode>,
    pub child_care: BTreeSet<ChildCare>,
    /// All of these must be known to be present (AND, unlike the others: somebody who needs two features needs both).
    pub accessibility: BTreeSet<AccessFeature>,
    /// Only offers with a free place, or of which it is not known that they are full.
    pub places_free: bool,
    pub providers: BTreeSet<ProviderId>,
    pub learning_forms: BTreeSet<LearningForm>,
    /// Only offers whose Zugangsvoraussetzungen are "keine".
    pub no_requirements: bool,
}

/// A circle; online offers are inside every circle if `or_online`.
#[derive(Debug, Clone, PartialEq)]
pub struct Near {
    pub point: GeoPoint,
    pub radius_km: f64,
    pub or_online: bool,
    /// Name to show ("Konz").
    pub label: String,
}

/// Length of the whole offer, from first to last meeting.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Duration {
    /// One meeting on one day.
    Einmalig,
    /// Several days, up to a week.
    BisEineWoche,
    BisEinMonat,
    BisDreiMonate,
    BisSechsMonate,
    Laenger,
    /// Drop-in, continuous or without a known end.
    Laufend,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PriceFilter {
    Kostenlos,
    /// Up to 25, 50, 100 euros; a free offer is inside each.
    Bis25,
    Bis50,
    Bis100,
    /// More than 100 euros.
    Ueber100,
    /// The source does not say.
    Unbekannt,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum Sort {
    /// How well the words match, then how soon it starts. No paid placement.
    #[default]
    Relevance,
    /// Next meeting first.
    Date,
    /// Needs [`Filters::near`]; falls back to date.
    Distance,
    /// Cheapest first, unknown last.
    Price,
    Newest,
}

macro_rules! codes {
    ($name:ident { $($variant:ident = $code:literal),* }) => {
        impl $name {
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];
            /// Stable code in addresses and locale keys.
            pub fn code(self) -> &'static str {
                match self { $(Self::$variant => $code),* }
            }
            pub fn from_code(code: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|value| value.code() == code)
            }
        }
    };
}
codes!(Duration { Einmalig = "einmalig", BisEineWoche = "bis_1_woche", BisEinMonat = "bis_1_monat", BisDreiMonate = "bis_3_monate", BisSechsMonate = "bis_6_monate", Laenger = "laenger", Laufend = "laufend" });
codes!(PriceFilter { Kostenlos = "kostenlos", Bis25 = "bis_25", Bis50 = "bis_50", Bis100 = "bis_100", Ueber100 = "ueber_100", Unbekannt = "unbekannt" });
codes!(Sort { Relevance = "relevanz", Date = "datum", Distance = "entfernung", Price = "preis", Newest = "neu" });
