//! Which importer of statistics a file is for, by its first bytes. A name says nothing: everything here is called `tabelle.csv`.

use std::io::Read as _;

use flate2::read::{DeflateDecoder, MultiGzDecoder};

use crate::Importer;
use crate::formats::csv::decode;
use crate::formats::zip::{Packing, packing};

/// Unpacked bytes that are looked at.
const LOOK: u64 = 16 * 1024;

/// An importer and how a file for it begins.
type Mark = (&'static dyn Importer, fn(&str) -> bool);

/// The first that fits is taken. One line for each format.
const MARKS: &[Mark] = &[
    (&crate::genesis_ffcsv::GenesisFfcsv, crate::genesis_ffcsv::is_flat),
    (&crate::genesis_table::GenesisTable, crate::genesis_table::is_table),
    (&crate::px::Px, |head| crate::px::looks_like(head.as_bytes())),
    (&crate::jsonstat::JsonStat, |head| crate::jsonstat::looks_like(head.as_bytes())),
    // Last: what nothing can read, but can be called by its name.
    (&crate::foreign::Foreign, crate::foreign::is_foreign),
];

/// Tells the importer of a file of statistics by its first bytes (64 kB are plenty); gzip and ZIP are looked into.
pub fn recognise_statistics(_name: &str, head: &[u8]) -> Option<&'static dyn Importer> {
    match packing(head) {
        Packing::Plain => by_text(&decode(&head[..head.len().min(LOOK as usize)], None)),
        // Packed nonsense has no beginning, and is not empty for that.
        Packing::Gzip => {
            Some(unpacked(MultiGzDecoder::new(head))).filter(|text| !text.is_empty()).and_then(|text| by_text(&text))
        }
        Packing::Zip => by_entries(&entries(head)),
    }
}

fn by_text(text: &str) -> Option<&'static dyn Importer> {
    MARKS.iter().find(|(_, fits)| fits(text)).map(|(importer, _)| *importer)
}

/// An archive belongs to the first format that one of its files has: beside tables lie descriptions and what macOS leaves behind. Flat
/// files and tables of GENESIS side by side, or beside a description, are for the importer that tells them apart.
fn by_entries(texts: &[String]) -> Option<&'static dyn Importer> {
    let fitting = |(_, fits): &&Mark| texts.iter().any(|text| fits(text));
    let (found, fits) = MARKS[..MARKS.len() - 1].iter().find(fitting)?;
    let is_mixed = found.code() == "genesis_table" && !texts.iter().all(|text| fits(text));
    Some(if is_mixed { &crate::genesis_ffcsv::GenesisFfcsv } else { *found })
}

/// What can be had of a stream that is cut somewhere.
fn unpacked(stream: impl std::io::Read) -> String {
    let mut bytes = Vec::new();
    // The end is missing on purpose: an error there says nothing.
    let _ = stream.take(LOOK).read_to_end(&mut bytes);
    decode(&bytes, None)
}

/// Beginnings of the entries of a ZIP archive whose directory, at its end, is not at hand (APPNOTE 4.3.7), as far as `bytes` reach.
fn entries(bytes: &[u8]) -> Vec<String> {
    const MOST: usize = 50;
    const MARK: &[u8] = b"PK\x03\x04";
    let mut texts = Vec::new();
    let mut at = 0;
    for _ in 0..MOST {
        let Some(found) = bytes[at..].windows(MARK.len()).position(|window| window == MARK) else { break };
        let start = at + found;
        let Some((text, end)) = entry(&bytes[start..]) else { break };
        texts.extend(text);
        at = (start + end).min(bytes.len());
    }
    texts
}

/// The beginning of one entry, if it is a file that somebody packed on purpose, and where the entry ends.
fn entry(bytes: &[u8]) -> Option<(Option<String>, usize)> {
    let number = |at: usize| Some(usize::from(u16::from_le_bytes([*bytes.get(at)?, *bytes.get(at + 1)?])));
    let (flags, method, packed) = (number(6)?, number(8)?, number(18)? | number(20)? << 16);
    let (name_length, extra_length) = (number(26)?, number(28)?);
    let name = String::from_utf8_lossy(bytes.get(30..30 + name_length)?).into_owned();
    let start = 30 + name_length + extra_length;
    let content = bytes.get(start..)?;
    let is_hidden = name.ends_with('/')
        || name.starts_with("__MACOSX/")
        || name.rsplit('/').next().is_some_and(|last| last.starts_with('.'));
    // With bit 3 the length stands behind the content.
    let length = if flags & 8 == 0 { Some(packed) } else { None };
    let inside = &content[..length.unwrap_or(content.len()).min(content.len())];
    let text = match method {
        0 => unpacked(inside),
        8 => unpacked(DeflateDecoder::new(inside)),
        _ => return None,
    };
    let length = match (length, method) {
        (Some(length), _) => length,
        (None, 8) => packed_length(content),
        // Stored, and of unknown length: the next mark may be part of the content.
        (None, _) => content.len(),
    };
    Some(((!is_hidden).then_some(text), start + length))
}

/// How many bytes a deflated stream takes up.
fn packed_length(content: &[u8]) -> usize {
    const MOST: u64 = 64 << 20;
    let mut decoder = DeflateDecoder::new(content);
    // Cut content ends where it is cut.
    let _ = std::io::copy(&mut decoder.by_ref().take(MOST), &mut std::io::sink());
    usize::try_from(decoder.total_in()).unwrap_or(content.len())
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use super::*;

    const TABLE: &str = "GENESIS-Tabelle: 12411-01-01-4\nBevölkerung;;\n";
    const FLAT: &str = "\u{feff}statistics_code;statistics_label;time_code;time_label;time;1_variable_code;1_variable_label;1_variable_attribute_code;1_variable_attribute_label;value;value_unit;value_variable_code;value_variable_label\n";
    const HEADLESS: &str = ";;Insgesamt;weiblich\n07235;Trier-Saarburg, Landkreis;1;2\n";

    fn code(head: &[u8]) -> Option<&'static str> {
        recognise_statistics("tabelle.csv", head).map(Importer::code)
    }

    #[test]
    fn files_are_told_by_what_they_hold() {
        assert_eq!(code(TABLE.as_bytes()), Some("genesis_table"));
        assert_eq!(code(&encoding_rs::WINDOWS_1252.encode(TABLE).0), Some("genesis_table"));
        assert_eq!(code(HEADLESS.as_bytes()), Some("genesis_table"));
        assert_eq!(code(FLAT.as_bytes()), Some("genesis_ffcsv"));
        for foreign in ["", "<html>", "{\"Status\":{\"Code\":98,\"Content\":\"zu groß\"}}"] {
            assert_eq!(code(foreign.as_bytes()), Some("fremd"), "{foreign}");
        }
        for other in
            ["Titel;Ort\nTöpfern;Konz\n", "\u{0}\u{1}", "PK\u{3}\u{4}kaputt", "a;b;c;d;time;value\n1;2;3;4;5;6\n"]
        {
            assert_eq!(code(other.as_bytes()), None, "{other}");
        }
    }

    #[test]
    fn an_archive_is_told_by_any_of_its_files() {
        let zip_of = |entries: &[(&str, &str)], streamed: bool| {
            let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
            for (name, content) in entries {
                zip.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
                zip.write_all(content.as_bytes()).unwrap();
            }
            let mut bytes = zip.finish().unwrap().into_inner();
            // As programs write that do not know the length beforehand: bit 3 set, lengths zero.
            let mut at = 0;
            while let Some(found) =
                bytes[at..].windows(4).position(|window| window == b"PK\x03\x04").filter(|_| streamed)
            {
                at += found;
                bytes[at + 6] |= 8;
                bytes[at + 18..at + 26].fill(0);
                at += 4;
            }
            bytes
        };
        for (entries, expected) in [
            (&[("LIESMICH.txt", "Bitte lesen."), ("a.csv", FLAT)][..], Some("genesis_ffcsv")),
            (&[("__MACOSX/._a.csv", "xx"), ("a.csv", TABLE)], Some("genesis_table")),
            (&[("daten/", ""), ("daten/a.csv", TABLE), ("daten/b.csv", HEADLESS)], Some("genesis_table")),
            // The importer of flat files reads tables beside other things as well.
            (&[("LIESMICH.txt", "Bitte lesen."), ("a.csv", TABLE)], Some("genesis_ffcsv")),
            (&[("a.csv", TABLE), ("b.csv", FLAT)], Some("genesis_ffcsv")),
            (&[("readme.txt", "x"), ("a.px", "CHARSET=\"ANSI\";\nMATRIX=\"A\";")], Some("px")),
            (&[("LIESMICH.txt", "Bitte lesen.")], None),
            (&[], None),
        ] {
            for streamed in [false, true] {
                let bytes = zip_of(entries, streamed);
                assert_eq!(code(&bytes), expected, "{entries:?} {streamed}");
                for cut in 0..bytes.len() {
                    code(&bytes[..cut]);
                }
            }
        }
    }

    #[test]
    fn packed_files_are_looked_into_even_when_they_are_cut() {
        let long = format!(
            "{FLAT}{}",
            "12411;x;STAG;y;2024-12-31;KREISE;k;07235;Landkreis;5;Anzahl;BEVSTD;z\n".repeat(20_000)
        );
        let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        gzip.write_all(long.as_bytes()).unwrap();
        let gzip = gzip.finish().unwrap();
        let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
        zip.start_file("tabelle.csv", zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(long.as_bytes()).unwrap();
        let zip = zip.finish().unwrap().into_inner();
        for packed in [gzip, zip] {
            assert_eq!(code(&packed[..packed.len() / 2]), Some("genesis_ffcsv"));
        }
    }
}
