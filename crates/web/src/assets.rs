//! Style sheets, scripts, fonts: built from `assets/`, embedded, served under names that change with their content.
//! Without a build there are none, and pages are plain but complete.

use std::collections::HashMap;
use std::sync::LazyLock;

use axum::extract::Path;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use rust_embed::RustEmbed;

use crate::error::Error;

#[derive(RustEmbed)]
#[folder = "../../assets/dist"]
struct Built;

/// Plain name → name with the hash of its content.
static NAMES: LazyLock<HashMap<String, String>> = LazyLock::new(|| {
    let manifest = Built::get("manifest.json").and_then(|file| serde_json::from_slice(&file.data).ok());
    manifest.unwrap_or_default()
});

/// Address of an asset; `None` when the assets were not built.
pub(crate) fn href(name: &str) -> Option<String> {
    NAMES.get(name).map(|hashed| format!("/assets/{hashed}"))
}

/// `GET /assets/{name}`: a name with a hash never changes its content; the plain names of what other sites load (`embed.js`) do.
pub(crate) async fn show(Path(name): Path<String>) -> Result<Response, Error> {
    let (file, cache) = match NAMES.get(&name) {
        Some(hashed) => (hashed.as_str(), "public, max-age=3600"),
        None => (name.as_str(), "public, max-age=31536000, immutable"),
    };
    let Some(asset) = Built::get(file).filter(|_| file != "manifest.json") else { return Err(Error::NotFound) };
    let kind = match file.rsplit_once('.').map(|(_, extension)| extension) {
        Some("css") => "text/css; charset=utf-8",
        Some("js" | "mjs") => "text/javascript; charset=utf-8",
        Some("woff2") => "font/woff2",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        _ => "application/octet-stream",
    };
    let mut response =
        (StatusCode::OK, [(header::CONTENT_TYPE, kind), (header::CACHE_CONTROL, cache)], asset.data).into_response();
    // Municipal sites load these two from their own pages.
    if name.starts_with("embed") {
        response.headers_mut().insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, header::HeaderValue::from_static("*"));
        response.headers_mut().insert("cross-origin-resource-policy", header::HeaderValue::from_static("cross-origin"));
    }
    Ok(response)
}
