//! From lines to events: which component a property belongs to.

use std::collections::BTreeMap;

use chrono::Duration;

use super::lines::{Property, read_properties};
use super::time::{Value, parse_value};
use super::zone::{Observance, Zone, parse_offset};

/// A VEVENT as its properties.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Event {
    /// Line of BEGIN.
    pub(super) line: u64,
    pub(super) properties: Vec<Property>,
}

impl Event {
    pub(super) fn find(&self, name: &str) -> Option<&Property> {
        self.properties.iter().find(|property| property.name == name)
    }

    pub(super) fn all<'e>(&'e self, name: &'e str) -> impl Iterator<Item = &'e Property> {
        self.properties.iter().filter(move |property| property.name == name)
    }

    pub(super) fn uid(&self) -> Option<String> {
        self.find("UID").map(|uid| uid.text().trim().to_owned()).filter(|uid| !uid.is_empty())
    }
}

/// A whole file.
#[derive(Debug, Default)]
pub(super) struct Calendar {
    /// Properties of the VCALENDAR itself.
    pub(super) properties: Vec<Property>,
    pub(super) events: Vec<Event>,
    /// By TZID; a name of tzdata or Windows wins over the definition.
    pub(super) zones: BTreeMap<String, Zone>,
    pub(super) defects: Vec<Defect>,
    /// There was a BEGIN:VCALENDAR.
    pub(super) begun: bool,
    /// Components that were still open at the end of the file, outermost first.
    pub(super) open: Vec<String>,
}

/// A defect of the layout.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Defect {
    /// No property.
    BadLine { line: u64, text: String },
    /// An END without its BEGIN, or the other way round.
    Unbalanced { line: u64, component: String },
}

/// Deeper nesting is no calendar.
const DEEPEST: usize = 8;

pub(super) fn read_calendar(bytes: &[u8]) -> Calendar {
    let mut calendar = Calendar::default();
    let mut stack: Vec<String> = Vec::new();
    let mut event = Event::default();
    let mut zone = ZoneBlock::default();
    read_properties(bytes, &mut |line| {
        let property = match line {
            Ok(property) => property,
            Err(bad) => {
                calendar.defects.push(Defect::BadLine { line: bad.line, text: bad.text });
                return;
            }
        };
        let component = || property.value.trim().to_ascii_uppercase();
        match property.name.as_str() {
            "BEGIN" => {
                let component = component();
                // An event inside an event: the END of the first is missing.
                if component == "VEVENT" && stack.iter().any(|open| open == "VEVENT") {
                    calendar.defects.push(Defect::Unbalanced { line: property.line, component: "VEVENT".to_owned() });
                    calendar.events.push(std::mem::take(&mut event));
                    while stack.pop().is_some_and(|open| open != "VEVENT") {}
                }
                match component.as_str() {
                    "VCALENDAR" => calendar.begun = true,
                    "VEVENT" => event = Event { line: property.line, properties: Vec::new() },
                    "VTIMEZONE" => zone = ZoneBlock::default(),
                    "STANDARD" | "DAYLIGHT" => zone.observances.push(Observance::default()),
                    _ => {}
                }
                if stack.len() < DEEPEST {
                    stack.push(component);
                }
            }
            "END" => {
                let component = component();
                let Some(at) = stack.iter().rposition(|open| *open == component) else {
                    calendar.defects.push(Defect::Unbalanced { line: property.line, component });
                    return;
                };
                if at + 1 < stack.len() {
                    calendar.defects.push(Defect::Unbalanced { line: property.line, component: stack[at + 1].clone() });
                }
                stack.truncate(at);
                match component.as_str() {
                    "VEVENT" => calendar.events.push(std::mem::take(&mut event)),
                    "VTIMEZONE" => {
                        let zone = std::mem::take(&mut zone);
                        if let Some((id, zone)) = zone.finish() {
                            calendar.zones.insert(id, zone);
                        }
                    }
                    _ => {}
                }
            }
            _ => match stack.last().map(String::as_str) {
                Some("VEVENT") => event.properties.push(property),
                Some("VCALENDAR") => calendar.properties.push(property),
                Some("VTIMEZONE") => zone.accept(&property),
                Some("STANDARD" | "DAYLIGHT") => zone.accept_observance(&property),
                // Alarms, to-dos, journals.
                _ => {}
            },
        }
    });
    calendar.open = stack;
    calendar
}

#[derive(Default)]
struct ZoneBlock {
    id: Option<String>,
    location: Option<String>,
    observances: Vec<Observance>,
}

impl ZoneBlock {
    fn accept(&mut self, property: &Property) {
        match property.name.as_str() {
            "TZID" => self.id = Some(property.text().trim().to_owned()),
            "X-LIC-LOCATION" => self.location = Some(property.text().trim().to_owned()),
            _ => {}
        }
    }

    fn accept_observance(&mut self, property: &Property) {
        let Some(observance) = self.observances.last_mut() else { return };
        let offset = || -> Option<Duration> { parse_offset(&property.value) };
        let local = |text: &str| match parse_value(text) {
            Some(Value::Local(local) | Value::Utc(local)) => Some(local),
            Some(Value::Date(date)) => Some(date.into()),
            None => None,
        };
        match property.name.as_str() {
            "DTSTART" => observance.start = local(&property.value),
            "TZOFFSETFROM" => observance.offset_from = offset(),
            "TZOFFSETTO" => observance.offset_to = offset(),
            "RRULE" => observance.rule = Some(property.value.clone()),
            "RDATE" => observance.dates.extend(property.value.split(',').filter_map(local)),
            _ => {}
        }
    }

    fn finish(self) -> Option<(String, Zone)> {
        let id = self.id?;
        let zone = Zone::named(&id)
            .or_else(|| self.location.as_deref().and_then(Zone::named))
            .or_else(|| Zone::own(&self.observances))?;
        Some((id, zone))
    }
}
