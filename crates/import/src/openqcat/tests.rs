use expect_test::expect_file;
use model::issue::Severity;
use model::price::PriceBasis;
use proptest::prelude::*;
use serde_json::Value;

use super::OpenQcat;
use super::pending::{Orphan, Pending, Placed};
use crate::golden::{fixture, issue_counts, print, read_all, shared_folder};
use crate::{Item, OfferRecord, Outcome};

const FIXTURES: [&str; 3] = ["openqcat/neu.xml", "openqcat/aenderung.xml", "openqcat/einzeln.xml"];

fn read(bytes: &[u8]) -> (Vec<Item>, Outcome) {
    read_all(&OpenQcat, "katalog.xml", bytes, &Value::Null)
}

fn offers(items: &[Item]) -> Vec<&OfferRecord> {
    let offers = items.iter().filter_map(|item| match item {
        Item::Offer(record) => Some(&**record),
        _ => None,
    });
    offers.collect()
}

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

fn catalogue(services: &str) -> String {
    format!("<OPENQCAT><HEADER/><NEW_CATALOG>{services}</NEW_CATALOG></OPENQCAT>")
}

fn offer(id: &str) -> String {
    format!(
        "<SERVICE><PRODUCT_ID>{id}</PRODUCT_ID><SERVICE_DETAILS><TITLE>Angebot {id}</TITLE></SERVICE_DETAILS></SERVICE>"
    )
}

fn date(id: &str, offer: &str, day: &str) -> String {
    format!(
        "<SERVICE><PRODUCT_ID>{id}</PRODUCT_ID><SERVICE_DETAILS><TITLE/><SERVICE_DATE><START_DATE>{day}</START_DATE></SERVICE_DATE>\
         <SERVICE_MODULE><EDUCATION type=\"false\"><COURSE_ID>{offer}</COURSE_ID></EDUCATION></SERVICE_MODULE></SERVICE_DETAILS></SERVICE>"
    )
}

#[test]
fn a_full_catalogue() {
    let (items, outcome) = read(&fixture("openqcat/neu.xml"));
    expect_file!["../../../../fixtures/openqcat/neu.golden.txt"].assert_eq(&print(&items, outcome));
}

#[test]
fn a_differential_delivery() {
    let (items, outcome) = read(&fixture("openqcat/aenderung.xml"));
    expect_file!["../../../../fixtures/openqcat/aenderung.golden.txt"].assert_eq(&print(&items, outcome));
}

#[test]
fn a_single_service_with_its_header_inside() {
    let (items, outcome) = read(&fixture("openqcat/einzeln.xml"));
    expect_file!["../../../../fixtures/openqcat/einzeln.golden.txt"].assert_eq(&print(&items, outcome));
}

#[test]
fn names_of_persons_never_enter() {
    for path in FIXTURES {
        let all = format!("{:?}", read(&fixture(path)).0).to_lowercase();
        for secret in ["geheimname", "000111222"] {
            assert!(!all.contains(secret), "{secret} of {path} is in the output");
        }
    }
}

#[test]
fn the_order_of_offers_and_dates_does_not_count() {
    let parts = [offer("A"), date("D1", "A", "2026-05-01"), date("D2", "A", "2026-04-01"), offer("B")];
    let expected = {
        let (items, outcome) = read(catalogue(&parts.concat()).as_bytes());
        assert_eq!(outcome, Outcome::Full);
        let days: Vec<_> =
            offers(&items)[0].content.sessions.iter().map(|s| s.schedule.first_day().unwrap().to_string()).collect();
        assert_eq!(days, ["2026-04-01", "2026-05-01"]);
        let mut found = identities(&items);
        found.sort();
        found
    };
    for order in [[3, 2, 1, 0], [1, 2, 3, 0], [0, 3, 2, 1], [2, 0, 1, 3]] {
        let services: String = order.iter().map(|index| parts[*index].as_str()).collect();
        let mut found = identities(&read(catalogue(&services).as_bytes()).0);
        found.sort();
        assert_eq!(found, expected, "{order:?}");
    }
}

#[test]
fn a_date_without_its_offer_is_reported() {
    let (items, outcome) = read(catalogue(&format!("{}{}", offer("A"), date("D", "Z", "2026-05-01"))).as_bytes());
    assert_eq!((issue_counts(&items)["OQC-060"], offers(&items).len(), outcome), (1, 1, Outcome::Full));
}

#[test]
fn an_offer_that_has_left_gets_no_more_dates() {
    let record = |id: &str| {
        let (items, _) = read(catalogue(&offer(id)).as_bytes());
        offers(&items)[0].clone()
    };
    let orphan = |offer: &str| {
        let (items, _) = read(catalogue(&format!("{}{}", self::offer("A"), date("D", "A", "2026-05-01"))).as_bytes());
        let session = offers(&items)[0].content.sessions[0].clone();
        Orphan { offer: offer.to_owned(), product: "D".to_owned(), session, line: 1 }
    };
    let mut pending = Pending::with_limit(5000);
    let mut left = Vec::new();
    pending.add_offer(record("A"), |record| left.push(record.foreign_id));
    pending.add_offer(record("B"), |record| left.push(record.foreign_id));
    assert_eq!(left, ["A"]);
    assert_eq!(pending.add_date(orphan("A")), Placed::TooLate);
    assert_eq!(pending.add_date(orphan("B")), Placed::Yes);
    assert_eq!(pending.add_date(orphan("C")), Placed::Yes);
    let orphans =
        pending.finish(|record| left.push(format!("{} {}", record.foreign_id, record.content.sessions.len())));
    assert_eq!((left, orphans.len()), (vec!["A".to_owned(), "B 1".to_owned()], 1));
}

#[test]
fn a_price_of_zero_on_request_is_unknown() {
    let priced = |amount: &str, remarks: &str| {
        let service = offer("A").replace(
            "</SERVICE>",
            &format!("<SERVICE_PRICE_DETAILS><SERVICE_PRICE><PRICE_AMOUNT>{amount}</PRICE_AMOUNT></SERVICE_PRICE><REMARKS>{remarks}</REMARKS></SERVICE_PRICE_DETAILS></SERVICE>"),
        );
        offers(&read(catalogue(&service).as_bytes()).0)[0].content.price.basis
    };
    assert_eq!(priced("0.0", "auf Anfrage"), PriceBasis::Unknown);
    assert_eq!(priced("0.0", ""), PriceBasis::Free);
    assert_eq!(priced("", "kostenlos"), PriceBasis::Free);
    assert_eq!(priced("", ""), PriceBasis::Unknown);
}

#[test]
fn what_is_no_catalogue_is_named() {
    for (bytes, code, word) in [
        (&b""[..], "XML-010", "leer"),
        (b"<veranstaltungen/>", "OQC-001", "openvhs"),
        (b"<html/>", "OQC-001", "Web-Seite"),
        (b"{}", "OQC-001", "{}"),
        (b"<!DOCTYPE x [<!ENTITY a 'b'>]><OPENQCAT/>", "XML-005", "ENTITY"),
    ] {
        let (items, outcome) = read(bytes);
        assert_eq!((fatal_codes(&items), outcome), (vec![code.to_owned()], Outcome::Broken), "{word}");
        assert!(format!("{items:?}").contains(word), "{word}");
    }
}

#[test]
fn catalogues_say_whether_they_are_complete() {
    for (xml, outcome) in [
        (catalogue(&offer("A")), Outcome::Full),
        (catalogue(&offer("A")).replace("<NEW_CATALOG>", "<NEW_CATALOG FULLCATALOG=\"false\">"), Outcome::Differential),
        (catalogue(&offer("A")).replace("NEW_CATALOG", "UPDATE_CATALOG"), Outcome::Differential),
        (catalogue(&offer("A")).replace("</OPENQCAT>", ""), Outcome::Broken),
        (offer("A"), Outcome::Differential),
    ] {
        let (items, found) = read(xml.as_bytes());
        assert_eq!((found, offers(&items).len()), (outcome, 1), "{xml}");
    }
}

#[test]
fn every_real_file_is_read() {
    for (name, bytes) in shared_folder("courses/openqcat") {
        let (items, outcome) = read_all(&OpenQcat, &name, &bytes, &Value::Null);
        assert_ne!(outcome, Outcome::Broken, "{name}");
        assert!(fatal_codes(&items).is_empty(), "{name}: {items:?}");
        let services = bytes.windows(12).filter(|part| part == b"<PRODUCT_ID>").count();
        let sessions: usize = offers(&items).iter().map(|record| record.content.sessions.len()).sum();
        assert_eq!((offers(&items).len(), sessions), (services, services), "{name}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn mutated_fixtures_never_fail(which in 0usize..3, changes in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..20)) {
        let mut bytes = fixture(FIXTURES[which]);
        for (index, byte) in changes {
            let at = index.index(bytes.len());
            bytes[at] = byte;
        }
        read(&bytes);
    }

    #[test]
    fn arbitrary_markup_never_fails(text in "(<SERVICE>|</SERVICE>|<PRODUCT_ID>|</PRODUCT_ID>|<DELETE>|<NEW>|&|\\PC){0,40}") {
        read(text.as_bytes());
        read(format!("<OPENQCAT><UPDATE_CATALOG>{text}").as_bytes());
    }

    /// Wherever the file is cut, every offer whose SERVICE is complete is there.
    #[test]
    fn truncation_keeps_the_offers_before(cut in any::<prop::sample::Index>()) {
        let bytes = fixture("openqcat/neu.xml");
        let at = cut.index(bytes.len());
        let head = encoding_rs::ISO_8859_15.decode_without_bom_handling(&bytes[..at]).0.into_owned();
        let complete = head.split("</SERVICE>").collect::<Vec<_>>();
        let expected = complete[..complete.len() - 1].iter().filter(|service| service.contains("<TITLE>")).count();
        prop_assert_eq!(offers(&read(&bytes[..at]).0).len(), expected);
    }

    #[test]
    fn white_space_between_tags_does_not_count(space in "[ \t\r\n]{0,3}") {
        let xml = encoding_rs::ISO_8859_15.decode_without_bom_handling(&fixture("openqcat/neu.xml")).0.replace("iso-8859-15", "utf-8");
        let spaced = xml.replace("><", &format!(">{space}<"));
        prop_assert_eq!(identities(&read(xml.as_bytes()).0), identities(&read(spaced.as_bytes()).0));
    }

    #[test]
    fn no_word_from_a_field_of_persons_enters(secret in "[A-Z][a-z]{11,14}", field in 0usize..5) {
        let person = format!("<FIRST_NAME>{secret}</FIRST_NAME><LAST_NAME>{secret}</LAST_NAME><EMAILS><EMAIL>{secret}@example.org</EMAIL></EMAILS>");
        let name = ["CONTACT", "INSTRUCTOR", "AUTHOR", "MODULE_ORGANIZER", "CBT_CONTACT"][field];
        let contact = format!("<{name}>{person}</{name}>");
        let service = format!(
            "<SERVICE><PRODUCT_ID>A</PRODUCT_ID><SERVICE_DETAILS><TITLE>Yoga</TITLE>{contact}<SERVICE_MODULE><EDUCATION type=\"true\">{contact}\
             <MODULE_COURSE>{contact}</MODULE_COURSE></EDUCATION></SERVICE_MODULE></SERVICE_DETAILS></SERVICE>"
        );
        let xml = format!(
            "<OPENQCAT><HEADER><DOCUMENT_CREATOR>{person}</DOCUMENT_CREATOR><SUPPLIER><SUPPLIER_ID>1</SUPPLIER_ID><SUPPLIER_NAME>X</SUPPLIER_NAME>\
             {contact}</SUPPLIER></HEADER><NEW_CATALOG>{service}</NEW_CATALOG></OPENQCAT>"
        );
        let output = format!("{:?}", read(xml.as_bytes()));
        prop_assert!(output.contains("Yoga") && !output.contains(&secret));
    }
}
