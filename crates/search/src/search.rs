//! A question from beginning to end: understand, match, count, rank, explain.

use std::collections::HashMap;
use std::sync::Arc;

use model::codes::area_key::AreaKey;
use model::ids::KommuneId;
use model::schedule::ClockTime;

use crate::answer::{Answer, Chip, FacetName, Hit, NextMeeting};
use crate::columns::bits::Bits;
use crate::columns::times::{Moment, date_of};
use crate::facets::Counts;
use crate::index::{Error, Index};
use crate::matching::{self, AREA_FAILS, At, Group, MeetingFilter, TIME_FAILS, UNDATED, WEEKDAY_FAILS, time_key};
use crate::places::Places;
use crate::query::{Filters, Query};
use crate::ranking;
use crate::snapshot::{PartView, View, offer_from};
use crate::text::{self, Text};
use crate::understand::{self, Question};

/// Weeks ahead in which the meetings of a pattern without end are counted.
const COUNTED_DAYS: u16 = 26 * 7;

/// Offers of a part that fulfil text and filters.
pub(crate) struct PartHits {
    pub hits: Bits,
    /// Time key of the next fitting meeting, by offer.
    pub next: Arc<Vec<u32>>,
    /// Kilometres to the nearest fitting meeting, by offer; empty without a point.
    pub distance: Vec<f32>,
    pub filter: MeetingFilter,
}

/// Everything a question leads to, before it is put into words.
pub(crate) struct Run {
    pub view: Arc<View>,
    pub places: Arc<Places>,
    pub question: Question,
    pub text: Text,
    pub parts: Vec<PartHits>,
    pub total: usize,
}

impl Index {
    /// Answers a question. Takes milliseconds; call it where blocking is allowed.
    pub fn search(&self, query: &Query) -> Result<Answer, Error> {
        let places = self.places(query.kommune);
        let Some(view) = self.snapshot().view(query.kommune) else {
            let counts = Counts::new(None);
            let facets = counts.facets(None, &query.filters, &places);
            let (hits, chips) = (Vec::new(), Vec::new());
            return Ok(Answer {
                total: 0,
                hits,
                facets,
                chips,
                corrections: Vec::new(),
                relaxed: Vec::new(),
                also_searched: Vec::new(),
            });
        };
        let mut counts = Counts::new(Some(&view));
        let run = run(view, places, query, Some(&mut counts))?;
        let facets = counts.facets(Some(&run.view), &query.filters, &run.places);
        let hits = ranking::page(&run, query);
        let chips = self.chips(&run, query)?;
        let relaxed = if run.total == 0 { crate::relaxing::ways_out(self, &run, query)? } else { Vec::new() };
        Ok(Answer {
            total: run.total,
            hits,
            facets,
            chips,
            corrections: run.question.corrections,
            relaxed,
            also_searched: run.question.also_searched,
        })
    }

    /// Number of offers for a text and filters.
    pub(crate) fn total(&self, query: &Query) -> Result<usize, Error> {
        match self.snapshot().view(query.kommune) {
            Some(view) => Ok(run(view, self.places(query.kommune), query, None)?.total),
            None => Ok(0),
        }
    }

    fn chips(&self, run: &Run, query: &Query) -> Result<Vec<Chip>, Error> {
        let text = understand::composed_text(&query.text);
        let mut chips = Vec::new();
        for intent in &run.question.intents {
            let Some(filters_after) = intent.applied(&query.filters, query.now.date()) else { continue };
            let text_after = without(&text, std::slice::from_ref(&intent.at));
            let after = Query { text: text_after.clone(), filters: filters_after.clone(), ..query.clone() };
            let count = self.total(&after)?;
            chips.push(Chip {
                words: intent.words.clone(),
                kind: intent.kind.clone(),
                text_after,
                filters_after,
                count,
            });
        }
        Ok(chips)
    }
}

/// The text without these parts, spaces tidied.
pub(crate) fn without(text: &str, parts: &[std::ops::Range<usize>]) -> String {
    let mut left = String::new();
    for (index, c) in text.char_indices() {
        left.push(if parts.iter().any(|part| part.contains(&index)) { ' ' } else { c });
    }
    left.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Text, filters and (if asked) facet counts.
pub(crate) fn run(
    view: Arc<View>,
    places: Arc<Places>,
    query: &Query,
    counts: Option<&mut Counts>,
) -> Result<Run, Error> {
    let question = understand::understand(&query.text, &view.lexicon, &places);
    let mut text = text::evaluate(&view, &question)?;
    let now = Moment::new(query.now);
    ranking::weigh_intents(&view, &places, &question, &mut text, query);
    let mut parts = Vec::new();
    let mut counts = counts;
    for (part, matched) in view.parts.iter().zip(&text.parts) {
        parts.push(filter_part(part, &matched.matched, &query.filters, &places, now, counts.as_deref_mut()));
    }
    let total = parts.iter().map(|part| part.hits.count()).sum();
    Ok(Run { view, places, question, text, parts, total })
}

pub(crate) fn filter_part(
    view: &PartView,
    matched: &Bits,
    filters: &Filters,
    places: &Places,
    now: Moment,
    counts: Option<&mut Counts>,
) -> PartHits {
    let part = &*view.part;
    // The index knows an offer before its day has come and after it has gone.
    let mut shown = matched.clone();
    part.hidden_on(now.day).for_each(|offer| shown.remove(offer));
    let matched = &shown;
    let groups = matching::groups(view, filters);
    // Offers that fulfil all selected facets, and those that miss exactly one.
    let mut missed_once = Bits::none(part.len());
    let mut missed_twice = Bits::none(part.len());
    for group in &groups {
        let mut misses = Bits::all(part.len());
        misses.minus(&group.bits);
        let mut again = misses.clone();
        again.and(&missed_once);
        missed_twice.or(&again);
        missed_once.or(&misses);
    }
    missed_once.minus(&missed_twice);
    let mut full = matched.clone();
    full.minus(&missed_once);
    full.minus(&missed_twice);
    let meeting_filter = MeetingFilter::new(part, filters, places, now);
    let upcoming = if meeting_filter.is_plain() { view.upcoming.at(now, part, full.count()) } else { None };
    if let Some(upcoming) = upcoming {
        full.and(&upcoming.fits);
        if let Some(counts) = counts {
            let mut tally = Tally::new(view, places);
            for offer in full.iter() {
                let has = upcoming.has(offer);
                tally.count(&Seen { weekdays: has.weekdays, times: has.times, free: has.free, place: 0 });
                upcoming.each_gemeinde(offer, |gemeinde| tally.see_gemeinde(offer, gemeinde));
            }
            let mut fitting_misses = missed_once;
            fitting_misses.and(matched);
            fitting_misses.and(&upcoming.fits);
            add_counts(view, counts, tally, &groups, &full, &fitting_misses);
        }
        return PartHits { hits: full, next: Arc::clone(&upcoming.next), distance: Vec::new(), filter: meeting_filter };
    }
    let mut hits = Bits::none(part.len());
    let mut next = vec![UNDATED; part.len()];
    let mut distance = if filters.near.is_some() { vec![f32::INFINITY; part.len()] } else { Vec::new() };
    let mut tally = counts.is_some().then(|| Tally::new(view, places));
    let weekdays = meeting_filter.asked_weekdays();
    for offer in full.iter() {
        let mut fits = false;
        let mut earliest = UNDATED;
        let mut nearest = f32::INFINITY;
        let mut seen = Seen::default();
        meeting_filter.visit(part, offer, &mut |visit| {
            if visit.fails == 0 {
                fits = true;
                // Rows come in order of time: the first is the next.
                if earliest == UNDATED || !matches!(visit.at, At::Row(_)) {
                    earliest = earliest.min(visit.key(weekdays));
                }
                if !distance.is_empty() {
                    nearest = nearest.min(meeting_filter.distance(visit.place()));
                }
            }
            if let Some(tally) = &mut tally {
                tally.see(&mut seen, offer, visit);
                return true;
            }
            // Nothing is counted: the first fitting meeting says all, unless a pattern may come before it or another place be nearer.
            !fits || !distance.is_empty() || !part.spans(offer).is_empty()
        });
        if fits {
            hits.insert(offer);
            next[offer] = earliest;
            if let Some(distance) = distance.get_mut(offer) {
                *distance = nearest;
            }
        }
        if let Some(tally) = &mut tally {
            tally.count(&seen);
        }
    }
    if let (Some(counts), Some(tally)) = (counts, tally) {
        // A facet counts what would be there without its own selection: add the offers that miss only this facet.
        let mut near_misses = missed_once;
        near_misses.and(matched);
        let mut fitting_misses = Bits::none(part.len());
        for offer in near_misses.iter() {
            if meeting_filter.accepts(part, offer) {
                fitting_misses.insert(offer);
            }
        }
        add_counts(view, counts, tally, &groups, &hits, &fitting_misses);
    }
    PartHits { hits, next: Arc::new(next), distance, filter: meeting_filter }
}

/// Adds a part to the counts; `fitting_misses` would be hits if it were not for one facet.
fn add_counts(
    view: &PartView,
    counts: &mut Counts,
    tally: Tally<'_>,
    groups: &[Group],
    hits: &Bits,
    fitting_misses: &Bits,
) {
    let bases: HashMap<FacetName, Bits> = groups
        .iter()
        .map(|Group { facet, bits }| {
            let mut base = fitting_misses.clone();
            base.minus(bits);
            base.or(hits);
            (*facet, base)
        })
        .collect();
    counts.add_part(view, |facet| bases.get(&facet).unwrap_or(hits));
    tally.finish(counts);
}

/// Counts of the facets on meetings.
struct Tally<'a> {
    view: &'a PartView,
    weekdays: [usize; 7],
    times: [usize; 4],
    places_free: usize,
    /// Per Gemeinde of the part: the areas it counts for, as indexes into `areas`.
    areas_of: Vec<[u16; 3]>,
    areas: Vec<(AreaKey, usize)>,
    /// Last offer counted for an area.
    last: Vec<u32>,
}

const NO_AREA: u16 = u16::MAX;

/// What an offer's meetings have.
#[derive(Default)]
struct Seen {
    weekdays: u8,
    times: u8,
    free: bool,
    place: u32,
}

impl<'a> Tally<'a> {
    fn new(view: &'a PartView, places: &Places) -> Self {
        let mut areas: Vec<(AreaKey, usize)> = Vec::new();
        let mut index: HashMap<AreaKey, u16> = HashMap::new();
        let mut number = |key: Option<AreaKey>| {
            key.map_or(NO_AREA, |key| {
                *index.entry(key.clone()).or_insert_with(|| {
                    areas.push((key, 0));
                    (areas.len() - 1) as u16
                })
            })
        };
        let areas_of = view
            .part
            .gemeinden
            .iter()
            .map(|gemeinde| {
                [number(Some(gemeinde.clone())), number(places.verband(gemeinde).cloned()), number(gemeinde.kreis())]
            })
            .collect();
        let last = vec![u32::MAX; areas.len()];
        Self { view, weekdays: [0; 7], times: [0; 4], places_free: 0, areas_of, areas, last }
    }

    #[inline]
    fn see(&mut self, seen: &mut Seen, offer: usize, visit: matching::Visit) {
        if visit.fails & !WEEKDAY_FAILS == 0 {
            seen.weekdays |= visit.weekdays;
        }
        if visit.fails & !TIME_FAILS == 0 {
            seen.times |= visit.times;
        }
        if visit.fails == 0 {
            seen.free |= visit.free;
        }
        if visit.fails & !AREA_FAILS == 0 {
            let place = visit.place();
            if place != seen.place {
                seen.place = place;
                if let Some(gemeinde) = self.view.part.places[place as usize].gemeinde {
                    self.see_gemeinde(offer, gemeinde);
                }
            }
        }
    }

    #[inline]
    fn see_gemeinde(&mut self, offer: usize, gemeinde: u16) {
        for area in self.areas_of[gemeinde as usize] {
            if area != NO_AREA && self.last[area as usize] != offer as u32 {
                self.last[area as usize] = offer as u32;
                self.areas[area as usize].1 += 1;
            }
        }
    }

    #[inline]
    fn count(&mut self, seen: &Seen) {
        for (day, count) in self.weekdays.iter_mut().enumerate() {
            *count += usize::from(seen.weekdays >> day & 1);
        }
        for (time, count) in self.times.iter_mut().enumerate() {
            *count += usize::from(seen.times >> time & 1);
        }
        self.places_free += usize::from(seen.free);
    }

    fn finish(self, counts: &mut Counts) {
        for (sum, count) in counts.weekdays.iter_mut().zip(self.weekdays) {
            *sum += count;
        }
        for (sum, count) in counts.times.iter_mut().zip(self.times) {
            *sum += count;
        }
        counts.places_free += self.places_free;
        for (key, count) in self.areas.into_iter().filter(|(_, count)| *count > 0) {
            *counts.areas.entry(key).or_insert(0) += count;
        }
    }
}

/// The hit in full: next meeting, how many more and where.
pub(crate) fn hit(run: &Run, query: &Query, part_index: usize, offer: usize, score: f32) -> Hit {
    let view = &run.view.parts[part_index];
    let part = &*view.part;
    let now = Moment::new(query.now);
    let filter = &run.parts[part_index].filter;
    let weekdays = filter.asked_weekdays();
    let horizon = now.day.saturating_add(COUNTED_DAYS);
    let mut meetings = 0_u32;
    let mut places: Vec<u32> = Vec::new();
    let mut next: Option<(u32, NextMeeting)> = None;
    filter.visit(part, offer, &mut |visit| {
        if visit.fails != 0 {
            return true;
        }
        meetings += match visit.at {
            At::Row(_) => 1,
            At::Span(span, mut window) => {
                window.until = window.until.min(horizon.max(window.from));
                span.count_in(window, weekdays)
            }
            At::Undated(_) => 0,
        };
        if visit.place() != 0 && !places.contains(&visit.place()) {
            places.push(visit.place());
        }
        if let Some((day, start)) = visit.next(weekdays) {
            let key = time_key(day, start);
            if next.as_ref().is_none_or(|(known, _)| key < *known) {
                let start = visit.start().and_then(ClockTime::from_minutes);
                next = Some((key, NextMeeting { date: date_of(day), start, session: visit.session() }));
            }
        }
        true
    });
    let distance = run.parts[part_index].distance.get(offer).copied().filter(|distance| distance.is_finite());
    Hit {
        offer: offer_from(part.ids[offer]),
        score,
        next: next.map(|(_, next)| next),
        more_meetings: meetings.saturating_sub(1),
        more_places: (places.len() as u32).saturating_sub(1),
        distance_km: distance.map(f64::from),
    }
}

impl Query {
    /// Everything of a Kommune, twenty hits, by relevance.
    pub fn new(kommune: KommuneId, now: chrono::NaiveDateTime) -> Self {
        Self {
            kommune,
            text: String::new(),
            filters: Filters::default(),
            sort: crate::query::Sort::Relevance,
            offset: 0,
            limit: 20,
            now,
            language: "de",
        }
    }
}
