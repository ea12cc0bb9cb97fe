//! One offer before it is put into a format: everything a provider knows about it.

use chrono::NaiveDate;

use serde::Deserialize;

use crate::content::Theme;
use crate::dice::Dice;
use crate::providers::{Format, Provider, Venue};
use crate::schedule::{Schedule, Shape, moved};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Delivery {
    Presence,
    Online,
    Hybrid,
    SelfPaced,
}

/// What goes wrong in real files.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Dirt {
    EndBeforeStart,
    HtmlInText,
    EmptyPrice,
    MisspeltBoolean,
    EndsAtMidnight24,
    DuplicateNumber,
}

const DIRT: [Dirt; 6] = [
    Dirt::EndBeforeStart,
    Dirt::HtmlInText,
    Dirt::EmptyPrice,
    Dirt::MisspeltBoolean,
    Dirt::EndsAtMidnight24,
    Dirt::DuplicateNumber,
];

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Price {
    /// The source says nothing.
    Unknown,
    Free,
    Cents(u32),
}

pub(crate) struct Draft<'a> {
    pub(crate) theme: &'a Theme,
    pub(crate) provider: &'a Provider,
    pub(crate) venue: &'a Venue,
    /// Position within the provider's offers.
    pub(crate) index: usize,
    /// Stable over deliveries.
    pub(crate) guid: String,
    pub(crate) number: String,
    pub(crate) title: String,
    pub(crate) subtitle: Option<String>,
    /// What, how, for whom.
    pub(crate) paragraphs: Vec<String>,
    /// What to bring.
    pub(crate) bring: Option<String>,
    pub(crate) level: Option<String>,
    /// "keine", a text, or nothing said.
    pub(crate) requirements: Option<String>,
    pub(crate) schedule: Schedule,
    pub(crate) delivery: Delivery,
    /// Lessons of 45 minutes, times ten.
    pub(crate) units_tenths: Option<u32>,
    pub(crate) price: Price,
    /// Reduced price, in the text only.
    pub(crate) reduced: Option<String>,
    pub(crate) seats: Option<(u32, u32)>,
    pub(crate) booked: Option<u32>,
    pub(crate) deadline: Option<NaiveDate>,
    pub(crate) certificate: Option<&'a str>,
    pub(crate) funding: Vec<&'a str>,
    pub(crate) child_care: bool,
    pub(crate) plain_language: bool,
    pub(crate) dirt: Option<Dirt>,
}

impl Draft<'_> {
    pub(crate) fn url(&self) -> String {
        format!("https://www.{}/kurse/{}", self.provider.host(), self.number.to_lowercase())
    }

    /// Lecturers exist only to be left out by importers: their name is the same for everybody.
    pub(crate) fn euros(cents: u32) -> String {
        format!("{},{:02}", cents / 100, cents % 100)
    }
}

/// A fixed offer of a provider kind, for what the example region must have whatever chance says.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Pin {
    pub(crate) kind: String,
    pub(crate) theme: String,
    pub(crate) ort: Option<String>,
    pub(crate) shape: Option<Shape>,
}

/// A provider's offers in order, one at a time.
pub(crate) struct Drafts<'a> {
    pub(crate) seed: u64,
    pub(crate) today: NaiveDate,
    pub(crate) provider: &'a Provider,
    /// Themes of this provider, those with weight 3 three times.
    pub(crate) pool: Vec<&'a Theme>,
    pub(crate) pins: Vec<(&'a Pin, &'a Theme)>,
    pub(crate) index: usize,
    /// The pool in this round's order.
    pub(crate) order: Vec<usize>,
}

impl<'a> Iterator for Drafts<'a> {
    type Item = Draft<'a>;

    fn next(&mut self) -> Option<Draft<'a>> {
        if self.index >= self.provider.offers || self.pool.is_empty() {
            return None;
        }
        let index = self.index;
        self.index += 1;
        let pin = self.pins.get(index);
        let theme = match pin {
            Some((_, theme)) => theme,
            None => {
                // Every theme once, then all again in another order: nothing is missing by chance.
                let turn = self.provider.drawn_before + index - self.pins.len();
                if turn.is_multiple_of(self.pool.len()) || self.order.is_empty() {
                    self.order = (0..self.pool.len()).collect();
                    let round = (turn / self.pool.len()) as u64;
                    Dice::new(self.seed, [4, self.provider.theme_stream as u64, round]).shuffle(&mut self.order);
                }
                self.pool[self.order[turn % self.pool.len()]]
            }
        };
        Some(self.draft(index, theme, pin.map(|(pin, _)| *pin)))
    }
}

impl<'a> Drafts<'a> {
    fn draft(&self, index: usize, theme: &'a Theme, pin: Option<&Pin>) -> Draft<'a> {
        let provider = self.provider;
        let mut dice = Dice::new(self.seed, [5, provider.index as u64, index as u64]);
        let pinned_place = |venue: &&Venue| pin.and_then(|pin| pin.ort.as_ref()).is_some_and(|ort| *ort == venue.ort);
        let rooms: Vec<&Venue> =
            provider.venues.iter().filter(|venue| venue.is_for_sport() == theme.dvv.starts_with("3.0")).collect();
        let any = dice.below(provider.venues.len());
        let venue = dice.pick(&rooms).copied().unwrap_or(&provider.venues[any]);
        let venue = provider.venues.iter().find(pinned_place).unwrap_or(venue);
        let level = dice.pick(&theme.levels).cloned();
        let shape = dice.pick(&theme.shapes).copied().unwrap_or(Shape::Abend);
        let shape = fitting(pin.and_then(|pin| pin.shape).unwrap_or(shape), provider.format);
        let minutes = dice.pick(&theme.minutes).copied().unwrap_or(90);
        let schedule = Schedule::draw(shape, minutes, theme.meetings, self.today, &mut dice);
        let delivery = match dice.below(100) {
            _ if shape == Shape::Selbst => Delivery::SelfPaced,
            _ if pin.is_some() => Delivery::Presence,
            percent if percent < theme.online => Delivery::Online,
            percent if percent < theme.online + theme.online / 3 => Delivery::Hybrid,
            _ => Delivery::Presence,
        };
        let fill = |text: &str| fill(text, level.as_deref(), &venue.ort);
        let title = title(theme, &schedule, delivery, &mut dice, &fill);
        let subtitle = if dice.chance(45) { dice.pick(&theme.subtitles).map(|text| fill(text)) } else { None };
        let paragraphs = paragraphs(theme, &mut dice, &fill);
        let bring = if dice.chance(60) { dice.pick(&theme.bring).map(|text| fill(text)) } else { None };
        let requirements = dice.pick(&theme.requirements).map(|text| match level.as_deref() {
            Some("A0" | "A1" | "A1.1") => "keine".to_owned(),
            _ => fill(text),
        });
        let requirements = requirements.filter(|text| !text.is_empty());
        let units = units_tenths(&schedule);
        let (price, reduced) = price(theme, units, &mut dice);
        let seats = (theme.seats.1 > 0).then(|| {
            let most = dice.between(theme.seats.0, theme.seats.1) as u32;
            ((most / 2).max(1), most)
        });
        // A fifth is fully booked, a fifth does not say.
        let booked = seats.and_then(|(_, most)| match dice.below(10) {
            0 | 1 => Some(most),
            2 | 3 => None,
            _ => Some(dice.below(most as usize) as u32),
        });
        let deadline = dice.chance(25).then(|| moved(schedule.begin, -dice.between(3, 14)));
        let child_care = dice.chance(theme.child_care);
        let funding =
            theme.funding.iter().map(String::as_str).take(if dice.chance(75) { usize::MAX } else { 1 }).collect();
        Draft {
            number: number(provider, index),
            guid: guid(&mut dice),
            plain_language: theme.keywords.iter().any(|word| word == "Leichte Sprache") || dice.chance(1),
            certificate: dice.pick(&theme.certificates).map(String::as_str).filter(|text| !text.is_empty()),
            dirt: dirt(provider, index),
            theme,
            provider,
            venue,
            index,
            title,
            subtitle,
            paragraphs,
            bring,
            level,
            requirements,
            schedule,
            delivery,
            units_tenths: units,
            price,
            reduced,
            seats,
            booked,
            deadline,
            funding,
            child_care,
        }
    }
}

/// What a format cannot say becomes the nearest that it can.
fn fitting(shape: Shape, format: Format) -> Shape {
    match (format, shape) {
        (Format::Openvhs | Format::Openvhs11 | Format::BerlinJson, Shape::Gruppe | Shape::Anfrage) => Shape::Abend,
        (Format::Openvhs | Format::Openvhs11 | Format::BerlinJson, Shape::Offen | Shape::Unterricht) => {
            Shape::Nachmittag
        }
        (Format::Openvhs | Format::Openvhs11 | Format::BerlinJson, Shape::Vollzeit) => Shape::Intensiv,
        (Format::Openvhs | Format::Openvhs11 | Format::BerlinJson | Format::Openqcat, Shape::Tage) => Shape::Wochenende,
        (Format::Ical, Shape::Anfrage | Shape::Vollzeit | Shape::Intensiv | Shape::Selbst) => Shape::Gruppe,
        (Format::Openqcat, Shape::Gruppe | Shape::Offen | Shape::Unterricht) => Shape::Abend,
        (Format::Csv | Format::Xlsx, Shape::Anfrage | Shape::Vollzeit | Shape::Intensiv | Shape::Selbst) => {
            Shape::Abend
        }
        (Format::Csv | Format::Xlsx, Shape::Tage | Shape::Wochenende) => Shape::Samstag,
        _ => shape,
    }
}

/// One offer in sixty; every fourth of the small deliveries has one.
fn dirt(provider: &Provider, index: usize) -> Option<Dirt> {
    let turn = match provider.offers {
        120.. => (index % 60 == 37).then_some(index / 60 + 3 * provider.index),
        _ => (provider.index % 4 == 1 && index == 2).then_some(provider.index / 4),
    };
    turn.map(|turn| DIRT[turn % DIRT.len()])
}

fn fill(text: &str, level: Option<&str>, ort: &str) -> String {
    if !text.contains('{') {
        return text.to_owned();
    }
    let level = level.unwrap_or_default();
    text.replace("{level}", level).replace("{before}", level_before(level)).replace("{ort}", ort)
}

/// The half-level below; the lowest has itself.
fn level_before(level: &str) -> &str {
    const LADDER: [&str; 11] = ["A0", "A1.1", "A1.2", "A2.1", "A2.2", "B1.1", "B1.2", "B2.1", "B2.2", "C1.1", "C1.2"];
    match level {
        "A1" => return "A0",
        "A2" => return "A1",
        "B1" => return "A2",
        "B2" => return "B1",
        "C1" => return "B2",
        "C2" => return "C1",
        _ => {}
    }
    let position = LADDER.iter().position(|step| *step == level).unwrap_or(0);
    LADDER[position.saturating_sub(1)]
}

fn title(
    theme: &Theme,
    schedule: &Schedule,
    delivery: Delivery,
    dice: &mut Dice,
    fill: &dyn Fn(&str) -> String,
) -> String {
    // "… am Abend" is no title for a course in the morning.
    let fitting: Vec<&String> = theme.titles.iter().filter(|title| agrees(title, schedule)).collect();
    let drawn = dice.pick(&fitting).copied().or(theme.titles.first());
    let mut title = drawn.map(|text| fill(text)).unwrap_or_default();
    let ending = match (schedule.shape, dice.below(10)) {
        _ if delivery == Delivery::Online => " (online)",
        _ if title.chars().count() > 50
            || ["Abend", "Vormittag", "Morgen", "Wochen"].iter().any(|time| title.contains(time)) =>
        {
            ""
        }
        (Shape::Vormittag | Shape::Intensiv, 0) => " am Vormittag",
        (Shape::Abend, 0) => " – Abendkurs",
        (Shape::Samstag, 0..3) => " – Tageskurs",
        (Shape::Wochenende, 0..4) => " am Wochenende",
        (Shape::Woche, 0..3) => " – Kompaktwoche",
        (Shape::Ferien, 0..4) => " – Ferienkurs",
        (Shape::Vortrag, 0) => " – Vortrag",
        _ => "",
    };
    if !title.ends_with(ending) && !title.contains('–') {
        title.push_str(ending);
    }
    title
}

/// Whether what a title says of the time is true of the schedule.
fn agrees(title: &str, schedule: &Schedule) -> bool {
    let begins = schedule.times.map(|(from, _)| from / 60);
    let says = |words: &[&str]| words.iter().any(|word| title.contains(word));
    let weekend = matches!(schedule.shape, Shape::Wochenende | Shape::Samstag);
    match begins {
        _ if says(&["am Wochenende"]) => weekend,
        _ if says(&["Kompaktwoche"]) => schedule.shape == Shape::Woche,
        Some(hour) if says(&["am Abend", "Abend"]) => hour >= 17,
        Some(hour) if says(&["am Vormittag", "am Morgen", "Frühstück", "frühstück"]) => hour < 12,
        Some(hour) if says(&["nachmittag"]) => (12..17).contains(&hour),
        _ => true,
    }
}

fn paragraphs(theme: &Theme, dice: &mut Dice, fill: &dyn Fn(&str) -> String) -> Vec<String> {
    // One sentence may be left out, the order stays: the writer built them to follow each other.
    let skipped =
        if theme.about.len() > 2 && dice.chance(60) { 1 + dice.below(theme.about.len() - 1) } else { usize::MAX };
    let about: Vec<String> =
        theme.about.iter().enumerate().filter(|(index, _)| *index != skipped).map(|(_, text)| fill(text)).collect();
    let how = dice.pick(&theme.how).filter(|_| dice.chance(70)).map(|text| fill(text));
    let who = dice.pick(&theme.who).filter(|_| dice.chance(60)).map(|text| fill(text));
    let second: Vec<String> = [how, who].into_iter().flatten().collect();
    [about.join(" "), second.join(" ")].into_iter().filter(|text| !text.is_empty()).collect()
}

/// What the dates come to in lessons of 45 minutes; whole and half lessons as programmes print them.
fn units_tenths(schedule: &Schedule) -> Option<u32> {
    let minutes: u32 =
        schedule.meetings.iter().filter_map(|meeting| meeting.times).map(|(from, to)| u32::from(to - from)).sum();
    match schedule.shape {
        Shape::Vollzeit => {
            let days = (schedule.end - schedule.begin).num_days().max(0) as u32;
            Some(days * 5 / 7 * 8 * 10)
        }
        Shape::Gruppe | Shape::Offen | Shape::Anfrage | Shape::Selbst | Shape::Tage => None,
        _ => Some((minutes * 10 / 45 + 2) / 5 * 5),
    }
}

fn price(theme: &Theme, units: Option<u32>, dice: &mut Dice) -> (Price, Option<String>) {
    if theme.price == (0, 0) {
        return (if dice.chance(90) { Price::Free } else { Price::Unknown }, None);
    }
    if dice.chance(2) {
        return (Price::Unknown, None);
    }
    let euros = dice.between(theme.price.0, theme.price.1) as u32;
    if euros < 3 {
        return (Price::Free, None);
    }
    let bounds = (theme.price.0.max(3) as u32 * 100, theme.price.1.max(3) as u32 * 100);
    let cents = match (dice.below(4), units) {
        _ if euros >= 500 => euros / 10 * 1000,
        // Fees per lesson come to odd amounts.
        (0, Some(tenths)) if theme.price.0 >= 20 => (tenths * 42 / 10 * 10).clamp(bounds.0, bounds.1),
        (1, _) => euros * 100 + 50,
        _ => euros * 100,
    };
    let reduced = dice.chance(55).then(|| {
        let lower = Draft::euros(cents * 3 / 4 / 10 * 10);
        match dice.below(3) {
            0 => format!("erm. Preis: {lower} EUR"),
            1 => format!("ermäßigt {lower} € (mit Familienkarte, Sozialpass oder Studierendenausweis)"),
            _ => format!("Ermäßigung auf {lower} Euro auf Antrag"),
        }
    });
    (Price::Cents(cents), reduced)
}

fn number(provider: &Provider, index: usize) -> String {
    let initial = provider.name.trim_start_matches("Beispiel-").chars().next().unwrap_or('B');
    format!("{initial}{:02}-{:04}", provider.index, index + 1)
}

fn guid(dice: &mut Dice) -> String {
    let (high, low) = (dice.next(), dice.next());
    format!(
        "{:08X}-{:04X}-4{:03X}-A{:03X}-{:012X}",
        high >> 32,
        (high >> 16) & 0xFFFF,
        high & 0xFFF,
        low >> 52,
        low & 0xFFFF_FFFF_FFFF
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn schedule(shape: Shape, hour: u16) -> Schedule {
        let today = NaiveDate::from_ymd_opt(2026, 11, 22).unwrap();
        let mut schedule = Schedule::draw(shape, 90, (4, 4), today, &mut Dice::new(1, [0; 3]));
        schedule.times = Some((hour * 60, hour * 60 + 90));
        schedule
    }

    #[test]
    fn titles_agree_with_their_times() {
        for (title, shape, hour, agrees_with) in [
            ("Yoga am Abend", Shape::Abend, 18, true),
            ("Yoga am Abend", Shape::Vormittag, 9, false),
            ("Englisch am Vormittag A1", Shape::Vormittag, 9, true),
            ("Englisch am Vormittag A1", Shape::Abend, 19, false),
            ("Töpfern am Wochenende", Shape::Wochenende, 18, true),
            ("Töpfern am Wochenende", Shape::Abend, 18, false),
            ("Spielenachmittag", Shape::Gruppe, 15, true),
            ("Spielenachmittag", Shape::Gruppe, 18, false),
            ("Töpfern", Shape::Gruppe, 9, true),
        ] {
            assert_eq!(agrees(title, &schedule(shape, hour)), agrees_with, "{title} {shape:?} {hour}");
        }
    }

    #[test]
    fn the_level_below_is_half_a_step_down() {
        for (level, before) in
            [("A1.1", "A0"), ("A1.2", "A1.1"), ("B1.2", "B1.1"), ("B1", "A2"), ("A0", "A0"), ("C1", "B2")]
        {
            assert_eq!(level_before(level), before);
        }
    }
}
