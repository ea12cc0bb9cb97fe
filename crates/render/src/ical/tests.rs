use expect_test::expect;
use proptest::prelude::*;

use super::*;
use crate::sample;

fn rendered(offer: &Offer, from: Option<&str>) -> String {
    let entry = Entry {
        offer,
        url: "https://bildung.example/angebote/1/toepfern".into(),
        lines: vec!["Anbieter: Beispiel-Werkstatt".into(), "Preis: 65,00 €".into()],
        categories: vec!["Kunst, Handwerk", "Freizeit"],
    };
    calendar(
        &Calendar {
            name: "Bildungsportal Beispielkreis",
            source: Some("https://bildung.example/angebote.ics?q=ton"),
            host: "bildung.example",
            from: from.map(|day| day.parse().unwrap()),
        },
        &[entry],
    )
}

/// Lines of an event that differ from schedule to schedule, one event per line.
fn outline(calendar: &str) -> String {
    let unfolded = calendar.replace("\r\n ", "");
    let mut outline = String::new();
    for line in unfolded.lines() {
        let wanted = ["UID", "DTSTART", "DTEND", "RRULE", "STATUS"];
        if line == "BEGIN:VEVENT" {
            outline.push('\n');
        } else if wanted.iter().any(|name| line.starts_with(name)) && outline.contains('\n') {
            outline.push_str(line);
            outline.push(' ');
        }
    }
    outline
}

#[test]
fn one_event_as_it_leaves() {
    let offer = sample::offer(sample::schedules().into_iter().take(1).collect());
    let calendar = rendered(&offer, Some("2026-03-17"));
    expect![[r#"
        BEGIN:VCALENDAR
        VERSION:2.0
        PRODID:-//Bildungsraum//Bildungsraum//DE
        CALSCALE:GREGORIAN
        METHOD:PUBLISH
        NAME:Bildungsportal Beispielkreis
        X-WR-CALNAME:Bildungsportal Beispielkreis
        X-WR-TIMEZONE:Europe/Berlin
        SOURCE;VALUE=URI:https://bildung.example/angebote.ics?q=ton
        REFRESH-INTERVAL;VALUE=DURATION:PT12H
        X-PUBLISHED-TTL:PT12H
        BEGIN:VTIMEZONE
        TZID:Europe/Berlin
        BEGIN:DAYLIGHT
        TZOFFSETFROM:+0100
        TZOFFSETTO:+0200
        TZNAME:CEST
        DTSTART:19960331T020000
        RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
        END:DAYLIGHT
        BEGIN:STANDARD
        TZOFFSETFROM:+0200
        TZOFFSETTO:+0100
        TZNAME:CET
        DTSTART:19961027T030000
        RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
        END:STANDARD
        END:VTIMEZONE
        BEGIN:VEVENT
        UID:019c936e-3800-7101-8101-010101010101-n0-20260317T1830@bildung.example
        DTSTAMP:20260201T093000Z
        LAST-MODIFIED:20260201T093000Z
        DTSTART;TZID=Europe/Berlin:20260317T183000
        SUMMARY:Töpfern\; Glasieren\, "Brennen" \\ </script> & mehr
        DESCRIPTION:Für alle\, die Ton mögen\n\nErster Absatz\, mit Komma\; Semik
         olon.\n\nZweiter Absatz mit Umlauten: äöüß\, damit eine Zeile länger 
         wird als fünfundsiebzig Oktette und mitten in einem Ü umbrechen müsste.
         \n\nAnbieter: Beispiel-Werkstatt\nPreis: 65\,00 €\nhttps://bildung.examp
         le/angebote/1/toepfern
        LOCATION:Beispiel-Haus\, Saal 1\, Musterstraße 1\, 54329 Konz
        GEO:49.700000;6.580000
        CATEGORIES:Kunst\, Handwerk,Freizeit
        URL:https://bildung.example/angebote/1/toepfern
        STATUS:CONFIRMED
        TRANSP:TRANSPARENT
        END:VEVENT
        END:VCALENDAR
    "#]]
    .assert_eq(&calendar.replace("\r\n", "\n"));
}

#[test]
fn every_kind_of_schedule() {
    expect![[r#"

        UID:019c936e-3800-7101-8101-010101010101-n0-20260303T1830@bildung.example DTSTART;TZID=Europe/Berlin:20260303T183000 DTEND;TZID=Europe/Berlin:20260303T200000 STATUS:CONFIRMED 
        UID:019c936e-3800-7101-8101-010101010101-n0-20260310T1830@bildung.example DTSTART;TZID=Europe/Berlin:20260310T183000 DTEND;TZID=Europe/Berlin:20260311T000000 STATUS:CONFIRMED 
        UID:019c936e-3800-7101-8101-010101010101-n0-20260317T1830@bildung.example DTSTART;TZID=Europe/Berlin:20260317T183000 STATUS:CONFIRMED 
        UID:019c936e-3800-7101-8101-010101010101-s26F_2f_17_20__e4_-20260502@bildung.example DTSTART;VALUE=DATE:20260502 DTEND;VALUE=DATE:20260503 STATUS:CANCELLED 
        UID:019c936e-3800-7101-8101-010101010101-n2-20260810@bildung.example DTSTART;VALUE=DATE:20260810 DTEND;VALUE=DATE:20260815 STATUS:CONFIRMED 
        UID:019c936e-3800-7101-8101-010101010101-n3-weekly@bildung.example DTSTART;TZID=Europe/Berlin:20260303T090000 DTEND;TZID=Europe/Berlin:20260303T103000 RRULE:FREQ=WEEKLY;BYDAY=TU,TH;UNTIL=20260630T070000Z STATUS:CONFIRMED 
        UID:019c936e-3800-7101-8101-010101010101-n4-weekly@bildung.example DTSTART;VALUE=DATE:20260303 DTEND;VALUE=DATE:20260304 RRULE:FREQ=WEEKLY;BYDAY=TU,TH STATUS:CONFIRMED 
        UID:019c936e-3800-7101-8101-010101010101-n5-open0@bildung.example DTSTART;TZID=Europe/Berlin:20260204T140000 DTEND;TZID=Europe/Berlin:20260204T170000 RRULE:FREQ=WEEKLY;BYDAY=WE STATUS:CONFIRMED "#]].assert_eq(&outline(&rendered(&sample::offer(sample::schedules()), None)));
}

#[test]
fn what_has_ended_is_left_out_of_a_subscription() {
    expect![[r#"

        UID:019c936e-3800-7101-8101-010101010101-n2-20260810@bildung.example DTSTART;VALUE=DATE:20260810 DTEND;VALUE=DATE:20260815 STATUS:CONFIRMED 
        UID:019c936e-3800-7101-8101-010101010101-n4-weekly@bildung.example DTSTART;VALUE=DATE:20260303 DTEND;VALUE=DATE:20260304 RRULE:FREQ=WEEKLY;BYDAY=TU,TH STATUS:CONFIRMED 
        UID:019c936e-3800-7101-8101-010101010101-n5-open0@bildung.example DTSTART;TZID=Europe/Berlin:20260204T140000 DTEND;TZID=Europe/Berlin:20260204T170000 RRULE:FREQ=WEEKLY;BYDAY=WE STATUS:CONFIRMED "#]].assert_eq(&outline(&rendered(&sample::offer(sample::schedules()), Some("2026-07-01"))));
}

proptest! {
    #[test]
    fn lines_are_short_and_unfold_to_what_was_meant(text in "\\PC{0,200}") {
        let mut lines = Lines::default();
        lines.text("SUMMARY", &text);
        prop_assert!(lines.0.ends_with("\r\n"));
        for line in lines.0.trim_end_matches("\r\n").split("\r\n") {
            prop_assert!(line.len() <= 75, "{} octets: {line:?}", line.len());
            prop_assert!(!line.contains(['\r', '\n']));
        }
        let unfolded = lines.0.trim_end_matches("\r\n").replace("\r\n ", "");
        let mut read = String::new();
        let mut rest = unfolded.strip_prefix("SUMMARY:").unwrap().chars();
        while let Some(c) = rest.next() {
            read.push(match c {
                '\\' => match rest.next() { Some('n') => '\n', Some(c) => c, None => '\\' },
                c => c,
            });
        }
        prop_assert_eq!(read, text);
    }

    #[test]
    fn uids_differ_when_the_ids_of_sessions_differ(a in "\\PC{0,8}", b in "\\PC{0,8}") {
        let session = |id: &str| Session { foreign_id: Some(id.into()), ..sample::session(Schedule::OnRequest) };
        let id = OfferId::from_parts(1, [0; 10]);
        let uid = |text: &str| uid(id, &session(text), 0, "x", "h");
        prop_assert_eq!(a == b, uid(&a) == uid(&b));
    }
}
