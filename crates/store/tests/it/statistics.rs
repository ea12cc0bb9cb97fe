use std::collections::BTreeMap;

use model::areas::AreaShape;
use model::ids::DeliveryId;
use model::statistics::{Protection, ReleaseLevel, TableHead};
use model::wert::SymbolSet;
use store::statistics::{Dataset, Delivery, ProtectionRule, State, Summary};
use store::testing::each_store;

use crate::sample;

fn dataset() -> Dataset {
    let rule = |land: &str, method| ProtectionRule { land: Some(land.into()), from: Some(2020), until: None, method };
    Dataset {
        code: "21111-02-06-4".into(),
        title: "Absolvierende".into(),
        release: ReleaseLevel::Oeffentlich,
        protection: vec![rule("05", Protection::Rounded { base: 5 }), rule("15", Protection::Rounded { base: 3 })],
        importer: "genesis_table".into(),
        settings: serde_json::Value::Null,
    }
}

fn delivery(nr: u8, rank: &str) -> Delivery {
    let head = TableHead {
        code: "21111-02-06-4".into(),
        title: "Absolvierende".into(),
        statistic: None,
        importer: "genesis_table".into(),
        layout: vec!["Insgesamt".into()],
        symbols: SymbolSet::Classic,
        notes: Vec::new(),
        copyright: None,
        licence: None,
        created_at: None,
    };
    Delivery {
        id: DeliveryId::from_parts(1_000, [nr; 10]),
        dataset: head.code.clone(),
        state: State::Held,
        rank: rank.into(),
        file_sha256: "ab".into(),
        segment_sha256: "cd".into(),
        received_at: sample::time(),
        summary: Summary {
            file: "beispiel.csv".into(),
            bytes: 7,
            head,
            periods: vec!["2023".into()],
            areas: 2,
            rows: 2,
            observations: 4,
            symbols: BTreeMap::from([("number".to_owned(), 4)]),
            new: 4,
            revised: 0,
            vanished: 0,
            unchanged: 0,
        },
    }
}

#[tokio::test]
async fn deliveries_stand_in_order_of_their_rank() {
    for test in each_store().await {
        let mut transaction = test.store.writer().begin().await.unwrap();
        let kommune = sample::found(&mut transaction, 1).await;
        let other = sample::found(&mut transaction, 2).await;
        store::statistics::upsert_dataset(&mut transaction, kommune, &dataset()).await.unwrap();
        let (newer, older) = (delivery(1, "2025"), delivery(2, "2017"));
        store::statistics::insert_delivery(&mut transaction, kommune, &newer).await.unwrap();
        store::statistics::insert_delivery(&mut transaction, kommune, &older).await.unwrap();
        assert!(store::statistics::accept_delivery(&mut transaction, kommune, older.id, "2026").await.unwrap());
        assert!(!store::statistics::accept_delivery(&mut transaction, other, older.id, "2026").await.unwrap());
        store::statistics::insert_finding(&mut transaction, kommune, newer.id, 0, &"auffällig").await.unwrap();
        let place = (newer.id, 0);
        let time = sample::time();
        assert!(store::statistics::accept_finding(&mut transaction, kommune, place, time, "geprüft").await.unwrap());
        transaction.commit().await.unwrap();

        let scope = test.store.reader().scoped(kommune);
        let listed = scope.list_table_deliveries().await.unwrap();
        let restored = Delivery { state: State::Accepted, rank: "2026".into(), ..older };
        assert_eq!(listed, [newer.clone(), restored]);
        assert_eq!(scope.list_datasets().await.unwrap(), [dataset()]);
        let findings = scope.list_findings::<String>(newer.id).await.unwrap();
        assert_eq!(findings[0].finding, "auffällig");
        assert_eq!(findings[0].accepted_because.as_deref(), Some("geprüft"));
        let elsewhere = test.store.reader().scoped(other);
        assert!(elsewhere.list_table_deliveries().await.unwrap().is_empty());
        assert!(elsewhere.list_datasets().await.unwrap().is_empty());
    }
}

#[tokio::test]
async fn content_comes_back_whole_and_stays_as_it_was() {
    for test in each_store().await {
        let mut transaction = test.store.writer().begin().await.unwrap();
        let kommune = sample::found(&mut transaction, 1).await;
        let large: Vec<u8> = (0..200_000_u32).map(|nr| (nr % 251) as u8).collect();
        for (hash, bytes) in [("large", &large[..]), ("empty", &[]), ("large", b"something else")] {
            store::content::insert(&mut transaction, kommune, hash, bytes).await.unwrap();
        }
        transaction.commit().await.unwrap();
        let scope = test.store.reader().scoped(kommune);
        assert_eq!(scope.find_content("large").await.unwrap(), Some(large));
        assert_eq!(scope.find_content("empty").await.unwrap(), Some(Vec::new()));
        assert_eq!(scope.find_content("missing").await.unwrap(), None);
    }
}

#[test]
fn the_first_rule_that_fits_says_how_a_value_is_protected() {
    let dataset = dataset();
    assert_eq!(dataset.protection_of("05111", 2023), Protection::Rounded { base: 5 });
    assert_eq!(dataset.protection_of("05111", 2019), Protection::Unknown);
    assert_eq!(dataset.protection_of("07211", 2023), Protection::Unknown);
}

#[tokio::test]
async fn the_newest_outline_of_the_areas_asked_for_is_found() {
    for test in each_store().await {
        let mut transaction = test.store.writer().begin().await.unwrap();
        let kommune = sample::found(&mut transaction, 1).await;
        let shape = |key: &str, day: &str, lon: f64| AreaShape {
            key: key.into(),
            name: "Beispiel".into(),
            valid_from: day.parse().unwrap(),
            parts: vec![vec![vec![[lon, 49.0], [lon + 1.0, 49.0], [lon, 50.0], [lon, 49.0]]]],
        };
        let all = [
            shape("07211", "2020-01-01", 6.0),
            shape("07211", "2024-01-01", 6.5),
            shape("06431", "2024-01-01", 8.0),
            shape("07235068", "2024-01-01", 6.6),
        ];
        for one in &all {
            assert!(store::territory::upsert_shape(&mut transaction, kommune, one).await.unwrap());
            assert!(
                !store::territory::upsert_shape(&mut transaction, kommune, one).await.unwrap(),
                "nothing is different"
            );
        }
        transaction.commit().await.unwrap();
        let scope = test.store.reader().scoped(kommune);
        assert_eq!(scope.list_shapes(5, "07").await.unwrap(), [all[1].clone()]);
        assert_eq!(scope.list_shapes(5, "").await.unwrap().len(), 2);
        assert_eq!(scope.list_shapes(8, "07").await.unwrap(), [all[3].clone()]);
    }
}
