//! Keeps the search index level with the store.
//!
//! The store numbers its changes per Kommune; the index remembers the number it has committed. Catching up reads what lies between, in
//! order, and is safe to repeat: a process killed half-way leaves the index at its last commit, and the next one goes on from there.

use std::collections::HashMap;

use model::areas::Area;
use model::codes::area_key::AreaKey;
use model::ids::{KommuneId, ProviderId};
use model::kommune::Kommune;
use model::offers::{Offer, OfferStatus};
use model::rights::Right;
use search::document::SearchDocument;
use search::gazetteer::Gazetteer;
use search::index::{Index, IndexWriter};
use store::Reader;
use tokio::sync::mpsc;

use crate::{Ctx, Error, Result};

const PAGE: usize = 500;

/// Brings the index level with the store for every Kommune. Returns the number of records applied.
/// [`Error::IndexBusy`]: another process has the index open for writing and does the same.
pub async fn catch_up(reader: &Reader, index: &Index) -> Result<u64> {
    let mut applied = 0;
    for kommune in reader.list_kommunen().await? {
        let current = reader.scoped(kommune.id).current_change().await?;
        if index.committed_change(kommune.id) < current {
            let span = Span { after: index.committed_change(kommune.id), up_to: current };
            applied += write_changes(reader, index, kommune.id, span, false).await?;
        }
    }
    Ok(applied)
}

/// Builds the index anew from the store. Each Kommune's part is replaced in one commit: whoever searches meanwhile finds the old one.
pub async fn rebuild(ctx: &Ctx, reader: &Reader, index: &Index) -> Result<u64> {
    ctx.permit(Right::RebuildIndex)?;
    let mut applied = 0;
    for kommune in reader.list_kommunen().await? {
        let current = reader.scoped(kommune.id).current_change().await?;
        applied += write_changes(reader, index, kommune.id, Span { after: 0, up_to: current }, true).await?;
    }
    Ok(applied)
}

/// Hands the places of every Kommune's region to the index.
pub async fn load_gazetteers(reader: &Reader, index: &Index) -> Result<()> {
    for kommune in reader.list_kommunen().await? {
        let scope = reader.scoped(kommune.id);
        let gazetteer = regional(&kommune, scope.list_areas().await?, scope.list_postal_places().await?);
        index.set_gazetteer(kommune.id, gazetteer);
    }
    Ok(())
}

/// The region only: elsewhere lie places called Essen, Kochen and Singen.
fn regional(kommune: &Kommune, areas: Vec<Area>, postal_places: Vec<model::areas::PostalPlace>) -> Gazetteer {
    let kreise: Vec<AreaKey> = kommune.areas.iter().filter_map(AreaKey::kreis).collect();
    let in_region =
        |key: &AreaKey| kreise.is_empty() || kreise.iter().any(|kreis| key.as_str().starts_with(kreis.as_str()));
    Gazetteer {
        areas: areas.into_iter().filter(|area| in_region(&area.key)).collect(),
        postal_places: postal_places.into_iter().filter(|place| place.kreis.as_ref().is_some_and(in_region)).collect(),
    }
}

/// Change numbers from the first excluded to the last included.
#[derive(Debug, Clone, Copy)]
struct Span {
    after: i64,
    up_to: i64,
}

/// Writes what changed within the span, in one commit; `anew` drops what the index had before.
async fn write_changes(reader: &Reader, index: &Index, kommune: KommuneId, span: Span, anew: bool) -> Result<u64> {
    let Span { after, up_to } = span;
    let scope = reader.scoped(kommune);
    let (sender, receiver) = mpsc::channel::<Vec<(i64, Offer)>>(2);
    let providers: HashMap<ProviderId, String> =
        scope.list_providers().await?.into_iter().map(|line| (line.id, line.name)).collect();
    let target = index.clone();
    let (mut after, mut after_id) = (after, None);
    let writing = tokio::task::spawn_blocking(move || {
        let mut writer = open_writer(&target)?;
        if anew {
            writer.clear(kommune);
        }
        write(writer, kommune, up_to, &providers, receiver)
    });
    loop {
        let page = scope.list_changes(after, after_id, up_to, PAGE).await?;
        let Some(last) = page.last() else { break };
        (after, after_id) = (last.change, Some(last.offer.id));
        let page = page.into_iter().map(|change| (change.change, change.offer)).collect();
        // Closed: the writing side has failed and says why below.
        if sender.send(page).await.is_err() {
            break;
        }
    }
    drop(sender);
    writing.await.map_err(|_| Error::Aborted)?
}

fn write(
    mut writer: IndexWriter,
    kommune: KommuneId,
    up_to: i64,
    providers: &HashMap<ProviderId, String>,
    mut pages: mpsc::Receiver<Vec<(i64, Offer)>>,
) -> Result<u64> {
    let mut applied = 0;
    while let Some(page) = pages.blocking_recv() {
        for (change, offer) in page {
            applied += 1;
            if offer.status == OfferStatus::Freigegeben {
                writer.add(&SearchDocument {
                    id: offer.id,
                    kommune,
                    provider: offer.provider,
                    provider_name: providers.get(&offer.provider).map_or("", String::as_str),
                    content: &offer.content,
                    created_at: offer.created_at.timestamp(),
                    change,
                })?;
            } else {
                writer.remove(kommune, offer.id, change);
            }
        }
    }
    writer.reached(kommune, up_to);
    writer.commit()?;
    Ok(applied)
}

fn open_writer(index: &Index) -> Result<IndexWriter> {
    match index.writer() {
        Err(search::index::Error::Busy) => Err(Error::IndexBusy),
        other => Ok(other?),
    }
}
