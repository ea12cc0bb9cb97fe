//! The layout: `KEYWORD[language]("subkey",…)="text","text";` until `DATA=`, after which cells follow to the end of the file.

use encoding_rs::{Encoding, UTF_8, WINDOWS_1252};

/// One statement before the data.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Statement {
    /// In capitals.
    pub(super) keyword: String,
    /// In small letters.
    pub(super) language: Option<String>,
    pub(super) subkeys: Vec<String>,
    pub(super) values: Vec<Value>,
    pub(super) line: u64,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Value {
    /// In quotation marks, all pieces of it put together.
    Text(String),
    /// Without quotation marks: `YES`, `2`, `TLIST(A1)`.
    Word(String),
}

impl Value {
    pub(super) fn as_str(&self) -> &str {
        match self {
            Self::Text(text) | Self::Word(text) => text,
        }
    }
}

impl Statement {
    /// The first value, whether quoted or not.
    pub(super) fn first(&self) -> &str {
        self.values.first().map_or("", Value::as_str)
    }

    pub(super) fn texts(&self) -> impl Iterator<Item = &str> {
        self.values.iter().map(Value::as_str)
    }
}

/// A file taken apart.
#[derive(Debug)]
pub(super) struct Document<'t> {
    pub(super) statements: Vec<Statement>,
    /// What follows `DATA=`, and the line in which it begins.
    pub(super) data: Option<(&'t str, u64)>,
    /// Statements that could not be read: line and beginning.
    pub(super) unreadable: Vec<(u64, String)>,
}

/// Bytes first, declaration second: valid UTF-8 is UTF-8 whatever the file says.
pub(super) fn decode(bytes: &[u8]) -> String {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return encoding.decode_without_bom_handling(&bytes[mark..]).0.into_owned();
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return text.to_owned();
    }
    let head: String = bytes.iter().take(4000).map(|byte| char::from(*byte)).collect::<String>().to_uppercase();
    let declared = |keyword: &str| {
        let rest = &head[head.find(&format!("{keyword}="))? + keyword.len() + 1..];
        rest.split('"').nth(1).map(|label| label.trim().to_lowercase())
    };
    let by_codepage = declared("CODEPAGE").and_then(|label| Encoding::for_label(label.as_bytes()));
    // Declared as UTF-8 and not valid: the usual cause is a file in Windows-1252.
    match by_codepage.filter(|encoding| *encoding != UTF_8) {
        Some(encoding) => encoding.decode_without_bom_handling(bytes).0.into_owned(),
        None if declared("CHARSET").is_some() || by_codepage.is_some() => {
            WINDOWS_1252.decode_without_bom_handling(bytes).0.into_owned()
        }
        None => crate::gv100::decode_dos_or_latin(bytes),
    }
}

/// Takes the text apart. Every delimiter is ASCII, so that bytes can be looked at and all cuts lie between characters.
pub(super) fn read(text: &str) -> Document<'_> {
    let mut scanner = Scanner { text, at: 0, line: 1 };
    let mut document = Document { statements: Vec::new(), data: None, unreadable: Vec::new() };
    loop {
        scanner.skip(|byte| byte.is_ascii_whitespace() || byte == b';' || byte == 0x1a);
        let (start, line) = (scanner.at, scanner.line);
        if scanner.peek().is_none() {
            return document;
        }
        match scanner.statement() {
            Some(statement) if statement.keyword == "DATA" => {
                document.data = Some((&text[scanner.at..], scanner.line));
                return document;
            }
            Some(statement) => document.statements.push(statement),
            None => {
                scanner.skip_statement();
                let beginning: String = text[start..].chars().take(60).take_while(|c| *c != '\n').collect();
                document.unreadable.push((line, beginning));
            }
        }
    }
}

struct Scanner<'t> {
    text: &'t str,
    at: usize,
    line: u64,
}

impl Scanner<'_> {
    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn advance(&mut self) {
        self.line += u64::from(self.peek() == Some(b'\n'));
        self.at += 1;
    }

    fn skip(&mut self, skipped: impl Fn(u8) -> bool) {
        while self.peek().is_some_and(&skipped) {
            self.advance();
        }
    }

    fn blanks(&mut self) {
        self.skip(|byte| byte.is_ascii_whitespace());
    }

    fn accept(&mut self, byte: u8) -> bool {
        self.blanks();
        let found = self.peek() == Some(byte);
        if found {
            self.advance();
        }
        found
    }

    /// The characters as long as they fit.
    fn take(&mut self, fits: impl Fn(u8) -> bool) -> &str {
        let start = self.at;
        self.skip(fits);
        &self.text[start..self.at]
    }

    /// A quoted text whose opening mark has been passed. Line breaks within it are no part of it.
    fn quoted(&mut self) -> Option<String> {
        let text = self.take(|byte| byte != b'"').replace(['\r', '\n'], "");
        self.accept(b'"').then_some(text)
    }

    /// Quoted pieces that follow each other belong together.
    fn text(&mut self) -> Option<String> {
        let mut text = self.quoted()?;
        while self.accept(b'"') {
            text += &self.quoted()?;
        }
        Some(text)
    }

    fn skip_statement(&mut self) {
        let mut in_quotes = false;
        while let Some(byte) = self.peek() {
            in_quotes ^= byte == b'"';
            if byte == b';' && !in_quotes {
                return;
            }
            self.advance();
        }
    }

    fn statement(&mut self) -> Option<Statement> {
        let line = self.line;
        let keyword = self.take(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_')).to_uppercase();
        if keyword.is_empty() {
            return None;
        }
        let mut statement = Statement { keyword, language: None, subkeys: Vec::new(), values: Vec::new(), line };
        loop {
            if self.accept(b'[') {
                let language = self.take(|byte| byte != b']' && byte != b'\n').trim().to_lowercase();
                statement.language = Some(language);
                self.accept(b']').then_some(())?;
            } else if self.accept(b'(') {
                while !self.accept(b')') {
                    if self.accept(b'"') {
                        let text = self.text()?;
                        statement.subkeys.push(text);
                    } else if !self.accept(b',') {
                        let word =
                            self.take(|byte| !matches!(byte, b',' | b')' | b'"' | b'=' | b';')).trim().to_owned();
                        if word.is_empty() {
                            return None;
                        }
                        statement.subkeys.push(word);
                    }
                }
            } else {
                break;
            }
        }
        self.accept(b'=').then_some(())?;
        if statement.keyword == "DATA" {
            return Some(statement);
        }
        loop {
            self.blanks();
            match self.peek() {
                // A file that ends here has been cut: its last statement is not whole.
                None => return None,
                Some(b';') => return Some(statement),
                Some(b',') => self.advance(),
                Some(b'"') => {
                    self.advance();
                    let text = self.text()?;
                    statement.values.push(Value::Text(text));
                }
                Some(_) => {
                    let word = self.take(|byte| !matches!(byte, b',' | b';' | b'"') && !byte.is_ascii_whitespace());
                    statement.values.push(Value::Word(word.to_owned()));
                }
            }
        }
    }
}
