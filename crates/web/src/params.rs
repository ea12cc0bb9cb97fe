//! The address of a search: query string ⇄ question. Page and API read the same parameters.
//!
//! In: the query string of a request. Out: [`Params`], what could not be used as [`Problem`]s, and back the canonical query string:
//! stable order, no empty parameters, nothing that only repeats a default.
//! Links are built by changing a copy ([`Params::toggled`], [`Params::without_facet`], [`Params::with_page`], …); every change of what is
//! searched returns to the first page.
//! Never: the database, the clock, place names (the text of `wo` is resolved by the caller, see [`Params::query`]).

use std::collections::BTreeSet;
use std::str::FromStr;

use chrono::{NaiveDate, NaiveDateTime, Weekday};
use model::codes::language::LanguageCode;
use model::ids::KommuneId;
use model::schedule::WeekdaySet;
use search::answer::FacetName;
use search::query::{Duration, Filters, Near, PriceFilter, Query, Sort};

#[cfg(test)]
mod tests;

/// Hits on a page unless `limit` says otherwise.
pub const DEFAULT_LIMIT: usize = 20;
/// More are never returned at once.
pub const MAX_LIMIT: usize = 100;
/// Radius around a place unless `umkreis` says otherwise.
pub const DEFAULT_RADIUS_KM: u16 = 10;
/// Radii offered in forms; any other whole number up to the last is accepted as well.
pub const RADII_KM: &[u16] = &[2, 5, 10, 20, 30, 50, 100];
/// Longer texts are cut: nobody types them, and analysing them costs time.
const MAX_TEXT: usize = 200;
const MAX_PAGE: usize = 5_000;
const MAX_OFFSET: usize = 100_000;
/// Parameters after this many are not read.
const MAX_PARAMETERS: usize = 300;

/// Parameters that other sites append to links. They say nothing about the search, so nobody is told that they are unknown.
const FOREIGN: &[&str] = &["fbclid", "gclid", "mc_cid", "mc_eid", "mtm_campaign", "mtm_source", "pk_campaign", "ref"];

/// A search as it stands in the address.
#[derive(Debug, Clone, PartialEq)]
pub struct Params {
    /// `q`: free text.
    pub text: String,
    /// `wo`: name of a place or PLZ, as typed.
    pub place: String,
    /// `umkreis` in kilometres around the place.
    pub radius_km: u16,
    /// `online=1`: online offers count as inside the circle. Only with a place.
    pub or_online: bool,
    /// Everything but [`Filters::near`], which is always `None` here: it follows from `place`.
    pub filters: Filters,
    pub sort: Sort,
    /// `seite`, from 1.
    pub page: usize,
    /// `limit`: hits on a page.
    pub limit: usize,
    /// `offset`: API only; goes before `seite`.
    pub offset: Option<usize>,
    pub view: View,
    /// `sprache`: language of the page when it differs from what the browser asks for.
    pub language: Option<LanguageCode>,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum View {
    #[default]
    List,
    Map,
}

impl View {
    pub fn code(self) -> &'static str {
        match self {
            Self::List => "liste",
            Self::Map => "karte",
        }
    }
}

/// A parameter that was ignored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    pub parameter: String,
    /// What stood there, cut to a length that can be shown.
    pub value: String,
    pub kind: ProblemKind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ProblemKind {
    /// There is no such parameter.
    Unknown,
    /// The value is not one that this parameter can have.
    BadValue,
    /// A parameter that can stand once stands again with another value; the first one counts.
    Repeated,
    /// The text was cut.
    TooLong,
    /// `bis` lies before `von`; `bis` is ignored.
    EndBeforeStart,
    /// More parameters than are read.
    TooMany,
    /// Nobody here knows the place of `wo`. Reported by the caller, who knows the places.
    UnknownPlace,
}

impl ProblemKind {
    /// Last part of the locale key and of the API's problem type.
    pub fn code(self) -> &'static str {
        match self {
            Self::Unknown => "unknown",
            Self::BadValue => "bad-value",
            Self::Repeated => "repeated",
            Self::TooLong => "too-long",
            Self::EndBeforeStart => "end-before-start",
            Self::TooMany => "too-many",
            Self::UnknownPlace => "unknown-place",
        }
    }
}

/// A filter that is set, for the removable marks above the results.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Active {
    /// The place with its radius.
    Place,
    From(NaiveDate),
    Until(NaiveDate),
    Facet(FacetName, String),
}

impl Default for Params {
    fn default() -> Self {
        Self {
            text: String::new(),
            place: String::new(),
            radius_km: DEFAULT_RADIUS_KM,
            or_online: false,
            filters: Filters::default(),
            sort: Sort::default(),
            page: 1,
            limit: DEFAULT_LIMIT,
            offset: None,
            view: View::List,
            language: None,
        }
    }
}

/// Reading.
impl Params {
    /// Reads a query string (without `?`). What cannot be used is left out and named.
    pub fn parse(query: &str) -> (Self, Vec<Problem>) {
        let mut params = Self::default();
        let mut problems = Vec::new();
        let mut seen: Vec<(String, String)> = Vec::new();
        let pairs: Vec<(String, String)> = serde_urlencoded::from_str(query).unwrap_or_default();
        for (index, (name, value)) in pairs.into_iter().enumerate() {
            let mut report = |kind| {
                problems.push(Problem { parameter: excerpt(&name), value: excerpt(&value), kind });
            };
            if index >= MAX_PARAMETERS {
                report(ProblemKind::TooMany);
                break;
            }
            // A form sends its empty fields as well.
            if value.trim().is_empty() {
                continue;
            }
            if let Some(facet) = FacetName::ALL.iter().copied().find(|facet| facet.code() == name) {
                if !insert(&mut params.filters, facet, value.trim()) {
                    report(ProblemKind::BadValue);
                }
                continue;
            }
            if let Some((_, first)) = seen.iter().find(|(other, _)| *other == name) {
                if *first != value {
                    report(ProblemKind::Repeated);
                }
                continue;
            }
            match params.read_single(&name, &value) {
                Ok(()) => {}
                Err(ProblemKind::Unknown) if FOREIGN.contains(&name.as_str()) || name.starts_with("utm_") => continue,
                Err(kind) => report(kind),
            }
            seen.push((name, value));
        }
        if let (Some(from), Some(until)) = (params.filters.from, params.filters.until)
            && until < from
        {
            params.filters.until = None;
            problems.push(Problem {
                parameter: "bis".into(),
                value: until.to_string(),
                kind: ProblemKind::EndBeforeStart,
            });
        }
        params.settle();
        (params, problems)
    }

    fn read_single(&mut self, name: &str, value: &str) -> Result<(), ProblemKind> {
        let bad = ProblemKind::BadValue;
        match name {
            "q" => return clean_text(value, &mut self.text),
            "wo" => return clean_text(value, &mut self.place),
            "umkreis" => {
                self.radius_km = number(value, 1, usize::from(RADII_KM[RADII_KM.len() - 1])).ok_or(bad)? as u16;
            }
            "online" => self.or_online = yes_or_no(value).ok_or(bad)?,
            "von" => self.filters.from = Some(day(value).ok_or(bad)?),
            "bis" => self.filters.until = Some(day(value).ok_or(bad)?),
            "sortierung" => self.sort = Sort::from_code(value.trim()).ok_or(bad)?,
            "seite" => self.page = number(value, 1, MAX_PAGE).ok_or(bad)?,
            "limit" => self.limit = number(value, 1, MAX_LIMIT).ok_or(bad)?,
            "offset" => self.offset = Some(number(value, 0, MAX_OFFSET).ok_or(bad)?),
            "ansicht" => {
                let views = [View::List, View::Map];
                self.view = views.into_iter().find(|view| view.code() == value.trim()).ok_or(bad)?;
            }
            // `or(Err(…))`: the reason is the same for every text that is no language code.
            "sprache" => self.language = Some(value.parse().or(Err(bad))?),
            _ => return Err(ProblemKind::Unknown),
        }
        Ok(())
    }

    /// What means nothing on its own is not kept, so that the same search always has the same address.
    fn settle(&mut self) {
        if self.place.is_empty() {
            self.radius_km = DEFAULT_RADIUS_KM;
            self.or_online = false;
        }
    }

    /// The question to the index. `near` is what the caller made of [`Self::place`]; `None` when there is no place or nobody knows it.
    pub fn query(&self, kommune: KommuneId, now: NaiveDateTime, language: &'static str, near: Option<Near>) -> Query {
        Query {
            kommune,
            text: self.text.clone(),
            filters: Filters { near, ..self.filters.clone() },
            sort: self.sort,
            offset: self.offset.unwrap_or((self.page - 1) * self.limit),
            limit: self.limit,
            now,
            language,
        }
    }
}

/// Printing.
impl Params {
    /// Every parameter that is not at its default, in canonical order: for hidden fields of forms.
    pub fn pairs(&self) -> Vec<(&'static str, String)> {
        let default = Self::default();
        let mut pairs = Vec::new();
        let mut push = |name, value: String| {
            if !value.is_empty() {
                pairs.push((name, value));
            }
        };
        push("q", self.text.clone());
        push("wo", self.place.clone());
        if !self.place.is_empty() {
            if self.radius_km != default.radius_km {
                push("umkreis", self.radius_km.to_string());
            }
            if self.or_online {
                push("online", "1".into());
            }
        }
        push("von", self.filters.from.map(|day| day.to_string()).unwrap_or_default());
        push("bis", self.filters.until.map(|day| day.to_string()).unwrap_or_default());
        for facet in FacetName::ALL {
            for value in self.selected(*facet) {
                push(facet.code(), value);
            }
        }
        if self.sort != default.sort {
            push("sortierung", self.sort.code().into());
        }
        if self.view != default.view {
            push("ansicht", self.view.code().into());
        }
        if self.page != default.page {
            push("seite", self.page.to_string());
        }
        if self.limit != default.limit {
            push("limit", self.limit.to_string());
        }
        push("offset", self.offset.map(|offset| offset.to_string()).unwrap_or_default());
        push("sprache", self.language.as_ref().map(ToString::to_string).unwrap_or_default());
        pairs
    }

    /// The canonical query string, without `?`; empty when nothing is asked.
    pub fn to_query_string(&self) -> String {
        serde_urlencoded::to_string(self.pairs()).expect("pairs of texts can always be encoded")
    }

    /// `path` with the query string, for `href`.
    pub fn href(&self, path: &str) -> String {
        match self.to_query_string() {
            query if query.is_empty() => path.to_owned(),
            query => format!("{path}?{query}"),
        }
    }

    /// Codes that are selected in a facet, in stable order.
    pub fn selected(&self, facet: FacetName) -> Vec<String> {
        values(&self.filters, facet)
    }

    pub fn is_selected(&self, facet: FacetName, value: &str) -> bool {
        self.selected(facet).iter().any(|selected| selected == value)
    }

    /// Every filter that is set (text and sorting are none), in the order of [`Self::pairs`].
    pub fn active(&self) -> Vec<Active> {
        let mut active = Vec::new();
        if !self.place.is_empty() {
            active.push(Active::Place);
        }
        active.extend(self.filters.from.map(Active::From));
        active.extend(self.filters.until.map(Active::Until));
        for facet in FacetName::ALL {
            active.extend(self.selected(*facet).into_iter().map(|value| Active::Facet(*facet, value)));
        }
        active
    }

    /// Neither text nor filter: the question is "what is there at all?".
    pub fn is_open(&self) -> bool {
        self.text.is_empty() && self.active().is_empty()
    }
}

/// Changing a copy, for links. All of them but [`Self::with_page`] return to the first page.
impl Params {
    fn changed(&self, change: impl FnOnce(&mut Self)) -> Self {
        let mut params = self.clone();
        params.page = 1;
        params.offset = None;
        change(&mut params);
        params.settle();
        params
    }

    /// The value added when it is not selected, removed when it is. A value that the facet cannot have changes nothing.
    pub fn toggled(&self, facet: FacetName, value: &str) -> Self {
        self.changed(|params| {
            let mut rest = params.selected(facet);
            let before = rest.len();
            rest.retain(|selected| selected != value);
            if rest.len() == before {
                insert(&mut params.filters, facet, value);
            } else {
                clear(&mut params.filters, facet);
                for value in rest {
                    insert(&mut params.filters, facet, &value);
                }
            }
        })
    }

    pub fn without_facet(&self, facet: FacetName) -> Self {
        self.changed(|params| clear(&mut params.filters, facet))
    }

    pub fn without_dates(&self) -> Self {
        self.changed(|params| (params.filters.from, params.filters.until) = (None, None))
    }

    pub fn with_dates(&self, from: Option<NaiveDate>, until: Option<NaiveDate>) -> Self {
        self.changed(|params| (params.filters.from, params.filters.until) = (from, until))
    }

    pub fn without_place(&self) -> Self {
        self.changed(|params| params.place.clear())
    }

    pub fn with_place(&self, place: &str) -> Self {
        self.changed(|params| {
            params.place.clear();
            // A text that is too long is cut, as it is when read.
            let _cut = clean_text(place, &mut params.place);
        })
    }

    pub fn with_radius(&self, km: u16) -> Self {
        self.changed(|params| params.radius_km = km.clamp(1, RADII_KM[RADII_KM.len() - 1]))
    }

    pub fn with_text(&self, text: &str) -> Self {
        self.changed(|params| {
            params.text.clear();
            // As in `with_place`.
            let _cut = clean_text(text, &mut params.text);
        })
    }

    /// One active filter removed.
    pub fn without(&self, active: &Active) -> Self {
        match active {
            Active::Place => self.without_place(),
            Active::From(_) => self.changed(|params| params.filters.from = None),
            Active::Until(_) => self.changed(|params| params.filters.until = None),
            Active::Facet(facet, value) if self.is_selected(*facet, value) => self.toggled(*facet, value),
            Active::Facet(..) => self.clone(),
        }
    }

    /// Only the text, the sorting and how it is shown.
    pub fn without_filters(&self) -> Self {
        self.changed(|params| {
            params.place.clear();
            params.filters = Filters::default();
        })
    }

    /// Another text and other filters, as chips and relaxations name them. The place follows from `filters.near`; when the place had
    /// been resolved to areas instead, they stand in `filters.areas`.
    pub fn with_answer(&self, text: &str, filters: &Filters) -> Self {
        let place = filters.near.as_ref().map_or("", |near| near.label.as_str());
        let mut params = self.with_text(text).with_place(place);
        if let Some(near) = &filters.near {
            let km = near.radius_km.ceil().clamp(1.0, f64::from(u16::MAX));
            params = params.with_radius(km as u16);
            params.or_online = near.or_online;
        }
        params.filters = Filters { near: None, ..filters.clone() };
        params
    }

    pub fn with_page(&self, page: usize) -> Self {
        Self { page: page.clamp(1, MAX_PAGE), offset: None, ..self.clone() }
    }

    pub fn with_sort(&self, sort: Sort) -> Self {
        self.changed(|params| params.sort = sort)
    }

    /// The page stays: list and map show the same hits.
    pub fn with_view(&self, view: View) -> Self {
        Self { view, ..self.clone() }
    }

    pub fn with_language(&self, language: Option<LanguageCode>) -> Self {
        Self { language, ..self.clone() }
    }
}

fn excerpt(text: &str) -> String {
    text.chars().take(60).collect()
}

/// Trims, drops control characters, cuts at [`MAX_TEXT`] characters.
fn clean_text(raw: &str, into: &mut String) -> Result<(), ProblemKind> {
    let printable: String = raw.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    let trimmed = printable.trim();
    trimmed.chars().take(MAX_TEXT).collect::<String>().trim_end().clone_into(into);
    if trimmed.chars().nth(MAX_TEXT).is_some() { Err(ProblemKind::TooLong) } else { Ok(()) }
}

fn number(text: &str, min: usize, max: usize) -> Option<usize> {
    let text = text.trim();
    let digits = !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    text.parse().ok().filter(|number| digits && (min..=max).contains(number))
}

fn day(text: &str) -> Option<NaiveDate> {
    let text = text.trim();
    // Four digits exactly: chrono also reads five-digit years, which no offer has.
    if text.len() == 10 { NaiveDate::parse_from_str(text, "%Y-%m-%d").ok() } else { None }
}

fn yes_or_no(text: &str) -> Option<bool> {
    match text.trim() {
        "1" | "ja" => Some(true),
        "0" | "nein" => Some(false),
        _ => None,
    }
}

const WEEKDAYS: [(&str, Weekday); 7] = [
    ("mo", Weekday::Mon),
    ("di", Weekday::Tue),
    ("mi", Weekday::Wed),
    ("do", Weekday::Thu),
    ("fr", Weekday::Fri),
    ("sa", Weekday::Sat),
    ("so", Weekday::Sun),
];

/// Code of a weekday in addresses: `mo` to `so`.
pub fn weekday_code(day: Weekday) -> &'static str {
    WEEKDAYS[day.num_days_from_monday() as usize].0
}

pub fn weekday_from_code(code: &str) -> Option<Weekday> {
    WEEKDAYS.iter().find(|(name, _)| *name == code).map(|(_, day)| *day)
}

/// Adds a value; `false` when it is not one of this facet.
fn insert(filters: &mut Filters, facet: FacetName, value: &str) -> bool {
    fn add<T: FromStr + Ord>(set: &mut BTreeSet<T>, value: &str) -> bool {
        value.parse().map(|value| set.insert(value)).is_ok()
    }
    fn flag(flag: &mut bool, value: &str) -> bool {
        match yes_or_no(value) {
            Some(yes) => *flag = yes,
            None => return false,
        }
        true
    }
    match facet {
        FacetName::Topic => add(&mut filters.topics, value),
        FacetName::LifePhase => add(&mut filters.life_phases, value),
        FacetName::TargetGroup => add(&mut filters.target_groups, value),
        FacetName::Level => add(&mut filters.levels, value),
        FacetName::Gemeinde => add(&mut filters.areas, value),
        FacetName::Weekday => match weekday_from_code(value) {
            Some(day) => {
                filters.weekdays = filters.weekdays.with(day);
                true
            }
            None => false,
        },
        FacetName::TimeOfDay => add(&mut filters.times_of_day, value),
        FacetName::Duration => Duration::from_code(value).map(|value| filters.durations.insert(value)).is_some(),
        FacetName::Delivery => add(&mut filters.delivery, value),
        FacetName::Price => PriceFilter::from_code(value).map(|value| filters.price.insert(value)).is_some(),
        FacetName::Funding => add(&mut filters.funding, value),
        FacetName::Language => add(&mut filters.languages, value),
        FacetName::ChildCare => add(&mut filters.child_care, value),
        FacetName::Accessibility => add(&mut filters.accessibility, value),
        FacetName::PlacesFree => flag(&mut filters.places_free, value),
        FacetName::Provider => add(&mut filters.providers, value),
        FacetName::LearningForm => add(&mut filters.learning_forms, value),
        FacetName::NoRequirements => flag(&mut filters.no_requirements, value),
    }
}

fn clear(filters: &mut Filters, facet: FacetName) {
    match facet {
        FacetName::Topic => filters.topics.clear(),
        FacetName::LifePhase => filters.life_phases.clear(),
        FacetName::TargetGroup => filters.target_groups.clear(),
        FacetName::Level => filters.levels.clear(),
        FacetName::Gemeinde => filters.areas.clear(),
        FacetName::Weekday => filters.weekdays = WeekdaySet::default(),
        FacetName::TimeOfDay => filters.times_of_day.clear(),
        FacetName::Duration => filters.durations.clear(),
        FacetName::Delivery => filters.delivery.clear(),
        FacetName::Price => filters.price.clear(),
        FacetName::Funding => filters.funding.clear(),
        FacetName::Language => filters.languages.clear(),
        FacetName::ChildCare => filters.child_care.clear(),
        FacetName::Accessibility => filters.accessibility.clear(),
        FacetName::PlacesFree => filters.places_free = false,
        FacetName::Provider => filters.providers.clear(),
        FacetName::LearningForm => filters.learning_forms.clear(),
        FacetName::NoRequirements => filters.no_requirements = false,
    }
}

fn values(filters: &Filters, facet: FacetName) -> Vec<String> {
    fn all<T: ToString>(set: &BTreeSet<T>) -> Vec<String> {
        set.iter().map(ToString::to_string).collect()
    }
    let flag = |set: bool| if set { vec!["ja".to_owned()] } else { Vec::new() };
    match facet {
        FacetName::Topic => all(&filters.topics),
        FacetName::LifePhase => all(&filters.life_phases),
        FacetName::TargetGroup => all(&filters.target_groups),
        FacetName::Level => all(&filters.levels),
        FacetName::Gemeinde => all(&filters.areas),
        FacetName::Weekday => filters.weekdays.iter().map(|day| weekday_code(day).to_owned()).collect(),
        FacetName::TimeOfDay => all(&filters.times_of_day),
        FacetName::Duration => filters.durations.iter().map(|value| value.code().to_owned()).collect(),
        FacetName::Delivery => all(&filters.delivery),
        FacetName::Price => filters.price.iter().map(|value| value.code().to_owned()).collect(),
        FacetName::Funding => all(&filters.funding),
        FacetName::Language => all(&filters.languages),
        FacetName::ChildCare => all(&filters.child_care),
        FacetName::Accessibility => all(&filters.accessibility),
        FacetName::PlacesFree => flag(filters.places_free),
        FacetName::Provider => all(&filters.providers),
        FacetName::LearningForm => all(&filters.learning_forms),
        FacetName::NoRequirements => flag(filters.no_requirements),
    }
}
