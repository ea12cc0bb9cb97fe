//! The pages of the portal, one folder per area. Handlers read, pages turn what was read into markup.

pub(crate) mod areas;
pub(crate) mod feedback;
pub(crate) mod kennzahlen;
pub(crate) mod map;
pub(crate) mod offers;
pub(crate) mod pages;
pub(crate) mod places;
pub(crate) mod providers;
pub(crate) mod sitemap;
pub(crate) mod suggestions;

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use maud::Markup;

use crate::assets;
use crate::locale::{LANGUAGES, find_words, say};
use crate::ui::layout::{self, Frame, FrameWords, LanguageLink, NavLink, Page};
use crate::ui::search_bar::{Field, SearchBar, search_bar};
use crate::visit::Visit;

/// A page of this portal as a response.
pub(crate) fn respond(visit: &Visit, page: &Page, content: Markup) -> Response {
    let mut response = layout::document(&frame(visit), page, content).into_response();
    if let Ok(language) = HeaderValue::from_str(visit.words.language) {
        response.headers_mut().insert(header::CONTENT_LANGUAGE, language);
    }
    response
}

/// "Moved permanently": the same thing stands at its full address.
pub(crate) fn moved(href: &str) -> Response {
    (StatusCode::MOVED_PERMANENTLY, [(header::LOCATION, href.to_owned())]).into_response()
}

/// A page that stands at one address in each language.
pub(crate) fn page_at(visit: &Visit, path: &str, title: &str, description: &str) -> Page {
    let separator = if path.contains('?') { '&' } else { '?' };
    let in_language = |language: &str| visit.base.absolute(&format!("{path}{separator}sprache={language}"));
    let mut alternates: Vec<(String, String)> =
        portal_languages(visit).into_iter().map(|language| (language.to_owned(), in_language(language))).collect();
    alternates.push(("x-default".into(), visit.base.absolute(path)));
    let canonical =
        if visit.language_in_address { in_language(visit.words.language) } else { visit.base.absolute(path) };
    Page {
        title: title.to_owned(),
        description: description.to_owned(),
        canonical: Some(canonical),
        alternates,
        ..Page::default()
    }
}

/// Languages of this portal that have a locale, in the portal's order.
fn portal_languages(visit: &Visit) -> Vec<&'static str> {
    let offered = &visit.site.kommune.languages;
    if offered.is_empty() {
        return LANGUAGES.to_vec();
    }
    offered.iter().filter_map(|code| LANGUAGES.iter().copied().find(|language| *language == code.as_str())).collect()
}

fn frame(visit: &Visit) -> Frame {
    let words = visit.words;
    let kommune = &visit.site.kommune;
    let link = |label: String, path: &str| NavLink {
        label,
        href: visit.href(path),
        current: visit.path == path,
        counter: (path == "/merkliste").then(|| "merkliste".to_owned()),
    };
    let themed = kommune.look.accent_light.is_some() || kommune.look.accent_dark.is_some();
    let mut stylesheets: Vec<String> = assets::href("app.css").into_iter().collect();
    if themed {
        stylesheets.push("/thema.css".into());
    }
    let mut main_links = vec![
        link(say::nav_offers(words), "/angebote"),
        link(say::nav_providers(words), "/anbieter"),
        link(say::nav_places(words), "/orte"),
        link(say::nav_figures(words), "/zahlen"),
    ];
    main_links.push(link(say::nav_bookmarks(words), "/merkliste"));
    Frame {
        language: words.language.to_owned(),
        name: kommune.name.clone(),
        region: kommune.region.clone(),
        home: visit.href("/"),
        stylesheets,
        fonts: ["fira-sans-regular.woff2", "fira-sans-semibold.woff2"].into_iter().filter_map(assets::href).collect(),
        scripts: assets::href("app.js").into_iter().collect(),
        icon: assets::href("icon.svg"),
        main_links,
        footer_links: vec![
            link(say::nav_about(words), "/ueber"),
            link(say::nav_accessibility(words), "/barrierefreiheit"),
            link(say::nav_privacy(words), "/datenschutz"),
            link(say::nav_imprint(words), "/impressum"),
            link(say::nav_api(words), "/ueber#daten"),
        ],
        languages: portal_languages(visit)
            .into_iter()
            .map(|language| LanguageLink {
                code: language.to_owned(),
                name: find_words(language).map(say::language_own_name).unwrap_or_default(),
                href: visit.in_language(language),
                current: language == words.language,
            })
            .collect(),
        operator: if kommune.operator.name.is_empty() {
            String::new()
        } else {
            say::footer_operator(words, kommune.operator.name.clone())
        },
        words: FrameWords {
            skip: say::skip_to_content(words),
            main_nav: say::nav_main(words),
            footer_nav: say::nav_footer(words),
            language_nav: say::nav_language(words),
            promise: say::footer_promise(words),
        },
        data: vec![
            ("sprache".into(), words.language.to_owned()),
            ("gemerkt".into(), say::bookmark_added(words)),
            ("entfernt".into(), say::bookmark_removed(words)),
            ("kopiert".into(), say::share_copied(words)),
            ("schliessen".into(), say::close(words)),
        ],
    }
}

/// The search as it stands on pages without results.
pub(crate) fn search_again(visit: &Visit) -> Markup {
    search_bar(&bar(visit, false))
}

/// An empty search bar; callers fill in what they know.
pub(crate) fn bar(visit: &Visit, large: bool) -> SearchBar {
    let words = visit.words;
    let mut hidden = Vec::new();
    if visit.language_in_address {
        hidden.push(("sprache".to_owned(), words.language.to_owned()));
    }
    SearchBar {
        form: "suche".into(),
        action: "/angebote".into(),
        what: Field {
            label: say::search_what(words),
            value: String::new(),
            placeholder: say::search_what_example(words),
        },
        place: Field {
            label: say::search_where(words),
            value: String::new(),
            placeholder: say::search_where_example(words),
        },
        from: Field { label: say::search_when(words), ..Field::default() },
        button: say::search_button(words),
        label: say::search_label(words),
        hidden,
        suggest: visit.href("/vorschlaege"),
        places: visit.site.gemeinden().into_iter().map(|area| area.name.clone()).collect(),
        suggestions_status: say::search_suggestions(words),
        large,
    }
}
