//! How good the order of hits is: judged queries in fixtures/relevance, measured by an example of `search`.

use anyhow::Result;

use crate::process;

pub(super) fn measure() -> Result<String> {
    let example = ["run", "--quiet", "--release", "--package", "search", "--example", "relevance"];
    let output = process::output(process::cargo().args(example))?;
    Ok(format!("```text\n{}\n```", output.trim()))
}
