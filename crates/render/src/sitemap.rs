//! Sitemaps (sitemaps.org protocol): an index of pages with at most [`PAGE_SIZE`] addresses each.

use chrono::NaiveDate;

use crate::xml::escape;

/// Far below the protocol's 50,000, so that a page is quick to build.
pub const PAGE_SIZE: usize = 10_000;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Location {
    pub url: String,
    pub changed_on: Option<NaiveDate>,
}

/// Number of pages for `count` addresses; at least one.
pub fn page_count(count: usize) -> usize {
    count.div_ceil(PAGE_SIZE).max(1)
}

pub fn index(pages: &[Location]) -> String {
    document("sitemapindex", "sitemap", pages)
}

pub fn page(locations: &[Location]) -> String {
    document("urlset", "url", locations)
}

fn document(root: &str, element: &str, locations: &[Location]) -> String {
    let mut out = format!(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<{root} xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n"
    );
    for location in locations {
        out.push_str(&format!("<{element}><loc>{}</loc>", escape(&location.url)));
        if let Some(day) = location.changed_on {
            out.push_str(&format!("<lastmod>{day}</lastmod>"));
        }
        out.push_str(&format!("</{element}>\n"));
    }
    out.push_str(&format!("</{root}>\n"));
    out
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::*;

    #[test]
    fn a_page_and_its_index() {
        let location = |url: &str, day: Option<&str>| Location {
            url: url.into(),
            changed_on: day.map(|day| day.parse().unwrap()),
        };
        expect![[r#"
            <?xml version="1.0" encoding="utf-8"?>
            <urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
            <url><loc>https://bildung.example/angebote/1/a?b&amp;c</loc><lastmod>2026-03-01</lastmod></url>
            <url><loc>https://bildung.example/</loc></url>
            </urlset>
        "#]]
        .assert_eq(&page(&[
            location("https://bildung.example/angebote/1/a?b&c", Some("2026-03-01")),
            location("https://bildung.example/", None),
        ]));
        expect![[r#"
            <?xml version="1.0" encoding="utf-8"?>
            <sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
            <sitemap><loc>https://bildung.example/sitemap-1.xml</loc></sitemap>
            </sitemapindex>
        "#]]
        .assert_eq(&index(&[location("https://bildung.example/sitemap-1.xml", None)]));
    }

    #[test]
    fn pages_hold_ten_thousand() {
        for (count, pages) in [(0, 1), (1, 1), (10_000, 1), (10_001, 2), (25_000, 3)] {
            assert_eq!(page_count(count), pages);
        }
    }
}
