//! Calendars (RFC 5545): one offer, or all hits of a search as a calendar to subscribe to.
//!
//! One `VEVENT` per fixed meeting, one with `RRULE` per weekly pattern. The UID says offer, session and date, so that a calendar that
//! subscribes keeps its entries apart over years; DTSTAMP is the offer's last change, so that an unchanged offer is an unchanged file.

use std::collections::BTreeSet;

use chrono::{DateTime, Datelike, Days, NaiveDate, NaiveDateTime, Utc, Weekday};
use model::ids::OfferId;
use model::offers::Offer;
use model::places::{PlaceContent, Precision};
use model::schedule::{ClockTime, Meeting, Schedule, Session, SessionState, WeekdaySet};

use crate::local_time::{self, Span};

/// What stands around the events.
#[derive(Debug, Clone)]
pub struct Calendar<'a> {
    /// Name that the calendar program shows.
    pub name: &'a str,
    /// Where this file can be fetched again; `None` for a file to import once.
    pub source: Option<&'a str>,
    /// Domain that makes UIDs unique in the world.
    pub host: &'a str,
    /// What ended before this day is left out; `None` keeps everything.
    pub from: Option<NaiveDate>,
}

/// One offer and what the caller says about it.
#[derive(Debug, Clone)]
pub struct Entry<'a> {
    pub offer: &'a Offer,
    pub url: String,
    /// Lines below the description ("Anbieter: …", "Preis: …").
    pub lines: Vec<String>,
    /// Labels of the topics.
    pub categories: Vec<&'a str>,
}

/// A calendar with all events of the entries.
pub fn calendar(calendar: &Calendar, entries: &[Entry]) -> String {
    let mut out = Lines::default();
    out.raw("BEGIN:VCALENDAR");
    out.raw("VERSION:2.0");
    out.raw("PRODID:-//Bildungsraum//Bildungsraum//DE");
    out.raw("CALSCALE:GREGORIAN");
    out.raw("METHOD:PUBLISH");
    out.text("NAME", calendar.name);
    out.text("X-WR-CALNAME", calendar.name);
    out.raw("X-WR-TIMEZONE:Europe/Berlin");
    if let Some(source) = calendar.source {
        out.uri("SOURCE;VALUE=URI", source);
        out.raw("REFRESH-INTERVAL;VALUE=DURATION:PT12H");
        out.raw("X-PUBLISHED-TTL:PT12H");
    }
    for line in VTIMEZONE {
        out.raw(line);
    }
    for entry in entries {
        for (index, session) in entry.offer.content.sessions.iter().enumerate() {
            write_session(&mut out, calendar, entry, index, session);
        }
    }
    out.raw("END:VCALENDAR");
    out.0
}

/// The rules of the European Union since 1996, without end.
const VTIMEZONE: &[&str] = &[
    "BEGIN:VTIMEZONE",
    "TZID:Europe/Berlin",
    "BEGIN:DAYLIGHT",
    "TZOFFSETFROM:+0100",
    "TZOFFSETTO:+0200",
    "TZNAME:CEST",
    "DTSTART:19960331T020000",
    "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU",
    "END:DAYLIGHT",
    "BEGIN:STANDARD",
    "TZOFFSETFROM:+0200",
    "TZOFFSETTO:+0100",
    "TZNAME:CET",
    "DTSTART:19961027T030000",
    "RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU",
    "END:STANDARD",
    "END:VTIMEZONE",
];

fn write_session(out: &mut Lines, calendar: &Calendar, entry: &Entry, index: usize, session: &Session) {
    let ended = |last: Option<NaiveDate>| calendar.from.is_some_and(|from| last.is_some_and(|last| last < from));
    let mut event = |part: &str, span: Span, rule: Option<String>| {
        write_event(out, entry, session, &uid(entry.offer.id, session, index, part, calendar.host), span, rule);
    };
    match &session.schedule {
        Schedule::Dates { meetings } => {
            // A delivery may name the same meeting twice; two events with one UID would be one entry too many.
            let mut seen = BTreeSet::new();
            for meeting in meetings.iter().filter(|meeting| !ended(Some(meeting.last_day()))) {
                let part = part_of(meeting);
                if seen.insert(part.clone()) {
                    event(&part, local_time::span(meeting), None);
                }
            }
        }
        Schedule::Span { from, until, weekdays, start, end } => {
            if weekdays.is_empty() {
                // Only the first day is known to be one.
                let meeting = Meeting { date: *from, until: None, start: *start, end: *end };
                if !ended(Some(until.unwrap_or(*from))) {
                    event("span", local_time::span(&meeting), None);
                }
            } else if !ended(*until)
                && let Some((span, rule)) = weekly(*weekdays, *from, *until, *start, *end)
            {
                event("weekly", span, Some(rule));
            }
        }
        Schedule::DropIn { hours, from, until } => {
            // Without a first day the series begins on the day of the last change: a date that moves only with the offer.
            let first = from.unwrap_or_else(|| local_time::day(entry.offer.changed_at));
            for (number, open) in hours.iter().enumerate() {
                if !ended(*until)
                    && let Some((span, rule)) =
                        weekly(open.weekdays, first, *until, Some(open.opens), Some(open.closes))
                {
                    event(&format!("open{number}"), span, Some(rule));
                }
            }
        }
        Schedule::OnRequest => {}
    }
}

/// First occurrence and rule; `None` when no day fits.
fn weekly(
    weekdays: WeekdaySet,
    from: NaiveDate,
    until: Option<NaiveDate>,
    start: Option<ClockTime>,
    end: Option<ClockTime>,
) -> Option<(Span, String)> {
    let first = from.iter_days().take(7).find(|day| weekdays.contains(day.weekday()))?;
    if until.is_some_and(|until| until < first) {
        return None;
    }
    let span = local_time::span(&Meeting { date: first, until: None, start, end });
    let names: Vec<&str> = weekdays.iter().map(weekday_name).collect();
    let mut rule = format!("FREQ=WEEKLY;BYDAY={}", names.join(","));
    if let Some(until) = until {
        // UNTIL has the form of DTSTART: a day for whole days, else UTC (§3.3.10).
        match span {
            Span::Days(..) => rule.push_str(&format!(";UNTIL={}", until.format("%Y%m%d"))),
            Span::Times(first_start, _) => {
                let last_start = local_time::instant(until.and_time(first_start.time()));
                rule.push_str(&format!(";UNTIL={}", utc(last_start.to_utc())));
            }
        }
    }
    Some((span, rule))
}

fn write_event(out: &mut Lines, entry: &Entry, session: &Session, uid: &str, span: Span, rule: Option<String>) {
    let content = &entry.offer.content;
    let changed = utc(entry.offer.changed_at);
    out.raw("BEGIN:VEVENT");
    out.text("UID", uid);
    out.raw(&format!("DTSTAMP:{changed}"));
    out.raw(&format!("LAST-MODIFIED:{changed}"));
    match span {
        Span::Days(first, last) => {
            out.raw(&format!("DTSTART;VALUE=DATE:{}", first.format("%Y%m%d")));
            // Exclusive: the day after the last (§3.6.1).
            out.raw(&format!("DTEND;VALUE=DATE:{}", (last + Days::new(1)).format("%Y%m%d")));
        }
        Span::Times(start, end) => {
            out.raw(&format!("DTSTART;TZID=Europe/Berlin:{}", local(start)));
            if let Some(end) = end {
                out.raw(&format!("DTEND;TZID=Europe/Berlin:{}", local(end)));
            }
        }
    }
    if let Some(rule) = rule {
        out.raw(&format!("RRULE:{rule}"));
    }
    out.text("SUMMARY", &content.title);
    out.text("DESCRIPTION", &description(entry, session));
    if let Some(place) = &session.place {
        let line = place_line(place);
        if !line.is_empty() {
            out.text("LOCATION", &line);
        }
        // A centre of a postal code is not where the door is.
        if let Some(location) = place.location.filter(|location| location.precision == Precision::Address) {
            out.raw(&format!("GEO:{:.6};{:.6}", location.point.lat, location.point.lon));
        }
    }
    if !entry.categories.is_empty() {
        let labels: Vec<String> = entry.categories.iter().map(|label| escape(label)).collect();
        out.raw(&format!("CATEGORIES:{}", labels.join(",")));
    }
    out.uri("URL", &entry.url);
    out.raw(match session.state {
        SessionState::Planned => "STATUS:CONFIRMED",
        SessionState::Cancelled => "STATUS:CANCELLED",
    });
    // A course that somebody looks at does not make them busy.
    out.raw("TRANSP:TRANSPARENT");
    out.raw("END:VEVENT");
}

fn description(entry: &Entry, session: &Session) -> String {
    const MAX: usize = 1_500;
    let content = &entry.offer.content;
    let mut text: String = content.description.chars().take(MAX).collect();
    if text.len() < content.description.len() {
        text.push('…');
    }
    let blocks = [content.subtitle.clone().unwrap_or_default(), text, session.note.clone().unwrap_or_default()];
    let mut blocks: Vec<String> = blocks.into_iter().filter(|block| !block.is_empty()).collect();
    blocks.push(entry.lines.iter().map(String::as_str).chain([entry.url.as_str()]).collect::<Vec<_>>().join("\n"));
    blocks.join("\n\n")
}

/// A place in one line: name, room, street, PLZ and city.
pub fn place_line(place: &PlaceContent) -> String {
    let plz_city = [place.plz.as_ref().map(ToString::to_string), place.city.clone()].into_iter().flatten();
    let plz_city = plz_city.collect::<Vec<_>>().join(" ");
    [place.name.clone(), place.room.clone(), place.street.clone(), Some(plz_city)]
        .into_iter()
        .flatten()
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join(", ")
}

/// Date and start tell the meetings of a session apart.
fn part_of(meeting: &Meeting) -> String {
    match meeting.start {
        Some(start) => format!("{}T{}", meeting.date.format("%Y%m%d"), start.to_string().replace(':', "")),
        None => meeting.date.format("%Y%m%d").to_string(),
    }
}

fn uid(offer: OfferId, session: &Session, index: usize, part: &str, host: &str) -> String {
    let mut key = String::new();
    match &session.foreign_id {
        // Injective: what is not a letter or digit becomes its hexadecimal number between underscores.
        Some(id) => {
            key.push('s');
            for c in id.chars() {
                if c.is_ascii_alphanumeric() { key.push(c) } else { key.push_str(&format!("_{:x}_", u32::from(c))) }
            }
        }
        None => key.push_str(&format!("n{index}")),
    }
    format!("{offer}-{key}-{part}@{host}")
}

fn weekday_name(day: Weekday) -> &'static str {
    match day {
        Weekday::Mon => "MO",
        Weekday::Tue => "TU",
        Weekday::Wed => "WE",
        Weekday::Thu => "TH",
        Weekday::Fri => "FR",
        Weekday::Sat => "SA",
        Weekday::Sun => "SU",
    }
}

fn local(at: NaiveDateTime) -> String {
    at.format("%Y%m%dT%H%M%S").to_string()
}

fn utc(at: DateTime<Utc>) -> String {
    at.format("%Y%m%dT%H%M%SZ").to_string()
}

/// TEXT (§3.3.11): backslash, semicolon, comma and line breaks; other control characters are not allowed at all.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        match c {
            '\\' | ';' | ',' => {
                escaped.push('\\');
                escaped.push(c);
            }
            '\n' => escaped.push_str("\\n"),
            '\t' => escaped.push(' '),
            c if c.is_control() => {}
            c => escaped.push(c),
        }
    }
    escaped
}

/// Content lines: folded at 75 octets, never inside a character, ended with CRLF (§3.1).
#[derive(Default)]
struct Lines(String);

impl Lines {
    fn text(&mut self, name: &str, value: &str) {
        self.raw(&format!("{name}:{}", escape(value)));
    }

    /// An address stands unescaped; a line break in it would begin a new property.
    fn uri(&mut self, name: &str, value: &str) {
        let clean: String = value.chars().filter(|c| !c.is_control()).collect();
        self.raw(&format!("{name}:{clean}"));
    }

    fn raw(&mut self, line: &str) {
        let mut room = 75;
        for c in line.chars() {
            if c.len_utf8() > room {
                self.0.push_str("\r\n ");
                // The space counts.
                room = 74;
            }
            self.0.push(c);
            room -= c.len_utf8();
        }
        self.0.push_str("\r\n");
    }
}

#[cfg(test)]
mod tests;
