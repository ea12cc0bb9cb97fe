//! Every value as stored, one by one.

use std::collections::{BTreeMap, HashMap};

use serde::Serialize;

use cube::dataset::{AreaPosition, Dataset, Observation as Stored, PeriodPosition};
use model::ids::DeliveryId;
use store::statistics::Delivery;

/// Which observations are asked for; nothing given means all.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    pub area: Option<String>,
    pub period: Option<String>,
}

/// One value with everything that is known about it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Observation {
    pub dataset: String,
    pub area: String,
    pub area_name: String,
    pub period: String,
    pub measure: String,
    pub measure_name: String,
    pub unit: Option<String>,
    /// Code of the category by code of the dimension.
    pub dimensions: BTreeMap<String, String>,
    /// Labels of these categories.
    pub labels: BTreeMap<String, String>,
    /// `null` where there is no number.
    pub value: Option<f64>,
    /// Code of the symbol, `number` for a plain number.
    pub symbol: &'static str,
    /// As tables print it; empty for a plain number.
    pub sign: &'static str,
    pub flags: Vec<&'static str>,
    pub delivery: DeliveryId,
    pub file: String,
    pub row: u32,
    pub column: u16,
}

/// Observations of a dataset by area and period. `deliveries` name their files.
pub fn observations<'a>(
    dataset: &'a Dataset,
    deliveries: &'a [Delivery],
    filter: &'a Filter,
) -> impl Iterator<Item = Observation> + 'a {
    let files: HashMap<DeliveryId, &str> =
        deliveries.iter().map(|delivery| (delivery.id, delivery.summary.file.as_str())).collect();
    dataset
        .all()
        .filter(|(area, period, _)| {
            filter.area.as_ref().is_none_or(|asked| *asked == dataset.area_category(*area).code)
                && filter.period.as_ref().is_none_or(|asked| *asked == dataset.period_at(*period).to_string())
        })
        .map(move |(area, period, stored)| describe(dataset, &files, area, period, &stored))
}

fn describe(
    dataset: &Dataset,
    files: &HashMap<DeliveryId, &str>,
    area: AreaPosition,
    period: PeriodPosition,
    stored: &Stored,
) -> Observation {
    let mut categories = dataset.categories(stored);
    let measure = categories.next().map(|(_, measure)| measure.clone()).unwrap_or_default();
    let classes: Vec<_> = categories.collect();
    let area = dataset.area_category(area);
    let delivery = stored.reference.delivery;
    Observation {
        dataset: dataset.code().to_owned(),
        area: area.code.clone(),
        area_name: area.label.clone(),
        period: dataset.period_at(period).to_string(),
        measure: measure.code,
        measure_name: measure.label,
        unit: measure.unit,
        dimensions: classes.iter().map(|(class, category)| (class.code.clone(), category.code.clone())).collect(),
        labels: classes.iter().map(|(class, category)| (class.code.clone(), category.label.clone())).collect(),
        value: stored.wert.value(),
        symbol: stored.wert.symbol.code(),
        sign: stored.wert.symbol.sign(),
        flags: stored.wert.flags.codes(),
        delivery,
        file: files.get(&delivery).map(|file| (*file).to_owned()).unwrap_or_default(),
        row: stored.reference.cell.row,
        column: stored.reference.cell.column,
    }
}
