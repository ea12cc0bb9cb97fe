//! `/vorschlaege?q=`: how what is being typed could go on.

use axum::Json;
use axum::extract::Query;
use axum::http::header;
use axum::response::{IntoResponse as _, Response};
use search::SuggestionKind;
use serde::{Deserialize, Serialize};

use crate::error::Error;
use crate::locale::say;
use crate::visit::Visit;

const AT_MOST: usize = 8;
const LONGEST: usize = 100;

#[derive(Deserialize)]
pub(crate) struct Typed {
    #[serde(default)]
    q: String,
}

#[derive(Serialize)]
struct Suggestion {
    text: String,
    /// "12 Angebote", "Ort", "Anbieter".
    note: String,
}

/// `GET /vorschlaege?q=`
pub(crate) async fn list(visit: Visit, Query(typed): Query<Typed>) -> Result<Response, Error> {
    let prefix: String = typed.q.trim_start().chars().take(LONGEST).collect();
    let mut suggestions = Vec::new();
    if prefix.chars().count() >= 2 {
        let (server, kommune) = (visit.server.clone(), visit.site.kommune.id);
        let found = tokio::task::spawn_blocking(move || server.app.index.suggest(kommune, &prefix, AT_MOST)).await;
        for suggestion in found.map_err(|error| Error::Internal(format!("the suggestions were aborted: {error}")))? {
            let note = match suggestion.kind {
                SuggestionKind::Place => say::label_place(visit.words),
                SuggestionKind::Topic | SuggestionKind::Word | SuggestionKind::Provider => {
                    say::count_offers(visit.words, suggestion.count)
                }
            };
            suggestions.push(Suggestion { note, text: suggestion.text });
        }
    }
    Ok(([(header::CACHE_CONTROL, "public, max-age=60")], Json(suggestions)).into_response())
}
