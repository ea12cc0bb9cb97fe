//! Feeds (Atom, RFC 4287): the newest or changed offers of a search.

use chrono::{DateTime, SecondsFormat, Utc};
use model::ids::OfferId;

use crate::xml::escape;

#[derive(Debug, Clone)]
pub struct Feed<'a> {
    pub title: &'a str,
    pub subtitle: &'a str,
    /// Address of the feed itself; it is its id as well, so it must be canonical.
    pub feed_url: &'a str,
    /// The page with the same hits.
    pub page_url: &'a str,
    /// Who runs the portal.
    pub author: &'a str,
    pub language: &'a str,
    /// When it holds no entries there is no date to take from them.
    pub updated_if_empty: DateTime<Utc>,
    pub entries: Vec<Entry<'a>>,
}

#[derive(Debug, Clone)]
pub struct Entry<'a> {
    pub id: OfferId,
    pub title: &'a str,
    pub url: String,
    pub provider: &'a str,
    /// Plain text: when, where, what it costs, and the beginning of the description.
    pub summary: String,
    /// Code and label of each topic.
    pub categories: Vec<(&'a str, &'a str)>,
    pub published: DateTime<Utc>,
    pub updated: DateTime<Utc>,
}

pub fn feed(feed: &Feed) -> String {
    let updated = feed.entries.iter().map(|entry| entry.updated).max().unwrap_or(feed.updated_if_empty);
    let mut out = format!(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"{}\">\n",
        escape(feed.language)
    );
    let mut line = |line: String| {
        out.push_str(&line);
        out.push('\n');
    };
    line(format!("  <id>{}</id>", escape(feed.feed_url)));
    line(format!("  <title>{}</title>", escape(feed.title)));
    if !feed.subtitle.is_empty() {
        line(format!("  <subtitle>{}</subtitle>", escape(feed.subtitle)));
    }
    line(format!("  <updated>{}</updated>", time(updated)));
    line(format!("  <author><name>{}</name></author>", escape(feed.author)));
    line(format!("  <link rel=\"self\" type=\"application/atom+xml\" href=\"{}\"/>", escape(feed.feed_url)));
    line(format!("  <link rel=\"alternate\" type=\"text/html\" href=\"{}\"/>", escape(feed.page_url)));
    line("  <generator>Bildungsraum</generator>".into());
    for entry in &feed.entries {
        line("  <entry>".into());
        line(format!("    <id>urn:uuid:{}</id>", entry.id));
        line(format!("    <title>{}</title>", escape(entry.title)));
        line(format!("    <updated>{}</updated>", time(entry.updated)));
        line(format!("    <published>{}</published>", time(entry.published)));
        line(format!("    <author><name>{}</name></author>", escape(entry.provider)));
        line(format!("    <link rel=\"alternate\" type=\"text/html\" href=\"{}\"/>", escape(&entry.url)));
        for (code, label) in &entry.categories {
            line(format!("    <category term=\"{}\" label=\"{}\"/>", escape(code), escape(label)));
        }
        line(format!("    <summary type=\"text\">{}</summary>", escape(&entry.summary)));
        line("  </entry>".into());
    }
    line("</feed>".into());
    out
}

fn time(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Secs, true)
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::*;

    #[test]
    fn a_feed_with_one_entry() {
        let entry = Entry {
            id: OfferId::from_parts(1_772_000_000_000, [1; 10]),
            title: "Töpfern & <Glasieren>",
            url: "https://bildung.example/angebote/1/toepfern?a=1&b=2".into(),
            provider: "Beispiel-Werkstatt",
            summary: "Di., 3. März 2026\nSaal 1".into(),
            categories: vec![("kreativ", "Kunst & Handwerk")],
            published: "2026-01-01T10:00:00Z".parse().unwrap(),
            updated: "2026-02-01T10:00:00.123Z".parse().unwrap(),
        };
        let rendered = feed(&Feed {
            title: "Angebote „töpfern“",
            subtitle: "",
            feed_url: "https://bildung.example/angebote.atom?q=t%C3%B6pfern",
            page_url: "https://bildung.example/angebote?q=t%C3%B6pfern",
            author: "Beispielkreis",
            language: "de",
            updated_if_empty: DateTime::UNIX_EPOCH,
            entries: vec![entry],
        });
        expect![[r#"
            <?xml version="1.0" encoding="utf-8"?>
            <feed xmlns="http://www.w3.org/2005/Atom" xml:lang="de">
              <id>https://bildung.example/angebote.atom?q=t%C3%B6pfern</id>
              <title>Angebote „töpfern“</title>
              <updated>2026-02-01T10:00:00Z</updated>
              <author><name>Beispielkreis</name></author>
              <link rel="self" type="application/atom+xml" href="https://bildung.example/angebote.atom?q=t%C3%B6pfern"/>
              <link rel="alternate" type="text/html" href="https://bildung.example/angebote?q=t%C3%B6pfern"/>
              <generator>Bildungsraum</generator>
              <entry>
                <id>urn:uuid:019c936e-3800-7101-8101-010101010101</id>
                <title>Töpfern &amp; &lt;Glasieren&gt;</title>
                <updated>2026-02-01T10:00:00Z</updated>
                <published>2026-01-01T10:00:00Z</published>
                <author><name>Beispiel-Werkstatt</name></author>
                <link rel="alternate" type="text/html" href="https://bildung.example/angebote/1/toepfern?a=1&amp;b=2"/>
                <category term="kreativ" label="Kunst &amp; Handwerk"/>
                <summary type="text">Di., 3. März 2026
            Saal 1</summary>
              </entry>
            </feed>
        "#]]
        .assert_eq(&rendered);
    }

    #[test]
    fn an_empty_feed_still_says_when_it_was_made() {
        let updated = "2026-02-01T10:00:00Z".parse().unwrap();
        let rendered = feed(&Feed {
            title: "t",
            subtitle: "s",
            feed_url: "https://a.example/f",
            page_url: "https://a.example/",
            author: "a",
            language: "en",
            updated_if_empty: updated,
            entries: Vec::new(),
        });
        assert!(rendered.contains("<updated>2026-02-01T10:00:00Z</updated>"), "{rendered}");
    }
}
