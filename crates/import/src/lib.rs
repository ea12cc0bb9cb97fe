//! Source → model. Bytes in, records and issues out.
//!
//! In: the bytes of one delivery as a stream. Out: [`Item`]s in the order of the file, and an [`Outcome`].
//! An import never fails on data: what cannot be read becomes an [`model::issue::Issue`] that says where it is and how to repair it
//! in the source; what came before a break is kept. Memory does not grow with the file.
//! Never: files, database, network, the clock. Only whitelisted fields are read: lecturers' names and private phone numbers never enter.
//!
//! One folder per source: `mod.rs` is its data sheet, `read.rs` knows the layout, `map.rs` the meaning. [`formats`] reads XML, CSV, XLSX
//! and encodings and knows no meaning at all. Start at [`Importer`].

pub mod address;
pub mod boundaries;
pub mod catalogue;
pub mod classify;
pub mod crosswalk;
mod defects;
pub mod figures;
mod foreign;
pub mod formats;
pub mod genesis_ffcsv;
pub mod genesis_table;
pub mod geonames;
pub mod gv100;
pub mod ical;
mod identity;
pub mod issue_codes;
pub mod issues;
pub mod jsonstat;
pub mod office_table;
pub mod openqcat;
pub mod openvhs;
pub mod px;
mod recognise;
mod recognise_statistics;
pub mod statistics;
pub mod table;
pub mod table_code;

#[cfg(test)]
mod golden;

pub use recognise_statistics::recognise_statistics;

use std::io::Read;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use model::areas::{Area, AreaShape, PostalPlace, TerritorialWeight};
use model::issue::Issue;
use model::offers::OfferContent;
use model::providers::ProviderContent;
use model::statistics::Table;

/// A source's format. Implementations are stateless.
pub trait Importer: Sync {
    /// Stable name on the command line and in the store: `openvhs`, `openqcat`, `ical`, `table`, `gv100`, `geonames`, `boundaries`, `crosswalk`.
    fn code(&self) -> &'static str;

    /// Reads one delivery to its end or to a break. `sink` receives every item as soon as it is complete.
    fn read(&self, input: Input<'_>, sink: &mut dyn FnMut(Item)) -> Outcome;
}

/// All importers, in the order in which the documentation lists them.
pub const IMPORTERS: &[&dyn Importer] = &[
    &openvhs::OpenVhs,
    &openqcat::OpenQcat,
    &ical::Ical,
    &table::Table,
    &gv100::Gv100,
    &geonames::Geonames,
    &px::Px,
    &jsonstat::JsonStat,
    &boundaries::Boundaries,
    &crosswalk::Crosswalk,
    &genesis_table::GenesisTable,
    &genesis_ffcsv::GenesisFfcsv,
    &office_table::OfficeTable,
];

/// The importer with this code.
pub fn find_importer(code: &str) -> Option<&'static dyn Importer> {
    IMPORTERS.iter().copied().find(|importer| importer.code() == code)
}

/// One delivery.
pub struct Input<'a> {
    /// File name without its folder, for issues.
    pub file: &'a str,
    pub bytes: &'a mut dyn Read,
    /// The day of the import: patterns without end are expanded from it.
    pub today: NaiveDate,
    /// Saved settings of this source (JSON object), e.g. the column mapping of `table`; `null` for none.
    pub settings: &'a serde_json::Value,
}

impl std::fmt::Debug for Input<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Input").field("file", &self.file).field("today", &self.today).finish_non_exhaustive()
    }
}

/// What an importer delivers, one at a time.
#[derive(Debug, Clone, PartialEq)]
pub enum Item {
    /// At most once, before the first record.
    Header(Header),
    Offer(Box<OfferRecord>),
    /// A differential delivery removes this record.
    Removed {
        foreign_id: String,
    },
    Area(Box<Area>),
    PostalPlace(Box<PostalPlace>),
    /// One statistical table, complete.
    Table(Box<Table>),
    Shape(Box<AreaShape>),
    Weight(Box<TerritorialWeight>),
    Issue(Issue),
}

/// What the file says about itself.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Header {
    pub created_at: Option<DateTime<Utc>>,
    /// Who produced it.
    pub creator: Option<String>,
    pub version: Option<String>,
    /// Sequence number of a differential delivery.
    pub sequence: Option<u64>,
}

/// One offer as a source delivers it, with all its sessions.
#[derive(Debug, Clone, PartialEq)]
pub struct OfferRecord {
    /// The source's own stable id.
    pub foreign_id: String,
    /// SHA-256 over the record's meaning (not over its bytes: order of attributes, white space and encoding do not count), see [`content_hash`].
    pub content_hash: [u8; 32],
    pub content: OfferContent,
    /// The provider, where the record names one; otherwise the source's own provider is meant.
    pub provider: Option<ProviderRecord>,
    /// Fields of `content` that were concluded from others: (field name, rule name).
    pub derived: Vec<(&'static str, &'static str)>,
}

/// A provider as a source names it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ProviderRecord {
    pub foreign_id: String,
    pub content: ProviderContent,
}

/// How the reading ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// The whole stock was delivered: what is missing is withdrawn.
    Full,
    /// Only changes were delivered: what is missing stays.
    Differential,
    /// The file broke off: what was read is kept, nothing is withdrawn.
    Broken,
}

/// Hash of an offer record's meaning.
pub fn content_hash(content: &OfferContent, provider: Option<&ProviderRecord>) -> [u8; 32] {
    use sha2::Digest as _;
    let json = serde_json::to_vec(&(content, provider)).expect("content has only string keys");
    sha2::Sha256::digest(&json).into()
}
