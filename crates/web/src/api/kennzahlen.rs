//! `/api/v1/kennzahlen`, `/api/v1/kennzahlen/{code}` and `/api/v1/kennzahlen/{code}/trace`.
//!
//! Data come from [`portal::load`] alone, as those of the pages do: what is not public looks exactly like what is not there.

use axum::extract::Path;
use axum::response::Response;
use chrono::SecondsFormat;
use cube::{BreakKind, Definition, TracedObservation, catalogue, compute};
use model::kennzahlen::FormulaVersion;
use model::wert::Wert;

use actions::statistics::Loaded;

use super::parameters::Parameters;
use super::schema::kennzahlen::{
    AwaitedData, DefinitionVersion, Footnote, KennzahlItem, KennzahlList, KennzahlSeries, KennzahlTrace, NamedArea,
    NewestValue, SeriesBreak, SeriesPoint, TableSource, TraceCategory, TraceInput, TraceObservation,
};
use super::schema::{Labelled, Problem};
use super::{problem, respond};
use crate::error::Error;
use crate::params::ProblemKind;
use crate::portal::areas::naming::area_name;
use crate::portal::kennzahlen::choice::{Asked, Choice, is_key, name_of};
use crate::portal::kennzahlen::downloads::rounded;
use crate::portal::kennzahlen::teaser::Newest;
use crate::portal::kennzahlen::{self as portal, path_of, sources, trace_path};
use crate::visit::Visit;

/// All Kennzahlen of the catalogue
///
/// Those that wait for their data, too; each with its newest value where public data are there.
#[utoipa::path(
    get,
    path = "/api/v1/kennzahlen",
    operation_id = "listKennzahlen",
    params(super::openapi::LanguageParameter),
    responses(
        (status = 200, description = "The catalogue in its order", body = KennzahlList),
        (status = 304, description = "Unchanged since the answer with the ETag in If-None-Match"),
        (status = 400, description = "A parameter cannot be used", body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn list(visit: Visit) -> Result<Response, Error> {
    let parameters = Parameters::parse(&visit.query, &[]);
    if !parameters.problems().is_empty() {
        return Ok(problem::of_parameters(parameters.problems()));
    }
    let loaded = portal::load_all(&visit).await?;
    let newest = visit.server.newest.of(&visit, &loaded, &[]);
    let of_definition = |definition: &Definition| {
        newest.iter().find(|(known, _)| std::ptr::eq(*known, definition)).map(|(_, newest)| newest)
    };
    let items: Vec<KennzahlItem> =
        catalogue().iter().map(|definition| item(&visit, &loaded, definition, of_definition(definition))).collect();
    respond::json(visit.words.language, &KennzahlList { total: items.len(), items })
}

/// A Kennzahl of one area over time
///
/// Years without a number have their point, too: `symbol` says why there is none. Nothing is interpolated.
#[utoipa::path(
    get,
    path = "/api/v1/kennzahlen/{code}",
    operation_id = "findKennzahl",
    params(
        ("code" = String, Path, description = "Code as in `items`", example = "D.26"),
        ("area" = Option<String>, Query, description = "Official key of an area, or `DG` for Deutschland; the region's first area with data unless given", example = "07211"),
        ("from" = Option<String>, Query, description = "First year", pattern = "^[0-9]{4}$"),
        ("to" = Option<String>, Query, description = "Last year, inclusive", pattern = "^[0-9]{4}$"),
        super::openapi::LanguageParameter,
    ),
    responses(
        (status = 200, description = "The series", body = KennzahlSeries),
        (status = 304, description = "Unchanged since the answer with the ETag in If-None-Match"),
        (status = 400, description = "A parameter cannot be used", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "No such Kennzahl, or no public data of this area", body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn find(visit: Visit, Path(code): Path<String>) -> Result<Response, Error> {
    let mut parameters = Parameters::parse(&visit.query, &["area", "from", "to"]);
    let (from, to) = (parameters.year("from"), parameters.year("to"));
    if let (Some(first), Some(last)) = (from, to)
        && last < first
    {
        parameters.report("to", &last.to_string(), ProblemKind::EndBeforeStart);
    }
    if !parameters.problems().is_empty() {
        return Ok(problem::of_parameters(parameters.problems()));
    }
    let Ok(definition) = portal::find(&code) else { return Ok(problem::kennzahl_not_found()) };
    let loaded = portal::load_for(&visit, definition).await?;
    let Some(choice) = choose(&visit, definition, &loaded, parameters.text("area")) else {
        return Ok(problem::no_public_data());
    };
    let kennzahl = &definition.kennzahl;
    // All years are computed, so that a part of the series has the breaks of the whole.
    let series = compute(definition, &loaded, &choice.area, choice.years.0..=choice.years.1);
    let asked = from.unwrap_or(i32::MIN)..=to.unwrap_or(i32::MAX);
    let points: Vec<SeriesPoint> = series
        .points
        .iter()
        .filter(|point| asked.contains(&point.year))
        .map(|point| series_point(&visit, definition, &choice.area, point))
        .collect();
    let years: Vec<i32> = points.iter().map(|point| point.year).collect();
    let of_definition = kennzahl.footnotes.iter().map(|text| Footnote { about: None, text: text.clone() });
    let of_tables = sources::table_notes(definition, &loaded)
        .into_iter()
        .map(|note| Footnote { about: Some(note.about.clone()), text: note.text.clone() });
    let answer = KennzahlSeries {
        code: kennzahl.code.to_string(),
        name: kennzahl.name.in_language(visit.words.language).to_owned(),
        unit: kennzahl.unit.clone(),
        area: named(&visit, definition, &loaded, &choice.area),
        sources: sources::tables(definition, &loaded)
            .map(|(dataset, delivery)| TableSource {
                table: dataset.code.clone(),
                title: dataset.title.clone(),
                copyright: delivery.summary.head.copyright.clone(),
                licence: delivery.summary.head.licence.clone(),
                received: delivery.received_at.to_rfc3339_opts(SecondsFormat::Secs, true),
            })
            .collect(),
        caveats: kennzahl.caveats.clone(),
        footnotes: of_definition.chain(of_tables).collect(),
        definition: years.last().and_then(|year| kennzahl.version(*year)).map(definition_version),
        years,
        points,
    };
    respond::json(visit.words.language, &answer)
}

/// Everything behind one value
///
/// From the definition in force to the cells of the delivered files.
#[utoipa::path(
    get,
    path = "/api/v1/kennzahlen/{code}/trace",
    operation_id = "traceKennzahl",
    params(
        ("code" = String, Path, description = "Code as in `items`", example = "D.26"),
        ("area" = Option<String>, Query, description = "Official key of an area, or `DG` for Deutschland; the region's first area with data unless given", example = "07211"),
        ("year" = Option<String>, Query, description = "Year; the newest unless given", pattern = "^[0-9]{4}$"),
        super::openapi::LanguageParameter,
    ),
    responses(
        (status = 200, description = "Definition, calculation and cells", body = KennzahlTrace),
        (status = 304, description = "Unchanged since the answer with the ETag in If-None-Match"),
        (status = 400, description = "A parameter cannot be used", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "No such Kennzahl, or no public data of this area and year", body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn trace(visit: Visit, Path(code): Path<String>) -> Result<Response, Error> {
    let mut parameters = Parameters::parse(&visit.query, &["area", "year"]);
    let asked = parameters.year("year");
    if !parameters.problems().is_empty() {
        return Ok(problem::of_parameters(parameters.problems()));
    }
    let Ok(definition) = portal::find(&code) else { return Ok(problem::kennzahl_not_found()) };
    let loaded = portal::load_for(&visit, definition).await?;
    let found = choose(&visit, definition, &loaded, parameters.text("area")).and_then(|choice| {
        let year = asked.unwrap_or(choice.years.1);
        let trace = cube::trace(definition, &loaded, &choice.area, year);
        trace.filter(|_| (choice.years.0..=choice.years.1).contains(&year)).map(|trace| (choice.area, trace))
    });
    let Some((area, trace)) = found else { return Ok(problem::no_public_data()) };
    let kennzahl = &definition.kennzahl;
    let inputs = trace.inputs.iter().map(|input| TraceInput {
        name: input.name.clone(),
        label: input.label.clone(),
        unit: input.unit.clone(),
        year: input.year,
        period: input.period.map(|period| period.to_string()),
        value: input.wert.value(),
        symbol: symbol(input.wert),
        observations: input.observations.iter().map(|found| observation(&visit, &loaded, found)).collect(),
    });
    let answer = KennzahlTrace {
        code: kennzahl.code.to_string(),
        name: kennzahl.name.in_language(visit.words.language).to_owned(),
        unit: kennzahl.unit.clone(),
        area: named(&visit, definition, &loaded, &area),
        year: trace.year,
        value: trace.wert.value().map(|number| rounded(number, kennzahl.decimals)),
        symbol: symbol(trace.wert),
        sign: trace.wert.symbol.sign().to_owned(),
        flags: flags(trace.wert),
        definition: DefinitionVersion {
            formula: trace.formula.clone(),
            valid_from: trace.valid_from,
            valid_until: trace.valid_until,
        },
        filled: trace.filled.clone(),
        inputs: inputs.collect(),
        page: visit.base.absolute(&trace_path(definition, &area, trace.year)),
    };
    respond::json(visit.words.language, &answer)
}

fn item(visit: &Visit, loaded: &Loaded, definition: &Definition, newest: Option<&Newest>) -> KennzahlItem {
    let kennzahl = &definition.kennzahl;
    let bereich = kennzahl.bereich.code();
    KennzahlItem {
        code: kennzahl.code.to_string(),
        name: kennzahl.name.in_language(visit.words.language).to_owned(),
        question: kennzahl.question.clone(),
        unit: kennzahl.unit.clone(),
        bereich: Labelled { code: bereich.to_owned(), label: visit.words.code("bereich", bereich) },
        kind: kennzahl.kind.code().to_owned(),
        status: kennzahl.status.code().to_owned(),
        polarity: kennzahl.polarity.code().to_owned(),
        decimals: kennzahl.decimals,
        awaited: kennzahl
            .awaited
            .as_ref()
            .map(|awaited| AwaitedData { data: awaited.data.clone(), how: awaited.how.clone() }),
        newest: newest.and_then(|newest| {
            Some(NewestValue {
                area: named(visit, definition, loaded, &newest.choice.area),
                year: newest.year,
                value: rounded(newest.wert.value()?, kennzahl.decimals),
                symbol: symbol(newest.wert),
            })
        }),
        url: visit.base.absolute(&format!("/api/v1/kennzahlen/{}", kennzahl.code)),
        page: visit.base.absolute(&path_of(definition)),
    }
}

/// The area asked for, else the region's first; `None` where it has no public data.
fn choose(visit: &Visit, definition: &Definition, loaded: &Loaded, area: Option<&str>) -> Option<Choice> {
    if area.is_some_and(|area| !is_key(area)) {
        return None;
    }
    let asked = Asked { area: area.map(str::to_owned), compared: Some(Vec::new()), year: None };
    Choice::new(visit, definition, loaded, &asked).filter(|choice| area.is_none_or(|area| area == choice.area))
}

fn series_point(visit: &Visit, definition: &Definition, area: &str, point: &cube::Point) -> SeriesPoint {
    let is_there = point.wert.symbol != model::wert::Symbol::Missing;
    SeriesPoint {
        year: point.year,
        value: point.wert.value().map(|number| rounded(number, definition.kennzahl.decimals)),
        symbol: symbol(point.wert),
        sign: point.wert.symbol.sign().to_owned(),
        flags: flags(point.wert),
        breaks: point
            .breaks
            .iter()
            .map(|one| SeriesBreak { kind: break_kind(one.kind).to_owned(), message: one.message.clone() })
            .collect(),
        trace: is_there.then(|| visit.base.absolute(&trace_path(definition, area, point.year))),
    }
}

fn observation(visit: &Visit, loaded: &Loaded, found: &TracedObservation) -> TraceObservation {
    let delivery = loaded.deliveries(&found.table).iter().find(|delivery| delivery.id == found.delivery);
    TraceObservation {
        table: found.table.clone(),
        file: delivery.map(|delivery| delivery.summary.file.clone()).unwrap_or_default(),
        sha256: delivery.map(|delivery| delivery.file_sha256.clone()).unwrap_or_default(),
        row: found.cell.row,
        column: found.cell.column,
        value: found.wert.value(),
        symbol: symbol(found.wert),
        sign: found.wert.symbol.sign().to_owned(),
        flags: flags(found.wert),
        period: found.period.to_string(),
        area: NamedArea { key: found.area.clone(), name: area_name(&found.area_name, visit.words.is_german()).full },
        weight: found.weight,
        categories: found
            .categories
            .iter()
            .map(|(dimension, category)| TraceCategory { dimension: dimension.clone(), category: category.clone() })
            .collect(),
    }
}

fn named(visit: &Visit, definition: &Definition, loaded: &Loaded, area: &str) -> NamedArea {
    NamedArea { key: area.to_owned(), name: name_of(visit, definition, loaded, area).full }
}

fn definition_version(version: &FormulaVersion) -> DefinitionVersion {
    DefinitionVersion {
        formula: version.formula.clone(),
        valid_from: version.valid_from,
        valid_until: version.valid_until,
    }
}

fn symbol(wert: Wert) -> String {
    wert.symbol.code().to_owned()
}

fn flags(wert: Wert) -> Vec<String> {
    wert.flags.codes().into_iter().map(str::to_owned).collect()
}

fn break_kind(kind: BreakKind) -> &'static str {
    match kind {
        BreakKind::Definition => "definition",
        BreakKind::Territory => "territory",
        BreakKind::Begins => "begins",
        BreakKind::Source => "source",
        BreakKind::Census => "census",
    }
}
