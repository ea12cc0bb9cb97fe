//! Rules of the tree that no compiler checks. In: the text of every file of the project. Out: findings that name file and line.
//! Each rule is a function from text to findings, with a test that shows it finding something.

mod arrows;
mod docs;
mod fixtures;
mod glossary;
pub(crate) mod handbook;
mod licences;
mod locale;
mod rules;
mod sql;

use std::collections::BTreeMap;
use std::fmt;
use std::path::Path;

use anyhow::{Result, bail};

/// A broken rule.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Finding {
    path: String,
    /// 1-based; 0 when the file as a whole is meant.
    line: usize,
    message: String,
}

impl Finding {
    fn new(path: &str, line: usize, message: impl Into<String>) -> Self {
        Self { path: path.to_owned(), line, message: message.into() }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.line == 0 {
            write!(f, "{}: {}", self.path, self.message)
        } else {
            write!(f, "{}:{}: {}", self.path, self.line, self.message)
        }
    }
}

/// Every file of the project by its path from the root, `/` between folders. Files that are no text are there with an empty text.
struct Tree(BTreeMap<String, String>);

impl Tree {
    fn read(root: &Path) -> Result<Self> {
        let mut files = BTreeMap::new();
        read_folder(root, root, &mut files)?;
        Ok(Self(files))
    }

    /// Files whose path begins and ends like this.
    fn files<'a>(&'a self, begin: &'a str, end: &'a str) -> impl Iterator<Item = (&'a str, &'a str)> {
        self.0
            .iter()
            .filter(move |(path, _)| path.starts_with(begin) && path.ends_with(end))
            .map(|(path, text)| (path.as_str(), text.as_str()))
    }

    fn text(&self, path: &str) -> Option<&str> {
        self.0.get(path).map(String::as_str)
    }

    #[cfg(test)]
    fn of(files: &[(&str, &str)]) -> Self {
        Self(files.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect())
    }
}

/// What Git ignores (see `.gitignore`), and Git itself.
fn is_ignored(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    matches!(name, "node_modules" | ".git") || matches!(path, "target" | "assets/dist" | "data" | "demo-data")
}

fn read_folder(root: &Path, folder: &Path, files: &mut BTreeMap<String, String>) -> Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        let name = path.strip_prefix(root).expect("the entry was found below the root").to_string_lossy().into_owned();
        if is_ignored(&name) {
            continue;
        }
        if path.is_dir() {
            read_folder(root, &path, files)?;
        } else {
            files.insert(name, String::from_utf8(std::fs::read(&path)?).unwrap_or_default());
        }
    }
    Ok(())
}

fn findings(root: &Path) -> Result<Vec<Finding>> {
    let tree = Tree::read(root)?;
    let mut findings = Vec::new();
    for (path, text) in &tree.0 {
        for rule in rules::RULES {
            findings.extend(rule(path, text));
        }
    }
    findings.extend(arrows::check(&tree));
    findings.extend(sql::check(&tree));
    findings.extend(glossary::check(&tree));
    findings.extend(locale::check(&tree));
    findings.extend(fixtures::check(&tree));
    findings.extend(docs::check(&tree));
    findings.extend(handbook::check(&tree));
    findings.extend(licences::check_packages(&tree));
    findings.extend(licences::check_crates(&licences::metadata()?));
    findings.sort();
    Ok(findings)
}

/// Checks everything and prints what is wrong.
pub(crate) fn run(root: &Path) -> Result<()> {
    let findings = findings(root)?;
    for finding in &findings {
        eprintln!("{finding}");
    }
    if !findings.is_empty() {
        bail!("{} rules are broken", findings.len());
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tree_is_tidy() {
        let findings = findings(&crate::process::root()).unwrap();
        let list: Vec<String> = findings.iter().map(Finding::to_string).collect();
        assert!(list.is_empty(), "\n{}", list.join("\n"));
    }

    #[test]
    fn build_results_are_not_read() {
        for path in ["target", "assets/node_modules", "e2e/node_modules", "assets/dist", ".git", "demo-data"] {
            assert!(is_ignored(path), "{path}");
        }
        for path in ["crates/demo", "fixtures/data", "assets/src/dist.ts", ".ci"] {
            assert!(!is_ignored(path), "{path}");
        }
    }
}
