//! The columns of one Kommune in one index segment.

use std::collections::HashMap;

use model::access::{AccessFeature, ChildCare};
use model::codes::area_key::AreaKey;
use model::codes::education::LearningForm;
use model::codes::level::CefrBase;
use model::offers::{DeliveryMode, LifePhase};
use model::places::GeoPoint;
use model::vocabularies::{funding, target_groups, topics};

use super::bits::Bits;
use super::record::Record;
use super::times::{Day, OPEN, Row, Span};
use crate::query::{Duration, PriceFilter};

/// Bitsets of the facets that belong to the offer as a whole, one per value in the order of its list.
#[derive(Debug, Default)]
pub(crate) struct ValueBits {
    pub topics: Vec<Bits>,
    pub target_groups: Vec<Bits>,
    pub funding: Vec<Bits>,
    pub life_phases: Vec<Bits>,
    pub levels: Vec<Bits>,
    pub durations: Vec<Bits>,
    pub delivery: Vec<Bits>,
    pub price: Vec<Bits>,
    pub child_care: Vec<Bits>,
    pub accessibility: Vec<Bits>,
    pub learning_form: Vec<Bits>,
    pub no_requirements: Vec<Bits>,
    /// With their codes; the list is open.
    pub languages: Vec<(String, Bits)>,
}

#[derive(Debug)]
pub(crate) struct PartPlace {
    pub label: String,
    pub city: String,
    /// Index into [`Part::gemeinden`].
    pub gemeinde: Option<u16>,
    pub point: Option<GeoPoint>,
}

#[derive(Debug, Clone)]
pub(crate) struct PartProvider {
    pub id: [u8; 16],
    pub name: String,
    /// Change counter of the offer that said this name: the latest wins.
    pub change: i64,
}

/// Offers are numbered from 0 in the order of their documents in the segment.
#[derive(Debug, Default)]
pub(crate) struct Part {
    /// Document number in the segment.
    pub documents: Vec<u32>,
    pub ids: Vec<[u8; 16]>,
    pub created_at: Vec<i64>,
    pub prices: Vec<u32>,
    pub completeness: Vec<u8>,
    /// Index into `provider_list`.
    pub providers: Vec<u32>,
    pub provider_list: Vec<PartProvider>,
    pub online: Bits,
    /// Offers that are not shown at all times, with their first and last day.
    limited: Vec<(u32, [Day; 2])>,
    pub values: ValueBits,
    /// Index 0 means "no place".
    pub places: Vec<PartPlace>,
    pub gemeinden: Vec<AreaKey>,
    row_starts: Vec<u32>,
    rows: Vec<Row>,
    span_starts: Vec<u32>,
    spans: Vec<Span>,
}

/// Collects records and turns them into columns.
#[derive(Debug, Default)]
pub(crate) struct Builder {
    part: Part,
    masks: Vec<super::record::Masks>,
    online: Vec<bool>,
    languages: Vec<(String, Vec<u32>)>,
    language_index: HashMap<String, usize>,
    provider_index: HashMap<[u8; 16], u32>,
    place_index: HashMap<(String, String, Option<u16>, [u64; 2]), u32>,
    gemeinde_index: HashMap<AreaKey, u16>,
}

impl Builder {
    pub(crate) fn add(&mut self, document: u32, record: &Record) {
        if self.part.places.is_empty() {
            self.part.places.push(PartPlace { label: String::new(), city: String::new(), gemeinde: None, point: None });
        }
        let number = self.part.documents.len() as u32;
        self.part.documents.push(document);
        self.part.ids.push(record.id);
        self.part.created_at.push(record.created_at);
        self.part.prices.push(record.price);
        self.part.completeness.push(record.completeness);
        let provider = self.provider(record);
        self.part.providers.push(provider);
        self.online.push(record.online);
        if record.shown != [0, OPEN] {
            self.part.limited.push((number, record.shown));
        }
        self.masks.push(record.masks.clone());
        for language in &record.languages {
            let index = match self.language_index.get(language) {
                Some(index) => *index,
                None => {
                    self.languages.push((language.clone(), Vec::new()));
                    self.language_index.insert(language.clone(), self.languages.len() - 1);
                    self.languages.len() - 1
                }
            };
            self.languages[index].1.push(number);
        }
        let mut places = vec![0];
        for place in &record.places {
            places.push(self.place(place));
        }
        self.part.row_starts.push(self.part.rows.len() as u32);
        self.part.rows.extend(record.rows.iter().map(|row| Row { place: places[row.place as usize], ..*row }));
        self.part.span_starts.push(self.part.spans.len() as u32);
        self.part.spans.extend(record.spans.iter().map(|span| Span { place: places[span.place as usize], ..*span }));
    }

    fn provider(&mut self, record: &Record) -> u32 {
        let list = &mut self.part.provider_list;
        if let Some(&index) = self.provider_index.get(&record.provider) {
            let known = &mut list[index as usize];
            if (record.change, &record.provider_name) > (known.change, &known.name) {
                known.change = record.change;
                known.name.clone_from(&record.provider_name);
            }
            return index;
        }
        let index = list.len() as u32;
        list.push(PartProvider { id: record.provider, name: record.provider_name.clone(), change: record.change });
        self.provider_index.insert(record.provider, index);
        index
    }

    fn place(&mut self, place: &super::record::RecordPlace) -> u32 {
        let gemeinde = place.gemeinde.as_ref().map(|key| match self.gemeinde_index.get(key) {
            Some(index) => *index,
            None => {
                let index = self.part.gemeinden.len() as u16;
                self.part.gemeinden.push(key.clone());
                self.gemeinde_index.insert(key.clone(), index);
                index
            }
        });
        let point = place.point.map_or([0; 2], |point| [point.lat.to_bits(), point.lon.to_bits()]);
        let key = (place.label.clone(), place.city.clone(), gemeinde, point);
        if let Some(index) = self.place_index.get(&key) {
            return *index;
        }
        let index = self.part.places.len() as u32;
        self.part.places.push(PartPlace {
            label: place.label.clone(),
            city: place.city.clone(),
            gemeinde,
            point: place.point,
        });
        self.place_index.insert(key, index);
        index
    }

    pub(crate) fn finish(self) -> Part {
        let Self { mut part, masks, online, languages, .. } = self;
        let length = part.documents.len();
        part.row_starts.push(part.rows.len() as u32);
        part.span_starts.push(part.spans.len() as u32);
        part.online = Bits::none(length);
        online.iter().enumerate().filter(|(_, online)| **online).for_each(|(index, _)| part.online.insert(index));
        let column = |values: usize, mask: fn(&super::record::Masks) -> u64| {
            let mut bits = vec![Bits::none(length); values];
            for (index, masks) in masks.iter().enumerate() {
                let mut rest = mask(masks);
                while rest != 0 {
                    if let Some(bits) = bits.get_mut(rest.trailing_zeros() as usize) {
                        bits.insert(index);
                    }
                    rest &= rest - 1;
                }
            }
            bits
        };
        part.values = ValueBits {
            topics: column(topics().terms.len(), |m| m.topics),
            target_groups: column(target_groups().terms.len(), |m| m.target_groups),
            funding: column(funding().terms.len(), |m| m.funding),
            life_phases: column(LifePhase::ALL.len(), |m| m.life_phases),
            levels: column(CefrBase::ALL.len(), |m| m.levels),
            durations: column(Duration::ALL.len(), |m| m.durations),
            delivery: column(DeliveryMode::ALL.len(), |m| m.delivery),
            price: column(PriceFilter::ALL.len(), |m| m.price),
            child_care: column(ChildCare::ALL.len(), |m| m.child_care),
            accessibility: column(AccessFeature::ALL.len(), |m| m.accessibility),
            learning_form: column(LearningForm::ALL.len(), |m| m.learning_form),
            no_requirements: column(1, |m| m.no_requirements),
            languages: languages
                .into_iter()
                .map(|(code, numbers)| {
                    let mut bits = Bits::none(length);
                    for number in numbers {
                        bits.insert(number as usize);
                    }
                    (code, bits)
                })
                .collect(),
        };
        for list in
            [&mut part.row_starts, &mut part.span_starts, &mut part.documents, &mut part.providers, &mut part.prices]
        {
            list.shrink_to_fit();
        }
        part.ids.shrink_to_fit();
        part.created_at.shrink_to_fit();
        part.rows.shrink_to_fit();
        part.spans.shrink_to_fit();
        part
    }
}

impl Part {
    pub(crate) fn len(&self) -> usize {
        self.documents.len()
    }

    /// Meetings on one day each, in order of time.
    #[inline]
    pub(crate) fn rows(&self, offer: usize) -> &[Row] {
        &self.rows[self.row_starts[offer] as usize..self.row_starts[offer + 1] as usize]
    }

    #[inline]
    pub(crate) fn spans(&self, offer: usize) -> &[Span] {
        &self.spans[self.span_starts[offer] as usize..self.span_starts[offer + 1] as usize]
    }

    /// Offers that are not (yet, or any longer) to be shown on a day.
    pub(crate) fn hidden_on(&self, day: Day) -> impl Iterator<Item = usize> {
        self.limited
            .iter()
            .filter(move |(_, [from, until])| !(*from..=*until).contains(&day))
            .map(|(offer, _)| *offer as usize)
    }

    pub(crate) fn meetings(&self) -> usize {
        self.rows.len() + self.spans.len()
    }

    /// Bytes held in memory, allocator overhead aside.
    pub(crate) fn bytes(&self) -> usize {
        let v = &self.values;
        let lists = [
            &v.topics,
            &v.target_groups,
            &v.funding,
            &v.life_phases,
            &v.levels,
            &v.durations,
            &v.delivery,
            &v.price,
            &v.child_care,
            &v.accessibility,
            &v.learning_form,
            &v.no_requirements,
        ];
        let bits: usize = lists.iter().flat_map(|list| list.iter()).map(Bits::bytes).sum::<usize>()
            + v.languages.iter().map(|(_, bits)| bits.bytes()).sum::<usize>();
        bits + self.len() * (4 + 16 + 8 + 4 + 1 + 4 + 4 + 4)
            + self.rows.len() * size_of::<Row>()
            + self.spans.len() * size_of::<Span>()
            + self
                .places
                .iter()
                .map(|place| size_of::<PartPlace>() + place.label.len() + place.city.len())
                .sum::<usize>()
            + self.provider_list.iter().map(|provider| size_of::<PartProvider>() + provider.name.len()).sum::<usize>()
    }
}
