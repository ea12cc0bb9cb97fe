//! Offers: what can be learned, by whom it is offered, and the content that importers deliver.

use std::collections::BTreeSet;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use crate::access::{Accessibility, ChildCare};
use crate::codes::coded_enum;
use crate::codes::education::{Bildungsbereich, DvvKategorie, KldbCode, LearningForm};
use crate::codes::language::LanguageCode;
use crate::codes::level::{CefrLevel, DqrLevel};
use crate::codes::web_address::WebAddress;
use crate::ids::{KommuneId, OfferId, ProviderId, SourceId};
use crate::price::Price;
use crate::provenance::Provenance;
use crate::schedule::Session;
use crate::vocabularies::{FundingCode, TargetGroupCode, TopicCode};

/// An offer as stored: content, where it belongs and where it stands.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Offer {
    pub id: OfferId,
    pub kommune: KommuneId,
    pub provider: ProviderId,
    /// The source that delivers it and the source's own id; `None` for an offer entered by hand.
    pub source: Option<SourceRef>,
    pub status: OfferStatus,
    pub content: OfferContent,
    pub provenance: Provenance,
    /// Last day on which the source or a person said that this is still true.
    pub confirmed_on: Option<NaiveDate>,
    pub created_at: DateTime<Utc>,
    pub changed_at: DateTime<Utc>,
}

impl Offer {
    /// Whether the portal may show it on `today`: released and inside its publication window.
    /// Offers whose dates have passed are still reachable by address; lists leave them out by date.
    pub fn is_public(&self, today: NaiveDate) -> bool {
        self.status == OfferStatus::Freigegeben
            && self.content.publish_from.is_none_or(|from| from <= today)
            && self.content.publish_until.is_none_or(|until| until >= today)
    }
}

/// A record's identity at its source.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SourceRef {
    pub source: SourceId,
    pub foreign_id: String,
}

coded_enum! {
    /// Where an offer stands in the editorial process.
    OfferStatus {
        Entwurf = "entwurf",
        Eingereicht = "eingereicht",
        Freigegeben = "freigegeben",
        Abgelaufen = "abgelaufen",
        Gesperrt = "gesperrt",
        /// No longer in its source's delivery: kept, not shown, returns when delivered again.
        Zurueckgezogen = "zurueckgezogen",
    }
}

/// Everything a source or a person says about an offer. All texts are plain text: paragraphs are separated by an empty line,
/// list items begin with `- `; no HTML, no entities, no control characters.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct OfferContent {
    pub title: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subtitle: Option<String>,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub description: String,
    /// The provider's course number, searchable as a whole.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub course_number: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub keywords: Vec<String>,
    pub requirements: Zugangsvoraussetzungen,
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    pub life_phases: BTreeSet<LifePhase>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub learning_form: Option<LearningForm>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bildungsbereich: Option<Bildungsbereich>,
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    pub topics: BTreeSet<TopicCode>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dvv_category: Option<DvvKategorie>,
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    pub occupations: BTreeSet<KldbCode>,
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    pub target_groups: BTreeSet<TargetGroupCode>,
    /// Who it is for in the source's own words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub target_group_text: Option<String>,
    /// Languages of instruction.
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    pub languages: BTreeSet<LanguageCode>,
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    pub cefr: BTreeSet<CefrLevel>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dqr: Option<DqrLevel>,
    /// Level in the source's own words ("Einsteiger").
    #[serde(skip_serializing_if = "Option::is_none")]
    pub level_text: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub delivery: Option<DeliveryMode>,
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    pub funding: BTreeSet<FundingCode>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub funding_text: Option<String>,
    pub price: Price,
    /// Accessibility of the offer itself (pace, sign language); that of the place stands with the place.
    pub accessibility: Accessibility,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub child_care: Option<ChildCare>,
    pub registration: Registration,
    /// Degrees and certificates that can be reached.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub certificates: Vec<String>,
    pub participants: Participants,
    /// Length in Unterrichtseinheiten of 45 minutes, times ten (15.5 UE = 155).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub teaching_units_tenths: Option<u32>,
    pub sessions: Vec<Session>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub links: Vec<Link>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub contact: Option<Contact>,
    /// First and last day on which the source wants it shown.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub publish_from: Option<NaiveDate>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub publish_until: Option<NaiveDate>,
}

/// What somebody must bring to be admitted: a mandatory field of the Bildungskommunen programme. "Keine" is an answer of its own.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind", content = "text")]
pub enum Zugangsvoraussetzungen {
    /// The source says nothing; shown as "nicht angegeben", never as "keine".
    #[default]
    Unknown,
    Keine,
    Text(String),
}

coded_enum! {
    /// Phases of life, the six doors of the start page plus "for everyone".
    LifePhase {
        FruehKindheit = "fruehe_bildung",
        Schule = "schule",
        UebergangSchuleBeruf = "uebergang_schule_beruf",
        AusbildungStudium = "ausbildung_studium",
        Erwerbsleben = "erwerbsleben",
        Familie = "familie",
        NachErwerb = "nach_erwerb",
        Alle = "alle",
    }
}

coded_enum! {
    /// How learning is delivered.
    DeliveryMode {
        Praesenz = "praesenz",
        OnlineLive = "online_live",
        OnlineSelbst = "online_selbst",
        Hybrid = "hybrid",
        Fern = "fern",
    }
}

/// How to register. Private phone numbers never enter: only an organisation's contact is imported.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Registration {
    /// `Some(false)`: just come.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub required: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<WebAddress>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub deadline: Option<NaiveDate>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
}

/// Numbers of participants; `booked` is as of the delivery.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Participants {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub min: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub booked: Option<u32>,
}

impl Participants {
    /// Places still free; `None` when the source does not say.
    pub fn free(&self) -> Option<u32> {
        Some(self.max?.saturating_sub(self.booked?))
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Link {
    pub kind: LinkKind,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    pub url: WebAddress,
}

coded_enum! {
    LinkKind { Website = "website", Attachment = "attachment", Picture = "picture", Video = "video" }
}

/// How to reach an organisation. `name` is an office or a team ("Anmeldung"), never a lecturer.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Contact {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<WebAddress>,
}
