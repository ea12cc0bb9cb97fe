//! The layout: head block, blocks of headings and rows, footer. Texts as they stand; what they mean is for `map.rs`.

use std::borrow::Cow;

use chrono::{NaiveDate, NaiveDateTime};
use model::statistics::{Note, Period};

use crate::formats::csv::find_separator;
use crate::statistics::areas::{key_of_land, looks_like_key};
use crate::statistics::periods::{read_day, read_period};

/// A line of the footer begins so.
const RULE: &str = "__________";
/// Lines that one quoted cell may span before the footer; an open quote beyond is a quote that was never closed.
const LONGEST_CELL: usize = 20;

/// One line, cut into cells.
#[derive(Debug, Clone)]
pub(super) struct Row<'t> {
    /// Physical line of the file, from 1.
    pub(super) line: u32,
    pub(super) cells: Vec<Cow<'t, str>>,
}

impl Row<'_> {
    pub(super) fn cell(&self, column: usize) -> &str {
        self.cells.get(column).map_or("", AsRef::as_ref)
    }

    fn rest_is_blank(&self) -> bool {
        self.cells.iter().skip(1).all(|cell| cell.trim().is_empty())
    }
}

/// Which columns stand before the values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Stub {
    pub(super) period: Option<usize>,
    /// Of the key of the area, or of its name where there is no key.
    pub(super) area: usize,
    /// Of the name of the area.
    pub(super) label: usize,
}

/// Headings and the rows below them. A file has several where each year has its own.
#[derive(Debug, Default)]
pub(super) struct Block<'t> {
    /// Period that stands in a line of its own above the headings.
    pub(super) period: Option<Period>,
    /// Empty: the headings of the block before hold.
    pub(super) headings: Vec<Row<'t>>,
    pub(super) rows: Vec<Row<'t>>,
}

#[derive(Debug, Default)]
pub(super) struct Footer {
    pub(super) notes: Vec<Note>,
    pub(super) copyright: Option<String>,
    pub(super) licence: Option<String>,
    pub(super) created_at: Option<NaiveDateTime>,
}

/// A file as it is laid out.
#[derive(Debug, Default)]
pub(super) struct Sheet<'t> {
    /// Code of the table.
    pub(super) code: Option<String>,
    pub(super) title: String,
    pub(super) statistic: Option<String>,
    /// Name and unit of the only measure, where the head block names it ("Bevölkerungsstand (Anzahl)").
    pub(super) measure: Option<(String, String)>,
    pub(super) stub: Option<Stub>,
    pub(super) blocks: Vec<Block<'t>>,
    /// Lines among the data that are neither data nor headings.
    pub(super) strange: Vec<Row<'t>>,
    pub(super) footer: Option<Footer>,
}

pub(super) fn read_sheet(text: &str) -> Sheet<'_> {
    let text = text.trim_start_matches('\u{feff}');
    let (body, footer) = split_footer(text);
    let head = &body[..floor(body, 20_000)];
    let separator = if head.contains(';') { ';' } else { find_separator(head) };
    let mut sheet = Sheet { footer: footer.map(read_footer), ..Sheet::default() };
    let mut head = Vec::new();
    let mut block = Block::default();
    let mut has_data = false;
    for row in rows(body, separator) {
        if row.cells.iter().all(|cell| cell.trim().is_empty()) {
            continue;
        }
        if let Some(stub) = data_stub(&row) {
            has_data = true;
            sheet.stub.get_or_insert(stub);
            block.rows.push(row);
            continue;
        }
        let alone = row.rest_is_blank().then(|| read_period(row.cell(0))).flatten();
        match alone {
            // A year alone in a line, with its separators, opens a block.
            Some(period) if row.cells.len() > 1 => {
                if has_data || block.period.is_some() {
                    sheet.blocks.push(std::mem::take(&mut block));
                }
                block.period = Some(period);
            }
            _ if row.cell(0).trim().is_empty()
                && sheet.stub.is_none_or(|stub| row.cell(stub.label).trim().is_empty()) =>
            {
                if !block.rows.is_empty() {
                    let period = block.period;
                    sheet.blocks.push(std::mem::replace(&mut block, Block { period, ..Block::default() }));
                }
                block.headings.push(row);
            }
            _ if !has_data && block.headings.is_empty() && row.rest_is_blank() => {
                head.push(row.cell(0).trim().to_owned());
            }
            _ if !has_data => block.headings.push(row),
            _ => continue_row(&mut block, row, sheet.stub, &mut sheet.strange),
        }
    }
    sheet.blocks.push(block);
    read_head(head, &mut sheet);
    sheet
}

/// A row below data that lacks what the row before it says (period or area are written once for several rows), or a strange one.
fn continue_row<'t>(block: &mut Block<'t>, mut row: Row<'t>, stub: Option<Stub>, strange: &mut Vec<Row<'t>>) {
    let (Some(stub), Some(before)) = (stub, block.rows.last()) else {
        strange.push(row);
        return;
    };
    let period_missing = stub.period.is_some_and(|at| row.cell(at).trim().is_empty());
    if period_missing && looks_like_key(row.cell(stub.area)) && row.cells.len() == before.cells.len() {
        if let Some(at) = stub.period {
            row.cells[at].clone_from(&before.cells[at]);
        }
        block.rows.push(row);
        return;
    }
    // A damaged key or period: the row belongs to the data, and its cells are looked at there.
    let as_wide = row.cells.len() + 1 >= before.cells.len() && row.cells.len() <= before.cells.len() + 1;
    if as_wide && row.cells.len() > 2 && !row.rest_is_blank() {
        block.rows.push(row);
    } else {
        strange.push(row);
    }
}

/// Whether a row begins as data do: key and name, or period, key and name.
fn data_stub(row: &Row<'_>) -> Option<Stub> {
    if row.cells.len() < 3 {
        return None;
    }
    let is_name = |column: usize| row.cell(column).contains(char::is_alphabetic);
    let is_key = |column: usize| {
        let cell = row.cell(column).trim();
        !cell.is_empty() && looks_like_key(cell)
    };
    let with_period = usize::from(read_period(row.cell(0)).is_some());
    let period = (with_period == 1).then_some(0);
    if is_key(with_period) && is_name(with_period + 1) {
        return Some(Stub { period, area: with_period, label: with_period + 1 });
    }
    // "2019;Hessen" is a year and a Land, "7235;Trier-Saarburg" a key that has lost its zero.
    let is_land = key_of_land(row.cell(with_period)).is_some();
    if !is_land && is_key(0) && is_name(1) {
        return Some(Stub { period: None, area: 0, label: 1 });
    }
    is_land.then_some(Stub { period, area: with_period, label: with_period })
}

/// Code, title, statistics and measure. The title is wrapped over several lines; the statistics stands in one line below it.
fn read_head(mut lines: Vec<String>, sheet: &mut Sheet<'_>) {
    lines.retain(|line| !line.is_empty());
    if let Some(code) = lines.first().and_then(|line| table_code(line)) {
        sheet.code = Some(code);
        lines.remove(0);
    }
    if lines.len() > 1
        && let Some(measure) = lines.last().and_then(|line| measure_of(line))
    {
        sheet.measure = Some(measure);
        lines.pop();
    }
    if lines.len() > 1 {
        sheet.statistic = lines.pop();
    }
    sheet.title = lines.join(" ").split_whitespace().collect::<Vec<_>>().join(" ");
}

/// `GENESIS-Tabelle: 21111-02-06-4`, `Tabelle: 21111-0013`.
fn table_code(line: &str) -> Option<String> {
    let (word, code) = line.split_once(':')?;
    let code = code.trim();
    let named = matches!(word.trim(), "GENESIS-Tabelle" | "Tabelle" | "Table" | "GENESIS-Table");
    (named && !code.is_empty() && !code.contains(' ')).then(|| code.to_owned())
}

/// `Bevölkerungsstand (Anzahl)`: the brackets hold a unit.
fn measure_of(line: &str) -> Option<(String, String)> {
    let (name, unit) = line.strip_suffix(')')?.rsplit_once('(')?;
    let (name, unit) = (name.trim(), unit.trim());
    (!name.is_empty() && crate::catalogue::is_unit(unit)).then(|| (name.to_owned(), unit.to_owned()))
}

fn split_footer(text: &str) -> (&str, Option<&str>) {
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        if line.trim_start_matches('"').starts_with(RULE) {
            return (&text[..at], Some(&text[at + line.len()..]));
        }
        at += line.len();
    }
    (text, None)
}

/// The largest position up to `at` at which text may be cut.
fn floor(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// Lines cut into cells. A quoted cell may hold line breaks.
fn rows(text: &str, separator: char) -> impl Iterator<Item = Row<'_>> {
    let mut rest = text;
    let mut line = 1_u32;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let (record, lines) = record(rest);
        let begin = line;
        line += lines;
        rest = &rest[record.len()..];
        Some(Row { line: begin, cells: cells(record.trim_end_matches(['\n', '\r']), separator) })
    })
}

/// The next line with its end; more than one where a quote is open. The second: how many.
fn record(text: &str) -> (&str, u32) {
    let first = text.find('\n').map_or(text.len(), |at| at + 1);
    if !quote_open(&text[..first]) {
        return (&text[..first], 1);
    }
    let mut end = first;
    for more in 1..=LONGEST_CELL as u32 {
        let Some(length) =
            text.get(end..).filter(|rest| !rest.is_empty()).map(|rest| rest.find('\n').map_or(rest.len(), |at| at + 1))
        else {
            break;
        };
        end += length;
        if !quote_open(&text[..end]) {
            return (&text[..end], more + 1);
        }
    }
    (&text[..first], 1)
}

fn quote_open(text: &str) -> bool {
    text.bytes().filter(|byte| *byte == b'"').count() % 2 == 1
}

fn cells(record: &str, separator: char) -> Vec<Cow<'_, str>> {
    if !record.contains('"') || quote_open(record) {
        return record.split(separator).map(Cow::Borrowed).collect();
    }
    let mut cells = Vec::new();
    let mut begin = 0;
    let mut quoted = false;
    for (at, c) in record.char_indices() {
        if c == '"' {
            quoted = !quoted;
        } else if c == separator && !quoted {
            cells.push(unquote(&record[begin..at]));
            begin = at + c.len_utf8();
        }
    }
    cells.push(unquote(&record[begin..]));
    cells
}

fn unquote(cell: &str) -> Cow<'_, str> {
    match cell.trim().strip_prefix('"').and_then(|rest| rest.strip_suffix('"')) {
        Some(inner) if inner.contains("\"\"") => Cow::Owned(inner.replace("\"\"", "\"")),
        Some(inner) => Cow::Borrowed(inner),
        None => Cow::Borrowed(cell),
    }
}

/// Notes, who must be named, licence, and when the file was written.
fn read_footer(text: &str) -> Footer {
    let mut footer = Footer::default();
    let plain = text.replace("\"\"", "\u{1}").replace('"', "").replace('\u{1}', "\"");
    let mut copyright = Vec::new();
    for line in plain.lines().map(|line| line.trim_end_matches([';', '\r']).trim()) {
        if let Some(created) = line.strip_prefix("Stand:") {
            footer.created_at = read_moment(created).or(footer.created_at);
        } else if line.starts_with('©') || line.starts_with("(C)") || (!copyright.is_empty() && !line.is_empty()) {
            copyright.push(line.to_owned());
        } else if let Some(about) = note_about(line) {
            footer.notes.push(Note { about, text: String::new() });
        } else if let Some(note) = footer.notes.last_mut() {
            push_line(&mut note.text, line);
        } else if !line.is_empty() {
            footer.notes.push(Note { about: "gesamte Tabelle".to_owned(), text: line.to_owned() });
        }
    }
    join_wrapped_titles(&mut footer.notes);
    footer.notes.retain(|note| !note.text.is_empty());
    if let Some(first) = copyright.first() {
        footer.copyright = Some(first.trim_end_matches('.').to_owned());
    }
    let rights = copyright.join(" ");
    if rights.contains("Datenlizenz Deutschland") {
        let by = rights.contains("Namensnennung");
        footer.licence = Some(if by { "dl-de/by-2-0" } else { "dl-de/zero-2-0" }.to_owned());
    }
    footer
}

/// `zu "gesamte Tabelle":`, `zu "Fachhochschulreife":`. A long name is wrapped: then the quote is still open.
fn note_about(line: &str) -> Option<String> {
    let rest = line.strip_prefix("zu")?.trim_start();
    let rest = rest.strip_prefix("Spalte").unwrap_or(rest).trim_start().strip_prefix('"')?;
    let about = rest.trim_end_matches(':').trim_end_matches('"').trim();
    // Two ways of writing the same.
    Some(if about == "gesamter Tabelle" { "gesamte Tabelle".to_owned() } else { about.to_owned() })
}

/// Puts the second half of a wrapped name (`… (einschl.` / `Fachhochschulreife)":`) where it belongs.
fn join_wrapped_titles(notes: &mut [Note]) {
    for note in notes {
        let Some((first, rest)) = note.text.split_once('\n').map_or(Some((note.text.as_str(), "")), Some) else {
            continue;
        };
        if let Some(end) = first.strip_suffix("\":") {
            let joined = match note.about.strip_suffix('-') {
                Some(begin) => format!("{begin}{end}"),
                None => format!("{} {end}", note.about),
            };
            let rest = rest.to_owned();
            note.about = joined;
            note.text = rest;
        }
    }
}

fn push_line(text: &mut String, line: &str) {
    if line.is_empty() {
        return;
    }
    if !text.is_empty() {
        text.push('\n');
    }
    text.push_str(line);
}

/// `13.03.2025 / 16:40:08`.
fn read_moment(text: &str) -> Option<NaiveDateTime> {
    let (day, time) = text.split_once('/').unwrap_or((text, "00:00:00"));
    let day: NaiveDate = read_day(day)?;
    let mut parts = time.trim().split(':').map(str::parse::<u32>);
    let mut next = || parts.next().unwrap_or(Ok(0)).ok();
    day.and_hms_opt(next()?, next()?, next()?)
}
