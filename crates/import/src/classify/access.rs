//! Child care, Leichte Sprache and sign language as texts mention them.

use model::access::{AccessFeature, ChildCare};
use model::offers::OfferContent;

use super::{Derived, sentence_around};

/// The word that a description must hold for [`child_care`] to look closer.
pub(super) const CHILD_CARE: &str = "inderbetreuung";

/// What the sentence around "Kinderbetreuung" promises. A course *about* child care promises nothing.
pub(super) fn child_care(text: &str) -> Option<ChildCare> {
    for (at, _) in text.match_indices(CHILD_CARE) {
        let sentence = sentence_around(text, at, at + CHILD_CARE.len()).to_lowercase();
        let says = |words: &[&str]| words.iter().any(|word| sentence.contains(word));
        if says(&["keine kinderbetreuung", "ohne kinderbetreuung", "kinderbetreuung nicht", "kinderbetreuung: nein"]) {
            return Some(ChildCare::Nein);
        }
        if says(&[
            "auf anfrage",
            "bei bedarf",
            "nach absprache",
            "nach anmeldung",
            "nach voranmeldung",
            "betreuung möglich",
        ]) {
            return Some(ChildCare::AufAnfrage);
        }
        if says(&[
            "mit kinderbetreuung",
            "kinderbetreuung wird",
            "kinderbetreuung vorhanden",
            "kinderbetreuung ist",
            "kinderbetreuung: ja",
            "kostenlose kinderbetreuung",
            "kostenfreie kinderbetreuung",
            "inklusive kinderbetreuung",
            "bieten kinderbetreuung",
            "bieten wir kinderbetreuung",
        ]) {
            return Some(ChildCare::Ja);
        }
    }
    None
}

/// Features that the title or subtitle names.
pub(super) fn features(content: &mut OfferContent, derived: &mut Derived) {
    let named = |word: &str| {
        content.title.contains(word) || content.subtitle.as_deref().is_some_and(|subtitle| subtitle.contains(word))
    };
    let easy = ["Leichte Sprache", "Leichter Sprache", "leichter Sprache"].iter().any(|word| named(word));
    // "Gebärdensprache" alone is what is taught.
    let signed = ["mit Gebärdensprach", "in Deutscher Gebärdensprache", "in DGS"].iter().any(|word| named(word));
    let mut set = |feature: AccessFeature, present: bool| {
        if present && content.accessibility.get(feature).is_none() {
            content.accessibility.set(feature, true);
            derived.push(("accessibility", "accessibility_from_title"));
        }
    };
    set(AccessFeature::LeichteSprache, easy);
    set(AccessFeature::Gebaerdensprache, signed);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_promises_count() {
        for (text, expected) in [
            ("Der Kurs findet mit Kinderbetreuung statt.", Some(ChildCare::Ja)),
            ("Kostenlose Kinderbetreuung inbegriffen.", Some(ChildCare::Ja)),
            ("Für Eltern. Kinderbetreuung auf Anfrage.", Some(ChildCare::AufAnfrage)),
            ("Leider gibt es keine Kinderbetreuung.", Some(ChildCare::Nein)),
            ("Sie arbeiten in der Kinderbetreuung.", None),
            ("Yoga am Abend", None),
        ] {
            assert_eq!(child_care(text), expected, "{text}");
        }
    }

    #[test]
    fn features_of_titles() {
        let set = |title: &str| {
            let mut content = OfferContent { title: title.into(), ..OfferContent::default() };
            features(&mut content, &mut Derived::new());
            content.accessibility.0.into_keys().collect::<Vec<_>>()
        };
        assert_eq!(set("Museum in Leichter Sprache"), [AccessFeature::LeichteSprache]);
        assert_eq!(set("Vortrag mit Gebärdensprachdolmetschung"), [AccessFeature::Gebaerdensprache]);
        assert!(set("Gebärdensprache für Anfänger").is_empty());
    }
}
