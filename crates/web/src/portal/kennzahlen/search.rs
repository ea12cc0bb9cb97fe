//! `/zahlen?q=…`: which Kennzahlen a question means, and which area it names.

use std::sync::LazyLock;

use ::search::analysis::{spelling, tokens};
use ::search::answer::Correction;
use ::search::kennzahlen::{Entry, Index};
use cube::{Definition, catalogue};

use crate::locale::{LANGUAGES, find_words};

/// More answers than this are no answer.
const MOST: usize = 20;

/// The catalogue does not change while the program runs.
static INDEX: LazyLock<Index> = LazyLock::new(|| {
    let bereich = |definition: &Definition| -> Vec<String> {
        let words = LANGUAGES.iter().filter_map(|language| find_words(language));
        words.map(|words| words.code("bereich", definition.kennzahl.bereich.code())).collect()
    };
    let bereiche: Vec<Vec<String>> = catalogue().iter().map(bereich).collect();
    let entries = catalogue().iter().zip(&bereiche);
    Index::new(entries.map(|(definition, bereich)| Entry { kennzahl: &definition.kennzahl, bereich }))
});

/// What a question leads to.
#[derive(Debug, Default)]
pub(crate) struct Found {
    /// Those with data first, the best first.
    pub(crate) definitions: Vec<&'static Definition>,
    pub(crate) corrections: Vec<Correction>,
    pub(crate) unknown: Vec<String>,
}

/// `has_data` says which of them can be shown now.
pub(crate) fn find(asked: &str, has_data: impl Fn(&Definition) -> bool) -> Found {
    let answer = INDEX.find(asked);
    let mut definitions: Vec<&'static Definition> = answer.hits.iter().map(|hit| &catalogue()[hit.position]).collect();
    // Whoever types a code wants that one, with or without data.
    let named = usize::from(definitions.first().is_some_and(|first| is_code_of(first, asked)));
    definitions[named..].sort_by_key(|definition| !has_data(definition));
    definitions.truncate(MOST);
    Found { definitions, corrections: answer.corrections, unknown: answer.unknown }
}

fn is_code_of(definition: &Definition, asked: &str) -> bool {
    let plain = |text: &str| text.trim().replace('.', "").to_lowercase();
    plain(definition.kennzahl.code.as_str()) == plain(asked)
}

/// An area whose name stands in a question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Named {
    pub(crate) key: String,
    /// The question without the name.
    pub(crate) rest: String,
}

/// Words that belong to the name of an area when they stand before it.
const KINDS: [&str; 6] = ["kreis", "landkreis", "stadt", "gemeinde", "verbandsgemeinde", "land"];

/// The area that a question names, by the longest name; of areas of one name the first in `areas`, which are pairs of key and name. A name
/// that is also a word of the catalogue is read as that.
pub(crate) fn area_in(asked: &str, areas: &[(String, String)]) -> Option<Named> {
    let composed = spelling::composed(asked);
    let mut words: Vec<(String, std::ops::Range<usize>)> = Vec::new();
    tokens::Reader::default().read(&composed, &mut |token| {
        if token.kind != tokens::Kind::Joined {
            words.push((spelling::fold(token.text), token.at));
        }
    });
    let mut best: Option<(usize, std::ops::Range<usize>, &str)> = None;
    for (key, name) in areas {
        let mut parts: Vec<String> = tokens::words(name).iter().map(|word| spelling::fold(word)).collect();
        while parts.len() > 1 && KINDS.contains(&parts[0].as_str()) {
            parts.remove(0);
        }
        if parts.is_empty() || best.as_ref().is_some_and(|(length, ..)| *length >= parts.len()) {
            continue;
        }
        let is_here = |from: &usize| words[*from..*from + parts.len()].iter().map(|(word, _)| word).eq(&parts);
        let Some(from) = (0..(words.len() + 1).saturating_sub(parts.len())).find(is_here) else { continue };
        let is_word = parts.len() == 1 && INDEX.knows(&composed[words[from].1.clone()].to_lowercase());
        if !is_word {
            best = Some((parts.len(), from..from + parts.len(), key));
        }
    }
    let (_, mut range, key) = best?;
    while range.start > 0 && KINDS.contains(&words[range.start - 1].0.as_str()) {
        range.start -= 1;
    }
    let (start, end) = (words[range.start].1.start, words[range.end - 1].1.end);
    let rest = format!("{} {}", composed[..start].trim(), composed[end..].trim());
    Some(Named { key: key.to_owned(), rest: rest.trim().to_owned() })
}

/// Searches that find something, for somebody who found nothing: the words of the question that are known alone, then `usual` ones.
pub(crate) fn suggestions(asked: &str, usual: &[String], wanted: usize) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    let of_question = tokens::words(asked);
    for text in of_question.iter().filter(|word| word.chars().count() > 3).chain(usual) {
        let answer = INDEX.find(text);
        if found.len() < wanted && !found.contains(text) && answer.corrections.is_empty() && !answer.hits.is_empty() {
            found.push(text.clone());
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use model::kennzahlen::KennzahlStatus;

    use super::*;
    use crate::locale::say;

    const JUDGED: &str = include_str!("../../../../../fixtures/relevance/kennzahlen.tsv");

    /// Whether a Kennzahl is meant to have data; which really has, the warehouse knows.
    fn is_active(definition: &Definition) -> bool {
        definition.kennzahl.status == KennzahlStatus::Active
    }

    fn codes(asked: &str) -> Vec<&'static str> {
        let found = find(asked, is_active).definitions;
        found.into_iter().map(|definition| definition.kennzahl.code.as_str()).collect()
    }

    fn judged() -> impl Iterator<Item = (&'static str, &'static str)> {
        let lines = JUDGED.lines().filter(|line| !line.starts_with('#') && !line.is_empty());
        lines.map(|line| line.split_once('\t').expect("question, tab, code"))
    }

    #[test]
    fn judged_questions_find_their_kennzahl_among_the_first_three() {
        let mut failed = Vec::new();
        for (asked, code) in judged() {
            let found = codes(asked);
            println!("{asked} | {code} | {} | {}", found[..found.len().min(3)].join(" "), found.len());
            if !found.iter().take(3).any(|one| one == &code) {
                failed.push(format!("{asked}: {code} is not in {:?}", &found[..found.len().min(6)]));
            }
            if found.len() > MOST {
                failed.push(format!("{asked}: {} hits", found.len()));
            }
        }
        assert!(failed.is_empty(), "{}", failed.join("\n"));
    }

    #[test]
    fn chance_is_no_hit() {
        for asked in ["a", "", "?", "quantenphysik", "xyzzyx"] {
            assert!(codes(asked).is_empty(), "{asked}: {:?}", codes(asked));
        }
        assert!(!codes("ohne").contains(&"A.01"), "no part of Einwohner");
        assert!(!codes("kita plätze").iter().take(5).any(|code| *code == "I.18"), "{:?}", codes("kita plätze"));
        assert_eq!(codes("kein abschluss").first(), Some(&"D.26"));
        assert_eq!(codes("wieviele kinder gibt es").first(), Some(&"A.02"), "not what is counted per post");
        assert_eq!(codes("D.38").first(), Some(&"D.38"), "a code is meant, with data or without");
    }

    #[test]
    fn names_of_areas_are_recognised() {
        let areas = [
            ("07211", "Trier"),
            ("07235", "Landkreis Trier-Saarburg"),
            ("07", "Rheinland-Pfalz"),
            ("05113", "Essen"),
            ("00", "Schule"),
        ];
        let areas: Vec<(String, String)> = areas.iter().map(|(key, name)| ((*key).into(), (*name).into())).collect();
        for (asked, expected) in [
            ("einwohner trier", Some(("07211", "einwohner"))),
            ("Gymnasium in der Stadt Trier", Some(("07211", "Gymnasium in der"))),
            ("einwohner Trier-Saarburg", Some(("07235", "einwohner"))),
            ("kreis trier saarburg kita", Some(("07235", "kita"))),
            ("rheinland pfalz abitur", Some(("07", "abitur"))),
            ("schule", None),
            ("trierer kitas", None),
            ("", None),
        ] {
            let named = area_in(asked, &areas);
            let named = named.as_ref().map(|named| (named.key.as_str(), named.rest.as_str()));
            assert_eq!(named, expected, "{asked}");
        }
    }

    #[test]
    fn suggested_searches_find_something() {
        for language in LANGUAGES {
            let words = find_words(language).unwrap();
            let usual: Vec<String> = say::figures_suggestions(words).split(';').map(|one| one.trim().into()).collect();
            let suggested = suggestions("quantenphysik schulabbrecher", &usual, 4);
            assert_eq!((suggested.len(), suggested[0].as_str()), (4, "schulabbrecher"), "{language}: {suggested:?}");
        }
    }

    #[test]
    fn a_search_takes_less_than_a_millisecond() {
        let questions: Vec<&str> = judged().map(|(asked, _)| asked).collect();
        codes(questions[0]);
        let begin = std::time::Instant::now();
        for asked in &questions {
            codes(asked);
        }
        let each = begin.elapsed() / questions.len() as u32;
        println!("{each:?} each");
        // Unoptimised builds are many times slower; the bound holds them as well.
        assert!(each < std::time::Duration::from_millis(20), "{each:?}");
    }

    proptest::proptest! {
        #[test]
        fn any_text_can_be_asked(asked in ".{0,60}") {
            find(&asked, is_active);
            area_in(&asked, &[("07211".into(), "Trier".into()), ("07235".into(), "Trier-Saarburg".into())]);
        }
    }
}
