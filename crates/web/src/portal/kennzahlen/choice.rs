//! Which area, which comparison, which year: all of it stands in the address.

use std::collections::BTreeSet;

use cube::Definition;
use cube::years_of;
use model::codes::area_key::{AreaKey, AreaLevel};
use model::statistics::GERMANY;

use actions::statistics::Loaded;

use crate::portal::areas::naming::{AreaName, area_name};
use crate::visit::Visit;

/// More lines than this are small multiples.
const MOST_COMPARED: usize = 4;

/// What the address asks for; what cannot be used is left out.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Asked {
    pub(crate) area: Option<String>,
    /// `None` when the address says nothing about it; empty when nothing is to be compared.
    pub(crate) compared: Option<Vec<String>>,
    pub(crate) year: Option<i32>,
}

impl Asked {
    pub(crate) fn parse(query: &str) -> Self {
        let pairs: Vec<(String, String)> = serde_urlencoded::from_str(query).unwrap_or_default();
        let mut asked = Self::default();
        for (name, value) in pairs {
            match name.as_str() {
                "gebiet" if is_key(&value) => asked.area = Some(value),
                "vergleich" => {
                    let compared = asked.compared.get_or_insert_default();
                    if is_key(&value) && !compared.contains(&value) && compared.len() < MOST_COMPARED {
                        compared.push(value);
                    }
                }
                "jahr" => asked.year = value.parse().ok().filter(|year| (1900..2200).contains(year)),
                _ => {}
            }
        }
        asked
    }
}

/// Keys are letters, digits and a few signs; anything else is no key and nothing is looked up for it.
pub(crate) fn is_key(text: &str) -> bool {
    (1..=40).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.'))
}

/// What is shown.
#[derive(Debug, Clone)]
pub(crate) struct Choice {
    pub(crate) area: String,
    pub(crate) compared: Vec<String>,
    /// First and last year with a value of the area.
    pub(crate) years: (i32, i32),
    /// For bars and map.
    pub(crate) year: i32,
    is_default: bool,
}

impl Choice {
    /// As asked, else what suits the region; `None` where no area of the region has a value.
    pub(crate) fn new(visit: &Visit, definition: &Definition, loaded: &Loaded, asked: &Asked) -> Option<Self> {
        let mut candidates: Vec<String> = asked.area.iter().cloned().collect();
        candidates.extend(own_areas(visit));
        candidates.push(GERMANY.to_owned());
        let found = candidates.iter().find_map(|area| {
            let years = years_of(definition, loaded, area)?;
            Some((area.clone(), (*years.start(), *years.end())))
        });
        let (area, years) = found?;
        let compared = match &asked.compared {
            Some(compared) => compared.clone(),
            None => usual_comparison(visit, definition, &area),
        };
        let compared = compared.into_iter().filter(|other| *other != area);
        let compared: Vec<String> = compared.filter(|other| years_of(definition, loaded, other).is_some()).collect();
        let year = asked.year.map_or(years.1, |year| year.clamp(years.0, years.1));
        let is_default = asked.area.is_none() && asked.compared.is_none() && asked.year.is_none();
        Some(Self { area, compared, years, year, is_default })
    }

    /// The part of an address after the path: empty for what is shown without asking.
    pub(crate) fn query(&self) -> String {
        if self.is_default {
            return String::new();
        }
        self.full_query()
    }

    pub(crate) fn full_query(&self) -> String {
        let mut pairs = vec![("gebiet", self.area.clone())];
        pairs.extend(self.compared.iter().map(|area| ("vergleich", area.clone())));
        if self.compared.is_empty() {
            pairs.push(("vergleich", String::new()));
        }
        if self.year != self.years.1 {
            pairs.push(("jahr", self.year.to_string()));
        }
        format!("?{}", serde_urlencoded::to_string(pairs).expect("pairs of texts can always be encoded"))
    }

    /// The own area first.
    pub(crate) fn areas(&self) -> impl Iterator<Item = &str> {
        std::iter::once(self.area.as_str()).chain(self.compared.iter().map(String::as_str))
    }
}

/// The areas this portal is for.
pub(crate) fn own_areas(visit: &Visit) -> Vec<String> {
    visit.site.kommune.areas.iter().map(|key| key.as_str().to_owned()).collect()
}

/// Rates are put beside Land and Bund; numbers of persons only beside the region's other areas, because a Land is always larger.
fn usual_comparison(visit: &Visit, definition: &Definition, area: &str) -> Vec<String> {
    let mut others: Vec<String> = own_areas(visit).into_iter().filter(|own| own != area).take(2).collect();
    if compares_across_levels(definition) {
        others.extend(land_of(area));
        others.push(GERMANY.to_owned());
    }
    others.truncate(MOST_COMPARED);
    others
}

/// Whether the value says something about an area independent of its size.
pub(crate) fn is_relative(definition: &Definition) -> bool {
    !matches!(definition.kennzahl.unit.as_str(), "Anzahl" | "EUR" | "Tsd. EUR")
}

/// Whether areas of different levels may be put side by side. An index of z-scores compares areas of one level; a Land has none.
pub(crate) fn compares_across_levels(definition: &Definition) -> bool {
    is_relative(definition) && !is_index(definition)
}

/// Composed of z-scores: it says where an area stands among the others of its year, and nothing about the way there.
pub(crate) fn is_index(definition: &Definition) -> bool {
    definition.kennzahl.unit == "Indexpunkte"
}

pub(crate) fn land_of(area: &str) -> Option<String> {
    let key: AreaKey = area.parse().ok()?;
    (key.level() != AreaLevel::Land).then(|| key.land().as_str().to_owned())
}

/// Name of an area: as the region's own list has it, else as the tables write it.
pub(crate) fn name_of(visit: &Visit, definition: &Definition, loaded: &Loaded, area: &str) -> AreaName {
    let from_tables = definition.kennzahl.tables().into_iter().find_map(|table| {
        let cube = loaded.cube(table)?;
        cube.area(area).map(|position| cube.area_category(position).label.clone())
    });
    let label = from_tables.unwrap_or_else(|| visit.site.area_name(area));
    area_name(&label, visit.words.is_german())
}

/// All areas that the tables of a Kennzahl have, by level and name: (key, name).
pub(crate) fn known_areas(visit: &Visit, definition: &Definition, loaded: &Loaded) -> Vec<(String, String)> {
    let mut keys = BTreeSet::new();
    for table in definition.kennzahl.tables() {
        if let Some(cube) = loaded.cube(table) {
            keys.extend(cube.areas().iter().map(|area| area.code.clone()));
        }
    }
    // Three digits are Regierungsbezirke and statistische Regionen: nobody asks for them.
    let mut named: Vec<(String, String)> = keys
        .into_iter()
        .filter(|key| key.len() != 3)
        .map(|key| {
            let name = name_of(visit, definition, loaded, &key).full;
            (key, name)
        })
        .collect();
    named.sort_by_key(|(key, name)| (if key == GERMANY { 0 } else { key.len() }, name.to_lowercase()));
    named
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_can_be_an_area_or_a_year_is_taken_from_an_address() {
        let asked = Asked::parse("gebiet=07211&vergleich=07&vergleich=07&vergleich=DG&jahr=2015&x=y");
        assert_eq!(asked.area.as_deref(), Some("07211"));
        assert_eq!(asked.compared, Some(vec!["07".to_owned(), "DG".to_owned()]));
        assert_eq!(asked.year, Some(2015));
        let nothing = Asked::parse("gebiet=%3Cscript%3E&vergleich=&jahr=99999");
        assert_eq!(nothing, Asked { compared: Some(Vec::new()), ..Asked::default() });
        let many = Asked::parse("vergleich=1&vergleich=2&vergleich=3&vergleich=4&vergleich=5");
        assert_eq!(many.compared.map(|compared| compared.len()), Some(MOST_COMPARED));
    }
}
