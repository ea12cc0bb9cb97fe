//! What belongs to the sentence: why there is none, where it ends, and what a reader must know before relying on it.

use model::statistics::Period;
use model::wert::{Flags, Symbol};

use super::super::format::{Format, Language};
use super::super::line::Point;
use super::{Known, Reason, Since, Story, capitalised, is_hidden, prints_as_zero};

impl Story<'_> {
    pub(super) fn without_values(&self) -> String {
        let about = &self.finding.place.about;
        let symbols = || self.points.iter().map(|point| point.wert.symbol);
        let hidden = symbols().find(|symbol| is_hidden(*symbol));
        if hidden.is_none() && symbols().any(|symbol| symbol == Symbol::NotApplicable) {
            return self.language.pick(
                format!("Diese Zahl ist {about} nicht sinnvoll."),
                format!("This figure makes no sense {about}."),
            );
        }
        match hidden {
            Some(symbol) => {
                let word = self.language.symbol_long(symbol);
                self.language.pick(
                    format!("{} sind die Werte {word}.", capitalised(about)),
                    format!("{}, the values are {word}.", capitalised(about)),
                )
            }
            None => self.language.pick(
                format!("{} liegen keine Werte vor.", capitalised(about)),
                format!("There are no values {about}."),
            ),
        }
    }

    /// Where the source has delivered newer periods, but no number for this area. What only comes later has not ended.
    pub(super) fn ended(&self, last: Known) -> Option<String> {
        let end = self.timeline.at(last.period);
        let later: Vec<&Point> = self.points.iter().filter(|point| self.timeline.at(point.period) > end).collect();
        let latest = self.finding.latest.filter(|latest| self.timeline.at(*latest) > end);
        let gone: Vec<&&Point> = later.iter().filter(|point| point.wert.symbol != Symbol::NotYet).collect();
        let start = match (gone.first(), latest) {
            (Some(point), _) => point.period,
            // Delivered without a row for this area; what is announced as coming later is not missing.
            (None, Some(_)) if later.is_empty() && matches!(self.named(last.period), Period::Year(_)) => {
                Period::Year(last.period.year() + 1)
            }
            (None, Some(latest)) if later.is_empty() => latest,
            _ => return None,
        };
        let newest = gone.last().map_or(start, |point| point.period).max(latest.unwrap_or(start));
        let lasts = self.timeline.at(newest) > self.timeline.at(start);
        let (about, when) = (&self.finding.place.about, self.when(last.period));
        let value = self.spoken(last)?;
        let was = self.language.pick(if value == "1" { "war" } else { "waren" }, "was");
        let since = self.since(start);
        let for_one = self.language.about(self.named(start));
        let about_first = capitalised(about);
        if !gone.is_empty() && gone.iter().all(|point| is_hidden(point.wert.symbol)) {
            let word = self.language.symbol_long(gone[0].wert.symbol);
            return Some(match (self.language, lasts) {
                (Language::German, true) => {
                    format!("{about_first} sind die Werte seit {since} {word}; zuletzt {was} es {value} ({when}).")
                }
                (Language::German, false) => {
                    format!("{about_first} ist der Wert für {for_one} {word}; zuletzt {was} es {value} ({when}).")
                }
                (Language::English, true) => {
                    format!(
                        "{about_first}, the values have been {word} since {since}; the last published one {was} {value} ({when})."
                    )
                }
                (Language::English, false) => {
                    format!(
                        "{about_first}, the value for {for_one} is {word}; the last published one {was} {value} ({when})."
                    )
                }
            });
        }
        if !gone.is_empty() && gone.iter().all(|point| point.wert.symbol == Symbol::NotApplicable) {
            return Some(self.language.pick(
                format!(
                    "{about_first} ist diese Zahl seit {since} nicht mehr sinnvoll; zuletzt {was} es {value} ({when})."
                ),
                format!(
                    "{about_first}, this figure has made no sense since {since}; the last one {was} {value} ({when})."
                ),
            ));
        }
        Some(match (self.language, lasts) {
            (Language::German, true) => {
                format!("{about_first} liegen seit {since} keine Werte vor; zuletzt {was} es {value} ({when}).")
            }
            (Language::German, false) => {
                format!("{about_first} liegt für {for_one} kein Wert vor; zuletzt {was} es {value} ({when}).")
            }
            (Language::English, true) => {
                format!("{about_first}, there have been no values since {since}; the last one {was} {value} ({when}).")
            }
            (Language::English, false) => {
                format!("{about_first}, there is no value for {for_one}; the last one {was} {value} ({when}).")
            }
        })
    }

    /// With its unit, which otherwise the sentence of the Kennzahl says.
    fn spoken(&self, known: Known) -> Option<String> {
        let format = self.finding.format;
        let number = known.wert.value()?;
        Some(if known.is_nothing() {
            Format { decimals: 0, ..format.clone() }.with_unit(0.0)
        } else if prints_as_zero(format, number) {
            let step = format.with_unit(format.resolution());
            self.language.pick(format!("weniger als {step}"), format!("less than {step}"))
        } else {
            format.with_unit(number)
        })
    }

    /// What a reader must know before relying on the sentence.
    pub(super) fn reservations(&self, last: Known) -> Vec<String> {
        let mut notes = Vec::new();
        if let Some(since) = self.after {
            notes.push(self.incomparable(since));
        }
        if self.finding.is_money && self.known.len() > 1 && !self.known.iter().all(Known::is_nothing) {
            notes.push(
                self.say("Steigende Preise sind nicht herausgerechnet.", "The amounts are not adjusted for inflation."),
            );
        }
        if last.wert.flags.contains(Flags::PROVISIONAL) {
            notes.push(self.say("Der letzte Wert ist vorläufig.", "The latest value is provisional."));
        }
        if last.wert.flags.contains(Flags::UNCERTAIN) {
            notes.push(self.say("Der letzte Wert ist unsicher.", "The latest value is of limited reliability."));
        }
        let count = |flag| self.known.iter().filter(|known| known.wert.flags.contains(flag)).count();
        let all = self.known.len();
        match count(Flags::CONVERTED) {
            0 => {}
            some if some == all => notes.push(self.say(
                "Die Werte sind auf einen anderen Gebietsstand umgerechnet und daher geschätzt.",
                "The values are converted to another territorial state and therefore estimated.",
            )),
            _ => notes.push(self.say(
                "Ein Teil der Werte ist auf einen anderen Gebietsstand umgerechnet und daher geschätzt.",
                "Some of the values are converted to another territorial state and therefore estimated.",
            )),
        }
        match count(Flags::ESTIMATED) {
            0 => {}
            some if some == all => notes.push(self.say("Die Werte sind geschätzt.", "The values are estimates.")),
            _ => notes.push(self.say("Ein Teil der Werte ist geschätzt.", "Some of the values are estimates.")),
        }
        if let Some(base) = self.finding.rounding.filter(|base| *base > 1) {
            notes.push(self.language.pick(
                format!("Die Quelle rundet Personenzahlen auf Vielfache von {base}."),
                format!("The source rounds numbers of persons to multiples of {base}."),
            ));
        }
        notes.extend(self.hidden_between());
        let announced = self.points.iter().find(|point| {
            point.wert.symbol == Symbol::NotYet && self.timeline.at(point.period) > self.timeline.at(last.period)
        });
        if let Some(point) = announced {
            let when = self.language.about(self.named(point.period));
            notes.push(self.language.pick(
                format!("Der Wert für {when} ist noch nicht veröffentlicht."),
                format!("The value for {when} is not yet published."),
            ));
        }
        notes
    }

    /// Why the sentence does not look further back.
    fn incomparable(&self, since: &Since) -> String {
        let when = self.since(since.at);
        match &since.reason {
            Reason::Census => self
                .say("Ältere Werte beruhen auf einem anderen Zensus.", "Earlier values are based on another census."),
            Reason::Definition(Some(note)) => self.language.pick(
                format!("Werte vor {when} sind nicht direkt vergleichbar. {note}"),
                format!("Values before {when} are not directly comparable. {note}"),
            ),
            Reason::Definition(None) => self.language.pick(
                format!(
                    "Werte vor {when} sind nicht direkt vergleichbar, denn die Definition ist seither eine andere."
                ),
                format!("Values before {when} are not directly comparable, as the definition has changed."),
            ),
            Reason::Territory => self.language.pick(
                format!("Vor {when} hatte das Gebiet andere Grenzen."),
                format!("Before {when}, the area had other borders."),
            ),
            Reason::Source => self.language.pick(
                format!("Werte vor {when} kommen aus einer anderen Quelle oder gelten für einen anderen Stichtag."),
                format!("Values before {when} come from another source or hold for another reference date."),
            ),
        }
    }

    /// Secret values between those the sentence is made from.
    fn hidden_between(&self) -> Option<String> {
        let (first, last) = (self.known.first()?, self.known.last()?);
        let inside = |period: Period| {
            let at = self.timeline.at(period);
            at > self.timeline.at(first.period) && at < self.timeline.at(last.period)
        };
        let hidden: Vec<&Point> =
            self.points.iter().filter(|point| is_hidden(point.wert.symbol) && inside(point.period)).collect();
        let word = self.language.symbol_long(hidden.first()?.wert.symbol);
        let names: Vec<String> = hidden.iter().map(|point| self.language.about(self.named(point.period))).collect();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        Some(match names.as_slice() {
            [one] => {
                self.language.pick(format!("Der Wert für {one} ist {word}."), format!("The value for {one} is {word}."))
            }
            [_, _] | [_, _, _] => {
                let list = self.language.list(&names, "und", "and");
                self.language
                    .pick(format!("Die Werte für {list} sind {word}."), format!("The values for {list} are {word}."))
            }
            several => {
                let count = several.len();
                self.language.pick(
                    format!("{count} Werte dazwischen sind {word}."),
                    format!("{count} values in between are {word}."),
                )
            }
        })
    }
}
