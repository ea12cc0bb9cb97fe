//! Which table it is, by the first line.

/// What the first line says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Mark {
    /// None: what stands there names no table ("Temporär"). Unrelated tables carry it, and one would replace the other.
    pub(super) code: Option<String>,
    /// As it stands.
    pub(super) named: String,
    pub(super) is_english: bool,
}

/// `GENESIS-Tabelle: 21111-02-06-4`, `Tabelle: 21111-0013`, `GENESIS-Table: 12612-0009`.
pub(super) fn mark_of(line: &str) -> Option<Mark> {
    let (word, rest) = line.split_once(':')?;
    let named = rest.split(';').next().unwrap_or(rest).trim().trim_matches('"');
    let is_english = match word.trim() {
        "GENESIS-Tabelle" | "Tabelle" => false,
        "GENESIS-Table" | "Table" => true,
        _ => return None,
    };
    // "Tabelle: Schüler nach Schulart" is a title.
    let is_title = !word.contains("GENESIS") && named.contains(' ');
    (!named.is_empty() && !is_title).then(|| Mark {
        code: looks_like_code(named).then(|| named.to_owned()),
        named: named.to_owned(),
        is_english,
    })
}

/// `21111-02-06-4`, `1000A-0000`, `71517-02i`, `AI-N-01`: letters, digits and hyphens, at least two of them digits.
fn looks_like_code(text: &str) -> bool {
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    digits >= 2
        && (4..=40).contains(&text.len())
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'/'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_told_from_what_names_no_table() {
        for (line, code) in [
            ("GENESIS-Tabelle: 21111-02-06-4", Some("21111-02-06-4")),
            ("Tabelle: 1000A-0000;;;", Some("1000A-0000")),
            ("GENESIS-Tabelle: AI-N-01", Some("AI-N-01")),
            ("GENESIS-Tabelle: Temporär", None),
            ("GENESIS-Tabelle: Temporary", None),
        ] {
            assert_eq!(mark_of(line).map(|mark| mark.code), Some(code.map(str::to_owned)), "{line}");
        }
        assert!(mark_of("GENESIS-Table: 12612-0009").is_some_and(|mark| mark.is_english));
        for line in ["Tabelle: Schüler nach Schulart", "Schüler: Kreise", "Tabelle:", ""] {
            assert_eq!(mark_of(line), None, "{line}");
        }
    }
}
