//! Recurrence rules (RFC 5545 §3.3.10) as lists of local times.
//!
//! A rule speaks of local time in the zone of its DTSTART: "every Monday at 18:00" stays 18:00 when the clocks change. So expansion
//! knows no zone at all; the caller turns what comes out into points of time. The crate `rrule` computes in UTC here, where no hour is
//! missing or doubled.

use std::panic::{AssertUnwindSafe, catch_unwind};

use chrono::{DateTime, Datelike as _, Duration, NaiveDateTime, TimeZone as _};
use rrule::{Frequency, RRule, Tz, Unvalidated};

/// Occurrences of one rule that are looked at.
pub const MAX_OCCURRENCES: usize = 200_000;

/// Why a rule was not expanded.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RuleError {
    #[error("not a recurrence rule: {0}")]
    Invalid(String),
    /// Every second for years: no calendar of courses.
    #[error("too many occurrences")]
    TooMany,
}

/// A rule ready to be expanded.
#[derive(Debug, Clone)]
pub struct Rule {
    rrule: RRule<Unvalidated>,
    until: Option<NaiveDateTime>,
}

impl Rule {
    /// Reads the value of an RRULE. `until_local` turns an UNTIL in UTC into local time of DTSTART's zone.
    pub fn parse(text: &str, until_local: &dyn Fn(NaiveDateTime) -> NaiveDateTime) -> Result<Self, RuleError> {
        let text = text.trim().trim_end_matches(';').to_ascii_uppercase();
        let invalid = || RuleError::Invalid(text.chars().take(80).collect());
        let mut until = None;
        let mut parts = Vec::new();
        for part in text.split(';') {
            match part.split_once('=') {
                Some(("UNTIL", value)) => until = Some(read_until(value.trim(), until_local).ok_or_else(invalid)?),
                // Extensions do not change the set of dates, except for another calendar, which we cannot compute.
                Some((name, value)) if name.starts_with("X-") || (name == "RSCALE" && value == "GREGORIAN") => {}
                _ => parts.push(part.trim()),
            }
        }
        let rrule: RRule<Unvalidated> = guarded(|| parts.join(";").parse().ok()).flatten().ok_or_else(invalid)?;
        // `rrule` takes INTERVAL=0 as valid and would never advance.
        if rrule.get_interval() == 0 || rrule.get_count() == Some(0) {
            return Err(invalid());
        }
        let times_of_day =
            rrule.get_by_hour().len().max(1) * rrule.get_by_minute().len().max(1) * rrule.get_by_second().len().max(1);
        if times_of_day > 24 * 60 {
            return Err(RuleError::TooMany);
        }
        Ok(Self { rrule, until })
    }

    /// The occurrences from `start` on (where the rule begins) that lie between `from` and `until`, in order.
    pub fn expand(
        &self,
        start: NaiveDateTime,
        from: NaiveDateTime,
        until: NaiveDateTime,
    ) -> Result<Vec<NaiveDateTime>, RuleError> {
        let end = self.until.map_or(until, |last| last.min(until));
        if end < start {
            return Ok(Vec::new());
        }
        self.check_effort(start, end)?;
        let zoned = |local: NaiveDateTime| -> DateTime<Tz> { Tz::UTC.from_utc_datetime(&local) };
        guarded(|| {
            let set =
                self.rrule.clone().build(zoned(start)).map_err(|error| RuleError::Invalid(error.to_string()))?.limit();
            let mut found = Vec::new();
            for (count, occurrence) in set.into_iter().enumerate() {
                let local = occurrence.naive_utc();
                if local > end {
                    break;
                }
                if count >= MAX_OCCURRENCES {
                    return Err(RuleError::TooMany);
                }
                if local >= from {
                    found.push(local);
                }
            }
            Ok(found)
        })
        .unwrap_or_else(|| Err(RuleError::Invalid("nicht auswertbar".to_owned())))
    }

    /// Steps of less than a day are counted before they are taken.
    fn check_effort(&self, start: NaiveDateTime, end: NaiveDateTime) -> Result<(), RuleError> {
        let step = match self.rrule.get_freq() {
            Frequency::Hourly => Duration::hours(1),
            Frequency::Minutely => Duration::minutes(1),
            Frequency::Secondly => Duration::seconds(1),
            _ => return Ok(()),
        };
        let steps = (end - start).num_seconds() / (step.num_seconds() * i64::from(self.rrule.get_interval())).max(1);
        let wanted = self.rrule.get_count().filter(|_| !self.is_filtered()).map_or(i64::MAX, i64::from);
        if steps.min(wanted) > MAX_OCCURRENCES as i64 { Err(RuleError::TooMany) } else { Ok(()) }
    }

    fn is_filtered(&self) -> bool {
        let rule = &self.rrule;
        !(rule.get_by_month().is_empty()
            && rule.get_by_month_day().is_empty()
            && rule.get_by_weekday().is_empty()
            && rule.get_by_year_day().is_empty()
            && rule.get_by_hour().is_empty())
    }
}

/// UNTIL is a date, a local time, or a time in UTC.
fn read_until(value: &str, until_local: &dyn Fn(NaiveDateTime) -> NaiveDateTime) -> Option<NaiveDateTime> {
    let parsed = match super::time::parse_value(value)? {
        super::time::Value::Date(date) => date.and_hms_opt(23, 59, 59)?,
        super::time::Value::Local(local) => local,
        super::time::Value::Utc(utc) => until_local(utc),
    };
    (1970..=9000).contains(&parsed.year()).then_some(parsed)
}

/// Runs a foreign crate over a rule that anybody may have written: a panic is a defect of the rule, not our end.
fn guarded<T>(run: impl FnOnce() -> T) -> Option<T> {
    catch_unwind(AssertUnwindSafe(run)).ok()
}

#[cfg(test)]
mod tests;
