//! PX files (PC-Axis): the exchange format of many statistical offices.
//!
//! | | |
//! |---|---|
//! | Publisher | statistical offices (Nordic states, Switzerland, Luxembourg …) and whoever exports with PxWeb |
//! | Versions | AXIS-VERSION 2000 to 2013; specification "PX-file format 2013" of Statistics Sweden |
//! | Forms read | plain, gzip, zip with one `.px` |
//! | Encodings | UTF-8 where the bytes are valid; else `CODEPAGE`, else Windows-1252 for `CHARSET="ANSI"`, else code page 850 or ISO-8859-1 (no `CHARSET`: DOS text) |
//! | Out | one [`Table`](model::statistics::Table) |
//! | Settings | [`CubeSettings`](crate::figures::settings::CubeSettings) |
//! | Outcome | full; broken where the data end before the last cell |
//!
//! # Decisions
//! - German texts are taken where the file has them (`[de]`), else those of its main language.
//! - `CONTACT` is never read: it holds names and telephone numbers of persons.
//! - Numbers are taken as they stand; `DECIMALS` and `SHOWDECIMALS` say how they are displayed and change nothing.
//! - One to six dots mean what `DATASYMBOL1` to `6` say: an official sign or known words; the settings decide before both
//!   (`{"symbols": {"..": "secret"}}`). Without explanation `.` is unknown or secret, `...` comes later, `..` is missing and the others
//!   are unknown or secret. `-` is exactly zero (`DATASYMBOLNIL`).
//! - `DATANOTECELL` with official letters (`p`, `r`, `s`, `e`, `D`) gives marks; a `CELLNOTE` at a cell without number that explains the
//!   sign in official words ("geheim zu halten") makes the sign exact. This is how the own export writes what six symbols cannot say.
//! - In a file with `KEYS` rows that are not there are zero, as the specification says; they are added.
//! - The time is the variable with `TIMEVAL`; weeks (`W1`) become the day of their Monday. The measure is the `CONTVARIABLE`, else
//!   `CONTENTS`. The area is the variable with `MAP`, else one whose codes are official keys, else one with a name of areas.
//! - The code of the table is `MATRIX`, else `TABLEID`, else the name of the file where it looks like a code.
//! - The category of `ELIMINATION` of a class is its total and gets the code of the total; for areas it stays what it is.

mod data;
mod keywords;
mod map;
mod read;
#[cfg(test)]
mod tests;

use model::issue::Severity;

use crate::figures::settings::CubeSettings;
use crate::formats::zip::{Limits, unpack};
use crate::issues::{Delivery, Spot};
use crate::recognise::recognise_head;
use crate::{Importer, Input, Item, Outcome};

#[derive(Debug)]
pub struct Px;

impl Importer for Px {
    fn code(&self) -> &'static str {
        "px"
    }

    fn read(&self, input: Input<'_>, sink: &mut dyn FnMut(Item)) -> Outcome {
        let mut delivery = Delivery::new(input.file, sink);
        let outcome = read_delivery(input, &mut delivery);
        delivery.finish();
        outcome
    }
}

/// Whether a file that begins like this is a PX file: its first statement is one of the keywords that files begin with.
pub fn looks_like(head: &[u8]) -> bool {
    const FIRST: [&str; 14] = [
        "CHARSET",
        "AXIS-VERSION",
        "CODEPAGE",
        "LANGUAGE",
        "LANGUAGES",
        "CREATION-DATE",
        "TITLE",
        "MATRIX",
        "SUBJECT-AREA",
        "SUBJECT-CODE",
        "DECIMALS",
        "TABLEID",
        "DESCRIPTION",
        "CONTENTS",
    ];
    let head = head.strip_prefix(&[0xef, 0xbb, 0xbf]).unwrap_or(head).trim_ascii_start();
    let Some(end) = head.iter().position(|byte| matches!(byte, b'=' | b'[')) else { return false };
    std::str::from_utf8(&head[..end]).is_ok_and(|word| FIRST.contains(&word.trim().to_uppercase().as_str()))
}

fn read_delivery(input: Input<'_>, delivery: &mut Delivery<'_>) -> Outcome {
    let Input { file, bytes, settings, .. } = input;
    let settings = CubeSettings::from_json(settings, delivery);
    let is_px = |name: &str| name.to_lowercase().ends_with(".px").then_some(0);
    let unpacked = match unpack(bytes, &Limits::TABLE, &is_px) {
        Ok(unpacked) => unpacked,
        Err(refusal) => {
            delivery.issue("PXA-002", Severity::Fatal, Spot::default(), refusal.message(), refusal.hint());
            return Outcome::Broken;
        }
    };
    if unpacked.content.is_empty() && unpacked.broken.is_none() {
        delivery.empty_file();
        return Outcome::Broken;
    }
    let text = read::decode(&unpacked.content);
    drop(unpacked.content);
    let document = read::read(&text);
    if document.statements.is_empty() {
        let head: String = text.chars().take(400).collect();
        let message = format!("Die Datei ist keine PX-Datei. {}", recognise_head(&head));
        let hint = "Eine PX-Datei beginnt mit Angaben wie CHARSET=\"ANSI\"; und AXIS-VERSION=\"2013\";.";
        delivery.issue("PXA-001", Severity::Fatal, Spot::line(1), message, hint);
        return Outcome::Broken;
    }
    let complete = map::read_table(&document, file, &settings, delivery);
    if let Some(refusal) = unpacked.broken {
        delivery.issue("PXA-002", Severity::Fatal, Spot::default(), refusal.message(), refusal.hint());
        return Outcome::Broken;
    }
    if complete { Outcome::Full } else { Outcome::Broken }
}
