//! Who offers: kinds of providers from `data/providers.toml`, and the roster that follows from seed and size.

use std::collections::{HashMap, HashSet};

use serde::Deserialize;

use crate::dice::Dice;
use crate::facts::{Facts, Gemeinde};

/// In which format a provider delivers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Format {
    Openvhs,
    /// Open-vhs 1.1, which still has lecturers.
    #[serde(skip)]
    Openvhs11,
    /// The JSON dialect of the Berlin vhs.
    #[serde(skip)]
    BerlinJson,
    Openqcat,
    Ical,
    Csv,
    Xlsx,
}

#[derive(Debug, Deserialize)]
struct KindFile {
    kind: Vec<Kind>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Kind {
    pub(crate) code: String,
    name: String,
    #[serde(default)]
    words: Vec<String>,
    format: Format,
    pub(crate) tags: Vec<String>,
    /// There is exactly one, and it covers this area (a Gemeinde or a Kreis).
    #[serde(default)]
    once: Option<String>,
    /// One in each Gemeinde of the Landkreis, the largest first.
    #[serde(default)]
    largest_first: bool,
    share: usize,
    offers: [i64; 2],
    #[serde(default)]
    smallest: u32,
    venues: Vec<String>,
}

#[derive(Clone)]
pub(crate) struct Provider {
    pub(crate) index: usize,
    pub(crate) kind: usize,
    pub(crate) name: String,
    /// `a-z`, digits and `-`; also the host name under `.example`.
    pub(crate) slug: String,
    pub(crate) format: Format,
    /// The first one is the seat.
    pub(crate) venues: Vec<Venue>,
    /// Number of offers.
    pub(crate) offers: usize,
    /// Offers of the providers before that draw from the same themes: this one goes on where they stopped, so that the region as a
    /// whole lacks none.
    pub(crate) drawn_before: usize,
    /// The first kind with the same tags stands for the choice of themes.
    pub(crate) theme_stream: usize,
}

impl Provider {
    pub(crate) fn host(&self) -> String {
        format!("{}.example", self.slug)
    }

    /// A number from the block 0221 4710-000 to -999, which the Bundesnetzagentur keeps free for fiction.
    pub(crate) fn phone(&self) -> String {
        format!("0221 4710-{:03}", self.index % 1000)
    }

    pub(crate) fn email(&self) -> String {
        format!("anmeldung@{}", self.host())
    }
}

#[derive(Clone)]
pub(crate) struct Venue {
    pub(crate) name: String,
    pub(crate) street: String,
    pub(crate) plz: String,
    pub(crate) ort: String,
    pub(crate) district: Option<String>,
    pub(crate) point: (f64, f64),
    /// `None`: the provider says nothing.
    pub(crate) step_free: Option<bool>,
}

impl Venue {
    /// Courses that move need another floor than courses that write.
    pub(crate) fn is_for_sport(&self) -> bool {
        ["halle", "Gesundheit", "Bewegungsraum"].iter().any(|word| self.name.contains(word))
    }
}

pub(crate) fn kinds() -> Vec<Kind> {
    let file: KindFile =
        toml::from_str(include_str!("../data/providers.toml")).expect("data/providers.toml is checked by the tests");
    file.kind
}

/// Providers for `offers` offers in sum. The vhs come first and carry what the others leave.
pub(crate) fn roster(kinds: &[Kind], facts: &Facts, seed: u64, offers: usize) -> Vec<Provider> {
    if offers == 0 {
        return Vec::new();
    }
    // 60 providers at 1,500 offers and 1,000 at 100,000: large regions have larger providers, too.
    let wanted = (60.0 * (offers as f64 / 1500.0).powf(0.67)).round().max(1.0) as usize;
    let mut names = HashSet::new();
    let mut others = Vec::new();
    let mut sum = 0;
    let mut order: Vec<usize> = Vec::new();
    for round in 0..12 {
        order.extend((0..kinds.len()).filter(|kind| kinds[*kind].share > round));
    }
    for turn in 0..wanted.saturating_sub(vhs_count(wanted)) * 2 {
        if order.is_empty() || others.len() + vhs_count(wanted) >= wanted {
            break;
        }
        let kind = order[turn % order.len()];
        let mut dice = Dice::new(seed, [1, turn as u64, 0]);
        let count = dice.between(kinds[kind].offers[0], kinds[kind].offers[1]) as usize;
        if (sum + count) * 2 > offers {
            break;
        }
        if let Some(provider) = provider(kinds, kind, facts, &mut dice, &mut names, turn / order.len()) {
            sum += count;
            others.push(Provider { offers: count, ..provider });
        }
    }
    let mut providers = vhs(kinds, facts, seed, vhs_count(wanted), offers - sum, &mut names);
    providers.extend(others);
    let mut drawn: HashMap<usize, usize> = HashMap::new();
    for (index, provider) in providers.iter_mut().enumerate() {
        let own = &kinds[provider.kind].tags;
        provider.index = index;
        provider.theme_stream = kinds.iter().position(|kind| kind.tags == *own).unwrap_or(provider.kind);
        let sum = drawn.entry(provider.theme_stream).or_default();
        provider.drawn_before = *sum;
        *sum += provider.offers;
    }
    providers
}

fn vhs_count(providers: usize) -> usize {
    match providers {
        0..10 => 1,
        10..40 => 2,
        _ => 4 + (providers - 40) / 20,
    }
}

/// The vhs share their offers as one to one to the half of both for the local ones.
fn vhs(
    kinds: &[Kind],
    facts: &Facts,
    seed: u64,
    count: usize,
    offers: usize,
    names: &mut HashSet<String>,
) -> Vec<Provider> {
    let mut providers = Vec::new();
    for index in 0..count {
        let code = ["vhs_stadt", "vhs_kreis"].get(index).copied().unwrap_or("vhs_ort");
        let Some(kind) = kinds.iter().position(|kind| kind.code == code) else { continue };
        let mut dice = Dice::new(seed, [2, index as u64, 0]);
        if let Some(mut provider) = provider(kinds, kind, facts, &mut dice, names, index.saturating_sub(2)) {
            provider.format = match index {
                2 => Format::Openvhs11,
                3 => Format::BerlinJson,
                _ => Format::Openvhs,
            };
            providers.push(provider);
        }
    }
    // The two large ones weigh as much as several local ones each; the JSON dialect cannot be read as a stream and stays small.
    let weight = |index: usize| match index {
        0 | 1 => 6 + count / 2,
        2 | 3 => 1,
        _ => 3,
    };
    let weights: usize = (0..providers.len()).map(weight).sum();
    let mut left = offers;
    for index in (0..providers.len()).rev() {
        let share = if index == 0 { left } else { (offers * weight(index) / weights.max(1)).min(left) };
        let share = if index == 3 { share.min(400) } else { share };
        providers[index].offers = share;
        left -= share;
    }
    providers
}

/// `None` when no name is left that the kind could bear.
fn provider(
    kinds: &[Kind],
    index: usize,
    facts: &Facts,
    dice: &mut Dice,
    names: &mut HashSet<String>,
    round: usize,
) -> Option<Provider> {
    let kind = &kinds[index];
    let places: Vec<&Gemeinde> = facts.gemeinden.iter().filter(|place| has_offers(place, kind.smallest)).collect();
    for attempt in 0..60 {
        // The first of its kind sits in Trier, the second in the next largest place; then chance decides by population.
        let place = match (&kind.once, round + attempt) {
            (Some(area), _) => facts.gemeinden.iter().find(|place| place.key.starts_with(area.as_str()))?,
            (None, turn) if kind.largest_first => places.get(1 + turn % (places.len() - 1).max(1))?,
            (None, 0) if dice.chance(45) => places.first()?,
            _ => by_population(&places, dice)?,
        };
        let district = if place.key == TRIER { dice.pick(&facts.districts) } else { None };
        let ort = match district {
            Some(district) if round + attempt > 0 => format!("Trier-{}", district.name),
            _ => place.name.to_owned(),
        };
        let word = dice.pick(&kind.words).map_or("", String::as_str);
        let name = kind.name.replace("{ort}", &ort).replace("{wort}", word);
        if !names.insert(name.clone()) {
            continue;
        }
        let slug = slug(&name);
        let venues = venues(kind, place, facts, dice, &name);
        return Some(Provider {
            index: 0,
            kind: index,
            name,
            slug,
            format: kind.format,
            venues,
            offers: 0,
            drawn_before: 0,
            theme_stream: 0,
        });
    }
    None
}

const TRIER: &str = "07211000";

/// Villages below the kind's smallest size have none of it, and of the other small villages most have nothing at all: which ones is
/// the same for every kind, so that there are real gaps and not only thin places.
fn has_offers(place: &Gemeinde, smallest: u32) -> bool {
    let luck = Dice::new(place.key.parse().unwrap_or_default(), [3, 0, 0]).below(3000) as u32;
    place.population >= smallest && (place.population >= 2000 || luck < place.population)
}

fn by_population<'a>(places: &[&'a Gemeinde], dice: &mut Dice) -> Option<&'a Gemeinde> {
    // The square root: small places have more providers per head than the city.
    let weight = |place: &Gemeinde| f64::from(place.population).sqrt() as usize;
    let sum: usize = places.iter().map(|place| weight(place)).sum();
    let mut ticket = dice.below(sum);
    for place in places {
        let own = weight(place);
        if ticket < own {
            return Some(place);
        }
        ticket -= own;
    }
    None
}

fn venues(kind: &Kind, seat: &Gemeinde, facts: &Facts, dice: &mut Dice, provider: &str) -> Vec<Venue> {
    match kind.once.as_deref() {
        Some("07235") => {
            // Outposts in the larger Gemeinden of the Kreis.
            let places: Vec<&Gemeinde> = facts
                .gemeinden
                .iter()
                .filter(|place| place.key.starts_with("07235") && has_offers(place, 1900))
                .collect();
            let mut venues = Vec::new();
            for (index, place) in places.iter().take(18).enumerate() {
                for (number, room) in kind.venues.iter().enumerate() {
                    if index < 4 || number % 4 == index % 4 {
                        venues.push(venue(room, place, facts, dice));
                    }
                }
            }
            venues
        }
        _ => {
            let mut rooms: Vec<&String> = kind.venues.iter().collect();
            if kind.once.is_none() {
                dice.shuffle(&mut rooms);
                rooms.truncate(1 + dice.below(2));
            }
            let mut venues: Vec<Venue> = rooms.iter().map(|room| venue(room, seat, facts, dice)).collect();
            if let Some(first) = venues.first_mut().filter(|_| kind.once.is_none() && dice.chance(30)) {
                provider.clone_into(&mut first.name);
            }
            venues
        }
    }
}

const STREETS: &[&str] = &[
    "Schulstraße",
    "Hauptstraße",
    "Bahnhofstraße",
    "Gartenstraße",
    "Kirchstraße",
    "Bergstraße",
    "Lindenstraße",
    "Ringstraße",
    "Am Sportplatz",
    "Wiesenweg",
    "Moselstraße",
    "Brunnenstraße",
    "Dorfstraße",
    "Birkenweg",
    "Marktplatz",
    "Talstraße",
    "Am Bach",
    "Weinbergstraße",
    "Mühlenweg",
    "Im Wiesengrund",
];

fn venue(room: &str, place: &Gemeinde, facts: &Facts, dice: &mut Dice) -> Venue {
    let district = if place.key == TRIER { dice.pick(&facts.districts) } else { None };
    let street = dice.pick(STREETS).copied().unwrap_or("Hauptstraße");
    let center = district.map_or(place.point, |district| district.point);
    let near =
        |value: f64, dice: &mut Dice| ((value + dice.between(-40, 40) as f64 / 10_000.0) * 10_000.0).round() / 10_000.0;
    Venue {
        name: match district {
            Some(district) => format!("Beispiel-{room} Trier-{}", district.name),
            None => format!("Beispiel-{room} {}", place.name),
        },
        street: format!("{street} {}", dice.between(1, 48)),
        plz: district.map_or(place.plz, |district| district.plz).to_owned(),
        ort: place.name.to_owned(),
        district: district.map(|district| format!("Trier-{}", district.name)),
        point: (near(center.0, dice), near(center.1, dice)),
        step_free: match dice.below(10) {
            0..5 => Some(true),
            5..7 => Some(false),
            _ => None,
        },
    }
}

/// Lower-case ASCII with hyphens.
pub(crate) fn slug(name: &str) -> String {
    let mut slug = String::with_capacity(name.len());
    for character in name.to_lowercase().chars() {
        match character {
            'ä' => slug.push_str("ae"),
            'ö' => slug.push_str("oe"),
            'ü' => slug.push_str("ue"),
            'ß' => slug.push_str("ss"),
            'a'..='z' | '0'..='9' => slug.push(character),
            _ if slug.ends_with('-') => {}
            _ => slug.push('-'),
        }
    }
    slug.trim_matches('-').to_owned()
}
