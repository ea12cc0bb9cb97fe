//! A Kennzahl with its formulas read.

use model::kennzahlen::{Kennzahl, KennzahlStatus, Mistake};

use crate::formula::Formula;

/// A definition that can be calculated, or that waits for its data.
#[derive(Debug, Clone, PartialEq)]
pub struct Definition {
    pub kennzahl: Kennzahl,
    /// One per version.
    formulas: Vec<Formula>,
}

impl Definition {
    /// Reads a definition and checks its formulas. `file` is its name, for messages.
    pub fn parse(file: &str, text: &str) -> Result<Self, Mistake> {
        let kennzahl = Kennzahl::parse(file, text)?;
        let at = |field: &str, message: String| Mistake::at_field(file, text, field, message);
        if kennzahl.code.file_name() != file {
            return Err(at("code", format!("die Datei müsste {} heißen", kennzahl.code.file_name())));
        }
        let mut formulas = Vec::new();
        for version in &kennzahl.versions {
            let formula = Formula::parse(&version.formula, &kennzahl.inputs, &kennzahl.unit);
            formulas.push(formula.map_err(|error| at("formula", format!("„{}“, {error}", version.formula)))?);
        }
        if kennzahl.status == KennzahlStatus::Active {
            let used = |position: &usize| formulas.iter().any(|formula| formula.inputs().contains(position));
            if let Some(unused) = (0..kennzahl.inputs.len()).find(|position| !used(position)) {
                let message = format!("„{}“ kommt in keiner Formel vor", kennzahl.inputs[unused].name);
                return Err(at("input", message));
            }
        }
        Ok(Self { kennzahl, formulas })
    }

    /// Position of the version in force for a year.
    pub(crate) fn version(&self, year: i32) -> Option<usize> {
        self.kennzahl.versions.iter().position(|version| version.covers(year))
    }

    pub(crate) fn formula(&self, version: usize) -> &Formula {
        &self.formulas[version]
    }
}
