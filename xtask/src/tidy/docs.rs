//! Documents that must agree with the tree.

use super::{Finding, Tree};

const MAP: &str = "ARCHITECTURE.md";
const MAX_MAP_LINES: usize = 300;
const MAX_DECISION_LINES: usize = 40;

pub(super) fn check(tree: &Tree) -> Vec<Finding> {
    let mut findings = crates_on_the_map(tree);
    for (path, text) in tree.files("", ".md") {
        findings.extend(links(tree, path, text));
        let limit = if path == MAP {
            MAX_MAP_LINES
        } else if path.starts_with("docs/decisions/") {
            MAX_DECISION_LINES
        } else {
            continue;
        };
        let lines = text.lines().count();
        if lines > limit {
            findings.push(Finding::new(path, 0, format!("{lines} lines; at most {limit}")));
        }
    }
    findings
}

/// ARCHITECTURE.md names exactly the crates that exist, written `crates/NAME`.
fn crates_on_the_map(tree: &Tree) -> Vec<Finding> {
    let Some(map) = tree.text(MAP) else {
        return vec![Finding::new(MAP, 0, "is missing")];
    };
    let existing: Vec<&str> =
        tree.files("crates/", "/Cargo.toml").map(|(path, _)| path.trim_end_matches("/Cargo.toml")).collect();
    let mut findings = Vec::new();
    for name in &existing {
        if !map.contains(&format!("`{name}`")) {
            findings.push(Finding::new(MAP, 0, format!("`{name}` is not on the map")));
        }
    }
    for (number, line) in map.lines().enumerate() {
        for word in line.split('`').filter(|word| word.starts_with("crates/") && word.matches('/').count() == 1) {
            if !existing.contains(&word) {
                findings.push(Finding::new(MAP, number + 1, format!("`{word}` does not exist")));
            }
        }
    }
    findings
}

/// Relative links of a document lead to a file or folder that exists.
fn links(tree: &Tree, path: &str, text: &str) -> Vec<Finding> {
    let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
    let mut findings = Vec::new();
    for (number, line) in text.lines().enumerate() {
        for part in line.split("](").skip(1) {
            let target = part.split([')', '#', ' ']).next().unwrap_or_default();
            if target.is_empty() || target.contains(':') {
                continue;
            }
            let target = resolve(folder, target);
            let exists = tree.text(&target).is_some() || tree.files(&format!("{target}/"), "").next().is_some();
            if !exists {
                findings.push(Finding::new(path, number + 1, format!("the link leads nowhere: {target}")));
            }
        }
    }
    findings
}

fn resolve(folder: &str, target: &str) -> String {
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in target.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop();
            }
            name => parts.push(name),
        }
    }
    parts.join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(files: &[(&str, &str)], expected: &[&str]) {
        let messages: Vec<String> = super::check(&Tree::of(files)).into_iter().map(|finding| finding.message).collect();
        assert_eq!(messages, expected);
    }

    #[test]
    fn a_map_that_differs_from_the_tree_is_found() {
        check(&[(MAP, "`crates/a`"), ("crates/a/Cargo.toml", "")], &[]);
        check(&[(MAP, ""), ("crates/a/Cargo.toml", "")], &["`crates/a` is not on the map"]);
        check(&[(MAP, "`crates/b` and `crates/b/src/x.rs`")], &["`crates/b` does not exist"]);
        check(&[], &["is missing"]);
    }

    #[test]
    fn links_that_lead_nowhere_are_found() {
        let guide =
            ("docs/dev/guide.md", "[a](../../GLOSSARY.md#x) [b](https://example.org) [c](#here) [d](lost.md) [e](../)");
        check(&[(MAP, ""), ("GLOSSARY.md", ""), guide], &["the link leads nowhere: docs/dev/lost.md"]);
    }

    #[test]
    fn long_documents_are_found() {
        check(&[(MAP, &"\n".repeat(301))], &["301 lines; at most 300"]);
        check(&[(MAP, ""), ("docs/decisions/0001-a.md", &"\n".repeat(41))], &["41 lines; at most 40"]);
    }
}
