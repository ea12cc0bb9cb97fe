use chrono::NaiveDate;
use proptest::prelude::*;

use super::*;
use crate::ical::zone::Zone;

/// Every example of RFC 5545 §3.8.5.3: DTSTART in America/New_York, rule, EXDATEs, and the dates that the RFC states.
///
/// Dates are written as facts, in a short form: `1997-09-02..11` are the days 2 to 11, `1997-09-02,4` the days 2 and 4, `@` the
/// time where it is not the usual 09:00. For rules without end, the dates before the RFC's ellipsis; `…` marks them.
const EXAMPLES: &[(&str, &str, &str, &str)] = &[
    ("19970902T090000", "FREQ=DAILY;COUNT=10", "", "1997-09-02..11"),
    (
        "19970902T090000",
        "FREQ=DAILY;UNTIL=19971224T000000Z",
        "",
        "1997-09-02..30 1997-10-01..31 1997-11-01..30 1997-12-01..23",
    ),
    (
        "19970902T090000",
        "FREQ=DAILY;INTERVAL=2",
        "",
        "1997-09-02,4,6,8,10,12,14,16,18,20,22,24,26,28,30 1997-10-02,4,6,8,10,12,14,16,18,20,22,24,26,28,30 1997-11-01,3,5,7,9,11,13,15,17,19,21,23,25,27,29 1997-12-01,3 …",
    ),
    ("19970902T090000", "FREQ=DAILY;INTERVAL=10;COUNT=5", "", "1997-09-02,12,22 1997-10-02,12"),
    (
        "19980101T090000",
        "FREQ=YEARLY;UNTIL=20000131T140000Z;BYMONTH=1;BYDAY=SU,MO,TU,WE,TH,FR,SA",
        "",
        "1998-01-01..31 1999-01-01..31 2000-01-01..31",
    ),
    (
        "19980101T090000",
        "FREQ=DAILY;UNTIL=20000131T140000Z;BYMONTH=1",
        "",
        "1998-01-01..31 1999-01-01..31 2000-01-01..31",
    ),
    ("19970902T090000", "FREQ=WEEKLY;COUNT=10", "", "1997-09-02,9,16,23,30 1997-10-07,14,21,28 1997-11-04"),
    (
        "19970902T090000",
        "FREQ=WEEKLY;UNTIL=19971224T000000Z",
        "",
        "1997-09-02,9,16,23,30 1997-10-07,14,21,28 1997-11-04,11,18,25 1997-12-02,9,16,23",
    ),
    (
        "19970902T090000",
        "FREQ=WEEKLY;INTERVAL=2;WKST=SU",
        "",
        "1997-09-02,16,30 1997-10-14,28 1997-11-11,25 1997-12-09,23 1998-01-06,20 1998-02-03,17 …",
    ),
    (
        "19970902T090000",
        "FREQ=WEEKLY;UNTIL=19971007T000000Z;WKST=SU;BYDAY=TU,TH",
        "",
        "1997-09-02,4,9,11,16,18,23,25,30 1997-10-02",
    ),
    ("19970902T090000", "FREQ=WEEKLY;COUNT=10;WKST=SU;BYDAY=TU,TH", "", "1997-09-02,4,9,11,16,18,23,25,30 1997-10-02"),
    (
        "19970901T090000",
        "FREQ=WEEKLY;INTERVAL=2;UNTIL=19971224T000000Z;WKST=SU;BYDAY=MO,WE,FR",
        "",
        "1997-09-01,3,5,15,17,19,29 1997-10-01,3,13,15,17,27,29,31 1997-11-10,12,14,24,26,28 1997-12-08,10,12,22",
    ),
    (
        "19970902T090000",
        "FREQ=WEEKLY;INTERVAL=2;COUNT=8;WKST=SU;BYDAY=TU,TH",
        "",
        "1997-09-02,4,16,18,30 1997-10-02,14,16",
    ),
    (
        "19970905T090000",
        "FREQ=MONTHLY;COUNT=10;BYDAY=1FR",
        "",
        "1997-09-05 1997-10-03 1997-11-07 1997-12-05 1998-01-02 1998-02-06 1998-03-06 1998-04-03 1998-05-01 1998-06-05",
    ),
    (
        "19970905T090000",
        "FREQ=MONTHLY;UNTIL=19971224T000000Z;BYDAY=1FR",
        "",
        "1997-09-05 1997-10-03 1997-11-07 1997-12-05",
    ),
    (
        "19970907T090000",
        "FREQ=MONTHLY;INTERVAL=2;COUNT=10;BYDAY=1SU,-1SU",
        "",
        "1997-09-07,28 1997-11-02,30 1998-01-04,25 1998-03-01,29 1998-05-03,31",
    ),
    (
        "19970922T090000",
        "FREQ=MONTHLY;COUNT=6;BYDAY=-2MO",
        "",
        "1997-09-22 1997-10-20 1997-11-17 1997-12-22 1998-01-19 1998-02-16",
    ),
    (
        "19970928T090000",
        "FREQ=MONTHLY;BYMONTHDAY=-3",
        "",
        "1997-09-28 1997-10-29 1997-11-28 1997-12-29 1998-01-29 1998-02-26 …",
    ),
    (
        "19970902T090000",
        "FREQ=MONTHLY;COUNT=10;BYMONTHDAY=2,15",
        "",
        "1997-09-02,15 1997-10-02,15 1997-11-02,15 1997-12-02,15 1998-01-02,15",
    ),
    (
        "19970930T090000",
        "FREQ=MONTHLY;COUNT=10;BYMONTHDAY=1,-1",
        "",
        "1997-09-30 1997-10-01,31 1997-11-01,30 1997-12-01,31 1998-01-01,31 1998-02-01",
    ),
    (
        "19970910T090000",
        "FREQ=MONTHLY;INTERVAL=18;COUNT=10;BYMONTHDAY=10,11,12,13,14,15",
        "",
        "1997-09-10..15 1999-03-10..13",
    ),
    (
        "19970902T090000",
        "FREQ=MONTHLY;INTERVAL=2;BYDAY=TU",
        "",
        "1997-09-02,9,16,23,30 1997-11-04,11,18,25 1998-01-06,13,20,27 1998-03-03,10,17,24,31 …",
    ),
    (
        "19970610T090000",
        "FREQ=YEARLY;COUNT=10;BYMONTH=6,7",
        "",
        "1997-06-10 1997-07-10 1998-06-10 1998-07-10 1999-06-10 1999-07-10 2000-06-10 2000-07-10 2001-06-10 2001-07-10",
    ),
    (
        "19970310T090000",
        "FREQ=YEARLY;INTERVAL=2;COUNT=10;BYMONTH=1,2,3",
        "",
        "1997-03-10 1999-01-10 1999-02-10 1999-03-10 2001-01-10 2001-02-10 2001-03-10 2003-01-10 2003-02-10 2003-03-10",
    ),
    (
        "19970101T090000",
        "FREQ=YEARLY;INTERVAL=3;COUNT=10;BYYEARDAY=1,100,200",
        "",
        "1997-01-01 1997-04-10 1997-07-19 2000-01-01 2000-04-09 2000-07-18 2003-01-01 2003-04-10 2003-07-19 2006-01-01",
    ),
    ("19970519T090000", "FREQ=YEARLY;BYDAY=20MO", "", "1997-05-19 1998-05-18 1999-05-17 …"),
    ("19970512T090000", "FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO", "", "1997-05-12 1998-05-11 1999-05-17 …"),
    (
        "19970313T090000",
        "FREQ=YEARLY;BYMONTH=3;BYDAY=TH",
        "",
        "1997-03-13,20,27 1998-03-05,12,19,26 1999-03-04,11,18,25 …",
    ),
    (
        "19970605T090000",
        "FREQ=YEARLY;BYDAY=TH;BYMONTH=6,7,8",
        "",
        "1997-06-05,12,19,26 1997-07-03,10,17,24,31 1997-08-07,14,21,28 1998-06-04,11,18,25 1998-07-02,9,16,23,30 1998-08-06,13,20,27 1999-06-03,10,17,24 1999-07-01,8,15,22,29 1999-08-05,12,19,26 …",
    ),
    (
        "19970902T090000",
        "FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13",
        "19970902T090000",
        "1998-02-13 1998-03-13 1998-11-13 1999-08-13 2000-10-13 …",
    ),
    (
        "19970913T090000",
        "FREQ=MONTHLY;BYDAY=SA;BYMONTHDAY=7,8,9,10,11,12,13",
        "",
        "1997-09-13 1997-10-11 1997-11-08 1997-12-13 1998-01-10 1998-02-07 1998-03-07 1998-04-11 1998-05-09 1998-06-13 …",
    ),
    (
        "19961105T090000",
        "FREQ=YEARLY;INTERVAL=4;BYMONTH=11;BYDAY=TU;BYMONTHDAY=2,3,4,5,6,7,8",
        "",
        "1996-11-05 2000-11-07 2004-11-02 …",
    ),
    ("19970904T090000", "FREQ=MONTHLY;COUNT=3;BYDAY=TU,WE,TH;BYSETPOS=3", "", "1997-09-04 1997-10-07 1997-11-06"),
    (
        "19970929T090000",
        "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-2",
        "",
        "1997-09-29 1997-10-30 1997-11-27 1997-12-30 1998-01-29 1998-02-26 1998-03-30 …",
    ),
    (
        "19970902T090000",
        "FREQ=HOURLY;INTERVAL=3;UNTIL=19970902T170000Z",
        "",
        // The RFC states 09:00, 12:00 and 15:00, which its UNTIL (13:00 in New York) does not allow; an erratum
        // corrects UNTIL to 210000Z, as in the next line.
        "1997-09-02@09:00 1997-09-02@12:00",
    ),
    (
        "19970902T090000",
        "FREQ=HOURLY;INTERVAL=3;UNTIL=19970902T210000Z",
        "",
        "1997-09-02@09:00 1997-09-02@12:00 1997-09-02@15:00",
    ),
    (
        "19970902T090000",
        "FREQ=MINUTELY;INTERVAL=15;COUNT=6",
        "",
        "1997-09-02@09:00 1997-09-02@09:15 1997-09-02@09:30 1997-09-02@09:45 1997-09-02@10:00 1997-09-02@10:15",
    ),
    (
        "19970902T090000",
        "FREQ=MINUTELY;INTERVAL=90;COUNT=4",
        "",
        "1997-09-02@09:00 1997-09-02@10:30 1997-09-02@12:00 1997-09-02@13:30",
    ),
    ("19970902T090000", "FREQ=DAILY;BYHOUR=9,10,11,12,13,14,15,16;BYMINUTE=0,20,40", "", EVERY_TWENTY_MINUTES),
    ("19970902T090000", "FREQ=MINUTELY;INTERVAL=20;BYHOUR=9,10,11,12,13,14,15,16", "", EVERY_TWENTY_MINUTES),
    ("19970805T090000", "FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=MO", "", "1997-08-05,10,19,24"),
    ("19970805T090000", "FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=SU", "", "1997-08-05,17,19,31"),
    ("20070115T090000", "FREQ=MONTHLY;BYMONTHDAY=15,30;COUNT=5", "", "2007-01-15,30 2007-02-15 2007-03-15,30"),
];

const EVERY_TWENTY_MINUTES: &str = "1997-09-02@09:00 1997-09-02@09:20 1997-09-02@09:40 1997-09-02@10:00 1997-09-02@10:20 1997-09-02@10:40 1997-09-02@11:00 1997-09-02@11:20 1997-09-02@11:40 1997-09-02@12:00 1997-09-02@12:20 1997-09-02@12:40 1997-09-02@13:00 1997-09-02@13:20 1997-09-02@13:40 1997-09-02@14:00 1997-09-02@14:20 1997-09-02@14:40 1997-09-02@15:00 1997-09-02@15:20 1997-09-02@15:40 1997-09-02@16:00 1997-09-02@16:20 1997-09-02@16:40 1997-09-03@09:00 1997-09-03@09:20 1997-09-03@09:40 1997-09-03@10:00 1997-09-03@10:20 1997-09-03@10:40 1997-09-03@11:00 1997-09-03@11:20 1997-09-03@11:40 1997-09-03@12:00 1997-09-03@12:20 1997-09-03@12:40 1997-09-03@13:00 1997-09-03@13:20 1997-09-03@13:40 1997-09-03@14:00 1997-09-03@14:20 1997-09-03@14:40 1997-09-03@15:00 1997-09-03@15:20 1997-09-03@15:40 1997-09-03@16:00 1997-09-03@16:20 1997-09-03@16:40 …";

fn local(text: &str) -> NaiveDateTime {
    NaiveDateTime::parse_from_str(text, "%Y%m%dT%H%M%S").unwrap()
}

/// Expands the short form.
fn dates(short: &str) -> (Vec<NaiveDateTime>, bool) {
    let mut dates = Vec::new();
    let mut open = false;
    for word in short.split_whitespace() {
        if word == "…" {
            open = true;
            continue;
        }
        let (day, time) = word.split_once('@').unwrap_or((word, "09:00"));
        let (month, days) = day.rsplit_once('-').unwrap();
        let days: Vec<u32> = match days.split_once("..") {
            Some((first, last)) => (first.parse().unwrap()..=last.parse().unwrap()).collect(),
            None => days.split(',').map(|day| day.parse().unwrap()).collect(),
        };
        for day in days {
            let text = format!("{month}-{day:02} {time}");
            dates.push(NaiveDateTime::parse_from_str(&text, "%Y-%m-%d %H:%M").unwrap());
        }
    }
    (dates, open)
}

fn far() -> NaiveDateTime {
    NaiveDate::from_ymd_opt(2060, 1, 1).unwrap().into()
}

#[test]
fn every_example_of_the_rfc() {
    let new_york = Zone::Named(chrono_tz::America::New_York);
    for (start, rule, excluded, expected) in EXAMPLES {
        let start = local(start);
        let (expected, open) = dates(expected);
        let rule_read = Rule::parse(rule, &|utc| new_york.local_of_utc(utc)).unwrap();
        let until = if open { *expected.last().unwrap() } else { far() };
        let mut found = rule_read.expand(start, start, until).unwrap();
        found.retain(|occurrence| excluded.is_empty() || *occurrence != local(excluded));
        assert_eq!(found, expected, "{rule}");
    }
}

#[test]
fn clock_changes_keep_the_local_time() {
    // The RFC marks October 26, 1997 as the day on which daylight time ends: 09:00 is 13:00 UTC before and 14:00 UTC after it.
    let new_york = Zone::Named(chrono_tz::America::New_York);
    let rule = Rule::parse("FREQ=DAILY;COUNT=10", &|utc| utc).unwrap();
    let start = local("19971022T090000");
    let hours: Vec<String> = rule
        .expand(start, start, far())
        .unwrap()
        .into_iter()
        .map(|occurrence| new_york.utc_of_local(occurrence).format("%H").to_string())
        .collect();
    assert_eq!(hours, ["13", "13", "13", "13", "14", "14", "14", "14", "14", "14"]);
}

#[test]
fn rules_that_are_none_are_refused() {
    for bad in [
        "",
        "DAILY",
        "FREQ=SOMETIMES",
        "FREQ=DAILY;INTERVAL=0",
        "FREQ=DAILY;COUNT=0",
        "FREQ=DAILY;UNTIL=bald",
        "FREQ=DAILY;BYWEEKNO=x",
        "FREQ=DAILY;INTERVAL=99999999999",
        "RSCALE=CHINESE;FREQ=DAILY",
    ] {
        assert!(matches!(Rule::parse(bad, &|utc| utc), Err(RuleError::Invalid(_))), "{bad}");
    }
    for extension in ["FREQ=DAILY;COUNT=2;X-NAME=1", "freq=daily;count=2;", "RSCALE=GREGORIAN;FREQ=DAILY;COUNT=2"] {
        let rule = Rule::parse(extension, &|utc| utc).unwrap();
        assert_eq!(
            rule.expand(local("20260302T090000"), local("20260302T090000"), far()).unwrap().len(),
            2,
            "{extension}"
        );
    }
}

#[test]
fn endless_effort_is_refused() {
    let start = local("19970902T090000");
    for rule in ["FREQ=SECONDLY", "FREQ=MINUTELY", "FREQ=SECONDLY;BYMONTH=2;BYMONTHDAY=30;COUNT=1"] {
        let rule = Rule::parse(rule, &|utc| utc).unwrap();
        assert_eq!(rule.expand(start, start, far()), Err(RuleError::TooMany));
    }
    let list = (0..60).map(|n| n.to_string()).collect::<Vec<_>>().join(",");
    let dense = format!("FREQ=YEARLY;BYSECOND={list};BYMINUTE={list}");
    assert!(matches!(Rule::parse(&dense, &|utc| utc), Err(RuleError::TooMany)));
    // A rule that never comes true ends.
    let never = Rule::parse("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", &|utc| utc).unwrap();
    assert_eq!(never.expand(start, start, far()), Ok(Vec::new()));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]
    #[test]
    fn no_rule_panics(text in "(FREQ=(DAILY|WEEKLY|MONTHLY|YEARLY|HOURLY))(;(INTERVAL|COUNT|BYMONTH|BYMONTHDAY|BYYEARDAY|BYWEEKNO|BYSETPOS|BYHOUR|BYDAY|WKST)=[-0-9MOTUWE,]{0,6}){0,4}") {
        if let Ok(rule) = Rule::parse(&text, &|utc| utc) {
            let start = local("20260302T090000");
            let found = rule.expand(start, start, local("20270302T090000"));
            if let Ok(found) = found {
                prop_assert!(found.windows(2).all(|pair| pair[0] < pair[1]), "in order, none twice");
            }
        }
    }
}
