//! The layout: where datasets are in a document, and where versions 1.x and 2.0 keep the same thing.

use serde_json::{Map, Value};

/// One dataset, in the terms of version 2.0.
pub(super) struct Dataset<'d> {
    /// Key under which a bundle holds it.
    pub(super) name: Option<&'d str>,
    pub(super) object: &'d Map<String, Value>,
}

/// What a document holds.
#[derive(Default)]
pub(super) struct Found<'d> {
    pub(super) datasets: Vec<Dataset<'d>>,
    /// References to datasets that are not in the file.
    pub(super) links: usize,
}

pub(super) fn datasets(document: &Value) -> Found<'_> {
    let mut found = Found::default();
    let Some(object) = document.as_object() else { return found };
    if is_dataset(object) {
        found.datasets.push(Dataset { name: None, object });
    } else if object.get("link").is_some() {
        collect(object, &mut found, 0);
    } else {
        // A bundle of version 1.x: the keys are names of datasets.
        for (name, value) in object {
            if let Some(object) = value.as_object().filter(|object| is_dataset(object)) {
                found.datasets.push(Dataset { name: Some(name), object });
            }
        }
    }
    found
}

/// Collections may hold collections.
fn collect<'d>(object: &'d Map<String, Value>, found: &mut Found<'d>, depth: usize) {
    const DEEPEST: usize = 8;
    let items = object.get("link").and_then(|link| link.get("item")).and_then(Value::as_array);
    for item in items.into_iter().flatten().filter_map(Value::as_object) {
        if is_dataset(item) {
            found.datasets.push(Dataset { name: None, object: item });
        } else if item.contains_key("link") && depth < DEEPEST {
            collect(item, found, depth + 1);
        } else {
            found.links += 1;
        }
    }
}

fn is_dataset(object: &Map<String, Value>) -> bool {
    object.get("dimension").is_some_and(Value::is_object) && object.contains_key("value")
}

impl<'d> Dataset<'d> {
    pub(super) fn text(&self, key: &str) -> Option<&'d str> {
        self.object.get(key).and_then(Value::as_str).map(str::trim).filter(|text| !text.is_empty())
    }

    fn dimensions(&self) -> Option<&'d Map<String, Value>> {
        self.object.get("dimension").and_then(Value::as_object)
    }

    /// `id`, `size`, `role`: beside the dimensions in 2.0, among them in 1.x.
    fn outline(&self, key: &str) -> Option<&'d Value> {
        self.object.get(key).or_else(|| self.dimensions()?.get(key))
    }

    pub(super) fn ids(&self) -> Vec<&'d str> {
        let ids = self.outline("id").and_then(Value::as_array);
        ids.into_iter().flatten().filter_map(Value::as_str).collect()
    }

    pub(super) fn sizes(&self) -> Vec<u64> {
        let sizes = self.outline("size").and_then(Value::as_array);
        sizes.into_iter().flatten().filter_map(Value::as_u64).collect()
    }

    pub(super) fn dimension(&self, id: &str) -> Option<&'d Value> {
        self.dimensions()?.get(id)
    }

    /// The dimensions of a role.
    pub(super) fn role(&self, role: &str) -> Vec<&'d str> {
        let ids = self.outline("role").and_then(|roles| roles.get(role)).and_then(Value::as_array);
        ids.into_iter().flatten().filter_map(Value::as_str).collect()
    }

    /// The status of a cell: one for all, by position, or by key.
    pub(super) fn status(&self, index: usize) -> Option<&'d str> {
        match self.object.get("status")? {
            Value::String(all) => Some(all.as_str()),
            Value::Array(list) => list.get(index)?.as_str(),
            Value::Object(map) => map.get(index.to_string().as_str())?.as_str(),
            _ => None,
        }
    }

    /// The value of `extension.<part>.<key>`.
    pub(super) fn extension(&self, part: &str) -> Option<&'d Value> {
        self.object.get("extension")?.get(part)
    }

    /// The notes of the dataset or of a dimension: a list of texts.
    pub(super) fn notes(value: Option<&'d Value>) -> Vec<&'d str> {
        match value {
            Some(Value::Array(list)) => list.iter().filter_map(Value::as_str).collect(),
            Some(Value::String(text)) => vec![text.as_str()],
            _ => Vec::new(),
        }
    }
}

/// Codes of a category in their order: `index` is a list of codes or maps codes to positions; a single category needs none.
pub(super) fn category_codes(category: &Value) -> Vec<&str> {
    match category.get("index") {
        Some(Value::Array(codes)) => codes.iter().filter_map(Value::as_str).collect(),
        Some(Value::Object(positions)) => {
            let mut codes: Vec<(u64, &str)> = positions
                .iter()
                .map(|(code, position)| (position.as_u64().unwrap_or(u64::MAX), code.as_str()))
                .collect();
            codes.sort_by_key(|(position, _)| *position);
            codes.into_iter().map(|(_, code)| code).collect()
        }
        _ => category
            .get("label")
            .and_then(Value::as_object)
            .map(|labels| labels.keys().map(String::as_str).collect())
            .unwrap_or_default(),
    }
}
