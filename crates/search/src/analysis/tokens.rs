//! Text → words, levels and compounds with hyphens.

use std::ops::Range;

use model::codes::level::CefrLevel;

use super::gender;
use super::spelling::{push_lower, truncated};
use crate::catalog::exceptions;

/// Longer words are cut: nobody types them, and terms have a limit.
const LONGEST: usize = 60;

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kind {
    Word,
    /// A CEFR level, in its printed form in lower case (`b1.2`).
    Level(CefrLevel),
    /// The parts of a hyphenated word written together; comes after its parts.
    Joined,
}

#[derive(Debug, PartialEq, Eq)]
pub struct Token<'a> {
    /// Lower case, ss for ß, gender forms folded.
    pub text: &'a str,
    pub kind: Kind,
    /// Where it stands in the text.
    pub at: Range<usize>,
}

/// Reads texts one after the other and keeps its buffers.
#[derive(Debug, Clone, Default)]
pub struct Reader {
    word: String,
    joined: String,
}

impl Reader {
    /// Calls `sink` for each token of `text`, which is composed (NFC).
    pub fn read(&mut self, text: &str, sink: &mut impl FnMut(Token<'_>)) {
        let mut position = 0;
        while let Some(start) = next_word(text, position) {
            position = self.chain(text, start, sink);
        }
    }

    /// A word, or several joined by hyphens; returns where reading goes on.
    fn chain(&mut self, text: &str, start: usize, sink: &mut impl FnMut(Token<'_>)) -> usize {
        self.joined.clear();
        let mut parts = 0;
        let mut joinable = true;
        let mut at = start;
        loop {
            if let Some((level, end)) = level_at(text, at) {
                let printed = level.to_string().to_ascii_lowercase();
                sink(Token { text: &printed, kind: Kind::Level(level), at: at..end });
                joinable = false;
                at = end;
            } else {
                let end = self.word(text, at);
                if !self.word.is_empty() {
                    sink(Token { text: truncated(&self.word, LONGEST), kind: Kind::Word, at: at..end });
                }
                self.joined.push_str(&self.word);
                at = end;
            }
            parts += 1;
            let mut behind = text[at..].chars();
            let hyphen = behind.next();
            let next = behind.next();
            match (hyphen, next) {
                (Some(hyphen), Some(next)) if is_joiner(hyphen) && next.is_alphanumeric() => at += hyphen.len_utf8(),
                _ => break,
            }
        }
        if parts == 1
            && joinable
            && let Some(head) = shared_head(&text[at..])
        {
            self.joined.push_str(head);
            sink(Token { text: truncated(&self.joined, LONGEST), kind: Kind::Joined, at: start..at });
        }
        if (2..=4).contains(&parts) && joinable && self.joined.len() <= LONGEST {
            sink(Token { text: &self.joined, kind: Kind::Joined, at: start..at });
        }
        at
    }

    /// Puts the word at `start` into `self.word` and returns its end, gender mark included.
    fn word(&mut self, text: &str, start: usize) -> usize {
        self.word.clear();
        if let Some((length, name)) = symbol_at(text, start) {
            self.word.push_str(name);
            return start + length;
        }
        let mut end = run_end(text, start);
        let mut run = &text[start..end];
        // "ErzieherInnen", "FreundIn": a capital I inside.
        let mut marked = false;
        for inner in ["Innen", "In"] {
            if let Some(stem) = run.strip_suffix(inner)
                && stem.len() >= 3
                && stem.ends_with(char::is_lowercase)
            {
                run = stem;
                marked = true;
                break;
            }
        }
        if !marked
            && run.len() >= 3
            && let Some(mark) = gender::mark_after(run, &text[end..])
        {
            push_lower(run, &mut self.word);
            end += mark.length;
            if mark.goes_on {
                let rest_end = run_end(text, end);
                push_lower(&text[end..rest_end], &mut self.word);
                return rest_end;
            }
            self.fold_gender();
            return end;
        }
        push_lower(run, &mut self.word);
        if text[end..].starts_with('+') && run.ends_with(|c: char| c.is_ascii_digit()) {
            self.word.push_str("plus");
            end += 1;
        }
        self.fold_gender();
        end
    }

    fn fold_gender(&mut self) {
        if self.word.len() < 4 {
            return;
        }
        let form = gender::common_form(&self.word);
        if form != self.word {
            self.word = form.into_owned();
        }
    }
}

/// The last part that a word shares with the next one: behind "Berufs" in "Berufs- und Studienorientierung" it is "orientierung".
fn shared_head(rest: &str) -> Option<&'static str> {
    let behind = rest.strip_prefix('-')?;
    let next = [" und ", " oder ", "/", ", "].iter().find_map(|link| behind.strip_prefix(link))?;
    let word = next[..run_end(next, 0)].to_lowercase();
    let heads = crate::catalog::heads().spelled.iter();
    heads
        .filter(|head| word.len() > head.len() + 2)
        .find_map(|head| word.ends_with(head.as_str()).then_some(head.as_str()))
}

fn is_joiner(c: char) -> bool {
    matches!(c, '-' | '\u{2010}'..='\u{2013}' | '\'' | '’')
}

fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}')
}

fn next_word(text: &str, from: usize) -> Option<usize> {
    let mut before = text[..from].chars().next_back();
    for (index, c) in text[from..].char_indices() {
        if c.is_alphanumeric() {
            return Some(from + index);
        }
        // ".net" begins with a sign.
        if c == '.' && before.is_none_or(char::is_whitespace) && symbol_at(text, from + index).is_some() {
            return Some(from + index);
        }
        before = Some(c);
    }
    None
}

/// A name with signs ("C++") that stands alone here: its length and how it is written in the index.
fn symbol_at(text: &str, start: usize) -> Option<(usize, &'static str)> {
    exceptions().symbols.iter().find_map(|(symbol, name)| {
        let fits = text.get(start..start + symbol.len())?.eq_ignore_ascii_case(symbol);
        let ends = fits && !text[start + symbol.len()..].starts_with(char::is_alphanumeric);
        ends.then_some((symbol.len(), name.as_str()))
    })
}

fn run_end(text: &str, start: usize) -> usize {
    text[start..].find(|c: char| !c.is_alphanumeric() && !is_invisible(c)).map_or(text.len(), |length| start + length)
}

/// `B1`, `b1.2`, `A2/1`, `C1+` standing alone.
fn level_at(text: &str, start: usize) -> Option<(CefrLevel, usize)> {
    let bytes = text.as_bytes();
    let letter = bytes.get(start)?.to_ascii_lowercase();
    let digit = *bytes.get(start + 1)?;
    if !matches!(letter, b'a' | b'b' | b'c') || !matches!(digit, b'0'..=b'2') {
        return None;
    }
    let base_end = start + 2;
    let boundary = |at: usize| !text[at..].starts_with(|c: char| c.is_alphanumeric());
    if matches!(bytes.get(base_end), Some(b'.' | b'/')) && bytes.get(base_end + 1).is_some_and(u8::is_ascii_digit) {
        let end = base_end + 2;
        if boundary(end)
            && let Ok(level) = text[start..end].parse()
        {
            return Some((level, end));
        }
    }
    if !boundary(base_end) {
        return None;
    }
    let end = if bytes.get(base_end) == Some(&b'+') { base_end + 1 } else { base_end };
    Some((text[start..base_end].parse().ok()?, end))
}

/// All words of a short text, levels included, joined forms left out.
pub fn words(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    Reader::default().read(&super::spelling::composed(text), &mut |token| {
        if token.kind != Kind::Joined {
            found.push(token.text.to_owned());
        }
    });
    found
}

/// A course number as it is compared: letters and digits only, in lower case.
pub fn course_number(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).take(40).collect()
}
