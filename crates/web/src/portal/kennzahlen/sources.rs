//! What stands below a figure: which tables it is made from, whose they are, and what their footnotes say.

use std::collections::BTreeSet;

use cube::Definition;
use maud::{Markup, html};
use model::statistics::Note;
use store::statistics::{Dataset, Delivery, State};

use actions::statistics::Loaded;

use crate::locale::{format, say};
use crate::ui::disclosure::accordion;
use crate::visit::Visit;

/// The accepted deliveries of the tables of a Kennzahl, the newest of each table first.
fn deliveries<'a>(definition: &'a Definition, loaded: &'a Loaded) -> impl Iterator<Item = &'a Delivery> {
    definition
        .kennzahl
        .tables()
        .into_iter()
        .flat_map(|table| loaded.deliveries(table).iter().rev().filter(|delivery| delivery.state == State::Accepted))
}

/// The tables of a Kennzahl that are there, each with its newest accepted delivery.
pub(crate) fn tables<'a>(
    definition: &'a Definition,
    loaded: &'a Loaded,
) -> impl Iterator<Item = (&'a Dataset, &'a Delivery)> {
    definition.kennzahl.tables().into_iter().filter_map(|table| {
        let dataset = loaded.dataset(table)?;
        let newest = loaded.deliveries(table).iter().rev().find(|delivery| delivery.state == State::Accepted)?;
        Some((dataset, newest))
    })
}

/// Footnotes of the tables, each once.
pub(crate) fn table_notes<'a>(definition: &Definition, loaded: &'a Loaded) -> Vec<&'a Note> {
    let mut seen = BTreeSet::new();
    let mut notes: Vec<&Note> = Vec::new();
    for table in definition.kennzahl.tables() {
        if let Some(cube) = loaded.cube(table) {
            notes.extend(cube.head().notes.iter().filter(|note| seen.insert((&note.about, &note.text))));
        }
    }
    notes
}

/// Whoever must be named, once each: for pictures and files.
pub(super) fn source_line(visit: &Visit, definition: &Definition, loaded: &Loaded) -> String {
    let mut lines: Vec<String> = Vec::new();
    for delivery in deliveries(definition, loaded) {
        let head = &delivery.summary.head;
        let owner =
            head.copyright.clone().unwrap_or_else(|| say::source_own(visit.words, visit.site.kommune.region.clone()));
        if !lines.contains(&owner) {
            lines.push(owner);
        }
    }
    let tables: Vec<&str> =
        definition.kennzahl.tables().into_iter().filter(|table| loaded.dataset(table).is_some()).collect();
    say::source_line(visit.words, lines.join("; "), tables.join(", "))
}

/// When the newest of its tables came in.
pub(super) fn received_on(definition: &Definition, loaded: &Loaded) -> Option<chrono::NaiveDate> {
    deliveries(definition, loaded).map(|delivery| delivery.received_at.date_naive()).max()
}

pub(super) fn licence(definition: &Definition, loaded: &Loaded) -> Option<String> {
    deliveries(definition, loaded).find_map(|delivery| delivery.summary.head.licence.clone())
}

/// Tables with their state, owner and licence.
pub(super) fn list(visit: &Visit, definition: &Definition, loaded: &Loaded) -> Markup {
    let words = visit.words;
    html! {
        ul.source-list {
            @for (dataset, delivery) in tables(definition, loaded) {
                @let head = &delivery.summary.head;
                li {
                    strong { (dataset.code) } " " span lang="de" { (dataset.title) }
                    br;
                    span.muted {
                        @if let Some(copyright) = &head.copyright { span lang="de" { (copyright) } ". " }
                        @if let Some(licence) = &head.licence { (say::source_licence(words, licence.clone())) " " }
                        (say::source_received(words, format::date(words, delivery.received_at.date_naive())))
                    }
                }
            }
        }
    }
}

/// Footnotes of the newest deliveries, those of the definition first.
pub(super) fn notes(visit: &Visit, definition: &Definition, loaded: &Loaded) -> Markup {
    let kennzahl = &definition.kennzahl;
    let notes = table_notes(definition, loaded);
    html! {
        @if !kennzahl.caveats.is_empty() || !kennzahl.footnotes.is_empty() {
            ul.notes lang="de" { @for text in kennzahl.caveats.iter().chain(&kennzahl.footnotes) { li { (text) } } }
        }
        @if !notes.is_empty() {
            (accordion(&say::kennzahl_table_notes(visit.words, notes.len()), false, html! {
                dl.table-notes lang="de" { @for note in notes { dt { (note.about) } dd { (note.text) } } }
            }))
        }
    }
}
