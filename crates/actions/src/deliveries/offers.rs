//! Takes offer records into the store: new, changed, unchanged, withdrawn.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};

use chrono::NaiveDate;
use sha2::{Digest as _, Sha256};

use import::{Header, OfferRecord, Outcome, ProviderRecord};
use model::ids::{DeliveryId, OfferId, PlaceId, ProviderId};
use model::issue::{Issue, Place, Severity};
use model::offers::{Offer, OfferContent, OfferStatus, SourceRef};
use model::places::PlaceContent;
use model::provenance::{Origin, Provenance};
use model::providers::{Provider, ProviderContent};
use store::Transaction;
use store::offers::Stocked;
use store::sources::Source;

use super::{Founding, Records, push_issue};
use crate::places::PlaceResolver;
use crate::{Ctx, Result};

/// Share of the stock, in percent, that a full delivery may lose.
const LOSS_LIMIT_PERCENT: u64 = 30;

pub(super) struct OfferIntake {
    pub(super) records: Records,
    source_ref: (model::ids::KommuneId, model::ids::SourceId),
    delivery: DeliveryId,
    stock: HashMap<String, Known>,
    providers: HashMap<String, Provider>,
    places: HashMap<String, PlaceId>,
    resolver: PlaceResolver,
    default_provider: Option<String>,
    /// Number of this transaction in the change counter, taken when the first record changes.
    change: Option<i64>,
}

/// A record of the stock, and whether this delivery contains it.
struct Known {
    stored: Option<Stocked>,
    delivered: bool,
}

/// Why a delivery is held back.
pub(super) struct Loss {
    pub(super) stocked: u64,
    pub(super) missing: u64,
}

impl OfferIntake {
    pub(super) async fn begin(
        transaction: &mut Transaction,
        source: &Source,
        delivery: DeliveryId,
        header: Option<&Header>,
        founding: Option<&Founding>,
    ) -> Result<Self> {
        let kommune = source.kommune;
        let stock = store::offers::stock(transaction, kommune, source.id).await?;
        let areas = store::areas::list_current(transaction, kommune).await?;
        let postal_places = store::areas::list_postal_places(transaction, kommune).await?;
        let places = store::places::list(transaction, kommune).await?;
        let named = founding.and_then(|founding| founding.provider.clone());
        Ok(Self {
            records: Records::default(),
            source_ref: (kommune, source.id),
            delivery,
            stock: stock
                .into_iter()
                .map(|(id, stored)| (id, Known { stored: Some(stored), delivered: false }))
                .collect(),
            providers: store::providers::stock(transaction, kommune, source.id).await?,
            places: places.into_iter().map(|place| (place.content.identity(), place.id)).collect(),
            resolver: PlaceResolver::new(&areas, postal_places),
            default_provider: named.or_else(|| header.and_then(|header| header.creator.clone())),
            change: None,
        })
    }

    pub(super) async fn take(
        &mut self,
        ctx: &Ctx,
        transaction: &mut Transaction,
        source: &mut Source,
        record: OfferRecord,
        issues: &mut Vec<Issue>,
    ) -> Result<()> {
        let known = self.stock.get(&record.foreign_id);
        if known.is_some_and(|known| known.delivered) {
            push_issue(issues, delivered_twice(&record.foreign_id));
            return Ok(());
        }
        let stored = known.and_then(|known| known.stored);
        self.stock.insert(record.foreign_id.clone(), Known { stored, delivered: true });

        let hash = self.hash_with_places(record.content_hash);
        // Blocked stays blocked until a person releases it; everything else follows the source.
        let kept_status = stored.map(|stored| stored.status).filter(|status| *status == OfferStatus::Gesperrt);
        let was_withdrawn = stored.is_some_and(|stored| stored.status == OfferStatus::Zurueckgezogen);
        if stored.is_some_and(|stored| stored.content_hash == hash) && !was_withdrawn {
            self.records.unchanged += 1;
            return Ok(());
        }
        let provider = self.provider(ctx, transaction, source, record.provider).await?;
        let mut content = record.content;
        self.complete_places(ctx, transaction, &mut content).await?;
        let created_at = match stored {
            Some(stored) => {
                let before = store::offers::find(transaction, source.kommune, stored.id).await?;
                before.map_or(ctx.now, |offer| offer.created_at)
            }
            None => ctx.now,
        };
        let status = kept_status.unwrap_or(OfferStatus::Freigegeben);
        let offer = Offer {
            id: stored.map_or_else(|| ctx.new_id(OfferId::from_parts), |stored| stored.id),
            kommune: source.kommune,
            provider,
            source: Some(SourceRef { source: source.id, foreign_id: record.foreign_id }),
            status,
            content,
            provenance: self.provenance(&record.derived),
            confirmed_on: Some(ctx.local_now().date()),
            created_at,
            changed_at: ctx.now,
        };
        let change = self.change(transaction).await?;
        store::offers::upsert(transaction, &offer, hash, change).await?;
        if stored.is_some() {
            self.records.changed += 1;
        } else {
            self.records.new += 1;
        }
        Ok(())
    }

    /// A differential delivery removes the record.
    pub(super) async fn withdraw(&mut self, ctx: &Ctx, transaction: &mut Transaction, foreign_id: &str) -> Result<()> {
        let Some(known) = self.stock.get_mut(foreign_id) else { return Ok(()) };
        let Some(stored) = known.stored.filter(|stored| stored.status != OfferStatus::Zurueckgezogen) else {
            return Ok(());
        };
        known.stored = Some(Stocked { status: OfferStatus::Zurueckgezogen, ..stored });
        self.set_withdrawn(ctx, transaction, stored.id).await
    }

    /// A full delivery no longer contains these.
    pub(super) async fn withdraw_missing(&mut self, ctx: &Ctx, transaction: &mut Transaction) -> Result<()> {
        let mut missing: Vec<OfferId> = self
            .stock
            .values()
            .filter(|known| !known.delivered)
            .filter_map(|known| known.stored)
            .filter(|stored| stored.status != OfferStatus::Zurueckgezogen)
            .map(|stored| stored.id)
            .collect();
        missing.sort_unstable();
        for id in missing {
            self.set_withdrawn(ctx, transaction, id).await?;
        }
        Ok(())
    }

    /// Whether a full delivery loses more than 30 % of the stock: by the number of records (a new semester replaces them all, and is no
    /// loss), or of those that can still take place.
    pub(super) fn loss(&self, outcome: Outcome, today: NaiveDate) -> Option<Loss> {
        if outcome != Outcome::Full {
            return None;
        }
        let in_stock = |known: &&Known| known.stored.is_some_and(|stored| stored.status != OfferStatus::Zurueckgezogen);
        let running =
            |known: &&Known| known.stored.is_some_and(|stored| stored.last_day.is_none_or(|day| day >= today));
        let too_much = |stocked: u64, missing: u64| missing * 100 > stocked * LOSS_LIMIT_PERCENT;

        let stocked = self.stock.values().filter(in_stock).count() as u64;
        let delivered = self.stock.values().filter(|known| known.delivered).count() as u64;
        let fewer = stocked.saturating_sub(delivered);
        if too_much(stocked, fewer) {
            return Some(Loss { stocked, missing: fewer });
        }
        let upcoming = self.stock.values().filter(in_stock).filter(running).count() as u64;
        let missing =
            self.stock.values().filter(in_stock).filter(running).filter(|known| !known.delivered).count() as u64;
        too_much(upcoming, missing).then_some(Loss { stocked: upcoming, missing })
    }

    async fn set_withdrawn(&mut self, ctx: &Ctx, transaction: &mut Transaction, id: OfferId) -> Result<()> {
        let (kommune, _) = self.source_ref;
        let Some(mut offer) = store::offers::find(transaction, kommune, id).await? else { return Ok(()) };
        offer.status = OfferStatus::Zurueckgezogen;
        offer.changed_at = ctx.now;
        let change = self.change(transaction).await?;
        store::offers::set_status(transaction, &offer, change).await?;
        self.records.withdrawn += 1;
        Ok(())
    }

    async fn change(&mut self, transaction: &mut Transaction) -> Result<i64> {
        if let Some(change) = self.change {
            return Ok(change);
        }
        let change = store::offers::next_change(transaction, self.source_ref.0).await?;
        self.change = Some(change);
        Ok(change)
    }

    /// The record's hash and the state of the tables its places were completed from.
    fn hash_with_places(&self, content_hash: [u8; 32]) -> [u8; 32] {
        Sha256::new().chain_update(content_hash).chain_update(self.resolver.fingerprint()).finalize().into()
    }

    fn provenance(&self, derived: &[(&'static str, &'static str)]) -> Provenance {
        let fields: BTreeMap<_, _> = derived
            .iter()
            .map(|(field, rule)| (Cow::Borrowed(*field), Origin::Derived { rule: Cow::Borrowed(*rule) }))
            .collect();
        Provenance { record: Origin::Delivered { source: self.source_ref.1, delivery: self.delivery }, fields }
    }

    async fn provider(
        &mut self,
        ctx: &Ctx,
        transaction: &mut Transaction,
        source: &mut Source,
        record: Option<ProviderRecord>,
    ) -> Result<ProviderId> {
        let record = match (record, source.provider) {
            (Some(record), _) => record,
            (None, Some(id)) => return Ok(id),
            (None, None) => {
                let name = self.default_provider.clone().unwrap_or_else(|| source.name.clone());
                let content = ProviderContent { name, ..ProviderContent::default() };
                // The empty id is the source's own provider.
                let record = ProviderRecord { foreign_id: String::new(), content };
                let id = self.store_provider(ctx, transaction, source, record).await?;
                source.provider = Some(id);
                store::sources::upsert(transaction, source).await?;
                return Ok(id);
            }
        };
        self.store_provider(ctx, transaction, source, record).await
    }

    async fn store_provider(
        &mut self,
        ctx: &Ctx,
        transaction: &mut Transaction,
        source: &Source,
        mut record: ProviderRecord,
    ) -> Result<ProviderId> {
        if let Some(address) = &mut record.content.address {
            self.resolver.complete(address);
        }
        let known = self.providers.get(&record.foreign_id);
        if let Some(known) = known.filter(|known| known.content == record.content) {
            return Ok(known.id);
        }
        let provider = Provider {
            id: known.map_or_else(|| ctx.new_id(ProviderId::from_parts), |known| known.id),
            kommune: source.kommune,
            source: Some(SourceRef { source: source.id, foreign_id: record.foreign_id.clone() }),
            content: record.content,
        };
        let renamed = known.is_some_and(|known| known.content.name != provider.content.name);
        store::providers::upsert(transaction, &provider).await?;
        let id = provider.id;
        if renamed {
            // The index keeps the name with each offer.
            let change = self.change(transaction).await?;
            store::offers::touch_of_provider(transaction, source.kommune, id, change).await?;
        }
        self.providers.insert(record.foreign_id, provider);
        Ok(id)
    }

    async fn complete_places(
        &mut self,
        ctx: &Ctx,
        transaction: &mut Transaction,
        content: &mut OfferContent,
    ) -> Result<()> {
        for place in content.sessions.iter_mut().filter_map(|session| session.place.as_mut()) {
            if place.is_empty() {
                continue;
            }
            self.resolver.complete(place);
            let identity = place.identity();
            let id = match self.places.get(&identity) {
                Some(id) => *id,
                None => {
                    let id = ctx.new_id(PlaceId::from_parts);
                    let content = PlaceContent { id: Some(id), room: None, ..place.clone() };
                    let stored = model::places::Place { id, kommune: self.source_ref.0, content };
                    store::places::upsert(transaction, &stored).await?;
                    self.places.insert(identity, id);
                    id
                }
            };
            place.id = Some(id);
        }
        Ok(())
    }
}

fn delivered_twice(foreign_id: &str) -> Issue {
    Issue::new(
        "DLV-002",
        Severity::Warning,
        Place { record: Some(foreign_id.to_owned()), ..Place::default() },
        format!("Das Angebot „{foreign_id}“ steht in mehreren Dateien dieser Lieferung. Übernommen wurde das erste."),
        "Liefern Sie jedes Angebot in einer Datei, oder vergeben Sie verschiedene Kennungen.",
    )
}
