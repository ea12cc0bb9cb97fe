//! Builds a synthetic index and prints how long 200 mixed questions with all facets take: `cargo run --release -p search --example speed -- 100000`.
//! With a second argument the index is kept in that folder, and a second start measures opening it.
#![expect(clippy::print_stdout, reason = "printing the figures is what it is for")]

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::time::Instant;

use chrono::{Days, NaiveDateTime};
use model::ids::{KommuneId, OfferId, ProviderId};
use model::offers::{DeliveryMode, LifePhase, OfferContent};
use model::places::{GeoPoint, Location, PlaceContent, Precision};
use model::price::{Money, Price};
use model::schedule::{ClockTime, Meeting, Schedule, Session, SessionState};
use search::document::SearchDocument;
use search::index::{Error, Index};
use search::query::{Filters, Near, PriceFilter, Query, Sort};

const WHAT: [&str; 40] = [
    "Yoga",
    "Deutsch",
    "Englisch",
    "Spanisch",
    "Französisch",
    "Excel",
    "Word",
    "Töpfern",
    "Malen",
    "Nähen",
    "Kochen",
    "Gitarre",
    "Klavier",
    "Chor",
    "Pilates",
    "Zumba",
    "Judo",
    "Schwimmen",
    "Robotik",
    "Python",
    "Imkern",
    "Buchhaltung",
    "Rhetorik",
    "Schweißen",
    "Pflege",
    "Babymassage",
    "Vorlesen",
    "Theater",
    "Fotografie",
    "Aquarell",
    "Ahnenforschung",
    "Steuererklärung",
    "Meditation",
    "Rücken",
    "Smartphone",
    "Astronomie",
    "Kräuter",
    "Weinkunde",
    "Nachhilfe",
    "Bewerbung",
];
const HOW: [&str; 16] = [
    "kurs",
    " am Abend",
    " für Anfängerinnen und Anfänger",
    "werkstatt",
    " kompakt",
    " intensiv",
    "training",
    " für Kinder",
    " für Seniorinnen",
    " B1.2",
    " A2",
    " online",
    " am Wochenende",
    "treff",
    "seminar",
    " Grundlagen",
];
const TOPICS: [&str; 10] =
    ["deutsch", "fremdsprachen", "computer", "mint", "beruf", "gesundheit", "bewegung", "kunst", "musik", "natur"];

/// Deterministic numbers (SplitMix64).
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ z >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ z >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ z >> 31) % sides as u64) as usize
    }
}

fn word(dice: &mut Dice) -> String {
    const STARTS: [&str; 12] =
        ["ver", "be", "ge", "auf", "lern", "grund", "stadt", "mit", "wand", "feld", "bild", "sprech"];
    const ENDS: [&str; 10] = ["ung", "heit", "en", "stein", "bach", "licht", "keit", "er", "schaft", "werk"];
    // Few words are common, many are rare.
    let rank = (30_000.0_f64).powf(dice.roll(10_000) as f64 / 10_000.0) as usize;
    let middle = [b'a' + (rank % 26) as u8, b'a' + (rank / 26 % 26) as u8, b'a' + (rank / 676 % 26) as u8];
    format!("{}{}{}", STARTS[rank % 12], String::from_utf8_lossy(&middle), ENDS[rank / 12 % 10])
}

fn content(number: usize, now: NaiveDateTime) -> OfferContent {
    let dice = &mut Dice(number as u64);
    let mut description = String::with_capacity(3_000);
    while description.len() < 2_800 {
        description.push_str(&word(dice));
        description.push(if dice.roll(12) == 0 { '.' } else { ' ' });
    }
    let meetings = |dice: &mut Dice| {
        let first = now.date() + Days::new(dice.roll(200) as u64) - Days::new(40);
        let start = [540, 600, 840, 1080, 1140][dice.roll(5)];
        (0..10)
            .map(|week| Meeting {
                date: first + Days::new(7 * week),
                until: None,
                start: ClockTime::from_minutes(start),
                end: ClockTime::from_minutes(start + 90),
            })
            .collect()
    };
    let gemeinde = dice.roll(104);
    let place = PlaceContent {
        name: Some(format!("Beispiel-Haus {}", dice.roll(8))),
        city: Some(format!("Ort {gemeinde}")),
        gemeinde: format!("07235{gemeinde:03}").parse().ok(),
        location: Some(Location {
            point: GeoPoint { lat: 49.5 + gemeinde as f64 * 0.004, lon: 6.4 + (gemeinde % 13) as f64 * 0.04 },
            precision: Precision::Plz,
        }),
        ..PlaceContent::default()
    };
    let delivery = [DeliveryMode::Praesenz, DeliveryMode::Praesenz, DeliveryMode::Praesenz, DeliveryMode::OnlineLive]
        [dice.roll(4)];
    OfferContent {
        title: format!("{}{}", WHAT[dice.roll(WHAT.len())], HOW[dice.roll(HOW.len())]),
        description,
        keywords: vec![word(dice), word(dice)],
        topics: [TOPICS[dice.roll(10)].parse().ok()].into_iter().flatten().collect(),
        life_phases: [LifePhase::ALL[dice.roll(LifePhase::ALL.len())]].into(),
        languages: ["de".parse().ok()].into_iter().flatten().collect(),
        price: if dice.roll(4) == 0 { Price::free() } else { Price::of(Money(dice.roll(20_000) as i64)) },
        delivery: Some(delivery),
        sessions: vec![Session {
            foreign_id: None,
            schedule: Schedule::Dates { meetings: meetings(dice) },
            place: Some(place),
            state: SessionState::Planned,
            note: None,
            price: None,
            participants: None,
        }],
        ..OfferContent::default()
    }
}

fn questions(kommune: KommuneId, now: NaiveDateTime) -> Vec<Query> {
    let dice = &mut Dice(99);
    let mut questions = Vec::new();
    for number in 0..200 {
        let what = WHAT[dice.roll(WHAT.len())];
        let text = match number % 10 {
            0 => String::new(),
            1 => format!("{what}kurs"),
            2 => format!("Kurs {what} abends"),
            3 => format!("{what} kostenlos am Wochenende"),
            4 => what.chars().enumerate().filter(|(index, _)| *index != 2).map(|(_, c)| c).collect(),
            5 => format!("{what} {}", word(dice)),
            6 => "Entspannung".to_owned(),
            7 => format!("ich möchte {what} lernen"),
            _ => what.to_owned(),
        };
        let mut filters = Filters::default();
        match dice.roll(6) {
            0 => filters.topics = [TOPICS[dice.roll(10)].parse().ok()].into_iter().flatten().collect::<BTreeSet<_>>(),
            1 => {
                filters.near = Some(Near {
                    point: GeoPoint { lat: 49.7, lon: 6.6 },
                    radius_km: 15.0,
                    or_online: true,
                    label: "Konz".into(),
                });
                filters.weekdays = [chrono::Weekday::Sat, chrono::Weekday::Mon].into_iter().collect();
            }
            2 => {
                filters.price = [PriceFilter::Bis50].into();
                filters.from = Some(now.date());
                filters.until = Some(now.date() + Days::new(60));
            }
            _ => {}
        }
        let sort = [Sort::Relevance, Sort::Relevance, Sort::Date, Sort::Price][dice.roll(4)];
        questions.push(Query { text, filters, sort, ..Query::new(kommune, now) });
    }
    questions
}

/// Resident memory of this process in MB, where the system tells it.
fn memory() -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmRSS:")).unwrap_or_default();
    line.split_whitespace().nth(1).and_then(|kb| kb.parse::<f64>().ok()).unwrap_or(0.0) / 1024.0
}

fn fill(dir: &Path, count: usize, kommune: KommuneId, now: NaiveDateTime) -> Result<(), Error> {
    let index = Index::open(dir)?;
    let mut writer = index.writer()?;
    let mut own = 0.0;
    let start = Instant::now();
    for number in 0..count {
        let making = Instant::now();
        let content = content(number, now);
        own += making.elapsed().as_secs_f64();
        let provider = number * number % 300;
        let mut random = [0; 10];
        random[2..].copy_from_slice(&(number as u64).to_be_bytes());
        writer.add(&SearchDocument {
            id: OfferId::from_parts(1_700_000_000_000, random),
            kommune,
            provider: ProviderId::from_parts(1_700_000_000_000 + provider as u64, [1; 10]),
            provider_name: &format!("Beispiel-Anbieter {provider}"),
            content: &content,
            created_at: 1_700_000_000 + number as i64,
            change: 1 + number as i64,
        })?;
    }
    let added = start.elapsed().as_secs_f64();
    writer.commit()?;
    let committed = start.elapsed().as_secs_f64();
    drop(writer);
    println!(
        "indexed {count} offers in {:.1} s without making them ({:.1} s adding, {:.1} s committing, {:.1} s merging after), {:.0} MB resident",
        committed - own,
        added - own,
        committed - added,
        start.elapsed().as_secs_f64() - committed,
        memory()
    );
    Ok(())
}

fn main() -> Result<(), Error> {
    let count = std::env::args().nth(1).and_then(|count| count.parse().ok()).unwrap_or(100_000);
    let dir = std::env::args()
        .nth(2)
        .map_or_else(|| std::env::temp_dir().join(format!("search-speed-{count}")), PathBuf::from);
    let kommune = KommuneId::from_parts(1_700_000_000_000, [3; 10]);
    let now: NaiveDateTime = "2026-03-02T09:00:00".parse().expect("a date");
    if Index::open(&dir)?.needs_rebuild() {
        fill(&dir, count, kommune, now)?;
    }
    let before = memory();
    let start = Instant::now();
    let index = Index::open(&dir)?;
    println!("opened in {:.2} s, {:.0} MB resident ({:.0} before)", start.elapsed().as_secs_f64(), memory(), before);
    let size = index.size(kommune);
    println!(
        "{} offers, {} meetings, {} words; columns {:.1} MB, words {:.1} MB",
        size.offers,
        size.meetings,
        size.words,
        size.column_bytes as f64 / 1e6,
        size.word_bytes as f64 / 1e6
    );
    let questions = questions(kommune, now);
    // The best of five rounds is what a question costs; all rounds together show what else runs on the machine.
    let mut best = vec![f64::MAX; questions.len()];
    let mut all = Vec::new();
    let mut totals = vec![0; questions.len()];
    for _ in 0..5 {
        for (number, query) in questions.iter().enumerate() {
            let start = Instant::now();
            let answer = index.search(query)?;
            let time = start.elapsed().as_secs_f64() * 1000.0;
            best[number] = best[number].min(time);
            totals[number] = answer.total;
            all.push(time);
        }
    }
    let show = |name: &str, mut times: Vec<f64>| {
        times.sort_by(f64::total_cmp);
        let at = |part: f64| times[((times.len() - 1) as f64 * part) as usize];
        println!(
            "{name}: p50 {:.2} ms, p90 {:.2} ms, p99 {:.2} ms, slowest {:.2} ms",
            at(0.5),
            at(0.9),
            at(0.99),
            at(1.0)
        );
    };
    show("200 questions with all facets, best of 5", best.clone());
    show("200 questions with all facets, all rounds", all);
    let mut slowest: Vec<usize> = (0..questions.len()).collect();
    slowest.sort_by(|a, b| best[*b].total_cmp(&best[*a]));
    for number in slowest.into_iter().take(10) {
        println!("   {:.2} ms {:?}: {} hits", best[number], questions[number].text, totals[number]);
    }
    println!("{:.0} MB resident", memory());
    Ok(())
}
