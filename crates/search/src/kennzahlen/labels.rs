//! What a breakdown is called, and what its categories are called: "Schulart", "Gymnasien", "Realschulen". From `catalog/dimensions/`.

use std::collections::HashMap;
use std::sync::LazyLock;

use model::kennzahlen::Breakdown;
use serde::Deserialize;

/// Dimensions whose categories people ask for. Ages and sexes are part of names and questions where they matter.
const FILES: [&str; 7] = [
    include_str!("../../../../catalog/dimensions/abschluss.toml"),
    include_str!("../../../../catalog/dimensions/betreuungsart.toml"),
    include_str!("../../../../catalog/dimensions/kita_art.toml"),
    include_str!("../../../../catalog/dimensions/klassenstufe.toml"),
    include_str!("../../../../catalog/dimensions/leistungsart.toml"),
    include_str!("../../../../catalog/dimensions/personengruppe.toml"),
    include_str!("../../../../catalog/dimensions/schulart.toml"),
];

#[derive(Deserialize)]
struct Dimension {
    code: String,
    #[serde(default)]
    category: Vec<Category>,
}

#[derive(Deserialize)]
struct Category {
    code: String,
    label: String,
}

static DIMENSIONS: LazyLock<HashMap<String, Vec<Category>>> = LazyLock::new(|| {
    let read = |text: &&str| toml::from_str::<Dimension>(text).expect("the catalogue is checked by a test");
    FILES.iter().map(read).map(|dimension| (dimension.code, dimension.category)).collect()
});

pub(super) fn of(breakdown: &Breakdown) -> impl Iterator<Item = &str> {
    let categories = DIMENSIONS.get(&breakdown.dimension).map_or(&[][..], Vec::as_slice);
    let shown = categories
        .iter()
        .filter(|category| breakdown.categories.is_empty() || breakdown.categories.contains(&category.code));
    let own = [breakdown.label.de.as_str(), breakdown.label.en.as_str()];
    own.into_iter().chain(shown.map(|category| category.label.as_str()))
}
