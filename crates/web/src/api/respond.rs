//! From an answer to a response: JSON, open to scripts of every site.

use axum::extract::Request;
use axum::http::{HeaderName, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use serde::Serialize;

use crate::error::Error;

/// Answers may be kept this long by browsers and proxies; then they ask with the ETag that [`crate::headers`] gives.
const CACHE: &str = "public, max-age=60";

pub(super) fn json(language: &'static str, answer: &impl Serialize) -> Result<Response, Error> {
    let body = serde_json::to_vec(answer).map_err(|error| Error::Internal(format!("an answer of the API: {error}")))?;
    let headers = [
        (header::CONTENT_TYPE, "application/json"),
        (header::CACHE_CONTROL, CACHE),
        (header::CONTENT_LANGUAGE, language),
        // Addresses in the answer follow from these.
        (header::VARY, "host, x-forwarded-proto"),
    ];
    Ok((headers, body).into_response())
}

/// Lets scripts of every site read what lies below `/api/`, refusals included; nothing there depends on who asks, and nothing can be
/// changed.
pub async fn cors(request: Request, next: Next) -> Response {
    if !request.uri().path().starts_with("/api/") {
        return next.run(request).await;
    }
    let is_preflight = request.method() == Method::OPTIONS;
    let mut response = if is_preflight { StatusCode::NO_CONTENT.into_response() } else { next.run(request).await };
    let mut set = |name: HeaderName, value: &'static str| {
        response.headers_mut().insert(name, HeaderValue::from_static(value));
    };
    set(header::ACCESS_CONTROL_ALLOW_ORIGIN, "*");
    set(header::ACCESS_CONTROL_EXPOSE_HEADERS, "etag");
    set(HeaderName::from_static("cross-origin-resource-policy"), "cross-origin");
    if is_preflight {
        set(header::ACCESS_CONTROL_ALLOW_METHODS, "GET, HEAD");
        set(header::ACCESS_CONTROL_ALLOW_HEADERS, "if-none-match, accept-language");
        set(header::ACCESS_CONTROL_MAX_AGE, "86400");
    }
    response
}
