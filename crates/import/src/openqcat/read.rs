//! The layout of the file: header, then full or differential catalogue, one `SERVICE` after the other.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::io::BufRead as _;

use chrono::{DateTime, Utc};
use model::issue::Severity;

use super::map::{self, Service};
use super::pending::{Orphan, Pending, Placed};
use crate::formats::encoding::Utf8Reader;
use crate::formats::text::plain_line;
use crate::formats::tree::{Element, Tree};
use crate::formats::xml::{Break, BreakReason, LARGEST_RECORD, Step, XmlStream, first_character};
use crate::issues::{Delivery, Spot, quote};
use crate::recognise::{recognise_head, recognise_root};
use crate::{Header, Input, Item, Outcome, ProviderRecord, content_hash};

pub(super) fn read(input: Input<'_>, sink: &mut dyn FnMut(Item)) -> Outcome {
    let mut reading = Reading {
        delivery: Delivery::new(input.file, sink),
        header: Header::default(),
        header_sent: false,
        suppliers: Vec::new(),
        pending: Pending::default(),
        seen: HashMap::new(),
        removed: Vec::new(),
        services: 0,
    };
    let mut utf8 = Utf8Reader::new(input.bytes, LARGEST_RECORD);
    let ended = match first_character(&mut utf8) {
        Err(error) => Err(Break { line: 1, reason: BreakReason::Unreadable(error.to_string()) }),
        Ok(None) => {
            reading.delivery.empty_file();
            Ok(Outcome::Broken)
        }
        Ok(Some('<')) => reading.xml(utf8),
        Ok(Some(_)) => {
            let head = utf8.fill_buf().map(|head| head[..head.len().min(200)].to_vec()).unwrap_or_default();
            reading.wrong_file(1, &recognise_head(&String::from_utf8_lossy(&head)));
            Ok(Outcome::Broken)
        }
    };
    reading.finish(ended)
}

struct Reading<'a> {
    delivery: Delivery<'a>,
    header: Header,
    header_sent: bool,
    suppliers: Vec<ProviderRecord>,
    pending: Pending,
    /// Hash of each PRODUCT_ID that came → hash of its content.
    seen: HashMap<u64, u64>,
    /// A record that is deleted and delivered anew in one file is not removed, so removals wait for the end.
    removed: Vec<String>,
    services: u64,
}

impl Reading<'_> {
    fn xml(&mut self, utf8: Utf8Reader<'_>) -> Result<Outcome, Break> {
        let mut xml = XmlStream::from_utf8(utf8);
        let ended = self.walk(&mut xml);
        self.delivery.encoding(xml.encoding());
        if let Some(line) = xml.first_bare_ampersand() {
            self.delivery.bare_ampersand(line);
        }
        ended
    }

    fn walk(&mut self, xml: &mut XmlStream<'_>) -> Result<Outcome, Break> {
        let mut tree = Tree::default();
        let mut outcome = Outcome::Broken;
        let mut deleting = false;
        loop {
            match xml.step()? {
                Step::Open => {}
                Step::Close => continue,
                Step::End => break,
            }
            match (xml.depth(), xml.name()) {
                (1, "OPENQCAT") => {
                    self.header.version = xml.attribute("version").map(str::to_owned);
                    outcome = Outcome::Full;
                }
                (1, "SERVICE") => {
                    xml.read_record(&mut tree)?;
                    self.single_service(&tree);
                    return Ok(Outcome::Differential);
                }
                (1, other) => {
                    let what = recognise_root(other);
                    self.wrong_file(xml.line(), &what);
                    return Ok(Outcome::Broken);
                }
                (2, "HEADER") => {
                    xml.read_record(&mut tree)?;
                    self.head(&tree);
                }
                (2, "NEW_CATALOG") => {
                    let partial = xml.attribute("FULLCATALOG").is_some_and(|full| matches!(full, "false" | "0"));
                    outcome = if partial { Outcome::Differential } else { Outcome::Full };
                }
                (2, "UPDATE_CATALOG") => {
                    outcome = Outcome::Differential;
                    self.header.sequence = xml.attribute("seq_number").and_then(|number| number.trim().parse().ok());
                }
                (3, "DELETE") => deleting = true,
                (3, "NEW") => deleting = false,
                (3 | 4, "SERVICE") => {
                    let deletes = deleting && xml.depth() == 4;
                    xml.read_record(&mut tree)?;
                    if deletes { self.removal(&tree) } else { self.service(&tree) }
                }
                _ => xml.skip()?,
            }
        }
        if xml.name().is_empty() {
            self.wrong_file(1, "Die Datei enthält kein einziges XML-Element.");
            return Ok(Outcome::Broken);
        }
        if self.services == 0 && self.removed.is_empty() {
            self.delivery.issue(
                "OQC-003",
                Severity::Warning,
                Spot::line(1),
                "Der Katalog enthält kein einziges Angebot.",
                "Bitte prüfen Sie, ob der Export vollständig ist.",
            );
        }
        Ok(outcome)
    }

    fn wrong_file(&mut self, line: u64, what: &str) {
        self.delivery.issue(
            "OQC-001",
            Severity::Fatal,
            Spot::line(line),
            format!("Das ist kein OPENQCAT-Katalog. {what}"),
            "Erwartet wird XML mit dem Element „OPENQCAT“. Bitte prüfen Sie die Datei oder wählen Sie die passende Quelle.",
        );
    }

    /// A template or a single offer as some programs save it: the header may stand inside.
    fn single_service(&mut self, tree: &Tree) {
        let Some(root) = tree.root() else { return };
        if let Some(header) = root.child("HEADER") {
            self.read_head(header);
        }
        self.delivery.issue(
            "OQC-002",
            Severity::Note,
            Spot::line(root.line()),
            "Die Datei enthält ein einzelnes Angebot ohne Katalog. Es wird übernommen; andere Angebote werden nicht zurückgezogen.",
            "Für den ganzen Bestand liefern Sie bitte einen Katalog (OPENQCAT mit NEW_CATALOG).",
        );
        self.service(tree);
    }

    fn head(&mut self, tree: &Tree) {
        if let Some(header) = tree.root() {
            self.read_head(header);
        }
    }

    fn read_head(&mut self, header: Element<'_>) {
        let generator = plain_line(&header.child_text("GENERATOR_INFO"));
        let created = header.find(&["CATALOG", "GENERATION_DATE"]).map(Element::text).unwrap_or_default();
        self.header.created_at = DateTime::parse_from_rfc3339(&created).ok().map(|time| time.with_timezone(&Utc));
        for supplier in header.children_named("SUPPLIER") {
            self.suppliers.extend(map::supplier(supplier, &mut self.delivery));
        }
        self.header.creator = match self.suppliers.as_slice() {
            [only] => Some(only.content.name.clone()),
            _ => Some(generator).filter(|name| !name.is_empty()),
        };
    }

    fn send_header(&mut self) {
        if !std::mem::replace(&mut self.header_sent, true) {
            self.delivery.item(Item::Header(self.header.clone()));
        }
    }

    fn removal(&mut self, tree: &Tree) {
        let Some(root) = tree.root() else { return };
        self.send_header();
        let id = root.child_text("PRODUCT_ID");
        if id.is_empty() {
            self.delivery.issue(
                "OQC-064",
                Severity::Warning,
                Spot::line(root.line()),
                "Eine Löschung nennt keine PRODUCT_ID und wurde übergangen.",
                "Bitte geben Sie an, welches Angebot gelöscht werden soll.",
            );
        } else {
            self.removed.push(id.into_owned());
        }
    }

    fn service(&mut self, tree: &Tree) {
        let Some(root) = tree.root() else { return };
        self.send_header();
        match map::service(root, &self.suppliers, &mut self.delivery) {
            None => {}
            Some(Service::Offer(record)) => {
                let content = content_hash(&record.content, record.provider.as_ref());
                let content = u64::from_le_bytes(content[..8].try_into().expect("a hash has 32 bytes"));
                if self.is_new(root, &record.foreign_id, content) {
                    self.services += 1;
                    let delivery = &mut self.delivery;
                    self.pending.add_offer(*record, |record| delivery.item(Item::Offer(Box::new(record))));
                }
            }
            Some(Service::Date { offer, session }) => {
                let product = session.foreign_id.clone().unwrap_or_default();
                let content = serde_json::to_string(&session).expect("a session has only string keys");
                if self.is_new(root, &product, hash_of(&content)) {
                    self.services += 1;
                    let orphan = Orphan { offer, product, session: *session, line: root.line() };
                    let named = (orphan.offer.clone(), orphan.product.clone());
                    if self.pending.add_date(orphan) == Placed::TooLate {
                        self.delivery.issue(
                            "OQC-061",
                            Severity::Error,
                            Spot { row: Some(root.line()), record: Some(&named.1), column: Some("COURSE_ID"), sheet: None },
                            format!("Der Termin gehört zum Angebot {}, das in der Datei zu weit davor steht; er wurde nicht übernommen.", quote(&named.0)),
                            "Bitte geben Sie Termine unmittelbar nach ihrem Angebot aus.",
                        );
                    }
                }
            }
        }
    }

    /// Whether this PRODUCT_ID comes for the first time; the first occurrence counts.
    fn is_new(&mut self, root: Element<'_>, product: &str, content: u64) -> bool {
        match self.seen.entry(hash_of(product)) {
            Entry::Vacant(free) => {
                free.insert(content);
                true
            }
            Entry::Occupied(first) => {
                let (code, severity, what) = if *first.get() == content {
                    ("OQC-013", Severity::Note, "demselben Inhalt in der Datei und wurde einmal übernommen")
                } else {
                    (
                        "OQC-012",
                        Severity::Error,
                        "verschiedenem Inhalt in der Datei; übernommen ist das erste Vorkommen",
                    )
                };
                self.delivery.issue(
                    code,
                    severity,
                    Spot { row: Some(root.line()), column: Some("PRODUCT_ID"), record: Some(product), sheet: None },
                    format!("Die PRODUCT_ID {} steht mehrmals mit {what}.", quote(product)),
                    "Jedes Angebot und jeder Termin braucht eine eigene, gleichbleibende PRODUCT_ID.",
                );
                false
            }
        }
    }

    fn finish(mut self, ended: Result<Outcome, Break>) -> Outcome {
        let delivery = &mut self.delivery;
        let orphans = self.pending.finish(|record| delivery.item(Item::Offer(Box::new(record))));
        for orphan in orphans {
            self.delivery.issue(
                "OQC-060",
                Severity::Error,
                Spot { row: Some(orphan.line), column: Some("COURSE_ID"), record: Some(&orphan.product), sheet: None },
                format!(
                    "Der Termin gehört zum Angebot {}, das nicht in der Datei steht; er wurde nicht übernommen.",
                    quote(&orphan.offer)
                ),
                "Bitte liefern Sie das Angebot zusammen mit allen seinen Terminen.",
            );
        }
        if let Err(at) = &ended {
            self.delivery.broken(at, self.services);
        }
        // After a break it is not known what would have been delivered anew.
        let removed = if ended.is_ok() { std::mem::take(&mut self.removed) } else { Vec::new() };
        for id in removed {
            if !self.seen.contains_key(&hash_of(&id)) {
                self.delivery.item(Item::Removed { foreign_id: id });
            }
        }
        self.delivery.finish();
        ended.unwrap_or(Outcome::Broken)
    }
}

fn hash_of(text: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    text.hash(&mut hasher);
    hasher.finish()
}
