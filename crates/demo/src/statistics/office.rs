//! The office's own tables, as spreadsheets of the schools department, the vhs, the library and the music school, each with the mapping
//! under which it is read. Schools and institutions are invented.

use std::io;

use chrono::{Datelike, NaiveDate};
use encoding_rs::WINDOWS_1252;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook, XlsxError};
use serde_json::{Value, json};

use super::cohorts::split;
use super::gemeinden::pupils_by_gemeinde;
use super::{Delivery, World};

const IMPORTER: &str = "office_table";
const YEARS: usize = 10;
const COPYRIGHT: &str = "Beispieldaten, erzeugt für die Vorführung von Bildungsraum";

/// Name, latitude and longitude of the place, places.
const SCHOOLS: [(&str, (f64, f64), f64); 10] = [
    ("Beispiel-Gymnasium Trier-Mitte", (49.757, 6.641), 1050.0),
    ("Beispiel-Gymnasium Trier-Süd", (49.742, 6.631), 900.0),
    ("Beispiel-Integrierte Gesamtschule Trier", (49.746, 6.668), 800.0),
    ("Beispiel-Realschule plus Trier-Nord", (49.772, 6.656), 620.0),
    ("Beispiel-Gymnasium Konz", (49.703, 6.577), 850.0),
    ("Beispiel-Realschule plus Konz", (49.697, 6.583), 600.0),
    ("Beispiel-Gymnasium Schweich", (49.822, 6.753), 950.0),
    ("Beispiel-Gymnasium Saarburg", (49.608, 6.548), 800.0),
    ("Beispiel-Gymnasium Hermeskeil", (49.656, 6.948), 700.0),
    ("Beispiel-Förderschule Trier", (49.750, 6.620), 110.0),
];

pub(super) fn deliveries(world: &World) -> io::Result<Vec<Delivery>> {
    Ok(vec![commuters(world).map_err(io::Error::other)?, adult_education(world), library(world), music_school(world)])
}

/// School years that begin in the last ten years, the oldest first.
fn years(world: &World) -> Vec<i32> {
    let mut years: Vec<i32> = world.years().take(YEARS).collect();
    years.reverse();
    years
}

fn school_year(begin: i32) -> String {
    format!("{begin}/{:02}", (begin + 1) % 100)
}

/// Pupils of one place by school: many seats draw, distance deters. Kilometres at fifty degrees north.
fn choices(world: &World, place: (f64, f64), pupils: u32, index: usize, year: i32) -> Vec<u32> {
    let weights: Vec<f64> = SCHOOLS
        .iter()
        .enumerate()
        .map(|(school, (_, at, seats))| {
            let (north, east) = ((place.0 - at.0) * 111.0, (place.1 - at.1) * 71.6);
            let near = 1.0 + (north * north + east * east) / 40.0;
            seats / (near * near)
                * world.chance(index, 400 + school as u64, year, 0.15)
                * world.peculiarity(index, 420 + school as u64, 0.5)
        })
        .collect();
    split(pupils, &weights)
}

/// A sheet with the school years merged over their schools. The keys are numbers, as Excel makes them: the leading zero is gone.
fn commuters(world: &World) -> Result<Delivery, XlsxError> {
    let years = years(world);
    let delivered_on = world.day(0, 10, 1);
    let mut workbook = Workbook::new();
    // Without it the library would take the time of the clock, and no file would be made twice.
    let created = excel_date(delivered_on)?;
    workbook.set_properties(&DocProperties::new().set_creation_datetime(&created).set_author("Beispiel-Schulamt"));
    let bold = Format::new().set_bold();
    let sheet = workbook.add_worksheet();
    sheet.set_name("Pendler")?;
    sheet.write_string_with_format(
        0,
        0,
        "Schülerinnen und Schüler der Sekundarstufe I nach Wohngemeinde und Schule",
        &bold,
    )?;
    sheet.write_string(1, 0, format!("{COPYRIGHT}; Schulen und Zahlen sind erfunden"))?;
    sheet.merge_range(3, 0, 4, 0, "AGS", &bold)?;
    sheet.merge_range(3, 1, 4, 1, "Wohngemeinde", &bold)?;
    let mut headings = vec!["AGS".to_owned(), "Wohngemeinde".to_owned()];
    for (position, year) in years.iter().enumerate() {
        let first = (2 + position * SCHOOLS.len()) as u16;
        sheet.merge_range(3, first, 3, first + SCHOOLS.len() as u16 - 1, &school_year(*year), &bold)?;
        for (school, (name, ..)) in SCHOOLS.iter().enumerate() {
            sheet.write_string_with_format(4, first + school as u16, *name, &bold)?;
            headings.push(format!("{} | {name}", school_year(*year)));
        }
    }
    let mut row = 5;
    let by_year: Vec<_> = years.iter().map(|year| pupils_by_gemeinde(world, *year)).collect();
    for (index, gemeinde) in by_year.first().into_iter().flatten().enumerate() {
        sheet.write_number(row, 0, gemeinde.key.parse::<u32>().unwrap_or_default())?;
        sheet.write_string(row, 1, gemeinde.name)?;
        for (position, year) in years.iter().enumerate() {
            let pupils = by_year[position][index].pupils;
            for (school, count) in choices(world, gemeinde.point, pupils, index, *year).into_iter().enumerate() {
                // Nobody writes a zero into such a table.
                if count > 0 {
                    sheet.write_number(row, (2 + position * SCHOOLS.len() + school) as u16, f64::from(count))?;
                }
            }
        }
        row += 1;
    }
    sheet.write_string(row + 1, 0, "Quelle: Beispiel-Schulamt, Meldungen der Schulen zum Schuljahresbeginn")?;
    let settings = json!({
        "sheet": "Pendler",
        "header_rows": [4, 5],
        "code": "PENDLER-SEK1",
        "title": "Schülerinnen und Schüler der Sekundarstufe I nach Wohngemeinde und Schule",
        "statistic": "Schulstatistik des Beispiel-Schulamts",
        "copyright": COPYRIGHT,
        "dimensions": [{ "code": "SCHULE", "label": "Schule", "role": "class" }],
        "measures": [{ "code": "SCHUELER", "label": "Schülerinnen und Schüler", "unit": "Anzahl" }],
        "columns": [
            { "heading": "AGS", "as": "key", "dimension": "GEBIET" },
            { "heading": "Wohngemeinde", "as": "label", "dimension": "GEBIET" },
            { "heading": "{ZEIT} | {SCHULE}", "as": "value", "measure": "SCHUELER" },
        ],
        "empty": "zero",
        "school_year": "begin",
        "headings": headings,
    });
    let bytes = workbook.save_to_buffer()?;
    Ok(Delivery { settings, ..Delivery::new("schulamt_pendler_sekundarstufe.xlsx", bytes, IMPORTER, delivered_on) })
}

fn excel_date(date: NaiveDate) -> Result<ExcelDateTime, XlsxError> {
    ExcelDateTime::from_ymd(date.year() as u16, date.month() as u8, date.day() as u8)
}

/// How a year went for institutions that had to close in 2020 and 2021.
fn opening(year: i32) -> f64 {
    match year {
        2020 => 0.62,
        2021 => 0.55,
        2022 => 0.86,
        _ => 1.0,
    }
}

/// A list saved from a spreadsheet: title, blank line, headings, rows; thousands with a point.
struct List {
    title: &'static str,
    headings: Vec<&'static str>,
    rows: Vec<Vec<String>>,
}

impl List {
    fn bytes(&self) -> Vec<u8> {
        let empty = ";".repeat(self.headings.len() - 1);
        let mut text = format!("{}{empty}\r\n", self.title);
        text += &format!("{COPYRIGHT}{empty}\r\n{empty}\r\n{}\r\n", self.headings.join(";"));
        for row in &self.rows {
            text += &format!("{}\r\n", row.join(";"));
        }
        WINDOWS_1252.encode(&text).0.into_owned()
    }

    /// The mapping: columns of labels with their dimension, all others measures with a unit.
    fn settings(
        &self,
        code: &str,
        area: (&str, &str),
        dimensions: &Value,
        labels: &[(&str, &str)],
        measures: &[(&str, &str, &str)],
    ) -> Value {
        let mut columns: Vec<Value> = labels
            .iter()
            .map(|(heading, dimension)| json!({ "heading": heading, "as": "label", "dimension": dimension }))
            .collect();
        columns.extend(
            measures.iter().map(|(code, heading, _)| json!({ "heading": heading, "as": "value", "measure": code })),
        );
        let measures: Vec<Value> =
            measures.iter().map(|(code, label, unit)| json!({ "code": code, "label": label, "unit": unit })).collect();
        json!({
            "header_rows": [4, 4],
            "code": code,
            "title": self.title,
            "copyright": COPYRIGHT,
            "dimensions": dimensions,
            "measures": measures,
            "columns": columns,
            "fixed": { "GEBIET": { "code": area.0, "label": area.1 } },
            "headings": self.headings,
        })
    }
}

/// As spreadsheets show whole numbers in German.
fn with_points(number: f64) -> String {
    let digits = (number.round() as i64).to_string();
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push('.');
        }
        text.push(digit);
    }
    text
}

fn adult_education(world: &World) -> Delivery {
    /// Programmbereiche of the vhs-Statistik with courses of a year, lessons of a course, participants of a course.
    const AREAS: [(&str, f64, f64, f64); 7] = [
        ("Politik - Gesellschaft - Umwelt", 88.0, 9.0, 13.0),
        ("Kultur - Gestalten", 142.0, 16.0, 9.5),
        ("Gesundheit", 246.0, 17.0, 11.5),
        ("Sprachen", 268.0, 44.0, 11.0),
        ("Qualifikationen für das Arbeitsleben - IT - Organisation/Management", 64.0, 20.0, 8.0),
        ("Schulabschlüsse - Studienzugang und -begleitung", 9.0, 210.0, 15.0),
        ("Grundbildung", 14.0, 62.0, 7.0),
    ];
    let mut rows = Vec::new();
    for year in years(world) {
        for (index, (area, courses, lessons, participants)) in AREAS.iter().enumerate() {
            let chance = |subject: u64, spread| world.chance(index, subject, year, spread);
            let courses =
                (courses * opening(year) * (1.0 + 0.006 * f64::from(year - 2015)) * chance(500, 0.06)).round();
            let lessons = courses * lessons * chance(501, 0.05);
            let participants = courses * participants * chance(502, 0.05) * if year == 2021 { 0.85 } else { 1.0 };
            rows.push(vec![
                year.to_string(),
                (*area).to_owned(),
                with_points(courses),
                with_points(lessons),
                with_points(participants),
            ]);
        }
    }
    let list = List {
        title: "Beispiel-vhs: Kurse, Unterrichtsstunden und Belegungen nach Programmbereich",
        headings: vec!["Jahr", "Programmbereich", "Kurse", "Unterrichtsstunden", "Belegungen"],
        rows,
    };
    let settings = list.settings(
        "VHS-KURSE",
        ("07211", "Trier, kreisfreie Stadt"),
        &json!([{ "code": "PROGRAMM", "label": "Programmbereich", "role": "class" }]),
        &[("Jahr", "ZEIT"), ("Programmbereich", "PROGRAMM")],
        &[("KURSE", "Kurse", "Anzahl"), ("UE", "Unterrichtsstunden", "Anzahl"), ("BELEGUNGEN", "Belegungen", "Anzahl")],
    );
    Delivery { settings, ..Delivery::new("vhs_programmbereiche.csv", list.bytes(), IMPORTER, world.day(0, 2, 20)) }
}

fn library(world: &World) -> Delivery {
    let rows = years(world).into_iter().map(|year| {
        let chance = |subject: u64| world.chance(0, subject, year, 0.03);
        let gone = f64::from(year - 2015);
        let media = 142_000.0 * (1.0 - 0.008 * gone) * chance(510);
        let loans = 495_000.0 * (1.0 - 0.012 * gone) * f64::midpoint(opening(year), 1.0) * chance(511);
        let digital = 31_000.0 * (1.0 + 0.14 * gone) * chance(512);
        let visits = 205_000.0 * opening(year) * chance(513);
        let users = 9_400.0 * f64::midpoint(opening(year), 1.0) * chance(514);
        let events = 330.0 * opening(year) * chance(515);
        [vec![year.to_string()], [media, loans, digital, visits, users, events].map(with_points).to_vec()].concat()
    });
    let list = List {
        title: "Beispiel-Stadtbücherei: Zahlen des Jahres",
        headings: vec![
            "Jahr",
            "Medien",
            "Entleihungen",
            "davon digitale Entleihungen",
            "Besuche",
            "Aktive Nutzerinnen und Nutzer",
            "Veranstaltungen",
        ],
        rows: rows.collect(),
    };
    let settings = list.settings(
        "BUECHEREI",
        ("07211", "Trier, kreisfreie Stadt"),
        &json!([]),
        &[("Jahr", "ZEIT")],
        &[
            ("MEDIEN", "Medien", "Anzahl"),
            ("ENTLEIHUNGEN", "Entleihungen", "Anzahl"),
            ("DIGITAL", "davon digitale Entleihungen", "Anzahl"),
            ("BESUCHE", "Besuche", "Anzahl"),
            ("NUTZER", "Aktive Nutzerinnen und Nutzer", "Anzahl"),
            ("VERANSTALTUNGEN", "Veranstaltungen", "Anzahl"),
        ],
    );
    Delivery { settings, ..Delivery::new("stadtbuecherei_zahlen.csv", list.bytes(), IMPORTER, world.day(0, 3, 3)) }
}

/// School years instead of calendar years, weekly hours with a decimal.
fn music_school(world: &World) -> Delivery {
    const SUBJECTS: [(&str, f64, f64); 6] = [
        ("Elementare Musikpädagogik", 310.0, 0.09),
        ("Streichinstrumente", 205.0, 0.62),
        ("Blasinstrumente", 260.0, 0.58),
        ("Zupf- und Tasteninstrumente", 420.0, 0.6),
        ("Gesang", 58.0, 0.55),
        ("Ensembles", 340.0, 0.11),
    ];
    let mut rows = Vec::new();
    for year in years(world) {
        for (index, (subject, pupils, hours)) in SUBJECTS.iter().enumerate() {
            let pupils = pupils
                * f64::midpoint(opening(year), 1.0)
                * (1.0 + 0.01 * f64::from(year - 2015))
                * world.chance(index, 520, year, 0.05);
            let hours = pupils * hours * world.chance(index, 521, year, 0.03);
            let waiting = pupils * 0.07 * world.chance(index, 522, year, 0.6);
            let tenths = (hours * 10.0).round() as i64;
            rows.push(vec![
                school_year(year),
                (*subject).to_owned(),
                with_points(pupils),
                format!("{},{}", tenths / 10, tenths % 10),
                with_points(waiting),
            ]);
        }
    }
    let list = List {
        title: "Beispiel-Musikschule: Unterricht nach Fachbereich",
        headings: vec!["Schuljahr", "Fachbereich", "Schülerinnen und Schüler", "Jahreswochenstunden", "Warteliste"],
        rows,
    };
    let settings = list.settings(
        "MUSIKSCHULE",
        ("07211", "Trier, kreisfreie Stadt"),
        &json!([{ "code": "FACHBEREICH", "label": "Fachbereich", "role": "class" }]),
        &[("Schuljahr", "ZEIT"), ("Fachbereich", "FACHBEREICH")],
        &[
            ("SCHUELER", "Schülerinnen und Schüler", "Anzahl"),
            ("STUNDEN", "Jahreswochenstunden", "Stunden"),
            ("WARTELISTE", "Warteliste", "Anzahl"),
        ],
    );
    Delivery { settings, ..Delivery::new("musikschule_fachbereiche.csv", list.bytes(), IMPORTER, world.day(0, 1, 28)) }
}

#[cfg(test)]
mod tests {
    use super::with_points;

    #[test]
    fn thousands_have_a_point() {
        for (number, text) in
            [(7.0, "7"), (999.4, "999"), (1000.0, "1.000"), (204_312.6, "204.313"), (1_000_000.0, "1.000.000")]
        {
            assert_eq!(with_points(number), text);
        }
    }
}
