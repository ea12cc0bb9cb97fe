//! ESRI Shapefile: `.shp` (geometry), `.dbf` (attributes), `.prj` (reference system), `.cpg` (encoding of the attributes).
//!
//! ESRI Shapefile Technical Description (1998). Polygons with or without height and measure; other kinds of layers are told apart.

use std::collections::BTreeMap;

use encoding_rs::Encoding;

use super::feature::{CrsClaim, Feature, Layer, Part, Ring, doubled_area, encloses};

/// The files of one layer.
#[derive(Debug, Default, Clone, Copy)]
pub(super) struct Files<'a> {
    pub(super) shp: &'a [u8],
    pub(super) dbf: Option<&'a [u8]>,
    pub(super) prj: Option<&'a [u8]>,
    pub(super) cpg: Option<&'a [u8]>,
}

/// Why a layer gave nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum NoLayer {
    /// Points or lines.
    OtherKind,
    Damaged(String),
}

pub(super) fn read(name: &str, files: Files<'_>) -> Result<Layer, NoLayer> {
    if be32(files.shp, 0) != Some(9994) {
        return Err(NoLayer::Damaged("die .shp-Datei hat nicht die Kennung 9994".to_owned()));
    }
    if !matches!(le32(files.shp, 32), Some(0 | 5 | 15 | 25)) {
        return Err(NoLayer::OtherKind);
    }
    let Some(dbf) = files.dbf else {
        return Err(NoLayer::Damaged("die .dbf-Datei mit den Schlüsseln fehlt".to_owned()));
    };
    let label = files.cpg.map(|cpg| String::from_utf8_lossy(cpg).trim().to_owned());
    let table =
        read_dbf(dbf, label.as_deref()).ok_or_else(|| NoLayer::Damaged("die .dbf-Datei ist beschädigt".to_owned()))?;
    let mut layer = Layer { name: name.to_owned(), ..Layer::default() };
    layer.crs = match files.prj {
        Some(prj) => CrsClaim::Wkt(String::from_utf8_lossy(prj).into_owned()),
        None => CrsClaim::Missing,
    };
    let mut rows = table.into_iter();
    let mut at = 100;
    while at < files.shp.len() {
        let number = layer.features.len() as u64 + 1;
        let words = be32(files.shp, at + 4).and_then(|words| usize::try_from(words).ok());
        let content = words.and_then(|words| files.shp.get(at + 8..(at + 8).checked_add(words.checked_mul(2)?)?));
        let Some(content) = content else {
            layer.broken = Some(format!("Objekt {number} der .shp-Datei"));
            break;
        };
        let Some(properties) = rows.next() else {
            layer.broken = Some(format!("die .dbf-Datei endet vor Objekt {number}"));
            break;
        };
        let (parts, defect) = match read_polygon(content) {
            Ok(parts) => (parts, None),
            Err(defect) => (Vec::new(), Some(defect)),
        };
        layer.features.push(Feature { number, properties, parts, defect });
        at += 8 + content.len();
    }
    if layer.broken.is_none() && rows.next().is_some() {
        layer.broken = Some("die .shp-Datei hat weniger Objekte als die .dbf-Datei".to_owned());
    }
    Ok(layer)
}

fn read_polygon(content: &[u8]) -> Result<Vec<Part>, String> {
    let damaged = || "Geometrie beschädigt".to_owned();
    match le32(content, 0).ok_or_else(damaged)? {
        0 => return Err("keine Geometrie".to_owned()),
        5 | 15 | 25 => {}
        other => return Err(format!("Geometrie der Art {other} ist keine Fläche")),
    }
    let count = |at| le32(content, at).and_then(|count| usize::try_from(count).ok());
    let (parts, points) = count(36).zip(count(40)).ok_or_else(damaged)?;
    let starts = content.get(44..).and_then(|rest| rest.get(..parts.checked_mul(4)?)).ok_or_else(damaged)?;
    let points_at = 44 + starts.len();
    let points = content.get(points_at..).and_then(|rest| rest.get(..points.checked_mul(16)?)).ok_or_else(damaged)?;
    let points: Vec<[f64; 2]> = points
        .chunks_exact(16)
        .map(|bytes| {
            let number = |at: usize| f64::from_le_bytes(bytes[at..at + 8].try_into().expect("eight of sixteen bytes"));
            [number(0), number(8)]
        })
        .collect();
    let starts: Vec<usize> = starts
        .chunks_exact(4)
        .map(|bytes| u32::from_le_bytes(bytes.try_into().expect("four bytes")) as usize)
        .collect();
    let mut rings: Vec<Ring> = Vec::new();
    for (index, start) in starts.iter().enumerate() {
        let end = starts.get(index + 1).copied().unwrap_or(points.len());
        rings.push(points.get(*start..end).ok_or_else(damaged)?.to_vec());
    }
    Ok(group(rings))
}

/// Outer rings run with the clock, holes against it; a hole belongs to the smallest ring around it.
pub(super) fn group(rings: Vec<Ring>) -> Vec<Part> {
    let (outer, holes): (Vec<Ring>, Vec<Ring>) = rings.into_iter().partition(|ring| doubled_area(ring) <= 0.0);
    // Written the other way round by some programs.
    let (outer, holes) = if outer.is_empty() { (holes, outer) } else { (outer, holes) };
    let mut parts: Vec<Part> = outer.into_iter().map(|ring| vec![ring]).collect();
    for hole in holes {
        let Some(first) = hole.first().copied() else { continue };
        let around = parts
            .iter_mut()
            .filter(|part| encloses(&part[0], first) || part[0].contains(&first))
            .min_by(|one, other| doubled_area(&one[0]).abs().total_cmp(&doubled_area(&other[0]).abs()));
        match around {
            Some(part) => part.push(hole),
            None => parts.push(vec![hole]),
        }
    }
    parts
}

struct Field {
    name: String,
    length: usize,
}

/// dBASE III, all values as text. Rows marked as deleted stay: rows and shapes belong together by their number.
fn read_dbf(bytes: &[u8], label: Option<&str>) -> Option<Vec<BTreeMap<String, String>>> {
    let count = u32::from_le_bytes(bytes.get(4..8)?.try_into().ok()?) as usize;
    let header = usize::from(u16::from_le_bytes(bytes.get(8..10)?.try_into().ok()?));
    let length = usize::from(u16::from_le_bytes(bytes.get(10..12)?.try_into().ok()?)).max(1);
    let language = *bytes.get(29)?;
    let mut fields = Vec::new();
    for descriptor in bytes.get(32..header)?.chunks_exact(32) {
        if descriptor[0] == 0x0d {
            break;
        }
        let name = descriptor[..11].split(|byte| *byte == 0).next().unwrap_or_default();
        fields
            .push(Field { name: String::from_utf8_lossy(name).trim().to_owned(), length: usize::from(descriptor[16]) });
    }
    if fields.is_empty() {
        return None;
    }
    let encoding = encoding_of(label, language);
    let rows = bytes.get(header..)?.chunks_exact(length).take(count);
    Some(
        rows.map(|row| {
            let mut at = 1;
            let mut values = BTreeMap::new();
            for field in &fields {
                let value = row.get(at..at + field.length).unwrap_or_default();
                at += field.length;
                values.insert(field.name.clone(), decode(value, encoding));
            }
            values
        })
        .collect(),
    )
}

/// From `.cpg`, else from the language byte of the table; `None` leaves it to the bytes themselves.
fn encoding_of(label: Option<&str>, language: u8) -> Option<&'static Encoding> {
    let by_label = label.and_then(|label| {
        let label = label.to_lowercase().replace("ansi ", "");
        match label.as_str() {
            "65001" | "utf8" => Some(encoding_rs::UTF_8),
            "1252" | "88591" | "8859_1" | "iso 8859-1" => Some(encoding_rs::WINDOWS_1252),
            other => Encoding::for_label(other.as_bytes()),
        }
    });
    by_label.or(match language {
        0x03 | 0x57 | 0x58 | 0x59 => Some(encoding_rs::WINDOWS_1252),
        _ => None,
    })
}

fn decode(bytes: &[u8], encoding: Option<&'static Encoding>) -> String {
    let text = match encoding {
        // A table that says UTF-8 and is not, or the other way round: the bytes know better.
        Some(encoding)
            if encoding != encoding_rs::UTF_8 && !bytes.is_ascii() && std::str::from_utf8(bytes).is_err() =>
        {
            encoding.decode_without_bom_handling(bytes).0
        }
        _ => match std::str::from_utf8(bytes) {
            Ok(text) => text.into(),
            // The end of a field may cut a letter in two.
            Err(error) if error.error_len().is_none() => String::from_utf8_lossy(&bytes[..error.valid_up_to()]),
            Err(_) => encoding_rs::WINDOWS_1252.decode_without_bom_handling(bytes).0,
        },
    };
    text.trim_matches(|c: char| c.is_whitespace() || c == '\0').to_owned()
}

fn be32(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_be_bytes(bytes.get(at..at.checked_add(4)?)?.try_into().ok()?))
}

fn le32(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(bytes.get(at..at.checked_add(4)?)?.try_into().ok()?))
}
