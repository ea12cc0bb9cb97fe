use std::collections::BTreeSet;

use expect_test::expect_file;
use model::issue::Severity;
use proptest::prelude::*;
use serde_json::Value;

use super::OpenVhs;
use crate::golden::{fixture, issue_counts, print, read_all, shared_folder};
use crate::{Item, OfferRecord, Outcome};

const FIXTURES: [&str; 4] = ["openvhs/voll.xml", "openvhs/alt.xml", "openvhs/berlin.json", "openvhs/schmutzig.xml"];

fn read(bytes: &[u8]) -> (Vec<Item>, Outcome) {
    read_all(&OpenVhs, "kurse.xml", bytes, &Value::Null)
}

fn offers(items: &[Item]) -> Vec<&OfferRecord> {
    let offers = items.iter().filter_map(|item| match item {
        Item::Offer(record) => Some(&**record),
        _ => None,
    });
    offers.collect()
}

/// Foreign ids with content hashes: what a re-import compares.
fn identities(items: &[Item]) -> Vec<(String, [u8; 32])> {
    offers(items).iter().map(|record| (record.foreign_id.clone(), record.content_hash)).collect()
}

fn fatal_codes(items: &[Item]) -> Vec<String> {
    let fatal = items.iter().filter_map(|item| match item {
        Item::Issue(issue) if issue.severity == Severity::Fatal => Some(issue.code.to_string()),
        _ => None,
    });
    fatal.collect()
}

fn record(inner: &str) -> String {
    format!("<veranstaltungen>\n<veranstaltung>{inner}</veranstaltung>\n</veranstaltungen>")
}

#[test]
fn a_full_delivery() {
    let (items, outcome) = read(&fixture("openvhs/voll.xml"));
    expect_file!["../../../../fixtures/openvhs/voll.golden.txt"].assert_eq(&print(&items, outcome));
}

#[test]
fn the_older_dialect() {
    let (items, outcome) = read(&fixture("openvhs/alt.xml"));
    expect_file!["../../../../fixtures/openvhs/alt.golden.txt"].assert_eq(&print(&items, outcome));
}

#[test]
fn the_json_dialect() {
    let (items, outcome) = read_all(&OpenVhs, "Kurse.json", &fixture("openvhs/berlin.json"), &Value::Null);
    expect_file!["../../../../fixtures/openvhs/berlin.golden.txt"].assert_eq(&print(&items, outcome));
}

#[test]
fn dirty_data() {
    let (items, outcome) = read(&fixture("openvhs/schmutzig.xml"));
    expect_file!["../../../../fixtures/openvhs/schmutzig.golden.txt"].assert_eq(&print(&items, outcome));
}

#[test]
fn every_issue_says_where_and_how_to_repair_it() {
    for path in FIXTURES {
        for item in read(&fixture(path)).0 {
            if let Item::Issue(issue) = item {
                assert!(!issue.hint.is_empty() && issue.place.row.is_some(), "{issue:?}");
                assert!(crate::issue_codes::summary_of(&issue.code).is_some(), "{issue:?}");
            }
        }
    }
}

#[test]
fn names_of_persons_never_enter() {
    for path in FIXTURES {
        let (items, _) = read(&fixture(path));
        let all = format!("{items:?}").to_lowercase();
        for secret in ["geheimname", "000111222", "5656"] {
            assert!(!all.contains(secret), "{secret} of {path} is in the output");
        }
    }
}

#[test]
fn xml_and_json_of_the_same_course_are_the_same_offer() {
    let xml = record(
        "<guid>1</guid><name>Töpfern</name><dvv_kategorie version=\"2.0\">2.06</dvv_kategorie>\
         <beginn_datum>2026-03-02</beginn_datum><schlagwort>Ton</schlagwort>",
    );
    let json = r##"{"veranstaltungen":{"veranstaltung":{"schlagwort":["Ton"],"guid":"1","name":"T\u00f6pfern",
        "dvv_kategorie":{"#text":"2.06","@version":"2.0"},"beginn_datum":"2026-03-02"}}}"##;
    assert_eq!(identities(&read(xml.as_bytes()).0), identities(&read(json.as_bytes()).0));
    assert_eq!(identities(&read(xml.as_bytes()).0).len(), 1);
}

#[test]
fn json_may_leave_out_levels() {
    for json in [
        r#"[{"guid":"1","name":"A"},{"guid":"2","name":"B"}]"#,
        r#"{"veranstaltungen":[{"guid":"1","name":"A"},{"guid":"2","name":"B"}]}"#,
        r#"{"veranstaltung":[{"guid":"1","name":"A"},{"guid":"2","name":"B"}]}"#,
        r#" {"openvhs:veranstaltungen":{"export":{"ersteller":{"name":"X"}},"veranstaltung":[{"guid":"1","name":"A"},{"guid":"2","name":"B"}]}}"#,
    ] {
        let (items, outcome) = read(json.as_bytes());
        assert_eq!((offers(&items).len(), outcome), (2, Outcome::Full), "{json}");
    }
    let (items, outcome) = read(br#"{"guid":"1","nummer":"7","name":"A"}"#);
    assert_eq!((offers(&items).len(), outcome), (1, Outcome::Differential));
    for empty in [r#"{"veranstaltungen":{"veranstaltung":[]}}"#, r#"{"veranstaltungen":null}"#, "[]"] {
        let (items, outcome) = read(empty.as_bytes());
        assert_eq!((issue_counts(&items).get("OVH-003"), outcome), (Some(&1), Outcome::Full), "{empty}");
    }
}

#[test]
fn what_is_no_open_vhs_file_is_named() {
    for (bytes, code, word) in [
        (&b""[..], "XML-010", "leer"),
        (b" \n ", "XML-010", "leer"),
        (b"<OPENQCAT version='1.1'><HEADER/></OPENQCAT>", "OVH-001", "openqcat"),
        (b"<!DOCTYPE html><html><body>Fehler 404</body></html>", "OVH-001", "Web-Seite"),
        (b"<kurse><kurs/></kurse>", "OVH-001", "Kufer"),
        (b"PK\x03\x04\x00", "OVH-001", "Excel"),
        (b"\x1f\x8b\x08\x00", "OVH-001", "gzip"),
        (b"nr;titel;datum\n1;2;3", "OVH-001", "CSV"),
        (b"{\"kurse\":[1,2]}", "OVH-001", "kurse"),
        (b"<?xml version='1.0'?><!-- nichts -->", "OVH-001", "kein einziges"),
    ] {
        let (items, outcome) = read(bytes);
        assert_eq!(outcome, Outcome::Broken, "{word}");
        assert_eq!(fatal_codes(&items), [code], "{word}");
        assert!(format!("{items:?}").contains(word), "{word}: {items:?}");
    }
}

#[test]
fn a_break_in_the_middle_keeps_what_came_before() {
    let good = "<veranstaltung><guid>1</guid><name>Eins</name></veranstaltung>\n";
    for (rest, code) in [
        ("<veranstaltung><guid>2</guid><name>Zwei</nama></veranstaltung></veranstaltungen>", "XML-001"),
        ("<veranstaltung><guid>2</guid><name>Zw", "XML-002"),
        ("<veranstaltung", "XML-002"),
        ("", "XML-002"),
        ("<veranstaltung><guid>2</guid><!falsch></veranstaltung></veranstaltungen>", "XML-001"),
        ("</falsch></veranstaltungen>", "XML-001"),
    ] {
        let (items, outcome) = read(format!("<veranstaltungen>\n{good}{rest}").as_bytes());
        assert_eq!((offers(&items).len(), outcome), (1, Outcome::Broken), "{rest}");
        assert_eq!(fatal_codes(&items), [code], "{rest}");
        let said = items.iter().any(|item| matches!(item, Item::Issue(issue) if issue.place.row == Some(3)));
        assert!(said, "the line of {rest}: {items:?}");
    }
    for rest in [r#",{"guid":"2","#, r#",{"guid":"2","name":"Zwei"#, r#",{"guid":2 "name":3}]"#, ",", ""] {
        let (items, outcome) = read(format!("[{{\"guid\":\"1\",\"name\":\"Eins\"}}\n{rest}").as_bytes());
        assert_eq!((offers(&items).len(), outcome), (1, Outcome::Broken), "{rest}");
        assert_eq!(fatal_codes(&items).len(), 1, "{rest}");
    }
}

#[test]
fn own_entities_are_refused() {
    let bomb = "<?xml version='1.0'?>\n<!DOCTYPE veranstaltungen [\n<!ENTITY a \"hahaha\"><!ENTITY b \"&a;&a;&a;\">\n]>\n\
                <veranstaltungen><veranstaltung><name>&b;</name></veranstaltung></veranstaltungen>";
    let (items, outcome) = read(bomb.as_bytes());
    assert_eq!((fatal_codes(&items), outcome), (vec!["XML-005".to_owned()], Outcome::Broken));
    assert!(offers(&items).is_empty());
    let file = "<!DOCTYPE veranstaltungen [<!ENTITY a SYSTEM \"file:///etc/passwd\">]><veranstaltungen/>";
    assert_eq!(fatal_codes(&read(file.as_bytes()).0), ["XML-005"]);
    let harmless = "<!DOCTYPE veranstaltungen SYSTEM 'x.dtd'><veranstaltungen><veranstaltung><guid>1</guid><name>A &fremd; &auml;</name></veranstaltung></veranstaltungen>";
    let (items, outcome) = read(harmless.as_bytes());
    assert_eq!((offers(&items)[0].content.title.as_str(), outcome), ("A &fremd; ä", Outcome::Full));
}

#[test]
fn depth_and_size_are_limited() {
    let deep = format!("<veranstaltungen><veranstaltung>{}", "<x>".repeat(100_000));
    assert_eq!(fatal_codes(&read(deep.as_bytes()).0), ["XML-003"]);
    let deep = format!("[{}", "[".repeat(100_000));
    assert_eq!(read(deep.as_bytes()).1, Outcome::Broken);
    let deep = format!("[{{\"name\":{}", "{\"a\":".repeat(100_000));
    assert_eq!(read(deep.as_bytes()).1, Outcome::Broken);
    let large = record(&format!("<guid>1</guid><name>A</name><text><text>{}</text></text>", "x".repeat(17 << 20)));
    assert_eq!(fatal_codes(&read(large.as_bytes()).0), ["XML-004"]);
    let long = record(&format!("<guid>1</guid><name>A</name><text><text>{}</text></text>", "wort ".repeat(20_000)));
    let (items, _) = read(long.as_bytes());
    assert_eq!(issue_counts(&items)["OVH-050"], 1);
    assert!(offers(&items)[0].content.description.chars().count() <= 40_002);
}

#[test]
fn encodings() {
    let text =
        "<veranstaltungen><veranstaltung><guid>1</guid><name>Töpfern – Küche</name></veranstaltung></veranstaltungen>";
    let declared = |label: &str| format!("<?xml version=\"1.0\" encoding=\"{label}\"?>\n{text}");
    let windows = encoding_rs::WINDOWS_1252.encode(&declared("UTF-8")).0.into_owned();
    let utf16: Vec<u8> =
        std::iter::once(0xFEFF).chain(declared("UTF-16").encode_utf16()).flat_map(u16::to_le_bytes).collect();
    for (bytes, code) in [
        (windows, Some("XML-006")),
        (utf16, None),
        (format!("\u{feff}{}", declared("UTF-8")).into_bytes(), None),
        (declared("ISO-8859-1").into_bytes(), Some("XML-007")),
        (declared("erfunden").into_bytes(), Some("XML-008")),
    ] {
        let (items, outcome) = read(&bytes);
        assert_eq!((offers(&items)[0].content.title.as_str(), outcome), ("Töpfern – Küche", Outcome::Full), "{code:?}");
        assert_eq!(issue_counts(&items).keys().map(String::as_str).find(|c| c.starts_with("XML")), code);
    }
}

#[test]
fn a_defect_in_every_record_is_said_two_hundred_times_and_then_counted() {
    let mut many = String::new();
    for n in 0..500 {
        many +=
            &format!("<veranstaltung><guid>{n}</guid><name>A</name><beginn_datum>bald</beginn_datum></veranstaltung>");
    }
    let (items, _) = read(format!("<veranstaltungen>{many}</veranstaltungen>").as_bytes());
    assert_eq!(issue_counts(&items)["OVH-020"], 201);
    assert!(format!("{:?}", items.last()).contains("300 weitere"));
    assert_eq!(offers(&items).len(), 500);
}

/// A delivery of any length, made while it is read: head, the same number of records, tail.
struct Endless {
    next: u64,
    last: u64,
    chunk: Vec<u8>,
    read: std::rc::Rc<std::cell::Cell<u64>>,
    record: fn(u64) -> String,
}

impl std::io::Read for Endless {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        if self.chunk.is_empty() && self.next <= self.last {
            self.chunk = (self.record)(self.next).into_bytes();
            self.next += 1;
        }
        let count = self.chunk.len().min(buffer.len());
        buffer[..count].copy_from_slice(&self.chunk[..count]);
        self.chunk.drain(..count);
        self.read.set(self.read.get() + count as u64);
        Ok(count)
    }
}

#[test]
fn records_leave_while_the_file_is_still_coming() {
    const RECORDS: u64 = 3000;
    let xml = |n: u64| match n {
        0 => "<veranstaltungen>".to_owned(),
        RECORDS => "</veranstaltungen>".to_owned(),
        n => format!(
            "<veranstaltung><guid>{n}</guid><name>Kurs</name><text>{}</text></veranstaltung>",
            "wort ".repeat(100)
        ),
    };
    let json = |n: u64| match n {
        0 => "{\"veranstaltungen\":{\"veranstaltung\":[".to_owned(),
        RECORDS => "]}}".to_owned(),
        n => format!(
            "{}{{\"guid\":\"{n}\",\"name\":\"Kurs\",\"zusatz\":\"{}\"}}",
            if n > 1 { "," } else { "" },
            "wort ".repeat(100)
        ),
    };
    for record in [xml as fn(u64) -> String, json as fn(u64) -> String] {
        let read = std::rc::Rc::new(std::cell::Cell::new(0));
        let mut bytes = Endless { next: 0, last: RECORDS, chunk: Vec::new(), read: read.clone(), record };
        let (mut count, mut needed, mut farthest_ahead) = (0u64, record(0).len() as u64, 0);
        let input =
            crate::Input { file: "x", bytes: &mut bytes, today: crate::golden::today(), settings: &Value::Null };
        let outcome = crate::Importer::read(&OpenVhs, input, &mut |item| {
            if matches!(item, Item::Offer(_)) {
                count += 1;
                needed += record(count).len() as u64;
                farthest_ahead = farthest_ahead.max(read.get() - needed);
            }
        });
        assert_eq!((count, outcome), (RECORDS - 1, Outcome::Full));
        assert!(farthest_ahead <= 128 * 1024, "{farthest_ahead} bytes were read before a record left");
    }
}

#[test]
fn reading_again_yields_the_same() {
    for path in FIXTURES {
        let bytes = fixture(path);
        assert_eq!(read(&bytes).0, read(&bytes).0, "{path}");
    }
}

#[test]
fn every_real_file_is_read() {
    for (name, bytes) in shared_folder("courses/openvhs") {
        let (items, outcome) = read_all(&OpenVhs, &name, &bytes, &Value::Null);
        let records = bytes.windows(7).filter(|part| part == b"<guid>5" || part == b"\"guid\":").count();
        assert_eq!(outcome, Outcome::Full, "{name}");
        assert!(fatal_codes(&items).is_empty(), "{name}: {items:?}");
        assert!(offers(&items).len() >= records.max(1), "{name}");
        let ids: BTreeSet<_> = offers(&items).iter().map(|record| record.foreign_id.clone()).collect();
        assert_eq!(ids.len(), offers(&items).len(), "{name}");
    }
}

#[test]
fn the_order_of_attributes_does_not_count() {
    let one = "<veranstaltungen version='1.2' x='y'><veranstaltung a='b' c='d'><guid>1</guid><name>Yoga</name><dvv_kategorie version='2.0' x='y'>3.01</dvv_kategorie></veranstaltung></veranstaltungen>";
    let other = one
        .replace("version='1.2' x='y'", "x=\"y\"   version=\"1.2\"")
        .replace("version='2.0' x='y'", "x=\"y\"\nversion=\"2.0\"");
    assert_eq!(identities(&read(one.as_bytes()).0), identities(&read(other.as_bytes()).0));
    assert_eq!(offers(&read(one.as_bytes()).0)[0].content.dvv_category.as_ref().unwrap().version, "2.0");
}

/// Writes white space into every gap between tags.
fn respaced(xml: &str, spaces: &[&str]) -> String {
    let mut out = String::new();
    let mut count = 0;
    for (index, piece) in xml.split("><").enumerate() {
        if index > 0 {
            // Between `<name>` and its content nothing is added, only between two tags.
            out.push('>');
            out.push_str(spaces[count % spaces.len()]);
            out.push('<');
            count += 1;
        }
        out.push_str(piece);
    }
    out
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn arbitrary_bytes_never_fail(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        read(&bytes);
    }

    #[test]
    fn arbitrary_markup_never_fails(text in "(<veranstaltung>|</veranstaltung>|<veranstaltungen>|<guid>|</guid>|<name>|&|;|<!|\\[|\"|\\{|\\}|:|,|guid|\\PC){0,40}") {
        read(text.as_bytes());
        read(format!("<veranstaltungen>{text}").as_bytes());
        read(format!("[{text}").as_bytes());
    }

    /// Bytes of a real layout, changed here and there: never a panic, and never a name of a person.
    #[test]
    fn mutated_fixtures_never_fail(which in 0usize..4, changes in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..20)) {
        let mut bytes = fixture(FIXTURES[which]);
        for (index, byte) in changes {
            let at = index.index(bytes.len());
            bytes[at] = byte;
        }
        read(&bytes);
    }

    /// Wherever the file is cut, the records before the cut are the same.
    #[test]
    fn truncation_keeps_the_records_before(which in 0usize..4, cut in any::<prop::sample::Index>()) {
        let bytes = fixture(FIXTURES[which]);
        let whole = identities(&read(&bytes).0);
        let at = cut.index(bytes.len());
        let (items, outcome) = read(&bytes[..at]);
        let part = identities(&items);
        prop_assert!(whole.starts_with(&part));
        if FIXTURES[which].ends_with("voll.xml") {
            let head = String::from_utf8_lossy(&bytes[..at]).into_owned();
            prop_assert_eq!(part.len(), head.matches("</veranstaltung>").count());
            prop_assert!(outcome == Outcome::Broken || head.ends_with("</openvhs:veranstaltungen>"));
        }
    }

    #[test]
    fn white_space_between_tags_does_not_count(which in 0usize..2, spaces in proptest::collection::vec(prop_oneof!["", " ", "\n", "\t\r\n  "], 1..5)) {
        let xml = String::from_utf8(fixture(FIXTURES[which])).unwrap();
        let spaces: Vec<&str> = spaces.iter().map(String::as_str).collect();
        prop_assert_eq!(identities(&read(xml.as_bytes()).0), identities(&read(respaced(&xml, &spaces).as_bytes()).0));
    }

    /// Whatever stands in fields that name persons, it is nowhere in the output.
    #[test]
    fn no_word_from_a_field_of_persons_enters(secret in "[A-Z][a-z]{11,14}", field in 0usize..6) {
        let inner = [
            format!("<dozent>{secret}</dozent>"),
            format!("<dozent><name>{secret}</name><vorname>{secret}</vorname></dozent>"),
            format!("<ansprechperson><name>{secret}</name><mail>{secret}@example.org</mail></ansprechperson>"),
            format!("<buchung><kunde>{secret}</kunde></buchung>"),
            format!("<text><eigenschaft>Dozentin</eigenschaft><text>{secret}</text></text>"),
            format!("<anmeldung><name>{secret}</name></anmeldung>"),
        ];
        let xml = record(&format!("<guid>1</guid><name>Yoga</name>{}", inner[field]));
        let output = format!("{:?}", read(xml.as_bytes()));
        prop_assert!(!output.contains(&secret));
    }
}
