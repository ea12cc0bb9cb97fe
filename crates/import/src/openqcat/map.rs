//! The meaning: a `SERVICE` becomes an offer with its own date, or a further session of another offer. Only the elements named
//! here are read.

use model::access::AccessFeature;
use model::codes::education::{Bildungsbereich, LearningForm};
use model::issue::Severity;
use model::offers::{Contact, DeliveryMode, Link, LinkKind, OfferContent, Participants};
use model::places::PlaceContent;
use model::price::{Price, PriceBasis};
use model::providers::ProviderContent;
use model::schedule::{ClockTime, Meeting, Schedule, Session, SessionState, WeekdaySet};

use super::codes::{self, InstructionForm};
use crate::classify::keywords::add_keyword;
use crate::classify::price::read_remark;
use crate::classify::{self, Derived, requirements};
use crate::defects::{Defects, ValueCodes};
use crate::formats::text::plain_line;
use crate::formats::tree::Element;
use crate::issues::{Delivery, quote};
use crate::{OfferRecord, ProviderRecord};

static CODES: ValueCodes = ValueCodes {
    date_unreadable: "OQC-020",
    date_out_of_range: "OQC-021",
    end_before_start: "OQC-022",
    time_unreadable: "OQC-023",
    bool_misspelt: "OQC-030",
    bool_unreadable: "OQC-031",
    number_unreadable: "OQC-032",
    price_unreadable: "OQC-033",
    address_unusable: "OQC-040",
    address_completed: "OQC-041",
    plz_invalid: "OQC-042",
    text_too_long: "OQC-050",
};

/// What a `SERVICE` is.
pub(super) enum Service {
    Offer(Box<OfferRecord>),
    /// A further date of the offer with this PRODUCT_ID.
    Date {
        offer: String,
        session: Box<Session>,
    },
}

pub(super) fn service(root: Element<'_>, suppliers: &[ProviderRecord], delivery: &mut Delivery<'_>) -> Option<Service> {
    let product = root.child_text("PRODUCT_ID").into_owned();
    let mut defects = Defects { delivery, codes: &CODES, record: product.clone() };
    if product.is_empty() {
        defects.issue(
            "OQC-011",
            Severity::Error,
            root,
            "Ein Angebot hat keine PRODUCT_ID und wurde nicht übernommen.",
            "Bitte geben Sie jedem Angebot eine eigene, gleichbleibende PRODUCT_ID.",
        );
        return None;
    }
    let details = root.child("SERVICE_DETAILS");
    let education = details.and_then(|details| details.find(&["SERVICE_MODULE", "EDUCATION"]));
    let course = education.map(|education| education.child_text("COURSE_ID")).unwrap_or_default();
    let title = details.and_then(|details| details.child("TITLE")).and_then(|title| defects.line(title));
    let is_date = match education.and_then(|education| education.attribute("type")) {
        Some("false" | "0") => true,
        Some(_) => false,
        None => title.is_none(),
    };
    let reader = Reader { root, details, education };
    if is_date && !course.is_empty() && course != product {
        let mut session = reader.session(product, &mut defects);
        let price = reader.price(&mut defects);
        session.price = (price != Price::default()).then_some(price);
        let participants = reader.participants(&mut defects);
        session.participants = (participants != Participants::default()).then_some(participants);
        return Some(Service::Date { offer: course.into_owned(), session: Box::new(session) });
    }
    let Some(title) = title else {
        defects.issue(
            "OQC-010",
            Severity::Error,
            root,
            "Das Angebot hat keinen Titel und wurde nicht übernommen.",
            "Bitte füllen Sie TITLE. Für einen weiteren Termin tragen Sie in COURSE_ID die PRODUCT_ID des Angebots ein.",
        );
        return None;
    };
    Some(Service::Offer(Box::new(reader.offer(product, title, suppliers, &mut defects))))
}

/// A provider from the header: the organisation's own name, address, telephone and mail address.
pub(super) fn supplier(supplier: Element<'_>, delivery: &mut Delivery<'_>) -> Option<ProviderRecord> {
    let foreign_id = supplier.child_text("SUPPLIER_ID").into_owned();
    let mut defects = Defects { delivery, codes: &CODES, record: foreign_id.clone() };
    let name = supplier.child("SUPPLIER_NAME").and_then(|name| defects.line(name));
    let address = supplier.child("ADDRESS");
    let name = name.or_else(|| address.and_then(|address| address_name(address, &mut defects)))?;
    let mut content = ProviderContent { name, ..ProviderContent::default() };
    if let Some(address) = address {
        let place = place(address, &mut defects);
        content.contact = Contact {
            name: None,
            phone: phone(&address.child_text("PHONE")),
            email: address
                .find(&["EMAILS", "EMAIL"])
                .and_then(|mail| defects.line(mail))
                .filter(|mail| mail.contains('@') && !mail.contains(' ')),
            url: address.child("URL").and_then(|url| defects.web_address(url)),
        };
        content.address = (!place.is_empty()).then_some(place);
    }
    let foreign_id = if foreign_id.is_empty() { content.name.clone() } else { foreign_id };
    Some(ProviderRecord { foreign_id, content })
}

#[derive(Clone, Copy)]
struct Reader<'t> {
    root: Element<'t>,
    details: Option<Element<'t>>,
    education: Option<Element<'t>>,
}

impl<'t> Reader<'t> {
    fn modules(self) -> impl Iterator<Item = Element<'t>> {
        self.education
            .into_iter()
            .flat_map(|education| education.children())
            .filter(|child| matches!(child.name(), "MODULE_COURSE" | "MODULE_CBT" | "MODULE_WBT"))
    }

    fn extended(self) -> Option<Element<'t>> {
        self.education.and_then(|education| education.child("EXTENDED_INFO"))
    }

    fn offer(
        self,
        product: String,
        title: String,
        suppliers: &[ProviderRecord],
        defects: &mut Defects<'_, '_>,
    ) -> OfferRecord {
        let mut content = OfferContent { title, ..OfferContent::default() };
        let mut derived = Derived::new();
        if let Some(details) = self.details {
            details_of(details, &mut content, defects);
        }
        if let Some(education) = self.education {
            education_of(education, &mut content, defects);
        }
        if let Some(extended) = self.extended() {
            extended_of(extended, &mut content, defects);
        }
        for features in self.root.children_named("SERVICE_CLASSIFICATION").flat_map(Element::children) {
            if features.name() == "FEATURE" {
                feature_of(features, &mut content, defects);
            }
        }
        content.price = self.price(defects);
        content.participants = self.participants(defects);
        let embedded = [self.education, Some(self.root)].into_iter().flatten();
        for info in embedded.flat_map(|element| element.children_named("MIME_INFO")) {
            info.children_named("MIME_ELEMENT").for_each(|element| link_of(element, &mut content, defects));
        }
        let session = self.session(product.clone(), defects);
        if content.delivery.is_none() && session.place.as_ref().is_some_and(|place| place.street.is_some()) {
            content.delivery = Some(DeliveryMode::Praesenz);
            derived.push(("delivery", "delivery_from_place"));
        }
        if session.schedule != Schedule::OnRequest || session.place.is_some() || session.note.is_some() {
            content.sessions.push(session);
        }
        if let Some(link) = content.links.iter().find(|link| link.kind == LinkKind::Website) {
            content.registration.url = Some(link.url.clone());
            derived.push(("registration", "registration_from_website"));
        }
        self.course_type(&mut content, &mut derived, defects);
        derived.extend(classify::complete(&mut content));
        let provider = self.provider(suppliers, defects);
        // The hash follows when all dates have found their offer.
        OfferRecord { foreign_id: product, content_hash: [0; 32], content, provider, derived }
    }

    fn course_type(self, content: &mut OfferContent, derived: &mut Derived, defects: &mut Defects<'_, '_>) {
        let Some(element) = self.root.child("COURSE_TYPE") else { return };
        match element.text().as_ref() {
            // Study programmes.
            "2" if content.learning_form.is_none() => {
                content.learning_form = Some(LearningForm::Formal);
                content.bildungsbereich = Some(Bildungsbereich::Hochschulen);
                derived.push(("learning_form", "learning_form_from_course_type"));
                derived.push(("bildungsbereich", "bildungsbereich_from_course_type"));
            }
            // Measures for activation and integration are paid by AVGS.
            "3" => content.funding.extend("avgs".parse().ok()),
            "4" if !content.title.to_lowercase().contains("alphabet") => {
                content.topics.extend("deutsch".parse().ok());
                derived.push(("topics", "topics_from_course_type"));
            }
            "" | "1" | "2" | "4" | "5" => {}
            other => unknown_code(element, other, defects),
        }
    }

    fn provider(self, suppliers: &[ProviderRecord], defects: &mut Defects<'_, '_>) -> Option<ProviderRecord> {
        let reference = self.root.child("SUPPLIER_ID_REF");
        let named = reference.map(Element::text).unwrap_or_default();
        if let Some(found) = suppliers.iter().find(|supplier| supplier.foreign_id == named) {
            return Some(found.clone());
        }
        if let (Some(reference), [only]) = (reference.filter(|_| !named.is_empty()), suppliers) {
            defects.issue(
                "OQC-014",
                Severity::Note,
                reference,
                format!(
                    "Der Anbieter {} steht nicht im Kopf der Datei; das Angebot gilt als eines von {}.",
                    quote(&named),
                    quote(&only.content.name)
                ),
                "Bitte führen Sie jeden Anbieter im HEADER als SUPPLIER auf.",
            );
        } else if let (Some(reference), [_, _, ..]) = (reference, suppliers) {
            defects.issue(
                "OQC-015",
                Severity::Warning,
                reference,
                format!(
                    "Der Anbieter {} steht nicht im Kopf der Datei; das Angebot wird der Quelle selbst zugeordnet.",
                    quote(&named)
                ),
                "Bitte führen Sie jeden Anbieter im HEADER als SUPPLIER auf.",
            );
        }
        match suppliers {
            [only] => Some(only.clone()),
            _ => None,
        }
    }

    fn price(self, defects: &mut Defects<'_, '_>) -> Price {
        let Some(details) = self.root.child("SERVICE_PRICE_DETAILS") else {
            return Price::default();
        };
        let service_price = details.child("SERVICE_PRICE");
        let amount = service_price.and_then(|price| price.child("PRICE_AMOUNT"));
        let mut price = amount.and_then(|amount| defects.money(amount)).map(Price::of).unwrap_or_default();
        if let Some(currency) = service_price.and_then(|price| price.child("PRICE_CURRENCY")) {
            let code = currency.text();
            if !matches!(code.as_ref(), "" | "EUR" | "eur" | "€") {
                defects.issue(
                    "OQC-035",
                    Severity::Warning,
                    currency,
                    format!("Der Preis ist in {} angegeben; übernommen werden nur Preise in Euro.", quote(&code)),
                    "Bitte geben Sie den Preis in Euro an.",
                );
                price.basis = PriceBasis::Unknown;
            }
        }
        if let Some(text) = details.child("REMARKS").and_then(|remarks| defects.text(remarks)) {
            let remark = read_remark(&text);
            // Programmes write 0.0 where the price has to be asked for.
            if remark.on_request && price.basis == PriceBasis::Free {
                price.basis = PriceBasis::Unknown;
            }
            if remark.free && price.basis == PriceBasis::Unknown {
                price.basis = PriceBasis::Free;
            }
            price.reductions = remark.reductions;
            if !remark.consumed {
                price.notes.push(text);
            }
        }
        price
    }

    fn participants(self, defects: &mut Defects<'_, '_>) -> Participants {
        let mut participants = Participants::default();
        let Some(module) = self.modules().next() else { return participants };
        let mut count = |name| module.child(name).and_then(|count| defects.count(count)).filter(|count| *count > 0);
        participants.min = count("MIN_PARTICIPANTS");
        participants.max = count("MAX_PARTICIPANTS");
        participants
    }

    /// The date of this SERVICE.
    fn session(self, product: String, defects: &mut Defects<'_, '_>) -> Session {
        let dates = self.details.and_then(|details| details.child("SERVICE_DATE"));
        let (from, until) = match dates {
            Some(dates) => defects.span(dates.child("START_DATE"), dates.child("END_DATE")),
            None => (None, None),
        };
        let module = self.modules().find(|module| module.child("LOCATION").is_some()).or_else(|| self.modules().next());
        let mut notes: Vec<String> = Vec::new();
        let mut add = |note: Option<String>| notes.extend(note.filter(|note| !note.is_empty()));
        add(dates.and_then(|dates| dates.child("DATE_REMARKS")).and_then(|remarks| defects.text(remarks)));
        let remarks = module.and_then(|module| module.child("INSTRUCTION_REMARKS"));
        let remarks = remarks.and_then(|remarks| defects.text(remarks));
        let times = remarks.as_deref().and_then(clock_range);
        if times.is_none() {
            add(remarks);
        }
        let duration = module.and_then(|module| module.find(&["DURATION", "DATE_REMARKS"]));
        add(duration.and_then(|duration| defects.line(duration)).map(|duration| format!("Dauer: {duration}")));
        let flexible = module.and_then(|module| module.child("FLEXIBLE_START")).and_then(|flag| defects.truth(flag));
        if flexible == Some(true) {
            add(Some("Der Einstieg ist jederzeit möglich.".to_owned()));
        }
        let (start, end) = times.map_or((None, None), |(start, end)| (Some(start), Some(end)));
        let schedule = match (from, until) {
            (Some(date), Some(last)) if date == last => {
                Schedule::Dates { meetings: vec![Meeting { date, until: None, start, end }] }
            }
            (Some(from), until) => Schedule::Span { from, until, weekdays: WeekdaySet::default(), start, end },
            (None, _) => Schedule::OnRequest,
        };
        let place = module.and_then(|module| module.child("LOCATION")).map(|location| place(location, defects));
        Session {
            foreign_id: Some(product),
            schedule,
            place: place.filter(|place| !place.is_empty()),
            state: SessionState::Planned,
            note: (!notes.is_empty()).then(|| notes.join("\n")),
            price: None,
            participants: None,
        }
    }
}

fn details_of(details: Element<'_>, content: &mut OfferContent, defects: &mut Defects<'_, '_>) {
    let mut paragraphs = Vec::new();
    let mut groups = Vec::new();
    for child in details.children() {
        match child.name() {
            "DESCRIPTION_LONG" => paragraphs.extend(defects.text(child)),
            "TERMS_AND_CONDITIONS" => paragraphs.extend(defects.text(child)),
            "SUPPLIER_ALT_PID" => content.course_number = defects.line(child),
            "REQUIREMENTS" => {
                if let Some(text) = defects.text(child) {
                    content.requirements = requirements::read_field(&text);
                }
            }
            "KEYWORD" => {
                if let Some(keyword) = defects.line(child) {
                    // Programmes cut the title into words; what is left of that says nothing new.
                    let is_small = keyword.chars().count() < 4 && !keyword.chars().any(char::is_uppercase);
                    if !is_small && keyword != content.title {
                        add_keyword(&mut content.keywords, &keyword, &content.title);
                    }
                }
            }
            "TARGET_GROUP" => {
                if let Some(text) = child.child("TARGET_GROUP_TEXT").and_then(|text| defects.text(text)) {
                    let text = text.strip_prefix("Zielgruppe:").map_or(text.as_str(), str::trim_start);
                    groups.push(text.to_owned());
                }
            }
            "ANNOUNCEMENT" => {
                let (from, until) = defects.span(child.child("START_DATE"), child.child("END_DATE"));
                content.publish_from = from;
                content.publish_until = until;
            }
            _ => {}
        }
    }
    content.description = paragraphs.join("\n\n");
    content.target_group_text = (!groups.is_empty()).then(|| groups.join("\n"));
}

fn education_of(education: Element<'_>, content: &mut OfferContent, defects: &mut Defects<'_, '_>) {
    let mut funding = Vec::new();
    for child in education.children() {
        match child.name() {
            "DEGREE" => {
                let exam = child.child("DEGREE_EXAM");
                let titles = [child.child("DEGREE_TITLE"), exam.and_then(|exam| exam.child("EXAM_TITLE"))];
                let mut titles: Vec<String> =
                    titles.into_iter().flatten().filter_map(|title| defects.line(title)).collect();
                if titles.is_empty() {
                    // Without a title, the kind of examination says what one gets ("Teilnahmebescheinigung").
                    titles.extend(exam.and_then(|exam| exam.attribute("type")).map(plain_line));
                    titles.retain(|title| !title.is_empty());
                }
                for title in titles {
                    let says_something = !title.to_lowercase().starts_with("keine angabe");
                    if says_something && !content.certificates.contains(&title) {
                        content.certificates.push(title);
                    }
                }
            }
            "LANGUAGE" => add_language(child, content, defects),
            "CREDITS" => {
                if let Some(text) = defects.text(child) {
                    append_paragraph(&mut content.description, &format!("Anrechnung: {text}"));
                }
            }
            "HANDICAP" => content.target_groups.extend("behinderung".parse().ok()),
            "SUBSIDY" => {
                let parts = [child.child("SUBSIDY_INSTITUTION"), child.child("SUBSIDY_DESCRIPTION")];
                funding.extend(parts.into_iter().flatten().filter_map(|part| defects.text(part)));
            }
            "REGISTRATION_DATE" => content.registration.deadline = defects.date(child),
            _ => {}
        }
    }
    content.funding_text = (!funding.is_empty()).then(|| funding.join("\n"));
}

fn extended_of(extended: Element<'_>, content: &mut OfferContent, defects: &mut Defects<'_, '_>) {
    let mut funding = Vec::new();
    for child in extended.children() {
        match child.name() {
            "INSTRUCTION_FORM" => {
                let Some(code) = code_of(child) else { continue };
                match codes::instruction_form(code) {
                    InstructionForm::Delivery(mode) => content.delivery = Some(mode),
                    InstructionForm::Time => {}
                    InstructionForm::Unknown => unknown_code(child, &code.to_string(), defects),
                }
            }
            "EXECUTION_FORM" => {
                let mode = code_of(child).and_then(codes::delivery_of_execution_form);
                content.delivery = content.delivery.or(mode);
            }
            "EDUCATION_TYPE" => {
                let Some(code) = code_of(child).filter(|code| *code > 0) else { continue };
                match codes::education_type(code).or_else(|| codes::education_type_of_label(&child.text())) {
                    Some((form, area)) => {
                        content.learning_form = Some(form);
                        content.bildungsbereich = Some(area);
                    }
                    None => unknown_code(child, &code.to_string(), defects),
                }
            }
            "FUNDING_TYPES_FEDERAL" | "FUNDING_TYPES_REGIONAL" => {
                let Some(code) = code_of(child) else { continue };
                let term = if child.name() == "FUNDING_TYPES_REGIONAL" {
                    Some(codes::regional_funding(code))
                } else {
                    codes::federal_funding(code)
                };
                match term {
                    Some(term) => content.funding.extend(term.parse().ok()),
                    None => unknown_code(child, &code.to_string(), defects),
                }
                funding.extend(defects.line(child));
            }
            "FUNDING_TYPES_REMARKS" => funding.extend(defects.text(child)),
            "DIGITAL_ACCESSIBILITY" => {
                if let Some(present) = defects.truth(child) {
                    content.accessibility.set(AccessFeature::Digital, present);
                }
            }
            "TEACHING_LANGUAGES" => add_language(child, content, defects),
            "TEACHING_LANGUAGES_REMARKS" => {
                if let Some(text) = defects.text(child) {
                    append_paragraph(&mut content.description, &format!("Unterrichtssprache: {text}"));
                }
            }
            "MEASURE_NUMBER" => {
                if let Some(number) = defects.line(child) {
                    content.funding.extend("azav".parse().ok());
                    funding.push(format!("Maßnahmenummer {number}"));
                }
            }
            "EXTRA_OCCUPATIONAL" | "EMPLOYEE_SUITABLE" if defects.truth(child) == Some(true) => {
                content.target_groups.extend("beschaeftigte".parse().ok());
            }
            "TRAINEE_SUITABLE" if defects.truth(child) == Some(true) => {
                content.target_groups.extend("auszubildende".parse().ok());
            }
            _ => {}
        }
    }
    if !funding.is_empty() {
        let text = content.funding_text.take().into_iter().chain([funding.join("; ")]).collect::<Vec<_>>();
        content.funding_text = Some(text.join("\n"));
    }
}

/// A code of the Kurssystematik. Prefix B carries the occupation of the KldB 2010: `B 43412-90200`.
fn feature_of(feature: Element<'_>, content: &mut OfferContent, defects: &mut Defects<'_, '_>) {
    let code = feature.child_text("FNAME");
    if let Some(rest) = code.strip_prefix('B') {
        let occupation: String = rest.trim_start().chars().take_while(char::is_ascii_digit).collect();
        if occupation.len() == 5 {
            content.occupations.extend(occupation.parse().ok());
        }
    }
    for label in feature.children_named("FVALUE").filter_map(|label| defects.line(label)) {
        add_keyword(&mut content.keywords, &label, &content.title);
    }
}

fn link_of(element: Element<'_>, content: &mut OfferContent, defects: &mut Defects<'_, '_>) {
    let purpose = element.child_text("MIME_PURPOSE");
    if matches!(purpose.as_ref(), "icon" | "logo" | "thumbnail") {
        return;
    }
    let Some(url) = element.child("MIME_SOURCE").and_then(|source| defects.web_address(source)) else { return };
    if content.links.iter().any(|link| link.url == url) {
        return;
    }
    let label = element.child("MIME_DESCR").or_else(|| element.child("MIME_ALT")).and_then(|label| defects.line(label));
    let media = element.child_text("MIME_TYPE").to_lowercase();
    let path = url.as_str().split(['?', '#']).next().unwrap_or_default().to_lowercase();
    let kind = if media.starts_with("image/") || [".jpg", ".jpeg", ".png", ".gif"].iter().any(|end| path.ends_with(end))
    {
        LinkKind::Picture
    } else if media.starts_with("video/") || path.ends_with(".mp4") {
        LinkKind::Video
    } else if purpose == "data_sheet" || [".pdf", ".doc", ".docx"].iter().any(|end| path.ends_with(end)) {
        LinkKind::Attachment
    } else {
        LinkKind::Website
    };
    content.links.push(Link { kind, label, url });
}

fn add_language(child: Element<'_>, content: &mut OfferContent, defects: &mut Defects<'_, '_>) {
    let code = child.text();
    match codes::language(&code) {
        Some(language) => content.languages.extend(language.parse().ok()),
        None if code.is_empty() => {}
        None => unknown_code(child, &code, defects),
    }
}

fn place(address: Element<'_>, defects: &mut Defects<'_, '_>) -> PlaceContent {
    let mut place = PlaceContent { name: address_name(address, defects), ..PlaceContent::default() };
    for part in address.children() {
        match part.name() {
            "STREET" => place.street = defects.line(part),
            "ZIP" => place.plz = defects.plz(part),
            "CITY" => place.city = defects.line(part),
            "DISTRICT" => place.district = defects.line(part),
            "ADDRESS_REMARKS" => place.directions = defects.text(part),
            "BARRIER_FREE_LOCATION" => {
                if let Some(present) = defects.truth(part) {
                    place.accessibility.set(AccessFeature::Stufenlos, present);
                }
            }
            _ => {}
        }
    }
    place
}

/// `NAME`, `NAME2` and `NAME3` are one name, cut into pieces of thirty characters.
fn address_name(address: Element<'_>, defects: &mut Defects<'_, '_>) -> Option<String> {
    let parts = ["NAME", "NAME2", "NAME3"].into_iter().filter_map(|name| address.child(name));
    let parts: Vec<String> = parts.filter_map(|part| defects.line(part)).collect();
    (!parts.is_empty()).then(|| parts.join(" "))
}

/// `+49.911.1790` → `+49 911 1790`; numbers of zeros are placeholders.
fn phone(text: &str) -> Option<String> {
    let number = text.replace('.', " ").trim().to_owned();
    let digits = number.trim_start_matches("+49").bytes().filter(|b| matches!(b, b'1'..=b'9')).count();
    (digits >= 3).then_some(number)
}

fn code_of(element: Element<'_>) -> Option<u32> {
    element.attribute("type")?.trim().parse().ok()
}

fn unknown_code(at: Element<'_>, code: &str, defects: &mut Defects<'_, '_>) {
    defects.issue(
        "OQC-051",
        Severity::Note,
        at,
        format!("Der Schlüssel {} steht nicht in der geltenden Liste und wurde übergangen.", quote(code)),
        "Bitte verwenden Sie die aktuellen Wertebereiche der Bundesagentur für Arbeit.",
    );
}

fn append_paragraph(text: &mut String, paragraph: &str) {
    if !text.is_empty() {
        text.push_str("\n\n");
    }
    text.push_str(paragraph);
}

/// A remark that holds nothing but times: `08.00 - 15.00 Uhr`.
fn clock_range(text: &str) -> Option<(ClockTime, ClockTime)> {
    let plain = text.trim().trim_end_matches("Uhr").trim_end();
    let plain = plain.strip_prefix("von ").unwrap_or(plain);
    let (start, end) = ["–", "-", " bis "].iter().find_map(|sign| plain.split_once(sign))?;
    let clock = |part: &str| {
        let part = part.trim().trim_end_matches("Uhr").trim_end();
        let is_clock = part.len() >= 4 && part.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'.' | b':'));
        is_clock.then(|| part.parse::<ClockTime>().ok()).flatten()
    };
    let (start, end) = (clock(start)?, clock(end)?);
    (start < end).then_some((start, end))
}
