//! The fields a column can fill, and the headings under which ordinary lists carry them.

macro_rules! fields {
    ($($(#[$doc:meta])* $variant:ident $code:literal $label:literal [$($heading:literal),* $(,)?])*) => {
        /// What a column means.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Field { $($(#[$doc])* $variant),* }

        impl Field {
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// Name in the settings.
            pub fn code(self) -> &'static str {
                match self { $(Self::$variant => $code),* }
            }

            /// Name for the editor.
            pub fn label(self) -> &'static str {
                match self { $(Self::$variant => $label),* }
            }

            /// Headings that mean this field where no mapping is saved, folded by [`fold_heading`].
            pub fn headings(self) -> &'static [&'static str] {
                match self { $(Self::$variant => &[$($heading),*]),* }
            }
        }
    };
}

fields! {
    /// The source's own stable id of the offer.
    Id "id" "Kennung" ["id", "angebotsid", "kursid", "datensatz", "datensatznummer", "guid", "uid", "kennung"]
    CourseNumber "course_number" "Kursnummer"
        ["kursnummer", "kursnr", "kursno", "nr", "nummer", "veranstaltungsnummer", "veranstaltungsnr", "angebotsnummer", "angebotsnr", "seminarnummer", "seminarnr"]
    Title "title" "Titel"
        ["titel", "kurstitel", "kurs", "kursname", "kursbezeichnung", "bezeichnung", "veranstaltung", "veranstaltungstitel", "angebot", "angebotstitel", "name", "namedesangebots", "thema", "seminar", "seminartitel", "title"]
    Subtitle "subtitle" "Untertitel" ["untertitel", "zusatz", "titelzusatz", "subtitle"]
    Description "description" "Beschreibung"
        ["beschreibung", "kursbeschreibung", "inhalt", "inhalte", "kursinhalt", "text", "langtext", "erläuterung", "details", "description", "kurzbeschreibung"]
    Keywords "keywords" "Schlagwörter" ["schlagwörter", "schlagworte", "stichwörter", "stichworte", "tags"]
    Topic "topic" "Thema" ["themenbereich", "bereich", "fachbereich", "programmbereich", "kategorie", "rubrik", "themenfeld", "themengebiet"]
    /// Category of the German vhs association, e.g. `4.06`.
    DvvCategory "dvv_category" "DVV-Kategorie" ["dvvkategorie", "dvvschlüssel", "dvv"]
    Occupation "occupation" "Berufsschlüssel (KldB)" ["kldb", "kldbcode", "berufsschlüssel"]
    TargetGroup "target_group" "Zielgruppe" ["zielgruppe", "zielgruppen", "fürwen", "teilnehmerkreis", "adressaten"]
    MinAge "min_age" "Mindestalter" ["mindestalter", "alterab", "abalter", "altervon"]
    MaxAge "max_age" "Höchstalter" ["höchstalter", "alterbis", "maximalalter"]
    Level "level" "Niveau" ["niveau", "stufe", "level", "sprachniveau", "kursniveau", "niveaustufe", "gerniveau"]
    Language "language" "Unterrichtssprache" ["sprache", "unterrichtssprache", "kurssprache", "sprachen"]
    Delivery "delivery" "Durchführungsform"
        ["durchführungsform", "veranstaltungsform", "format", "kursform", "unterrichtsform", "durchführungsart", "lernform", "form"]
    Requirements "requirements" "Zugangsvoraussetzungen"
        ["voraussetzungen", "voraussetzung", "zugangsvoraussetzungen", "zugangsvoraussetzung", "teilnahmevoraussetzungen", "vorkenntnisse"]
    Certificate "certificate" "Abschluss" ["abschluss", "abschlüsse", "zertifikat", "zertifikate", "abschlussart"]
    Funding "funding" "Förderung" ["förderung", "förderungen", "fördermöglichkeiten", "fördermöglichkeit", "zuschuss"]
    Provider "provider" "Anbieter"
        ["anbieter", "träger", "veranstalter", "einrichtung", "institution", "organisation", "bildungsträger", "anbietername"]
    /// The source's own id of the provider.
    ProviderId "provider_id" "Anbieternummer" ["anbieterid", "anbieternummer", "anbieternr", "trägernummer"]
    /// The source's own id of one run.
    SessionId "session_id" "Nummer der Durchführung" ["terminid", "terminnr", "terminnummer", "durchführungsnummer", "durchführungsid"]
    Date "date" "Datum"
        ["datum", "beginn", "beginndatum", "startdatum", "kursbeginn", "start", "termin", "termine", "tag", "ersttermin", "erstertermin", "von", "anfang", "am", "beginnam", "startam", "datumvon", "vondatum"]
    Until "until" "Ende (Datum)"
        ["ende", "enddatum", "kursende", "bis", "letztertermin", "endeam", "datumbis", "bisdatum", "endedatum"]
    Start "start" "Beginn (Uhrzeit)"
        ["uhrzeit", "uhrzeitvon", "beginnuhrzeit", "startzeit", "zeitvon", "vonuhr", "uhrzeitbeginn", "anfangszeit", "beginnzeit", "zeit", "vonuhrzeit", "uhrzeitstart"]
    End "end" "Ende (Uhrzeit)"
        ["uhrzeitbis", "endeuhrzeit", "endzeit", "zeitbis", "bisuhr", "uhrzeitende", "bisuhrzeit", "endezeit"]
    Weekday "weekday" "Wochentag" ["wochentag", "wochentage", "wtag", "kurstag", "kurstage"]
    /// A pattern in one piece: `Mo/Mi 18:00-19:30`.
    Times "times" "Kurszeiten"
        ["zeiten", "kurszeiten", "kurszeit", "unterrichtszeiten", "unterrichtszeit", "rhythmus", "zeitraum", "wannfindetesstatt", "wann", "öffnungszeiten", "tagezeiten", "veranstaltungszeiten"]
    State "state" "Status" ["status", "kursstatus", "terminstatus"]
    SessionNote "note" "Hinweis zum Termin" ["hinweis", "bemerkung", "bemerkungen", "anmerkung", "anmerkungen", "hinweise"]
    Place "place" "Veranstaltungsort"
        ["veranstaltungsort", "kursort", "lernort", "wo", "unterrichtsort", "durchführungsort", "ortsname", "gebäude", "location"]
    Room "room" "Raum" ["raum", "zimmer", "saal", "kursraum"]
    /// An address in one piece: `Haus, Straße 1, 54329 Konz`.
    Address "address" "Anschrift" ["adresse", "anschrift", "veranstaltungsadresse"]
    Street "street" "Straße" ["straße", "strasse", "str", "straßehausnr", "straßehausnummer", "straßeundhausnummer", "strassehausnummer", "straßenr"]
    HouseNumber "house_number" "Hausnummer" ["hausnummer", "hausnr", "hnr"]
    Plz "plz" "Postleitzahl" ["plz", "postleitzahl"]
    /// `54329 Konz` is understood as well.
    City "city" "Ort" ["stadt", "gemeinde", "wohnort", "plzort", "plzundort", "kommune", "city", "stadtgemeinde"]
    District "district" "Ortsteil" ["ortsteil", "stadtteil", "ortsbezirk"]
    Directions "directions" "Anfahrt" ["anfahrt", "wegbeschreibung", "anreise"]
    Latitude "latitude" "Breitengrad" ["breitengrad", "lat", "latitude", "geobreite"]
    Longitude "longitude" "Längengrad" ["längengrad", "lon", "lng", "longitude", "geolänge"]
    Accessible "accessible" "Barrierefrei" ["barrierefrei", "barrierefreiheit", "rollstuhlgerecht", "stufenlos"]
    ChildCare "child_care" "Kinderbetreuung" ["kinderbetreuung"]
    Price "price" "Preis"
        ["preis", "gebühr", "kursgebühr", "kosten", "entgelt", "teilnahmegebühr", "teilnahmebeitrag", "beitrag", "kursentgelt", "normalpreis", "gebühren", "eintritt", "teilnehmerbeitrag", "kurspreis", "preisregulär"]
    PriceReduced "price_reduced" "Ermäßigter Preis"
        ["ermäßigt", "ermäßigung", "preisermäßigt", "ermäßigterpreis", "ermäßigtegebühr", "gebührermäßigt", "erm", "preiserm", "entgeltermäßigt", "ermäßigtesentgelt"]
    PriceNote "price_note" "Hinweis zum Preis" ["preishinweis", "gebührenhinweis", "preisinfo", "hinweiszumpreis"]
    RegistrationRequired "registration_required" "Anmeldung erforderlich"
        ["anmeldungerforderlich", "anmeldepflicht", "anmeldungnötig", "anmeldungnotwendig"]
    RegistrationUrl "registration_url" "Anmeldung (Internetadresse)"
        ["anmeldelink", "anmeldungurl", "linkzuranmeldung", "anmeldeurl", "buchungslink", "anmeldungonline", "onlineanmeldung"]
    RegistrationDeadline "registration_deadline" "Anmeldeschluss" ["anmeldeschluss", "anmeldefrist", "anmeldungbis", "anmeldeschlussam"]
    RegistrationText "registration_text" "Hinweis zur Anmeldung" ["anmeldung", "anmeldehinweis", "hinweiszuranmeldung"]
    Url "url" "Internetadresse" ["url", "link", "website", "internetadresse", "webseite", "homepage", "internet", "weitereinformationen", "weblink", "kurslink"]
    /// An organisation's address, never a person's; only by a saved mapping.
    ContactEmail "contact_email" "E-Mail der Einrichtung" []
    /// An organisation's number, never a person's; only by a saved mapping.
    ContactPhone "contact_phone" "Telefon der Einrichtung" []
    MinParticipants "min_participants" "Mindestzahl der Teilnehmenden"
        ["mintn", "mindestteilnehmerzahl", "tnmin", "mindestteilnehmer", "minteilnehmer"]
    MaxParticipants "max_participants" "Höchstzahl der Teilnehmenden"
        ["maxtn", "plätze", "teilnehmerzahl", "maximaleteilnehmerzahl", "tnmax", "maxteilnehmer", "höchstteilnehmerzahl", "platzzahl", "maxplätze", "anzahlplätze"]
    Booked "booked" "Belegte Plätze" ["belegt", "angemeldet", "belegteplätze", "gebucht", "anmeldungen"]
    FreePlaces "free_places" "Freie Plätze" ["freieplätze", "frei", "plätzefrei"]
    /// Of 45 minutes.
    TeachingUnits "teaching_units" "Unterrichtseinheiten"
        ["ue", "ustd", "unterrichtseinheiten", "unterrichtsstunden", "anzahlue", "umfangue"]
    PublishFrom "publish_from" "Veröffentlichen ab" ["veröffentlichenab", "sichtbarab", "anzeigenab"]
    PublishUntil "publish_until" "Veröffentlichen bis" ["veröffentlichenbis", "sichtbarbis", "anzeigenbis"]
}

impl Field {
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|field| field.code() == code)
    }

    /// Whether it says when one run takes place: such values differ between the rows of one offer.
    pub fn is_about_time(self) -> bool {
        matches!(self, Self::Date | Self::Until | Self::Start | Self::End | Self::Weekday | Self::Times)
    }

    /// Whether it belongs to one run rather than to the offer.
    pub fn is_about_session(self) -> bool {
        self.is_about_time()
            || matches!(
                self,
                Self::SessionId
                    | Self::State
                    | Self::SessionNote
                    | Self::Place
                    | Self::Room
                    | Self::Address
                    | Self::Street
                    | Self::HouseNumber
                    | Self::Plz
                    | Self::City
                    | Self::District
                    | Self::Directions
                    | Self::Latitude
                    | Self::Longitude
                    | Self::Accessible
                    | Self::Price
                    | Self::PriceReduced
                    | Self::PriceNote
                    | Self::MinParticipants
                    | Self::MaxParticipants
                    | Self::Booked
                    | Self::FreePlaces
            )
    }
}

/// "Kurs-Nr." → `kursnr`, "Gebühr (in €)" → `gebühr`, "Preis in EUR" → `preis`: lower case, letters and digits only, without what
/// stands in brackets and without a currency at the end.
pub fn fold_heading(text: &str) -> String {
    let mut depth = 0_u32;
    let mut folded = String::new();
    for c in text.to_lowercase().chars() {
        match c {
            '(' | '[' => depth += 1,
            ')' | ']' => depth = depth.saturating_sub(1),
            _ if depth == 0 && (c.is_alphanumeric() || c == '€') => folded.push(c),
            _ => {}
        }
    }
    for currency in ["ineuro", "ineur", "in€", "euro", "eur", "€"] {
        if let Some(rest) = folded.strip_suffix(currency)
            && !rest.is_empty()
        {
            return rest.to_owned();
        }
    }
    folded
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    #[test]
    fn headings_are_compared_without_spelling() {
        for (text, folded) in [
            ("Kurs-Nr.", "kursnr"),
            ("  KURS NR ", "kursnr"),
            ("Gebühr (in €)", "gebühr"),
            ("Preis in EUR", "preis"),
            ("Preis €", "preis"),
            ("Euro", "euro"),
            ("Straße / Haus-Nr.", "straßehausnr"),
            ("", ""),
        ] {
            assert_eq!(fold_heading(text), folded, "{text}");
        }
    }

    #[test]
    fn every_heading_is_folded_and_means_one_field() {
        let mut owner = BTreeMap::new();
        for field in Field::ALL {
            assert_eq!(Field::from_code(field.code()), Some(*field));
            for heading in field.headings() {
                let folded = fold_heading(heading);
                let other = owner.insert(folded.clone(), *field);
                assert!(other.is_none(), "{heading}: {other:?} and {field:?}");
                assert!(folded == *heading, "{heading} is not folded: {folded}");
            }
        }
    }
}
