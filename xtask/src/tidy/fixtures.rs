//! Fixtures that no test reads.

use super::{Finding, Tree};

pub(super) fn check(tree: &Tree) -> Vec<Finding> {
    let code: Vec<&str> = [".rs", ".mjs", ".ts", ".toml"]
        .iter()
        .flat_map(|end| tree.files("", end))
        .filter(|(path, _)| !path.starts_with("fixtures/") && !path.starts_with("xtask/src/tidy/"))
        .map(|(_, text)| text)
        .collect();
    let mut findings = Vec::new();
    for (path, _) in tree.files("fixtures/", "") {
        let inside = path.trim_start_matches("fixtures/");
        let mentioned = code.iter().any(|text| text.contains(&format!("{inside}\"")) || by_name(text, inside));
        let folder_is_walked = ancestors(inside).any(|folder| {
            code.iter().any(|text| {
                text.contains(&format!("fixtures/{folder}\"")) || text.contains(&format!("fixtures/{folder}/\""))
            })
        });
        if !mentioned && !folder_is_walked && !path.ends_with("README.md") {
            findings.push(Finding::new(path, 0, "no test reads this fixture"));
        }
    }
    findings
}

/// The file name as a whole string literal or as the end of one, in code that names the fixture's folder.
fn by_name(text: &str, inside: &str) -> bool {
    let (folder, name) = inside.rsplit_once('/').unwrap_or(("", inside));
    let top = folder.split('/').next().unwrap_or(folder);
    text.contains(&format!("fixtures/{top}"))
        && (text.contains(&format!("\"{name}\"")) || text.contains(&format!("/{name}\"")))
}

/// `a/b` and `a` for `a/b/c.xml`.
fn ancestors(path: &str) -> impl Iterator<Item = &str> {
    path.match_indices('/').map(|(at, _)| &path[..at])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(code: &str, expected: &[&str]) {
        let tree = Tree::of(&[
            ("crates/import/src/a/tests.rs", code),
            ("fixtures/a/b/one.xml", ""),
            ("fixtures/a/two.xml", ""),
        ]);
        let paths: Vec<String> = super::check(&tree).into_iter().map(|finding| finding.path).collect();
        assert_eq!(paths, expected);
    }

    #[test]
    fn forgotten_fixtures_are_found() {
        check("", &["fixtures/a/b/one.xml", "fixtures/a/two.xml"]);
        check("read(\"fixtures/a/two.xml\")", &["fixtures/a/b/one.xml"]);
        check("let folder = \"../../fixtures/a/b\";", &["fixtures/a/two.xml"]);
        check("const F: &str = \"fixtures/a/x\"; read(\"two.xml\")", &["fixtures/a/b/one.xml"]);
        check("read_all(\"fixtures/a\")", &[]);
    }
}
