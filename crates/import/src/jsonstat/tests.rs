use expect_test::expect_file;
use model::statistics::Role;
use proptest::prelude::*;
use serde_json::{Value, json};

use super::{JsonStat, looks_like};
use crate::Outcome;
use crate::figures::outline::{print, tables};
use crate::golden::{fixture, issue_counts, read_all};

fn read(document: &Value, settings: &Value) -> (Vec<crate::Item>, Outcome) {
    read_all(&JsonStat, "x.json", document.to_string().as_bytes(), settings)
}

fn parsed(path: &str) -> Value {
    serde_json::from_slice(&fixture(path)).unwrap()
}

#[test]
fn a_dataset_is_read_with_status_units_and_notes() {
    let (items, outcome) = read_all(&JsonStat, "betreuung.json", &fixture("jsonstat/betreuung.json"), &Value::Null);
    assert_eq!(outcome, Outcome::Full);
    expect_file!["../../../../fixtures/jsonstat/betreuung.golden.txt"].assert_eq(&print(&items));
}

#[test]
fn a_bundle_gives_one_table_per_dataset() {
    let (items, outcome) = read_all(&JsonStat, "buendel.json", &fixture("jsonstat/buendel.json"), &Value::Null);
    assert_eq!(outcome, Outcome::Full);
    expect_file!["../../../../fixtures/jsonstat/buendel.golden.txt"].assert_eq(&print(&items));
}

#[test]
fn a_collection_gives_the_datasets_it_holds() {
    let dataset = parsed("jsonstat/betreuung.json");
    let link = json!({"class": "dataset", "href": "https://example.org/anderswo.json"});
    let inner = json!({"class": "collection", "link": {"item": [dataset.clone()]}});
    let collection = json!({"version": "2.0", "class": "collection", "link": {"item": [dataset, link, inner]}});
    let (items, outcome) = read(&collection, &Value::Null);
    assert_eq!((tables(&items).len(), outcome), (2, Outcome::Full));
    assert_eq!(issue_counts(&items).get("JST-008"), Some(&1));
}

/// Two datasets that know nothing of each other, with and without codes of their own.
#[test]
fn every_dataset_has_a_code_of_its_own_or_none() {
    let bare = |code: Value, label: &str| {
        let mut dataset = parsed("jsonstat/betreuung.json");
        dataset["extension"] = json!({});
        if !code.is_null() {
            dataset["extension"] = code;
        }
        dataset["label"] = json!(label);
        dataset
    };
    let collection = |items: Vec<Value>| json!({"version": "2.0", "class": "collection", "link": {"item": items}});
    let none = || Value::Null;
    for (file, document, codes, issues) in [
        ("x.json", bare(json!({"code": "EIGEN"}), "A"), vec!["EIGEN"], vec![]),
        ("x.json", bare(json!({"px": {"tableid": "TAB638"}}), "A"), vec!["TAB638"], vec![]),
        ("tps00001.json", bare(none(), "A"), vec!["tps00001"], vec![]),
        ("x.json", bare(none(), "A"), vec![""], vec!["DIM-007"]),
        ("x.json", json!({"dataset": bare(none(), "A")}), vec![""], vec!["DIM-007"]),
        ("x.json", json!({"schulen": bare(none(), "A"), "kitas": bare(none(), "A")}), vec!["kitas", "schulen"], vec![]),
        (
            "x.json",
            collection(vec![bare(none(), "Schüler 2023"), bare(none(), "Lehrer")]),
            vec!["SCHÜLER2023", "LEHRER"],
            vec!["DIM-008", "DIM-008"],
        ),
        (
            "x.json",
            collection(vec![bare(json!({"id": "T"}), "Schüler"), bare(json!({"id": "T"}), "Lehrer")]),
            vec!["T", "T_LEHRER"],
            vec!["DIM-008"],
        ),
        ("x.json", collection(vec![bare(none(), "A"), bare(none(), "A")]), vec!["A", ""], vec!["DIM-008", "DIM-007"]),
    ] {
        let (items, _) = read_all(&JsonStat, file, document.to_string().as_bytes(), &Value::Null);
        let found: Vec<&str> = tables(&items).iter().map(|table| table.head.code.as_str()).collect();
        assert_eq!(found, codes, "{document}");
        let said: Vec<&str> = items
            .iter()
            .filter_map(|item| match item {
                crate::Item::Issue(issue) if ["DIM-007", "DIM-008"].contains(&issue.code.as_ref()) => {
                    Some(issue.code.as_ref())
                }
                _ => None,
            })
            .collect();
        assert_eq!(said, issues, "{document}");
    }
    let both = collection(vec![bare(none(), "A"), bare(none(), "B")]);
    assert_eq!(tables(&read(&both, &json!({"code": "GESAGT"})).0).len(), 2);
}

#[test]
fn values_as_list_and_as_object_are_the_same() {
    let mut dataset = parsed("jsonstat/betreuung.json");
    let list = read(&dataset, &Value::Null);
    let values = dataset["value"].as_array().unwrap().clone();
    dataset["value"] = values.into_iter().enumerate().map(|(index, value)| (index.to_string(), value)).collect();
    assert_eq!(read(&dataset, &Value::Null), list);
    // What an object leaves out is no observation.
    dataset["value"].as_object_mut().unwrap().remove("0");
    assert_eq!(tables(&read(&dataset, &Value::Null).0)[0].len(), tables(&list.0)[0].len() - 1);
}

#[test]
fn settings_decide_what_a_status_means() {
    let settings = json!({"symbols": {"Q": "unreliable", "x": "secret"}, "code": "EIGEN"});
    let (items, _) = read(&parsed("jsonstat/betreuung.json"), &settings);
    let table = tables(&items)[0];
    assert_eq!((table.symbols[14].code(), table.head.code.as_str()), ("secret", "EIGEN"));
    assert_eq!(issue_counts(&items).get("JST-007"), None);
}

#[test]
fn damage_is_named() {
    let dataset = fixture("jsonstat/betreuung.json");
    let html = "<html>".to_owned();
    let mut few = parsed("jsonstat/betreuung.json");
    few["value"].as_array_mut().unwrap().truncate(5);
    let mut many = parsed("jsonstat/betreuung.json");
    many["value"].as_array_mut().unwrap().push(json!(1));
    for (text, code, outcome) in [
        (String::new(), "XML-010", Outcome::Broken),
        (html, "JST-001", Outcome::Broken),
        ("{}".to_owned(), "JST-001", Outcome::Broken),
        (String::from_utf8_lossy(&dataset[..900]).into_owned(), "JST-002", Outcome::Broken),
        (few.to_string(), "JST-004", Outcome::Broken),
        (many.to_string(), "JST-005", Outcome::Full),
    ] {
        let (items, found) = read_all(&JsonStat, "x", text.as_bytes(), &Value::Null);
        assert!(issue_counts(&items).contains_key(code), "{code}: {:?}", issue_counts(&items));
        assert_eq!(found, outcome, "{code}");
    }
}

#[test]
fn it_is_told_by_its_beginning() {
    assert!(looks_like(&fixture("jsonstat/betreuung.json")) && looks_like(&fixture("jsonstat/buendel.json")));
    // Thousands of values stand before what describes them.
    let values = "1, null, 3.5, ".repeat(4000);
    let map: String = (0..4000).map(|at| format!("\"{at}\" : {at},\n")).collect();
    for begin in [
        format!("{{\"class\": \"dataset\", \"label\": \"x\", \"value\": [{values}"),
        format!("{{\"dataset\": {{\"label\": \"x\", \"value\": [{values}"),
        format!("{{\"A02\" : {{ \"value\" : {{ {map}"),
    ] {
        assert!(looks_like(&begin.as_bytes()[..16 * 1024]), "{}", &begin[..60]);
    }
    for other in [
        "",
        "[1]",
        "{\"type\":\"FeatureCollection\"}",
        "{\"class\":\"dataset\"}",
        "{\"value\":[1,2]}",
        "{\"a\":{\"value\":\"x\"}}",
    ] {
        assert!(!looks_like(other.as_bytes()), "{other}");
    }
}

proptest! {
    #[test]
    fn no_mutation_makes_it_fail(
        bundle in any::<bool>(),
        changes in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6),
        cut in proptest::option::of(any::<prop::sample::Index>()),
    ) {
        let mut bytes = fixture(if bundle { "jsonstat/buendel.json" } else { "jsonstat/betreuung.json" });
        for (at, byte) in changes {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        if let Some(cut) = cut {
            bytes.truncate(cut.index(bytes.len()) + 1);
        }
        read_all(&JsonStat, "x", &bytes, &Value::Null);
    }

    /// Sizes that do not fit, roles that name nothing: whatever stands there, each table has its three roles.
    #[test]
    fn every_table_has_area_time_and_measure(size in 0..4_u64, count in 0..6_usize, role in "geo|time|metric|else") {
        let codes: Vec<String> = (0..size).map(|code| code.to_string()).collect();
        let dataset = json!({"class": "dataset", "version": "2.0", "id": ["a"], "size": [size], "role": {role: ["a", "b"]},
            "dimension": {"a": {"category": {"index": codes}}}, "value": vec![1; count]});
        for table in tables(&read(&dataset, &Value::Null).0) {
            for role in [Role::Area, Role::Time, Role::Measure] {
                prop_assert_eq!(table.dimensions.iter().filter(|dimension| dimension.role == role).count(), 1);
            }
        }
    }
}
