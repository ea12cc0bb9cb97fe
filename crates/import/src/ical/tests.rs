use std::collections::BTreeSet;

use expect_test::{expect, expect_file};
use model::schedule::{Meeting, Schedule};
use proptest::prelude::*;
use serde_json::Value;

use super::Ical;
use crate::golden::{fixture, issue_counts, print, read_all};
use crate::{Item, OfferRecord, Outcome};

fn read(bytes: &[u8]) -> (Vec<Item>, Outcome) {
    read_all(&Ical, "kalender.ics", bytes, &Value::Null)
}

fn offers(items: &[Item]) -> Vec<&OfferRecord> {
    items.iter().filter_map(|item| if let Item::Offer(record) = item { Some(record.as_ref()) } else { None }).collect()
}

/// Meetings of one event with these lines, in a short form.
fn meetings(lines: &str) -> String {
    let text = format!("BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:x\nSUMMARY:Beispiel\n{lines}\nEND:VEVENT\nEND:VCALENDAR\n");
    let (items, _) = read(text.as_bytes());
    let show = |meeting: &Meeting| {
        let time = |time: Option<model::schedule::ClockTime>| time.map_or_else(String::new, |time| time.to_string());
        let until = meeting.until.map_or_else(String::new, |until| format!("..{until}"));
        let clock = if meeting.start.is_some() {
            format!(" {}-{}", time(meeting.start), time(meeting.end))
        } else {
            String::new()
        };
        format!("{}{until}{clock}", meeting.date)
    };
    let mut shown = Vec::new();
    for session in offers(&items).iter().flat_map(|offer| &offer.content.sessions) {
        if let Schedule::Dates { meetings } = &session.schedule {
            shown.extend(meetings.iter().map(show));
        }
    }
    shown.join(", ")
}

#[test]
fn an_ordinary_calendar() {
    let (items, outcome) = read(&fixture("ical/kalender.ics"));
    let text = print(&items, outcome);
    expect_file!["../../../../fixtures/ical/kalender.golden.txt"].assert_eq(&text);
    for private in ["Petra", "mailto", "person@", "Zahnarzt"] {
        assert!(!text.contains(private), "{private} came in");
    }
}

#[test]
fn dirty_events_cost_themselves_only() {
    let (items, outcome) = read_all(&Ical, "schmutzig.ics", &fixture("ical/schmutzig.ics"), &Value::Null);
    let text = print(&items, outcome);
    expect_file!["../../../../fixtures/ical/schmutzig.golden.txt"].assert_eq(&text);
    assert!(!text.contains("petra@"), "a mail address came in");
}

#[test]
fn files_that_are_no_calendar_are_refused_with_a_reason() {
    for (bytes, code) in
        [(b"".as_slice(), "ICS-002"), (b"<html><title>Anmelden</title></html>", "ICS-002"), (b"PK\x03\x04", "ICS-001")]
    {
        let (items, outcome) = read(bytes);
        assert_eq!(outcome, Outcome::Broken);
        assert!(issue_counts(&items).contains_key(code), "{items:?}");
    }
    let (items, outcome) = read(b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n");
    assert_eq!((issue_counts(&items), outcome), ([].into(), Outcome::Full));
}

#[test]
fn beginnings_and_ends() {
    for (lines, expected) in [
        ("DTSTART:20260302T180000\nDTEND:20260302T193000", "2026-03-02 18:00-19:30"),
        ("DTSTART:20260302T180000", "2026-03-02 18:00-"),
        ("DTSTART:20260302T180000\nDURATION:PT1H30M", "2026-03-02 18:00-19:30"),
        // UTC in winter and summer.
        ("DTSTART:20260302T170000Z\nDTEND:20260302T183000Z", "2026-03-02 18:00-19:30"),
        ("DTSTART:20260702T170000Z", "2026-07-02 19:00-"),
        // 23:30 UTC is the next day in Germany.
        ("DTSTART:20260702T223000Z\nDTEND:20260702T233000Z", "2026-07-03 00:30-01:30"),
        ("DTSTART;TZID=America/New_York:20260302T090000\nDURATION:PT1H", "2026-03-02 15:00-16:00"),
        ("DTSTART:20260302T220000\nDTEND:20260303T000000", "2026-03-02 22:00-24:00"),
        ("DTSTART:20260302T220000\nDTEND:20260303T020000", "2026-03-02..2026-03-03 22:00-02:00"),
        ("DTSTART:20260306T180000\nDTEND:20260308T120000", "2026-03-06..2026-03-08 18:00-12:00"),
        ("DTSTART;VALUE=DATE:20260302", "2026-03-02"),
        ("DTSTART;VALUE=DATE:20260302\nDTEND;VALUE=DATE:20260303", "2026-03-02"),
        ("DTSTART;VALUE=DATE:20260302\nDTEND;VALUE=DATE:20260305", "2026-03-02..2026-03-04"),
        ("DTSTART;VALUE=DATE:20260302\nDURATION:P3D", "2026-03-02..2026-03-04"),
        ("DTSTART;VALUE=DATE:20260302\nDTEND;VALUE=DATE:20260302", "2026-03-02"),
        // The night in which clocks change: an hour more between 01:00 and 04:00.
        ("DTSTART;TZID=Europe/Berlin:20261025T010000\nDURATION:PT4H", "2026-10-25 01:00-04:00"),
        (
            "DTSTART;TZID=Europe/Berlin:20261025T010000\nDTEND;TZID=Europe/Berlin:20261025T040000",
            "2026-10-25 01:00-04:00",
        ),
    ] {
        assert_eq!(meetings(lines), expected, "{lines}");
    }
}

#[test]
fn series_with_exceptions() {
    for (lines, expected) in [
        // All day, every year, only those in the window of three years.
        ("DTSTART;VALUE=DATE:20200501\nRRULE:FREQ=YEARLY", "2025-05-01, 2026-05-01, 2027-05-01"),
        (
            "DTSTART:20260302T180000\nRRULE:FREQ=DAILY;COUNT=4\nEXDATE:20260303T180000,20260304T180000",
            "2026-03-02 18:00-, 2026-03-05 18:00-",
        ),
        // A day excludes its meeting, a moment in UTC as well.
        (
            "DTSTART:20260302T180000\nRRULE:FREQ=DAILY;COUNT=3\nEXDATE;VALUE=DATE:20260303",
            "2026-03-02 18:00-, 2026-03-04 18:00-",
        ),
        (
            "DTSTART;TZID=Europe/Berlin:20260302T180000\nRRULE:FREQ=DAILY;COUNT=3\nEXDATE:20260303T170000Z",
            "2026-03-02 18:00-, 2026-03-04 18:00-",
        ),
        ("DTSTART:20260302T180000\nRDATE:20260310T180000,20260302T180000", "2026-03-02 18:00-, 2026-03-10 18:00-"),
        ("DTSTART;VALUE=DATE:20260302\nRDATE;VALUE=DATE:20260304", "2026-03-02, 2026-03-04"),
        (
            "DTSTART:20260302T180000\nRDATE;VALUE=PERIOD:20260303T180000/20260303T200000",
            "2026-03-02 18:00-, 2026-03-03 18:00-20:00",
        ),
        (
            "DTSTART:20260302T180000\nRRULE:FREQ=DAILY;COUNT=4\nEXRULE:FREQ=DAILY;INTERVAL=2",
            "2026-03-03 18:00-, 2026-03-05 18:00-",
        ),
        // UNTIL in UTC: 17:00 in winter is 18:00, which still counts.
        (
            "DTSTART;TZID=Europe/Berlin:20260302T180000\nRRULE:FREQ=DAILY;UNTIL=20260303T170000Z",
            "2026-03-02 18:00-, 2026-03-03 18:00-",
        ),
        ("DTSTART;TZID=Europe/Berlin:20260302T180000\nRRULE:FREQ=DAILY;UNTIL=20260303T165959Z", "2026-03-02 18:00-"),
        ("DTSTART:20260302T180000\nRRULE:FREQ=DAILY;UNTIL=20260303", "2026-03-02 18:00-, 2026-03-03 18:00-"),
        // DTSTART takes place although the rule does not name it.
        (
            "DTSTART:20260302T180000\nRRULE:FREQ=WEEKLY;COUNT=2;BYDAY=TU",
            "2026-03-02 18:00-, 2026-03-03 18:00-, 2026-03-10 18:00-",
        ),
        // An UNTIL before the start leaves the start.
        ("DTSTART:20260302T180000\nRRULE:FREQ=DAILY;UNTIL=20260101T000000Z", "2026-03-02 18:00-"),
    ] {
        assert_eq!(meetings(lines), expected, "{lines}");
    }
}

#[test]
fn a_rule_without_end_stops_at_the_window() {
    let shown = meetings("DTSTART:20260105T180000\nRRULE:FREQ=WEEKLY");
    // From 5 January 2026 to 31 March 2028 there are 117 Mondays.
    assert_eq!(shown.split(", ").count(), 117);
    assert!(shown.ends_with("2028-03-27 18:00-"), "{shown}");
}

#[test]
fn a_series_has_at_most_two_thousand_meetings() {
    let calendar = "BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:x\nSUMMARY:Beispiel\nDTSTART:20260302T000000\nRRULE:FREQ=HOURLY;COUNT=2001\nEND:VEVENT\nEND:VCALENDAR";
    let (items, _) = read(calendar.as_bytes());
    assert_eq!(issue_counts(&items), [("ICS-013".to_owned(), 1)].into());
    assert_eq!(meetings("DTSTART:20260302T000000\nRRULE:FREQ=HOURLY;COUNT=2001").split(", ").count(), 2000);
}

#[test]
fn the_newest_version_wins_whatever_the_order() {
    let event = |sequence: u32, title: &str, day: u32| {
        format!(
            "BEGIN:VEVENT\nUID:x\nSEQUENCE:{sequence}\nSUMMARY:Beispiel {title}\nDTSTART:202603{day:02}T180000\nEND:VEVENT\n"
        )
    };
    let calendar = |events: &[String]| format!("BEGIN:VCALENDAR\n{}END:VCALENDAR\n", events.concat());
    let (old, new) = (event(0, "alt", 2), event(1, "neu", 3));
    for text in [calendar(&[old.clone(), new.clone()]), calendar(&[new, old])] {
        let (items, _) = read(text.as_bytes());
        let titles: Vec<_> = offers(&items).iter().map(|offer| offer.content.title.as_str()).collect();
        assert_eq!((titles, issue_counts(&items)), (vec!["Beispiel neu"], [].into()));
    }
}

#[test]
fn the_window_is_made_of_whole_months() {
    let window = |day: &str| {
        let (from, until) = super::map::window(day.parse().unwrap());
        format!("{from}..{until}")
    };
    expect!["2025-03-01..2028-03-31"].assert_eq(&window("2026-03-02"));
    expect!["2027-02-01..2030-02-28"].assert_eq(&window("2028-02-29"));
    assert_eq!(window("2026-03-01"), window("2026-03-31"));
}

#[test]
fn every_issue_code_has_its_summary() {
    let sources = [include_str!("mod.rs"), include_str!("map.rs"), include_str!("series.rs")];
    let mut used = BTreeSet::new();
    for source in sources {
        for (at, _) in source.match_indices("\"ICS-") {
            used.insert(&source[at + 1..at + 8]);
        }
    }
    let codes = crate::issue_codes::ISSUE_CODES.iter().map(|(code, _)| *code);
    let listed: BTreeSet<&str> = codes.filter(|code| code.starts_with("ICS-")).collect();
    assert_eq!(used, listed);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// A calendar folded at any place is the same calendar.
    #[test]
    fn folding_changes_nothing(width in 1_usize..90, crlf in any::<bool>()) {
        let plain = fixture("ical/kalender.ics");
        let mut folded = Vec::new();
        let unfolded = String::from_utf8(plain.clone()).unwrap().replace("\n ", "");
        for line in unfolded.lines() {
            for (index, part) in line.as_bytes().chunks(width).enumerate() {
                if index > 0 {
                    folded.extend_from_slice(if crlf { b"\r\n " } else { b"\n\t" });
                }
                folded.extend_from_slice(part);
            }
            folded.extend_from_slice(if crlf { b"\r\n" } else { b"\n" });
        }
        let (expected, _) = read(&plain);
        let (found, _) = read(&folded);
        prop_assert_eq!(offers(&found), offers(&expected));
    }

    /// The order of events says nothing.
    #[test]
    fn order_of_events_does_not_matter(order in Just((0..5).collect::<Vec<usize>>()).prop_shuffle()) {
        let events = [
            "UID:a\nSUMMARY:Beispiel A\nDTSTART:20260302T180000\nRRULE:FREQ=DAILY;COUNT=4",
            "UID:a\nSUMMARY:Beispiel A\nRECURRENCE-ID:20260303T180000\nDTSTART:20260303T190000",
            "UID:a\nSUMMARY:Beispiel A\nRECURRENCE-ID:20260304T180000\nSTATUS:CANCELLED",
            "UID:b\nSUMMARY:Beispiel B\nDTSTART:20260302T180000",
            "UID:c\nSUMMARY:Beispiel C\nDTSTART:20260302T180000\nLOCATION:Beispielhaus",
        ];
        let calendar = |order: &[usize]| {
            let events = order.iter().map(|index| format!("BEGIN:VEVENT\n{}\nEND:VEVENT\n", events[*index]));
            let text = format!("BEGIN:VCALENDAR\n{}END:VCALENDAR\n", events.collect::<String>());
            let (items, _) = read(text.as_bytes());
            let mut records: Vec<OfferRecord> = offers(&items).into_iter().cloned().collect();
            records.sort_by(|a, b| a.foreign_id.cmp(&b.foreign_id));
            records
        };
        prop_assert_eq!(calendar(&order), calendar(&[0, 1, 2, 3, 4]));
    }

    #[test]
    fn no_bytes_make_it_fail(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        let mut calendar = b"BEGIN:VCALENDAR\nBEGIN:VEVENT\n".to_vec();
        calendar.extend(bytes);
        read(&calendar);
    }

    #[test]
    fn no_mutation_makes_it_fail(
        dirty in any::<bool>(),
        changes in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6),
        cut in any::<prop::sample::Index>(),
    ) {
        let mut bytes = fixture(if dirty { "ical/schmutzig.ics" } else { "ical/kalender.ics" });
        for (at, byte) in changes {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        bytes.truncate(cut.index(bytes.len() * 2).min(bytes.len() - 1) + 1);
        read(&bytes);
    }

    #[test]
    fn no_values_make_it_fail(
        start in "[0-9]{8}(T[0-9]{6}Z?)?",
        end in "[0-9]{8}(T[0-9]{6}Z?)?|P[0-9]{1,7}[WD]",
        rule in "FREQ=(DAILY|WEEKLY|MONTHLY|YEARLY);(COUNT|INTERVAL|UNTIL|BYMONTHDAY)=-?[0-9]{1,9}",
        date in "[0-9]{8}(T[0-9]{6}Z?)?(/PT[0-9]{1,8}H)?",
    ) {
        let name = if end.starts_with('P') { "DURATION" } else { "DTEND" };
        meetings(&format!("DTSTART:{start}\n{name}:{end}\nRRULE:{rule}\nRDATE:{date}\nEXDATE:{date}"));
    }
}
