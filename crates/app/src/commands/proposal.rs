//! `import statistics DATEI --propose ZUORDNUNG`: what the columns of an office's own table seem to mean, for somebody to check once.

use std::path::Path;
use std::process::ExitCode;

use ::import::office_table::settings::{ColumnRole, MappedColumn};
use ::import::office_table::{Mapping, PreviewLine, propose};
use anyhow::Context as _;
use model::statistics::{AREA, TIME};
use serde_json::json;

use crate::cli;
use crate::output;

/// Values of the preview that are printed.
const SHOWN: usize = 5;

pub(crate) fn write(arguments: &cli::Import, path: &Path, as_json: bool) -> anyhow::Result<ExitCode> {
    let [file] = &arguments.files[..] else {
        anyhow::bail!("Ein Vorschlag gilt für eine Datei; bitte nennen Sie nur eine.");
    };
    let name = file.file_name().map_or_else(|| file.display().to_string(), |name| name.to_string_lossy().into_owned());
    let bytes = std::fs::read(file).with_context(|| format!("Die Datei {} lässt sich nicht lesen.", file.display()))?;
    let (mut proposal, mut issues) = propose(&bytes, &name);
    if let Some(code) = &arguments.dataset {
        issues.extend(proposal.mapping.take_codes(code, &name));
    }
    let is_readable = !proposal.mapping.columns.is_empty();
    if is_readable {
        let text = serde_json::to_string_pretty(&proposal.mapping)?;
        std::fs::write(path, text + "\n").with_context(|| format!("{} lässt sich nicht schreiben.", path.display()))?;
    }
    if as_json {
        let preview: Vec<_> = proposal.preview.iter().map(preview_json).collect();
        output::say_json(&json!({
            "mapping": proposal.mapping, "sheets": proposal.sheets, "preview": preview,
            "observations": proposal.observations, "issues": issues,
        }))?;
    } else {
        if is_readable {
            print(&proposal.mapping, &proposal.preview, proposal.observations);
        }
        for issue in &issues {
            output::say(format!("  {} {}\n      → {}", issue.code, issue.message, issue.hint));
        }
        if is_readable {
            let dataset = arguments.dataset.as_deref().unwrap_or("TABELLE");
            output::say(format!(
                "Der Vorschlag steht in {}. Bitte prüfen Sie ihn. Danach lesen Sie die Tabelle so ein:\n  bildungsraum import statistics {} --dataset {dataset} --settings {}",
                path.display(),
                file.display(),
                path.display()
            ));
        }
    }
    Ok(if is_readable { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn print(mapping: &Mapping, preview: &[PreviewLine], observations: usize) {
    let [first, last] = mapping.header_rows;
    output::say(format!("Überschriften in Zeile {first} bis {last}. Die Spalten bedeuten:"));
    for column in &mapping.columns {
        output::say(format!("  „{}“: {}", column.heading, meaning(mapping, column)));
    }
    for (dimension, fixed) in &mapping.fixed {
        output::say(format!("  für die ganze Tabelle: {} {} {}", what(mapping, dimension), fixed.code, fixed.label));
    }
    output::say(format!("So würden {observations} Werte gelesen, zum Beispiel:"));
    for line in preview.iter().take(SHOWN) {
        let of: Vec<String> =
            line.categories.iter().map(|(dimension, code, label)| in_words(dimension, code, label)).collect();
        output::say(format!("  Zeile {}, Spalte {}: {} = {}", line.row, line.column, of.join(" · "), line.value));
    }
}

fn in_words(dimension: &str, code: &str, label: &str) -> String {
    if code == label { format!("{dimension} {code}") } else { format!("{dimension} {code} ({label})") }
}

fn meaning(mapping: &Mapping, column: &MappedColumn) -> String {
    let dimension = column.dimension.as_deref().map(|code| what(mapping, code)).unwrap_or_default();
    match column.role {
        ColumnRole::Key => format!("{dimension}, als Schlüssel"),
        ColumnRole::Label => format!("{dimension}, als Name"),
        ColumnRole::StandsIn => format!("{dimension}: Schlüssel der Gemeinde, in der sie steht"),
        ColumnRole::Ignored => "wird nicht gelesen".to_owned(),
        ColumnRole::Value => {
            let measure = mapping.measures.iter().find(|of| Some(&of.code) == column.measure.as_ref());
            measure.map_or_else(
                || "Werte".to_owned(),
                |of| format!("Werte {} ({}, {})", of.code, of.label, of.unit.as_deref().unwrap_or("ohne Einheit")),
            )
        }
    }
}

fn what(mapping: &Mapping, dimension: &str) -> String {
    match dimension {
        AREA => "Gebiet".to_owned(),
        TIME => "Zeit".to_owned(),
        _ => mapping
            .dimensions
            .iter()
            .find(|known| known.code == dimension)
            .map_or_else(|| dimension.to_owned(), |known| format!("Gliederung {} ({})", known.code, known.label)),
    }
}

fn preview_json(line: &PreviewLine) -> serde_json::Value {
    let categories: Vec<_> = line
        .categories
        .iter()
        .map(|(dimension, code, label)| json!({ "dimension": dimension, "code": code, "label": label }))
        .collect();
    json!({ "row": line.row, "column": line.column, "categories": categories, "value": line.value })
}
