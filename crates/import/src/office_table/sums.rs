//! Categories that are the sum of all others and do not say so.

use std::collections::HashMap;

use model::statistics::{Role, TOTAL, Table};

/// Categories of classes without a total that equal the sum of all others wherever they stand beside them: position of the dimension and
/// of the category. Two such places prove it, or one with at least three others: 10 + 20 = 30 happens by chance.
pub(super) fn hidden_totals(table: &Table) -> Vec<(usize, usize)> {
    let classes = table.dimensions.iter().enumerate().filter(|(_, dimension)| dimension.role == Role::Class);
    let without_total =
        classes.filter(|(_, dimension)| dimension.categories.iter().all(|category| category.code != TOTAL));
    without_total.filter_map(|(position, _)| Some((position, hidden_total(table, position)?))).collect()
}

fn hidden_total(table: &Table, dimension: usize) -> Option<usize> {
    let is_part: Vec<bool> = table.dimensions[dimension].categories.iter().map(|category| category.is_part).collect();
    let mut places: HashMap<Vec<u32>, Vec<Option<f64>>> = HashMap::new();
    for at in 0..table.len() {
        let others = table.members.iter().enumerate().filter(|(position, _)| *position != dimension);
        let place: Vec<u32> = others.map(|(_, members)| members[at]).collect();
        let values = places.entry(place).or_insert_with(|| vec![None; is_part.len()]);
        let member = table.members[dimension][at] as usize;
        if !is_part[member] {
            values[member] = table.value(at).value();
        }
    }
    let is_sum = |category: usize| {
        let (mut proofs, mut others_at_most) = (0_usize, 0_usize);
        for values in places.values() {
            let Some(own) = values[category] else { continue };
            let others: Vec<f64> = values
                .iter()
                .enumerate()
                .filter(|(other, _)| *other != category)
                .filter_map(|(_, value)| *value)
                .collect();
            let sum: f64 = others.iter().sum();
            if (sum - own).abs() > 1e-9 * own.abs().max(1.0) {
                return false;
            }
            if own != 0.0 && others.len() >= 2 {
                proofs += 1;
                others_at_most = others_at_most.max(others.len());
            }
        }
        proofs >= 2 || others_at_most >= 3
    };
    (0..is_part.len()).find(|category| !is_part[*category] && is_sum(*category))
}
