//! Compounds: which corpus words contain a word as a part, and how a word comes apart.

use memchr::memmem;

use super::{Expansion, Lexicon, WordId};
use crate::analysis::{spelling, stem};
use crate::catalog::{exceptions, heads};

/// A part of a compound counts half of the word itself.
const PART: f32 = 0.5;
/// Between two other parts, or one of many.
const INNER_PART: f32 = 0.4;
/// The beginning of a word whose rest is not known.
pub(crate) const BEGINNING: f32 = 0.3;
/// A last part of this length is not found by chance.
const LONG_HEAD: usize = 6;
/// Shorter parts are found by chance.
const LEAST: usize = 4;
/// What may stand between two parts.
const LINKS: [&str; 8] = ["", "s", "es", "n", "en", "e", "er", "ens"];
const ENDINGS: [&str; 9] = ["", "e", "en", "n", "s", "es", "er", "ern", "em"];

impl Lexicon {
    /// Adds the corpus words of which `word` is a part.
    pub(super) fn push_compounds(&self, word: &str, found: &mut Expansion) {
        let folded = spelling::fold(word);
        let stem = stem::light(&folded);
        if stem.len() < LEAST - 1 || !stem.is_ascii() || stem.bytes().any(|b| b.is_ascii_digit()) {
            return;
        }
        let own = stem::loose(&folded);
        for at in memmem::find_iter(self.folded.as_bytes(), stem.as_bytes()) {
            let id = (self.folded_starts.partition_point(|start| *start as usize <= at) - 1) as WordId;
            let whole = self.folded(id);
            if whole.len() < stem.len() + 3
                || stem::loose(whole) == own
                || found.last().is_some_and(|(last, _)| *last == id)
            {
                continue;
            }
            let offset = at - self.folded_starts[id as usize] as usize;
            let (left, right) = (&whole[..offset], &whole[offset + stem.len()..]);
            if let Some(weight) = self.part_weight(left, right, stem.len())
                && !exceptions().whole.contains(stem::light(whole))
            {
                found.push((id, weight));
            }
        }
    }

    fn part_weight(&self, left: &str, right: &str, length: usize) -> Option<f32> {
        let is_last = ENDINGS.contains(&right);
        if length < LEAST {
            // "Malkurs", "Nähtreff": a short first part before a common head.
            let before_head = left.is_empty() && LINKS.iter().any(|link| right.strip_prefix(link).is_some_and(is_head));
            return before_head.then_some(PART);
        }
        let left_fits = left.is_empty() || self.comes_apart(left, 2);
        if is_last && !left_fits && length >= LONG_HEAD && left.len() >= LEAST - 1 {
            // "Ferienprogramm" → "Osterferienprogramm": what ends in a long word is a kind of it.
            return Some(INNER_PART);
        }
        if !left_fits || (is_last && left.is_empty()) {
            return None;
        }
        if is_last {
            return Some(PART);
        }
        let right_fits = LINKS
            .iter()
            .any(|link| right.strip_prefix(link).is_some_and(|rest| rest.len() >= 3 && self.comes_apart(rest, 2)));
        if right_fits {
            return Some(if left.is_empty() { PART } else { INNER_PART });
        }
        // "Kräuter" → "Kräuterwanderung", although nobody writes "Wanderung" alone.
        (left.is_empty() && length > LEAST && right.len() >= LEAST).then_some(BEGINNING)
    }

    /// Whether `text` (folded) is one known part or a row of up to `parts`.
    fn comes_apart(&self, text: &str, parts: usize) -> bool {
        if self.is_part(text) {
            return true;
        }
        parts > 1
            && text.is_ascii()
            && (LEAST..text.len().saturating_sub(LEAST - 1))
                .any(|cut| self.is_part(&text[..cut]) && self.comes_apart(&text[cut..], parts - 1))
    }

    /// A word of titles, keywords or labels, or a curated head, in any form (the linking letters look like endings).
    fn is_part(&self, text: &str) -> bool {
        if is_head(text) {
            return true;
        }
        if text.len() < LEAST || !text.is_ascii() {
            return false;
        }
        let known = |stem: &str| {
            stem.len() >= 3 && self.with_stem(stem).any(|id| self.lead[id as usize] && self.folded(id).len() >= LEAST)
        };
        known(stem::loose(text)) || text.strip_suffix('s').is_some_and(|rest| known(stem::loose(rest)))
    }

    /// The two known parts of a word, the shortest last part first; parts are given folded, without linking letters where the rest is a
    /// word by itself.
    pub(crate) fn split(&self, word: &str) -> Option<(String, String)> {
        let folded = spelling::fold(word);
        if folded.len() < 6
            || !folded.is_ascii()
            || exceptions().whole.contains(stem::light(&folded))
            || exceptions().protected.contains(word)
        {
            return None;
        }
        // The best cut: a common head behind, else the longest first part.
        let mut best: Option<(usize, bool)> = None;
        for cut in 2..folded.len().saturating_sub(2) {
            let (first, last) = (&folded[..cut], &folded[cut..]);
            let head = is_generic_head(last);
            let fits = (head || last.len() >= LEAST && self.is_part(last))
                && (first.len() >= LEAST && self.comes_apart(first, 2)
                    || head && first.len() >= 2 && self.with_stem(stem::loose(first)).next().is_some());
            if fits && best.is_none_or(|(_, had_head)| head || !had_head) {
                best = Some((cut, head));
            }
        }
        let (cut, _) = best?;
        Some((self.without_link(&folded[..cut]), folded[cut..].to_owned()))
    }

    /// `bildungs` → `bildung`, if that is how the corpus writes it.
    fn without_link(&self, part: &str) -> String {
        if self.with_stem(stem::loose(part)).next().is_some() {
            return part.to_owned();
        }
        match part.strip_suffix('s') {
            Some(rest) if self.with_stem(stem::loose(rest)).next().is_some() => rest.to_owned(),
            _ => part.to_owned(),
        }
    }
}

fn is_head(text: &str) -> bool {
    heads().parts.contains(stem::loose(text)) || is_generic_head(text)
}

/// Whether the text is a word like "kurs" in some form.
pub(crate) fn is_generic_head(text: &str) -> bool {
    text.len() >= 4 && heads().generic.contains(stem::light(text))
}
