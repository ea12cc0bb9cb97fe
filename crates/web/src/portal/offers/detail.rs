//! `/angebote/{id}/{slug}`: the five questions first, then everything else that is known, and what is not known.

use std::collections::HashMap;

use chrono::NaiveDate;
use maud::{Markup, html};
use model::access::AccessFeature;
use model::ids::ProviderId;
use model::offers::{Offer, OfferContent, OfferStatus, Zugangsvoraussetzungen};
use model::places::PlaceContent;
use model::price::Price;
use model::provenance::Origin;
use model::providers::Provider;
use model::schedule::{Meeting, Schedule, Session, SessionState};
use search::answer::FacetName;

use super::facets::value_label;
use super::{describe, has_dates};
use crate::locale::{Words, format, say};
use crate::params::Params;
use crate::portal;
use crate::ui::alert::{self, Kind};
use crate::ui::button::{self, Weight};
use crate::ui::card::{OfferCard, offer_cards};
use crate::ui::disclosure::accordion;
use crate::ui::icon::{Icon, icon};
use crate::ui::layout::{Page, section};
use crate::ui::lists::description_list;
use crate::ui::{nav, prose};
use crate::visit::Visit;

pub(super) struct Detail<'a> {
    pub(super) visit: &'a Visit,
    pub(super) offer: &'a Offer,
    pub(super) provider: Option<&'a Provider>,
    pub(super) providers: &'a HashMap<ProviderId, String>,
    pub(super) similar: &'a [Offer],
    pub(super) source: Option<&'a str>,
}

/// Dates shown before the rest is folded away.
const DATES_SHOWN: usize = 8;
const DATES_LISTED: usize = 60;

impl Detail<'_> {
    fn words(&self) -> &'static Words {
        self.visit.words
    }

    fn content(&self) -> &OfferContent {
        &self.offer.content
    }

    fn provider_name(&self) -> &str {
        self.providers.get(&self.offer.provider).map_or("", String::as_str)
    }

    fn path(&self) -> String {
        render::address::offer_path(self.offer.id, &self.content().title)
    }

    fn url(&self) -> String {
        self.visit.base.absolute(&self.path())
    }

    fn head_page(&self, title: &str) -> Page {
        let lines = describe::summary_lines(self.words(), self.offer, None, self.visit.local).join(", ");
        let description = format!("{}: {lines}", self.provider_name());
        portal::page_at(self.visit, &self.path(), title, &description)
    }

    pub(super) fn page(&self) -> (Page, Markup) {
        let mut page = self.head_page(&self.content().title);
        page.json_ld = self.json_ld();
        page.kind = "page-offer";
        // Past offers stay reachable for who has the address, but nobody needs to find them.
        page.noindex = describe::is_over(self.content(), self.visit.today());
        (page, self.markup())
    }

    fn json_ld(&self) -> Option<String> {
        let provider = self.provider?;
        let url = self.url();
        let provider_url =
            self.visit.base.absolute(&render::address::provider_path(provider.id, &provider.content.name));
        let no_requirements = say::requirements_none(self.words());
        let context = render::jsonld::Context {
            url: &url,
            provider_name: &provider.content.name,
            provider_url: &provider_url,
            provider_contact: &provider.content.contact,
            topics: describe::topic_labels(self.words(), self.content()),
            audiences: describe::target_group_labels(self.words(), self.content()),
            no_requirements: &no_requirements,
        };
        Some(render::jsonld::script_text(&render::jsonld::offer(self.offer, &context)))
    }

    fn breadcrumb(&self) -> Markup {
        let words = self.words();
        let mut trail =
            vec![(say::nav_start(words), self.visit.href("/")), (say::nav_offers(words), self.visit.href("/angebote"))];
        if let Some(topic) = self.content().topics.first() {
            let label = value_label(self.visit, FacetName::Topic, topic.as_str(), None);
            let params = Params::default().toggled(FacetName::Topic, topic.as_str());
            trail.push((label, self.visit.href(&params.href("/angebote"))));
        }
        nav::breadcrumb(&say::nav_breadcrumb(words), &trail, &self.content().title)
    }

    fn markup(&self) -> Markup {
        let words = self.words();
        let content = self.content();
        let over = describe::is_over(content, self.visit.today());
        html! {
            div.wrap {
                (self.breadcrumb())
                div.offer {
                    div.offer-top {
                        div.offer-head {
                            h1 { (content.title) }
                            @if let Some(subtitle) = &content.subtitle { p.subtitle { (subtitle) } }
                            p { (say::offered_by(words)) " " (self.provider_link()) }
                        }
                        @if over || self.offer.status == OfferStatus::Abgelaufen {
                            (alert::alert(Kind::Info, &say::offer_over(words), html! {
                                p { (say::offer_over_text(words)) " " a href="#aehnlich" { (say::offer_similar(words)) } }
                            }, false))
                        }
                        (self.answers())
                    }
                    (self.side())
                    div.offer-rest {
                        @if !content.description.is_empty() {
                            (section(2, "inhalt-text", &say::offer_about(words), html! {
                                div.prose lang="de" { (prose(&content.description)) }
                            }))
                        }
                        (section(2, "fuer-wen", &say::offer_for_whom(words), self.for_whom()))
                        (section(2, "termine", &say::offer_dates(words), self.dates()))
                        (section(2, "zugaenglich", &say::offer_access(words), self.access()))
                        (section(2, "herkunft", &say::offer_origin(words), self.origin()))
                    }
                }
                (self.similar_offers())
            }
        }
    }

    fn provider_link(&self) -> Markup {
        let name = self.provider_name();
        html! {
            @if name.is_empty() { (say::unknown(self.words())) }
            @else {
                a href=(self.visit.href(&render::address::provider_path(self.offer.provider, name))) { (name) }
            }
        }
    }

    /// Was, Wann, Wo, Was kostet es, Wie melde ich mich an.
    fn answers(&self) -> Markup {
        let words = self.words();
        html! {
            dl.answers {
                (answer(Icon::Book, &say::ask_what(words), self.what()))
                (answer(Icon::Calendar, &say::ask_when(words), self.when()))
                (answer(Icon::Pin, &say::ask_where(words), self.place()))
                (answer(Icon::Euro, &say::ask_price(words), self.price()))
                (answer(Icon::Check, &say::ask_register(words), self.register()))
            }
        }
    }

    fn what(&self) -> Markup {
        let words = self.words();
        let content = self.content();
        let topics = describe::topic_labels(words, content);
        let level = describe::level(words, content);
        let delivery = content.delivery.map(|delivery| words.code("format", delivery.code()));
        let languages: Vec<String> = content
            .languages
            .iter()
            .map(|code| value_label(self.visit, FacetName::Language, code.as_str(), None))
            .collect();
        html! {
            p {
                @if topics.is_empty() { (content.title) } @else { (topics.join(", ")) (self.mark("topics")) }
            }
            @if let Some(level) = level { p { (level) (self.mark("cefr")) } }
            @if let Some(delivery) = delivery { p { (delivery) (self.mark("delivery")) } }
            @if !languages.is_empty() { p { (say::offer_language(words, format::list(words, &languages))) (self.mark("languages")) } }
            @if !content.certificates.is_empty() { p { (say::offer_certificates(words, content.certificates.join(", "))) } }
        }
    }

    fn when(&self) -> Markup {
        let words = self.words();
        let content = self.content();
        let next = describe::next_meeting(content, self.visit.local);
        let rhythm = next.as_ref().map(|(_, session)| *session).or_else(|| content.sessions.first());
        let rhythm = rhythm.and_then(|session| describe::rhythm(words, &session.schedule));
        let meetings: usize = content.sessions.iter().map(|session| self.meetings(session).len()).sum();
        html! {
            @match &next {
                Some((meeting, _)) => p { (say::when_next(words, format::meeting(words, meeting))) },
                None if describe::is_over(content, self.visit.today()) => p { (say::date_over_long(words)) },
                None if rhythm.is_none() => p { (say::when_unknown(words)) },
                None => {}
            }
            @if let Some(rhythm) = rhythm { p { (capital(&rhythm)) } }
            @if meetings > 1 { p { a href="#termine" { (say::when_all(words)) } } }
            @if let Some(units) = content.teaching_units_tenths {
                p.note { (say::offer_units(words, f64::from(units) / 10.0)) }
            }
        }
    }

    fn places(&self) -> Vec<&PlaceContent> {
        let mut places: Vec<&PlaceContent> = Vec::new();
        for place in self.content().sessions.iter().filter_map(|session| session.place.as_ref()) {
            if !place.is_empty() && places.iter().all(|known| known.identity() != place.identity()) {
                places.push(place);
            }
        }
        places
    }

    fn place(&self) -> Markup {
        let words = self.words();
        let places = self.places();
        let online = describe::online(words, self.content());
        html! {
            @if let Some(online) = &online { p { (capital(online)) } }
            @if places.is_empty() && online.is_none() { p { (say::place_unknown(words)) } }
            @for place in places.iter().take(3) { p { (self.place_line(place)) } }
            @if places.len() > 3 { p { a href="#termine" { (say::place_more(words, places.len() - 3)) } } }
        }
    }

    fn place_line(&self, place: &PlaceContent) -> Markup {
        let line = render::ical::place_line(place);
        html! {
            @match place.id {
                Some(id) => a href=(self.visit.href(&render::address::place_path(id, place.name.as_deref().unwrap_or_default()))) { (line) },
                None => (line),
            }
        }
    }

    fn price(&self) -> Markup {
        let words = self.words();
        let content = self.content();
        html! {
            (price_lines(words, &content.price))
            @for label in describe::funding_labels(words, content) { p.note { (say::offer_funding(words, label)) (self.mark("funding")) } }
            @if let Some(text) = &content.funding_text { p.note lang="de" { (text) } }
        }
    }

    fn register(&self) -> Markup {
        let words = self.words();
        let content = self.content();
        let registration = &content.registration;
        let contact = content.contact.as_ref().or(self.provider.map(|provider| &provider.content.contact));
        let nothing = registration == &model::offers::Registration::default();
        html! {
            @if registration.required == Some(false) { p { (say::register_not_needed(words)) } }
            @if let Some(deadline) = registration.deadline {
                p { (say::register_until(words, format::day(words, deadline))) }
            }
            @if let Some(url) = &registration.url {
                p { a href=(url.as_str()) rel="noopener external" { (say::register_at_provider(words)) } }
            }
            @if let Some(text) = &registration.text { p lang="de" { (text) } }
            @if nothing && contact.is_none_or(|contact| *contact == model::offers::Contact::default()) {
                p { (say::register_unknown(words)) }
            } @else if nothing {
                p { (say::register_ask_provider(words)) }
            }
            @if let Some(contact) = contact { (contact_lines(words, contact)) }
            @if let Some(number) = &content.course_number { p.note { (say::course_number(words, number.clone())) } }
            @if let Some(seats) = describe::seats(words, content.participants) { p { (capital(&seats)) } }
        }
    }

    fn for_whom(&self) -> Markup {
        let words = self.words();
        let content = self.content();
        let groups = describe::target_group_labels(words, content);
        let phases: Vec<String> =
            content.life_phases.iter().map(|phase| words.code("lebensphase", phase.code())).collect();
        let requirements = match &content.requirements {
            Zugangsvoraussetzungen::Unknown => say::requirements_unknown(words),
            Zugangsvoraussetzungen::Keine => say::requirements_none(words),
            Zugangsvoraussetzungen::Text(text) => text.clone(),
        };
        let audience = match (&content.target_group_text, groups.is_empty()) {
            (Some(text), true) => text.clone(),
            (Some(text), false) => format!("{} ({text})", groups.join(", ")),
            (None, false) => groups.join(", "),
            (None, true) => say::audience_everyone(words),
        };
        let mut rows = vec![
            (say::label_audience(words), html! { (audience) (self.mark("target_groups")) }),
            (
                say::label_requirements(words),
                html! { div.prose { (prose(&requirements)) } (self.mark("requirements")) },
            ),
        ];
        if !phases.is_empty() {
            rows.push((words.code("facet", "lebensphase"), html! { (phases.join(", ")) (self.mark("life_phases")) }));
        }
        let care =
            content.child_care.map_or_else(|| say::unknown(words), |care| words.code("kinderbetreuung", care.code()));
        rows.push((words.code("facet", "kinderbetreuung"), html! { (care) (self.mark("child_care")) }));
        if let Some(form) = content.learning_form {
            rows.push((
                words.code("facet", "lernform"),
                html! { (words.code("lernform", form.code())) (self.mark("learning_form")) },
            ));
        }
        let participants = content.participants;
        if let (Some(min), Some(max)) = (participants.min, participants.max) {
            rows.push((say::label_group_size(words), html! { (say::group_size(words, max, min)) }));
        }
        description_list(&rows)
    }

    fn meetings(&self, session: &Session) -> Vec<Meeting> {
        let today = self.visit.today();
        let until = today + chrono::Days::new(400);
        match &session.schedule {
            Schedule::Dates { meetings } => meetings.clone(),
            schedule => schedule.meetings_between(today, until),
        }
    }

    fn dates(&self) -> Markup {
        let words = self.words();
        let sessions = &self.content().sessions;
        let today = self.visit.today();
        html! {
            @if sessions.is_empty() { p { (say::dates_none(words)) } }
            @for (index, session) in sessions.iter().enumerate() {
                div.session {
                    @if sessions.len() > 1 { h3 { (self.session_title(session, index)) } }
                    @if session.state == SessionState::Cancelled {
                        (alert::alert(Kind::Danger, &say::session_cancelled(words), html! {}, false))
                    }
                    @if let Some(rhythm) = describe::rhythm(words, &session.schedule) { p { (capital(&rhythm)) } }
                    (self.span(session))
                    (meeting_list(words, &self.meetings(session), today, session.state == SessionState::Cancelled))
                    @if sessions.len() > 1 {
                        @if let Some(place) = session.place.as_ref().filter(|place| !place.is_empty()) {
                            p { (icon(Icon::Pin)) " " (self.place_line(place)) }
                        }
                        @if let Some(price) = &session.price { (price_lines(words, price)) }
                        @if let Some(seats) = session.participants.and_then(|p| describe::seats(words, p)) { p { (capital(&seats)) } }
                    }
                    @if let Some(note) = &session.note { p lang="de" { (note) } }
                }
            }
            @if has_dates(self.offer) {
                p.screen-only {
                    (button::link(Weight::Secondary, &say::offer_calendar(words), Some(Icon::Calendar),
                        &format!("/angebote/{}/termine.ics", self.offer.id)))
                }
            }
        }
    }

    fn session_title(&self, session: &Session, index: usize) -> String {
        let words = self.words();
        let first = session.schedule.first_day().map(|day| format::day(words, day));
        let place = session.place.as_ref().and_then(describe::place_short);
        match (first, place) {
            (Some(day), Some(place)) => say::session_from_at(words, day, place),
            (Some(day), None) => say::session_from(words, day),
            (None, Some(place)) => place,
            (None, None) => say::session_number(words, index + 1),
        }
    }

    fn span(&self, session: &Session) -> Markup {
        let words = self.words();
        let (Schedule::Span { .. } | Schedule::DropIn { .. }) = session.schedule else { return html! {} };
        html! {
            @match (session.schedule.first_day(), session.schedule.last_day()) {
                (Some(first), Some(last)) if first != last =>
                    p { (say::span_from_until(words, format::day(words, first), format::day(words, last))) },
                (Some(first), _) => p { (say::span_from(words, format::day(words, first))) },
                (None, Some(last)) => p { (say::span_until(words, format::day(words, last))) },
                (None, None) => {}
            }
        }
    }

    fn access(&self) -> Markup {
        let words = self.words();
        let places = self.places();
        let known = |feature: AccessFeature| {
            self.content().accessibility.get(feature).or_else(|| {
                // With several places only what holds at each of them is a yes.
                let at_places: Vec<Option<bool>> =
                    places.iter().map(|place| place.accessibility.get(feature)).collect();
                match at_places.as_slice() {
                    [] => None,
                    all if all.contains(&Some(false)) => Some(false),
                    all if all.iter().all(|one| *one == Some(true)) => Some(true),
                    _ => None,
                }
            })
        };
        let directions: Vec<&str> = places.iter().filter_map(|place| place.directions.as_deref()).collect();
        html! {
            (access_list(words, &known))
            @if AccessFeature::ALL.iter().all(|feature| known(*feature).is_none()) {
                p { (say::access_all_unknown(words)) }
            }
            @for text in directions { h3 { (say::offer_directions(words)) } div.prose lang="de" { (prose(text)) } }
        }
    }

    /// A mark on a field that was concluded by a rule, not delivered.
    fn mark(&self, field: &str) -> Markup {
        let derived = matches!(self.offer.provenance.fields.get(field), Some(Origin::Derived { .. }));
        let edited = matches!(self.offer.provenance.fields.get(field), Some(Origin::Edited { .. }));
        html! {
            @if derived { " " a.origin-mark href="#herkunft" { (say::mark_derived(self.words())) } }
            @if edited { " " a.origin-mark href="#herkunft" { (say::mark_edited(self.words())) } }
        }
    }

    fn origin(&self) -> Markup {
        let words = self.words();
        let derived: Vec<String> = self
            .offer
            .provenance
            .fields
            .iter()
            .filter(|(_, origin)| matches!(origin, Origin::Derived { .. }))
            .map(|(field, _)| words.code("feld", field))
            .collect();
        let mut rows = Vec::new();
        let source = self.source.map_or_else(|| say::origin_by_hand(words), ToOwned::to_owned);
        rows.push((say::label_source(words), html! { (source) }));
        let confirmed = self.offer.confirmed_on.map_or_else(|| say::unknown(words), |day| format::date(words, day));
        rows.push((say::label_confirmed(words), html! { (confirmed) }));
        let changed = render::local_time::day(self.offer.changed_at);
        rows.push((say::label_changed(words), html! { (format::date(words, changed)) }));
        if !derived.is_empty() {
            rows.push((say::label_derived(words), html! { (derived.join(", ")) }));
        }
        html! {
            (description_list(&rows))
            @if !derived.is_empty() { p { (say::origin_derived_text(words)) } }
            p.screen-only {
                (say::report_question(words)) " "
                a href=(self.visit.href(&format!("/fehler-melden/{}", self.offer.id))) { (say::report_link(words)) }
            }
        }
    }

    fn side(&self) -> Markup {
        let words = self.words();
        let id = self.offer.id;
        let registration = &self.content().registration;
        let website = self.content().links.iter().find(|link| link.kind == model::offers::LinkKind::Website);
        let lines = describe::summary_lines(words, self.offer, None, self.visit.local);
        let share = render::share::text(&self.content().title, &lines, &self.url());
        let qr = format!("/angebote/{id}/qr.svg");
        html! {
            aside.offer-side aria-label=(say::offer_actions(words)) {
                @if let Some(url) = &registration.url {
                    div.side-register {
                        (button::outward(Weight::Primary, &say::register_now(words), Some(Icon::Arrow), url.as_str()))
                    }
                } @else if let Some(link) = website {
                    div.side-register {
                        (button::outward(Weight::Primary, &say::offer_website(words), Some(Icon::Arrow), link.url.as_str()))
                    }
                }
                button.kern-btn.kern-btn--secondary type="button" hidden data-action="merken" data-value=(id)
                    data-href=(self.path()) data-title=(self.content().title) aria-pressed="false" {
                    (icon(Icon::Bookmark))
                    span.kern-label { (say::bookmark_add(words)) }
                }
                @if has_dates(self.offer) {
                    (button::link(Weight::Secondary, &say::offer_calendar(words), Some(Icon::Calendar), &format!("/angebote/{id}/termine.ics")))
                }
                button.kern-btn.kern-btn--secondary type="button" hidden data-action="teilen" data-qr=(qr)
                    data-title=(self.content().title) data-url=(self.url()) data-text=(share) {
                    (icon(Icon::Share))
                    span.kern-label { (say::offer_share(words)) }
                }
                (button::scripted(Weight::Secondary, &say::offer_print(words), Some(Icon::Print), "drucken", ""))
                (accordion(&say::offer_share_more(words), false, html! {
                    p { a href=(render::share::mailto(&self.content().title, &share)) { (say::share_mail(words)) } }
                    p { img.qr src=(qr) width="176" height="176" loading="lazy" alt=(say::share_qr(words)); }
                }))
            }
        }
    }

    fn cards(&self) -> Vec<OfferCard> {
        let name = |offer: &Offer| self.providers.get(&offer.provider).map_or("", String::as_str);
        self.similar.iter().map(|offer| describe::card(self.visit, offer, name(offer), None)).collect()
    }

    fn similar_offers(&self) -> Markup {
        let words = self.words();
        html! {
            section.section.screen-only id="aehnlich" aria-labelledby="aehnlich-titel" {
                h2 id="aehnlich-titel" { (say::offer_similar(words)) }
                @if self.similar.is_empty() {
                    p { (say::offer_no_similar(words)) " " a href=(self.visit.href("/angebote")) { (say::way_all_offers(words)) } }
                } @else {
                    div.similar { (offer_cards(&self.cards(), &describe::card_words(words), 3)) }
                }
            }
        }
    }

    /// An offer that was here and is no longer: says so, and shows what is like it.
    pub(super) fn gone(&self) -> (Page, Markup) {
        let words = self.words();
        let title = say::offer_gone(words);
        let mut page = self.head_page(&title);
        page.noindex = true;
        let content = html! {
            div.wrap {
                (self.breadcrumb())
                div.page-head { h1 { (title) } p.lead { "„" (self.content().title) "“" } }
                p { (say::offer_gone_text(words, self.provider_name().to_owned())) }
                p { (say::offered_by(words)) " " (self.provider_link()) }
                (self.similar_offers())
                (portal::search_again(self.visit))
            }
        };
        (page, content)
    }
}

fn answer(symbol: Icon, question: &str, text: Markup) -> Markup {
    html! { div { (icon(symbol)) dt { (question) } dd { (text) } } }
}

/// First letter in capitals: a phrase that stands alone.
fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

pub(crate) fn price_lines(words: &Words, price: &Price) -> Markup {
    html! {
        p { (capital(&format::price(words, price))) }
        @for reduction in &price.reductions {
            p { (match &reduction.label {
                Some(label) => say::price_reduced_for(words, format::money(words, reduction.amount), label.clone()),
                None => say::price_reduced(words, format::money(words, reduction.amount)),
            }) }
        }
        @if price.reductions.is_empty() && price.reducible == Some(true) { p.note { (say::price_reducible(words)) } }
        @for note in &price.notes { p.note lang="de" { (note) } }
    }
}

pub(crate) fn contact_lines(words: &Words, contact: &model::offers::Contact) -> Markup {
    html! {
        @if let Some(name) = &contact.name { p { (name) } }
        @if let Some(phone) = &contact.phone {
            @let dial: String = phone.chars().filter(|c| c.is_ascii_digit() || *c == '+').collect();
            p { (say::contact_phone(words)) " " a href=(format!("tel:{dial}")) { (phone) } }
        }
        @if let Some(email) = &contact.email { p { a href=(format!("mailto:{email}")) { (email) } } }
        @if let Some(url) = &contact.url {
            p { a href=(url.as_str()) rel="noopener external" { (say::contact_website(words)) } }
        }
    }
}

pub(crate) fn access_list(words: &Words, known: &dyn Fn(AccessFeature) -> Option<bool>) -> Markup {
    html! {
        ul.access-list {
            @for feature in AccessFeature::ALL {
                @let (class, symbol, state) = match known(*feature) {
                    Some(true) => ("is-yes", Icon::Check, say::yes(words)),
                    Some(false) => ("is-no", Icon::Close, say::no(words)),
                    None => ("is-unknown", Icon::Question, say::unknown(words)),
                };
                li class=(class) { (icon(symbol)) span { (words.code("barrierefrei", feature.code())) ": " (state) } }
            }
        }
    }
}

fn meeting_list(words: &Words, meetings: &[Meeting], today: NaiveDate, cancelled: bool) -> Markup {
    let line = |meeting: &Meeting| {
        let past = meeting.last_day() < today;
        html! {
            li.cancelled[cancelled] {
                time datetime=(meeting.date) { (format::meeting(words, meeting)) }
                @if past { " " span.origin-mark { (say::meeting_past(words)) } }
            }
        }
    };
    // In the middle of a course people look for what is still to come.
    let past = meetings.iter().take_while(|meeting| meeting.last_day() < today).count();
    let (past, ahead) = meetings.split_at(if past == meetings.len() { 0 } else { past });
    let (front, rest) = ahead.split_at(ahead.len().min(DATES_SHOWN));
    let rest = &rest[..rest.len().min(DATES_LISTED)];
    let past = &past[past.len().saturating_sub(DATES_LISTED)..];
    html! {
        @if !front.is_empty() { ul.dates { @for meeting in front { (line(meeting)) } } }
        @if !rest.is_empty() {
            (accordion(&say::dates_more(words, rest.len()), false, html! { ul.dates { @for meeting in rest { (line(meeting)) } } }))
        }
        @if !past.is_empty() {
            (accordion(&say::dates_past(words, past.len()), false, html! { ul.dates { @for meeting in past { (line(meeting)) } } }))
        }
    }
}
