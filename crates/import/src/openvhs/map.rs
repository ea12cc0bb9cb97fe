//! The meaning: one `veranstaltung` becomes one offer with one session. Only the elements named here are read.

use chrono::{Datelike as _, Days, NaiveDate, Weekday};
use model::access::{AccessFeature, Accessibility};
use model::codes::education::{Bildungsbereich, DvvKategorie, LearningForm, Programmbereich};
use model::issue::Severity;
use model::offers::{Contact, DeliveryMode, Link, LinkKind, OfferContent};
use model::places::{GeoPoint, Location, PlaceContent, Precision};
use model::price::{Price, PriceBasis};
use model::providers::ProviderContent;
use model::schedule::{Meeting, Schedule, Session, SessionState, WeekdaySet};

use crate::classify::keywords::add_keyword;
use crate::classify::price::read_remark;
use crate::classify::{self, Derived, level, requirements};
use crate::defects::{Defects, ValueCodes};
use crate::formats::tree::Element;
use crate::issues::{Delivery, quote};
use crate::{OfferRecord, ProviderRecord, content_hash};

/// Meetings of one run that are kept: more than daily for four years is a defect.
const MOST_MEETINGS: usize = 1500;

static CODES: ValueCodes = ValueCodes {
    date_unreadable: "OVH-020",
    date_out_of_range: "OVH-021",
    end_before_start: "OVH-022",
    time_unreadable: "OVH-023",
    bool_misspelt: "OVH-030",
    bool_unreadable: "OVH-031",
    number_unreadable: "OVH-032",
    price_unreadable: "OVH-033",
    address_unusable: "OVH-040",
    address_completed: "OVH-041",
    plz_invalid: "OVH-042",
    text_too_long: "OVH-050",
};

/// What is collected on the way through a record.
#[derive(Default)]
struct Draft<'t> {
    content: OfferContent,
    derived: Derived,
    subtitles: Vec<String>,
    texts: Vec<String>,
    target_groups: Vec<String>,
    keywords: Vec<String>,
    guid: String,
    /// `veranstaltungsart` of Berlin, in lower case.
    kind: String,
    begin: Option<Element<'t>>,
    end: Option<Element<'t>>,
    weekdays: WeekdaySet,
    meeting_count: Option<u32>,
    place: Option<PlaceContent>,
    further_places: Vec<PlaceContent>,
    meetings: Vec<Meeting>,
    has_meetings: bool,
    leads_to_certificate: bool,
    district: Option<String>,
    booking: Option<model::codes::web_address::WebAddress>,
}

/// `None` when the record has no name at all.
pub(super) fn offer(
    root: Element<'_>,
    creator: Option<&ProviderRecord>,
    delivery: &mut Delivery<'_>,
) -> Option<OfferRecord> {
    let record = name_of_record(root);
    let mut defects = Defects { delivery, codes: &CODES, record };
    let mut draft = Draft::default();
    for child in root.children() {
        draft.read(child, &mut defects);
    }
    draft.finish(root, creator, &mut defects)
}

/// How issues call the record: guid, else number, else name.
fn name_of_record(root: Element<'_>) -> String {
    let parts = ["guid", "nummer", "name"].into_iter().map(|name| root.child_text(name));
    parts.into_iter().find(|text| !text.is_empty()).map(|text| text.chars().take(80).collect()).unwrap_or_default()
}

impl<'t> Draft<'t> {
    fn read(&mut self, child: Element<'t>, defects: &mut Defects<'_, '_>) {
        match child.name() {
            "guid" => self.guid = child.text().into_owned(),
            "nummer" => self.content.course_number = defects.line(child),
            "name" => self.content.title = defects.line(child).unwrap_or_default(),
            "untertitel" => self.subtitles.extend(defects.line(child)),
            "bezirk" => self.district = defects.line(child),
            "dvv_kategorie" => self.category(child, defects),
            "merkmale" => child.children_named("merkmal").for_each(|feature| self.feature(feature, defects)),
            "merkmal" => self.feature(child, defects),
            "level" => self.level(child, defects),
            "minimale_teilnehmerzahl" => self.content.participants.min = defects.count(child).filter(|n| *n > 0),
            "aktuelle_teilnehmerzahl" => self.content.participants.booked = defects.count(child),
            "maximale_teilnehmerzahl" => self.content.participants.max = defects.count(child).filter(|n| *n > 0),
            "anzahl_termine" => self.meeting_count = defects.count(child),
            "beginn_datum" => self.begin = Some(child),
            "ende_datum" => self.end = Some(child),
            "dauer" => self.content.teaching_units_tenths = defects.tenths(child),
            "wochentag" => self.weekday(child, defects),
            "zielgruppe" => self.target_groups.extend(defects.line(child)),
            "schlagwort" => self.keywords.extend(defects.line(child)),
            "zertifikat" => self.certificate(child, defects),
            "text" => self.text(child, defects),
            "veranstaltungsort" => {
                let place = place(child, defects);
                self.add_place(place);
            }
            "veranstaltungsart" => self.kind = child.text().to_lowercase(),
            "termin" => self.meeting(child, defects),
            "ortetermine" => self.places_and_meetings(child, defects),
            "preis" => self.content.price = price(child, defects),
            "webadresse" => self.web_address(child, defects),
            "anmeldung" => self.registration(child, defects),
            _ => {}
        }
    }

    fn category(&mut self, child: Element<'_>, defects: &mut Defects<'_, '_>) {
        let code = child.text();
        if code.is_empty() {
            return;
        }
        let version = child.attribute("version").unwrap_or("1.0").to_owned();
        let category = DvvKategorie { version, code: code.chars().take(20).collect() };
        if category.programmbereich().is_none() {
            defects.issue(
                "OVH-052",
                Severity::Note,
                child,
                format!("{} ist keine DVV-Kategorie; das Thema wird aus den Wörtern erschlossen.", quote(&code)),
                "Bitte tragen Sie die Kategorie als „p.ff“ ein, zum Beispiel 4.06.",
            );
            return;
        }
        self.content.dvv_category = Some(category);
    }

    fn feature(&mut self, feature: Element<'_>, defects: &mut Defects<'_, '_>) {
        let Some(value) = feature.child("wert") else { return };
        let name = feature.child_text("name");
        let access = match name.as_ref() {
            "kursart_digital" => {
                self.content.delivery = match value.text().as_ref() {
                    "online_angebot" => Some(DeliveryMode::OnlineLive),
                    "blended_learning" => Some(DeliveryMode::Hybrid),
                    "selbstlernangebot" => Some(DeliveryMode::OnlineSelbst),
                    "" => None,
                    other => {
                        defects.issue(
                            "OVH-053",
                            Severity::Warning,
                            value,
                            format!("{} ist keine bekannte „kursart_digital“.", quote(other)),
                            "Möglich sind „online_angebot“, „blended_learning“ und „selbstlernangebot“.",
                        );
                        None
                    }
                };
                return;
            }
            // Says that registering is free of charge, not the course.
            "anmeldung_kostenlos" => {
                if defects.truth(value) == Some(true) {
                    self.content.registration.text = Some("Die Anmeldung kostet nichts.".to_owned());
                }
                return;
            }
            "abschlussbezogen" => {
                self.leads_to_certificate = defects.truth(value) == Some(true);
                return;
            }
            "barrierefreies_lernen" => AccessFeature::Digital,
            "langsames_lerntempo" => AccessFeature::LangsamesLerntempo,
            // Marks of the provider's own programme, such as "D(1)", mean nothing outside of it.
            _ => return,
        };
        if let Some(present) = defects.truth(value) {
            self.content.accessibility.set(access, present);
        }
    }

    fn level(&mut self, child: Element<'_>, defects: &mut Defects<'_, '_>) {
        let Some(text) = defects.line(child) else { return };
        let levels = level::find_levels(&text.to_uppercase());
        let is_only_level = text.parse::<model::codes::level::CefrLevel>().is_ok();
        self.content.cefr.extend(levels);
        if !is_only_level {
            self.content.level_text = Some(text);
        }
    }

    fn weekday(&mut self, child: Element<'_>, defects: &mut Defects<'_, '_>) {
        let text = child.text();
        // Several days in one element come with commas or "und".
        for word in text.split([',', ';', '/', ' ', '+']).filter(|word| !word.is_empty() && *word != "und") {
            match weekday(word) {
                Some(day) => self.weekdays = self.weekdays.with(day),
                None => defects.issue(
                    "OVH-051",
                    Severity::Warning,
                    child,
                    format!("{} ist kein Wochentag.", quote(word)),
                    "Bitte schreiben Sie den Tag aus, zum Beispiel „Montag“.",
                ),
            }
        }
    }

    fn certificate(&mut self, child: Element<'_>, defects: &mut Defects<'_, '_>) {
        let name = child.child("name").and_then(|name| defects.line(name));
        let text = child.child("text").and_then(|text| defects.line(text));
        let certificate = match (name, text) {
            // A name like "TS59.P33B" is the provider's number of the examination.
            (Some(name), Some(text)) if is_number_like(&name) => text,
            (Some(name), Some(text)) if text.contains(&name) => text,
            (Some(name), Some(text)) => format!("{name} – {text}"),
            (Some(one), None) | (None, Some(one)) => one,
            (None, None) => return,
        };
        if !self.content.certificates.contains(&certificate) {
            self.content.certificates.push(certificate);
        }
    }

    fn text(&mut self, child: Element<'_>, defects: &mut Defects<'_, '_>) {
        let kind = child.child_text("eigenschaft").to_lowercase();
        if ["dozent", "kursleit", "leitung", "referent", "lehrkraft", "lehrkräfte", "ansprech", "betreuer"]
            .iter()
            .any(|person| kind.contains(person))
        {
            return;
        }
        let body = match child.child("text") {
            Some(body) => body,
            // A text without parts is the text itself.
            None if child.child("eigenschaft").is_none() => child,
            None => return,
        };
        let Some(text) = defects.text(body) else { return };
        if kind.contains("voraussetzung") || kind.contains("vorkenntnis") {
            self.content.requirements = requirements::read_field(&text);
            return;
        }
        let known =
            ["", "text", "beschreibung", "zusatzinformation", "kurstext", "langtext", "kurztext", "inhalt", "info"];
        let labelled = if known.contains(&kind.as_str()) {
            text
        } else {
            format!("{}: {text}", defects.line(child.child("eigenschaft").unwrap_or(child)).unwrap_or_default())
        };
        if !self.texts.contains(&labelled) {
            self.texts.push(labelled);
        }
    }

    fn meeting(&mut self, child: Element<'_>, defects: &mut Defects<'_, '_>) {
        self.has_meetings = true;
        let Some(date) = child.child("beginn_datum").and_then(|date| defects.date(date)) else { return };
        let mut start = child.child("beginn_uhrzeit").and_then(|time| defects.clock(time));
        let mut end = child.child("ende_uhrzeit").and_then(|time| defects.clock(time));
        if start == end {
            // From midnight to midnight, or from 18 to 18: the time is not known.
            if start.is_some_and(|time| time.minutes() == 0) {
                start = None;
            }
            end = None;
        }
        if let (Some(from), Some(to)) = (start, end)
            && to < from
        {
            defects.issue(
                "OVH-024",
                Severity::Warning,
                child,
                format!(
                    "Am {} liegt das Ende ({to}) vor dem Beginn ({from}). Das Ende wurde nicht übernommen.",
                    date.format("%d.%m.%Y")
                ),
                "Bitte berichtigen Sie die Uhrzeiten des Termins. Für Mitternacht schreiben Sie 24:00.",
            );
            end = None;
        }
        let until = child.child("ende_datum").and_then(|date| defects.date(date)).filter(|until| *until > date);
        let meeting = Meeting { date, until, start, end };
        if self.meetings.len() < MOST_MEETINGS {
            self.meetings.push(meeting);
        } else if self.meetings.len() == MOST_MEETINGS {
            // One more than is kept marks that it has been said.
            self.meetings.push(meeting);
            defects.issue(
                "OVH-026",
                Severity::Warning,
                child,
                format!("Die Veranstaltung hat mehr als {MOST_MEETINGS} Termine; übernommen sind die ersten."),
                "Bitte prüfen Sie, ob die Termine mehrfach ausgegeben werden.",
            );
        }
    }

    /// Berlin: addresses and meetings side by side, the address repeated for each meeting.
    fn places_and_meetings(&mut self, child: Element<'_>, defects: &mut Defects<'_, '_>) {
        for part in child.children() {
            match part.name() {
                "termin" => self.meeting(part, defects),
                "adresse" => {
                    let mut place = PlaceContent::default();
                    address(part, &mut place, defects);
                    self.add_place(place);
                }
                _ => {}
            }
        }
    }

    /// The first place is that of the run. Mentioned again, it may add what was missing; others are told in words.
    fn add_place(&mut self, place: PlaceContent) {
        if place.is_empty() {
            return;
        }
        match &mut self.place {
            None => self.place = Some(place),
            Some(first) if first.identity() == place.identity() => {
                first.location = first.location.or(place.location);
                first.room = first.room.take().or(place.room);
                first.district = first.district.take().or(place.district);
                for (feature, present) in place.accessibility.0 {
                    first.accessibility.0.entry(feature).or_insert(present);
                }
            }
            Some(_) if self.further_places.iter().any(|known| known.identity() == place.identity()) => {}
            Some(_) => self.further_places.push(place),
        }
    }

    fn web_address(&mut self, child: Element<'_>, defects: &mut Defects<'_, '_>) {
        let Some(at) = child.child("uri") else { return };
        let Some(url) = defects.web_address(at) else { return };
        let label = child.child("name").and_then(|name| defects.line(name));
        let kind = match child.child_text("typ").as_ref() {
            // The mobile page is the same page.
            "website_mobile" if self.content.links.iter().any(|link| link.kind == LinkKind::Website) => return,
            "attachment" => LinkKind::Attachment,
            "picture" => LinkKind::Picture,
            "video" => LinkKind::Video,
            _ => LinkKind::Website,
        };
        let books = label.as_deref().map(str::to_lowercase).is_some_and(|l| l.contains("buch") || l.contains("anmeld"));
        if kind == LinkKind::Website && books && self.booking.is_none() {
            self.booking = Some(url.clone());
        }
        if !self.content.links.iter().any(|link| link.url == url) {
            self.content.links.push(Link { kind, label, url });
        }
    }

    /// Berlin: the office of the vhs, not a person.
    fn registration(&mut self, child: Element<'_>, defects: &mut Defects<'_, '_>) {
        let mut contact = Contact::default();
        for part in child.children() {
            match part.name() {
                "telefon" => contact.phone = defects.line(part),
                "mail" => contact.email = defects.line(part).filter(|mail| is_mail_address(mail)),
                "link" => contact.url = defects.web_address(part),
                _ => {}
            }
        }
        if contact != Contact::default() {
            self.content.contact = Some(contact);
        }
    }

    fn finish(
        mut self,
        root: Element<'t>,
        creator: Option<&ProviderRecord>,
        defects: &mut Defects<'_, '_>,
    ) -> Option<OfferRecord> {
        if self.content.title.is_empty() {
            if self.subtitles.is_empty() {
                defects.issue(
                    "OVH-010",
                    Severity::Error,
                    root,
                    "Die Veranstaltung hat keinen Namen und wurde nicht übernommen.",
                    "Bitte tragen Sie in der Kursverwaltung einen Titel ein.",
                );
                return None;
            }
            self.content.title = self.subtitles.remove(0);
        }
        self.subtitles.dedup();
        self.subtitles.retain(|subtitle| *subtitle != self.content.title);
        self.content.subtitle = (!self.subtitles.is_empty()).then(|| self.subtitles.join(" – "));
        self.content.description = std::mem::take(&mut self.texts).join("\n\n");
        self.content.target_group_text = (!self.target_groups.is_empty()).then(|| self.target_groups.join(", "));
        for keyword in std::mem::take(&mut self.keywords) {
            add_keyword(&mut self.content.keywords, &keyword, &self.content.title);
        }
        self.conclude_delivery();
        self.sessions(root, defects);
        self.conclude_registration();
        self.content.bildungsbereich = Some(Bildungsbereich::Weiterbildung);
        self.derived.push(("bildungsbereich", "bildungsbereich_of_vhs"));
        let is_basic = self.content.dvv_category.as_ref().and_then(DvvKategorie::programmbereich)
            == Some(Programmbereich::GrundbildungSchulabschluesse);
        if self.leads_to_certificate && is_basic {
            self.content.learning_form = Some(LearningForm::Formal);
            self.derived.push(("learning_form", "learning_form_from_abschlussbezogen"));
        }
        self.derived.extend(classify::complete(&mut self.content));

        let foreign_id = self.foreign_id(root, defects);
        let provider = self.provider(creator);
        let content_hash = content_hash(&self.content, provider.as_ref());
        Some(OfferRecord { foreign_id, content_hash, content: self.content, provider, derived: self.derived })
    }

    fn foreign_id(&self, root: Element<'_>, defects: &mut Defects<'_, '_>) -> String {
        if !self.guid.is_empty() {
            return self.guid.chars().take(255).collect();
        }
        let number = self.content.course_number.as_deref().unwrap_or(&self.content.title);
        let begin = self.begin.map(Element::text).unwrap_or_default();
        let id = format!("nummer:{number}|beginn:{begin}");
        defects.issue(
            "OVH-011",
            Severity::Warning,
            root,
            format!(
                "Die Veranstaltung {} hat keine „guid“. Ersatzweise gelten Nummer und Beginn als Kennung.",
                quote(number)
            ),
            "Bitte lassen Sie die „guid“ mit exportieren: Ohne sie gilt ein verschobener Beginn als neues Angebot.",
        );
        id
    }

    /// The creator of the export, or the Bezirk in Berlin, where each runs a vhs of its own.
    fn provider(&self, creator: Option<&ProviderRecord>) -> Option<ProviderRecord> {
        let Some(district) = &self.district else {
            return creator.cloned();
        };
        let name = if district.to_lowercase().contains("vhs") || district.contains("olkshochschule") {
            district.clone()
        } else {
            format!("Volkshochschule {district}")
        };
        let contact = self.content.contact.clone().unwrap_or_default();
        let content = ProviderContent { name, contact, ..ProviderContent::default() };
        Some(ProviderRecord { foreign_id: format!("bezirk:{district}"), content })
    }

    fn conclude_delivery(&mut self) {
        if self.content.delivery.is_some() {
            return;
        }
        let title = self.content.title.to_lowercase();
        let subtitle = self.content.subtitle.as_deref().unwrap_or_default().to_lowercase();
        let place_name = self.place.as_ref().and_then(|place| place.name.as_deref()).unwrap_or_default().to_lowercase();
        let has_address = self.place.as_ref().is_some_and(|place| place.street.is_some() || place.plz.is_some());
        let names_online = ["online", "webinar", "vhs.wissen live", "livestream"];
        let place_is_online =
            ["online", "internet", "zoom", "vhs.cloud", "webinar", "zuhause"].iter().any(|w| place_name.contains(w));
        let keyword_is_online = self.content.keywords.iter().any(|keyword| {
            let keyword = keyword.to_lowercase();
            matches!(
                keyword.as_str(),
                "online" | "online-kurs" | "onlinekurs" | "webinar" | "online-seminar" | "online-vortrag"
            )
        });
        // "Online einkaufen" is about the internet, an "Online-Kurs" is held there.
        let title_is_online = ["online-", "onlinekurs", "(online)", "webinar", "livestream", "online:"]
            .iter()
            .any(|word| title.contains(word) || subtitle.contains(word))
            || (!has_address && names_online.iter().any(|word| title.contains(word) || subtitle.contains(word)));
        let kind_is_online = self.kind.contains("online") || self.kind.contains("webinar");
        let (mode, rule) =
            if kind_is_online || place_is_online || keyword_is_online || (title_is_online && !has_address) {
                (DeliveryMode::OnlineLive, "delivery_from_words")
            } else if has_address {
                (DeliveryMode::Praesenz, "delivery_from_place")
            } else {
                return;
            };
        self.content.delivery = Some(mode);
        self.derived.push(("delivery", rule));
    }

    fn conclude_registration(&mut self) {
        let booking = self.booking.take();
        let first = self.content.links.iter().find(|link| link.kind == LinkKind::Website).map(|link| link.url.clone());
        if booking.is_none() && first.is_some() {
            self.derived.push(("registration", "registration_from_website"));
        }
        self.content.registration.url = booking.or(first);
    }

    fn sessions(&mut self, root: Element<'_>, defects: &mut Defects<'_, '_>) {
        let (from, until) = defects.span(self.begin, self.end);
        self.meetings.truncate(MOST_MEETINGS);
        self.meetings.sort();
        self.meetings.dedup();
        let schedule = if !self.meetings.is_empty() {
            Schedule::Dates { meetings: std::mem::take(&mut self.meetings) }
        } else if let Some(date) = from.filter(|from| until == Some(*from) || self.meeting_count == Some(1)) {
            Schedule::Dates { meetings: vec![Meeting { date, until: None, start: None, end: None }] }
        } else if let Some(from) = from {
            self.span(from, until)
        } else {
            if self.begin.is_none_or(|begin| begin.text().is_empty()) {
                defects.issue(
                    "OVH-025",
                    Severity::Warning,
                    root,
                    "Die Veranstaltung hat keinen Beginn. Sie erscheint mit „Termin auf Anfrage“.",
                    "Bitte tragen Sie den Beginn ein, sobald er feststeht.",
                );
            }
            Schedule::OnRequest
        };
        let is_online = matches!(self.content.delivery, Some(DeliveryMode::OnlineLive | DeliveryMode::OnlineSelbst));
        let place = if is_online { None } else { self.place.take().filter(|place| !place.is_empty()) };
        let note = self.further_places.iter().filter_map(place_in_words).collect::<Vec<_>>();
        let note = (!note.is_empty() && !is_online)
            .then(|| format!("Einzelne Termine finden hier statt: {}", note.join("; ")));
        self.content.sessions.push(Session {
            foreign_id: None,
            schedule,
            place,
            state: SessionState::Planned,
            note,
            price: None,
            participants: None,
        });
    }

    /// First day, weekdays and last day; without a last day it follows from the number of meetings.
    fn span(&mut self, from: NaiveDate, until: Option<NaiveDate>) -> Schedule {
        let span = |until, weekdays| Schedule::Span { from, until, weekdays, start: None, end: None };
        if self.weekdays.is_empty() || until.is_some() {
            return span(until, self.weekdays);
        }
        let Some(count) = self.meeting_count.filter(|count| (1..=500).contains(count)) else {
            // A weekly pattern without end would go on for ever.
            return span(None, WeekdaySet::default());
        };
        let days = from.iter_days().filter(|day| self.weekdays.contains(day.weekday()));
        let last = days.take(count as usize).last().or_else(|| from.checked_add_days(Days::new(0)));
        self.derived.push(("sessions", "last_day_from_number_of_meetings"));
        span(last, self.weekdays)
    }
}

fn place(child: Element<'_>, defects: &mut Defects<'_, '_>) -> PlaceContent {
    let mut place = PlaceContent::default();
    for part in child.children() {
        match part.name() {
            "name" => place.name = defects.line(part),
            "adresse" => address(part, &mut place, defects),
            "barrierefrei" => step_free(part, &mut place.accessibility, defects),
            _ => {}
        }
    }
    place
}

fn address(child: Element<'_>, place: &mut PlaceContent, defects: &mut Defects<'_, '_>) {
    let (mut lat, mut lon) = (None, None);
    for part in child.children() {
        match part.name() {
            "lehrstaette" => place.name = defects.line(part),
            "raum" => place.room = defects.line(part),
            "plz" => place.plz = defects.plz(part),
            "ort" => place.city = defects.line(part),
            "ortsteil" => place.district = defects.line(part),
            "strasse" => place.street = defects.line(part),
            "behindertenzugang" | "barrierefrei" => step_free(part, &mut place.accessibility, defects),
            "breitengrad" => lat = degrees(part),
            "laengengrad" => lon = degrees(part),
            _ => {}
        }
    }
    if let (Some((lat, at)), Some((lon, _))) = (lat, lon) {
        match GeoPoint::new(lat, lon) {
            Some(point) => place.location = Some(Location { point, precision: Precision::Address }),
            None => defects.issue(
                "OVH-043",
                Severity::Warning,
                at,
                format!("Die Koordinaten {lat} / {lon} liegen nicht in Deutschland und wurden nicht übernommen."),
                "Bitte prüfen Sie, ob Länge und Breite vertauscht sind.",
            ),
        }
    }
}

fn degrees(part: Element<'_>) -> Option<(f64, Element<'_>)> {
    let number: f64 = part.text().replace(',', ".").parse().ok()?;
    (number.is_finite() && number != 0.0).then_some((number, part))
}

fn step_free(part: Element<'_>, accessibility: &mut Accessibility, defects: &mut Defects<'_, '_>) {
    if let Some(present) = defects.truth(part) {
        accessibility.set(AccessFeature::Stufenlos, present);
    }
}

fn price(child: Element<'_>, defects: &mut Defects<'_, '_>) -> Price {
    let amount = child.child("betrag").and_then(|amount| defects.money(amount));
    let mut price = amount.map(Price::of).unwrap_or_default();
    let reducible = child.child("rabatt_moeglich");
    price.reducible = reducible.and_then(|reducible| defects.truth(reducible));
    for remark in child.children_named("zusatz") {
        let Some(text) = defects.text(remark) else { continue };
        let read = read_remark(&text);
        if read.on_request && price.basis == PriceBasis::Free {
            price.basis = PriceBasis::Unknown;
        }
        if read.free && price.basis == PriceBasis::Unknown {
            price.basis = PriceBasis::Free;
        }
        price.reductions.extend(read.reductions);
        if !read.consumed {
            price.notes.push(text);
        }
    }
    price.reductions.retain(|reduction| match price.basis {
        PriceBasis::Amount(full) => reduction.amount < full,
        _ => true,
    });
    if let (Some(false), Some(at), false) = (price.reducible, reducible, price.reductions.is_empty()) {
        defects.issue(
            "OVH-034",
            Severity::Note,
            at,
            "Ein ermäßigter Preis ist genannt, obwohl Ermäßigung ausgeschlossen ist. Der ermäßigte Preis wurde übernommen.",
            "Bitte setzen Sie „rabatt_moeglich“ auf „true“ oder streichen Sie den ermäßigten Preis.",
        );
    }
    price
}

fn weekday(word: &str) -> Option<Weekday> {
    let lower = word.trim_end_matches('.').to_lowercase();
    let lower = lower.strip_suffix('s').unwrap_or(&lower);
    let days: [(&str, Weekday); 8] = [
        ("montag", Weekday::Mon),
        ("dienstag", Weekday::Tue),
        ("mittwoch", Weekday::Wed),
        ("donnerstag", Weekday::Thu),
        ("freitag", Weekday::Fri),
        ("samstag", Weekday::Sat),
        // Before Sonnabend, so that "So" is a Sunday.
        ("sonntag", Weekday::Sun),
        ("sonnabend", Weekday::Sat),
    ];
    days.iter().find(|(name, _)| *name == lower || (lower.len() == 2 && name.starts_with(lower))).map(|(_, day)| *day)
}

fn is_number_like(name: &str) -> bool {
    !name.contains(' ') && name.chars().any(|c| c.is_ascii_digit()) && !name.chars().any(char::is_lowercase)
}

fn is_mail_address(text: &str) -> bool {
    let parts = text.split_once('@');
    parts.is_some_and(|(name, host)| !name.is_empty() && host.contains('.') && !text.contains(char::is_whitespace))
}

fn place_in_words(place: &PlaceContent) -> Option<String> {
    let city: Vec<&str> =
        [place.plz.as_ref().map(|plz| plz.as_str()), place.city.as_deref()].into_iter().flatten().collect();
    let city = city.join(" ");
    let parts = [place.name.as_deref(), place.street.as_deref(), (!city.is_empty()).then_some(city.as_str())];
    let words: Vec<&str> = parts.into_iter().flatten().collect();
    (!words.is_empty()).then(|| words.join(", "))
}
