//! The office's own tables, as spreadsheets of departments, the vhs, the library and the music school, each with the mapping under which
//! it is read. Codes are those of `docs/dev/office-tables.md`. Schools and institutions are invented.

mod institutions;
mod list;
mod pupils;
mod strategy;
mod training;

use std::io;

use super::regions::Kreis;
use super::{Delivery, World};

const IMPORTER: &str = "office_table";
const YEARS: usize = 10;
const COPYRIGHT: &str = "Beispieldaten, erzeugt für die Vorführung von Bildungsraum";
const TOWN: &str = "07211";
const KREIS: &str = "07235";

pub(super) fn deliveries(world: &World) -> io::Result<Vec<Delivery>> {
    Ok(vec![
        pupils::commuters(world).map_err(io::Error::other)?,
        pupils::balance(world),
        institutions::adult_education(world),
        institutions::library(world),
        institutions::music_school(world),
        training::market(world),
        strategy::guidance(world),
        strategy::networks(world),
        strategy::measures(world),
        strategy::budget(world),
    ])
}

/// The last ten years, or the school years that begin in them, the oldest first.
fn years(world: &World) -> Vec<i32> {
    let mut years: Vec<i32> = world.years().take(YEARS).collect();
    years.reverse();
    years
}

fn school_year(begin: i32) -> String {
    format!("{begin}/{:02}", (begin + 1) % 100)
}

/// The two Kreise of the region with their position.
fn both(world: &World) -> impl Iterator<Item = (usize, &Kreis)> {
    [TOWN, KREIS].into_iter().filter_map(|key| world.regions.unit(key)).map(|unit| (unit, &world.regions.kreise[unit]))
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
