//! How long the parts of an answer took, as the header `Server-Timing` (W3C Server Timing): developer tools show it, and the benchmark
//! compares with it. It tells nothing about anybody.

use std::time::{Duration, Instant};

use axum::extract::Request;
use axum::http::{HeaderName, HeaderValue};
use axum::middleware::Next;
use axum::response::Response;

const SERVER_TIMING: HeaderName = HeaderName::from_static("server-timing");

/// Time of the search alone: finding, counting and ordering in the index. Handlers put it into the extensions of their response.
#[derive(Debug, Clone, Copy)]
pub(crate) struct SearchTime(pub(crate) Duration);

/// Says how long the whole answer took, and how long the search.
pub(crate) async fn tell(request: Request, next: Next) -> Response {
    let begin = Instant::now();
    let mut response = next.run(request).await;
    let milliseconds = |time: Duration| format!("{:.3}", time.as_secs_f64() * 1000.0);
    let mut parts = Vec::new();
    if let Some(SearchTime(time)) = response.extensions().get() {
        parts.push(format!("search;dur={}", milliseconds(*time)));
    }
    parts.push(format!("total;dur={}", milliseconds(begin.elapsed())));
    let value = HeaderValue::from_str(&parts.join(", ")).expect("digits are a valid header");
    response.headers_mut().insert(SERVER_TIMING, value);
    response
}
