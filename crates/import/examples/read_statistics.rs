//! Reads files of statistics and prints what came: `read_statistics FILE… [--codes] [--issues]`. For trying real files and for measuring.

use std::collections::BTreeMap;
use std::io::Write as _;

use import::{Input, Item, recognise_statistics};
use model::statistics::{Role, Table};

fn main() -> std::io::Result<()> {
    let (options, files): (Vec<String>, Vec<String>) =
        std::env::args().skip(1).partition(|argument| argument.starts_with("--"));
    let has = |option: &str| options.iter().any(|given| given == option);
    let mut out = std::io::stdout().lock();
    for path in &files {
        let bytes = std::fs::read(path)?;
        let name = std::path::Path::new(path).file_name().unwrap_or_default().to_string_lossy().into_owned();
        let head = &bytes[..bytes.len().min(64 * 1024)];
        let Some(importer) = recognise_statistics(&name, head) else {
            writeln!(out, "{name}: not recognised")?;
            continue;
        };
        let (mut tables, mut issues, mut shown) = (Vec::new(), BTreeMap::new(), Vec::new());
        let begin = std::time::Instant::now();
        let today = chrono::NaiveDate::from_ymd_opt(2026, 3, 2).expect("a real day");
        let mut stream = bytes.as_slice();
        let input = Input { file: &name, bytes: &mut stream, today, settings: &serde_json::Value::Null };
        let outcome = importer.read(input, &mut |item| match item {
            Item::Table(table) => tables.push(table),
            Item::Issue(issue) => {
                *issues.entry(issue.code.to_string()).or_insert(0_u64) += 1;
                shown.push(issue);
            }
            _ => {}
        });
        let seconds = begin.elapsed().as_secs_f64();
        writeln!(out, "{name} ({}): {outcome:?}, {seconds:.3} s, issues {issues:?}", importer.code())?;
        for table in &tables {
            print_table(&mut out, table, has("--codes"))?;
        }
        for issue in shown.iter().filter(|_| has("--issues")) {
            writeln!(
                out,
                "  {} {} {}: {} → {}",
                issue.code,
                issue.severity.code(),
                issue.place,
                issue.message,
                issue.hint
            )?;
        }
    }
    Ok(())
}

fn print_table(out: &mut impl std::io::Write, table: &Table, codes: bool) -> std::io::Result<()> {
    let rows: std::collections::BTreeSet<u32> = table.cells.iter().map(|cell| cell.row).collect();
    let mut symbols = BTreeMap::new();
    for symbol in &table.symbols {
        *symbols.entry(symbol.code()).or_insert(0_u64) += 1;
    }
    let (head, notes) = (&table.head, table.head.notes.len());
    writeln!(out, "  {} | {} rows, {} values, {notes} notes, {symbols:?}", head.code, rows.len(), table.len())?;
    if !codes {
        return Ok(());
    }
    writeln!(
        out,
        "  {} | {:?} | {:?} | {:?} | {:?}",
        head.title, head.statistic, head.created_at, head.licence, head.copyright
    )?;
    for dimension in &table.dimensions {
        let many = matches!(dimension.role, Role::Area) || dimension.categories.len() > 90;
        let list: Vec<String> = dimension
            .categories
            .iter()
            .take(if many { 4 } else { usize::MAX })
            .map(|category| {
                let unit = category.unit.as_deref().map_or_else(String::new, |unit| format!(" [{unit}]"));
                let part = if category.is_part { " (part)" } else { "" };
                format!("{} = {}{unit}{part}", category.code, category.label)
            })
            .collect();
        let count = dimension.categories.len();
        writeln!(out, "    {} ({}, {count}): {}", dimension.code, dimension.label, list.join("; "))?;
    }
    for line in &head.layout {
        writeln!(out, "    layout: {line}")?;
    }
    Ok(())
}
