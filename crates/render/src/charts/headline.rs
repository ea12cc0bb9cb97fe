//! The sentence above a chart: what the series shows, and how sure that is.
//!
//! It never judges (higher is not better here), never speaks across a break, and says so where there is nothing to say.

use chrono::Datelike;
use model::statistics::Period;
use model::wert::{Flags, Symbol, Wert};

use super::format::{Format, Language};
use super::line::{Break, Point};
use super::scale::Timeline;
use super::trend::{Direction, Strength, Trend, trend};

/// What a Kennzahl is called within a sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Subject {
    /// In the nominative, with its article: "die Zahl der Schülerinnen und Schüler", "the number of pupils".
    pub phrase: String,
    /// "die Ausgaben … sind".
    pub is_plural: bool,
}

/// How an area is called within a sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// "in Trier", "im Landkreis Bergstraße".
    pub within: String,
    /// "für Trier", "für den Landkreis Bergstraße".
    pub about: String,
}

/// The area beside which the last value is put. For counts there is none that makes sense.
#[derive(Debug, Clone, PartialEq)]
pub struct Comparison {
    /// In the genitive: "des Landes", "von Rheinland-Pfalz"; "of the state".
    pub of: String,
    pub points: Vec<Point>,
}

/// What a headline is made from.
#[derive(Debug, Clone, PartialEq)]
pub struct Finding<'a> {
    pub subject: &'a Subject,
    pub place: &'a Place,
    pub format: &'a Format,
    /// In any order.
    pub points: &'a [Point],
    pub breaks: &'a [Break],
    /// The base to which the source rounds.
    pub rounding: Option<u32>,
    /// The newest period for which the source has delivered anything.
    pub latest: Option<Period>,
    pub comparison: Option<&'a Comparison>,
}

/// A finding in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Headline {
    pub sentence: String,
    /// Sentences that belong to it: comparison, breaks, what is uncertain.
    pub notes: Vec<String>,
}

/// A number that the sentence may use.
#[derive(Clone, Copy)]
struct Known {
    period: Period,
    number: f64,
    wert: Wert,
}

pub fn headline(finding: &Finding) -> Headline {
    let story = Story::new(finding);
    let Some(last) = story.known.last().copied() else {
        return Headline { sentence: story.without_values(), notes: Vec::new() };
    };
    if let Some(sentence) = story.ended(last) {
        return Headline { sentence, notes: Vec::new() };
    }
    let mut notes = Vec::new();
    let sentence = match story.trend() {
        Trend::TooFew => {
            if story.known.len() > 1 {
                notes.push(story.say(
                    "Für eine Aussage über die Entwicklung sind das zu wenige Werte.",
                    "That is not enough to speak of a trend.",
                ));
            }
            story.few(last)
        }
        Trend::Towards(direction, strength) => story.towards(direction, strength, last),
        Trend::Stable => story.stable(last),
        Trend::Fluctuating => story.fluctuating(last),
        Trend::Turned { first, at } => story.turned(first, story.known[at], last),
    };
    notes.extend(story.compared(last));
    notes.extend(story.reservations(last));
    Headline { sentence, notes }
}

struct Story<'a> {
    finding: &'a Finding<'a>,
    language: Language,
    timeline: Timeline,
    /// All points in order of time.
    points: Vec<Point>,
    /// The numbers since the last break before the last number.
    known: Vec<Known>,
    /// The break at which `known` begins, if something lies before it.
    after: Option<&'a Break>,
}

impl<'a> Story<'a> {
    fn new(finding: &'a Finding<'a>) -> Self {
        let mut points = finding.points.to_vec();
        let periods: Vec<Period> = points.iter().map(|point| point.period).collect();
        let timeline = Timeline::of([&periods[..]]);
        points.sort_by(|one, other| timeline.at(one.period).total_cmp(&timeline.at(other.period)));
        let mut known: Vec<Known> = points
            .iter()
            .filter_map(|point| Some(Known { period: point.period, number: point.wert.value()?, wert: point.wert }))
            .collect();
        let mut after = None;
        if let Some(last) = known.last() {
            let end = timeline.at(last.period);
            let latest_break = finding
                .breaks
                .iter()
                .filter(|b| timeline.begin(b.at) <= end)
                .max_by(|one, other| timeline.begin(one.at).total_cmp(&timeline.begin(other.at)));
            if let Some(b) = latest_break {
                let before = known.len();
                known.retain(|known| timeline.at(known.period) >= timeline.begin(b.at));
                after = (known.len() < before).then_some(b);
            }
        }
        Self { finding, language: finding.format.language, timeline, points, known, after }
    }

    fn say(&self, german: &str, english: &str) -> String {
        self.language.pick(german, english).to_owned()
    }

    /// The verb that agrees with the subject.
    fn verb(&self, german: (&'static str, &'static str), english: (&'static str, &'static str)) -> &'static str {
        let (singular, plural) = self.language.pick(german, english);
        if self.finding.subject.is_plural { plural } else { singular }
    }

    fn value(&self, number: f64) -> String {
        self.finding.format.with_unit(number)
    }

    /// "2015" for the one Stichtag of a year, else the whole period.
    fn named(&self, period: Period) -> Period {
        match period {
            Period::Day(day) if self.timeline.is_annual() => Period::Year(day.year()),
            other => other,
        }
    }

    fn since(&self, period: Period) -> String {
        self.language.since(self.named(period))
    }

    fn when(&self, period: Period) -> String {
        self.language.period(self.named(period))
    }

    fn within(&self) -> String {
        capitalised(&self.finding.place.within)
    }

    fn smallest(&self) -> f64 {
        self.finding.rounding.map_or(0.0, f64::from).max(self.finding.format.resolution())
    }

    fn trend(&self) -> Trend {
        let points: Vec<(f64, f64)> =
            self.known.iter().map(|known| (self.timeline.at(known.period), known.number)).collect();
        trend(&points, self.smallest())
    }

    /// "von 5,5 % auf 5,6 %"; a unit in words stands once.
    fn change(&self, from: f64, to: f64) -> String {
        let format = self.finding.format;
        let from = if format.has_sign() { format.with_unit(from) } else { format.number(from) };
        let to = self.value(to);
        self.language.pick(format!("von {from} auf {to}"), format!("from {from} to {to}"))
    }

    fn towards(&self, direction: Direction, strength: Strength, last: Known) -> String {
        let first = self.known[0];
        let (within, phrase, since) = (self.within(), &self.finding.subject.phrase, self.since(first.period));
        let numbers = self.change(first.number, last.number);
        match self.language {
            Language::German => {
                let verb = self.verb(("ist", "sind"), ("", ""));
                let how = match strength {
                    Strength::Slight => "leicht ",
                    Strength::Plain => "",
                    Strength::Marked => "deutlich ",
                };
                let what = if direction == Direction::Rising { "gestiegen" } else { "gesunken" };
                format!("{within} {verb} {phrase} seit {since} {how}{what}: {numbers}.")
            }
            Language::English => {
                let verb = self.verb(("", ""), ("has", "have"));
                let how = match strength {
                    Strength::Slight => "slightly ",
                    Strength::Plain => "",
                    Strength::Marked => "markedly ",
                };
                let what = if direction == Direction::Rising { "risen" } else { "fallen" };
                format!("{within}, {phrase} {verb} {what} {how}since {since}: {numbers}.")
            }
        }
    }

    fn stable(&self, last: Known) -> String {
        let first = self.known[0];
        let (within, phrase, since) = (self.within(), &self.finding.subject.phrase, self.since(first.period));
        let (from, to) = (self.value(first.number), self.value(last.number));
        if from == to {
            return match self.language {
                Language::German => {
                    let verb = self.verb(("liegt", "liegen"), ("", ""));
                    format!("{within} {verb} {phrase} seit {since} fast unverändert bei {to}.")
                }
                Language::English => {
                    let verb = self.verb(("", ""), ("has", "have"));
                    format!("{within}, {phrase} {verb} stayed close to {to} since {since}.")
                }
            };
        }
        let numbers = self.change(first.number, last.number);
        match self.language {
            Language::German => {
                let verb = self.verb(("hat", "haben"), ("", ""));
                format!("{within} {verb} sich {phrase} seit {since} kaum verändert: {numbers}.")
            }
            Language::English => {
                let verb = self.verb(("", ""), ("has", "have"));
                format!("{within}, {phrase} {verb} hardly changed since {since}: {numbers}.")
            }
        }
    }

    fn fluctuating(&self, last: Known) -> String {
        let numbers = || self.known.iter().map(|known| known.number);
        let low = self.value(numbers().fold(f64::INFINITY, f64::min));
        let high = self.value(numbers().fold(f64::NEG_INFINITY, f64::max));
        let (within, phrase, since) = (self.within(), &self.finding.subject.phrase, self.since(self.known[0].period));
        let (to, when) = (self.value(last.number), self.when(last.period));
        match self.language {
            Language::German => {
                let verb = self.verb(("schwankt", "schwanken"), ("", ""));
                format!(
                    "{within} {verb} {phrase} seit {since} ohne klare Richtung zwischen {low} und {high}; der letzte Wert ist {to} ({when})."
                )
            }
            Language::English => {
                let verb = self.verb(("", ""), ("has", "have"));
                format!(
                    "{within}, {phrase} {verb} varied between {low} and {high} since {since}, without a clear direction; the latest value is {to} ({when})."
                )
            }
        }
    }

    fn turned(&self, first: Direction, peak: Known, last: Known) -> String {
        let (within, phrase, since) = (self.within(), &self.finding.subject.phrase, self.since(self.known[0].period));
        let numbers = self.change(self.known[0].number, peak.number);
        let (when, to) = (self.when(peak.period), self.value(last.number));
        match self.language {
            Language::German => {
                let verb = self.verb(("ist", "sind"), ("", ""));
                let (one, other) = match first {
                    Direction::Rising => ("gestiegen", "gesunken"),
                    Direction::Falling => ("gesunken", "gestiegen"),
                };
                format!(
                    "{within} {verb} {phrase} seit {since} erst {one}, dann wieder {other}: {numbers} ({when}), zuletzt {to}."
                )
            }
            Language::English => {
                let verb = self.verb(("", ""), ("has", "have"));
                let (one, other) = match first {
                    Direction::Rising => ("risen", "fallen"),
                    Direction::Falling => ("fallen", "risen"),
                };
                format!(
                    "{within}, {phrase} {verb} first {one}, then {other} again since {since}: {numbers} ({when}), and {to} most recently."
                )
            }
        }
    }

    /// One, two or three numbers.
    fn few(&self, last: Known) -> String {
        let first = self.known[0];
        let (within, phrase) = (self.within(), &self.finding.subject.phrase);
        let at = |known: Known| self.language.at(self.named(known.period));
        let (from, to) = (self.value(first.number), self.value(last.number));
        let verb = self.verb(("lag", "lagen"), ("was", "were"));
        let several = self.known.len() > 1;
        match self.language {
            Language::German if several => {
                format!("{within} {verb} {phrase} {} bei {from} und {} bei {to}.", at(first), at(last))
            }
            Language::German => format!("{within} {verb} {phrase} {} bei {to}.", at(last)),
            Language::English if several => {
                format!("{within}, {phrase} {verb} {from} {} and {to} {}.", at(first), at(last))
            }
            Language::English => format!("{within}, {phrase} {verb} {to} {}.", at(last)),
        }
    }

    fn without_values(&self) -> String {
        let about = &self.finding.place.about;
        let hidden = self.points.iter().map(|point| point.wert.symbol).find(|symbol| is_hidden(*symbol));
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
    fn ended(&self, last: Known) -> Option<String> {
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
        let (about, value, when) = (&self.finding.place.about, self.value(last.number), self.when(last.period));
        let since = self.since(start);
        let for_one = self.language.about(self.named(start));
        let about_first = capitalised(about);
        if !gone.is_empty() && gone.iter().all(|point| is_hidden(point.wert.symbol)) {
            let word = self.language.symbol_long(gone[0].wert.symbol);
            return Some(match (self.language, lasts) {
                (Language::German, true) => {
                    format!(
                        "{about_first} sind die Werte seit {since} {word}; der letzte veröffentlichte war {value} ({when})."
                    )
                }
                (Language::German, false) => {
                    format!(
                        "{about_first} ist der Wert für {for_one} {word}; der letzte veröffentlichte war {value} ({when})."
                    )
                }
                (Language::English, true) => {
                    format!(
                        "{about_first}, the values have been {word} since {since}; the last published one was {value} ({when})."
                    )
                }
                (Language::English, false) => {
                    format!(
                        "{about_first}, the value for {for_one} is {word}; the last published one was {value} ({when})."
                    )
                }
            });
        }
        Some(match (self.language, lasts) {
            (Language::German, true) => {
                format!("{about_first} liegen seit {since} keine Werte vor; der letzte war {value} ({when}).")
            }
            (Language::German, false) => {
                format!("{about_first} liegt für {for_one} kein Wert vor; der letzte war {value} ({when}).")
            }
            (Language::English, true) => {
                format!("{about_first}, there have been no values since {since}; the last one was {value} ({when}).")
            }
            (Language::English, false) => {
                format!("{about_first}, there is no value for {for_one}; the last one was {value} ({when}).")
            }
        })
    }

    /// The last value beside that of the comparison area in the same period.
    fn compared(&self, last: Known) -> Option<String> {
        let comparison = self.finding.comparison?;
        let at = self.named(last.period);
        let other = comparison
            .points
            .iter()
            .filter(|point| self.named(point.period) == at)
            .find_map(|point| point.wert.value())?;
        let (own, value) = (last.number, self.value(other));
        let when = self.language.about(at);
        let of = &comparison.of;
        let difference = own - other;
        let share = difference.abs() / other.abs().max(f64::MIN_POSITIVE);
        if self.value(own) == value {
            return Some(self.language.pick(
                format!("Der Wert für {when} entspricht dem Wert {of}."),
                format!("The value for {when} equals that {of}."),
            ));
        }
        if share < 0.03 || difference.abs() < self.smallest() {
            return Some(self.language.pick(
                format!("Der Wert für {when} entspricht etwa dem Wert {of} ({value})."),
                format!("The value for {when} is about the same as that {of} ({value})."),
            ));
        }
        let how = if share >= 0.3 { self.language.pick("deutlich ", "well ") } else { "" };
        let side =
            if difference > 0.0 { self.language.pick("über", "above") } else { self.language.pick("unter", "below") };
        Some(self.language.pick(
            format!("Der Wert für {when} liegt {how}{side} dem Wert {of} ({value})."),
            format!("The value for {when} is {how}{side} that {of} ({value})."),
        ))
    }

    /// What a reader must know before relying on the sentence.
    fn reservations(&self, last: Known) -> Vec<String> {
        let mut notes = Vec::new();
        if let Some(b) = self.after {
            let when = self.since(b.at);
            let words = &b.words;
            notes.push(self.language.pick(
                format!("Werte vor {when} sind nicht vergleichbar ({words})."),
                format!("Values before {when} are not comparable ({words})."),
            ));
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
                format!("Die Quelle rundet die Werte auf Vielfache von {base}."),
                format!("The source rounds the values to multiples of {base}."),
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

fn is_hidden(symbol: Symbol) -> bool {
    matches!(symbol, Symbol::Secret | Symbol::SecretOrUnknown)
}

fn capitalised(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
}

#[cfg(test)]
mod tests;
