//! A Kommune is the tenant: everything stored belongs to exactly one.

use serde::{Deserialize, Serialize};

use crate::codes::area_key::AreaKey;
use crate::codes::language::LanguageCode;
use crate::ids::KommuneId;
use crate::offers::Contact;
use crate::places::GeoPoint;

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Kommune {
    pub id: KommuneId,
    /// Short name in addresses and on the command line: `a-z`, digits, `-`.
    pub slug: String,
    /// Title of the portal ("Bildungsportal Beispielkreis").
    pub name: String,
    /// The region in words ("Trier und Trier-Saarburg"), for the page heading.
    pub region: String,
    /// Areas it covers: Kreise or Gemeinden. Empty: not yet set, every area that is stored counts.
    pub areas: Vec<AreaKey>,
    /// Host names under which its portal answers; an empty list answers to every host (single-tenant installation).
    pub hosts: Vec<String>,
    pub look: Look,
    /// Languages of the portal, the first is the default.
    pub languages: Vec<LanguageCode>,
    /// Who runs the portal, for Impressum and feedback.
    pub operator: Operator,
    /// Centre of the map.
    pub center: Option<GeoPoint>,
}

/// What differs in appearance. Contrast of the accent is computed and refused below WCAG AA.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Look {
    /// `#rrggbb` for light and dark ground.
    pub accent_light: Option<String>,
    pub accent_dark: Option<String>,
    /// Style address of a map that the operator has chosen; `None`: no third-party tiles.
    pub map_style: Option<String>,
}

/// Legal particulars for Impressum (§ 5 DDG) and Datenschutz (Art. 13 DSGVO).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Operator {
    pub name: String,
    pub street: String,
    pub plz_and_city: String,
    pub represented_by: String,
    pub contact: Contact,
    pub data_protection_contact: Contact,
    /// Durchsetzungsstelle of the Land for Barrierefreiheit.
    pub enforcement_body: String,
}
