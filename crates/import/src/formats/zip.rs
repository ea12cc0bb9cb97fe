//! Packed deliveries: plain, gzip or zip, told apart by the first bytes and never by the file name.
//!
//! Whoever packs a file decides what it unpacks to, so nothing here trusts a declared size: what is unpacked is counted while it is
//! unpacked, and the limits hold for the real bytes.

use std::io::{Cursor, Read};

use flate2::read::MultiGzDecoder;
use zip::ZipArchive;

/// What a delivery may at most unpack to.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// Bytes as received.
    pub packed: u64,
    /// Bytes after unpacking, all entries that are read together.
    pub unpacked: u64,
    pub entries: usize,
    /// Unpacked bytes per packed byte, looked at from one megabyte on: honest text reaches about 20, a bomb 1000.
    pub ratio: u64,
}

impl Limits {
    /// Enough for every table and list we know (the whole Gemeindeverzeichnis has 12 MB), small enough for a server with 1 GB.
    pub const TABLE: Self = Self { packed: 64 << 20, unpacked: 256 << 20, entries: 500, ratio: 200 };
}

/// Below this size a high ratio is no danger: small sheets of equal cells pack well.
const RATIO_FLOOR: u64 = 1 << 20;

/// Why a delivery was not unpacked.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    #[error("larger than {limit} bytes")]
    TooLarge { limit: u64 },
    #[error("{entries} entries, at most {limit}")]
    TooManyEntries { entries: usize, limit: usize },
    #[error("unpacks to more than {limit} times its size")]
    Ratio { limit: u64 },
    #[error("entry {name:?} is encrypted")]
    Encrypted { name: String },
    #[error("no entry that can be read; entries: {names:?}")]
    NothingToRead { names: Vec<String> },
    #[error("damaged: {detail}")]
    Damaged { detail: String },
}

impl Refusal {
    /// The sentence for the editor.
    pub fn message(&self) -> String {
        match self {
            Self::TooLarge { limit } => {
                format!("Die Datei ist entpackt größer als {} MB und wurde nicht gelesen.", limit >> 20)
            }
            Self::TooManyEntries { entries, limit } => {
                format!("Das Archiv enthält {entries} Dateien, erlaubt sind {limit}. Es wurde nicht gelesen.")
            }
            Self::Ratio { limit } => format!(
                "Die Datei würde beim Entpacken auf mehr als das {limit}-Fache wachsen. So etwas ist meist ein Angriff oder ein Fehler; sie wurde nicht gelesen."
            ),
            Self::Encrypted { name } => format!("„{name}“ im Archiv ist mit einem Kennwort geschützt."),
            Self::NothingToRead { names } if names.is_empty() => "Das Archiv ist leer.".to_owned(),
            Self::NothingToRead { names } => {
                format!("Im Archiv ist keine lesbare Datei. Es enthält: {}.", names.join(", "))
            }
            Self::Damaged { detail } => format!("Die Datei ist beschädigt und lässt sich nicht entpacken ({detail})."),
        }
    }

    /// How to repair it.
    pub fn hint(&self) -> &'static str {
        match self {
            Self::TooLarge { .. } | Self::TooManyEntries { .. } => {
                "Bitte teilen Sie die Lieferung auf oder liefern Sie nur die Datei, die eingelesen werden soll."
            }
            Self::Ratio { .. } => {
                "Bitte speichern Sie die Datei neu aus dem Ursprungsprogramm, ohne leere Zeilen und Spalten am Ende."
            }
            Self::Encrypted { .. } => "Bitte liefern Sie das Archiv ohne Kennwort.",
            Self::NothingToRead { .. } => "Bitte packen Sie die Datei, die eingelesen werden soll, in das Archiv.",
            Self::Damaged { .. } => "Bitte laden Sie die Datei neu herunter oder lassen Sie sie erneut erzeugen.",
        }
    }
}

/// What the first bytes say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Packing {
    Plain,
    Gzip,
    Zip,
}

pub fn packing(bytes: &[u8]) -> Packing {
    match bytes {
        [0x1f, 0x8b, ..] => Packing::Gzip,
        // The second form is an archive without entries.
        [b'P', b'K', 3, 4, ..] | [b'P', b'K', 5, 6, ..] => Packing::Zip,
        _ => Packing::Plain,
    }
}

/// The entry that every Office Open XML document has.
const OFFICE_MARK: &str = "[Content_Types].xml";

/// What could be read, and what stopped the reading before the end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unpacked {
    pub content: Vec<u8>,
    /// The delivery broke off after `content`.
    pub broken: Option<Refusal>,
}

/// Reads at most `limit` bytes; more is a refusal. Of an interrupted stream, what came before is kept.
pub fn read_limited(bytes: &mut dyn Read, limit: u64) -> Result<Unpacked, Refusal> {
    let mut content = Vec::new();
    let read = bytes.take(limit + 1).read_to_end(&mut content);
    if content.len() as u64 > limit {
        return Err(Refusal::TooLarge { limit });
    }
    let broken = read.err().map(|_| cut());
    Ok(Unpacked { content, broken })
}

/// The content of a delivery: as it is, from gzip, or the first entry of a zip archive for which `choose` gives the lowest rank.
/// `None` from `choose` means "not this one". An Office document is an archive as well, and stays packed.
pub fn unpack(bytes: &mut dyn Read, limits: &Limits, choose: &dyn Fn(&str) -> Option<u8>) -> Result<Unpacked, Refusal> {
    let received = read_limited(bytes, limits.packed)?;
    let bytes = &received.content;
    match packing(bytes) {
        Packing::Plain => Ok(received),
        Packing::Gzip => {
            let packed = bytes.len() as u64;
            let limit = limits.unpacked.min(packed.saturating_mul(limits.ratio).max(RATIO_FLOOR));
            read_limited(&mut MultiGzDecoder::new(bytes.as_slice()), limit).map_err(|refusal| match refusal {
                Refusal::TooLarge { limit } if limit < limits.unpacked => Refusal::Ratio { limit: limits.ratio },
                other => other,
            })
        }
        Packing::Zip => {
            let mut archive = open(bytes, limits)?;
            let mut chosen: Option<(u8, usize)> = None;
            let mut names = Vec::new();
            for index in 0..archive.len() {
                let entry = archive.by_index_raw(index).map_err(damaged)?;
                let name = String::from_utf8_lossy(entry.name_raw()).into_owned();
                if name == OFFICE_MARK {
                    drop(entry);
                    drop(archive);
                    return Ok(received);
                }
                if let Some(rank) = choose(&name).filter(|_| !entry.is_dir())
                    && chosen.is_none_or(|(best, _)| rank < best)
                {
                    chosen = Some((rank, index));
                }
                names.push(name);
            }
            names.truncate(10);
            let (_, index) = chosen.ok_or(Refusal::NothingToRead { names })?;
            let mut content = Vec::new();
            let broken = match unpack_entry(&mut archive, index, limits, &mut content) {
                Ok(_) => None,
                Err(refusal @ Refusal::Damaged { .. }) => Some(refusal),
                Err(refusal) => return Err(refusal),
            };
            Ok(Unpacked { content, broken })
        }
    }
}

/// One entry of an archive, unpacked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    pub name: String,
    pub content: Vec<u8>,
    /// The entry broke off after `content`.
    pub broken: Option<Refusal>,
}

/// All entries of a zip archive that are `wanted`, in the order of the archive.
pub fn unpack_entries(bytes: &[u8], limits: &Limits, wanted: &dyn Fn(&str) -> bool) -> Result<Vec<Entry>, Refusal> {
    let mut archive = open(bytes, limits)?;
    let mut entries = Vec::new();
    let mut names = Vec::new();
    let mut rest = *limits;
    for index in 0..archive.len() {
        let entry = archive.by_index_raw(index).map_err(damaged)?;
        let name = String::from_utf8_lossy(entry.name_raw()).into_owned();
        let is_wanted = !entry.is_dir() && wanted(&name);
        drop(entry);
        names.push(name.clone());
        if !is_wanted {
            continue;
        }
        let mut content = Vec::new();
        let broken = match unpack_entry(&mut archive, index, &rest, &mut content) {
            Ok(_) => None,
            Err(refusal @ Refusal::Damaged { .. }) => Some(refusal),
            Err(Refusal::TooLarge { .. }) => return Err(Refusal::TooLarge { limit: limits.unpacked }),
            Err(refusal) => return Err(refusal),
        };
        rest.unpacked = rest.unpacked.saturating_sub(content.len() as u64);
        entries.push(Entry { name, content, broken });
    }
    if entries.is_empty() {
        names.truncate(10);
        return Err(Refusal::NothingToRead { names });
    }
    Ok(entries)
}

/// Every content of a delivery: itself, or all entries of a zip archive that `wanted` accepts, each with its name. Limits hold for the sum.
pub fn unpack_all(
    bytes: &mut dyn Read,
    limits: &Limits,
    wanted: &dyn Fn(&str) -> bool,
) -> Result<Vec<(Option<String>, Unpacked)>, Refusal> {
    let received = read_limited(bytes, limits.packed)?;
    if packing(&received.content) != Packing::Zip {
        return Ok(vec![(None, unpack(&mut received.content.as_slice(), limits, &|_| None)?)]);
    }
    let entries = unpack_entries(&received.content, limits, wanted)?.into_iter();
    Ok(entries.map(|entry| (Some(entry.name), Unpacked { content: entry.content, broken: entry.broken })).collect())
}

/// Unpacks every entry once without keeping it: afterwards a reader that trusts the archive can do no harm.
pub fn check_archive(bytes: &[u8], limits: &Limits) -> Result<(), Refusal> {
    let mut archive = open(bytes, limits)?;
    let mut total = 0;
    for index in 0..archive.len() {
        let rest = Limits { unpacked: limits.unpacked - total, ..*limits };
        total += unpack_entry(&mut archive, index, &rest, &mut std::io::sink()).map_err(|refusal| match refusal {
            Refusal::TooLarge { .. } => Refusal::TooLarge { limit: limits.unpacked },
            other => other,
        })?;
    }
    Ok(())
}

fn open<'a>(bytes: &'a [u8], limits: &Limits) -> Result<ZipArchive<Cursor<&'a [u8]>>, Refusal> {
    let archive = ZipArchive::new(Cursor::new(bytes)).map_err(damaged)?;
    if archive.len() > limits.entries {
        return Err(Refusal::TooManyEntries { entries: archive.len(), limit: limits.entries });
    }
    Ok(archive)
}

fn unpack_entry(
    archive: &mut ZipArchive<Cursor<&[u8]>>,
    index: usize,
    limits: &Limits,
    target: &mut dyn std::io::Write,
) -> Result<u64, Refusal> {
    let raw = archive.by_index_raw(index).map_err(damaged)?;
    let name = String::from_utf8_lossy(raw.name_raw()).into_owned();
    if raw.encrypted() {
        return Err(Refusal::Encrypted { name });
    }
    let (declared, packed) = (raw.size(), raw.compressed_size());
    drop(raw);
    let by_ratio = packed.saturating_mul(limits.ratio).max(RATIO_FLOOR);
    let limit = limits.unpacked.min(by_ratio);
    let refusal = || {
        if by_ratio < limits.unpacked { Refusal::Ratio { limit: limits.ratio } } else { Refusal::TooLarge { limit } }
    };
    if declared > limit {
        return Err(refusal());
    }
    let entry = archive.by_index(index).map_err(damaged)?;
    let written = std::io::copy(&mut entry.take(limit + 1), target).map_err(|_| cut())?;
    if written > limit { Err(refusal()) } else { Ok(written) }
}

/// The libraries say it in English, and only for programmers.
fn damaged(error: zip::result::ZipError) -> Refusal {
    use zip::result::ZipError;
    let detail = match error {
        ZipError::InvalidArchive(_) => "das Verzeichnis am Ende des Archivs fehlt oder ist verfälscht",
        ZipError::UnsupportedArchive(_) | ZipError::CompressionMethodNotSupported(_) => {
            "sie ist auf eine Weise gepackt, die nicht gelesen wird"
        }
        _ => return cut(),
    };
    Refusal::Damaged { detail: detail.to_owned() }
}

fn cut() -> Refusal {
    Refusal::Damaged { detail: "der gepackte Inhalt bricht ab oder ist verfälscht".to_owned() }
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use super::*;

    const SMALL: Limits = Limits { packed: 1 << 20, unpacked: 4 << 20, entries: 3, ratio: 50 };

    fn zip_of(entries: &[(&str, &[u8])]) -> Vec<u8> {
        let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
        for (name, content) in entries {
            writer.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
            writer.write_all(content).unwrap();
        }
        writer.finish().unwrap().into_inner()
    }

    fn gzip_of(content: &[u8]) -> Vec<u8> {
        let mut writer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
        writer.write_all(content).unwrap();
        writer.finish().unwrap()
    }

    fn csv_only(name: &str) -> Option<u8> {
        name.ends_with(".csv").then_some(0)
    }

    #[test]
    fn the_same_content_comes_out_of_every_packing() {
        let content = "a;b\n1;2\n".as_bytes();
        for packed in [content.to_vec(), gzip_of(content), zip_of(&[("x.json", b"{}"), ("x.csv", content)])] {
            let unpacked = unpack(&mut packed.as_slice(), &SMALL, &csv_only).unwrap();
            assert_eq!((unpacked.content.as_slice(), unpacked.broken), (content, None));
        }
    }

    #[test]
    fn bombs_are_refused_by_what_they_really_unpack_to() {
        let zeros = vec![0_u8; 3 << 20];
        let bomb = zip_of(&[("x.csv", &zeros)]);
        assert!(matches!(unpack(&mut bomb.as_slice(), &SMALL, &csv_only), Err(Refusal::Ratio { limit: 50 })));
        assert!(matches!(check_archive(&bomb, &SMALL), Err(Refusal::Ratio { .. })));
        assert!(matches!(unpack(&mut gzip_of(&zeros).as_slice(), &SMALL, &csv_only), Err(Refusal::Ratio { .. })));
        // The declared size is a lie: 100 bytes in the central directory and in the local header.
        let declared = (zeros.len() as u32).to_le_bytes();
        let mut liar = bomb;
        while let Some(at) = liar.windows(4).position(|window| window == declared) {
            liar[at..at + 4].copy_from_slice(&100_u32.to_le_bytes());
        }
        let unpacked = unpack(&mut liar.as_slice(), &SMALL, &csv_only);
        assert!(unpacked.is_err() || unpacked.is_ok_and(|unpacked| unpacked.content.len() <= 1 << 20));
    }

    #[test]
    fn many_small_entries_add_up() {
        let noise: Vec<u8> = (0..1_600_000_u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 24) as u8).collect();
        let archive = zip_of(&[("a", &noise), ("b", &noise), ("c", &noise)]);
        assert_eq!(check_archive(&archive, &SMALL), Err(Refusal::TooLarge { limit: 4 << 20 }));
        assert_eq!(unpack_entries(&archive, &SMALL, &|_| true), Err(Refusal::TooLarge { limit: 4 << 20 }));
        assert_eq!(unpack_entries(&archive, &SMALL, &|name| name != "b").unwrap().len(), 2);
        let many = zip_of(&[("a", b""), ("b", b""), ("c", b""), ("d", b"")]);
        assert_eq!(check_archive(&many, &SMALL), Err(Refusal::TooManyEntries { entries: 4, limit: 3 }));
    }

    #[test]
    fn an_archive_without_the_wanted_file_names_what_it_holds() {
        let refusal = unpack(&mut zip_of(&[("bild.png", b"x")]).as_slice(), &SMALL, &csv_only).unwrap_err();
        assert!(refusal.message().contains("bild.png"), "{}", refusal.message());
        let cut = zip_of(&[("x.csv", b"abc")]);
        let refusal = unpack(&mut &cut[..20], &SMALL, &csv_only).unwrap_err();
        assert_eq!(
            refusal.message(),
            "Die Datei ist beschädigt und lässt sich nicht entpacken (das Verzeichnis am Ende des Archivs fehlt oder ist verfälscht)."
        );
        assert!(matches!(read_limited(&mut [0_u8; 9].as_slice(), 8), Err(Refusal::TooLarge { limit: 8 })));
        assert_eq!(read_limited(&mut [0_u8; 8].as_slice(), 8).unwrap().content.len(), 8);
    }

    #[test]
    fn of_a_cut_gzip_the_beginning_is_kept() {
        let text = (0..20_000).map(|n| (n * 7).to_string()).collect::<Vec<_>>().join("\n");
        let packed = gzip_of(text.as_bytes());
        let unpacked = unpack(&mut &packed[..packed.len() / 2], &SMALL, &csv_only).unwrap();
        assert!(matches!(unpacked.broken, Some(Refusal::Damaged { .. })));
        assert!(unpacked.content.len() > 10_000 && text.as_bytes().starts_with(&unpacked.content));
    }
}
