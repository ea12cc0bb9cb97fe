//! Students as a flat file ("ffcsv", since November 2024): UTF-8 with byte order mark, one value per row, unsorted, in a ZIP.

use std::io::{self, Cursor, Write as _};

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::{Delivery, World};
use crate::dice::Dice;

/// Kreise that the file was asked for: the region and others with universities. All 36 would make a file of 30 MB.
const SELECTED: [&str; 7] = ["07111", "07211", "07235", "07312", "07313", "07315", "07319"];
const SEMESTERS: i32 = 15;

/// Code, label, part of the students, part of the women, part of the foreigners compared to all.
const SUBJECTS: [(&str, &str, f64, f64, f64); 9] = [
    ("HS-FG01", "Geisteswissenschaften", 0.16, 0.69, 1.1),
    ("HS-FG02", "Sport", 0.012, 0.40, 0.3),
    ("HS-FG03", "Rechts-, Wirtschafts- und Sozialwissenschaften", 0.42, 0.58, 0.9),
    ("HS-FG04", "Mathematik/Naturwissenschaften", 0.11, 0.53, 1.0),
    ("HS-FG05", "Humanmedizin/Gesundheitswissenschaften", 0.055, 0.74, 0.6),
    ("HS-FG07", "Agrar-, Forst- und Ernährungswissensch., Veterinär", 0.008, 0.55, 0.5),
    ("HS-FG08", "Ingenieurwissenschaften", 0.20, 0.25, 1.4),
    ("HS-FG09", "Kunst, Kunstwissenschaft", 0.035, 0.66, 1.0),
    ("HS-FG10", "Außerhalb der Studienbereichsgliederung", 0.0, 0.5, 1.0),
];
const SEXES: [(&str, &str); 3] = [("INSGESAMT", "Insgesamt"), ("GESM", "männlich"), ("GESW", "weiblich")];
const NATIONALITIES: [(&str, &str); 3] = [("INSGESAMT", "Insgesamt"), ("NATD", "deutsch"), ("NATA", "ausländisch")];
const HEADER: &str = "statistics_code;statistics_label;time_code;time_label;time;1_variable_code;1_variable_label;1_variable_attribute_code;\
                      1_variable_attribute_label;2_variable_code;2_variable_label;2_variable_attribute_code;2_variable_attribute_label;\
                      3_variable_code;3_variable_label;3_variable_attribute_code;3_variable_attribute_label;4_variable_code;\
                      4_variable_label;4_variable_attribute_code;4_variable_attribute_label;value;value_unit;value_variable_code;\
                      value_variable_label\n";

/// Students by subject, sex (men, women) and nationality (German, foreign).
type Students = [[[i64; 2]; 2]; 9];

fn students(world: &World, unit: usize, year: i32) -> Students {
    let all = world.regions.kreise.get(unit).map_or(0.0, |kreis| kreis.students);
    let level = 0.82 + 0.03 * f64::from((year - 2005).clamp(0, 8)) - 0.009 * f64::from((year - 2015).clamp(0, 15));
    let foreign = 0.10 + 0.0045 * f64::from((year - 2010).clamp(0, 18));
    let mut students = [[[0; 2]; 2]; 9];
    for (index, (subject, (.., part, women, abroad))) in students.iter_mut().zip(SUBJECTS).enumerate() {
        // Not every university teaches everything.
        let taught = world.peculiarity(unit, 300 + index as u64, 1.0);
        let taught = if part < 0.06 && taught < 0.7 { 0.0 } else { 0.5 + 0.5 * taught };
        let count = all * level * part * taught * world.chance(unit, 320 + index as u64, year, 0.02);
        for (of_sex, sex) in subject.iter_mut().zip([1.0 - women, women]) {
            let foreigners = (foreign * abroad).min(0.9);
            *of_sex = [1.0 - foreigners, foreigners].map(|nationality| (count * sex * nationality).round() as i64);
        }
    }
    students
}

pub(super) fn deliveries(world: &World) -> io::Result<Vec<Delivery>> {
    let mut rows: Vec<String> = Vec::new();
    for year in world.years().take(SEMESTERS as usize) {
        for unit in SELECTED.iter().filter_map(|key| world.regions.unit(key)) {
            rows_of(world, unit, year, &mut rows);
        }
    }
    Dice::new(world.seed, [0x5747, 2, 2]).shuffle(&mut rows);
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    // The format has no place for notes.
    zip.set_comment("Beispieldaten, erzeugt für die Vorführung von Bildungsraum: die Werte sind erfunden")
        .map_err(io::Error::other)?;
    // Without it the archive would have the time of the clock, and no file would be made twice.
    let options = SimpleFileOptions::default().last_modified_time(zip::DateTime::default());
    zip.start_file("21311-01-01-4-B_de_flat.csv", options).map_err(io::Error::other)?;
    zip.write_all("\u{feff}".as_bytes())?;
    zip.write_all(HEADER.as_bytes())?;
    for row in &rows {
        zip.write_all(row.as_bytes())?;
    }
    let bytes = zip.finish().map_err(io::Error::other)?.into_inner();
    Ok(vec![Delivery::new("21311-01-01-4-B_de_flat.zip", bytes, "genesis_ffcsv", world.day(0, 9, 20))])
}

fn rows_of(world: &World, unit: usize, year: i32, rows: &mut Vec<String>) {
    let kreis = &world.regions.kreise[unit];
    let students = students(world, unit, year);
    // Index 0 is the total of each dimension.
    let within = |index: usize, wanted: usize| wanted == 0 || index + 1 == wanted;
    for (sex, (sex_code, sex_label)) in SEXES.iter().enumerate() {
        for (nationality, (nationality_code, nationality_label)) in NATIONALITIES.iter().enumerate() {
            for subject in 0..=SUBJECTS.len() {
                let (code, label) = if subject == 0 {
                    ("INSGESAMT", "Insgesamt")
                } else {
                    (SUBJECTS[subject - 1].0, SUBJECTS[subject - 1].1)
                };
                let mut count = 0;
                for (_, of_subject) in students.iter().enumerate().filter(|(index, _)| within(*index, subject)) {
                    for (_, of_sex) in of_subject.iter().enumerate().filter(|(index, _)| within(*index, sex)) {
                        count += of_sex
                            .iter()
                            .enumerate()
                            .filter(|(index, _)| within(*index, nationality))
                            .map(|(_, count)| count)
                            .sum::<i64>();
                    }
                }
                let value = if count == 0 { "-".to_owned() } else { count.to_string() };
                rows.push(format!(
                    "21311;Statistik der Studierenden;SEMEST;Semester;{year}-10P6M;KREISE;Kreise und kreisfreie Städte;{};{};GESINS;Geschlecht;\
                     {sex_code};{sex_label};NAT01;Nationalität (inkl. insgesamt);{nationality_code};{nationality_label};HS-FG2;\
                     Fächergruppe (mit Insgesamt);{code};{label};{value};Anzahl;HS-W02;Studierende (im Kreisgebiet)\n",
                    kreis.key, kreis.name
                ));
            }
        }
    }
}
