//! Upkeep: migrate, check, reindex, backup, restore.

use std::path::Path;
use std::process::ExitCode;

use serde_json::json;

use crate::cli;
use crate::installation::Installation;
use crate::output;

pub(crate) async fn migrate(place: &cli::Place) -> anyhow::Result<ExitCode> {
    Installation::open(place).await?;
    if place.json {
        output::say_json(&json!({ "migrated": true }))?;
    } else {
        output::say("Die Datenbank ist auf dem Stand dieser Version.");
    }
    Ok(ExitCode::SUCCESS)
}

pub(crate) async fn reindex(place: &cli::Place) -> anyhow::Result<ExitCode> {
    let installation = Installation::open(place).await?;
    let index = installation.index()?;
    let bar = output::progress(None, "Suchindex", place.json);
    let records = actions::index::rebuild(&installation.ctx(), &installation.store.reader(), &index).await?;
    bar.finish_and_clear();
    if place.json {
        output::say_json(&json!({ "records": records }))?;
    } else {
        output::say(format!("Der Suchindex ist neu aufgebaut ({records} Datensätze)."));
    }
    Ok(ExitCode::SUCCESS)
}

/// Every finding is a German sentence; none means that all is well.
pub(crate) async fn check(place: &cli::Place) -> anyhow::Result<ExitCode> {
    let installation = Installation::open(place).await?;
    let index = installation.index()?;
    let reader = installation.store.reader();
    let kommunen = reader.list_kommunen().await?;
    let mut findings = Vec::new();
    let mut report = Vec::new();
    if kommunen.is_empty() {
        findings.push("Es ist noch keine Kommune eingerichtet: bildungsraum kommune DATEI".to_owned());
    }
    for kommune in &kommunen {
        let scope = reader.scoped(kommune.id);
        let (stored, indexed) = (scope.current_change().await?, index.committed_change(kommune.id));
        let offers = scope.count_public_offers().await?;
        let searchable = index.size(kommune.id).offers as u64;
        if indexed != stored {
            findings.push(format!("{}: Der Suchindex ist nicht auf dem neuesten Stand. Er wird beim nächsten Start nachgeführt, oder sofort mit: bildungsraum reindex", kommune.slug));
        } else if searchable != offers {
            findings.push(format!("{}: Im Suchindex stehen {searchable} Angebote, in der Datenbank {offers}. Bitte ausführen: bildungsraum reindex", kommune.slug));
        }
        if kommune.areas.is_empty() {
            findings.push(format!("{}: Das Gebiet der Kommune fehlt noch.", kommune.slug));
        }
        if kommune.operator.name.is_empty() {
            findings.push(format!("{}: Die Angaben für das Impressum fehlen noch.", kommune.slug));
        }
        for source in scope.list_sources().await? {
            if source.last_delivery.as_ref().is_some_and(|delivery| delivery.held) {
                findings.push(format!(
                    "{}: Die letzte Lieferung von „{}“ wurde zurückgehalten.",
                    kommune.slug, source.name
                ));
            }
        }
        report.push(json!({
            "kommune": kommune.slug, "offers": offers, "searchable": searchable, "change": stored, "indexed_change": indexed,
        }));
    }
    if place.json {
        output::say_json(&json!({ "ok": findings.is_empty(), "kommunen": report, "findings": findings }))?;
    } else if findings.is_empty() {
        output::say("Alles in Ordnung.");
    } else {
        for finding in &findings {
            output::say(finding);
        }
    }
    Ok(if findings.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

pub(crate) async fn backup(place: &cli::Place, folder: &Path) -> anyhow::Result<ExitCode> {
    let installation = Installation::open(place).await?;
    let bar = output::progress(None, "Sicherung", place.json);
    let (file, rows) = actions::backup::backup(&installation.ctx(), &installation.store.reader(), folder).await?;
    bar.finish_and_clear();
    if place.json {
        output::say_json(&json!({ "file": file, "rows": rows }))?;
    } else {
        output::say(format!("Gesichert in {} ({} Zeilen).", file.display(), rows.values().sum::<u64>()));
    }
    Ok(ExitCode::SUCCESS)
}

pub(crate) async fn restore(place: &cli::Place, from: &Path) -> anyhow::Result<ExitCode> {
    let installation = Installation::open(place).await?;
    let bar = output::progress(None, "Wiederherstellung", place.json);
    let (file, rows) = actions::backup::restore(&installation.ctx(), &installation.store.writer(), from).await?;
    // An index left over from another database has numbers of its own.
    let index = installation.index()?;
    actions::index::rebuild(&installation.ctx(), &installation.store.reader(), &index).await?;
    bar.finish_and_clear();
    if place.json {
        output::say_json(&json!({ "file": file, "rows": rows }))?;
    } else {
        output::say(format!("Wiederhergestellt aus {} ({} Zeilen).", file.display(), rows.values().sum::<u64>()));
    }
    Ok(ExitCode::SUCCESS)
}
