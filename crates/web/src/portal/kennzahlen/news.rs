//! What has just arrived, in plain words: which statistic, and when.

use actions::statistics::Loaded;
use chrono::{DateTime, NaiveDate, Utc};
use maud::{Markup, html};
use store::statistics::State;

use crate::locale::{Words, format as dates, say};
use crate::ui::layout::section;
use crate::visit::Visit;

/// Statistics named.
const NEWEST: usize = 5;

pub(super) fn news(visit: &Visit, loaded: &Loaded) -> Markup {
    let words = visit.words;
    let newest = newest(words, loaded);
    html! {
        @if !newest.is_empty() {
            (section(2, "neues", &say::figures_news(words), html! {
                ul.news {
                    @for (name, day) in newest {
                        li { (say::figures_news_of(words, name)) " " span.muted { (dates::date(words, day)) } }
                    }
                }
            }))
        }
    }
}

/// Name and day, the newest first. A statistic arrives in several tables and is named once.
fn newest(words: &Words, loaded: &Loaded) -> Vec<(String, NaiveDate)> {
    let mut arrived: Vec<(DateTime<Utc>, String)> = loaded
        .datasets()
        .flat_map(|dataset| {
            let name = name_of(words, &dataset.code, &dataset.title);
            let accepted = loaded.deliveries(&dataset.code).iter().filter(|one| one.state == State::Accepted);
            accepted.map(move |delivery| (delivery.received_at, name.clone()))
        })
        .collect();
    arrived.sort_by(|left, right| right.0.cmp(&left.0).then_with(|| left.1.cmp(&right.1)));
    let mut newest: Vec<(String, NaiveDate)> = Vec::new();
    for (at, name) in arrived {
        if newest.len() < NEWEST && !newest.iter().any(|(known, _)| *known == name) {
            newest.push((name, at.date_naive()));
        }
    }
    newest
}

/// What people call a statistic. Its official title names the table, the Stichtag and the level of areas; where we have no word of our own
/// for it, its beginning is used.
fn name_of(words: &Words, code: &str, title: &str) -> String {
    let parts: Vec<&str> = code.split('-').collect();
    let known =
        (1..=parts.len().min(2)).rev().find_map(|count| words.find_code("statistik", &parts[..count].join("-")));
    known.unwrap_or_else(|| shortened(title).to_owned())
}

fn shortened(title: &str) -> &str {
    let ends = [": ", " - ", " nach ", "- Stichtag", " ("];
    let end = ends.iter().filter_map(|mark| title.find(mark)).filter(|end| *end > 0).min();
    title[..end.unwrap_or(title.len())].trim()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::locale::german;

    #[test]
    fn statistics_have_plain_names() {
        for (code, title, name) in [
            ("21121-01-05-4", "Berufliche Schulen: Schulen und Schüler nach Schulart - Stichtag", "Berufliche Schulen"),
            ("21111-02-06-4", "Absolventen/Abgänger nach Geschlecht", "Schulabschlüsse"),
            ("21111-01-03-4", "Allgemeinbildende Schulen: Schüler", "Allgemeinbildende Schulen"),
            ("kita-plaetze", "Genehmigte Plätze in Kitas (eigene Erhebung)", "Genehmigte Plätze in Kitas"),
            ("ausbildung", "Ausbildungsmarkt am 30.09.: Verträge, Stellen", "Ausbildungsmarkt am 30.09."),
            ("x", ": ", ":"),
        ] {
            assert_eq!(name_of(german(), code, title), name, "{code}");
        }
    }
}
