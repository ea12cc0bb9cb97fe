//! The layout of the file: XML or JSON by its first character, header, one record after the other.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::io::BufRead as _;

use chrono::{DateTime, Utc};
use model::issue::Severity;
use model::providers::ProviderContent;

use super::map;
use crate::formats::encoding::Utf8Reader;
use crate::formats::json::{JsonStream, Shape};
use crate::formats::text::plain_line;
use crate::formats::tree::{Element, Tree};
use crate::formats::xml::{Break, LARGEST_RECORD, Step, XmlStream, first_character};
use crate::issues::{Delivery, Spot, quote};
use crate::recognise::{recognise_head, recognise_root};
use crate::{Header, Input, Item, Outcome, ProviderRecord};

pub(super) fn read(input: Input<'_>, sink: &mut dyn FnMut(Item)) -> Outcome {
    let mut reading = Reading {
        delivery: Delivery::new(input.file, sink),
        header: Header::default(),
        header_sent: false,
        provider: None,
        seen: HashMap::new(),
        records: 0,
        tree: Tree::default(),
    };
    let mut utf8 = Utf8Reader::new(input.bytes, LARGEST_RECORD);
    let first = match first_character(&mut utf8) {
        Ok(first) => first,
        Err(error) => {
            let at = Break { line: 1, reason: crate::formats::xml::BreakReason::Unreadable(error.to_string()) };
            reading.delivery.broken(&at, 0);
            reading.delivery.finish();
            return Outcome::Broken;
        }
    };
    let ended = match first {
        None => {
            reading.delivery.empty_file();
            Ok(Some(Outcome::Broken))
        }
        Some('<') => reading.xml(utf8),
        Some('{' | '[') => reading.json(utf8),
        Some(_) => {
            let head = utf8.fill_buf().map(|head| head[..head.len().min(200)].to_vec()).unwrap_or_default();
            reading.wrong_file(1, &recognise_head(&String::from_utf8_lossy(&head)));
            Ok(Some(Outcome::Broken))
        }
    };
    let outcome = match ended {
        Ok(outcome) => {
            if outcome.is_none() && reading.records == 0 {
                reading.delivery.issue(
                    "OVH-003",
                    Severity::Warning,
                    Spot::line(1),
                    "Die Datei enthält keine einzige Veranstaltung.",
                    "Bitte prüfen Sie im Export, ob Veranstaltungen für die Übertragung freigegeben sind.",
                );
            }
            outcome.unwrap_or(Outcome::Full)
        }
        Err(at) => {
            reading.delivery.broken(&at, reading.records);
            Outcome::Broken
        }
    };
    reading.delivery.finish();
    outcome
}

struct Reading<'a> {
    delivery: Delivery<'a>,
    header: Header,
    header_sent: bool,
    provider: Option<ProviderRecord>,
    /// Hash of each foreign id that came → hash of its content. Sixteen bytes per record are all that grows with the file.
    seen: HashMap<u64, u64>,
    records: u64,
    tree: Tree,
}

/// `Some` when the file is not a full delivery in the expected form.
type Ended = Result<Option<Outcome>, Break>;

impl Reading<'_> {
    fn xml(&mut self, utf8: Utf8Reader<'_>) -> Ended {
        let mut xml = XmlStream::from_utf8(utf8);
        let ended = self.walk_xml(&mut xml);
        self.delivery.encoding(xml.encoding());
        if let Some(line) = xml.first_bare_ampersand() {
            self.delivery.bare_ampersand(line);
        }
        ended
    }

    fn walk_xml(&mut self, xml: &mut XmlStream<'_>) -> Ended {
        let mut tree = std::mem::take(&mut self.tree);
        loop {
            match xml.step()? {
                Step::Open => {}
                Step::Close => continue,
                Step::End => return Ok((xml.depth() == 0 && !self.is_recognised(xml)).then_some(Outcome::Broken)),
            }
            match (xml.depth(), xml.name()) {
                (1, "veranstaltungen") => self.header.version = xml.attribute("version").map(str::to_owned),
                (1, "veranstaltung") => {
                    xml.read_record(&mut tree)?;
                    self.record(&tree);
                    return Ok(Some(Outcome::Differential));
                }
                (1, other) => {
                    let what = recognise_root(other);
                    self.wrong_file(xml.line(), &what);
                    return Ok(Some(Outcome::Broken));
                }
                (2, "export") => {
                    xml.read_record(&mut tree)?;
                    self.export(&tree);
                }
                (2, "veranstaltung") => {
                    xml.read_record(&mut tree)?;
                    self.record(&tree);
                }
                _ => xml.skip()?,
            }
        }
    }

    /// A document without any element is not what it should be.
    fn is_recognised(&mut self, xml: &XmlStream<'_>) -> bool {
        if !xml.name().is_empty() {
            return true;
        }
        self.wrong_file(1, "Die Datei enthält kein einziges XML-Element.");
        false
    }

    fn json(&mut self, utf8: Utf8Reader<'_>) -> Ended {
        let mut json = JsonStream::from_utf8(utf8);
        let ended = self.walk_json(&mut json);
        self.delivery.encoding(json.encoding());
        ended
    }

    fn walk_json(&mut self, json: &mut JsonStream<'_>) -> Ended {
        if json.shape()? == Shape::Object {
            let first = json.peek_key()?.unwrap_or_default();
            if matches!(first.as_str(), "guid" | "nummer" | "name") {
                self.json_record(json)?;
                return Ok(Some(Outcome::Differential));
            }
        }
        let mut keys = Vec::new();
        let found = self.json_level(json, 0, &mut keys)?;
        if found {
            return Ok(None);
        }
        let names = keys.iter().take(5).map(|key| quote(key)).collect::<Vec<_>>().join(", ");
        self.wrong_file(
            1,
            &format!(
                "Es ist eine JSON-Datei ohne „veranstaltungen“; gefunden wurde: {}.",
                if names.is_empty() { "nichts" } else { &names }
            ),
        );
        Ok(Some(Outcome::Broken))
    }

    /// Walks `{"veranstaltungen": {"veranstaltung": […]}}`, with any of the levels left out. Tells whether a stock was found.
    fn json_level(&mut self, json: &mut JsonStream<'_>, level: usize, keys: &mut Vec<String>) -> Result<bool, Break> {
        match json.shape()? {
            Shape::Array => {
                json.enter();
                while json.next_entry()? {
                    if json.shape()? == Shape::Object {
                        self.json_record(json)?;
                    } else {
                        json.skip()?;
                    }
                }
                Ok(true)
            }
            Shape::Object => {
                let mut found = false;
                json.enter();
                while let Some(key) = json.next_key()? {
                    match key.rsplit(':').next().unwrap_or(&key) {
                        "veranstaltungen" if level < 3 => {
                            // An empty stock is `null` or an object without records, and a stock all the same.
                            self.json_level(json, level + 1, keys)?;
                            found = true;
                        }
                        "veranstaltung" if json.shape()? == Shape::Object => {
                            self.json_record(json)?;
                            found = true;
                        }
                        "veranstaltung" => {
                            self.json_level(json, level + 1, keys)?;
                            found = true;
                        }
                        "export" if json.shape()? == Shape::Object => {
                            let mut tree = std::mem::take(&mut self.tree);
                            json.read_record("export", &mut tree)?;
                            self.export(&tree);
                            self.tree = tree;
                        }
                        "@version" | "version" if json.shape()? == Shape::Scalar => {
                            let mut tree = std::mem::take(&mut self.tree);
                            json.read_record("version", &mut tree)?;
                            self.header.version = tree.root().map(|root| root.text().into_owned());
                            self.tree = tree;
                        }
                        _ => json.skip()?,
                    }
                    keys.push(key);
                }
                Ok(found)
            }
            _ => {
                json.skip()?;
                Ok(false)
            }
        }
    }

    fn json_record(&mut self, json: &mut JsonStream<'_>) -> Result<(), Break> {
        let mut tree = std::mem::take(&mut self.tree);
        json.read_record("veranstaltung", &mut tree)?;
        self.record(&tree);
        self.tree = tree;
        Ok(())
    }

    fn wrong_file(&mut self, line: u64, what: &str) {
        self.delivery.issue(
            "OVH-001",
            Severity::Fatal,
            Spot::line(line),
            format!("Das ist keine Open-vhs-Datei. {what}"),
            "Erwartet wird XML mit dem Element „veranstaltungen“ oder das entsprechende JSON. Bitte prüfen Sie die Adresse oder wählen Sie die passende Quelle.",
        );
    }

    fn export(&mut self, tree: &Tree) {
        let Some(export) = tree.root() else { return };
        let created = export.child_text("erstellungszeitpunkt");
        self.header.created_at = DateTime::parse_from_rfc3339(&created).ok().map(|time| time.with_timezone(&Utc));
        self.provider = export.child("ersteller").and_then(creator);
        self.header.creator = self.provider.as_ref().map(|provider| provider.content.name.clone());
        if self.records == 0 {
            self.send_header();
        }
    }

    fn send_header(&mut self) {
        if !std::mem::replace(&mut self.header_sent, true) {
            self.delivery.item(Item::Header(self.header.clone()));
        }
    }

    fn record(&mut self, tree: &Tree) {
        let Some(root) = tree.root() else { return };
        self.send_header();
        let Some(record) = map::offer(root, self.provider.as_ref(), &mut self.delivery) else { return };
        let id = hash_of(&record.foreign_id);
        let content = u64::from_le_bytes(record.content_hash[..8].try_into().expect("a hash has 32 bytes"));
        match self.seen.entry(id) {
            Entry::Vacant(free) => _ = free.insert(content),
            Entry::Occupied(first) => {
                let same = *first.get() == content;
                let (code, severity, message) = if same {
                    (
                        "OVH-013",
                        Severity::Note,
                        "steht mehrmals mit demselben Inhalt in der Datei und wurde einmal übernommen",
                    )
                } else {
                    (
                        "OVH-012",
                        Severity::Error,
                        "steht mehrmals mit verschiedenem Inhalt in der Datei; übernommen ist das erste Vorkommen",
                    )
                };
                self.delivery.issue(
                    code,
                    severity,
                    Spot {
                        row: Some(root.line()),
                        column: Some("guid"),
                        record: Some(&record.foreign_id),
                        sheet: None,
                    },
                    format!("Die Kennung {} {message}.", quote(&record.foreign_id)),
                    "Jede Veranstaltung braucht eine eigene, gleichbleibende „guid“.",
                );
                return;
            }
        }
        self.records += 1;
        self.delivery.item(Item::Offer(Box::new(record)));
    }
}

fn creator(element: Element<'_>) -> Option<ProviderRecord> {
    let name = plain_line(&element.child_text("name"));
    if name.is_empty() {
        return None;
    }
    let guid = element.child_text("guid");
    let foreign_id = if guid.is_empty() { name.clone() } else { guid.into_owned() };
    Some(ProviderRecord { foreign_id, content: ProviderContent { name, ..ProviderContent::default() } })
}

fn hash_of(text: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    text.hash(&mut hasher);
    hasher.finish()
}
