//! Drafts → bytes. One module per format; each writes record by record through [`Out`], so that no file is ever held in memory.

pub(crate) mod berlin_json;
pub(crate) mod geonames;
pub(crate) mod gv100;
pub(crate) mod ical;
pub(crate) mod openqcat;
pub(crate) mod openvhs;
pub(crate) mod table;

use std::io::{self, Write};

use encoding_rs::Encoding;

/// Collects text and hands it on in larger pieces, encoded as the format demands.
pub(crate) struct Out<'a> {
    text: String,
    encoding: &'static Encoding,
    target: &'a mut dyn Write,
}

const PIECE: usize = 64 * 1024;

impl<'a> Out<'a> {
    pub(crate) fn new(target: &'a mut dyn Write, encoding: &'static Encoding) -> Self {
        Self { text: String::with_capacity(PIECE + 16 * 1024), encoding, target }
    }

    pub(crate) fn push(&mut self, text: &str) {
        self.text.push_str(text);
    }

    pub(crate) fn write_bytes(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.finish()?;
        self.target.write_all(bytes)
    }

    /// To be called between two records.
    pub(crate) fn flow(&mut self) -> io::Result<()> {
        if self.text.len() >= PIECE { self.finish() } else { Ok(()) }
    }

    pub(crate) fn finish(&mut self) -> io::Result<()> {
        // Characters that the encoding lacks become numeric character references, as HTML and XML know them.
        let (bytes, _, _) = self.encoding.encode(&self.text);
        self.target.write_all(&bytes)?;
        self.text.clear();
        Ok(())
    }
}

/// `&`, `<`, `>` and quotes for XML text and attributes.
pub(crate) fn xml_escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len() + 8);
    for character in text.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            other => escaped.push(other),
        }
    }
    escaped
}

/// How providers write of a kind of funding; the codes are those of `data/themes`.
pub(crate) fn funding_sentence(code: &str) -> Option<&'static str> {
    Some(match code {
        "bildungsgutschein" => {
            "Die Teilnahme kann mit einem Bildungsgutschein der Agentur für Arbeit oder des Jobcenters gefördert werden."
        }
        "avgs" => {
            "Die Maßnahme ist nach AZAV zugelassen und mit einem Aktivierungs- und Vermittlungsgutschein (AVGS) kostenfrei."
        }
        "azav" => "Die Maßnahme ist nach AZAV zugelassen.",
        "bildungsfreistellung" => "Anerkannt als Bildungsfreistellung (Bildungsurlaub) in Rheinland-Pfalz.",
        "qualischeck" => "Mit dem QualiScheck des Landes Rheinland-Pfalz wird ein Teil der Kosten erstattet.",
        "aufstiegs_bafoeg" => "Förderung mit dem Aufstiegs-BAföG ist möglich.",
        "bamf" => {
            "Gefördert durch das BAMF. Wer Bürgergeld oder Wohngeld erhält, kann sich von den Kosten befreien lassen."
        }
        "deufoev" => "Berufssprachkurs nach der DeuFöV, für Berechtigte kostenfrei.",
        "but" => "Die Kosten können über das Bildungs- und Teilhabepaket (BuT) übernommen werden.",
        _ => return None,
    })
}

/// The name of a kind of funding, for lists.
pub(crate) fn funding_name(code: &str) -> Option<&'static str> {
    Some(match code {
        "bildungsgutschein" => "Bildungsgutschein",
        "avgs" => "AVGS",
        "azav" => "AZAV",
        "bildungsfreistellung" => "Bildungsfreistellung",
        "qualischeck" => "QualiScheck",
        "aufstiegs_bafoeg" => "Aufstiegs-BAföG",
        "bamf" => "BAMF",
        "deufoev" => "DeuFöV",
        "but" => "Bildung und Teilhabe",
        _ => return None,
    })
}
