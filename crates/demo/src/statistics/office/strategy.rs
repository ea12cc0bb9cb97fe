//! What the office counts of its own work: guidance, networks, measures of the strategy, and the budget of education.

use super::list::{List, Measure, count};
use super::{both, opening, years};
use crate::statistics::{Delivery, World};

/// Code, label, offices, sessions of an office in a year, years until there is one office more (0: never).
type Field = (&'static str, &'static str, f64, f64, usize);

/// An office that advises in several fields counts once in the total.
pub(super) fn guidance(world: &World) -> Delivery {
    const FIELDS: [Field; 6] = [
        ("SCHULE", "Schule und Schullaufbahn", 5.0, 210.0, 0),
        ("AUSBILDUNG", "Ausbildung und Beruf", 5.0, 320.0, 6),
        ("STUDIUM", "Studium", 3.0, 410.0, 0),
        ("WEITERBILDUNG", "Weiterbildung", 3.0, 145.0, 4),
        ("INTEGRATION", "Integration", 4.0, 290.0, 3),
        ("GRUNDBILDUNG", "Grundbildung", 1.0, 85.0, 5),
    ];
    let mut list = List::new("beratung", "Bildungsberatung: Stellen am 31.12. und Beratungen des Jahres")
        .class("BERATUNGSFELD", "Beratungsfeld", &FIELDS.map(|(code, label, ..)| (code, label)))
        .measures([count("STELLEN", "Beratungsstellen"), count("BERATUNGEN", "Beratungen")]);
    for (position, year) in years(world).into_iter().enumerate() {
        for (unit, kreis) in both(world) {
            let size = if kreis.is_town() { 1.0 } else { 0.6 };
            let parts: [_; FIELDS.len()] = std::array::from_fn(|index| {
                let (code, label, offices, sessions, one_more) = FIELDS[index];
                let added = position.checked_div(one_more).unwrap_or_default() as f64;
                let offices = ((offices + added) * size).round().max(1.0);
                let asked = match (code, year) {
                    ("INTEGRATION", 2015 | 2016 | 2022 | 2023) => 1.35,
                    _ => 1.0,
                };
                // Much was done by telephone.
                let open = f64::midpoint(opening(year), 1.0);
                let chance = world.chance(unit * 10 + index, 550, year, 0.08);
                (label, [offices, (offices * sessions * size * asked * open * chance).round()])
            });
            let (sum, most) =
                parts.iter().fold((0.0, 0.0_f64), |(sum, most), (_, [offices, _])| (sum + offices, most.max(*offices)));
            list.rows_with_total(kreis, &year.to_string(), &parts, &[(0, (sum * 0.62).round().max(most))]);
        }
    }
    list.delivery("bildungsberatung.csv", world.day(0, 3, 16))
}

/// Institutions work together in several networks and count once in the total.
pub(super) fn networks(world: &World) -> Delivery {
    /// Code, label, networks in the first of the ten years and in the last, institutions of a network.
    const TOPICS: [(&str, &str, f64, f64, f64); 7] = [
        ("FRUEHEBILDUNG", "Frühe Bildung", 2.0, 3.0, 18.0),
        ("UEBERGAENGE", "Übergänge", 2.0, 3.0, 16.0),
        ("MINT", "MINT", 0.0, 2.0, 21.0),
        ("INTEGRATION", "Integration", 1.0, 3.0, 17.0),
        ("GRUNDBILDUNG", "Grundbildung", 1.0, 1.0, 12.0),
        ("DIGITALES", "Digitales", 0.0, 2.0, 11.0),
        ("KULTUR", "Kulturelle Bildung", 1.0, 2.0, 14.0),
    ];
    let mut list = List::new("netzwerke", "Netzwerke der Bildungsregion mit mindestens einem Treffen im Jahr")
        .class("THEMA", "Thema", &TOPICS.map(|(code, label, ..)| (code, label)))
        .measures([
            count("NETZWERKE", "Netzwerke"),
            count("INSTITUTIONEN", "Mitwirkende Institutionen"),
            count("TREFFEN", "Treffen"),
        ]);
    for (position, year) in years(world).into_iter().enumerate() {
        for (unit, kreis) in both(world) {
            let parts: [_; TOPICS.len()] = std::array::from_fn(|index| {
                let (_, label, first, last, members) = TOPICS[index];
                let chance = |subject: u64, spread| world.chance(unit * 10 + index, subject, year, spread);
                // One topic after the other, in the Kreis later.
                let later = index as f64 * if kreis.is_town() { 0.06 } else { 0.11 };
                let networks = (first + (last - first) * position as f64 / 9.0 - later).round().max(0.0);
                let members = (networks * members * chance(560, 0.1)).round();
                // A network that did not meet does not count.
                let meetings = (networks * 3.6 * f64::midpoint(opening(year), 1.0) * chance(561, 0.25)).round();
                (label, [networks, members, meetings.max(networks)])
            });
            let (sum, most) = parts
                .iter()
                .fold((0.0, 0.0_f64), |(sum, most), (_, [_, members, _])| (sum + members, most.max(*members)));
            list.rows_with_total(kreis, &year.to_string(), &parts, &[(1, (sum * 0.64).round().max(most))]);
        }
    }
    list.delivery("netzwerke.csv", world.day(0, 2, 9))
}

/// Every year some measures are agreed on and some are done; what is done stays in the list.
pub(super) fn measures(world: &World) -> Delivery {
    const STATES: [(&str, &str); 3] = [("ERLEDIGT", "erledigt"), ("INARBEIT", "in Arbeit"), ("OFFEN", "offen")];
    let mut list = List::new("massnahmen", "Maßnahmen der Bildungsstrategie am 31.12. nach Stand")
        .class("STATUS", "Stand", &STATES)
        .measures([count("MASSNAHMEN", "Maßnahmen"), count("UEBERFAELLIGEMASSNAHMEN", "davon überfällig")]);
    for (unit, kreis) in both(world) {
        let (agreed, more) = if kreis.is_town() { (28.0, 3.4) } else { (19.0, 2.6) };
        let mut done = 0.0_f64;
        for (position, year) in years(world).into_iter().enumerate() {
            let gone = position as f64;
            let chance = |subject: u64, spread| world.chance(unit, subject, year, spread);
            let all = (agreed + more * gone).round();
            done = done.max((all * (0.1 + 0.055 * gone) * chance(570, 0.06)).round());
            let begun = ((all - done) * 0.64 * chance(571, 0.1)).round();
            let open = all - done - begun;
            let late = |count: f64, part: f64, subject| (count * part * chance(subject, 0.5)).round();
            let parts = [
                (STATES[0].1, [done, 0.0]),
                (STATES[1].1, [begun, late(begun, 0.2, 572)]),
                (STATES[2].1, [open, late(open, 0.12, 573)]),
            ];
            list.rows_with_total(kreis, &year.to_string(), &parts, &[]);
        }
    }
    list.delivery("massnahmen_bildungsstrategie.csv", world.day(0, 1, 19))
}

/// Both have a youth office and bring pupils to school; the Kreis leaves the culture and most primary schools to its Gemeinden.
pub(super) fn budget(world: &World) -> Delivery {
    /// Code, label, payments and investments of a year in millions: the town's and the Kreis's.
    const AREAS: [(&str, &str, [f64; 2], [f64; 2]); 5] = [
        ("SCHULEN", "Schulen", [29.5, 9.5], [19.8, 6.4]),
        ("BEFOERDERUNG", "Schülerbeförderung", [3.1, 0.0], [11.6, 0.0]),
        ("KITA", "Kindertagesbetreuung", [43.0, 4.2], [46.5, 1.9]),
        ("WEITERBILDUNG", "Weiterbildung", [1.9, 0.05], [0.7, 0.02]),
        ("KULTUR", "Kultur", [15.2, 1.1], [0.9, 0.03]),
    ];
    let mut list = List::new("bildungshaushalt", "Auszahlungen für Bildung nach Produktbereich (Ist)")
        .time("Haushaltsjahr")
        .class("PRODUKTBEREICH", "Produktbereich", &AREAS.map(|(code, label, ..)| (code, label)))
        .measures([
            Measure { code: "AUSZAHLUNGEN", heading: "Laufende Auszahlungen (EUR)", unit: "EUR", decimals: 0 },
            Measure { code: "INVESTITIONEN", heading: "Investive Auszahlungen (EUR)", unit: "EUR", decimals: 0 },
        ]);
    for (position, year) in years(world).into_iter().enumerate() {
        let prices = 1.0 + 0.042 * position as f64;
        for (unit, kreis) in both(world) {
            let parts: [_; AREAS.len()] = std::array::from_fn(|index| {
                let (_, label, town, rural) = AREAS[index];
                let chance = |subject: u64, spread| world.chance(unit * 10 + index, subject, year, spread);
                let [running, investments] = if kreis.is_town() { town } else { rural };
                // In hundreds; what is built differs much from year to year.
                let euros = |millions: f64| (millions * 10_000.0).round() * 100.0;
                (label, [euros(running * prices * chance(580, 0.02)), euros(investments * prices * chance(581, 0.55))])
            });
            list.rows_with_total(kreis, &year.to_string(), &parts, &[]);
        }
    }
    list.delivery("bildungshaushalt.csv", world.day(0, 10, 22))
}
