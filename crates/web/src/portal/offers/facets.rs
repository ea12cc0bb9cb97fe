//! Facets of the answer as filters of the page.

use chrono::{Datelike as _, Days, NaiveDate};
use maud::{Markup, html};
use model::vocabularies::{self, Vocabulary};
use search::answer::{FacetName, FacetValue};

use super::results::{Results, label_in_answer};
use crate::locale::{Words, format, say};
use crate::params::{Active, Params, RADII_KM};
use crate::ui::facet::{Facet, Group, Panel, Value};
use crate::visit::Visit;

const FORM: &str = "suche";
/// Values of an open list (providers, areas), most offers first; a page with a thousand boxes helps nobody.
const LONGEST: usize = 120;

pub(super) fn panel(results: &Results<'_>) -> Panel {
    let words = results.visit.words;
    Panel {
        form: FORM.into(),
        heading: say::filters_title(words),
        apply: say::filters_apply(words, results.answer.total),
        close: say::close(words),
        close_href: "#ergebnis".into(),
        groups: groups(results),
        facets: results
            .answer
            .facets
            .iter()
            .filter(|facet| !facet.values.is_empty())
            .map(|found| facet(results, found.name, &found.values))
            .collect(),
    }
}

fn facet(results: &Results<'_>, name: FacetName, values: &[FacetValue]) -> Facet {
    let words = results.visit.words;
    // Scales stay in their order and in one piece; of long lists what occurs comes first.
    let is_list =
        matches!(name, FacetName::Topic | FacetName::TargetGroup | FacetName::Funding | FacetName::Accessibility);
    let shown =
        if is_list || matches!(name, FacetName::Provider | FacetName::Gemeinde | FacetName::Language) { 6 } else { 8 };
    let doubled = |value: &FacetValue| name == FacetName::Gemeinde && results.visit.site.is_doubled(&value.value);
    let mut values: Vec<&FacetValue> = values
        .iter()
        .enumerate()
        .filter(|(index, value)| value.selected || (*index < LONGEST && !doubled(value)))
        .map(|(_, value)| value)
        .collect();
    if is_list {
        values.sort_by_key(|value| value.count == 0 && !value.selected);
    }
    Facet {
        name: name.code().to_owned(),
        label: words.code("facet", name.code()),
        open: matches!(name, FacetName::Topic | FacetName::LifePhase | FacetName::Price),
        more: say::filters_more(words, values.len().saturating_sub(shown)),
        note: match name {
            FacetName::Accessibility => Some(say::filter_note_accessibility(words)),
            FacetName::PlacesFree => Some(say::filter_note_places(words)),
            _ => None,
        },
        values: values
            .iter()
            .map(|value| Value {
                value: value.value.clone(),
                label: value_label(results.visit, name, &value.value, value.label.as_deref()),
                count: say::number_only(words, value.count),
                count_spoken: say::count_offers(words, value.count),
                selected: value.selected,
                empty: value.count == 0,
                unknown: value.value == "unbekannt",
            })
            .collect(),
        shown,
    }
}

/// Dates and distance: filters that are not lists of values.
fn groups(results: &Results<'_>) -> Vec<Group> {
    let words = results.visit.words;
    let mut groups =
        vec![Group { id: "zeit".into(), label: say::filter_dates(words), open: true, content: dates(results) }];
    if !results.params.place.is_empty() && !results.place_unknown {
        groups.push(Group {
            id: "umkreis".into(),
            label: say::filter_radius(words),
            open: true,
            content: radius(words, results.params),
        });
    }
    groups
}

fn dates(results: &Results<'_>) -> Markup {
    let words = results.visit.words;
    let today = results.visit.today();
    let params = results.params;
    let value = |day: Option<NaiveDate>| day.map(|day| day.to_string()).unwrap_or_default();
    html! {
        ul.date-shortcuts {
            @for (label, from, until) in shortcuts(words, today) {
                @let current = (params.filters.from, params.filters.until) == (Some(from), Some(until));
                li {
                    a href=(params.with_dates(Some(from), Some(until)).href("/angebote")) rel="nofollow"
                        aria-current=[current.then_some("true")] { (label) }
                }
            }
        }
        div.facet-fields {
            label for="f-bis" { (say::filter_until(words)) }
            input type="date" id="f-bis" name="bis" form=(FORM) value=(value(params.filters.until)) autocomplete="off";
        }
    }
}

/// Spans that people ask for. The week begins on Monday.
fn shortcuts(words: &Words, today: NaiveDate) -> [(String, NaiveDate, NaiveDate); 4] {
    let day = |offset: u64| today.checked_add_days(Days::new(offset)).unwrap_or(today);
    let to_sunday = u64::from(6 - today.weekday().num_days_from_monday());
    let to_saturday = to_sunday.saturating_sub(1);
    [
        (say::dates_today(words), today, today),
        (say::dates_week(words), today, day(to_sunday)),
        (say::dates_weekend(words), day(to_saturday), day(to_sunday)),
        (say::dates_next_week(words), day(to_sunday + 1), day(to_sunday + 7)),
    ]
}

fn radius(words: &Words, params: &Params) -> Markup {
    let mut radii = RADII_KM.to_vec();
    if !radii.contains(&params.radius_km) {
        radii.push(params.radius_km);
        radii.sort_unstable();
    }
    html! {
        div.facet-fields {
            label for="f-umkreis" { (say::filter_radius_field(words, params.place.clone())) }
            select id="f-umkreis" name="umkreis" form=(FORM) autocomplete="off" {
                @for km in radii { option value=(km) selected[km == params.radius_km] { (km) " km" } }
            }
        }
        ul {
            li.facet-value {
                input.kern-form-check__checkbox type="checkbox" id="f-online" name="online" value="1" form=(FORM) checked[params.or_online];
                label for="f-online" { (say::filter_or_online(words)) }
            }
        }
    }
}

/// Name of a facet's value in the visitor's language. `label` is what the index knows (names of providers).
pub(crate) fn value_label(visit: &Visit, facet: FacetName, value: &str, label: Option<&str>) -> String {
    let words = visit.words;
    let term = |vocabulary: &'static Vocabulary| {
        vocabulary.find_term(value).map_or_else(|| value.to_owned(), |term| term.label_in(words.language).to_owned())
    };
    match facet {
        FacetName::Topic => term(vocabularies::topics()),
        FacetName::TargetGroup => term(vocabularies::target_groups()),
        FacetName::Funding => term(vocabularies::funding()),
        FacetName::Gemeinde => visit.site.area_name(value),
        FacetName::Provider => label.unwrap_or(value).to_owned(),
        FacetName::Language => words.find_code("sprache", value).unwrap_or_else(|| value.to_uppercase()),
        _ => words.code(facet.code(), value),
    }
}

/// A filter that is set, in words.
pub(super) fn active_label(results: &Results<'_>, active: &Active) -> String {
    let words = results.visit.words;
    match active {
        Active::Place => say::filter_place(words, results.params.radius_km, results.params.place.clone()),
        Active::From(day) => say::filter_from_day(words, format::date(words, *day)),
        Active::Until(day) => say::filter_until_day(words, format::date(words, *day)),
        Active::Facet(facet, value) => {
            value_label(results.visit, *facet, value, label_in_answer(results.answer, *facet, value))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::locale::german;

    #[test]
    fn weekend_and_weeks_follow_the_calendar() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        for (today, week_end, weekend, next) in [
            // Monday, Saturday, Sunday
            ("2026-03-02", "2026-03-08", "2026-03-07", "2026-03-09"),
            ("2026-03-07", "2026-03-08", "2026-03-07", "2026-03-09"),
            ("2026-03-08", "2026-03-08", "2026-03-08", "2026-03-09"),
        ] {
            let [now, week, end, following] = shortcuts(german(), day(today));
            assert_eq!((now.1, now.2), (day(today), day(today)));
            assert_eq!((week.1, week.2), (day(today), day(week_end)));
            assert_eq!((end.1, end.2), (day(weekend), day(week_end)));
            assert_eq!(following.1, day(next));
            assert_eq!((following.2 - following.1).num_days(), 6);
        }
    }
}
