//! Parameters of what has no search: read strictly, as those of the searches are. What cannot be used is named, never guessed.

use std::collections::BTreeMap;

use crate::params::{Problem, ProblemKind};

/// Parameters by name, with what is wrong with them.
pub(super) struct Parameters {
    values: BTreeMap<String, String>,
    problems: Vec<Problem>,
}

impl Parameters {
    /// `names`: those that exist beside the language.
    pub(super) fn parse(query: &str, names: &[&str]) -> Self {
        let pairs: Vec<(String, String)> = serde_urlencoded::from_str(query).unwrap_or_default();
        let mut parameters = Self { values: BTreeMap::new(), problems: Vec::new() };
        for (name, value) in pairs {
            if name == "sprache" {
                continue;
            }
            if !names.contains(&name.as_str()) {
                parameters.report(&name, &value, ProblemKind::Unknown);
            } else if parameters.values.get(&name).is_some_and(|known| *known != value) {
                parameters.report(&name, &value, ProblemKind::Repeated);
            } else {
                parameters.values.insert(name, value);
            }
        }
        parameters
    }

    pub(super) fn text(&self, name: &str) -> Option<&str> {
        self.values.get(name).map(String::as_str)
    }

    /// Four digits.
    pub(super) fn year(&mut self, name: &str) -> Option<i32> {
        let value = self.values.get(name)?.clone();
        let is_year = value.len() == 4 && value.bytes().all(|byte| byte.is_ascii_digit());
        let year = value.parse().ok().filter(|_| is_year);
        if year.is_none() {
            self.report(name, &value, ProblemKind::BadValue);
        }
        year
    }

    /// `1` for yes; `0` and nothing for no.
    pub(super) fn flag(&mut self, name: &str) -> bool {
        match self.values.get(name).map(String::as_str) {
            Some("1") => true,
            None | Some("0") => false,
            Some(other) => {
                let other = other.to_owned();
                self.report(name, &other, ProblemKind::BadValue);
                false
            }
        }
    }

    pub(super) fn report(&mut self, name: &str, value: &str, kind: ProblemKind) {
        self.problems.push(Problem { parameter: name.to_owned(), value: value.to_owned(), kind });
    }

    pub(super) fn problems(&self) -> &[Problem] {
        &self.problems
    }
}
