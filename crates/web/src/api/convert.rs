//! Model → answer of the API. Pure.

use std::collections::BTreeMap;

use chrono::{NaiveDate, NaiveDateTime, SecondsFormat};
use model::access::Accessibility;
use model::ids::SourceId;
use model::offers::{Offer, Zugangsvoraussetzungen};
use model::places::PlaceContent;
use model::price::{Money, PriceBasis};
use model::provenance;
use model::schedule::{Meeting, Schedule, WeekdaySet};
use model::vocabularies::{Vocabulary, funding, target_groups, topics};
use render::address::{self, Base};
use render::local_time::{self, Span};
use search::answer::{self, Answer, ChipKind, FacetName, Hit, RelaxStep};

use super::schema::{
    Chip, Contact, Correction, FacetValue, Labelled, Link, Meeting as ApiMeeting, NextMeeting, OfferItem, OfferRecord,
    OpeningHours, Origin, Participants, Place, Price, Provenance, ProviderRef, Reduction, Registration, Relaxed,
    Requirements, Session,
};
use crate::locale::{Words, format, say};
use crate::params::{Params, weekday_code};
use crate::portal::offers::facets::value_label;
use crate::portal::offers::{describe, has_dates};
use crate::visit::Visit;

/// Fixed meetings of one session in a list; the record has all.
const MEETINGS_IN_LIST: usize = 50;
/// Characters of the description in a list.
const EXCERPT: usize = 280;

/// What every conversion needs.
pub(super) struct Context<'a> {
    pub words: &'static Words,
    pub base: &'a Base,
    /// Names of the sources.
    pub sources: &'a BTreeMap<SourceId, String>,
}

/// An offer in a list, with what the search says about it.
pub(super) fn hit(context: &Context, offer: &Offer, provider_name: &str, hit: &Hit) -> OfferItem {
    let mut item = item(context, offer, provider_name);
    for session in &mut item.sessions {
        session.meetings.truncate(MEETINGS_IN_LIST);
    }
    item.next = hit.next.map(|next| NextMeeting {
        start: match next.start {
            Some(start) => minute(local_time::at(next.date, start)),
            None => next.date.to_string(),
        },
        session: usize::from(next.session),
    });
    item.more_meetings = Some(hit.more_meetings);
    item.more_places = Some(hit.more_places);
    // Metres suggest a precision that a postal code does not have.
    item.distance_km = hit.distance_km.map(|km| (km * 10.0).round() / 10.0);
    item
}

/// The full record.
pub(super) fn record(context: &Context, offer: &Offer, provider_name: &str, now: NaiveDateTime) -> OfferRecord {
    let content = &offer.content;
    let mut item = item(context, offer, provider_name);
    item.next = next_meeting(offer, now);
    let optional = |text: &Option<String>| text.clone();
    OfferRecord {
        description: content.description.clone(),
        keywords: content.keywords.clone(),
        target_group_text: optional(&content.target_group_text),
        level_text: optional(&content.level_text),
        funding_text: optional(&content.funding_text),
        occupations: content.occupations.iter().map(ToString::to_string).collect(),
        bildungsbereich: content.bildungsbereich.map(|area| area.code().to_owned()),
        certificates: content.certificates.clone(),
        teaching_units: content.teaching_units_tenths.map(|tenths| f64::from(tenths) / 10.0),
        participants: Participants {
            min: content.participants.min,
            max: content.participants.max,
            booked: content.participants.booked,
        },
        links: content
            .links
            .iter()
            .map(|link| Link {
                kind: link.kind.code().to_owned(),
                label: link.label.clone(),
                url: link.url.to_string(),
            })
            .collect(),
        contact: content.contact.as_ref().map(contact),
        calendar: has_dates(offer).then(|| context.base.absolute(&format!("/angebote/{}/termine.ics", offer.id))),
        item,
    }
}

fn item(context: &Context, offer: &Offer, provider_name: &str) -> OfferItem {
    let content = &offer.content;
    let words = context.words;
    let coded = |group: &str, code: &str| Labelled { code: code.to_owned(), label: words.code(group, code) };
    let term = |vocabulary: &'static Vocabulary, code: &str| Labelled {
        code: code.to_owned(),
        label: vocabulary.find_term(code).map_or(code, |term| term.label_in(words.language)).to_owned(),
    };
    OfferItem {
        id: offer.id.to_string(),
        url: context.base.absolute(&address::offer_path(offer.id, &content.title)),
        title: content.title.clone(),
        subtitle: content.subtitle.clone(),
        excerpt: excerpt(&content.description),
        provider: ProviderRef {
            id: offer.provider.to_string(),
            name: provider_name.to_owned(),
            url: context.base.absolute(&address::provider_path(offer.provider, provider_name)),
        },
        course_number: content.course_number.clone(),
        next: None,
        more_meetings: None,
        more_places: None,
        distance_km: None,
        price: price(words, &content.price),
        delivery: content.delivery.map(|mode| coded("format", mode.code())),
        levels: content.cefr.iter().map(ToString::to_string).collect(),
        dqr: content.dqr.map(u8::from),
        places_free: content.participants.free(),
        requirements: requirements(words, &content.requirements),
        topics: content.topics.iter().map(|code| term(topics(), code.as_str())).collect(),
        life_phases: content.life_phases.iter().map(|phase| coded("lebensphase", phase.code())).collect(),
        target_groups: content.target_groups.iter().map(|code| term(target_groups(), code.as_str())).collect(),
        languages: content.languages.iter().map(|code| coded("sprache", code.as_str())).collect(),
        funding: content.funding.iter().map(|code| term(funding(), code.as_str())).collect(),
        learning_form: content.learning_form.map(|form| coded("lernform", form.code())),
        child_care: content.child_care.map(|care| coded("kinderbetreuung", care.code())),
        accessibility: accessibility(&content.accessibility),
        registration: Registration {
            required: content.registration.required,
            url: content.registration.url.as_ref().map(ToString::to_string),
            deadline: content.registration.deadline.map(|day| day.to_string()),
            text: content.registration.text.clone(),
        },
        sessions: content.sessions.iter().map(|found| session(context, found)).collect(),
        provenance: Provenance {
            record: origin(context, &offer.provenance.record),
            fields: offer
                .provenance
                .fields
                .iter()
                .map(|(field, found)| (field.to_string(), origin(context, found)))
                .collect(),
        },
        confirmed_on: offer.confirmed_on.map(|day| day.to_string()),
        created_at: offer.created_at.to_rfc3339_opts(SecondsFormat::Secs, true),
        changed_at: offer.changed_at.to_rfc3339_opts(SecondsFormat::Secs, true),
    }
}

fn session(context: &Context, session: &model::schedule::Session) -> Session {
    let mut answer = Session {
        id: session.foreign_id.clone(),
        kind: String::new(),
        meetings: Vec::new(),
        from: None,
        until: None,
        weekdays: Vec::new(),
        start_time: None,
        end_time: None,
        opening_hours: Vec::new(),
        state: session.state.code().to_owned(),
        place: session.place.as_ref().filter(|place| !place.is_empty()).map(|found| place(context, found)),
        note: session.note.clone(),
        price: session.price.as_ref().map(|found| price(context.words, found)),
        places_free: session.participants.and_then(|participants| participants.free()),
    };
    let day = |day: NaiveDate| day.to_string();
    let kind = match &session.schedule {
        Schedule::Dates { meetings } => {
            answer.meetings = meetings.iter().map(meeting).collect();
            "dates"
        }
        Schedule::Span { from, until, weekdays, start, end } => {
            answer.from = Some(day(*from));
            answer.until = until.map(day);
            answer.weekdays = weekday_codes(*weekdays);
            answer.start_time = start.map(|time| time.to_string());
            answer.end_time = end.map(|time| time.to_string());
            "span"
        }
        Schedule::DropIn { hours, from, until } => {
            answer.from = from.map(day);
            answer.until = until.map(day);
            answer.opening_hours = hours
                .iter()
                .map(|open| OpeningHours {
                    weekdays: weekday_codes(open.weekdays),
                    opens: open.opens.to_string(),
                    closes: open.closes.to_string(),
                })
                .collect();
            "drop_in"
        }
        Schedule::OnRequest => "on_request",
    };
    kind.clone_into(&mut answer.kind);
    answer
}

fn meeting(meeting: &Meeting) -> ApiMeeting {
    match local_time::span(meeting) {
        Span::Days(first, last) => {
            ApiMeeting { start: first.to_string(), end: (last > first).then(|| last.to_string()) }
        }
        Span::Times(start, end) => ApiMeeting { start: minute(start), end: end.map(minute) },
    }
}

fn next_meeting(offer: &Offer, now: NaiveDateTime) -> Option<NextMeeting> {
    let (next, session) = describe::next_meeting(&offer.content, now)?;
    let session = offer.content.sessions.iter().position(|other| std::ptr::eq(other, session))?;
    Some(NextMeeting { start: meeting(&next).start, session })
}

fn weekday_codes(days: WeekdaySet) -> Vec<String> {
    days.iter().map(|day| weekday_code(day).to_owned()).collect()
}

fn minute(at: NaiveDateTime) -> String {
    at.format("%Y-%m-%dT%H:%M").to_string()
}

pub(super) fn place(context: &Context, place: &PlaceContent) -> Place {
    let name = place.name.as_deref().or(place.city.as_deref()).unwrap_or_default();
    Place {
        id: place.id.map(|id| id.to_string()),
        url: place.id.map(|id| context.base.absolute(&address::place_path(id, name))),
        name: place.name.clone(),
        room: place.room.clone(),
        street: place.street.clone(),
        plz: place.plz.as_ref().map(ToString::to_string),
        city: place.city.clone(),
        district: place.district.clone(),
        gemeinde: place.gemeinde.as_ref().map(ToString::to_string),
        lat: place.location.map(|location| location.point.lat),
        lon: place.location.map(|location| location.point.lon),
        precision: place.location.map(|location| location.precision.code().to_owned()),
        accessibility: accessibility(&place.accessibility),
    }
}

fn accessibility(found: &Accessibility) -> BTreeMap<String, bool> {
    found.0.iter().map(|(feature, present)| (feature.code().to_owned(), *present)).collect()
}

fn contact(contact: &model::offers::Contact) -> Contact {
    Contact {
        name: contact.name.clone(),
        phone: contact.phone.clone(),
        email: contact.email.clone(),
        url: contact.url.as_ref().map(ToString::to_string),
    }
}

fn euros(amount: Money) -> f64 {
    amount.0 as f64 / 100.0
}

fn price(words: &Words, price: &model::price::Price) -> Price {
    let kind = match price.basis {
        PriceBasis::Unknown => "unknown",
        PriceBasis::Free => "free",
        PriceBasis::Amount(_) => "amount",
    };
    Price {
        kind: kind.to_owned(),
        amount: price.amount().map(euros),
        label: format::price(words, price),
        reductions: price
            .reductions
            .iter()
            .map(|reduction| Reduction { label: reduction.label.clone(), amount: euros(reduction.amount) })
            .collect(),
        reducible: price.reducible,
        notes: price.notes.clone(),
    }
}

fn requirements(words: &Words, requirements: &Zugangsvoraussetzungen) -> Requirements {
    let (kind, label) = match requirements {
        Zugangsvoraussetzungen::Unknown => ("unknown", say::api_requirements_unknown(words)),
        Zugangsvoraussetzungen::Keine => ("none", say::api_requirements_none(words)),
        Zugangsvoraussetzungen::Text(text) => ("text", text.clone()),
    };
    Requirements { kind: kind.to_owned(), label }
}

fn origin(context: &Context, origin: &provenance::Origin) -> Origin {
    let of = |kind: &str| Origin { kind: kind.to_owned(), source: None, rule: None };
    match origin {
        provenance::Origin::Delivered { source, .. } => {
            Origin { source: context.sources.get(source).cloned(), ..of("delivered") }
        }
        provenance::Origin::Derived { rule } => Origin { rule: Some(rule.to_string()), ..of("derived") },
        provenance::Origin::Edited { .. } => of("edited"),
    }
}

/// Cut between words, in one line.
fn excerpt(description: &str) -> String {
    let mut excerpt = String::new();
    for word in description.split_whitespace() {
        if excerpt.chars().count() + word.chars().count() > EXCERPT {
            excerpt.push('…');
            break;
        }
        if !excerpt.is_empty() {
            excerpt.push(' ');
        }
        excerpt.push_str(word);
    }
    excerpt
}

pub(super) fn facets(visit: &Visit, answer: &Answer) -> BTreeMap<String, Vec<FacetValue>> {
    let value = |name: FacetName, value: &answer::FacetValue| FacetValue {
        value: value.value.clone(),
        label: value_label(visit, name, &value.value, value.label.as_deref()),
        count: value.count,
        selected: value.selected,
    };
    answer
        .facets
        .iter()
        .map(|facet| {
            (facet.name.code().to_owned(), facet.values.iter().map(|found| value(facet.name, found)).collect())
        })
        .collect()
}

pub(super) fn chip(params: &Params, chip: &answer::Chip) -> Chip {
    let (kind, value) = match &chip.kind {
        ChipKind::Place(name) => ("place", Some(name.clone())),
        ChipKind::Plz(plz) => ("plz", Some(plz.clone())),
        ChipKind::Weekday(code) => ("weekday", Some(code.clone())),
        ChipKind::TimeOfDay(code) => ("time_of_day", Some(code.clone())),
        ChipKind::Free => ("free", None),
        ChipKind::Level(level) => ("level", Some(level.clone())),
        ChipKind::Online => ("online", None),
        ChipKind::ChildCare => ("child_care", None),
        ChipKind::Dates(range) => ("dates", Some(range.clone())),
    };
    Chip {
        words: chip.words.clone(),
        kind: kind.to_owned(),
        value,
        query: params.with_answer(&chip.text_after, &chip.filters_after).to_query_string(),
        count: chip.count,
    }
}

pub(super) fn correction(correction: &answer::Correction) -> Correction {
    Correction { typed: correction.typed.clone(), searched: correction.searched.clone() }
}

pub(super) fn relaxed(params: &Params, relaxed: &answer::Relaxed) -> Relaxed {
    let (step, value) = match &relaxed.step {
        RelaxStep::DropFilter(facet) => ("drop_filter", Some(facet.code().to_owned())),
        RelaxStep::DropDates => ("drop_dates", None),
        RelaxStep::DropPlace => ("drop_place", None),
        RelaxStep::WidenRadius { km } => ("widen_radius", Some(km.to_string())),
        RelaxStep::DropWords(words) => ("drop_words", Some(words.join(" "))),
        RelaxStep::Broader { term } => ("broader", Some(term.clone())),
        RelaxStep::DropAllFilters => ("drop_all_filters", None),
    };
    Relaxed {
        step: step.to_owned(),
        value,
        query: params.with_answer(&relaxed.text, &relaxed.filters).to_query_string(),
        total: relaxed.total,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_excerpt_ends_between_words() {
        assert_eq!(excerpt("Ein kurzer\n\nText."), "Ein kurzer Text.");
        let long = excerpt(&"Wörter ".repeat(100));
        assert!(long.ends_with("Wörter…") && long.chars().count() <= EXCERPT + 1, "{long}");
        assert_eq!(excerpt(""), "");
    }
}
