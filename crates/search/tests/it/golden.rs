//! The judged questions of `fixtures/relevance`: loading, indexing, nDCG.

use std::collections::BTreeMap;
use std::path::PathBuf;

use chrono::{Days, NaiveDate, NaiveDateTime};
use model::access::ChildCare;
use model::areas::{Area, PostalPlace};
use model::codes::area_key::AreaKey;
use model::ids::{KommuneId, OfferId, ProviderId};
use model::offers::{DeliveryMode, OfferContent};
use model::places::{GeoPoint, Location, PlaceContent, Precision};
use model::price::{Money, Price};
use model::schedule::{ClockTime, Meeting, Schedule, Session, SessionState};
use search::answer::Answer;
use search::document::SearchDocument;
use search::gazetteer::Gazetteer;
use search::index::{Error, Index};
use search::query::Query;
use serde::Deserialize;
use serde::de::DeserializeOwned;

#[derive(Deserialize)]
pub(crate) struct JudgedOffer {
    pub(crate) key: String,
    pub(crate) title: String,
    subtitle: Option<String>,
    description: String,
    pub(crate) provider: String,
    city: Option<String>,
    topics: Vec<String>,
    target_groups: Vec<String>,
    #[serde(default)]
    funding: Vec<String>,
    level: Option<String>,
    course_number: Option<String>,
    #[serde(default)]
    online: bool,
    #[serde(default)]
    child_care: bool,
    price: Option<i64>,
    weekday: String,
    start: u16,
    minutes: u16,
    weeks: u64,
    day_offset: u64,
}

#[derive(Deserialize)]
pub(crate) struct JudgedQuery {
    pub(crate) q: String,
    pub(crate) group: String,
    /// Offer → 1 (related), 2 (fits in part), 3 (what was meant).
    pub(crate) grades: BTreeMap<String, u8>,
}

#[derive(Deserialize)]
struct JudgedPlace {
    name: String,
    key: AreaKey,
    verband: Option<AreaKey>,
    lat: f64,
    lon: f64,
    plz: String,
}

pub(crate) struct Golden {
    pub(crate) index: Index,
    pub(crate) kommune: KommuneId,
    pub(crate) now: NaiveDateTime,
    pub(crate) offers: Vec<JudgedOffer>,
    pub(crate) queries: Vec<JudgedQuery>,
}

fn read<T: DeserializeOwned>(name: &str) -> Vec<T> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../fixtures/relevance").join(name);
    let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    text.lines()
        .map(|line| serde_json::from_str(line).unwrap_or_else(|error| panic!("{name}: {error}: {line}")))
        .collect()
}

pub(crate) fn kommune() -> KommuneId {
    KommuneId::from_parts(1_750_000_000_000, [7; 10])
}

fn offer_id(number: usize) -> OfferId {
    let mut random = [0; 10];
    random[8..].copy_from_slice(&(number as u16).to_be_bytes());
    OfferId::from_parts(1_750_000_000_000 + number as u64, random)
}

impl Golden {
    pub(crate) fn load() -> Result<Self, Error> {
        let now: NaiveDateTime = "2026-03-02T09:00:00".parse().expect("a date");
        let offers: Vec<JudgedOffer> = read("offers.jsonl");
        let places: Vec<JudgedPlace> = read("places.jsonl");
        let kommune = kommune();
        let index = Index::in_memory()?;
        let mut providers: Vec<String> = offers.iter().map(|offer| offer.provider.clone()).collect();
        providers.sort();
        providers.dedup();
        let mut writer = index.writer()?;
        for (number, offer) in offers.iter().enumerate() {
            let provider = providers.iter().position(|name| *name == offer.provider).expect("in the list");
            let content = offer.content(&places, now.date());
            writer.add(&SearchDocument {
                id: offer_id(number),
                kommune,
                provider: ProviderId::from_parts(1_750_000_000_000, [provider as u8; 10]),
                provider_name: &offer.provider,
                content: &content,
                created_at: 1_770_000_000 + number as i64,
                change: 1 + number as i64,
            })?;
        }
        writer.commit()?;
        drop(writer);
        index.set_gazetteer(kommune, gazetteer(&places));
        Ok(Self { index, kommune, now, offers, queries: read("queries.jsonl") })
    }

    pub(crate) fn ask(&self, text: &str, limit: usize) -> Result<Answer, Error> {
        self.index.search(&Query { text: text.to_owned(), limit, ..Query::new(self.kommune, self.now) })
    }

    /// Keys of the hits, in order.
    pub(crate) fn keys(&self, answer: &Answer) -> Vec<&str> {
        let number = |id: OfferId| usize::from(u16::from_be_bytes([id.as_bytes()[14], id.as_bytes()[15]]));
        answer.hits.iter().map(|hit| self.offers[number(hit.offer)].key.as_str()).collect()
    }

    pub(crate) fn title(&self, key: &str) -> &str {
        self.offers.iter().find(|offer| offer.key == key).map_or("", |offer| offer.title.as_str())
    }
}

fn gazetteer(places: &[JudgedPlace]) -> Gazetteer {
    let day = NaiveDate::from_ymd_opt(2023, 11, 30).expect("a date");
    let point = |place: &JudgedPlace| GeoPoint { lat: place.lat, lon: place.lon };
    let areas = places.iter().map(|place| Area {
        key: place.key.clone(),
        name: place.name.clone(),
        title: None,
        kind: None,
        verband: place.verband.clone(),
        valid_from: day,
        valid_until: None,
        population: None,
        hectares: None,
        seat_plz: place.plz.parse().ok(),
        center: Some(point(place)),
    });
    let postal = places.iter().map(|place| PostalPlace {
        plz: place.plz.parse().expect("a postal code"),
        name: place.name.clone(),
        kreis: place.key.kreis(),
        point: point(place),
    });
    Gazetteer { areas: areas.collect(), postal_places: postal.collect() }
}

impl JudgedOffer {
    fn content(&self, places: &[JudgedPlace], today: NaiveDate) -> OfferContent {
        const DAYS: [&str; 7] = ["mo", "di", "mi", "do", "fr", "sa", "so"];
        let weekday = DAYS.iter().position(|day| *day == self.weekday).expect("a weekday") as u64;
        // `today` is a Monday.
        let first = today + Days::new(self.day_offset / 7 * 7 + 7 + weekday);
        let meetings = (0..self.weeks)
            .map(|week| Meeting {
                date: first + Days::new(7 * week),
                until: None,
                start: ClockTime::from_minutes(self.start * 60),
                end: ClockTime::from_minutes(self.start * 60 + self.minutes),
            })
            .collect();
        let place = self.city.as_ref().map(|city| {
            let place = places.iter().find(|place| place.name == *city).expect("a place of the fixture");
            PlaceContent {
                city: Some(city.clone()),
                plz: place.plz.parse().ok(),
                gemeinde: Some(place.key.clone()),
                location: Some(Location {
                    point: GeoPoint { lat: place.lat, lon: place.lon },
                    precision: Precision::Plz,
                }),
                ..PlaceContent::default()
            }
        });
        OfferContent {
            title: self.title.clone(),
            subtitle: self.subtitle.clone(),
            description: self.description.clone(),
            course_number: self.course_number.clone(),
            topics: self.topics.iter().map(|code| code.parse().expect("a topic")).collect(),
            target_groups: self.target_groups.iter().map(|code| code.parse().expect("a target group")).collect(),
            funding: self.funding.iter().map(|code| code.parse().expect("a funding")).collect(),
            cefr: self.level.iter().map(|level| level.parse().expect("a level")).collect(),
            delivery: Some(if self.online { DeliveryMode::OnlineLive } else { DeliveryMode::Praesenz }),
            price: self.price.map_or_else(Price::default, |cents| Price::of(Money(cents))),
            child_care: self.child_care.then_some(ChildCare::Ja),
            sessions: vec![Session {
                foreign_id: None,
                schedule: Schedule::Dates { meetings },
                place,
                state: SessionState::Planned,
                note: None,
                price: None,
                participants: None,
            }],
            ..OfferContent::default()
        }
    }
}

/// Normalised discounted cumulative gain of the first ten: gain 2^grade − 1, discount log2(rank + 1).
pub(crate) fn ndcg_10(keys: &[&str], grades: &BTreeMap<String, u8>) -> f64 {
    let gain = |grade: u8| f64::from((1_u32 << grade) - 1);
    let sum = |grades: &mut dyn Iterator<Item = u8>| -> f64 {
        grades.take(10).enumerate().map(|(rank, grade)| gain(grade) / (rank as f64 + 2.0).log2()).sum()
    };
    let reached = sum(&mut keys.iter().map(|key| grades.get(*key).copied().unwrap_or(0)));
    let mut best: Vec<u8> = grades.values().copied().collect();
    best.sort_unstable_by(|a, b| b.cmp(a));
    let ideal = sum(&mut best.into_iter());
    if ideal == 0.0 { f64::from(u8::from(keys.is_empty())) } else { reached / ideal }
}

/// Words with one typing error: a letter left out, doubled, replaced by its keyboard neighbour, or two swapped; one of each per word,
/// at a place that depends on the word.
pub(crate) fn one_edit(word: &str) -> Vec<String> {
    let letters: Vec<char> = word.chars().collect();
    if letters.len() < 5 {
        return Vec::new();
    }
    let at = 1 + letters.iter().fold(7_usize, |sum, c| sum * 31 % 1009 + *c as usize) % (letters.len() - 2);
    let mut left_out = letters.clone();
    left_out.remove(at);
    let mut doubled = letters.clone();
    doubled.insert(at, letters[at]);
    let mut swapped = letters.clone();
    swapped.swap(at, at + 1);
    let mut replaced = letters.clone();
    replaced[at] = if letters[at] == 'e' { 'r' } else { 'e' };
    [left_out, doubled, swapped, replaced]
        .into_iter()
        .map(|letters| letters.into_iter().collect())
        .filter(|typo| typo != word)
        .collect()
}

/// Single words of the judged questions that have a right answer and are no codes.
pub(crate) fn plain_words(golden: &Golden) -> Vec<&str> {
    let plain = golden.queries.iter().filter(|query| matches!(query.group.as_str(), "plain" | "compound" | "synonym"));
    plain
        .map(|query| query.q.as_str())
        .filter(|text| text.chars().all(char::is_alphabetic) && text.chars().count() >= 5)
        .collect()
}
