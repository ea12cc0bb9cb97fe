//! What a reader reads: messages from `locale/*/*.ftl`, and numbers, dates and prices as each language writes them.
//!
//! In: a key (as a function of [`say`], so that a key that does not exist cannot be compiled) or a code of a closed list
//! ([`Words::code`]). Out: the text. Never: HTML, domain decisions.

use std::sync::LazyLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use model::codes::language::LanguageCode;
use unic_langid::LanguageIdentifier;

pub mod format;
#[cfg(test)]
mod tests;

mod texts {
    include!(concat!(env!("OUT_DIR"), "/texts.rs"));
}

/// One function per message, with the message's variables as arguments in alphabetical order.
pub mod say {
    use fluent_bundle::FluentValue;

    use super::Words;

    include!(concat!(env!("OUT_DIR"), "/say.rs"));
}

/// All messages of one language.
pub struct Words {
    /// As in `lang` and in the address.
    pub language: &'static str,
    bundle: FluentBundle<FluentResource>,
}

impl std::fmt::Debug for Words {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Words({})", self.language)
    }
}

static GERMAN: LazyLock<Words> = LazyLock::new(|| Words::load("de", texts::DE));
static ENGLISH: LazyLock<Words> = LazyLock::new(|| Words::load("en", texts::EN));

/// Languages with a complete locale; German is the fallback of everything.
pub const LANGUAGES: &[&str] = &["de", "en"];

/// The words of a language; `None` when there is no locale for it.
pub fn find_words(language: &str) -> Option<&'static Words> {
    match language {
        "de" => Some(&GERMAN),
        "en" => Some(&ENGLISH),
        _ => None,
    }
}

pub fn german() -> &'static Words {
    &GERMAN
}

/// The language to answer in: what the address asks for, else the best of `Accept-Language`, else the portal's first.
/// `offered` are the portal's languages, in its order.
pub fn negotiate(asked: Option<&str>, accept_language: Option<&str>, offered: &[LanguageCode]) -> &'static Words {
    let has = |language: &str| offered.is_empty() || offered.iter().any(|code| code.as_str() == language);
    let usable = |language: &str| find_words(language).filter(|_| has(language));
    if let Some(words) = asked.and_then(usable) {
        return words;
    }
    let mut wishes: Vec<(&str, f32)> = accept_language
        .unwrap_or_default()
        .split(',')
        .filter_map(|part| {
            let (tag, rest) = part.trim().split_once(';').unwrap_or((part.trim(), ""));
            let weight = rest.trim().strip_prefix("q=").map_or(Some(1.0), |q| q.trim().parse().ok())?;
            let primary = tag.split('-').next().unwrap_or(tag);
            Some((primary, weight)).filter(|(primary, weight)| !primary.is_empty() && *weight > 0.0)
        })
        .collect();
    // Stable: equal weights keep the browser's order.
    wishes.sort_by(|a, b| b.1.total_cmp(&a.1));
    wishes
        .iter()
        .find_map(|(language, _)| usable(&language.to_ascii_lowercase()))
        .or_else(|| offered.iter().find_map(|code| find_words(code.as_str())))
        .unwrap_or(&GERMAN)
}

impl Words {
    fn load(language: &'static str, files: &[(&str, &str)]) -> Self {
        let id: LanguageIdentifier = language.parse().expect("the languages above are valid");
        let mut bundle = FluentBundle::new_concurrent(vec![id]);
        // Isolation marks are for texts of mixed direction; both languages and all values run left to right.
        bundle.set_use_isolating(false);
        bundle.set_formatter(Some(match language {
            "de" => |value, _| number_with(value, '.', ','),
            _ => |value, _| number_with(value, ',', '.'),
        }));
        for (name, text) in files {
            let resource = FluentResource::try_new((*text).to_owned())
                .unwrap_or_else(|(_, errors)| panic!("locale/{language}/{name}.ftl: {errors:?}"));
            bundle.add_resource(resource).unwrap_or_else(|errors| panic!("locale/{language}/{name}.ftl: {errors:?}"));
        }
        Self { language, bundle }
    }

    /// Called by the functions of [`say`].
    fn format(&self, key: &str, arguments: Vec<(&'static str, FluentValue<'static>)>) -> String {
        let arguments: FluentArgs<'_> = arguments.into_iter().collect();
        match self.find(key, Some(&arguments)) {
            Some(text) => text,
            // A test compares the keys of all languages; German is complete by construction.
            None if self.language != "de" => GERMAN.find(key, Some(&arguments)).unwrap_or_else(|| key.to_owned()),
            None => key.to_owned(),
        }
    }

    fn find(&self, key: &str, arguments: Option<&FluentArgs<'_>>) -> Option<String> {
        let pattern = self.bundle.get_message(key)?.value()?;
        let mut errors = Vec::new();
        Some(self.bundle.format_pattern(pattern, arguments, &mut errors).into_owned())
    }

    /// Name of a code of a closed list: message `{group}-{code}`, the code itself where there is none (an open list such as languages).
    pub fn code(&self, group: &str, code: &str) -> String {
        self.find_code(group, code).unwrap_or_else(|| code.to_owned())
    }

    pub fn find_code(&self, group: &str, code: &str) -> Option<String> {
        let key = format!("{group}-{code}");
        self.find(&key, None).or_else(|| GERMAN.find(&key, None))
    }

    pub fn is_german(&self) -> bool {
        self.language == "de"
    }
}

/// Groups thousands and keeps one decimal place where there is one.
fn number_with(value: &FluentValue<'_>, group: char, decimal: char) -> Option<String> {
    let FluentValue::Number(number) = value else { return None };
    let tenths = (number.value * 10.0).round() as i64;
    let (whole, rest) = (tenths.unsigned_abs() / 10, tenths.unsigned_abs() % 10);
    let digits = whole.to_string();
    let mut text = if tenths < 0 { "-".to_owned() } else { String::new() };
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(group);
        }
        text.push(digit);
    }
    if rest > 0 {
        text.push(decimal);
        text.push_str(&rest.to_string());
    }
    Some(text)
}
