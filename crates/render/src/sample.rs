//! One offer for the tests of all formats: a name with every character that some format escapes, and every kind of schedule.

use chrono::Weekday;
use model::ids::{DeliveryId, KommuneId, OfferId, ProviderId, SourceId};
use model::offers::{DeliveryMode, Offer, OfferContent, OfferStatus, Participants, Zugangsvoraussetzungen};
use model::places::{GeoPoint, Location, PlaceContent, Precision};
use model::price::{Money, Price, Reduction};
use model::provenance::{Origin, Provenance};
use model::schedule::{Meeting, OpeningHours, Schedule, Session, SessionState};

pub(crate) fn clock(text: &str) -> Option<model::schedule::ClockTime> {
    text.parse().ok()
}

pub(crate) fn meeting(date: &str, start: &str, end: &str) -> Meeting {
    Meeting { date: date.parse().unwrap(), until: None, start: clock(start), end: clock(end) }
}

pub(crate) fn place() -> PlaceContent {
    PlaceContent {
        name: Some("Beispiel-Haus".into()),
        room: Some("Saal 1".into()),
        street: Some("Musterstraße 1".into()),
        plz: "54329".parse().ok(),
        city: Some("Konz".into()),
        location: Some(Location { point: GeoPoint::new(49.7, 6.58).unwrap(), precision: Precision::Address }),
        ..PlaceContent::default()
    }
}

pub(crate) fn session(schedule: Schedule) -> Session {
    Session {
        foreign_id: None,
        schedule,
        place: Some(place()),
        state: SessionState::Planned,
        note: None,
        price: None,
        participants: None,
    }
}

/// Every kind of schedule once.
pub(crate) fn schedules() -> Vec<Session> {
    let workdays = [Weekday::Tue, Weekday::Thu].into_iter().collect();
    let mut cancelled = session(Schedule::Dates { meetings: vec![meeting("2026-05-02", "", "")] });
    cancelled.state = SessionState::Cancelled;
    cancelled.foreign_id = Some("26F/17 ä".into());
    let days = Meeting { until: "2026-08-14".parse().ok(), ..meeting("2026-08-10", "", "") };
    vec![
        session(Schedule::Dates {
            meetings: vec![
                meeting("2026-03-03", "18:30", "20:00"),
                meeting("2026-03-10", "18:30", "24:00"),
                meeting("2026-03-10", "18:30", "24:00"),
                meeting("2026-03-17", "18:30", ""),
            ],
        }),
        cancelled,
        session(Schedule::Dates { meetings: vec![days] }),
        session(Schedule::Span {
            from: "2026-03-02".parse().unwrap(),
            until: "2026-06-30".parse().ok(),
            weekdays: workdays,
            start: clock("9:00"),
            end: clock("10:30"),
        }),
        session(Schedule::Span {
            from: "2026-03-02".parse().unwrap(),
            until: None,
            weekdays: workdays,
            start: None,
            end: None,
        }),
        session(Schedule::DropIn {
            hours: vec![OpeningHours {
                weekdays: [Weekday::Wed].into_iter().collect(),
                opens: clock("14:00").unwrap(),
                closes: clock("17:00").unwrap(),
            }],
            from: None,
            until: None,
        }),
        session(Schedule::OnRequest),
    ]
}

pub(crate) fn offer(sessions: Vec<Session>) -> Offer {
    let id = |n| [n; 10];
    Offer {
        id: OfferId::from_parts(1_772_000_000_000, id(1)),
        kommune: KommuneId::from_parts(1_772_000_000_000, id(2)),
        provider: ProviderId::from_parts(1_772_000_000_000, id(3)),
        source: None,
        status: OfferStatus::Freigegeben,
        content: OfferContent {
            title: "Töpfern; Glasieren, \"Brennen\" \\ </script> & mehr".into(),
            subtitle: Some("Für alle, die Ton mögen".into()),
            description: "Erster Absatz, mit Komma; Semikolon.\n\nZweiter Absatz mit Umlauten: äöüß, damit eine Zeile länger wird als \
                          fünfundsiebzig Oktette und mitten in einem Ü umbrechen müsste."
                .into(),
            course_number: Some("26F-2101".into()),
            requirements: Zugangsvoraussetzungen::Keine,
            languages: ["de".parse().unwrap()].into(),
            cefr: ["B1.2".parse().unwrap()].into(),
            delivery: Some(DeliveryMode::Praesenz),
            price: Price {
                reductions: vec![Reduction { label: Some("Schüler".into()), amount: Money(3250) }],
                ..Price::of(Money(6500))
            },
            participants: Participants { min: None, max: Some(12), booked: Some(12) },
            teaching_units_tenths: Some(155),
            sessions,
            ..OfferContent::default()
        },
        provenance: Provenance {
            record: Origin::Delivered {
                source: SourceId::from_parts(1, id(4)),
                delivery: DeliveryId::from_parts(1, id(5)),
            },
            fields: [].into(),
        },
        confirmed_on: "2026-02-01".parse().ok(),
        created_at: "2026-01-05T08:00:00Z".parse().unwrap(),
        changed_at: "2026-02-01T09:30:00Z".parse().unwrap(),
    }
}
