//! Accessibility, three-valued: yes, no, unknown.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::codes::coded_enum;

/// What is known about accessibility; a feature that is not in the map is unknown, which pages say plainly.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Accessibility(pub BTreeMap<AccessFeature, bool>);

impl Accessibility {
    /// `None` is "unbekannt".
    pub fn get(&self, feature: AccessFeature) -> Option<bool> {
        self.0.get(&feature).copied()
    }

    pub fn set(&mut self, feature: AccessFeature, present: bool) {
        self.0.insert(feature, present);
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

coded_enum! {
    /// Features of a place or an offer.
    AccessFeature {
        /// Step-free from the street to the room: "barrierefrei" in Open-vhs and OPENQCAT.
        Stufenlos = "stufenlos",
        Wc = "wc",
        Parkplatz = "parkplatz",
        Induktionsschleife = "induktionsschleife",
        Gebaerdensprache = "gebaerdensprache",
        Schriftdolmetschen = "schriftdolmetschen",
        LeichteSprache = "leichte_sprache",
        /// Digital parts work with a screen reader: "barrierefreies_lernen" in Open-vhs, DIGITAL_ACCESSIBILITY in OPENQCAT.
        Digital = "digital",
        Assistenz = "assistenz",
        RuhigerRaum = "ruhiger_raum",
        LangsamesLerntempo = "langsames_lerntempo",
    }
}

coded_enum! {
    /// Whether children are looked after meanwhile.
    ChildCare { Ja = "ja", AufAnfrage = "auf_anfrage", Nein = "nein" }
}
