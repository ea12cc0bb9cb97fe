//! Yearly numbers of the vhs, the library and the music school.

use super::list::{List, Measure, count};
use super::{TOWN, both, opening, school_year, years};
use crate::statistics::cohorts::OLDEST;
use crate::statistics::{Delivery, World};

pub(super) fn adult_education(world: &World) -> Delivery {
    /// Programmbereiche of the vhs-Statistik: code, label, courses of a year in Trier, lessons of a course, participants of a course.
    const AREAS: [(&str, &str, f64, f64, f64); 7] = [
        ("GESELLSCHAFT", "Politik - Gesellschaft - Umwelt", 88.0, 9.0, 13.0),
        ("KULTUR", "Kultur - Gestalten", 142.0, 16.0, 9.5),
        ("GESUNDHEIT", "Gesundheit", 246.0, 17.0, 11.5),
        ("SPRACHEN", "Sprachen", 268.0, 44.0, 11.0),
        ("BERUF", "Qualifikationen für das Arbeitsleben - IT - Organisation/Management", 64.0, 20.0, 8.0),
        ("SCHULABSCHLUSS", "Schulabschlüsse - Studienzugang und -begleitung", 9.0, 210.0, 15.0),
        ("GRUNDBILDUNG", "Grundbildung", 14.0, 62.0, 7.0),
    ];
    let mut list =
        List::new("vhs-kurse", "Beispiel-vhs: Kurse, Unterrichtsstunden und Belegungen nach Programmbereich")
            .class("PROGRAMMBEREICH", "Programmbereich", &AREAS.map(|(code, label, ..)| (code, label)))
            .measures([
                count("KURSE", "Kurse"),
                count("UNTERRICHTSSTUNDEN", "Unterrichtsstunden"),
                count("BELEGUNGEN", "Belegungen"),
                count("AUSGEFALLENEKURSE", "Ausgefallene Kurse"),
            ]);
    for year in years(world) {
        for (unit, kreis) in both(world) {
            // In the Kreis the courses are in few places.
            let offered = if kreis.is_town() { 1.0 } else { 0.42 };
            // Of what was planned, more than a third was cancelled while nothing was open.
            let cancelled = 0.12 + 0.6 * (1.0 - opening(year));
            for (index, (_, label, courses, lessons, participants)) in AREAS.iter().enumerate() {
                let chance = |subject: u64, spread| world.chance(unit * AREAS.len() + index, subject, year, spread);
                let growth = 1.0 + 0.006 * f64::from(year - 2015);
                let courses = (courses * offered * opening(year) * growth * chance(500, 0.06)).round();
                let lessons = courses * lessons * chance(501, 0.05);
                let participants = courses * participants * chance(502, 0.05) * if year == 2021 { 0.85 } else { 1.0 };
                let cancelled = courses * cancelled / (1.0 - cancelled) * chance(503, 0.2);
                let values = [courses, lessons, participants, cancelled].map(f64::round);
                list.row(kreis, &year.to_string(), Some(label), &values);
            }
        }
    }
    list.delivery("vhs_programmbereiche.csv", world.day(0, 2, 20))
}

/// A list of one institution: that it is in Trier is said by the mapping only.
pub(super) fn library(world: &World) -> Delivery {
    let mut list = List::new("bibliothek", "Beispiel-Stadtbücherei: Zahlen des Jahres").measures([
        count("MEDIEN", "Medien"),
        count("ENTLEIHUNGEN", "Entleihungen"),
        count("DIGITALEENTLEIHUNGEN", "davon digitale Entleihungen"),
        count("BESUCHE", "Besuche"),
        count("AKTIVENUTZENDE", "Aktive Nutzerinnen und Nutzer"),
        count("VERANSTALTUNGEN", "Veranstaltungen"),
    ]);
    for (_, town) in both(world).filter(|(_, kreis)| kreis.key == TOWN) {
        list = list.about(town);
        for year in years(world) {
            let chance = |subject: u64| world.chance(0, subject, year, 0.03);
            let gone = f64::from(year - 2015);
            let media = 142_000.0 * (1.0 - 0.008 * gone) * chance(510);
            let loans = 495_000.0 * (1.0 - 0.012 * gone) * f64::midpoint(opening(year), 1.0) * chance(511);
            let digital = 31_000.0 * (1.0 + 0.14 * gone).max(0.1) * chance(512);
            let visits = 205_000.0 * opening(year) * chance(513);
            let users = 9_400.0 * f64::midpoint(opening(year), 1.0) * chance(514);
            let events = 330.0 * opening(year) * chance(515);
            list.row(town, &year.to_string(), None, &[media, loans, digital, visits, users, events]);
        }
    }
    list.delivery("stadtbuecherei_zahlen.csv", world.day(0, 3, 3))
}

/// Code, label, ages from and to, part of the residents that is taught, weekly hours of a pupil.
type AgeGroup = (&'static str, &'static str, (usize, usize), f64, f64);

/// By place of residence; school years instead of calendar years, weekly hours with a decimal.
pub(super) fn music_school(world: &World) -> Delivery {
    /// Age groups of the Verband deutscher Musikschulen, coded as GENESIS codes ages.
    const AGES: [AgeGroup; 7] = [
        ("ALT000B06", "unter 6 Jahre", (0, 5), 0.034, 0.09),
        ("ALT006B10", "6 bis unter 10 Jahre", (6, 9), 0.115, 0.3),
        ("ALT010B15", "10 bis unter 15 Jahre", (10, 14), 0.084, 0.58),
        ("ALT015B19", "15 bis unter 19 Jahre", (15, 18), 0.047, 0.66),
        ("ALT019B26", "19 bis unter 26 Jahre", (19, 25), 0.0042, 0.55),
        ("ALT026B60", "26 bis unter 60 Jahre", (26, 59), 0.0018, 0.5),
        ("ALT060UM", "60 Jahre und mehr", (60, OLDEST), 0.0014, 0.45),
    ];
    let mut list = List::new("musikschule", "Beispiel-Musikschule: Unterricht nach Alter und Wohnort")
        .time("Schuljahr")
        .class("ALT", "Alter", &AGES.map(|(code, label, ..)| (code, label)))
        .measures([
            count("SCHUELER", "Schülerinnen und Schüler"),
            Measure { code: "STUNDEN", heading: "Jahreswochenstunden", unit: "Stunden", decimals: 1 },
            count("WARTELISTE", "Warteliste"),
        ]);
    for year in years(world) {
        for (unit, kreis) in both(world) {
            let near = if kreis.is_town() { 1.0 } else { 0.55 };
            let parts = AGES.map(|(_, label, (from, to), taught, hours)| {
                let chance = |subject: u64, spread| world.chance(unit * 100 + from, subject, year, spread);
                let residents = world.cohorts.aged(unit, year, from..=to);
                let growth = 1.0 + 0.004 * f64::from(year - 2015);
                let open = 1.0 - (1.0 - opening(year)) * 0.4;
                let pupils = (residents * taught * near * open * growth * chance(520, 0.04)).round();
                let hours = pupils * hours * chance(521, 0.03);
                let waiting = pupils * 0.07 * chance(522, 0.6);
                // Rounded before the total is formed.
                (label, [pupils, (hours * 10.0).round() / 10.0, waiting.round()])
            });
            list.rows_with_total(kreis, &school_year(year), &parts, &[]);
        }
    }
    list.delivery("musikschule_alter.csv", world.day(0, 1, 28))
}
