//! What is wrong with a definition, said in German with file, line and field.

use std::fmt;

/// A definition that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mistake {
    pub file: String,
    /// 1-based, where it is known.
    pub line: Option<usize>,
    /// In German.
    pub message: String,
}

impl std::error::Error for Mistake {}

impl fmt::Display for Mistake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            Some(line) => write!(f, "{}, Zeile {line}: {}", self.file, self.message),
            None => write!(f, "{}: {}", self.file, self.message),
        }
    }
}

impl Mistake {
    pub(super) fn of_toml(file: &str, text: &str, error: &toml::de::Error) -> Self {
        let line = error.span().map(|span| line_of(text, span.start));
        Self { file: file.to_owned(), line, message: in_german(error.message()) }
    }

    /// The field is looked for at the start of a line: `name`, `name =`, `[name]` or `[[name]]`.
    pub fn at_field(file: &str, text: &str, field: &str, message: String) -> Self {
        let is_field = |line: &str| {
            let line = line.trim_start().trim_start_matches('[');
            line.strip_prefix(field).is_some_and(|rest| rest.trim_start().starts_with(['=', ']']))
        };
        let line = text.lines().position(is_field).map(|index| index + 1);
        Self { file: file.to_owned(), line, message: format!("{field}: {message}") }
    }
}

fn line_of(text: &str, offset: usize) -> usize {
    text.as_bytes().iter().take(offset).filter(|byte| **byte == b'\n').count() + 1
}

/// The messages of serde and of the TOML reader that a definition can cause. What is not known keeps its words.
fn in_german(message: &str) -> String {
    let quoted = |text: &str| -> Vec<String> { text.split('`').skip(1).step_by(2).map(str::to_owned).collect() };
    let words = quoted(message);
    let listed = |words: &[String]| words.join(", ");
    match (message, words.as_slice()) {
        (_, [field, allowed @ ..]) if message.starts_with("unknown field") => {
            format!("unbekanntes Feld „{field}“; erlaubt sind: {}", listed(allowed))
        }
        (_, [value, allowed @ ..]) if message.starts_with("unknown variant") => {
            format!("„{value}“ ist nicht erlaubt; möglich sind: {}", listed(allowed))
        }
        (_, [field, ..]) if message.starts_with("missing field") => format!("das Feld „{field}“ fehlt"),
        (_, [field, ..]) if message.starts_with("duplicate field") => format!("das Feld „{field}“ steht zweimal"),
        _ if message.starts_with("invalid type") => {
            let expected = message.rsplit("expected ").next().unwrap_or_default();
            let expected = match expected {
                "a string" => "ein Text in Anführungszeichen",
                "a sequence" => "eine Liste in eckigen Klammern",
                _ if expected.starts_with(['i', 'u']) => "eine ganze Zahl",
                other => other,
            };
            format!("hier wird {expected} erwartet")
        }
        _ if message.starts_with("not a valid") => {
            let rest = message.trim_start_matches("not a valid ");
            let (kind, text) = rest.split_once(": ").unwrap_or((rest, ""));
            format!("kein gültiger Wert für {kind}: {text}")
        }
        _ => format!("kein gültiges TOML ({message})"),
    }
}
