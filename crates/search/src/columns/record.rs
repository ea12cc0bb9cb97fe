//! The record of one offer as it stands in the document store: everything that filters, facets and sorting need.

use std::collections::BTreeSet;

use model::access::{AccessFeature, ChildCare};
use model::codes::area_key::AreaKey;
use model::codes::education::LearningForm;
use model::codes::level::CefrBase;
use model::offers::{DeliveryMode, LifePhase, OfferContent, Zugangsvoraussetzungen};
use model::places::{GeoPoint, PlaceContent};
use model::schedule::{Schedule, SessionState};
use model::vocabularies::{Vocabulary, funding, target_groups, topics};

use super::times::{Day, OPEN, Row, Span, SpanKind, day_of, rows_of};
use crate::document::SearchDocument;
use crate::query::{Duration, PriceFilter};

/// No known price.
pub(crate) const NO_PRICE: u32 = u32::MAX;

/// One bit per value, in the order of the list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Masks {
    pub topics: u64,
    pub target_groups: u64,
    pub funding: u64,
    pub life_phases: u64,
    pub levels: u64,
    pub durations: u64,
    pub delivery: u64,
    pub price: u64,
    pub child_care: u64,
    pub accessibility: u64,
    pub learning_form: u64,
    pub no_requirements: u64,
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) struct RecordPlace {
    /// Name or street and city, for the map.
    pub label: String,
    pub gemeinde: Option<AreaKey>,
    pub point: Option<GeoPoint>,
    /// Words of name, city and Ortsteil under which the place can be asked for.
    pub city: String,
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Record {
    pub id: [u8; 16],
    pub provider: [u8; 16],
    pub provider_name: String,
    pub change: i64,
    pub created_at: i64,
    /// Cheapest known price in cents.
    pub price: u32,
    /// 0 to 15: how much the offer tells.
    pub completeness: u8,
    /// Can be attended from anywhere.
    pub online: bool,
    /// First and last day on which the source wants it shown; [`OPEN`] has no end.
    pub shown: [Day; 2],
    pub masks: Masks,
    pub languages: Vec<String>,
    pub places: Vec<RecordPlace>,
    /// Sorted.
    pub rows: Vec<Row>,
    pub spans: Vec<Span>,
    /// Title and keywords, to look for similar offers.
    pub gist: String,
}

/// Position in a vocabulary of at most 64 terms, and those of its broader terms.
fn term_bits(vocabulary: &Vocabulary, code: &str) -> u64 {
    let mut bits = 0;
    let mut next = Some(code);
    while let Some(code) = next {
        let Some(index) = vocabulary.terms.iter().position(|term| term.code == code) else { break };
        let bit = 1_u64.checked_shl(index as u32).unwrap_or(0);
        if bits & bit != 0 {
            break;
        }
        bits |= bit;
        next = vocabulary.terms[index].broader.as_deref();
    }
    bits
}

/// Bit of a value in its closed list.
pub(crate) fn bit_of<T: PartialEq>(all: &[T], value: &T) -> u64 {
    all.iter().position(|other| other == value).map_or(0, |index| 1 << index)
}

impl Record {
    pub(crate) fn new(document: &SearchDocument<'_>) -> Self {
        let content = document.content;
        let mut places = Vec::new();
        let (mut rows, mut spans) = (Vec::new(), Vec::new());
        let mut features: BTreeSet<AccessFeature> = BTreeSet::new();
        let mut price = content.price.amount();
        let mut durations = 0;
        let mut planned = 0;
        for (index, session) in content.sessions.iter().enumerate() {
            if session.state == SessionState::Cancelled {
                continue;
            }
            planned += 1;
            let place = session.place.as_ref().filter(|place| !place.is_empty());
            let place_index = place.map_or(0, |place| 1 + index_of_place(&mut places, place));
            if let Some(place) = place {
                features
                    .extend(place.accessibility.0.iter().filter(|(_, present)| **present).map(|(feature, _)| *feature));
            }
            let participants = session.participants.unwrap_or(content.participants);
            let full = participants.free() == Some(0);
            let session_index = index.min(usize::from(u16::MAX)) as u16;
            rows_of(&session.schedule, session_index, place_index as u32, full, &mut rows, &mut spans);
            durations |= duration_of(&session.schedule).map_or(0, |duration| bit_of(Duration::ALL, &duration));
            let own = session.price.as_ref().and_then(|price| price.amount());
            price = match (price, own) {
                (Some(a), Some(b)) => Some(a.min(b)),
                (a, b) => a.or(b),
            };
        }
        if content.sessions.is_empty() {
            let full = content.participants.free() == Some(0);
            rows_of(&Schedule::OnRequest, 0, 0, full, &mut rows, &mut spans);
            planned = 1;
        }
        debug_assert!(planned > 0 || rows.is_empty());
        rows.sort_unstable();
        spans.sort_unstable();
        features.extend(content.accessibility.0.iter().filter(|(_, present)| **present).map(|(feature, _)| *feature));
        let bits = |vocabulary, codes: &mut dyn Iterator<Item = &str>| {
            codes.fold(0, |set, code| set | term_bits(vocabulary, code))
        };
        let masks = Masks {
            topics: bits(topics(), &mut content.topics.iter().map(|code| code.as_str())),
            target_groups: bits(target_groups(), &mut content.target_groups.iter().map(|code| code.as_str())),
            funding: bits(funding(), &mut content.funding.iter().map(|code| code.as_str())),
            life_phases: content.life_phases.iter().fold(0, |set, value| set | bit_of(LifePhase::ALL, value)),
            levels: content.cefr.iter().fold(0, |set, level| set | bit_of(CefrBase::ALL, &level.base())),
            durations,
            delivery: content.delivery.map_or(0, |mode| bit_of(DeliveryMode::ALL, &mode)),
            price: price_bits(price.map(|money| money.0)),
            child_care: content.child_care.map_or(0, |care| bit_of(ChildCare::ALL, &care)),
            accessibility: features.iter().fold(0, |set, feature| set | bit_of(AccessFeature::ALL, feature)),
            learning_form: content.learning_form.map_or(0, |form| bit_of(LearningForm::ALL, &form)),
            no_requirements: u64::from(content.requirements == Zugangsvoraussetzungen::Keine),
        };
        let online = matches!(
            content.delivery,
            Some(DeliveryMode::OnlineLive | DeliveryMode::OnlineSelbst | DeliveryMode::Fern)
        );
        let mut gist = content.title.clone();
        for keyword in content.keywords.iter().take(12) {
            gist.push('\n');
            gist.push_str(keyword);
        }
        Self {
            id: *document.id.as_bytes(),
            provider: *document.provider.as_bytes(),
            provider_name: document.provider_name.to_owned(),
            change: document.change,
            created_at: document.created_at,
            price: price.map_or(NO_PRICE, |money| money.0.clamp(0, i64::from(NO_PRICE) - 1) as u32),
            completeness: completeness(content),
            online,
            shown: [content.publish_from.map_or(0, day_of), content.publish_until.map_or(OPEN, day_of)],
            masks,
            languages: content.languages.iter().map(ToString::to_string).collect(),
            places,
            rows,
            spans,
            gist,
        }
    }
}

fn index_of_place(places: &mut Vec<RecordPlace>, place: &PlaceContent) -> usize {
    let city = place.city.as_deref().unwrap_or_default();
    let label = match (&place.name, &place.street) {
        (Some(name), _) if !city.is_empty() && !name.contains(city) => format!("{name}, {city}"),
        (Some(name), _) => name.clone(),
        (None, Some(street)) if city.is_empty() => street.clone(),
        (None, Some(street)) => format!("{street}, {city}"),
        (None, None) => city.to_owned(),
    };
    let found = RecordPlace {
        label,
        gemeinde: place.gemeinde.clone(),
        point: place.location.map(|location| location.point),
        city: city.to_owned(),
    };
    places.iter().position(|other| *other == found).unwrap_or_else(|| {
        places.push(found);
        places.len() - 1
    })
}

/// From first to last meeting of one session.
pub(crate) fn duration_of(schedule: &Schedule) -> Option<Duration> {
    let length = |first: chrono::NaiveDate, last: chrono::NaiveDate| match (last - first).num_days() {
        ..=0 => Duration::Einmalig,
        1..=7 => Duration::BisEineWoche,
        8..=31 => Duration::BisEinMonat,
        32..=92 => Duration::BisDreiMonate,
        93..=184 => Duration::BisSechsMonate,
        _ => Duration::Laenger,
    };
    match schedule {
        Schedule::Dates { .. } => Some(length(schedule.first_day()?, schedule.last_day()?)),
        Schedule::Span { from, until: Some(until), .. } => Some(length(*from, *until)),
        Schedule::Span { until: None, .. } | Schedule::DropIn { .. } | Schedule::OnRequest => Some(Duration::Laufend),
    }
}

fn price_bits(cents: Option<i64>) -> u64 {
    let Some(cents) = cents else { return bit_of(PriceFilter::ALL, &PriceFilter::Unbekannt) };
    let inside = |filter: &PriceFilter| match filter {
        PriceFilter::Kostenlos => cents <= 0,
        PriceFilter::Bis25 => cents <= 2_500,
        PriceFilter::Bis50 => cents <= 5_000,
        PriceFilter::Bis100 => cents <= 10_000,
        PriceFilter::Ueber100 => cents > 10_000,
        PriceFilter::Unbekannt => false,
    };
    PriceFilter::ALL
        .iter()
        .filter(|filter| inside(filter))
        .fold(0, |set, filter| set | bit_of(PriceFilter::ALL, filter))
}

/// One point each for what people decide by.
fn completeness(content: &OfferContent) -> u8 {
    let facts = [
        content.description.len() >= 80,
        content.description.len() >= 300,
        content.requirements != Zugangsvoraussetzungen::Unknown,
        content.price.amount().is_some(),
        !content.topics.is_empty(),
        !content.target_groups.is_empty() || content.target_group_text.is_some(),
        content.delivery.is_some(),
        content.registration.url.is_some() || content.registration.text.is_some(),
        content.contact.is_some(),
        content.sessions.iter().any(|session| session.schedule.first_day().is_some()),
        content.sessions.iter().any(|session| session.place.as_ref().is_some_and(|place| place.street.is_some())),
        !content.accessibility.is_empty(),
        content.participants.max.is_some(),
        !content.languages.is_empty(),
        content.subtitle.is_some() || !content.keywords.is_empty(),
    ];
    facts.iter().filter(|known| **known).count() as u8
}

// ---- bytes ------------------------------------------------------------------------------------------------------------------

/// The record as bytes: numbers as variable-length integers, days as differences.
pub(crate) fn encode(record: &Record, out: &mut Vec<u8>) {
    out.extend_from_slice(&record.id);
    out.extend_from_slice(&record.provider);
    text(out, &record.provider_name);
    number(out, record.change as u64);
    number(out, record.created_at as u64);
    number(out, u64::from(record.price.wrapping_add(1)));
    out.push(record.completeness << 1 | u8::from(record.online));
    for day in record.shown {
        out.extend_from_slice(&day.to_le_bytes());
    }
    let m = &record.masks;
    for mask in [
        m.topics,
        m.target_groups,
        m.funding,
        m.life_phases,
        m.levels,
        m.durations,
        m.delivery,
        m.price,
        m.child_care,
        m.accessibility,
        m.learning_form,
        m.no_requirements,
    ] {
        number(out, mask);
    }
    number(out, record.languages.len() as u64);
    for language in &record.languages {
        text(out, language);
    }
    number(out, record.places.len() as u64);
    for place in &record.places {
        text(out, &place.label);
        text(out, &place.city);
        text(out, place.gemeinde.as_ref().map_or("", |key| key.as_str()));
        match place.point {
            None => out.push(0),
            Some(point) => {
                out.push(1);
                out.extend_from_slice(&point.lat.to_le_bytes());
                out.extend_from_slice(&point.lon.to_le_bytes());
            }
        }
    }
    number(out, record.rows.len() as u64);
    let mut before = Row { day: 0, start: 0, place: 0, session: 0, traits: 0 };
    for row in &record.rows {
        // Most meetings of a course differ from the one before in the day only.
        let same = row.start == before.start
            && row.place == before.place
            && row.session == before.session
            && row.traits == before.traits;
        number(out, u64::from(row.day - before.day) << 1 | u64::from(same));
        if !same {
            number(out, u64::from(row.start.wrapping_add(1)));
            number(out, u64::from(row.place));
            number(out, u64::from(row.session));
            number(out, u64::from(row.traits));
        }
        before = *row;
    }
    number(out, record.spans.len() as u64);
    for span in &record.spans {
        out.push(span.kind as u8 | u8::from(span.full) << 2 | span.time << 3);
        out.push(span.weekdays);
        for value in [span.first, span.last, span.start, span.end, span.session] {
            out.extend_from_slice(&value.to_le_bytes());
        }
        number(out, u64::from(span.place));
    }
    text(out, &record.gist);
}

fn number(out: &mut Vec<u8>, mut value: u64) {
    while value >= 0x80 {
        out.push(value as u8 | 0x80);
        value >>= 7;
    }
    out.push(value as u8);
}

fn text(out: &mut Vec<u8>, text: &str) {
    number(out, text.len() as u64);
    out.extend_from_slice(text.as_bytes());
}

/// The bytes are not a record: the index was written by another version or is damaged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Damaged;

struct Cursor<'a>(&'a [u8]);

impl<'a> Cursor<'a> {
    fn take(&mut self, length: usize) -> Result<&'a [u8], Damaged> {
        let (head, rest) = self.0.split_at_checked(length).ok_or(Damaged)?;
        self.0 = rest;
        Ok(head)
    }

    fn array<const N: usize>(&mut self) -> Result<[u8; N], Damaged> {
        self.take(N)?.try_into().map_err(|_wrong_length| Damaged)
    }

    fn byte(&mut self) -> Result<u8, Damaged> {
        Ok(self.array::<1>()?[0])
    }

    fn number(&mut self) -> Result<u64, Damaged> {
        let mut value = 0;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            value |= u64::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                return Ok(value);
            }
        }
        Err(Damaged)
    }

    /// A number of items that follow, each at least one byte long.
    fn length(&mut self) -> Result<usize, Damaged> {
        let length = self.number()? as usize;
        if length <= self.0.len() { Ok(length) } else { Err(Damaged) }
    }

    fn small(&mut self) -> Result<u16, Damaged> {
        Ok(u16::from_le_bytes(self.array()?))
    }

    fn text(&mut self) -> Result<&'a str, Damaged> {
        let length = self.length()?;
        std::str::from_utf8(self.take(length)?).map_err(|_not_text| Damaged)
    }
}

pub(crate) fn decode(bytes: &[u8]) -> Result<Record, Damaged> {
    let mut at = Cursor(bytes);
    let id = at.array()?;
    let provider = at.array()?;
    let provider_name = at.text()?.to_owned();
    let change = at.number()? as i64;
    let created_at = at.number()? as i64;
    let price = (at.number()? as u32).wrapping_sub(1);
    let flags = at.byte()?;
    let shown = [at.small()?, at.small()?];
    let mut masks = [0; 12];
    for mask in &mut masks {
        *mask = at.number()?;
    }
    let [
        topics,
        target_groups,
        funding,
        life_phases,
        levels,
        durations,
        delivery,
        price_mask,
        child_care,
        accessibility,
        learning_form,
        no_requirements,
    ] = masks;
    let languages = (0..at.length()?).map(|_| at.text().map(str::to_owned)).collect::<Result<_, _>>()?;
    let mut places = Vec::new();
    for _ in 0..at.length()? {
        let label = at.text()?.to_owned();
        let city = at.text()?.to_owned();
        let gemeinde = at.text()?.parse().ok();
        let point = match at.byte()? {
            0 => None,
            _ => Some(GeoPoint { lat: f64::from_le_bytes(at.array()?), lon: f64::from_le_bytes(at.array()?) }),
        };
        places.push(RecordPlace { label, gemeinde, point, city });
    }
    let mut rows = Vec::new();
    let mut row = Row { day: 0, start: 0, place: 0, session: 0, traits: 0 };
    for _ in 0..at.length()? {
        let head = at.number()?;
        row.day = row.day.checked_add((head >> 1) as u16).ok_or(Damaged)?;
        if head & 1 == 0 {
            row.start = (at.number()? as u16).wrapping_sub(1);
            row.place = at.number()? as u32;
            row.session = at.number()? as u16;
            row.traits = at.number()? as u16;
        }
        rows.push(row);
    }
    let mut spans = Vec::new();
    for _ in 0..at.length()? {
        let head = at.byte()?;
        let kind = match head & 3 {
            0 => SpanKind::Weekly,
            1 => SpanKind::DropIn,
            2 => SpanKind::Block,
            _ => SpanKind::Undated,
        };
        let weekdays = at.byte()?;
        let [first, last, start, end, session] = [at.small()?, at.small()?, at.small()?, at.small()?, at.small()?];
        let place = at.number()? as u32;
        spans.push(Span {
            kind,
            first,
            last,
            start,
            end,
            weekdays,
            time: head >> 3,
            full: head & 4 != 0,
            place,
            session,
        });
    }
    let place_exists = |place: u32| place as usize <= places.len();
    if !rows.iter().all(|row| place_exists(row.place)) || !spans.iter().all(|span| place_exists(span.place)) {
        return Err(Damaged);
    }
    Ok(Record {
        id,
        provider,
        provider_name,
        change,
        created_at,
        price,
        completeness: flags >> 1,
        online: flags & 1 != 0,
        shown,
        masks: Masks {
            topics,
            target_groups,
            funding,
            life_phases,
            levels,
            durations,
            delivery,
            price: price_mask,
            child_care,
            accessibility,
            learning_form,
            no_requirements,
        },
        languages,
        places,
        rows,
        spans,
        gist: at.text()?.to_owned(),
    })
}
