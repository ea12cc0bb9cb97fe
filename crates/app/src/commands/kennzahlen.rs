//! `bildungsraum kennzahl` and `trace`: a figure, and everything behind it.

use std::process::ExitCode;

use anyhow::Context as _;
use serde_json::{Value, json};

use cube::Definition;
use cube::find_definition;
use cube::numerals::printed;
use cube::{compute, years_of};
use model::kennzahlen::KennzahlStatus;
use model::wert::Wert;

use actions::statistics::Loaded;

use crate::cli;
use crate::commands::statistics::load;
use crate::installation::Installation;
use crate::output;

fn find(code: &str) -> anyhow::Result<&'static Definition> {
    let found = find_definition(code).or_else(|| find_definition(&code.to_uppercase()));
    let definition = found.with_context(|| format!("Eine Kennzahl „{code}“ gibt es nicht."))?;
    if definition.kennzahl.status == KennzahlStatus::Waiting {
        let awaited = definition.kennzahl.awaited.as_ref();
        let what = awaited.map(|awaited| format!(" {} {}", awaited.data, awaited.how)).unwrap_or_default();
        anyhow::bail!("Für „{}“ sind noch keine Daten vorgesehen.{what}", definition.kennzahl.name.de);
    }
    Ok(definition)
}

async fn loaded(installation: &Installation, of: &cli::Of, definition: &Definition) -> anyhow::Result<Loaded> {
    let kommune = installation.kommune(of.kommune.as_deref()).await?;
    let tables = definition.kennzahl.tables();
    Ok(load(installation, &kommune, |code| tables.contains(code)).await?.1)
}

/// A value for machines: the number or `null`, the symbol and the marks.
fn value(wert: Wert) -> (Option<f64>, &'static str, Vec<&'static str>) {
    (wert.value(), wert.symbol.code(), wert.flags.codes())
}

pub(crate) async fn run(place: &cli::Place, arguments: cli::Kennzahl) -> anyhow::Result<ExitCode> {
    let installation = Installation::open(place).await?;
    let definition = find(&arguments.code)?;
    let loaded = loaded(&installation, &arguments.of, definition).await?;
    let known = years_of(definition, &loaded, &arguments.area);
    let (first, last) = known.map_or((0, -1), |years| (*years.start(), *years.end()));
    let years = arguments.from.unwrap_or(first)..=arguments.to.unwrap_or(last);
    let series = compute(definition, &loaded, &arguments.area, years);
    let kennzahl = &definition.kennzahl;
    if place.json {
        let points: Vec<Value> = series
            .points
            .iter()
            .map(|point| {
                let (value, symbol, flags) = value(point.wert);
                let breaks: Vec<&str> = point.breaks.iter().map(|one| one.message.as_str()).collect();
                json!({ "year": point.year, "value": value, "symbol": symbol, "flags": flags, "breaks": breaks })
            })
            .collect();
        output::say_json(&json!({
            "code": kennzahl.code.as_str(), "name": kennzahl.name.de, "unit": kennzahl.unit, "area": arguments.area,
            "area_name": series.area_name, "points": points, "problems": series.problems,
        }))?;
        return Ok(ExitCode::SUCCESS);
    }
    let name = series.area_name.as_deref().unwrap_or(&arguments.area);
    output::say(format!("{} {} ({}), {name}", kennzahl.code, kennzahl.name.de, kennzahl.unit));
    for point in &series.points {
        let marks: String = point.wert.flags.codes().iter().map(|flag| format!(" {flag}")).collect();
        output::say(format!("{}  {}{marks}", point.year, printed(point.wert, Some(kennzahl.decimals))));
        for one in &point.breaks {
            output::say(format!("      {}", one.message));
        }
    }
    for problem in &series.problems {
        output::note(problem);
    }
    if series.points.is_empty() {
        output::note("Für dieses Gebiet liegen keine Werte vor.");
    }
    Ok(ExitCode::SUCCESS)
}

pub(crate) async fn trace(place: &cli::Place, arguments: cli::Trace) -> anyhow::Result<ExitCode> {
    let installation = Installation::open(place).await?;
    let definition = find(&arguments.code)?;
    let loaded = loaded(&installation, &arguments.of, definition).await?;
    let trace = cube::trace(definition, &loaded, &arguments.area, arguments.year)
        .with_context(|| format!("Für {} gilt keine Fassung der Definition.", arguments.year))?;
    let delivery = |observation: &cube::TracedObservation| {
        loaded.deliveries(&observation.table).iter().find(|delivery| delivery.id == observation.delivery)
    };
    if place.json {
        let inputs: Vec<Value> = trace
            .inputs
            .iter()
            .map(|input| {
                let observations: Vec<Value> = input
                    .observations
                    .iter()
                    .map(|observation| {
                        let delivery = delivery(observation);
                        let (value, symbol, flags) = value(observation.wert);
                        json!({
                            "table": observation.table, "area": observation.area, "period": observation.period.to_string(),
                            "categories": observation.categories, "value": value, "symbol": symbol, "flags": flags,
                            "weight": observation.weight, "delivery": observation.delivery,
                            "file": delivery.map(|delivery| delivery.summary.file.as_str()),
                            "sha256": delivery.map(|delivery| delivery.file_sha256.as_str()),
                            "row": observation.cell.row, "column": observation.cell.column,
                        })
                    })
                    .collect();
                let (value, symbol, flags) = value(input.wert);
                json!({
                    "name": input.name, "label": input.label, "unit": input.unit, "year": input.year,
                    "period": input.period.map(|period| period.to_string()), "value": value, "symbol": symbol, "flags": flags,
                    "observations": observations,
                })
            })
            .collect();
        let (value, symbol, flags) = value(trace.wert);
        output::say_json(&json!({
            "code": definition.kennzahl.code.as_str(), "area": arguments.area, "year": trace.year, "value": value, "symbol": symbol,
            "flags": flags, "version": { "valid_from": trace.valid_from, "valid_until": trace.valid_until },
            "formula": trace.formula, "filled": trace.filled, "inputs": inputs,
        }))?;
        return Ok(ExitCode::SUCCESS);
    }
    output::say(format!(
        "{} {}, {}, {}",
        definition.kennzahl.code, definition.kennzahl.name.de, arguments.area, trace.year
    ));
    output::say(format!("Definition: {} (gültig ab {})", trace.formula, trace.valid_from));
    output::say(format!("Rechnung:   {}", trace.filled));
    for input in &trace.inputs {
        output::say(format!("{} = {} ({}, {})", input.name, printed(input.wert, None), input.label, input.unit));
        for observation in &input.observations {
            let file = delivery(observation).map(|delivery| delivery.summary.file.as_str()).unwrap_or_default();
            let categories: Vec<&str> = observation.categories.iter().map(|(_, label)| label.as_str()).collect();
            output::say(format!(
                "    {}  {} {} {}: {file}, Zeile {}, Spalte {}",
                observation.printed,
                observation.area_name,
                observation.period,
                categories.join(" · "),
                observation.cell.row,
                observation.cell.column
            ));
        }
    }
    Ok(ExitCode::SUCCESS)
}
