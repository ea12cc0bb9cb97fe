//! Tables as texts, for tests.

use std::collections::{BTreeMap, BTreeSet};

use model::statistics::{Role, Table};

use crate::Item;

pub(crate) fn tables(items: &[Item]) -> Vec<&Table> {
    items.iter().filter_map(|item| if let Item::Table(table) = item { Some(table.as_ref()) } else { None }).collect()
}

/// What an observation says: codes of its categories (totals of classes left out) in the order of the codes of the dimensions, and its
/// value. Where it stands in the file is left out.
pub(crate) fn observation(table: &Table, at: usize) -> (String, String) {
    let mut parts: Vec<String> = table
        .dimensions
        .iter()
        .enumerate()
        .filter(|(position, dimension)| {
            dimension.role != Role::Class || table.category(*position, at).code != model::statistics::TOTAL
        })
        .map(|(position, dimension)| format!("{}={}", dimension.code, table.category(position, at).code))
        .collect();
    parts.sort();
    let value = table.value(at);
    let number = value.value().map_or_else(String::new, |number| number.to_string());
    (parts.join(" "), format!("{number} {} {:?}", value.symbol.code(), value.flags))
}

pub(crate) fn observations(table: &Table) -> BTreeMap<String, String> {
    (0..table.len()).map(|at| observation(table, at)).collect()
}

/// Codes of all categories by dimension; areas and periods left out.
pub(crate) fn codes(table: &Table) -> BTreeMap<String, BTreeSet<String>> {
    let classes = table.dimensions.iter().filter(|dimension| !matches!(dimension.role, Role::Area | Role::Time));
    classes
        .map(|dimension| {
            (dimension.code.clone(), dimension.categories.iter().map(|category| category.code.clone()).collect())
        })
        .collect()
}

/// Head, dimensions and every observation with its cell.
pub(crate) fn print_table(table: &Table) -> String {
    let mut text = format!("{}\n", serde_json::to_string_pretty(&table.head).expect("only string keys"));
    for dimension in &table.dimensions {
        text += &format!("{} {:?} {}\n", dimension.code, dimension.role, dimension.label);
        for category in &dimension.categories {
            text += &format!("  {}\n", serde_json::to_string(category).expect("only string keys"));
        }
    }
    for at in 0..table.len() {
        let (key, value) = observation(table, at);
        text += &format!("{}:{} {key}: {value}\n", table.cells[at].row, table.cells[at].column);
    }
    text
}

/// Whether a table holds together: as many members as values, and each member a category.
pub(crate) fn is_sound(table: &Table) -> bool {
    let lengths = [table.symbols.len(), table.flags.len(), table.cells.len()];
    lengths.iter().all(|length| *length == table.len())
        && table.dimensions.len() == table.members.len()
        && table.dimensions.iter().zip(&table.members).all(|(dimension, members)| {
            members.len() == table.len() && members.iter().all(|member| (*member as usize) < dimension.categories.len())
        })
}
