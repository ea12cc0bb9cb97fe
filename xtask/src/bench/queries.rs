//! The 200 questions of the benchmarks: words, places in time, filters and mixtures of them, always the same.

use std::collections::BTreeSet;

/// A question, in the address of the portal and in the variables of the peer.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Question {
    pub(super) text: &'static str,
    /// Pairs of a parameter of the portal and its value; a parameter may come twice.
    pub(super) filters: Vec<(&'static str, &'static str)>,
}

/// Words that people of a region look for: frequent and rare, short and compound, with and without umlauts.
const TEXTS: [&str; 40] = [
    "deutsch",
    "deutschkurs",
    "yoga",
    "englisch anfänger",
    "excel",
    "kochen",
    "gitarre",
    "alphabetisierung",
    "schwimmen",
    "töpfern",
    "erste hilfe",
    "italienisch",
    "französisch b1",
    "eltern kind",
    "computer senioren",
    "nähen",
    "malen",
    "pilates",
    "spanisch",
    "hauptschulabschluss",
    "bewerbung",
    "buchhaltung",
    "fotografie",
    "tanz",
    "chor",
    "vorlesen bibliothek",
    "robotik",
    "rückenfit",
    "integrationskurs",
    "babysitter",
    "gesunde ernährung",
    "pflege",
    "meditation",
    "schach",
    "umwelt",
    "ukrainisch",
    "prüfung b2",
    "handwerk meister",
    "erziehung",
    "stadtführung",
];

const FILTERS: [&[(&str, &str)]; 20] = [
    &[],
    &[("preis", "kostenlos")],
    &[("wochentag", "mo"), ("wochentag", "mi")],
    &[("tageszeit", "abends")],
    &[("thema", "fremdsprachen")],
    &[],
    &[("niveau", "B1")],
    &[("format", "online_live"), ("format", "online_selbst")],
    &[("wochentag", "sa"), ("wochentag", "so")],
    &[("gebiet", "07211000")],
    &[],
    &[("preis", "bis_50"), ("tageszeit", "vormittags")],
    &[("thema", "gesundheit"), ("wochentag", "do")],
    &[("gebiet", "07235068"), ("tageszeit", "abends")],
    &[("format", "praesenz")],
    &[],
    &[("thema", "beruf"), ("preis", "kostenlos")],
    &[("niveau", "A1"), ("niveau", "A2"), ("wochentag", "di")],
    &[("gebiet", "07211000"), ("gebiet", "07235118"), ("preis", "bis_25")],
    &[("tageszeit", "ganztags")],
];

const TOPICS: [&str; 11] = [
    "deutsch",
    "grundbildung",
    "fremdsprachen",
    "computer",
    "mint",
    "beruf",
    "familie",
    "gesundheit",
    "kunst",
    "musik",
    "natur",
];

/// How many.
const QUESTIONS: usize = 200;

/// Every fifth question has no text: somebody browses, mostly in a topic, sometimes in everything. No question comes twice.
pub(super) fn all() -> Vec<Question> {
    let mut known = BTreeSet::new();
    (0..).map(question).filter(|question| known.insert(question.address())).take(QUESTIONS).collect()
}

fn question(number: usize) -> Question {
    let filters = FILTERS[(number * 19 + number / 20) % FILTERS.len()].to_vec();
    if number % 5 != 4 {
        return Question { text: TEXTS[(number * 13 + number / 13) % TEXTS.len()], filters };
    }
    let browsing = number / 5;
    let mut filters: Vec<_> = filters.into_iter().filter(|(name, _)| *name != "thema").collect();
    if !browsing.is_multiple_of(4) {
        filters.push(("thema", TOPICS[browsing % TOPICS.len()]));
    }
    Question { text: "", filters }
}

impl Question {
    /// The query string of page and API.
    pub(super) fn address(&self) -> String {
        let mut pairs = vec![("q", self.text)];
        pairs.extend(&self.filters);
        let pairs = pairs.iter().filter(|(_, value)| !value.is_empty());
        pairs.map(|(name, value)| format!("{name}={}", percent_encoded(value))).collect::<Vec<_>>().join("&")
    }

    /// The values of a filter, joined by commas as the peer reads them.
    pub(super) fn values(&self, name: &str) -> String {
        let values = self.filters.iter().filter(|(known, _)| *known == name);
        values.map(|(_, value)| *value).collect::<Vec<_>>().join(",")
    }
}

fn percent_encoded(text: &str) -> String {
    text.bytes().fold(String::new(), |encoded, byte| match byte {
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' => encoded + &char::from(byte).to_string(),
        _ => encoded + &format!("%{byte:02X}"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_are_200_different_questions_of_each_kind() {
        let all = all();
        let addresses: BTreeSet<String> = all.iter().map(Question::address).collect();
        assert_eq!((all.len(), addresses.len()), (200, 200));
        let browsing = all.iter().filter(|question| question.text.is_empty()).count();
        let unfiltered = all.iter().filter(|question| question.filters.is_empty()).count();
        assert!((30..=50).contains(&browsing) && (20..=60).contains(&unfiltered), "{browsing} {unfiltered}");
    }

    #[test]
    fn addresses_are_encoded() {
        let question = Question { text: "töpfern abends", filters: vec![("wochentag", "mo"), ("wochentag", "mi")] };
        assert_eq!(question.address(), "q=t%C3%B6pfern%20abends&wochentag=mo&wochentag=mi");
        assert_eq!(question.values("wochentag"), "mo,mi");
        assert_eq!(question.values("preis"), "");
    }
}
