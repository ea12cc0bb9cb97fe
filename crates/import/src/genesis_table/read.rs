//! The layout: head block, blocks of headings and rows, footer. Texts as they stand; what they mean is for `map.rs`.

use std::borrow::Cow;

use chrono::{NaiveDate, NaiveDateTime};
use model::statistics::{Note, Period};

use super::code::{Mark, mark_of};
use super::stub::settle;
use crate::catalogue::{category_named, is_plain_unit, is_unit};
use crate::formats::csv::find_separator;
use crate::statistics::areas::{is_group_of_laender, key_of_land, looks_like_key};
use crate::statistics::periods::{PartOfYear, read_day, read_period};

/// A line of the footer begins so; mostly it has ten strokes.
const RULE: &str = "_____";
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

/// Which columns stand before the values; the others before them are classes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Stub {
    pub(super) period: Option<usize>,
    /// Of the month or quarter, where the year stands by itself.
    pub(super) part: Option<usize>,
    /// Of the key of the area, or of its name where there is no key. None: one area for the whole table, or areas in the headings.
    pub(super) area: Option<usize>,
    /// Of the name of the area.
    pub(super) label: Option<usize>,
}

impl Stub {
    pub(super) fn uses(&self, column: usize) -> bool {
        [self.period, self.part, self.area, self.label].contains(&Some(column))
    }

    /// Number of columns up to the last one of these.
    pub(super) fn width(&self) -> usize {
        [self.period, self.part, self.area, self.label].into_iter().flatten().max().map_or(0, |last| last + 1)
    }

    /// Areas have names and no keys.
    pub(super) fn is_by_name(&self) -> bool {
        self.area.is_some() && self.area == self.label
    }
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
    /// "Date:" instead of "Stand:".
    pub(super) is_english: bool,
}

/// A file as it is laid out.
#[derive(Debug, Default)]
pub(super) struct Sheet<'t> {
    /// How the first line names the table.
    pub(super) mark: Option<Mark>,
    pub(super) title: String,
    pub(super) statistic: Option<String>,
    /// Name and unit of the only measure, where the head block names it ("Bevölkerungsstand (Anzahl)").
    pub(super) measure: Option<(String, String)>,
    /// Area of the whole table ("Deutschland" in a line of the head block).
    pub(super) area: Option<&'static str>,
    pub(super) stub: Option<Stub>,
    pub(super) blocks: Vec<Block<'t>>,
    /// Lines among the data that are neither data nor headings.
    pub(super) strange: Vec<Row<'t>>,
    pub(super) footer: Option<Footer>,
    /// Lines behind the footer that look like data.
    pub(super) behind: Vec<u32>,
}

impl<'t> Sheet<'t> {
    /// The code that the file gives the table.
    pub(super) fn code(&self) -> Option<&str> {
        self.mark.as_ref()?.code.as_deref()
    }

    /// Whether the rows of both may stand in one table. Headings may differ: each block has its own.
    pub(super) fn is_laid_out_as(&self, other: &Self) -> bool {
        self.stub == other.stub
            && self.measure == other.measure
            && self.area == other.area
            && other.blocks.first().is_some_and(|block| !block.headings.is_empty())
    }

    /// Takes over the rows of the same table for other years.
    pub(super) fn append(&mut self, other: Sheet<'t>) {
        self.blocks.extend(other.blocks);
        self.strange.extend(other.strange);
        self.behind.extend(other.behind);
        let (Some(footer), Some(more)) = (&mut self.footer, other.footer) else {
            // One of them is cut.
            self.footer = None;
            return;
        };
        footer.notes.extend(more.notes.into_iter().filter(|note| !footer.notes.contains(note)).collect::<Vec<_>>());
        footer.created_at = footer.created_at.max(more.created_at);
    }

    /// Whether the file is written in English, so that a point is a decimal sign.
    pub(super) fn is_english(&self) -> bool {
        self.mark.as_ref().is_some_and(|mark| mark.is_english)
            || self.footer.as_ref().is_some_and(|footer| footer.is_english)
    }
}

/// How rows of data are told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Rows {
    /// They begin with an area, or a period and an area.
    OfAreas,
    /// They are what stands below headings that begin with a blank cell: tables of Germany or of one Land have no column of areas.
    BelowHeadings,
}

/// The tables of a file with the line each begins in: below the footer of one the next may follow.
pub(super) fn split_tables(text: &str) -> Vec<(u32, &str)> {
    let mut parts = Vec::new();
    let (mut begin, mut begin_line, mut at) = (0, 1_u32, 0);
    let mut below_rule = false;
    for (nr, line) in text.split_inclusive('\n').enumerate() {
        if is_rule(line) {
            below_rule = true;
        } else if below_rule && mark_of(line.trim_start_matches('"')).is_some_and(|mark| mark.code.is_some()) {
            parts.push((begin_line, &text[begin..at]));
            (begin, begin_line, below_rule) = (at, nr as u32 + 1, false);
        }
        at += line.len();
    }
    parts.push((begin_line, &text[begin..]));
    parts
}

/// `first_line`: of the text in its file.
pub(super) fn read_sheet(text: &str, first_line: u32) -> Sheet<'_> {
    let sheet = read_as(text, first_line, Rows::OfAreas);
    // Without its mark a text is no such table only because it has lines below blank cells.
    if sheet.stub.is_none() && sheet.mark.is_some() {
        let below = read_as(text, first_line, Rows::BelowHeadings);
        if below.stub.is_some() {
            return below;
        }
    }
    sheet
}

fn read_as(text: &str, first_line: u32, how: Rows) -> Sheet<'_> {
    let text = text.trim_start_matches('\u{feff}');
    let (body, footer) = split_footer(text);
    let head = &body[..floor(body, 20_000)];
    let separator = if head.contains(';') { ';' } else { find_separator(head) };
    let mut sheet = Sheet { footer: footer.map(read_footer), ..Sheet::default() };
    let mut head = Vec::new();
    let mut block = Block::default();
    let mut has_data = false;
    for row in rows(body, separator, first_line) {
        if row.cells.iter().all(|cell| cell.trim().is_empty()) {
            continue;
        }
        let stub = match how {
            Rows::OfAreas => data_stub(&row).filter(|stub| has_data || !stub.is_by_name() || !row.rest_is_blank()),
            Rows::BelowHeadings => {
                let below = has_data || block.headings.iter().any(|row| row.cell(0).trim().is_empty());
                (below && !row.cell(0).trim().is_empty() && !row.rest_is_blank()).then(Stub::default)
            }
        };
        if let Some(stub) = stub {
            has_data = true;
            sheet.stub.get_or_insert(stub);
            block.rows.push(row);
            continue;
        }
        let alone = row.rest_is_blank().then(|| read_period(row.cell(0))).flatten();
        let has_no_name = sheet.stub.and_then(|stub| stub.label).is_none_or(|label| row.cell(label).trim().is_empty());
        match alone {
            // A year alone in a line, with its separators, opens a block.
            Some(period) if row.cells.len() > 1 => {
                if has_data || block.period.is_some() {
                    sheet.blocks.push(std::mem::take(&mut block));
                }
                block.period = Some(period);
            }
            _ if row.cell(0).trim().is_empty() && has_no_name => {
                if !block.rows.is_empty() {
                    let period = block.period;
                    sheet.blocks.push(std::mem::replace(&mut block, Block { period, ..Block::default() }));
                }
                if !has_data {
                    take_head_lines(&mut block, &mut head);
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
    let body_lines = body.bytes().filter(|byte| *byte == b'\n').count() as u32;
    sheet.behind = footer.map_or_else(Vec::new, |footer| {
        rows_behind(footer, separator, first_line + body_lines + 1, sheet.blocks.iter().flat_map(|block| &block.rows))
    });
    read_head(head, &mut sheet);
    settle(&mut sheet);
    sheet
}

/// "Gestorbene: Deutschland; Monate; Geschlecht;": a title with semicolons is no heading where the headings begin with blank cells.
fn take_head_lines(block: &mut Block<'_>, head: &mut Vec<String>) {
    let is_title =
        |row: &Row<'_>| !row.cell(0).trim().is_empty() && row.cells.last().is_some_and(|cell| cell.trim().is_empty());
    if !block.headings.iter().all(is_title) {
        return;
    }
    for row in block.headings.drain(..) {
        let cells: Vec<&str> = row.cells.iter().map(|cell| cell.trim()).filter(|cell| !cell.is_empty()).collect();
        head.push(cells.join("; "));
    }
}

/// Lines of the footer that begin as data do and are as wide as the last row above.
fn rows_behind<'t>(
    footer: &str,
    separator: char,
    first_line: u32,
    above: impl DoubleEndedIterator<Item = &'t Row<'t>>,
) -> Vec<u32> {
    let Some(width) = above.rev().map(|row| row.cells.len()).next().filter(|width| *width > 2) else {
        return Vec::new();
    };
    rows(footer, separator, first_line)
        .filter(|row| row.cells.len() == width && data_stub(row).is_some() && !row.rest_is_blank())
        .map(|row| row.line)
        .collect()
}

/// A row below data that lacks what the row before it says (period or area are written once for several rows), or a strange one.
fn continue_row<'t>(block: &mut Block<'t>, mut row: Row<'t>, stub: Option<Stub>, strange: &mut Vec<Row<'t>>) {
    let (Some(stub), Some(before)) = (stub, block.rows.last()) else {
        strange.push(row);
        return;
    };
    let period_missing = stub.period.is_some_and(|at| row.cell(at).trim().is_empty());
    let has_key = stub.area.is_some_and(|area| looks_like_key(row.cell(area)));
    if period_missing && has_key && row.cells.len() == before.cells.len() {
        if let Some(at) = stub.period {
            row.cells[at].clone_from(&before.cells[at]);
        }
        block.rows.push(row);
        return;
    }
    // A damaged key or period: the row belongs to the data, and its cells are looked at there.
    let as_wide = row.cells.len() + 1 >= before.cells.len() && row.cells.len() <= before.cells.len() + 1;
    let is_wide = row.cells.len() > 2 || before.cells.len() == 2 && row.cells.len() == 2;
    if as_wide && is_wide && !row.rest_is_blank() {
        block.rows.push(row);
    } else {
        strange.push(row);
    }
}

/// Whether a row begins as data do: key and name, or period, key and name.
fn data_stub(row: &Row<'_>) -> Option<Stub> {
    if row.cells.len() < 2 {
        return None;
    }
    let is_name = |column: usize| row.cell(column).contains(char::is_alphabetic);
    let is_key = |column: usize| {
        let cell = row.cell(column).trim();
        !cell.is_empty() && looks_like_key(cell)
    };
    let mut next = 0;
    let (mut period, mut part) = (None, None);
    if let Some(found) = read_period(row.cell(0)) {
        (period, next) = (Some(0), 1);
        if PartOfYear::read(row.cell(1)).is_some_and(|part| part.of(found).is_some()) {
            (part, next) = (Some(1), 2);
        }
    }
    if row.cells.len() > next + 1 && is_key(next) && is_name(next + 1) && is_area_name(row.cell(next + 1)) {
        return Some(Stub { period, part, area: Some(next), label: Some(next + 1) });
    }
    // "2019;Hessen" is a year and a Land, "7235;Trier-Saarburg" a key that has lost its zero. Of keys that have lost it only 2000 may
    // be a year as well.
    let is_land = key_of_land(row.cell(next)).is_some();
    let is_key_or_year = |name: &str| period.is_none() || name.trim().starts_with("Hamburg");
    if !is_land
        && row.cells.len() > 2
        && is_key(0)
        && is_name(1)
        && is_area_name(row.cell(1))
        && is_key_or_year(row.cell(1))
    {
        return Some(Stub { area: Some(0), label: Some(1), ..Stub::default() });
    }
    (is_land && row.cells.len() > next + 1).then_some(Stub { period, part, area: Some(next), label: Some(next) })
}

/// "1990;männlich" is a year of birth and a sex, not a key and a name.
fn is_area_name(text: &str) -> bool {
    let name = text.trim();
    category_named(name).is_none() && PartOfYear::read(name).is_none() && !is_group_of_laender(name)
}

/// Code, title, statistics, area and measure. The title is wrapped over several lines; the statistics stands in one line below it.
fn read_head(mut lines: Vec<String>, sheet: &mut Sheet<'_>) {
    lines.retain(|line| !line.is_empty());
    if let Some(mark) = lines.first().and_then(|line| mark_of(line)) {
        sheet.mark = Some(mark);
        lines.remove(0);
    }
    if let Some(at) = lines.iter().skip(1).position(|line| key_of_land(line).is_some()) {
        sheet.area = key_of_land(&lines.remove(at + 1));
    }
    // What stands below the measure says what was selected ("Auszahlungskonten: Auszahlungen insgesamt").
    let known = lines.iter().skip(1).rposition(|line| measure_of(line).is_some_and(|(_, unit)| is_unit(&unit)));
    let at = known.map(|at| at + 1).or_else(|| unlisted_measure(&lines, sheet));
    let mut selected = Vec::new();
    if let Some(at) = at {
        selected = lines.split_off(at + 1);
        sheet.measure = lines.pop().and_then(|line| measure_of(&line));
    }
    if lines.len() > 1 {
        sheet.statistic = lines.pop();
    }
    lines.extend(selected);
    sheet.title = lines.join(" ").split_whitespace().collect::<Vec<_>>().join(" ");
}

/// `Bevölkerungsstand (Anzahl)`: the brackets hold a unit.
fn measure_of(line: &str) -> Option<(String, String)> {
    let (name, unit) = line.strip_suffix(')')?.rsplit_once('(')?;
    let (name, unit) = (name.trim(), unit.trim());
    (!name.is_empty() && !unit.is_empty()).then(|| (name.to_owned(), unit.to_owned()))
}

/// The last line above the headings, where its brackets hold what may be a unit that nobody has listed. A row of units below says that
/// it is none, and so do words that units do not have: "Bevölkerung kompakt (Gebietsstand 15.05.2022)".
fn unlisted_measure(lines: &[String], sheet: &Sheet<'_>) -> Option<usize> {
    let at = lines.len().checked_sub(1).filter(|at| *at > 1)?;
    let (name, unit) = measure_of(&lines[at])?;
    let headings = || sheet.blocks.iter().flat_map(|block| &block.headings);
    let has_units = headings().any(|row| row.cells.iter().any(|cell| is_plain_unit(cell)));
    let words: Vec<String> = unit.to_lowercase().split_whitespace().map(str::to_owned).collect();
    let is_remark = |word: &String| {
        let remarks = [
            "gebietsstand",
            "stand",
            "ab",
            "bis",
            "seit",
            "ohne",
            "mit",
            "einschl.",
            "inkl.",
            "vorläufig",
            "zensus",
            "und",
        ];
        remarks.contains(&word.as_str()) || read_period(word.trim_matches(',')).is_some()
    };
    let of_statistics = name.to_lowercase().contains("statistik");
    (!has_units && !of_statistics && words.len() <= 5 && !words.iter().any(is_remark)).then_some(at)
}

fn split_footer(text: &str) -> (&str, Option<&str>) {
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        if is_rule(line) {
            return (&text[..at], Some(&text[at + line.len()..]));
        }
        at += line.len();
    }
    (text, None)
}

fn is_rule(line: &str) -> bool {
    line.trim_start_matches('"').starts_with(RULE)
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
fn rows(text: &str, separator: char, first_line: u32) -> impl Iterator<Item = Row<'_>> {
    let mut rest = text;
    let mut line = first_line;
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
        let english = line.strip_prefix("Date:");
        if let Some(created) = line.strip_prefix("Stand:").or(english) {
            footer.is_english |= english.is_some();
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
