//! SQL lives in files of `crates/store`, portable or as a pair.

use super::{Finding, Tree};

pub(super) fn check(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (path, _) in tree.files("", ".sql") {
        if !path.starts_with("crates/store/") && !path.starts_with("xtask/benches/") {
            findings.push(Finding::new(path, 0, "SQL lives in crates/store"));
        }
        if let Some(twin) = twin(path)
            && tree.text(&twin).is_none()
        {
            findings.push(Finding::new(path, 0, format!("its other half {twin} is missing")));
        }
    }
    for (path, text) in tree.files("crates/", ".rs") {
        findings.extend(check_rust(path, text));
    }
    findings
}

/// The same statement or migration for the other database.
fn twin(path: &str) -> Option<String> {
    for (one, other) in [(".sqlite.sql", ".postgres.sql"), ("/migrations/sqlite/", "/migrations/postgres/")] {
        if path.contains(one) {
            return Some(path.replace(one, other));
        }
        if path.contains(other) {
            return Some(path.replace(other, one));
        }
    }
    None
}

/// Where statements are put together while running: backup and restore go through whole tables by a list of columns, and the tests of
/// `store` look at the database from outside.
const COMPOSED: &[&str] = &[
    "crates/store/src/backup.rs",
    "crates/store/src/testing.rs",
    "crates/store/tests/",
    // Reads the statement by which a table of a GeoPackage was made.
    "crates/import/src/formats/sqlite.rs",
];

/// String literals that begin like a statement.
fn check_rust(path: &str, text: &str) -> Vec<Finding> {
    if COMPOSED.iter().any(|place| path.starts_with(place)) {
        return Vec::new();
    }
    let mut findings = Vec::new();
    for (number, line) in text.lines().enumerate() {
        let line = line.to_lowercase();
        let statement = ["\"select ", "\"insert into ", "\"delete from ", "\"create table ", "\"with recursive "]
            .iter()
            .any(|begin| line.contains(begin))
            || line.contains("\"update ") && line.contains(" set ");
        if statement {
            findings.push(Finding::new(path, number + 1, "a statement belongs into a .sql file of crates/store"));
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(files: &[(&str, &str)], expected: &[&str]) {
        let paths: Vec<String> = super::check(&Tree::of(files)).into_iter().map(|finding| finding.path).collect();
        assert_eq!(paths, expected);
    }

    #[test]
    fn a_missing_half_is_found() {
        let half = "crates/store/src/offers/insert.sqlite.sql";
        check(&[(half, "")], &[half]);
        check(&[(half, ""), ("crates/store/src/offers/insert.postgres.sql", "")], &[]);
        check(&[("crates/store/src/offers/list.sql", "")], &[]);
        let migration = "crates/store/migrations/postgres/0002_b.sql";
        check(&[(migration, "")], &[migration]);
    }

    #[test]
    fn sql_elsewhere_is_found() {
        check(&[("crates/web/src/list.sql", "")], &["crates/web/src/list.sql"]);
        check(&[("crates/web/src/a.rs", "let s = \"SELECT 1\";")], &["crates/web/src/a.rs"]);
        check(
            &[("crates/store/src/offers/mod.rs", "query(\"update offers set a = 1\")")],
            &["crates/store/src/offers/mod.rs"],
        );
        check(&[("crates/web/src/a.rs", "let s = \"selected \";")], &[]);
    }
}
