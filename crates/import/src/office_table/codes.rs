//! Codes under which Kennzahlen read an office's tables (`catalog/office-tables.toml`), and how a proposed mapping takes them over.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use model::issue::{Issue, Place, Severity};
use model::statistics::Role;
use serde::Deserialize;

use super::Mapping;
use super::settings::placeholders;

/// A table that Kennzahlen read.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KnownTable {
    pub code: String,
    pub label: String,
    pub measures: Vec<String>,
    /// Unit by measure, where it is not `Anzahl`.
    #[serde(default)]
    pub units: BTreeMap<String, String>,
    /// Class dimension → its categories; none where the office gives the codes.
    #[serde(default)]
    pub classes: BTreeMap<String, Vec<String>>,
}

static TABLES: LazyLock<Vec<KnownTable>> = LazyLock::new(|| {
    #[derive(Deserialize)]
    struct File {
        table: Vec<KnownTable>,
    }
    let file: File = toml::from_str(include_str!("../../../../catalog/office-tables.toml")).expect("checked by a test");
    file.table
});

/// The tables that Kennzahlen read.
pub fn known_tables() -> &'static [KnownTable] {
    &TABLES
}

impl Mapping {
    /// Takes over the codes of the table under this code, as far as there is no choice: its only measure, its only class. What is left
    /// for the office to decide comes back as an issue. Nothing happens for a table that no Kennzahl reads.
    pub fn take_codes(&mut self, code: &str, file: &str) -> Vec<Issue> {
        code.clone_into(&mut self.code);
        let Some(known) = TABLES.iter().find(|table| table.code == code) else { return Vec::new() };
        if let ([measure], [wanted]) = (&self.measures[..], &known.measures[..]) {
            let (old, new) = (measure.code.clone(), wanted.clone());
            self.rename_measure(&old, &new);
        }
        let classes: Vec<String> = self
            .dimensions
            .iter()
            .filter(|of| of.role == Role::Class)
            .map(|dimension| dimension.code.clone())
            .collect();
        let wanted: Vec<&String> = known.classes.keys().collect();
        if let ([class], [wanted]) = (&classes[..], &wanted[..]) {
            self.rename_class(class, wanted);
        }
        let mut issues = Vec::new();
        let mut missing = |what: &str, wanted: Vec<&String>, has: Vec<&str>| {
            let absent: Vec<&str> = wanted.into_iter().map(String::as_str).filter(|code| !has.contains(code)).collect();
            if !absent.is_empty() {
                issues.push(Issue::new(
                    "OFT-024",
                    Severity::Warning,
                    Place { file: file.to_owned(), ..Place::default() },
                    format!(
                        "Die Kennzahlen lesen aus „{code}“ {what} {}; im Vorschlag heißen sie {}.",
                        absent.join(", "),
                        if has.is_empty() { "noch nicht".to_owned() } else { has.join(", ") }
                    ),
                    "Bitte setzen Sie in der Zuordnung bei den passenden Einträgen diese Kürzel als „code“ ein.",
                ));
            }
        };
        missing(
            "die Werte",
            known.measures.iter().collect(),
            self.measures.iter().map(|of| of.code.as_str()).collect(),
        );
        let classes = self.dimensions.iter().filter(|of| of.role == Role::Class).map(|of| of.code.as_str()).collect();
        missing("die Gliederungen", known.classes.keys().collect(), classes);
        issues
    }

    fn rename_measure(&mut self, old: &str, new: &str) {
        for code in self.measures.iter_mut().map(|measure| &mut measure.code) {
            if code == old {
                new.clone_into(code);
            }
        }
        for code in self.columns.iter_mut().filter_map(|column| column.measure.as_mut()) {
            if code == old {
                new.clone_into(code);
            }
        }
    }

    fn rename_class(&mut self, old: &str, new: &str) {
        for code in self.dimensions.iter_mut().map(|dimension| &mut dimension.code).chain(&mut self.section) {
            if code == old {
                new.clone_into(code);
            }
        }
        for column in &mut self.columns {
            if placeholders(&column.heading).any(|code| code == old) {
                column.heading = column.heading.replace(&format!("{{{old}}}"), &format!("{{{new}}}"));
            }
            if let Some(code) = column.dimension.as_mut().filter(|code| *code == old) {
                new.clone_into(code);
            }
            if let Some(label) = column.categories.remove(old) {
                column.categories.insert(new.to_owned(), label);
            }
        }
        if let Some(fixed) = self.fixed.remove(old) {
            self.fixed.insert(new.to_owned(), fixed);
        }
    }
}
