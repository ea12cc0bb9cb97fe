//! Questions of every kind: nothing that can be typed breaks the search, and spelling and order do not matter.

use std::sync::LazyLock;

use proptest::prelude::*;
use search::index::Index;
use search::query::Query;

use crate::golden::Golden;
use crate::samples::{Sample, index_of, kommune, now};

static GOLDEN: LazyLock<Golden> = LazyLock::new(|| Golden::load().expect("the fixture loads"));

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_has_an_answer(text in "\\PC{0,60}") {
        let answer = GOLDEN.ask(&text, 5).unwrap();
        prop_assert!(answer.hits.len() <= answer.total);
    }

    #[test]
    fn signs_of_query_languages_are_text(words in proptest::collection::vec("[+\\-*/:()\"'~^\\[\\]{}!?&|<>=\\\\.,;#@$%_ ]{0,4}(yoga|B1\\.2|C\\+\\+|Konz|erste hilfe|/in|:innen|ß|İ|ǅ|é|\u{0}|\u{1f}|\u{1e}|\u{ad}|\u{301})?", 0..8)) {
        let text = words.join(" ");
        GOLDEN.ask(&text, 5).unwrap();
        GOLDEN.index.suggest(GOLDEN.kommune, &text, 5);
    }

    #[test]
    fn order_and_case_do_not_matter(first in 0..20_usize, second in 0..20_usize) {
        const WORDS: [&str; 20] = [
            "yoga", "kinder", "abends", "Konz", "excel", "online", "Deutsch", "B2", "kochen", "gitarre", "senioren", "kurs", "kostenlos", "Töpfern",
            "pflege", "samstags", "Englisch", "musik", "elternkurs", "Trier",
        ];
        let (a, b) = (WORDS[first], WORDS[second]);
        let forth = GOLDEN.ask(&format!("{a} {b}"), 100).unwrap();
        let back = GOLDEN.ask(&format!("{} {}", b.to_uppercase(), a.to_lowercase()), 100).unwrap();
        prop_assert_eq!(forth.total, back.total, "{} {}", a, b);
    }
}

#[test]
fn very_long_texts_are_cut() {
    let long = "yoga ".repeat(100_000);
    assert!(GOLDEN.ask(&long, 5).unwrap().total > 0);
    let word = "ä".repeat(50_000);
    assert_eq!(GOLDEN.ask(&word, 5).unwrap().total, 0);
    for text in ["🎸", "🎸🎸 Gitarre 👩‍🏫", "\u{0}\u{1}\u{2}", "\u{feff}yoga", "…", "«»„“"] {
        GOLDEN.ask(text, 5).unwrap();
    }
}

#[test]
fn control_characters_in_an_offer_do_no_harm() {
    let content = model::offers::OfferContent {
        title: "Yoga\u{1e}T\u{1f}falsch \u{0} 🎸".into(),
        keywords: vec!["\u{1e}".into(), String::new()],
        ..model::offers::OfferContent::default()
    };
    let index = index_of(&[Sample { id: 1, provider: 1, content }]);
    let ask = |text: &str| index.search(&Query { text: text.into(), ..Query::new(kommune(1), now()) }).unwrap().total;
    assert_eq!((ask("yoga"), ask("falsch"), ask("judo")), (1, 1, 0));
}

#[test]
fn an_index_survives_closing_and_tells_when_it_is_new() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("suche");
    let content = model::offers::OfferContent { title: "Imkern".into(), ..model::offers::OfferContent::default() };
    {
        let index = Index::open(&path).unwrap();
        assert!(index.needs_rebuild() && index.committed_change(kommune(1)) == 0);
        let mut writer = index.writer().unwrap();
        assert!(matches!(index.writer(), Err(search::index::Error::Busy)));
        Sample { id: 1, provider: 1, content }.add_to(&mut writer, 17);
        writer.commit().unwrap();
        assert!(!index.needs_rebuild());
    }
    let ask =
        |index: &Index| index.search(&Query { text: "imkerei".into(), ..Query::new(kommune(1), now()) }).unwrap().total;
    let index = Index::open(&path).unwrap();
    assert_eq!((index.committed_change(kommune(1)), index.needs_rebuild(), ask(&index)), (17, false, 1));
    // Another Kommune sees nothing of it.
    let other = Query { text: "imkern".into(), ..Query::new(kommune(2), now()) };
    assert_eq!(index.search(&other).unwrap().total, 0);
    let mut writer = index.writer().unwrap();
    writer.clear(kommune(1));
    writer.commit().unwrap();
    assert_eq!((index.committed_change(kommune(1)), ask(&index)), (0, 0));
    drop(writer);
    drop(index);
    std::fs::write(path.join("meta.json"), "damaged").unwrap();
    assert!(Index::open(&path).unwrap().needs_rebuild());
}
