//! An office with an empty database, a fixed clock and counted "randomness".

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use actions::deliveries::{File, Report, Request};
use actions::{Actions, Ctx};
use model::ids::KommuneId;
use model::kommune::{Kommune, Look, Operator};
use model::offers::{Offer, OfferStatus};
use model::rights::Actor;
use store::testing::TestStore;

pub(crate) struct Office {
    pub(crate) actions: Actions,
    pub(crate) kommune: KommuneId,
    pub(crate) test: TestStore,
}

/// One office per available database.
pub(crate) async fn each_office() -> Vec<Office> {
    let mut offices = Vec::new();
    for test in store::testing::each_store().await {
        offices.push(found(test).await);
    }
    offices
}

pub(crate) async fn found(test: TestStore) -> Office {
    let counter = Arc::new(AtomicU64::new(1));
    let actions = Actions {
        writer: test.store.writer(),
        clock: Arc::new(|| "2026-03-01T08:00:00Z".parse().unwrap()),
        random: Arc::new(move || {
            let mut bytes = [0; 10];
            bytes[2..].copy_from_slice(&counter.fetch_add(1, Ordering::Relaxed).to_be_bytes());
            bytes
        }),
    };
    let ctx = actions.ctx(Actor::CommandLine);
    let kommune = Kommune {
        id: ctx.new_id(KommuneId::from_parts),
        slug: "beispielkreis".into(),
        name: "Bildungsportal Beispielkreis".into(),
        region: "Beispielkreis".into(),
        areas: Vec::new(),
        hosts: Vec::new(),
        look: Look::default(),
        languages: vec!["de".parse().unwrap()],
        operator: Operator::default(),
        center: None,
    };
    actions::kommunen::save(&ctx, &actions.writer, &kommune).await.unwrap();
    Office { actions, kommune: kommune.id, test }
}

impl Office {
    pub(crate) fn ctx(&self) -> Ctx {
        self.actions.ctx(Actor::CommandLine)
    }

    pub(crate) fn request(&self, source: &str, file: &str, bytes: String) -> Request {
        Request {
            kommune: self.kommune,
            source: source.to_owned(),
            founding: None,
            files: vec![File { name: file.to_owned(), bytes: Box::new(std::io::Cursor::new(bytes)) }],
            dry_run: false,
            accept_loss: false,
            progress: Arc::default(),
        }
    }

    pub(crate) async fn import(&self, bytes: String) -> Report {
        actions::deliveries::import(&self.ctx(), &self.actions.writer, self.request("openvhs", "kurse.xml", bytes))
            .await
            .unwrap()
    }

    pub(crate) async fn change(&self) -> i64 {
        self.test.store.reader().scoped(self.kommune).current_change().await.unwrap()
    }

    /// (foreign id, status) of every stored offer, sorted.
    pub(crate) async fn stock(&self) -> Vec<(String, OfferStatus)> {
        let mut stock: Vec<_> =
            self.offers().await.into_iter().map(|offer| (offer.source.unwrap().foreign_id, offer.status)).collect();
        stock.sort();
        stock
    }

    pub(crate) async fn offers(&self) -> Vec<Offer> {
        let scope = self.test.store.reader().scoped(self.kommune);
        let changes = scope.list_changes(-1, None, i64::MAX, 10_000).await.unwrap();
        changes.into_iter().map(|change| change.offer).collect()
    }
}

/// An Open-vhs file with one course per number.
pub(crate) fn openvhs(numbers: impl IntoIterator<Item = u32>) -> String {
    openvhs_on(numbers, "2026-05-04")
}

pub(crate) fn openvhs_on(numbers: impl IntoIterator<Item = u32>, day: &str) -> String {
    let courses: String = numbers.into_iter().map(|nr| course(nr, day)).collect();
    format!(
        r#"<?xml version="1.0" encoding="UTF-8"?>
<openvhs:veranstaltungen version="1.2" xmlns:openvhs="http://www.dvv-vhs.de/Open-VHS">
{courses}</openvhs:veranstaltungen>
"#
    )
}

fn course(nr: u32, day: &str) -> String {
    format!(
        "<veranstaltung><guid>B-{nr}</guid><nummer>{nr}</nummer><name>Beispielkurs {nr}</name>\
         <dvv_kategorie version=\"2.0\">4.06</dvv_kategorie><beginn_datum>{day}</beginn_datum>\
         <veranstaltungsort><name>Beispiel-Haus</name><adresse><land>Deutschland</land><plz>54329</plz><ort>Konz</ort>\
         <strasse>Beispielstraße 1</strasse></adresse></veranstaltungsort>\
         <termin><beginn_datum>{day}</beginn_datum><beginn_uhrzeit>18:30</beginn_uhrzeit><ende_uhrzeit>20:00</ende_uhrzeit></termin>\
         <webadresse><typ>website</typ><uri>https://vhs.example/{nr}</uri></webadresse></veranstaltung>\n"
    )
}
