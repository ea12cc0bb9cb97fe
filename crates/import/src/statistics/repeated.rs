//! The same thing said of many rows is one issue with examples: a list of two hundred hides what else is wrong.

use model::issue::Severity;

use crate::issues::{Delivery, Spot};

/// Sentences that are written out.
const EXAMPLES: usize = 3;

/// What one code has to say about a file.
#[derive(Debug, Default)]
pub struct Repeated {
    count: usize,
    /// Line of the first one, if it has one.
    row: Option<u32>,
    examples: Vec<String>,
}

impl Repeated {
    /// `message`: a whole sentence, for line `row`.
    pub fn add(&mut self, row: u32, message: String) {
        self.count += 1;
        self.row.get_or_insert(row);
        if self.examples.len() < EXAMPLES {
            self.examples.push(message);
        }
    }

    /// Says it, if there is anything.
    pub fn tell(
        self,
        code: &'static str,
        severity: Severity,
        sheet: Option<&str>,
        hint: &str,
        delivery: &mut Delivery<'_>,
    ) {
        if self.count == 0 {
            return;
        }
        let mut message = self.examples.join(" ");
        let more = self.count - self.examples.len();
        if more > 0 {
            message = format!("{} Mal, zum Beispiel: {message}", self.count);
        }
        let spot = Spot { sheet, row: self.row.map(u64::from), ..Spot::default() };
        delivery.issue(code, severity, spot, message, hint);
    }
}
