//! One request of a visitor: which portal, which language, what time it is there.

use std::sync::Arc;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, header};
use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};
use chrono_tz::Europe::Berlin;
use render::address::Base;

use crate::error::Error;
use crate::locale::{self, Words};
use crate::site::Site;
use crate::{Server, params};

#[derive(Debug, Clone)]
pub struct Visit {
    pub server: Server,
    pub site: Arc<Site>,
    /// Reads what belongs to this Kommune, and nothing else.
    pub scope: store::Scope,
    pub words: &'static Words,
    /// The language stands in the address and has to stay there in links.
    pub language_in_address: bool,
    pub base: Base,
    pub now: DateTime<Utc>,
    /// Local time in Germany.
    pub local: NaiveDateTime,
    pub path: String,
    /// Without `?`.
    pub query: String,
}

impl Visit {
    pub fn today(&self) -> NaiveDate {
        self.local.date()
    }

    /// A link inside the portal that keeps the language of the address.
    pub fn href(&self, path: &str) -> String {
        if !self.language_in_address {
            return path.to_owned();
        }
        let (path, fragment) = path.split_once('#').map_or((path, None), |(path, fragment)| (path, Some(fragment)));
        let separator = if path.contains('?') { '&' } else { '?' };
        let fragment = fragment.map(|f| format!("#{f}")).unwrap_or_default();
        format!("{path}{separator}sprache={}{fragment}", self.words.language)
    }

    /// This page in another language.
    pub fn in_language(&self, language: &str) -> String {
        let pairs: Vec<(String, String)> = serde_urlencoded::from_str(&self.query).unwrap_or_default();
        let mut pairs: Vec<(String, String)> = pairs.into_iter().filter(|(name, _)| name != "sprache").collect();
        pairs.push(("sprache".into(), language.into()));
        let query = serde_urlencoded::to_string(pairs).expect("pairs of texts can always be encoded");
        format!("{}?{query}", self.path)
    }

    /// What the address says about the search.
    pub fn params(&self) -> (params::Params, Vec<params::Problem>) {
        params::Params::parse(&self.query)
    }
}

/// Host name and port as the visitor typed them.
pub fn host_of(parts: &Parts) -> String {
    let header = parts.headers.get(header::HOST).and_then(|value| value.to_str().ok());
    let host = header.or_else(|| parts.uri.authority().map(|authority| authority.as_str())).unwrap_or("localhost");
    // Nothing but what a host name can hold gets into addresses.
    host.chars().filter(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | ':' | '[' | ']')).take(255).collect()
}

fn scheme_of(headers: &HeaderMap) -> &'static str {
    match headers.get("x-forwarded-proto").and_then(|value| value.to_str().ok()) {
        Some("https") => "https",
        _ => "http",
    }
}

impl FromRequestParts<Server> for Visit {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, server: &Server) -> Result<Self, Error> {
        let host = host_of(parts);
        let name = host.rsplit_once(':').filter(|(_, port)| port.bytes().all(|b| b.is_ascii_digit()));
        let name = name.map_or(host.as_str(), |(name, _)| name);
        let now = (server.app.clock)();
        let site = server.sites.find(&server.app.reader, now, name).await?.ok_or(Error::NoPortal)?;
        let query = parts.uri.query().unwrap_or_default().to_owned();
        let pairs: Vec<(String, String)> = serde_urlencoded::from_str(&query).unwrap_or_default();
        let asked = pairs.iter().find(|(name, _)| name == "sprache").map(|(_, language)| language.as_str());
        let accepted = parts.headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
        let words = locale::negotiate(asked, accepted, &site.kommune.languages);
        Ok(Self {
            scope: server.app.reader.scoped(site.kommune.id),
            words,
            language_in_address: asked == Some(words.language),
            base: Base::new(&format!("{}://{host}", scheme_of(&parts.headers))),
            local: now.with_timezone(&Berlin).naive_local(),
            now,
            path: parts.uri.path().to_owned(),
            query,
            site,
            server: server.clone(),
        })
    }
}
