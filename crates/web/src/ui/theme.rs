//! The colours of a Kommune. Contrast is computed (WCAG 2.2, 1.4.3 and 1.4.11) and refused below AA.

/// A colour as `#rrggbb`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Color {
    red: u8,
    green: u8,
    blue: u8,
}

/// Why a colour cannot be used.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum Refused {
    #[error("„{0}“ ist keine Farbe der Form #rrggbb.")]
    Malformed(String),
    #[error("Die Farbe {color} hat auf {ground} nur den Kontrast {ratio:.1}; nötig sind mindestens 4,5.")]
    TooWeak { color: String, ground: String, ratio: f64 },
}

/// Grounds on which the accent stands as text; the same values as in the style sheet, which a test compares.
pub const LIGHT_GROUNDS: [&str; 3] = ["#faf8f4", "#ffffff", "#f1ede4"];
pub const DARK_GROUNDS: [&str; 3] = ["#14161a", "#1d2026", "#262a31"];
/// What is written on the accent.
pub const ON_LIGHT_ACCENT: &str = "#ffffff";
pub const ON_DARK_ACCENT: &str = "#14161a";
const ENOUGH: f64 = 4.5;

impl std::str::FromStr for Color {
    type Err = Refused;
    fn from_str(text: &str) -> Result<Self, Refused> {
        let malformed = || Refused::Malformed(text.chars().take(20).collect());
        let digits = text.trim().strip_prefix('#').filter(|d| d.len() == 6 && d.is_ascii()).ok_or_else(malformed)?;
        // `from_str_radix` also reads a sign, which no colour has.
        if !digits.bytes().all(|b| b.is_ascii_hexdigit()) {
            return Err(malformed());
        }
        let part = |at: usize| u8::from_str_radix(&digits[at..at + 2], 16).or(Err(malformed()));
        Ok(Self { red: part(0)?, green: part(2)?, blue: part(4)? })
    }
}

impl std::fmt::Display for Color {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "#{:02x}{:02x}{:02x}", self.red, self.green, self.blue)
    }
}

impl Color {
    /// Relative luminance as WCAG defines it.
    fn luminance(self) -> f64 {
        let linear = |channel: u8| {
            let value = f64::from(channel) / 255.0;
            if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * linear(self.red) + 0.7152 * linear(self.green) + 0.0722 * linear(self.blue)
    }
}

/// From 1 (same) to 21 (black on white).
pub fn contrast(one: Color, other: Color) -> f64 {
    let (a, b) = (one.luminance() + 0.05, other.luminance() + 0.05);
    a.max(b) / a.min(b)
}

fn known(text: &str) -> Color {
    text.parse().expect("the colours above are well-formed")
}

fn check(text: &str, grounds: &[&str], on_accent: &str) -> Result<Color, Refused> {
    let color: Color = text.parse()?;
    for ground in grounds.iter().chain([&on_accent]) {
        let ratio = contrast(color, known(ground));
        if ratio < ENOUGH {
            return Err(Refused::TooWeak { color: color.to_string(), ground: (*ground).to_owned(), ratio });
        }
    }
    Ok(color)
}

/// The style sheet of a Kommune, and what had to be refused; a refused colour leaves the product's own in place.
pub fn style_sheet(light: Option<&str>, dark: Option<&str>) -> (String, Vec<Refused>) {
    let mut css = String::new();
    let mut refused = Vec::new();
    let mut rule = |text: Option<&str>, grounds: &[&str], on: &str, before: &str, after: &str| match text
        .map(|text| check(text, grounds, on))
    {
        Some(Ok(color)) => css.push_str(&format!("{before}:root{{--accent:{color};--on-accent:{on}}}{after}\n")),
        Some(Err(reason)) => refused.push(reason),
        None => {}
    };
    rule(light, &LIGHT_GROUNDS, ON_LIGHT_ACCENT, "@media (prefers-color-scheme:light){", "}");
    rule(dark, &DARK_GROUNDS, ON_DARK_ACCENT, "@media (prefers-color-scheme:dark){", "}");
    (css, refused)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn contrast_by_the_definition() {
        assert!((contrast(known("#000000"), known("#ffffff")) - 21.0).abs() < 1e-9);
        assert!((contrast(known("#777777"), known("#ffffff")) - 4.48).abs() < 0.005, "WCAG's well-known grey");
        assert!((contrast(known("#123456"), known("#123456")) - 1.0).abs() < 1e-9);
    }

    #[test]
    fn weak_and_malformed_colours_are_refused() {
        for (light, dark) in [
            (Some("#ffcc00"), None),
            (None, Some("#333333")),
            (Some("red"), None),
            (Some("#12345"), None),
            (Some("#+12345"), None),
            (Some("#ääää"), None),
        ] {
            let (css, refused) = style_sheet(light, dark);
            assert!(css.is_empty() && refused.len() == 1, "{light:?} {dark:?}");
        }
    }

    #[test]
    fn strong_colours_are_used_as_given() {
        let (css, refused) = style_sheet(Some("#7A1F3D"), Some("#f2b8c6"));
        assert_eq!(refused, []);
        assert!(css.contains("--accent:#7a1f3d") && css.contains("--accent:#f2b8c6"), "{css}");
    }

    /// The product's own colours obey the rule that municipal ones must obey, and this file knows the grounds of the style sheet.
    #[test]
    fn the_own_style_sheet_is_strong_enough() {
        let scss = include_str!("../../../../assets/src/_tokens.scss");
        let value = |name: &str, nth: usize| {
            let declaration = format!("--{name}: #");
            let mut found = scss.match_indices(&declaration).map(|(at, text)| &scss[at + text.len() - 1..]);
            found.nth(nth).map_or_else(|| panic!("--{name} number {nth}"), |rest| known(&rest[..7]))
        };
        for (mode, grounds, on) in [(0, LIGHT_GROUNDS, ON_LIGHT_ACCENT), (1, DARK_GROUNDS, ON_DARK_ACCENT)] {
            for (index, name) in ["ground", "paper", "sunken"].into_iter().enumerate() {
                assert_eq!(value(name, mode), known(grounds[index]), "--{name}");
            }
            assert_eq!(value("on-accent", mode), known(on));
            for text in ["ink", "muted", "accent", "good", "notice", "bad"] {
                for ground in grounds {
                    let ratio = contrast(value(text, mode), known(ground));
                    assert!(ratio >= ENOUGH, "--{text} on {ground}: {ratio:.2}");
                }
            }
            for ground in grounds {
                let ratio = contrast(value("edge", mode), known(ground));
                assert!(ratio >= 3.0, "--edge of fields on {ground}: {ratio:.2}");
            }
            assert!(contrast(value("accent", mode), known(on)) >= ENOUGH);
        }
    }
}
