use model::offers::OfferStatus;
use store::testing::each_store;

use crate::sample;

#[tokio::test]
async fn an_offer_comes_back_as_it_was_stored() {
    for test in each_store().await {
        let mut transaction = test.store.writer().begin().await.unwrap();
        let kommune = sample::found(&mut transaction, 1).await;
        let offer = sample::offer(kommune, 1, "2026-05-01");
        let change = store::offers::next_change(&mut transaction, kommune).await.unwrap();
        store::offers::upsert(&mut transaction, &offer, [9; 32], change).await.unwrap();
        transaction.commit().await.unwrap();

        let scope = test.store.reader().scoped(kommune);
        assert_eq!(scope.find_offer(offer.id).await.unwrap(), Some(offer.clone()));
        assert_eq!(scope.count_public_offers().await.unwrap(), 1);
        let lines = scope.list_public_offers(None, 10).await.unwrap();
        assert_eq!(lines[0].title, offer.content.title);
        assert!(scope.list_public_offers(Some(offer.id), 10).await.unwrap().is_empty());
    }
}

#[tokio::test]
async fn nothing_is_found_from_another_kommune() {
    for test in each_store().await {
        let mut transaction = test.store.writer().begin().await.unwrap();
        let mine = sample::found(&mut transaction, 1).await;
        let other = sample::found(&mut transaction, 2).await;
        let offer = sample::offer(mine, 1, "2026-05-01");
        let change = store::offers::next_change(&mut transaction, mine).await.unwrap();
        store::offers::upsert(&mut transaction, &offer, [9; 32], change).await.unwrap();
        transaction.commit().await.unwrap();

        let scope = test.store.reader().scoped(other);
        assert_eq!(scope.find_offer(offer.id).await.unwrap(), None);
        assert!(scope.list_offers_by_id(&[offer.id]).await.unwrap().is_empty());
        assert!(scope.list_changes(0, None, i64::MAX, 10).await.unwrap().is_empty());
        assert_eq!(scope.count_public_offers().await.unwrap(), 0);
        assert!(scope.list_providers().await.unwrap().iter().all(|line| line.offers == 0));
    }
}

#[tokio::test]
async fn lists_keep_the_order_asked_for() {
    for test in each_store().await {
        let mut transaction = test.store.writer().begin().await.unwrap();
        let kommune = sample::found(&mut transaction, 1).await;
        let change = store::offers::next_change(&mut transaction, kommune).await.unwrap();
        let offers: Vec<_> = (0..12).map(|nr| sample::offer(kommune, nr, "2026-05-01")).collect();
        for offer in &offers {
            store::offers::upsert(&mut transaction, offer, [9; 32], change).await.unwrap();
        }
        transaction.commit().await.unwrap();

        let missing = sample::offer(kommune, 99, "2026-05-01").id;
        let asked: Vec<_> = [11, 3, 7, 0].iter().map(|nr| offers[*nr].id).chain([missing]).collect();
        let found = test.store.reader().scoped(kommune).list_offers_by_id(&asked).await.unwrap();
        assert_eq!(found.iter().map(|offer| offer.id).collect::<Vec<_>>(), asked[..4]);
    }
}

#[tokio::test]
async fn changes_are_paged_without_gap_or_repetition() {
    for test in each_store().await {
        let writer = test.store.writer();
        let mut transaction = writer.begin().await.unwrap();
        let kommune = sample::found(&mut transaction, 1).await;
        transaction.commit().await.unwrap();
        for step in 0..3_u8 {
            let mut transaction = writer.begin().await.unwrap();
            let change = store::offers::next_change(&mut transaction, kommune).await.unwrap();
            for nr in 0..5 {
                let offer = sample::offer(kommune, step * 5 + nr, "2026-05-01");
                store::offers::upsert(&mut transaction, &offer, [9; 32], change).await.unwrap();
            }
            transaction.commit().await.unwrap();
        }
        let scope = test.store.reader().scoped(kommune);
        let up_to = scope.current_change().await.unwrap();
        let mut seen = Vec::new();
        let (mut after, mut after_id) = (0, None);
        loop {
            let page = scope.list_changes(after, after_id, up_to, 4).await.unwrap();
            let Some(last) = page.last() else { break };
            (after, after_id) = (last.change, Some(last.offer.id));
            seen.extend(page.iter().map(|change| change.offer.id));
        }
        assert_eq!(seen.len(), 15);
        seen.dedup();
        assert_eq!(seen.len(), 15);
        assert!(scope.list_changes(up_to, None, up_to, 4).await.unwrap().is_empty());
    }
}

#[tokio::test]
async fn a_rolled_back_transaction_leaves_no_trace() {
    for test in each_store().await {
        let mut transaction = test.store.writer().begin().await.unwrap();
        let kommune = sample::found(&mut transaction, 1).await;
        transaction.commit().await.unwrap();
        let mut transaction = test.store.writer().begin().await.unwrap();
        let change = store::offers::next_change(&mut transaction, kommune).await.unwrap();
        let offer = sample::offer(kommune, 1, "2026-05-01");
        store::offers::upsert(&mut transaction, &offer, [9; 32], change).await.unwrap();
        drop(transaction);
        let scope = test.store.reader().scoped(kommune);
        assert_eq!(scope.find_offer(offer.id).await.unwrap(), None);
        assert_eq!(scope.current_change().await.unwrap(), 0);
    }
}

#[tokio::test]
async fn expired_offers_are_found_by_their_last_day() {
    for test in each_store().await {
        let mut transaction = test.store.writer().begin().await.unwrap();
        let kommune = sample::found(&mut transaction, 1).await;
        let change = store::offers::next_change(&mut transaction, kommune).await.unwrap();
        for (nr, day) in [(1, "2026-02-28"), (2, "2026-03-01"), (3, "2026-03-02")] {
            store::offers::upsert(&mut transaction, &sample::offer(kommune, nr, day), [9; 32], change).await.unwrap();
        }
        let mut blocked = sample::offer(kommune, 4, "2026-02-01");
        blocked.status = OfferStatus::Gesperrt;
        store::offers::upsert(&mut transaction, &blocked, [9; 32], change).await.unwrap();
        transaction.commit().await.unwrap();
        let scope = test.store.reader().scoped(kommune);
        let expired = scope.list_expired_offers("2026-03-01".parse().unwrap(), 10).await.unwrap();
        assert_eq!(
            expired.iter().map(|offer| offer.id).collect::<Vec<_>>(),
            [sample::offer(kommune, 1, "2026-02-28").id]
        );
    }
}

/// What is derived from a provider's name is derived again when the name changes.
#[tokio::test]
async fn touching_a_provider_brings_its_offers_up_again() {
    for test in each_store().await {
        let mut transaction = test.store.writer().begin().await.unwrap();
        let kommune = sample::found(&mut transaction, 1).await;
        let offer = sample::offer(kommune, 1, "2026-05-01");
        let stored = store::offers::next_change(&mut transaction, kommune).await.unwrap();
        store::offers::upsert(&mut transaction, &offer, [9; 32], stored).await.unwrap();
        let touched = store::offers::next_change(&mut transaction, kommune).await.unwrap();
        store::offers::touch_of_provider(&mut transaction, kommune, offer.provider, touched).await.unwrap();
        transaction.commit().await.unwrap();

        let changes = test.store.reader().scoped(kommune).list_changes(stored, None, touched, 10).await.unwrap();
        assert_eq!(changes.iter().map(|change| change.offer.id).collect::<Vec<_>>(), [offer.id]);
    }
}
