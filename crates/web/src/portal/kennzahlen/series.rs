//! From computed values to charts: points, formats, the sentence above.

use cube::Definition;
use cube::{BreakKind, Series, compute, newest_year};
use model::statistics::{GERMANY, Period, Protection};
use render::charts::headline::{Comparison, Finding, Headline, Reason, Since, Statement, headline};
use render::charts::{Break, Format, Language, Point, sparkline};

use actions::statistics::Loaded;

use super::choice::{Choice, land_of, name_of};
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
        let most = point.breaks.iter().min_by_key(|one| one.kind)?;
        Some(Break { at: Period::Year(point.year), words: label_of(most, words) })
    };
    series.points.iter().filter_map(of_point).collect()
}

fn label_of(one: &cube::Break, words: &Words) -> String {
    if let Some(label) = one.label {
        return label.in_language(words.language).to_owned();
    }
    words.code(
        "bruch",
        match one.kind {
            BreakKind::Definition => "definition",
            BreakKind::Territory => "gebiet",
            BreakKind::Begins => "beginn",
            BreakKind::Source => "quelle",
            BreakKind::Census => "zensus",
        },
    )
}

/// Whether what is counted from a year on must not be put beside what was counted before. A new census breaks numbers of persons; in a
/// rate numerator and denominator change together, and its mark says enough.
fn interrupts(definition: &Definition, point: &cube::Point) -> bool {
    point.breaks.iter().any(|one| one.kind != BreakKind::Census || !definition.kennzahl.is_relative())
}

/// The years from which on a series is not comparable with before.
pub(crate) fn interruptions(definition: &Definition, series: &Series) -> Vec<Period> {
    let points = series.points.iter().filter(|point| interrupts(definition, point));
    points.map(|point| Period::Year(point.year)).collect()
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
    beside.retain(|_| kennzahl.compares_across_levels());
    let comparisons: Vec<Comparison> = beside
        .iter()
        .map(|area| Comparison {
            place: name_of(visit, definition, loaded, area).place,
            points: points(&compute(definition, loaded, area, choice.years.0..=choice.years.1)),
        })
        .collect();
    let place = name_of(visit, definition, loaded, &choice.area).place;
    let mut shown = points(own);
    if definition.kennzahl.is_index() {
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
        latest: newest_year(definition, loaded).map(Period::Year),
        comparisons: &comparisons,
        is_money: kennzahl.unit.contains("EUR"),
    })
}

/// A series as small as a word.
pub(crate) fn small_line(definition: &Definition, words: &Words, series: &Series) -> Option<String> {
    let name = definition.kennzahl.name.in_language(words.language);
    sparkline(name, &format(definition, words), &points(series), &interruptions(definition, series))
}

/// Why values may not be put beside earlier ones, for the sentences below the headline.
fn reasons(definition: &Definition, series: &Series, words: &Words) -> Vec<Since> {
    let of_point = |point: &cube::Point| {
        let reason = match point.breaks.iter().map(|one| one.kind).min()? {
            BreakKind::Definition => {
                // Editors write these notes in German only.
                let note = definition.kennzahl.version(point.year).and_then(|version| version.note.clone());
                Reason::Definition(note.filter(|_| words.is_german()))
            }
            BreakKind::Territory => Reason::Territory,
            BreakKind::Source => Reason::Source,
            BreakKind::Census => Reason::Census,
            // Nothing lies before it that could be compared.
            BreakKind::Begins => return None,
        };
        Some(Since { at: Period::Year(point.year), reason })
    };
    series.points.iter().filter(|point| interrupts(definition, point)).filter_map(of_point).collect()
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
