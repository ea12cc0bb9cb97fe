//! `robots.txt` (RFC 9309).

use crate::address::Base;

/// Offers, providers and places may be read by everybody. Result pages with parameters may not: every combination of filters is an
/// address, and the sitemap names all offers anyway.
pub fn text(base: &Base) -> String {
    format!(
        "User-agent: *\nAllow: /\nDisallow: /angebote?\nDisallow: /angebote.\nDisallow: /feed.atom\nDisallow: /api/\nDisallow: /karte/\nDisallow: /vorschlaege\nDisallow: /einbetten?\n\nSitemap: {}\n",
        base.absolute("/sitemap.xml")
    )
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::*;

    #[test]
    fn names_the_sitemap() {
        expect![[r#"
            User-agent: *
            Allow: /
            Disallow: /angebote?
            Disallow: /angebote.
            Disallow: /feed.atom
            Disallow: /api/
            Disallow: /karte/
            Disallow: /vorschlaege
            Disallow: /einbetten?

            Sitemap: https://bildung.example/sitemap.xml
        "#]]
        .assert_eq(&text(&Base::new("https://bildung.example")));
    }
}
