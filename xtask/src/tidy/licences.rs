//! Licences of everything that is built in or used to build, against a list of those that agree with the EUPL-1.2.

use anyhow::Result;
use serde_json::Value;

use super::{Finding, Tree};
use crate::process;

const ALLOWED: &[&str] = &[
    "0BSD",
    "Apache-2.0",
    "Apache-2.0 WITH LLVM-exception",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "BSL-1.0",
    "BlueOak-1.0.0",
    "CC0-1.0",
    "EUPL-1.2",
    "ISC",
    "MIT",
    "MIT-0",
    "MPL-2.0",
    "OFL-1.1",
    "Python-2.0",
    "Unicode-3.0",
    "Unlicense",
    "Zlib",
];

/// What Cargo has resolved for this machine. The network is asked only for packages that have never been built here.
pub(super) fn metadata() -> Result<Value> {
    let version = process::output(std::process::Command::new("rustc").arg("-vV"))?;
    let host = version.lines().find_map(|line| line.strip_prefix("host: ")).unwrap_or_default();
    let arguments = ["metadata", "--locked", "--format-version=1", "--filter-platform", host];
    let offline = process::output(process::cargo().args(arguments).arg("--offline"));
    let metadata = offline.or_else(|_| process::output(process::cargo().args(arguments)))?;
    Ok(serde_json::from_str(&metadata)?)
}

pub(super) fn check_crates(metadata: &Value) -> Vec<Finding> {
    let packages = metadata["packages"].as_array().into_iter().flatten();
    packages
        .filter_map(|package| {
            let name = package["name"].as_str().unwrap_or("?");
            refused("Cargo.lock", name, package["license"].as_str())
        })
        .collect()
}

pub(super) fn check_packages(tree: &Tree) -> Vec<Finding> {
    tree.files("", "package-lock.json").flat_map(|(path, text)| check_lock(path, text)).collect()
}

fn check_lock(path: &str, text: &str) -> Vec<Finding> {
    let Ok(lock) = serde_json::from_str::<Value>(text) else {
        return vec![Finding::new(path, 0, "no JSON")];
    };
    let Some(packages) = lock["packages"].as_object() else {
        return vec![Finding::new(path, 0, "no lock file of npm 7 or later")];
    };
    packages
        .iter()
        .filter(|(name, _)| !name.is_empty()) // the project itself
        .filter_map(|(name, package)| refused(path, name, package["license"].as_str()))
        .collect()
}

fn refused(path: &str, name: &str, licence: Option<&str>) -> Option<Finding> {
    match licence {
        None => Some(Finding::new(path, 0, format!("{name} names no licence"))),
        Some(expression) if allows(expression) => None,
        Some(expression) => Some(Finding::new(path, 0, format!("{name}: {expression} is not on the list of licences"))),
    }
}

/// Evaluates an SPDX expression: `OR` needs one allowed side, `AND` both. Older manifests write `/` for `OR`.
fn allows(expression: &str) -> bool {
    let spaced = expression.replace('(', " ( ").replace(')', " ) ").replace('/', " OR ");
    let tokens: Vec<&str> = spaced.split_whitespace().collect();
    let mut rest = tokens.as_slice();
    let allowed = any_of(&mut rest);
    allowed && rest.is_empty()
}

fn any_of(tokens: &mut &[&str]) -> bool {
    let mut allowed = all_of(tokens);
    while tokens.first() == Some(&"OR") {
        *tokens = &tokens[1..];
        allowed |= all_of(tokens);
    }
    allowed
}

fn all_of(tokens: &mut &[&str]) -> bool {
    let mut allowed = one(tokens);
    while tokens.first() == Some(&"AND") {
        *tokens = &tokens[1..];
        allowed &= one(tokens);
    }
    allowed
}

fn one(tokens: &mut &[&str]) -> bool {
    match **tokens {
        ["(", ref inside @ ..] => {
            *tokens = inside;
            let allowed = any_of(tokens);
            let closed = tokens.first() == Some(&")");
            *tokens = tokens.get(1..).unwrap_or_default();
            allowed && closed
        }
        [licence, "WITH", exception, ref after @ ..] => {
            *tokens = after;
            ALLOWED.contains(&format!("{licence} WITH {exception}").as_str())
        }
        [licence, ref after @ ..] => {
            *tokens = after;
            ALLOWED.contains(&licence)
        }
        [] => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn expressions_are_evaluated() {
        for good in [
            "MIT",
            "MIT OR Apache-2.0",
            "MIT/Apache-2.0",
            "GPL-3.0-only OR MIT",
            "(MIT OR Apache-2.0) AND Unicode-3.0",
            "Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT",
        ] {
            assert!(allows(good), "{good}");
        }
        for bad in [
            "",
            "GPL-3.0-only",
            "MIT AND GPL-3.0-only",
            "(MIT",
            "MIT)",
            "GPL-2.0 WITH Classpath-exception-2.0",
            "(GPL-3.0-only OR AGPL-3.0-only) AND MIT",
        ] {
            assert!(!allows(bad), "{bad}");
        }
    }

    #[test]
    fn packages_without_an_allowed_licence_are_found() {
        let metadata = serde_json::json!({"packages": [
            {"name": "good", "license": "MIT"}, {"name": "bad", "license": "AGPL-3.0-only"}, {"name": "silent", "license": null},
        ]});
        let messages: Vec<String> = check_crates(&metadata).into_iter().map(|finding| finding.message).collect();
        assert_eq!(messages, ["bad: AGPL-3.0-only is not on the list of licences", "silent names no licence"]);
        let lock = r#"{"packages": {"": {"name": "e2e"}, "node_modules/a": {"license": "SSPL-1.0"}, "node_modules/b": {"license": "ISC"}}}"#;
        assert_eq!(check_lock("e2e/package-lock.json", lock).len(), 1);
    }
}
