//! Gates on the judged questions: what must not get worse.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use crate::golden::{Golden, ndcg_10, one_edit, plain_words};
use search::answer::{ChipKind, RelaxStep};

static GOLDEN: LazyLock<Golden> = LazyLock::new(|| Golden::load().expect("the fixture loads"));

fn set(text: &str) -> BTreeSet<String> {
    let answer = GOLDEN.ask(text, 1000).unwrap();
    GOLDEN.keys(&answer).into_iter().map(str::to_owned).collect()
}

fn first_ten(text: &str) -> BTreeSet<String> {
    let answer = GOLDEN.ask(text, 10).unwrap();
    GOLDEN.keys(&answer).into_iter().map(str::to_owned).collect()
}

#[test]
fn the_fixture_is_large_enough() {
    assert!(GOLDEN.queries.len() >= 200 && GOLDEN.offers.len() >= 300);
    let keys: BTreeSet<&str> = GOLDEN.offers.iter().map(|offer| offer.key.as_str()).collect();
    assert_eq!(keys.len(), GOLDEN.offers.len());
    assert!(GOLDEN.offers.iter().all(|offer| offer.provider.starts_with("Beispiel-")));
    for query in &GOLDEN.queries {
        assert!(query.grades.keys().all(|key| keys.contains(key.as_str())), "{}", query.q);
    }
}

#[test]
fn mean_ndcg_holds() {
    let values: Vec<f64> = GOLDEN
        .queries
        .iter()
        .map(|query| {
            let answer = GOLDEN.ask(&query.q, 10).unwrap();
            ndcg_10(&GOLDEN.keys(&answer), &query.grades)
        })
        .collect();
    let mean = values.iter().sum::<f64>() / values.len() as f64;
    assert!(mean >= 0.9, "nDCG@10 is {mean:.4}");
}

#[test]
fn word_order_and_compounds_do_not_matter() {
    for (compound, apart) in [
        ("Deutschkurs", "Kurs Deutsch"),
        ("Yogakurs", "Kurs Yoga"),
        ("Englischkurs", "Kurs Englisch"),
        ("Rückenschule", "rücken schule"),
        ("Computerkurs", "Computer Kurs"),
    ] {
        let (a, b) = (first_ten(compound), first_ten(apart));
        let shared = a.intersection(&b).count() as f64 / a.len().max(b.len()) as f64;
        assert!(!a.is_empty() && shared >= 0.8, "{compound} / {apart}: {shared}");
    }
}

#[test]
fn umlauts_in_every_spelling_find_the_same() {
    for spellings in [
        ["Töpfern", "Toepfern", "Topfern"],
        ["Rückenschule", "Rueckenschule", "Ruckenschule"],
        ["Französisch", "Franzoesisch", "Franzosisch"],
        ["Blockflöte", "Blockfloete", "Blockflote"],
        ["Schweißen", "Schweissen", "SCHWEISSEN"],
        ["Kräuterwanderung", "Kraeuterwanderung", "Krauterwanderung"],
        ["Übungsleiter", "Uebungsleiter", "Ubungsleiter"],
        ["Nähen", "Naehen", "Nahen"],
    ] {
        let sets: Vec<_> = spellings.iter().map(|text| set(text)).collect();
        assert!(!sets[0].is_empty(), "{}", spellings[0]);
        assert!(
            sets.iter().all(|other| *other == sets[0]),
            "{spellings:?}: {:?}",
            sets.iter().map(BTreeSet::len).collect::<Vec<_>>()
        );
    }
}

#[test]
fn gender_forms_find_the_same() {
    for forms in [
        [
            "Erzieher",
            "Erzieherin",
            "Erzieher/in",
            "Erzieher:innen",
            "Erzieher*innen",
            "ErzieherInnen",
            "Erzieher_in",
            "Erzieher(in)",
            "Erzieher/-innen",
            "Erzieherinnen",
        ]
        .as_slice(),
        &["Übungsleiter", "Übungsleiterin", "Übungsleiter:innen"],
        &["Pflegefachfrau", "Pflegefachmann", "Krankenschwester", "Pflegefachfrau/Pflegefachmann"],
        &["Bürokaufmann", "Bürokauffrau", "Bürokaufmann/-frau", "Bürokaufleute"],
        &["Senioren", "Seniorinnen", "Senior:innen"],
    ] {
        let sets: Vec<_> = forms.iter().map(|text| set(text)).collect();
        assert!(!sets[0].is_empty(), "{forms:?}");
        for (form, other) in forms.iter().zip(&sets) {
            assert_eq!(*other, sets[0], "{form} / {}", forms[0]);
        }
    }
}

#[test]
fn one_typing_error_is_forgiven() {
    let typos: Vec<String> = plain_words(&GOLDEN).iter().flat_map(|word| one_edit(word)).collect();
    assert!(typos.len() > 400);
    let missed: Vec<&String> = typos.iter().filter(|typo| GOLDEN.ask(typo, 1).unwrap().total == 0).collect();
    assert!(missed.len() * 20 < typos.len(), "{} of {}: {missed:?}", missed.len(), typos.len());
}

#[test]
fn a_correction_is_told() {
    let answer = GOLDEN.ask("Gitare", 5).unwrap();
    assert!(answer.total > 0);
    assert_eq!((answer.corrections[0].typed.as_str(), answer.corrections[0].searched.as_str()), ("Gitare", "Gitarre"));
    assert!(GOLDEN.ask("Gitarre", 5).unwrap().corrections.is_empty());
}

#[test]
fn old_and_new_names_of_a_degree_meet() {
    let answer = GOLDEN.ask("Hauptschulabschluss nachholen", 10).unwrap();
    let titles: Vec<&str> = GOLDEN.keys(&answer).into_iter().map(|key| GOLDEN.title(key)).collect();
    assert!(titles.iter().any(|title| title.contains("Berufsreife")), "{titles:?}");
    assert!(titles.iter().any(|title| title.contains("Erster Schulabschluss")), "{titles:?}");
    assert!(answer.also_searched.iter().any(|phrase| phrase == "berufsreife"));
}

#[test]
fn the_exact_level_comes_first() {
    for text in ["B1.2", "Deutsch B1.2", "deutsch b1.2 kurs"] {
        let answer = GOLDEN.ask(text, 10).unwrap();
        let titles: Vec<&str> = GOLDEN.keys(&answer).into_iter().map(|key| GOLDEN.title(key)).collect();
        let exact = GOLDEN.offers.iter().filter(|offer| offer.title.contains("B1.2")).count();
        assert!(exact >= 2 && titles.iter().take(exact).all(|title| title.contains("B1.2")), "{text}: {titles:?}");
    }
    assert_eq!(set("Deutsch B2"), set("deutsch b 2"));
    assert_eq!(set("Deutsch B2"), set("B2-Kurs Deutsch"));
}

#[test]
fn course_numbers_are_exact() {
    for (text, number) in [("VG5010105", 1), ("vg 5010105", 1), ("TS507.041F", 1), ("ts507041f", 1)] {
        assert_eq!(set(text).len(), number, "{text}");
    }
}

#[test]
fn wishes_are_offered_and_not_required() {
    let answer = GOLDEN.ask("yoga abends konz", 20).unwrap();
    assert_eq!(answer.total, set("yoga").len(), "nothing is filtered silently");
    let first = GOLDEN.keys(&answer)[0];
    assert_eq!(GOLDEN.title(first), "Yoga am Abend");
    let kinds: Vec<&ChipKind> = answer.chips.iter().map(|chip| &chip.kind).collect();
    assert_eq!(kinds, [&ChipKind::TimeOfDay("abends".into()), &ChipKind::Place("Konz".into())]);
    for chip in &answer.chips {
        let query = search::query::Query {
            text: chip.text_after.clone(),
            filters: chip.filters_after.clone(),
            ..search::query::Query::new(GOLDEN.kommune, GOLDEN.now)
        };
        assert_eq!(GOLDEN.index.search(&query).unwrap().total, chip.count, "{}", chip.words);
    }
    assert_eq!(answer.chips[1].text_after, "yoga abends");
}

#[test]
fn nonsense_finds_nothing_and_says_so() {
    for query in GOLDEN.queries.iter().filter(|query| query.group == "nonsense") {
        let answer = GOLDEN.ask(&query.q, 10).unwrap();
        assert_eq!((answer.total, answer.hits.len()), (0, 0), "{}", query.q);
        assert!(answer.relaxed.iter().any(|way| matches!(way.step, RelaxStep::DropWords(_))), "{}", query.q);
        assert!(answer.relaxed.iter().all(|way| way.total > 0 && !way.hits.is_empty()), "{}", query.q);
    }
    let answer = GOLDEN.ask("yoga qwrtzpx", 10).unwrap();
    assert_eq!(answer.relaxed[0].text, "yoga");
    assert_eq!(answer.relaxed[0].total, set("yoga").len());
}

#[test]
fn no_provider_fills_the_first_page() {
    let answer = GOLDEN.ask("", 10).unwrap();
    let mut counts = std::collections::BTreeMap::new();
    for key in GOLDEN.keys(&answer) {
        let offer = GOLDEN.offers.iter().find(|offer| offer.key == key).unwrap();
        *counts.entry(offer.provider.as_str()).or_insert(0) += 1;
    }
    assert!(counts.values().all(|count| *count <= 3), "{counts:?}");
}

#[test]
fn pages_fit_together() {
    let all: Vec<_> = GOLDEN.ask("kurs", 1000).unwrap().hits.iter().map(|hit| hit.offer).collect();
    let mut paged = Vec::new();
    for page in 0..all.len().div_ceil(7) {
        let query = search::query::Query {
            text: "kurs".into(),
            offset: page * 7,
            limit: 7,
            ..search::query::Query::new(GOLDEN.kommune, GOLDEN.now)
        };
        paged.extend(GOLDEN.index.search(&query).unwrap().hits.iter().map(|hit| hit.offer));
    }
    assert_eq!(all, paged);
}

#[test]
fn suggestions_similar_offers_and_map() {
    let words = GOLDEN.index.suggest(GOLDEN.kommune, "toep", 8);
    assert!(words.iter().any(|suggestion| suggestion.text == "Töpfern" && suggestion.count > 0), "{words:?}");
    let places = GOLDEN.index.suggest(GOLDEN.kommune, "saarb", 8);
    assert!(
        places
            .iter()
            .any(|suggestion| suggestion.kind == search::SuggestionKind::Place && suggestion.text == "Saarburg")
    );
    let yoga = GOLDEN.ask("Hatha-Yoga", 1).unwrap().hits[0].offer;
    let similar = GOLDEN.index.similar(GOLDEN.kommune, yoga, 5, GOLDEN.now).unwrap();
    assert!(!similar.is_empty() && similar.iter().all(|hit| hit.offer != yoga));
    let query = search::query::Query { text: "yoga".into(), ..search::query::Query::new(GOLDEN.kommune, GOLDEN.now) };
    let points = GOLDEN.index.map_points(&query).unwrap();
    let online = GOLDEN.keys(&GOLDEN.ask("Online-Yoga", 100).unwrap()).len();
    assert!(points.iter().map(|point| point.offers).sum::<usize>() >= set("yoga").len() - online);
}
