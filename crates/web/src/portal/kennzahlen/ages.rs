//! Who lives here, by age and sex: a population pyramid, with the ages of the Land as an outline.

use cube::{AgeGroup, compute_pyramid};
use maud::{Markup, html};
use model::kennzahlen::Breakdown;
use model::statistics::GERMANY;
use render::charts::pyramid;
use render::charts::{Caption, Pyramid};

use super::choice::{land_of, name_of};
use super::page::{Figures, printed};
use super::series::format;
use super::sources;
use crate::locale::say;
use crate::ui::lists::{Table, table};

/// Where the oldest group ends on the drawing: it has no end, and few live longer.
const OLDEST: u16 = 100;

pub(super) struct AgeChart<'a> {
    pub(super) breakdown: &'a Breakdown,
    pub(super) pyramid: Pyramid,
    /// What the outline is.
    pub(super) note: Option<String>,
}

impl<'a> AgeChart<'a> {
    /// The first breakdown of a Kennzahl that has two sides and numbers.
    pub(super) fn first_of(figures: &Figures<'a>) -> Option<Self> {
        figures.definition.kennzahl.breakdowns.iter().find_map(|breakdown| Self::new(figures, breakdown))
    }

    pub(super) fn new(figures: &Figures<'a>, breakdown: &'a Breakdown) -> Option<Self> {
        let sides = breakdown.sides.as_ref()?;
        let Figures { visit, definition, loaded, choice, .. } = figures;
        let words = visit.words;
        let of = |area: &str| compute_pyramid(definition, *loaded, area, choice.year, breakdown);
        let own = of(&choice.area);
        let oldest = own.last()?.ages;
        let end = oldest.below.unwrap_or(OLDEST.max(oldest.from + 5));
        let reference = land_of(&choice.area).or_else(|| (choice.area != GERMANY).then(|| GERMANY.to_owned()));
        let compared = reference.and_then(|area| Some((area.clone(), scaled(&own, &of(&area))?)));
        let mut groups: Vec<pyramid::AgeGroup> = own
            .iter()
            .map(|group| pyramid::AgeGroup {
                label: group.label.clone(),
                ages: (f64::from(group.ages.from), f64::from(group.ages.below.unwrap_or(end))),
                values: group.sides,
                comparison: None,
            })
            .collect();
        let (mut comparison, mut note) = (None, None);
        if let Some((area, persons)) = compared {
            for (group, persons) in groups.iter_mut().zip(persons) {
                group.comparison = Some(persons);
            }
            let genitive = name_of(visit, definition, loaded, &area).genitive;
            comparison = Some(say::chart_ages_compared(words, genitive.clone()));
            note = Some(say::chart_ages_note(words, genitive));
        }
        let place = name_of(visit, definition, loaded, &choice.area).place.within;
        let title = say::chart_ages_title(words, place, choice.year.to_string());
        let sides = [&sides.left, &sides.right].map(|side| side.label.in_language(words.language).to_owned());
        let pyramid = Pyramid {
            caption: Caption {
                id: "altersaufbau".to_owned(),
                title,
                description: say::chart_ages_description(words, groups.len()),
                source: sources::source_line(visit, definition, loaded),
            },
            format: format(definition, words),
            axis: say::chart_ages_axis(words),
            sides,
            groups,
            comparison,
        };
        Some(Self { breakdown, pyramid, note })
    }

    pub(super) fn table(&self, figures: &Figures) -> Markup {
        let words = figures.visit.words;
        let [left, right] = self.pyramid.sides.clone();
        let rows = self.pyramid.groups.iter().rev().map(|group| {
            let [left, right] = group.values.map(|wert| printed(figures, wert));
            vec![html! { span lang="de" { (group.label) } }, left, right]
        });
        let shown = Table {
            id: "werte-altersaufbau".into(),
            caption: self.pyramid.caption.title.clone(),
            columns: vec![self.breakdown.label.in_language(words.language).to_owned(), left, right],
            rows: rows.collect(),
            caption_hidden: false,
        };
        html! { details.table-details { summary { (say::table_show(words)) } (table(&shown)) } }
    }
}

/// How many persons of each group there were if the own population had the ages of another; `None` where the two tables do not have
/// the same groups, or a number is missing that the sums need.
fn scaled(own: &[AgeGroup], other: &[AgeGroup]) -> Option<Vec<[f64; 2]>> {
    let ages = |groups: &[AgeGroup]| groups.iter().map(|group| group.ages).collect::<Vec<_>>();
    if ages(own) != ages(other) {
        return None;
    }
    let numbers = |groups: &[AgeGroup]| -> Option<Vec<[f64; 2]>> {
        groups.iter().map(|group| Some([group.sides[0].value()?, group.sides[1].value()?])).collect()
    };
    let total = |numbers: &[[f64; 2]]| numbers.iter().flatten().sum::<f64>();
    let (own, other) = (numbers(own)?, numbers(other)?);
    let factor = total(&own) / total(&other);
    factor.is_finite().then(|| other.iter().map(|sides| sides.map(|number| number * factor)).collect())
}

#[cfg(test)]
mod tests {
    use model::wert::{Symbol, Wert};

    use super::*;

    fn groups(of: &[(&str, f64, f64)]) -> Vec<AgeGroup> {
        let group = |(code, left, right): &(&str, f64, f64)| AgeGroup {
            ages: code.parse().unwrap(),
            label: (*code).to_owned(),
            sides: [Wert::number(*left), Wert::number(*right)],
        };
        of.iter().map(group).collect()
    }

    #[test]
    fn the_outline_has_as_many_persons_as_the_bars() {
        let own = groups(&[("ALT000B18", 10.0, 10.0), ("ALT018UM", 40.0, 40.0)]);
        let land = groups(&[("ALT000B18", 300.0, 200.0), ("ALT018UM", 250.0, 250.0)]);
        assert_eq!(scaled(&own, &land), Some(vec![[30.0, 20.0], [25.0, 25.0]]));
    }

    #[test]
    fn there_is_no_outline_where_groups_differ_or_numbers_are_missing() {
        let own = groups(&[("ALT000B18", 10.0, 10.0), ("ALT018UM", 40.0, 40.0)]);
        let coarser = groups(&[("ALT000B20", 10.0, 10.0), ("ALT020UM", 40.0, 40.0)]);
        assert_eq!(scaled(&own, &coarser), None);
        let mut secret = own.clone();
        secret[0].sides[1] = Wert::symbol(Symbol::Secret);
        assert_eq!(scaled(&own, &secret), None);
        assert_eq!(scaled(&secret, &own), None);
        let nobody = groups(&[("ALT000B18", 0.0, 0.0), ("ALT018UM", 0.0, 0.0)]);
        assert_eq!(scaled(&own, &nobody), None);
    }
}
