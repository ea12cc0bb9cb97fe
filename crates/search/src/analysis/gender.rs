//! Gender forms: `Erzieherin`, `Erzieher/in`, `Erzieher:innen` and `ErzieherInnen` are one word. Rules and lists in
//! `catalog/vocabularies/gender.toml`.

use std::borrow::Cow;

use crate::catalog::gender;

/// A mark of both genders after a word: how many bytes of `rest` it takes and whether the word goes on behind it
/// ("Schüler*innenvertretung").
pub fn mark_after(word: &str, rest: &str) -> Option<Mark> {
    let mut chars = rest.chars();
    let separator = chars.next()?;
    let after = chars.as_str();
    match separator {
        '(' => {
            let ending = ["innen)", "in)", "r)", "n)"].into_iter().find(|ending| after.starts_with(ending))?;
            Some(Mark { length: 1 + ending.len(), goes_on: false })
        }
        '/' | ':' | '*' | '_' | '·' | '•' => {
            let dash = usize::from(separator == '/' && after.starts_with('-'));
            let ending_text = &after[dash..];
            let offset = separator.len_utf8() + dash;
            for ending in ["innen", "Innen", "in", "In"] {
                let Some(behind) = ending_text.strip_prefix(ending) else { continue };
                let goes_on = behind.chars().next().is_some_and(char::is_alphanumeric);
                if !goes_on {
                    return Some(Mark { length: offset + ending.len(), goes_on });
                }
                // "Erzieher/international" is not a gender form; behind the other signs a word may go on.
                if separator != '/' && ending.len() == 5 && behind.chars().next().is_some_and(char::is_lowercase) {
                    return Some(Mark { length: offset + ending.len(), goes_on });
                }
            }
            let pair: &[&str] = if word.ends_with("mann") {
                &["frau"]
            } else if word.ends_with("frau") {
                &["mann"]
            } else if word.ends_with('e') {
                &["r", "n"]
            } else {
                &[]
            };
            pair.iter().find_map(|other| {
                let behind = ending_text.strip_prefix(other)?;
                let ends = !behind.chars().next().is_some_and(char::is_alphanumeric);
                ends.then_some(Mark { length: offset + other.len(), goes_on: false })
            })
        }
        _ => None,
    }
}

#[derive(Debug, PartialEq, Eq)]
pub struct Mark {
    /// Bytes from the sign to the end of the ending.
    pub length: usize,
    pub goes_on: bool,
}

/// The common form of a word in lower case that stood without a mark.
pub fn common_form(word: &str) -> Cow<'_, str> {
    let catalog = gender();
    if let Some(form) = catalog.pairs.get(word) {
        return Cow::Borrowed(form);
    }
    for (ending, form) in &catalog.suffixes {
        if let Some(before) = word.strip_suffix(ending.as_str())
            && !before.is_empty()
        {
            return Cow::Owned(format!("{before}{form}"));
        }
    }
    let stem = word.strip_suffix("innen").or_else(|| word.strip_suffix("in"));
    if let Some(stem) = stem
        && stem.len() >= 4
        && catalog.endings.iter().any(|ending| stem.ends_with(ending.as_str()))
        && !catalog.not_persons.iter().any(|other| word.ends_with(other.as_str()))
    {
        return match catalog.pairs.get(stem) {
            Some(form) => Cow::Borrowed(form),
            None => Cow::Owned(stem.to_owned()),
        };
    }
    Cow::Borrowed(word)
}
