//! Where each field of a record comes from.

use std::borrow::Cow;
use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::ids::{DeliveryId, SourceId};

/// The origin of a record and, where it differs, of single fields.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Provenance {
    /// Origin of every field that is not named in `fields`.
    pub record: Origin,
    /// By field name as in [`crate::offers::OfferContent`].
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub fields: BTreeMap<Cow<'static, str>, Origin>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum Origin {
    /// Stood like this in a delivery.
    Delivered { source: SourceId, delivery: DeliveryId },
    /// Concluded from other fields by a named rule, e.g. `level_from_title`.
    Derived { rule: Cow<'static, str> },
    /// Entered or changed by a person of the office.
    Edited { at: DateTime<Utc> },
}
