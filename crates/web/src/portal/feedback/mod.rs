//! Messages from visitors: about an offer (`/fehler-melden/{offer}`), about accessibility (`/barrierefreiheit`), about anything else
//! (`/rueckmeldung`). No account, no cookie, no captcha: a field that only machines fill in, and an origin check.

mod page;

use actions::feedback::{About, MESSAGE_LIMIT, NewFeedback};
use axum::Form;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Redirect, Response};
use maud::Markup;
use model::ids::OfferId;
use model::offers::Offer;
use serde::Deserialize;

use crate::error::Error;
use crate::locale::{Words, say};
use crate::portal;
use crate::ui::layout::Page;
use crate::visit::Visit;

/// What a visitor sent.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Sent {
    /// Codes of what is wrong, for an offer.
    grund: String,
    nachricht: String,
    antwort: String,
    /// Nobody sees this field; machines fill it in.
    webseite: String,
}

/// Where a form stands.
enum Place<'a> {
    Offer(&'a Offer),
    Accessibility,
    Page,
}

/// Reasons offered for an offer; the code is the last part of the locale key.
const REASONS: &[&str] = &["termin", "preis", "ort", "ausgefallen", "kontakt", "anderes"];

/// The form with what was typed and what is wrong with it.
struct FormState<'a> {
    sent: &'a Sent,
    /// `(id of the field, message)`.
    errors: Vec<(String, String)>,
    done: bool,
}

async fn offer(visit: &Visit, id: &str) -> Result<Offer, Error> {
    let id: OfferId = id.parse().or(Err(Error::NotFound))?;
    visit.scope.find_offer(id).await?.filter(|offer| offer.is_public(visit.today())).ok_or(Error::NotFound)
}

fn was_sent(visit: &Visit) -> bool {
    let pairs: Vec<(String, String)> = serde_urlencoded::from_str(&visit.query).unwrap_or_default();
    pairs.iter().any(|(name, value)| name == "gesendet" && value == "1")
}

fn form_page(visit: &Visit, place: &Place<'_>, state: &FormState<'_>) -> Response {
    let (page, content): (Page, Markup) = page::page(visit, place, state);
    let mut response = portal::respond(visit, &page, content);
    if !state.errors.is_empty() {
        *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    }
    response
}

/// `GET /fehler-melden/{offer}`
pub(crate) async fn report_new(visit: Visit, Path(id): Path<String>) -> Result<Response, Error> {
    let offer = offer(&visit, &id).await?;
    let state = FormState { sent: &Sent::default(), errors: Vec::new(), done: was_sent(&visit) };
    Ok(form_page(&visit, &Place::Offer(&offer), &state))
}

/// `POST /fehler-melden/{offer}`
pub(crate) async fn report(visit: Visit, Path(id): Path<String>, Form(sent): Form<Sent>) -> Result<Response, Error> {
    let offer = offer(&visit, &id).await?;
    receive(&visit, &Place::Offer(&offer), sent).await
}

/// `GET /barrierefreiheit`
pub(crate) async fn accessibility_new(visit: Visit) -> Response {
    let state = FormState { sent: &Sent::default(), errors: Vec::new(), done: was_sent(&visit) };
    form_page(&visit, &Place::Accessibility, &state)
}

/// `POST /barrierefreiheit`
pub(crate) async fn accessibility(visit: Visit, Form(sent): Form<Sent>) -> Result<Response, Error> {
    receive(&visit, &Place::Accessibility, sent).await
}

/// `GET /rueckmeldung`
pub(crate) async fn message_new(visit: Visit) -> Response {
    let state = FormState { sent: &Sent::default(), errors: Vec::new(), done: was_sent(&visit) };
    form_page(&visit, &Place::Page, &state)
}

/// `POST /rueckmeldung`
pub(crate) async fn message(visit: Visit, Form(sent): Form<Sent>) -> Result<Response, Error> {
    receive(&visit, &Place::Page, sent).await
}

/// Checks, hands the message on, and leads to the page that says thanks (so that a reload sends nothing twice).
async fn receive(visit: &Visit, place: &Place<'_>, sent: Sent) -> Result<Response, Error> {
    let thanks = || {
        let separator =
            if visit.language_in_address { format!("&sprache={}", visit.words.language) } else { String::new() };
        Redirect::to(&format!("{}?gesendet=1{separator}#gesendet", visit.path)).into_response()
    };
    // A machine is told that all is well, and nothing is kept.
    if !sent.webseite.is_empty() {
        return Ok(thanks());
    }
    let errors = check(visit.words, place, &sent);
    if !errors.is_empty() {
        return Ok(form_page(visit, place, &FormState { sent: &sent, errors, done: false }));
    }
    let about = match place {
        Place::Offer(offer) => About::Offer(offer.id),
        Place::Accessibility => About::Accessibility,
        Place::Page => About::Page(visit.path.clone()),
    };
    let new = NewFeedback { about, message: message_text(&sent), reply_to: Some(sent.antwort.clone()) };
    let ctx = visit.server.app.actions.visitor(visit.site.kommune.id);
    match actions::feedback::send(&ctx, &visit.server.app.actions.writer, visit.site.kommune.id, new).await {
        Ok(_) => Ok(thanks()),
        Err(actions::Error::Invalid(reason)) => {
            let errors = vec![("nachricht".to_owned(), reason)];
            Ok(form_page(visit, place, &FormState { sent: &sent, errors, done: false }))
        }
        Err(actions::Error::TooMany) => Err(Error::TooMany),
        Err(actions::Error::Store(error)) => Err(Error::Store(error)),
        Err(error) => Err(Error::Internal(error.to_string())),
    }
}

/// The reason in German, because the office reads German, and the message.
fn message_text(sent: &Sent) -> String {
    let message = sent.nachricht.trim();
    if !REASONS.contains(&sent.grund.as_str()) {
        return message.to_owned();
    }
    let reason = crate::locale::german().code("grund", &sent.grund);
    if message.is_empty() { reason } else { format!("{reason}\n\n{message}") }
}

fn check(words: &Words, place: &Place<'_>, sent: &Sent) -> Vec<(String, String)> {
    let mut errors = Vec::new();
    let has_reason =
        matches!(place, Place::Offer(_)) && REASONS.contains(&sent.grund.as_str()) && sent.grund != "anderes";
    let message = sent.nachricht.trim();
    if message.is_empty() && !has_reason {
        errors.push(("nachricht".to_owned(), say::feedback_message_missing(words)));
    }
    // A line for the reason is added to the message.
    if message.chars().count() + 100 > MESSAGE_LIMIT {
        errors.push(("nachricht".to_owned(), say::feedback_message_long(words, MESSAGE_LIMIT - 100)));
    }
    let mail = sent.antwort.trim();
    let plausible =
        mail.split_once('@').is_some_and(|(name, host)| !name.is_empty() && host.contains('.') && !host.contains('@'));
    if !mail.is_empty() && !plausible {
        errors.push(("antwort".to_owned(), say::feedback_mail_wrong(words)));
    }
    errors
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::locale::german;

    fn sent(grund: &str, nachricht: &str, antwort: &str) -> Sent {
        Sent { grund: grund.into(), nachricht: nachricht.into(), antwort: antwort.into(), webseite: String::new() }
    }

    #[test]
    fn a_message_or_a_reason_is_needed_and_a_wrong_address_is_named() {
        let offer = crate::samples::offer("Beispiel-Kurs");
        let about_offer = Place::Offer(&offer);
        for (place, sent, fields) in [
            (&Place::Page, sent("", "Guten Tag", ""), vec![]),
            (&Place::Page, sent("", "  ", ""), vec!["nachricht"]),
            (&Place::Page, sent("preis", "", ""), vec!["nachricht"]),
            (&about_offer, sent("preis", "", ""), vec![]),
            (&about_offer, sent("anderes", "", ""), vec!["nachricht"]),
            (&about_offer, sent("", "", "anna"), vec!["nachricht", "antwort"]),
            (&Place::Accessibility, sent("", "x", "anna@beispiel.de"), vec![]),
            (&Place::Accessibility, sent("", &"x".repeat(MESSAGE_LIMIT), ""), vec!["nachricht"]),
        ] {
            let found: Vec<String> = check(german(), place, &sent).into_iter().map(|(field, _)| field).collect();
            assert_eq!(found, fields, "{sent:?}");
        }
    }

    #[test]
    fn the_office_reads_the_reason_in_german() {
        assert!(message_text(&sent("preis", "", "")).contains("Preis"));
        assert_eq!(message_text(&sent("unfug", "Hallo", "")), "Hallo");
    }
}
