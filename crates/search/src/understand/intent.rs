//! Words that say when, where, how and at what price.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::ops::Range;
use std::sync::LazyLock;

use chrono::{Datelike, Days, Months, NaiveDate, Weekday};
use model::access::ChildCare;
use model::codes::level::CefrBase;
use model::offers::DeliveryMode;
use model::schedule::TimeOfDay;
use serde::Deserialize;

use super::{Concept, Typed};
use crate::analysis::{spelling, stem, tokens};
use crate::answer::ChipKind;
use crate::catalog::exceptions;
use crate::lexicon::Lexicon;
use crate::places::{Named, Places, name_key};
use crate::query::{Filters, Near, PriceFilter};

const INTENT: &str = include_str!("../../../../catalog/vocabularies/intent.toml");
/// Radius around a place that is not an area (Ortsteil, postal code of several Gemeinden).
const AROUND_KM: f64 = 5.0;

/// Something in the question that could be a filter.
#[derive(Debug, Clone)]
pub(crate) struct Intent {
    pub kind: ChipKind,
    /// Words that a click takes out of the text, with the preposition before them.
    pub at: Range<usize>,
    /// The words without the preposition.
    pub words: String,
    pub place: Option<Named>,
    /// The same words as they may stand in an offer.
    pub concept: Concept,
}

#[derive(Deserialize)]
struct File {
    weekday: BTreeMap<String, Vec<String>>,
    time_of_day: BTreeMap<String, Vec<String>>,
    dates: BTreeMap<String, Vec<String>>,
    other: BTreeMap<String, Vec<String>>,
}

struct Phrases {
    by_key: HashMap<String, ChipKind>,
    words: HashSet<String>,
    single: Vec<String>,
    longest: usize,
}

/// Weekdays in the order of their codes in addresses.
pub(crate) const WEEKDAYS: [&str; 7] = ["mo", "di", "mi", "do", "fr", "sa", "so"];

static PHRASES: LazyLock<Phrases> = LazyLock::new(|| {
    let file: File = toml::from_str(INTENT).expect("the catalogue is checked by a test");
    let mut phrases = Phrases { by_key: HashMap::new(), words: HashSet::new(), single: Vec::new(), longest: 1 };
    let mut add = |list: &[String], kind: &dyn Fn() -> ChipKind| {
        for phrase in list {
            let words = tokens::words(phrase);
            phrases.longest = phrases.longest.max(words.len());
            if let [word] = words.as_slice()
                && word.len() >= 5
            {
                phrases.single.push(word.clone());
            }
            phrases.by_key.insert(name_key(phrase), kind());
            if words.len() == 1 {
                phrases.words.extend(words);
            }
        }
    };
    for (code, list) in &file.weekday {
        add(list, &|| ChipKind::Weekday(code.clone()));
    }
    for (code, list) in &file.time_of_day {
        add(list, &|| ChipKind::TimeOfDay(code.clone()));
    }
    for (code, list) in &file.dates {
        add(list, &|| ChipKind::Dates(code.clone()));
    }
    for (code, list) in &file.other {
        add(list, &|| match code.as_str() {
            "free" => ChipKind::Free,
            "online" => ChipKind::Online,
            _ => ChipKind::ChildCare,
        });
    }
    phrases
});

pub(crate) fn is_intent_word(word: &str) -> bool {
    PHRASES.words.contains(word)
}

/// Words of intent, so that typing errors in them are recognised.
pub(crate) fn single_words<'a>() -> impl Iterator<Item = &'a str> {
    PHRASES.single.iter().map(|word| word.as_str())
}

/// Takes the words of intent out of `typed`; levels stay (they are looked for as words, too).
pub(super) fn find(text: &str, typed: &mut Vec<Typed>, lexicon: &Lexicon, places: &Places) -> Vec<Intent> {
    let mut intents: Vec<Intent> = Vec::new();
    let mut taken = vec![false; typed.len()];
    let longest = PHRASES.longest.max(places.longest()).max(1);
    let mut index = 0;
    while index < typed.len() {
        if typed[index].level {
            let level = &typed[index];
            let base = level.word.get(..2).unwrap_or_default().to_ascii_uppercase();
            push(&mut intents, ChipKind::Level(base), text, typed, index..index + 1, None, Concept::default());
            index += 1;
            continue;
        }
        let mut length = longest.min(typed.len() - index);
        loop {
            let window = &typed[index..index + length];
            let key = window.iter().map(|word| spelling::fold(&word.word)).collect::<Vec<_>>().join(" ");
            let found = PHRASES
                .by_key
                .get(&key)
                .cloned()
                .map(|kind| (kind, None))
                .or_else(|| place(&key, typed, index, length, places));
            if let Some((kind, named)) = found {
                // A weekday with a time of day in one word ("Montagabend") says both.
                let also_time = match &kind {
                    ChipKind::Weekday(_) => ["abend", "vormittag", "nachmittag"].into_iter().find(|time| {
                        window[0].word.ends_with(&format!("g{time}")) || window[0].word.ends_with(&format!("h{time}"))
                    }),
                    _ => None,
                };
                let concept = if length == 1 {
                    Concept::of_word(&window[0].word, text, window[0].at.clone(), lexicon)
                } else {
                    Concept::default()
                };
                let range = index..index + length;
                push(&mut intents, kind, text, typed, range.clone(), named, concept);
                if let Some(time) = also_time {
                    push(
                        &mut intents,
                        ChipKind::TimeOfDay(format!("{time}s")),
                        text,
                        typed,
                        range.clone(),
                        None,
                        Concept::default(),
                    );
                }
                range.for_each(|word| taken[word] = true);
                index += length;
                break;
            }
            length -= 1;
            if length == 0 {
                index += 1;
                break;
            }
        }
    }
    let mut position = 0;
    typed.retain(|_| {
        position += 1;
        !taken[position - 1]
    });
    intents
}

fn push(
    intents: &mut Vec<Intent>,
    kind: ChipKind,
    text: &str,
    typed: &[Typed],
    range: Range<usize>,
    place: Option<Named>,
    concept: Concept,
) {
    let words = text[typed[range.start].at.start..typed[range.end - 1].at.end].to_owned();
    let with_preposition = range.start.checked_sub(1).filter(|before| is_preposition(&typed[*before].word));
    let start = typed[with_preposition.unwrap_or(range.start)].at.start;
    if !intents.iter().any(|other| other.kind == kind) {
        intents.push(Intent { kind, at: start..typed[range.end - 1].at.end, words, place, concept });
    }
}

fn is_preposition(word: &str) -> bool {
    matches!(word, "in" | "bei" | "nach" | "aus" | "um" | "am" | "im" | "nahe" | "ab" | "near" | "at" | "on" | "raum")
}

fn place(
    key: &str,
    typed: &[Typed],
    index: usize,
    length: usize,
    places: &Places,
) -> Option<(ChipKind, Option<Named>)> {
    if length == 1 && key.len() == 5 && key.bytes().all(|b| b.is_ascii_digit()) {
        let named = places.find_plz(key)?;
        return Some((ChipKind::Plz(key.to_owned()), Some(named.clone())));
    }
    let named = places.find(key)?;
    let after_preposition = index.checked_sub(1).is_some_and(|before| is_preposition(&typed[before].word));
    if length == 1 && !after_preposition && exceptions().everyday_places.contains(stem::light(key)) {
        return None;
    }
    Some((ChipKind::Place(named.label.clone()), Some(named.clone())))
}

impl Intent {
    /// The filters with this intent among them; `None` when they have it already or it cannot be one.
    pub(crate) fn applied(&self, filters: &Filters, today: NaiveDate) -> Option<Filters> {
        let mut after = filters.clone();
        match &self.kind {
            ChipKind::Place(label) | ChipKind::Plz(label) => {
                let place = self.place.as_ref()?;
                match (&place.area, place.point) {
                    (Some(area), _) => {
                        after.areas = std::iter::once(area.clone()).collect();
                        after.near = None;
                    }
                    (None, Some(point)) => {
                        let label =
                            if *label == place.label { label.clone() } else { format!("{label} {}", place.label) };
                        after.near = Some(Near { point, radius_km: AROUND_KM, or_online: false, label });
                        after.areas.clear();
                    }
                    (None, None) => return None,
                }
            }
            ChipKind::Weekday(code) => {
                const WEEK: [Weekday; 7] =
                    [Weekday::Mon, Weekday::Tue, Weekday::Wed, Weekday::Thu, Weekday::Fri, Weekday::Sat, Weekday::Sun];
                match WEEKDAYS.iter().position(|other| other == code) {
                    Some(index) => after.weekdays = after.weekdays.with(WEEK[index]),
                    None => after.weekdays = after.weekdays.with(Weekday::Sat).with(Weekday::Sun),
                }
            }
            ChipKind::TimeOfDay(code) => {
                after.times_of_day.insert(code.parse::<TimeOfDay>().ok()?);
            }
            ChipKind::Free => {
                after.price.insert(PriceFilter::Kostenlos);
            }
            ChipKind::Level(code) => {
                after.levels.insert(code.parse::<CefrBase>().ok()?);
            }
            ChipKind::Online => {
                after.delivery.extend([
                    DeliveryMode::OnlineLive,
                    DeliveryMode::OnlineSelbst,
                    DeliveryMode::Hybrid,
                    DeliveryMode::Fern,
                ]);
            }
            ChipKind::ChildCare => {
                after.child_care.extend([ChildCare::Ja, ChildCare::AufAnfrage]);
            }
            ChipKind::Dates(words) => {
                let (from, until) = days_of(words, today)?;
                after.from = Some(from);
                after.until = Some(until);
                if words == "dieses wochenende" {
                    after.weekdays = after.weekdays.with(Weekday::Sat).with(Weekday::Sun);
                }
            }
        }
        (after != *filters).then_some(after)
    }

    /// Whether it speaks about the meeting, not the offer as a whole.
    pub(crate) fn is_about_meeting(&self) -> bool {
        matches!(
            self.kind,
            ChipKind::Place(_) | ChipKind::Plz(_) | ChipKind::Weekday(_) | ChipKind::TimeOfDay(_) | ChipKind::Dates(_)
        )
    }
}

/// First and last day of "nächste Woche" and its like.
pub(crate) fn days_of(words: &str, today: NaiveDate) -> Option<(NaiveDate, NaiveDate)> {
    let monday = today - Days::new(u64::from(today.weekday().num_days_from_monday()));
    let month = today.with_day(1)?;
    Some(match words {
        "heute" => (today, today),
        "morgen" => (today + Days::new(1), today + Days::new(1)),
        "diese woche" | "dieses wochenende" => (today, monday + Days::new(6)),
        "nächste woche" => (monday + Days::new(7), monday + Days::new(13)),
        "diesen monat" => (today, month + Months::new(1) - Days::new(1)),
        "nächsten monat" => (month + Months::new(1), month + Months::new(2) - Days::new(1)),
        _ => return None,
    })
}
