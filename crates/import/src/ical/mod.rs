//! Calendars (iCalendar, RFC 5545).
//!
//! | | |
//! |---|---|
//! | Publisher | anybody with a calendar: parishes, associations, libraries, town halls; exports of Outlook, Google, Nextcloud, web sites |
//! | Forms read | `.ics`; plain, gzip or zip, told apart by content |
//! | Encodings | UTF-8; single lines in Windows-1252; UTF-16 with byte order mark |
//! | Out | one [`OfferRecord`](crate::OfferRecord) for each UID |
//! | Settings | none |
//! | Outcome | full; broken when the file ends inside a component |
//! | Limits | 64 MB packed, 256 MB unpacked; the calendar is held in memory, because changed instances may stand anywhere; 2000 meetings for each event |
//!
//! # Decisions
//! - One UID is one offer with one session that holds all its meetings from the first day of the month a year ago to the last day of the
//!   month in two years. Meetings that are cancelled, take place elsewhere or bear another title make further sessions.
//! - A cancelled event (STATUS:CANCELLED, also the whole series) is kept with its session marked as cancelled, so that nobody stands
//!   before closed doors. What is no longer in the calendar is withdrawn as everywhere.
//! - The highest SEQUENCE wins, then LAST-MODIFIED, then DTSTAMP. The same UID with another title is another offer and an issue; with the
//!   same title and another start it is a further date.
//! - Rules are expanded in local time of DTSTART's zone and then converted to German time; DTSTART itself always takes place unless EXDATE
//!   names it. Times without zone are German time. Zones: tzdata names, Windows names, else the calendar's VTIMEZONE.
//! - RANGE=THISANDFUTURE moves all later instances by the same time and gives them the new length, place and state.
//! - An all-day DTEND is the day after the last.
//! - CATEGORIES are keywords. ORGANIZER is the provider where its name is that of an organisation; persons, mail addresses, ATTENDEE and
//!   CONTACT are never read. CLASS:PRIVATE and CONFIDENTIAL stay out.

pub mod lines;
mod map;
mod read;
pub mod recurrence;
mod series;
#[cfg(test)]
mod tests;
pub mod time;
pub mod zone;

use std::collections::BTreeSet;
use std::io::Read;

use chrono::{NaiveDate, TimeZone as _, Utc};
use model::issue::Severity;

use crate::formats::text::plain_line;
use crate::formats::zip::{Limits, unpack};
use crate::issues::{Delivery, Spot, quote};
use crate::{Header, Importer, Input, Item, Outcome};

#[derive(Debug)]
pub struct Ical;

impl Importer for Ical {
    fn code(&self) -> &'static str {
        "ical"
    }

    fn read(&self, input: Input<'_>, sink: &mut dyn FnMut(Item)) -> Outcome {
        let mut delivery = Delivery::new(input.file, sink);
        let outcome = read_delivery(input.bytes, input.today, &mut delivery);
        delivery.finish();
        outcome
    }
}

fn read_delivery(bytes: &mut dyn Read, today: NaiveDate, delivery: &mut Delivery<'_>) -> Outcome {
    let choose = |name: &str| name.to_lowercase().ends_with(".ics").then_some(0);
    let unpacked = match unpack(bytes, &Limits::TABLE, &choose) {
        Ok(unpacked) => unpacked,
        Err(refusal) => {
            delivery.issue("ICS-001", Severity::Fatal, Spot::default(), refusal.message(), refusal.hint());
            return Outcome::Broken;
        }
    };
    let calendar = read::read_calendar(&unpacked.content);
    drop(unpacked.content);
    if !calendar.begun {
        let message = "Die Datei ist kein Kalender: Die Zeile BEGIN:VCALENDAR fehlt.";
        let hint = "Erwartet wird eine Kalenderdatei (*.ics). Bitte prüfen Sie, ob die Adresse wirklich den Kalender liefert und nicht eine Anmeldeseite.";
        delivery.issue("ICS-002", Severity::Fatal, Spot::default(), message, hint);
        return Outcome::Broken;
    }
    delivery.item(Item::Header(header_of(&calendar)));
    for defect in &calendar.defects {
        report(defect, delivery);
    }
    let mut context = map::Context { zones: &calendar.zones, delivery, unknown_zones: BTreeSet::new() };
    map::map_events(&calendar.events, today, &mut context);
    let events = calendar.events.len();
    if let Some(refusal) = unpacked.broken {
        let message = format!("{} Die {events} Termine davor sind übernommen.", refusal.message());
        delivery.issue("ICS-001", Severity::Fatal, Spot::default(), message, refusal.hint());
        return Outcome::Broken;
    }
    if let Some(component) = calendar.open.last() {
        let message =
            format!("Die Datei endet mitten in {component}. Die {events} vollständigen Termine davor sind übernommen.");
        let hint = "Vermutlich wurde die Übertragung abgebrochen. Bitte übertragen Sie die Datei noch einmal.";
        delivery.issue("ICS-004", Severity::Fatal, Spot::default(), message, hint);
        return Outcome::Broken;
    }
    Outcome::Full
}

fn header_of(calendar: &read::Calendar) -> Header {
    let text = |name: &str| {
        let property = calendar.properties.iter().find(|property| property.name == name)?;
        Some(plain_line(&property.text())).filter(|text| !text.is_empty())
    };
    let modified = calendar.properties.iter().find(|property| property.name == "LAST-MODIFIED");
    let created_at = modified.and_then(|property| match time::parse_value(&property.value) {
        Some(time::Value::Utc(utc)) => Some(Utc.from_utc_datetime(&utc)),
        _ => None,
    });
    Header {
        created_at,
        creator: text("X-WR-CALNAME").or_else(|| text("NAME")),
        version: text("PRODID"),
        sequence: None,
    }
}

fn report(defect: &read::Defect, delivery: &mut Delivery<'_>) {
    match defect {
        read::Defect::BadLine { line, text } => delivery.issue(
            "ICS-003",
            Severity::Warning,
            Spot::line(*line),
            format!("Die Zeile {} ist keine Angabe eines Kalenders und wurde übergangen.", quote(text)),
            "Lange Zeilen müssen mit einem Leerzeichen am Anfang fortgesetzt werden. Bitte prüfen Sie das Programm, das die Datei schreibt.",
        ),
        read::Defect::Unbalanced { line, component } => delivery.issue(
            "ICS-005",
            Severity::Warning,
            Spot::line(*line),
            format!("BEGIN und END von {} passen hier nicht zusammen.", quote(component)),
            "Bitte erzeugen Sie die Datei neu.",
        ),
    }
}
