//! The search against a slow recount that knows nothing of it: the rules in words of the model, one offer and one meeting at a time.

use std::collections::BTreeMap;

use chrono::{Datelike, Days, NaiveDate, Timelike, Weekday};
use model::access::AccessFeature;
use model::codes::area_key::AreaKey;
use model::offers::{DeliveryMode, Zugangsvoraussetzungen};
use model::schedule::{ClockTime, Meeting, Schedule, Session, SessionState, TimeOfDay};
use proptest::prelude::*;
use proptest::test_runner::TestCaseError;
use search::answer::FacetName;
use search::gazetteer::Gazetteer;
use search::query::{Duration, Filters, PriceFilter, Query, Sort};

use crate::samples::{Sample, WORDS, filters, index_of, kommune, now, offer_id, provider_id, samples};

/// One way to attend: a meeting, or a session without a known date.
#[derive(Debug, Clone)]
struct Chance {
    meeting: Option<Meeting>,
    gemeinde: Option<AreaKey>,
    /// Kilometres; `None` without a point.
    distance: Option<f64>,
    full: bool,
}

fn to_come(meeting: &Meeting, schedule: &Schedule) -> bool {
    let today = now().date();
    let minute = (now().hour() * 60 + now().minute()) as u16;
    if meeting.until.is_some_and(|until| until > meeting.date) {
        return meeting.last_day() >= today;
    }
    if meeting.date != today {
        return meeting.date > today;
    }
    if matches!(schedule, Schedule::DropIn { .. }) {
        return meeting.end.is_none_or(|end| end.minutes() > minute);
    }
    meeting.start.is_none_or(|start| start.minutes() >= minute)
}

/// All chances that are not over, far enough ahead for every filter of the samples.
fn chances(sample: &Sample, filters: &Filters) -> Vec<Chance> {
    let today = now().date();
    let mut found = Vec::new();
    let mut add = |session: Option<&Session>, meeting: Option<Meeting>| {
        let place = session.and_then(|session| session.place.as_ref());
        let participants = session.and_then(|session| session.participants).unwrap_or(sample.content.participants);
        let point = place.and_then(|place| place.location).map(|location| location.point);
        found.push(Chance {
            meeting,
            gemeinde: place.and_then(|place| place.gemeinde.clone()),
            distance: filters.near.as_ref().and_then(|near| Some(near.point.distance_km(point?))),
            full: participants.free() == Some(0),
        });
    };
    for session in sample.content.sessions.iter().filter(|session| session.state == SessionState::Planned) {
        for meeting in session.schedule.meetings_between(today - Days::new(120), today + Days::new(200)) {
            if to_come(&meeting, &session.schedule) {
                add(Some(session), Some(meeting));
            }
        }
        let undated = match &session.schedule {
            Schedule::OnRequest => true,
            Schedule::Span { from, until: Some(until), weekdays, .. } => {
                weekdays.is_empty() && until > from && *until >= today
            }
            Schedule::DropIn { hours, until, .. } => {
                hours.iter().all(|open| open.weekdays.is_empty()) && until.is_none_or(|until| until >= today)
            }
            _ => false,
        };
        if undated {
            add(Some(session), None);
        }
    }
    if sample.content.sessions.is_empty() {
        add(None, None);
    }
    found
}

fn days(meeting: &Meeting) -> Vec<Weekday> {
    meeting.date.iter_days().take_while(|day| *day <= meeting.last_day()).map(|day| day.weekday()).collect()
}

fn time(meeting: &Meeting) -> Option<TimeOfDay> {
    meeting.time_of_day()
}

fn chance_fits(sample: &Sample, chance: &Chance, filters: &Filters) -> bool {
    let in_area = filters.areas.is_empty()
        || chance.gemeinde.as_ref().is_some_and(|gemeinde| filters.areas.iter().any(|area| lies_in(gemeinde, area)));
    let online = matches!(
        sample.content.delivery,
        Some(DeliveryMode::OnlineLive | DeliveryMode::OnlineSelbst | DeliveryMode::Fern)
    );
    let near = filters.near.as_ref().is_none_or(|near| {
        (near.or_online && online) || chance.distance.is_some_and(|distance| distance <= near.radius_km)
    });
    let places = !filters.places_free || !chance.full;
    let dated = match &chance.meeting {
        Some(meeting) => {
            filters.from.is_none_or(|from| meeting.last_day() >= from)
                && filters.until.is_none_or(|until| meeting.date <= until)
                && (filters.weekdays.is_empty() || days(meeting).iter().any(|day| filters.weekdays.contains(*day)))
                && (filters.times_of_day.is_empty()
                    || time(meeting).is_some_and(|time| filters.times_of_day.contains(&time)))
        }
        None => {
            filters.from.is_none()
                && filters.until.is_none()
                && filters.weekdays.is_empty()
                && filters.times_of_day.is_empty()
        }
    };
    in_area && near && places && dated
}

/// The Verband of two of the sample Gemeinden.
fn lies_in(gemeinde: &AreaKey, area: &AreaKey) -> bool {
    area.contains(gemeinde) || (area.as_str() == "072355008" && gemeinde.as_str() == "07235118")
}

fn cheapest(sample: &Sample) -> Option<i64> {
    let planned = sample.content.sessions.iter().filter(|session| session.state == SessionState::Planned);
    let own = planned.filter_map(|session| session.price.as_ref()?.amount());
    sample.content.price.amount().into_iter().chain(own).map(|money| money.0).min()
}

fn price_is(sample: &Sample, filter: PriceFilter) -> bool {
    match (cheapest(sample), filter) {
        (None, filter) => filter == PriceFilter::Unbekannt,
        (Some(cents), PriceFilter::Kostenlos) => cents == 0,
        (Some(cents), PriceFilter::Bis25) => cents <= 2_500,
        (Some(cents), PriceFilter::Bis50) => cents <= 5_000,
        (Some(cents), PriceFilter::Bis100) => cents <= 10_000,
        (Some(cents), PriceFilter::Ueber100) => cents > 10_000,
        (Some(_), PriceFilter::Unbekannt) => false,
    }
}

fn duration_is(sample: &Sample, wanted: Duration) -> bool {
    sample.content.sessions.iter().filter(|session| session.state == SessionState::Planned).any(|session| {
        let ends: Option<(NaiveDate, NaiveDate)> = match &session.schedule {
            Schedule::Dates { meetings } => {
                meetings.iter().map(|m| m.date).min().zip(meetings.iter().map(Meeting::last_day).max())
            }
            Schedule::Span { from, until, .. } => until.map(|until| (*from, until)),
            _ => None,
        };
        let duration = match ends.map(|(first, last)| (last - first).num_days()) {
            None => Duration::Laufend,
            Some(0) => Duration::Einmalig,
            Some(1..=7) => Duration::BisEineWoche,
            Some(8..=31) => Duration::BisEinMonat,
            Some(32..=92) => Duration::BisDreiMonate,
            Some(93..=184) => Duration::BisSechsMonate,
            Some(_) => Duration::Laenger,
        };
        duration == wanted
    })
}

fn has_feature(sample: &Sample, feature: AccessFeature) -> bool {
    sample.content.accessibility.get(feature) == Some(true)
        || sample
            .content
            .sessions
            .iter()
            .filter(|session| session.state == SessionState::Planned)
            .any(|session| session.place.as_ref().is_some_and(|place| place.accessibility.get(feature) == Some(true)))
}

/// Filters on the offer as a whole.
fn offer_fits(sample: &Sample, f: &Filters) -> bool {
    let content = &sample.content;
    let any = |empty: bool, hit: bool| empty || hit;
    content.publish_from.is_none_or(|from| from <= now().date())
        && content.publish_until.is_none_or(|until| until >= now().date())
        && any(f.topics.is_empty(), !f.topics.is_disjoint(&content.topics))
        && any(f.target_groups.is_empty(), !f.target_groups.is_disjoint(&content.target_groups))
        && any(f.funding.is_empty(), !f.funding.is_disjoint(&content.funding))
        && any(f.life_phases.is_empty(), !f.life_phases.is_disjoint(&content.life_phases))
        && any(f.languages.is_empty(), !f.languages.is_disjoint(&content.languages))
        && any(f.levels.is_empty(), content.cefr.iter().any(|level| f.levels.contains(&level.base())))
        && any(f.delivery.is_empty(), content.delivery.is_some_and(|mode| f.delivery.contains(&mode)))
        && any(f.child_care.is_empty(), content.child_care.is_some_and(|care| f.child_care.contains(&care)))
        && any(f.learning_forms.is_empty(), content.learning_form.is_some_and(|form| f.learning_forms.contains(&form)))
        && any(f.price.is_empty(), f.price.iter().any(|filter| price_is(sample, *filter)))
        && any(f.durations.is_empty(), f.durations.iter().any(|duration| duration_is(sample, *duration)))
        && any(f.providers.is_empty(), f.providers.contains(&provider_id(sample.provider)))
        && f.accessibility.iter().all(|feature| has_feature(sample, *feature))
        && (!f.no_requirements || content.requirements == Zugangsvoraussetzungen::Keine)
}

fn fits(sample: &Sample, text: &str, filters: &Filters) -> bool {
    (text.is_empty() || sample.content.title == text)
        && offer_fits(sample, filters)
        && chances(sample, filters).iter().any(|chance| chance_fits(sample, chance, filters))
}

/// The filters without the selection of one facet, and with one value of it instead.
fn with_value(filters: &Filters, facet: FacetName, value: &str) -> Filters {
    let mut f = filters.clone();
    match facet {
        FacetName::Topic => f.topics = [value.parse().unwrap()].into(),
        FacetName::LifePhase => f.life_phases = [value.parse().unwrap()].into(),
        FacetName::TargetGroup => f.target_groups = [value.parse().unwrap()].into(),
        FacetName::Level => f.levels = [value.parse().unwrap()].into(),
        FacetName::Gemeinde => f.areas = [value.parse().unwrap()].into(),
        FacetName::Weekday => {
            let index = ["mo", "di", "mi", "do", "fr", "sa", "so"].iter().position(|code| *code == value).unwrap();
            let monday: NaiveDate = "2026-03-02".parse().unwrap();
            f.weekdays = [(monday + Days::new(index as u64)).weekday()].into_iter().collect();
        }
        FacetName::TimeOfDay => f.times_of_day = [value.parse().unwrap()].into(),
        FacetName::Duration => f.durations = [Duration::from_code(value).unwrap()].into(),
        FacetName::Delivery => f.delivery = [value.parse().unwrap()].into(),
        FacetName::Price => f.price = [PriceFilter::from_code(value).unwrap()].into(),
        FacetName::Funding => f.funding = [value.parse().unwrap()].into(),
        FacetName::Language => f.languages = [value.parse().unwrap()].into(),
        FacetName::ChildCare => f.child_care = [value.parse().unwrap()].into(),
        FacetName::Accessibility => f.accessibility = [value.parse().unwrap()].into(),
        FacetName::PlacesFree => f.places_free = true,
        FacetName::Provider => f.providers = [value.parse().unwrap()].into(),
        FacetName::LearningForm => f.learning_forms = [value.parse().unwrap()].into(),
        FacetName::NoRequirements => f.no_requirements = true,
    }
    f
}

fn next(sample: &Sample, filters: &Filters) -> Option<(NaiveDate, Option<ClockTime>)> {
    let fitting = chances(sample, filters).into_iter().filter(|chance| chance_fits(sample, chance, filters));
    // Meetings whose time is not known come after those with one on the same day.
    fitting
        .filter_map(|chance| chance.meeting)
        .map(|m| (m.date, m.start))
        .min_by_key(|(date, start)| (*date, start.is_none(), *start))
}

fn gazetteer() -> Gazetteer {
    let area = |key: &str, verband: Option<&str>| model::areas::Area {
        key: key.parse().unwrap(),
        name: format!("Ort {key}"),
        title: None,
        kind: None,
        verband: verband.map(|key| key.parse().unwrap()),
        valid_from: "2023-11-30".parse().unwrap(),
        valid_until: None,
        population: None,
        hectares: None,
        seat_plz: None,
        center: None,
    };
    Gazetteer { areas: vec![area("07235118", Some("072355008"))], postal_places: Vec::new() }
}

fn compare(samples: &[Sample], text: &str, filters: &Filters) -> Result<(), TestCaseError> {
    let index = index_of(samples);
    index.set_gazetteer(kommune(1), gazetteer());
    let query = Query { text: text.into(), filters: filters.clone(), limit: 100, ..Query::new(kommune(1), now()) };
    let answer = index.search(&query).unwrap();
    let expected: Vec<&Sample> = samples.iter().filter(|sample| fits(sample, text, filters)).collect();
    prop_assert_eq!(answer.total, expected.len());
    let mut found: Vec<_> = answer.hits.iter().map(|hit| hit.offer).collect();
    found.sort();
    let mut ids: Vec<_> = expected.iter().map(|sample| offer_id(sample.id)).collect();
    ids.sort();
    prop_assert_eq!(found, ids);
    for facet in &answer.facets {
        for value in &facet.values {
            let only = with_value(filters, facet.name, &value.value);
            let count = samples.iter().filter(|sample| fits(sample, text, &only)).count();
            prop_assert_eq!(value.count, count, "{:?} {}", facet.name, value.value);
        }
    }
    for hit in &answer.hits {
        let sample = samples.iter().find(|sample| offer_id(sample.id) == hit.offer).unwrap();
        prop_assert_eq!(hit.next.map(|next| (next.date, next.start)), next(sample, filters));
        if filters.near.is_some() {
            let nearest = chances(sample, filters)
                .iter()
                .filter(|chance| chance_fits(sample, chance, filters))
                .filter_map(|chance| chance.distance)
                .min_by(f64::total_cmp);
            prop_assert_eq!(hit.distance_km.is_some(), nearest.is_some());
            if let (Some(found), Some(nearest)) = (hit.distance_km, nearest) {
                prop_assert!((found - nearest).abs() < 0.01, "{} / {}", found, nearest);
            }
        }
    }
    let by_date = index.search(&Query { sort: Sort::Date, ..query }).unwrap();
    let dates: Vec<_> =
        by_date.hits.iter().map(|hit| hit.next.map(|next| (next.date, next.start.is_none(), next.start))).collect();
    let known = dates.iter().flatten().collect::<Vec<_>>();
    prop_assert!(known.is_sorted());
    prop_assert!(dates.iter().skip_while(|date| date.is_some()).all(Option::is_none));
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn counts_equal_a_recount(samples in samples(24), filters in filters(), word in 0..WORDS.len() + 1) {
        let text = WORDS.get(word).copied().unwrap_or("");
        compare(&samples, text, &filters)?;
    }
}

/// What happens to an index.
#[derive(Debug, Clone)]
enum Step {
    Put(u8, Box<Sample>),
    Remove(u8),
    Commit,
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let put = (0_u8..12, crate::samples::content(), 0_u8..3)
        .prop_map(|(id, content, provider)| Step::Put(id, Box::new(Sample { id, provider, content })));
    proptest::collection::vec(
        prop_oneof![6 => put, 2 => (0_u8..12).prop_map(Step::Remove), 2 => Just(Step::Commit)],
        1..30,
    )
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 32, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn catching_up_equals_building_anew(steps in steps(), filters in filters()) {
        let index = search::index::Index::in_memory().unwrap();
        let mut writer = index.writer().unwrap();
        let mut state: BTreeMap<u8, Sample> = BTreeMap::new();
        let mut change = 0;
        let mut last = 0;
        for step in steps {
            change += 1;
            match step {
                Step::Put(id, sample) => {
                    sample.add_to(&mut writer, change);
                    state.insert(id, *sample);
                    last = change;
                }
                Step::Remove(id) => {
                    writer.remove(kommune(1), offer_id(id), change);
                    state.remove(&id);
                    last = change;
                }
                Step::Commit => {
                    writer.commit().unwrap();
                    prop_assert_eq!(index.committed_change(kommune(1)), last);
                }
            }
        }
        writer.commit().unwrap();
        let anew = index_of(&state.into_values().collect::<Vec<_>>());
        for text in ["", "Yoga", "Yga", "Exzel", "judo kurs", "imkern pilates", "qqqqqq"] {
            for filters in [Filters::default(), filters.clone()] {
                let query = Query { text: text.into(), filters, limit: 50, ..Query::new(kommune(1), now()) };
                prop_assert_eq!(index.search(&query).unwrap(), anew.search(&query).unwrap(), "{}", text);
            }
        }
        prop_assert_eq!(index.suggest(kommune(1), "yo", 5), anew.suggest(kommune(1), "yo", 5));
    }
}
