//! Which crate may depend on which: the complete list. A new arrow is a decision record first (docs/decisions).

use super::{Finding, Tree};

/// A crate and those it may depend on. A crate that is not here may not exist.
const ARROWS: &[(&str, &[&str])] = &[
    ("model", &[]),
    ("import", &["model"]),
    ("cube", &["model"]),
    ("search", &["model"]),
    ("store", &["model"]),
    // From tables to charts and files; once there is `secrecy`, only protected tables.
    ("render", &["model", "cube"]),
    ("actions", &["model", "import", "cube", "search", "store", "render"]),
    ("web", &["model", "cube", "search", "store", "render", "actions"]),
    ("demo", &[]),
    // The place where the stages are put together: it opens the store and the index and hands them on.
    ("app", &["model", "import", "cube", "search", "store", "actions", "web", "demo"]),
    ("testkit", &["model", "import", "cube", "search", "store", "render", "actions", "web", "demo"]),
];

/// What tests of any crate may use in addition.
const FOR_TESTS: &[&str] = &["testkit", "demo"];

/// Crates of others that belong to one stage only: (dependency, the crates that may use it).
const RESERVED: &[(&str, &[&str])] = &[
    ("sqlx", &["store"]),
    ("tantivy", &["search"]),
    ("axum", &["web", "testkit"]),
    ("maud", &["web"]),
    ("reqwest", &["actions"]),
    ("clap", &["app"]),
];

pub(super) fn check(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (path, text) in tree.files("crates/", "/Cargo.toml") {
        findings.extend(check_manifest(path, text));
    }
    findings
}

fn check_manifest(path: &str, text: &str) -> Vec<Finding> {
    let manifest: toml::Table = match text.parse() {
        Ok(manifest) => manifest,
        Err(error) => return vec![Finding::new(path, 0, format!("no TOML: {error}"))],
    };
    let name = path.trim_start_matches("crates/").trim_end_matches("/Cargo.toml");
    let Some((_, allowed)) = ARROWS.iter().find(|(crate_name, _)| *crate_name == name) else {
        return vec![Finding::new(
            path,
            0,
            format!("the crate {name} has no place in the grid (xtask/src/tidy/arrows.rs)"),
        )];
    };
    let mut findings = Vec::new();
    for (section, for_tests) in [("dependencies", false), ("build-dependencies", false), ("dev-dependencies", true)] {
        let Some(dependencies) = manifest.get(section).and_then(toml::Value::as_table) else {
            continue;
        };
        for dependency in dependencies.keys() {
            let is_ours = ARROWS.iter().any(|(crate_name, _)| crate_name == dependency);
            // A crate names itself to switch on its own test feature.
            let extra = for_tests && (FOR_TESTS.contains(&dependency.as_str()) || dependency == name);
            if is_ours && !allowed.contains(&dependency.as_str()) && !extra {
                findings.push(Finding::new(path, 0, format!("{dependency} ← {name} is not among the arrows")));
            }
            let reserved = RESERVED.iter().find(|(reserved, _)| reserved == dependency);
            if let Some((_, owners)) = reserved
                && !owners.contains(&name)
            {
                findings.push(Finding::new(path, 0, format!("{dependency} belongs to {} only", owners.join(", "))));
            }
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(name: &str, manifest: &str, expected: &[&str]) {
        let path = format!("crates/{name}/Cargo.toml");
        let messages: Vec<String> =
            check_manifest(&path, manifest).into_iter().map(|finding| finding.message).collect();
        assert_eq!(messages, expected);
    }

    #[test]
    fn a_new_arrow_is_found() {
        check(
            "import",
            "[dependencies]\nmodel.workspace = true\nstore.workspace = true\n",
            &["store ← import is not among the arrows"],
        );
        check("import", "[dependencies]\nmodel.workspace = true\ncsv.workspace = true\n", &[]);
    }

    #[test]
    fn tests_may_use_the_testkit() {
        check("web", "[dev-dependencies]\ntestkit.workspace = true\n", &[]);
        check("web", "[dependencies]\ntestkit.workspace = true\n", &["testkit ← web is not among the arrows"]);
        check("model", "[dev-dependencies]\nstore.workspace = true\n", &["store ← model is not among the arrows"]);
    }

    #[test]
    fn sql_and_http_stay_where_they_are() {
        check("web", "[dependencies]\nsqlx.workspace = true\n", &["sqlx belongs to store only"]);
        check("actions", "[dependencies]\naxum = \"0.8\"\n", &["axum belongs to web, testkit only"]);
    }

    #[test]
    fn an_unknown_crate_is_found() {
        check("helpers", "", &["the crate helpers has no place in the grid (xtask/src/tidy/arrows.rs)"]);
    }
}
