//! Prints nDCG@10 of the judged questions in `fixtures/relevance`, per group, with the weakest questions and the gates.
//! `cargo xtask bench relevance` runs it.
#![expect(clippy::print_stdout, reason = "printing the figures is what it is for")]

#[path = "../tests/it/golden.rs"]
mod golden;

use std::collections::BTreeMap;

use golden::Golden;

fn main() -> Result<(), search::index::Error> {
    let golden = Golden::load()?;
    let mut groups: BTreeMap<&str, Vec<f64>> = BTreeMap::new();
    let mut weakest = Vec::new();
    for query in &golden.queries {
        let answer = golden.ask(&query.q, 10)?;
        let value = golden::ndcg_10(&golden.keys(&answer), &query.grades);
        groups.entry(&query.group).or_default().push(value);
        weakest.push((value, query, answer));
    }
    let mean = |values: &[f64]| values.iter().sum::<f64>() / values.len().max(1) as f64;
    println!("{:<12} {:>9} {:>8}", "Gruppe", "Fragen", "nDCG@10");
    for (group, values) in &groups {
        println!("{group:<12} {:>9} {:>8.4}", values.len(), mean(values));
    }
    let all: Vec<f64> = groups.values().flatten().copied().collect();
    println!("{:<12} {:>9} {:>8.4}", "alle", all.len(), mean(&all));

    let words = golden::plain_words(&golden);
    let typos: Vec<String> = words.iter().flat_map(|word| golden::one_edit(word)).collect();
    let missed =
        typos.iter().filter(|typo| golden.ask(typo, 1).is_ok_and(|answer| answer.total == 0)).collect::<Vec<_>>();
    println!(
        "\nTippfehler ohne Treffer: {} von {} ({:.1} %)",
        missed.len(),
        typos.len(),
        100.0 * missed.len() as f64 / typos.len() as f64
    );

    weakest.sort_by(|a, b| a.0.total_cmp(&b.0));
    println!("\nSchwächste Fragen:");
    let shown = std::env::args().nth(1).and_then(|n| n.parse().ok()).unwrap_or(15);
    for (value, query, answer) in weakest.iter().take(shown) {
        println!("{value:.3} {:?} ({}), {} Treffer", query.q, query.group, answer.total);
        for key in golden.keys(answer).iter().take(5) {
            println!("      {} {}", query.grades.get(*key).copied().unwrap_or(0), golden.title(key));
        }
    }
    Ok(())
}
