//! SQLite database files, read only and row by row: enough for GeoPackage, without a database engine and without touching a disk.
//!
//! File format: <https://www.sqlite.org/fileformat2.html>. Read are ordinary tables (b-tree with rowid) with their overflow pages.
//! Not read: indexes, tables without rowid, and changes that still lie in a `-wal` or `-journal` file beside the database.

use std::collections::BTreeMap;

const MAGIC: &[u8] = b"SQLite format 3\0";
/// A b-tree of depth 20 would hold more rows than a file can have.
const DEEPEST: usize = 20;

/// Whether these bytes begin as a database of SQLite.
pub fn is_sqlite(bytes: &[u8]) -> bool {
    bytes.starts_with(MAGIC)
}

/// One value of a row.
#[derive(Debug, Clone, PartialEq)]
pub enum Value<'a> {
    Null,
    Integer(i64),
    Real(f64),
    Text(String),
    Blob(std::borrow::Cow<'a, [u8]>),
}

impl Value<'_> {
    /// As text, where it is one or a number; empty otherwise.
    pub fn to_text(&self) -> String {
        match self {
            Value::Text(text) => text.clone(),
            Value::Integer(number) => number.to_string(),
            Value::Real(number) => number.to_string(),
            Value::Null | Value::Blob(_) => String::new(),
        }
    }
}

/// Why a database or a table was not read further.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SqliteError {
    #[error("keine SQLite-Datei")]
    NotSqlite,
    #[error("die Tabelle „{0}“ fehlt")]
    NoTable(String),
    #[error("Seite {0} ist beschädigt")]
    Damaged(usize),
}

#[derive(Debug, Clone)]
struct Table {
    root: usize,
    columns: Vec<String>,
    /// The column that is another name of the rowid; nothing is stored in it.
    rowid: Option<usize>,
}

#[derive(Debug, Clone, Copy)]
enum TextEncoding {
    Utf8,
    Utf16Le,
    Utf16Be,
}

/// An opened database.
#[derive(Debug)]
pub struct Database<'a> {
    bytes: &'a [u8],
    page_size: usize,
    /// Bytes of a page that hold content.
    usable: usize,
    encoding: TextEncoding,
    tables: BTreeMap<String, Table>,
}

impl<'a> Database<'a> {
    pub fn open(bytes: &'a [u8]) -> Result<Self, SqliteError> {
        if !is_sqlite(bytes) || bytes.len() < 100 {
            return Err(SqliteError::NotSqlite);
        }
        let page_size = match u16::from_be_bytes([bytes[16], bytes[17]]) {
            1 => 65_536,
            size => usize::from(size),
        };
        let usable = page_size.saturating_sub(usize::from(bytes[20]));
        if !page_size.is_power_of_two() || page_size < 512 || usable < 480 {
            return Err(SqliteError::Damaged(1));
        }
        let encoding = match bytes[59] {
            2 => TextEncoding::Utf16Le,
            3 => TextEncoding::Utf16Be,
            _ => TextEncoding::Utf8,
        };
        let mut database = Self { bytes, page_size, usable, encoding, tables: BTreeMap::new() };
        let mut tables = BTreeMap::new();
        // sqlite_schema: type, name, tbl_name, rootpage, sql.
        database.walk(1, &mut |_, row| {
            if let [Value::Text(kind), Value::Text(name), _, Value::Integer(root), Value::Text(sql)] = row.as_slice()
                && kind == "table"
                && let Ok(root) = usize::try_from(*root)
            {
                let (columns, rowid) = columns_of(sql);
                tables.insert(name.to_lowercase(), Table { root, columns, rowid });
            }
        })?;
        database.tables = tables;
        Ok(database)
    }

    /// Names of the columns of a table, in the order of its rows.
    pub fn columns(&self, table: &str) -> Option<&[String]> {
        self.tables.get(&table.to_lowercase()).map(|table| table.columns.as_slice())
    }

    /// Gives every row of a table to `visit`. On damage the rows before it have been given. A row may be shorter than the list of
    /// columns: columns were added after it was written.
    pub fn read_rows(&self, table: &str, visit: &mut dyn FnMut(Vec<Value<'a>>)) -> Result<(), SqliteError> {
        let found = self.tables.get(&table.to_lowercase()).ok_or_else(|| SqliteError::NoTable(table.to_owned()))?;
        self.walk(found.root, &mut |rowid, mut row| {
            if let Some(value @ Value::Null) = found.rowid.and_then(|index| row.get_mut(index)) {
                *value = Value::Integer(rowid);
            }
            visit(row);
        })
    }

    fn page(&self, number: usize) -> Result<&'a [u8], SqliteError> {
        let damaged = SqliteError::Damaged(number);
        let start = number.checked_sub(1).and_then(|index| index.checked_mul(self.page_size)).ok_or(damaged.clone())?;
        self.bytes.get(start..start + self.usable).ok_or(damaged)
    }

    fn walk(&self, root: usize, visit: &mut dyn FnMut(i64, Vec<Value<'a>>)) -> Result<(), SqliteError> {
        // A page that is met twice makes a circle; no more pages than the file has are ever read.
        let mut budget = self.bytes.len() / self.page_size + 1;
        self.walk_page(root, 0, &mut budget, visit)
    }

    fn walk_page(
        &self,
        number: usize,
        depth: usize,
        budget: &mut usize,
        visit: &mut dyn FnMut(i64, Vec<Value<'a>>),
    ) -> Result<(), SqliteError> {
        let damaged = || SqliteError::Damaged(number);
        if depth > DEEPEST || *budget == 0 {
            return Err(damaged());
        }
        *budget -= 1;
        let page = self.page(number)?;
        let header = if number == 1 { 100 } else { 0 };
        let kind = page[header];
        let cells = usize::from(be16(page, header + 3).ok_or_else(damaged)?);
        let pointers = header + if kind == 0x05 { 12 } else { 8 };
        for index in 0..cells {
            let at = usize::from(be16(page, pointers + 2 * index).ok_or_else(damaged)?);
            match kind {
                0x05 => {
                    let child = be32(page, at).ok_or_else(damaged)?;
                    self.walk_page(child, depth + 1, budget, visit)?;
                }
                0x0d => {
                    let (rowid, row) = self.cell(page, at).ok_or_else(damaged)?;
                    visit(rowid, row);
                }
                _ => return Err(damaged()),
            }
        }
        match kind {
            0x05 => self.walk_page(be32(page, header + 8).ok_or_else(damaged)?, depth + 1, budget, visit),
            0x0d => Ok(()),
            _ => Err(damaged()),
        }
    }

    /// A cell of a leaf: length of the payload, rowid, payload, first overflow page.
    fn cell(&self, page: &'a [u8], at: usize) -> Option<(i64, Vec<Value<'a>>)> {
        let mut position = at;
        let length = usize::try_from(varint(page, &mut position)?).ok()?;
        let rowid = varint(page, &mut position)? as i64;
        let most = self.usable - 35;
        if length <= most {
            return Some((rowid, self.record(page.get(position..position.checked_add(length)?)?)?));
        }
        let least = (self.usable - 12) * 32 / 255 - 23;
        let fitting = least + (length - least) % (self.usable - 4);
        let local = if fitting <= most { fitting } else { least };
        if length > self.bytes.len() {
            return None;
        }
        let mut payload = Vec::with_capacity(length);
        payload.extend_from_slice(page.get(position..position + local)?);
        let mut next = be32(page, position + local)?;
        while payload.len() < length {
            let overflow = self.page(next).ok()?;
            next = be32(overflow, 0)?;
            let rest = (length - payload.len()).min(self.usable - 4);
            payload.extend_from_slice(overflow.get(4..4 + rest)?);
        }
        let values = self.record(&payload)?;
        Some((rowid, values.into_iter().map(into_owned).collect()))
    }

    fn record<'p>(&self, payload: &'p [u8]) -> Option<Vec<Value<'p>>> {
        let mut position = 0;
        let header = usize::try_from(varint(payload, &mut position)?).ok()?;
        let mut body = header;
        let mut values = Vec::new();
        while position < header {
            let kind = varint(payload, &mut position)?;
            let length = match kind {
                0 | 8 | 9 => 0,
                1..=4 => kind as usize,
                5 => 6,
                6 | 7 => 8,
                10 | 11 => return None,
                _ => usize::try_from((kind - 12) / 2).ok()?,
            };
            let bytes = payload.get(body..body.checked_add(length)?)?;
            body += length;
            values.push(match kind {
                0 => Value::Null,
                1..=6 => Value::Integer(signed(bytes)),
                7 => Value::Real(f64::from_be_bytes(bytes.try_into().ok()?)),
                8 => Value::Integer(0),
                9 => Value::Integer(1),
                _ if kind % 2 == 0 => Value::Blob(bytes.into()),
                _ => Value::Text(self.text(bytes)),
            });
        }
        Some(values)
    }

    fn text(&self, bytes: &[u8]) -> String {
        match self.encoding {
            TextEncoding::Utf8 => String::from_utf8_lossy(bytes).into_owned(),
            TextEncoding::Utf16Le => encoding_rs::UTF_16LE.decode_without_bom_handling(bytes).0.into_owned(),
            TextEncoding::Utf16Be => encoding_rs::UTF_16BE.decode_without_bom_handling(bytes).0.into_owned(),
        }
    }
}

fn into_owned<'a>(value: Value<'_>) -> Value<'a> {
    match value {
        Value::Null => Value::Null,
        Value::Integer(number) => Value::Integer(number),
        Value::Real(number) => Value::Real(number),
        Value::Text(text) => Value::Text(text),
        Value::Blob(bytes) => Value::Blob(bytes.into_owned().into()),
    }
}

fn be16(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_be_bytes(bytes.get(at..at + 2)?.try_into().ok()?))
}

fn be32(bytes: &[u8], at: usize) -> Option<usize> {
    let number = u32::from_be_bytes(bytes.get(at..at.checked_add(4)?)?.try_into().ok()?);
    usize::try_from(number).ok()
}

/// Big-endian two's complement of one to eight bytes.
fn signed(bytes: &[u8]) -> i64 {
    let start = if bytes.first().is_some_and(|first| *first >= 0x80) { -1 } else { 0 };
    bytes.iter().fold(start, |number, byte| (number << 8) | i64::from(*byte))
}

/// Seven bits per byte, big end first; the ninth byte gives all its eight.
fn varint(bytes: &[u8], position: &mut usize) -> Option<u64> {
    let mut number = 0_u64;
    for index in 0..9 {
        let byte = *bytes.get(*position)?;
        *position += 1;
        if index == 8 {
            return Some((number << 8) | u64::from(byte));
        }
        number = (number << 7) | u64::from(byte & 0x7f);
        if byte < 0x80 {
            return Some(number);
        }
    }
    None
}

/// Names of the columns in a `CREATE TABLE` statement, and which of them is the rowid: the one of type INTEGER that alone is the
/// primary key.
fn columns_of(sql: &str) -> (Vec<String>, Option<usize>) {
    let definitions = definitions_of(sql);
    let mut columns: Vec<String> = Vec::new();
    let (mut rowid, mut key) = (None, None);
    let mut integers = Vec::new();
    for definition in definitions {
        let upper = definition.to_uppercase();
        let Some(name) = column_name(&definition) else {
            key = key.or_else(|| upper.split_once("PRIMARY KEY").map(|(_, columns)| columns.to_owned()));
            continue;
        };
        if upper.split_whitespace().any(|word| word == "INTEGER") {
            integers.push(columns.len());
            if upper.contains("PRIMARY KEY") {
                rowid = Some(columns.len());
            }
        }
        columns.push(name);
    }
    if let Some(key) = key {
        let key =
            key.split([')', ',']).next().unwrap_or_default().trim_matches(|c: char| !c.is_alphanumeric() && c != '_');
        let alone = integers.into_iter().find(|index| columns[*index].eq_ignore_ascii_case(key));
        rowid = rowid.or(alone);
    }
    (columns, rowid)
}

/// What stands between the commas of a `CREATE TABLE` statement.
fn definitions_of(sql: &str) -> Vec<String> {
    let Some((_, body)) = sql.split_once('(') else { return Vec::new() };
    let mut definitions = Vec::new();
    let mut definition = String::new();
    let (mut depth, mut quote) = (0_usize, None);
    for c in body.chars() {
        match quote {
            Some(end) => {
                if c == end {
                    quote = None;
                }
            }
            None => match c {
                '"' | '\'' | '`' => quote = Some(c),
                '[' => quote = Some(']'),
                '(' => depth += 1,
                ')' if depth == 0 => break,
                ')' => depth -= 1,
                ',' if depth == 0 => {
                    definitions.push(std::mem::take(&mut definition));
                    continue;
                }
                _ => {}
            },
        }
        definition.push(c);
    }
    definitions.push(definition);
    definitions
}

/// The name a column definition begins with; `None` for a constraint of the table.
fn column_name(definition: &str) -> Option<String> {
    let definition = definition.trim();
    let close = match definition.chars().next()? {
        c @ ('"' | '`' | '\'') => c,
        '[' => ']',
        _ => {
            let name = definition.split(|c: char| c.is_whitespace() || c == '(').next()?;
            let constraint = ["constraint", "primary", "unique", "check", "foreign"];
            return (!constraint.contains(&name.to_lowercase().as_str())).then(|| name.to_owned());
        }
    };
    let rest = &definition[1..];
    rest.find(close).map(|end| rest[..end].to_owned())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::golden::fixture;

    /// Written with the program `sqlite3`: 120 rows on small pages, every third with a text that needs overflow pages.
    fn rows(bytes: &[u8]) -> Result<Vec<Vec<Value<'_>>>, SqliteError> {
        let mut rows = Vec::new();
        Database::open(bytes)?.read_rows("beispiel", &mut |row| rows.push(row))?;
        Ok(rows)
    }

    #[test]
    fn every_row_of_a_deep_table_comes_in_order() {
        let bytes = fixture("boundaries/beispiel.sqlite");
        let database = Database::open(&bytes).unwrap();
        assert_eq!(database.columns("Beispiel").unwrap(), ["nr", "zahl", "anteil", "text, mit Komma", "bytes"]);
        let rows = rows(&bytes).unwrap();
        assert_eq!(rows.len(), 120);
        for (index, row) in rows.iter().enumerate() {
            let nr = index as i64 + 1;
            let [rowid, zahl, anteil, text, blob] = row.as_slice() else { panic!("{row:?}") };
            assert_eq!(*rowid, Value::Integer(nr));
            assert_eq!(*zahl, Value::Integer((nr - 150) * 1_000_003_i64.pow((nr % 3) as u32)));
            // A whole number is stored as one, whatever its column says.
            assert_eq!(
                *anteil,
                match nr {
                    _ if nr % 7 == 0 => Value::Null,
                    _ if nr % 8 == 0 => Value::Integer(nr / 8),
                    _ => Value::Real(nr as f64 / 8.0),
                }
            );
            let length = if nr % 3 == 0 { nr as usize * 8 } else { 5 };
            assert_eq!(*text, Value::Text("ä".repeat(length)));
            assert_eq!(*blob, Value::Blob(vec![(nr % 256) as u8; 3].into()));
        }
    }

    #[test]
    fn columns_are_found_in_their_statement() {
        for (sql, columns, rowid) in [
            (
                "CREATE TABLE t (a INTEGER PRIMARY KEY, \"b,c\" TEXT DEFAULT 'x,y', [d] DECIMAL(10,2), UNIQUE (a, d))",
                "a|b,c|d",
                Some(0),
            ),
            ("CREATE TABLE t (a TEXT, b INTEGER, CONSTRAINT k PRIMARY KEY (b))", "a|b", Some(1)),
            ("CREATE TABLE t (a TEXT PRIMARY KEY, b INT)", "a|b", None),
            ("CREATE TABLE", "", None),
        ] {
            let (found, found_rowid) = columns_of(sql);
            assert_eq!((found.join("|").as_str(), found_rowid), (columns, rowid), "{sql}");
        }
    }

    #[test]
    fn a_table_that_is_not_there_is_named() {
        let bytes = fixture("boundaries/beispiel.sqlite");
        let database = Database::open(&bytes).unwrap();
        let error = database.read_rows("gpkg_contents", &mut |_| {}).unwrap_err();
        assert_eq!(error.to_string(), "die Tabelle „gpkg_contents“ fehlt");
        assert_eq!(Database::open(b"SQLite format 3").unwrap_err(), SqliteError::NotSqlite);
    }

    proptest! {
        #[test]
        fn no_damage_makes_it_panic(damage in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6), cut in any::<prop::sample::Index>()) {
            let mut bytes = fixture("boundaries/beispiel.sqlite");
            for (at, byte) in damage {
                let at = at.index(bytes.len());
                bytes[at] = byte;
            }
            bytes.truncate(cut.index(bytes.len()) + 1);
            let _ = rows(&bytes);
        }
    }
}
