//! Invented data for tests of pages: nothing here is a real institution.

use std::collections::BTreeSet;

use model::codes::level::CefrBase;
use model::ids::{DeliveryId, KommuneId, OfferId, ProviderId, SourceId};
use model::kommune::{Kommune, Look, Operator};
use model::offers::{Contact, DeliveryMode, Offer, OfferContent, OfferStatus, Zugangsvoraussetzungen};
use model::places::{GeoPoint, Location, PlaceContent, Precision};
use model::price::{Money, Price};
use model::provenance::{Origin, Provenance};
use model::schedule::{Meeting, Schedule, Session, SessionState};

pub(crate) fn kommune() -> Kommune {
    Kommune {
        id: KommuneId::from_parts(1_700_000_000_000, [1; 10]),
        slug: "beispiel".into(),
        name: "Bildungsportal Beispielkreis".into(),
        region: "Beispielstadt und Beispielkreis".into(),
        areas: Vec::new(),
        hosts: Vec::new(),
        look: Look::default(),
        languages: ["de", "en"].iter().map(|code| code.parse().unwrap()).collect(),
        operator: Operator {
            name: "Beispielkreis, Bildungsbüro".into(),
            street: "Beispielweg 1".into(),
            plz_and_city: "54290 Beispielstadt".into(),
            represented_by: "die Landrätin".into(),
            contact: Contact { email: Some("bildung@beispiel.example".into()), ..Contact::default() },
            data_protection_contact: Contact {
                email: Some("datenschutz@beispiel.example".into()),
                ..Contact::default()
            },
            enforcement_body: "Beispielstelle".into(),
        },
        center: GeoPoint::new(49.7, 6.6),
    }
}

pub(crate) fn place() -> PlaceContent {
    PlaceContent {
        name: Some("Beispiel-Haus".into()),
        street: Some("Beispielweg 2".into()),
        plz: "54290".parse().ok(),
        city: Some("Beispielstadt".into()),
        location: GeoPoint::new(49.75, 6.64).map(|point| Location { point, precision: Precision::Address }),
        ..PlaceContent::default()
    }
}

/// On 3 and 10 March 2026, evenings, at [`place`].
pub(crate) fn offer(title: &str) -> Offer {
    let meeting = |day: &str| Meeting {
        date: day.parse().unwrap(),
        until: None,
        start: "18:30".parse().ok(),
        end: "20:00".parse().ok(),
    };
    let source = SourceId::from_parts(1_700_000_000_000, [3; 10]);
    let mut seed = [0; 10];
    for (slot, byte) in seed.iter_mut().zip(title.bytes()) {
        *slot = byte;
    }
    Offer {
        id: OfferId::from_parts(1_700_000_000_000, seed),
        kommune: kommune().id,
        provider: ProviderId::from_parts(1_700_000_000_000, [2; 10]),
        source: None,
        status: OfferStatus::Freigegeben,
        content: OfferContent {
            title: title.into(),
            description: "Ein Kurs zum Ausprobieren.\n\n- erster Punkt\n- zweiter Punkt".into(),
            requirements: Zugangsvoraussetzungen::Keine,
            topics: BTreeSet::from(["deutsch".parse().unwrap()]),
            cefr: BTreeSet::from([CefrBase::B1.into()]),
            delivery: Some(DeliveryMode::Praesenz),
            price: Price::of(Money(6560)),
            sessions: vec![Session {
                foreign_id: None,
                schedule: Schedule::Dates { meetings: vec![meeting("2026-03-03"), meeting("2026-03-10")] },
                place: Some(place()),
                state: SessionState::Planned,
                note: None,
                price: None,
                participants: None,
            }],
            ..OfferContent::default()
        },
        provenance: Provenance {
            record: Origin::Delivered { source, delivery: DeliveryId::from_parts(1_700_000_000_000, [4; 10]) },
            fields: [("topics".into(), Origin::Derived { rule: "topics_from_title".into() })].into(),
        },
        confirmed_on: "2026-02-01".parse().ok(),
        created_at: "2026-01-01T10:00:00Z".parse().unwrap(),
        changed_at: "2026-02-01T10:00:00Z".parse().unwrap(),
    }
}
