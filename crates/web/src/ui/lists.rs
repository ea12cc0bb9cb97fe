//! Description lists and tables.

use maud::{Markup, html};

/// A list of names and values; a value may hold links.
pub fn description_list(rows: &[(String, Markup)]) -> Markup {
    html! {
        dl.facts-list {
            @for (name, value) in rows {
                div { dt { (name) } dd { (value) } }
            }
        }
    }
}

/// A table with a caption; the first column names the row. Wide tables scroll inside their frame, which the keyboard can reach.
#[derive(Debug, Clone)]
pub struct Table {
    /// Unique on the page.
    pub id: String,
    pub caption: String,
    pub columns: Vec<String>,
    pub rows: Vec<Vec<Markup>>,
    /// The caption is read aloud only, because a heading above says the same.
    pub caption_hidden: bool,
}

pub fn table(table: &Table) -> Markup {
    let caption_id = format!("{}-titel", table.id);
    html! {
        div.table-frame role="group" aria-labelledby=(caption_id) tabindex="0" {
            table.kern-table id=(table.id) {
                caption.kern-title.sr-only[table.caption_hidden] id=(caption_id) { (table.caption) }
                thead.kern-table__head {
                    tr.kern-table__row { @for column in &table.columns { th.kern-table__header scope="col" { (column) } } }
                }
                tbody.kern-table__body {
                    @for row in &table.rows {
                        tr.kern-table__row {
                            @for (index, cell) in row.iter().enumerate() {
                                @if index == 0 { th.kern-table__header scope="row" { (cell) } }
                                @else { td.kern-table__cell { (cell) } }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// A table whose rows become short paragraphs where the screen is narrow: each cell then bears the name of its column. The roles keep it a
/// table for screen readers, whatever the style sheet makes of it.
pub fn stacked_table(table: &Table) -> Markup {
    html! {
        table.kern-table.stacked id=(table.id) role="table" {
            caption.kern-title.sr-only[table.caption_hidden] { (table.caption) }
            thead.kern-table__head role="rowgroup" {
                tr.kern-table__row role="row" {
                    @for column in &table.columns { th.kern-table__header scope="col" role="columnheader" { (column) } }
                }
            }
            tbody.kern-table__body role="rowgroup" {
                @for row in &table.rows {
                    tr.kern-table__row role="row" {
                        @for (index, cell) in row.iter().enumerate() {
                            @let column = table.columns.get(index).map(String::as_str).unwrap_or_default();
                            @if index == 0 { th.kern-table__header scope="row" role="rowheader" { (cell) } }
                            @else if cell.0.is_empty() { td.kern-table__cell.empty-cell role="cell" {} }
                            @else { td.kern-table__cell role="cell" data-label=(column) { (cell) } }
                        }
                    }
                }
            }
        }
    }
}
