use actions::deliveries::{File, Records};
use model::offers::OfferStatus;
use proptest::prelude::{ProptestConfig, Strategy, prop};
use proptest::strategy::ValueTree as _;
use proptest::test_runner::TestRunner;

use crate::office::{each_office, found, openvhs};

fn records(new: u64, changed: u64, unchanged: u64, withdrawn: u64) -> Records {
    Records { new, changed, unchanged, withdrawn, held: false }
}

#[tokio::test]
async fn importing_the_same_file_again_changes_nothing() {
    for office in each_office().await {
        assert_eq!(office.import(openvhs(1..=10)).await.records, records(10, 0, 0, 0));
        let (change, before) = (office.change().await, office.offers().await);
        assert_eq!(office.import(openvhs(1..=10)).await.records, records(0, 0, 10, 0));
        assert_eq!(office.change().await, change);
        assert_eq!(office.offers().await, before);
    }
}

#[tokio::test]
async fn what_vanishes_is_withdrawn_and_returns() {
    for office in each_office().await {
        office.import(openvhs(1..=10)).await;
        assert_eq!(office.import(openvhs(1..=8)).await.records, records(0, 0, 8, 2));
        let withdrawn: Vec<_> =
            office.stock().await.into_iter().filter(|(_, status)| *status == OfferStatus::Zurueckgezogen).collect();
        assert_eq!(withdrawn.len(), 2, "kept, not deleted: {withdrawn:?}");
        let ids = |offers: Vec<model::offers::Offer>| {
            offers.into_iter().map(|offer| offer.id).collect::<std::collections::BTreeSet<_>>()
        };
        let before = ids(office.offers().await);
        assert_eq!(office.import(openvhs(1..=10)).await.records, records(0, 2, 8, 0));
        assert_eq!(ids(office.offers().await), before, "addresses stay");
    }
}

#[tokio::test]
async fn a_delivery_that_loses_too_much_is_held_back_and_says_so() {
    for office in each_office().await {
        office.import(openvhs(1..=10)).await;
        let (change, before) = (office.change().await, office.offers().await);
        let report = office.import(openvhs(1..=6)).await;
        assert!(report.records.held);
        assert_eq!((report.issues[0].code.as_ref(), report.records.withdrawn), ("DLV-001", 0));
        assert_eq!((office.change().await, office.offers().await), (change, before));
        let sources = office.test.store.reader().scoped(office.kommune).list_sources().await.unwrap();
        assert!(sources[0].last_delivery.as_ref().unwrap().held, "the held delivery is on record");
        // 7 of 10 is a loss of exactly 30 %: allowed.
        assert!(!office.import(openvhs(1..=7)).await.records.held);
    }
}

#[tokio::test]
async fn an_empty_delivery_is_held_back_too() {
    for office in each_office().await {
        office.import(openvhs(1..=3)).await;
        assert!(office.import(openvhs([])).await.records.held);
    }
}

#[tokio::test]
async fn a_loss_can_be_accepted() {
    for office in each_office().await {
        office.import(openvhs(1..=10)).await;
        let mut request = office.request("openvhs", "kurse.xml", openvhs([1]));
        request.accept_loss = true;
        let report = actions::deliveries::import(&office.ctx(), &office.actions.writer, request).await.unwrap();
        assert_eq!(report.records, records(0, 0, 1, 9));
    }
}

#[tokio::test]
async fn a_file_that_breaks_off_withdraws_nothing() {
    for office in each_office().await {
        office.import(openvhs(1..=10)).await;
        let whole = openvhs(1..=10);
        let cut = whole[..whole.len() / 2].to_owned();
        let report = office.import(cut).await;
        assert_eq!((report.records.withdrawn, report.records.held), (0, false), "{:?}", report.issues);
        assert!(report.issues.iter().any(|issue| issue.severity == model::issue::Severity::Fatal));
        assert!(office.stock().await.iter().all(|(_, status)| *status == OfferStatus::Freigegeben));
    }
}

#[tokio::test]
async fn a_dry_run_reports_the_same_and_writes_nothing() {
    for office in each_office().await {
        office.import(openvhs(1..=10)).await;
        let (change, before) = (office.change().await, office.offers().await);
        let audit = office.test.store.reader().scoped(office.kommune).list_audit(100).await.unwrap();
        let mut request = office.request("openvhs", "kurse.xml", openvhs(3..=12));
        request.dry_run = true;
        let tried = actions::deliveries::import(&office.ctx(), &office.actions.writer, request).await.unwrap();
        assert_eq!((office.change().await, office.offers().await), (change, before));
        assert_eq!(office.test.store.reader().scoped(office.kommune).list_audit(100).await.unwrap(), audit);
        assert_eq!(office.import(openvhs(3..=12)).await, tried);
    }
}

#[tokio::test]
async fn a_blocked_offer_stays_blocked() {
    for office in each_office().await {
        office.import(openvhs(1..=4)).await;
        let mut offer = office.offers().await.remove(0);
        offer.status = OfferStatus::Gesperrt;
        let mut transaction = office.actions.writer.begin().await.unwrap();
        let change = store::offers::next_change(&mut transaction, office.kommune).await.unwrap();
        store::offers::set_status(&mut transaction, &offer, change).await.unwrap();
        transaction.commit().await.unwrap();
        let changed = openvhs(1..=4).replace("Beispielkurs", "Beispiel-Kurs");
        assert_eq!(office.import(changed).await.records, records(0, 4, 0, 0));
        let blocked: Vec<_> =
            office.offers().await.into_iter().filter(|offer| offer.status == OfferStatus::Gesperrt).collect();
        assert_eq!(blocked.len(), 1);
        assert!(blocked[0].content.title.starts_with("Beispiel-Kurs"), "its text follows the source");
    }
}

#[tokio::test]
async fn several_files_are_one_delivery() {
    for office in each_office().await {
        let mut request = office.request("openvhs", "teil-1.xml", openvhs(1..=3));
        request.files.push(File { name: "teil-2.xml".into(), bytes: Box::new(std::io::Cursor::new(openvhs(3..=5))) });
        let report = actions::deliveries::import(&office.ctx(), &office.actions.writer, request).await.unwrap();
        assert_eq!(report.records, records(5, 0, 0, 0));
        assert!(report.issues.iter().any(|issue| issue.code == "DLV-002"), "the course in both files is reported");
    }
}

#[tokio::test]
async fn two_creators_of_one_format_are_two_sources() {
    for office in each_office().await {
        let by = |creator: &str, numbers| {
            let export = format!(
                "<export><erstellungszeitpunkt>2026-02-01T03:00:00+01:00</erstellungszeitpunkt><ersteller><guid>{creator}</guid><name>Beispiel-vhs {creator}</name></ersteller></export>"
            );
            openvhs(numbers).replacen("\n<veranstaltung>", &format!("\n{export}<veranstaltung>"), 1)
        };
        let first = office.import(by("Nord", 1..=5)).await;
        let second = office.import(by("Süd", 6..=7)).await;
        assert_eq!(second.records, records(2, 0, 0, 0), "{second:?}");
        assert_ne!(first.source, second.source);
        let providers = office.test.store.reader().scoped(office.kommune).list_providers().await.unwrap();
        let lines: Vec<_> = providers.iter().map(|line| (line.name.as_str(), line.offers)).collect();
        assert_eq!(lines, [("Beispiel-vhs Nord", 5), ("Beispiel-vhs Süd", 2)]);
    }
}

#[tokio::test]
async fn an_abandoned_import_leaves_no_trace() {
    for office in each_office().await {
        office.import(openvhs(1..=5)).await;
        let (change, before) = (office.change().await, office.offers().await);
        let request = office.request("openvhs", "kurse.xml", openvhs(1..=2000));
        let ctx = office.ctx();
        let import = actions::deliveries::import(&ctx, &office.actions.writer, request);
        // Polled a few times and dropped, as when the process ends.
        tokio::select! {
            biased;
            _ = import => panic!("2,000 records cannot be in the database yet"),
            () = async { for _ in 0..5 { tokio::task::yield_now().await; } } => {}
        }
        assert_eq!(office.import(openvhs(1..=5)).await.records, records(0, 0, 5, 0));
        assert_eq!((office.change().await, office.offers().await), (change, before));
    }
}

#[tokio::test]
async fn places_are_shared_between_offers() {
    for office in each_office().await {
        office.import(openvhs(1..=5)).await;
        assert_eq!(office.test.store.reader().scoped(office.kommune).list_places().await.unwrap().len(), 1);
        let offers = office.offers().await;
        assert!(offers.iter().all(|offer| offer.content.sessions[0].place.as_ref().unwrap().id.is_some()));
    }
}

/// After any sequence of accepted full deliveries, what is released is what the last one contained, and nothing was ever deleted.
#[tokio::test]
async fn the_stock_follows_any_sequence_of_deliveries() {
    let mut runner = TestRunner::new_with_rng(
        ProptestConfig::default(),
        proptest::test_runner::TestRng::deterministic_rng(proptest::test_runner::RngAlgorithm::ChaCha),
    );
    let deliveries = prop::collection::vec(prop::collection::btree_set(0_u32..12, 0..12), 1..6);
    for _ in 0..12 {
        let sequence = deliveries.new_tree(&mut runner).unwrap().current();
        let office = found(store::testing::sqlite().await).await;
        for delivery in &sequence {
            let mut request = office.request("openvhs", "kurse.xml", openvhs(delivery.iter().copied()));
            request.accept_loss = true;
            let report = actions::deliveries::import(&office.ctx(), &office.actions.writer, request).await.unwrap();
            assert_eq!(report.records.new + report.records.changed + report.records.unchanged, delivery.len() as u64);
        }
        let stock = office.stock().await;
        let mut released: Vec<_> =
            stock.iter().filter(|(_, status)| *status == OfferStatus::Freigegeben).map(|(id, _)| id.clone()).collect();
        let mut expected: Vec<_> = sequence.last().unwrap().iter().map(|nr| format!("B-{nr}")).collect();
        released.sort();
        expected.sort();
        assert_eq!(released, expected, "{sequence:?}");
        let ever: std::collections::BTreeSet<_> = sequence.iter().flatten().collect();
        assert_eq!(stock.len(), ever.len());
    }
}
