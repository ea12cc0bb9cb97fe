//! Classifications of education that official lists or the vhs association fix.

use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::{InvalidCode, coded_enum, text_code};

coded_enum! {
    /// Bildungsbereiche of the Anwendungsleitfaden zum Aufbau eines kommunalen Bildungsmonitorings, as far as offers fall into one.
    Bildungsbereich {
        FruehkindlicheBildung = "C",
        AllgemeinbildendeSchulen = "D",
        BeruflicheBildung = "E",
        Hochschulen = "F",
        Weiterbildung = "G",
        NonFormaleBildung = "H",
    }
}

coded_enum! {
    /// How far learning leads to recognised qualifications.
    LearningForm { Formal = "formal", NonFormal = "non_formal", Informal = "informal" }
}

coded_enum! {
    /// Programmbereiche of the German vhs association (DVV), level 1: the first digit of `dvv_kategorie`.
    Programmbereich {
        Uebergreifend = "0",
        PolitikGesellschaftUmwelt = "1",
        KulturGestalten = "2",
        Gesundheit = "3",
        Sprachen = "4",
        ArbeitBeruf = "5",
        GrundbildungSchulabschluesse = "6",
        Regional = "7",
    }
}

/// A DVV category as delivered: level 2 differs between versions 1.0 and 2.0, so it is kept raw and only level 1 is read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DvvKategorie {
    pub version: String,
    /// `p.ff`, e.g. `4.06`.
    pub code: String,
}

impl DvvKategorie {
    /// Level 1; `None` when the code does not begin with a digit from 0 to 7.
    pub fn programmbereich(&self) -> Option<Programmbereich> {
        self.code.get(..1)?.parse().ok()
    }
}

text_code! {
    /// Klassifikation der Berufe 2010 (revised 2020): one to five digits; two digits are a Berufshauptgruppe.
    KldbCode
}

impl FromStr for KldbCode {
    type Err = InvalidCode;
    fn from_str(text: &str) -> Result<Self, InvalidCode> {
        let text = text.trim();
        if (1..=5).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit()) {
            Ok(Self(text.to_owned()))
        } else {
            Err(InvalidCode::new("KldB-Code", text))
        }
    }
}

impl KldbCode {
    /// The Berufshauptgruppe (two digits), if the code is that fine.
    pub fn hauptgruppe(&self) -> Option<KldbCode> {
        self.0.get(..2).map(|two| Self(two.to_owned()))
    }
}
