//! Providers: who offers.

use serde::{Deserialize, Serialize};

use crate::ids::{KommuneId, ProviderId};
use crate::offers::{Contact, SourceRef};
use crate::places::PlaceContent;

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Provider {
    pub id: ProviderId,
    pub kommune: KommuneId,
    pub source: Option<SourceRef>,
    pub content: ProviderContent,
}

/// What a source says about a provider.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ProviderContent {
    pub name: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub description: String,
    pub contact: Contact,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub address: Option<PlaceContent>,
}
