//! Content lines (RFC 5545 §3.1): folding, names, parameters, values. No meaning.

use encoding_rs::{UTF_16BE, UTF_16LE, WINDOWS_1252};

/// One property with its parameters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Property {
    /// Line of the file in which it begins, from 1.
    pub line: u64,
    /// Upper case.
    pub name: String,
    /// Upper-case names; values without quotation marks.
    pub parameters: Vec<(String, Vec<String>)>,
    /// As it stands, escapes not yet resolved.
    pub value: String,
}

/// A line that is no property.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BadLine {
    pub line: u64,
    pub text: String,
}

impl Property {
    /// First value of a parameter.
    pub fn parameter(&self, name: &str) -> Option<&str> {
        self.parameters
            .iter()
            .find(|(known, _)| known == name)
            .and_then(|(_, values)| values.first())
            .map(String::as_str)
    }

    /// The value as text: `\n`, `\,`, `\;` and `\\` resolved.
    pub fn text(&self) -> String {
        unescape(&self.value)
    }

    /// The value as a list of texts.
    pub fn texts(&self) -> Vec<String> {
        let mut parts = vec![String::new()];
        let mut characters = self.value.chars();
        while let Some(c) = characters.next() {
            let last = parts.last_mut().expect("there is always one part");
            match c {
                ',' => parts.push(String::new()),
                '\\' => {
                    last.push(c);
                    last.extend(characters.next());
                }
                _ => last.push(c),
            }
        }
        parts.iter().map(|part| unescape(part)).collect()
    }
}

fn unescape(value: &str) -> String {
    let mut text = String::with_capacity(value.len());
    let mut characters = value.chars();
    while let Some(c) = characters.next() {
        if c != '\\' {
            text.push(c);
            continue;
        }
        match characters.next() {
            Some('n' | 'N') => text.push('\n'),
            Some(other @ (',' | ';' | '\\' | '"' | ':')) => text.push(other),
            // Programs that do not escape write Windows paths and such.
            Some(other) => {
                text.push('\\');
                text.push(other);
            }
            None => text.push('\\'),
        }
    }
    text
}

/// Gives every property of a file to `visit`, or what is none.
///
/// A fold may stand anywhere, even inside a character, so lines are joined before bytes become text: UTF-8, or Windows-1252 in lines
/// that are not. UTF-16 is recognised by its mark.
pub fn read_properties(bytes: &[u8], visit: &mut dyn FnMut(Result<Property, BadLine>)) {
    let recoded;
    let bytes = match bytes {
        [0xef, 0xbb, 0xbf, rest @ ..] => rest,
        [0xff, 0xfe, rest @ ..] => {
            recoded = UTF_16LE.decode_without_bom_handling(rest).0.into_owned();
            recoded.as_bytes()
        }
        [0xfe, 0xff, rest @ ..] => {
            recoded = UTF_16BE.decode_without_bom_handling(rest).0.into_owned();
            recoded.as_bytes()
        }
        _ => bytes,
    };
    let mut joined: Vec<u8> = Vec::new();
    let mut begin = 1;
    let mut finish = |line: u64, joined: &mut Vec<u8>| {
        if !joined.iter().all(u8::is_ascii_whitespace) {
            let text = match std::str::from_utf8(joined) {
                Ok(text) => text.to_owned(),
                Err(_) => WINDOWS_1252.decode_without_bom_handling(joined).0.into_owned(),
            };
            visit(parse_line(line, &text));
        }
        joined.clear();
    };
    for (index, line) in bytes.split(|byte| *byte == b'\n').enumerate() {
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        match line {
            [b' ' | b'\t', rest @ ..] if index > 0 => joined.extend_from_slice(rest),
            _ => {
                finish(begin, &mut joined);
                begin = index as u64 + 1;
                joined.extend_from_slice(line);
            }
        }
    }
    finish(begin, &mut joined);
}

fn parse_line(line: u64, text: &str) -> Result<Property, BadLine> {
    let bad = || BadLine { line, text: text.chars().take(80).collect() };
    let name_end = text.find([':', ';']).ok_or_else(bad)?;
    let name = text[..name_end].trim();
    let is_name =
        !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.'));
    if !is_name {
        return Err(bad());
    }
    let mut parameters = Vec::new();
    let mut rest = &text[name_end..];
    while let Some(parameter) = rest.strip_prefix(';') {
        let equals = parameter.find(['=', ':', ';']).ok_or_else(bad)?;
        let parameter_name = parameter[..equals].trim().to_ascii_uppercase();
        rest = &parameter[equals..];
        let mut values = Vec::new();
        // A parameter without value is none of the standard's, but harmless.
        while let Some(value) = rest.strip_prefix(if values.is_empty() { '=' } else { ',' }) {
            let (value, behind) = match value.strip_prefix('"') {
                Some(quoted) => {
                    let end = quoted.find('"').ok_or_else(bad)?;
                    (&quoted[..end], &quoted[end + 1..])
                }
                None => {
                    let end = value.find([',', ';', ':']).ok_or_else(bad)?;
                    value.split_at(end)
                }
            };
            values.push(value.replace("^n", "\n").replace("^'", "\"").replace("^^", "^"));
            rest = behind;
        }
        parameters.push((parameter_name, values));
    }
    let value = rest.strip_prefix(':').ok_or_else(bad)?;
    // A group prefix ("item1.URL") comes from address books.
    let name = name.rsplit('.').next().unwrap_or(name).to_ascii_uppercase();
    Ok(Property { line, name, parameters, value: value.to_owned() })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn read(bytes: &[u8]) -> Vec<Result<Property, BadLine>> {
        let mut found = Vec::new();
        read_properties(bytes, &mut |line| found.push(line));
        found
    }

    #[test]
    fn parameters_may_be_quoted_and_many() {
        let line = "ATTENDEE;X-A=\"a;b:c\",d;ROLE=REQ-PARTICIPANT;cn=\"^'Haus^' ^^ ^n\":mailto:x@example.org";
        let property = read(line.as_bytes()).remove(0).unwrap();
        assert_eq!(property.name, "ATTENDEE");
        assert_eq!(
            property.parameters,
            [
                ("X-A".to_owned(), vec!["a;b:c".to_owned(), "d".to_owned()]),
                ("ROLE".to_owned(), vec!["REQ-PARTICIPANT".to_owned()]),
                ("CN".to_owned(), vec!["\"Haus\" ^ \n".to_owned()]),
            ]
        );
        assert_eq!(property.value, "mailto:x@example.org");
    }

    #[test]
    fn escapes_and_lists() {
        let property = read(b"X:a\\, b\\;c\\nd\\\\e,f\\x").remove(0).unwrap();
        assert_eq!(property.text(), "a, b;c\nd\\e,f\\x");
        assert_eq!(property.texts(), ["a, b;c\nd\\e", "f\\x"]);
    }

    #[test]
    fn bad_lines_are_told_with_their_number() {
        let lines = read(b"A:1\r\n\r\nkein Doppelpunkt\r\n : x\nB;C=\"offen:2\nD;E=1;F:3\n");
        let bad: Vec<u64> = lines.iter().filter_map(|line| line.as_ref().err()).map(|bad| bad.line).collect();
        assert_eq!(bad, [3, 5]);
        assert_eq!(lines.last().unwrap().as_ref().unwrap().value, "3");
    }

    #[test]
    fn encodings() {
        let expected = Property { line: 1, name: "X".into(), parameters: Vec::new(), value: "Töpfern".into() };
        let utf16: Vec<u8> = "\u{feff}X:Töpfern".encode_utf16().flat_map(u16::to_be_bytes).collect();
        for bytes in [&b"X:T\xf6pfern"[..], "X:Töpfern".as_bytes(), "\u{feff}X:Töpfern".as_bytes(), &utf16] {
            assert_eq!(read(bytes), [Ok(expected.clone())]);
        }
    }

    proptest! {
        /// RFC 5545 §3.1: a line may be folded between any two octets.
        #[test]
        fn folding_anywhere_changes_nothing(cuts in proptest::collection::vec(any::<prop::sample::Index>(), 0..12), tab in any::<bool>()) {
            let plain = "SUMMARY;LANGUAGE=de;X=\"a,b\":Töpfern für alle\\, auch 😀 für Anfänger".as_bytes();
            let mut places: Vec<usize> = cuts.iter().map(|cut| cut.index(plain.len() - 1) + 1).collect();
            places.sort_unstable();
            places.dedup();
            let mut folded = Vec::new();
            let mut last = 0;
            for place in places {
                folded.extend_from_slice(&plain[last..place]);
                folded.extend_from_slice(if tab { b"\n\t" } else { b"\r\n " });
                last = place;
            }
            folded.extend_from_slice(&plain[last..]);
            prop_assert_eq!(read(&folded), read(plain));
        }

        #[test]
        fn any_bytes_are_lines(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
            for property in read(&bytes).into_iter().flatten() {
                property.texts();
            }
        }
    }
}
