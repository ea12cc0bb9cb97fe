use model::kommune::Kommune;
use store::testing::{TestStore, each_store, postgres, sqlite};

use crate::sample;

async fn fill(test: &TestStore) {
    let mut transaction = test.store.writer().begin().await.unwrap();
    for nr in 1..3 {
        let kommune = sample::found(&mut transaction, nr).await;
        let change = store::offers::next_change(&mut transaction, kommune).await.unwrap();
        for offer in 0..=255 {
            store::offers::upsert(&mut transaction, &sample::offer(kommune, offer, "2026-05-01"), [offer; 32], change)
                .await
                .unwrap();
        }
    }
    transaction.commit().await.unwrap();
}

async fn backup(test: &TestStore) -> Vec<u8> {
    let mut file = Vec::new();
    test.store.reader().backup(&mut file).await.unwrap();
    file
}

fn plain(backup: &[u8]) -> String {
    use std::io::Read as _;
    let mut text = String::new();
    flate2::read::GzDecoder::new(backup).read_to_string(&mut text).unwrap();
    text
}

#[tokio::test]
async fn a_restored_database_is_equal_even_on_the_other_database() {
    for from in each_store().await {
        fill(&from).await;
        let original = backup(&from).await;
        for to in [Some(sqlite().await), postgres().await].into_iter().flatten() {
            let rows = to.store.writer().restore(&mut original.as_slice()).await.unwrap();
            assert_eq!((rows["kommune"], rows["offer"]), (2, 512));
            assert_eq!(plain(&backup(&to).await), plain(&original), "{} to {}", from.name, to.name);
            let kommunen: Vec<Kommune> = to.store.reader().list_kommunen().await.unwrap();
            let offer = sample::offer(kommunen[0].id, 7, "2026-05-01");
            let found = to.store.reader().scoped(kommunen[0].id).find_offer(offer.id).await.unwrap();
            assert_eq!(found, Some(offer));
        }
    }
}

#[tokio::test]
async fn a_cut_or_foreign_file_restores_nothing() {
    let from = sqlite().await;
    fill(&from).await;
    let original = backup(&from).await;
    let to = sqlite().await;
    for length in [0, 10, original.len() / 2, original.len() - 1] {
        assert!(to.store.writer().restore(&mut &original[..length]).await.is_err(), "{length} bytes");
        assert!(to.store.reader().list_kommunen().await.unwrap().is_empty());
    }
    assert!(
        from.store.writer().restore(&mut original.as_slice()).await.is_err(),
        "a filled database is not overwritten"
    );
}
