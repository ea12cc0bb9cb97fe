//! Bytes of any encoding in, valid UTF-8 out, as a stream with line numbers.
//!
//! Files declare encodings that are not true: Windows-1252 as UTF-8, UTF-8 as ISO-8859-1. [`Utf8Reader`] believes the bytes
//! first, the declaration second, and remembers what it had to repair.

use std::io::{BufRead, Read, Result};

use encoding_rs::{CoderResult, Decoder, Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

const CHUNK: usize = 64 * 1024;
/// Longest incomplete UTF-8 sequence that may stand at the end of a chunk.
const LONGEST_TAIL: usize = 3;

/// What was found out about the encoding while reading.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct EncodingReport {
    /// Label in the XML declaration, as written.
    pub declared: Option<String>,
    /// Encoding that was used.
    pub used: &'static str,
    /// The declared label is not known.
    pub unknown_label: bool,
    /// The declaration names a single-byte encoding, the bytes are UTF-8.
    pub utf8_despite_declaration: bool,
    /// First line in which bytes were not UTF-8 and were read as Windows-1252.
    pub repaired_from_line: Option<u64>,
    pub repaired_bytes: u64,
}

/// A stream of valid UTF-8 without byte order mark that counts the lines its consumer has passed.
pub struct Utf8Reader<'a> {
    input: &'a mut dyn Read,
    mode: Mode,
    /// Raw bytes that are not decoded yet (incomplete sequence, or the start of a single-byte file).
    raw: Vec<u8>,
    out: Vec<u8>,
    pos: usize,
    end_of_input: bool,
    line: u64,
    /// Newlines decoded so far: the line of a repair is known before the consumer reaches it.
    decoded_lines: u64,
    /// Bytes handed out since [`Self::mark`].
    since_mark: usize,
    limit: usize,
    failed: Option<std::io::Error>,
    report: EncodingReport,
}

enum Mode {
    Unknown,
    Utf8,
    /// A declared encoding other than UTF-8; `undecided` until the first bytes that are not ASCII.
    Declared {
        decoder: Box<Decoder>,
        undecided: bool,
    },
}

impl std::fmt::Debug for Utf8Reader<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Utf8Reader").field("line", &self.line).field("report", &self.report).finish_non_exhaustive()
    }
}

impl<'a> Utf8Reader<'a> {
    /// `limit`: bytes that may pass between two calls of [`Self::mark`] before reading ends with an error.
    pub fn new(input: &'a mut dyn Read, limit: usize) -> Self {
        Self {
            input,
            mode: Mode::Unknown,
            raw: Vec::new(),
            out: Vec::new(),
            pos: 0,
            end_of_input: false,
            line: 1,
            decoded_lines: 1,
            since_mark: 0,
            limit,
            failed: None,
            report: EncodingReport { used: UTF_8.name(), ..EncodingReport::default() },
        }
    }

    /// Line of the next byte that will be consumed, from 1.
    pub fn line(&self) -> u64 {
        self.line
    }

    pub fn report(&self) -> &EncodingReport {
        &self.report
    }

    /// The consumer has finished a unit (an XML event, a JSON record): its size counts from here.
    pub fn mark(&mut self) {
        self.since_mark = 0;
    }

    fn fill(&mut self) -> Result<()> {
        self.out.clear();
        self.pos = 0;
        while self.out.is_empty() {
            if self.end_of_input {
                return Ok(());
            }
            match self.mode {
                Mode::Unknown => self.detect()?,
                Mode::Utf8 => self.fill_utf8()?,
                Mode::Declared { .. } => self.fill_declared()?,
            }
        }
        Ok(())
    }

    /// Reads one chunk to the end of `raw`; tells whether anything came. An error waits until what came before it is consumed.
    fn read_raw(&mut self) -> Result<bool> {
        if let Some(error) = self.failed.take() {
            return Err(error);
        }
        let old = self.raw.len();
        let mut chunk = Read::take(&mut *self.input, CHUNK as u64);
        if let Err(error) = chunk.read_to_end(&mut self.raw) {
            if self.raw.len() == old {
                return Err(error);
            }
            self.failed = Some(error);
        }
        Ok(self.raw.len() > old)
    }

    fn detect(&mut self) -> Result<()> {
        // A declaration may be cut by a short read: take what can be had of the first kilobyte.
        while self.raw.len() < 1024 && self.read_raw()? {}
        let (encoding, bom) = if self.raw.starts_with(&[0xEF, 0xBB, 0xBF]) {
            (UTF_8, 3)
        } else if self.raw.starts_with(&[0xFF, 0xFE]) {
            (UTF_16LE, 2)
        } else if self.raw.starts_with(&[0xFE, 0xFF]) {
            (UTF_16BE, 2)
        } else if matches!(self.raw.as_slice(), [b'<' | b'{' | b'[', 0, ..]) {
            (UTF_16LE, 0)
        } else if matches!(self.raw.as_slice(), [0, b'<' | b'{' | b'[', ..]) {
            (UTF_16BE, 0)
        } else {
            (self.declared_encoding(), 0)
        };
        self.raw.drain(..bom);
        self.report.used = encoding.name();
        self.mode = if encoding == UTF_8 {
            Mode::Utf8
        } else {
            let undecided = encoding.is_single_byte();
            Mode::Declared { decoder: Box::new(encoding.new_decoder_without_bom_handling()), undecided }
        };
        if self.raw.is_empty() {
            self.end_of_input = true;
        } else {
            match self.mode {
                Mode::Utf8 => self.validate_raw(false),
                _ => self.decode_raw(false),
            }
        }
        Ok(())
    }

    /// `encoding="…"` of the XML declaration.
    fn declared_encoding(&mut self) -> &'static Encoding {
        let head = &self.raw[..self.raw.len().min(300)];
        let text = String::from_utf8_lossy(head);
        let Some(declaration) = text.trim_start().strip_prefix("<?xml").and_then(|rest| rest.split("?>").next()) else {
            return UTF_8;
        };
        let Some(value) = declaration.split("encoding").nth(1) else {
            return UTF_8;
        };
        let value = value.trim_start().strip_prefix('=').unwrap_or(value).trim_start();
        let label: String = match value.chars().next() {
            Some(quote @ ('"' | '\'')) => value[1..].chars().take_while(|c| *c != quote).collect(),
            _ => return UTF_8,
        };
        let encoding = Encoding::for_label(label.trim().as_bytes());
        self.report.unknown_label = encoding.is_none();
        self.report.declared = Some(label);
        match encoding {
            // The bytes are ASCII so far, so this declaration cannot be true.
            Some(encoding) if encoding == UTF_16LE || encoding == UTF_16BE => UTF_8,
            Some(encoding) => encoding,
            None => UTF_8,
        }
    }

    fn fill_utf8(&mut self) -> Result<()> {
        let more = self.read_raw()?;
        self.end_of_input = !more;
        self.validate_raw(!more);
        Ok(())
    }

    /// Moves `raw` to `out` as UTF-8; bytes that are not UTF-8 are taken as Windows-1252.
    fn validate_raw(&mut self, last: bool) {
        let valid = match std::str::from_utf8(&self.raw) {
            Ok(_) => self.raw.len(),
            Err(error) => error.valid_up_to(),
        };
        if self.raw.len() - valid <= LONGEST_TAIL && !last && self.is_incomplete(valid) {
            // The usual case: nothing to repair, at most a cut sequence that waits for the next chunk.
            std::mem::swap(&mut self.out, &mut self.raw);
            self.raw.clear();
            self.raw.extend_from_slice(&self.out[valid..]);
            self.out.truncate(valid);
            self.decoded_lines += count_newlines(&self.out);
            return;
        }
        let raw = std::mem::take(&mut self.raw);
        let mut rest = raw.as_slice();
        loop {
            match std::str::from_utf8(rest) {
                Ok(text) => {
                    self.append(text.as_bytes());
                    break;
                }
                Err(error) => {
                    let (good, bad) = rest.split_at(error.valid_up_to());
                    self.append(good);
                    let length = match error.error_len() {
                        None if !last => {
                            self.raw = bad.to_vec();
                            return;
                        }
                        None => bad.len(),
                        Some(length) => length,
                    };
                    let (text, _) = WINDOWS_1252.decode_without_bom_handling(&bad[..length]);
                    self.report.repaired_from_line.get_or_insert(self.decoded_lines);
                    self.report.repaired_bytes += length as u64;
                    self.append(text.as_bytes());
                    rest = &bad[length..];
                }
            }
        }
        self.raw = raw;
        self.raw.clear();
    }

    fn is_incomplete(&self, valid: usize) -> bool {
        let tail = &self.raw[valid..];
        tail.is_empty() || std::str::from_utf8(tail).is_err_and(|error| error.error_len().is_none())
    }

    fn append(&mut self, bytes: &[u8]) {
        self.decoded_lines += count_newlines(bytes);
        self.out.extend_from_slice(bytes);
    }

    fn fill_declared(&mut self) -> Result<()> {
        let more = self.read_raw()?;
        self.end_of_input = !more;
        self.decode_raw(!more);
        Ok(())
    }

    fn decode_raw(&mut self, last: bool) {
        let Mode::Declared { undecided, .. } = &mut self.mode else { return };
        if *undecided && !self.raw.is_ascii() {
            *undecided = false;
            // In a single-byte text, accented letters practically never line up to valid UTF-8 sequences.
            let looks_like_utf8 = match std::str::from_utf8(&self.raw) {
                Ok(_) => true,
                Err(error) => {
                    let cut_at_end = error.error_len().is_none() && !last;
                    cut_at_end && !self.raw[..error.valid_up_to()].is_ascii()
                }
            };
            if looks_like_utf8 {
                self.report.utf8_despite_declaration = true;
                self.report.used = UTF_8.name();
                self.mode = Mode::Utf8;
                self.validate_raw(last);
                return;
            }
        }
        let Mode::Declared { decoder, .. } = &mut self.mode else { return };
        let need = decoder.max_utf8_buffer_length(self.raw.len()).unwrap_or(self.raw.len() * 3 + 16);
        self.out.resize(need, 0);
        let (result, _, written, _) = decoder.decode_to_utf8(&self.raw, &mut self.out, last);
        debug_assert_eq!(result, CoderResult::InputEmpty, "the buffer has the length the decoder asked for");
        self.out.truncate(written);
        self.raw.clear();
        self.decoded_lines += count_newlines(&self.out);
    }
}

fn count_newlines(bytes: &[u8]) -> u64 {
    bytes.iter().filter(|byte| **byte == b'\n').count() as u64
}

impl BufRead for Utf8Reader<'_> {
    fn fill_buf(&mut self) -> Result<&[u8]> {
        if self.since_mark > self.limit {
            return Err(std::io::Error::new(std::io::ErrorKind::FileTooLarge, TooLarge(self.limit)));
        }
        if self.pos >= self.out.len() {
            self.fill()?;
        }
        Ok(&self.out[self.pos..])
    }

    fn consume(&mut self, amount: usize) {
        let end = (self.pos + amount).min(self.out.len());
        self.line += count_newlines(&self.out[self.pos..end]);
        self.since_mark += end - self.pos;
        self.pos = end;
    }
}

impl Read for Utf8Reader<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> Result<usize> {
        let available = self.fill_buf()?;
        let count = available.len().min(buffer.len());
        buffer[..count].copy_from_slice(&available[..count]);
        self.consume(count);
        Ok(count)
    }
}

/// One unit (text, tag, record) is larger than allowed.
#[derive(Debug, thiserror::Error)]
#[error("a unit is larger than {0} bytes")]
pub struct TooLarge(pub usize);

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn read_all(bytes: &[u8]) -> (String, EncodingReport, u64) {
        let mut input = bytes;
        let mut reader = Utf8Reader::new(&mut input, usize::MAX);
        let mut text = Vec::new();
        reader.read_to_end(&mut text).unwrap();
        (String::from_utf8(text).unwrap(), reader.report().clone(), reader.line())
    }

    #[test]
    fn every_encoding_a_source_may_use() {
        let latin9 = b"<?xml version='1.0' encoding='ISO-8859-15'?><a>T\xF6pfern 5 \xA4</a>";
        assert!(read_all(latin9).0.ends_with("<a>Töpfern 5 €</a>"));
        let utf16: Vec<u8> =
            std::iter::once(0xFEFF).chain("<a>Töpfern</a>".encode_utf16()).flat_map(u16::to_le_bytes).collect();
        assert_eq!(read_all(&utf16).0, "<a>Töpfern</a>");
        let without_bom: Vec<u8> = "<a>Töpfern</a>".encode_utf16().flat_map(u16::to_be_bytes).collect();
        assert_eq!(read_all(&without_bom).0, "<a>Töpfern</a>");
        assert_eq!(read_all("\u{feff}[1]".as_bytes()).0, "[1]");
        assert_eq!(read_all(b"").0, "");
    }

    #[test]
    fn windows_1252_declared_as_utf8_is_repaired_and_told() {
        let (text, report, _) =
            read_all(b"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<a>\nM\xFCller \x96 K\xC3\xBCche</a>");
        assert!(text.ends_with("Müller – Küche</a>"), "{text}");
        assert_eq!((report.repaired_from_line, report.repaired_bytes), (Some(3), 2));
    }

    #[test]
    fn utf8_declared_as_latin1_is_read_as_utf8() {
        let (text, report, _) = read_all("<?xml version='1.0' encoding='ISO-8859-1'?><a>Töpfern</a>".as_bytes());
        assert!(text.ends_with("Töpfern</a>"));
        assert!(report.utf8_despite_declaration);
    }

    #[test]
    fn an_unknown_or_impossible_label_is_read_as_utf8() {
        let (text, report, _) = read_all("<?xml version='1.0' encoding='kaiserlich'?><a>ü</a>".as_bytes());
        assert!(text.ends_with("<a>ü</a>") && report.unknown_label);
        assert!(read_all("<?xml version='1.0' encoding='UTF-16'?><a>ü</a>".as_bytes()).0.ends_with("<a>ü</a>"));
    }

    #[test]
    fn a_unit_beyond_the_limit_ends_the_reading() {
        let bytes = vec![b'x'; 4 * CHUNK];
        let mut input = bytes.as_slice();
        let mut reader = Utf8Reader::new(&mut input, CHUNK);
        assert!(reader.read_to_end(&mut Vec::new()).is_err());
    }

    proptest! {
        /// However the input is cut into reads, the text is the same, and lines are those of the text.
        #[test]
        fn cuts_do_not_matter(text in "[a-zäöü€😀\n]{0,200}", piece in 1usize..7) {
            struct Pieces<'a>(&'a [u8], usize);
            impl Read for Pieces<'_> {
                fn read(&mut self, buffer: &mut [u8]) -> Result<usize> {
                    let count = self.0.len().min(self.1).min(buffer.len());
                    buffer[..count].copy_from_slice(&self.0[..count]);
                    self.0 = &self.0[count..];
                    Ok(count)
                }
            }
            // Longer than what detection reads at once.
            let long = text.repeat(2000 / text.len().max(1) + 1);
            let mut input = Pieces(long.as_bytes(), piece);
            let mut reader = Utf8Reader::new(&mut input, usize::MAX);
            let mut read = String::new();
            reader.read_to_string(&mut read).unwrap();
            prop_assert_eq!(&read, &long);
            prop_assert_eq!(reader.line(), 1 + long.matches('\n').count() as u64);
            prop_assert_eq!(reader.report().repaired_bytes, 0);
        }

        #[test]
        fn any_bytes_become_utf8(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
            read_all(&bytes);
        }
    }
}
