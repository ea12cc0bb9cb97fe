//! Rules about single files.

use super::Finding;

pub(super) type Rule = fn(path: &str, text: &str) -> Vec<Finding>;

pub(super) const RULES: &[Rule] =
    &[file_length, file_name, unfinished, machine_paths, outbound_connections, untested_examples, silenced_lints];

/// Longest Rust file, tests in files of their own aside.
const MAX_LINES: usize = 700;

fn file_length(path: &str, text: &str) -> Vec<Finding> {
    let lines = text.lines().count();
    let of_tests = path.ends_with("/tests.rs") || path.contains("/tests/");
    if is_rust(path) && !of_tests && lines > MAX_LINES {
        return vec![Finding::new(path, 0, format!("{lines} lines; a file has at most {MAX_LINES}"))];
    }
    Vec::new()
}

/// Names that say nothing about what is inside.
fn file_name(path: &str, _: &str) -> Vec<Finding> {
    let name = path.rsplit('/').next().unwrap_or(path);
    let stem = name.split('.').next().unwrap_or(name);
    let in_folder = ["/utils/", "/helpers/", "/common/", "/manager/"].iter().any(|folder| path.contains(folder));
    let says_nothing = ["utils", "util", "helpers", "helper", "common", "manager", "misc"].contains(&stem);
    if is_rust(path) && (says_nothing || in_folder) {
        return vec![Finding::new(path, 0, "name the file after what is inside")];
    }
    Vec::new()
}

fn unfinished(path: &str, text: &str) -> Vec<Finding> {
    if !is_rust(path) || is_about_rules(path) {
        return Vec::new();
    }
    lines_with(path, text, &["todo!(", "unimplemented!(", "dbg!(", "#[ignore", "#[should_panic"], |found| {
        format!("{found}: finish it or leave it out")
    })
}

/// Folders of one machine do not belong into a project for all.
fn machine_paths(path: &str, text: &str) -> Vec<Finding> {
    if is_about_rules(path) {
        return Vec::new();
    }
    lines_with(path, text, &["/work/", "/root/", "/tmp/bash", "/home/"], |found| {
        format!("{found} is a folder of one machine")
    })
}

/// One file opens outbound connections, so that its refusals cannot be avoided.
fn outbound_connections(path: &str, text: &str) -> Vec<Finding> {
    const ONLY: &str = "crates/actions/src/outbound.rs";
    // Tests talk to the server that they have started themselves.
    if path == ONLY || !path.starts_with("crates/") || path.contains("/tests/") || !is_rust(path) {
        return Vec::new();
    }
    let clients = ["reqwest::", "ureq::", "hyper::client", "hyper_util::client", "hyper::Client", "TcpStream::connect"];
    lines_with(path, text, &clients, |found| format!("{found}: outbound connections are opened in {ONLY} only"))
}

/// Examples in doc comments would have to be run by a second runner; examples are tests instead.
fn untested_examples(path: &str, text: &str) -> Vec<Finding> {
    if !is_rust(path) {
        return Vec::new();
    }
    let mut open = false;
    let mut findings = Vec::new();
    for (number, line) in text.lines().enumerate() {
        let line = line.trim_start();
        let Some(doc) = line.strip_prefix("///").or_else(|| line.strip_prefix("//!")) else {
            open = false;
            continue;
        };
        if let Some(language) = doc.trim().strip_prefix("```") {
            if !open && (language.is_empty() || language.starts_with("rust")) {
                findings.push(Finding::new(path, number + 1, "an example in a comment is not run: make it a test"));
            }
            open = !open;
        }
    }
    findings
}

/// `#[expect(…, reason = "…")]` complains when it is no longer needed; `#[allow]` never does.
fn silenced_lints(path: &str, text: &str) -> Vec<Finding> {
    if !is_rust(path) || is_about_rules(path) {
        return Vec::new();
    }
    lines_with(path, text, &["#[allow(", "#![allow("], |_| "use #[expect(…, reason = \"…\")]".to_owned())
}

fn is_rust(path: &str) -> bool {
    path.ends_with(".rs")
}

/// These files name what they look for.
fn is_about_rules(path: &str) -> bool {
    path.starts_with("xtask/src/tidy/")
}

fn lines_with(path: &str, text: &str, patterns: &[&str], message: impl Fn(&str) -> String) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (number, line) in text.lines().enumerate() {
        if let Some(found) = patterns.iter().find(|pattern| line.contains(**pattern)) {
            findings.push(Finding::new(path, number + 1, message(found)));
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Lines of the findings.
    fn check(rule: Rule, path: &str, text: &str, expected: &[usize]) {
        let lines: Vec<usize> = rule(path, text).into_iter().map(|finding| finding.line).collect();
        assert_eq!(lines, expected, "{path}");
    }

    #[test]
    fn long_files_are_found() {
        let long = "\n".repeat(MAX_LINES + 1);
        check(file_length, "crates/web/src/lib.rs", &long, &[0]);
        check(file_length, "crates/web/src/lib.rs", &long[1..], &[]);
        check(file_length, "crates/web/src/tests.rs", &long, &[]);
        check(file_length, "crates/web/tests/it/main.rs", &long, &[]);
        check(file_length, "locale/de/portal.ftl", &long, &[]);
    }

    #[test]
    fn names_that_say_nothing_are_found() {
        check(file_name, "crates/web/src/utils.rs", "", &[0]);
        check(file_name, "crates/web/src/common/mod.rs", "", &[0]);
        check(file_name, "crates/web/src/offers.rs", "", &[]);
    }

    #[test]
    fn unfinished_code_is_found() {
        check(unfinished, "crates/a/src/lib.rs", "fn a() {\n    todo!()\n}\n#[ignore]\n", &[2, 4]);
        check(unfinished, "crates/a/src/lib.rs", "// nothing to do\n", &[]);
    }

    #[test]
    fn folders_of_one_machine_are_found() {
        check(machine_paths, "README.md", "a\n/home/me/x\n", &[2]);
        check(machine_paths, "README.md", "https://example.org/start\n", &[]);
    }

    #[test]
    fn a_second_way_out_is_found() {
        check(outbound_connections, "crates/web/src/lib.rs", "let c = reqwest::Client::new();", &[1]);
        check(outbound_connections, "crates/actions/src/outbound.rs", "let c = reqwest::Client::new();", &[]);
        check(outbound_connections, "crates/app/src/main.rs", "TcpStream::connect(a)", &[1]);
        check(outbound_connections, "crates/app/tests/it/main.rs", "TcpStream::connect(a)", &[]);
        check(outbound_connections, "xtask/src/bench.rs", "TcpStream::connect(a)", &[]);
    }

    #[test]
    fn examples_that_nobody_runs_are_found() {
        check(untested_examples, "a.rs", "/// ```\n/// let a = 1;\n/// ```\nfn a() {}\n", &[1]);
        check(untested_examples, "a.rs", "//! ```text\n//! a\n//! ```\n", &[]);
    }

    #[test]
    fn silenced_lints_are_found() {
        check(silenced_lints, "a.rs", "#[allow(dead_code)]\nfn a() {}\n#[expect(dead_code, reason = \"b\")]\n", &[1]);
    }
}
