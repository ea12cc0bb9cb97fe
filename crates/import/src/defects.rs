//! Reading single values of a record: what cannot be used becomes an issue that names the element, the value and the remedy.

use std::borrow::Cow;

use chrono::NaiveDate;
use model::codes::plz::Plz;
use model::codes::web_address::WebAddress;
use model::issue::Severity;
use model::price::Money;
use model::schedule::ClockTime;

use crate::classify::price::HIGHEST;
use crate::formats::text::{plain_line, plain_text};
use crate::formats::tree::Element;
use crate::formats::values::{BoolReading, DateReading, read_bool, read_date, read_decimal};
use crate::issues::{Delivery, Spot, quote};

/// Longest text that is kept, in characters; OPENQCAT allows 30,000.
const LONGEST_TEXT: usize = 40_000;
const LONGEST_LINE: usize = 500;

/// The codes that a format uses for defects of single values.
#[derive(Debug)]
pub(crate) struct ValueCodes {
    pub(crate) date_unreadable: &'static str,
    pub(crate) date_out_of_range: &'static str,
    pub(crate) end_before_start: &'static str,
    pub(crate) time_unreadable: &'static str,
    pub(crate) bool_misspelt: &'static str,
    pub(crate) bool_unreadable: &'static str,
    pub(crate) number_unreadable: &'static str,
    pub(crate) price_unreadable: &'static str,
    pub(crate) address_unusable: &'static str,
    pub(crate) address_completed: &'static str,
    pub(crate) plz_invalid: &'static str,
    pub(crate) text_too_long: &'static str,
}

/// The issues of one record.
pub(crate) struct Defects<'d, 'a> {
    pub(crate) delivery: &'d mut Delivery<'a>,
    pub(crate) codes: &'static ValueCodes,
    pub(crate) record: String,
}

impl std::fmt::Debug for Defects<'_, '_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Defects").field("record", &self.record).finish_non_exhaustive()
    }
}

impl Defects<'_, '_> {
    pub(crate) fn issue(
        &mut self,
        code: &'static str,
        severity: Severity,
        at: Element<'_>,
        message: impl Into<String>,
        hint: impl Into<String>,
    ) {
        let spot = Spot {
            sheet: None,
            row: Some(at.line()),
            column: Some(at.name()),
            record: Some(self.record.as_str()).filter(|record| !record.is_empty()),
        };
        self.delivery.issue(code, severity, spot, message, hint);
    }

    /// A date; `None` without an issue when the element is empty.
    pub(crate) fn date(&mut self, at: Element<'_>) -> Option<NaiveDate> {
        let text = at.text();
        if text.is_empty() {
            return None;
        }
        match read_date(&text) {
            DateReading::Date(date) => Some(date),
            DateReading::OutOfRange => {
                self.issue(
                    self.codes.date_out_of_range,
                    Severity::Warning,
                    at,
                    format!(
                        "Das Datum {} liegt außerhalb der Jahre 1990 bis 2098 und wurde nicht übernommen.",
                        quote(&text)
                    ),
                    "Bitte prüfen Sie das Jahr. Wenn das Angebot kein Ende hat, lassen Sie das Enddatum leer.",
                );
                None
            }
            DateReading::Unreadable => {
                self.issue(
                    self.codes.date_unreadable,
                    Severity::Warning,
                    at,
                    format!("{} ist kein lesbares Datum und wurde nicht übernommen.", quote(&text)),
                    "Bitte geben Sie das Datum als JJJJ-MM-TT an, zum Beispiel 2026-03-02.",
                );
                None
            }
        }
    }

    /// First and last day; an end before the start is dropped.
    pub(crate) fn span(
        &mut self,
        start: Option<Element<'_>>,
        end: Option<Element<'_>>,
    ) -> (Option<NaiveDate>, Option<NaiveDate>) {
        let from = start.and_then(|start| self.date(start));
        let until = end.and_then(|end| self.date(end));
        if let (Some(first), Some(last), Some(at)) = (from, until, end)
            && last < first
        {
            self.issue(
                self.codes.end_before_start,
                Severity::Warning,
                at,
                format!(
                    "Das Ende ({}) liegt vor dem Beginn ({}). Das Ende wurde nicht übernommen.",
                    last.format("%d.%m.%Y"),
                    first.format("%d.%m.%Y")
                ),
                "Bitte berichtigen Sie Beginn oder Ende in der Kursverwaltung.",
            );
            return (from, None);
        }
        (from, until)
    }

    pub(crate) fn clock(&mut self, at: Element<'_>) -> Option<ClockTime> {
        let text = at.text();
        if text.is_empty() {
            return None;
        }
        // Some exports write a whole date and time where only the time is meant.
        let clock = text.split_once('T').map_or(text.as_ref(), |(_, time)| time);
        match clock.parse() {
            Ok(time) => Some(time),
            Err(_) => {
                self.issue(
                    self.codes.time_unreadable,
                    Severity::Warning,
                    at,
                    format!("{} ist keine lesbare Uhrzeit und wurde nicht übernommen.", quote(&text)),
                    "Bitte geben Sie die Uhrzeit als HH:MM an, zum Beispiel 18:30.",
                );
                None
            }
        }
    }

    pub(crate) fn truth(&mut self, at: Element<'_>) -> Option<bool> {
        let text = at.text();
        if text.is_empty() {
            return None;
        }
        match read_bool(&text) {
            BoolReading::Clear(value) => Some(value),
            BoolReading::Misspelt(value) => {
                let (read, written) = if value { ("ja", "true") } else { ("nein", "false") };
                self.issue(
                    self.codes.bool_misspelt,
                    Severity::Note,
                    at,
                    format!("{} wurde als „{written}“ ({read}) gelesen.", quote(&text)),
                    format!("Bitte berichtigen Sie den Schreibfehler: „{written}“."),
                );
                Some(value)
            }
            BoolReading::Unreadable => {
                self.issue(
                    self.codes.bool_unreadable,
                    Severity::Warning,
                    at,
                    format!("{} ist weder ja noch nein; die Angabe gilt als unbekannt.", quote(&text)),
                    "Bitte geben Sie „true“ oder „false“ an oder lassen Sie das Feld weg.",
                );
                None
            }
        }
    }

    /// A number of persons or dates.
    pub(crate) fn count(&mut self, at: Element<'_>) -> Option<u32> {
        let text = at.text();
        if text.is_empty() {
            return None;
        }
        let number = text.parse().ok().or_else(|| {
            // "12.0" comes from spreadsheets.
            read_decimal(&text, 1).filter(|tenths| tenths % 10 == 0).and_then(|tenths| u32::try_from(tenths / 10).ok())
        });
        if number.is_none() {
            self.issue(
                self.codes.number_unreadable,
                Severity::Warning,
                at,
                format!("{} ist keine lesbare Anzahl und wurde nicht übernommen.", quote(&text)),
                "Bitte geben Sie eine ganze Zahl an.",
            );
        }
        number
    }

    /// A number with one decimal, times ten.
    pub(crate) fn tenths(&mut self, at: Element<'_>) -> Option<u32> {
        let text = at.text();
        if text.is_empty() {
            return None;
        }
        let number = read_decimal(&point_is_decimal(&text), 1).and_then(|tenths| u32::try_from(tenths).ok());
        if number.is_none() {
            self.issue(
                self.codes.number_unreadable,
                Severity::Warning,
                at,
                format!("{} ist keine lesbare Zahl und wurde nicht übernommen.", quote(&text)),
                "Bitte geben Sie eine Zahl an, zum Beispiel 15.5.",
            );
        }
        number.filter(|tenths| *tenths > 0)
    }

    /// An amount of money from zero up.
    pub(crate) fn money(&mut self, at: Element<'_>) -> Option<Money> {
        let text = at.text();
        if text.is_empty() {
            return None;
        }
        let number = text.trim_end_matches(|c: char| c.is_alphabetic() || c == '€' || c.is_whitespace());
        let cents = read_decimal(&point_is_decimal(number.trim_start_matches(['€', ' '])), 2);
        match cents {
            Some(cents) if (0..=HIGHEST.0).contains(&cents) => Some(Money(cents)),
            _ => {
                self.issue(
                    self.codes.price_unreadable,
                    Severity::Warning,
                    at,
                    format!("{} ist kein lesbarer Preis; der Preis gilt als nicht angegeben.", quote(&text)),
                    "Bitte geben Sie den Betrag in Euro als Zahl an, zum Beispiel 65.60. Für kostenlose Angebote: 0.",
                );
                None
            }
        }
    }

    /// An address that can be linked.
    pub(crate) fn web_address(&mut self, at: Element<'_>) -> Option<WebAddress> {
        let text = at.text();
        if text.is_empty() {
            return None;
        }
        let unescaped: Cow<'_, str> =
            if text.contains("&amp;") { Cow::Owned(text.replace("&amp;", "&")) } else { text.clone() };
        let spaceless: Cow<'_, str> =
            if unescaped.contains(' ') { Cow::Owned(unescaped.replace(' ', "%20")) } else { unescaped };
        if let Ok(address) = spaceless.parse() {
            return Some(address);
        }
        let looks_like_host = !spaceless.contains("%20")
            && !spaceless.contains(':')
            && !spaceless.contains('@')
            && spaceless
                .split('/')
                .next()
                .is_some_and(|host| host.contains('.') && !host.starts_with('.') && !host.ends_with('.'));
        let completed = looks_like_host.then(|| format!("https://{spaceless}").parse().ok()).flatten();
        match completed {
            Some(address) => {
                self.issue(
                    self.codes.address_completed,
                    Severity::Note,
                    at,
                    format!("Der Adresse {} fehlt „https://“ am Anfang; es wurde ergänzt.", quote(&text)),
                    "Bitte geben Sie Web-Adressen vollständig mit „https://“ an.",
                );
                Some(address)
            }
            None => {
                self.issue(
                    self.codes.address_unusable,
                    Severity::Warning,
                    at,
                    format!("{} ist keine verlinkbare Web-Adresse und wurde nicht übernommen.", quote(&text)),
                    "Bitte geben Sie eine vollständige Adresse an, die mit „https://“ beginnt.",
                );
                None
            }
        }
    }

    pub(crate) fn plz(&mut self, at: Element<'_>) -> Option<Plz> {
        let text = at.text();
        // Zeros are how some programs write "none".
        if text.is_empty() || text.bytes().all(|b| b == b'0') {
            return None;
        }
        match text.parse() {
            Ok(plz) => Some(plz),
            // Four digits and a letter in front are a neighbour's code, not a mistake.
            Err(_) if text.starts_with(char::is_alphabetic) => None,
            Err(_) => {
                self.issue(
                    self.codes.plz_invalid,
                    Severity::Warning,
                    at,
                    format!("{} ist keine deutsche Postleitzahl und wurde nicht übernommen.", quote(&text)),
                    "Bitte geben Sie fünf Ziffern an.",
                );
                None
            }
        }
    }

    /// Plain text in one line; `None` when nothing is left.
    pub(crate) fn line(&mut self, at: Element<'_>) -> Option<String> {
        let line = plain_line(&at.text());
        let line = self.shorten(at, line, LONGEST_LINE);
        (!line.is_empty()).then_some(line)
    }

    /// Plain text with paragraphs; `None` when nothing is left.
    pub(crate) fn text(&mut self, at: Element<'_>) -> Option<String> {
        let text = plain_text(&at.text());
        let text = self.shorten(at, text, LONGEST_TEXT);
        (!text.is_empty()).then_some(text)
    }

    fn shorten(&mut self, at: Element<'_>, mut text: String, longest: usize) -> String {
        if text.len() <= longest {
            return text;
        }
        if let Some((cut, _)) = text.char_indices().nth(longest) {
            let length = text.chars().count();
            text.truncate(cut);
            text.truncate(text.trim_end().len());
            text.push_str(" …");
            self.issue(
                self.codes.text_too_long,
                Severity::Warning,
                at,
                format!("Der Text hat {length} Zeichen; übernommen sind die ersten {longest}."),
                "Bitte kürzen Sie den Text in der Kursverwaltung.",
            );
        }
        text
    }
}

/// In a numeric field of XML a single point is the decimal point: `82.800` is 82.80, though in German prose it would be thousands.
fn point_is_decimal(text: &str) -> Cow<'_, str> {
    let is_decimal = text.matches('.').count() == 1 && text.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    if is_decimal { Cow::Owned(text.replace('.', ",")) } else { Cow::Borrowed(text) }
}
