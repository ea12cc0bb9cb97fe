//! The sentence above a chart: what the value is, what it was, and how sure that is.
//!
//! The first half is the sentence of the Kennzahl, the second half says what became of it. It never judges (higher is not better here),
//! never speaks across a break, and says so where there is nothing to say.

use chrono::Datelike;
use model::kennzahlen::statement::{Amount, in_amount};
use model::statistics::Period;
use model::wert::{Symbol, Wert};

use super::format::{Format, Language};
use super::line::Point;
use super::scale::Timeline;
use super::trend::{Direction, Strength, Trend, change, trend};

mod beside;
mod notes;

/// The sentence of a Kennzahl, in the language of the chart (see [`model::kennzahlen::statement`]).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Statement<'a> {
    pub text: &'a str,
    /// Where the value is below zero.
    pub negative: Option<&'a str>,
}

/// How an area is called within a sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// "in Trier", "im Landkreis Bergstraße".
    pub within: String,
    /// "für Trier", "für den Landkreis Bergstraße".
    pub about: String,
}

/// An area beside which the last value is put. For counts there is none that makes sense.
#[derive(Debug, Clone, PartialEq)]
pub struct Comparison {
    pub place: Place,
    pub points: Vec<Point>,
}

/// From when on values are comparable, and what was different before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Since {
    pub at: Period,
    pub reason: Reason,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reason {
    Census,
    /// Another definition; with a sentence that says which, if there is one in the language of the chart.
    Definition(Option<String>),
    Territory,
    /// Another table or another Stichtag.
    Source,
}

/// What a headline is made from.
#[derive(Debug, Clone, PartialEq)]
pub struct Finding<'a> {
    pub statement: Statement<'a>,
    pub place: &'a Place,
    pub format: &'a Format,
    /// In any order.
    pub points: &'a [Point],
    pub breaks: &'a [Since],
    /// The base to which the source rounds.
    pub rounding: Option<u32>,
    /// The newest period for which the source has delivered anything.
    pub latest: Option<Period>,
    /// From near to far: Land, Bund.
    pub comparisons: &'a [Comparison],
    /// Amounts of money, which prices change over the years.
    pub is_money: bool,
}

/// A finding in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Headline {
    /// What is to be known first.
    pub sentence: String,
    /// What it was before, where that takes a sentence of its own.
    pub story: Option<String>,
    /// Sentences that belong to it: comparison, breaks, what is uncertain.
    pub notes: Vec<String>,
}

/// A number that the sentence may use.
#[derive(Clone, Copy)]
struct Known {
    period: Period,
    /// As the sentence counts: per hundred, without a minus that the words have taken over.
    number: f64,
    wert: Wert,
}

impl Known {
    fn is_nothing(&self) -> bool {
        self.number == 0.0 && self.wert.symbol != Symbol::RoundsToZero
    }
}

pub fn headline(finding: &Finding) -> Headline {
    let story = Story::new(finding);
    let Some(last) = story.known.last().copied() else {
        return Headline { sentence: story.without_values(), story: None, notes: Vec::new() };
    };
    if let Some(sentence) = story.ended(last) {
        return Headline { sentence, story: None, notes: Vec::new() };
    }
    let (sentence, before) = story.told(last);
    let compared = story.compared(last);
    let has_sides = finding.statement.negative.is_some_and(|text| text.contains("{betrag}"));
    let shows_minus =
        [Some(&sentence), before.as_ref(), compared.as_ref()].into_iter().flatten().any(|text| text.contains('−'));
    let mut notes: Vec<String> = compared.into_iter().collect();
    if has_sides && shows_minus {
        notes.push(story.say("Ein Minus bedeutet das Umgekehrte.", "A minus stands for the opposite."));
    }
    notes.extend(story.reservations(last));
    Headline { sentence, story: before, notes }
}

struct Story<'a> {
    finding: &'a Finding<'a>,
    language: Language,
    timeline: Timeline,
    /// As the sentence writes numbers.
    format: Format,
    /// The sentence says a hundred times the value.
    scale: f64,
    /// The words say the opposite of the value's name: all numbers are below zero and told without their minus.
    is_turned_round: bool,
    /// All points in order of time.
    points: Vec<Point>,
    /// The numbers since the last break before the last number.
    known: Vec<Known>,
    /// The break at which `known` begins, if something lies before it.
    after: Option<&'a Since>,
}

impl<'a> Story<'a> {
    fn new(finding: &'a Finding<'a>) -> Self {
        let mut points = finding.points.to_vec();
        let periods: Vec<Period> = points.iter().map(|point| point.period).collect();
        let timeline = Timeline::of([&periods[..]]);
        points.sort_by(|one, other| timeline.at(one.period).total_cmp(&timeline.at(other.period)));
        let text = finding.statement.text;
        let mut format = finding.format.clone();
        let mut scale = 1.0;
        if text.contains("{hundert}") {
            format.decimals = format.decimals.saturating_sub(2);
            scale = 100.0;
        }
        if text.contains("{zahl}") || text.contains("{hundert}") {
            format.unit = String::new();
        }
        let mut known: Vec<Known> = points
            .iter()
            .filter_map(|point| {
                Some(Known { period: point.period, number: scale * point.wert.value()?, wert: point.wert })
            })
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
        let is_turned_round = finding.statement.negative.is_some_and(|text| text.contains("{betrag}"))
            && known.last().is_some_and(|last| last.number < 0.0)
            && known.iter().all(|known| known.number <= 0.0);
        if is_turned_round {
            for known in &mut known {
                known.number = -known.number;
            }
        }
        Self {
            finding,
            language: finding.format.language,
            timeline,
            format,
            scale,
            is_turned_round,
            points,
            known,
            after,
        }
    }

    fn say(&self, german: &str, english: &str) -> String {
        self.language.pick(german, english).to_owned()
    }

    /// Persons or things, of which there may be "keine".
    fn is_count(&self) -> bool {
        self.finding.format.unit.trim().is_empty()
    }

    /// "die Zahl", and the word that takes it up again.
    fn name(&self) -> (&'static str, &'static str) {
        let is_number = self.is_count() && self.finding.statement.negative.is_none();
        self.language.pick(if is_number { ("die Zahl", "sie") } else { ("der Wert", "er") }, ("it", "it"))
    }

    fn is_printed_as_zero(&self, number: f64) -> bool {
        prints_as_zero(&self.format, number)
    }

    /// "33,6 %", "6,5": other units are words of the sentence. What is not nothing is never written as zero.
    fn value(&self, known: Known) -> String {
        if known.is_nothing() {
            return Format { decimals: 0, ..self.format.clone() }.short(0.0);
        }
        if self.is_printed_as_zero(known.number) {
            let step = self.format.short(self.format.resolution());
            return self.language.pick(format!("weniger als {step}"), format!("less than {step}"));
        }
        self.format.short(known.number)
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

    fn at(&self, period: Period) -> String {
        self.language.at(self.named(period))
    }

    /// The smallest difference that the numbers can show. The base of rounding is one of counts: 3 persons are not 3 percent.
    fn smallest(&self) -> f64 {
        let base = self.finding.rounding.filter(|_| self.is_count()).map_or(0.0, f64::from);
        base.max(self.format.resolution())
    }

    fn trend(&self) -> Trend {
        let points: Vec<(f64, f64)> =
            self.known.iter().map(|known| (self.timeline.at(known.period), known.number)).collect();
        trend(&points, self.smallest())
    }

    /// The sentence, and what it was before.
    fn told(&self, last: Known) -> (String, Option<String>) {
        if self.known.len() > 1 && self.known.iter().all(Known::is_nothing) {
            let (first, last_one) = (self.when(self.known[0].period), self.when(last.period));
            let span = match self.known.len() {
                2 => self.language.pick(format!("{first} und {last_one}"), format!("{first} and {last_one}")),
                _ => self.language.pick(format!("{first} bis {last_one}"), format!("{first} to {last_one}")),
            };
            return (self.stated(last, &span), None);
        }
        let statement = self.stated(last, &self.when(last.period));
        let begun = statement.strip_suffix('.').unwrap_or(&statement);
        if self.known.len() < 2 {
            return (statement, None);
        }
        if self.is_balanced(last) {
            // The words for "as many" have no more or less that a number of before could continue.
            let first = self.known[0];
            return match self.known.len() {
                _ if self.known.iter().all(|known| self.is_printed_as_zero(known.number)) => (statement, None),
                2 => {
                    let (at, value) = (capitalised(&self.at(first.period)), self.value(first));
                    let name = self.name().0;
                    let before = self
                        .language
                        .pick(format!("{at} lag {name} bei {value}."), format!("{at}, {name} was {value}."));
                    (statement, Some(before))
                }
                _ => (statement, Some(self.ranged())),
            };
        }
        if last.is_nothing() {
            return (format!("{begun}, {}.", self.until_nothing()), None);
        }
        match self.trend() {
            Trend::Fluctuating => (statement, Some(self.ranged())),
            Trend::Turned { first, at } => (statement, Some(self.turned(first, self.known[at]))),
            Trend::Towards(direction, strength) => {
                (format!("{begun}, {}.", self.before(last, Some((direction, strength)))), None)
            }
            Trend::TooFew | Trend::Stable => (format!("{begun}, {}.", self.before(last, None)), None),
        }
    }

    /// A balance of two sides that are as large as each other, as far as the written numbers show.
    fn is_balanced(&self, last: Known) -> bool {
        self.finding.statement.negative.is_some() && self.is_printed_as_zero(last.number)
    }

    /// The sentence of the Kennzahl with its braces filled.
    fn stated(&self, last: Known, when: &str) -> String {
        let Statement { text, negative } = self.finding.statement;
        let raw = if self.is_turned_round { -last.number } else { last.number };
        let template = negative.filter(|_| raw < 0.0).unwrap_or(text);
        // Around the mean of all areas an index says nothing that is worth a direction.
        let is_balanced = if template.contains("{grad}") { raw.abs() < 0.1 } else { self.is_balanced(last) };
        let amount = match self.format.number(raw.abs()).as_str() {
            _ if is_balanced || last.is_nothing() => Amount::None,
            "1" => Amount::One,
            // "Less than 1 euro".
            "0" if self.finding.is_money => Amount::One,
            _ => Amount::Many,
        };
        let (sentence, has_none) = in_amount(template, amount);
        let value = match amount {
            Amount::None if !has_none && self.is_count() => self.say("keine", "no"),
            // A mark on a scale is written as it is, whatever it rounds to.
            _ if template.contains("{grad}") => self.format.number(raw),
            // "Weniger als 1 Unterrichtsstunden" is no German.
            Amount::Many if self.format.number(raw) == "0" && !self.format.has_sign() => {
                self.say("fast keine", "hardly any")
            }
            _ => self.value(Known { number: raw, ..last }),
        };
        let degree = match raw.abs() {
            small if small < 0.5 => self.say("etwas ", "slightly "),
            large if large >= 1.0 => self.say("deutlich ", "clearly "),
            _ => String::new(),
        };
        let filled = sentence
            .replace("In {gebiet}", &capitalised(&self.finding.place.within))
            .replace("in {gebiet}", &self.finding.place.within)
            .replace("{jahr}", when)
            .replace("{grad} ", &degree)
            .replace("{betrag}", &self.value(Known { number: raw.abs(), ..last }))
            .replace("{wert}", &value)
            .replace("{zahl}", &value)
            .replace("{hundert}", &value);
        capitalised(&filled)
    }

    /// What the first value was beside the last one.
    fn before(&self, last: Known, claimed: Option<(Direction, Strength)>) -> String {
        let first = self.known[0];
        let has_sides = self.finding.statement.negative.is_some();
        // The words say on which side of zero the last value is.
        let without_sign = |known: Known| if has_sides { Known { number: known.number.abs(), ..known } } else { known };
        let (from, to) = (self.value(without_sign(first)), self.value(without_sign(last)));
        let at = self.at(first.period);
        let claimed = claimed.filter(|_| !has_sides || last.number > 0.0);
        if has_sides && first.number * last.number < 0.0 && !self.is_printed_as_zero(first.number) {
            return self
                .language
                .pick(format!("{at} war es umgekehrt ({from})"), format!("the other way round than {at} ({from})"));
        }
        if from == to {
            let since = self.since(first.period);
            return if self.known.iter().all(|known| self.value(*known) == to) {
                self.language.pick(format!("unverändert seit {since}"), format!("unchanged since {since}"))
            } else {
                self.language.pick(format!("wie schon {at}"), format!("the same as {at}"))
            };
        }
        if first.is_nothing() {
            let none = if self.is_count() { self.say("keine", "none") } else { from };
            return self.language.pick(format!("{at} waren es noch {none}"), format!("up from {none} {at}"));
        }
        if self.language == Language::German && self.is_printed_as_zero(first.number) {
            return format!("{at} waren es {from}");
        }
        let found = || change(first.number.abs(), last.number.abs(), self.smallest());
        let turn = claimed.or_else(found);
        let Some((direction, strength)) = turn else {
            return match self.language {
                Language::German if self.is_count() => format!("fast so viele wie {at} ({from})"),
                Language::German => format!("kaum anders als {at} ({from})"),
                Language::English => format!("almost the same as {at} ({from})"),
            };
        };
        match self.language {
            Language::German => {
                let how = match strength {
                    Strength::Slight => "etwas ",
                    Strength::Plain => "",
                    Strength::Marked => "deutlich ",
                };
                let what = if direction == Direction::Rising { "weniger" } else { "mehr" };
                format!("{at} waren es {how}{what}: {from}")
            }
            Language::English => {
                let how = match strength {
                    Strength::Slight => "slightly ",
                    Strength::Plain => "",
                    Strength::Marked => "clearly ",
                };
                let what = if direction == Direction::Rising { "up" } else { "down" };
                format!("{how}{what} from {from} {at}")
            }
        }
    }

    /// There is none any more: when there was last.
    fn until_nothing(&self) -> String {
        let before = self.known.iter().rev().find(|known| !known.is_nothing()).copied();
        let Some(before) = before else { return String::new() };
        let (value, at) = (self.value(before), self.at(before.period));
        self.language.pick(format!("{at} waren es noch {value}"), format!("down from {value} {at}"))
    }

    fn ranged(&self) -> String {
        let by_number = |one: &&Known, other: &&Known| one.number.total_cmp(&other.number);
        let bound = |known: Option<&Known>| known.map_or_else(String::new, |known| self.value(*known));
        let low = bound(self.known.iter().min_by(by_number));
        let high = bound(self.known.iter().max_by(by_number));
        let since = self.since(self.known[0].period);
        let name = self.name().0;
        self.language.pick(
            format!("Seit {since} schwankt {name} zwischen {low} und {high}."),
            format!("Since {since}, it has varied between {low} and {high}."),
        )
    }

    fn turned(&self, first: Direction, peak: Known) -> String {
        let start = self.known[0];
        let (since, until) = (self.since(start.period), self.since(peak.period));
        let (from, to) = (self.value(start), self.value(peak));
        let (name, it) = self.name();
        match self.language {
            Language::German => {
                let (one, other) = match first {
                    Direction::Rising => ("stieg", "gesunken"),
                    Direction::Falling => ("sank", "gestiegen"),
                };
                format!(
                    "Zwischen {since} und {until} {one} {name} von {from} auf {to}, seitdem ist {it} wieder {other}."
                )
            }
            Language::English => {
                let (one, other) = match first {
                    Direction::Rising => ("rose", "fallen"),
                    Direction::Falling => ("fell", "risen"),
                };
                format!("Between {since} and {until}, {name} {one} from {from} to {to}, and {it} has {other} since.")
            }
        }
    }
}

fn prints_as_zero(format: &Format, number: f64) -> bool {
    !format.number(number).bytes().any(|digit| (b'1'..=b'9').contains(&digit))
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
