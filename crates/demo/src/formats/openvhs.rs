//! Open-vhs XML 1.2 (and 1.1, which still names lecturers), as the administration programmes of the Volkshochschulen export it.

use std::io;

use chrono::{NaiveDate, Weekday};

use super::Out;
use crate::draft::{Delivery, Dirt, Draft, Price};
use crate::providers::{Format, Provider};
use crate::schedule::{Meeting, is_summer_time};

pub(crate) fn head(provider: &Provider, today: NaiveDate, out: &mut Out<'_>) {
    let version = if provider.format == Format::Openvhs11 { "1.1" } else { "1.2" };
    let offset = offset(today);
    out.push(&format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <openvhs:veranstaltungen version=\"{version}\" xmlns:openvhs=\"http://www.dvv-vhs.de/Open-VHS\">\n\
         \x20 <export>\n\
         \x20   <erstellungszeitpunkt>{today}T03:00:00{offset}</erstellungszeitpunkt>\n\
         \x20   <ersteller>\n\
         \x20     <guid>{:07}</guid>\n\
         \x20     <name><![CDATA[{}]]></name>\n\
         \x20   </ersteller>\n\
         \x20 </export>\n",
        provider.index + 9_000_000,
        provider.name
    ));
}

pub(crate) fn foot(out: &mut Out<'_>) {
    out.push("</openvhs:veranstaltungen>\n");
}

pub(crate) fn record(draft: &Draft<'_>, out: &mut Out<'_>) -> io::Result<()> {
    let old = draft.provider.format == Format::Openvhs11;
    out.push("  <veranstaltung>\n");
    // Ids of the older programmes are the course number.
    let guid = if old { format!("K{:06}", draft.index + 1) } else { draft.guid.clone() };
    plain(out, 4, "guid", &guid);
    cdata(out, 4, "nummer", &number(draft));
    cdata(out, 4, "name", &draft.title);
    if let Some(subtitle) = &draft.subtitle {
        cdata(out, 4, "untertitel", subtitle);
    }
    out.push(&format!("    <dvv_kategorie version=\"2.0\">{}</dvv_kategorie>\n", draft.theme.dvv));
    features(draft, out);
    if let Some(level) = &draft.level {
        plain(out, 4, "level", level);
    }
    if let Some((least, most)) = draft.seats {
        plain(out, 4, "minimale_teilnehmerzahl", &least.to_string());
        if let Some(booked) = draft.booked {
            plain(out, 4, "aktuelle_teilnehmerzahl", &booked.to_string());
        }
        plain(out, 4, "maximale_teilnehmerzahl", &most.to_string());
    }
    dates(draft, out);
    for group in &draft.theme.target_groups {
        cdata(out, 4, "zielgruppe", group);
    }
    for word in &draft.theme.keywords {
        cdata(out, 4, "schlagwort", word);
    }
    if draft.child_care {
        cdata(out, 4, "schlagwort", "Kinderbetreuung");
    }
    if draft.plain_language {
        cdata(out, 4, "schlagwort", "Leichte Sprache");
    }
    if let Some(certificate) = draft.certificate {
        out.push("    <zertifikat>\n");
        cdata(out, 6, "name", certificate);
        out.push("    </zertifikat>\n");
    }
    texts(draft, out);
    place(draft, out);
    for (position, meeting) in draft.schedule.meetings.iter().enumerate() {
        termin(draft, position, *meeting, out);
    }
    price(draft, out);
    if old {
        // Personal data that an importer must leave out; the name is invented and always the same.
        out.push("    <dozent>\n      <anrede>Frau</anrede>\n      <vorname>Alex</vorname>\n      <nachname>Beispiel</nachname>\n    </dozent>\n");
    }
    out.push("    <webadresse>\n      <typ>website</typ>\n");
    cdata(out, 6, "name", "Zur Anmeldung");
    cdata(out, 6, "uri", &draft.url());
    out.push("    </webadresse>\n  </veranstaltung>\n");
    out.flow()
}

/// A number used twice belongs to the offer before, too.
pub(crate) fn number(draft: &Draft<'_>) -> String {
    match draft.dirt {
        Some(Dirt::DuplicateNumber) => {
            let (stem, _) = draft.number.rsplit_once('-').unwrap_or((&draft.number, ""));
            format!("{stem}-{:04}", draft.index)
        }
        _ => draft.number.clone(),
    }
}

fn features(draft: &Draft<'_>, out: &mut Out<'_>) {
    let digital = match draft.delivery {
        Delivery::Presence => None,
        Delivery::Online => Some("online_angebot"),
        Delivery::Hybrid => Some("blended_learning"),
        Delivery::SelfPaced => Some("selbstlernangebot"),
    };
    out.push("    <merkmale>\n");
    let mut feature = |name: &str, value: &str| {
        out.push(&format!("      <merkmal><name>{name}</name><wert>{value}</wert></merkmal>\n"));
    };
    if let Some(digital) = digital {
        feature("kursart_digital", digital);
    }
    if draft.price == Price::Free {
        feature("anmeldung_kostenlos", "true");
    }
    feature("abschlussbezogen", if draft.certificate.is_some() { "true" } else { "false" });
    // Not every vhs answers these for every course: silence is not "no".
    if draft.plain_language || draft.index.is_multiple_of(3) {
        feature("langsames_lerntempo", if draft.plain_language { "true" } else { "false" });
        feature("barrierefreies_lernen", if draft.plain_language { "true" } else { "false" });
    }
    feature("vhscloud_kurs", if digital.is_some() { "true" } else { "false" });
    out.push("    </merkmale>\n");
}

fn dates(draft: &Draft<'_>, out: &mut Out<'_>) {
    let schedule = &draft.schedule;
    if !schedule.meetings.is_empty() {
        plain(out, 4, "anzahl_termine", &schedule.meetings.len().to_string());
    }
    plain(out, 4, "beginn_datum", &schedule.begin.to_string());
    if let Some(units) = draft.units_tenths {
        plain(out, 4, "dauer", &format!("{}.{}", units / 10, units % 10));
    }
    let end = if draft.dirt == Some(Dirt::EndBeforeStart) {
        crate::schedule::moved(schedule.begin, -30)
    } else {
        schedule.end
    };
    plain(out, 4, "ende_datum", &end.to_string());
    for weekday in &schedule.weekdays {
        plain(out, 4, "wochentag", weekday_name(*weekday));
    }
}

pub(crate) fn weekday_name(weekday: Weekday) -> &'static str {
    match weekday {
        Weekday::Mon => "Montag",
        Weekday::Tue => "Dienstag",
        Weekday::Wed => "Mittwoch",
        Weekday::Thu => "Donnerstag",
        Weekday::Fri => "Freitag",
        Weekday::Sat => "Samstag",
        Weekday::Sun => "Sonntag",
    }
}

fn texts(draft: &Draft<'_>, out: &mut Out<'_>) {
    let mut text = |name: &str, text: &str| {
        out.push("    <text>\n");
        cdata(out, 6, "eigenschaft", name);
        cdata(out, 6, "text", text);
        out.push("    </text>\n");
    };
    text("text", &description(draft));
    let mut further = further(draft);
    if let Some(requirements) = &draft.requirements {
        further.insert(0, format!("Voraussetzungen: {requirements}"));
    }
    further.extend(draft.bring.clone());
    if !further.is_empty() {
        text("Zusatzinformation", &further.join("\n"));
    }
}

pub(crate) fn description(draft: &Draft<'_>) -> String {
    if draft.dirt == Some(Dirt::HtmlInText) {
        let inner = draft.paragraphs.join("</p><p>").replace(" und ", " &amp; ").replace("ü", "&uuml;");
        return format!("<p>{inner}</p><br/><ul><li>kleine Gruppe</li><li>Lernen im eigenen Tempo</li></ul>");
    }
    draft.paragraphs.join("\n\n")
}

/// Sentences for which the format has no field of its own.
pub(crate) fn further(draft: &Draft<'_>) -> Vec<String> {
    let mut sentences = Vec::new();
    for funding in &draft.funding {
        if let Some(sentence) = super::funding_sentence(funding) {
            sentences.push(sentence.to_owned());
        }
    }
    if draft.child_care {
        sentences.push("Während des Kurses gibt es eine kostenlose Kinderbetreuung. Bitte geben Sie bei der Anmeldung das Alter der Kinder an.".to_owned());
    }
    if let Some(deadline) = draft.deadline {
        sentences.push(format!("Anmeldeschluss: {}", deadline.format("%d.%m.%Y")));
    }
    if draft.delivery == Delivery::Online {
        sentences.push(
            "Sie nehmen von zu Hause aus teil. Den Zugang zum virtuellen Kursraum erhalten Sie nach der Anmeldung."
                .to_owned(),
        );
    }
    if draft.delivery == Delivery::Hybrid {
        sentences.push("Sie können vor Ort oder online teilnehmen und von Termin zu Termin wechseln.".to_owned());
    }
    sentences
}

fn place(draft: &Draft<'_>, out: &mut Out<'_>) {
    let venue = draft.venue;
    out.push("    <veranstaltungsort>\n");
    cdata(out, 6, "name", &venue.name);
    out.push("      <adresse>\n");
    cdata(out, 8, "land", "Deutschland");
    plain(out, 8, "plz", &venue.plz);
    cdata(out, 8, "ort", &venue.ort);
    if let Some(district) = &venue.district {
        cdata(out, 8, "ortsteil", district);
    }
    cdata(out, 8, "strasse", &venue.street);
    out.push("      </adresse>\n");
    match (draft.dirt, venue.step_free) {
        (Some(Dirt::MisspeltBoolean), _) => plain(out, 6, "barrierefrei", "fasle"),
        (_, Some(yes)) => plain(out, 6, "barrierefrei", if yes { "true" } else { "false" }),
        (_, None) => {}
    }
    out.push("    </veranstaltungsort>\n");
}

fn termin(draft: &Draft<'_>, position: usize, meeting: Meeting, out: &mut Out<'_>) {
    out.push("    <termin>\n");
    plain(out, 6, "beginn_datum", &meeting.date.to_string());
    if let Some((from, to)) = meeting.times {
        let to = if draft.dirt == Some(Dirt::EndsAtMidnight24) && position == 0 { 1440 } else { to };
        // Half of the programmes write the offset from UTC with the time.
        let offset = if draft.provider.index % 2 == 1 { offset(meeting.date) } else { "" };
        plain(out, 6, "beginn_uhrzeit", &format!("{:02}:{:02}:00{offset}", from / 60, from % 60));
        plain(out, 6, "ende_uhrzeit", &format!("{:02}:{:02}:00{offset}", to / 60, to % 60));
    }
    out.push("    </termin>\n");
}

fn offset(date: NaiveDate) -> &'static str {
    if is_summer_time(date) { "+02:00" } else { "+01:00" }
}

fn price(draft: &Draft<'_>, out: &mut Out<'_>) {
    let amount = match draft.price {
        _ if draft.dirt == Some(Dirt::EmptyPrice) => String::new(),
        Price::Unknown => return,
        Price::Free => "0".to_owned(),
        Price::Cents(cents) => format!("{}.{:02}", cents / 100, cents % 100),
    };
    out.push("    <preis>\n");
    plain(out, 6, "betrag", &amount);
    plain(out, 6, "rabatt_moeglich", if draft.reduced.is_some() { "true" } else { "false" });
    if let Some(reduced) = &draft.reduced {
        cdata(out, 6, "zusatz", reduced);
    }
    if draft.price == Price::Free {
        cdata(out, 6, "zusatz", "gebührenfrei");
    }
    out.push("    </preis>\n");
}

fn plain(out: &mut Out<'_>, indent: usize, name: &str, value: &str) {
    for part in [&SPACES[..indent], "<", name, ">", value, "</", name, ">\n"] {
        out.push(part);
    }
}

fn cdata(out: &mut Out<'_>, indent: usize, name: &str, value: &str) {
    for part in [&SPACES[..indent], "<", name, "><![CDATA[", value, "]]></", name, ">\n"] {
        out.push(part);
    }
}

const SPACES: &str = "          ";
