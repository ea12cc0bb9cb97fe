//! What every response carries: security headers, and validators so that an unchanged page is not sent twice.
//! There is no cookie anywhere, so there is nothing to protect with one.

use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use sha2::{Digest as _, Sha256};

use crate::Server;
use crate::error::Error;
use crate::visit::host_of;

/// Scripts, styles and fonts come from here only, and nothing inline runs. `map` is the origin of a map style that the operator chose.
fn content_security_policy(map: Option<&str>) -> String {
    let map = map.map(|origin| format!(" {origin}")).unwrap_or_default();
    format!(
        "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self' data:{map}; \
         connect-src 'self'{map}; worker-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; \
         frame-ancestors 'none'"
    )
}

const FIXED: [(&str, &str); 6] = [
    ("x-content-type-options", "nosniff"),
    ("referrer-policy", "strict-origin-when-cross-origin"),
    (
        "permissions-policy",
        "accelerometer=(), camera=(), geolocation=(self), gyroscope=(), microphone=(), payment=(), usb=()",
    ),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
    ("x-frame-options", "DENY"),
];

/// What a handler writes into `X-Frame-Options` whose answer may stand in a frame of any site.
pub(crate) const ANYWHERE: &str = "anywhere";

/// Origins that a map style of the operator may load from: the one of its address.
fn map_origin(style: &str) -> Option<&str> {
    let start = style.find("://")? + 3;
    let end = style[start..].find('/').map_or(style.len(), |at| start + at);
    let origin = &style[..end];
    origin.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, ':' | '/' | '.' | '-')).then_some(origin)
}

pub(crate) async fn secure(State(server): State<Server>, request: Request, next: Next) -> Response {
    let secure_transport = request.headers().get("x-forwarded-proto").is_some_and(|value| value == "https");
    let (parts, body) = request.into_parts();
    let host = host_of(&parts);
    let name = host.rsplit_once(':').map_or(host.as_str(), |(name, _)| name).to_owned();
    let mut response = next.run(Request::from_parts(parts, body)).await;
    let site = server.sites.find(&server.app.reader, (server.app.clock)(), &name).await.ok().flatten();
    let style = site.as_ref().and_then(|site| site.kommune.look.map_style.as_deref()).and_then(map_origin);
    let headers = response.headers_mut();
    let policy = content_security_policy(style);
    set(headers, header::CONTENT_SECURITY_POLICY, &policy);
    for (name, value) in FIXED {
        set(headers, HeaderName::from_static(name), value);
    }
    // The header knows no "anywhere": it is left out.
    if headers.get(header::X_FRAME_OPTIONS).is_some_and(|value| value == ANYWHERE) {
        headers.remove(header::X_FRAME_OPTIONS);
    }
    if secure_transport {
        set(headers, header::STRICT_TRANSPORT_SECURITY, "max-age=31536000");
    }
    response
}

/// A handler that knows better keeps its own value.
fn set(headers: &mut HeaderMap, name: HeaderName, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value) {
        headers.entry(name).or_insert(value);
    }
}

/// Larger bodies are sent as they are.
const MAX_VALIDATED: usize = 4 << 20;

/// Gives answers an `ETag` of their content and says 304 to who has it already. Pages are asked for again each time, because an offer
/// may be withdrawn at any moment; what a handler declares otherwise stays.
pub(crate) async fn validate(request: Request, next: Next) -> Response {
    let cacheable = matches!(*request.method(), Method::GET | Method::HEAD);
    let known = request.headers().get(header::IF_NONE_MATCH).cloned();
    let response = next.run(request).await;
    if !cacheable || response.status() != StatusCode::OK {
        return response;
    }
    let (mut parts, body) = response.into_parts();
    parts.headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-cache"));
    parts.headers.append(header::VARY, HeaderValue::from_static("accept-language"));
    if parts.headers.get(header::CACHE_CONTROL).is_some_and(|value| value == "no-store") {
        return Response::from_parts(parts, body);
    }
    let Ok(bytes) = to_bytes(body, MAX_VALIDATED).await else {
        return Error::Internal("a page is larger than the limit of validated answers".into()).into_response();
    };
    let tag: String = Sha256::digest(&bytes).iter().take(12).map(|byte| format!("{byte:02x}")).collect();
    // Weak: the compressed forms share it.
    let tag = HeaderValue::from_str(&format!("W/\"{tag}\"")).expect("hexadecimal digits are a valid header");
    let same = known.as_ref().and_then(|known| known.to_str().ok()).is_some_and(|known| {
        let bare = |tag: &str| tag.trim().trim_start_matches("W/").to_owned();
        known.split(',').any(|one| one.trim() == "*" || bare(one) == bare(tag.to_str().unwrap_or_default()))
    });
    parts.headers.insert(header::ETAG, tag);
    if same {
        parts.status = StatusCode::NOT_MODIFIED;
        parts.headers.remove(header::CONTENT_TYPE);
        parts.headers.remove(header::CONTENT_LENGTH);
        return Response::from_parts(parts, Body::empty());
    }
    Response::from_parts(parts, Body::from(bytes))
}

/// A form of this portal is sent from a page of this portal. Browsers say so by themselves; no token is needed without sessions.
pub(crate) async fn same_origin(request: Request, next: Next) -> Response {
    if matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS) {
        return next.run(request).await;
    }
    if comes_from_here(request.headers()) { next.run(request).await } else { Error::Foreign.into_response() }
}

fn comes_from_here(headers: &HeaderMap) -> bool {
    let header = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    let own = header("host").unwrap_or_default();
    match (header("sec-fetch-site"), header("origin")) {
        (Some(site), _) => matches!(site, "same-origin" | "none"),
        (None, Some(origin)) => {
            let host = origin.split_once("://").map_or("", |(_, host)| host);
            !own.is_empty() && host.eq_ignore_ascii_case(own)
        }
        // Neither header: not a browser's form. Old browsers send at least the origin with POST.
        (None, None) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_of_other_sites_are_refused() {
        for (headers, allowed) in [
            (&[("host", "portal.example"), ("sec-fetch-site", "same-origin")][..], true),
            (&[("host", "portal.example"), ("sec-fetch-site", "none")], true),
            (
                &[("host", "portal.example"), ("sec-fetch-site", "cross-site"), ("origin", "http://portal.example")],
                false,
            ),
            (&[("host", "portal.example"), ("sec-fetch-site", "same-site")], false),
            (&[("host", "portal.example"), ("origin", "https://Portal.example")], true),
            (&[("host", "portal.example"), ("origin", "https://fremd.example")], false),
            (&[("host", "portal.example"), ("origin", "null")], false),
            (&[("host", "portal.example")], false),
            (&[("origin", "https://")], false),
        ] {
            let map: HeaderMap = headers
                .iter()
                .map(|(name, value)| (HeaderName::from_static(name), HeaderValue::from_static(value)))
                .collect();
            assert_eq!(comes_from_here(&map), allowed, "{headers:?}");
        }
    }

    #[test]
    fn the_origin_of_a_map_style_cannot_break_the_policy() {
        assert_eq!(map_origin("https://karten.example:8443/stil.json"), Some("https://karten.example:8443"));
        assert_eq!(map_origin("https://karten.example"), Some("https://karten.example"));
        for bad in ["/stil.json", "https://a; script-src *", "https://a b/"] {
            assert_eq!(map_origin(bad), None, "{bad}");
        }
        assert!(content_security_policy(Some("https://k.example")).contains("connect-src 'self' https://k.example;"));
        assert!(!content_security_policy(None).contains("unsafe"));
    }
}
