//! Prints tables for golden tests.

use model::statistics::Table;

use crate::Item;

/// Head, dimensions with their categories, and one line per observation.
pub(crate) fn outline(table: &Table) -> String {
    let head = &table.head;
    let mut text = format!("{} · {} · {}\n", head.importer, head.code, head.title);
    text += &format!(
        "  statistic {:?}, copyright {:?}, licence {:?}, created {:?}, signs {}\n",
        head.statistic.as_deref().unwrap_or(""),
        head.copyright.as_deref().unwrap_or(""),
        head.licence.as_deref().unwrap_or(""),
        head.created_at.map(|moment| moment.to_string()).unwrap_or_default(),
        head.symbols,
    );
    text += &format!("  layout {:?}\n", head.layout);
    for note in &head.notes {
        text += &format!("  note on {}: {:?}\n", note.about, note.text);
    }
    for dimension in &table.dimensions {
        text += &format!("{} {} ({})\n", dimension.role, dimension.code, dimension.label);
        for category in &dimension.categories {
            let unit = category.unit.as_ref().map(|unit| format!(" [{unit}]")).unwrap_or_default();
            text += &format!("  {} = {}{unit}\n", category.code, category.label);
        }
    }
    for observation in 0..table.len() {
        let codes: Vec<&str> =
            (0..table.dimensions.len()).map(|dimension| table.category(dimension, observation).code.as_str()).collect();
        let value = table.value(observation);
        let cell = table.cells[observation];
        let shown = match value.value() {
            Some(number) if value.symbol == model::wert::Symbol::Number => number.to_string(),
            _ => value.symbol.to_string(),
        };
        let marks = value.flags.codes().join(" ");
        text += &format!("{}:{} {} → {shown} {marks}\n", cell.row, cell.column, codes.join(" ")).replace(" \n", "\n");
    }
    text
}

/// Tables as outlines, issues as one line each.
pub(crate) fn print(items: &[Item]) -> String {
    let mut text = String::new();
    for item in items {
        match item {
            Item::Table(table) => text += &outline(table),
            Item::Issue(issue) => {
                text += &format!("{} {} · {} · {}\n", issue.code, issue.severity.code(), issue.place, issue.message);
            }
            other => text += &format!("{other:?}\n"),
        }
    }
    text
}

pub(crate) fn tables(items: &[Item]) -> Vec<&Table> {
    items.iter().filter_map(|item| if let Item::Table(table) = item { Some(table.as_ref()) } else { None }).collect()
}
