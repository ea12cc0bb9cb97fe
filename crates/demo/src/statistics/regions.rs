//! The areas of the tables: Deutschland, the Land, its three Statistische Regionen and the 36 Kreise.

use std::ops::Range;

/// A Kreis of the Land with what sets its numbers apart; see the head of `data/kreise.tsv`.
pub(super) struct Kreis {
    pub(super) key: &'static str,
    pub(super) name: &'static str,
    pub(super) residents: f64,
    pub(super) foreign: f64,
    pub(super) balance: f64,
    pub(super) students: f64,
    pub(super) jobs: f64,
    pub(super) unemployed: f64,
    pub(super) income: f64,
    pub(super) schools: f64,
    /// Column and row of its tile.
    pub(super) tile: (i32, i32),
}

impl Kreis {
    /// "Trier", "Trier-Saarburg", "Westerwaldkreis".
    pub(super) fn short_name(&self) -> &'static str {
        self.name.split(',').next().unwrap_or(self.name)
    }

    pub(super) fn is_town(&self) -> bool {
        self.name.ends_with("kreisfreie Stadt")
    }
}

/// A row head of the tables and the units it contains: positions of Kreise, and [`Regions::elsewhere`] for the rest of Germany.
pub(super) struct Area {
    pub(super) code: &'static str,
    pub(super) name: &'static str,
    pub(super) units: Range<usize>,
}

impl Area {
    pub(super) fn is_kreis(&self) -> bool {
        self.code.len() == 5
    }

    pub(super) fn is_statistical_region(&self) -> bool {
        self.code.len() == 3
    }

    /// In Rheinland-Pfalz, the Land itself included.
    pub(super) fn is_in_land(&self) -> bool {
        self.code.starts_with("07")
    }

    /// As the tables write it: two blanks per level.
    pub(super) fn indented(&self) -> String {
        let level = match self.code.len() {
            2 if self.code == "DG" => 0,
            2 => 1,
            3 => 2,
            _ => 3,
        };
        format!("{}{}", "  ".repeat(level), self.name)
    }

    /// The spelling of the tables before about 2020.
    pub(super) fn indented_formerly(&self) -> String {
        self.indented().replace("kreisfreie Stadt", "Kreisfreie Stadt").replace("Statistische Region", "Stat. Region")
    }
}

pub(super) struct Regions {
    pub(super) kreise: Vec<Kreis>,
    /// In the order of the tables.
    pub(super) areas: Vec<Area>,
}

impl Regions {
    pub(super) fn load() -> Self {
        let kreise: Vec<Kreis> = include_str!("../../data/kreise.tsv")
            .lines()
            .filter(|line| !line.starts_with('#') && !line.is_empty())
            .map(|line| kreis(&line.split('\t').collect::<Vec<_>>()))
            .collect();
        let within = |key: &str| {
            let first = kreise.iter().position(|kreis| kreis.key.starts_with(key)).unwrap_or_default();
            first..first + kreise.iter().filter(|kreis| kreis.key.starts_with(key)).count()
        };
        let mut areas = vec![
            Area { code: "DG", name: "Deutschland", units: 0..kreise.len() + 1 },
            Area { code: "07", name: "Rheinland-Pfalz", units: within("07") },
        ];
        for (code, name) in [
            ("071", "Koblenz, Statistische Region"),
            ("072", "Trier, Statistische Region"),
            ("073", "Rheinhessen-Pfalz, Statistische Region"),
        ] {
            areas.push(Area { code, name, units: within(code) });
            for unit in within(code) {
                areas.push(Area { code: kreise[unit].key, name: kreise[unit].name, units: unit..unit + 1 });
            }
        }
        Self { kreise, areas }
    }

    /// The unit that stands for Germany without the Land.
    pub(super) fn elsewhere(&self) -> usize {
        self.kreise.len()
    }

    pub(super) fn unit(&self, key: &str) -> Option<usize> {
        self.kreise.iter().position(|kreis| kreis.key == key)
    }
}

fn kreis(cells: &[&'static str]) -> Kreis {
    let text = |index: usize| cells.get(index).copied().unwrap_or_default();
    let number = |index: usize| text(index).parse::<f64>().unwrap_or_default();
    Kreis {
        key: text(0),
        name: text(1),
        residents: number(2) * 1000.0,
        foreign: number(3) / 1000.0,
        balance: number(4) / 1000.0,
        students: number(5) * 100.0,
        jobs: number(6) / 100.0,
        unemployed: number(7) / 1000.0,
        income: number(8) / 100.0,
        schools: number(9) / 100.0,
        tile: (number(10) as i32, number(11) as i32),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_land_is_complete() {
        let regions = Regions::load();
        assert_eq!(regions.kreise.len(), 36);
        assert_eq!(regions.areas.len(), 41);
        assert!(regions.kreise.iter().is_sorted_by(|left, right| left.key < right.key));
        let regional: usize =
            regions.areas.iter().filter(|area| area.is_statistical_region()).map(|area| area.units.len()).sum();
        assert_eq!(regional, 36);
        assert!(
            regions
                .kreise
                .iter()
                .all(|kreis| kreis.residents > 30_000.0 && kreis.schools > 0.5 && !kreis.name.is_empty())
        );
        let mut tiles: Vec<_> = regions.kreise.iter().map(|kreis| kreis.tile).collect();
        tiles.sort_unstable();
        tiles.dedup();
        assert_eq!(tiles.len(), 36, "two Kreise on one tile");
    }
}
