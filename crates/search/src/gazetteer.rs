//! Places of the region by name and postal code, for the place filter and for reading places out of a query.

use model::areas::{Area, PostalPlace};

/// What the index knows about places; handed over whenever the areas in the store change.
#[derive(Debug, Clone, Default)]
pub struct Gazetteer {
    /// Areas of the region on all levels; a Gemeinde names its Gemeindeverband, so that a filter by Verband finds its Gemeinden.
    pub areas: Vec<Area>,
    pub postal_places: Vec<PostalPlace>,
}
