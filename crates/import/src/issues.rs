//! Passing items on, with a cap on issues: a defect that repeats in every record is said two hundred times, then counted.

use std::collections::BTreeMap;

use model::issue::{Issue, Place, Severity};

use crate::Item;
use crate::formats::encoding::EncodingReport;
use crate::formats::xml::{Break, BreakReason};

/// Issues of one code that are passed on; the rest is counted.
pub const MOST_PER_CODE: u64 = 200;

/// Defects that stand in every row once they are there: said once, with their number and the first places.
const FOLDED: [&str; 5] = ["BND-017", "DIM-004", "JST-006", "STA-013", "STA-015"];
/// Places that a folded issue names.
const EXAMPLES: usize = 3;

/// Issues of one code, severity and sheet, said as one.
struct Folded {
    first: Issue,
    count: u64,
    examples: Vec<String>,
}

impl Folded {
    fn into_issue(self) -> Issue {
        let Self { mut first, count, examples } = self;
        if count > 1 {
            first.message += &format!(" So ist es an {count} Stellen, zum Beispiel: {}.", examples.join("; "));
        }
        first
    }
}

/// What tells this issue from others of its kind: the text it quotes, and its row.
fn example(issue: &Issue) -> Option<String> {
    let quoted = issue.message.find('„').and_then(|start| {
        let rest = &issue.message[start..];
        rest.find('“').map(|end| rest[..end].to_owned() + "“")
    });
    let row = issue.place.row.map(|row| format!("Zeile {row}"));
    match (quoted, row) {
        (Some(quoted), Some(row)) => Some(format!("{quoted} ({row})")),
        (quoted, row) => quoted.or(row),
    }
}

/// Stands between an importer and its sink.
pub struct Delivery<'a> {
    file: &'a str,
    sink: &'a mut dyn FnMut(Item),
    counts: BTreeMap<&'static str, (u64, Severity)>,
    folded: BTreeMap<(&'static str, Severity, Option<String>), Folded>,
}

impl std::fmt::Debug for Delivery<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Delivery").field("file", &self.file).field("counts", &self.counts).finish_non_exhaustive()
    }
}

/// Where in the file, as far as it is known.
#[derive(Debug, Clone, Default)]
pub struct Spot<'s> {
    pub sheet: Option<&'s str>,
    pub row: Option<u64>,
    pub column: Option<&'s str>,
    pub record: Option<&'s str>,
}

impl Spot<'_> {
    pub fn line(row: u64) -> Self {
        Spot { row: Some(row), ..Spot::default() }
    }
}

impl<'a> Delivery<'a> {
    pub fn new(file: &'a str, sink: &'a mut dyn FnMut(Item)) -> Self {
        Self { file, sink, counts: BTreeMap::new(), folded: BTreeMap::new() }
    }

    pub fn item(&mut self, item: Item) {
        (self.sink)(item);
    }

    pub fn issue(
        &mut self,
        code: &'static str,
        severity: Severity,
        spot: Spot<'_>,
        message: impl Into<String>,
        hint: impl Into<String>,
    ) {
        if FOLDED.contains(&code) && severity != Severity::Fatal {
            self.fold(code, severity, spot, message.into(), hint.into());
            return;
        }
        let (count, worst) = self.counts.entry(code).or_insert((0, severity));
        *count += 1;
        *worst = (*worst).max(severity);
        if *count > MOST_PER_CODE && severity != Severity::Fatal {
            return;
        }
        let place = self.place(&spot);
        (self.sink)(Item::Issue(Issue::new(code, severity, place, message, hint)));
    }

    fn place(&self, spot: &Spot<'_>) -> Place {
        Place {
            file: self.file.to_owned(),
            sheet: spot.sheet.map(str::to_owned),
            row: spot.row,
            column: spot.column.map(str::to_owned),
            record: spot.record.map(str::to_owned),
        }
    }

    fn fold(&mut self, code: &'static str, severity: Severity, spot: Spot<'_>, message: String, hint: String) {
        let issue = Issue::new(code, severity, self.place(&spot), message, hint);
        let example = example(&issue);
        let key = (code, severity, issue.place.sheet.clone());
        let folded = self.folded.entry(key).or_insert_with(|| Folded { first: issue, count: 0, examples: Vec::new() });
        folded.count += 1;
        if let Some(example) = example.filter(|example| !folded.examples.contains(example))
            && folded.examples.len() < EXAMPLES
        {
            folded.examples.push(example);
        }
    }

    /// What the encoding of the file was like.
    pub fn encoding(&mut self, report: &EncodingReport) {
        let declared = report.declared.as_deref().unwrap_or("UTF-8");
        if let Some(line) = report.repaired_from_line {
            self.issue(
                "XML-006",
                Severity::Warning,
                Spot::line(line),
                format!(
                    "Die Datei gibt „{declared}“ als Zeichensatz an, enthält aber {} Zeichen in Windows-1252. Sie wurden umgewandelt.",
                    report.repaired_bytes
                ),
                "Bitte stellen Sie den Export auf UTF-8 um oder lassen Sie den wirklichen Zeichensatz angeben.",
            );
        }
        if report.utf8_despite_declaration {
            self.issue(
                "XML-007",
                Severity::Note,
                Spot::line(1),
                format!("Die Datei gibt „{declared}“ als Zeichensatz an, ist aber in UTF-8 geschrieben. Sie wurde als UTF-8 gelesen."),
                "Bitte lassen Sie im Export „UTF-8“ angeben.",
            );
        }
        if report.unknown_label {
            self.issue(
                "XML-008",
                Severity::Warning,
                Spot::line(1),
                format!("Der Zeichensatz „{declared}“ ist nicht bekannt. Die Datei wurde als UTF-8 gelesen."),
                "Bitte lassen Sie im Export „UTF-8“ angeben.",
            );
        }
    }

    pub fn empty_file(&mut self) {
        self.issue(
            "XML-010",
            Severity::Fatal,
            Spot::line(1),
            "Die Datei ist leer.",
            "Bitte prüfen Sie, ob der Export gelaufen ist und ob die Übertragung vollständig war.",
        );
    }

    /// An ampersand stood in the text that should have been written `&amp;`.
    pub fn bare_ampersand(&mut self, line: u64) {
        self.issue(
            "XML-011",
            Severity::Note,
            Spot::line(line),
            "In der Datei stehen „&“-Zeichen, die nach den Regeln von XML als „&amp;“ geschrieben sein müssten. Sie wurden trotzdem gelesen.",
            "Bitte melden Sie das dem Hersteller der Kursverwaltung: Andere Programme lehnen solche Dateien ab.",
        );
    }

    /// The reading broke off.
    pub fn broken(&mut self, at: &Break, records: u64) {
        let kept = match records {
            0 => "Vorher wurde nichts gelesen.".to_owned(),
            1 => "Der eine Datensatz davor ist übernommen.".to_owned(),
            n => format!("Die {n} Datensätze davor sind übernommen."),
        };
        let (code, message, hint) = match &at.reason {
            BreakReason::Malformed(what) => (
                "XML-001",
                format!("Die Datei ist ab Zeile {} nicht lesbar: {what}. {kept}", at.line),
                "Bitte erzeugen Sie den Export neu. Bleibt der Fehler, hilft der Hersteller der Kursverwaltung mit der Zeilennummer weiter.",
            ),
            BreakReason::Truncated => (
                "XML-002",
                format!("Die Datei endet in Zeile {} mitten in einem Datensatz. {kept}", at.line),
                "Vermutlich wurde die Übertragung abgebrochen. Bitte übertragen Sie die Datei noch einmal.",
            ),
            BreakReason::TooDeep => (
                "XML-003",
                format!("In Zeile {} sind zu viele Elemente ineinander geschachtelt. {kept}", at.line),
                "So tief ist kein Kursexport aufgebaut. Bitte prüfen Sie, ob es die richtige Datei ist.",
            ),
            BreakReason::TooLarge => (
                "XML-004",
                format!("Ab Zeile {} ist ein einzelner Datensatz größer als 16 MB. {kept}", at.line),
                "Bitte prüfen Sie, ob Bilder oder Anhänge in die Datei eingebettet sind, und lassen Sie sie weg.",
            ),
            BreakReason::Entities => (
                "XML-005",
                format!(
                    "Die Datei vereinbart in Zeile {} eigene Ersetzungen (ENTITY). Sie wird aus Sicherheitsgründen nicht gelesen.",
                    at.line
                ),
                "Bitte erzeugen Sie den Export ohne DOCTYPE mit ENTITY-Angaben.",
            ),
            BreakReason::Unreadable(what) => (
                "XML-009",
                format!("Die Datei lässt sich ab Zeile {} nicht weiter lesen ({what}). {kept}", at.line),
                "Bitte übertragen Sie die Datei noch einmal.",
            ),
        };
        self.issue(code, Severity::Fatal, Spot::line(at.line), message, hint);
    }

    /// Says how many issues were held back. Call it once, after the last item.
    pub fn finish(mut self) {
        for folded in std::mem::take(&mut self.folded).into_values() {
            (self.sink)(Item::Issue(folded.into_issue()));
        }
        let counts = std::mem::take(&mut self.counts);
        for (code, (count, severity)) in counts {
            if count > MOST_PER_CODE && severity != Severity::Fatal {
                let more = count - MOST_PER_CODE;
                let place = Place { file: self.file.to_owned(), ..Place::default() };
                let message = format!("… und {more} weitere Hinweise dieser Art ({code}).");
                let hint = "Meist hat das eine gemeinsame Ursache in der Quelle. Wenn sie behoben ist, verschwinden alle zusammen.";
                (self.sink)(Item::Issue(Issue::new(code, severity, place, message, hint)));
            }
        }
    }
}

/// Why JSON could not be read, in words for somebody who writes it: what `serde` says is English.
pub(crate) fn json_defect(error: &serde_json::Error) -> String {
    let text = error.to_string();
    let named = |begin: &str| text.strip_prefix(begin)?.split('`').next().map(str::to_owned);
    if let Some(field) = named("unknown field `") {
        return format!("eine Angabe „{field}“ gibt es nicht");
    }
    if let Some(field) = named("missing field `") {
        return format!("die Angabe „{field}“ fehlt");
    }
    match (error.classify(), error.line()) {
        (serde_json::error::Category::Eof, _) => "der Text endet mittendrin".to_owned(),
        (_, 0) => "eine Angabe hat nicht die erwartete Form".to_owned(),
        (_, line) => format!("Zeile {line}, Zeichen {}", error.column()),
    }
}

/// `text` shortened for quoting in a message.
pub fn quote(text: &str) -> String {
    const LONGEST: usize = 80;
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(LONGEST) {
        Some((at, _)) => format!("„{}…“", line[..at].trim_end()),
        None => format!("„{line}“"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn issues(report: impl Fn(&mut Delivery<'_>)) -> Vec<(String, Severity, Option<u64>, String)> {
        let mut items = Vec::new();
        let mut sink = |item| items.push(item);
        let mut delivery = Delivery::new("x.csv", &mut sink);
        report(&mut delivery);
        delivery.finish();
        let issues =
            items.into_iter().filter_map(|item| if let Item::Issue(issue) = item { Some(issue) } else { None });
        issues.map(|issue| (issue.code.into_owned(), issue.severity, issue.place.row, issue.message)).collect()
    }

    #[test]
    fn what_stands_in_every_row_is_said_once() {
        let found = issues(|delivery| {
            for row in 2..=400 {
                let message = format!("„{}“ ist kein Zeitraum.", 9000 + row);
                delivery.issue("STA-013", Severity::Error, Spot::line(row), message, "");
            }
            delivery.issue("DIM-004", Severity::Error, Spot::default(), "„Mai“ ist kein Zeitraum.", "");
            for row in 1..=2 {
                delivery.issue("STA-010", Severity::Warning, Spot::line(row), "Etwas anderes.", "");
            }
        });
        let said = |code: &str, severity, row, message: &str| (code.to_owned(), severity, row, message.to_owned());
        assert_eq!(
            found,
            [
                said("STA-010", Severity::Warning, Some(1), "Etwas anderes."),
                said("STA-010", Severity::Warning, Some(2), "Etwas anderes."),
                said("DIM-004", Severity::Error, None, "„Mai“ ist kein Zeitraum."),
                said(
                    "STA-013",
                    Severity::Error,
                    Some(2),
                    "„9002“ ist kein Zeitraum. So ist es an 399 Stellen, zum Beispiel: „9002“ (Zeile 2); „9003“ (Zeile 3); „9004“ (Zeile 4)."
                ),
            ]
        );
    }

    #[test]
    fn defects_of_json_are_told_in_german() {
        #[derive(Debug, serde::Deserialize)]
        #[serde(deny_unknown_fields)]
        struct Small {
            #[expect(dead_code, reason = "only read")]
            code: String,
        }
        for (text, expected) in [
            (r#"{"kode": 1}"#, "eine Angabe „kode“ gibt es nicht"),
            ("{}", "die Angabe „code“ fehlt"),
            (r#"{"code": 1}"#, "Zeile 1, Zeichen 10"),
            (r#"{"code""#, "der Text endet mittendrin"),
        ] {
            assert_eq!(json_defect(&serde_json::from_str::<Small>(text).unwrap_err()), expected);
        }
    }
}
