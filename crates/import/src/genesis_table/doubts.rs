//! What about a sheet is not certain, said in words: which table it is, which area, which unit, and lines that belong nowhere.

use std::collections::BTreeSet;

use model::issue::Severity;
use model::statistics::GERMANY;

use super::columns::{Column, Tree};
use super::map::Mapper;
use super::read::{Block, Row};
use super::stub::names_regions;
use crate::issues::{Delivery, quote};
use crate::statistics::areas::name_of_land;
use crate::statistics::values::quality_flags;

const AGAIN: &str = "Bitte laden Sie die Tabelle neu herunter und liefern Sie sie unverändert.";

impl Mapper<'_, '_> {
    /// The one area that a table without a column of areas is about.
    pub(super) fn settle_area(&mut self, delivery: &mut Delivery<'_>) -> Option<()> {
        let mut columns = self.layouts.iter().flat_map(|layout| &layout.columns);
        if self.stub.area.is_some() || columns.all(|column| column.area.is_some()) {
            return Some(());
        }
        if let Some(code) = self.sheet.area {
            let name = name_of_land(code).unwrap_or(code);
            self.area = Some((code.to_owned(), name.to_owned()));
            return Some(());
        }
        let title = &self.sheet.title;
        if names_regions(title) && !title.contains("Deutschland") {
            let message = format!(
                "In keiner Spalte stehen Gebiete, obwohl die Tabelle ({}) nach Gebieten gegliedert sein soll. Es wurde nichts übernommen.",
                quote(title)
            );
            let hint = "Erwartet werden amtliche Schlüssel mit Namen oder die Namen der Länder. Bitte rufen Sie die Tabelle mit Gebietsschlüsseln ab.";
            delivery.issue("GEN-010", Severity::Fatal, self.spot(None, None), message, hint);
            return None;
        }
        let message = "Die Tabelle nennt kein Gebiet. Die Werte wurden für Deutschland übernommen.";
        let hint = "Bitte prüfen Sie, ob die Tabelle für Deutschland gilt. Für ein Land steht dessen Name im Kopf in einer Zeile für sich.";
        let severity = if title.contains("Deutschland") { Severity::Note } else { Severity::Warning };
        delivery.issue("GEN-016", severity, self.spot(None, None), message, hint);
        self.area = Some((GERMANY.to_owned(), "Deutschland".to_owned()));
        Some(())
    }

    pub(super) fn report_no_code(&self, delivery: &mut Delivery<'_>) {
        let named = self.sheet.mark.as_ref().map_or_else(
            || "Die Datei nennt keine Nummer der Tabelle, und ihr Name ist keine.".to_owned(),
            |mark| {
                format!(
                    "Die Datei heißt im Kopf {}; das ist keine Nummer einer Tabelle, und ihr Name ist auch keine.",
                    quote(&mark.named)
                )
            },
        );
        let message = format!("{named} Ohne Nummer ist nicht bekannt, zu welcher Reihe die Werte gehören.");
        let hint = "Bitte geben Sie die Nummer mit „--dataset“ an, zum Beispiel „--dataset 12411-0010“, oder benennen Sie die Datei danach (12411-0010.csv).";
        delivery.issue(super::NO_CODE, Severity::Error, self.spot(Some(1), None), message, hint);
    }

    pub(super) fn report_units(&self, tree: &Tree, delivery: &mut Delivery<'_>) {
        let of_head =
            self.sheet.measure.iter().map(|(_, unit)| unit.as_str()).filter(|unit| !crate::catalogue::is_unit(unit));
        let units: BTreeSet<&str> = tree.unknown_units().chain(of_head).collect();
        if !units.is_empty() {
            let units: Vec<String> = units.into_iter().take(5).map(quote).collect();
            let message = format!(
                "Als Einheit steht {}; der Katalog kennt sie nicht. Sie wurde so übernommen.",
                units.join(", ")
            );
            let hint = "Bitte prüfen Sie, ob es eine Einheit ist. Dann gehört sie in catalog/units.toml.";
            delivery.issue("GEN-012", Severity::Note, self.spot(None, None), message, hint);
        }
    }

    /// Numbers that no heading stands above.
    pub(super) fn report_nameless(&self, column: usize, block: &Block<'_>, delivery: &mut Delivery<'_>) {
        let message = format!(
            "In Spalte {} stehen Zahlen, über denen keine Überschrift steht. Sie wurden nicht als Werte übernommen; vermutlich fehlt eine Kopfzeile.",
            column + 1
        );
        let hint = "Bitte laden Sie die Tabelle neu herunter und löschen Sie keine Zeilen im Kopf.";
        delivery.issue(
            "GEN-001",
            Severity::Error,
            self.spot(block.headings.last().map(|row| row.line), None),
            message,
            hint,
        );
    }

    /// Columns without headings: signs about the quality of the value before them, or values that nobody can name.
    pub(super) fn quality_columns(
        &self,
        columns: &[Column],
        block: &Block<'_>,
        (first, width): (usize, usize),
        delivery: &mut Delivery<'_>,
    ) -> Vec<(usize, usize)> {
        let is_value = |at: usize| columns.iter().any(|column| column.at == at);
        let has_heading = |at: usize| block.headings.iter().any(|row| !row.cell(at).trim().is_empty());
        let mut quality = Vec::new();
        for at in (first..width).filter(|at| !is_value(*at) && !has_heading(*at)) {
            let cells = || block.rows.iter().map(|row| row.cell(at));
            if cells().all(|cell| cell.trim().is_empty()) {
                continue;
            }
            if at > first && is_value(at - 1) && cells().all(|cell| quality_flags(cell).is_some()) {
                quality.push((at - 1, at));
            } else {
                self.report_nameless(at, block, delivery);
            }
        }
        quality
    }

    pub(super) fn report_without_key(&self, names: &[String], line: Option<u32>, delivery: &mut Delivery<'_>) {
        let names: BTreeSet<&str> = names.iter().map(String::as_str).collect();
        let names: Vec<String> = names.into_iter().take(5).map(quote).collect();
        let message =
            format!("Für {} gibt es keinen amtlichen Schlüssel. Diese Werte wurden ausgelassen.", names.join(", "));
        let hint = "Es ist nichts zu tun: Die Länder und Deutschland sind übernommen.";
        delivery.issue("GEN-013", Severity::Note, self.spot(line, None), message, hint);
    }

    pub(super) fn report_ambiguous(&self, delivery: &mut Delivery<'_>) {
        let message = "In der Datei stehen Zahlen wie „1.561“, und es ist nicht zu erkennen, ob der Punkt Tausender trennt oder ein Komma vertritt. Gelesen wurden Tausender.";
        let hint = "Bitte vergleichen Sie eine Zahl mit der Tabelle im Portal. Amtliche deutsche Tabellen haben keine Punkte in den Zahlen; sie entstehen, wenn eine Datei in Excel gespeichert wird.";
        delivery.issue("STA-021", Severity::Error, self.spot(None, None), message, hint);
    }

    /// Lines among the data and behind the footer that could not be read. With numbers in them they are values that are missing now.
    pub(super) fn report_strange(&self, delivery: &mut Delivery<'_>) {
        let has_values = |row: &Row<'_>| {
            let filled = row.cells.iter().filter(|cell| !cell.trim().is_empty());
            filled.filter(|cell| cell.contains(|c: char| c.is_ascii_digit())).count() > 1
        };
        for row in &self.sheet.strange {
            let text = row.cells.join(";");
            let line = row.line;
            let what =
                format!("Zeile {line} steht zwischen den Werten, ist aber keine Zeile mit Werten: {}.", quote(&text));
            let (severity, message, hint) = if has_values(row) {
                let message = format!("{what} Vermutlich fehlen Semikolons; ihre Werte wurden nicht übernommen.");
                (
                    Severity::Error,
                    message,
                    "Bitte vergleichen Sie die Zeile mit der Tabelle im Portal, oder laden Sie die Tabelle neu herunter.",
                )
            } else {
                (Severity::Warning, what, AGAIN)
            };
            delivery.issue("GEN-009", severity, self.spot(Some(line), None), message, hint);
        }
        if let Some(first) = self.sheet.behind.first() {
            let message = format!(
                "Hinter dem Fuß der Tabelle stehen ab Zeile {first} noch Zeilen, die wie Werte aussehen ({}). Sie wurden nicht übernommen.",
                self.sheet.behind.len()
            );
            let hint = "Vermutlich wurden zwei Tabellen aneinandergefügt. Bitte liefern Sie jede als eigene Datei.";
            delivery.issue("GEN-015", Severity::Error, self.spot(Some(*first), None), message, hint);
        }
    }
}
