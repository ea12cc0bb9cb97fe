//! What can be learned in the example region: families of themes and themes, from `data/themes/*.toml`.
//!
//! A `[[family]]` gives what its themes have in common, a `[[theme]]` adds its own titles and sentences and overrides what differs. A theme
//! with `each` stands for several (one per language, instrument, occupation); `{name}` in its texts is replaced.
//! Placeholders that are filled per offer: `{level}`, `{before}` (the level below), `{ort}`.

use serde::Deserialize;

use crate::draft::Pin;
use crate::providers::slug;
use crate::schedule::Shape;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct ThemeFile {
    #[serde(default)]
    family: Vec<Entry>,
    #[serde(default)]
    theme: Vec<Entry>,
}

/// A family or a theme as written in the file; what is missing comes from the family.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Entry {
    code: String,
    family: String,
    titles: Vec<String>,
    subtitles: Vec<String>,
    /// Sentences on what happens.
    about: Vec<String>,
    /// Sentences on how it is taught; one is taken.
    how: Vec<String>,
    /// Sentences on whom it is for; one is taken.
    who: Vec<String>,
    /// Sentences on what to bring; one is taken.
    bring: Vec<String>,
    keywords: Vec<String>,
    target_groups: Vec<String>,
    /// `keine`, a text, or an empty string for "the source says nothing".
    requirements: Vec<String>,
    levels: Vec<String>,
    certificates: Vec<String>,
    /// `bildungsgutschein`, `avgs`, `bildungsfreistellung`, `qualischeck`, `aufstiegs_bafoeg`, `bamf`, `deufoev`, `but`.
    funding: Vec<String>,
    /// Second level of the vhs classification.
    dvv: Option<String>,
    /// Tags of the provider kinds that offer it.
    offered_by: Vec<String>,
    shapes: Vec<Shape>,
    minutes: Vec<i64>,
    meetings: Vec<i64>,
    /// Euro from, to; `[0, 0]` is free of charge.
    price: Vec<i64>,
    seats: Vec<i64>,
    weight: Option<usize>,
    /// Code of the OPENQCAT list `bildungsart`.
    education_type: Option<u32>,
    kldb: Option<String>,
    languages: Vec<String>,
    /// Percent of the offers that take place online.
    online: Option<usize>,
    /// Percent of the offers with child care.
    child_care: Option<usize>,
    each: Vec<Variant>,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Variant {
    name: String,
    /// Titles of its own beside those of the theme.
    titles: Vec<String>,
    dvv: Option<String>,
    about: Vec<String>,
    keywords: Vec<String>,
    kldb: Option<String>,
    levels: Vec<String>,
    weight: Option<usize>,
}

/// A theme with everything its family gives.
#[derive(Debug, Clone)]
pub(crate) struct Theme {
    pub(crate) code: String,
    pub(crate) titles: Vec<String>,
    pub(crate) subtitles: Vec<String>,
    pub(crate) about: Vec<String>,
    pub(crate) how: Vec<String>,
    pub(crate) who: Vec<String>,
    pub(crate) bring: Vec<String>,
    pub(crate) keywords: Vec<String>,
    pub(crate) target_groups: Vec<String>,
    pub(crate) requirements: Vec<String>,
    pub(crate) levels: Vec<String>,
    pub(crate) certificates: Vec<String>,
    pub(crate) funding: Vec<String>,
    pub(crate) dvv: String,
    pub(crate) offered_by: Vec<String>,
    pub(crate) shapes: Vec<Shape>,
    pub(crate) minutes: Vec<i64>,
    pub(crate) meetings: (i64, i64),
    pub(crate) price: (i64, i64),
    pub(crate) seats: (i64, i64),
    pub(crate) weight: usize,
    pub(crate) education_type: u32,
    pub(crate) kldb: Option<String>,
    pub(crate) languages: Vec<String>,
    pub(crate) online: usize,
    pub(crate) child_care: usize,
}

/// What must exist whatever chance says, from `data/pins.toml`.
pub(crate) fn pins() -> Vec<Pin> {
    #[derive(Deserialize)]
    struct PinFile {
        pin: Vec<Pin>,
    }
    let file: PinFile =
        toml::from_str(include_str!("../data/pins.toml")).expect("data/pins.toml is checked by the tests");
    file.pin
}

const FILES: &[&str] = &[
    include_str!("../data/themes/beruf.toml"),
    include_str!("../data/themes/familie.toml"),
    include_str!("../data/themes/gesellschaft.toml"),
    include_str!("../data/themes/gesundheit.toml"),
    include_str!("../data/themes/grundbildung.toml"),
    include_str!("../data/themes/kinder.toml"),
    include_str!("../data/themes/kultur.toml"),
    include_str!("../data/themes/musik.toml"),
    include_str!("../data/themes/sprachen.toml"),
    include_str!("../data/themes/treffs.toml"),
];

/// All themes in the order of the files.
pub(crate) fn themes() -> Vec<Theme> {
    let mut families: Vec<Entry> = Vec::new();
    let mut entries: Vec<Entry> = Vec::new();
    for text in FILES {
        let file: ThemeFile = toml::from_str(text).expect("the files in data/themes are checked by the tests below");
        families.extend(file.family);
        entries.extend(file.theme);
    }
    let none = Entry::default();
    let mut themes = Vec::new();
    for entry in &entries {
        let family = families.iter().find(|family| family.code == entry.family).unwrap_or(&none);
        if entry.each.is_empty() {
            themes.push(theme(entry, family, &Variant::default()));
        }
        themes.extend(entry.each.iter().map(|variant| theme(entry, family, variant)));
    }
    themes
}

fn theme(entry: &Entry, family: &Entry, variant: &Variant) -> Theme {
    let name = variant.name.as_str();
    let fill = |list: &[String]| list.iter().map(|text| text.replace("{name}", name)).collect::<Vec<_>>();
    let texts = |own: &[String], inherited: &[String]| fill(if own.is_empty() { inherited } else { own });
    let joined = |parts: [&[String]; 3]| parts.into_iter().flat_map(fill).collect::<Vec<_>>();
    let range = |own: &[i64], inherited: &[i64], otherwise: (i64, i64)| {
        let list = if own.is_empty() { inherited } else { own };
        match *list {
            [low, high] => (low, high),
            [only] => (only, only),
            _ => otherwise,
        }
    };
    Theme {
        code: if name.is_empty() { entry.code.clone() } else { format!("{}-{}", entry.code, slug(name)) },
        titles: [variant.titles.clone(), texts(&entry.titles, &family.titles)].concat(),
        subtitles: texts(&entry.subtitles, &family.subtitles),
        about: joined([&variant.about, &entry.about, &[]]),
        how: texts(&entry.how, &family.how),
        who: texts(&entry.who, &family.who),
        bring: texts(&entry.bring, &family.bring),
        keywords: joined([&entry.keywords, &variant.keywords, &family.keywords]),
        target_groups: texts(&entry.target_groups, &family.target_groups),
        requirements: texts(&entry.requirements, &family.requirements),
        levels: if variant.levels.is_empty() { texts(&entry.levels, &family.levels) } else { variant.levels.clone() },
        certificates: texts(&entry.certificates, &family.certificates),
        funding: texts(&entry.funding, &family.funding),
        dvv: [&variant.dvv, &entry.dvv, &family.dvv].into_iter().flatten().next().cloned().unwrap_or_default(),
        offered_by: texts(&entry.offered_by, &family.offered_by),
        shapes: if entry.shapes.is_empty() { family.shapes.clone() } else { entry.shapes.clone() },
        minutes: if entry.minutes.is_empty() { family.minutes.clone() } else { entry.minutes.clone() },
        meetings: range(&entry.meetings, &family.meetings, (6, 10)),
        price: range(&entry.price, &family.price, (20, 90)),
        seats: range(&entry.seats, &family.seats, (6, 14)),
        weight: variant.weight.or(entry.weight).or(family.weight).unwrap_or(2),
        education_type: entry.education_type.or(family.education_type).unwrap_or(104),
        kldb: [&variant.kldb, &entry.kldb, &family.kldb].into_iter().flatten().next().cloned(),
        languages: texts(&entry.languages, &family.languages),
        online: entry.online.or(family.online).unwrap_or(0),
        child_care: entry.child_care.or(family.child_care).unwrap_or(2),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;
    use crate::providers::kinds;

    #[test]
    fn every_entry_has_a_known_family_and_a_code_of_its_own() {
        let files: Vec<ThemeFile> = FILES.iter().map(|text| toml::from_str(text).unwrap()).collect();
        let families: Vec<&Entry> = files.iter().flat_map(|file| &file.family).collect();
        let themes: Vec<&Entry> = files.iter().flat_map(|file| &file.theme).collect();
        let mut codes = HashSet::new();
        for entry in families.iter().chain(&themes) {
            assert!(codes.insert((entry.family.is_empty(), &entry.code)), "{} stands twice", entry.code);
        }
        for theme in themes {
            assert!(
                families.iter().any(|family| family.code == theme.family),
                "{}: family {}",
                theme.code,
                theme.family
            );
        }
    }

    #[test]
    fn every_theme_can_become_an_offer() {
        let themes = themes();
        assert!(themes.len() >= 250, "{} themes", themes.len());
        let kinds = kinds();
        let tags: HashSet<&String> = kinds.iter().flat_map(|kind| &kind.tags).collect();
        for theme in &themes {
            let code = &theme.code;
            assert!(!theme.titles.is_empty() && !theme.about.is_empty(), "{code}: titles or sentences missing");
            assert!(!theme.shapes.is_empty() && !theme.minutes.is_empty(), "{code}: schedule missing");
            assert!(theme.offered_by.iter().any(|tag| tags.contains(tag)), "{code}: nobody offers it");
            assert!(theme.offered_by.iter().all(|tag| tags.contains(tag)), "{code}: {:?}", theme.offered_by);
            assert!(theme.price.0 <= theme.price.1 && theme.seats.0 <= theme.seats.1, "{code}: ranges");
            assert!(
                !theme.levels.is_empty() || !theme.titles.iter().any(|title| title.contains("{level}")),
                "{code}: level"
            );
        }
        for tag in tags {
            let known = tag == "handwerk" || themes.iter().filter(|theme| theme.offered_by.contains(tag)).count() >= 10;
            assert!(known, "{tag} has too few themes");
        }
    }

    #[test]
    fn texts_are_calm_and_complete_sentences() {
        for theme in themes() {
            let sentences = [&theme.about, &theme.how, &theme.who, &theme.bring];
            for sentence in sentences.into_iter().flatten() {
                assert!(sentence.ends_with(['.', '?']), "{}: {sentence}", theme.code);
                assert!(!sentence.contains(['!', '<', '&']), "{}: {sentence}", theme.code);
                assert!(!sentence.contains("  "), "{}: {sentence}", theme.code);
            }
            for text in theme.titles.iter().chain(&theme.subtitles).chain(&theme.requirements) {
                assert!(!text.contains(['!', '<', '&', '\n']) && !text.ends_with('.'), "{}: {text}", theme.code);
            }
        }
    }

    #[test]
    fn every_kind_of_funding_has_its_words() {
        for theme in themes() {
            for code in &theme.funding {
                assert!(crate::formats::funding_name(code).is_some(), "{}: {code}", theme.code);
                assert!(crate::formats::funding_sentence(code).is_some(), "{}: {code}", theme.code);
            }
        }
    }

    #[test]
    fn every_pin_names_a_theme_that_its_kind_offers() {
        let (themes, kinds) = (themes(), kinds());
        for pin in pins() {
            let theme = themes.iter().find(|theme| theme.code == pin.theme).unwrap_or_else(|| panic!("{pin:?}"));
            let kind = kinds.iter().find(|kind| kind.code == pin.kind).unwrap_or_else(|| panic!("{pin:?}"));
            assert!(theme.offered_by.iter().any(|tag| kind.tags.contains(tag)), "{pin:?}");
        }
    }
}
