//! `bildungsraum kommune`: set up or show a Kommune. The TOML file holds the fields of `model::kommune::Kommune` without its id.

use std::path::Path;
use std::process::ExitCode;

use anyhow::Context as _;
use serde_json::{Map, Value};

use model::ids::KommuneId;
use model::kommune::Kommune;

use crate::cli;
use crate::installation::Installation;
use crate::output;

pub(crate) async fn run(place: &cli::Place, file: Option<&Path>) -> anyhow::Result<ExitCode> {
    let installation = Installation::open(place).await?;
    let known = installation.store.reader().list_kommunen().await?;
    let Some(file) = file else {
        output::say_json(&known)?;
        return Ok(ExitCode::SUCCESS);
    };
    let text = std::fs::read_to_string(file)
        .with_context(|| format!("Die Datei {} lässt sich nicht lesen.", file.display()))?;
    let given: Map<String, Value> = toml::from_str(&text).map_err(|error| {
        anyhow::anyhow!("Die Datei {} ist kein gültiges TOML{}.", file.display(), line_of(&text, error.span()))
    })?;
    let ctx = installation.ctx();
    let slug = given.get("slug").and_then(Value::as_str).unwrap_or_default();
    // The name that a first import gave is not a second Kommune: the only one may be renamed.
    let current = known.iter().find(|kommune| kommune.slug == slug).or(match known.as_slice() {
        [only] if only.areas.is_empty() => Some(only),
        _ => None,
    });
    let mut fields = match current {
        Some(kommune) => serde_json::to_value(kommune)?,
        None => serde_json::json!({
            "id": ctx.new_id(KommuneId::from_parts), "slug": "", "name": "", "region": "", "areas": [], "hosts": [],
            "look": {}, "languages": ["de", "en"], "operator": {}, "center": null,
        }),
    };
    let names = fields.as_object_mut().context("Eine Kommune ist ein Verzeichnis von Angaben.")?;
    for (name, value) in given {
        anyhow::ensure!(name != "id" && names.contains_key(&name), "Die Angabe „{name}“ gibt es nicht.");
        names.insert(name, value);
    }
    let kommune: Kommune = serde_json::from_value(fields).map_err(|error| {
        anyhow::anyhow!("Eine Angabe in {} hat nicht die richtige Form: {}", file.display(), quoted(&error.to_string()))
    })?;
    actions::kommunen::save(&ctx, &installation.store.writer(), &kommune).await?;
    if place.json {
        output::say_json(&kommune)?;
    } else {
        output::say(format!("„{}“ ist gespeichert.", kommune.name));
    }
    Ok(ExitCode::SUCCESS)
}

fn line_of(text: &str, span: Option<std::ops::Range<usize>>) -> String {
    let line = span.and_then(|span| text.get(..span.start)).map(|before| before.lines().count().max(1));
    line.map(|line| format!(" (Zeile {line})")).unwrap_or_default()
}

/// The value or field that a message of the reader puts in quotes.
fn quoted(message: &str) -> String {
    message.split(['"', '`']).nth(1).map_or_else(|| "unbekannt".to_owned(), |word| format!("„{word}“"))
}
