//! From computed values to charts: points, formats, the sentence above.

use cube::Definition;
use cube::{BreakKind, Series, compute};
use model::kennzahlen::FormulaVersion;
use model::statistics::{GERMANY, Period, Protection};
use render::charts::headline::{Comparison, Finding, Headline, Reason, Since, Statement, headline};
use render::charts::{Break, Format, Language, Point};

use actions::statistics::Loaded;

use super::choice::{Choice, compares_across_levels, is_index, land_of, name_of};
use crate::locale::{Words, say};
use crate::visit::Visit;

pub(crate) fn language(words: &Words) -> Language {
    if words.is_german() { Language::German } else { Language::English }
}

/// How the numbers of a Kennzahl are written. Plain counts carry no unit.
pub(crate) fn format(definition: &Definition, words: &Words) -> Format {
    let unit = match definition.kennzahl.unit.as_str() {
        "Anzahl" | "Indexpunkte" => String::new(),
        "Prozent" => "%".to_owned(),
        "EUR" => "€".to_owned(),
        "Tsd. EUR" => say::unit_thousand_euro(words),
        other => words.find_code("einheit", &render::address::slug(other)).unwrap_or_else(|| other.to_owned()),
    };
    Format { decimals: definition.kennzahl.decimals, unit, language: language(words) }
}

/// What the values measure, for axes and table heads.
pub(crate) fn unit_name(definition: &Definition, words: &Words) -> String {
    let unit = definition.kennzahl.unit.as_str();
    words.find_code("einheit", &render::address::slug(unit)).unwrap_or_else(|| unit.to_owned())
}

pub(crate) fn points(series: &Series) -> Vec<Point> {
    series.points.iter().map(|point| Point { period: Period::Year(point.year), wert: point.wert }).collect()
}

/// Breaks in a word or two: drawings have no room for more. The whole sentences stand below the chart.
pub(crate) fn breaks(series: &Series, words: &Words) -> Vec<Break> {
    let of_point = |point: &cube::Point| {
        // The change that matters most: what is counted before where it is counted from.
        let kind = point.breaks.iter().map(|one| one.kind).min()?;
        let key = match kind {
            BreakKind::Definition => "definition",
            BreakKind::Territory => "gebiet",
            BreakKind::Begins => "beginn",
            BreakKind::Source => "quelle",
        };
        Some(Break { at: Period::Year(point.year), words: words.code("bruch", key) })
    };
    series.points.iter().filter_map(of_point).collect()
}

/// The finding of a series in one sentence, with what must be said beside it.
pub(crate) fn finding(
    visit: &Visit,
    definition: &Definition,
    loaded: &Loaded,
    choice: &Choice,
    own: &Series,
) -> Headline {
    let words = visit.words;
    let kennzahl = &definition.kennzahl;
    // What the catalogue has no sentence for is named as in a table.
    let named = format!("{} in {{gebiet}}: {{wert}} ({{jahr}}).", kennzahl.name.in_language(words.language));
    let statement = Statement {
        text: kennzahl.headline.as_ref().map_or(named.as_str(), |text| text.in_language(words.language)),
        negative: kennzahl.headline_negative.as_ref().map(|text| text.in_language(words.language)),
    };
    let mut beside: Vec<String> = land_of(&choice.area).into_iter().collect();
    beside.extend((choice.area != GERMANY).then(|| GERMANY.to_owned()));
    beside.retain(|_| compares_across_levels(definition));
    let comparisons: Vec<Comparison> = beside
        .iter()
        .map(|area| Comparison {
            place: name_of(visit, definition, loaded, area).place,
            points: points(&compute(definition, loaded, area, choice.years.0..=choice.years.1)),
        })
        .collect();
    let latest = kennzahl.tables().into_iter().filter_map(|table| loaded.cube(table)?.periods().last().copied());
    let place = name_of(visit, definition, loaded, &choice.area).place;
    let mut shown = points(own);
    if is_index(definition) {
        // No trend: next year's index is measured against other areas' values.
        shown = shown.into_iter().rfind(|point| point.wert.value().is_some()).into_iter().collect();
    }
    headline(&Finding {
        statement,
        place: &place,
        format: &format(definition, words),
        points: &shown,
        breaks: &reasons(definition, own, words),
        rounding: rounding(definition, loaded, &choice.area, choice.years.1),
        latest: latest.max_by_key(|period| period.year()).map(|period| Period::Year(period.year())),
        comparisons: &comparisons,
        is_money: kennzahl.unit.contains("EUR"),
    })
}

/// Breaks with what a sentence says about them.
fn reasons(definition: &Definition, series: &Series, words: &Words) -> Vec<Since> {
    let of_point = |point: &cube::Point| {
        let reason = match point.breaks.iter().map(|one| one.kind).min()? {
            BreakKind::Definition => {
                let version = definition.kennzahl.version(point.year);
                if version.is_some_and(FormulaVersion::follows_a_census) {
                    Reason::Census
                } else {
                    // Editors write these notes in German only.
                    let note = version.and_then(|version| version.note.clone());
                    Reason::Definition(note.filter(|_| words.is_german()))
                }
            }
            BreakKind::Territory => Reason::Territory,
            BreakKind::Source => Reason::Source,
            // Nothing lies before it that could be compared.
            BreakKind::Begins => return None,
        };
        Some(Since { at: Period::Year(point.year), reason })
    };
    series.points.iter().filter_map(of_point).collect()
}

/// The coarsest rounding of the sources.
fn rounding(definition: &Definition, loaded: &Loaded, area: &str, year: i32) -> Option<u32> {
    let protections = definition.kennzahl.tables().into_iter().filter_map(|table| loaded.dataset(table));
    let bases = protections.filter_map(|dataset| match actions::statistics::protection_of(dataset, area, year) {
        Protection::Rounded { base } => Some(base),
        _ => None,
    });
    bases.max()
}

/// The number with its sign ("35,6 %", "26.922 €"), and what it counts where that is no sign ("je 1.000 Einwohner").
pub(crate) fn value_and_unit(
    definition: &Definition,
    words: &Words,
    wert: model::wert::Wert,
) -> (String, Option<String>) {
    let format = format(definition, words);
    if format.unit.is_empty() || format.has_sign() || wert.value().is_none() {
        return (format.spoken(wert), None);
    }
    (Format { unit: String::new(), ..format.clone() }.spoken(wert), Some(format.unit))
}
