//! What can be taken along: the values as files, the charts as pictures, a figure for another page.

use axum::extract::Path;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse as _, Response};
use maud::{PreEscaped, html};
use model::statistics::{AREA, Category, Cell, MEASURE, Period, Role, TIME, Table, TableHead};
use model::wert::SymbolSet;
use render::charts::Chart as _;
use render::tables::{ExportError, Origin, csv, jsonstat, px, xlsx};

use super::ages::AgeChart;
use super::page::Figures;
use super::{find, load_for, page, path_of, sources};
use crate::assets;
use crate::error::Error;
use crate::locale::say;
use crate::visit::Visit;

/// `GET /zahlen/{code}/{file}`
pub(crate) async fn download(visit: Visit, Path((code, file)): Path<(String, String)>) -> Result<Response, Error> {
    let definition = find(&code)?;
    let loaded = load_for(&visit, definition).await?;
    let figures = Figures::exactly(&visit, definition, &loaded).ok_or(Error::NotFound)?;
    let origin = Origin {
        source_line: sources::source_line(&visit, definition, &loaded),
        licence: sources::licence(definition, &loaded),
        retrieved: sources::received_on(definition, &loaded),
        created_at: visit.local,
    };
    let failed = |error: ExportError| Error::Internal(error.to_string());
    let (kind, bytes) = match file.as_str() {
        "daten.csv" => ("text/csv; charset=utf-8", csv::csv(&table(&figures)).into_bytes()),
        "daten.xlsx" => (
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            xlsx::xlsx(&table(&figures), &origin).map_err(failed)?,
        ),
        "daten.json" => (
            "application/json",
            jsonstat::json_stat(&table(&figures), &origin).map_err(failed)?.to_string().into_bytes(),
        ),
        "daten.px" => ("text/x-px; charset=utf-8", px::px(&table(&figures), &origin).map_err(failed)?.into_bytes()),
        "verlauf.svg" => ("image/svg+xml", figures.line().standalone().into_bytes()),
        "altersaufbau.svg" => {
            let ages = AgeChart::first_of(&figures).ok_or(Error::NotFound)?;
            ("image/svg+xml", ages.pyramid.standalone().into_bytes())
        }
        "karte.svg" => {
            let map = page::map(&figures).await?.ok_or(Error::NotFound)?;
            ("image/svg+xml", map.standalone().into_bytes())
        }
        _ => return Err(Error::NotFound),
    };
    let name = format!("{}-{file}", definition.kennzahl.code.as_str().to_lowercase().replace('.', ""));
    let disposition = format!("attachment; filename=\"{name}\"");
    let mut response = ([(header::CONTENT_TYPE, kind)], bytes).into_response();
    if let Ok(value) = HeaderValue::from_str(&disposition) {
        response.headers_mut().insert(header::CONTENT_DISPOSITION, value);
    }
    Ok(response)
}

/// The values of the page as a table of the field: one measure, areas and years.
fn table(figures: &Figures) -> Table {
    let kennzahl = &figures.definition.kennzahl;
    let name = figures.name().to_owned();
    let mut table = Table::new(TableHead {
        code: kennzahl.code.as_str().to_owned(),
        title: name.clone(),
        statistic: None,
        importer: String::new(),
        layout: Vec::new(),
        symbols: SymbolSet::Classic,
        notes: kennzahl
            .caveats
            .iter()
            .chain(&kennzahl.footnotes)
            .map(|text| model::statistics::Note { about: name.clone(), text: text.clone() })
            .chain(sources::table_notes(figures.definition, figures.loaded).into_iter().cloned())
            .collect(),
        copyright: None,
        licence: None,
        created_at: None,
    });
    let words = figures.visit.words;
    let area = table.add_dimension(AREA, &say::ranking_area(words), Role::Area);
    let time = table.add_dimension(TIME, &say::table_year(words), Role::Time);
    let measure = table.add_dimension(MEASURE, &say::area_profile_figure(words), Role::Measure);
    for ((label, _), code) in figures.series.iter().zip(figures.choice.areas()) {
        let category = Category { code: code.to_owned(), label: label.clone(), ..Category::default() };
        table.dimensions[area].categories.push(category);
    }
    for point in &figures.own().points {
        let year = Period::Year(point.year).to_string();
        table.dimensions[time].categories.push(Category { code: year.clone(), label: year, ..Category::default() });
    }
    table.dimensions[measure].categories.push(Category {
        code: kennzahl.code.as_str().to_owned(),
        label: name,
        unit: Some(kennzahl.unit.clone()),
        ..Category::default()
    });
    for (position, (_, series)) in figures.series.iter().enumerate() {
        for (year, point) in series.points.iter().enumerate() {
            let wert = point.wert.map(|number| rounded(number, kennzahl.decimals));
            table.push(&[position as u32, year as u32, 0], wert, Cell { row: 0, column: 0 });
        }
    }
    table
}

/// With three places more than are shown: whoever rounds it again gets what is shown.
pub(crate) fn rounded(number: f64, decimals: u8) -> f64 {
    let factor = 10_f64.powi(i32::from(decimals) + 3);
    (number * factor).round() / factor
}

/// `GET /zahlen/{code}/einbetten`: the figure alone, for a frame on a municipal site.
pub(crate) async fn embed(visit: Visit, Path(code): Path<String>) -> Result<Response, Error> {
    let definition = find(&code)?;
    let loaded = load_for(&visit, definition).await?;
    let figures = Figures::exactly(&visit, definition, &loaded).ok_or(Error::NotFound)?;
    let line = figures.line();
    let address = visit.base.absolute(&format!("{}{}", path_of(definition), figures.choice.full_query()));
    let page = html! {
        (maud::DOCTYPE)
        html lang=(visit.words.language) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="robots" content="noindex";
                meta name="color-scheme" content="light dark";
                title { (figures.name()) }
                @if let Some(sheet) = assets::href("app.css") { link rel="stylesheet" href=(sheet); }
            }
            body.page-embed {
                main {
                    h1.embed-title { a href=(address) target="_blank" rel="noopener" { (figures.name()) } }
                    figure.figure {
                        (PreEscaped(line.on_page()))
                        figcaption.muted { (line.caption.source) " " (say::embed_from(visit.words, visit.site.kommune.name.clone())) }
                    }
                }
            }
        }
    };
    let mut response = page.into_response();
    let headers = response.headers_mut();
    // This page alone may stand in a frame: it has no form and nothing to press.
    let policy = "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors *";
    headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(policy));
    headers.insert("cross-origin-resource-policy", HeaderValue::from_static("cross-origin"));
    headers.insert(header::X_FRAME_OPTIONS, HeaderValue::from_static(crate::headers::ANYWHERE));
    Ok(response)
}
