//! The language of formulas: numbers, `+ - * /`, parentheses, names of inputs, and a few functions of official statistics.
//!
//! A formula is read once, with positions, against the inputs of its Kennzahl: an unknown name, a wrong number of arguments and units
//! that do not go together are found before anything is calculated.

mod parse;
mod units;

use model::kennzahlen::Input;

const MAX_LENGTH: usize = 1000;

/// A formula that can be calculated.
#[derive(Debug, Clone, PartialEq)]
pub struct Formula {
    pub(crate) text: String,
    pub(crate) root: Node,
}

/// Part of a formula with its place.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Node {
    /// 1-based, in characters.
    pub(crate) at: usize,
    pub(crate) kind: Kind,
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Kind {
    Number(f64),
    /// Position among the inputs of the Kennzahl.
    Input(usize),
    Negative(Box<Node>),
    Binary(Operation, Box<Node>, Box<Node>),
    Sum(Vec<Node>),
    /// 100 times the value by the value of the base year.
    Index(Box<Node>, i32),
    /// Against the year before.
    Difference(Box<Node>),
    /// Against the year before, in per cent of it.
    Growth(Box<Node>),
    /// Distance from the mean of all areas of the level, in standard deviations.
    Score(Box<Node>),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Operation {
    Add,
    Subtract,
    Multiply,
    Divide,
}

impl Operation {
    pub(crate) fn apply(self, left: f64, right: f64) -> f64 {
        match self {
            Self::Add => left + right,
            Self::Subtract => left - right,
            Self::Multiply => left * right,
            Self::Divide => left / right,
        }
    }

    /// As a person writes it.
    pub(crate) fn sign(self) -> char {
        match self {
            Self::Add => '+',
            Self::Subtract => '−',
            Self::Multiply => '·',
            Self::Divide => '/',
        }
    }
}

/// What is wrong with a formula.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("Stelle {at}: {message}")]
pub struct FormulaError {
    /// 1-based, in characters.
    pub at: usize,
    /// In German.
    pub message: String,
}

impl FormulaError {
    fn new(at: usize, message: impl Into<String>) -> Self {
        Self { at, message: message.into() }
    }
}

impl Formula {
    /// Reads a formula over these inputs and checks that its units go together and give `unit`.
    pub fn parse(text: &str, inputs: &[Input], unit: &str) -> Result<Self, FormulaError> {
        // Long chains of `+` would make a tree too deep to walk.
        if text.chars().count() > MAX_LENGTH {
            return Err(FormulaError::new(MAX_LENGTH, format!("eine Formel hat höchstens {MAX_LENGTH} Zeichen")));
        }
        let root = parse::parse(text, inputs)?;
        units::check(&root, inputs, unit)?;
        Ok(Self { text: text.to_owned(), root })
    }

    pub fn text(&self) -> &str {
        &self.text
    }

    /// Positions of the inputs it names, each once, in the order in which they are read.
    pub fn inputs(&self) -> Vec<usize> {
        let mut found = Vec::new();
        self.root.visit(&mut |node| {
            if let Kind::Input(input) = node.kind
                && !found.contains(&input)
            {
                found.push(input);
            }
        });
        found
    }

    /// The arguments of every `z(…)`, in the order of the text.
    pub(crate) fn scores(&self) -> Vec<&Node> {
        let mut found = Vec::new();
        collect_scores(&self.root, &mut found);
        found
    }
}

fn collect_scores<'a>(node: &'a Node, found: &mut Vec<&'a Node>) {
    if let Kind::Score(argument) = &node.kind {
        found.push(argument);
    }
    for child in node.children() {
        collect_scores(child, found);
    }
}

impl Node {
    pub(crate) fn children(&self) -> Vec<&Node> {
        match &self.kind {
            Kind::Number(_) | Kind::Input(_) => Vec::new(),
            Kind::Negative(of) | Kind::Index(of, _) | Kind::Difference(of) | Kind::Growth(of) | Kind::Score(of) => {
                vec![of]
            }
            Kind::Binary(_, left, right) => vec![left, right],
            Kind::Sum(terms) => terms.iter().collect(),
        }
    }

    fn visit(&self, visitor: &mut impl FnMut(&Node)) {
        visitor(self);
        for child in self.children() {
            child.visit(visitor);
        }
    }
}

#[cfg(test)]
mod tests;
