//! The page of a Kennzahl: the finding first, then the figure, then everything one needs to believe it.

use axum::response::Response;
use cube::Definition;
use cube::{AreaValue, Series, compute, compute_across, compute_breakdown, formula_in_words};
use maud::{Markup, PreEscaped, html};
use model::areas::AreaShape;
use model::codes::area_key::AreaLevel;
use model::kennzahlen::Breakdown;
use model::statistics::GERMANY;
use model::wert::{Symbol, Wert};
use render::charts::{BarRow, Bars, Caption, Chart as _, Choropleth, Classes, Line, MapValue, Order};

use actions::statistics::Loaded;

use super::ages::AgeChart;
use super::choice::{Asked, Choice, OWN_AREAS, known_areas, land_of, level_of, name_of};
use super::series::{breaks, finding, format, interruptions, points, unit_name};
use super::{path_of, sources, trace_path};
use crate::error::Error;
use crate::locale::{Words, say};
use crate::portal;
use crate::ui::alert::{self, Kind, alert};
use crate::ui::button::{self, Weight};
use crate::ui::layout::{Page, section};
use crate::ui::lists::{Table, description_list, table};
use crate::ui::nav;
use crate::visit::Visit;

/// Everything that is drawn for a choice.
pub(super) struct Figures<'a> {
    pub(super) visit: &'a Visit,
    pub(super) definition: &'a Definition,
    pub(super) loaded: &'a Loaded,
    pub(super) choice: Choice,
    /// The own area first.
    pub(super) series: Vec<(String, Series)>,
}

impl<'a> Figures<'a> {
    pub(super) fn new(visit: &'a Visit, definition: &'a Definition, loaded: &'a Loaded) -> Option<Self> {
        let choice = Choice::new(visit, definition, loaded, &Asked::parse(&visit.query))?;
        let years = choice.years.0..=choice.years.1;
        let series = choice
            .areas()
            .map(|area| {
                let name = name_of(visit, definition, loaded, area).full;
                (name, compute(definition, loaded, area, years.clone()))
            })
            .collect();
        Some(Self { visit, definition, loaded, choice, series })
    }

    /// As [`Self::new`], but an area that is asked for and has no value is not replaced: a file or a frame cannot say so.
    pub(super) fn exactly(visit: &'a Visit, definition: &'a Definition, loaded: &'a Loaded) -> Option<Self> {
        Self::new(visit, definition, loaded).filter(|figures| figures.choice.missing_area.is_none())
    }

    pub(super) fn name(&self) -> &str {
        self.definition.kennzahl.name.in_language(self.visit.words.language)
    }

    pub(super) fn own(&self) -> &Series {
        &self.series[0].1
    }

    fn caption(&self, id: &str, title: String, description: String) -> Caption {
        Caption {
            id: id.to_owned(),
            title,
            description,
            source: sources::source_line(self.visit, self.definition, self.loaded),
        }
    }

    /// Whether the area is one of the office's own.
    fn is_small(&self) -> bool {
        level_of(&self.choice.area) == OWN_AREAS
    }

    /// The line over time.
    pub(super) fn line(&self) -> Line {
        let words = self.visit.words;
        let areas: Vec<&str> = self.series.iter().map(|(name, _)| name.as_str()).collect();
        let description = say::chart_line_description(
            words,
            areas.join(", "),
            self.choice.years.0.to_string(),
            self.name().to_owned(),
            self.choice.years.1.to_string(),
        );
        Line {
            caption: self.caption("verlauf", self.name().to_owned(), description),
            format: format(self.definition, words),
            axis: unit_name(self.definition, words),
            series: self
                .series
                .iter()
                .map(|(label, series)| render::charts::Series {
                    label: label.clone(),
                    points: points(series),
                    interrupted_at: interruptions(self.definition, series),
                })
                .collect(),
            breaks: breaks(self.own(), words),
            from_zero: self.definition.kennzahl.unit == "Anzahl",
        }
    }

    /// Bars of the first breakdown that has numbers.
    pub(super) fn bars(&self, breakdown: &Breakdown) -> Option<Bars> {
        let words = self.visit.words;
        let year = self.choice.year;
        let bars = compute_breakdown(self.definition, self.loaded, &self.choice.area, year, &breakdown.dimension);
        if !bars.iter().any(|bar| bar.wert.value().is_some()) {
            return None;
        }
        let label = breakdown.label.in_language(words.language).to_owned();
        let title = say::chart_bars_title(words, label.clone(), self.name().to_owned(), year.to_string());
        let has_order = breakdown.dimension.starts_with("ALT");
        // Where everything is a part, saying so of each tells nothing.
        let names_parts = bars.iter().any(|bar| !bar.is_part);
        Some(Bars {
            caption: self.caption(
                &format!("nach-{}", render::address::slug(&breakdown.dimension)),
                title.clone(),
                title,
            ),
            format: format(self.definition, words),
            series: vec![label],
            rows: bars
                .into_iter()
                .map(|bar| BarRow {
                    label: if bar.is_part && names_parts { say::chart_part_of(words, bar.label) } else { bar.label },
                    values: vec![bar.wert],
                    reference: None,
                    is_own: false,
                })
                .collect(),
            order: if has_order { Order::Given } else { Order::Descending },
            reference: None,
        })
    }

    /// The Kreise of the own Land in the chosen year: they have the same school law and appear on one map. Of a small area, the office's
    /// own areas.
    pub(super) fn across(&self) -> Vec<AreaValue> {
        if self.is_small() {
            return compute_across(self.definition, self.loaded, self.choice.year, None);
        }
        let land = land_of(&self.choice.area).unwrap_or_else(|| self.choice.area.clone());
        let all = compute_across(self.definition, self.loaded, self.choice.year, Some(AreaLevel::Kreis));
        all.into_iter().filter(|value| land == GERMANY || value.area.starts_with(&land)).collect()
    }
}

pub(super) async fn show(visit: &Visit, definition: &Definition, loaded: &Loaded) -> Result<Response, Error> {
    let Some(figures) = Figures::new(visit, definition, loaded) else {
        return Ok(without_data(visit, definition));
    };
    let words = visit.words;
    let headline = finding(visit, definition, loaded, &figures.choice, figures.own());
    let name = figures.name().to_owned();
    let path = path_of(definition);
    let area = name_of(visit, definition, loaded, &figures.choice.area);
    let page =
        Page { title: format!("{name}: {}", area.full), ..portal::page_at(visit, &path, &name, &headline.sentence) };
    let map = map(&figures).await?;
    let content = html! {
        div.wrap {
            (nav::breadcrumb(&say::nav_breadcrumb(words), &trail(visit, definition), &name))
            div.page-head.figure-head {
                p.kicker { (definition.kennzahl.code) " · " (name) " · " (area.full) }
                h1 { (headline.sentence) }
                @for note in headline.story.iter().chain(&headline.notes) { p.lead { (note) } }
                (answered(&figures))
            }
            (replaced(&figures))
            (chooser(&figures))
            // An index says where an area stands among the others of a year, and nothing about the way there.
            @if !definition.kennzahl.is_index() {
                (section(2, "verlauf-abschnitt", &say::kennzahl_over_time(words), html! {
                    (figure(&figures, figures.line().on_page()))
                    (break_notes(&figures))
                    (values_table(&figures))
                }))
            }
            @for breakdown in &definition.kennzahl.breakdowns {
                @if let Some(ages) = AgeChart::new(&figures, breakdown) {
                    (section(2, &format!("abschnitt-{}", ages.pyramid.caption.id), &ages.pyramid.caption.title, html! {
                        (figure(&figures, ages.pyramid.on_page()))
                        @if let Some(note) = &ages.note { p.muted { (note) } }
                        (ages.table(&figures))
                    }))
                } @else if let Some(bars) = figures.bars(breakdown) {
                    (section(2, &format!("abschnitt-{}", bars.caption.id), &bars.caption.title, html! {
                        (figure(&figures, bars.on_page()))
                        (bars_table(&figures, &bars))
                    }))
                }
            }
            @if let Some(map) = map {
                (section(2, "karte", &say::kennzahl_map(words, figures.choice.year.to_string()), html! {
                    (figure(&figures, map.on_page()))
                    (ranking(&figures))
                }))
            }
            @if definition.kennzahl.is_index() {
                (section(2, "werte-abschnitt", &say::kennzahl_values(words), values_table(&figures)))
            }
            (section(2, "definition", &say::kennzahl_meaning(words), meaning(&figures)))
            (section(2, "quellen", &say::kennzahl_sources(words), html! {
                (sources::list(visit, definition, loaded))
                (sources::notes(visit, definition, loaded))
                (legend(&figures))
            }))
            (section(2, "mitnehmen", &say::kennzahl_take_along(words), take_along(&figures)))
        }
    };
    Ok(portal::respond(visit, &page, content))
}

fn trail(visit: &Visit, definition: &Definition) -> Vec<(String, String)> {
    let words = visit.words;
    let letter = definition.kennzahl.bereich.code();
    vec![
        (say::nav_start(words), visit.href("/")),
        (say::nav_figures(words), visit.href("/zahlen")),
        (words.code("bereich", letter), visit.href(&format!("/zahlen#bereich-{}", letter.to_lowercase()))),
    ]
}

/// What is asked and where the newest number comes from.
fn answered(figures: &Figures) -> Markup {
    let Figures { visit, definition, choice, .. } = figures;
    let words = visit.words;
    let newest = figures.own().points.iter().rev().find(|point| point.wert.value().is_some());
    html! {
        p.figure-question {
            span lang="de" { (definition.kennzahl.question) }
            @if let Some(newest) = newest {
                " " a href=(trace_href(figures, &choice.area, newest.year)) { (say::kennzahl_where_from(words)) }
            }
        }
    }
}

/// Says when something else is shown than was asked for.
fn replaced(figures: &Figures) -> Markup {
    let Figures { visit, definition, loaded, choice, .. } = figures;
    let words = visit.words;
    let shown = || name_of(visit, definition, loaded, &choice.area);
    html! {
        @if let Some(missing) = &choice.missing_area {
            @let name = name_of(visit, definition, loaded, missing);
            (alert(Kind::Info, &say::chooser_area_missing(words, name.place.about), html! { p { (say::chooser_instead(words, shown().full)) } }, false))
        }
        @if let Some(missing) = choice.missing_year {
            (alert(Kind::Info, &say::chooser_year_missing(words, shown().place.about, missing.to_string()),
                html! { p { (say::chooser_instead(words, choice.year.to_string())) } }, false))
        }
    }
}

/// Area and comparison; works without script. Closed, so that the figure comes first.
fn chooser(figures: &Figures) -> Markup {
    let Figures { visit, definition, loaded, choice, .. } = figures;
    let words = visit.words;
    let known = known_areas(visit, definition, loaded);
    let options = |chosen: &str| {
        html! {
            @for level in 0..=OWN_AREAS {
                @let of_level: Vec<_> = known.iter().filter(|(key, _)| level_of(key) == level).collect();
                @if !of_level.is_empty() {
                    @if level == 0 {
                        @for (key, name) in of_level { option value=(key) selected[key == chosen] { (name) } }
                    } @else {
                        optgroup label=(words.code("ebenen", &level.to_string())) {
                            @for (key, name) in of_level { option value=(key) selected[key == chosen] { (name) } }
                        }
                    }
                }
            }
        }
    };
    let compared: Vec<String> =
        choice.compared.iter().map(|area| name_of(visit, definition, loaded, area).full).collect();
    html! {
        details.chooser-frame {
            summary {
                span { (name_of(visit, definition, loaded, &choice.area).full) }
                @if !compared.is_empty() { " " span.muted { (say::chooser_beside(words, compared.join(", "))) } }
                " " span.chooser-open { (say::chooser_change(words)) }
            }
            form.chooser method="get" action=(path_of(definition)) {
                @if visit.language_in_address { input type="hidden" name="sprache" value=(words.language); }
                div.chooser-field {
                    label.kern-label for="gebiet" { (say::chooser_area(words)) }
                    div.kern-form-input__select-wrapper {
                        select.kern-form-input__select id="gebiet" name="gebiet" autocomplete="off" { (options(&choice.area)) }
                    }
                }
                div.chooser-field {
                    label.kern-label for="vergleich-weiteres" { (say::chooser_another(words)) }
                    div.kern-form-input__select-wrapper {
                        select.kern-form-input__select id="vergleich-weiteres" name="vergleich" autocomplete="off" {
                            option value="" { (say::chooser_none(words)) }
                            (options(""))
                        }
                    }
                }
                (button::submit(Weight::Secondary, &say::chooser_show(words), None, None))
                // Says that nothing is compared when every box is empty.
                input type="hidden" name="vergleich" value="";
                @if !choice.compared.is_empty() {
                    fieldset.chooser-compare {
                        legend { (say::chooser_compare(words)) }
                        @for (index, (area, name)) in choice.compared.iter().zip(&compared).enumerate() {
                            div.kern-form-check {
                                input.kern-form-check__checkbox type="checkbox" id=(format!("vergleich-{index}")) name="vergleich" value=(area) checked;
                                label.kern-label for=(format!("vergleich-{index}")) { (name) }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// A drawing with its source.
fn figure(figures: &Figures, drawing: String) -> Markup {
    html! {
        figure.figure {
            (PreEscaped(drawing))
            figcaption.muted { (sources::source_line(figures.visit, figures.definition, figures.loaded)) }
        }
    }
}

/// What the vertical lines of the chart mean.
fn break_notes(figures: &Figures) -> Markup {
    let broken: Vec<_> = figures.own().points.iter().filter(|point| !point.breaks.is_empty()).collect();
    html! {
        @if !broken.is_empty() {
            ul.notes lang="de" { @for one in broken.iter().flat_map(|point| &point.breaks) { li { (one.message) } } }
        }
    }
}

/// A value as tables print it: with its sign, and its marks in words.
pub(super) fn printed(figures: &Figures, wert: Wert) -> Markup {
    let words = figures.visit.words;
    let format = format(figures.definition, words);
    let marks: Vec<String> = wert.flags.codes().into_iter().map(|flag| words.code("marke", flag)).collect();
    html! {
        @match wert.value() {
            Some(number) => (format.number(number)),
            None => {
                abbr title=(words.code("zeichen", wert.symbol.code())) {
                    @if wert.symbol.sign().is_empty() { "–" } @else { (wert.symbol.sign()) }
                }
            }
        }
        @if !marks.is_empty() { " " small.mark { (marks.join(", ")) } }
    }
}

fn trace_href(figures: &Figures, area: &str, year: i32) -> String {
    figures.visit.href(&trace_path(figures.definition, area, year))
}

/// All values by year and area; each leads to where it comes from.
fn values_table(figures: &Figures) -> Markup {
    let words = figures.visit.words;
    let mut columns = vec![say::table_year(words)];
    columns.extend(figures.series.iter().map(|(name, _)| name.clone()));
    let rows = (0..figures.own().points.len()).rev().map(|index| {
        let year = figures.own().points[index].year;
        let breaks = &figures.own().points[index].breaks;
        let mut row = vec![html! {
            (year)
            @if !breaks.is_empty() {
                " " span.break-mark title=(breaks.iter().map(|one| one.message.as_str()).collect::<Vec<_>>().join(" ")) aria-hidden="true" { "⚡︎" }
                (crate::ui::hidden_text(&say::table_break(words)))
            }
        }];
        for ((_, series), area) in figures.series.iter().zip(figures.choice.areas()) {
            let point = &series.points[index];
            row.push(html! {
                @if point.wert.symbol == Symbol::Missing { (printed(figures, point.wert)) }
                @else {
                    a.value href=(trace_href(figures, area, year)) { (printed(figures, point.wert)) }
                }
            });
        }
        row
    });
    let shown = Table {
        id: "werte".into(),
        caption: say::table_values(words, figures.name().to_owned(), unit_name(figures.definition, words)),
        columns,
        rows: rows.collect(),
        caption_hidden: false,
    };
    html! {
        details.table-details {
            summary { (say::table_show(words)) }
            p.muted { (say::table_trace_hint(words)) }
            (table(&shown))
        }
    }
}

fn bars_table(figures: &Figures, bars: &Bars) -> Markup {
    let words = figures.visit.words;
    let shown = Table {
        id: format!("werte-{}", bars.caption.id),
        caption: bars.caption.title.clone(),
        columns: vec![bars.series.first().cloned().unwrap_or_default(), unit_name(figures.definition, words)],
        rows: bars
            .rows
            .iter()
            .map(|row| vec![html! { (row.label) }, row.values.first().map_or(html! {}, |wert| printed(figures, *wert))])
            .collect(),
        caption_hidden: false,
    };
    html! { details.table-details { summary { (say::table_show(words)) } (table(&shown)) } }
}

/// What the map shows, for those who cannot see it and for those who want the order.
fn ranking(figures: &Figures) -> Markup {
    let words = figures.visit.words;
    let mut values = figures.across();
    values.sort_by(|one, other| {
        let number = |value: &AreaValue| value.wert.value().unwrap_or(f64::NEG_INFINITY);
        number(other).total_cmp(&number(one)).then_with(|| one.area.cmp(&other.area))
    });
    let is_own = |area: &str| figures.choice.areas().any(|own| own == area);
    let rows: Vec<Vec<Markup>> = values
        .iter()
        .enumerate()
        .map(|(place, value)| {
            let name = name_of(figures.visit, figures.definition, figures.loaded, &value.area).full;
            vec![
                html! { (place + 1) },
                html! { a href=(figures.visit.href(&format!("/gebiete/{}", value.area))) { @if is_own(&value.area) { strong { (name) } } @else { (name) } } },
                html! { a.value href=(trace_href(figures, &value.area, figures.choice.year)) { (printed(figures, value.wert)) } },
            ]
        })
        .collect();
    let shown = Table {
        id: "rangfolge".into(),
        caption: say::ranking_caption(words, values.len(), figures.choice.year.to_string()),
        columns: vec![say::ranking_place(words), say::ranking_area(words), unit_name(figures.definition, words)],
        rows,
        caption_hidden: false,
    };
    html! { details.table-details.ranking { summary { (say::ranking_show(words)) } (table(&shown)) } }
}

/// The Kreise of the own Land in the chosen year; `None` without outlines, or without a number. Numbers of persons are not coloured: a
/// large area would look like a strong one.
pub(super) async fn map(figures: &Figures<'_>) -> Result<Option<Choropleth>, Error> {
    let words = figures.visit.words;
    if !figures.definition.kennzahl.is_relative() {
        return Ok(None);
    }
    let values = figures.across();
    let land = land_of(&figures.choice.area).unwrap_or_else(|| figures.choice.area.clone());
    let land = if land == GERMANY { "" } else { land.as_str() };
    let shapes: Vec<AreaShape> = if figures.is_small() {
        figures.visit.server.outlines.small(figures.visit).await?.iter().map(|area| area.shape.clone()).collect()
    } else {
        figures.visit.server.outlines.find(figures.visit, 5, land).await?.to_vec()
    };
    let areas: Vec<AreaShape> =
        shapes.into_iter().filter(|shape| values.iter().any(|value| value.area == shape.key)).collect();
    let with_number = values.iter().filter(|value| value.wert.value().is_some());
    if areas.len() < 2 || with_number.count() < 2 {
        return Ok(None);
    }
    let title = say::chart_map_title(words, figures.name().to_owned(), figures.choice.year.to_string());
    let description = say::chart_map_description(words, values.len());
    Ok(Some(Choropleth {
        caption: figures.caption("karte-bild", title, description),
        format: format(figures.definition, words),
        measure: unit_name(figures.definition, words),
        areas,
        values: values
            .into_iter()
            .map(|value| MapValue {
                name: name_of(figures.visit, figures.definition, figures.loaded, &value.area).full,
                href: Some(trace_href(figures, &value.area, figures.choice.year)),
                key: value.area,
                wert: value.wert,
            })
            .collect(),
        classes: Classes::Quantiles(5),
        highlight: Some(figures.choice.area.clone()),
    }))
}

/// Question, formula, Stichtag: the definition in force.
fn meaning(figures: &Figures) -> Markup {
    let words = figures.visit.words;
    let kennzahl = &figures.definition.kennzahl;
    let version = kennzahl.version(figures.choice.year);
    let mut rows = vec![
        (say::meaning_question(words), html! { span lang="de" { (kennzahl.question) } }),
        (say::meaning_unit(words), html! { (unit_name(figures.definition, words)) }),
        (say::meaning_stichtag(words), html! { span lang="de" { (kennzahl.stichtag) } }),
    ];
    if let Some(version) = version {
        if let Some(formula) = formula_in_words(figures.definition, figures.choice.year) {
            rows.push((say::meaning_formula(words), html! {
                span lang="de" { (formula) }
                (crate::ui::disclosure::accordion(&say::meaning_formula_code(words), false, html! {
                    code { (version.formula) }
                    ul.formula-inputs lang="de" { @for input in &kennzahl.inputs { li { code { (input.name) } ": " (input.label) } } }
                }))
            }));
        }
        rows.extend(version.note.as_ref().map(|note| (say::meaning_note(words), html! { span lang="de" { (note) } })));
        rows.push((
            say::meaning_version(words),
            html! {
                (validity(words, version.valid_from, version.valid_until))
            },
        ));
    }
    description_list(&rows)
}

/// The years in which a version of the definition holds.
pub(super) fn validity(words: &Words, from: i32, until: Option<i32>) -> String {
    match until {
        Some(until) => say::meaning_valid_between(words, from.to_string(), until.to_string()),
        None => say::meaning_valid_since(words, from.to_string()),
    }
}

/// Signs that occur in the tables above.
fn legend(figures: &Figures) -> Markup {
    let words = figures.visit.words;
    let mut symbols: Vec<Symbol> = Vec::new();
    for wert in figures.series.iter().flat_map(|(_, series)| series.points.iter().map(|point| point.wert)) {
        if wert.value().is_none() && !symbols.contains(&wert.symbol) {
            symbols.push(wert.symbol);
        }
    }
    html! {
        @if !symbols.is_empty() {
            h3 { (say::legend_title(words)) }
            dl.legend {
                @for symbol in symbols {
                    div {
                        dt { @if symbol.sign().is_empty() { "–" } @else { (symbol.sign()) } }
                        dd { (words.code("zeichen", symbol.code())) }
                    }
                }
            }
        }
    }
}

fn take_along(figures: &Figures) -> Markup {
    let words = figures.visit.words;
    let query = figures.choice.full_query();
    let file = |name: &str| figures.visit.href(&format!("{}/{name}{query}", path_of(figures.definition)));
    let permanent = figures.visit.base.absolute(&format!("{}{query}", path_of(figures.definition)));
    html! {
        ul.downloads {
            @for (name, label) in [
                ("daten.csv", "CSV"), ("daten.xlsx", "Excel (XLSX)"), ("daten.json", "JSON-stat"), ("daten.px", "PX"),
                ("verlauf.svg", "SVG"),
            ] {
                li { a href=(file(name)) download { (label) } }
            }
            li data-needs-script="" hidden { a href=(file("verlauf.svg")) data-png="" download { "PNG" } }
        }
        p { (say::take_along_address(words)) " " a href=(permanent) { (permanent) } }
        (crate::ui::disclosure::accordion(&say::take_along_embed(words), false, html! {
            p { (say::take_along_embed_text(words)) }
            pre tabindex="0" role="group" aria-label=(say::take_along_embed(words)) {
                code { "<iframe src=\"" (figures.visit.base.absolute(&format!("{}/einbetten{query}", path_of(figures.definition)))) "\" title=\"" (figures.name()) "\" width=\"760\" height=\"520\"></iframe>" }
            }
        }))
    }
}

/// The page of a Kennzahl whose tables are there for no area of the region.
fn without_data(visit: &Visit, definition: &Definition) -> Response {
    let words = visit.words;
    let inputs = &definition.kennzahl.inputs;
    empty(
        visit,
        definition,
        html! {
            p { (say::kennzahl_without_data(words)) }
            ul lang="de" { @for input in inputs { li { (input.label) } } }
        },
    )
}

/// The page of a Kennzahl that waits for its data.
pub(super) fn waiting(visit: &Visit, definition: &Definition) -> Response {
    let words = visit.words;
    let body = html! {
        @if let Some(awaited) = &definition.kennzahl.awaited {
            p { (say::kennzahl_awaits(words)) " " span lang="de" { (awaited.data) } }
            p lang="de" { (awaited.how) }
        }
    };
    empty(visit, definition, body)
}

fn empty(visit: &Visit, definition: &Definition, body: Markup) -> Response {
    let words = visit.words;
    let kennzahl = &definition.kennzahl;
    let name = kennzahl.name.in_language(words.language);
    let mut page = portal::page_at(visit, &path_of(definition), name, &kennzahl.question);
    page.noindex = true;
    let content = html! {
        div.wrap {
            (nav::breadcrumb(&say::nav_breadcrumb(words), &trail(visit, definition), name))
            div.page-head { p.kicker { (kennzahl.code) } h1 { (name) } p.lead lang="de" { (kennzahl.question) } }
            (alert::empty(2, &say::kennzahl_no_data(words), body,
                button::link(Weight::Secondary, &say::way_all_figures(words), None, &visit.href("/zahlen"))))
            (section(2, "definition", &say::kennzahl_meaning(words), description_list(&[
                (say::meaning_unit(words), html! { (unit_name(definition, words)) }),
                (say::meaning_stichtag(words), html! { span lang="de" { (kennzahl.stichtag) } }),
            ])))
        }
    };
    portal::respond(visit, &page, content)
}
