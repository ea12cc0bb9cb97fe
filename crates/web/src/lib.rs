//! HTTP ⇄ pages and JSON. The only axum, the only maud.
//!
//! In: requests. Out: pages that are complete without script, and the JSON API. Reads go to `store` and `search` directly; the one thing a
//! visitor can change (sending a message) goes through `actions`.
//! Never: SQL, a write, a cookie, anything loaded from a third party.
//!
//! Start at [`routes`]: every address in one table. [`ui`] is the design system, [`portal`] the pages, [`api`] the JSON.

#[cfg(test)]
mod samples;

pub mod api;
mod assets;
pub mod error;
mod headers;
pub mod locale;
mod muster;
pub mod params;
mod portal;
pub mod routes;
pub mod site;
mod timing;
pub mod ui;
pub mod visit;

use std::ops::Deref;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::http::StatusCode;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::response::{IntoResponse as _, Response};
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::limit::RequestBodyLimitLayer;
use tower_http::timeout::TimeoutLayer;

use crate::error::Error;

/// All that the pages need to know of the world.
pub struct App {
    pub reader: store::Reader,
    pub index: search::index::Index,
    pub actions: actions::Actions,
    pub warehouse: std::sync::Arc<actions::statistics::Warehouse>,
    pub clock: actions::Clock,
}

impl std::fmt::Debug for App {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("App").finish_non_exhaustive()
    }
}

/// [`App`] and what is remembered between requests.
#[derive(Debug, Clone)]
pub struct Server(Arc<Inner>);

#[derive(Debug)]
pub struct Inner {
    pub app: App,
    pub sites: site::Sites,
    outlines: portal::areas::outlines::Outlines,
    newest: portal::kennzahlen::teaser::KeptNewest,
}

impl Deref for Server {
    type Target = Inner;
    fn deref(&self) -> &Inner {
        &self.0
    }
}

/// Largest request: a message of a few thousand characters.
const MAX_BODY: usize = 64 << 10;
const TIMEOUT: Duration = Duration::from_secs(20);

pub fn router(app: App) -> Router {
    let server = Server(Arc::new(Inner {
        app,
        sites: site::Sites::default(),
        outlines: portal::areas::outlines::Outlines::default(),
        newest: portal::kennzahlen::teaser::KeptNewest::default(),
    }));
    // The last layer sees a request first.
    routes::router()
        .layer(from_fn(headers::same_origin))
        .layer(CatchPanicLayer::custom(panicked))
        .layer(TimeoutLayer::with_status_code(StatusCode::GATEWAY_TIMEOUT, TIMEOUT))
        .layer(RequestBodyLimitLayer::new(MAX_BODY))
        .layer(from_fn_with_state(server.clone(), error::pages))
        .layer(from_fn(api::cors))
        .layer(from_fn(headers::validate))
        .layer(from_fn(timing::tell))
        .layer(CompressionLayer::new())
        .layer(from_fn_with_state(server.clone(), headers::secure))
        .with_state(server)
}

/// Answers on `listener` until `stopped` is ready; requests in progress are answered to their end.
pub async fn serve(
    listener: tokio::net::TcpListener,
    app: App,
    stopped: impl Future<Output = ()> + Send + 'static,
) -> std::io::Result<()> {
    axum::serve(listener, router(app)).with_graceful_shutdown(stopped).await
}

fn panicked(cause: Box<dyn std::any::Any + Send + 'static>) -> Response {
    let text = cause.downcast_ref::<&str>().map(ToString::to_string);
    let text = text.or_else(|| cause.downcast_ref::<String>().cloned()).unwrap_or_default();
    Error::Internal(format!("panic: {text}")).into_response()
}

#[cfg(test)]
mod tests {
    use axum::body::Body;
    use axum::http::Request;
    use axum::routing::get;
    use tower::ServiceExt as _;

    use super::*;

    /// The layer that all routes have, around a handler that no route has.
    #[tokio::test]
    async fn a_panic_becomes_an_error_without_its_text() {
        async fn broken() -> StatusCode {
            panic!("geheim")
        }
        let router: Router = Router::new().route("/", get(broken)).layer(CatchPanicLayer::custom(panicked));
        let request = Request::builder().uri("/").body(Body::empty()).unwrap();
        let Ok(response) = router.oneshot(request).await;
        assert_eq!(response.status(), StatusCode::INTERNAL_SERVER_ERROR);
        let body = axum::body::to_bytes(response.into_body(), 1000).await.unwrap();
        assert!(!String::from_utf8_lossy(&body).contains("geheim"));
    }
}
