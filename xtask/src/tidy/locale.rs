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
    let code: Vec<&str> = tree.files("crates/", ".rs").map(|(_, text)| text).collect();
    let unused = reference.iter().filter(|key| !is_used(key, &code));
    findings.extend(unused.map(|key| Finding::new(&format!("locale/{REFERENCE}"), 0, format!("nothing says {key}"))));
    for (language, known) in &languages {
        let folder = format!("locale/{language}");
        findings.extend(reference.difference(known).map(|key| Finding::new(&folder, 0, format!("{key} is missing"))));
        let surplus = known.difference(reference);
        findings.extend(surplus.map(|key| Finding::new(&folder, 0, format!("{key} does not exist in {REFERENCE}"))));
    }
    findings
}

/// A message is a function in `web` (`key-of-it` → `key_of_it`; that every function called exists is up to the compiler), or the name of
/// a code: then its group (`group-code`) stands in the code as a string.
fn is_used(key: &str, code: &[&str]) -> bool {
    let message = key.split('.').next().unwrap_or(key);
    if message.starts_with('-') {
        return true; // A term is used by messages.
    }
    let function = message.replace('-', "_").to_lowercase();
    let called = code.iter().any(|text| text.contains(&format!("say::{function}")));
    let groups = message.match_indices('-').map(|(at, _)| format!("\"{}\"", &message[..at]));
    called || groups.into_iter().any(|group| code.iter().any(|text| text.contains(&group)))
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
        let code = "fn page() { say::a(words); say::b(words); words.code(\"group\", code) }";
        let files = [("locale/de/portal.ftl", de), ("locale/en/portal.ftl", en), ("crates/web/src/lib.rs", code)];
        let tree = Tree::of(&files);
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
    fn a_sentence_that_nothing_says_is_found() {
        let text = "a = A\ngroup-one = 1\nlost = L\n";
        check(text, text, &["nothing says lost"]);
    }

    #[test]
    fn continued_lines_are_no_keys() {
        check("a =\n    one = two\n    { $n ->\n       *[other] x = y\n    }\n", "a = A\n", &[]);
    }
}
