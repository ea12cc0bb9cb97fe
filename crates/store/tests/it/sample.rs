//! Invented records.

use chrono::{DateTime, NaiveDate, Utc};
use model::ids::{KommuneId, OfferId, ProviderId, SourceId};
use model::kommune::{Kommune, Look, Operator};
use model::offers::{Offer, OfferContent, OfferStatus, SourceRef};
use model::provenance::{Origin, Provenance};
use model::providers::{Provider, ProviderContent};
use model::schedule::{Meeting, Schedule, Session, SessionState};
use store::Transaction;
use store::sources::Source;

pub(crate) fn time() -> DateTime<Utc> {
    "2026-03-01T08:00:00Z".parse().unwrap()
}

pub(crate) fn kommune(nr: u8) -> Kommune {
    Kommune {
        id: KommuneId::from_parts(1_000, [nr; 10]),
        slug: format!("beispielkreis-{nr}"),
        name: format!("Bildungsportal Beispielkreis {nr}"),
        region: "Beispielkreis".into(),
        areas: vec!["07235".parse().unwrap()],
        hosts: Vec::new(),
        look: Look::default(),
        languages: vec!["de".parse().unwrap()],
        operator: Operator::default(),
        center: None,
    }
}

pub(crate) fn provider(kommune: KommuneId) -> Provider {
    let content = ProviderContent { name: "Beispiel-Volkshochschule".into(), ..ProviderContent::default() };
    Provider { id: ProviderId::from_parts(1_000, [1; 10]), kommune, source: None, content }
}

pub(crate) fn source(kommune: KommuneId) -> Source {
    Source {
        id: SourceId::from_parts(1_000, [1; 10]),
        kommune,
        code: "beispiel-vhs".into(),
        name: "Beispiel-Volkshochschule (Open-vhs)".into(),
        importer: "openvhs".into(),
        provider: Some(ProviderId::from_parts(1_000, [1; 10])),
        settings: serde_json::Value::Null,
        created_at: time(),
    }
}

pub(crate) fn offer(kommune: KommuneId, nr: u8, last_day: &str) -> Offer {
    let date: NaiveDate = last_day.parse().unwrap();
    let session = Session {
        foreign_id: None,
        schedule: Schedule::Dates { meetings: vec![Meeting { date, until: None, start: None, end: None }] },
        place: None,
        state: SessionState::Planned,
        note: None,
        price: None,
        participants: None,
    };
    Offer {
        id: OfferId::from_parts(2_000 + u64::from(nr), [nr; 10]),
        kommune,
        provider: ProviderId::from_parts(1_000, [1; 10]),
        source: Some(SourceRef { source: SourceId::from_parts(1_000, [1; 10]), foreign_id: format!("nr-{nr}") }),
        status: OfferStatus::Freigegeben,
        content: OfferContent {
            title: format!("Töpfern {nr} “’\u{1F3FA}"),
            sessions: vec![session],
            ..OfferContent::default()
        },
        provenance: Provenance { record: Origin::Edited { at: time() }, fields: std::collections::BTreeMap::new() },
        confirmed_on: None,
        created_at: time(),
        changed_at: time(),
    }
}

/// A Kommune with a provider and a source.
pub(crate) async fn found(transaction: &mut Transaction, nr: u8) -> KommuneId {
    let kommune = kommune(nr);
    store::kommunen::insert(transaction, &kommune).await.unwrap();
    store::providers::upsert(transaction, &provider(kommune.id)).await.unwrap();
    store::sources::upsert(transaction, &source(kommune.id)).await.unwrap();
    kommune.id
}
