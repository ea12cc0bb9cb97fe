//! The order of hits, as it is explained to citizens.
//!
//! Relevance is how well the words match, raised for offers that fulfil what the question says beside it (place, day, time of day, price,
//! online, child care), for an early start, nearness to the place asked for, and for telling much about themselves; an offer without a
//! known date counts a little less. Of one provider no more than three offers stand among the first ten, and three among the next ten, as
//! long as others have any. Equal offers stand in the order in which they were entered. Nothing can be paid for.

use std::cmp::Ordering;

use crate::answer::{ChipKind, Hit};
use crate::columns::bits::Bits;
use crate::columns::times::{Moment, day_of};
use crate::matching::{MeetingFilter, UNDATED, day_of_key, groups};
use crate::places::Places;
use crate::query::{Filters, Near, Query, Sort};
use crate::search::{Run, hit};
use crate::snapshot::{PartView, View};
use crate::text::Text;
use crate::understand::Question;
use crate::understand::intent::Intent;

/// Raise for each wish that an offer fulfils.
const WISH: f32 = 1.2;
const IN_PLACE: f32 = 1.5;
/// One meeting fulfils all wishes about place and time.
const SAME_MEETING: f32 = 0.6;
/// The words of the wish stand in the offer.
const WISH_IN_TEXT: f32 = 0.3;
/// At the place asked for; falls to nothing at [`FAR_KM`].
const NEARBY: f32 = 0.8;
const FAR_KM: f64 = 30.0;
/// Starts today; halves in [`SOON_DAYS`].
const SOON: f32 = 0.25;
const SOON_DAYS: f32 = 21.0;
const COMPLETE: f32 = 0.1;
const UNKNOWN_DATE: f32 = 0.85;
const NEAR_IN_CIRCLE: f32 = 0.15;

/// Offers of one provider among ten, on the first two tens.
const BLOCK: usize = 10;
const BLOCKS: usize = 2;
const OF_ONE_PROVIDER: usize = 3;

/// Raises the scores of offers that fulfil the wishes of the question. When the question is nothing but wishes ("abends in Konz"), offers
/// that fulfil all of them are the answer, or, when none does, those that fulfil any.
pub(crate) fn weigh_intents(view: &View, places: &Places, question: &Question, text: &mut Text, query: &Query) {
    let wishes: Vec<&Intent> =
        question.intents.iter().filter(|intent| !matches!(intent.kind, ChipKind::Level(_))).collect();
    if wishes.is_empty() {
        return;
    }
    let index_of = |wish: &Intent| question.intents.iter().position(|intent| std::ptr::eq(intent, wish)).unwrap_or(0);
    let today = query.now.date();
    let now = Moment::new(query.now);
    let joint = wishes
        .iter()
        .filter(|wish| wish.is_about_meeting())
        .try_fold((Filters::default(), 0), |(filters, count), wish| {
            Some((wish.applied(&filters, today).unwrap_or(filters), count + 1))
        });
    let joint = joint.filter(|(_, count)| *count > 1).map(|(filters, _)| filters);
    let mut fulfil_all = Vec::new();
    let mut fulfil_any = Vec::new();
    for (part, text) in view.parts.iter().zip(&mut text.parts) {
        let mut raise = vec![1.0_f32; part.part.len()];
        let mut all = text.matched.clone();
        let mut any = Bits::none(part.part.len());
        for wish in &wishes {
            let mut fulfilled = wish.applied(&Filters::default(), today).map_or_else(
                || Bits::none(part.part.len()),
                |filters| fulfilling(part, &text.matched, &filters, places, now),
            );
            let weight = if wish.place.is_some() { IN_PLACE } else { WISH };
            fulfilled.iter().for_each(|offer| raise[offer] += weight);
            if let Some(point) = wish.place.as_ref().and_then(|place| place.point) {
                add_nearness(part, &text.matched, &fulfilled, point, places, now, &mut raise);
            }
            let in_text = &text.intents[index_of(wish)];
            for (offer, strength) in in_text.iter().enumerate().filter(|(_, strength)| **strength > 0.0) {
                raise[offer] += WISH_IN_TEXT * strength;
                if text.matched.contains(offer) {
                    fulfilled.insert(offer);
                }
            }
            all.and(&fulfilled);
            any.or(&fulfilled);
        }
        if let Some(joint) = &joint {
            fulfilling(part, &text.matched, joint, places, now).iter().for_each(|offer| raise[offer] += SAME_MEETING);
        }
        for (score, raise) in text.score.iter_mut().zip(raise) {
            *score *= raise;
        }
        fulfil_all.push(all);
        fulfil_any.push(any);
    }
    if text.is_open {
        let chosen = if fulfil_all.iter().any(|bits| !bits.is_empty()) { fulfil_all } else { fulfil_any };
        for (part, bits) in text.parts.iter_mut().zip(chosen) {
            part.matched.and(&bits);
        }
    }
}

/// Those of `among` that fulfil filters.
fn fulfilling(part: &PartView, among: &Bits, filters: &Filters, places: &Places, now: Moment) -> Bits {
    let mut bits = among.clone();
    for group in groups(part, filters) {
        bits.and(&group.bits);
    }
    let filter = MeetingFilter::new(&part.part, filters, places, now);
    if !filter.is_plain() {
        for offer in bits.clone().iter() {
            if !filter.accepts(&part.part, offer) {
                bits.remove(offer);
            }
        }
    }
    bits
}

fn add_nearness(
    part: &PartView,
    among: &Bits,
    fulfilled: &Bits,
    point: model::places::GeoPoint,
    places: &Places,
    now: Moment,
    raise: &mut [f32],
) {
    let near = Near { point, radius_km: FAR_KM, or_online: false, label: String::new() };
    let filters = Filters { near: Some(near), ..Filters::default() };
    let filter = MeetingFilter::new(&part.part, &filters, places, now);
    for offer in among.iter().filter(|offer| !fulfilled.contains(*offer)) {
        let mut nearest = f32::INFINITY;
        filter.visit(&part.part, offer, &mut |visit| {
            nearest = nearest.min(filter.distance(visit.place()));
            true
        });
        if nearest.is_finite() {
            raise[offer] += NEARBY * (1.0 - nearest / FAR_KM as f32).max(0.0);
        }
    }
}

/// A hit before it is put into words; smaller keys come first.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Ranked {
    key: u32,
    pub part: u32,
    pub offer: u32,
    pub score: f32,
}

fn order(run: &Run, a: &Ranked, b: &Ranked) -> Ordering {
    let id = |ranked: &Ranked| run.view.parts[ranked.part as usize].part.ids[ranked.offer as usize];
    a.key.cmp(&b.key).then_with(|| id(a).cmp(&id(b)))
}

/// The hits of the asked page.
pub(crate) fn page(run: &Run, query: &Query) -> Vec<Hit> {
    let ranked = ranked(run, query);
    ranked
        .into_iter()
        .map(|ranked| hit(run, query, ranked.part as usize, ranked.offer as usize, ranked.score))
        .collect()
}

/// The asked page in order.
pub(crate) fn ranked(run: &Run, query: &Query) -> Vec<Ranked> {
    let mut all = keyed(run, query);
    let end = query.offset.saturating_add(query.limit);
    if query.limit == 0 || query.offset >= all.len() {
        return Vec::new();
    }
    let first = if query.sort == Sort::Relevance { mixed(run, &all) } else { Vec::new() };
    if !first.is_empty() {
        let taken: std::collections::HashSet<(u32, u32)> =
            first.iter().map(|ranked| (ranked.part, ranked.offer)).collect();
        let last = first.iter().map(|ranked| ranked.key).max().unwrap_or(0);
        all.retain(|ranked| ranked.key > last || !taken.contains(&(ranked.part, ranked.offer)));
    }
    let wanted = end.saturating_sub(first.len()).min(all.len());
    if wanted > 0 && wanted < all.len() {
        all.select_nth_unstable_by(wanted - 1, |a, b| order(run, a, b));
    }
    all.truncate(wanted);
    all.sort_unstable_by(|a, b| order(run, a, b));
    first.into_iter().chain(all).skip(query.offset).take(query.limit).collect()
}

fn keyed(run: &Run, query: &Query) -> Vec<Ranked> {
    let today = day_of(query.now.date());
    let by_distance = query.sort == Sort::Distance && query.filters.near.is_some();
    let radius = query.filters.near.as_ref().map_or(1.0, |near| near.radius_km.max(0.1) as f32);
    let mut all = Vec::with_capacity(run.total);
    for (index, (hits, view)) in run.parts.iter().zip(&run.view.parts).enumerate() {
        let part = &*view.part;
        let scores = &run.text.parts[index].score;
        for offer in hits.hits.iter() {
            let next = hits.next[offer];
            let mut score = scores[offer] * (1.0 + COMPLETE * f32::from(part.completeness[offer]) / 15.0);
            if next == UNDATED {
                score *= UNKNOWN_DATE;
            } else {
                let days = f32::from(day_of_key(next).saturating_sub(today));
                score *= 1.0 + SOON * SOON_DAYS / (SOON_DAYS + days);
            }
            let distance = hits.distance.get(offer).copied();
            if let Some(distance) = distance
                && distance.is_finite()
            {
                score *= 1.0 + NEAR_IN_CIRCLE * (1.0 - distance / radius).max(0.0);
            }
            let key = match query.sort {
                // Scores are positive: their bits sort like the numbers.
                Sort::Relevance => u32::MAX - score.max(0.0).to_bits(),
                Sort::Distance if by_distance => distance.map_or(u32::MAX, |distance| distance.max(0.0).to_bits()),
                Sort::Date | Sort::Distance => next,
                Sort::Price => part.prices[offer],
                Sort::Newest => u32::MAX - part.created_at[offer].clamp(0, i64::from(u32::MAX)) as u32,
            };
            all.push(Ranked { key, part: index as u32, offer: offer as u32, score });
        }
    }
    all
}

/// The first two tens: the best hits with at most three of one provider in each ten, as long as other providers have any.
/// Depends on the question only, not on the page that is asked for.
fn mixed(run: &Run, all: &[Ranked]) -> Vec<Ranked> {
    const BEST: usize = BLOCKS * OF_ONE_PROVIDER;
    // The best of each provider are all that can stand there under the rule.
    let mut best: Vec<Vec<Ranked>> = vec![Vec::new(); run.view.providers.len()];
    for ranked in all {
        let view = &run.view.parts[ranked.part as usize];
        let provider = view.providers[view.part.providers[ranked.offer as usize] as usize];
        let list = &mut best[provider as usize];
        if list.len() == BEST && order(run, ranked, &list[BEST - 1]) != Ordering::Less {
            continue;
        }
        let at = list.partition_point(|other| order(run, other, ranked) == Ordering::Less);
        list.insert(at, *ranked);
        list.truncate(BEST);
    }
    let mut candidates: Vec<(usize, Ranked)> = best
        .iter()
        .enumerate()
        .flat_map(|(provider, list)| list.iter().map(move |ranked| (provider, *ranked)))
        .collect();
    candidates.sort_unstable_by(|a, b| order(run, &a.1, &b.1));
    let mut first = Vec::new();
    for _ in 0..BLOCKS {
        let mut block = Vec::new();
        let mut of_provider = vec![0; best.len()];
        candidates.retain(|(provider, ranked)| {
            let fits = block.len() < BLOCK && of_provider[*provider] < OF_ONE_PROVIDER;
            if fits {
                of_provider[*provider] += 1;
                block.push(*ranked);
            }
            !fits
        });
        let is_full = block.len() == BLOCK;
        first.extend(block);
        if !is_full {
            // Too few providers: what is left follows in the usual order.
            break;
        }
    }
    first
}
