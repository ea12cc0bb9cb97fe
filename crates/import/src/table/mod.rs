//! Lists of courses as CSV or XLSX, with a saved mapping or by their headings.
//!
//! | | |
//! |---|---|
//! | Publisher | anybody: associations, libraries, offices that keep their offers in a spreadsheet |
//! | Forms read | CSV with `;`, `,`, tab or bar; XLSX; each plain, gzip or zip, told apart by content |
//! | Encodings | by byte order mark, else UTF-8, else Windows-1252; UTF-16; or as set |
//! | Out | [`OfferRecord`](crate::OfferRecord) with provider, place, sessions |
//! | Settings | [`Settings`] as JSON, or `null` to recognise the columns by well-known German headings |
//! | Outcome | full |
//! | Limits | 64 MB packed, 256 MB unpacked, 5 million cells, 256 columns; the table is held in memory, because rows of one offer may stand anywhere |
//!
//! # Settings
//! ```json
//! {
//!   "sheet": "Kurse",
//!   "header_row": 3,
//!   "separator": "auto",
//!   "encoding": "auto",
//!   "columns": {"id": "Kurs-ID", "title": ["Kurstitel", "Titel"], "date": "=D", "price": "Gebühr"},
//!   "defaults": {"city": "Konz", "provider": "Beispielverein"},
//!   "values": {"topic": {"Rubrik 4": "fremdsprachen"}},
//!   "repeated_rows": "sessions"
//! }
//! ```
//! Headings are compared without case, spaces, punctuation and what stands in brackets; `=D` is column D. Field codes: [`Field`].
//! A lecturer's name, private telephone or e-mail address has no field and cannot be mapped.
//!
//! # Decisions
//! - The row of the headings is the one among the first twenty that holds most mapped headings, the title among them.
//! - The id of an offer is the column `id`, else `course_number`, else a hash over title, provider and first column (unless that tells a
//!   time): stable as long as these stay. The same number with another title is another offer and an issue.
//! - Rows with the same number are the meetings of one run (in German programmes a course number names one run), as far as place, price
//!   and remarks agree; rows joined by their title only are runs of their own. `repeated_rows` decides otherwise.
//! - A row without title and number that says a time or a place continues the offer above it.
//! - "0" is free, an empty price is unknown, words ("auf Anfrage") stay as a note.
//! - A weekday beside a single date is a remark; it is a weekly pattern with an end date, with other weekdays, or in words like "jeden".
//! - Footers ("Summe", "Stand: …"), lone cells and repeated headings are no offers, and said so once each.

pub mod amounts;
pub mod fields;
mod map;
mod offer;
mod read;
mod session;
pub mod settings;
#[cfg(test)]
mod tests;
pub mod when;

use model::issue::Severity;

use crate::issues::{Delivery, Spot, quote};
use crate::{Importer, Input, Item, Outcome};

pub use fields::Field;
pub use settings::Settings;

#[derive(Debug)]
pub struct Table;

impl Importer for Table {
    fn code(&self) -> &'static str {
        "table"
    }

    fn read(&self, input: Input<'_>, sink: &mut dyn FnMut(Item)) -> Outcome {
        let mut delivery = Delivery::new(input.file, sink);
        let outcome = read_delivery(input.bytes, input.settings, input.today, &mut delivery);
        delivery.finish();
        outcome
    }
}

fn read_delivery(
    bytes: &mut dyn std::io::Read,
    settings: &serde_json::Value,
    today: chrono::NaiveDate,
    delivery: &mut Delivery<'_>,
) -> Outcome {
    let settings = match Settings::from_json(settings) {
        Ok(settings) => settings,
        Err(mistakes) => {
            for mistake in mistakes {
                delivery.issue("TAB-001", Severity::Fatal, Spot::default(), mistake.message, mistake.hint);
            }
            return Outcome::Broken;
        }
    };
    let table = match read::read_table(bytes, &settings) {
        Ok(table) => table,
        Err(reason) => {
            report_no_table(&reason, &settings, delivery);
            return Outcome::Broken;
        }
    };
    report_columns(&table, delivery);
    let mut context = map::Context { table: &table, settings: &settings, today, delivery };
    let groups = map::group_rows(&mut context);
    for group in &groups {
        let record = offer::offer_of(group, &mut context);
        context.delivery.item(Item::Offer(Box::new(record)));
    }
    if let Some(error) = &table.broken {
        let message = format!("{} Die {} Angebote davor sind übernommen.", error.message(), groups.len());
        delivery.issue("TAB-002", Severity::Fatal, Spot::default(), message, error.hint());
        return Outcome::Broken;
    }
    if groups.is_empty() {
        let message = "Die Tabelle enthält unter den Überschriften keine Angebote.";
        let hint = "Bitte prüfen Sie, ob es die richtige Datei und das richtige Blatt ist.";
        delivery.issue("TAB-006", Severity::Warning, Spot::default(), message, hint);
    }
    Outcome::Full
}

fn report_no_table(reason: &read::NoTable, settings: &Settings, delivery: &mut Delivery<'_>) {
    let (code, message, hint) = match reason {
        read::NoTable::Unreadable(error) => ("TAB-002", error.message(), error.hint().to_owned()),
        read::NoTable::NoSuchSheet { wanted, sheets } => (
            "TAB-003",
            format!("Die Arbeitsmappe hat kein Blatt {}.", quote(wanted)),
            format!("Vorhanden sind: {}. Bitte passen Sie die Einstellung „sheet“ an.", sheets.join(", ")),
        ),
        read::NoTable::NoHeadings { first } => (
            "TAB-004",
            format!(
                "Unter den ersten 20 Zeilen ist keine Zeile mit den erwarteten Überschriften. Die Datei beginnt mit {}.",
                quote(first)
            ),
            if settings.columns.is_empty() {
                "Mindestens eine Spalte muss „Titel“ heißen (oder „Kurs“, „Angebot“, „Veranstaltung“). Heißen die Spalten anders, ordnen Sie sie bitte in den Einstellungen zu.".to_owned()
            } else {
                "Bitte vergleichen Sie die Überschriften der Datei mit der gespeicherten Zuordnung.".to_owned()
            },
        ),
        read::NoTable::Empty => (
            "TAB-005",
            "Die Datei enthält keine Zeilen.".to_owned(),
            "Bitte prüfen Sie, ob es die richtige Datei ist.".to_owned(),
        ),
    };
    delivery.issue(code, Severity::Fatal, Spot::default(), message, hint);
}

fn report_columns(table: &read::Table, delivery: &mut Delivery<'_>) {
    let spot = Spot { sheet: table.sheet.as_deref(), ..Spot::default() };
    for (field, heading) in &table.missing {
        let message = format!("Die Spalte „{heading}“ für das Feld „{}“ fehlt.", field.label());
        let hint = "Bitte ergänzen Sie die Spalte oder passen Sie die Zuordnung an.";
        delivery.issue("TAB-010", Severity::Warning, spot.clone(), message, hint);
    }
    if !table.unused.is_empty() {
        let message = format!("Diese Spalten werden nicht gelesen: {}.", table.unused.join(", "));
        let hint = "Namen von Lehrkräften und private Kontaktdaten werden nie übernommen. Andere Spalten können Sie in den Einstellungen zuordnen.";
        delivery.issue("TAB-011", Severity::Note, spot, message, hint);
    }
}
