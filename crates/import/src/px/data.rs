//! The cells after `DATA=`.

use std::collections::HashMap;

use model::statistics::Cell;
use model::wert::{Flags, Symbol, Wert};

/// One piece of the data with its place.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Token<'t> {
    pub(super) text: &'t str,
    pub(super) quoted: bool,
    pub(super) line: u64,
    /// Count within its line, from 1.
    pub(super) number: u16,
}

impl Token<'_> {
    pub(super) fn cell(&self) -> Cell {
        Cell { row: u32::try_from(self.line).unwrap_or(u32::MAX), column: self.number }
    }

    /// Number of dots of a missing value, 0 for `-`; `None` for everything else.
    pub(super) fn dots(&self) -> Option<usize> {
        match self.text.trim() {
            "-" => Some(0),
            "…" => Some(3),
            dots if (1..=6).contains(&dots.len()) && dots.bytes().all(|byte| byte == b'.') => Some(dots.len()),
            _ => None,
        }
    }

    /// The number, written with a point. A cell in quotation marks is none.
    pub(super) fn number(&self) -> Option<f64> {
        let plain =
            self.text.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'+' | b'-' | b'.' | b'e' | b'E'));
        if plain && !self.quoted { self.text.parse().ok().filter(|number: &f64| number.is_finite()) } else { None }
    }
}

/// Pieces separated by blanks, tabs, line breaks, commas or semicolons; the specification allows to mix them.
pub(super) struct Tokens<'t> {
    text: &'t str,
    at: usize,
    line: u64,
    number: u16,
}

impl<'t> Tokens<'t> {
    pub(super) fn new(text: &'t str, line: u64) -> Self {
        Self { text, at: 0, line, number: 0 }
    }

    pub(super) fn line(&self) -> u64 {
        self.line
    }
}

impl<'t> Iterator for Tokens<'t> {
    type Item = Token<'t>;

    fn next(&mut self) -> Option<Token<'t>> {
        let bytes = self.text.as_bytes();
        let is_separator = |byte: u8| byte.is_ascii_whitespace() || matches!(byte, b',' | b';' | 0x1a);
        while let Some(byte) = bytes.get(self.at).filter(|byte| is_separator(**byte)) {
            if *byte == b'\n' {
                self.line += 1;
                self.number = 0;
            }
            self.at += 1;
        }
        let quoted = *bytes.get(self.at)? == b'"';
        let line = self.line;
        self.at += usize::from(quoted);
        let start = self.at;
        let ends = |byte: u8| if quoted { byte == b'"' } else { byte == b'"' || is_separator(byte) };
        while let Some(byte) = bytes.get(self.at).filter(|byte| !ends(**byte)) {
            self.line += u64::from(*byte == b'\n');
            self.at += 1;
        }
        let text = &self.text[start..self.at];
        self.at += usize::from(quoted);
        self.number = self.number.saturating_add(1);
        Some(Token { text, quoted, line, number: self.number })
    }
}

/// What notes at single cells say about their values.
#[derive(Debug, Default)]
pub(super) struct CellNotes {
    /// By place in row-major order.
    exact: HashMap<usize, Effect>,
    /// With `*` for some of the variables.
    wide: Vec<(Vec<Option<usize>>, Effect)>,
    sizes: Vec<usize>,
}

#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Effect {
    pub(super) flags: Flags,
    /// The reason why there is no number.
    pub(super) symbol: Option<Symbol>,
}

impl Effect {
    fn apply(self, value: Wert) -> Wert {
        match self.symbol {
            Some(symbol) if value.value().is_none() => Wert::symbol(symbol).with(value.flags),
            _ => value,
        }
        .with(self.flags)
    }
}

impl CellNotes {
    pub(super) fn new(sizes: Vec<usize>) -> Self {
        Self { sizes, ..Self::default() }
    }

    /// `place` has a position or `None` for all of them, per variable.
    pub(super) fn add(&mut self, place: Vec<Option<usize>>, effect: Effect) {
        let index = place
            .iter()
            .zip(&self.sizes)
            .try_fold(0_usize, |index, (position, size)| index.checked_mul(*size)?.checked_add((*position)?));
        match index {
            Some(index) => {
                let known = self.exact.entry(index).or_default();
                known.flags = known.flags | effect.flags;
                known.symbol = effect.symbol.or(known.symbol);
            }
            None => self.wide.push((place, effect)),
        }
    }

    pub(super) fn apply(&self, index: usize, value: Wert) -> Wert {
        let mut value = self.exact.get(&index).map_or(value, |effect| effect.apply(value));
        for (place, effect) in &self.wide {
            let mut rest = index;
            let fits = self.sizes.iter().zip(place).rev().all(|(size, wanted)| {
                let position = rest % size;
                rest /= size;
                wanted.is_none_or(|wanted| wanted == position)
            });
            if fits {
                value = effect.apply(value);
            }
        }
        value
    }
}
