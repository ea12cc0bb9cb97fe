//! Random offers and filters.

use chrono::{Days, NaiveDate, NaiveDateTime, Weekday};
use model::access::{AccessFeature, Accessibility, ChildCare};
use model::codes::education::LearningForm;
use model::codes::level::CefrBase;
use model::ids::{KommuneId, OfferId, ProviderId};
use model::offers::{DeliveryMode, LifePhase, OfferContent, Participants, Zugangsvoraussetzungen};
use model::places::{GeoPoint, Location, PlaceContent, Precision};
use model::price::{Money, Price};
use model::schedule::{ClockTime, Meeting, OpeningHours, Schedule, Session, SessionState, TimeOfDay, WeekdaySet};
use proptest::prelude::*;
use proptest::sample::{select, subsequence};
use search::document::SearchDocument;
use search::index::{Index, IndexWriter};
use search::query::{Duration, Filters, Near, PriceFilter};

pub(crate) fn now() -> NaiveDateTime {
    "2026-03-04T15:30:00".parse().unwrap()
}

pub(crate) fn kommune(number: u8) -> KommuneId {
    KommuneId::from_parts(1_000, [number; 10])
}

pub(crate) fn offer_id(number: u8) -> OfferId {
    OfferId::from_parts(2_000, [number; 10])
}

pub(crate) fn provider_id(number: u8) -> ProviderId {
    ProviderId::from_parts(3_000, [number; 10])
}

#[derive(Debug, Clone)]
pub(crate) struct Sample {
    pub(crate) id: u8,
    pub(crate) provider: u8,
    pub(crate) content: OfferContent,
}

impl Sample {
    pub(crate) fn add_to(&self, writer: &mut IndexWriter, change: i64) {
        let name = format!("Beispiel-Träger {}", self.provider);
        let document = SearchDocument {
            id: offer_id(self.id),
            kommune: kommune(1),
            provider: provider_id(self.provider),
            provider_name: &name,
            content: &self.content,
            created_at: 1_000 + i64::from(self.id),
            change,
        };
        writer.add(&document).unwrap();
    }
}

pub(crate) fn index_of(samples: &[Sample]) -> Index {
    let index = Index::in_memory().unwrap();
    let mut writer = index.writer().unwrap();
    for sample in samples {
        sample.add_to(&mut writer, 1);
    }
    writer.commit().unwrap();
    index
}

/// Words that are no synonyms, forms or parts of one another.
pub(crate) const WORDS: [&str; 5] = ["Yoga", "Excel", "Judo", "Imkern", "Pilates"];
pub(crate) const GEMEINDEN: [(&str, f64, f64); 4] = [
    ("07211000", 49.7557, 6.6394),
    ("07235068", 49.7003, 6.5766),
    ("07235118", 49.6088, 6.5503),
    ("07235045", 49.6573, 6.9489),
];

fn day() -> impl Strategy<Value = NaiveDate> {
    (0_u64..70).prop_map(|days| now().date() - Days::new(20) + Days::new(days))
}

fn clock() -> impl Strategy<Value = Option<ClockTime>> {
    prop_oneof![1 => Just(None), 4 => select(vec![540_u16, 720, 840, 930, 1020, 1110]).prop_map(ClockTime::from_minutes)]
}

fn week() -> impl Strategy<Value = WeekdaySet> {
    const WEEK: [Weekday; 7] =
        [Weekday::Mon, Weekday::Tue, Weekday::Wed, Weekday::Thu, Weekday::Fri, Weekday::Sat, Weekday::Sun];
    subsequence(WEEK.to_vec(), 0..4).prop_map(|days| days.into_iter().collect())
}

fn meeting() -> impl Strategy<Value = Meeting> {
    (day(), prop_oneof![5 => Just(0), 1 => 1_u64..9], clock(), prop_oneof![Just(60_u16), Just(300)]).prop_map(
        |(date, length, start, minutes)| Meeting {
            date,
            until: (length > 0).then(|| date + Days::new(length)),
            start,
            end: start.and_then(|start| ClockTime::from_minutes((start.minutes() + minutes).min(1440))),
        },
    )
}

fn schedule() -> impl Strategy<Value = Schedule> {
    let length = prop_oneof![Just(None), (0_u64..60).prop_map(Some)];
    prop_oneof![
        4 => proptest::collection::vec(meeting(), 1..5).prop_map(|mut meetings| {
            meetings.sort();
            Schedule::Dates { meetings }
        }),
        3 => (day(), length, week(), clock()).prop_map(|(from, length, weekdays, start)| Schedule::Span {
            from,
            until: length.map(|length| from + Days::new(length)),
            weekdays,
            start,
            end: start.and_then(|start| ClockTime::from_minutes(start.minutes() + 90)),
        }),
        2 => (proptest::collection::vec((week(), 480_u16..1100, 30_u16..300), 0..3), proptest::option::of(day()), proptest::option::of(day())).prop_map(
            |(hours, from, until)| Schedule::DropIn {
                hours: hours
                    .into_iter()
                    .map(|(weekdays, opens, length)| OpeningHours {
                        weekdays,
                        opens: ClockTime::from_minutes(opens).unwrap(),
                        closes: ClockTime::from_minutes(opens + length).unwrap(),
                    })
                    .collect(),
                from,
                until,
            }
        ),
        1 => Just(Schedule::OnRequest),
    ]
}

fn place() -> impl Strategy<Value = Option<PlaceContent>> {
    let known = (0..GEMEINDEN.len(), any::<bool>(), any::<bool>()).prop_map(|(index, with_point, step_free)| {
        let (key, lat, lon) = GEMEINDEN[index];
        let mut accessibility = Accessibility::default();
        accessibility.set(AccessFeature::Stufenlos, step_free);
        PlaceContent {
            name: Some(format!("Haus {index}")),
            gemeinde: Some(key.parse().unwrap()),
            location: with_point.then_some(Location { point: GeoPoint { lat, lon }, precision: Precision::Address }),
            accessibility,
            ..PlaceContent::default()
        }
    });
    prop_oneof![1 => Just(None), 4 => known.prop_map(Some)]
}

fn participants() -> impl Strategy<Value = Participants> {
    (proptest::option::of(5_u32..8), proptest::option::of(3_u32..8)).prop_map(|(max, booked)| Participants {
        min: None,
        max,
        booked,
    })
}

fn price() -> impl Strategy<Value = Price> {
    prop_oneof![
        Just(Price::default()),
        select(vec![0_i64, 2_500, 2_501, 5_000, 10_000, 10_001]).prop_map(|cents| Price::of(Money(cents)))
    ]
}

fn session() -> impl Strategy<Value = Session> {
    (schedule(), place(), any::<u8>(), proptest::option::of(price()), proptest::option::of(participants())).prop_map(
        |(schedule, place, cancelled, price, participants)| Session {
            foreign_id: None,
            schedule,
            place,
            state: if cancelled < 25 { SessionState::Cancelled } else { SessionState::Planned },
            note: None,
            price,
            participants,
        },
    )
}

pub(crate) fn content() -> impl Strategy<Value = OfferContent> {
    let what = (
        select(WORDS.to_vec()),
        subsequence(vec!["deutsch", "kunst", "musik"], 0..3),
        subsequence(vec!["kinder", "frauen"], 0..2),
        subsequence(vec!["azav", "avgs"], 0..2),
        subsequence(vec!["A1", "A2.1", "B1.2"], 0..2),
        subsequence(vec!["de", "en", "uk"], 0..2),
    );
    let how = (
        proptest::option::of(select(DeliveryMode::ALL.to_vec())),
        subsequence(LifePhase::ALL.to_vec(), 0..3),
        proptest::option::of(select(ChildCare::ALL.to_vec())),
        proptest::option::of(select(LearningForm::ALL.to_vec())),
        any::<bool>(),
        any::<bool>(),
    );
    // Publication that begins or ends around today.
    let near_today =
        || proptest::option::weighted(0.2, (0_u64..5).prop_map(|days| now().date() - Days::new(2) + Days::new(days)));
    (what, how, price(), participants(), proptest::collection::vec(session(), 0..4), (near_today(), near_today()))
        .prop_map(|(what, how, price, participants, sessions, (publish_from, publish_until))| {
            let (title, topics, groups, funding, levels, languages) = what;
            let (delivery, phases, child_care, learning_form, open_to_all, signed) = how;
            let mut accessibility = Accessibility::default();
            if signed {
                accessibility.set(AccessFeature::Gebaerdensprache, true);
            }
            OfferContent {
                title: title.to_owned(),
                topics: topics.iter().map(|code| code.parse().unwrap()).collect(),
                target_groups: groups.iter().map(|code| code.parse().unwrap()).collect(),
                funding: funding.iter().map(|code| code.parse().unwrap()).collect(),
                cefr: levels.iter().map(|level| level.parse().unwrap()).collect(),
                languages: languages.iter().map(|code| code.parse().unwrap()).collect(),
                delivery,
                life_phases: phases.into_iter().collect(),
                child_care,
                learning_form,
                requirements: if open_to_all { Zugangsvoraussetzungen::Keine } else { Zugangsvoraussetzungen::Unknown },
                accessibility,
                price,
                participants,
                sessions,
                publish_from,
                publish_until,
                ..OfferContent::default()
            }
        })
}

pub(crate) fn samples(most: usize) -> impl Strategy<Value = Vec<Sample>> {
    proptest::collection::vec((content(), 0_u8..4), 0..most).prop_map(|list| {
        list.into_iter()
            .enumerate()
            .map(|(id, (content, provider))| Sample { id: id as u8, provider, content })
            .collect()
    })
}

/// Each filter is set in about every fourth case.
fn seldom<T: Clone + std::fmt::Debug + 'static>(
    values: impl Strategy<Value = Vec<T>> + 'static,
) -> BoxedStrategy<Vec<T>> {
    prop_oneof![4 => Just(Vec::new()), 1 => values].boxed()
}

pub(crate) fn filters() -> impl Strategy<Value = Filters> {
    let offer = (
        seldom(subsequence(vec!["deutsch", "kunst", "musik"], 1..3)),
        seldom(subsequence(vec!["kinder", "frauen"], 1..2)),
        seldom(subsequence(vec!["azav", "avgs"], 1..2)),
        seldom(subsequence(vec![CefrBase::A1, CefrBase::A2, CefrBase::B1], 1..3)),
        seldom(subsequence(vec!["de", "en", "fr"], 1..3)),
        seldom(subsequence(DeliveryMode::ALL.to_vec(), 1..4)),
        seldom(subsequence(LifePhase::ALL.to_vec(), 1..4)),
        seldom(subsequence(ChildCare::ALL.to_vec(), 1..3)),
        seldom(subsequence(LearningForm::ALL.to_vec(), 1..3)),
    );
    let more = (
        seldom(subsequence(PriceFilter::ALL.to_vec(), 1..3)),
        seldom(subsequence(Duration::ALL.to_vec(), 1..4)),
        seldom(subsequence(vec![AccessFeature::Stufenlos, AccessFeature::Gebaerdensprache], 1..3)),
        seldom(subsequence(vec![0_u8, 1, 2, 9], 1..3)),
        prop_oneof![5 => Just(false), 1 => Just(true)],
        prop_oneof![5 => Just(false), 1 => Just(true)],
    );
    let meeting = (
        seldom(subsequence(vec!["07211000", "07235068", "07235", "072355008"], 1..3)),
        prop_oneof![3 => Just(None), 1 => (select(vec![2.0, 9.0, 18.0, 40.0]), any::<bool>()).prop_map(Some)],
        prop_oneof![2 => Just(None), 1 => day().prop_map(Some)],
        prop_oneof![2 => Just(None), 1 => (0_u64..30).prop_map(Some)],
        prop_oneof![3 => Just(WeekdaySet::default()), 1 => week()],
        seldom(subsequence(TimeOfDay::ALL.to_vec(), 1..3)),
    );
    (offer, more, meeting).prop_map(|(offer, more, meeting)| {
        let (topics, groups, funding, levels, languages, delivery, phases, child_care, forms) = offer;
        let (price, durations, accessibility, providers, places_free, no_requirements) = more;
        let (areas, near, from, length, weekdays, times) = meeting;
        Filters {
            topics: topics.iter().map(|code| code.parse().unwrap()).collect(),
            target_groups: groups.iter().map(|code| code.parse().unwrap()).collect(),
            funding: funding.iter().map(|code| code.parse().unwrap()).collect(),
            levels: levels.into_iter().collect(),
            languages: languages.iter().map(|code| code.parse().unwrap()).collect(),
            delivery: delivery.into_iter().collect(),
            life_phases: phases.into_iter().collect(),
            child_care: child_care.into_iter().collect(),
            learning_forms: forms.into_iter().collect(),
            price: price.into_iter().collect(),
            durations: durations.into_iter().collect(),
            accessibility: accessibility.into_iter().collect(),
            providers: providers.into_iter().map(provider_id).collect(),
            places_free,
            no_requirements,
            areas: areas.iter().map(|key| key.parse().unwrap()).collect(),
            near: near.map(|(radius_km, or_online)| Near {
                point: GeoPoint { lat: 49.7003, lon: 6.5766 },
                radius_km,
                or_online,
                label: "Konz".into(),
            }),
            from,
            until: length.map(|length| from.unwrap_or(now().date()) + Days::new(length)),
            weekdays,
            times_of_day: times.into_iter().collect(),
        }
    })
}
