//! Words → offers and scores.
//!
//! In: a [`Question`] and the postings of the parts. Out: which offers have all that is required, and how well.
//! A concept counts by the best of its alternatives, times how rare it is among the Kommune's offers now (BM25's inverse document
//! frequency, counted on living offers, so that deleted ones leave no trace in the order of hits).

use std::sync::Arc;

use crate::columns::bits::Bits;
use crate::index::Error;
use crate::lexicon::Expansion;
use crate::snapshot::{PartView, View};
use crate::terms::strength;
use crate::understand::{Alternative, Concept, Question};

/// A generic word ("Kurs") counts this much of another.
const GENERIC: f32 = 0.12;
/// Forms of one word that are looked up.
const MOST_FORMS: usize = 400;

/// Result per part.
pub(crate) struct PartText {
    /// Has everything required.
    pub matched: Bits,
    /// By offer; meaningless where nothing matched.
    pub score: Vec<f32>,
    /// Per intent: how well its words stand in the offer (somebody who types "Wochenende" also means a title with it).
    pub intents: Vec<Vec<f32>>,
}

pub(crate) struct Text {
    pub parts: Vec<PartText>,
    /// Nothing is required: every offer matches with score 1.
    pub is_open: bool,
}

/// Strength of one concept in every offer of every part.
struct Strengths {
    parts: Vec<Vec<f32>>,
    offers: usize,
}

pub(crate) fn evaluate(view: &View, question: &Question) -> Result<Text, Error> {
    let offers = view.offers();
    let mut parts: Vec<PartText> = view
        .parts
        .iter()
        .map(|part| PartText { matched: part.alive.clone(), score: vec![0.0; part.part.len()], intents: Vec::new() })
        .collect();
    for concept in &question.required {
        let strengths = strengths(view, concept)?;
        add(&mut parts, &strengths, offers, 1.0);
        require(&mut parts, &strengths);
    }
    for concept in &question.levels {
        let strengths = strengths(view, concept)?;
        add(&mut parts, &strengths, offers, 1.0);
        // Only if something has it: a level that nobody offers must not hide the course one level below.
        let any = parts
            .iter()
            .zip(&strengths.parts)
            .any(|(part, strengths)| part.matched.iter().any(|offer| strengths[offer] > 0.0));
        if any {
            require(&mut parts, &strengths);
        }
    }
    for concept in &question.generic {
        let strengths = strengths(view, concept)?;
        add(&mut parts, &strengths, offers, GENERIC);
    }
    for intent in &question.intents {
        let strengths =
            if intent.concept.alternatives.is_empty() { None } else { Some(strengths(view, &intent.concept)?) };
        let mut strengths = strengths.map(|strengths| strengths.parts).unwrap_or_default().into_iter();
        for part in &mut parts {
            part.intents.push(strengths.next().unwrap_or_default());
        }
    }
    let is_open = question.required.is_empty() && question.levels.is_empty();
    if is_open {
        for part in &mut parts {
            part.score.iter_mut().for_each(|score| *score += 1.0);
        }
    }
    Ok(Text { parts, is_open })
}

fn require(parts: &mut [PartText], strengths: &Strengths) {
    for (part, strengths) in parts.iter_mut().zip(&strengths.parts) {
        let mut bits = Bits::none(part.matched.len());
        for (offer, strength) in strengths.iter().enumerate() {
            if *strength > 0.0 {
                bits.insert(offer);
            }
        }
        part.matched.and(&bits);
    }
}

fn add(parts: &mut [PartText], strengths: &Strengths, offers: usize, importance: f32) {
    let rarity =
        (1.0 + (offers as f32 - strengths.offers as f32 + 0.5) / (strengths.offers as f32 + 0.5)).ln().max(0.1);
    for (part, strengths) in parts.iter_mut().zip(&strengths.parts) {
        for (score, strength) in part.score.iter_mut().zip(strengths) {
            *score += importance * rarity * strength;
        }
    }
}

fn strengths(view: &View, concept: &Concept) -> Result<Strengths, Error> {
    let mut parts = Vec::with_capacity(view.parts.len());
    let mut offers = 0;
    for part in &view.parts {
        let mut best = vec![0.0_f32; part.part.len()];
        for alternative in &concept.alternatives {
            apply(view, part, alternative, &mut best)?;
        }
        offers +=
            best.iter().enumerate().filter(|(offer, strength)| **strength > 0.0 && part.alive.contains(*offer)).count();
        parts.push(best);
    }
    Ok(Strengths { parts, offers })
}

fn apply(view: &View, part: &PartView, alternative: &Alternative, best: &mut [f32]) -> Result<(), Error> {
    if let [word] = alternative.all.as_slice() {
        return word_strengths(view, part, word, alternative.weight, best);
    }
    let mut sum = vec![0.0_f32; best.len()];
    let mut count = vec![0_u8; best.len()];
    for word in &alternative.all {
        let mut own = vec![0.0_f32; best.len()];
        word_strengths(view, part, word, alternative.weight, &mut own)?;
        for (offer, strength) in own.iter().enumerate() {
            if *strength > 0.0 {
                sum[offer] += strength;
                count[offer] += 1;
            }
        }
    }
    let words = alternative.all.len();
    for (offer, best) in best.iter_mut().enumerate() {
        if usize::from(count[offer]) == words {
            *best = best.max(sum[offer] / words as f32);
        }
    }
    Ok(())
}

fn word_strengths(
    view: &View,
    part: &PartView,
    word: &Arc<Expansion>,
    weight: f32,
    best: &mut [f32],
) -> Result<(), Error> {
    let mut term = view.scope.clone().into_bytes();
    for (id, form) in word.iter().take(MOST_FORMS) {
        term.truncate(view.scope.len());
        term.extend_from_slice(view.lexicon.word(*id).as_bytes());
        let mut steps = [0.0_f32; 17];
        for (step, value) in steps.iter_mut().enumerate() {
            *value = weight * form * strength(step as u32);
        }
        part.postings(&term, |offer, frequency| {
            let value = steps[frequency.min(16) as usize];
            if value > best[offer] {
                best[offer] = value;
            }
        })?;
    }
    Ok(())
}
