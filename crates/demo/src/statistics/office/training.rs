//! The training market on 30 September, as an office copies it from the workbooks of the Bundesagentur.

use super::list::{List, count};
use super::{both, years};
use crate::statistics::{Delivery, World};

pub(super) fn market(world: &World) -> Delivery {
    let mut list =
        List::new("ausbildungsmarkt", "Ausbildungsmarkt am 30.09.: Verträge, Stellen, Bewerberinnen und Bewerber")
            .time("Jahr (30.09.)")
            .measures([
                count("NEUEVERTRAEGE", "Neu abgeschlossene Ausbildungsverträge"),
                count("GEMELDETESTELLEN", "Gemeldete Berufsausbildungsstellen"),
                count("UNBESETZTESTELLEN", "Unbesetzte Berufsausbildungsstellen"),
                count("BEWERBER", "Gemeldete Bewerberinnen und Bewerber"),
                count("UNVERSORGTE", "Unversorgte Bewerberinnen und Bewerber"),
                count("BEWERBERMITALTERNATIVE", "Bewerberinnen und Bewerber mit Alternative zum 30.09."),
            ]);
    for (position, year) in years(world).into_iter().enumerate() {
        let gone = position as f64;
        for (unit, kreis) in both(world) {
            let chance = |subject: u64, spread| world.chance(unit, subject, year, spread);
            let young = world.cohorts.aged(unit, year, 16..=19);
            // The firms of the town train young people of the surroundings.
            let firms = if kreis.is_town() { 1.9 } else { 0.78 };
            let applicants = (young * 0.145 * (1.0 - 0.012 * gone) * chance(540, 0.04)).round();
            let closed = if matches!(year, 2020 | 2021) { 0.91 } else { 1.0 };
            let contracts = (young * 0.125 * firms * (1.0 - 0.009 * gone) * closed * chance(541, 0.03)).round();
            let places = (contracts * 0.94 * (1.0 + 0.012 * gone) * chance(542, 0.03)).round();
            let vacant = (places * (0.05 + 0.009 * gone) * chance(543, 0.12)).round();
            let without = (applicants * 0.034 * chance(544, 0.25) / closed).round();
            let alternative = (applicants * 0.088 * chance(545, 0.12) / closed).round();
            list.row(kreis, &year.to_string(), None, &[contracts, places, vacant, applicants, without, alternative]);
        }
    }
    list.delivery("ausbildungsmarkt_30_september.csv", world.day(0, 11, 12))
}
