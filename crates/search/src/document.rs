//! What is indexed.

use model::ids::{KommuneId, OfferId, ProviderId};
use model::offers::OfferContent;

/// One offer to be indexed. Only what may be shown to everybody gets here.
#[derive(Debug, Clone)]
pub struct SearchDocument<'a> {
    pub id: OfferId,
    pub kommune: KommuneId,
    pub provider: ProviderId,
    pub provider_name: &'a str,
    pub content: &'a OfferContent,
    /// Unix seconds, for "newest".
    pub created_at: i64,
    /// The store's change counter of this version; the index remembers the highest it has committed per Kommune.
    pub change: i64,
}
