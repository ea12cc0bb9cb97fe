//! Why a request has no answer, and the page that says so: what is there instead, and a way back.
//!
//! A handler returns an [`Error`]; the response carries it as an extension, and [`pages`] turns it into a page of the portal in the
//! visitor's language (or JSON below `/api/`).

use axum::extract::{FromRequestParts as _, Request, State};
use axum::http::{Method, StatusCode, Uri};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use crate::locale::{german, say};
use crate::ui::alert;
use crate::ui::button::{self, Weight};
use crate::ui::layout::Page;
use crate::visit::Visit;
use crate::{Server, portal};

#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("there is no such page")]
    NotFound,
    #[error("no portal answers to this host name")]
    NoPortal,
    #[error("the request cannot be understood")]
    BadRequest,
    #[error("the request comes from another site")]
    Foreign,
    #[error("too many requests")]
    TooMany,
    #[error("the method is not supported here")]
    Method,
    #[error("the request took too long")]
    Timeout,
    #[error("the request is too large")]
    TooLarge,
    #[error("store")]
    Store(#[from] store::Error),
    #[error("search")]
    Search(#[from] search::index::Error),
    #[error("{0}")]
    Internal(String),
}

impl Error {
    fn status(&self) -> StatusCode {
        match self {
            Self::NotFound | Self::NoPortal | Self::Store(store::Error::NotFound) => StatusCode::NOT_FOUND,
            Self::BadRequest => StatusCode::BAD_REQUEST,
            Self::Foreign => StatusCode::FORBIDDEN,
            Self::TooMany => StatusCode::TOO_MANY_REQUESTS,
            Self::Method => StatusCode::METHOD_NOT_ALLOWED,
            Self::Timeout => StatusCode::GATEWAY_TIMEOUT,
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::Store(store::Error::Busy(_)) => StatusCode::SERVICE_UNAVAILABLE,
            Self::Store(_) | Self::Search(_) | Self::Internal(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// The whole chain, for the log.
    fn chain(&self) -> String {
        let mut text = self.to_string();
        let mut source = std::error::Error::source(self);
        while let Some(error) = source {
            text.push_str(": ");
            text.push_str(&error.to_string());
            source = error.source();
        }
        text
    }
}

/// Carried by a response that still needs its page.
#[derive(Debug, Clone)]
struct Unanswered {
    /// Only for faults of ours: the same id stands in the log.
    id: Option<String>,
}

impl IntoResponse for Error {
    fn into_response(self) -> Response {
        let status = self.status();
        let id = status.is_server_error().then(|| {
            let chain = self.chain();
            let id = short_id(&chain);
            tracing::error!(id, error = chain, "request failed");
            id
        });
        let mut response = status.into_response();
        response.extensions_mut().insert(Unanswered { id });
        response
    }
}

/// Names a fault so that a visitor can tell it over the phone: the same fault always has the same id, which the log has as well.
fn short_id(chain: &str) -> String {
    use sha2::Digest as _;
    let digest = sha2::Sha256::digest(chain.as_bytes());
    digest.iter().take(3).map(|byte| format!("{byte:02x}")).collect()
}

/// No route has this address. A stroke at the end of an address of figures is a slip of the hand: without it there is a page.
pub(crate) async fn missing(method: Method, uri: Uri) -> Result<Response, Error> {
    let path = uri.path().trim_end_matches('/');
    let is_about_figures = ["/zahlen", "/gebiete"].iter().any(|start| {
        // Nothing but an address of this portal may follow: "//other.example" would be another site.
        path.strip_prefix(start).is_some_and(|rest| rest.is_empty() || rest.starts_with('/')) && !path.contains("//")
    });
    if method != Method::GET && method != Method::HEAD || !is_about_figures || path == uri.path() {
        return Err(Error::NotFound);
    }
    let query = uri.query().map(|query| format!("?{query}")).unwrap_or_default();
    Ok(portal::moved(&format!("{path}{query}")))
}

/// Fills responses that failed without a body of their own.
pub(crate) async fn pages(State(server): State<Server>, request: Request, next: Next) -> Response {
    let json = request.uri().path().starts_with("/api/");
    let (parts, body) = request.into_parts();
    let mut head = parts.clone();
    let response = next.run(Request::from_parts(parts, body)).await;
    let status = response.status();
    let unanswered = response.extensions().get::<Unanswered>().cloned();
    // axum's own refusals (405, 413, 415 …) are short plain texts; a timeout has no text at all.
    let plain = (status.is_client_error() || status == StatusCode::GATEWAY_TIMEOUT)
        && unanswered.is_none()
        && response
            .headers()
            .get(axum::http::header::CONTENT_TYPE)
            .is_none_or(|kind| kind.to_str().is_ok_and(|kind| kind.starts_with("text/plain")));
    if unanswered.is_none() && !plain {
        return response;
    }
    let id = unanswered.and_then(|unanswered| unanswered.id);
    let page = if json {
        crate::api::problem::of_status(status, id.as_deref())
    } else {
        match Visit::from_request_parts(&mut head, &server).await {
            Ok(visit) => page(&visit, status, id.as_deref()),
            Err(_) => bare_page(status, id.as_deref()),
        }
    };
    let mut answer = (status, page).into_response();
    if let Some(allow) = response.headers().get(axum::http::header::ALLOW) {
        answer.headers_mut().insert(axum::http::header::ALLOW, allow.clone());
    }
    answer
}

fn title(words: &crate::locale::Words, status: StatusCode) -> String {
    match status {
        StatusCode::NOT_FOUND => say::error_not_found(words),
        StatusCode::FORBIDDEN => say::error_foreign(words),
        StatusCode::TOO_MANY_REQUESTS => say::error_too_many(words),
        StatusCode::METHOD_NOT_ALLOWED => say::error_method(words),
        StatusCode::PAYLOAD_TOO_LARGE => say::error_too_large(words),
        status if status.is_client_error() => say::error_bad_request(words),
        StatusCode::SERVICE_UNAVAILABLE | StatusCode::GATEWAY_TIMEOUT => say::error_busy(words),
        _ => say::error_internal(words),
    }
}

fn page(visit: &Visit, status: StatusCode, id: Option<&str>) -> Response {
    let words = visit.words;
    let title = title(words, status);
    let body = match status {
        StatusCode::NOT_FOUND => say::error_not_found_text(words),
        status if status.is_client_error() => say::error_client_text(words),
        _ => say::error_server_text(words),
    };
    // Whoever looked for a figure is not helped by offers alone.
    let is_about_figures = ["/zahlen", "/gebiete", "/pendeln"].iter().any(|start| visit.path.starts_with(start));
    let content = maud::html! {
        div.wrap {
            div.page-head { (crate::ui::layout::heading(1, &title, None)) }
            p { (body) }
            @if let Some(id) = id { p { (say::error_id(words, id.to_owned())) } }
            (portal::search_again(visit))
            (alert::empty(2, &say::error_ways(words), maud::html! {}, maud::html! {
                @if is_about_figures {
                    (button::link(Weight::Secondary, &say::way_all_figures(words), None, &visit.href("/zahlen")))
                    " "
                }
                (button::link(Weight::Secondary, &say::error_to_offers(words), None, &visit.href("/angebote")))
                " "
                (button::link(Weight::Quiet, &say::error_to_start(words), None, &visit.href("/")))
            }))
        }
    };
    portal::respond(visit, &Page { title, noindex: true, ..Page::default() }, content)
}

/// When not even the portal is known: the store cannot be read, or no Kommune answers to this host.
fn bare_page(status: StatusCode, id: Option<&str>) -> Response {
    let words = german();
    let title = if status == StatusCode::NOT_FOUND { say::error_no_portal(words) } else { title(words, status) };
    let markup = maud::html! {
        (maud::DOCTYPE)
        html lang="de" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (title) }
                @if let Some(css) = crate::assets::href("app.css") { link rel="stylesheet" href=(css); }
            }
            body {
                main.wrap {
                    h1 { (title) }
                    @if status.is_server_error() { p { (say::error_server_text(words)) } }
                    @if let Some(id) = id { p { (say::error_id(words, id.to_owned())) } }
                }
            }
        }
    };
    markup.into_response()
}
