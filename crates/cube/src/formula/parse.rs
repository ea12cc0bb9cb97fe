//! Text → tree, by recursive descent.

use model::kennzahlen::Input;

use super::{FormulaError, Kind, Node, Operation};

/// Formulas of people stay far below; deeper ones would exhaust the stack.
const MAX_DEPTH: usize = 40;

const FUNCTIONS: &[(&str, &str)] = &[
    ("sum", "sum(a, b, …)"),
    ("ratio", "ratio(a, b)"),
    ("per", "per(1000, a, b)"),
    ("index", "index(a, 2015)"),
    ("diff", "diff(a)"),
    ("growth", "growth(a)"),
    ("z", "z(a)"),
];

pub(super) fn parse(text: &str, inputs: &[Input]) -> Result<Node, FormulaError> {
    let mut parser = Parser { tokens: tokens(text)?, next: 0, end: text.chars().count() + 1, depth: 0, inputs };
    let node = parser.sum()?;
    match parser.tokens.get(parser.next) {
        None => Ok(node),
        Some((at, token)) => Err(FormulaError::new(*at, format!("{} wird hier nicht erwartet", token.shown()))),
    }
}

#[derive(Debug, Clone, PartialEq)]
enum Token {
    Number(f64),
    Name(String),
    Sign(char),
}

impl Token {
    fn shown(&self) -> String {
        match self {
            Self::Number(number) => format!("„{number}“"),
            Self::Name(name) => format!("„{name}“"),
            Self::Sign(sign) => format!("„{sign}“"),
        }
    }
}

fn tokens(text: &str) -> Result<Vec<(usize, Token)>, FormulaError> {
    let characters: Vec<char> = text.chars().collect();
    let mut tokens = Vec::new();
    let mut next = 0;
    while let Some(&first) = characters.get(next) {
        let start = next;
        let while_ = |accept: &dyn Fn(char) -> bool| -> String {
            characters[start..].iter().copied().take_while(|c| accept(*c)).collect()
        };
        let (token, length) = match first {
            _ if first.is_whitespace() => {
                next += 1;
                continue;
            }
            '0'..='9' => {
                let digits = while_(&|c| c.is_ascii_digit() || c == '.');
                let number = digits.parse().map_err(|_| {
                    FormulaError::new(start + 1, format!("„{digits}“ ist keine Zahl (Nachkommastellen mit Punkt)"))
                })?;
                (Token::Number(number), digits.len())
            }
            'a'..='z' => {
                let name = while_(&|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_');
                let length = name.len();
                (Token::Name(name), length)
            }
            '+' | '-' | '*' | '/' | '(' | ')' | ',' => (Token::Sign(first), 1),
            _ => return Err(FormulaError::new(start + 1, format!("das Zeichen „{first}“ gibt es in Formeln nicht"))),
        };
        tokens.push((start + 1, token));
        next += length;
    }
    Ok(tokens)
}

struct Parser<'a> {
    tokens: Vec<(usize, Token)>,
    next: usize,
    /// Place after the last character.
    end: usize,
    depth: usize,
    inputs: &'a [Input],
}

impl Parser<'_> {
    fn at(&self) -> usize {
        self.tokens.get(self.next).map_or(self.end, |(at, _)| *at)
    }

    fn take_sign(&mut self, accepted: &[char]) -> Option<(usize, char)> {
        match self.tokens.get(self.next) {
            Some((at, Token::Sign(sign))) if accepted.contains(sign) => {
                self.next += 1;
                Some((*at, *sign))
            }
            _ => None,
        }
    }

    fn expect_sign(&mut self, sign: char) -> Result<(), FormulaError> {
        match self.take_sign(&[sign]) {
            Some(_) => Ok(()),
            None => Err(FormulaError::new(self.at(), format!("hier fehlt „{sign}“"))),
        }
    }

    fn sum(&mut self) -> Result<Node, FormulaError> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return Err(FormulaError::new(self.at(), "zu tief verschachtelt"));
        }
        let mut left = self.product()?;
        while let Some((at, sign)) = self.take_sign(&['+', '-']) {
            let operation = if sign == '+' { Operation::Add } else { Operation::Subtract };
            let right = self.product()?;
            left = Node { at, kind: Kind::Binary(operation, Box::new(left), Box::new(right)) };
        }
        self.depth -= 1;
        Ok(left)
    }

    fn product(&mut self) -> Result<Node, FormulaError> {
        let mut left = self.factor()?;
        while let Some((at, sign)) = self.take_sign(&['*', '/']) {
            let operation = if sign == '*' { Operation::Multiply } else { Operation::Divide };
            let right = self.factor()?;
            left = Node { at, kind: Kind::Binary(operation, Box::new(left), Box::new(right)) };
        }
        Ok(left)
    }

    fn factor(&mut self) -> Result<Node, FormulaError> {
        if let Some((at, _)) = self.take_sign(&['-']) {
            self.depth += 1;
            if self.depth > MAX_DEPTH {
                return Err(FormulaError::new(at, "zu tief verschachtelt"));
            }
            let of = self.factor()?;
            self.depth -= 1;
            return Ok(Node { at, kind: Kind::Negative(Box::new(of)) });
        }
        if self.take_sign(&['(']).is_some() {
            let inside = self.sum()?;
            self.expect_sign(')')?;
            return Ok(inside);
        }
        let at = self.at();
        let token = self.tokens.get(self.next).map(|(_, token)| token.clone());
        self.next += 1;
        match token {
            Some(Token::Number(number)) => Ok(Node { at, kind: Kind::Number(number) }),
            Some(Token::Name(name)) if self.take_sign(&['(']).is_some() => self.function(at, &name),
            Some(Token::Name(name)) => match self.inputs.iter().position(|input| input.name == name) {
                Some(position) => Ok(Node { at, kind: Kind::Input(position) }),
                None => {
                    let known: Vec<&str> = self.inputs.iter().map(|input| input.name.as_str()).collect();
                    let message = format!("die Größe „{name}“ gibt es nicht; es gibt: {}", known.join(", "));
                    Err(FormulaError::new(at, message))
                }
            },
            Some(token) => Err(FormulaError::new(at, format!("{} wird hier nicht erwartet", token.shown()))),
            None => Err(FormulaError::new(at, "die Formel bricht ab; hier fehlt eine Größe oder Zahl")),
        }
    }

    /// After the opening parenthesis.
    fn function(&mut self, at: usize, name: &str) -> Result<Node, FormulaError> {
        let Some((_, usage)) = FUNCTIONS.iter().find(|(known, _)| *known == name) else {
            let known: Vec<&str> = FUNCTIONS.iter().map(|(known, _)| *known).collect();
            return Err(FormulaError::new(
                at,
                format!("die Funktion „{name}“ gibt es nicht; es gibt: {}", known.join(", ")),
            ));
        };
        let mut arguments = vec![self.sum()?];
        while self.take_sign(&[',']).is_some() {
            arguments.push(self.sum()?);
        }
        self.expect_sign(')')?;
        let count = arguments.len();
        let mut arguments = arguments.into_iter();
        let mut argument = || arguments.next().map(Box::new);
        let wrong = || FormulaError::new(at, format!("so wird die Funktion geschrieben: {usage}"));
        let kind = match (name, count) {
            ("sum", _) => Kind::Sum(arguments.collect()),
            ("ratio", 2) => {
                let (Some(over), Some(under)) = (argument(), argument()) else { return Err(wrong()) };
                Kind::Binary(Operation::Divide, over, under)
            }
            ("per", 3) => {
                let (Some(base), Some(over), Some(under)) = (argument(), argument(), argument()) else {
                    return Err(wrong());
                };
                if !matches!(base.kind, Kind::Number(_)) {
                    return Err(FormulaError::new(base.at, "hier steht eine Zahl, etwa 1000"));
                }
                let multiplied = Node { at, kind: Kind::Binary(Operation::Multiply, base, over) };
                Kind::Binary(Operation::Divide, Box::new(multiplied), under)
            }
            ("index", 2) => {
                let (Some(of), Some(base)) = (argument(), argument()) else { return Err(wrong()) };
                match base.kind {
                    Kind::Number(year) if year.fract() == 0.0 && (1800.0..2200.0).contains(&year) => {
                        Kind::Index(of, year as i32)
                    }
                    _ => return Err(FormulaError::new(base.at, "hier steht das Basisjahr, etwa 2015")),
                }
            }
            ("diff", 1) => Kind::Difference(argument().ok_or_else(wrong)?),
            ("growth", 1) => Kind::Growth(argument().ok_or_else(wrong)?),
            ("z", 1) => {
                let of = argument().ok_or_else(wrong)?;
                let mut scores = Vec::new();
                super::collect_scores(&of, &mut scores);
                if !scores.is_empty() {
                    return Err(FormulaError::new(of.at, "z(…) steht nicht in einem anderen z(…)"));
                }
                Kind::Score(of)
            }
            _ => return Err(wrong()),
        };
        Ok(Node { at, kind })
    }
}
