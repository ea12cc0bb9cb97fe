//! Addresses of offers, providers and places. One place, so that page, feed, calendar and sitemap name the same thing alike.

use std::fmt::Display;

use model::ids::{OfferId, PlaceId, ProviderId};

/// `https://host` of a portal without a slash at the end; turns paths into absolute addresses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Base(String);

impl Base {
    pub fn new(scheme_and_host: &str) -> Self {
        Self(scheme_and_host.trim_end_matches('/').to_owned())
    }

    /// `path` begins with a slash.
    pub fn absolute(&self, path: &str) -> String {
        format!("{}{path}", self.0)
    }

    /// Host name without port, for identifiers that contain a domain.
    pub fn host(&self) -> &str {
        let rest = self.0.split_once("://").map_or(self.0.as_str(), |(_, rest)| rest);
        let end = rest.find(']').map_or_else(|| rest.find(':').unwrap_or(rest.len()), |at| at + 1);
        &rest[..end]
    }
}

pub fn offer_path(id: OfferId, title: &str) -> String {
    with_slug("/angebote", id, title)
}

pub fn provider_path(id: ProviderId, name: &str) -> String {
    with_slug("/anbieter", id, name)
}

pub fn place_path(id: PlaceId, name: &str) -> String {
    with_slug("/orte", id, name)
}

fn with_slug(root: &str, id: impl Display, words: &str) -> String {
    match slug(words) {
        slug if slug.is_empty() => format!("{root}/{id}"),
        slug => format!("{root}/{id}/{slug}"),
    }
}

/// Lower-case ASCII words joined by `-`, at most 60 characters and cut between words. Only for the eye: the id alone decides.
pub fn slug(words: &str) -> String {
    const MAX: usize = 60;
    let mut ascii = String::new();
    for c in words.chars().flat_map(char::to_lowercase) {
        match c {
            'a'..='z' | '0'..='9' => ascii.push(c),
            'ä' | 'æ' => ascii.push_str("ae"),
            'ö' | 'œ' => ascii.push_str("oe"),
            'ü' => ascii.push_str("ue"),
            'ß' => ascii.push_str("ss"),
            'à' | 'á' | 'â' | 'ã' | 'å' => ascii.push('a'),
            'ç' => ascii.push('c'),
            'è' | 'é' | 'ê' | 'ë' => ascii.push('e'),
            'ì' | 'í' | 'î' | 'ï' => ascii.push('i'),
            'ñ' => ascii.push('n'),
            'ò' | 'ó' | 'ô' | 'õ' | 'ø' => ascii.push('o'),
            'ù' | 'ú' | 'û' => ascii.push('u'),
            _ => ascii.push(' '),
        }
    }
    let mut slug = String::new();
    for word in ascii.split_whitespace() {
        if slug.is_empty() {
            slug.push_str(&word[..word.len().min(MAX)]);
        } else if slug.len() + 1 + word.len() <= MAX {
            slug.push('-');
            slug.push_str(word);
        } else {
            break;
        }
    }
    slug
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slugs_are_short_readable_ascii() {
        for (words, expected) in [
            ("Töpfern für Anfänger:innen (Großer Kurs)", "toepfern-fuer-anfaenger-innen-grosser-kurs"),
            ("Français B1.2", "francais-b1-2"),
            ("  –  ", ""),
            ("Українська", ""),
            (
                "eins zwei drei vier fünf sechs sieben acht neun zehn elf zwölf dreizehn",
                "eins-zwei-drei-vier-fuenf-sechs-sieben-acht-neun-zehn-elf",
            ),
        ] {
            assert_eq!(slug(words), expected);
        }
        assert_eq!(slug(&"x".repeat(200)).len(), 60);
    }

    #[test]
    fn a_title_without_latin_letters_still_has_an_address() {
        let id = OfferId::from_parts(1, [0; 10]);
        assert_eq!(offer_path(id, "Українська"), format!("/angebote/{id}"));
        assert_eq!(offer_path(id, "Yoga"), format!("/angebote/{id}/yoga"));
    }

    #[test]
    fn the_host_has_no_port() {
        for (base, host) in [
            ("https://bildung.example/", "bildung.example"),
            ("http://127.0.0.1:8080", "127.0.0.1"),
            ("http://[::1]:80", "[::1]"),
        ] {
            assert_eq!(Base::new(base).host(), host);
        }
        assert_eq!(Base::new("https://bildung.example/").absolute("/a"), "https://bildung.example/a");
    }
}
