//! Pages that are mostly words: start, about, legal, bookmarks, health.

mod about;
mod bookmarks;
mod legal;
mod start;

pub(crate) use about::show as about;
pub(crate) use bookmarks::show as bookmarks;
pub(crate) use legal::{imprint, privacy};
pub(crate) use start::show as start;

use axum::http::{StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use maud::{Markup, html};

use crate::error::Error;
use crate::ui::{prose, theme};
use crate::visit::Visit;

/// Sections of headings and texts; a text may have paragraphs and lists.
fn text_sections(sections: &[(&str, String, String)]) -> Markup {
    html! {
        @for (id, title, text) in sections {
            (crate::ui::layout::section(2, id, title, html! { div.prose { (prose(text)) } }))
        }
    }
}

/// `GET /thema.css`: the colours of the Kommune, as far as they are strong enough.
pub(crate) async fn theme(visit: Visit) -> Response {
    let look = &visit.site.kommune.look;
    let (css, refused) = theme::style_sheet(look.accent_light.as_deref(), look.accent_dark.as_deref());
    for reason in refused {
        tracing::warn!(kommune = visit.site.kommune.slug, %reason, "a colour of the look is not used");
    }
    ([(header::CONTENT_TYPE, "text/css; charset=utf-8"), (header::CACHE_CONTROL, "public, max-age=300")], css)
        .into_response()
}

/// `GET /gesundheit`: whether this node can answer: the database reads and the index answers.
pub(crate) async fn health(visit: Visit) -> Result<Response, Error> {
    let offers = visit.scope.count_public_offers().await?;
    let body = serde_json::json!({ "status": "ok", "offers": offers });
    Ok((StatusCode::OK, [(header::CACHE_CONTROL, "no-store")], axum::Json(body)).into_response())
}
