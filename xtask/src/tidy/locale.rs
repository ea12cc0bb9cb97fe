//! Every sentence exists in every language, and what code asks for exists.

use std::collections::{BTreeMap, BTreeSet};

use super::{Finding, Tree};

/// The language that is always complete; the others are compared with it.
const REFERENCE: &str = "de";

pub(super) fn check(tree: &Tree) -> Vec<Finding> {
    let mut languages: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
    let mut findings = Vec::new();
    for (path, text) in tree.files("locale/", ".ftl") {
        let language = path.split('/').nth(1).unwrap_or_default();
        let known = languages.entry(language).or_default();
        for (key, line) in keys(text) {
            if !known.insert(key.clone()) {
                findings.push(Finding::new(path, line, format!("{key} stands twice")));
            }
        }
    }
    let Some(reference) = languages.get(REFERENCE) else {
        return findings;
    };
    for (language, known) in &languages {
        let folder = format!("locale/{language}");
        findings.extend(reference.difference(known).map(|key| Finding::new(&folder, 0, format!("{key} is missing"))));
        let surplus = known.difference(reference);
        findings.extend(surplus.map(|key| Finding::new(&folder, 0, format!("{key} does not exist in {REFERENCE}"))));
    }
    findings
}

/// Messages (`key = …`), their attributes (`key.label`) and terms (`-term`), with their lines.
fn keys(text: &str) -> Vec<(String, usize)> {
    let mut keys: Vec<(String, usize)> = Vec::new();
    let mut message = String::new();
    for (number, line) in text.lines().enumerate() {
        let Some((name, _)) = line.split_once('=') else {
            continue;
        };
        let name = name.trim_end();
        if let Some(attribute) = name.trim_start().strip_prefix('.') {
            keys.push((format!("{message}.{attribute}"), number + 1));
        } else if is_key(name) {
            name.clone_into(&mut message);
            keys.push((name.to_owned(), number + 1));
        }
    }
    keys
}

fn is_key(name: &str) -> bool {
    let first = name.strip_prefix('-').unwrap_or(name).chars().next();
    first.is_some_and(|c| c.is_ascii_alphabetic())
        && name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(de: &str, en: &str, expected: &[&str]) {
        let tree = Tree::of(&[("locale/de/portal.ftl", de), ("locale/en/portal.ftl", en)]);
        let messages: Vec<String> = super::check(&tree).into_iter().map(|finding| finding.message).collect();
        assert_eq!(messages, expected);
    }

    #[test]
    fn a_missing_sentence_is_found() {
        check("a = A\nb = B\n", "a = A\n", &["b is missing"]);
        check("a = A\n", "a = A\nc = C\n", &["c does not exist in de"]);
        check("a = A\n    .title = T\n", "a = A\n", &["a.title is missing"]);
    }

    #[test]
    fn a_sentence_twice_is_found() {
        check("a = A\na = B\n", "a = A\n", &["a stands twice"]);
    }

    #[test]
    fn continued_lines_are_no_keys() {
        check("a =\n    one = two\n    { $n ->\n       *[other] x = y\n    }\n", "a = A\n", &[]);
    }
}
