//! Typing errors: known words near an unknown one.

use super::Lexicon;
use crate::analysis::{distance, phonetic, spelling};
use crate::catalog::exceptions;

/// In shorter words the first letter must be right.
const FREE_FIRST_LETTER: usize = 6;

impl Lexicon {
    /// The likeliest word that was meant by an unknown one: fewest errors, then the same sound, then the same first letter, then most
    /// offers. `others` are words that are known although no offer has them (synonyms, places, words of intent).
    pub(crate) fn correct<'a>(&'a self, typed: &str, others: impl Iterator<Item = &'a str>) -> Option<String> {
        let folded = spelling::fold(typed);
        let letters: Vec<char> = folded.chars().collect();
        let allowed = distance::allowed(letters.len());
        if allowed == 0 || folded.bytes().any(|b| b.is_ascii_digit()) {
            return None;
        }
        let set = distance::letters(&folded);
        let sound = phonetic::code(&folded);
        let mut best: Option<(Rank, &str)> = None;
        let mut consider = |word: &'a str, candidate: &str, offers: u32| {
            if candidate.len() < 4 || (candidate.len() < 5 && exceptions().protected.contains(word)) {
                return;
            }
            let first_is_right = candidate.as_bytes().first() == folded.as_bytes().first();
            if !first_is_right && letters.len() < FREE_FIRST_LETTER {
                return;
            }
            let other: Vec<char> = candidate.chars().collect();
            let Some(errors) = distance::within(&letters, &other, allowed) else { return };
            let rank = Rank {
                errors,
                other_sound: phonetic::code(candidate) != sound,
                other_first_letter: !first_is_right,
                fewer_offers: u32::MAX - offers,
            };
            if best.as_ref().is_none_or(|(known, known_word)| (&rank, word) < (known, *known_word)) {
                best = Some((rank, word));
            }
        };
        for (id, other_set) in self.letters.iter().enumerate() {
            // Each error changes at most two letters of the set.
            if (set ^ other_set).count_ones() as usize <= 2 * allowed {
                let candidate = self.folded(id as u32);
                if candidate.len().abs_diff(folded.len()) <= 2 * allowed {
                    consider(self.word(id as u32), candidate, self.offers[id]);
                }
            }
        }
        for word in others {
            let candidate = spelling::fold(word);
            if (set ^ distance::letters(&candidate)).count_ones() as usize <= 2 * allowed {
                consider(word, &candidate, 0);
            }
        }
        best.map(|(_, word)| word.to_owned())
    }
}

#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Rank {
    errors: usize,
    other_sound: bool,
    other_first_letter: bool,
    fewer_offers: u32,
}
