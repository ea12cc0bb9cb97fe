//! An offer in words: when, where, at what price, on what level. Used by cards, pages, feeds, calendars and fragments alike.

use chrono::{Datelike as _, Days, NaiveDate, NaiveDateTime};
use model::offers::{DeliveryMode, Offer, OfferContent, Participants};
use model::places::PlaceContent;
use model::schedule::{Meeting, Schedule, Session, SessionState};
use model::vocabularies;
use search::answer::Hit;

use crate::locale::{Words, format, say};
use crate::ui::card::{CardWords, DateBlock, OfferCard};
use crate::ui::chip::{Badge, Tone};
use crate::visit::Visit;

/// Meetings further away than this are not looked for.
const HORIZON: Days = Days::new(800);

/// The next meeting that has not ended, with its session.
pub(crate) fn next_meeting(content: &OfferContent, now: NaiveDateTime) -> Option<(Meeting, &Session)> {
    let today = now.date();
    let until = today.checked_add_days(HORIZON)?;
    let planned = content.sessions.iter().filter(|session| session.state == SessionState::Planned);
    let first_of = |session: &Session| {
        // A pattern repeats within a week, so a short window finds its next day without expanding years.
        let near = today.checked_add_days(Days::new(14)).unwrap_or(until);
        let soon = |to: NaiveDate| {
            let meetings = session.schedule.meetings_between(today, to);
            meetings.into_iter().find(|meeting| meeting.until.is_some() || ends_at(meeting) > now)
        };
        soon(near).or_else(|| soon(until))
    };
    planned
        .filter_map(|session| first_of(session).map(|meeting| (meeting, session)))
        .min_by_key(|(meeting, _)| meeting.starts_at())
}

fn ends_at(meeting: &Meeting) -> NaiveDateTime {
    match meeting.end.or(meeting.start) {
        Some(clock) => {
            meeting.last_day().and_time(chrono::NaiveTime::MIN) + chrono::Duration::minutes(clock.minutes().into())
        }
        None => meeting.last_day().and_time(chrono::NaiveTime::MIN) + chrono::Duration::days(1),
    }
}

/// Whether every date lies before today; an offer without known end is never over.
pub(crate) fn is_over(content: &OfferContent, today: NaiveDate) -> bool {
    !content.sessions.is_empty()
        && content.sessions.iter().all(|session| {
            session.state == SessionState::Cancelled
                || (!matches!(session.schedule, Schedule::OnRequest)
                    && session.schedule.last_day().is_some_and(|last| last < today))
        })
}

/// "vhs-Haus, Konz": as short as a card needs, no name said twice.
pub(crate) fn place_short(place: &PlaceContent) -> Option<String> {
    let city = match (&place.city, &place.district) {
        (Some(city), Some(district)) if district.contains(city.as_str()) => Some(district.clone()),
        (Some(city), Some(district)) if !city.contains(district.as_str()) => Some(format!("{city}-{district}")),
        (Some(city), _) => Some(city.clone()),
        (None, district) => district.clone(),
    };
    let parts: Vec<String> = [place.name.clone(), city].into_iter().flatten().filter(|part| !part.is_empty()).collect();
    match parts.as_slice() {
        [] => None,
        [name, city] if name.contains(city.as_str()) => Some(name.clone()),
        _ => Some(parts.join(", ")),
    }
}

/// "montags und donnerstags, 18:30 bis 20:00 Uhr": the rhythm of a session, where it has one.
pub(crate) fn rhythm(words: &Words, schedule: &Schedule) -> Option<String> {
    match schedule {
        Schedule::Span { weekdays, start, end, .. } if !weekdays.is_empty() => {
            let days = format::weekdays(words, *weekdays);
            Some(match start {
                Some(start) => format!("{days}, {}", format::clock(words, *start, *end)),
                None => days,
            })
        }
        Schedule::DropIn { hours, .. } if !hours.is_empty() => {
            let hours: Vec<String> = hours
                .iter()
                .map(|open| {
                    let clock = format::clock(words, open.opens, Some(open.closes));
                    format!("{}, {clock}", format::weekdays(words, open.weekdays))
                })
                .collect();
            Some(say::when_open(words, hours.join("; ")))
        }
        Schedule::OnRequest => Some(say::when_on_request(words)),
        _ => None,
    }
}

/// Places of a session's own or the offer's number of participants.
pub(crate) fn participants(offer: &Offer, session: Option<&Session>) -> Participants {
    session.and_then(|session| session.participants).unwrap_or(offer.content.participants)
}

/// "Noch 3 Plätze frei"; `None` when nobody knows.
pub(crate) fn seats(words: &Words, participants: Participants) -> Option<String> {
    match participants.free()? {
        0 => Some(say::seats_none(words)),
        free @ 1..=9 => Some(say::seats_few(words, free)),
        _ => Some(say::seats_free(words)),
    }
}

/// CEFR levels, DQR, or the source's own words.
pub(crate) fn level(words: &Words, content: &OfferContent) -> Option<String> {
    if !content.cefr.is_empty() {
        let levels: Vec<String> = content.cefr.iter().map(ToString::to_string).collect();
        return Some(say::level_cefr(words, levels.join(", ")));
    }
    content.level_text.clone().or_else(|| content.dqr.map(|dqr| say::level_dqr(words, u8::from(dqr))))
}

pub(crate) fn topic_labels(words: &Words, content: &OfferContent) -> Vec<&'static str> {
    let vocabulary = vocabularies::topics();
    content.topics.iter().filter_map(|t| vocabulary.find_term(t.as_str())).map(|t| t.label_in(words.language)).collect()
}

pub(crate) fn target_group_labels(words: &Words, content: &OfferContent) -> Vec<&'static str> {
    let vocabulary = vocabularies::target_groups();
    let terms = content.target_groups.iter().filter_map(|t| vocabulary.find_term(t.as_str()));
    terms.map(|t| t.label_in(words.language)).collect()
}

pub(crate) fn funding_labels(words: &Words, content: &OfferContent) -> Vec<&'static str> {
    let vocabulary = vocabularies::funding();
    content
        .funding
        .iter()
        .filter_map(|t| vocabulary.find_term(t.as_str()))
        .map(|t| t.label_in(words.language))
        .collect()
}

/// Which date stands in a list: the hit's, which fits the filters, or simply the next.
pub(crate) fn shown_meeting<'a>(
    content: &'a OfferContent,
    hit: Option<&Hit>,
    now: NaiveDateTime,
) -> Option<(Meeting, &'a Session)> {
    let fitting = hit.and_then(|hit| hit.next).and_then(|next| {
        let session = content.sessions.get(usize::from(next.session))?;
        let meetings = session.schedule.meetings_between(next.date, next.date);
        let meeting = meetings.into_iter().find(|meeting| meeting.start == next.start || meeting.date < next.date);
        Some((meeting.unwrap_or(Meeting { date: next.date, until: None, start: next.start, end: None }), session))
    });
    fitting.or_else(|| next_meeting(content, now))
}

pub(crate) fn date_block(words: &Words, date: NaiveDate) -> DateBlock {
    DateBlock {
        weekday: format::weekday_short(words, date.weekday()),
        day: date.day().to_string(),
        month: format::month_short(words, date),
        iso: date.to_string(),
    }
}

/// The short line below a title: day, time, place, price. For feeds, calendars and fragments.
pub(crate) fn summary_lines(words: &Words, offer: &Offer, hit: Option<&Hit>, now: NaiveDateTime) -> Vec<String> {
    let content = &offer.content;
    let shown = shown_meeting(content, hit, now);
    let when = match &shown {
        Some((meeting, _)) => format::meeting(words, meeting),
        None => content
            .sessions
            .first()
            .and_then(|s| rhythm(words, &s.schedule))
            .unwrap_or_else(|| say::when_unknown(words)),
    };
    let place = shown.as_ref().and_then(|(_, session)| session.place.as_ref()).and_then(place_short);
    let place = place.or_else(|| online(words, content));
    [Some(when), place, Some(format::price(words, &content.price))].into_iter().flatten().collect()
}

/// "Online", where it is not bound to a place.
pub(crate) fn online(words: &Words, content: &OfferContent) -> Option<String> {
    match content.delivery? {
        DeliveryMode::OnlineLive | DeliveryMode::OnlineSelbst => Some(say::place_online(words)),
        DeliveryMode::Fern => Some(words.code("format", "fern")),
        DeliveryMode::Praesenz | DeliveryMode::Hybrid => None,
    }
}

pub(crate) fn card(visit: &Visit, offer: &Offer, provider: &str, hit: Option<&Hit>) -> OfferCard {
    let words = visit.words;
    let content = &offer.content;
    let shown = shown_meeting(content, hit, visit.local);
    let session = shown.as_ref().map(|(_, session)| *session).or_else(|| content.sessions.first());
    let participants = participants(offer, session);
    OfferCard {
        id: offer.id.to_string(),
        title: content.title.clone(),
        href: visit.href(&render::address::offer_path(offer.id, &content.title)),
        provider: provider.to_owned(),
        date: shown.as_ref().map(|(meeting, _)| date_block(words, meeting.date.max(visit.today()))),
        without_date: without_date(words, content, visit.today()),
        when: when(words, shown.as_ref(), session, hit),
        place: place(words, content, session, hit),
        price: format::price(words, session.and_then(|s| s.price.as_ref()).unwrap_or(&content.price)),
        price_known: session.and_then(|s| s.price.as_ref()).unwrap_or(&content.price).amount().is_some(),
        level: level(words, content),
        seats: seats(words, participants).filter(|_| participants.free() != Some(0)),
        badges: badges(words, offer, participants, visit.today()),
    }
}

fn without_date(words: &Words, content: &OfferContent, today: NaiveDate) -> String {
    if is_over(content, today) {
        say::date_over(words)
    } else if content.sessions.iter().any(|session| matches!(session.schedule, Schedule::OnRequest)) {
        say::date_on_request(words)
    } else {
        say::date_open(words)
    }
}

fn when(
    words: &Words,
    shown: Option<&(Meeting, &Session)>,
    session: Option<&Session>,
    hit: Option<&Hit>,
) -> Option<String> {
    let rhythm = session.and_then(|session| rhythm(words, &session.schedule));
    let clock = shown.and_then(|(meeting, _)| Some(format::clock(words, meeting.start?, meeting.end)));
    let until = shown
        .and_then(|(meeting, _)| meeting.until)
        .map(|until| say::when_until(words, format::day_without_year(words, until)));
    let more = hit.map_or(0, |hit| hit.more_meetings);
    let more = (more > 0).then(|| say::when_more(words, more));
    let first = rhythm.or(clock).or(until);
    let parts: Vec<String> = [first, more].into_iter().flatten().collect();
    (!parts.is_empty()).then(|| parts.join(", "))
}

fn place(words: &Words, content: &OfferContent, session: Option<&Session>, hit: Option<&Hit>) -> Option<String> {
    let place = session.and_then(|session| session.place.as_ref()).and_then(place_short);
    let place = place.or_else(|| online(words, content))?;
    let distance = hit.and_then(|hit| hit.distance_km).map(|km| format::distance(words, km));
    let more = hit.map_or(0, |hit| hit.more_places);
    let more = (more > 0).then(|| say::place_more(words, more));
    Some([Some(place), distance, more].into_iter().flatten().collect::<Vec<_>>().join(", "))
}

fn badges(words: &Words, offer: &Offer, participants: Participants, today: NaiveDate) -> Vec<Badge> {
    let content = &offer.content;
    let mut badges = Vec::new();
    let mut push = |tone, label| badges.push(Badge { label, tone });
    let all_cancelled =
        !content.sessions.is_empty() && content.sessions.iter().all(|session| session.state == SessionState::Cancelled);
    if all_cancelled {
        push(Tone::Bad, say::badge_cancelled(words));
    } else if participants.free() == Some(0) {
        push(Tone::Bad, say::seats_none(words));
    }
    let closing = content.registration.deadline.filter(|day| *day >= today && (*day - today).num_days() <= 7);
    if let Some(deadline) = closing {
        push(Tone::Notice, say::badge_deadline(words, format::day_without_year(words, deadline)));
    }
    if content.child_care == Some(model::access::ChildCare::Ja) {
        push(Tone::Good, words.code("kinderbetreuung", "ja"));
    }
    if !content.funding.is_empty() {
        push(Tone::Neutral, say::badge_funding(words));
    }
    match content.delivery {
        Some(DeliveryMode::Hybrid) => push(Tone::Neutral, words.code("format", "hybrid")),
        Some(DeliveryMode::OnlineSelbst) => push(Tone::Neutral, words.code("format", "online_selbst")),
        _ => {}
    }
    badges
}

pub(crate) fn card_words(words: &Words) -> CardWords {
    CardWords {
        bookmark: say::bookmark_add(words),
        price: say::label_price(words),
        place: say::label_place(words),
        when: say::label_when(words),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_named_without_repetition() {
        for (name, city, district, expected) in [
            ("Beispiel-Haus", "Konz", "", Some("Beispiel-Haus, Konz")),
            ("Beispiel-Haus", "Trier", "Biewer", Some("Beispiel-Haus, Trier-Biewer")),
            ("Beispiel-Haus", "Trier", "Trier-Biewer", Some("Beispiel-Haus, Trier-Biewer")),
            ("Beispiel-Haus Konz", "Konz", "", Some("Beispiel-Haus Konz")),
            ("Beispiel-Haus Trier-Biewer", "Trier", "Trier-Biewer", Some("Beispiel-Haus Trier-Biewer")),
            ("", "Konz", "", Some("Konz")),
            ("", "", "Biewer", Some("Biewer")),
            ("", "", "", None),
        ] {
            let some = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
            let place = PlaceContent {
                name: some(name),
                city: some(city),
                district: some(district),
                ..PlaceContent::default()
            };
            assert_eq!(place_short(&place).as_deref(), expected, "{name} {city} {district}");
        }
    }

    #[test]
    fn the_next_meeting_is_the_one_that_has_not_ended() {
        let offer = crate::samples::offer("Beispiel-Kurs");
        for (now, expected) in [
            ("2026-03-01T08:00:00", Some("2026-03-03")),
            ("2026-03-03T19:59:00", Some("2026-03-03")),
            ("2026-03-03T20:00:00", Some("2026-03-10")),
            ("2026-03-10T20:00:00", None),
        ] {
            let next = next_meeting(&offer.content, now.parse().unwrap()).map(|(meeting, _)| meeting.date.to_string());
            assert_eq!(next.as_deref(), expected, "{now}");
        }
        assert!(!is_over(&offer.content, "2026-03-10".parse().unwrap()));
        assert!(is_over(&offer.content, "2026-03-11".parse().unwrap()));
    }

    #[test]
    fn an_open_door_is_never_over_and_has_no_block() {
        let mut offer = crate::samples::offer("Beispiel-Treff");
        offer.content.sessions[0].schedule = Schedule::OnRequest;
        let today: NaiveDate = "2030-01-01".parse().unwrap();
        assert!(!is_over(&offer.content, today));
        assert_eq!(without_date(crate::locale::german(), &offer.content, today), "nach Absprache");
        offer.content.sessions[0].state = SessionState::Cancelled;
        assert!(is_over(&offer.content, today));
    }
}
