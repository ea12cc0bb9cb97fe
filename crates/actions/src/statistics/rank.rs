//! Which delivery of a dataset is the newest: the one whose source wrote it last, unless a person says otherwise.
//!
//! A rank is `2025-03-13T16:40:08.000000`: the "Stand" of the file, and a number. What has no "Stand", and what somebody restores, comes
//! right after the newest one there is: it counts from now on, and gives way as soon as the source writes something newer.

use chrono::NaiveDateTime;
use store::statistics::{Delivery, State};

/// Comes before any "Stand".
const UNKNOWN: &str = "0000-00-00T00:00:00";

/// The rank of a new delivery.
pub(super) fn of(stand: Option<NaiveDateTime>, known: &[Delivery]) -> String {
    match stand {
        Some(stand) => format!("{}.{:06}", stand.format("%Y-%m-%dT%H:%M:%S"), 0),
        None => after_all(known),
    }
}

/// Right above the newest delivery that counts.
pub(super) fn after_all(known: &[Delivery]) -> String {
    let accepted = known.iter().filter(|delivery| delivery.state == State::Accepted);
    let Some(newest) = accepted.map(|delivery| delivery.rank.as_str()).max() else {
        return format!("{UNKNOWN}.{:06}", 0);
    };
    let (stand, number) = newest.split_once('.').unwrap_or((newest, "0"));
    format!("{stand}.{:06}", number.parse::<u32>().unwrap_or(0).saturating_add(1))
}

#[cfg(test)]
mod tests {
    use chrono::{DateTime, NaiveDate};
    use model::statistics::TableHead;
    use model::wert::SymbolSet;
    use store::statistics::Summary;

    use super::*;

    fn delivery(rank: &str) -> Delivery {
        let head = TableHead {
            code: "T".into(),
            title: String::new(),
            statistic: None,
            importer: String::new(),
            layout: Vec::new(),
            symbols: SymbolSet::Classic,
            notes: Vec::new(),
            copyright: None,
            licence: None,
            created_at: None,
        };
        let summary = Summary {
            file: String::new(),
            bytes: 0,
            head,
            periods: Vec::new(),
            areas: 0,
            rows: 0,
            observations: 0,
            symbols: std::collections::BTreeMap::new(),
            new: 0,
            revised: 0,
            vanished: 0,
            unchanged: 0,
        };
        Delivery {
            id: model::ids::DeliveryId::from_parts(1, [0; 10]),
            dataset: "T".into(),
            state: State::Accepted,
            rank: rank.into(),
            file_sha256: String::new(),
            segment_sha256: String::new(),
            received_at: DateTime::UNIX_EPOCH,
            summary,
        }
    }

    fn stand(year: i32) -> Option<NaiveDateTime> {
        NaiveDate::from_ymd_opt(year, 3, 1).unwrap().and_hms_opt(10, 0, 0)
    }

    #[test]
    fn what_is_restored_gives_way_to_what_the_source_writes_later() {
        let mut known = vec![delivery(&of(stand(2024), &[])), delivery(&of(stand(2025), &[]))];
        let restored = after_all(&known);
        assert!(restored > known[1].rank);
        known[0].rank = restored.clone();
        assert!(after_all(&known) > restored, "twice within a second");
        assert!(of(stand(2026), &known) > restored);
    }

    #[test]
    fn files_without_a_stand_count_in_the_order_in_which_they_come() {
        let mut known = Vec::new();
        for _ in 0..3 {
            let rank = of(None, &known);
            assert!(known.iter().all(|before: &Delivery| before.rank < rank));
            known.push(delivery(&rank));
        }
        assert!(of(stand(2001), &known) > known[2].rank);
        // A rank that was given before ranks had numbers.
        assert!(after_all(&[delivery("2024-01-01T00:00:00")]).as_str() > "2024-01-01T00:00:00");
    }
}
