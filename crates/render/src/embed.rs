//! A list of offers inside the pages of others: an HTML fragment without script, style sheet or image.
//!
//! A municipal site includes it on its server, or the small web component of `assets` fetches it. It brings its classes only; colours
//! and type come from the page around it.

use crate::xml::escape;

#[derive(Debug, Clone)]
pub struct Fragment<'a> {
    pub heading: &'a str,
    /// `h2` to `h4`: the fragment must fit into the outline of the page around it.
    pub heading_level: u8,
    pub language: &'a str,
    pub items: Vec<Item<'a>>,
    /// Shown when there are no items.
    pub empty: &'a str,
    /// All hits on the portal.
    pub more_url: &'a str,
    pub more_label: &'a str,
}

#[derive(Debug, Clone)]
pub struct Item<'a> {
    pub title: &'a str,
    pub url: String,
    /// When, where, price: one line each.
    pub lines: Vec<String>,
}

pub fn html(fragment: &Fragment) -> String {
    let level = fragment.heading_level.clamp(2, 4);
    let mut out = format!(
        "<section class=\"bildungsraum\" lang=\"{}\">\n<h{level}>{}</h{level}>\n",
        escape(fragment.language),
        escape(fragment.heading)
    );
    if fragment.items.is_empty() {
        out.push_str(&format!("<p>{}</p>\n", escape(fragment.empty)));
    } else {
        out.push_str("<ul class=\"bildungsraum-angebote\">\n");
        for item in &fragment.items {
            out.push_str(&format!("<li><a href=\"{}\">{}</a>", escape(&item.url), escape(item.title)));
            for line in &item.lines {
                out.push_str(&format!("<br><span>{}</span>", escape(line)));
            }
            out.push_str("</li>\n");
        }
        out.push_str("</ul>\n");
    }
    out.push_str(&format!(
        "<p><a href=\"{}\">{}</a></p>\n</section>\n",
        escape(fragment.more_url),
        escape(fragment.more_label)
    ));
    out
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::*;

    #[test]
    fn titles_cannot_bring_markup_along() {
        let mut fragment = Fragment {
            heading: "Lernen in Konz",
            heading_level: 9,
            language: "de",
            items: vec![Item {
                title: "<script>alert(1)</script>",
                url: "https://bildung.example/angebote/1?a&b".into(),
                lines: vec!["Di., 3. März".into(), "kostenlos".into()],
            }],
            empty: "Zurzeit nichts.",
            more_url: "https://bildung.example/angebote?wo=Konz",
            more_label: "Alle Angebote",
        };
        expect![[r#"
            <section class="bildungsraum" lang="de">
            <h4>Lernen in Konz</h4>
            <ul class="bildungsraum-angebote">
            <li><a href="https://bildung.example/angebote/1?a&amp;b">&lt;script&gt;alert(1)&lt;/script&gt;</a><br><span>Di., 3. März</span><br><span>kostenlos</span></li>
            </ul>
            <p><a href="https://bildung.example/angebote?wo=Konz">Alle Angebote</a></p>
            </section>
        "#]].assert_eq(&html(&fragment));
        fragment.items.clear();
        fragment.heading_level = 2;
        expect![[r#"
            <section class="bildungsraum" lang="de">
            <h2>Lernen in Konz</h2>
            <p>Zurzeit nichts.</p>
            <p><a href="https://bildung.example/angebote?wo=Konz">Alle Angebote</a></p>
            </section>
        "#]]
        .assert_eq(&html(&fragment));
    }
}
