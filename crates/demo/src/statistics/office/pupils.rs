//! Where the pupils of a school live: every Gemeinde by school, and the balance of town and Kreis.

use chrono::{Datelike, NaiveDate};
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook, XlsxError};
use serde_json::{Value, json};

use super::list::{List, count};
use super::{COPYRIGHT, IMPORTER, KREIS, TOWN, both, school_year, years};
use crate::statistics::cohorts::split;
use crate::statistics::gemeinden::pupils_by_gemeinde;
use crate::statistics::{Delivery, World};

/// A school that the table names. The office gives the codes.
struct School {
    code: &'static str,
    name: &'static str,
    kreis: &'static str,
    /// Key of the Gemeinde in which it stands.
    gemeinde: &'static str,
    /// Latitude and longitude.
    at: (f64, f64),
    places: f64,
}

const fn school(
    code: &'static str,
    name: &'static str,
    (kreis, gemeinde): (&'static str, &'static str),
    at: (f64, f64),
    places: f64,
) -> School {
    School { code, name, kreis, gemeinde, at, places }
}

const IN_TRIER: (&str, &str) = (TOWN, "07211000");

const SCHOOLS: [School; 10] = [
    school("GYTRIERMITTE", "Beispiel-Gymnasium Trier-Mitte", IN_TRIER, (49.757, 6.641), 1050.0),
    school("GYTRIERSUED", "Beispiel-Gymnasium Trier-Süd", IN_TRIER, (49.742, 6.631), 900.0),
    school("IGSTRIER", "Beispiel-Integrierte Gesamtschule Trier", IN_TRIER, (49.746, 6.668), 800.0),
    school("RSTRIERNORD", "Beispiel-Realschule plus Trier-Nord", IN_TRIER, (49.772, 6.656), 620.0),
    school("GYKONZ", "Beispiel-Gymnasium Konz", (KREIS, "07235068"), (49.703, 6.577), 850.0),
    school("RSKONZ", "Beispiel-Realschule plus Konz", (KREIS, "07235068"), (49.697, 6.583), 600.0),
    school("GYSCHWEICH", "Beispiel-Gymnasium Schweich", (KREIS, "07235125"), (49.822, 6.753), 950.0),
    school("GYSAARBURG", "Beispiel-Gymnasium Saarburg", (KREIS, "07235118"), (49.608, 6.548), 800.0),
    school("GYHERMESKEIL", "Beispiel-Gymnasium Hermeskeil", (KREIS, "07235045"), (49.656, 6.948), 700.0),
    school("FSTRIER", "Beispiel-Förderschule Trier", IN_TRIER, (49.750, 6.620), 110.0),
];

/// Pupils of one place by school: many seats draw, distance deters. Kilometres at fifty degrees north.
fn choices(world: &World, place: (f64, f64), pupils: u32, index: usize, year: i32) -> Vec<u32> {
    let weights: Vec<f64> = SCHOOLS
        .iter()
        .enumerate()
        .map(|(index_of_school, school)| {
            let (north, east) = ((place.0 - school.at.0) * 111.0, (place.1 - school.at.1) * 71.6);
            let near = 1.0 + (north * north + east * east) / 40.0;
            school.places / (near * near)
                * world.chance(index, 400 + index_of_school as u64, year, 0.15)
                * world.peculiarity(index, 420 + index_of_school as u64, 0.5)
        })
        .collect();
    split(pupils, &weights)
}

/// A sheet with the school years merged over their schools. The keys are numbers, as Excel makes them: the leading zero is gone.
pub(super) fn commuters(world: &World) -> Result<Delivery, XlsxError> {
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
        for (position, school) in SCHOOLS.iter().enumerate() {
            sheet.write_string_with_format(4, first + position as u16, school.name, &bold)?;
            headings.push(format!("{} | {}", school_year(*year), school.name));
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
    let codes: Vec<Value> = SCHOOLS
        .iter()
        .map(|school| json!({ "code": school.code, "label": school.name, "stands_in": school.gemeinde }))
        .collect();
    let settings = json!({
        "sheet": "Pendler",
        "header_rows": [4, 5],
        "code": "schulpendler",
        "title": "Schülerinnen und Schüler der Sekundarstufe I nach Wohngemeinde und Schule",
        "statistic": "Schulstatistik des Beispiel-Schulamts",
        "copyright": COPYRIGHT,
        "dimensions": [{ "code": "SCHULE", "label": "Schule", "role": "class", "categories": codes }],
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

/// Who crosses the border between town and Kreis, counted from the same choices. Schools outside of both are not known to the office.
pub(super) fn balance(world: &World) -> Delivery {
    let mut list = List::new(
        "schulpendlerbilanz",
        "Schülerinnen und Schüler der Sekundarstufe I über die Grenze zwischen Stadt und Landkreis",
    )
    .time("Schuljahr")
    .measures([
        count("SCHUELERSCHULORT", "Schülerinnen und Schüler an Schulen im Gebiet"),
        count("EINPENDLER", "davon mit Wohnort außerhalb"),
        count("SCHUELERWOHNORT", "Im Gebiet wohnende Schülerinnen und Schüler"),
        count("AUSPENDLER", "davon mit Schulort außerhalb"),
    ]);
    for year in years(world) {
        let homes = pupils_by_gemeinde(world, year);
        let mut pupils: Vec<(&str, &str, u32)> = Vec::new();
        for (index, home) in homes.iter().enumerate() {
            let chosen = choices(world, home.point, home.pupils, index, year);
            pupils
                .extend(chosen.into_iter().zip(&SCHOOLS).map(|(count, school)| (&home.key[..5], school.kreis, count)));
        }
        let sum = |wanted: &dyn Fn(&str, &str) -> bool| -> f64 {
            pupils.iter().filter(|(home, school, _)| wanted(home, school)).map(|(.., count)| f64::from(*count)).sum()
        };
        for (_, kreis) in both(world) {
            let own = kreis.key;
            let values = [
                sum(&|_, school| school == own),
                sum(&|home, school| school == own && home != own),
                sum(&|home, _| home == own),
                sum(&|home, school| home == own && school != own),
            ];
            list.row(kreis, &school_year(year), None, &values);
        }
    }
    list.delivery("schulamt_pendlerbilanz.csv", world.day(0, 10, 1))
}
