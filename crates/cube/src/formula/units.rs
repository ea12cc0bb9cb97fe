//! Which units go together: adding needs the same unit, a quotient of the same unit is a pure number.

use std::collections::BTreeMap;

use model::kennzahlen::Input;

use super::{FormulaError, Kind, Node, Operation};

/// Units with their exponents; empty for a pure number.
type Unit = BTreeMap<String, i32>;

/// `None` for constants: they take the unit that is needed beside a percentage (`100 - quote`), and none otherwise.
type MaybeUnit = Option<Unit>;

pub(super) fn check(root: &Node, inputs: &[Input], declared: &str) -> Result<(), FormulaError> {
    let unit = unit_of(root, inputs)?.unwrap_or_default();
    let shown = shown(&unit);
    let is_pure = unit.is_empty();
    let input_unit = inputs.iter().any(|input| input.unit == declared);
    let single = unit.len() == 1 && unit.values().all(|exponent| *exponent == 1);
    if is_pure && input_unit && declared != "Prozent" {
        return Err(FormulaError::new(
            root.at,
            format!("das Ergebnis ist eine reine Zahl, angegeben ist „{declared}“"),
        ));
    }
    if single && declared != shown && (declared == "Prozent" || input_unit) {
        return Err(FormulaError::new(root.at, format!("das Ergebnis ist in „{shown}“, angegeben ist „{declared}“")));
    }
    Ok(())
}

fn unit_of(node: &Node, inputs: &[Input]) -> Result<MaybeUnit, FormulaError> {
    match &node.kind {
        Kind::Number(_) => Ok(None),
        Kind::Input(input) => Ok(Some(Unit::from([(inputs[*input].unit.clone(), 1)]))),
        Kind::Negative(of) | Kind::Difference(of) => unit_of(of, inputs),
        Kind::Index(of, _) | Kind::Growth(of) | Kind::Score(of) => {
            unit_of(of, inputs)?;
            Ok(Some(Unit::new()))
        }
        Kind::Sum(terms) => {
            let mut unit = None;
            for (position, term) in terms.iter().enumerate() {
                let next = unit_of(term, inputs)?;
                unit = if position == 0 { next } else { added(unit, next, term.at)? };
            }
            Ok(unit)
        }
        Kind::Binary(operation, left, right) => {
            let (left, right) = (unit_of(left, inputs)?, unit_of(right, inputs)?);
            match operation {
                Operation::Add | Operation::Subtract => added(left, right, node.at),
                Operation::Multiply => Ok(multiplied(left, right, 1)),
                Operation::Divide => Ok(multiplied(left, right, -1)),
            }
        }
    }
}

fn added(left: MaybeUnit, right: MaybeUnit, at: usize) -> Result<MaybeUnit, FormulaError> {
    let percent = |unit: &Unit| unit.len() == 1 && unit.get("Prozent") == Some(&1);
    match (left, right) {
        (None, None) => Ok(None),
        (None, Some(unit)) | (Some(unit), None) if unit.is_empty() || percent(&unit) => Ok(Some(unit)),
        (Some(left), Some(right)) if left == right => Ok(Some(left)),
        (left, right) => {
            let shown = |unit: MaybeUnit| unit.map_or_else(|| "eine reine Zahl".to_owned(), |unit| shown(&unit));
            let message = format!(
                "verschiedene Einheiten lassen sich nicht zusammenzählen: „{}“ und „{}“",
                shown(left),
                shown(right)
            );
            Err(FormulaError::new(at, message))
        }
    }
}

fn multiplied(left: MaybeUnit, right: MaybeUnit, sign: i32) -> MaybeUnit {
    if left.is_none() && right.is_none() {
        return None;
    }
    let mut unit = left.unwrap_or_default();
    for (name, exponent) in right.unwrap_or_default() {
        *unit.entry(name).or_insert(0) += sign * exponent;
    }
    unit.retain(|_, exponent| *exponent != 0);
    Some(unit)
}

fn shown(unit: &Unit) -> String {
    if unit.is_empty() {
        return "eine reine Zahl".to_owned();
    }
    let side = |positive: bool| -> Vec<String> {
        let of_side = unit.iter().filter(|(_, exponent)| (**exponent > 0) == positive);
        of_side
            .map(
                |(name, exponent)| {
                    if exponent.abs() == 1 { name.clone() } else { format!("{name}^{}", exponent.abs()) }
                },
            )
            .collect()
    };
    match (side(true).join(" · "), side(false).join(" · ")) {
        (over, under) if under.is_empty() => over,
        (over, under) if over.is_empty() => format!("1 / {under}"),
        (over, under) => format!("{over} / {under}"),
    }
}
