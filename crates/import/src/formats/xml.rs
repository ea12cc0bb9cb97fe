//! XML as a stream: the consumer walks the outer elements and takes each record as a [`Tree`]. Memory holds one record.
//!
//! Entities and DTDs are off, depth and size are limited, lines are counted. Well-formedness ends the reading with a [`Break`];
//! an ampersand that is not escaped does not.

use std::io::{BufRead as _, Read};

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::encoding::{EncodingReport, TooLarge, Utf8Reader};
use super::text::character_reference;
use super::tree::Tree;

/// Bytes of one record or of one event between records.
pub const LARGEST_RECORD: usize = 16 * 1024 * 1024;
const DEEPEST: usize = 64;

/// Why the reading ended before the end of the document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Break {
    pub line: u64,
    pub reason: BreakReason,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BreakReason {
    /// Not well-formed; what exactly, in German.
    Malformed(String),
    /// The file ends inside an element.
    Truncated,
    TooDeep,
    TooLarge,
    /// The document declares entities of its own.
    Entities,
    /// The bytes could not be read.
    Unreadable(String),
}

/// One step through the document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// An element opens: see [`XmlStream::name`]; go on, [`XmlStream::read_record`] or [`XmlStream::skip`].
    Open,
    Close,
    /// The root element is closed, or there was none.
    End,
}

pub struct XmlStream<'a> {
    reader: Reader<Utf8Reader<'a>>,
    buffer: Vec<u8>,
    depth: usize,
    /// Of the element that was opened last.
    name: String,
    attributes: Vec<(String, String)>,
    line: u64,
    root_seen: bool,
    bare_ampersands: Option<u64>,
}

impl std::fmt::Debug for XmlStream<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("XmlStream").field("depth", &self.depth).field("name", &self.name).finish_non_exhaustive()
    }
}

impl<'a> XmlStream<'a> {
    pub fn new(input: &'a mut dyn Read) -> Self {
        Self::from_utf8(Utf8Reader::new(input, LARGEST_RECORD))
    }

    /// Goes on with a reader of which nothing has been consumed.
    pub fn from_utf8(utf8: Utf8Reader<'a>) -> Self {
        let mut reader = Reader::from_reader(utf8);
        let config = reader.config_mut();
        config.expand_empty_elements = true;
        config.allow_dangling_amp = true;
        Self {
            reader,
            buffer: Vec::new(),
            depth: 0,
            name: String::new(),
            attributes: Vec::new(),
            line: 1,
            root_seen: false,
            bare_ampersands: None,
        }
    }

    /// Local name of the element that was opened last.
    pub fn name(&self) -> &str {
        &self.name
    }

    pub fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// Line in which the element that was opened last begins.
    pub fn line(&self) -> u64 {
        self.line
    }

    /// Number of elements that are open, the current one included.
    pub fn depth(&self) -> usize {
        self.depth
    }

    pub fn encoding(&self) -> &EncodingReport {
        self.reader.get_ref().report()
    }

    /// Line of the first ampersand that should have been escaped.
    pub fn first_bare_ampersand(&self) -> Option<u64> {
        self.bare_ampersands
    }

    /// The next element that opens or closes; text in between is passed over.
    pub fn step(&mut self) -> Result<Step, Break> {
        loop {
            self.reader.get_mut().mark();
            self.buffer.clear();
            let line = self.reader.get_ref().line();
            match self.reader.read_event_into(&mut self.buffer) {
                Ok(Event::Start(start)) => {
                    if self.depth == 0 && self.root_seen {
                        // A second root element: the document is over.
                        return Ok(Step::End);
                    }
                    self.name.clear();
                    self.name.push_str(start.local_name().as_ref());
                    self.attributes.clear();
                    collect_attributes(&start, |name, value| {
                        self.attributes.push((name.to_owned(), value.to_owned()));
                    });
                    self.line = line;
                    self.depth += 1;
                    self.root_seen = true;
                    if self.depth > DEEPEST {
                        return Err(Break { line, reason: BreakReason::TooDeep });
                    }
                    return Ok(Step::Open);
                }
                Ok(Event::End(_)) => {
                    self.depth = self.depth.saturating_sub(1);
                    return Ok(if self.depth == 0 { Step::End } else { Step::Close });
                }
                Ok(Event::DocType(declaration)) => {
                    if declaration.contains("<!ENTITY") || declaration.contains("<!entity") {
                        return Err(Break { line, reason: BreakReason::Entities });
                    }
                }
                Ok(Event::Eof) if self.depth > 0 => {
                    return Err(Break { line: self.reader.get_ref().line(), reason: BreakReason::Truncated });
                }
                Ok(Event::Eof) => return Ok(Step::End),
                Ok(_) => {}
                Err(error) => return Err(self.explain(&error)),
            }
        }
    }

    /// Passes over the element that was opened last, with all it holds.
    pub fn skip(&mut self) -> Result<(), Break> {
        let outside = self.depth.saturating_sub(1);
        while self.depth > outside {
            self.step()?;
        }
        Ok(())
    }

    /// Reads the element that was opened last into `tree`, up to its end.
    pub fn read_record(&mut self, tree: &mut Tree) -> Result<(), Break> {
        tree.clear();
        tree.open_element(&self.name, self.line);
        for (name, value) in &self.attributes {
            tree.add_attribute(name, value);
        }
        self.reader.get_mut().mark();
        loop {
            self.buffer.clear();
            let line = self.reader.get_ref().line();
            match self.reader.read_event_into(&mut self.buffer) {
                Ok(Event::Start(start)) => {
                    if tree.depth() + self.depth > DEEPEST {
                        return Err(Break { line, reason: BreakReason::TooDeep });
                    }
                    tree.open_element(start.local_name().as_ref(), line);
                    if start.len() > start.name().as_ref().len() {
                        collect_attributes(&start, |name, value| tree.add_attribute(name, value));
                    }
                }
                Ok(Event::End(_)) => {
                    tree.close_element();
                    if tree.depth() == 0 {
                        self.depth -= 1;
                        return Ok(());
                    }
                }
                Ok(Event::Text(text)) => {
                    if text.starts_with('&') {
                        self.bare_ampersands.get_or_insert(line);
                    }
                    tree.add_text(&text);
                }
                Ok(Event::CData(text)) => tree.add_text(&text),
                Ok(Event::GeneralRef(reference)) => {
                    let name: &str = &reference;
                    match resolve(name) {
                        Some(character) => tree.add_text(character.encode_utf8(&mut [0; 4])),
                        None => {
                            // Entities of HTML are resolved with the rest of the markup; anything else stays as written.
                            tree.add_text("&");
                            tree.add_text(name);
                            tree.add_text(";");
                        }
                    }
                }
                Ok(Event::Eof) => {
                    return Err(Break { line: self.reader.get_ref().line(), reason: BreakReason::Truncated });
                }
                Ok(_) => {}
                Err(error) => return Err(self.explain(&error)),
            }
        }
    }

    fn explain(&self, error: &quick_xml::Error) -> Break {
        use quick_xml::Error;
        use quick_xml::errors::{IllFormedError, SyntaxError};
        let line = self.reader.get_ref().line();
        let reason = match error {
            Error::Io(io) if io.get_ref().is_some_and(|inner| inner.is::<TooLarge>()) => BreakReason::TooLarge,
            Error::Io(io) => BreakReason::Unreadable(io.to_string()),
            // Every one of these means that the file ended inside markup.
            Error::Syntax(
                SyntaxError::UnclosedPI
                | SyntaxError::UnclosedXmlDecl
                | SyntaxError::UnclosedComment
                | SyntaxError::UnclosedDoctype
                | SyntaxError::UnclosedCData
                | SyntaxError::UnclosedTag
                | SyntaxError::UnclosedSingleQuotedAttributeValue
                | SyntaxError::UnclosedDoubleQuotedAttributeValue,
            ) => BreakReason::Truncated,
            Error::IllFormed(IllFormedError::MismatchedEndTag { expected, found }) => {
                BreakReason::Malformed(format!("„</{found}>“ steht, wo „</{expected}>“ stehen müsste"))
            }
            Error::IllFormed(IllFormedError::UnmatchedEndTag(found)) => {
                BreakReason::Malformed(format!("„</{found}>“ schließt etwas, das nicht geöffnet wurde"))
            }
            Error::Syntax(SyntaxError::InvalidBangMarkup) => {
                BreakReason::Malformed("nach „<!“ steht etwas Unbekanntes".to_owned())
            }
            _ => BreakReason::Malformed("das Markup ist nicht wohlgeformt".to_owned()),
        };
        Break { line, reason }
    }
}

/// Hands over each attribute with its local name and its value, references resolved; malformed attributes are passed over.
fn collect_attributes(start: &BytesStart<'_>, mut add: impl FnMut(&str, &str)) {
    for attribute in start.attributes().with_checks(false).flatten() {
        let value = quick_xml::escape::unescape(&attribute.value);
        add(attribute.key.local_name().as_ref(), value.as_deref().unwrap_or(&attribute.value));
    }
}

/// The five entities of XML and character references.
fn resolve(name: &str) -> Option<char> {
    match name {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        _ => name.strip_prefix('#').and_then(character_reference),
    }
}

/// First character that is not white space; nothing else is consumed.
pub(crate) fn first_character(utf8: &mut Utf8Reader<'_>) -> std::io::Result<Option<char>> {
    loop {
        let chunk = utf8.fill_buf()?;
        if chunk.is_empty() {
            return Ok(None);
        }
        let text = std::str::from_utf8(chunk).unwrap_or_default();
        let trimmed = text.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}' || c == '\0');
        let blank = text.len() - trimmed.len();
        let first = trimmed.chars().next();
        utf8.consume(blank);
        if first.is_some() {
            return Ok(first);
        }
        utf8.mark();
    }
}
