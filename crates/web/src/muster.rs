//! `/muster`: every component of the design system in every state, on one page, for looking and for tests.

use axum::response::Response;
use maud::{Markup, html};

use crate::locale::{Words, say};
use crate::portal;
use crate::ui::alert::{self, Kind};
use crate::ui::button::{self, Weight};
use crate::ui::card::{CardWords, DateBlock, OfferCard, date_block, offer_cards};
use crate::ui::chip::{self, Badge, Removable, Suggested, Tone, badge};
use crate::ui::disclosure::accordion;
use crate::ui::facet::{self, Facet, Panel, Value};
use crate::ui::form::{self, Autocomplete, Choice, Field};
use crate::ui::icon::{Icon, icon};
use crate::ui::layout::section;
use crate::ui::lists::{Table, description_list, table};
use crate::ui::map::{Landmark, MapFrame, MapWords, Point, Position, map_frame};
use crate::ui::nav::{self, Pagination, Tab};
use crate::ui::search_bar::search_bar;
use crate::ui::tile::{Tile, tiles};
use crate::visit::Visit;

/// `GET /muster`
pub(crate) async fn show(visit: Visit) -> Response {
    let words = visit.words;
    let title = say::muster_title(words);
    let mut page = portal::page_at(&visit, "/muster", &title, &say::muster_lead(words));
    page.noindex = true;
    let mut bar = portal::bar(&visit, true);
    bar.form = "muster-suche".into();
    let content = html! {
        div.wrap {
            div.page-head { h1 { (title) } p.lead { (say::muster_lead(words)) } }
            (specimen("schrift", &say::muster_type(words), typography(words)))
            (specimen("knoepfe", &say::muster_buttons(words), buttons(words)))
            (specimen("suche-muster", &say::muster_search(words), search_bar(&bar)))
            (specimen("marken", &say::muster_chips(words), chips(words)))
            (specimen("karten", &say::muster_cards(words), cards(words)))
            (specimen("filter-muster", &say::filters_title(words), facets(words)))
            (specimen("meldungen", &say::muster_alerts(words), alerts(words)))
            (specimen("formular", &say::muster_form(words), forms(words)))
            (specimen("listen", &say::muster_lists(words), lists(words)))
            (specimen("wege", &say::muster_ways(words), ways(words)))
            (specimen("tueren", &say::start_doors(words), tiles(&doors(words))))
            (specimen("karte-muster", &say::view_map(words), map_frame(&map(words))))
            (specimen("zeichen", &say::muster_icons(words), html! {
                p { @for symbol in Icon::ALL { (icon(*symbol)) " " } }
            }))
        }
    };
    portal::respond(&visit, &page, content)
}

fn specimen(id: &str, title: &str, content: Markup) -> Markup {
    section(2, id, title, html! { div.specimen { (content) } })
}

fn typography(words: &Words) -> Markup {
    html! {
        h3 { (say::muster_heading(words)) }
        p { (say::muster_paragraph(words)) " " a href="#schrift" { (say::muster_link(words)) } }
        div.prose { ul { li { (say::muster_item(words)) } li { (say::muster_item(words)) } } }
    }
}

fn buttons(words: &Words) -> Markup {
    let label = say::muster_button(words);
    html! {
        @for weight in Weight::ALL {
            p {
                (button::link(*weight, &label, None, "#knoepfe")) " "
                (button::link(*weight, &label, Some(Icon::Arrow), "#knoepfe")) " "
                button class="kern-btn kern-btn--secondary" type="button" disabled { span.kern-label { (say::muster_disabled(words)) } }
            }
        }
    }
}

fn chips(words: &Words) -> Markup {
    let text = say::muster_chip(words);
    html! {
        (chip::removable(&[Removable { label: text.clone(), remove: say::filter_remove(words, text.clone()), href: "#marken".into() }],
            &say::filters_active(words), Some((&say::filters_clear(words), "#marken"))))
        (chip::suggested(&say::chips_suggested(words),
            &[Suggested { label: text.clone(), href: "#marken".into(), count: Some(say::count_offers(words, 12)) }]))
        p { @for tone in Tone::ALL { (badge(&Badge { label: text.clone(), tone: *tone })) " " } }
    }
}

fn cards(words: &Words) -> Markup {
    let date = DateBlock { weekday: "Di.".into(), day: "3".into(), month: "März".into(), iso: "2026-03-03".into() };
    let card_words = CardWords {
        bookmark: say::bookmark_add(words),
        price: say::label_price(words),
        place: say::label_place(words),
        when: say::label_when(words),
    };
    let full = OfferCard {
        id: "muster-1".into(),
        title: say::muster_offer(words),
        href: "#karten".into(),
        provider: say::muster_provider(words),
        date: Some(date.clone()),
        without_date: String::new(),
        when: Some("18:30".into()),
        place: Some(say::muster_place(words)),
        price: "65,60 €".into(),
        price_known: true,
        level: Some("B1.2".into()),
        seats: Some(say::seats_few(words, 3)),
        badges: vec![
            Badge { label: words.code("kinderbetreuung", "ja"), tone: Tone::Good },
            Badge { label: say::seats_none(words), tone: Tone::Bad },
            Badge { label: "–".into(), tone: Tone::Neutral },
        ],
    };
    let bare = OfferCard {
        id: "muster-2".into(),
        date: None,
        without_date: say::date_on_request(words),
        when: None,
        place: None,
        price: say::price_unknown(words),
        price_known: false,
        level: None,
        seats: None,
        badges: Vec::new(),
        ..full.clone()
    };
    html! {
        (offer_cards(&[full, bare], &card_words, 3))
        div.specimen-date { (date_block(Some(&date), "")) }
    }
}

fn facets(words: &Words) -> Markup {
    let value = |code: &str, count: usize, selected: bool| Value {
        value: code.into(),
        label: words.code("preis", code),
        count: count.to_string(),
        count_spoken: say::count_offers(words, count),
        selected,
        empty: count == 0,
        unknown: code == "unbekannt",
    };
    let facet = Facet {
        name: "preis".into(),
        label: words.code("facet", "preis"),
        open: true,
        values: vec![
            value("kostenlos", 12, true),
            value("bis_25", 3, false),
            value("ueber_100", 0, false),
            value("unbekannt", 5, false),
        ],
        shown: 6,
        more: String::new(),
        note: Some(say::filter_note_accessibility(words)),
    };
    facet::panel(&Panel {
        form: "muster-suche".into(),
        heading: words.code("facet", "thema"),
        apply: say::filters_apply(words, 12),
        close: say::close(words),
        close_href: "#filter-muster".into(),
        groups: Vec::new(),
        facets: vec![facet],
    })
}

fn alerts(words: &Words) -> Markup {
    html! {
        @for kind in Kind::ALL {
            (alert::alert(*kind, &say::muster_heading(words), html! { p { (say::muster_paragraph(words)) } }, false))
        }
        (alert::empty(3, &say::nothing_title(words), html! { p { (say::nothing_text(words)) } },
            button::link(Weight::Secondary, &say::way_all_offers(words), None, "#meldungen")))
        (accordion(&say::muster_heading(words), false, html! { p { (say::muster_paragraph(words)) } }))
    }
}

fn forms(words: &Words) -> Markup {
    let (label, hint) = (say::feedback_mail(words), say::feedback_mail_hint(words));
    let error = say::feedback_mail_wrong(words);
    let field = |id: &'static str, kind: form::Kind, error: Option<&'static str>| (id, kind, error.is_some());
    let fields = [
        field("m-text", form::Kind::Text, None),
        field("m-lang", form::Kind::Long, None),
        field("m-fehler", form::Kind::Email, Some("")),
    ];
    let option = say::muster_item(words);
    let choices = |prefix: &'static str| [(format!("{prefix}-1"), true), (format!("{prefix}-2"), false)];
    html! {
        (form::error_summary(&say::form_errors(words), &[("m-fehler".into(), error.clone())]))
        @for (id, kind, wrong) in fields {
            (form::field(&Field { kind, id, name: id, label: &label, hint: &hint, error: wrong.then_some(error.as_str()),
                autocomplete: if id == "m-text" { Autocomplete::Name } else { Autocomplete::Off }, value: "", required: false, max_length: 100 }))
        }
        @for (name, one_of) in [("m-eine", true), ("m-viele", false)] {
            @let ids = choices(name);
            @let options: Vec<Choice<'_>> =
                ids.iter().map(|(id, selected)| Choice { id, value: id, label: &option, selected: *selected }).collect();
            (form::choices(name, &say::muster_choice(words), &hint, one_of, &options))
        }
    }
}

fn lists(words: &Words) -> Markup {
    let cell = |text: String| html! { (text) };
    html! {
        (description_list(&[(say::label_source(words), cell(say::muster_provider(words))), (say::label_price(words), cell("65,60 €".into()))]))
        (table(&Table {
            id: "m-tabelle".into(),
            caption: say::muster_lists(words),
            columns: vec![say::label_source(words), say::label_price(words)],
            rows: vec![vec![cell(say::muster_provider(words)), cell("65,60 €".into())], vec![cell(say::muster_provider(words)), cell(say::price_free(words))]],
            caption_hidden: false,
        }))
    }
}

fn ways(words: &Words) -> Markup {
    let tab = |label: String, current, symbol| Tab { label, href: "#wege".into(), current, symbol };
    html! {
        (nav::breadcrumb(&say::nav_breadcrumb(words), &[(say::nav_start(words), "/".into())], &say::muster_title(words)))
        (nav::tabs(&say::view_label(words), &[tab(say::view_list(words), true, Icon::List), tab(say::view_map(words), false, Icon::Map)]))
        (nav::choices(&say::sort_label(words), &[(words.code("sortierung", "datum"), "#wege".into(), true), (words.code("sortierung", "preis"), "#wege".into(), false)]))
        (nav::pagination(&Pagination {
            label: say::pages_label(words),
            previous: Some((say::pages_previous(words), "#wege".into())),
            next: Some((say::pages_next(words), "#wege".into())),
            position: say::pages_position(words, 2, 12),
        }))
    }
}

fn doors(words: &Words) -> Vec<Tile> {
    [(Icon::Cap, "ausbildung"), (Icon::House, "familie")]
        .into_iter()
        .map(|(symbol, key)| Tile {
            symbol,
            title: words.code("tuer", key),
            text: words.code("tuer-text", key),
            href: "#tueren".into(),
            count: Some(say::count_offers(words, 12)),
        })
        .collect()
}

fn map(words: &Words) -> MapFrame {
    let at = |lon: f64, lat: f64| Position { lon, lat };
    let point = |lon: f64, lat: f64, count: usize| Point {
        at: at(lon, lat),
        label: say::muster_place(words),
        count,
        spoken: say::count_offers(words, count),
        href: "#karte-muster".into(),
    };
    MapFrame {
        label: say::map_title(words),
        points: vec![point(6.5, 49.6, 1), point(6.64, 49.75, 12), point(6.8, 49.7, 4)],
        landmarks: vec![Landmark { at: at(6.6, 49.68), name: say::muster_place(words), weight: 1 }],
        points_href: String::new(),
        areas_href: String::new(),
        style_href: None,
        script: None,
        stylesheet: None,
        start: say::map_start(words),
        eager: false,
        narrow: false,
        note: say::map_note(words),
        words: MapWords::default(),
    }
}
