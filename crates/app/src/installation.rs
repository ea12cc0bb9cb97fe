//! An opened installation: store, index, clock.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::Context as _;
use chrono::{DateTime, Utc};

use actions::{Actions, Ctx};
use model::ids::KommuneId;
use model::kommune::{Kommune, Look, Operator};
use model::rights::Actor;
use search::index::Index;
use store::Store;

use crate::cli::Place;
use crate::output;

pub(crate) struct Installation {
    pub(crate) store: Store,
    pub(crate) data: PathBuf,
}

impl Installation {
    /// Opens (or founds) the installation and brings its schema up to date.
    pub(crate) async fn open(place: &Place) -> anyhow::Result<Self> {
        Self::open_in(place, Path::new("data")).await
    }

    /// The same, with another folder as default.
    pub(crate) async fn open_in(place: &Place, default: &Path) -> anyhow::Result<Self> {
        let data = place.data.clone().unwrap_or_else(|| default.to_owned());
        std::fs::create_dir_all(&data).with_context(|| format!("Der Ordner {} ist nicht nutzbar.", data.display()))?;
        let address = match place.database.as_deref().filter(|address| !address.is_empty()) {
            Some(address) => address.to_owned(),
            None => format!("sqlite:{}", data.join("bildungsraum.sqlite").display()),
        };
        let store = Store::open(&address).await?;
        store.migrate().await?;
        Ok(Self { store, data })
    }

    pub(crate) fn index(&self) -> anyhow::Result<Index> {
        let index = Index::open(&self.data.join("index")).context("Der Suchindex lässt sich nicht öffnen.")?;
        Ok(index)
    }

    pub(crate) fn actions(&self) -> Actions {
        Actions { writer: self.store.writer(), clock: Arc::new(now), random: Arc::new(random) }
    }

    pub(crate) fn ctx(&self) -> Ctx {
        self.actions().ctx(Actor::CommandLine)
    }

    /// The Kommune with this slug, or the only one; a new installation gets one that can be filled in later.
    pub(crate) async fn kommune(&self, slug: Option<&str>) -> anyhow::Result<Kommune> {
        let kommunen = self.store.reader().list_kommunen().await?;
        if let Some(slug) = slug {
            let found = kommunen.into_iter().find(|kommune| kommune.slug == slug);
            return found.with_context(|| format!("Eine Kommune „{slug}“ ist nicht eingerichtet."));
        }
        if kommunen.len() > 1 {
            let slugs: Vec<_> = kommunen.iter().map(|kommune| kommune.slug.as_str()).collect();
            anyhow::bail!("Es gibt mehrere Kommunen ({}). Bitte wählen Sie eine mit --kommune.", slugs.join(", "));
        }
        if let Some(only) = kommunen.into_iter().next() {
            return Ok(only);
        }
        let ctx = self.ctx();
        let kommune = Kommune {
            id: ctx.new_id(KommuneId::from_parts),
            slug: "bildungsportal".to_owned(),
            name: "Bildungsportal".to_owned(),
            region: "unserer Region".to_owned(),
            areas: Vec::new(),
            hosts: Vec::new(),
            look: Look::default(),
            languages: ["de", "en"].iter().filter_map(|code| code.parse().ok()).collect(),
            operator: Operator::default(),
            center: None,
        };
        actions::kommunen::save(&ctx, &self.store.writer(), &kommune).await?;
        output::note(
            "Es war noch keine Kommune eingerichtet. Mit „bildungsraum kommune DATEI“ tragen Sie Name und Gebiet ein.",
        );
        Ok(kommune)
    }

    /// Brings the index level with the store; another process that is doing it already is left to it.
    pub(crate) async fn catch_up(&self, index: &Index) -> anyhow::Result<()> {
        match actions::index::catch_up(&self.store.reader(), index).await {
            Err(actions::Error::IndexBusy) => {
                output::note("Den Suchindex bringt der laufende Dienst auf den neuen Stand.");
                Ok(())
            }
            other => other.map(|_| ()).map_err(Into::into),
        }
    }
}

#[expect(clippy::disallowed_methods, reason = "the one place where the clock is read")]
fn now() -> DateTime<Utc> {
    Utc::now()
}

/// Ten of the bytes of a random UUID that carry no version or variant bits.
fn random() -> [u8; 10] {
    let uuid = uuid::Uuid::new_v4();
    let bytes = uuid.as_bytes();
    let mut random = [0; 10];
    random[..6].copy_from_slice(&bytes[..6]);
    random[6..].copy_from_slice(&bytes[10..14]);
    random
}
