//! The region as a whole: repeatable, complete, and what the formats demand.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking, in its helping functions, too")]

use std::collections::{BTreeMap, HashSet};
use std::io::{self, Write};

use calamine::{Data, Reader as _, Xlsx};
use chrono::NaiveDate;
use demo::{DemoFile, Options, Region};
use quick_xml::Reader;
use quick_xml::events::Event;

const TODAY: &str = "2026-11-22";

fn region(offers: usize, seed: u64, today: &str) -> Region {
    Region::new(Options { seed, offers, today: today.parse().unwrap() })
}

fn bytes(region: &Region, file: &DemoFile) -> Vec<u8> {
    let mut bytes = Vec::new();
    region.write(file, &mut bytes).unwrap();
    bytes
}

fn text(region: &Region, file: &DemoFile) -> String {
    let bytes = bytes(region, file);
    match file.importer {
        // Every byte of ISO-8859-15 and Windows-1252 is a character: good enough to count.
        "openqcat" | "table" => bytes.iter().map(|byte| char::from(*byte)).collect(),
        _ => String::from_utf8(bytes).unwrap(),
    }
}

fn all(region: &Region) -> BTreeMap<String, Vec<u8>> {
    region.files().iter().map(|file| (file.name.clone(), bytes(region, file))).collect()
}

#[test]
fn the_same_values_give_the_same_bytes() {
    let (first, second) = (all(&region(400, 7, TODAY)), all(&region(400, 7, TODAY)));
    assert_eq!(first.keys().collect::<Vec<_>>(), second.keys().collect::<Vec<_>>());
    for (name, bytes) in &first {
        assert!(second[name] == *bytes, "{name} differs");
    }
    let other = all(&region(400, 8, TODAY));
    let same = first.iter().filter(|(name, bytes)| other.get(*name) == Some(bytes)).count();
    assert_eq!(same, 2, "only areas and postal codes do not depend on the seed");
}

/// Everything that is no date, number of dates or length stays when the day moves.
#[test]
fn another_day_moves_dates_only() {
    let (first, second) = (region(300, 7, TODAY), region(300, 7, "2027-03-09"));
    let names = |region: &Region| region.files().iter().map(|file| file.name.clone()).collect::<Vec<_>>();
    assert_eq!(names(&first), names(&second));
    let steady = |region: &Region| {
        let file = region.files().into_iter().find(|file| file.importer == "openvhs").unwrap();
        let text = text(region, &file);
        let kept =
            ["<guid>", "<nummer>", "<name>", "<untertitel>", "<level>", "<strasse>", "<wochentag>", "<schlagwort>"];
        text.lines().filter(|line| kept.iter().any(|tag| line.contains(tag))).map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(steady(&first), steady(&second));
    assert!(steady(&first).len() > 1000);
}

fn offers_in(region: &Region, file: &DemoFile) -> usize {
    if file.name.ends_with(".xlsx") {
        let mut book: Xlsx<_> = calamine::open_workbook_from_rs(io::Cursor::new(bytes(region, file))).unwrap();
        let sheet = book.worksheet_range("Angebote").unwrap();
        // Without the title and the headings.
        return sheet.rows().filter(|row| !matches!(row[1], Data::Empty)).count() - 1;
    }
    let text = text(region, file);
    match file.importer {
        "openvhs" if file.name.ends_with(".json") => {
            let json: serde_json::Value = serde_json::from_str(&text).unwrap();
            json["veranstaltungen"]["veranstaltung"].as_array().unwrap().len()
        }
        "openvhs" => text.matches("<veranstaltung>").count(),
        // Further dates are services, too, but no offers.
        "openqcat" => text.matches("<EDUCATION type=\"true\">").count(),
        // Changed dates repeat the id of their event.
        "ical" => text.lines().filter(|line| line.starts_with("UID:")).collect::<HashSet<_>>().len(),
        "table" => {
            let mut reader = csv::ReaderBuilder::new().delimiter(b';').has_headers(false).from_reader(text.as_bytes());
            reader.records().map(Result::unwrap).skip(4).count()
        }
        _ => 0,
    }
}

#[test]
fn as_many_offers_are_delivered_as_were_asked_for() {
    for asked in [0, 1, 2, 7, 60, 333, 1500, 2500] {
        let region = region(asked, 1, TODAY);
        let mut sum = 0;
        for file in region.files() {
            let found = offers_in(&region, &file);
            assert_eq!(found, file.offers, "{}", file.name);
            sum += found;
        }
        assert_eq!(sum, asked);
    }
}

#[test]
fn files_come_in_import_order_with_names_of_their_own() {
    let files = region(1500, 1, TODAY).files();
    assert_eq!(files[0].importer, "gv100");
    assert_eq!(files[1].importer, "geonames");
    assert!(files.len() >= 50, "{} files", files.len());
    let unique = |pick: fn(&DemoFile) -> &str| files.iter().map(pick).collect::<HashSet<_>>().len();
    assert_eq!(unique(|file| &file.name), files.len());
    assert_eq!(unique(|file| &file.source_code), files.len());
    for importer in ["openvhs", "openqcat", "ical", "table"] {
        assert!(files.iter().any(|file| file.importer == importer), "{importer}");
    }
    for file in &files[2..] {
        assert!(file.provider_name.as_ref().unwrap().starts_with("Beispiel-"), "{}", file.source_name);
        assert!(file.source_code.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-'));
    }
}

/// Reads with an XML parser; answers how many elements there are.
fn parse_xml(name: &str, bytes: &[u8]) -> usize {
    let is_latin = bytes.starts_with(b"<?xml version=\"1.0\" encoding=\"ISO-8859-15\"?>");
    let encoding = if is_latin { encoding_rs::ISO_8859_15 } else { encoding_rs::UTF_8 };
    let (text, _, failed) = encoding.decode(bytes);
    assert!(!failed, "{name} is not in its encoding");
    let mut reader = Reader::from_str(&text);
    let (mut elements, mut depth) = (0, 0);
    loop {
        match reader.read_event() {
            Ok(Event::Start(_)) => {
                elements += 1;
                depth += 1;
            }
            Ok(Event::End(_)) => depth -= 1,
            Ok(Event::Eof) => break,
            Ok(_) => {}
            Err(error) => panic!("{name} at {}: {error}", reader.buffer_position()),
        }
    }
    assert_eq!(depth, 0, "{name}");
    elements
}

#[test]
fn xml_is_well_formed_and_free_of_control_characters() {
    let region = region(1500, 3, TODAY);
    for file in region.files().iter().filter(|file| file.name.ends_with(".xml")) {
        let bytes = bytes(&region, file);
        assert!(parse_xml(&file.name, &bytes) > file.offers * 10, "{}", file.name);
        let control = bytes.iter().find(|byte| **byte < 0x20 && !matches!(byte, b'\n' | b'\t'));
        assert_eq!(control, None, "{}", file.name);
    }
}

#[test]
fn calendars_keep_the_rules_of_their_format() {
    let region = region(1500, 1, TODAY);
    let mut seen = HashSet::new();
    for file in region.files().iter().filter(|file| file.importer == "ical") {
        let text = text(&region, file);
        for line in text.split_terminator("\r\n") {
            assert!(line.len() <= 75, "{}: {line}", file.name);
            assert!(!line.contains(['\r', '\n']), "{}: {line}", file.name);
        }
        let features = [
            "RRULE:FREQ=WEEKLY",
            ";COUNT=",
            ";UNTIL=",
            "EXDATE;",
            "RECURRENCE-ID;",
            "STATUS:CANCELLED",
            "DTSTART;VALUE=DATE:",
            "DURATION:",
            "BEGIN:VTIMEZONE",
            "GEO:",
        ];
        seen.extend(features.into_iter().filter(|feature| text.contains(feature)));
        assert_eq!(text.matches("BEGIN:VEVENT").count(), text.matches("END:VEVENT").count());
    }
    assert_eq!(seen.len(), 10, "{seen:?}");
}

#[test]
fn nothing_is_left_unfilled() {
    let region = region(1500, 2, TODAY);
    for file in region.files().iter().filter(|file| !file.name.ends_with(".xlsx") && !file.name.ends_with(".json")) {
        let text = text(&region, file);
        assert!(!text.contains(['{', '}']), "{}", file.name);
        if file.name.ends_with(".csv") {
            assert!(!text.contains("&#"), "{}: a character that the encoding lacks", file.name);
        }
    }
}

#[test]
fn the_gemeindeverzeichnis_is_written_as_the_office_writes_it() {
    let region = region(0, 1, TODAY);
    let files = region.files();
    assert_eq!(files.len(), 2);
    let text = text(&region, &files[0]);
    assert!(text.ends_with('\n'));
    assert!(text.lines().all(|line| line.chars().count() == 220));
    assert_eq!(text.lines().filter(|line| line.starts_with("60")).count(), 105);
    let postal = String::from_utf8(bytes(&region, &files[1])).unwrap();
    assert!(postal.lines().all(|line| line.split('\t').count() == 12));
}

/// Every place that occurs in an Open-vhs, OPENQCAT or calendar file as "PLZ Ort".
fn places(region: &Region) -> HashSet<String> {
    let mut places = HashSet::new();
    for file in region.files().iter().filter(|file| file.importer == "openvhs" && file.name.ends_with("xml")) {
        let text = text(region, file);
        places
            .extend(text.split("<ort><![CDATA[").skip(1).filter_map(|rest| Some(rest.split_once("]]>")?.0.to_owned())));
    }
    for file in region.files().iter().filter(|file| file.importer == "ical") {
        let text = text(region, file).replace("\r\n ", "");
        let locations = text.lines().filter_map(|line| line.strip_prefix("LOCATION:"));
        places.extend(locations.filter_map(|line| Some(line.rsplit_once("\\, ")?.1.get(6..)?.trim().to_owned())));
    }
    places
}

#[test]
fn there_are_villages_without_any_offer() {
    for offers in [1500, 5000] {
        let region = region(offers, 1, TODAY);
        let places = places(&region);
        assert!(places.contains("Trier") && places.contains("Konz") && places.contains("Hermeskeil"), "{places:?}");
        assert!((20..80).contains(&places.len()), "{offers}: {} of 105 places have offers", places.len());
    }
}

#[test]
fn the_region_is_as_varied_as_a_real_one() {
    let region = region(1500, 1, TODAY);
    let mut titles = HashSet::new();
    let mut everything = String::new();
    for file in region.files().iter().filter(|file| file.importer == "openvhs" && file.name.ends_with("xml")) {
        let text = text(&region, file);
        titles.extend(
            text.split("    <name><![CDATA[").skip(1).filter_map(|rest| Some(rest.split_once("]]>")?.0.to_owned())),
        );
        everything.push_str(&text);
    }
    for file in region.files().iter().filter(|file| matches!(file.importer, "ical")) {
        everything.push_str(&text(&region, file).replace("\r\n ", ""));
    }
    assert!(titles.len() >= 350, "{} different titles", titles.len());
    for word in [
        "Yoga",
        "Töpfern",
        "Luxemburgisch",
        "Berufsreife",
        "B1.2",
        "A0",
        "C1",
        "Integrationskurs",
        "Alphabetisierung",
        "Robotik",
        "Erzieher/in",
        "Erzieher:innen",
        "Leichte Sprache",
        "Kinderbetreuung",
        "Bildungsfreistellung",
        "QualiScheck",
        "online_angebot",
        "blended_learning",
        "selbstlernangebot",
        "Anmeldeschluss",
        "erm. Preis",
        "Voraussetzungen: keine",
        "lesen vor",
    ] {
        assert!(everything.contains(word), "{word} is missing");
    }
}

#[test]
fn yoga_in_the_evening_in_konz_exists() {
    let region = region(1500, 1, TODAY);
    let files = region.files();
    let file = files.iter().find(|file| file.source_code == "beispiel-kreisvolkshochschule-trier-saarburg").unwrap();
    let text = text(&region, file);
    let found = text.split("<veranstaltung>").any(|record| {
        let evening = ["17:", "18:", "19:"].iter().any(|hour| record.contains(&format!("<beginn_uhrzeit>{hour}")));
        record.contains("Yoga") && record.contains("<ort><![CDATA[Konz]]></ort>") && evening
    });
    assert!(found);
}

#[test]
fn a_little_dirt_is_there() {
    let region = region(1500, 1, TODAY);
    let mut everything = String::new();
    for file in region.files().iter().filter(|file| file.importer == "openvhs") {
        everything.push_str(&text(&region, file));
    }
    for dirt in ["fasle", ">24:00:00", "<betrag></betrag>", "&uuml;"] {
        assert!(everything.contains(dirt), "{dirt}");
    }
    let mut others = String::new();
    for file in region.files().iter().filter(|file| matches!(file.importer, "ical" | "openqcat")) {
        others.push_str(&text(&region, file));
    }
    assert!(others.contains("W. Europe Standard Time"));
    let mut numbers = HashSet::new();
    let lines = everything.lines().filter(|line| line.contains("<nummer>"));
    assert!(lines.filter(|line| !numbers.insert(*line)).count() > 0, "no number stands twice");
}

/// Dates, their number per offer, and that none lies outside of the window.
#[test]
fn meetings_are_ten_per_offer_and_lie_in_the_window() {
    let today: NaiveDate = TODAY.parse().unwrap();
    for offers in [1500, 3000] {
        let region = region(offers, 1, TODAY);
        let mut meetings = 0;
        let mut records = 0;
        for file in region.files().iter().filter(|file| file.importer == "openvhs" && file.name.ends_with("xml")) {
            let text = text(&region, file);
            records += file.offers;
            for termin in text.split("<termin>").skip(1) {
                let (_, rest) = termin.split_once("<beginn_datum>").unwrap();
                let date: NaiveDate = rest[..10].parse().unwrap();
                let distance = (date - today).num_days();
                assert!((-21..=300).contains(&distance), "{date}");
                meetings += 1;
            }
        }
        let average = f64::from(meetings) / records as f64;
        assert!((9.0..11.0).contains(&average), "{offers}: {average} meetings per offer");
    }
}

/// A target that keeps nothing and notes how large the pieces are.
#[derive(Default)]
struct Meter {
    bytes: usize,
    largest: usize,
}

impl Write for Meter {
    fn write(&mut self, piece: &[u8]) -> io::Result<usize> {
        self.bytes += piece.len();
        self.largest = self.largest.max(piece.len());
        Ok(piece.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[test]
fn large_files_leave_in_small_pieces() {
    let region = region(2500, 1, TODAY);
    let mut meter = Meter::default();
    region.write_as_one_openvhs(&mut meter).unwrap();
    assert!(meter.bytes > 2500 * 2500, "{} bytes", meter.bytes);
    assert!(meter.largest < 128 * 1024, "{} bytes in one piece", meter.largest);
}

#[test]
fn a_target_that_fails_ends_the_writing() {
    struct Full;
    impl Write for Full {
        fn write(&mut self, _: &[u8]) -> io::Result<usize> {
            Err(io::Error::other("full"))
        }
        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }
    let region = region(1500, 1, TODAY);
    for file in region.files() {
        assert_eq!(region.write(&file, &mut Full).unwrap_err().to_string(), "full");
    }
    let mut strange = region.files().remove(2);
    strange.source_code = "unbekannt".to_owned();
    strange.name = "unbekannt.xml".to_owned();
    assert_eq!(region.write(&strange, &mut Full).unwrap_err().kind(), io::ErrorKind::NotFound);
}

#[test]
fn the_kommune_says_that_it_is_an_example() {
    let kommune = region(1, 1, TODAY).kommune();
    assert_eq!(kommune.areas, ["07211", "07235"]);
    assert!(kommune.operator.name.contains("Beispiel") && kommune.operator.email.ends_with(".example"));
}
