//! The JSON dialect of Open-vhs that the Volkshochschulen of Berlin publish: every value a string, one or many without a list for one,
//! places with coordinates.

use std::io;

use chrono::Datelike as _;
use serde_json::{Map, Value, json};

use super::Out;
use super::openvhs::{description, further, number, weekday_name};
use crate::draft::{Delivery, Dirt, Draft, Price};

pub(crate) fn head(out: &mut Out<'_>) {
    out.push("{\"veranstaltungen\":{\"veranstaltung\":[\n");
}

pub(crate) fn foot(out: &mut Out<'_>) {
    out.push("\n]}}\n");
}

pub(crate) fn record(draft: &Draft<'_>, out: &mut Out<'_>) -> io::Result<()> {
    if draft.index > 0 {
        out.push(",\n");
    }
    out.push(&event(draft).to_string());
    out.flow()
}

fn event(draft: &Draft<'_>) -> Value {
    let schedule = &draft.schedule;
    let mut event = Map::new();
    let mut set = |name: &str, value: Value| event.insert(name.to_owned(), value);
    set("guid", json!((531_000 + draft.index).to_string()));
    set("nummer", json!(number(draft)));
    set("name", json!(draft.title));
    set("untertitel", draft.subtitle.as_ref().map_or(Value::Null, |text| json!(text)));
    set("dvv_kategorie", json!({"@version": "1.0", "#text": draft.theme.dvv}));
    if let Some((least, most)) = draft.seats {
        set("minimale_teilnehmerzahl", json!(least.to_string()));
        set("maximale_teilnehmerzahl", json!(most.to_string()));
        if let Some(booked) = draft.booked {
            set("aktuelle_teilnehmerzahl", json!(booked.to_string()));
        }
    }
    set("anzahl_termine", json!(schedule.meetings.len().to_string()));
    set("beginn_datum", json!(schedule.begin.to_string()));
    let end = if draft.dirt == Some(Dirt::EndBeforeStart) {
        crate::schedule::moved(schedule.begin, -7)
    } else {
        schedule.end
    };
    set("ende_datum", json!(end.to_string()));
    set("zielgruppe", one_or_many(draft.theme.target_groups.iter().map(|group| json!(group)).collect()));
    set("schlagwort", one_or_many(draft.theme.keywords.iter().map(|word| json!(word)).collect()));
    set("veranstaltungsart", json!(if draft.delivery == Delivery::Presence { "Kurs" } else { "Onlinekurs" }));
    set("text", one_or_many(texts(draft)));
    set("veranstaltungsort", place(draft));
    set("ortetermine", dates(draft));
    if let Some(price) = price(draft) {
        set("preis", price);
    }
    set("anmeldung", json!({"telefon": draft.provider.phone(), "mail": draft.provider.email(), "link": draft.url()}));
    // A person: importers leave it out.
    set("ansprechperson", json!("Alex Beispiel"));
    set("webadresse", json!({"typ": "website", "name": "zur Kursbuchung", "uri": draft.url()}));
    Value::Object(event)
}

/// The dialect has no list for a single value and null for none.
fn one_or_many(mut values: Vec<Value>) -> Value {
    match values.len() {
        0 => Value::Null,
        1 => values.remove(0),
        _ => Value::Array(values),
    }
}

fn texts(draft: &Draft<'_>) -> Vec<Value> {
    let mut texts = vec![json!({"eigenschaft": "Beschreibung", "text": description(draft).replace('\n', "\r\n")})];
    let mut more = further(draft);
    if let Some(requirements) = &draft.requirements {
        more.insert(0, format!("Voraussetzungen: {requirements}"));
    }
    more.extend(draft.bring.clone());
    if !more.is_empty() {
        texts.push(json!({"eigenschaft": "Zusatzinformation", "text": more.join("\r\n")}));
    }
    texts
}

fn address(draft: &Draft<'_>) -> Value {
    let venue = draft.venue;
    json!({"land": "Deutschland", "plz": venue.plz, "ort": venue.ort, "strasse": venue.street})
}

fn place(draft: &Draft<'_>) -> Value {
    let mut place = json!({"name": draft.venue.name, "adresse": address(draft)});
    if let Some(step_free) = draft.venue.step_free {
        place["barrierefrei"] = json!(if step_free { "true" } else { "false" });
    }
    place
}

fn dates(draft: &Draft<'_>) -> Value {
    let venue = draft.venue;
    let mut place = address(draft);
    place["lehrstaette"] = json!(venue.name);
    place["behindertenzugang"] = json!(if venue.step_free == Some(true) { "true" } else { "false" });
    place["laengengrad"] = json!(format!("{:.4}", venue.point.1));
    place["breitengrad"] = json!(format!("{:.4}", venue.point.0));
    let clock = |minutes: u16| format!("{:02}:{:02}:00", minutes / 60, minutes % 60);
    let meetings = draft.schedule.meetings.iter().enumerate().map(|(position, meeting)| {
        let mut date =
            json!({"wochentag": weekday_name(meeting.date.weekday()), "beginn_datum": meeting.date.to_string()});
        if let Some((from, to)) = meeting.times {
            let to = if draft.dirt == Some(Dirt::EndsAtMidnight24) && position == 0 { 1440 } else { to };
            date["beginn_uhrzeit"] = json!(clock(from));
            date["ende_uhrzeit"] = json!(clock(to));
        }
        date
    });
    json!({"adresse": [place], "termin": one_or_many(meetings.collect())})
}

fn price(draft: &Draft<'_>) -> Option<Value> {
    let amount = match draft.price {
        _ if draft.dirt == Some(Dirt::EmptyPrice) => String::new(),
        Price::Unknown => return None,
        Price::Free => "0.00".to_owned(),
        Price::Cents(cents) => format!("{}.{:02}", cents / 100, cents % 100),
    };
    let possible = match (draft.dirt, &draft.reduced) {
        (Some(Dirt::MisspeltBoolean), _) => "fasle",
        (_, Some(_)) => "true",
        (_, None) => "false",
    };
    let mut price = json!({"betrag": amount, "rabatt_moeglich": possible});
    if let Some(reduced) = &draft.reduced {
        price["zusatz"] = json!(reduced);
    }
    Some(price)
}
