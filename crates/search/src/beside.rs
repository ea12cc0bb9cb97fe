//! Questions beside the search itself: suggestions while typing, similar offers, points on the map.

use std::collections::HashMap;
use std::sync::Arc;

use chrono::NaiveDateTime;
use model::ids::{KommuneId, OfferId};
use model::places::GeoPoint;
use model::vocabularies::topics;

use crate::analysis::{spelling, tokens};
use crate::answer::Hit;
use crate::catalog::heads;
use crate::columns::times::Moment;
use crate::index::{Error, Index};
use crate::places::name_key;
use crate::query::{Filters, Query};
use crate::ranking;
use crate::search::{Run, run};
use crate::snapshot::offer_from;
use crate::text;
use crate::understand::{Concept, Question};

/// A completion of what is being typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suggestion {
    pub text: String,
    pub kind: SuggestionKind,
    /// Offers; 0 for places, which are not counted.
    pub count: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SuggestionKind {
    Topic,
    Word,
    Provider,
    Place,
}

/// Hits at one place.
#[derive(Debug, Clone, PartialEq)]
pub struct MapPoint {
    pub point: GeoPoint,
    /// Name of the place.
    pub label: String,
    pub offers: usize,
    /// The first of them in the order of the list, at most five.
    pub first: Vec<OfferId>,
}

impl Index {
    /// Words, topics, places and providers that begin like what was typed: at most `limit`, topics first, then words with most offers.
    pub fn suggest(&self, kommune: KommuneId, prefix: &str, limit: usize) -> Vec<Suggestion> {
        let typed = spelling::composed_lower(prefix);
        // Only the last word is being typed.
        let (before, last) = typed.rsplit_once(' ').map_or(("", typed.as_str()), |(before, last)| (before, last));
        let whole = name_key(&typed);
        if last.chars().count() < 2 && whole.len() < 2 {
            return Vec::new();
        }
        let Some(view) = self.snapshot().view(kommune) else { return Vec::new() };
        let mut found: Vec<Suggestion> = Vec::new();
        for (index, term) in topics().terms.iter().enumerate() {
            if !whole.is_empty() && name_key(term.label_in("de")).starts_with(&whole) {
                let count = view.parts.iter().map(|part| part.alive.count_and(&part.part.values.topics[index])).sum();
                if count > 0 {
                    found.push(Suggestion { text: term.label_in("de").to_owned(), kind: SuggestionKind::Topic, count });
                }
            }
        }
        if last.chars().count() >= 2 {
            for (word, count) in view.lexicon.beginning_with(last, limit) {
                let text = if before.is_empty() { word } else { format!("{} {word}", before.trim()) };
                found.push(Suggestion { text, kind: SuggestionKind::Word, count: count as usize });
            }
        }
        let mut providers = vec![0; view.providers.len()];
        for part in &view.parts {
            for offer in part.alive.iter() {
                providers[part.providers[part.part.providers[offer] as usize] as usize] += 1;
            }
        }
        for (provider, count) in view.providers.iter().zip(providers) {
            let Some(name) = &provider.name else { continue };
            let key = name_key(name);
            let begins = !whole.is_empty() && (key.starts_with(&whole) || key.contains(&format!(" {whole}")));
            if begins && count > 0 {
                found.push(Suggestion { text: name.clone(), kind: SuggestionKind::Provider, count });
            }
        }
        for place in self.places(kommune).beginning_with(&whole) {
            if !whole.is_empty() {
                found.push(Suggestion { text: place.label.clone(), kind: SuggestionKind::Place, count: 0 });
            }
        }
        // Two of each other kind have room beside the words.
        let mut of_kind: HashMap<SuggestionKind, usize> = HashMap::new();
        found.sort_by(|a, b| a.kind.cmp(&b.kind).then(b.count.cmp(&a.count)).then(a.text.cmp(&b.text)));
        let others = found.iter().filter(|suggestion| suggestion.kind != SuggestionKind::Word).count().min(limit / 2);
        let words = limit - others;
        found.retain(|suggestion| {
            let count = of_kind.entry(suggestion.kind).or_insert(0);
            *count += 1;
            *count <= if suggestion.kind == SuggestionKind::Word { words } else { others.max(2) }
        });
        found.truncate(limit);
        found
    }

    /// Offers that resemble one: words of its title and keywords, weighed by rarity. Those that are over are left out.
    pub fn similar(
        &self,
        kommune: KommuneId,
        offer: OfferId,
        limit: usize,
        now: NaiveDateTime,
    ) -> Result<Vec<Hit>, Error> {
        let Some(view) = self.snapshot().view(kommune) else { return Ok(Vec::new()) };
        let place = view.parts.iter().enumerate().find_map(|(index, part)| {
            let number = part
                .part
                .ids
                .iter()
                .enumerate()
                .find(|(number, id)| *id == offer.as_bytes() && part.alive.contains(*number));
            number.map(|(number, _)| (index, number))
        });
        let Some((part, number)) = place else { return Ok(Vec::new()) };
        let record = view.parts[part].record(number)?;
        let mut words = tokens::words(&record.gist);
        words.retain(|word| !heads().stop.contains(word) && word.chars().count() > 2);
        words.sort_unstable();
        words.dedup();
        let concepts = words.iter().take(16).map(|word| Concept::of_word(word, word, 0..word.len(), &view.lexicon));
        // As generic words, none is required.
        let question = Question { generic: concepts.collect(), ..Question::default() };
        let mut text = text::evaluate(&view, &question)?;
        for (index, part) in text.parts.iter_mut().enumerate() {
            // Taken for "everything matches" above.
            part.score.iter_mut().for_each(|score| *score -= 1.0);
            for (other, score) in part.score.iter().enumerate() {
                let is_itself = view.parts[index].part.ids[other] == *offer.as_bytes();
                if *score <= 0.0 || is_itself {
                    part.matched.remove(other);
                }
            }
        }
        let query = Query { limit, ..Query::new(kommune, now) };
        let run = Run::filtered(view, self.places(kommune), question, text, &query);
        Ok(ranking::page(&run, &query))
    }

    /// All hits of a question by place, most offers first. Offers without a known point are not on the map.
    pub fn map_points(&self, query: &Query) -> Result<Vec<MapPoint>, Error> {
        let Some(view) = self.snapshot().view(query.kommune) else { return Ok(Vec::new()) };
        let run = run(view, self.places(query.kommune), query, None)?;
        let everything = Query { offset: 0, limit: usize::MAX, ..query.clone() };
        let mut index: HashMap<[u64; 2], usize> = HashMap::new();
        let mut points: Vec<MapPoint> = Vec::new();
        for ranked in ranking::ranked(&run, &everything) {
            let view = &run.view.parts[ranked.part as usize];
            let offer = ranked.offer as usize;
            let filter = &run.parts[ranked.part as usize].filter;
            let mut places: Vec<u32> = Vec::new();
            filter.visit(&view.part, offer, &mut |visit| {
                if visit.fails == 0 && !places.contains(&visit.place()) {
                    places.push(visit.place());
                }
                true
            });
            let mut here: Vec<usize> = Vec::new();
            for place in places {
                let place = &view.part.places[place as usize];
                let Some(point) = place.point else { continue };
                let number = *index.entry([point.lat.to_bits(), point.lon.to_bits()]).or_insert_with(|| {
                    points.push(MapPoint { point, label: place.label.clone(), offers: 0, first: Vec::new() });
                    points.len() - 1
                });
                if !here.contains(&number) {
                    here.push(number);
                }
            }
            for number in here {
                points[number].offers += 1;
                if points[number].first.len() < 5 {
                    points[number].first.push(offer_from(view.part.ids[offer]));
                }
            }
        }
        points.sort_by(|a, b| {
            b.offers.cmp(&a.offers).then(a.point.lat.total_cmp(&b.point.lat)).then(a.point.lon.total_cmp(&b.point.lon))
        });
        Ok(points)
    }
}

impl Run {
    /// Applies the filters of a query to words that were evaluated already.
    fn filtered(
        view: Arc<crate::snapshot::View>,
        places: Arc<crate::places::Places>,
        question: Question,
        text: text::Text,
        query: &Query,
    ) -> Self {
        let now = Moment::new(query.now);
        let parts: Vec<_> = view
            .parts
            .iter()
            .zip(&text.parts)
            .map(|(part, matched)| {
                crate::search::filter_part(part, &matched.matched, &Filters::default(), &places, now, None)
            })
            .collect();
        let total = parts.iter().map(|part| part.hits.count()).sum();
        Self { view, places, question, text, parts, total }
    }
}
