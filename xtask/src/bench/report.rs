//! docs/benchmarks.md: one section per benchmark, each with its command, its machine and its result.

use std::fs;

use anyhow::Result;

use crate::process;

const HEAD: &str = "\
# Benchmarks

Written by `cargo xtask bench`. Each section is one run; ours and its peer were measured one after the other on the same machine, so the
ratio counts, not the milliseconds. The region is generated: `bildungsraum demo --offers 100000 --seed 1`.
";

/// Puts the section in its place and keeps the others.
pub(super) fn write(name: &str, section: &str, load: &str) -> Result<()> {
    let path = process::root().join("docs/benchmarks.md");
    let known = fs::read_to_string(&path).unwrap_or_default();
    let commit = process::output(
        std::process::Command::new("git").args(["describe", "--always", "--dirty"]).current_dir(process::root()),
    )?;
    let section = format!(
        "## {name}\n\n`cargo xtask bench {name}`, commit {}, {}, load average before the run {load}\n\n{}\n",
        commit.trim(),
        machine(),
        section.trim_end()
    );
    fs::write(path, with_section(&known, name, &section))?;
    Ok(())
}

fn with_section(known: &str, name: &str, section: &str) -> String {
    let mut sections: Vec<(String, String)> = known
        .split("\n## ")
        .skip(1)
        .map(|text| (text.lines().next().unwrap_or_default().to_owned(), format!("## {}\n", text.trim_end())))
        .filter(|(known, _)| known != name)
        .collect();
    sections.push((name.to_owned(), section.to_owned()));
    sections.sort();
    let mut text = HEAD.to_owned();
    for (_, section) in sections {
        text.push('\n');
        text.push_str(&section);
    }
    text
}

/// Processor, cores, memory, system.
fn machine() -> String {
    let value = |file: &str, name: &str| {
        let text = fs::read_to_string(file).unwrap_or_default();
        let line = text.lines().find(|line| line.starts_with(name)).unwrap_or_default();
        line.split([':', '=']).nth(1).unwrap_or("unknown").trim().trim_matches('"').to_owned()
    };
    let cores = std::thread::available_parallelism().map_or(0, usize::from);
    let kilobytes: u64 = value("/proc/meminfo", "MemTotal").trim_end_matches(" kB").parse().unwrap_or(0);
    let processor = value("/proc/cpuinfo", "model name");
    let system = value("/etc/os-release", "PRETTY_NAME");
    format!("{processor}, {cores} cores, {} GB, {system}", kilobytes / 1_000_000)
}

pub(super) fn load_average() -> String {
    let text = fs::read_to_string("/proc/loadavg").unwrap_or_default();
    text.split(' ').next().unwrap_or("unknown").to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_section_replaces_itself_and_nothing_else() {
        let one = with_section("", "search", "## search\n\nold\n");
        let two = with_section(&one, "import", "## import\n\nfirst\n");
        let three = with_section(&two, "search", "## search\n\nnew\n");
        assert_eq!(three, format!("{HEAD}\n## import\n\nfirst\n\n## search\n\nnew\n"));
    }
}
