use std::collections::{BTreeMap, BTreeSet};

use fluent_syntax::ast::{Entry, Expression, InlineExpression, Pattern, PatternElement};

use super::*;

/// Key → variables.
fn keys(files: &[(&str, &str)]) -> BTreeMap<String, BTreeSet<String>> {
    fn walk(pattern: &Pattern<&str>, into: &mut BTreeSet<String>) {
        for element in &pattern.elements {
            let PatternElement::Placeable { expression } = element else { continue };
            let inline = match expression {
                Expression::Inline(inline) => inline,
                Expression::Select { selector, variants } => {
                    for variant in variants {
                        walk(&variant.value, into);
                    }
                    selector
                }
            };
            if let InlineExpression::VariableReference { id } = inline {
                into.insert(id.name.to_owned());
            }
        }
    }
    let mut keys = BTreeMap::new();
    for (name, text) in files {
        let resource = fluent_syntax::parser::parse(*text).unwrap_or_else(|(_, e)| panic!("{name}: {e:?}"));
        for entry in resource.body {
            let Entry::Message(message) = entry else { continue };
            let mut variables = BTreeSet::new();
            walk(message.value.as_ref().unwrap_or_else(|| panic!("{} has no text", message.id.name)), &mut variables);
            let twice = keys.insert(message.id.name.to_owned(), variables);
            assert!(twice.is_none(), "{} stands twice", message.id.name);
        }
    }
    keys
}

#[test]
fn every_language_has_every_key_with_the_same_variables() {
    let (german, english) = (keys(texts::DE), keys(texts::EN));
    let missing: Vec<_> = german.keys().filter(|key| !english.contains_key(*key)).collect();
    assert!(missing.is_empty(), "missing in English: {missing:?}");
    let extra: Vec<_> = english.keys().filter(|key| !german.contains_key(*key)).collect();
    assert!(extra.is_empty(), "only in English: {extra:?}");
    for (key, variables) in &german {
        assert_eq!(variables, &english[key], "variables of {key}");
    }
}

#[test]
fn german_uses_no_exclamation_marks_and_german_quotes() {
    for (name, text) in texts::DE {
        let resource = fluent_syntax::parser::parse(*text).unwrap();
        for entry in resource.body {
            let Entry::Message(message) = entry else { continue };
            let body: String = message
                .value
                .iter()
                .flat_map(|pattern| &pattern.elements)
                .filter_map(|element| match element {
                    PatternElement::TextElement { value } => Some(*value),
                    PatternElement::Placeable { .. } => None,
                })
                .collect();
            assert!(!body.contains('!'), "{name}.ftl, {}: exclamation mark", message.id.name);
            assert!(!body.contains('"'), "{name}.ftl, {}: use „…“", message.id.name);
        }
    }
}

#[test]
fn language_follows_the_address_then_the_browser_then_the_portal() {
    let both: Vec<LanguageCode> = ["de", "en"].iter().map(|code| code.parse().unwrap()).collect();
    let english_first: Vec<LanguageCode> = ["en", "de"].iter().map(|code| code.parse().unwrap()).collect();
    for (asked, accept, offered, expected) in [
        (None, None, &both, "de"),
        (Some("en"), Some("de"), &both, "en"),
        (Some("xx"), Some("en-GB,de;q=0.5"), &both, "en"),
        (None, Some("fr,en;q=0.4,de;q=0.8"), &both, "de"),
        (None, Some("fr-FR"), &english_first, "en"),
        (None, Some("en;q=0,de;q=0.1"), &english_first, "de"),
        (None, Some(";;q=,,"), &both, "de"),
    ] {
        assert_eq!(negotiate(asked, accept, offered).language, expected, "{asked:?} {accept:?}");
    }
}

#[test]
fn numbers_are_grouped_as_the_language_does() {
    for (words, number, text) in [
        (german(), 1_234_567.0, "1.234.567"),
        (german(), 3.4, "3,4"),
        (german(), -1500.0, "-1.500"),
        (find_words("en").unwrap(), 1_234.5, "1,234.5"),
        (german(), 12.0, "12"),
    ] {
        assert_eq!(words.format("number-only", vec![("n", FluentValue::from(number))]), text);
    }
}

#[test]
fn dates_and_prices_as_the_design_says() {
    use model::price::{Money, Price};
    use model::schedule::Meeting;
    let meeting = Meeting { date: "2026-03-03".parse().unwrap(), until: None, start: "18:30".parse().ok(), end: None };
    let plain = |text: String| text.replace('\u{a0}', " ");
    assert_eq!(plain(format::meeting(german(), &meeting)), "Di., 3. März 2026, 18:30 Uhr");
    let english = find_words("en").unwrap();
    assert_eq!(plain(format::meeting(english, &meeting)), "Tue, 3 March 2026, 18:30");
    assert_eq!(plain(format::price(german(), &Price::of(Money(6560)))), "65,60 €");
    assert_eq!(format::price(english, &Price::of(Money(123_456))), "€1,234.56");
    assert_eq!(format::price(german(), &Price::free()), "kostenlos");
    assert_eq!(format::price(german(), &Price::default()), "Preis nicht angegeben");
    assert_eq!(format::list(german(), &["a".into(), "b".into(), "c".into()]), "a, b und c");
}

/// Every code of a closed list has a name, so that no page shows a raw code.
#[test]
fn every_code_has_a_name() {
    use model::access::{AccessFeature, ChildCare};
    use model::codes::education::LearningForm;
    use model::offers::{DeliveryMode, LifePhase, OfferStatus};
    use model::schedule::TimeOfDay;
    use search::answer::FacetName;
    use search::query::{Duration, PriceFilter, Sort};

    let mut groups: Vec<(&str, Vec<&str>)> = vec![
        ("lebensphase", LifePhase::ALL.iter().map(|c| c.code()).collect()),
        ("format", DeliveryMode::ALL.iter().map(|c| c.code()).collect()),
        ("barrierefrei", AccessFeature::ALL.iter().map(|c| c.code()).collect()),
        ("kinderbetreuung", ChildCare::ALL.iter().map(|c| c.code()).collect()),
        ("lernform", LearningForm::ALL.iter().map(|c| c.code()).collect()),
        ("tageszeit", TimeOfDay::ALL.iter().map(|c| c.code()).collect()),
        ("dauer", Duration::ALL.iter().map(|c| c.code()).collect()),
        ("preis", PriceFilter::ALL.iter().map(|c| c.code()).collect()),
        ("sortierung", Sort::ALL.iter().map(|c| c.code()).collect()),
        ("status", OfferStatus::ALL.iter().map(|c| c.code()).collect()),
        ("facet", FacetName::ALL.iter().map(|c| c.code()).collect()),
        ("plaetze", vec!["ja"]),
        ("voraussetzung", vec!["ja"]),
        ("problem", vec!["unknown", "bad-value", "repeated", "too-long", "end-before-start", "too-many"]),
    ];
    for group in ["wochentag", "wochentag-kurz", "wochentags"] {
        groups.push((group, vec!["mo", "di", "mi", "do", "fr", "sa", "so"]));
    }
    for words in [german(), find_words("en").unwrap()] {
        for (group, codes) in &groups {
            for code in codes {
                let key = format!("{group}-{code}");
                assert!(words.find(&key, None).is_some(), "{}: {key}", words.language);
            }
        }
        for month in 1..=12 {
            assert!(words.find(&format!("monat-{month}"), None).is_some());
            assert!(words.find(&format!("monat-kurz-{month}"), None).is_some());
        }
    }
}
