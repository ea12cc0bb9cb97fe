//! The region's real geography, as official facts from `data/areas.tsv` and `data/postal.tsv` (sources and licences stand there).

/// One row of the Gemeindeverzeichnis GV100AD with all its columns; empty where the register leaves it empty.
pub(crate) struct AreaRow {
    pub(crate) satzart: &'static str,
    pub(crate) key: &'static str,
    pub(crate) verband: &'static str,
    pub(crate) name: &'static str,
    pub(crate) seat: &'static str,
    pub(crate) kind: &'static str,
    pub(crate) hectares: &'static str,
    pub(crate) population: &'static str,
    pub(crate) male: &'static str,
    pub(crate) plz: &'static str,
    pub(crate) plz_mark: &'static str,
    pub(crate) finanzamt: &'static str,
    pub(crate) gericht: &'static str,
    pub(crate) arbeitsagentur: &'static str,
    pub(crate) wahlkreis: [&'static str; 2],
    pub(crate) point: Option<(f64, f64)>,
}

/// One row of the GeoNames list of postal codes.
pub(crate) struct PostalRow {
    pub(crate) plz: &'static str,
    pub(crate) name: &'static str,
    pub(crate) kreis_name: &'static str,
    pub(crate) kreis: &'static str,
    pub(crate) lat: &'static str,
    pub(crate) lon: &'static str,
}

/// A Gemeinde as the generator needs it.
pub(crate) struct Gemeinde {
    pub(crate) key: &'static str,
    /// Without the appended title: "Konz", not "Konz, Stadt".
    pub(crate) name: &'static str,
    pub(crate) plz: &'static str,
    pub(crate) population: u32,
    pub(crate) point: (f64, f64),
}

/// A part of the city of Trier; the villages have none here.
pub(crate) struct District {
    pub(crate) name: &'static str,
    pub(crate) plz: &'static str,
    pub(crate) point: (f64, f64),
}

pub(crate) struct Facts {
    pub(crate) areas: Vec<AreaRow>,
    pub(crate) postal: Vec<PostalRow>,
    /// By population, the largest first: Trier, Konz, Hermeskeil …
    pub(crate) gemeinden: Vec<Gemeinde>,
    pub(crate) districts: Vec<District>,
}

impl Facts {
    pub(crate) fn load() -> Self {
        let areas: Vec<AreaRow> = rows(include_str!("../data/areas.tsv")).map(area_row).collect();
        let postal: Vec<PostalRow> = rows(include_str!("../data/postal.tsv")).map(postal_row).collect();
        let mut gemeinden: Vec<Gemeinde> = areas.iter().filter_map(gemeinde).collect();
        gemeinden.sort_by(|a, b| b.population.cmp(&a.population).then(a.key.cmp(b.key)));
        let districts = rows(include_str!("../data/districts.tsv")).map(|cells| district(&cells, &postal)).collect();
        Self { areas, postal, gemeinden, districts }
    }
}

fn rows(text: &'static str) -> impl Iterator<Item = Vec<&'static str>> {
    text.lines().filter(|line| !line.starts_with('#') && !line.is_empty()).map(|line| line.split('\t').collect())
}

fn area_row(cells: Vec<&'static str>) -> AreaRow {
    let cell = |index: usize| cells.get(index).copied().unwrap_or_default();
    AreaRow {
        satzart: cell(0),
        key: cell(1),
        verband: cell(2),
        name: cell(3),
        seat: cell(4),
        kind: cell(5),
        hectares: cell(6),
        population: cell(7),
        male: cell(8),
        plz: cell(9),
        plz_mark: cell(10),
        finanzamt: cell(11),
        gericht: cell(12),
        arbeitsagentur: cell(13),
        wahlkreis: [cell(14), cell(15)],
        point: point(cell(16), cell(17)),
    }
}

fn postal_row(cells: Vec<&'static str>) -> PostalRow {
    let cell = |index: usize| cells.get(index).copied().unwrap_or_default();
    PostalRow { plz: cell(0), name: cell(1), kreis_name: cell(2), kreis: cell(3), lat: cell(4), lon: cell(5) }
}

fn gemeinde(row: &AreaRow) -> Option<Gemeinde> {
    if row.satzart != "60" {
        return None;
    }
    Some(Gemeinde {
        key: row.key,
        name: row.name.split(',').next().unwrap_or(row.name),
        plz: row.plz,
        population: row.population.parse().ok()?,
        point: row.point?,
    })
}

fn district(cells: &[&'static str], postal: &[PostalRow]) -> District {
    let plz = cells.get(1).copied().unwrap_or_default();
    let row = postal.iter().find(|row| row.plz == plz);
    District {
        name: cells.first().copied().unwrap_or_default(),
        plz,
        point: row.and_then(|row| point(row.lat, row.lon)).unwrap_or((49.7576, 6.638)),
    }
}

fn point(lat: &str, lon: &str) -> Option<(f64, f64)> {
    Some((lat.parse().ok()?, lon.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_region_is_complete() {
        let facts = Facts::load();
        assert_eq!(facts.gemeinden.len(), 105);
        assert_eq!(facts.gemeinden.iter().filter(|gemeinde| gemeinde.key.starts_with("07235")).count(), 104);
        assert_eq!(facts.gemeinden[0].name, "Trier");
        assert_eq!(facts.gemeinden[1].name, "Konz");
        assert_eq!(facts.gemeinden.iter().map(|gemeinde| gemeinde.population).sum::<u32>(), 266_055);
        assert_eq!(facts.areas.iter().filter(|row| row.satzart == "50").count(), 7);
    }

    #[test]
    fn every_place_lies_in_the_region() {
        let facts = Facts::load();
        let points = facts.gemeinden.iter().map(|gemeinde| (gemeinde.name, gemeinde.point));
        let postal = facts.postal.iter().map(|row| (row.name, point(row.lat, row.lon).unwrap()));
        let districts = facts.districts.iter().map(|district| (district.name, district.point));
        for (name, (lat, lon)) in points.chain(postal).chain(districts) {
            assert!((49.4..50.0).contains(&lat) && (6.3..7.1).contains(&lon), "{name}: {lat} {lon}");
        }
        for district in &facts.districts {
            assert!(facts.postal.iter().any(|row| row.plz == district.plz), "{}", district.name);
        }
    }
}
