//! What the API answers. Structs of their own, so that storage and API can change apart.
//!
//! Within version 1 fields may be added, never renamed, removed or given another meaning.

pub mod kennzahlen;

use std::collections::BTreeMap;

use serde::Serialize;
use utoipa::ToSchema;

/// A page of hits with everything that is needed to ask on.
#[derive(Debug, Serialize, ToSchema)]
pub struct OfferList {
    /// Number of offers that match, all pages together.
    pub total: usize,
    pub offset: usize,
    pub limit: usize,
    pub items: Vec<OfferItem>,
    /// Every facet by its parameter name. Counts are as if the facet's own selection were not made.
    pub facets: BTreeMap<String, Vec<FacetValue>>,
    /// What the text seems to mean, offered as filters; never applied silently.
    pub chips: Vec<Chip>,
    /// Words that occur in no offer, and what was searched instead.
    pub corrections: Vec<Correction>,
    /// Only when `total` is 0: ways out, best first.
    pub relaxed: Vec<Relaxed>,
    /// Words that were searched as well (synonyms).
    pub also_searched: Vec<String>,
    pub links: Links,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct Links {
    /// This answer.
    #[serde(rename = "self")]
    pub this: String,
    /// The page for people with the same hits.
    pub page: String,
    pub next: Option<String>,
    pub previous: Option<String>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct FacetValue {
    pub value: String,
    pub label: String,
    pub count: usize,
    pub selected: bool,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct Chip {
    /// The words of the text it was read from.
    pub words: String,
    /// `place`, `plz`, `weekday`, `time_of_day`, `free`, `level`, `online`, `child_care` or `dates`.
    pub kind: String,
    pub value: Option<String>,
    /// Parameters of the search with this filter instead of the words.
    pub query: String,
    /// Hits of that search.
    pub count: usize,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct Correction {
    pub typed: String,
    pub searched: String,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct Relaxed {
    /// `drop_filter`, `drop_dates`, `drop_place`, `widen_radius`, `drop_words`, `broader` or `drop_all_filters`.
    pub step: String,
    /// The facet, the kilometres, the words or the broader term.
    pub value: Option<String>,
    /// Parameters of the wider search.
    pub query: String,
    /// Hits of that search.
    pub total: usize,
}

/// A code and its name in the language of the answer.
#[derive(Debug, Serialize, ToSchema)]
pub struct Labelled {
    pub code: String,
    pub label: String,
}

/// An offer in a list.
#[derive(Debug, Serialize, ToSchema)]
pub struct OfferItem {
    #[schema(format = "uuid")]
    pub id: String,
    /// Its page.
    #[schema(format = "uri")]
    pub url: String,
    pub title: String,
    pub subtitle: Option<String>,
    /// Beginning of the description, plain text.
    pub excerpt: String,
    pub provider: ProviderRef,
    /// The provider's course number.
    pub course_number: Option<String>,
    /// Next meeting that fulfils the filters; in a single record the next one at all.
    pub next: Option<NextMeeting>,
    /// Further meetings that fulfil the filters.
    pub more_meetings: Option<u32>,
    /// Further places of these meetings.
    pub more_places: Option<u32>,
    /// To the nearest fitting meeting; only with `wo`.
    pub distance_km: Option<f64>,
    pub price: Price,
    pub delivery: Option<Labelled>,
    /// Levels of the Common European Framework, such as `B1.2`.
    pub levels: Vec<String>,
    /// Level of the Deutscher Qualifikationsrahmen.
    pub dqr: Option<u8>,
    /// As of the last delivery; `null` when the source does not say.
    pub places_free: Option<u32>,
    pub requirements: Requirements,
    pub topics: Vec<Labelled>,
    pub life_phases: Vec<Labelled>,
    pub target_groups: Vec<Labelled>,
    pub languages: Vec<Labelled>,
    pub funding: Vec<Labelled>,
    pub learning_form: Option<Labelled>,
    pub child_care: Option<Labelled>,
    /// By code; what is missing is unknown.
    pub accessibility: BTreeMap<String, bool>,
    pub registration: Registration,
    pub sessions: Vec<Session>,
    pub provenance: Provenance,
    /// Last day on which the source or a person said that this is still true.
    #[schema(format = "date")]
    pub confirmed_on: Option<String>,
    #[schema(format = "date-time")]
    pub created_at: String,
    #[schema(format = "date-time")]
    pub changed_at: String,
}

/// The full record.
#[derive(Debug, Serialize, ToSchema)]
pub struct OfferRecord {
    #[serde(flatten)]
    pub item: OfferItem,
    /// Plain text; paragraphs are separated by an empty line, list items begin with `- `.
    pub description: String,
    pub keywords: Vec<String>,
    /// For whom, in the source's own words.
    pub target_group_text: Option<String>,
    pub level_text: Option<String>,
    pub funding_text: Option<String>,
    /// Two-digit or finer codes of the Klassifikation der Berufe.
    pub occupations: Vec<String>,
    /// Letter of the Bildungsbereich in municipal education monitoring.
    pub bildungsbereich: Option<String>,
    pub certificates: Vec<String>,
    /// Unterrichtseinheiten of 45 minutes.
    pub teaching_units: Option<f64>,
    pub participants: Participants,
    pub links: Vec<Link>,
    pub contact: Option<Contact>,
    /// Calendar file with all its dates; `null` when it has none.
    #[schema(format = "uri")]
    pub calendar: Option<String>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct ProviderRef {
    #[schema(format = "uuid")]
    pub id: String,
    pub name: String,
    #[schema(format = "uri")]
    pub url: String,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct NextMeeting {
    /// Local time in Germany: `2026-03-03T18:30`, or the day alone when the time is unknown.
    pub start: String,
    /// Index into `sessions`.
    pub session: usize,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct Price {
    /// `unknown`, `free` or `amount`. Unknown is not free.
    pub kind: String,
    /// Euros: `65.60`; 0 when free.
    pub amount: Option<f64>,
    /// In words of the language asked for.
    pub label: String,
    pub reductions: Vec<Reduction>,
    /// Whether reductions are possible; `null` when the source does not say.
    pub reducible: Option<bool>,
    pub notes: Vec<String>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct Reduction {
    /// For whom, in the source's own words.
    pub label: Option<String>,
    pub amount: f64,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct Requirements {
    /// `unknown`, `none` or `text`. Unknown is not none.
    pub kind: String,
    /// In words of the language asked for, or the source's own.
    pub label: String,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct Registration {
    pub required: Option<bool>,
    #[schema(format = "uri")]
    pub url: Option<String>,
    #[schema(format = "date")]
    pub deadline: Option<String>,
    pub text: Option<String>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct Participants {
    pub min: Option<u32>,
    pub max: Option<u32>,
    pub booked: Option<u32>,
}

/// One run of an offer.
#[derive(Debug, Serialize, ToSchema)]
pub struct Session {
    /// The source's own id of this run.
    pub id: Option<String>,
    /// `dates`: fixed meetings. `span`: a weekly pattern, or a first and last day. `drop_in`: opening hours. `on_request`.
    pub kind: String,
    /// Fixed meetings in order of time; in lists at most the first 50.
    pub meetings: Vec<Meeting>,
    #[schema(format = "date")]
    pub from: Option<String>,
    #[schema(format = "date")]
    pub until: Option<String>,
    /// `mo` to `so`.
    pub weekdays: Vec<String>,
    /// Local times of the pattern: `18:30`, up to `24:00`.
    pub start_time: Option<String>,
    pub end_time: Option<String>,
    pub opening_hours: Vec<OpeningHours>,
    /// `planned` or `cancelled`.
    pub state: String,
    pub place: Option<Place>,
    pub note: Option<String>,
    /// Where it differs from the offer's.
    pub price: Option<Price>,
    pub places_free: Option<u32>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct Meeting {
    /// Local time in Germany: `2026-03-03T18:30`, or the day alone when the time is unknown.
    pub start: String,
    /// The end where it is known; a last day alone is inclusive.
    pub end: Option<String>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct OpeningHours {
    pub weekdays: Vec<String>,
    pub opens: String,
    pub closes: String,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct Place {
    #[schema(format = "uuid")]
    pub id: Option<String>,
    #[schema(format = "uri")]
    pub url: Option<String>,
    pub name: Option<String>,
    pub room: Option<String>,
    pub street: Option<String>,
    pub plz: Option<String>,
    pub city: Option<String>,
    pub district: Option<String>,
    /// Key of the Gemeinde.
    pub gemeinde: Option<String>,
    pub lat: Option<f64>,
    pub lon: Option<f64>,
    /// How the coordinates came about: `address`, `plz` or `gemeinde`.
    pub precision: Option<String>,
    /// By code; what is missing is unknown.
    pub accessibility: BTreeMap<String, bool>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct Link {
    /// `website`, `attachment`, `picture` or `video`.
    pub kind: String,
    pub label: Option<String>,
    #[schema(format = "uri")]
    pub url: String,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct Contact {
    pub name: Option<String>,
    pub phone: Option<String>,
    pub email: Option<String>,
    #[schema(format = "uri")]
    pub url: Option<String>,
}

/// Where the record comes from, and single fields where they differ.
#[derive(Debug, Serialize, ToSchema)]
pub struct Provenance {
    #[serde(flatten)]
    pub record: Origin,
    /// By name of the field.
    pub fields: BTreeMap<String, Origin>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct Origin {
    /// `delivered`, `derived` or `edited`.
    pub kind: String,
    /// Name of the source that delivered it.
    pub source: Option<String>,
    /// Rule by which it was concluded from other fields.
    pub rule: Option<String>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct ProviderList {
    pub total: usize,
    pub items: Vec<ProviderItem>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct ProviderItem {
    #[schema(format = "uuid")]
    pub id: String,
    pub name: String,
    #[schema(format = "uri")]
    pub url: String,
    /// Number of public offers.
    pub offers: u64,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct AreaList {
    pub total: usize,
    pub items: Vec<AreaItem>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct AreaItem {
    /// Official key, as in the parameter `gebiet`.
    pub key: String,
    pub name: String,
    /// Title in the Gemeindeverzeichnis, such as "Stadt".
    pub title: Option<String>,
    /// Its page.
    #[schema(format = "uri")]
    pub url: String,
    /// `land`, `kreis`, `gemeindeverband` or `gemeinde`; with `all` also `bund`.
    pub level: String,
    /// Key of the Gemeindeverband that a Gemeinde belongs to.
    pub verband: Option<String>,
    /// Day of the territorial state (Gebietsstand); `null` only with `all`, where nothing but a statistical table names the area.
    #[schema(format = "date")]
    pub valid_from: Option<String>,
    pub population: Option<u32>,
    pub lat: Option<f64>,
    pub lon: Option<f64>,
}

/// What went wrong (RFC 9457), in German and English.
#[derive(Debug, Serialize, ToSchema)]
pub struct Problem {
    /// Stable identifier of the kind of problem.
    #[serde(rename = "type")]
    pub kind: String,
    pub status: u16,
    pub title: String,
    pub title_en: String,
    pub detail: String,
    pub detail_en: String,
    /// One entry per parameter that could not be used.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<ParameterProblem>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct ParameterProblem {
    pub parameter: String,
    pub value: String,
    /// `unknown`, `bad-value`, `repeated`, `too-long`, `end-before-start`, `too-many` or `unknown-place`.
    pub code: String,
    pub detail: String,
    pub detail_en: String,
}
