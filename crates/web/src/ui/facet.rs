//! The filters: beside the results on wide screens, a full-height sheet on phones (by `:target`, so without script).

use maud::{Markup, html};

use super::icon::{Icon, icon};

#[derive(Debug, Clone)]
pub struct Facet {
    /// Parameter name; also the base of ids.
    pub name: String,
    pub label: String,
    pub open: bool,
    pub values: Vec<Value>,
    /// After this many the rest waits behind "weitere".
    pub shown: usize,
    /// "14 weitere".
    pub more: String,
    /// What the reader should know ("Bei vielen Angeboten ist das nicht bekannt.").
    pub note: Option<String>,
}

#[derive(Debug, Clone)]
pub struct Value {
    pub value: String,
    pub label: String,
    pub count: String,
    /// Count in words for reading aloud: "12 Angebote".
    pub count_spoken: String,
    pub selected: bool,
    /// Nothing behind it: greyed.
    pub empty: bool,
    /// "Nicht angegeben": set apart from the real values.
    pub unknown: bool,
}

/// A group of own content among the facets (dates, radius).
#[derive(Debug, Clone)]
pub struct Group {
    pub id: String,
    pub label: String,
    pub open: bool,
    pub content: Markup,
}

#[derive(Debug, Clone)]
pub struct Panel {
    /// Form the checkboxes belong to.
    pub form: String,
    pub heading: String,
    /// "12 Angebote zeigen".
    pub apply: String,
    pub close: String,
    /// Fragment to go to when the sheet is closed.
    pub close_href: String,
    pub groups: Vec<Group>,
    pub facets: Vec<Facet>,
}

pub fn panel(panel: &Panel) -> Markup {
    html! {
        section.filters id="filter" aria-labelledby="filter-titel" {
            div.filters-head {
                h2 id="filter-titel" { (panel.heading) }
                a.filters-close href=(panel.close_href) { (icon(Icon::Close)) span { (panel.close) } }
            }
            @for group in &panel.groups {
                details.facet open[group.open] {
                    summary { (group.label) }
                    div.facet-body id=(format!("gruppe-{}", group.id)) { (group.content) }
                }
            }
            @for facet in &panel.facets { (group(facet, &panel.form)) }
            div.filters-apply {
                button.kern-btn.kern-btn--primary type="submit" form=(panel.form) data-apply {
                    span.kern-label { (panel.apply) }
                }
            }
        }
    }
}

fn group(facet: &Facet, form: &str) -> Markup {
    let selected = facet.values.iter().filter(|value| value.selected).count();
    // Selected values never hide behind "weitere".
    let (front, back): (Vec<_>, Vec<_>) =
        facet.values.iter().enumerate().partition(|(index, value)| *index < facet.shown || value.selected);
    html! {
        details.facet open[facet.open || selected > 0] data-facet=(facet.name) {
            summary {
                (facet.label)
                @if selected > 0 { " " span.facet-selected { (selected) } }
            }
            fieldset.facet-body {
                legend.sr-only { (facet.label) }
                ul { @for (_, value) in front { (option(facet, value, form)) } }
                @if !back.is_empty() {
                    details.facet-more {
                        summary { (facet.more) }
                        ul { @for (_, value) in back { (option(facet, value, form)) } }
                    }
                }
                @if let Some(note) = &facet.note { p.facet-note { (note) } }
            }
        }
    }
}

fn option(facet: &Facet, value: &Value, form: &str) -> Markup {
    let id = format!("f-{}-{}", facet.name, value.value);
    let disabled = value.empty && !value.selected;
    html! {
        li.facet-value.facet-empty[disabled] data-unknown=[value.unknown.then_some("")] {
            input.kern-form-check__checkbox type="checkbox" id=(id) name=(facet.name) value=(value.value) form=(form)
                checked[value.selected] disabled[disabled];
            label for=(id) { (value.label) }
            span.facet-count { span aria-hidden="true" { (value.count) } span.sr-only { (value.count_spoken) } }
        }
    }
}
