//! One UID: from its events to the meetings that take place.

use std::collections::BTreeMap;

use chrono::{Duration, NaiveDate, NaiveDateTime, NaiveTime, Timelike as _};
use model::issue::Severity;
use model::schedule::{ClockTime, Meeting};

use super::map::Context;
use super::read::Event;
use super::recurrence::{Rule, RuleError};
use super::time::{Value, parse_duration, parse_value};
use super::zone::Zone;
use crate::issues::quote;

/// Meetings of one event, at most.
const MAX_MEETINGS: usize = 2000;

/// Begin and length of an event, in the zone of its DTSTART.
#[derive(Debug, Clone)]
pub(super) struct When {
    pub(super) start: NaiveDateTime,
    pub(super) zone: Zone,
    pub(super) all_day: bool,
    /// `None`: not said.
    pub(super) length: Option<Duration>,
}

/// One meeting and the event that describes it.
#[derive(Debug, Clone)]
pub(super) struct Occurrence<'e> {
    pub(super) meeting: Meeting,
    pub(super) event: &'e Event,
}

/// Reads a date or time property with its zone.
fn read_value(property: &super::lines::Property, context: &mut Context<'_, '_>) -> Option<(NaiveDateTime, Zone, bool)> {
    match parse_value(&property.value)? {
        Value::Date(date) => Some((date.into(), Zone::Floating, true)),
        Value::Utc(utc) => Some((utc, Zone::Utc, false)),
        Value::Local(local) => Some((local, context.zone_of(property), false)),
    }
}

/// DTSTART with DTEND or DURATION.
pub(super) fn when_of(event: &Event, context: &mut Context<'_, '_>) -> Option<When> {
    let property = event.find("DTSTART")?;
    let (start, zone, all_day) = read_value(property, context)?;
    // Rules are expanded from their start on: one in the days of Gutenberg is a slip.
    if !(1970..=2200).contains(&chrono::Datelike::year(&start)) {
        return None;
    }
    let mut length = None;
    if let Some(property) = event.find("DTEND") {
        match read_value(property, context) {
            Some((end, end_zone, _)) => {
                // Both ends in the zone of the start.
                let end = if all_day { end } else { zone.local_of_utc(end_zone.utc_of_local(end)) };
                let measured = if all_day { end - start } else { zone.utc_of_local(end) - zone.utc_of_local(start) };
                if measured < Duration::zero() {
                    context.issue(
                        "ICS-010",
                        Severity::Warning,
                        event,
                        "DTEND",
                        "Das Ende liegt vor dem Beginn; das Ende wurde weggelassen.".to_owned(),
                        "Bitte berichtigen Sie Beginn und Ende im Kalender.",
                    );
                } else {
                    length = Some(measured);
                }
            }
            None => context.bad_value(event, property),
        }
    } else if let Some(property) = event.find("DURATION") {
        length = parse_duration(&property.value).filter(|length| *length >= Duration::zero());
        if length.is_none() {
            context.bad_value(event, property);
        }
    }
    Some(When { start, zone, all_day, length })
}

impl When {
    /// The meeting that begins at `start` (in this zone), as local time in Germany.
    fn meeting(&self, start: NaiveDateTime, length: Option<Duration>) -> Meeting {
        if self.all_day {
            // DTEND is the day after the last (RFC 5545 §3.6.1); equal to DTSTART it is a common slip for one day.
            let days = length.map_or(1, |length| length.num_days().max(1));
            let last = start.date() + Duration::days(days - 1);
            return Meeting { date: start.date(), until: (days > 1).then_some(last), start: None, end: None };
        }
        let german = self.zone.to_german(start);
        let begin = clock(german.time());
        let Some(length) = length.filter(|length| *length > Duration::zero()) else {
            return Meeting { date: german.date(), until: None, start: begin, end: None };
        };
        let end_utc = self.zone.utc_of_local(start).checked_add_signed(length);
        let end = end_utc.map_or(german, |utc| Zone::Floating.local_of_utc(utc));
        if end.time() == NaiveTime::MIN {
            // Until midnight is until 24:00 of the day before.
            let last = end.date().pred_opt().unwrap_or(end.date());
            let until = (last > german.date()).then_some(last);
            return Meeting { date: german.date(), until, start: begin, end: ClockTime::from_minutes(1440) };
        }
        let until = (end.date() > german.date()).then_some(end.date());
        Meeting { date: german.date(), until, start: begin, end: clock(end.time()) }
    }
}

fn clock(time: NaiveTime) -> Option<ClockTime> {
    ClockTime::from_minutes((time.hour() * 60 + time.minute()) as u16)
}

/// All meetings of a series inside the window. `changes` are the events with RECURRENCE-ID.
pub(super) fn occurrences<'e>(
    master: &'e Event,
    when: &When,
    changes: &[&'e Event],
    window: (NaiveDate, NaiveDate),
    context: &mut Context<'_, '_>,
) -> Vec<Occurrence<'e>> {
    let mut instances: BTreeMap<NaiveDateTime, (Option<Duration>, &'e Event)> = BTreeMap::new();
    for (start, length) in starts_of(master, when, window, context) {
        instances.insert(start, (length, master));
    }
    let mut found: Vec<Occurrence<'e>> = Vec::new();
    let mut changes: Vec<(NaiveDateTime, &Event)> =
        changes.iter().filter_map(|change| Some((recurrence_id(change, when, context)?, *change))).collect();
    changes.sort_by_key(|(id, _)| *id);
    for (id, change) in changes {
        let this_and_future = change
            .find("RECURRENCE-ID")
            .and_then(|property| property.parameter("RANGE"))
            .is_some_and(|range| range.eq_ignore_ascii_case("THISANDFUTURE"));
        // A change that only cancels need not say when.
        let changed = when_of(change, context);
        if this_and_future {
            let shift = changed.as_ref().map_or(Duration::zero(), |changed| in_zone(changed, when) - id);
            let length = changed.as_ref().and_then(|changed| changed.length);
            let later = instances.split_off(&id);
            for (start, (old_length, _)) in later {
                if let Some(start) = start.checked_add_signed(shift) {
                    instances.insert(start, (length.or(old_length), change));
                }
            }
            continue;
        }
        // By the moment, or for an all-day id in a series with times by its day.
        let key = if instances.contains_key(&id) {
            Some(id)
        } else {
            let is_day = change
                .find("RECURRENCE-ID")
                .is_some_and(|property| matches!(parse_value(&property.value), Some(Value::Date(_))));
            instances.keys().find(|start| is_day && start.date() == id.date()).copied()
        };
        let replaced = key.and_then(|key| instances.remove(&key));
        let in_window = |day: NaiveDate| day >= window.0 && day <= window.1;
        if replaced.is_none() && in_window(id.date()) {
            let message =
                format!("Der geänderte Termin vom {} gehört zu keinem Termin der Reihe.", id.format("%d.%m.%Y"));
            let hint = "Er wurde als zusätzlicher Termin übernommen. Bitte prüfen Sie die Terminreihe im Kalender.";
            context.issue("ICS-014", Severity::Note, change, "RECURRENCE-ID", message, hint);
        }
        let meeting = match &changed {
            Some(changed) => changed.meeting(changed.start, changed.length.or(when.length)),
            None => when.meeting(id, replaced.and_then(|(length, _)| length).or(when.length)),
        };
        found.push(Occurrence { meeting, event: change });
    }
    found.extend(
        instances
            .into_iter()
            .map(|(start, (length, event))| Occurrence { meeting: when.meeting(start, length), event }),
    );
    found.retain(|occurrence| occurrence.meeting.last_day() >= window.0 && occurrence.meeting.date <= window.1);
    found.sort_by(|a, b| a.meeting.cmp(&b.meeting));
    if found.len() > MAX_MEETINGS {
        let message =
            format!("Die Terminreihe hat {} Termine; übernommen sind die ersten {MAX_MEETINGS}.", found.len());
        context.issue(
            "ICS-013",
            Severity::Warning,
            master,
            "RRULE",
            message,
            "Bitte prüfen Sie die Wiederholung im Kalender.",
        );
        found.truncate(MAX_MEETINGS);
    }
    found
}

/// The start of a changed event in the zone of its series.
fn in_zone(changed: &When, series: &When) -> NaiveDateTime {
    if changed.all_day || series.all_day {
        changed.start
    } else {
        series.zone.local_of_utc(changed.zone.utc_of_local(changed.start))
    }
}

fn recurrence_id(change: &Event, when: &When, context: &mut Context<'_, '_>) -> Option<NaiveDateTime> {
    let property = change.find("RECURRENCE-ID")?;
    match read_value(property, context) {
        Some((local, zone, all_day)) => {
            Some(if all_day || when.all_day { local } else { when.zone.local_of_utc(zone.utc_of_local(local)) })
        }
        None => {
            context.bad_value(change, property);
            None
        }
    }
}

/// Starts in the zone of the series with their lengths, where RDATE gives one of its own.
fn starts_of(
    master: &Event,
    when: &When,
    window: (NaiveDate, NaiveDate),
    context: &mut Context<'_, '_>,
) -> BTreeMap<NaiveDateTime, Option<Duration>> {
    let mut starts = BTreeMap::from([(when.start, when.length)]);
    // A long meeting may reach into the window from before it, and a zone may shift the day.
    let margin = Duration::days(2) + when.length.unwrap_or_default().min(Duration::days(400));
    let from = NaiveDateTime::from(window.0).checked_sub_signed(margin).unwrap_or(NaiveDateTime::MIN);
    let until = NaiveDateTime::from(window.1) + Duration::days(2);
    let expand = |name: &'static str, context: &mut Context<'_, '_>| -> Vec<NaiveDateTime> {
        let mut found = Vec::new();
        for property in master.all(name) {
            let rule = Rule::parse(&property.value, &|utc| when.zone.local_of_utc(utc));
            match rule.and_then(|rule| rule.expand(when.start, from, until)) {
                Ok(dates) => found.extend(dates),
                Err(error) => {
                    let why = match error {
                        RuleError::Invalid(_) => "ist nicht gültig",
                        RuleError::TooMany => "ergibt zu viele Termine",
                    };
                    let message =
                        format!("Die Wiederholung {} {why}; sie wurde nicht angewendet.", quote(&property.value));
                    let hint = "Bitte legen Sie die Wiederholung im Kalender neu an.";
                    context.issue("ICS-011", Severity::Warning, master, name, message, hint);
                }
            }
        }
        found
    };
    for start in expand("RRULE", context) {
        starts.insert(start, when.length);
    }
    let excluded_by_rule = expand("EXRULE", context);
    for property in master.all("RDATE") {
        for (start, length) in read_dates(property, master, when, context) {
            starts.insert(start, length.or(when.length));
        }
    }
    for start in excluded_by_rule {
        starts.remove(&start);
    }
    for property in master.all("EXDATE") {
        let by_day =
            !when.all_day && property.value.split(',').all(|value| matches!(parse_value(value), Some(Value::Date(_))));
        for (excluded, _) in read_dates(property, master, when, context) {
            // A day excludes the meetings of that day.
            starts.retain(|start, _| *start != excluded && !(by_day && start.date() == excluded.date()));
        }
    }
    starts
}

/// The values of RDATE or EXDATE in the zone of the series; a PERIOD has a length.
fn read_dates(
    property: &super::lines::Property,
    event: &Event,
    when: &When,
    context: &mut Context<'_, '_>,
) -> Vec<(NaiveDateTime, Option<Duration>)> {
    let zone = context.zone_of(property);
    let mut found = Vec::new();
    for value in property.value.split(',').filter(|value| !value.trim().is_empty()) {
        let (start, end) = match value.split_once('/') {
            Some((start, end)) => (start, Some(end)),
            None => (value, None),
        };
        let to_series = |value: Value| match value {
            Value::Date(date) => NaiveDateTime::from(date),
            Value::Utc(utc) => when.zone.local_of_utc(utc),
            Value::Local(local) if when.all_day => local.date().into(),
            Value::Local(local) => when.zone.local_of_utc(zone.utc_of_local(local)),
        };
        let Some(start) = parse_value(start).map(to_series) else {
            context.bad_value(event, property);
            continue;
        };
        let length = end.and_then(|end| match parse_duration(end) {
            Some(length) => Some(length),
            None => parse_value(end).map(|end| when.zone.utc_of_local(to_series(end)) - when.zone.utc_of_local(start)),
        });
        found.push((start, length.filter(|length| *length >= Duration::zero())));
    }
    found
}
