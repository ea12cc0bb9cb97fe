//! Values with the signs of official statistics.
//!
//! Signs: Zeichenerklärung of the Statistische Ämter. The Landesamt für Statistik Niedersachsen has signs of its own, under which `0` is
//! exactly zero (statistik.niedersachsen.de, "Zeichenerklärung").

use model::wert::{Flags, Symbol, SymbolSet, Wert};

/// Signs of a column that says how good the value beside it is; `None` where it is none.
pub fn quality_flags(text: &str) -> Option<Flags> {
    Some(match text.trim() {
        "" => Flags::NONE,
        "e" => Flags::FINAL,
        "p" => Flags::PROVISIONAL,
        "r" => Flags::REVISED,
        "s" => Flags::ESTIMATED,
        "()" | "/" | "u" => Flags::UNCERTAIN,
        _ => return None,
    })
}

/// Whose signs a file uses, by the legend that its notes may hold: only the signs of the LSN have a letter for "secret".
pub fn symbols_of<'n>(notes: impl Iterator<Item = &'n str>) -> SymbolSet {
    let is_legend = |line: &str| {
        let line = line.trim().to_lowercase();
        let meaning = line.strip_prefix('g').filter(|rest| rest.starts_with([' ', '=', ':', '\t']));
        meaning.is_some_and(|meaning| meaning.contains("geheim") || meaning.contains("unbekannt"))
    };
    let mut notes = notes;
    if notes.any(|note| note.lines().any(is_legend)) { SymbolSet::Niedersachsen } else { SymbolSet::Classic }
}

/// How a file writes numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NumberStyle {
    /// The decimal sign: a comma, or a point in English files.
    pub decimal: u8,
    pub symbols: SymbolSet,
}

impl NumberStyle {
    pub const GERMAN: Self = Self { decimal: b',', symbols: SymbolSet::Classic };

    /// The decimal sign by the evidence of all cells, for files whose language is not known: see [`NumberStyle::decide`].
    pub fn find<'c>(cells: impl Iterator<Item = &'c str>, symbols: SymbolSet) -> Self {
        Self::decide(cells, symbols, false).0
    }

    /// The decimal sign by the evidence of all cells and the language of the file. The second: nobody can tell. "1.561" alone is a
    /// thousand and more, or one and a half children per woman; only cells that are written otherwise say which.
    pub fn decide<'c>(cells: impl Iterator<Item = &'c str>, symbols: SymbolSet, english: bool) -> (Self, bool) {
        let mut found = Separators::default();
        for cell in cells {
            found.look_at(cell.trim());
            if found.decimal_comma {
                break;
            }
        }
        let (decimal, is_certain) = match found {
            Separators { decimal_comma: true, .. } => (b',', true),
            Separators { decimal_point: true, .. } => (b'.', true),
            Separators { groups_by_point: true, .. } => (b',', true),
            Separators { groups_by_comma: true, .. } => (b'.', true),
            _ if english => (b'.', true),
            // Numbers below a thousand have no point and the others have: they are separated by it.
            Separators { point_and_three: true, .. } => (b',', found.below_thousand && !found.ungrouped),
            _ => (b',', true),
        };
        (Self { decimal, symbols }, !is_certain)
    }

    /// A cell. `None`: neither a number nor a sign.
    pub fn read(self, cell: &str) -> Option<Wert> {
        let text = strip_footnotes(cell.trim());
        // Nearly all cells are plain digits.
        if !text.is_empty() && text.len() <= 15 && text.bytes().all(|byte| byte.is_ascii_digit()) {
            let number = text.bytes().fold(0_u64, |sum, digit| sum * 10 + u64::from(digit - b'0'));
            return Some(self.number(number as f64));
        }
        if let Some(symbol) = self.symbol(text) {
            return Some(Wert::symbol(symbol));
        }
        if let Some(inner) = text.strip_prefix('(').and_then(|rest| rest.strip_suffix(')')) {
            let inner = inner.trim();
            let value = if inner.is_empty() { Wert::symbol(Symbol::Unreliable) } else { self.marked(inner)? };
            return Some(value.with(Flags::UNCERTAIN));
        }
        self.marked(text)
    }

    fn symbol(self, text: &str) -> Option<Symbol> {
        Some(match text {
            "" => Symbol::Missing,
            "-" | "–" | "—" | "−" => Symbol::Nothing,
            "." | "·" | "•" => Symbol::SecretOrUnknown,
            "..." | "…" | ". . ." => Symbol::NotYet,
            "/" => Symbol::Unreliable,
            "x" | "X" => Symbol::NotApplicable,
            _ if self.symbols == SymbolSet::Niedersachsen => match text {
                "k" => Symbol::RoundsToZero,
                "g" => Symbol::Secret,
                "t" => Symbol::NotYet,
                "u" => Symbol::Unreliable,
                _ => return None,
            },
            _ => return None,
        })
    }

    /// A number with marks after it: `12,3 p`, `12r`, `1 234 e`.
    fn marked(self, text: &str) -> Option<Wert> {
        let mut flags = Flags::NONE;
        let mut rest = text;
        while let Some(last) = rest.chars().next_back() {
            let flag = match last {
                'p' => Flags::PROVISIONAL,
                'r' => Flags::REVISED,
                's' => Flags::ESTIMATED,
                'e' => Flags::FINAL,
                'D' => Flags::MEAN,
                'u' | 'f' if self.symbols == SymbolSet::Niedersachsen => Flags::UNCERTAIN,
                _ => break,
            };
            flags = flags | flag;
            rest = rest[..rest.len() - 1].trim_end_matches([' ', '\u{a0}', ',']);
        }
        let value = match self.symbol(rest) {
            Some(Symbol::Missing) | None => self.number(self.parse(rest)?),
            Some(symbol) => Wert::symbol(symbol),
        };
        Some(value.with(flags))
    }

    /// A zero is a sign as well: less than half of the last digit shown, or exactly zero in Niedersachsen.
    fn number(self, number: f64) -> Wert {
        if number != 0.0 {
            return Wert::number(number);
        }
        Wert::symbol(if self.symbols == SymbolSet::Niedersachsen { Symbol::Nothing } else { Symbol::RoundsToZero })
    }

    fn parse(self, text: &str) -> Option<f64> {
        let (negative, digits) = match text.strip_prefix(['-', '−', '–']) {
            Some(rest) => (true, rest.trim_start()),
            None => (false, text.strip_prefix('+').unwrap_or(text)),
        };
        let decimal = char::from(self.decimal);
        let (whole, fraction) = match digits.split_once(decimal) {
            Some((whole, fraction)) => (whole, Some(fraction)),
            None => (digits, None),
        };
        let thousands = if self.decimal == b',' { '.' } else { ',' };
        let mut plain = String::with_capacity(text.len() + 1);
        if negative {
            plain.push('-');
        }
        push_whole(whole, thousands, &mut plain)?;
        if let Some(fraction) = fraction {
            if fraction.is_empty() || !fraction.bytes().all(|byte| byte.is_ascii_digit()) {
                return None;
            }
            plain.push('.');
            plain.push_str(fraction);
        }
        plain.parse().ok().filter(|number: &f64| number.is_finite())
    }
}

/// How the numbers of a file are separated.
#[derive(Debug, Clone, Copy, Default)]
struct Separators {
    decimal_comma: bool,
    decimal_point: bool,
    /// `1.234.567`.
    groups_by_point: bool,
    /// `1,234,567`.
    groups_by_comma: bool,
    /// `1.234`: both is possible.
    point_and_three: bool,
    /// Four digits and more without a separator.
    ungrouped: bool,
    /// A whole number that needs no separator.
    below_thousand: bool,
}

impl Separators {
    fn look_at(&mut self, cell: &str) {
        let number = cell.trim_start_matches(['+', '-', '−', '–']).trim_start();
        if !number.starts_with(|c: char| c.is_ascii_digit()) {
            return;
        }
        let decimals = |after: &str| after.bytes().take_while(u8::is_ascii_digit).count();
        // A group of thousands follows one to three digits that are no zero.
        let is_group = |before: &str| before != "0" && before.len() <= 3;
        if let Some((before, after)) = number.split_once(',') {
            self.decimal_comma |= !after.contains(',') && (decimals(after) != 3 || !is_group(before));
            self.groups_by_comma |= after.contains(',');
        }
        match number.split_once('.') {
            Some((_, after)) if after.contains('.') => self.groups_by_point = true,
            Some((before, after)) => match decimals(after) {
                0 => {}
                3 if is_group(before) => self.point_and_three = true,
                _ => self.decimal_point = true,
            },
            None if number.bytes().all(|byte| byte.is_ascii_digit()) => {
                self.ungrouped |= number.len() > 3;
                self.below_thousand |= number.len() <= 3;
            }
            None => {}
        }
    }
}

/// Digits, in groups of three where they are separated.
fn push_whole(whole: &str, thousands: char, plain: &mut String) -> Option<()> {
    let is_gap = |c: char| c == thousands || matches!(c, ' ' | '\u{a0}' | '\u{202f}' | '\u{2009}' | '\'' | '’');
    let mut groups = whole.split(is_gap);
    let first = groups.next()?;
    if first.is_empty() || !first.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    plain.push_str(first);
    for group in groups {
        if first.len() > 3 || group.len() != 3 || !group.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        plain.push_str(group);
    }
    Some(())
}

/// `123 1)`, `123²`, `123 *)`: marks of footnotes. A digit and a bracket without a blank before them cannot be told from the number.
fn strip_footnotes(text: &str) -> &str {
    let mut text = text.trim_end_matches(['¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹', '*']).trim_end();
    while let Some(inner) = text.strip_suffix(')') {
        let before = inner.trim_end_matches(|c: char| c.is_ascii_digit() || c == '*');
        // "(12)" is a value of limited use and no footnote; "12 1)" is.
        if before.len() == inner.len() || !before.ends_with([' ', '\u{a0}']) || before.trim().is_empty() {
            break;
        }
        text = before.trim_end_matches([' ', '\u{a0}']);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read(cell: &str) -> Option<(Option<f64>, Symbol, Vec<&'static str>)> {
        NumberStyle::GERMAN.read(cell).map(|wert| (wert.value(), wert.symbol, wert.flags.codes()))
    }

    #[test]
    fn signs_and_marks_are_kept() {
        use Symbol::{Missing, NotApplicable, NotYet, Nothing, Number, RoundsToZero, SecretOrUnknown, Unreliable};
        for (cell, value, symbol, flags) in [
            ("1234", Some(1234.0), Number, &[][..]),
            ("12,5", Some(12.5), Number, &[]),
            ("-12,5", Some(-12.5), Number, &[]),
            ("−3", Some(-3.0), Number, &[]),
            ("1 234 567", Some(1_234_567.0), Number, &[]),
            ("1\u{a0}234", Some(1234.0), Number, &[]),
            ("1.234.567,8", Some(1_234_567.8), Number, &[]),
            ("12 p", Some(12.0), Number, &["p"]),
            ("12,1pr", Some(12.1), Number, &["p", "r"]),
            ("(12)", Some(12.0), Number, &["()"]),
            ("()", None, Unreliable, &["()"]),
            ("123 1)", Some(123.0), Number, &[]),
            ("123²", Some(123.0), Number, &[]),
            ("- 2)", Some(0.0), Nothing, &[]),
            ("0", Some(0.0), RoundsToZero, &[]),
            ("0,0", Some(0.0), RoundsToZero, &[]),
            ("-", Some(0.0), Nothing, &[]),
            (".", None, SecretOrUnknown, &[]),
            ("...", None, NotYet, &[]),
            ("…", None, NotYet, &[]),
            ("/", None, Unreliable, &[]),
            ("x", None, NotApplicable, &[]),
            ("", None, Missing, &[]),
            (". r", None, SecretOrUnknown, &["r"]),
        ] {
            assert_eq!(read(cell), Some((value, symbol, flags.to_vec())), "{cell:?}");
        }
        for cell in
            ["Flensburg", "14.1", "1.23", "12,", ",5", "1 23", "12a", "p", "1,2,3", "12-13", "1234.567", "NaN", "inf"]
        {
            assert_eq!(read(cell), None, "{cell:?}");
        }
    }

    #[test]
    fn niedersachsen_has_its_own_signs() {
        let style = NumberStyle { symbols: SymbolSet::Niedersachsen, ..NumberStyle::GERMAN };
        let symbol = |cell: &str| style.read(cell).map(|wert| wert.symbol);
        assert_eq!(symbol("0"), Some(Symbol::Nothing));
        assert_eq!(symbol("k"), Some(Symbol::RoundsToZero));
        assert_eq!(symbol("g"), Some(Symbol::Secret));
        assert_eq!(symbol("t"), Some(Symbol::NotYet));
        assert_eq!(symbol("u"), Some(Symbol::Unreliable));
        assert_eq!(style.read("12u").map(|wert| (wert.value(), wert.flags)), Some((Some(12.0), Flags::UNCERTAIN)));
        assert_eq!(NumberStyle::GERMAN.read("g"), None);
    }

    #[test]
    fn the_decimal_sign_is_found_by_evidence() {
        let find = |cells: &[&str]| char::from(NumberStyle::find(cells.iter().copied(), SymbolSet::Classic).decimal);
        assert_eq!(find(&["1", "14.1", "2.345"]), '.');
        assert_eq!(find(&["1", "14,1", "2.5"]), ',');
        assert_eq!(find(&["1.234", "5.678"]), ',');
        assert_eq!(find(&["1,234", "5.5"]), '.');
        assert_eq!(find(&["0.123"]), '.');
        assert_eq!(find(&["+3.1", "-0.4"]), '.');
        assert_eq!(find(&["1234.567"]), '.');
        let english = NumberStyle { decimal: b'.', symbols: SymbolSet::Classic };
        assert_eq!(english.read("1,234.5").and_then(Wert::value), Some(1234.5));
    }

    #[test]
    fn three_digits_after_a_point_are_read_by_language_and_neighbours() {
        for (cells, english, decimal, ambiguous) in [
            (&["1.561", "1.632"][..], true, '.', false),
            (&["1.561", "1.632"], false, ',', true),
            (&["1.561", "1.63"], false, '.', false),
            (&["1.234", "567", "12.345"], false, ',', false),
            (&["1.234", "1.234.567"], false, ',', false),
            (&["1.234", "56789", "12"], false, ',', true),
            (&["1.234", "4,5"], true, ',', false),
            (&["1,234"], true, '.', false),
            (&["1,234"], false, ',', false),
            (&["-", "."], true, '.', false),
        ] {
            let (style, is_ambiguous) = NumberStyle::decide(cells.iter().copied(), SymbolSet::Classic, english);
            assert_eq!((char::from(style.decimal), is_ambiguous), (decimal, ambiguous), "{cells:?} {english}");
        }
    }

    proptest! {
        #[test]
        fn no_text_makes_it_fail(cell in "\\PC{0,12}") {
            NumberStyle::GERMAN.read(&cell);
            NumberStyle { decimal: b'.', symbols: SymbolSet::Niedersachsen }.read(&cell);
        }

        #[test]
        fn what_is_written_is_read(number in -1_000_000_000_i64..1_000_000_000) {
            let value = NumberStyle::GERMAN.read(&number.to_string()).and_then(Wert::value);
            prop_assert_eq!(value, Some(number as f64));
        }
    }
}
