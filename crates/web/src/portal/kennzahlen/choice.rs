//! Which area, which comparison, which year: all of it stands in the address.

use cube::Definition;
use cube::{areas_with_values, years_of};
use model::codes::area_key::{AreaKey, AreaLevel};
use model::statistics::GERMANY;

use actions::statistics::Loaded;

use crate::portal::areas::naming::{AreaName, name_of_key, sort_key};
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
    /// Asked for, but without a value: `area` stands in its place.
    pub(crate) missing_area: Option<String>,
    /// Asked for, but not among the years with a value.
    pub(crate) missing_year: Option<i32>,
    is_default: bool,
}

impl Choice {
    /// As asked, else what suits the region; `None` where no area of the region has a value.
    pub(crate) fn new(visit: &Visit, definition: &Definition, loaded: &Loaded, asked: &Asked) -> Option<Self> {
        let mut candidates: Vec<String> = asked.area.iter().cloned().collect();
        candidates.extend(own_areas(visit));
        candidates.push(GERMANY.to_owned());
        let with_years = |area: &String| {
            let years = years_of(definition, loaded, area)?;
            Some((area.clone(), (*years.start(), *years.end())))
        };
        let found = candidates.iter().find_map(with_years);
        // Some tables have the Gemeinden alone.
        let (area, years) =
            found.or_else(|| known_areas(visit, definition, loaded).first().and_then(|(key, _)| with_years(key)))?;
        let missing_area = asked.area.clone().filter(|asked| *asked != area);
        let missing_year = asked.year.filter(|year| !(years.0..=years.1).contains(year));
        let compared = match &asked.compared {
            Some(compared) => compared.clone(),
            None => usual_comparison(visit, definition, &area),
        };
        let compared = compared.into_iter().filter(|other| *other != area);
        let compared: Vec<String> = compared.filter(|other| years_of(definition, loaded, other).is_some()).collect();
        let year = asked.year.map_or(years.1, |year| year.clamp(years.0, years.1));
        let is_default = asked.area.is_none() && asked.compared.is_none() && asked.year.is_none();
        Some(Self { area, compared, years, year, missing_area, missing_year, is_default })
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
    if definition.kennzahl.compares_across_levels() {
        others.extend(land_of(area));
        others.push(GERMANY.to_owned());
    }
    others.truncate(MOST_COMPARED);
    others
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
    name_of_key(visit, area, from_tables.as_deref())
}

/// The areas somebody may choose, by level and name: (key, name). They have a value; Gemeinden and Verbände are those of the region, for a
/// list of eleven thousand names helps nobody.
pub(crate) fn known_areas(visit: &Visit, definition: &Definition, loaded: &Loaded) -> Vec<(String, String)> {
    let is_offered = |key: &str| match key.len() {
        // Three digits are Regierungsbezirke and statistische Regionen: nobody asks for them.
        3 => false,
        2 | 5 => true,
        _ => key.parse::<AreaKey>().map_or(true, |key| {
            key.kreis()
                .is_some_and(|kreis| visit.site.kommune.areas.iter().any(|own| own.kreis() == Some(kreis.clone())))
        }),
    };
    let keys = areas_with_values(definition, loaded, is_offered);
    let mut named: Vec<(String, String)> = keys
        .into_iter()
        .map(|key| {
            let name = name_of(visit, definition, loaded, &key).full;
            (key, name)
        })
        .collect();
    named.sort_by_cached_key(|(key, name)| (level_of(key), sort_key(name), key.clone()));
    named
}

/// The last group of a list of areas.
pub(crate) const OWN_AREAS: u8 = 5;

/// Groups of a list of areas: Germany and the Länder, Kreise, Verbände, Gemeinden, the office's own.
pub(crate) fn level_of(key: &str) -> u8 {
    match key.parse::<AreaKey>().map(|key| key.level()) {
        _ if key == GERMANY => 0,
        Ok(AreaLevel::Land) => 1,
        Ok(AreaLevel::Kreis) => 2,
        Ok(AreaLevel::Gemeindeverband) => 3,
        Ok(AreaLevel::Gemeinde) => 4,
        Err(_) => OWN_AREAS,
    }
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
