//! Phases of life and form of learning, from target groups, topics, ages and words of the title.

use std::collections::BTreeSet;

use model::codes::education::LearningForm;
use model::offers::{LifePhase, OfferContent};

/// Phases that the target groups, the topics and ages in the title suggest. An offer that names nobody is for everyone.
pub fn life_phases(content: &OfferContent, title_words: &[String]) -> (BTreeSet<LifePhase>, &'static str) {
    use LifePhase::{
        Alle, AusbildungStudium, Erwerbsleben, Familie, FruehKindheit, NachErwerb, Schule, UebergangSchuleBeruf,
    };
    let mut phases = BTreeSet::new();
    let ages = ages_in(&content.title)
        .or_else(|| content.subtitle.as_deref().and_then(ages_in))
        .or_else(|| content.target_group_text.as_deref().and_then(ages_in));
    if let Some((from, until)) = ages {
        if from < 6 {
            phases.insert(FruehKindheit);
        }
        if from < 18 && until >= 6 {
            phases.insert(Schule);
        }
        if from >= 55 {
            phases.insert(NachErwerb);
        }
    }
    for group in &content.target_groups {
        match group.as_str() {
            "kinder" if ages.is_some() => {}
            "kinder" => {
                let small =
                    ["kleinkinder", "babys", "vorschulkinder", "krippenkinder", "kitakinder", "kindergartenkinder"];
                let text = content.target_group_text.as_deref().unwrap_or_default().to_lowercase();
                let names_small =
                    small.iter().any(|word| text.contains(word) || title_words.iter().any(|title| title == word));
                phases.insert(if names_small { FruehKindheit } else { Schule });
            }
            "jugendliche" => _ = phases.insert(Schule),
            "schulabgang" => _ = phases.insert(UebergangSchuleBeruf),
            "auszubildende" | "studierende" => _ = phases.insert(AusbildungStudium),
            "arbeitsuchende" | "beschaeftigte" | "wiedereinstieg" | "paedagogische_fachkraefte" | "unternehmen" => {
                phases.insert(Erwerbsleben);
            }
            "eltern" => _ = phases.insert(Familie),
            "aeltere" => _ = phases.insert(NachErwerb),
            _ => {}
        }
    }
    if !phases.is_empty() {
        return (phases, "life_phases_from_target_groups");
    }
    for topic in &content.topics {
        match topic.as_str() {
            "berufsorientierung" | "schulabschluss" => _ = phases.insert(UebergangSchuleBeruf),
            "beruf" | "paedagogik" => _ = phases.insert(Erwerbsleben),
            "familie" => _ = phases.insert(Familie),
            // Preparing for an examination is not for pupils only.
            "lernhilfe" if title_words.iter().any(|word| is_of_school(word)) => _ = phases.insert(Schule),
            _ => {}
        }
    }
    if !phases.is_empty() {
        return (phases, "life_phases_from_topics");
    }
    phases.insert(Alle);
    (phases, "life_phases_open_to_all")
}

fn is_of_school(word: &str) -> bool {
    ["klasse", "schul", "schüler", "nachhilfe", "hausaufgabe", "abitur", "ferien"]
        .iter()
        .any(|stem| word.starts_with(stem))
}

/// Ages that a title names: "ab 3 Jahren", "6-10 Jahre", "(8–12 J.)", "55plus", "60+".
fn ages_in(title: &str) -> Option<(u32, u32)> {
    let lower = title.to_lowercase();
    let numbers: Vec<(usize, usize, u32)> = {
        let mut numbers = Vec::new();
        let mut start = None;
        for (at, character) in lower.char_indices().chain(std::iter::once((lower.len(), ' '))) {
            match (character.is_ascii_digit(), start) {
                (true, None) => start = Some(at),
                (false, Some(begin)) => {
                    numbers.extend(lower[begin..at].parse().ok().map(|number| (begin, at, number)));
                    start = None;
                }
                _ => {}
            }
        }
        numbers
    };
    for (index, (begin, end, number)) in numbers.iter().enumerate() {
        let behind = lower[*end..].trim_start();
        if *number >= 50 && *number < 100 && (behind.starts_with("plus") || behind.starts_with('+')) {
            return Some((*number, 120));
        }
        let unit =
            ["jahre", "jährige", "j."].iter().any(|unit| behind.trim_start_matches(['-', ' ']).starts_with(unit));
        if !unit || *number > 99 {
            continue;
        }
        let before = lower[..*begin].trim_end();
        if let Some((_, previous_end, previous)) = index.checked_sub(1).and_then(|previous| numbers.get(previous)) {
            let between = lower[*previous_end..*begin].trim_matches(['-', '–', ' ']);
            if matches!(between, "" | "bis" | "und") && previous < number {
                return Some((*previous, *number));
            }
        }
        if before.ends_with("ab") || before.ends_with("über") {
            return Some((*number, 120));
        }
        if before.ends_with("bis") {
            return Some((0, *number));
        }
    }
    None
}

/// Formal: leads to a recognised school certificate. Informal: a meeting without a course. Else non-formal.
pub fn learning_form(content: &OfferContent, title_words: &[String]) -> (LearningForm, &'static str) {
    const INFORMAL: [&str; 11] = [
        "treff",
        "lerntreff",
        "stammtisch",
        "lerncafé",
        "sprachcafé",
        "sprachtreff",
        "offener",
        "offene",
        "lesekreis",
        "reparaturcafé",
        "spieletreff",
    ];
    let makes_up = title_words.iter().any(|word| word == "nachholen" || word.starts_with("vorbereitung"));
    if content.topics.iter().any(|topic| topic.as_str() == "schulabschluss")
        && (makes_up
            || title_words.iter().any(|word| word.ends_with("abschluss") || word == "berufsreife" || word == "abitur"))
    {
        return (LearningForm::Formal, "learning_form_from_topics");
    }
    if title_words.iter().any(|word| INFORMAL.contains(&word.as_str())) {
        return (LearningForm::Informal, "learning_form_from_title");
    }
    (LearningForm::NonFormal, "learning_form_default")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ages_in_titles() {
        for (title, ages) in [
            ("Experimentieren ab 3 Jahren", Some((3, 120))),
            ("Töpfern für Kinder 6-10 Jahre", Some((6, 10))),
            ("Theater (8–12 J.)", Some((8, 12))),
            ("55plus: Smartphone", Some((55, 120))),
            ("Gymnastik 60+", Some((60, 120))),
            ("Ferienkurs für 6- bis 10-Jährige", Some((6, 10))),
            ("100 Jahre Weimar", None),
            ("Windows 11", None),
            ("Die Jahre 1918 bis 1933", None),
        ] {
            assert_eq!(ages_in(title), ages, "{title}");
        }
    }
}
