//! iCalendar (RFC 5545) as calendars of clubs, libraries and parishes export it: groups as weekly patterns with exceptions, all-day events,
//! single changed and cancelled dates, lines folded at 75 octets.

use std::fmt::Write as _;
use std::io;

use chrono::{NaiveDate, Weekday};

use super::Out;
use super::openvhs::{description, further};
use crate::draft::{Dirt, Draft, Price};
use crate::providers::Provider;
use crate::schedule::{Meeting, Schedule, Shape, moved};

const TIMEZONE: &str = "BEGIN:VTIMEZONE\r\nTZID:Europe/Berlin\r\n\
    BEGIN:DAYLIGHT\r\nTZOFFSETFROM:+0100\r\nTZOFFSETTO:+0200\r\nTZNAME:CEST\r\nDTSTART:19810329T020000\r\n\
    RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU\r\nEND:DAYLIGHT\r\n\
    BEGIN:STANDARD\r\nTZOFFSETFROM:+0200\r\nTZOFFSETTO:+0100\r\nTZNAME:CET\r\nDTSTART:19961027T030000\r\n\
    RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n";

pub(crate) fn head(provider: &Provider, out: &mut Out<'_>) {
    out.push(
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Beispielkalender//DE\r\nCALSCALE:GREGORIAN\r\nMETHOD:PUBLISH\r\n",
    );
    line(out, &format!("X-WR-CALNAME:{}", escape(&provider.name)));
    out.push("X-WR-TIMEZONE:Europe/Berlin\r\n");
    out.push(TIMEZONE);
}

pub(crate) fn foot(out: &mut Out<'_>) {
    out.push("END:VCALENDAR\r\n");
}

pub(crate) fn record(draft: &Draft<'_>, today: NaiveDate, out: &mut Out<'_>) -> io::Result<()> {
    let Some(first) = draft.schedule.meetings.first() else { return out.flow() };
    let uid = format!("{}@{}", draft.guid.to_lowercase(), draft.provider.host());
    out.push("BEGIN:VEVENT\r\n");
    identity(&uid, today, out);
    when(draft, *first, out);
    texts(draft, out);
    out.push("STATUS:CONFIRMED\r\nEND:VEVENT\r\n");
    changed_dates(draft, &uid, today, out);
    out.flow()
}

fn identity(uid: &str, today: NaiveDate, out: &mut Out<'_>) {
    line(out, &format!("UID:{uid}"));
    let stamp = moved(today, -2).format("%Y%m%d");
    out.push(&format!("DTSTAMP:{stamp}T101500Z\r\nLAST-MODIFIED:{stamp}T101500Z\r\nSEQUENCE:0\r\n"));
}

fn when(draft: &Draft<'_>, first: Meeting, out: &mut Out<'_>) {
    let schedule = &draft.schedule;
    // Some calendar programmes write their own names of time zones and no definition.
    let zone = if draft.dirt == Some(Dirt::MisspeltBoolean) { "W. Europe Standard Time" } else { "Europe/Berlin" };
    let Some((from, to)) = first.times else {
        // The end of an all-day event is the day after its last day.
        let start = first.date.format("%Y%m%d");
        let end = moved(schedule.end, 1).format("%Y%m%d");
        out.push(&format!("DTSTART;VALUE=DATE:{start}\r\nDTEND;VALUE=DATE:{end}\r\n"));
        return;
    };
    out.push(&format!("DTSTART;TZID={zone}:{}\r\n", local(first.date, from)));
    if draft.dirt == Some(Dirt::EndBeforeStart) {
        out.push(&format!("DTEND;TZID=Europe/Berlin:{}\r\n", local(moved(first.date, -1), to)));
    } else if draft.index % 7 == 3 {
        out.push(&format!("DURATION:PT{}M\r\n", to - from));
    } else {
        out.push(&format!("DTEND;TZID={zone}:{}\r\n", local(first.date, to)));
    }
    if is_weekly(schedule) {
        weekly_rule(draft, from, out);
    } else if schedule.meetings.len() > 1 {
        let days = schedule.meetings[1..].iter().map(|meeting| local(meeting.date, from)).collect::<Vec<_>>();
        line(out, &format!("RDATE;TZID=Europe/Berlin:{}", days.join(",")));
    }
}

fn is_weekly(schedule: &Schedule) -> bool {
    !matches!(schedule.shape, Shape::Wochenende | Shape::Tage | Shape::Vortrag | Shape::Nachmittags)
        && schedule.meetings.len() > 1
}

fn weekly_rule(draft: &Draft<'_>, from: u16, out: &mut Out<'_>) {
    let schedule = &draft.schedule;
    let days = schedule.weekdays.iter().map(|day| day_code(*day)).collect::<Vec<_>>().join(",");
    let skipped: Vec<NaiveDate> = schedule.skipped.iter().copied().filter(|day| *day < schedule.end).collect();
    let mut rule = format!("RRULE:FREQ=WEEKLY;BYDAY={days}");
    if schedule.open_ended {
        // No end: the group goes on until somebody says otherwise.
    } else if draft.index.is_multiple_of(2) {
        let _ = write!(rule, ";UNTIL={}T215959Z", schedule.end.format("%Y%m%d"));
    } else {
        let _ = write!(rule, ";COUNT={}", schedule.meetings.len() + skipped.len());
    }
    line(out, &rule);
    let skipped = if schedule.open_ended { schedule.skipped.clone() } else { skipped };
    if !skipped.is_empty() {
        let days = skipped.iter().map(|day| local(*day, from)).collect::<Vec<_>>();
        line(out, &format!("EXDATE;TZID=Europe/Berlin:{}", days.join(",")));
    }
}

fn texts(draft: &Draft<'_>, out: &mut Out<'_>) {
    line(out, &format!("SUMMARY:{}", escape(&draft.title)));
    let mut paragraphs = vec![description(draft)];
    if let Some(requirements) = &draft.requirements {
        paragraphs.push(format!("Voraussetzungen: {requirements}"));
    }
    paragraphs.extend(draft.bring.clone());
    paragraphs.push(cost(draft));
    if draft.schedule.shape == Shape::Offen {
        paragraphs.push("Offenes Angebot ohne Anmeldung. Kommen Sie einfach vorbei.".to_owned());
    }
    paragraphs.extend(further(draft));
    line(out, &format!("DESCRIPTION:{}", escape(&paragraphs.join("\n\n"))));
    let venue = draft.venue;
    line(
        out,
        &format!("LOCATION:{}", escape(&format!("{}, {}, {} {}", venue.name, venue.street, venue.plz, venue.ort))),
    );
    out.push(&format!("GEO:{:.4};{:.4}\r\n", venue.point.0, venue.point.1));
    let mut categories: Vec<String> = draft.theme.keywords.iter().map(|word| escape(word)).collect();
    categories.extend(draft.theme.target_groups.iter().map(|word| escape(word)));
    if !categories.is_empty() {
        line(out, &format!("CATEGORIES:{}", categories.join(",")));
    }
    line(out, &format!("URL:{}", draft.url()));
    line(out, &format!("ORGANIZER;CN=\"{}\":mailto:{}", draft.provider.name, draft.provider.email()));
}

fn cost(draft: &Draft<'_>) -> String {
    let reduced = draft.reduced.as_ref().map(|text| format!(", {text}")).unwrap_or_default();
    match draft.price {
        Price::Free => "Die Teilnahme ist kostenlos.".to_owned(),
        Price::Cents(cents) => format!("Kosten: {} €{reduced}", Draft::euros(cents)),
        Price::Unknown => "Auskunft zu den Kosten geben wir gern.".to_owned(),
    }
}

/// A date that moves to another time, and one that is cancelled: each for some of the groups.
fn changed_dates(draft: &Draft<'_>, uid: &str, today: NaiveDate, out: &mut Out<'_>) {
    let schedule = &draft.schedule;
    let number = draft.provider.index + draft.index;
    let (Some((from, to)), true) = (schedule.times, is_weekly(schedule) && schedule.meetings.len() > 6) else { return };
    let coming: Vec<&Meeting> = schedule.meetings.iter().filter(|meeting| meeting.date > today).collect();
    let mut change = |meeting: &Meeting, start: u16, end: u16, status: &str| {
        out.push("BEGIN:VEVENT\r\n");
        identity(uid, today, out);
        out.push(&format!("RECURRENCE-ID;TZID=Europe/Berlin:{}\r\n", local(meeting.date, from)));
        out.push(&format!("DTSTART;TZID=Europe/Berlin:{}\r\n", local(meeting.date, start)));
        out.push(&format!("DTEND;TZID=Europe/Berlin:{}\r\n", local(meeting.date, end)));
        line(out, &format!("SUMMARY:{}", escape(&draft.title)));
        out.push(&format!("STATUS:{status}\r\nEND:VEVENT\r\n"));
    };
    if let (Some(meeting), 0) = (coming.get(1), number % 9) {
        change(meeting, from, to, "CANCELLED");
    }
    if let (Some(meeting), 0) = (coming.get(3), number % 13) {
        change(meeting, from + 30, (to + 30).min(1439), "CONFIRMED");
    }
}

fn local(date: NaiveDate, minutes: u16) -> String {
    // 24:00 does not exist in iCalendar.
    let minutes = minutes.min(1439);
    format!("{}T{:02}{:02}00", date.format("%Y%m%d"), minutes / 60, minutes % 60)
}

fn day_code(weekday: Weekday) -> &'static str {
    match weekday {
        Weekday::Mon => "MO",
        Weekday::Tue => "TU",
        Weekday::Wed => "WE",
        Weekday::Thu => "TH",
        Weekday::Fri => "FR",
        Weekday::Sat => "SA",
        Weekday::Sun => "SU",
    }
}

fn escape(text: &str) -> String {
    text.replace('\\', "\\\\").replace(';', "\\;").replace(',', "\\,").replace('\n', "\\n")
}

/// A content line, folded so that no piece is longer than 75 octets and no character is torn apart.
fn line(out: &mut Out<'_>, text: &str) {
    let mut used = 0;
    let mut piece = String::with_capacity(80);
    for character in text.chars() {
        if used + character.len_utf8() > 75 {
            out.push(&piece);
            out.push("\r\n ");
            piece.clear();
            used = 1;
        }
        piece.push(character);
        used += character.len_utf8();
    }
    out.push(&piece);
    out.push("\r\n");
}
