//! The frame of every page: head, skip link, header, main, footer. And headings, so that their level is always said.

use maud::{DOCTYPE, Markup, PreEscaped, html};

use super::icon::{Icon, icon};

/// What surrounds the content; the same on all pages of a portal.
#[derive(Debug, Clone, Default)]
pub struct Frame {
    pub language: String,
    /// Name of the portal.
    pub name: String,
    /// The region in words, under the name.
    pub region: String,
    pub home: String,
    pub stylesheets: Vec<String>,
    /// Loaded with the first bytes, so that text is set in them from the beginning.
    pub fonts: Vec<String>,
    /// Modules; the page is complete without them.
    pub scripts: Vec<String>,
    pub icon: Option<String>,
    pub main_links: Vec<NavLink>,
    pub footer_links: Vec<NavLink>,
    pub languages: Vec<LanguageLink>,
    /// Who runs the portal, at the foot.
    pub operator: String,
    pub words: FrameWords,
    /// For scripts: addresses and words, as `data-*` of the root element.
    pub data: Vec<(String, String)>,
}

#[derive(Debug, Clone, Default)]
pub struct FrameWords {
    pub skip: String,
    pub main_nav: String,
    pub footer_nav: String,
    pub language_nav: String,
    pub promise: String,
}

#[derive(Debug, Clone)]
pub struct NavLink {
    pub label: String,
    pub href: String,
    pub current: bool,
    /// Script writes a number behind it (bookmarks).
    pub counter: Option<String>,
}

#[derive(Debug, Clone)]
pub struct LanguageLink {
    /// BCP 47.
    pub code: String,
    /// In its own language.
    pub name: String,
    pub href: String,
    pub current: bool,
}

/// One page.
#[derive(Debug, Clone, Default)]
pub struct Page {
    /// Without the portal's name.
    pub title: String,
    pub description: String,
    /// Absolute address.
    pub canonical: Option<String>,
    /// `(language, absolute address)`.
    pub alternates: Vec<(String, String)>,
    pub feed: Option<(String, String)>,
    /// Not for search engines.
    pub noindex: bool,
    /// JSON-LD, already safe inside a script element.
    pub json_ld: Option<String>,
    /// Class of `body`, for the few pages that need more width.
    pub kind: &'static str,
    pub extra_stylesheets: Vec<String>,
    pub extra_scripts: Vec<String>,
}

pub fn document(frame: &Frame, page: &Page, content: Markup) -> Markup {
    html! {
        (DOCTYPE)
        html lang=(frame.language) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title {
                    @if page.title.is_empty() { (frame.name) } @else { (page.title) " – " (frame.name) }
                }
                @if !page.description.is_empty() { meta name="description" content=(page.description); }
                meta name="color-scheme" content="light dark";
                @if page.noindex { meta name="robots" content="noindex"; }
                @for font in &frame.fonts { link rel="preload" as="font" type="font/woff2" href=(font) crossorigin; }
                @for sheet in frame.stylesheets.iter().chain(&page.extra_stylesheets) { link rel="stylesheet" href=(sheet); }
                @if let Some(icon) = &frame.icon { link rel="icon" type="image/svg+xml" href=(icon); }
                @if let Some(canonical) = &page.canonical {
                    link rel="canonical" href=(canonical);
                    meta property="og:url" content=(canonical);
                }
                @if !page.title.is_empty() { meta property="og:title" content=(page.title); }
                @if !page.description.is_empty() { meta property="og:description" content=(page.description); }
                meta property="og:site_name" content=(frame.name);
                @for (language, href) in &page.alternates { link rel="alternate" hreflang=(language) href=(href); }
                @if let Some((title, href)) = &page.feed {
                    link rel="alternate" type="application/atom+xml" title=(title) href=(href);
                }
                @for script in frame.scripts.iter().chain(&page.extra_scripts) { script type="module" src=(script) {} }
                @if let Some(json) = &page.json_ld {
                    script type="application/ld+json" { (PreEscaped(json)) }
                }
            }
            (body(frame, page, content))
        }
    }
}

fn body(frame: &Frame, page: &Page, content: Markup) -> Markup {
    let data = frame.data.iter().fold(String::new(), |mut text, (name, value)| {
        // Names are ours; values are escaped by hand because maud has no attributes with computed names.
        text.push_str(&format!(" data-{name}=\"{}\"", escape_attribute(value)));
        text
    });
    html! {
        (PreEscaped(format!("<body class=\"{}\"{data}>", page.kind)))
        a.skip href="#inhalt" { (frame.words.skip) }
        (header(frame))
        main id="inhalt" tabindex="-1" { (content) }
        (footer(frame))
        (PreEscaped("</body>"))
    }
}

fn escape_attribute(text: &str) -> String {
    text.replace('&', "&amp;").replace('"', "&quot;").replace('<', "&lt;").replace('>', "&gt;")
}

fn header(frame: &Frame) -> Markup {
    html! {
        header.site-header {
            div.wrap {
                a.brand href=(frame.home) {
                    (mark())
                    span.brand-text {
                        span.brand-name { (frame.name) }
                        " "
                        @if !frame.region.is_empty() { span.brand-region { (frame.region) } }
                    }
                }
                nav.main-nav aria-label=(frame.words.main_nav) {
                    ul { @for link in &frame.main_links { li { (nav_link(link)) } } }
                }
                @if frame.languages.len() > 1 {
                    nav.language-nav aria-label=(frame.words.language_nav) {
                        ul {
                            @for language in &frame.languages {
                                @if !language.current {
                                    li {
                                        a href=(language.href) lang=(language.code) hreflang=(language.code) {
                                            (icon(Icon::Globe))
                                            span.language-name { (language.name) }
                                            span.language-code aria-hidden="true" { (language.code) }
                                        }
                                    }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// An open book in a doorway: the sign of the product where a Kommune has none.
fn mark() -> Markup {
    html! {
        svg.brand-mark viewBox="0 0 40 40" width="40" height="40" aria-hidden="true" focusable="false" {
            path.brand-door d="M6 38V18C6 9.500 12 3 20 3s14 6.500 14 15v20z" {}
            path.brand-book d="M20 19.500c-2.600-1.900-5.800-2.600-9.500-2.600v12.600c3.700 0 6.900.8 9.500 2.700 2.600-1.900 5.800-2.700 9.500-2.700V16.900c-3.700 0-6.900.7-9.500 2.600zM20 19.500v12.700" {}
        }
    }
}

fn nav_link(link: &NavLink) -> Markup {
    html! {
        a href=(link.href) aria-current=[link.current.then_some("page")] {
            (link.label)
            @if let Some(counter) = &link.counter { span.counter data-counter=(counter) hidden {} }
        }
    }
}

fn footer(frame: &Frame) -> Markup {
    html! {
        footer.site-footer {
            div.wrap {
                p.footer-promise { (frame.words.promise) }
                nav aria-label=(frame.words.footer_nav) {
                    ul { @for link in &frame.footer_links { li { (nav_link(link)) } } }
                }
                @if !frame.operator.is_empty() { p.footer-operator { (frame.operator) } }
            }
        }
    }
}

/// A heading with its level from 1 to 6.
pub fn heading(level: u8, text: &str, id: Option<&str>) -> Markup {
    html! {
        @match level {
            1 => h1 id=[id] { (text) },
            2 => h2 id=[id] { (text) },
            3 => h3 id=[id] { (text) },
            4 => h4 id=[id] { (text) },
            5 => h5 id=[id] { (text) },
            _ => h6 id=[id] { (text) },
        }
    }
}

/// A heading that is a link.
pub fn heading_link(level: u8, text: &str, href: &str) -> Markup {
    let link = html! { a href=(href) { (text) } };
    html! {
        @match level {
            1 => h1.card-title { (link) },
            2 => h2.card-title { (link) },
            3 => h3.card-title { (link) },
            _ => h4.card-title { (link) },
        }
    }
}

/// A section with its heading, named by it.
pub fn section(level: u8, id: &str, title: &str, content: Markup) -> Markup {
    let heading_id = format!("{id}-titel");
    html! {
        section.section id=(id) aria-labelledby=(heading_id) {
            (heading(level, title, Some(&heading_id)))
            (content)
        }
    }
}
