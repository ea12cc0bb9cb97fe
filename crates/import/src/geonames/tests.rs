use std::collections::BTreeSet;

use expect_test::{expect, expect_file};
use proptest::prelude::*;
use serde_json::Value;

use super::Geonames;
use crate::golden::{fixture, issue_counts, print, read_all, shared_data};
use crate::{Item, Outcome};

#[test]
fn the_official_form() {
    let (items, outcome) = read_all(&Geonames, "DE.txt", &fixture("geonames/DE.txt"), &Value::Null);
    expect_file!["../../../../fixtures/geonames/DE.golden.txt"].assert_eq(&print(&items, outcome));
}

#[test]
fn the_form_with_heading_and_bad_rows() {
    let (items, outcome) = read_all(&Geonames, "schmutzig.csv", &fixture("geonames/schmutzig.csv"), &Value::Null);
    expect_file!["../../../../fixtures/geonames/schmutzig.golden.txt"].assert_eq(&print(&items, outcome));
}

#[test]
fn other_files_are_refused_with_a_reason() {
    let (items, outcome) = read_all(&Geonames, "kurse.csv", b"Nr;Titel\n1;Beispielkurs\n", &Value::Null);
    expect![[r#"
        GEO-002 fatal · kurse.csv · Die Datei ist keine Postleitzahlenliste von GeoNames. Sie beginnt mit „Nr;Titel“.
        Broken
    "#]]
    .assert_eq(&print(&items, outcome));
}

#[test]
fn the_whole_list() {
    let Some(bytes) = shared_data("gv/zauberware_DE_geonames.zip") else { return };
    let (items, outcome) = read_all(&Geonames, "zauberware_DE_geonames.zip", &bytes, &Value::Null);
    assert_eq!(outcome, Outcome::Full);
    let places: Vec<_> =
        items.iter().filter_map(|item| if let Item::PostalPlace(place) = item { Some(place) } else { None }).collect();
    // Counted independently with Python's csv module: one row (Jungholz in Austria, German PLZ) has no Kreis.
    let different: BTreeSet<_> = places.iter().map(|place| &place.plz).collect();
    assert_eq!((places.len(), different.len()), (23_297, 10_814));
    assert_eq!(issue_counts(&items), [("GEO-007".to_owned(), 1)].into());
    assert_eq!(places.iter().filter(|place| place.kreis.is_none()).count(), 1);
}

proptest! {
    #[test]
    fn no_mutation_makes_it_fail(at in any::<prop::sample::Index>(), byte in any::<u8>(), cut in any::<prop::sample::Index>()) {
        let mut bytes = fixture("geonames/schmutzig.csv");
        let at = at.index(bytes.len());
        bytes[at] = byte;
        bytes.truncate(cut.index(bytes.len()) + 1);
        read_all(&Geonames, "x", &bytes, &Value::Null);
    }

    #[test]
    fn no_bytes_make_it_fail(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        read_all(&Geonames, "x", &bytes, &Value::Null);
    }
}
