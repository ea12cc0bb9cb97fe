//! Settings of a source of boundaries.

use chrono::NaiveDate;
use serde::Deserialize;

/// All are optional: what is not given is told from the file.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct Settings {
    /// Attribute with the key of an area.
    pub(super) key: Option<String>,
    /// Attribute with its name.
    pub(super) name: Option<String>,
    /// Put before keys that are no official ones: `LU-`.
    pub(super) prefix: Option<String>,
    /// Day of the territorial state.
    pub(super) valid_from: Option<NaiveDate>,
    /// Number of the reference system at EPSG, where the file does not say it.
    pub(super) crs: Option<u32>,
}
