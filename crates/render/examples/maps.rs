//! Writes a page with maps to look at, of the outlines on standard input (one JSON object a line): `cargo run -p import --example shapes
//! -- FILE | cargo run -p render --example maps -- PREFIX [OWN] [metres] > maps.html`. All values are invented.

use std::io::Write as _;

use model::areas::AreaShape;
use model::wert::{Flags, Symbol, Wert};
use render::charts::{CHART_CSS, Caption, Chart as _, Choropleth, Classes, Flow, FlowMap, Format, Language, MapValue};
use render::map::{Projection, Topology};

fn caption(id: &str, title: &str) -> Caption {
    Caption {
        id: id.to_owned(),
        title: title.to_owned(),
        description: "Erfundene Werte zur Ansicht.".to_owned(),
        source: "Erfundene Werte. Grenzen: © GeoBasis-DE / BKG (Daten verändert).".to_owned(),
    }
}

/// A number that looks measured: neighbours are alike.
fn invented(area: &AreaShape, index: usize) -> Wert {
    let [lon, lat] = area.parts[0][0][0];
    let number = 6.0 + (lon * 1.3).sin() * 2.0 + (lat * 1.7).cos() * 1.5 + (index % 7) as f64 / 4.0;
    match index % 23 {
        4 => Wert::symbol(Symbol::SecretOrUnknown),
        9 => Wert::symbol(Symbol::Missing),
        14 => Wert::number(number).with(Flags::CONVERTED),
        _ => Wert::number(number),
    }
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let prefix = arguments.next().unwrap_or_default();
    let own = arguments.next();
    let metres = arguments.next().and_then(|metres| metres.parse::<f64>().ok());
    let mut shapes: Vec<AreaShape> = Vec::new();
    for line in std::io::stdin().lines() {
        shapes.push(serde_json::from_str(&line?)?);
    }
    shapes.retain(|shape| prefix.split(',').any(|prefix| shape.key.starts_with(prefix)));
    let points =
        |shapes: &[AreaShape]| shapes.iter().flat_map(|shape| &shape.parts).flatten().map(Vec::len).sum::<usize>();
    let start = std::time::Instant::now();
    let topology = Topology::of(&shapes);
    let found = start.elapsed();
    // Half a unit of the wide drawing.
    let metres =
        metres.or(Projection::fit(shapes.iter(), 760.0, 640.0).map(|projection| projection.metres_per_unit() / 2.0));
    let metres = metres.unwrap_or_default();
    let start = std::time::Instant::now();
    let areas = topology.simplified(metres);
    let mut log = std::io::stderr().lock();
    writeln!(log, "{} areas, {} points, borders found in {found:?}", shapes.len(), points(&shapes))?;
    writeln!(log, "{metres:.0} m: {} points in {:?}", points(&areas), start.elapsed())?;
    let format = |decimals, unit: &str| Format { decimals, unit: unit.to_owned(), language: Language::German };
    let values = areas.iter().enumerate().filter(|(_, area)| !area.parts.is_empty()).map(|(index, area)| MapValue {
        key: area.key.clone(),
        name: area.name.clone(),
        wert: invented(area, index),
        href: Some(format!("/gebiete/{}", area.key)),
    });
    let choropleth = Choropleth {
        caption: caption("anteil", "Jugendliche ohne Schulabschluss"),
        format: format(1, "%"),
        measure: "Anteil an allen Abgängen".to_owned(),
        values: values.collect(),
        areas: areas.clone(),
        classes: Classes::Quantiles(5),
        highlight: own.clone(),
    };
    let target = own.clone().unwrap_or_else(|| areas[0].key.clone());
    let flows = areas.iter().enumerate().take(24).flat_map(|(index, area)| {
        let number = 900.0 / (1.0 + index as f64 * 0.7);
        let wert = if index == 5 { Wert::symbol(Symbol::Secret) } else { Wert::number(number.round()) };
        let back =
            Wert::number((number / 3.0).round()).with(if index % 4 == 1 { Flags::ESTIMATED } else { Flags::NONE });
        [
            Flow { from: area.key.clone(), to: target.clone(), wert },
            Flow { from: target.clone(), to: area.key.clone(), wert: back },
        ]
    });
    let mut flows: Vec<Flow> = flows.collect();
    flows.dedup_by(|one, other| one.from == one.to && other.from == other.to);
    let flow_map = FlowMap {
        caption: caption("wege", "Wege zur weiterführenden Schule"),
        format: format(0, ""),
        measure: "Schülerinnen und Schüler".to_owned(),
        areas,
        flows,
        highlight: own,
    };
    let (map, flow) =
        (choropleth.in_layout(render::charts::Layout::Wide), flow_map.in_layout(render::charts::Layout::Wide));
    writeln!(log, "choropleth {} bytes, flow map {} bytes", map.len(), flow.len())?;
    let mut out = std::io::stdout().lock();
    writeln!(
        out,
        "<!doctype html><html lang=\"de\"><meta charset=\"utf-8\"><title>Karten</title><style>{CHART_CSS}\
         body {{ margin: 1rem auto; width: 800px }}</style><body><main>{}{}</main></body></html>",
        choropleth.standalone(),
        flow_map.standalone(),
    )?;
    writeln!(out, "<div style=\"width:360px\">{}</div>", choropleth.in_layout(render::charts::Layout::Narrow))?;
    Ok(())
}
