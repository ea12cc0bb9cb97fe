//! Which combinations of measure and classes a question means.

use std::collections::BTreeMap;

use model::kennzahlen::{ALL, Choice};
use model::statistics::{Dimension, MEASURE, TOTAL};

use super::Dataset;

/// A sum over more combinations is a mistake of the definition.
const MAX_COMBINATIONS: usize = 10_000;

/// Combinations of a dataset whose values are added up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Selection {
    combinations: Vec<u32>,
}

/// Position of a combination that no observation has: its value is missing.
const ABSENT: u32 = u32::MAX;

impl Selection {
    pub(super) fn combinations(&self) -> &[u32] {
        &self.combinations
    }
}

/// A question that a dataset cannot answer, whatever the area and period.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SelectionError {
    #[error("die Tabelle {table} hat keinen Wert „{measure}“; es gibt: {known}")]
    NoMeasure { table: String, measure: String, known: String },
    #[error("die Tabelle {table} hat kein Merkmal „{dimension}“; es gibt: {known}")]
    NoDimension { table: String, dimension: String, known: String },
    #[error("in der Tabelle {table} hat „{dimension}“ keine Ausprägung „{category}“; es gibt: {known}")]
    NoCategory { table: String, dimension: String, category: String, known: String },
    #[error(
        "in der Tabelle {table} hat „{dimension}“ keine Summe INSGESAMT; „where“ muss Ausprägungen nennen (\"*\" für alle)"
    )]
    NoTotal { table: String, dimension: String },
    #[error("die Auswahl aus der Tabelle {table} umfasst zu viele Werte")]
    TooMany { table: String },
}

fn codes(dimension: &Dimension) -> String {
    dimension.categories.iter().map(|category| category.code.as_str()).collect::<Vec<_>>().join(", ")
}

impl Dataset {
    /// Finds what `measure` and `filter` mean here. A class dimension that is not named stands at its total.
    pub fn select(&self, measure: &str, filter: &BTreeMap<String, Choice>) -> Result<Selection, SelectionError> {
        let table = || self.code.clone();
        for (dimension, choice) in filter {
            let known = self.classes().iter().any(|class| class.code == *dimension);
            // Asking for the total of what is not broken down is no mistake.
            if !known && choice.codes() != [TOTAL] {
                let known: Vec<&str> = self.classes().iter().map(|class| class.code.as_str()).collect();
                let known = if known.is_empty() { "keines".to_owned() } else { known.join(", ") };
                return Err(SelectionError::NoDimension { table: table(), dimension: dimension.clone(), known });
            }
        }
        let position_of_measure = self.measures().iter().position(|category| category.code == measure);
        let Some(position) = position_of_measure else {
            let known = codes(&self.dimensions[0]);
            return Err(SelectionError::NoMeasure { table: table(), measure: measure.to_owned(), known });
        };
        let mut wanted: Vec<Vec<u32>> = vec![vec![position as u32]];
        for dimension in self.classes() {
            wanted.push(self.wanted(dimension, filter.get(&dimension.code))?);
        }
        let count = wanted.iter().try_fold(1_usize, |count, positions| count.checked_mul(positions.len()));
        if count.is_none_or(|count| count > MAX_COMBINATIONS) {
            return Err(SelectionError::TooMany { table: table() });
        }
        let mut combinations: Vec<Vec<u32>> = vec![Vec::new()];
        for positions in wanted {
            combinations = combinations
                .iter()
                .flat_map(|start| positions.iter().map(move |position| [start.as_slice(), &[*position]].concat()))
                .collect();
        }
        let find = |members: Vec<u32>| self.positions.get(members.as_slice()).copied().unwrap_or(ABSENT);
        Ok(Selection { combinations: combinations.into_iter().map(find).collect() })
    }

    /// Positions of the categories meant in one dimension.
    fn wanted(&self, dimension: &Dimension, choice: Option<&Choice>) -> Result<Vec<u32>, SelectionError> {
        let table = || self.code.clone();
        let Some(choice) = choice else {
            let total = dimension.categories.iter().position(|category| category.code == TOTAL);
            return match total {
                Some(total) => Ok(vec![total as u32]),
                None => Err(SelectionError::NoTotal { table: table(), dimension: dimension.code.clone() }),
            };
        };
        if choice.codes() == [ALL] {
            let all = dimension.categories.iter().enumerate();
            let summands = all.filter(|(_, category)| category.code != TOTAL && !category.is_part);
            return Ok(summands.map(|(position, _)| position as u32).collect());
        }
        let mut positions = Vec::new();
        for code in choice.codes() {
            let found = dimension.categories.iter().position(|category| category.code == *code);
            let Some(position) = found else {
                return Err(SelectionError::NoCategory {
                    table: table(),
                    dimension: dimension.code.clone(),
                    category: code.clone(),
                    known: codes(dimension),
                });
            };
            if !positions.contains(&(position as u32)) {
                positions.push(position as u32);
            }
        }
        Ok(positions)
    }

    /// Codes and labels that a breakdown over this dimension shows: the named ones, else all but the total.
    pub fn breakdown_categories<'a>(
        &'a self,
        dimension: &str,
        named: &[String],
    ) -> Vec<&'a model::statistics::Category> {
        let dimension = self.dimensions.iter().find(|known| match known.role {
            model::statistics::Role::Measure => dimension == MEASURE,
            _ => known.code == dimension,
        });
        let Some(dimension) = dimension else {
            return Vec::new();
        };
        if named.is_empty() {
            return dimension.categories.iter().filter(|category| category.code != TOTAL).collect();
        }
        named.iter().filter_map(|code| dimension.categories.iter().find(|category| category.code == *code)).collect()
    }
}
