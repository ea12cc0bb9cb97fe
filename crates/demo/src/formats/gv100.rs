//! The Gemeindeverzeichnis in its fixed-width layout GV100AD: 220 characters a line, one line per area.

use std::io;

use super::Out;
use crate::facts::AreaRow;

/// Territorial state of the facts in `data/areas.tsv`.
const GEBIETSSTAND: &str = "20231130";
pub(crate) const LINE_LENGTH: usize = 220;

pub(crate) fn write(rows: &[AreaRow], out: &mut Out<'_>) -> io::Result<()> {
    for row in rows {
        out.push(&line(row));
        out.push("\n");
        out.flow()?;
    }
    Ok(())
}

fn line(row: &AreaRow) -> String {
    let mut line = Line(String::with_capacity(LINE_LENGTH + 8));
    line.text(row.satzart, 2);
    line.text(GEBIETSSTAND, 8);
    line.text(row.key, 8);
    line.text(row.verband, 4);
    line.text(row.name, 50);
    line.text(row.seat, 50);
    line.text(row.kind, 2);
    line.text("", 4);
    line.number(row.hectares, 11);
    line.number(row.population, 11);
    line.number(row.male, 11);
    line.text("", 4);
    line.text(row.plz, 5);
    line.text(row.plz_mark, 5);
    line.text("", 2);
    line.text(row.finanzamt, 4);
    line.text(row.gericht, 4);
    line.text(row.arbeitsagentur, 5);
    line.text(row.wahlkreis[0], 3);
    line.text(row.wahlkreis[1], 3);
    line.text("", 24);
    line.0
}

struct Line(String);

impl Line {
    /// Left-aligned, filled with blanks.
    fn text(&mut self, text: &str, width: usize) {
        self.0.push_str(text);
        self.0.extend(std::iter::repeat_n(' ', width.saturating_sub(text.chars().count())));
    }

    /// Right-aligned, filled with zeros; blank where the register is blank.
    fn number(&mut self, digits: &str, width: usize) {
        let fill = if digits.is_empty() { ' ' } else { '0' };
        self.0.extend(std::iter::repeat_n(fill, width.saturating_sub(digits.len())));
        self.0.push_str(digits);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::Facts;

    #[test]
    fn every_line_has_the_official_width() {
        for row in &Facts::load().areas {
            assert_eq!(line(row).chars().count(), LINE_LENGTH, "{}", row.name);
        }
    }

    #[test]
    fn fields_stand_in_their_official_columns() {
        let facts = Facts::load();
        let line = line(facts.areas.iter().find(|row| row.key == "07235068").unwrap());
        let columns = |from: usize, to: usize| line.chars().skip(from - 1).take(to - from + 1).collect::<String>();
        assert_eq!(columns(1, 2), "60");
        assert_eq!(columns(3, 10), "20231130");
        assert_eq!(columns(11, 18), "07235068");
        assert_eq!(columns(19, 22), "5003");
        assert_eq!(columns(23, 72).trim_end(), "Konz, Stadt");
        assert_eq!(columns(123, 124), "63");
        assert_eq!(columns(129, 139), "00000004457");
        assert_eq!(columns(140, 150), "00000018403");
        assert_eq!(columns(166, 170), "54329");
        assert_eq!(columns(178, 181), "2742");
    }
}
