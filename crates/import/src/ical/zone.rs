//! Time zones: of tzdata, of Windows, and those a calendar defines itself (RFC 5545 §3.6.5).

use std::sync::Arc;

use chrono::{DateTime, Duration, LocalResult, NaiveDateTime, Offset as _, TimeZone as _};
use chrono_tz::Tz;

use super::recurrence::Rule;

/// How local times of a property are meant.
#[derive(Debug, Clone)]
pub enum Zone {
    /// Local time wherever the reader is: in Germany.
    Floating,
    Utc,
    Named(Tz),
    /// Defined by the calendar, with sorted changes: the UTC moment, the offset before and after it.
    Own(Arc<[Change]>),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Change {
    pub utc: NaiveDateTime,
    pub before: Duration,
    pub after: Duration,
}

/// One STANDARD or DAYLIGHT block.
#[derive(Debug, Clone, Default)]
pub struct Observance {
    pub start: Option<NaiveDateTime>,
    pub offset_from: Option<Duration>,
    pub offset_to: Option<Duration>,
    pub rule: Option<String>,
    pub dates: Vec<NaiveDateTime>,
}

/// Changes outside these years do not matter to a portal of courses.
const FIRST_YEAR: i32 = 1970;
const LAST_YEAR: i32 = 2100;

impl Zone {
    /// The zone of a TZID that needs no definition: tzdata names, also behind a path, and Windows names.
    pub fn named(id: &str) -> Option<Self> {
        let id = id.trim().trim_matches('"');
        if let Ok(zone) = id.parse::<Tz>() {
            return Some(Self::Named(zone));
        }
        // "/citadel.org/20210210_1/Europe/Berlin", "/freeassociation.sourceforge.net/Europe/Berlin"
        let parts: Vec<&str> = id.split('/').collect();
        for count in [3, 2, 1] {
            if parts.len() > count
                && let Ok(zone) = parts[parts.len() - count..].join("/").parse::<Tz>()
            {
                return Some(Self::Named(zone));
            }
        }
        let lower = id.to_lowercase();
        if matches!(
            lower.as_str(),
            "utc" | "gmt" | "z" | "coordinated universal time" | "(utc) coordinated universal time"
        ) {
            return Some(Self::Utc);
        }
        WINDOWS.iter().find(|(name, _)| name.eq_ignore_ascii_case(id)).map(|(_, zone)| Self::Named(*zone))
    }

    /// A zone from the blocks of a VTIMEZONE; `None` when none of them is usable.
    pub fn own(observances: &[Observance]) -> Option<Self> {
        let year = |year| chrono::NaiveDate::from_ymd_opt(year, 1, 1).map(NaiveDateTime::from);
        let (first, last) = (year(FIRST_YEAR)?, year(LAST_YEAR)?);
        let mut changes = Vec::new();
        for observance in observances {
            let (Some(start), Some(after)) = (observance.start, observance.offset_to) else { continue };
            let before = observance.offset_from.unwrap_or(after);
            let mut onsets = vec![start];
            onsets.extend(&observance.dates);
            if let Some(text) = &observance.rule {
                // UNTIL is given in UTC; the onset is local time before the change.
                if let Ok(rule) = Rule::parse(text, &|utc| utc + before) {
                    onsets.extend(rule.expand(start, first, last).unwrap_or_default());
                }
            }
            changes.extend(
                onsets
                    .into_iter()
                    .filter_map(|onset| Some(Change { utc: onset.checked_sub_signed(before)?, before, after })),
            );
        }
        changes.sort_unstable();
        changes.dedup();
        (!changes.is_empty()).then(|| Self::Own(changes.into()))
    }

    /// UTC of a local time. A time that occurs twice is its first occurrence; one that is skipped is read with the offset before the
    /// gap (RFC 5545 §3.3.5).
    pub fn utc_of_local(&self, local: NaiveDateTime) -> NaiveDateTime {
        match self {
            Self::Utc => local,
            Self::Floating => utc_of_named(chrono_tz::Europe::Berlin, local),
            Self::Named(zone) => utc_of_named(*zone, local),
            Self::Own(changes) => {
                // The last change whose local onset has passed, seen with the offset before it: at a repeated hour that is still the
                // earlier reading as long as the old offset explains the time.
                let mut offset = changes[0].before;
                for change in changes.iter() {
                    let onset_before = change.utc + change.before;
                    let onset_after = change.utc + change.after;
                    if local >= onset_before.max(onset_after) && local >= onset_before {
                        offset = change.after;
                    } else {
                        break;
                    }
                }
                local - offset
            }
        }
    }

    /// Local time of a moment in UTC.
    pub fn local_of_utc(&self, utc: NaiveDateTime) -> NaiveDateTime {
        match self {
            Self::Utc => utc,
            Self::Floating => local_of_named(chrono_tz::Europe::Berlin, utc),
            Self::Named(zone) => local_of_named(*zone, utc),
            Self::Own(changes) => {
                let passed = changes.partition_point(|change| change.utc <= utc);
                let offset = if passed == 0 { changes[0].before } else { changes[passed - 1].after };
                utc + offset
            }
        }
    }

    /// A local time of this zone as local time in Germany.
    pub fn to_german(&self, local: NaiveDateTime) -> NaiveDateTime {
        match self {
            Self::Floating | Self::Named(chrono_tz::Europe::Berlin) => local,
            _ => local_of_named(chrono_tz::Europe::Berlin, self.utc_of_local(local)),
        }
    }
}

fn utc_of_named(zone: Tz, local: NaiveDateTime) -> NaiveDateTime {
    match zone.from_local_datetime(&local) {
        LocalResult::Single(moment) | LocalResult::Ambiguous(moment, _) => moment.naive_utc(),
        LocalResult::None => {
            // No zone has skipped more than a day.
            let earlier = local - Duration::hours(25);
            let offset =
                zone.offset_from_local_datetime(&earlier).earliest().map_or(0, |offset| offset.fix().local_minus_utc());
            local - Duration::seconds(i64::from(offset))
        }
    }
}

fn local_of_named(zone: Tz, utc: NaiveDateTime) -> NaiveDateTime {
    let moment: DateTime<Tz> = zone.from_utc_datetime(&utc);
    moment.naive_local()
}

/// Reads `+0100`, `-0500`, `+013000`.
pub fn parse_offset(text: &str) -> Option<Duration> {
    let text = text.trim();
    let (sign, digits) = match text.split_at_checked(1)? {
        ("+", digits) => (1, digits),
        ("-", digits) => (-1, digits),
        _ => return None,
    };
    let digits: String = digits.chars().filter(|c| *c != ':').collect();
    if !matches!(digits.len(), 4 | 6) || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let number = |range: std::ops::Range<usize>| digits.get(range).and_then(|part| part.parse::<i64>().ok());
    let seconds = number(0..2)? * 3600 + number(2..4)? * 60 + number(4..6).unwrap_or(0);
    (seconds < 86_400).then(|| Duration::seconds(sign * seconds))
}

/// Names that Outlook and Exchange write, for Europe and its neighbours.
const WINDOWS: &[(&str, Tz)] = &[
    ("W. Europe Standard Time", chrono_tz::Europe::Berlin),
    ("Central Europe Standard Time", chrono_tz::Europe::Budapest),
    ("Central European Standard Time", chrono_tz::Europe::Warsaw),
    ("Romance Standard Time", chrono_tz::Europe::Paris),
    ("GMT Standard Time", chrono_tz::Europe::London),
    ("Greenwich Standard Time", chrono_tz::Atlantic::Reykjavik),
    ("E. Europe Standard Time", chrono_tz::Europe::Chisinau),
    ("FLE Standard Time", chrono_tz::Europe::Kyiv),
    ("GTB Standard Time", chrono_tz::Europe::Bucharest),
    ("Turkey Standard Time", chrono_tz::Europe::Istanbul),
    ("Russian Standard Time", chrono_tz::Europe::Moscow),
    ("Eastern Standard Time", chrono_tz::America::New_York),
    ("Pacific Standard Time", chrono_tz::America::Los_Angeles),
    // Display names of Outlook.
    ("(UTC+01:00) Amsterdam, Berlin, Bern, Rome, Stockholm, Vienna", chrono_tz::Europe::Berlin),
    ("(UTC+01:00) Amsterdam, Berlin, Bern, Rom, Stockholm, Wien", chrono_tz::Europe::Berlin),
    ("(GMT+01.00) Amsterdam / Berlin / Bern / Rom / Stockholm / Wien", chrono_tz::Europe::Berlin),
    ("Westeuropäische Normalzeit", chrono_tz::Europe::Berlin),
    ("Mitteleuropäische Zeit", chrono_tz::Europe::Berlin),
    ("Mitteleuropäische Zeit: Berlin", chrono_tz::Europe::Berlin),
    ("MEZ", chrono_tz::Europe::Berlin),
    ("MESZ", chrono_tz::Europe::Berlin),
];

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn at(text: &str) -> NaiveDateTime {
        NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M").unwrap()
    }

    /// Central European time since 1996, as a VTIMEZONE has it.
    fn central_europe() -> Zone {
        static ZONE: std::sync::LazyLock<Zone> = std::sync::LazyLock::new(build);
        ZONE.clone()
    }

    fn build() -> Zone {
        let block = |start: &str, from: i64, to: i64, month: u32| Observance {
            start: Some(at(start)),
            offset_from: Some(Duration::hours(from)),
            offset_to: Some(Duration::hours(to)),
            rule: Some(format!("FREQ=YEARLY;BYMONTH={month};BYDAY=-1SU")),
            dates: Vec::new(),
        };
        Zone::own(&[block("1996-03-31 02:00", 1, 2, 3), block("1996-10-27 03:00", 2, 1, 10)]).unwrap()
    }

    #[test]
    fn names_of_many_programs() {
        for id in [
            "Europe/Berlin",
            "\"Europe/Berlin\"",
            "/citadel.org/20210210_1/Europe/Berlin",
            "/softwarestudio.org/Tzfile/Europe/Berlin",
            "W. Europe Standard Time",
            "w. europe standard time",
        ] {
            assert!(matches!(Zone::named(id), Some(Zone::Named(chrono_tz::Europe::Berlin))), "{id}");
        }
        assert!(matches!(Zone::named("/x/America/Argentina/Buenos_Aires"), Some(Zone::Named(_))));
        assert!(matches!(Zone::named("GMT"), Some(Zone::Named(_) | Zone::Utc)));
        assert!(Zone::named("Beispielzeit").is_none());
    }

    #[test]
    fn skipped_and_repeated_hours() {
        for zone in [Zone::Named(chrono_tz::Europe::Berlin), central_europe()] {
            // 29 March 2026, 02:30 does not exist: read as 02:30+01:00.
            assert_eq!(zone.utc_of_local(at("2026-03-29 02:30")), at("2026-03-29 01:30"));
            // 25 October 2026, 02:30 occurs twice: the first, in summer time.
            assert_eq!(zone.utc_of_local(at("2026-10-25 02:30")), at("2026-10-25 00:30"));
            assert_eq!(zone.utc_of_local(at("2026-10-25 03:00")), at("2026-10-25 02:00"));
        }
    }

    #[test]
    fn offsets() {
        assert_eq!(parse_offset("+0100"), Some(Duration::hours(1)));
        assert_eq!(parse_offset("-05:30"), Some(Duration::minutes(-330)));
        assert_eq!(parse_offset("+013045"), Some(Duration::seconds(5445)));
        for bad in ["", "0100", "+1", "+99999", "+9900", "ä0100"] {
            assert_eq!(parse_offset(bad), None, "{bad}");
        }
    }

    proptest! {
        /// The same zone told by tzdata and by a VTIMEZONE gives the same times.
        #[test]
        fn own_rules_agree_with_tzdata(minutes in 0_i64..40_000_000) {
            let utc = at("1997-01-01 00:00") + Duration::minutes(minutes);
            let named = Zone::Named(chrono_tz::Europe::Berlin);
            let own = central_europe();
            prop_assert_eq!(own.local_of_utc(utc), named.local_of_utc(utc));
            prop_assert_eq!(own.utc_of_local(utc), named.utc_of_local(utc));
        }
    }
}
