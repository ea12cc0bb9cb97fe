//! JSON-stat 2.0: one dataset.
//!
//! `value` is null where there is no number; `status` has the official sign and the marks (`. p`). Signs that have several meanings
//! (secret, or unknown) are made exact in `extension.symbol`, which the own importer reads. A table of which less than half of the cells
//! are filled lists its values by position.

use model::statistics::{Role, Table};
use model::wert::Symbol;
use serde_json::{Map, Number, Value, json};

use super::{ExportError, Grid, MAX_CELLS, Origin, marks, source_line};

/// The table as a dataset.
pub fn json_stat(table: &Table, origin: &Origin) -> Result<Value, ExportError> {
    let order: Vec<usize> = (0..table.dimensions.len()).collect();
    let grid = Grid::new(table, &order)?;
    let is_dense = grid.filled.len() as u64 * 2 >= grid.cells;
    let (mut status, mut symbols) = (Map::new(), Map::new());
    let mut filled: Vec<(u64, usize)> = grid.filled.iter().map(|(index, observation)| (*index, *observation)).collect();
    filled.sort_unstable();
    for (index, observation) in &filled {
        let value = table.value(*observation);
        let text = format!("{} {}", value.symbol.sign(), marks(value.flags));
        if !text.trim().is_empty() {
            status.insert(index.to_string(), Value::from(text.trim()));
        }
        if matches!(value.symbol, Symbol::Secret | Symbol::UnitDoesNotExist) {
            symbols.insert(index.to_string(), Value::from(value.symbol.code()));
        }
    }
    let number = |observation: usize| table.value(observation).value().map_or(Value::Null, number);
    let value: Value = if is_dense {
        grid.expect_at_most(MAX_CELLS)?;
        let cell = |index: u64| grid.filled.get(&index).map_or(Value::Null, |observation| number(*observation));
        (0..grid.cells).map(cell).collect::<Vec<_>>().into()
    } else {
        filled
            .iter()
            .map(|(index, observation)| (index.to_string(), number(*observation)))
            .collect::<Map<_, _>>()
            .into()
    };
    let mut dataset = json!({
        "version": "2.0",
        "class": "dataset",
        "label": table.head.title,
        "source": source_line(origin),
        "updated": table.head.created_at.unwrap_or(origin.created_at).format("%Y-%m-%dT%H:%M:%S").to_string(),
        "id": table.dimensions.iter().map(|dimension| dimension.code.as_str()).collect::<Vec<_>>(),
        "size": grid.sizes,
        "role": roles(table),
        "dimension": dimensions(table),
        "value": value,
    });
    let mut extension = Map::new();
    extension.insert("code".to_owned(), table.head.code.clone().into());
    for (name, text) in [("statistic", &table.head.statistic), ("licence", &origin.licence)] {
        if let Some(text) = text {
            extension.insert(name.to_owned(), text.clone().into());
        }
    }
    if !symbols.is_empty() {
        extension.insert("symbol".to_owned(), symbols.into());
    }
    dataset["extension"] = extension.into();
    if !status.is_empty() {
        dataset["status"] = status.into();
    }
    let notes: Vec<String> = table.head.notes.iter().map(|note| format!("{}:\n{}", note.about, note.text)).collect();
    if !notes.is_empty() {
        dataset["note"] = notes.into();
    }
    Ok(dataset)
}

/// A whole number is written without decimals.
fn number(number: f64) -> Value {
    // Beyond this not every whole number is a double.
    const EXACT: f64 = 9_007_199_254_740_992.0;
    if number.fract() == 0.0 && number.abs() < EXACT {
        Value::from(number as i64)
    } else {
        Number::from_f64(number).map_or(Value::Null, Value::Number)
    }
}

fn roles(table: &Table) -> Value {
    let mut roles = Map::new();
    for (name, role) in [("geo", Role::Area), ("time", Role::Time), ("metric", Role::Measure)] {
        let codes: Vec<&str> = table
            .dimensions
            .iter()
            .filter(|dimension| dimension.role == role)
            .map(|dimension| dimension.code.as_str())
            .collect();
        if !codes.is_empty() {
            roles.insert(name.to_owned(), codes.into());
        }
    }
    roles.into()
}

fn dimensions(table: &Table) -> Value {
    let mut dimensions = Map::new();
    for dimension in &table.dimensions {
        let categories = &dimension.categories;
        let labels: Map<String, Value> =
            categories.iter().map(|category| (category.code.clone(), category.label.clone().into())).collect();
        let units: Map<String, Value> = categories
            .iter()
            .filter_map(|category| Some((category.code.clone(), json!({"label": category.unit.as_ref()?}))))
            .collect();
        let mut category = json!({
            "index": categories.iter().map(|category| category.code.as_str()).collect::<Vec<_>>(),
            "label": labels,
        });
        if !units.is_empty() {
            category["unit"] = units.into();
        }
        dimensions.insert(dimension.code.clone(), json!({"label": dimension.label, "category": category}));
    }
    dimensions.into()
}
