//! Settings of files that describe themselves (PX, JSON-stat): what an office may say about them that they do not say.

use std::collections::BTreeMap;

use model::issue::Severity;
use model::statistics::Period;
use model::wert::Symbol;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::issues::{Delivery, Spot, json_defect, quote};

/// The one area or category that a table is about.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FixedCategory {
    /// Official key, `DG`, or the office's own.
    pub code: String,
    #[serde(default)]
    pub label: String,
}

/// Settings of a source of tables that describe themselves. `null`: none.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct CubeSettings {
    /// Code under which the table is kept, instead of the file's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// The area, where the file has no variable for it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub area: Option<FixedCategory>,
    /// The period, where the file has no variable for it; as [`Period`] is written.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub period: Option<String>,
    /// Name of the variable that tells the area, where it is not recognised.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub area_variable: Option<String>,
    /// Name of the variable that tells the period.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub time_variable: Option<String>,
    /// Sign of the file (`.`, `..`, `c`) → what it means there.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub symbols: BTreeMap<String, Symbol>,
}

impl CubeSettings {
    /// Reads settings as saved. What is wrong is said, and the file is read without them.
    pub(crate) fn from_json(json: &Value, delivery: &mut Delivery<'_>) -> Self {
        if json.is_null() {
            return Self::default();
        }
        let mut problem = |message: String, hint: &str| {
            delivery.issue("DIM-005", Severity::Warning, Spot::default(), message, hint);
        };
        let mut settings: Self = match serde_json::from_value(json.clone()) {
            Ok(settings) => settings,
            Err(error) => {
                problem(
                    format!(
                        "Die Einstellungen der Quelle lassen sich nicht lesen: {}. Die Datei wurde ohne sie gelesen.",
                        json_defect(&error)
                    ),
                    "Möglich sind: code, area, period, area_variable, time_variable, symbols.",
                );
                return Self::default();
            }
        };
        if let Some(period) = settings.period.take_if(|period| period.parse::<Period>().is_err()) {
            problem(
                format!("Die Einstellung „period“ ist kein Zeitraum: {}.", quote(&period)),
                "Geschrieben wird ein Jahr als 2023, ein Stichtag als 2023-12-31, ein Semester als 2023-10P6M.",
            );
        }
        settings
    }
}
