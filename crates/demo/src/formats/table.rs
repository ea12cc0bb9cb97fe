//! Lists as offices keep them: CSV from a music school's administration programme (Windows-1252, semicolons, headings below a title) and
//! XLSX kept by hand (several sheets, real dates beside dates as text, prices beside "kostenlos"). One row is one offer.

use std::io;

use chrono::{Datelike, NaiveDate, Weekday};
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook, Worksheet, XlsxError};
use serde_json::{Value, json};

use super::Out;
use super::openvhs::{description, further, weekday_name};
use crate::draft::{Delivery, Dirt, Draft, Price};
use crate::providers::Provider;
use crate::schedule::{Shape, moved};

/// Field of the `table` importer's settings and heading in the list.
const COLUMNS: [(&str, &str); 26] = [
    ("course_number", "Kurs-Nr."),
    ("title", "Angebot"),
    ("subtitle", "Zusatz"),
    ("description", "Inhalt"),
    ("keywords", "Stichwörter"),
    ("target_group", "Für wen"),
    ("requirements", "Voraussetzungen"),
    ("weekday", "Tag"),
    ("start", "Uhrzeit von"),
    ("end", "Uhrzeit bis"),
    ("date", "Beginn"),
    ("until", "Ende"),
    ("place", "Wo"),
    ("street", "Straße"),
    ("plz", "PLZ"),
    ("city", "Gemeinde"),
    ("accessible", "barrierefrei"),
    ("price", "Gebühr (€)"),
    ("price_reduced", "ermäßigt (€)"),
    ("funding", "Förderung"),
    ("max_participants", "Plätze"),
    ("free_places", "davon frei"),
    ("registration_deadline", "Anmeldung bis"),
    ("delivery", "Form"),
    ("child_care", "Kinderbetreuung"),
    ("url", "Internet"),
];
const FIRST_DATE: usize = 10;
const PRICE: usize = 17;

pub(crate) fn csv_settings() -> Value {
    json!({"encoding": "windows-1252", "separator": ";", "header_row": 4, "columns": columns()})
}

pub(crate) fn xlsx_settings() -> Value {
    json!({"sheet": "Angebote", "columns": columns()})
}

fn columns() -> Value {
    COLUMNS
        .iter()
        .map(|(field, heading)| ((*field).to_owned(), json!(heading)))
        .collect::<serde_json::Map<_, _>>()
        .into()
}

pub(crate) fn csv_head(provider: &Provider, today: NaiveDate, out: &mut Out<'_>) {
    let empty = ";".repeat(COLUMNS.len() - 2);
    out.push(&format!("{};{empty}\r\n", quoted(&provider.name)));
    out.push(&format!("Kursliste, Stand {};{empty}\r\n", today.format("%d.%m.%Y")));
    out.push(&format!(";{empty}\r\n"));
    csv_row(COLUMNS.iter().map(|(_, heading)| (*heading).to_owned()), out);
}

pub(crate) fn csv_record(draft: &Draft<'_>, out: &mut Out<'_>) -> io::Result<()> {
    csv_row(cells(draft).into_iter(), out);
    out.flow()
}

fn csv_row(cells: impl Iterator<Item = String>, out: &mut Out<'_>) {
    for (position, cell) in cells.enumerate() {
        if position > 0 {
            out.push(";");
        }
        out.push(&quoted(&cell));
    }
    out.push("\r\n");
}

fn quoted(cell: &str) -> String {
    if cell.contains([';', '"', '\n', '\r']) { format!("\"{}\"", cell.replace('"', "\"\"")) } else { cell.to_owned() }
}

fn cells(draft: &Draft<'_>) -> Vec<String> {
    let schedule = &draft.schedule;
    let clock = |minutes: u16| format!("{:02}:{:02}", minutes / 60, minutes % 60);
    let (from, to) = match schedule.times {
        Some((from, _)) if draft.dirt == Some(Dirt::EndsAtMidnight24) => (clock(from), "24:00".to_owned()),
        Some((from, to)) => (clock(from), clock(to)),
        None => (String::new(), String::new()),
    };
    let end = match draft.dirt {
        Some(Dirt::EndBeforeStart) => moved(schedule.begin, -14),
        _ => schedule.end,
    };
    let day = |date: NaiveDate| date.format("%d.%m.%Y").to_string();
    let until = match schedule.shape {
        Shape::Gruppe | Shape::Offen if schedule.open_ended => String::new(),
        Shape::Vortrag | Shape::Nachmittags => String::new(),
        _ => day(end),
    };
    let (price, reduced) = match draft.price {
        _ if draft.dirt == Some(Dirt::EmptyPrice) => (String::new(), String::new()),
        Price::Unknown => (String::new(), String::new()),
        Price::Free => ("kostenlos".to_owned(), String::new()),
        Price::Cents(cents) => {
            let lower = draft.reduced.as_ref().map(|_| Draft::euros(cents * 3 / 4 / 10 * 10));
            (Draft::euros(cents), lower.unwrap_or_default())
        }
    };
    let venue = draft.venue;
    let step_free = match (draft.dirt, venue.step_free) {
        (Some(Dirt::MisspeltBoolean), _) => "jein",
        (_, Some(true)) => "ja",
        (_, Some(false)) => "nein",
        (_, None) => "",
    };
    let free = draft.seats.zip(draft.booked).map(|((_, most), booked)| (most - booked).to_string());
    let text =
        [vec![description(draft)], draft.bring.clone().into_iter().collect(), further(draft)].concat().join("\n");
    vec![
        draft.number.clone(),
        draft.title.clone(),
        draft.subtitle.clone().unwrap_or_default(),
        text,
        draft.theme.keywords.join(", "),
        draft.theme.target_groups.join(", "),
        draft.requirements.clone().unwrap_or_default(),
        weekdays(draft),
        from,
        to,
        day(schedule.begin),
        until,
        venue.name.clone(),
        venue.street.clone(),
        // A number that lost a digit: lists have no check for it.
        if draft.dirt == Some(Dirt::DuplicateNumber) { venue.plz[..4].to_owned() } else { venue.plz.clone() },
        venue.ort.clone(),
        step_free.to_owned(),
        price,
        reduced,
        draft.funding.iter().filter_map(|code| super::funding_name(code)).collect::<Vec<_>>().join(", "),
        draft.seats.map(|(_, most)| most.to_string()).unwrap_or_default(),
        free.unwrap_or_default(),
        draft.deadline.map(day).unwrap_or_default(),
        match draft.delivery {
            Delivery::Presence => "Präsenz",
            Delivery::Online => "online",
            Delivery::Hybrid => "hybrid",
            Delivery::SelfPaced => "Selbstlernkurs",
        }
        .to_owned(),
        if draft.child_care { "ja".to_owned() } else { String::new() },
        draft.url(),
    ]
}

/// "Mo", "Mo, Mi", "Mo-Fr".
fn weekdays(draft: &Draft<'_>) -> String {
    let short = |day: &Weekday| weekday_name(*day)[..2].to_owned();
    match draft.schedule.weekdays.as_slice() {
        [first, .., last] if draft.schedule.weekdays.len() >= 3 => format!("{}-{}", short(first), short(last)),
        days => days.iter().map(short).collect::<Vec<_>>().join(", "),
    }
}

/// A workbook is small (one provider's list) and comes out in one piece.
pub(crate) fn xlsx<'a>(
    provider: &Provider,
    today: NaiveDate,
    drafts: impl Iterator<Item = Draft<'a>>,
) -> io::Result<Vec<u8>> {
    workbook(provider, today, drafts).map_err(io::Error::other)
}

fn workbook<'a>(
    provider: &Provider,
    today: NaiveDate,
    drafts: impl Iterator<Item = Draft<'a>>,
) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    // Without it the library would take the time of the clock, and no file would be made twice.
    let created = excel_date(today)?;
    workbook.set_properties(&DocProperties::new().set_creation_datetime(&created).set_author(&provider.name));
    let notes = workbook.add_worksheet();
    notes.set_name("Hinweise")?;
    notes.write_string(0, 0, format!("Angebote: {}", provider.name))?;
    notes.write_string(1, 0, "Bitte tragen Sie je Angebot eine Zeile im Blatt „Angebote“ ein.")?;
    let bold = Format::new().set_bold();
    let date = Format::new().set_num_format("dd.mm.yyyy");
    let sheet = workbook.add_worksheet();
    sheet.set_name("Angebote")?;
    sheet.write_string_with_format(0, 0, format!("{}: unser Programm", provider.name), &bold)?;
    for (column, (_, heading)) in COLUMNS.iter().enumerate() {
        sheet.write_string_with_format(2, column as u16, *heading, &bold)?;
    }
    for (row, draft) in drafts.enumerate() {
        xlsx_row(sheet, row as u32 + 3, &draft, &date)?;
    }
    workbook.save_to_buffer()
}

fn xlsx_row(sheet: &mut Worksheet, row: u32, draft: &Draft<'_>, date: &Format) -> Result<(), XlsxError> {
    for (column, cell) in cells(draft).into_iter().enumerate() {
        if cell.is_empty() {
            continue;
        }
        let at = column as u16;
        // Lists kept by hand are never of one mind: every third row has its dates as text, and its prices, too.
        let by_hand = draft.index % 3 == 2;
        match column {
            FIRST_DATE if !by_hand => {
                sheet.write_datetime_with_format(row, at, &excel_date(draft.schedule.begin)?, date)?;
            }
            PRICE if !by_hand && let Price::Cents(cents) = draft.price => {
                sheet.write_number(row, at, f64::from(cents) / 100.0)?;
            }
            _ => {
                sheet.write_string(row, at, cell)?;
            }
        }
    }
    Ok(())
}

fn excel_date(date: NaiveDate) -> Result<ExcelDateTime, XlsxError> {
    ExcelDateTime::from_ymd(date.year() as u16, date.month() as u8, date.day() as u8)
}
