//! Code lists of the Bundesagentur für Arbeit (Wertebereiche of the openQ interface), as far as the model has a place for them.

use model::codes::education::{Bildungsbereich, LearningForm};
use model::offers::DeliveryMode;

/// `INSTRUCTION_FORM@type` (Unterrichtsform).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum InstructionForm {
    Delivery(DeliveryMode),
    /// On request, full time, part time, weekend, block, in-house, single, group: about time, not about place.
    Time,
    Unknown,
}

pub(super) fn instruction_form(code: u32) -> InstructionForm {
    use InstructionForm::{Delivery, Time, Unknown};
    match code {
        0..=3 | 6..=9 => Time,
        4 | 401..=403 => Delivery(DeliveryMode::Fern),
        5 | 204..=206 => Delivery(DeliveryMode::OnlineSelbst),
        101..=105 => Delivery(DeliveryMode::Praesenz),
        201..=203 => Delivery(DeliveryMode::OnlineLive),
        301..=304 => Delivery(DeliveryMode::Hybrid),
        _ => Unknown,
    }
}

/// `EXECUTION_FORM@type` (Durchführungsform).
pub(super) fn delivery_of_execution_form(code: u32) -> Option<DeliveryMode> {
    match code {
        1 => Some(DeliveryMode::Praesenz),
        2 => Some(DeliveryMode::OnlineLive),
        3 => Some(DeliveryMode::Hybrid),
        _ => None,
    }
}

/// `EDUCATION_TYPE@type` (Bildungsart).
pub(super) fn education_type(code: u32) -> Option<(LearningForm, Bildungsbereich)> {
    use Bildungsbereich::{BeruflicheBildung, Hochschulen, Weiterbildung};
    use LearningForm::{Formal, NonFormal};
    Some(match code {
        100 => (NonFormal, Weiterbildung),
        101 => (NonFormal, BeruflicheBildung),
        102 => (Formal, BeruflicheBildung),
        // Legally regulated advanced training, making up a vocational qualification, retraining.
        103 | 105 | 109 => (Formal, Weiterbildung),
        104 | 106 | 110 => (NonFormal, Weiterbildung),
        107 | 108 => (Formal, Hochschulen),
        130 => (NonFormal, BeruflicheBildung),
        _ => return None,
    })
}

/// By the label, for files that still carry the codes of an earlier list.
pub(super) fn education_type_of_label(label: &str) -> Option<(LearningForm, Bildungsbereich)> {
    let code = match label.to_lowercase().as_str() {
        "allgemeinbildung" => 100,
        "berufliche grundqualifikation" => 101,
        "berufsausbildung" => 102,
        "fortbildung/qualifizierung" | "fortbildung" => 104,
        "nachholen des berufsabschlusses" => 105,
        "rehabilitation" => 106,
        "umschulung" => 109,
        _ => return None,
    };
    education_type(code)
}

/// `FUNDING_TYPES_FEDERAL@type` (Förderart des Bundes) → term of the funding vocabulary. `Some("")`: known, without a term of its own.
pub(super) fn federal_funding(code: u32) -> Option<&'static str> {
    Some(match code {
        1 => "aufstiegs_bafoeg",
        2 => "bildungsgutschein",
        4 | 5 => "weiterbildungsstipendium",
        8 | 9 | 11 => "qualifizierungsgeld",
        6 | 7 | 10 | 12 | 13 => "",
        _ => return None,
    })
}

/// `FUNDING_TYPES_REGIONAL@type` (Förderart eines Landes) → term of the funding vocabulary.
pub(super) fn regional_funding(code: u32) -> &'static str {
    match code {
        15 | 53 | 56 => "bildungsfreistellung",
        16 => "qualischeck",
        _ => "landesfoerderung",
    }
}

/// `TEACHING_LANGUAGES`: ISO 639-2 and two inventions of the list → ISO 639-1 where it has a code. `oth` names no language.
pub(super) fn language(code: &str) -> Option<&'static str> {
    Some(match code.to_ascii_lowercase().as_str() {
        "deu" | "ger" => "de",
        "eng" => "en",
        "fra" | "fre" => "fr",
        "nld" | "dut" => "nl",
        "dan" => "da",
        "nor" => "no",
        "swe" => "sv",
        "pol" => "pl",
        "ita" => "it",
        "cze" | "ces" => "cs",
        "svk" | "slk" | "slo" => "sk",
        "ukr" => "uk",
        "rus" => "ru",
        "spa" => "es",
        "por" => "pt",
        "tur" => "tr",
        "ara" => "ar",
        "dgs" | "gsg" => "gsg",
        "oth" | "0" => "",
        _ => return None,
    })
}
