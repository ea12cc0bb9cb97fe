//! Which column of a file is which of the mapping, and how the headings differ from those that were confirmed.

use model::statistics::TIME;

use super::grid::LEVEL;
use super::settings::{ColumnRole, MappedColumn, Mapping, placeholder, placeholders};
use crate::figures::periods::read_period;
use crate::table::settings::column_of_letters;

/// A column that is read.
#[derive(Debug)]
pub(super) struct Column<'m> {
    pub(super) index: usize,
    pub(super) heading: String,
    pub(super) mapped: &'m MappedColumn,
    /// Dimension → text of the heading's level that stands for it.
    pub(super) captured: Vec<(&'m str, String)>,
}

/// How the headings of a file differ from the confirmed ones.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Differences {
    /// Column, confirmed heading, heading now.
    pub(super) renamed: Vec<(usize, String, String)>,
    /// Confirmed headings that the file does not have.
    pub(super) missing: Vec<String>,
    /// Headings that nothing in the mapping takes.
    pub(super) new: Vec<(usize, String)>,
    /// New texts that a level in braces takes: column, dimension, text.
    pub(super) added: Vec<(usize, String, String)>,
    /// Confirmed texts of such levels that are gone.
    pub(super) gone: Vec<String>,
}

fn fold(text: &str) -> String {
    text.to_lowercase().chars().filter(|c| c.is_alphanumeric() || matches!(c, '%' | '€')).collect()
}

fn same(one: &str, other: &str) -> bool {
    let (one, other) = (one.split(LEVEL).map(fold), other.split(LEVEL).map(fold));
    one.eq(other)
}

/// The texts of the levels in braces, where a heading fits a pattern.
fn capture<'m>(pattern: &'m str, heading: &str) -> Option<Vec<(&'m str, String)>> {
    let levels: Vec<&str> = heading.split(LEVEL).collect();
    let wanted: Vec<&str> = pattern.split(LEVEL).collect();
    if levels.len() != wanted.len() {
        return None;
    }
    let mut captured = Vec::new();
    for (level, wanted) in levels.into_iter().zip(wanted) {
        match placeholder(wanted) {
            Some(TIME) => {
                read_period(level)?;
                captured.push((TIME, level.to_owned()));
            }
            Some(_) if level.trim().is_empty() => return None,
            Some(dimension) => captured.push((dimension, level.to_owned())),
            None if fold(level) == fold(wanted) => {}
            None => return None,
        }
    }
    Some(captured)
}

/// Column, dimension and text of a level in braces.
type Level = (usize, String, String);

/// What levels in braces took, periods left out: these are new every year.
fn levels<'c>(captured: &'c [(&str, String)]) -> impl Iterator<Item = (String, String)> + 'c {
    let classes = captured.iter().filter(|(dimension, _)| *dimension != TIME);
    classes.map(|(dimension, text)| ((*dimension).to_owned(), text.clone()))
}

/// Each text of `list` once that `other` does not have.
fn only_in(list: Vec<Level>, other: &[Level]) -> Vec<Level> {
    let equal = |one: &Level, another: &Level| one.1 == another.1 && fold(&one.2) == fold(&another.2);
    let mut rest: Vec<Level> = Vec::new();
    for level in list {
        if !other.iter().chain(&rest).any(|known| equal(known, &level)) {
            rest.push(level);
        }
    }
    rest
}

pub(super) fn match_columns<'m>(mapping: &'m Mapping, headings: &[String]) -> (Vec<Column<'m>>, Differences) {
    let mut taken: Vec<Option<Column<'m>>> = headings.iter().map(|_| None).collect();
    let mut differences = Differences::default();
    let mut unmatched: Vec<&MappedColumn> = Vec::new();
    let is_pattern = |column: &&MappedColumn| placeholders(&column.heading).next().is_some();
    let take = |index: usize, mapped: &'m MappedColumn, captured| Column {
        index,
        heading: headings[index].clone(),
        mapped,
        captured,
    };
    for mapped in mapping.columns.iter().filter(|column| !is_pattern(column)) {
        let by_letter = mapped.heading.strip_prefix('=').and_then(column_of_letters);
        let found = match by_letter {
            Some(index) => Some(index).filter(|index| *index < headings.len()),
            None => {
                (0..headings.len()).find(|index| taken[*index].is_none() && same(&headings[*index], &mapped.heading))
            }
        };
        match found {
            Some(index) => taken[index] = Some(take(index, mapped, Vec::new())),
            None => unmatched.push(mapped),
        }
    }
    let mut patterns: Vec<&MappedColumn> = mapping.columns.iter().filter(is_pattern).collect();
    patterns.sort_by_key(|column| placeholders(&column.heading).count());
    for mapped in patterns {
        let mut now: Vec<Level> = Vec::new();
        let mut found = false;
        for index in 0..headings.len() {
            if taken[index].is_none()
                && let Some(captured) = capture(&mapped.heading, &headings[index])
            {
                found = true;
                now.extend(levels(&captured).map(|level| (index, level.0, level.1)));
                taken[index] = Some(take(index, mapped, captured));
            }
        }
        if !found {
            unmatched.push(mapped);
            continue;
        }
        let is_literal = |heading: &str| mapping.columns.iter().any(|column| same(&column.heading, heading));
        let mut known: Vec<Level> = Vec::new();
        for heading in mapping.headings.iter().filter(|heading| !is_literal(heading)) {
            let captured = capture(&mapped.heading, heading).unwrap_or_default();
            known.extend(levels(&captured).map(|level| (0, level.0, level.1)));
        }
        // A mapping without confirmed headings has nothing to compare with.
        if !known.is_empty() {
            differences.added.extend(only_in(now.clone(), &known));
            differences.gone.extend(only_in(known, &now).into_iter().map(|(_, _, text)| text));
        }
    }
    let mut new: Vec<(usize, String)> = headings
        .iter()
        .enumerate()
        .filter(|(index, heading)| taken[*index].is_none() && !heading.is_empty())
        .map(|(index, heading)| (index, heading.clone()))
        .collect();
    for mapped in unmatched {
        let place = mapping.headings.iter().position(|known| same(known, &mapped.heading));
        let now = place.and_then(|place| new.iter().position(|(index, _)| *index == place));
        match now {
            Some(at) => {
                let (index, heading) = new.remove(at);
                differences.renamed.push((index, mapped.heading.clone(), heading));
            }
            None if mapped.role == ColumnRole::Ignored => {}
            None => differences.missing.push(mapped.heading.clone()),
        }
    }
    differences.new = new;
    let columns = taken.into_iter().flatten().filter(|column| column.mapped.role != ColumnRole::Ignored);
    (columns.collect(), differences)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mapping(columns: &[(&str, ColumnRole)], headings: &[&str]) -> Mapping {
        let column = |(heading, role): &(&str, ColumnRole)| MappedColumn {
            heading: (*heading).to_owned(),
            role: *role,
            dimension: None,
            categories: std::collections::BTreeMap::default(),
            measure: None,
        };
        Mapping {
            columns: columns.iter().map(column).collect(),
            headings: headings.iter().map(|heading| (*heading).to_owned()).collect(),
            ..Mapping::default()
        }
    }

    fn headings(texts: &[&str]) -> Vec<String> {
        texts.iter().map(|text| (*text).to_owned()).collect()
    }

    #[test]
    fn a_pattern_takes_every_period_and_every_school() {
        let mapping = mapping(
            &[("Wohngemeinde", ColumnRole::Label), ("{ZEIT} | {SCHULE}", ColumnRole::Value)],
            &["Wohngemeinde", "2022 | Nord", "2022 | Süd", "2023 | Nord"],
        );
        let now = headings(&["WOHN-GEMEINDE", "2023 | Nord", "2023 | West", "Bemerkung"]);
        let (columns, differences) = match_columns(&mapping, &now);
        let captured: Vec<_> = columns.iter().map(|column| (column.index, column.captured.clone())).collect();
        let pair = |year: &str, school: &str| vec![("ZEIT", year.to_owned()), ("SCHULE", school.to_owned())];
        assert_eq!(captured, [(0, vec![]), (1, pair("2023", "Nord")), (2, pair("2023", "West"))]);
        assert_eq!(differences.new, [(3, "Bemerkung".to_owned())]);
        assert_eq!(differences.added, [(2, "SCHULE".to_owned(), "West".to_owned())]);
        assert_eq!(differences.gone, headings(&["Süd"]));
    }

    #[test]
    fn renamed_missing_and_new_headings_are_told_apart() {
        let mapping = mapping(
            &[
                ("Ort", ColumnRole::Label),
                ("Kinder", ColumnRole::Value),
                ("Plätze", ColumnRole::Value),
                ("Nr", ColumnRole::Ignored),
            ],
            &["Nr", "Ort", "Kinder", "Plätze"],
        );
        let (columns, differences) =
            match_columns(&mapping, &headings(&["Nr", "Ort", "Anzahl Kinder", "", "Personal"]));
        assert_eq!(columns.iter().map(|column| column.index).collect::<Vec<_>>(), [1]);
        assert_eq!(differences.renamed, [(2, "Kinder".to_owned(), "Anzahl Kinder".to_owned())]);
        assert_eq!(differences.missing, headings(&["Plätze"]));
        assert_eq!(differences.new, [(4, "Personal".to_owned())]);
    }
}
