//! The rows of one offer as a record: what belongs to the offer, and its runs.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use model::access::ChildCare;
use model::codes::education::{DvvKategorie, KldbCode};
use model::codes::language::LanguageCode;
use model::codes::level::DqrLevel;
use model::codes::web_address::WebAddress;
use model::issue::Severity;
use model::offers::{Contact, DeliveryMode, Link, LinkKind, OfferContent, Participants};
use model::price::Price;
use model::providers::ProviderContent;
use model::schedule::{Schedule, Session};
use model::vocabularies::{FundingCode, TargetGroupCode, TopicCode, Vocabulary, funding, target_groups, topics};

use super::fields::Field;
use super::map::{Context, Group, Values};
use super::session::{Draft, misspelt, read_count, read_session};
use super::settings::RepeatedRows;
use super::when::{DateCell, read_date_cell};
use crate::classify;
use crate::classify::keywords::add_keyword;
use crate::classify::level::find_levels;
use crate::classify::requirements::read_field;
use crate::formats::values::{BoolReading, read_bool, read_decimal};
use crate::identity::provider_id;
use crate::issues::quote;
use crate::{OfferRecord, ProviderRecord, content_hash};

pub(super) fn offer_of(group: &Group, context: &mut Context<'_, '_>) -> OfferRecord {
    let mut content = OfferContent::default();
    let provider = read_texts(group, &mut content, context);
    read_terms(group, &mut content, context);
    read_audience(group, &mut content, context);
    read_registration(group, &mut content, context);
    let drafts: Vec<Draft> = group.rows.iter().map(|row| read_session(row, context)).collect();
    if content.delivery.is_none() && !drafts.is_empty() && drafts.iter().all(|draft| draft.online) {
        content.delivery = Some(DeliveryMode::OnlineLive);
    }
    join_runs(group, drafts, &mut content, context.settings.repeated_rows);
    let derived = classify::complete(&mut content);
    let content_hash = content_hash(&content, provider.as_ref());
    OfferRecord { foreign_id: group.foreign_id.clone(), content_hash, content, provider, derived }
}

/// The first row of the group in which a field is filled.
fn first(group: &Group, field: Field) -> Option<&Values> {
    group.rows.iter().find(|row| row.cells.contains_key(&field))
}

fn line(group: &Group, field: Field) -> Option<String> {
    group.rows.iter().find_map(|row| row.line(field))
}

fn text(group: &Group, field: Field) -> Option<String> {
    group.rows.iter().find_map(|row| row.text(field))
}

fn read_texts(group: &Group, content: &mut OfferContent, context: &mut Context<'_, '_>) -> Option<ProviderRecord> {
    content.title = line(group, Field::Title).unwrap_or_default();
    content.subtitle = line(group, Field::Subtitle).filter(|subtitle| *subtitle != content.title);
    content.description = text(group, Field::Description).unwrap_or_default();
    content.course_number = line(group, Field::CourseNumber);
    for keywords in group.rows.iter().filter_map(|row| row.text(Field::Keywords)) {
        for keyword in keywords.split([',', ';', '\n', '|']) {
            add_keyword(&mut content.keywords, keyword, &content.title);
        }
    }
    if let Some(requirements) = text(group, Field::Requirements) {
        content.requirements = read_field(&requirements);
    }
    if let Some(certificates) = text(group, Field::Certificate) {
        let names = certificates.split([';', '\n']).map(str::trim);
        content.certificates =
            names.filter(|name| !name.is_empty() && !is_none_word(name)).map(str::to_owned).collect();
    }
    if let Some(row) = first(group, Field::TeachingUnits)
        && let Some(units) = row.line(Field::TeachingUnits)
    {
        let number = units.to_lowercase().replace("ue", "").replace("ustd", "");
        let tenths = read_decimal(number.trim().trim_end_matches('.'), 1).and_then(|tenths| u32::try_from(tenths).ok());
        content.teaching_units_tenths = tenths.filter(|tenths| (1..=200_000).contains(tenths));
        if content.teaching_units_tenths.is_none() {
            let message = format!("{} ist keine Zahl von Unterrichtseinheiten.", quote(&units));
            context.issue(
                "TAB-036",
                Severity::Warning,
                row,
                Field::TeachingUnits,
                message,
                "Bitte geben Sie nur die Zahl an.",
            );
        }
    }
    let contact = Contact {
        name: None,
        phone: line(group, Field::ContactPhone),
        email: line(group, Field::ContactEmail).filter(|email| email.contains('@')),
        url: None,
    };
    content.contact = (contact != Contact::default()).then_some(contact);
    content.publish_from = day(group, Field::PublishFrom, context);
    content.publish_until = day(group, Field::PublishUntil, context);
    let name = line(group, Field::Provider)?;
    let foreign_id = line(group, Field::ProviderId).unwrap_or_else(|| provider_id(&name));
    Some(ProviderRecord { foreign_id, content: ProviderContent { name, ..ProviderContent::default() } })
}

fn is_none_word(text: &str) -> bool {
    matches!(text.to_lowercase().as_str(), "kein" | "keine" | "keiner" | "ohne" | "-" | "nein" | "entfällt")
}

fn read_terms(group: &Group, content: &mut OfferContent, context: &mut Context<'_, '_>) {
    for row in &group.rows {
        for part in parts(row, Field::Topic) {
            match term(topics(), &part) {
                Some(code) => content.topics.extend(code.parse::<TopicCode>()),
                // A source's own heading: it stays findable, and the words of the vocabulary conclude the topic.
                None => add_keyword(&mut content.keywords, &part, &content.title),
            }
        }
        for part in parts(row, Field::Funding).into_iter().filter(|part| !is_none_word(part)) {
            match term(funding(), &part) {
                Some(code) => content.funding.extend(code.parse::<FundingCode>()),
                None => {
                    let known = content.funding_text.get_or_insert_default();
                    if !known.contains(&part) {
                        if !known.is_empty() {
                            known.push_str(", ");
                        }
                        known.push_str(&part);
                    }
                }
            }
        }
        for part in parts(row, Field::Occupation) {
            match part.trim_start_matches(['B', 'b', ' ']).parse::<KldbCode>() {
                Ok(code) => _ = content.occupations.insert(code),
                Err(_) => {
                    let message = format!("{} ist kein Schlüssel der Klassifikation der Berufe.", quote(&part));
                    context.issue(
                        "TAB-037",
                        Severity::Warning,
                        row,
                        Field::Occupation,
                        message,
                        "Erwartet werden ein bis fünf Ziffern.",
                    );
                }
            }
        }
        for part in parts(row, Field::Language) {
            match language(&part) {
                Some(code) => _ = content.languages.insert(code),
                None => {
                    let message = format!("Die Unterrichtssprache {} ist nicht bekannt.", quote(&part));
                    let hint = "Bitte schreiben Sie die Sprache aus (Deutsch, Ukrainisch) oder als Code (de, uk).";
                    context.issue("TAB-037", Severity::Warning, row, Field::Language, message, hint);
                }
            }
        }
    }
    if let Some(row) = first(group, Field::DvvCategory)
        && let Some(code) = row.line(Field::DvvCategory)
    {
        let category = DvvKategorie { version: String::new(), code };
        if category.programmbereich().is_some() {
            content.dvv_category = Some(category);
        } else {
            let message = format!("{} ist keine DVV-Kategorie.", quote(&category.code));
            let hint = "Eine DVV-Kategorie beginnt mit einer Ziffer von 0 bis 7, zum Beispiel 4.06.";
            context.issue("TAB-037", Severity::Warning, row, Field::DvvCategory, message, hint);
        }
    }
    if let Some(level) = line(group, Field::Level) {
        content.cefr = find_levels(&level.to_uppercase());
        let dqr = level.to_uppercase();
        content.dqr = dqr
            .strip_prefix("DQR")
            .map(|rest| rest.trim_start_matches([' ', '-', ':']))
            .and_then(|rest| rest.split_whitespace().find_map(|word| word.parse::<u8>().ok()))
            .and_then(|number| DqrLevel::try_from(number).ok());
        if content.cefr.is_empty() && content.dqr.is_none() {
            content.level_text = Some(level);
        }
    }
    if let Some(row) = first(group, Field::Delivery)
        && let Some(words) = row.line(Field::Delivery)
    {
        content.delivery = delivery(&words);
        if content.delivery.is_none() {
            let message = format!("Die Durchführungsform {} ist nicht bekannt.", quote(&words));
            let hint = "Bekannt sind Präsenz, Online, Selbstlernkurs, Hybrid und Fernunterricht.";
            context.issue("TAB-037", Severity::Warning, row, Field::Delivery, message, hint);
        }
    }
}

fn parts(row: &Values, field: Field) -> Vec<String> {
    let text = row.text(field).unwrap_or_default();
    text.split([',', ';', '/', '\n', '|']).map(str::trim).filter(|part| !part.is_empty()).map(str::to_owned).collect()
}

/// The code of a term by its code or its label.
fn term(vocabulary: &Vocabulary, text: &str) -> Option<String> {
    let wanted = text.to_lowercase();
    let matches = |term: &&model::vocabularies::Term| {
        term.code == wanted || term.label.values().any(|label| label.to_lowercase() == wanted)
    };
    vocabulary.terms.iter().find(matches).map(|term| term.code.clone())
}

/// German names of languages in which courses are held.
fn language(text: &str) -> Option<LanguageCode> {
    const NAMES: [(&str, &str); 36] = [
        ("albanisch", "sq"),
        ("arabisch", "ar"),
        ("bulgarisch", "bg"),
        ("chinesisch", "zh"),
        ("dänisch", "da"),
        ("dari", "fa"),
        ("deutsch", "de"),
        ("deutsche gebärdensprache", "gsg"),
        ("englisch", "en"),
        ("farsi", "fa"),
        ("finnisch", "fi"),
        ("französisch", "fr"),
        ("gebärdensprache", "gsg"),
        ("griechisch", "el"),
        ("hebräisch", "he"),
        ("italienisch", "it"),
        ("japanisch", "ja"),
        ("kroatisch", "hr"),
        ("kurdisch", "ku"),
        ("luxemburgisch", "lb"),
        ("niederländisch", "nl"),
        ("norwegisch", "no"),
        ("paschtu", "ps"),
        ("persisch", "fa"),
        ("polnisch", "pl"),
        ("portugiesisch", "pt"),
        ("rumänisch", "ro"),
        ("russisch", "ru"),
        ("schwedisch", "sv"),
        ("serbisch", "sr"),
        ("somali", "so"),
        ("spanisch", "es"),
        ("tigrinya", "ti"),
        ("tschechisch", "cs"),
        ("türkisch", "tr"),
        ("ukrainisch", "uk"),
    ];
    let lower = text.trim().to_lowercase();
    if let Some((_, code)) = NAMES.iter().find(|(name, _)| *name == lower) {
        return code.parse().ok();
    }
    let code = lower.split(['-', '_']).next().unwrap_or_default();
    NAMES.iter().find(|(_, known)| *known == code).and_then(|(_, known)| known.parse().ok())
}

fn delivery(text: &str) -> Option<DeliveryMode> {
    let lower = text.to_lowercase();
    if let Ok(mode) = lower.parse() {
        return Some(mode);
    }
    let has = |words: &[&str]| words.iter().any(|word| lower.contains(word));
    let present = has(&["präsenz", "vor ort", "praesenz"]);
    let online = has(&["online", "digital", "virtuell", "webinar", "zoom", "live"]);
    if has(&["hybrid", "blended"]) || present && online {
        Some(DeliveryMode::Hybrid)
    } else if has(&["fern"]) {
        Some(DeliveryMode::Fern)
    } else if has(&["selbstlern", "selbststudium", "e-learning", "elearning", "on demand", "on-demand"]) {
        Some(DeliveryMode::OnlineSelbst)
    } else if online {
        Some(DeliveryMode::OnlineLive)
    } else if present || has(&["kurs", "seminar", "vortrag", "workshop", "exkursion", "führung"]) {
        Some(DeliveryMode::Praesenz)
    } else {
        None
    }
}

fn read_audience(group: &Group, content: &mut OfferContent, context: &mut Context<'_, '_>) {
    let mut said = Vec::new();
    for row in &group.rows {
        for part in parts(row, Field::TargetGroup) {
            if let Some(code) = term(target_groups(), &part) {
                content.target_groups.extend(code.parse::<TargetGroupCode>());
            }
        }
    }
    said.extend(line(group, Field::TargetGroup));
    let mut age = |field| first(group, field).and_then(|row| read_count(row, field, context)).filter(|age| *age <= 120);
    let ages = match (age(Field::MinAge), age(Field::MaxAge)) {
        (Some(min), Some(max)) if min <= max => Some(format!("{min} bis {max} Jahre")),
        (Some(min), _) => Some(format!("ab {min} Jahren")),
        (None, Some(max)) => Some(format!("bis {max} Jahre")),
        (None, None) => None,
    };
    said.extend(ages);
    content.target_group_text = (!said.is_empty()).then(|| said.join(", "));
    if let Some(row) = first(group, Field::ChildCare)
        && let Some(words) = row.line(Field::ChildCare)
    {
        let lower = words.to_lowercase();
        content.child_care = if lower.contains("anfrage") || lower.contains("absprache") {
            Some(ChildCare::AufAnfrage)
        } else {
            let answer = match read_bool(lower.split([' ', ',']).next().unwrap_or_default()) {
                BoolReading::Clear(answer) => Some(answer),
                BoolReading::Misspelt(answer) => {
                    misspelt(row, Field::ChildCare, &words, answer, context);
                    Some(answer)
                }
                BoolReading::Unreadable if lower.starts_with("kein") => Some(false),
                BoolReading::Unreadable => None,
            };
            answer.map(|answer| if answer { ChildCare::Ja } else { ChildCare::Nein })
        };
        if content.child_care.is_none() {
            let message = format!("{} sagt nicht, ob es eine Kinderbetreuung gibt.", quote(&words));
            context.issue(
                "TAB-037",
                Severity::Warning,
                row,
                Field::ChildCare,
                message,
                "Bitte schreiben Sie „ja“, „nein“ oder „auf Anfrage“.",
            );
        }
    }
}

fn read_registration(group: &Group, content: &mut OfferContent, context: &mut Context<'_, '_>) {
    let registration = &mut content.registration;
    if let Some(row) = first(group, Field::RegistrationRequired)
        && let Some(words) = row.line(Field::RegistrationRequired)
    {
        let lower = words.to_lowercase();
        registration.required = match read_bool(&words) {
            BoolReading::Clear(answer) => Some(answer),
            BoolReading::Misspelt(answer) => {
                misspelt(row, Field::RegistrationRequired, &words, answer, context);
                Some(answer)
            }
            BoolReading::Unreadable if lower.contains("nicht") || lower.contains("kein") || lower.contains("ohne") => {
                Some(false)
            }
            BoolReading::Unreadable if lower.contains("erforderlich") || lower.contains("nötig") => Some(true),
            BoolReading::Unreadable => {
                registration.text = Some(words);
                None
            }
        };
    }
    registration.deadline = day(group, Field::RegistrationDeadline, context);
    if let Some(words) = text(group, Field::RegistrationText) {
        let lower = words.to_lowercase();
        if ["ohne anmeldung", "keine anmeldung", "anmeldung nicht erforderlich", "anmeldung ist nicht erforderlich"]
            .iter()
            .any(|phrase| lower.contains(phrase))
        {
            registration.required = registration.required.or(Some(false));
        }
        match words.parse::<WebAddress>() {
            Ok(url) => registration.url = Some(url),
            Err(_) => registration.text = Some(words),
        }
    }
    let url = web_address(group, Field::RegistrationUrl, context);
    content.registration.url = url.or(content.registration.url.take());
    if let Some(url) = web_address(group, Field::Url, context) {
        content.links.push(Link { kind: LinkKind::Website, label: None, url });
    }
}

fn web_address(group: &Group, field: Field, context: &mut Context<'_, '_>) -> Option<WebAddress> {
    let row = first(group, field)?;
    let text = row.line(field)?;
    // People leave the scheme out; a word without a point is no host.
    let completed = if text.contains("://") { text.clone() } else { format!("https://{text}") };
    let has_host =
        completed.split("://").nth(1).is_some_and(|rest| rest.split('/').next().unwrap_or_default().contains('.'));
    match completed.parse() {
        Ok(url) if has_host && !text.contains('@') => Some(url),
        _ => {
            let message = format!("{} ist keine Internetadresse.", quote(&text));
            context.issue(
                "TAB-039",
                Severity::Warning,
                row,
                field,
                message,
                "Erwartet wird eine Adresse, die mit https:// beginnt.",
            );
            None
        }
    }
}

fn day(group: &Group, field: Field, context: &mut Context<'_, '_>) -> Option<NaiveDate> {
    let row = first(group, field)?;
    match read_date_cell(row.cell(field), context.today) {
        DateCell::Days(days, _) => days.first().copied(),
        DateCell::Empty => None,
        _ => {
            let text = row.line(field).unwrap_or_default();
            let message = format!("{} ist kein lesbares Datum.", quote(&text));
            context.issue(
                "TAB-020",
                Severity::Warning,
                row,
                field,
                message,
                "Gelesen werden zum Beispiel „02.03.2026“ und „2026-03-02“.",
            );
            None
        }
    }
}

/// Joins the rows' runs to sessions. The order of rows does not matter.
fn join_runs(group: &Group, drafts: Vec<Draft>, content: &mut OfferContent, repeated: Option<RepeatedRows>) {
    let default = if group.by_number { RepeatedRows::Meetings } else { RepeatedRows::Sessions };
    let as_meetings = repeated.unwrap_or(default) == RepeatedRows::Meetings;
    let numbers: Vec<Option<String>> = group.rows.iter().map(|row| row.line(Field::CourseNumber)).collect();
    let one_number = numbers.iter().collect::<BTreeSet<_>>().len() == 1;
    content.price =
        drafts.iter().map(|draft| &draft.price).find(|price| **price != Price::default()).cloned().unwrap_or_default();
    let people: Vec<Participants> = drafts.iter().map(|draft| draft.participants).collect();
    let same_people = people.windows(2).all(|pair| pair[0] == pair[1]);
    if same_people {
        content.participants = people.first().copied().unwrap_or_default();
    }
    let mut sessions: Vec<Session> = Vec::new();
    for (draft, number) in drafts.into_iter().zip(numbers) {
        let says_something =
            draft.schedule.is_some() || draft.place.is_some() || draft.online || !draft.notes.is_empty();
        if !says_something {
            continue;
        }
        let price = (draft.price != content.price && draft.price != Price::default()).then_some(draft.price);
        let participants =
            (!same_people && draft.participants != Participants::default()).then_some(draft.participants);
        let session = Session {
            foreign_id: draft.foreign_id.or(number.filter(|_| !one_number)),
            schedule: draft.schedule.unwrap_or(Schedule::OnRequest),
            place: draft.place,
            state: draft.state,
            note: (!draft.notes.is_empty()).then(|| draft.notes.join("\n\n")),
            price,
            participants,
        };
        let same_run = |known: &&mut Session| {
            matches!(known.schedule, Schedule::Dates { .. })
                && known.foreign_id == session.foreign_id
                && known.place == session.place
                && known.state == session.state
                && known.note == session.note
                && known.price == session.price
                && known.participants == session.participants
        };
        let joined = match &session.schedule {
            Schedule::Dates { meetings } if as_meetings => match sessions.iter_mut().find(same_run) {
                Some(Session { schedule: Schedule::Dates { meetings: known }, .. }) => {
                    known.extend(meetings.iter().cloned());
                    true
                }
                _ => false,
            },
            _ => sessions.contains(&session),
        };
        if !joined {
            sessions.push(session);
        }
    }
    for session in &mut sessions {
        if let Schedule::Dates { meetings } = &mut session.schedule {
            meetings.sort_unstable();
            meetings.dedup();
        }
    }
    sessions.sort_by_cached_key(|session| {
        let first = session.schedule.first_day().unwrap_or(NaiveDate::MAX);
        (first, serde_json::to_string(session).unwrap_or_default())
    });
    content.sessions = sessions;
}
