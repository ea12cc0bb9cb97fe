//! From events to offers.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike as _, Months, NaiveDate};
use model::codes::web_address::WebAddress;
use model::issue::Severity;
use model::offers::{DeliveryMode, Link, LinkKind, OfferContent};
use model::places::{GeoPoint, Location, PlaceContent, Precision};
use model::providers::ProviderContent;
use model::schedule::{Meeting, Schedule, Session, SessionState};

use super::lines::Property;
use super::read::Event;
use super::series::{Occurrence, When, occurrences, when_of};
use super::zone::Zone;
use crate::address::{is_online, split_address};
use crate::classify;
use crate::classify::keywords::add_keyword;
use crate::formats::text::{plain_line, plain_text};
use crate::identity::{provider_id, short_hash};
use crate::issues::{Delivery, Spot, quote};
use crate::{Item, OfferRecord, ProviderRecord, content_hash};

/// What all steps need.
pub(super) struct Context<'c, 'd> {
    pub(super) zones: &'c BTreeMap<String, Zone>,
    pub(super) delivery: &'c mut Delivery<'d>,
    pub(super) unknown_zones: BTreeSet<String>,
}

impl Context<'_, '_> {
    pub(super) fn issue(
        &mut self,
        code: &'static str,
        severity: Severity,
        event: &Event,
        column: &str,
        message: String,
        hint: &str,
    ) {
        let uid = event.uid();
        let line = event.find(column).map_or(event.line, |property| property.line);
        let spot = Spot { row: Some(line), column: Some(column), record: uid.as_deref(), ..Spot::default() };
        self.delivery.issue(code, severity, spot, message, hint);
    }

    pub(super) fn bad_value(&mut self, event: &Event, property: &Property) {
        let uid = event.uid();
        let spot =
            Spot { row: Some(property.line), column: Some(&property.name), record: uid.as_deref(), ..Spot::default() };
        let message = format!("{} ist kein gültiger Zeitpunkt; die Angabe wurde weggelassen.", quote(&property.value));
        self.delivery.issue(
            "ICS-009",
            Severity::Warning,
            spot,
            message,
            "Bitte legen Sie den Termin im Kalender neu an.",
        );
    }

    /// The zone of a local time: its TZID, or local time in Germany.
    pub(super) fn zone_of(&mut self, property: &Property) -> Zone {
        let Some(id) = property.parameter("TZID") else { return Zone::Floating };
        if let Some(zone) = self.zones.get(id).cloned().or_else(|| Zone::named(id)) {
            return zone;
        }
        if self.unknown_zones.insert(id.to_owned()) {
            let spot = Spot { row: Some(property.line), column: Some("TZID"), ..Spot::default() };
            let message =
                format!("Die Zeitzone {} ist nicht bekannt; ihre Zeiten gelten als deutsche Zeit.", quote(id));
            let hint = "Bitte stellen Sie im Kalender die Zeitzone „Europe/Berlin“ ein.";
            self.delivery.issue("ICS-012", Severity::Warning, spot, message, hint);
        }
        Zone::Floating
    }
}

/// From a year ago to two years ahead, in whole months: a rule without end then changes its offer once a month and not every day.
pub(super) fn window(today: NaiveDate) -> (NaiveDate, NaiveDate) {
    let first = |day: NaiveDate| day.with_day(1).unwrap_or(day);
    let from = today.checked_sub_months(Months::new(12)).map_or(today, first);
    let until = today.checked_add_months(Months::new(25)).map(first).and_then(|day| day.pred_opt()).unwrap_or(today);
    (from, until)
}

/// Events of one UID: the series, and its changed instances.
struct Entry<'e> {
    foreign_id: String,
    /// Usually one; several when a program gives separate events the same UID.
    masters: Vec<&'e Event>,
    changes: Vec<&'e Event>,
}

/// Gives one offer for each UID, in the order of the file.
pub(super) fn map_events(events: &[Event], today: NaiveDate, context: &mut Context<'_, '_>) {
    let window = window(today);
    let mut outside = 0_u64;
    let mut private = 0_u64;
    for entry in entries(events, &mut private, context) {
        match offer_of(&entry, window, context) {
            Mapped::Offer(record) => context.delivery.item(Item::Offer(record)),
            Mapped::OutsideWindow => outside += 1,
            Mapped::Unusable => {}
        }
    }
    if outside > 0 {
        let message = format!(
            "Ganz vor dem {} oder nach dem {} und nicht übernommen: {outside}.",
            window.0.format("%d.%m.%Y"),
            window.1.format("%d.%m.%Y")
        );
        context.delivery.issue("ICS-015", Severity::Note, Spot::default(), message, "Es ist nichts zu tun.");
    }
    if private > 0 {
        let message = format!("Als privat gekennzeichnet und nicht übernommen: {private}.");
        let hint = "Sollen sie im Portal stehen, kennzeichnen Sie sie im Kalender bitte als öffentlich.";
        context.delivery.issue("ICS-016", Severity::Note, Spot::default(), message, hint);
    }
}

fn title_of(event: &Event) -> Option<String> {
    event.find("SUMMARY").map(|summary| plain_line(&summary.text())).filter(|title| !title.is_empty())
}

fn is_cancelled(event: &Event) -> bool {
    event.find("STATUS").is_some_and(|status| status.value.trim().eq_ignore_ascii_case("CANCELLED"))
}

/// Which of two versions of the same event is newer: SEQUENCE, then LAST-MODIFIED, then DTSTAMP (RFC 5546 §2.1.5).
fn version(event: &Event) -> (u64, String, String) {
    let sequence = event.find("SEQUENCE").and_then(|sequence| sequence.value.trim().parse().ok()).unwrap_or(0);
    let stamp = |name| event.find(name).map(|property| property.value.trim().to_owned()).unwrap_or_default();
    (sequence, stamp("LAST-MODIFIED"), stamp("DTSTAMP"))
}

fn entries<'e>(events: &'e [Event], private: &mut u64, context: &mut Context<'_, '_>) -> Vec<Entry<'e>> {
    let mut entries: Vec<Entry<'e>> = Vec::new();
    let mut index_of: BTreeMap<String, usize> = BTreeMap::new();
    for event in events {
        let class = event.find("CLASS").map(|class| class.value.trim().to_ascii_uppercase()).unwrap_or_default();
        if matches!(class.as_str(), "PRIVATE" | "CONFIDENTIAL") {
            *private += 1;
            continue;
        }
        let is_change = event.find("RECURRENCE-ID").is_some();
        let title = title_of(event);
        if title.is_none() && !is_change {
            let message = "Der Termin hat keinen Titel und wurde nicht übernommen.".to_owned();
            context.issue(
                "ICS-008",
                Severity::Error,
                event,
                "SUMMARY",
                message,
                "Bitte ergänzen Sie den Titel im Kalender.",
            );
            continue;
        }
        let foreign_id = event.uid().unwrap_or_else(|| {
            let title = title.clone().unwrap_or_default();
            let message = format!(
                "Der Termin {} hat keine Kennung (UID); sie wurde aus Titel und Beginn gebildet.",
                quote(&title)
            );
            let hint =
                "Ohne UID gilt ein verschobener Termin als neues Angebot. Bitte lassen Sie das Programm UIDs ausgeben.";
            context.issue("ICS-006", Severity::Warning, event, "UID", message, hint);
            let start = event.find("DTSTART").map(|start| start.value.clone()).unwrap_or_default();
            format!("t-{}", short_hash(&[&title, &start]))
        });
        let index = *index_of.entry(foreign_id.clone()).or_insert_with(|| {
            entries.push(Entry { foreign_id, masters: Vec::new(), changes: Vec::new() });
            entries.len() - 1
        });
        if is_change {
            entries[index].changes.push(event);
        } else {
            entries[index].masters.push(event);
        }
    }
    let mut result = Vec::new();
    for mut entry in entries {
        let others = split_shared_uid(&mut entry, context);
        keep_newest_changes(&mut entry.changes);
        result.push(entry);
        result.extend(others);
    }
    result
}

/// The newest version of a series is the series. Events with one UID but different titles are different offers, whatever the program
/// that wrote them thinks; with the same title and several starts in one version they are the dates of one offer.
fn split_shared_uid<'e>(entry: &mut Entry<'e>, context: &mut Context<'_, '_>) -> Vec<Entry<'e>> {
    let mut others: Vec<Entry<'e>> = Vec::new();
    let Some(newest) = entry.masters.iter().map(|event| version(event).0).max() else { return others };
    entry.masters.retain(|event| version(event).0 == newest);
    let start = |event: &Event| event.find("DTSTART").map(|start| start.value.trim().to_owned()).unwrap_or_default();
    // Two versions with the same start: the later one.
    let mut newest_of: BTreeMap<(String, Option<String>), &Event> = BTreeMap::new();
    let mut order = Vec::new();
    for event in std::mem::take(&mut entry.masters) {
        let key = (start(event), title_of(event));
        let known = newest_of.entry(key.clone()).or_insert_with(|| {
            order.push(key);
            event
        });
        if version(event) >= version(known) {
            *known = event;
        }
    }
    let mut masters = order.into_iter().map(|key| newest_of[&key]).peekable();
    let Some(first) = masters.peek().copied() else { return others };
    let repeats = |event: &Event| event.find("RRULE").is_some() || event.find("RDATE").is_some();
    for master in masters {
        if title_of(master) == title_of(first) {
            // A series that was moved without counting up its SEQUENCE: the later stamp. Otherwise they are further dates.
            let current = entry.masters.first().copied().unwrap_or(master);
            if (repeats(master) || repeats(current)) && version(master) != version(current) {
                entry.masters = vec![if version(master) > version(current) { master } else { current }];
            } else {
                entry.masters.push(master);
            }
        } else {
            let title = title_of(master).unwrap_or_default();
            let message = format!(
                "Die Kennung {} steht bei zwei verschiedenen Terminen: {} und {}. Beide sind als eigene Angebote übernommen.",
                quote(&entry.foreign_id),
                quote(&title_of(first).unwrap_or_default()),
                quote(&title)
            );
            let hint = "Bitte lassen Sie das Programm für jeden Termin eine eigene UID vergeben.";
            context.issue("ICS-020", Severity::Warning, master, "UID", message, hint);
            let foreign_id = format!("{}#{}", entry.foreign_id, short_hash(&[&title]));
            match others.iter_mut().find(|other| other.foreign_id == foreign_id) {
                Some(other) => other.masters.push(master),
                None => others.push(Entry { foreign_id, masters: vec![master], changes: Vec::new() }),
            }
        }
    }
    others
}

fn keep_newest_changes(changes: &mut Vec<&Event>) {
    let id = |event: &Event| event.find("RECURRENCE-ID").map(|id| id.value.trim().to_owned()).unwrap_or_default();
    let mut newest: Vec<&Event> = Vec::new();
    for change in changes.drain(..) {
        match newest.iter_mut().find(|known| id(known) == id(change)) {
            Some(known) if version(change) >= version(known) => *known = change,
            Some(_) => {}
            None => newest.push(change),
        }
    }
    *changes = newest;
}

/// What became of an entry.
enum Mapped {
    Offer(Box<OfferRecord>),
    /// No meeting lies in the window.
    OutsideWindow,
    /// Said by an issue.
    Unusable,
}

fn offer_of(entry: &Entry<'_>, window: (NaiveDate, NaiveDate), context: &mut Context<'_, '_>) -> Mapped {
    let mut found: Vec<Occurrence<'_>> = Vec::new();
    let mut described_by = None;
    for (index, master) in entry.masters.iter().enumerate() {
        let Some(when) = when_or_issue(master, context) else { continue };
        // Changed instances belong to the series; with several plain events under one UID, to the first.
        let changes = if index == 0 { entry.changes.as_slice() } else { &[] };
        found.extend(occurrences(master, &when, changes, window, context));
        described_by.get_or_insert(*master);
    }
    if entry.masters.is_empty() {
        // Only changed instances were delivered.
        for change in &entry.changes {
            if let Some(when) = when_or_issue(change, context) {
                found.extend(occurrences(change, &when, &[], window, context));
                described_by.get_or_insert(*change);
            }
        }
    }
    let Some(described_by) = described_by else { return Mapped::Unusable };
    if found.is_empty() {
        return Mapped::OutsideWindow;
    }
    let Some((mut content, provider)) = content_of(described_by, &found, context) else { return Mapped::Unusable };
    let derived = classify::complete(&mut content);
    let content_hash = content_hash(&content, provider.as_ref());
    let foreign_id = entry.foreign_id.clone();
    Mapped::Offer(Box::new(OfferRecord { foreign_id, content_hash, content, provider, derived }))
}

fn without_title(event: &Event, context: &mut Context<'_, '_>) {
    let message = "Der Termin hat keinen Titel und wurde nicht übernommen.".to_owned();
    context.issue("ICS-008", Severity::Error, event, "SUMMARY", message, "Bitte ergänzen Sie den Titel im Kalender.");
}

fn when_or_issue(event: &Event, context: &mut Context<'_, '_>) -> Option<When> {
    let when = when_of(event, context);
    if when.is_none() {
        let said = event.find("DTSTART").map(|start| start.value.clone()).unwrap_or_default();
        let message = if said.is_empty() {
            "Der Termin hat keinen Beginn und wurde nicht übernommen.".to_owned()
        } else {
            format!("Der Beginn {} ist kein gültiger Zeitpunkt; der Termin wurde nicht übernommen.", quote(&said))
        };
        context.issue(
            "ICS-007",
            Severity::Error,
            event,
            "DTSTART",
            message,
            "Bitte legen Sie den Termin im Kalender neu an.",
        );
    }
    when
}

fn content_of(
    event: &Event,
    found: &[Occurrence<'_>],
    context: &mut Context<'_, '_>,
) -> Option<(OfferContent, Option<ProviderRecord>)> {
    let Some(title) = title_of(event) else {
        without_title(event, context);
        return None;
    };
    let mut content = OfferContent { title, ..OfferContent::default() };
    content.description = event
        .find("DESCRIPTION")
        .or_else(|| event.find("X-ALT-DESC"))
        .map(|description| plain_text(&description.text()))
        .unwrap_or_default();
    for categories in event.all("CATEGORIES") {
        for category in categories.texts() {
            add_keyword(&mut content.keywords, &plain_line(&category), &content.title);
        }
    }
    if let Some(url) = event.find("URL")
        && !url.value.trim().is_empty()
    {
        match url.value.parse::<WebAddress>() {
            Ok(url) => content.links.push(Link { kind: LinkKind::Website, label: None, url }),
            Err(_) => {
                let message = format!("{} ist keine Internetadresse.", quote(&url.value));
                context.issue(
                    "ICS-017",
                    Severity::Warning,
                    event,
                    "URL",
                    message,
                    "Erwartet wird eine Adresse, die mit https:// beginnt.",
                );
            }
        }
    }
    for attachment in event.all("ATTACH") {
        let is_picture = attachment.parameter("FMTTYPE").is_some_and(|kind| kind.starts_with("image/"));
        if let Ok(url) = attachment.value.parse::<WebAddress>() {
            let kind = if is_picture { LinkKind::Picture } else { LinkKind::Attachment };
            content.links.push(Link { kind, label: None, url });
        }
    }
    let mut sessions = sessions_of(event, found, context);
    let online = event.find("LOCATION").is_some_and(|location| is_online(&location.text()));
    if online {
        content.delivery = Some(DeliveryMode::OnlineLive);
    }
    sessions.sort_by_cached_key(|session| {
        (
            session.state == SessionState::Cancelled,
            session.schedule.first_day(),
            serde_json::to_string(session).unwrap_or_default(),
        )
    });
    content.sessions = sessions;
    let provider = event.find("ORGANIZER").and_then(organisation).map(|name| ProviderRecord {
        foreign_id: provider_id(&name),
        content: ProviderContent { name, ..ProviderContent::default() },
    });
    Some((content, provider))
}

/// One session for all meetings, and one more for those that are cancelled or take place elsewhere.
fn sessions_of(master: &Event, found: &[Occurrence<'_>], context: &mut Context<'_, '_>) -> Vec<Session> {
    let whole_is_cancelled = is_cancelled(master);
    let mut sessions: Vec<Session> = Vec::new();
    let mut places: BTreeMap<u64, Option<PlaceContent>> = BTreeMap::new();
    for occurrence in found {
        let event = occurrence.event;
        // What a changed instance leaves out is that of the series.
        let describing = if event.find("LOCATION").is_some() || event.find("GEO").is_some() { event } else { master };
        let place = places.entry(describing.line).or_insert_with(|| place_of(describing, context)).clone();
        let state =
            if whole_is_cancelled || is_cancelled(event) { SessionState::Cancelled } else { SessionState::Planned };
        let mut notes = Vec::new();
        if let Some(title) = title_of(event).filter(|title| Some(title) != title_of(master).as_ref()) {
            notes.push(title);
        }
        if event.find("STATUS").is_some_and(|status| status.value.trim().eq_ignore_ascii_case("TENTATIVE")) {
            notes.push("Unter Vorbehalt".to_owned());
        }
        let note = (!notes.is_empty()).then(|| notes.join("\n\n"));
        let same = |session: &&mut Session| session.state == state && session.place == place && session.note == note;
        match sessions.iter_mut().find(same) {
            Some(Session { schedule: Schedule::Dates { meetings }, .. }) => meetings.push(occurrence.meeting.clone()),
            _ => sessions.push(Session {
                foreign_id: None,
                schedule: Schedule::Dates { meetings: vec![occurrence.meeting.clone()] },
                place,
                state,
                note,
                price: None,
                participants: None,
            }),
        }
    }
    for session in &mut sessions {
        if let Schedule::Dates { meetings } = &mut session.schedule {
            meetings.sort_by(Meeting::cmp);
            meetings.dedup();
        }
    }
    sessions
}

fn place_of(event: &Event, context: &mut Context<'_, '_>) -> Option<PlaceContent> {
    let text = event.find("LOCATION").map(|location| plain_text(&location.text())).unwrap_or_default();
    let mut place = if is_online(&text) { PlaceContent::default() } else { split_address(&text) };
    if let Some(geo) = event.find("GEO") {
        let degrees = geo
            .value
            .split_once([';', ','])
            .and_then(|(lat, lon)| Some((lat.trim_end_matches('\\').trim().parse().ok()?, lon.trim().parse().ok()?)));
        match degrees.and_then(|(lat, lon)| GeoPoint::new(lat, lon)) {
            Some(point) => place.location = Some(Location { point, precision: Precision::Address }),
            // Some programs write 0;0 for "not known".
            None if degrees == Some((0.0, 0.0)) => {}
            None => {
                let message = format!(
                    "Die Koordinaten {} liegen nicht in Deutschland oder seiner Nachbarschaft.",
                    quote(&geo.value)
                );
                let hint = "Erwartet werden Breitengrad und Längengrad, getrennt durch ein Semikolon.";
                context.issue("ICS-018", Severity::Warning, event, "GEO", message, hint);
            }
        }
    }
    (!place.is_empty()).then_some(place)
}

/// The name of an ORGANIZER, if it is one of an organisation. Persons and mail addresses are never imported.
fn organisation(organizer: &Property) -> Option<String> {
    const MARKS: [&str; 42] = [
        "vhs",
        "volkshochschule",
        "verein",
        "e.v.",
        "gmbh",
        "ggmbh",
        "stadt",
        "gemeinde",
        "kreis",
        "landkreis",
        "schule",
        "bibliothek",
        "bücherei",
        "museum",
        "zentrum",
        "verband",
        "amt",
        "akademie",
        "kirche",
        "pfarrei",
        "haus",
        "stiftung",
        "team",
        "kammer",
        "bildung",
        "universität",
        "hochschule",
        "kita",
        "kindergarten",
        "institut",
        "werk",
        "dienst",
        "büro",
        "netzwerk",
        "initiative",
        "club",
        "treff",
        "bund",
        "caritas",
        "diakonie",
        "verlag",
        "agentur",
    ];
    let name = plain_line(organizer.parameter("CN")?);
    let lower = name.to_lowercase();
    let has_mark = lower.split(|c: char| !(c.is_alphanumeric() || c == '.')).any(|word| {
        MARKS.iter().any(|mark| word == *mark || (mark.len() > 3 && (word.ends_with(mark) || word.starts_with(mark))))
    });
    (has_mark && !name.contains('@')).then_some(name)
}
