//! Files of statistics come plain, as gzip, or several in one zip archive.

use std::io::Read;

use model::issue::Severity;

use crate::formats::csv::decode;
use crate::formats::zip::{Limits, unpack_all};
use crate::issues::{Delivery, Spot};

/// One text of a delivery.
#[derive(Debug)]
pub struct Text {
    /// Name in the archive; none for a file that came by itself.
    pub name: Option<String>,
    pub text: String,
}

/// The texts of a delivery, with issues for what could not be unpacked. The second: everything was read to its end.
pub fn texts(bytes: &mut dyn Read, delivery: &mut Delivery<'_>) -> (Vec<Text>, bool) {
    let wanted = |name: &str| {
        let lower = name.to_lowercase();
        let stem = lower.rsplit('/').next().unwrap_or(&lower);
        !stem.starts_with('.') && (stem.ends_with(".csv") || stem.ends_with(".txt"))
    };
    let contents = match unpack_all(bytes, &Limits::TABLE, &wanted) {
        Ok(contents) => contents,
        Err(refusal) => {
            delivery.issue("STA-001", Severity::Fatal, Spot::default(), refusal.message(), refusal.hint());
            return (Vec::new(), false);
        }
    };
    let mut complete = true;
    let texts = contents.into_iter().map(|(name, unpacked)| {
        if let Some(refusal) = &unpacked.broken {
            complete = false;
            let message = format!("{} Was davor stand, ist übernommen.", refusal.message());
            delivery.issue("STA-001", Severity::Fatal, spot(name.as_deref()), message, refusal.hint());
        }
        Text { name, text: with_lines(decode(&unpacked.content, None)) }
    });
    let texts: Vec<Text> = texts.collect();
    (texts, complete)
}

/// Old programs end lines with a carriage return alone.
fn with_lines(text: String) -> String {
    if text.contains('\n') || !text.contains('\r') { text } else { text.replace('\r', "\n") }
}

fn spot(name: Option<&str>) -> Spot<'_> {
    Spot { sheet: name, ..Spot::default() }
}

/// Says why a text cannot be a table of statistics at all; `true` when it cannot.
pub fn refuse_foreign(text: &str, name: Option<&str>, delivery: &mut Delivery<'_>) -> bool {
    let head = text.trim_start_matches('\u{feff}').trim_start();
    if head.is_empty() {
        delivery.issue(
            "STA-002",
            Severity::Fatal,
            spot(name),
            "Die Datei ist leer.",
            "Bitte laden Sie die Tabelle noch einmal herunter. Große Tabellen liefert das Portal erst nach einer Anmeldung.",
        );
        return true;
    }
    let begin: String = head.chars().take(200).collect::<String>().to_lowercase();
    let what = if begin.starts_with("<!doctype html") || begin.starts_with("<html") {
        "eine Web-Seite (HTML), vermutlich eine Fehler- oder Anmeldeseite"
    } else if begin.starts_with("<?xml") || begin.starts_with('<') {
        "eine XML-Datei"
    } else if begin.starts_with('{') && begin.contains("status") {
        "eine Fehlermeldung der Schnittstelle (JSON)"
    } else if begin.starts_with("%pdf") {
        "ein PDF"
    } else if begin.starts_with("pk\u{3}\u{4}") {
        "eine Excel-Datei oder ein Archiv"
    } else {
        return false;
    };
    delivery.issue(
        "STA-003",
        Severity::Fatal,
        spot(name),
        format!("Die Datei ist keine Tabelle der amtlichen Statistik, sondern {what}."),
        "Bitte laden Sie die Tabelle im Portal als CSV („Download“, nicht „Seite speichern“) noch einmal herunter.",
    );
    true
}
