//! „Woher kommt diese Zahl?“: from a value back to its definition, formula, inputs, observations and deliveries.

use model::ids::DeliveryId;
use model::statistics::{Cell, Period, TOTAL};
use model::wert::Wert;

use crate::calculation::{Bound, Calculation, Datasets, Place, Reading};
use crate::definition::Definition;
use crate::formula::{Kind, Node};
use crate::numerals::{exact, printed};

/// Everything behind one value.
#[derive(Debug, Clone, PartialEq)]
pub struct Trace {
    pub year: i32,
    pub wert: Wert,
    /// The version of the definition, by its years.
    pub valid_from: i32,
    pub valid_until: Option<i32>,
    /// As defined: `100 * ratio(ohne, alle)`.
    pub formula: String,
    /// With the numbers put in: `100 · 123 / 4.567 = 2,7`.
    pub filled: String,
    pub inputs: Vec<TracedInput>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct TracedInput {
    pub name: String,
    pub label: String,
    pub unit: String,
    /// The year of the Kennzahl for which it was read: that of the value, the year before, or the base year of an index.
    pub year: i32,
    /// What it refers to.
    pub period: Option<Period>,
    pub wert: Wert,
    pub observations: Vec<TracedObservation>,
}

/// A cell of a file.
#[derive(Debug, Clone, PartialEq)]
pub struct TracedObservation {
    pub delivery: DeliveryId,
    pub table: String,
    pub area: String,
    pub area_name: String,
    pub period: Period,
    pub cell: Cell,
    pub wert: Wert,
    /// The number, or the sign that stands in the file.
    pub printed: String,
    /// The share of this area that was taken, where the value is converted from another territorial state.
    pub weight: Option<f64>,
    /// Measure and classes, by label; dimensions at their total are left out.
    pub categories: Vec<(String, String)>,
}

/// The trace of one value; `None` in a year that no version covers.
pub fn trace(definition: &Definition, datasets: &dyn Datasets, area: &str, year: i32) -> Option<Trace> {
    let calculation = Calculation::new(definition, datasets, None);
    let place = Place::One(area);
    let version = definition.version(year)?;
    let formula = definition.formula(version);
    let wert = calculation.value(place, year);
    let writer = Writer { leaves: Leaves::Numbers { calculation: &calculation, version, place } };
    let mut reads = Vec::new();
    reads_of(&formula.root, year, &mut reads);
    let left = writer.filled(&formula.root, year, 0);
    let of_version = &definition.kennzahl.versions[version];
    Some(Trace {
        year,
        wert,
        valid_from: of_version.valid_from,
        valid_until: of_version.valid_until,
        formula: formula.text().to_owned(),
        filled: format!("{left} = {}", printed(wert, Some(definition.kennzahl.decimals))),
        inputs: reads.into_iter().map(|(input, year)| traced_input(&calculation, input, area, year)).collect(),
    })
}

fn traced_input(calculation: &Calculation, input: usize, area: &str, year: i32) -> TracedInput {
    let Reading { wert, origin } = calculation.read(input, Place::One(area), year);
    let declared = &calculation.definition.kennzahl.inputs[input];
    let mut observations = Vec::new();
    if let Some(origin) = origin {
        let bound = &calculation.bound[input][origin.bound];
        if let Some(state) = origin.converted_from {
            let crosswalk = calculation.crosswalk.as_ref();
            let shares = crosswalk.and_then(|crosswalk| crosswalk.predecessors(area, state));
            for share in shares.unwrap_or_default() {
                let weight = share.weight(declared.adds_up_by());
                if weight != Some(0.0) {
                    observations.extend(traced_observations(bound, &share.area, origin.period, weight));
                }
            }
        } else {
            observations = traced_observations(bound, area, origin.period, None);
        }
    }
    TracedInput {
        name: declared.name.clone(),
        label: declared.label.clone(),
        unit: declared.unit.clone(),
        year,
        period: origin.map(|origin| origin.period),
        wert,
        observations,
    }
}

fn traced_observations(bound: &Bound, area: &str, period: Period, weight: Option<f64>) -> Vec<TracedObservation> {
    let dataset = &bound.dataset;
    let (Some(position), Some(at)) = (dataset.area(area), dataset.period(period)) else {
        return Vec::new();
    };
    let observations = dataset.observations(&bound.selection, position, at).into_iter();
    let traced = observations.map(|observation| TracedObservation {
        delivery: observation.reference.delivery,
        table: dataset.code().to_owned(),
        area: area.to_owned(),
        area_name: dataset.area_category(position).label.clone(),
        period,
        cell: observation.reference.cell,
        wert: observation.wert,
        printed: printed(observation.wert, None),
        weight,
        categories: dataset
            .categories(&observation)
            .filter(|(_, category)| category.code != TOTAL)
            .map(|(dimension, category)| (dimension.label.clone(), category.label.clone()))
            .collect(),
    });
    traced.collect()
}

/// Inputs with the years in which they are read.
fn reads_of(node: &Node, year: i32, reads: &mut Vec<(usize, i32)>) {
    match &node.kind {
        Kind::Input(input) => {
            if !reads.contains(&(*input, year)) {
                reads.push((*input, year));
            }
        }
        Kind::Index(of, base) => {
            reads_of(of, year, reads);
            reads_of(of, *base, reads);
        }
        Kind::Difference(of) | Kind::Growth(of) => {
            reads_of(of, year, reads);
            reads_of(of, year - 1, reads);
        }
        _ => node.children().into_iter().for_each(|child| reads_of(child, year, reads)),
    }
}

/// Writes a formula as a person would.
struct Writer<'a> {
    leaves: Leaves<'a>,
}

/// What stands in the formula.
enum Leaves<'a> {
    Numbers {
        calculation: &'a Calculation<'a>,
        version: usize,
        place: Place<'a>,
    },
    /// What is counted, as of a year.
    Words {
        definition: &'a Definition,
        year: i32,
    },
}

impl Writer<'_> {
    fn leaf(&self, node: &Node, year: i32) -> String {
        match (&self.leaves, &node.kind) {
            (Leaves::Words { definition, year: of }, Kind::Input(input)) => {
                let label = definition.kennzahl.inputs[*input].label.clone();
                match year - of {
                    0 => label,
                    -1 => format!("{label} (Vorjahr)"),
                    _ => format!("{label} ({year})"),
                }
            }
            (Leaves::Words { .. }, _) => String::new(),
            (Leaves::Numbers { calculation, version, place }, _) => {
                printed(calculation.value_of(*version, node, *place, year), None)
            }
        }
    }

    fn score(&self, of: &Node, year: i32) -> (String, u8) {
        match &self.leaves {
            Leaves::Words { .. } => (format!("Abstand vom Durchschnitt bei: {}", self.filled(of, year, 0)), 0),
            Leaves::Numbers { calculation, version, place } => match calculation.score(*version, of, *place, year) {
                Some((mean, deviation)) => {
                    (format!("({} − {}) / {}", self.filled(of, year, 1), exact(mean), exact(deviation)), 2)
                }
                None => (self.leaf(of, year), 3),
            },
        }
    }

    /// `binding` is how tightly the surrounding operation binds: 0 nothing, 1 a sum, 2 a product or a minuend.
    fn filled(&self, node: &Node, year: i32, binding: u8) -> String {
        let (text, own) = match &node.kind {
            Kind::Number(number) => (exact(*number), 3),
            Kind::Input(_) => (self.leaf(node, year), 3),
            Kind::Negative(of) => (format!("−{}", self.filled(of, year, 2)), 1),
            Kind::Binary(operation, left, right) => {
                let of_product = matches!(operation.sign(), '·' | '/');
                let (own, right_binding) = if of_product { (2, 3) } else { (1, 2) };
                // `100 · a / b` needs no parentheses; `a / (b · c)` does.
                let right_binding = if operation.sign() == '·' { 2 } else { right_binding };
                let left = self.filled(left, year, own);
                (format!("{left} {} {}", operation.sign(), self.filled(right, year, right_binding)), own)
            }
            Kind::Sum(terms) => {
                let terms: Vec<String> = terms.iter().map(|term| self.filled(term, year, 1)).collect();
                (terms.join(" + "), 1)
            }
            Kind::Index(of, base) => (format!("100 · {} / {}", self.filled(of, year, 2), self.filled(of, *base, 3)), 2),
            Kind::Difference(of) => (format!("{} − {}", self.filled(of, year, 1), self.filled(of, year - 1, 2)), 1),
            Kind::Growth(of) => {
                let (now, before) = (self.filled(of, year, 1), self.filled(of, year - 1, 2));
                (format!("100 · ({now} − {before}) / {}", self.filled(of, year - 1, 3)), 2)
            }
            Kind::Score(of) => self.score(of, year),
        };
        if own < binding { format!("({text})") } else { text }
    }
}

/// The formula with what is counted instead of short names: `100 · Abgänge ohne Abschluss / Abgänge insgesamt`. `None` where nothing is
/// calculated, and in a year that no version covers.
pub fn formula_in_words(definition: &Definition, year: i32) -> Option<String> {
    let root = &definition.formula(definition.version(year)?).root;
    let writer = Writer { leaves: Leaves::Words { definition, year } };
    (!matches!(root.kind, Kind::Input(_))).then(|| writer.filled(root, year, 0))
}
