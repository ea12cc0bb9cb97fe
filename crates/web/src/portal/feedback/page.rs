//! The forms and what stands around them.

use maud::{Markup, html};
use render::address::offer_path;

use super::{FormState, Place, REASONS};
use crate::locale::say;
use crate::portal::offers::contact_lines;
use crate::portal::page_at;
use crate::ui::alert::{self, Kind};
use crate::ui::button::{self, Weight};
use crate::ui::form::{self, Autocomplete, Choice, Field};
use crate::ui::layout::{Page, section};
use crate::ui::prose;
use crate::visit::Visit;

pub(super) fn page(visit: &Visit, place: &Place<'_>, state: &FormState<'_>) -> (Page, Markup) {
    let words = visit.words;
    let (title, lead) = match place {
        Place::Offer(_) => (say::report_title(words), say::report_lead(words)),
        Place::Accessibility => (say::accessibility_title(words), say::accessibility_lead(words)),
        Place::Page => (say::message_title(words), say::message_lead(words)),
    };
    let mut page = page_at(visit, &visit.path, &title, &lead);
    page.noindex = !matches!(place, Place::Accessibility);
    let content = html! {
        div.wrap {
            div.page-head {
                h1 { (title) }
                @if let Place::Offer(offer) = place {
                    p.lead { a href=(visit.href(&offer_path(offer.id, &offer.content.title))) { (offer.content.title) } }
                }
                p { (lead) }
            }
            @if state.done { div id="gesendet" { (thanks(visit)) } }
            @if let Place::Accessibility = place { (accessibility_text(visit)) }
            @if !state.done {
                @match place {
                    Place::Accessibility => (section(2, "rueckmeldung", &say::accessibility_feedback(words), form(visit, place, state))),
                    _ => (form(visit, place, state)),
                }
            }
        }
    };
    (page, content)
}

fn thanks(visit: &Visit) -> Markup {
    let words = visit.words;
    alert::alert(Kind::Success, &say::feedback_thanks(words), html! { p { (say::feedback_thanks_text(words)) } }, true)
}

fn form(visit: &Visit, place: &Place<'_>, state: &FormState<'_>) -> Markup {
    let words = visit.words;
    let sent = state.sent;
    let error = |field: &str| state.errors.iter().find(|(name, _)| name == field).map(|(_, text)| text.as_str());
    let reasons: Vec<(String, &str, String)> =
        REASONS.iter().map(|code| (format!("grund-{code}"), *code, words.code("grund", code))).collect();
    html! {
        (form::error_summary(&say::form_errors(words), &state.errors))
        form.narrow action=(visit.href(&visit.path)) method="post" novalidate {
            @if let Place::Offer(_) = place {
                @let options: Vec<Choice<'_>> = reasons.iter()
                    .map(|(id, value, label)| Choice { id, value, label, selected: sent.grund == *value }).collect();
                (form::choices("grund", &say::report_reason(words), &say::report_reason_hint(words), true, &options))
            }
            (form::field(&Field {
                kind: form::Kind::Long,
                id: "nachricht",
                name: "nachricht",
                label: &match place { Place::Offer(_) => say::report_message(words), _ => say::feedback_message(words) },
                hint: &say::feedback_message_hint(words),
                error: error("nachricht"),
                autocomplete: Autocomplete::Off,
                value: &sent.nachricht,
                required: !matches!(place, Place::Offer(_)),
                max_length: 3900,
            }))
            (form::field(&Field {
                kind: form::Kind::Email,
                id: "antwort",
                name: "antwort",
                label: &say::feedback_mail(words),
                hint: &say::feedback_mail_hint(words),
                error: error("antwort"),
                autocomplete: Autocomplete::Email,
                value: &sent.antwort,
                required: false,
                max_length: 200,
            }))
            (form::honeypot("webseite", &say::feedback_trap(words)))
            p { (button::submit(Weight::Primary, &say::feedback_send(words), None, None)) }
            p.origin-mark { (say::feedback_privacy(words)) " " a href=(visit.href("/datenschutz")) { (say::nav_privacy(words)) } }
        }
    }
}

/// The declaration (§ 12a BGG and the laws of the Länder, BITV 2.0).
fn accessibility_text(visit: &Visit) -> Markup {
    let words = visit.words;
    let operator = &visit.site.kommune.operator;
    html! {
        (section(2, "stand", &say::accessibility_state(words), html! { div.prose { (prose(&say::accessibility_state_text(words))) } }))
        (section(2, "grenzen", &say::accessibility_limits(words), html! { div.prose { (prose(&say::accessibility_limits_text(words))) } }))
        (section(2, "kontakt", &say::label_contact(words), html! {
            @if !operator.name.is_empty() { p { (operator.name) } }
            (contact_lines(words, &operator.contact))
        }))
        @if !operator.enforcement_body.is_empty() {
            (section(2, "durchsetzung", &say::accessibility_enforcement(words), html! {
                p { (say::accessibility_enforcement_text(words)) }
                div.prose { (prose(&operator.enforcement_body)) }
            }))
        }
    }
}
