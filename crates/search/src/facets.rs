//! Counts per facet value.

use std::collections::HashMap;

use model::access::{AccessFeature, ChildCare};
use model::codes::area_key::AreaKey;
use model::codes::education::LearningForm;
use model::codes::level::CefrBase;
use model::offers::{DeliveryMode, LifePhase};
use model::schedule::TimeOfDay;
use model::vocabularies::{Vocabulary, funding, target_groups, topics};

use crate::answer::{Facet, FacetName, FacetValue};
use crate::columns::bits::Bits;
use crate::places::Places;
use crate::query::{Duration, Filters, PriceFilter};
use crate::snapshot::{PartView, View, provider_from};
use crate::understand::intent::WEEKDAYS;

/// Sums over the parts.
#[derive(Debug)]
pub(crate) struct Counts {
    topics: Vec<usize>,
    target_groups: Vec<usize>,
    funding: Vec<usize>,
    life_phases: Vec<usize>,
    levels: Vec<usize>,
    durations: Vec<usize>,
    delivery: Vec<usize>,
    price: Vec<usize>,
    child_care: Vec<usize>,
    accessibility: Vec<usize>,
    learning_form: Vec<usize>,
    no_requirements: usize,
    languages: HashMap<String, usize>,
    /// By provider of the view.
    providers: Vec<usize>,
    pub areas: HashMap<AreaKey, usize>,
    pub weekdays: [usize; 7],
    pub times: [usize; 4],
    pub places_free: usize,
}

impl Counts {
    pub(crate) fn new(view: Option<&View>) -> Self {
        Self {
            topics: vec![0; topics().terms.len()],
            target_groups: vec![0; target_groups().terms.len()],
            funding: vec![0; funding().terms.len()],
            life_phases: vec![0; LifePhase::ALL.len()],
            levels: vec![0; CefrBase::ALL.len()],
            durations: vec![0; Duration::ALL.len()],
            delivery: vec![0; DeliveryMode::ALL.len()],
            price: vec![0; PriceFilter::ALL.len()],
            child_care: vec![0; ChildCare::ALL.len()],
            accessibility: vec![0; AccessFeature::ALL.len()],
            learning_form: vec![0; LearningForm::ALL.len()],
            no_requirements: 0,
            languages: HashMap::new(),
            providers: vec![0; view.map_or(0, |view| view.providers.len())],
            areas: HashMap::new(),
            weekdays: [0; 7],
            times: [0; 4],
            places_free: 0,
        }
    }

    /// Adds a part's facets of the offer as a whole; `base` gives the offers that count for a facet (all filters but its own).
    pub(crate) fn add_part<'a>(&mut self, view: &PartView, base: impl Fn(FacetName) -> &'a Bits) {
        let values = &view.part.values;
        for (facet, counts, columns) in [
            (FacetName::Topic, &mut self.topics, &values.topics),
            (FacetName::TargetGroup, &mut self.target_groups, &values.target_groups),
            (FacetName::Funding, &mut self.funding, &values.funding),
            (FacetName::LifePhase, &mut self.life_phases, &values.life_phases),
            (FacetName::Level, &mut self.levels, &values.levels),
            (FacetName::Duration, &mut self.durations, &values.durations),
            (FacetName::Delivery, &mut self.delivery, &values.delivery),
            (FacetName::Price, &mut self.price, &values.price),
            (FacetName::ChildCare, &mut self.child_care, &values.child_care),
            (FacetName::Accessibility, &mut self.accessibility, &values.accessibility),
            (FacetName::LearningForm, &mut self.learning_form, &values.learning_form),
        ] {
            let base = base(facet);
            for (count, column) in counts.iter_mut().zip(columns) {
                *count += base.count_and(column);
            }
        }
        if let [column] = values.no_requirements.as_slice() {
            self.no_requirements += base(FacetName::NoRequirements).count_and(column);
        }
        let base_languages = base(FacetName::Language);
        for (code, column) in &values.languages {
            let count = base_languages.count_and(column);
            if count > 0 {
                *self.languages.entry(code.clone()).or_insert(0) += count;
            }
        }
        let mut providers = vec![0; view.part.provider_list.len()];
        for offer in base(FacetName::Provider).iter() {
            providers[view.part.providers[offer] as usize] += 1;
        }
        for (index, count) in providers.into_iter().enumerate() {
            self.providers[view.providers[index] as usize] += count;
        }
    }

    /// All facets in the order of [`FacetName::ALL`]. Closed lists show all their values; open lists (areas, languages, providers) those that
    /// occur or are selected, most offers first.
    pub(crate) fn facets(&self, view: Option<&View>, filters: &Filters, places: &Places) -> Vec<Facet> {
        FacetName::ALL
            .iter()
            .map(|name| Facet { name: *name, values: self.values(*name, view, filters, places) })
            .collect()
    }

    fn values(&self, name: FacetName, view: Option<&View>, filters: &Filters, places: &Places) -> Vec<FacetValue> {
        let value = |value: &str, count: usize, selected: bool| FacetValue {
            value: value.to_owned(),
            label: None,
            count,
            selected,
        };
        match name {
            FacetName::Topic => terms(topics(), &self.topics, |code| filters.topics.iter().any(|c| c.as_str() == code)),
            FacetName::TargetGroup => terms(target_groups(), &self.target_groups, |code| {
                filters.target_groups.iter().any(|c| c.as_str() == code)
            }),
            FacetName::Funding => {
                terms(funding(), &self.funding, |code| filters.funding.iter().any(|c| c.as_str() == code))
            }
            FacetName::LifePhase => {
                listed(LifePhase::ALL, &self.life_phases, |v| (v.code(), filters.life_phases.contains(&v)))
            }
            FacetName::Level => listed(CefrBase::ALL, &self.levels, |v| (v.code(), filters.levels.contains(&v))),
            FacetName::Duration => {
                listed(Duration::ALL, &self.durations, |v| (v.code(), filters.durations.contains(&v)))
            }
            FacetName::Delivery => {
                listed(DeliveryMode::ALL, &self.delivery, |v| (v.code(), filters.delivery.contains(&v)))
            }
            FacetName::Price => listed(PriceFilter::ALL, &self.price, |v| (v.code(), filters.price.contains(&v))),
            FacetName::ChildCare => {
                listed(ChildCare::ALL, &self.child_care, |v| (v.code(), filters.child_care.contains(&v)))
            }
            FacetName::Accessibility => {
                listed(AccessFeature::ALL, &self.accessibility, |v| (v.code(), filters.accessibility.contains(&v)))
            }
            FacetName::LearningForm => {
                listed(LearningForm::ALL, &self.learning_form, |v| (v.code(), filters.learning_forms.contains(&v)))
            }
            FacetName::NoRequirements => vec![value("ja", self.no_requirements, filters.no_requirements)],
            FacetName::PlacesFree => vec![value("ja", self.places_free, filters.places_free)],
            FacetName::Weekday => WEEKDAYS
                .iter()
                .zip(self.weekdays)
                .enumerate()
                .map(|(index, (code, count))| value(code, count, filters.weekdays.bits() & 1 << index != 0))
                .collect(),
            FacetName::TimeOfDay => {
                listed(TimeOfDay::ALL, &self.times, |v| (v.code(), filters.times_of_day.contains(&v)))
            }
            FacetName::Language => {
                let mut values: Vec<FacetValue> = self
                    .languages
                    .iter()
                    .map(|(code, count)| {
                        value(code, *count, filters.languages.iter().any(|language| language.as_str() == code))
                    })
                    .collect();
                for language in
                    filters.languages.iter().filter(|language| !self.languages.contains_key(language.as_str()))
                {
                    values.push(value(language.as_str(), 0, true));
                }
                most_first(values)
            }
            FacetName::Gemeinde => {
                let mut values: Vec<FacetValue> = self
                    .areas
                    .iter()
                    .map(|(key, count)| FacetValue {
                        value: key.to_string(),
                        label: places.label(key).map(str::to_owned),
                        count: *count,
                        selected: filters.areas.contains(key),
                    })
                    .collect();
                for key in filters.areas.iter().filter(|key| !self.areas.contains_key(*key)) {
                    values.push(FacetValue {
                        value: key.to_string(),
                        label: places.label(key).map(str::to_owned),
                        count: 0,
                        selected: true,
                    });
                }
                most_first(values)
            }
            FacetName::Provider => {
                let providers = view.map(|view| view.providers.as_slice()).unwrap_or_default();
                let mut values = Vec::new();
                for (provider, count) in providers.iter().zip(&self.providers) {
                    let id = provider_from(provider.id);
                    let selected = filters.providers.contains(&id);
                    if *count > 0 || selected {
                        values.push(FacetValue {
                            value: id.to_string(),
                            label: provider.name.clone(),
                            count: *count,
                            selected,
                        });
                    }
                }
                for id in filters
                    .providers
                    .iter()
                    .filter(|id| !providers.iter().any(|provider| provider.id == *id.as_bytes()))
                {
                    values.push(value(&id.to_string(), 0, true));
                }
                most_first(values)
            }
        }
    }
}

fn most_first(mut values: Vec<FacetValue>) -> Vec<FacetValue> {
    values
        .sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.label.cmp(&b.label)).then_with(|| a.value.cmp(&b.value)));
    values
}

fn terms(vocabulary: &Vocabulary, counts: &[usize], selected: impl Fn(&str) -> bool) -> Vec<FacetValue> {
    let values = vocabulary.terms.iter().zip(counts);
    values
        .map(|(term, count)| FacetValue {
            value: term.code.clone(),
            label: None,
            count: *count,
            selected: selected(&term.code),
        })
        .collect()
}

fn listed<T: Copy>(all: &[T], counts: &[usize], describe: impl Fn(T) -> (&'static str, bool)) -> Vec<FacetValue> {
    all.iter()
        .zip(counts)
        .map(|(value, count)| {
            let (code, selected) = describe(*value);
            FacetValue { value: code.to_owned(), label: None, count: *count, selected }
        })
        .collect()
}
