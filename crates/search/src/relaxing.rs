//! Ways out when nothing was found: which filter is in the way, and what could be asked instead. Each is tried, none is guessed.

use crate::answer::{FacetName, RelaxStep, Relaxed};
use crate::index::{Error, Index};
use crate::query::{Filters, Query};
use crate::ranking;
use crate::search::{Run, run, without};
use crate::understand;

/// Wider circles to try, in kilometres.
const RADII: [f64; 4] = [10.0, 20.0, 50.0, 100.0];
const MOST: usize = 5;
const HITS: usize = 3;

pub(crate) fn ways_out(index: &Index, failed: &Run, query: &Query) -> Result<Vec<Relaxed>, Error> {
    let mut found = Vec::new();
    let mut attempt = |step: RelaxStep, text: String, filters: Filters| -> Result<bool, Error> {
        if found.len() >= MOST {
            return Ok(true);
        }
        let relaxed = Query { text, filters, offset: 0, limit: HITS, ..query.clone() };
        let run = run(failed.view.clone(), index.places(query.kommune), &relaxed, None)?;
        if run.total == 0 {
            return Ok(false);
        }
        let hits = ranking::page(&run, &relaxed);
        found.push(Relaxed { step, text: relaxed.text, filters: relaxed.filters, total: run.total, hits });
        Ok(true)
    };
    let text = &query.text;
    let filters = &query.filters;
    if let Some(near) = &filters.near {
        for km in RADII.into_iter().filter(|km| *km > near.radius_km) {
            let mut wider = filters.clone();
            wider.near = Some(crate::query::Near { radius_km: km, ..near.clone() });
            if attempt(RelaxStep::WidenRadius { km }, text.clone(), wider)? {
                break;
            }
        }
    }
    for (step, fewer) in with_one_less(filters) {
        attempt(step, text.clone(), fewer)?;
    }
    let composed = understand::composed_text(text);
    let concepts = &failed.question.required;
    for concept in concepts {
        for term in &concept.broader {
            let left = without(&composed, &concept.at);
            let broader = if left.is_empty() { term.clone() } else { format!("{left} {term}") };
            attempt(RelaxStep::Broader { term: term.clone() }, broader, filters.clone())?;
        }
    }
    // Words that nobody has come first, then each word alone.
    let unknown: Vec<_> = concepts.iter().filter(|concept| concept.alternatives.is_empty()).collect();
    if !unknown.is_empty() {
        let at: Vec<_> = unknown.iter().flat_map(|concept| concept.at.clone()).collect();
        let words = unknown.iter().flat_map(|concept| concept.words.clone()).collect();
        attempt(RelaxStep::DropWords(words), without(&composed, &at), filters.clone())?;
    } else if concepts.len() > 1 {
        for concept in concepts.iter().rev().take(6) {
            attempt(RelaxStep::DropWords(concept.words.clone()), without(&composed, &concept.at), filters.clone())?;
        }
    }
    if *filters != Filters::default() {
        attempt(RelaxStep::DropAllFilters, text.clone(), Filters::default())?;
    }
    if found.is_empty() && !text.is_empty() {
        // Nothing of what was typed stands anywhere: the filters alone, or everything.
        let words = vec![text.trim().to_owned()];
        for filters in [filters.clone(), Filters::default()] {
            let relaxed = Query { text: String::new(), filters, offset: 0, limit: HITS, ..query.clone() };
            let run = run(failed.view.clone(), index.places(query.kommune), &relaxed, None)?;
            if run.total > 0 {
                let hits = ranking::page(&run, &relaxed);
                found.push(Relaxed {
                    step: RelaxStep::DropWords(words),
                    text: String::new(),
                    filters: relaxed.filters,
                    total: run.total,
                    hits,
                });
                break;
            }
        }
    }
    Ok(found)
}

/// The filters with each one left out in turn.
pub(crate) fn with_one_less(filters: &Filters) -> Vec<(RelaxStep, Filters)> {
    let mut list = Vec::new();
    let mut less = |step: RelaxStep, change: fn(&mut Filters)| {
        let mut fewer = filters.clone();
        change(&mut fewer);
        if fewer != *filters {
            list.push((step, fewer));
        }
    };
    let drop = RelaxStep::DropFilter;
    less(RelaxStep::DropDates, |f| (f.from, f.until) = (None, None));
    less(drop(FacetName::Weekday), |f| f.weekdays = model::schedule::WeekdaySet::default());
    less(drop(FacetName::TimeOfDay), |f| f.times_of_day.clear());
    less(drop(FacetName::PlacesFree), |f| f.places_free = false);
    less(drop(FacetName::Accessibility), |f| f.accessibility.clear());
    less(drop(FacetName::ChildCare), |f| f.child_care.clear());
    less(drop(FacetName::NoRequirements), |f| f.no_requirements = false);
    less(drop(FacetName::Price), |f| f.price.clear());
    less(drop(FacetName::Funding), |f| f.funding.clear());
    less(drop(FacetName::Level), |f| f.levels.clear());
    less(drop(FacetName::Duration), |f| f.durations.clear());
    less(drop(FacetName::Delivery), |f| f.delivery.clear());
    less(drop(FacetName::Language), |f| f.languages.clear());
    less(drop(FacetName::Provider), |f| f.providers.clear());
    less(drop(FacetName::LearningForm), |f| f.learning_forms.clear());
    less(drop(FacetName::TargetGroup), |f| f.target_groups.clear());
    less(drop(FacetName::LifePhase), |f| f.life_phases.clear());
    less(drop(FacetName::Topic), |f| f.topics.clear());
    less(RelaxStep::DropPlace, |f| {
        f.areas.clear();
        f.near = None;
    });
    list
}
