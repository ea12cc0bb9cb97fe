//! OPENQCAT 1.1 as training providers deliver it to KURSNET: ISO-8859-15, further dates of an offer as services of their own with an
//! empty title that refer to it.

use std::io;

use chrono::NaiveDate;

use super::openvhs::{description, further, weekday_name};
use super::{Out, funding_sentence, xml_escape};
use crate::draft::{Delivery, Dirt, Draft, Price};
use crate::providers::{Provider, Venue};
use crate::schedule::{Shape, is_summer_time, moved};

pub(crate) fn head(provider: &Provider, today: NaiveDate, out: &mut Out<'_>) {
    let id = supplier_id(provider);
    out.push(&format!(
        "<?xml version=\"1.0\" encoding=\"ISO-8859-15\"?>\n\
         <OPENQCAT version=\"1.1\">\n\
         \x20 <HEADER>\n\
         \x20   <GENERATOR_INFO>Beispielexport</GENERATOR_INFO>\n\
         \x20   <CATALOG>\n\
         \x20     <LANGUAGE>deu</LANGUAGE>\n\
         \x20     <CATALOG_ID>{id}-K</CATALOG_ID>\n\
         \x20     <CATALOG_VERSION>1.0</CATALOG_VERSION>\n\
         \x20     <CATALOG_NAME>{name}</CATALOG_NAME>\n\
         \x20     <GENERATION_DATE>{today}T04:30:00{offset}</GENERATION_DATE>\n\
         \x20     <CURRENCY>EUR</CURRENCY>\n\
         \x20   </CATALOG>\n\
         \x20   <SUPPLIER>\n\
         \x20     <SUPPLIER_ID type=\"supplier_specific\">{id}</SUPPLIER_ID>\n\
         \x20     <SUPPLIER_NAME>{name}</SUPPLIER_NAME>\n",
        name = xml_escape(&provider.name),
        offset = offset(today),
    ));
    if let Some(seat) = provider.venues.first() {
        address(provider, seat, "ADDRESS", 6, false, out);
    }
    out.push(
        "      <EXTENDED_INFO input_type=\"1\">\n        <ORGANIZATIONAL_FORM type=\"1\"/>\n      </EXTENDED_INFO>\n\
         \x20   </SUPPLIER>\n  </HEADER>\n  <NEW_CATALOG FULLCATALOG=\"true\">\n",
    );
}

pub(crate) fn foot(out: &mut Out<'_>) {
    out.push("  </NEW_CATALOG>\n</OPENQCAT>\n");
}

pub(crate) fn record(draft: &Draft<'_>, out: &mut Out<'_>) -> io::Result<()> {
    service(draft, None, out);
    // Training starts again and again: every other offer has one to three further dates.
    if !matches!(draft.schedule.shape, Shape::Anfrage | Shape::Selbst) {
        for further in 1..=draft.index % 7 % 4 {
            service(draft, Some(further as i64), out);
        }
    }
    out.flow()
}

/// The offer itself, or a further date of it: then the title is empty and `COURSE_ID` names the offer.
fn service(draft: &Draft<'_>, further_date: Option<i64>, out: &mut Out<'_>) {
    let theme = draft.theme;
    let product = product_id(draft);
    let id = further_date.map_or(product.clone(), |number| format!("{product}-{number}"));
    let days = further_date.unwrap_or(0) * 35;
    let (begin, end) = (moved(draft.schedule.begin, days), moved(draft.schedule.end, days));
    let is_offer = further_date.is_none();
    out.push("    <SERVICE>\n");
    element(out, 6, "PRODUCT_ID", &id);
    element(out, 6, "COURSE_TYPE", course_type(draft));
    out.push(&format!(
        "      <SUPPLIER_ID_REF type=\"supplier_specific\">{}</SUPPLIER_ID_REF>\n      <SERVICE_DETAILS>\n",
        supplier_id(draft.provider)
    ));
    element(out, 8, "TITLE", if is_offer { &draft.title } else { "" });
    if is_offer {
        element(out, 8, "DESCRIPTION_LONG", &description(draft));
        element(out, 8, "SUPPLIER_ALT_PID", &draft.number);
        if let Some(requirements) = &draft.requirements {
            element(out, 8, "REQUIREMENTS", requirements);
        }
    }
    dates(draft, begin, end, out);
    if is_offer {
        for word in &theme.keywords {
            element(out, 8, "KEYWORD", word);
        }
        for group in &theme.target_groups {
            out.push(&format!(
                "        <TARGET_GROUP>\n          <TARGET_GROUP_TEXT>{}</TARGET_GROUP_TEXT>\n        </TARGET_GROUP>\n",
                xml_escape(group)
            ));
        }
        let terms = [draft.bring.clone().into_iter().collect(), further(draft)].concat().join(" ");
        if !terms.is_empty() {
            element(out, 8, "TERMS_AND_CONDITIONS", &terms);
        }
    }
    out.push(&format!("        <SERVICE_MODULE>\n          <EDUCATION type=\"{is_offer}\">\n"));
    education(draft, &product, begin, is_offer, out);
    out.push("          </EDUCATION>\n        </SERVICE_MODULE>\n");
    out.push(&format!(
        "        <ANNOUNCEMENT>\n          <START_DATE>{}</START_DATE>\n          <END_DATE>{}</END_DATE>\n        </ANNOUNCEMENT>\n",
        moved(begin, -200),
        moved(end, 0)
    ));
    out.push("      </SERVICE_DETAILS>\n");
    if is_offer {
        classification(draft, out);
    }
    price(draft, out);
    out.push("    </SERVICE>\n");
}

/// The number of the offer: stable, and not its course number.
fn product_id(draft: &Draft<'_>) -> String {
    format!("{}{:05}", supplier_id(draft.provider), draft.index + 1)
}

fn supplier_id(provider: &Provider) -> String {
    format!("{}", 900_000 + provider.index)
}

fn course_type(draft: &Draft<'_>) -> &'static str {
    let theme = draft.theme;
    match () {
        () if theme.education_type == 130 => "3",
        () if theme.funding.iter().any(|code| code == "bamf" || code == "deufoev") => "4",
        () if theme.education_type == 104 => "5",
        () => "1",
    }
}

fn dates(draft: &Draft<'_>, begin: NaiveDate, end: NaiveDate, out: &mut Out<'_>) {
    if draft.schedule.shape == Shape::Anfrage {
        out.push("        <SERVICE_DATE>\n          <DATE_REMARKS>Termin auf Anfrage, Einstieg jederzeit möglich</DATE_REMARKS>\n        </SERVICE_DATE>\n");
        return;
    }
    let end = if draft.dirt == Some(Dirt::EndBeforeStart) { moved(begin, -1) } else { end };
    out.push(&format!(
        "        <SERVICE_DATE>\n          <START_DATE>{begin}T00:00:00.000{}</START_DATE>\n          <END_DATE>{end}T00:00:00.000{}</END_DATE>\n        </SERVICE_DATE>\n",
        offset(begin),
        offset(end)
    ));
}

fn education(draft: &Draft<'_>, product: &str, begin: NaiveDate, is_offer: bool, out: &mut Out<'_>) {
    let theme = draft.theme;
    element(out, 12, "COURSE_ID", product);
    if is_offer {
        if let Some(certificate) = draft.certificate {
            let kind = u8::from(!matches!(theme.education_type, 100 | 102 | 103 | 109));
            out.push(&format!("            <DEGREE type=\"{kind}\">\n"));
            element(out, 14, "DEGREE_TITLE", certificate);
            out.push("            </DEGREE>\n");
        }
        for funding in &draft.funding {
            if let Some(sentence) = funding_sentence(funding) {
                out.push("            <SUBSIDY>\n");
                element(out, 14, "SUBSIDY_DESCRIPTION", sentence);
                out.push("            </SUBSIDY>\n");
            }
        }
    }
    if draft.deadline.is_some() {
        let day = moved(begin, -10);
        element(out, 12, "REGISTRATION_DATE", &format!("{day}T00:00:00.000{}", offset(day)));
    }
    if is_offer {
        out.push(&format!(
            "            <MIME_INFO>\n              <MIME_ELEMENT>\n                <MIME_SOURCE>{}</MIME_SOURCE>\n              </MIME_ELEMENT>\n            </MIME_INFO>\n",
            draft.url()
        ));
    }
    extended(draft, out);
    module(draft, out);
}

fn extended(draft: &Draft<'_>, out: &mut Out<'_>) {
    let (form, form_name) = match (draft.delivery, draft.schedule.shape) {
        (_, Shape::Anfrage) => (0, "auf Anfrage"),
        (Delivery::Online, _) => (201, "Virtuelles Klassenzimmer"),
        (Delivery::SelfPaced, _) => (204, "Selbstlernmodul"),
        (Delivery::Hybrid, _) => (303, "Hybrider Unterricht"),
        (_, Shape::Samstag | Shape::Wochenende) => (3, "Wochenendveranstaltung"),
        (_, Shape::Vollzeit | Shape::Woche) => (1, "Vollzeit"),
        (_, Shape::Vortrag | Shape::Nachmittags) => (102, "Seminar"),
        (_, Shape::Abend) => (2, "Teilzeit"),
        _ => (101, "Präsenzunterricht"),
    };
    let full_time = matches!(draft.schedule.shape, Shape::Vollzeit | Shape::Woche);
    let execution = match draft.delivery {
        Delivery::Presence => "<EXECUTION_FORM type=\"1\">Präsenz</EXECUTION_FORM>",
        Delivery::Online | Delivery::SelfPaced => "<EXECUTION_FORM type=\"2\">Digital</EXECUTION_FORM>",
        Delivery::Hybrid => "<EXECUTION_FORM type=\"3\">Kombiniert</EXECUTION_FORM>",
    };
    out.push("            <EXTENDED_INFO>\n");
    out.push("              <INSTITUTION type=\"105\">Einrichtung der beruflichen Weiterbildung</INSTITUTION>\n");
    out.push(&format!("              <INSTRUCTION_FORM type=\"{form}\">{form_name}</INSTRUCTION_FORM>\n"));
    out.push(if full_time {
        "              <INSTRUCTION_TIME type=\"1\">Vollzeit</INSTRUCTION_TIME>\n"
    } else {
        "              <INSTRUCTION_TIME type=\"2\">Teilzeit</INSTRUCTION_TIME>\n"
    });
    element(out, 14, "EXTRA_OCCUPATIONAL", if full_time { "false" } else { "true" });
    out.push(&format!("              {execution}\n"));
    for funding in &draft.funding {
        let (name, code, label) = match *funding {
            "bildungsgutschein" => ("FEDERAL", 2, "Bildungsgutschein"),
            "aufstiegs_bafoeg" => ("FEDERAL", 1, "Aufstiegs-BAföG"),
            "bildungsfreistellung" => ("REGIONAL", 15, "Bildungsfreistellung"),
            "qualischeck" => ("REGIONAL", 16, "QualiScheck"),
            _ => continue,
        };
        out.push(&format!("              <FUNDING_TYPES_{name} type=\"{code}\">{label}</FUNDING_TYPES_{name}>\n"));
    }
    for language in &draft.theme.languages {
        element(out, 14, "TEACHING_LANGUAGES", language);
    }
    let kind = draft.theme.education_type;
    out.push(&format!("              <EDUCATION_TYPE type=\"{kind}\">{}</EDUCATION_TYPE>\n", education_type(kind)));
    if draft.funding.iter().any(|code| matches!(*code, "bildungsgutschein" | "avgs")) {
        element(out, 14, "MEASURE_NUMBER", &format!("543/{}/{}", 100 + draft.provider.index % 900, 1000 + draft.index));
    }
    out.push("            </EXTENDED_INFO>\n");
}

fn education_type(code: u32) -> &'static str {
    match code {
        100 => "Allgemeinbildung",
        101 => "Berufliche Grundqualifikation",
        102 => "Berufsausbildung",
        103 => "Gesetzlich geregelte Fortbildung",
        105 => "Nachholen des Berufsabschlusses",
        106 => "Rehabilitation",
        109 => "Umschulung",
        110 => "Berufssprachkurse",
        130 => "Aktivierung und berufliche Eingliederung",
        _ => "Fortbildung/Qualifizierung",
    }
}

fn module(draft: &Draft<'_>, out: &mut Out<'_>) {
    out.push("            <MODULE_COURSE>\n");
    if let Some((least, most)) = draft.seats {
        element(out, 14, "MIN_PARTICIPANTS", &least.to_string());
        element(out, 14, "MAX_PARTICIPANTS", &most.to_string());
    }
    if draft.delivery != Delivery::SelfPaced {
        let misspelt = draft.dirt == Some(Dirt::MisspeltBoolean);
        address(draft.provider, draft.venue, "LOCATION", 14, misspelt, out);
    }
    out.push(&format!("              <DURATION type=\"{}\"/>\n", duration_class(draft)));
    if let Some(remarks) = remarks(draft) {
        element(out, 14, "INSTRUCTION_REMARKS", &remarks);
    }
    element(out, 14, "FLEXIBLE_START", if draft.schedule.shape == Shape::Anfrage { "true" } else { "false" });
    out.push(
        "              <EXTENDED_INFO>\n                <SEGMENT_TYPE type=\"0\"/>\n              </EXTENDED_INFO>\n",
    );
    out.push("            </MODULE_COURSE>\n");
}

/// Times stand in running text, as in real deliveries.
fn remarks(draft: &Draft<'_>) -> Option<String> {
    let (from, to) = draft.schedule.times?;
    let days: Vec<&str> = draft.schedule.weekdays.iter().map(|day| weekday_name(*day)).collect();
    let days = match days.as_slice() {
        [first, .., last] => format!("{first} bis {last}"),
        [only] => (*only).to_owned(),
        [] => return None,
    };
    Some(format!("{days} {:02}:{:02} bis {:02}:{:02} Uhr", from / 60, from % 60, to / 60, to % 60))
}

fn duration_class(draft: &Draft<'_>) -> u8 {
    if draft.schedule.shape == Shape::Anfrage {
        return 0;
    }
    match (draft.schedule.end - draft.schedule.begin).num_days() + 1 {
        ..=3 => 1,
        4..=7 => 2,
        8..=31 => 3,
        32..=92 => 4,
        93..=183 => 5,
        184..=366 => 6,
        367..=731 => 7,
        732..=1096 => 8,
        _ => 9,
    }
}

fn address(provider: &Provider, venue: &Venue, name: &str, indent: usize, misspelt: bool, out: &mut Out<'_>) {
    let pad = " ".repeat(indent);
    out.push(&format!("{pad}<{name}>\n"));
    // Names are limited to 30 characters a line.
    for (number, part) in pieces(&venue.name, 30).iter().take(3).enumerate() {
        let element_name = ["NAME", "NAME2", "NAME3"][number];
        element(out, indent + 2, element_name, part);
    }
    element(out, indent + 2, "STREET", &venue.street);
    element(out, indent + 2, "ZIP", &venue.plz);
    element(out, indent + 2, "CITY", &venue.ort);
    if let Some(district) = &venue.district {
        element(out, indent + 2, "DISTRICT", district);
    }
    element(out, indent + 2, "STATE", "Rheinland-Pfalz");
    element(out, indent + 2, "COUNTRY", "Deutschland");
    element(
        out,
        indent + 2,
        "PHONE",
        &format!("+49.{}", provider.phone().trim_start_matches('0').replace([' ', '-'], ".")),
    );
    out.push(&format!("{pad}  <EMAILS>\n{pad}    <EMAIL>{}</EMAIL>\n{pad}  </EMAILS>\n", provider.email()));
    element(out, indent + 2, "URL", &format!("https://www.{}", provider.host()));
    if misspelt {
        element(out, indent + 2, "BARRIER_FREE_LOCATION", "fasle");
    } else if let Some(step_free) = venue.step_free {
        element(out, indent + 2, "BARRIER_FREE_LOCATION", if step_free { "true" } else { "false" });
    }
    out.push(&format!("{pad}</{name}>\n"));
}

/// Words put together into lines of at most `width` characters.
fn pieces(text: &str, width: usize) -> Vec<String> {
    let mut pieces: Vec<String> = Vec::new();
    for word in text.split(' ') {
        match pieces.last_mut() {
            Some(last) if last.chars().count() + 1 + word.chars().count() <= width => {
                last.push(' ');
                last.push_str(word);
            }
            _ => pieces.push(word.chars().take(width).collect()),
        }
    }
    pieces
}

fn classification(draft: &Draft<'_>, out: &mut Out<'_>) {
    if let Some(occupation) = &draft.theme.kldb {
        out.push(&format!(
            "      <SERVICE_CLASSIFICATION>\n        <REFERENCE_CLASSIFICATION_SYSTEM_NAME>Kurssystematik</REFERENCE_CLASSIFICATION_SYSTEM_NAME>\n        <FEATURE>\n          <FNAME>{occupation}</FNAME>\n          <FVALUE>{}</FVALUE>\n        </FEATURE>\n      </SERVICE_CLASSIFICATION>\n",
            xml_escape(&draft.title)
        ));
    }
}

fn price(draft: &Draft<'_>, out: &mut Out<'_>) {
    let amount = match draft.price {
        Price::Unknown => return,
        Price::Free => "0.0".to_owned(),
        Price::Cents(cents) => format!("{}.{:02}", cents / 100, cents % 100),
    };
    let amount = if draft.dirt == Some(Dirt::EmptyPrice) { String::new() } else { amount };
    out.push("      <SERVICE_PRICE_DETAILS>\n        <SERVICE_PRICE>\n");
    element(out, 10, "PRICE_AMOUNT", &amount);
    element(out, 10, "PRICE_CURRENCY", "EUR");
    out.push("        </SERVICE_PRICE>\n");
    if let Some(reduced) = &draft.reduced {
        element(out, 8, "REMARKS", reduced);
    }
    out.push("      </SERVICE_PRICE_DETAILS>\n");
}

fn offset(date: NaiveDate) -> &'static str {
    if is_summer_time(date) { "+02:00" } else { "+01:00" }
}

fn element(out: &mut Out<'_>, indent: usize, name: &str, value: &str) {
    out.push(&" ".repeat(indent));
    for part in ["<", name, ">", &xml_escape(value), "</", name, ">\n"] {
        out.push(part);
    }
}
