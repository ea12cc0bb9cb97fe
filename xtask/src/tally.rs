//! What the test runners report, summed honestly: a runner that fails without saying how many tests failed counts as one failure,
//! and a summary that is not understood is a failure, too.

use std::fmt;
use std::ops::AddAssign;
use std::process::ExitStatus;

/// Numbers of tests.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Tally {
    pub(crate) passed: u64,
    pub(crate) failed: u64,
    pub(crate) skipped: u64,
}

impl Tally {
    pub(crate) const FAILURE: Self = Self { passed: 0, failed: 1, skipped: 0 };
}

impl AddAssign for Tally {
    fn add_assign(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
        self.skipped += other.skipped;
    }
}

/// The closing line of a test run.
impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} passed, {} failed", self.passed, self.failed)
    }
}

/// Combines what a runner printed with how it ended.
pub(crate) fn judge(summary: Option<Tally>, status: ExitStatus) -> Tally {
    match summary {
        Some(tally) if status.success() || tally.failed > 0 => tally,
        Some(tally) => Tally { failed: 1, ..tally },
        None => Tally::FAILURE,
    }
}

/// `Summary [ 1.2s] 120 tests run: 117 passed (2 slow, 1 flaky), 2 failed, 1 timed out, 3 skipped`
pub(crate) fn nextest(output: &str) -> Option<Tally> {
    let line = output.lines().rfind(|line| line.contains("Summary [") && line.contains(" run: "))?;
    let (_, counts) = line.split_once(" run: ")?;
    let mut tally = Tally::default();
    for part in without_parentheses(counts).split(',') {
        let (number, what) = part.trim().split_once(' ')?;
        let number: u64 = number.parse().ok()?;
        match what.trim() {
            "passed" => tally.passed += number,
            "skipped" => tally.skipped += number,
            // "failed", "exec failed", "timed out", and whatever else a later version invents: not passed.
            _ => tally.failed += number,
        }
    }
    Some(tally)
}

fn without_parentheses(text: &str) -> String {
    let mut depth = 0;
    text.chars()
        .filter(|c| {
            match c {
                '(' => depth += 1,
                ')' => depth -= 1,
                _ => return depth == 0,
            }
            false
        })
        .collect()
}

/// `test result: ok. 3 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.00s`, once per test binary.
pub(crate) fn cargo_test(output: &str) -> Option<Tally> {
    let mut sum = None;
    for line in output.lines() {
        let Some((_, counts)) = line.split_once("test result: ").and_then(|(_, rest)| rest.split_once(". ")) else {
            continue;
        };
        let number =
            |what: &str| counts.split(';').find_map(|part| part.trim().strip_suffix(what)?.trim().parse::<u64>().ok());
        *sum.get_or_insert_with(Tally::default) +=
            Tally { passed: number("passed")?, failed: number("failed")?, skipped: number("ignored")? };
    }
    sum
}

/// The comment lines at the end of node's TAP report: `# pass 3`, `# fail 0`, `# cancelled 0`, `# skipped 0`, `# todo 0`.
pub(crate) fn node_tap(report: &str) -> Option<Tally> {
    let number = |what: &str| {
        report.lines().rev().find_map(|line| line.strip_prefix("# ")?.strip_prefix(what)?.trim().parse::<u64>().ok())
    };
    Some(Tally {
        passed: number("pass ")?,
        failed: number("fail ")? + number("cancelled ")?,
        skipped: number("skipped ")? + number("todo ")?,
    })
}

#[cfg(test)]
mod tests {
    use std::os::unix::process::ExitStatusExt;

    use super::*;

    fn tally(passed: u64, failed: u64, skipped: u64) -> Tally {
        Tally { passed, failed, skipped }
    }

    #[test]
    fn nextest_counts_every_kind_of_failure() {
        let line = "     Summary [   1.214s] 120 tests run: 117 passed (2 slow, 1 flaky), 1 failed, 1 timed out, 1 exec failed, 3 skipped\n";
        assert_eq!(nextest(line), Some(tally(117, 3, 3)));
        assert_eq!(nextest("     Summary [   0.014s] 1 test run: 1 passed, 0 skipped"), Some(tally(1, 0, 0)));
        assert_eq!(
            nextest("     Summary [   0.014s] 5/9 tests run: 4 passed, 1 failed, 0 skipped"),
            Some(tally(4, 1, 0))
        );
        assert_eq!(nextest("error: could not compile `web`"), None);
    }

    #[test]
    fn cargo_test_sums_over_binaries() {
        let output = "test result: ok. 3 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.00s\n\
                      test result: FAILED. 4 passed; 2 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.00s\n";
        assert_eq!(cargo_test(output), Some(tally(7, 2, 1)));
        assert_eq!(cargo_test("error: could not compile"), None);
    }

    #[test]
    fn node_counts_cancelled_tests_as_failed() {
        let report = "TAP version 13\n# tests 6\n# suites 0\n# pass 4\n# fail 1\n# cancelled 1\n# skipped 0\n# todo 0\n# duration_ms 5\n";
        assert_eq!(node_tap(report), Some(tally(4, 2, 0)));
        assert_eq!(node_tap("TAP version 13\n"), None);
    }

    #[test]
    fn the_exit_code_has_the_last_word() {
        let (good, bad) = (ExitStatus::from_raw(0), ExitStatus::from_raw(256));
        assert_eq!(judge(Some(tally(3, 0, 0)), good), tally(3, 0, 0));
        assert_eq!(judge(Some(tally(3, 0, 0)), bad), tally(3, 1, 0));
        assert_eq!(judge(Some(tally(3, 2, 0)), bad), tally(3, 2, 0));
        assert_eq!(judge(None, good), Tally::FAILURE);
    }

    #[test]
    fn the_closing_line_is_plain() {
        assert_eq!(tally(12, 0, 4).to_string(), "12 passed, 0 failed");
    }
}
