use expect_test::expect;
use model::price::PriceBasis;

use super::*;
use crate::sample;

fn rendered(found: &Offer) -> Value {
    let contact = Contact { email: Some("info@beispiel.example".into()), ..Contact::default() };
    offer(
        found,
        &Context {
            url: "https://bildung.example/angebote/1/toepfern",
            provider_name: "Beispiel-Werkstatt",
            provider_url: "https://bildung.example/anbieter/1/beispiel-werkstatt",
            provider_contact: &contact,
            topics: vec!["Kunst"],
            audiences: vec!["Kinder", "Eltern"],
            no_requirements: "keine",
        },
    )
}

#[test]
fn a_course_with_every_kind_of_schedule() {
    let value = rendered(&sample::offer(sample::schedules()));
    expect![[r#"
        {
          "@context": "https://schema.org",
          "@id": "https://bildung.example/angebote/1/toepfern",
          "@type": "Course",
          "about": "Kunst",
          "alternativeHeadline": "Für alle, die Ton mögen",
          "audience": [
            {
              "@type": "Audience",
              "audienceType": "Kinder"
            },
            {
              "@type": "Audience",
              "audienceType": "Eltern"
            }
          ],
          "courseCode": "26F-2101",
          "coursePrerequisites": "keine",
          "dateModified": "2026-02-01T09:30:00Z",
          "description": "Erster Absatz, mit Komma; Semikolon.\n\nZweiter Absatz mit Umlauten: äöüß, damit eine Zeile länger wird als fünfundsiebzig Oktette und mitten in einem Ü umbrechen müsste.",
          "educationalLevel": "GER B1.2",
          "hasCourseInstance": [
            {
              "@type": "CourseInstance",
              "courseMode": "onsite",
              "courseWorkload": "PT11H37M",
              "endDate": "2026-03-17T18:30:00+01:00",
              "eventAttendanceMode": "https://schema.org/OfflineEventAttendanceMode",
              "eventStatus": "https://schema.org/EventScheduled",
              "location": {
                "@type": "Place",
                "address": {
                  "@type": "PostalAddress",
                  "addressCountry": "DE",
                  "addressLocality": "Konz",
                  "postalCode": "54329",
                  "streetAddress": "Musterstraße 1"
                },
                "geo": {
                  "@type": "GeoCoordinates",
                  "latitude": 49.7,
                  "longitude": 6.58
                },
                "name": "Beispiel-Haus"
              },
              "maximumAttendeeCapacity": 12,
              "name": "Töpfern; Glasieren, \"Brennen\" \\ </script> & mehr",
              "remainingAttendeeCapacity": 0,
              "startDate": "2026-03-03T18:30:00+01:00",
              "subEvent": [
                {
                  "@type": "EducationEvent",
                  "endDate": "2026-03-03T20:00:00+01:00",
                  "startDate": "2026-03-03T18:30:00+01:00"
                },
                {
                  "@type": "EducationEvent",
                  "endDate": "2026-03-11T00:00:00+01:00",
                  "startDate": "2026-03-10T18:30:00+01:00"
                },
                {
                  "@type": "EducationEvent",
                  "startDate": "2026-03-17T18:30:00+01:00"
                }
              ]
            },
            {
              "@type": "CourseInstance",
              "courseMode": "onsite",
              "courseWorkload": "PT11H37M",
              "eventAttendanceMode": "https://schema.org/OfflineEventAttendanceMode",
              "eventStatus": "https://schema.org/EventCancelled",
              "location": {
                "@type": "Place",
                "address": {
                  "@type": "PostalAddress",
                  "addressCountry": "DE",
                  "addressLocality": "Konz",
                  "postalCode": "54329",
                  "streetAddress": "Musterstraße 1"
                },
                "geo": {
                  "@type": "GeoCoordinates",
                  "latitude": 49.7,
                  "longitude": 6.58
                },
                "name": "Beispiel-Haus"
              },
              "maximumAttendeeCapacity": 12,
              "name": "Töpfern; Glasieren, \"Brennen\" \\ </script> & mehr",
              "remainingAttendeeCapacity": 0,
              "startDate": "2026-05-02"
            },
            {
              "@type": "CourseInstance",
              "courseMode": "onsite",
              "courseWorkload": "PT11H37M",
              "endDate": "2026-08-14",
              "eventAttendanceMode": "https://schema.org/OfflineEventAttendanceMode",
              "eventStatus": "https://schema.org/EventScheduled",
              "location": {
                "@type": "Place",
                "address": {
                  "@type": "PostalAddress",
                  "addressCountry": "DE",
                  "addressLocality": "Konz",
                  "postalCode": "54329",
                  "streetAddress": "Musterstraße 1"
                },
                "geo": {
                  "@type": "GeoCoordinates",
                  "latitude": 49.7,
                  "longitude": 6.58
                },
                "name": "Beispiel-Haus"
              },
              "maximumAttendeeCapacity": 12,
              "name": "Töpfern; Glasieren, \"Brennen\" \\ </script> & mehr",
              "remainingAttendeeCapacity": 0,
              "startDate": "2026-08-10"
            },
            {
              "@type": "CourseInstance",
              "courseMode": "onsite",
              "courseSchedule": {
                "@type": "Schedule",
                "byDay": [
                  "https://schema.org/Tuesday",
                  "https://schema.org/Thursday"
                ],
                "endDate": "2026-06-30",
                "endTime": "10:30:00",
                "repeatFrequency": "P1W",
                "scheduleTimezone": "Europe/Berlin",
                "startDate": "2026-03-02",
                "startTime": "09:00:00"
              },
              "courseWorkload": "PT11H37M",
              "endDate": "2026-06-30",
              "eventAttendanceMode": "https://schema.org/OfflineEventAttendanceMode",
              "eventStatus": "https://schema.org/EventScheduled",
              "location": {
                "@type": "Place",
                "address": {
                  "@type": "PostalAddress",
                  "addressCountry": "DE",
                  "addressLocality": "Konz",
                  "postalCode": "54329",
                  "streetAddress": "Musterstraße 1"
                },
                "geo": {
                  "@type": "GeoCoordinates",
                  "latitude": 49.7,
                  "longitude": 6.58
                },
                "name": "Beispiel-Haus"
              },
              "maximumAttendeeCapacity": 12,
              "name": "Töpfern; Glasieren, \"Brennen\" \\ </script> & mehr",
              "remainingAttendeeCapacity": 0,
              "startDate": "2026-03-02"
            },
            {
              "@type": "CourseInstance",
              "courseMode": "onsite",
              "courseSchedule": {
                "@type": "Schedule",
                "byDay": [
                  "https://schema.org/Tuesday",
                  "https://schema.org/Thursday"
                ],
                "repeatFrequency": "P1W",
                "scheduleTimezone": "Europe/Berlin",
                "startDate": "2026-03-02"
              },
              "courseWorkload": "PT11H37M",
              "eventAttendanceMode": "https://schema.org/OfflineEventAttendanceMode",
              "eventStatus": "https://schema.org/EventScheduled",
              "location": {
                "@type": "Place",
                "address": {
                  "@type": "PostalAddress",
                  "addressCountry": "DE",
                  "addressLocality": "Konz",
                  "postalCode": "54329",
                  "streetAddress": "Musterstraße 1"
                },
                "geo": {
                  "@type": "GeoCoordinates",
                  "latitude": 49.7,
                  "longitude": 6.58
                },
                "name": "Beispiel-Haus"
              },
              "maximumAttendeeCapacity": 12,
              "name": "Töpfern; Glasieren, \"Brennen\" \\ </script> & mehr",
              "remainingAttendeeCapacity": 0,
              "startDate": "2026-03-02"
            },
            {
              "@type": "CourseInstance",
              "courseMode": "onsite",
              "courseSchedule": {
                "@type": "Schedule",
                "byDay": "https://schema.org/Wednesday",
                "endTime": "17:00:00",
                "repeatFrequency": "P1W",
                "scheduleTimezone": "Europe/Berlin",
                "startTime": "14:00:00"
              },
              "courseWorkload": "PT11H37M",
              "eventAttendanceMode": "https://schema.org/OfflineEventAttendanceMode",
              "eventStatus": "https://schema.org/EventScheduled",
              "location": {
                "@type": "Place",
                "address": {
                  "@type": "PostalAddress",
                  "addressCountry": "DE",
                  "addressLocality": "Konz",
                  "postalCode": "54329",
                  "streetAddress": "Musterstraße 1"
                },
                "geo": {
                  "@type": "GeoCoordinates",
                  "latitude": 49.7,
                  "longitude": 6.58
                },
                "name": "Beispiel-Haus"
              },
              "maximumAttendeeCapacity": 12,
              "name": "Töpfern; Glasieren, \"Brennen\" \\ </script> & mehr",
              "remainingAttendeeCapacity": 0
            },
            {
              "@type": "CourseInstance",
              "courseMode": "onsite",
              "courseWorkload": "PT11H37M",
              "eventAttendanceMode": "https://schema.org/OfflineEventAttendanceMode",
              "eventStatus": "https://schema.org/EventScheduled",
              "location": {
                "@type": "Place",
                "address": {
                  "@type": "PostalAddress",
                  "addressCountry": "DE",
                  "addressLocality": "Konz",
                  "postalCode": "54329",
                  "streetAddress": "Musterstraße 1"
                },
                "geo": {
                  "@type": "GeoCoordinates",
                  "latitude": 49.7,
                  "longitude": 6.58
                },
                "name": "Beispiel-Haus"
              },
              "maximumAttendeeCapacity": 12,
              "name": "Töpfern; Glasieren, \"Brennen\" \\ </script> & mehr",
              "remainingAttendeeCapacity": 0
            }
          ],
          "inLanguage": "de",
          "isAccessibleForFree": false,
          "name": "Töpfern; Glasieren, \"Brennen\" \\ </script> & mehr",
          "offers": [
            {
              "@type": "Offer",
              "category": "Paid",
              "price": "65.00",
              "priceCurrency": "EUR",
              "url": "https://bildung.example/angebote/1/toepfern"
            },
            {
              "@type": "Offer",
              "category": "Paid",
              "name": "Schüler",
              "price": "32.50",
              "priceCurrency": "EUR",
              "url": "https://bildung.example/angebote/1/toepfern"
            }
          ],
          "provider": {
            "@id": "https://bildung.example/anbieter/1/beispiel-werkstatt",
            "@type": "Organization",
            "email": "info@beispiel.example",
            "name": "Beispiel-Werkstatt",
            "url": "https://bildung.example/anbieter/1/beispiel-werkstatt"
          },
          "timeRequired": "PT11H37M",
          "url": "https://bildung.example/angebote/1/toepfern"
        }"#]].assert_eq(&serde_json::to_string_pretty(&value).unwrap());
}

#[test]
fn a_single_meeting_is_an_event() {
    let meetings = vec![sample::meeting("2026-03-03", "18:30", "20:00")];
    let value = rendered(&sample::offer(vec![sample::session(Schedule::Dates { meetings })]));
    expect![[r#"
        {
          "@context": "https://schema.org",
          "@id": "https://bildung.example/angebote/1/toepfern",
          "@type": "EducationEvent",
          "about": "Kunst",
          "audience": [
            {
              "@type": "Audience",
              "audienceType": "Kinder"
            },
            {
              "@type": "Audience",
              "audienceType": "Eltern"
            }
          ],
          "description": "Erster Absatz, mit Komma; Semikolon.\n\nZweiter Absatz mit Umlauten: äöüß, damit eine Zeile länger wird als fünfundsiebzig Oktette und mitten in einem Ü umbrechen müsste.",
          "educationalLevel": "GER B1.2",
          "endDate": "2026-03-03T20:00:00+01:00",
          "eventAttendanceMode": "https://schema.org/OfflineEventAttendanceMode",
          "eventStatus": "https://schema.org/EventScheduled",
          "inLanguage": "de",
          "isAccessibleForFree": false,
          "location": {
            "@type": "Place",
            "address": {
              "@type": "PostalAddress",
              "addressCountry": "DE",
              "addressLocality": "Konz",
              "postalCode": "54329",
              "streetAddress": "Musterstraße 1"
            },
            "geo": {
              "@type": "GeoCoordinates",
              "latitude": 49.7,
              "longitude": 6.58
            },
            "name": "Beispiel-Haus"
          },
          "maximumAttendeeCapacity": 12,
          "name": "Töpfern; Glasieren, \"Brennen\" \\ </script> & mehr",
          "offers": [
            {
              "@type": "Offer",
              "availability": "https://schema.org/SoldOut",
              "category": "Paid",
              "price": "65.00",
              "priceCurrency": "EUR",
              "url": "https://bildung.example/angebote/1/toepfern"
            },
            {
              "@type": "Offer",
              "availability": "https://schema.org/SoldOut",
              "category": "Paid",
              "name": "Schüler",
              "price": "32.50",
              "priceCurrency": "EUR",
              "url": "https://bildung.example/angebote/1/toepfern"
            }
          ],
          "organizer": {
            "@id": "https://bildung.example/anbieter/1/beispiel-werkstatt",
            "@type": "Organization",
            "email": "info@beispiel.example",
            "name": "Beispiel-Werkstatt",
            "url": "https://bildung.example/anbieter/1/beispiel-werkstatt"
          },
          "remainingAttendeeCapacity": 0,
          "startDate": "2026-03-03T18:30:00+01:00",
          "url": "https://bildung.example/angebote/1/toepfern"
        }"#]].assert_eq(&serde_json::to_string_pretty(&value).unwrap());
}

#[test]
fn an_unknown_price_is_no_offer_and_not_free() {
    let mut found = sample::offer(sample::schedules());
    found.content.price.basis = PriceBasis::Unknown;
    let value = rendered(&found);
    assert_eq!((value.get("offers"), value.get("isAccessibleForFree")), (None, None));
}

#[test]
fn a_place_known_by_its_postal_code_has_no_coordinates() {
    let mut place_of_plz = sample::place();
    place_of_plz.location.as_mut().unwrap().precision = Precision::Plz;
    assert!(place(&sample::place()).get("geo").is_some());
    assert!(place(&place_of_plz).get("geo").is_none());
}

#[test]
fn nothing_closes_the_script_element() {
    let value = rendered(&sample::offer(Vec::new()));
    let text = script_text(&value);
    assert!(!text.contains(['<', '>', '&']), "{text}");
    assert_eq!(serde_json::from_str::<Value>(&text).unwrap(), value, "escaped text is the same data");
}

#[test]
fn workload_counts_units_of_45_minutes() {
    for (tenths, text) in [(10, "PT45M"), (40, "PT3H"), (155, "PT11H37M"), (0, "PT0H")] {
        assert_eq!(workload(tenths), text);
    }
}
