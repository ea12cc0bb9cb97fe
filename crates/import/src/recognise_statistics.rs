//! Which importer of statistics a file is for, by its first bytes. A name says nothing: everything here is called `tabelle.csv`.

use std::io::Read as _;

use flate2::read::{DeflateDecoder, MultiGzDecoder};

use crate::Importer;
use crate::formats::csv::decode;
use crate::formats::zip::{Packing, packing};

/// Unpacked bytes that are looked at.
const LOOK: u64 = 16 * 1024;

/// The beginning of a file, unpacked.
struct Head {
    /// Of the file, or of the first entry of its archive.
    #[expect(dead_code, reason = "formats that have no mark of their own are told by their name")]
    name: String,
    text: String,
}

/// An importer and how a file for it begins.
type Mark = (&'static dyn Importer, fn(&Head) -> bool);

/// The first that fits is taken. One line for each format.
const MARKS: &[Mark] = &[
    (&crate::genesis_ffcsv::GenesisFfcsv, |head| crate::genesis_ffcsv::is_flat(&head.text)),
    (&crate::genesis_table::GenesisTable, |head| crate::genesis_table::is_table(&head.text)),
    (&crate::px::Px, |head| crate::px::looks_like(head.text.as_bytes())),
    (&crate::jsonstat::JsonStat, |head| crate::jsonstat::looks_like(head.text.as_bytes())),
];

/// Tells the importer of a file of statistics by its first bytes (64 kB are plenty); gzip and ZIP are looked into.
pub fn recognise_statistics(name: &str, head: &[u8]) -> Option<&'static dyn Importer> {
    let head = match packing(head) {
        Packing::Plain => Head { name: name.to_owned(), text: decode(&head[..head.len().min(LOOK as usize)], None) },
        Packing::Gzip => Head { name: name.to_owned(), text: unpacked(MultiGzDecoder::new(head)) },
        Packing::Zip => {
            let (name, packed, deflated) = first_entry(head)?;
            let text = if deflated { unpacked(DeflateDecoder::new(packed)) } else { unpacked(packed) };
            Head { name, text }
        }
    };
    MARKS.iter().find(|(_, fits)| fits(&head)).map(|(importer, _)| *importer)
}

/// What can be had of a stream that is cut somewhere.
fn unpacked(stream: impl std::io::Read) -> String {
    let mut bytes = Vec::new();
    // The end is missing on purpose: an error there says nothing.
    let _ = stream.take(LOOK).read_to_end(&mut bytes);
    decode(&bytes, None)
}

/// Name and packed bytes of the first entry of a ZIP archive whose directory, at its end, is not at hand (APPNOTE 4.3.7).
fn first_entry(bytes: &[u8]) -> Option<(String, &[u8], bool)> {
    let number = |at: usize| Some(usize::from(u16::from_le_bytes([*bytes.get(at)?, *bytes.get(at + 1)?])));
    let (method, name_length, extra_length) = (number(8)?, number(26)?, number(28)?);
    let name = bytes.get(30..30 + name_length)?;
    let content = bytes.get(30 + name_length + extra_length..)?;
    matches!(method, 0 | 8).then(|| (String::from_utf8_lossy(name).into_owned(), content, method == 8))
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
        for other in [
            "",
            "Titel;Ort\nTöpfern;Konz\n",
            "<html>",
            "\u{0}\u{1}",
            "PK\u{3}\u{4}kaputt",
            "a;b;c;d;time;value\n1;2;3;4;5;6\n",
        ] {
            assert_eq!(code(other.as_bytes()), None, "{other}");
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
