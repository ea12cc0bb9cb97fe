//! Linked data (JSON-LD, schema.org) of one offer, for search engines and other portals.
//!
//! A single meeting or an open house is an `EducationEvent`; everything else is a `Course` with one `CourseInstance` per session.
//! What the source does not say is left out: an unknown price makes no `Offer`, a place known only by its PLZ has no coordinates.

use chrono::NaiveDate;
use model::offers::{Contact, DeliveryMode, Offer, Zugangsvoraussetzungen};
use model::places::{PlaceContent, Precision};
use model::price::{Money, Price};
use model::schedule::{ClockTime, Meeting, Schedule, Session, SessionState, WeekdaySet};
use serde_json::{Map, Value, json};

use crate::local_time::{self, Span};

/// What the caller knows besides the offer.
#[derive(Debug, Clone)]
pub struct Context<'a> {
    pub url: &'a str,
    pub provider_name: &'a str,
    pub provider_url: &'a str,
    pub provider_contact: &'a Contact,
    /// Labels of the topics and target groups in the language of the page.
    pub topics: Vec<&'a str>,
    pub audiences: Vec<&'a str>,
    /// Label of "no requirements" in the language of the page.
    pub no_requirements: &'a str,
}

/// More meetings than these are not listed one by one.
const MAX_MEETINGS: usize = 60;

/// Text that can stand inside `<script type="application/ld+json">`: no `<` at all, so nothing can close the element.
pub fn script_text(value: &Value) -> String {
    let mut safe = String::new();
    for c in value.to_string().chars() {
        match c {
            '<' | '>' | '&' | '\u{2028}' | '\u{2029}' => safe.push_str(&format!("\\u{:04x}", u32::from(c))),
            _ => safe.push(c),
        }
    }
    safe
}

pub fn offer(offer: &Offer, context: &Context) -> Value {
    let content = &offer.content;
    let event = single_event(offer);
    let mut object = Object::new(if event.is_some() { "EducationEvent" } else { "Course" });
    object.0.insert("@context".into(), json!("https://schema.org"));
    object.set("@id", context.url);
    object.set("url", context.url);
    object.set("name", content.title.as_str());
    object.set_some("alternativeHeadline", content.subtitle.clone().filter(|_| event.is_none()));
    let description = if content.description.is_empty() { &content.title } else { &content.description };
    object.set("description", description.as_str());
    object.list("inLanguage", content.languages.iter().map(ToString::to_string));
    object.list("keywords", content.keywords.iter().cloned());
    object.list("about", context.topics.iter().map(|label| (*label).to_owned()));
    let audience = |label: &&str| json!({"@type": "Audience", "audienceType": label});
    object.list("audience", context.audiences.iter().map(audience));
    if let Some(amount) = content.price.amount() {
        object.set("isAccessibleForFree", amount.0 == 0);
    }
    let organisation = organisation(context);
    match event {
        Some(session) => {
            object.set("organizer", organisation);
            object.list("educationalLevel", levels(offer));
            fill_session(&mut object, offer, session, context);
        }
        None => {
            object.set("provider", organisation);
            object.list("educationalLevel", levels(offer));
            object.set_some("courseCode", content.course_number.clone());
            object.set_some(
                "coursePrerequisites",
                match &content.requirements {
                    Zugangsvoraussetzungen::Unknown => None,
                    Zugangsvoraussetzungen::Keine => Some(context.no_requirements.to_owned()),
                    Zugangsvoraussetzungen::Text(text) => Some(text.clone()),
                },
            );
            object.list("educationalCredentialAwarded", content.certificates.iter().cloned());
            object.set_some("timeRequired", content.teaching_units_tenths.map(workload));
            object.set("dateModified", offer.changed_at.format("%Y-%m-%dT%H:%M:%SZ").to_string());
            object.list("offers", offers(offer, &content.price, None, context));
            object.list(
                "hasCourseInstance",
                content.sessions.iter().map(|session| {
                    let mut instance = Object::new("CourseInstance");
                    instance.set("name", content.title.as_str());
                    instance.set_some("courseMode", content.delivery.map(course_mode));
                    instance.set_some("courseWorkload", content.teaching_units_tenths.map(workload));
                    fill_session(&mut instance, offer, session, context);
                    instance.into_value()
                }),
            );
        }
    }
    object.into_value()
}

/// The only session when it is one meeting or an open house.
fn single_event(offer: &Offer) -> Option<&Session> {
    let [session] = offer.content.sessions.as_slice() else {
        return None;
    };
    match &session.schedule {
        Schedule::Dates { meetings } => (meetings.len() == 1).then_some(session),
        Schedule::DropIn { .. } => Some(session),
        Schedule::Span { .. } | Schedule::OnRequest => None,
    }
}

/// What `CourseInstance` and `EducationEvent` share: both are events.
fn fill_session(object: &mut Object, offer: &Offer, session: &Session, context: &Context) {
    object.set(
        "eventStatus",
        match session.state {
            SessionState::Planned => "https://schema.org/EventScheduled",
            SessionState::Cancelled => "https://schema.org/EventCancelled",
        },
    );
    object.set_some("eventAttendanceMode", offer.content.delivery.map(attendance_mode));
    match &session.place {
        Some(found) if !found.is_empty() => object.set("location", place(found)),
        _ if offer.content.delivery.is_some_and(|mode| mode != DeliveryMode::Praesenz) => {
            object.set("location", json!({"@type": "VirtualLocation", "url": context.url}));
        }
        _ => {}
    }
    match &session.schedule {
        Schedule::Dates { meetings } => {
            // In order of time already; a delivery may name the same meeting twice.
            let mut meetings = meetings.clone();
            meetings.dedup();
            fill_meetings(object, &meetings);
        }
        Schedule::Span { from, until, weekdays, start, end } => {
            object.set("startDate", from.to_string());
            object.set_some("endDate", until.map(|until| until.to_string()));
            if !weekdays.is_empty() {
                object.set(
                    if object.is("CourseInstance") { "courseSchedule" } else { "eventSchedule" },
                    schedule(*weekdays, Some(*from), *until, *start, *end),
                );
            }
        }
        Schedule::DropIn { hours, from, until } => {
            object.set_some("startDate", from.map(|from| from.to_string()));
            object.set_some("endDate", until.map(|until| until.to_string()));
            let schedules = hours.iter();
            let schedules =
                schedules.map(|open| schedule(open.weekdays, *from, *until, Some(open.opens), Some(open.closes)));
            object.list(if object.is("CourseInstance") { "courseSchedule" } else { "eventSchedule" }, schedules);
        }
        Schedule::OnRequest => {}
    }
    let participants = session.participants.unwrap_or(offer.content.participants);
    object.set_some("maximumAttendeeCapacity", participants.max);
    object.set_some("remainingAttendeeCapacity", participants.free());
    if object.is("EducationEvent") || session.price.is_some() {
        let price = session.price.as_ref().unwrap_or(&offer.content.price);
        object.list("offers", offers(offer, price, participants.free(), context));
    }
}

fn fill_meetings(object: &mut Object, meetings: &[Meeting]) {
    let (Some(first), Some(last)) = (meetings.first(), meetings.last()) else {
        return;
    };
    let (start, first_end) = start_end(first);
    let (last_start, last_end) = start_end(last);
    object.set("startDate", start);
    object.set_some("endDate", if meetings.len() == 1 { first_end } else { Some(last_end.unwrap_or(last_start)) });
    if (2..=MAX_MEETINGS).contains(&meetings.len()) {
        object.list(
            "subEvent",
            meetings.iter().map(|meeting| {
                let mut event = Object::new("EducationEvent");
                let (start, end) = start_end(meeting);
                event.set("startDate", start);
                event.set_some("endDate", end);
                event.into_value()
            }),
        );
    }
}

fn start_end(meeting: &Meeting) -> (String, Option<String>) {
    match local_time::span(meeting) {
        Span::Days(first, last) => (first.to_string(), (last > first).then(|| last.to_string())),
        Span::Times(start, end) => (local_time::iso(start), end.map(local_time::iso)),
    }
}

fn schedule(
    weekdays: WeekdaySet,
    from: Option<NaiveDate>,
    until: Option<NaiveDate>,
    start: Option<ClockTime>,
    end: Option<ClockTime>,
) -> Value {
    let mut object = Object::new("Schedule");
    object.set("repeatFrequency", "P1W");
    object.list("byDay", weekdays.iter().map(|day| format!("https://schema.org/{}", english(day))));
    object.set_some("startDate", from.map(|day| day.to_string()));
    object.set_some("endDate", until.map(|day| day.to_string()));
    object.set_some("startTime", start.map(clock));
    object.set_some("endTime", end.map(clock));
    object.set("scheduleTimezone", "Europe/Berlin");
    object.into_value()
}

/// Times in JSON-LD end at 23:59: `24:00` is allowed by ISO 8601 but read by few.
fn clock(time: ClockTime) -> String {
    if time.minutes() == 1440 { "23:59:00".into() } else { format!("{time}:00") }
}

fn english(day: chrono::Weekday) -> &'static str {
    use chrono::Weekday;
    match day {
        Weekday::Mon => "Monday",
        Weekday::Tue => "Tuesday",
        Weekday::Wed => "Wednesday",
        Weekday::Thu => "Thursday",
        Weekday::Fri => "Friday",
        Weekday::Sat => "Saturday",
        Weekday::Sun => "Sunday",
    }
}

fn levels(offer: &Offer) -> Vec<String> {
    let cefr = offer.content.cefr.iter().map(|level| format!("GER {level}"));
    let dqr = offer.content.dqr.map(|level| format!("DQR {}", u8::from(level)));
    cefr.chain(dqr).collect()
}

/// Tenths of a Unterrichtseinheit of 45 minutes as an ISO 8601 duration.
fn workload(tenths: u32) -> String {
    let minutes = u64::from(tenths) * 45 / 10;
    match (minutes / 60, minutes % 60) {
        (hours, 0) => format!("PT{hours}H"),
        (0, minutes) => format!("PT{minutes}M"),
        (hours, minutes) => format!("PT{hours}H{minutes}M"),
    }
}

fn course_mode(mode: DeliveryMode) -> &'static str {
    match mode {
        DeliveryMode::Praesenz => "onsite",
        DeliveryMode::OnlineLive | DeliveryMode::OnlineSelbst | DeliveryMode::Fern => "online",
        DeliveryMode::Hybrid => "blended",
    }
}

fn attendance_mode(mode: DeliveryMode) -> &'static str {
    match course_mode(mode) {
        "onsite" => "https://schema.org/OfflineEventAttendanceMode",
        "online" => "https://schema.org/OnlineEventAttendanceMode",
        _ => "https://schema.org/MixedEventAttendanceMode",
    }
}

fn organisation(context: &Context) -> Value {
    let mut object = Object::new("Organization");
    object.set("@id", context.provider_url);
    object.set("name", context.provider_name);
    let website = context.provider_contact.url.as_ref().map(ToString::to_string);
    object.set("url", website.unwrap_or_else(|| context.provider_url.to_owned()));
    object.set_some("email", context.provider_contact.email.clone());
    object.set_some("telephone", context.provider_contact.phone.clone());
    object.into_value()
}

fn place(place: &PlaceContent) -> Value {
    let mut object = Object::new("Place");
    object.set_some("name", place.name.clone().or_else(|| place.city.clone()));
    let mut address = Object::new("PostalAddress");
    address.set_some("streetAddress", place.street.clone());
    address.set_some("postalCode", place.plz.as_ref().map(ToString::to_string));
    address.set_some("addressLocality", place.city.clone());
    if address.0.len() > 1 {
        address.set("addressCountry", "DE");
        object.set("address", address.into_value());
    }
    // A centre of a postal code is not where the door is.
    if let Some(location) = place.location.filter(|location| location.precision == Precision::Address) {
        let (lat, lon) = (location.point.lat, location.point.lon);
        object.set("geo", json!({"@type": "GeoCoordinates", "latitude": lat, "longitude": lon}));
    }
    object.into_value()
}

fn offers(offer: &Offer, price: &Price, free_places: Option<u32>, context: &Context) -> Vec<Value> {
    let Some(full) = price.amount() else {
        return Vec::new();
    };
    let registration = &offer.content.registration;
    let one = |amount: Money, name: Option<&String>| {
        let mut object = Object::new("Offer");
        object.set_some("name", name.cloned());
        object.set("price", format!("{}.{:02}", amount.0 / 100, amount.0 % 100));
        object.set("priceCurrency", "EUR");
        object.set("category", if amount.0 == 0 { "Free" } else { "Paid" });
        let url = registration.url.as_ref().map_or_else(|| context.url.to_owned(), ToString::to_string);
        object.set("url", url);
        object.set_some(
            "availability",
            free_places.map(|free| if free == 0 { "https://schema.org/SoldOut" } else { "https://schema.org/InStock" }),
        );
        object.set_some("validThrough", registration.deadline.map(|day| day.to_string()));
        object.into_value()
    };
    let reduced = price.reductions.iter().filter(|reduction| reduction.amount.0 >= 0);
    std::iter::once(one(full, None))
        .chain(reduced.map(|reduction| one(reduction.amount, reduction.label.as_ref())))
        .collect()
}

/// A JSON object that is built in order and never holds an empty value.
struct Object(Map<String, Value>);

impl Object {
    fn new(kind: &str) -> Self {
        Self(Map::from_iter([("@type".to_owned(), json!(kind))]))
    }

    fn is(&self, kind: &str) -> bool {
        self.0.get("@type").is_some_and(|found| found == kind)
    }

    fn set(&mut self, name: &str, value: impl Into<Value>) {
        self.0.insert(name.to_owned(), value.into());
    }

    fn set_some(&mut self, name: &str, value: Option<impl Into<Value>>) {
        if let Some(value) = value {
            self.set(name, value);
        }
    }

    /// One value stands alone, several as an array, none not at all.
    fn list(&mut self, name: &str, values: impl IntoIterator<Item = impl Into<Value>>) {
        let mut values: Vec<Value> = values.into_iter().map(Into::into).collect();
        match values.len() {
            0 => {}
            1 => self.set(name, values.remove(0)),
            _ => self.set(name, values),
        }
    }

    fn into_value(self) -> Value {
        Value::Object(self.0)
    }
}

#[cfg(test)]
mod tests;
