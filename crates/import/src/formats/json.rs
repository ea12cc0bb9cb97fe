//! JSON as a stream: the consumer walks the outer objects and arrays and takes each record as a [`Tree`]. Memory holds one record.
//!
//! Objects become elements, a value in an array one element per entry ("object or array" is the same), `@name` an attribute and
//! `#text` the text, as converters from XML write them.

use std::borrow::Cow;
use std::io::{BufRead as _, Read};

use serde::de::{DeserializeSeed, Deserializer, Error as _, MapAccess, SeqAccess, Visitor};

use super::encoding::{EncodingReport, TooLarge, Utf8Reader};
use super::tree::Tree;
use super::xml::{Break, BreakReason};

const LARGEST_RECORD: usize = 16 * 1024 * 1024;

/// What stands at the current position.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    Object,
    Array,
    Scalar,
    /// The end of the surrounding object or array, or of the file.
    Nothing,
}

#[derive(Debug)]
pub struct JsonStream<'a> {
    reader: Utf8Reader<'a>,
    record: Vec<u8>,
}

impl<'a> JsonStream<'a> {
    pub fn new(input: &'a mut dyn Read) -> Self {
        Self::from_utf8(Utf8Reader::new(input, LARGEST_RECORD))
    }

    /// Goes on with a reader of which nothing has been consumed.
    pub fn from_utf8(reader: Utf8Reader<'a>) -> Self {
        Self { reader, record: Vec::new() }
    }

    pub fn encoding(&self) -> &EncodingReport {
        self.reader.report()
    }

    pub fn line(&self) -> u64 {
        self.reader.line()
    }

    /// What comes next.
    pub fn shape(&mut self) -> Result<Shape, Break> {
        Ok(match self.peek()? {
            Some(b'{') => Shape::Object,
            Some(b'[') => Shape::Array,
            Some(b'}' | b']') | None => Shape::Nothing,
            Some(_) => Shape::Scalar,
        })
    }

    /// Steps into the object or array that comes next.
    pub fn enter(&mut self) {
        self.reader.consume(1);
    }

    /// Inside an object: the next key (its value comes next), or `None` at the end of the object, which is left.
    pub fn next_key(&mut self) -> Result<Option<String>, Break> {
        loop {
            match self.peek()? {
                Some(b',') => self.reader.consume(1),
                Some(b'}') => {
                    self.reader.consume(1);
                    return Ok(None);
                }
                Some(b'"') => {
                    self.take_value()?;
                    let key: String = serde_json::from_slice(&self.record)
                        .map_err(|_| self.malformed("ein Name ist nicht lesbar"))?;
                    return match self.peek()? {
                        Some(b':') => {
                            self.reader.consume(1);
                            Ok(Some(key))
                        }
                        Some(_) => Err(self.malformed(&format!("nach „{key}“ fehlt der Doppelpunkt"))),
                        None => Err(self.truncated()),
                    };
                }
                Some(_) => return Err(self.malformed("ein Name in Anführungszeichen wird erwartet")),
                None => return Err(self.truncated()),
            }
        }
    }

    /// Inside an array: whether another entry comes; at the end the array is left.
    pub fn next_entry(&mut self) -> Result<bool, Break> {
        loop {
            match self.peek()? {
                Some(b',') => self.reader.consume(1),
                Some(b']') => {
                    self.reader.consume(1);
                    return Ok(false);
                }
                Some(b'}' | b':') => return Err(self.malformed("die Liste ist nicht geschlossen")),
                Some(_) => return Ok(true),
                None => return Err(self.truncated()),
            }
        }
    }

    /// First key of the object that comes next, as far as it can be seen without consuming anything.
    pub fn peek_key(&mut self) -> Result<Option<String>, Break> {
        if self.peek()? != Some(b'{') {
            return Ok(None);
        }
        let ahead = self.reader.fill_buf().map_err(|_| Break { line: 0, reason: BreakReason::TooLarge })?;
        let inner = ahead[1..].trim_ascii_start();
        let name = inner.strip_prefix(b"\"").and_then(|rest| rest.split(|byte| *byte == b'"').next());
        Ok(name.map(|name| String::from_utf8_lossy(name).into_owned()))
    }

    /// Passes over the value that comes next.
    pub fn skip(&mut self) -> Result<(), Break> {
        self.scan(false)
    }

    /// Reads the value that comes next into `tree`, below a root element called `name`.
    pub fn read_record(&mut self, name: &str, tree: &mut Tree) -> Result<(), Break> {
        self.peek()?;
        self.reader.mark();
        let line = self.reader.line();
        self.take_value()?;
        tree.clear();
        let mut deserializer = serde_json::Deserializer::from_slice(&self.record);
        let seed = Branch { tree, name, line, root: true };
        seed.deserialize(&mut deserializer).and_then(|()| deserializer.end()).map_err(|error| {
            let line = line + (error.line() as u64).saturating_sub(1);
            Break { line, reason: BreakReason::Malformed(format!("kein gültiges JSON in Spalte {}", error.column())) }
        })
    }

    fn take_value(&mut self) -> Result<(), Break> {
        self.record.clear();
        self.scan(true)
    }

    /// Passes over one value, keeping its bytes when asked. Only brackets and strings are looked at.
    fn scan(&mut self, keep: bool) -> Result<(), Break> {
        let mut depth = 0usize;
        let mut in_string = false;
        let mut escaped = false;
        let mut started = false;
        self.peek()?;
        loop {
            if !keep {
                self.reader.mark();
            }
            let line = self.reader.line();
            let chunk = match self.reader.fill_buf() {
                Ok(chunk) => chunk,
                Err(error) => return Err(explain(&error, line)),
            };
            if chunk.is_empty() {
                return if started && depth == 0 && !in_string { Ok(()) } else { Err(self.truncated()) };
            }
            let mut end = None;
            for (at, byte) in chunk.iter().enumerate() {
                if in_string {
                    match byte {
                        _ if escaped => escaped = false,
                        b'\\' => escaped = true,
                        b'"' => {
                            in_string = false;
                            if depth == 0 {
                                end = Some(at + 1);
                                break;
                            }
                        }
                        _ => {}
                    }
                    continue;
                }
                match byte {
                    b'"' => in_string = true,
                    b'{' | b'[' => depth += 1,
                    b'}' | b']' => {
                        if depth <= 1 {
                            // Either the value's own end or, after a bare number, that of its surroundings.
                            end = Some(at + depth);
                            break;
                        }
                        depth -= 1;
                    }
                    b',' | b' ' | b'\n' | b'\r' | b'\t' if depth == 0 && started => {
                        end = Some(at);
                        break;
                    }
                    _ => {}
                }
                started = true;
            }
            let used = end.unwrap_or(chunk.len());
            if keep {
                self.record.extend_from_slice(&chunk[..used]);
            }
            self.reader.consume(used);
            if end.is_some() {
                return Ok(());
            }
        }
    }

    /// The next byte that is not white space, without consuming it.
    fn peek(&mut self) -> Result<Option<u8>, Break> {
        loop {
            self.reader.mark();
            let line = self.reader.line();
            let chunk = self.reader.fill_buf().map_err(|error| explain(&error, line))?;
            if chunk.is_empty() {
                return Ok(None);
            }
            match chunk.iter().position(|byte| !byte.is_ascii_whitespace()) {
                Some(at) => {
                    let byte = chunk[at];
                    self.reader.consume(at);
                    return Ok(Some(byte));
                }
                None => {
                    let all = chunk.len();
                    self.reader.consume(all);
                }
            }
        }
    }

    fn malformed(&self, what: &str) -> Break {
        Break { line: self.reader.line(), reason: BreakReason::Malformed(what.to_owned()) }
    }

    fn truncated(&self) -> Break {
        Break { line: self.reader.line(), reason: BreakReason::Truncated }
    }
}

fn explain(error: &std::io::Error, line: u64) -> Break {
    let reason = match error.get_ref() {
        Some(inner) if inner.is::<TooLarge>() => BreakReason::TooLarge,
        _ => BreakReason::Unreadable(error.to_string()),
    };
    Break { line, reason }
}

/// Adds one JSON value to the tree as element `name`.
struct Branch<'t> {
    tree: &'t mut Tree,
    name: &'t str,
    line: u64,
    root: bool,
}

impl Branch<'_> {
    fn leaf(self, text: &str) {
        self.tree.open_element(self.name, self.line);
        self.tree.add_text(text);
        self.tree.close_element();
    }
}

impl<'de> DeserializeSeed<'de> for Branch<'_> {
    type Value = ();
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Branch<'_> {
    type Value = ();

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        self.tree.open_element(self.name, self.line);
        while let Some(Key(key)) = map.next_key()? {
            if let Some(attribute) = key.strip_prefix('@') {
                let Scalar(value) = map.next_value()?;
                self.tree.add_attribute(attribute, &value);
            } else if key == "#text" || key == "#cdata-section" {
                let Scalar(value) = map.next_value()?;
                self.tree.add_text(&value);
            } else {
                let name = key.rsplit(':').next().unwrap_or(&key);
                map.next_value_seed(Branch { tree: self.tree, name, line: self.line, root: false })?;
            }
        }
        self.tree.close_element();
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut sequence: A) -> Result<(), A::Error> {
        if self.root {
            return Err(A::Error::custom("a record is not an array"));
        }
        while sequence
            .next_element_seed(Branch { tree: self.tree, name: self.name, line: self.line, root: false })?
            .is_some()
        {}
        Ok(())
    }

    fn visit_str<E>(self, text: &str) -> Result<(), E> {
        self.leaf(text);
        Ok(())
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        self.leaf("");
        Ok(())
    }

    fn visit_bool<E>(self, value: bool) -> Result<(), E> {
        self.leaf(if value { "true" } else { "false" });
        Ok(())
    }

    fn visit_u64<E>(self, value: u64) -> Result<(), E> {
        self.leaf(&value.to_string());
        Ok(())
    }

    fn visit_i64<E>(self, value: i64) -> Result<(), E> {
        self.leaf(&value.to_string());
        Ok(())
    }

    fn visit_f64<E>(self, value: f64) -> Result<(), E> {
        self.leaf(&value.to_string());
        Ok(())
    }
}

/// A key, borrowed when it holds no escapes.
#[derive(serde::Deserialize)]
#[serde(transparent)]
struct Key<'k>(#[serde(borrow)] Cow<'k, str>);

/// Any scalar as text; objects and arrays are nothing here.
struct Scalar(String);

impl<'de> serde::Deserialize<'de> for Scalar {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let value = serde_json::Value::deserialize(deserializer)?;
        Ok(Scalar(match value {
            serde_json::Value::String(text) => text,
            serde_json::Value::Number(number) => number.to_string(),
            serde_json::Value::Bool(value) => value.to_string(),
            _ => String::new(),
        }))
    }
}
