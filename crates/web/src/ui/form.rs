//! Fields of forms. A field cannot exist without label, hint, error and autocomplete being decided.

use maud::{Markup, html};

use super::icon::{Icon, icon};

/// What the browser may fill in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Autocomplete {
    Off,
    Email,
    Name,
}

impl Autocomplete {
    fn token(self) -> &'static str {
        match self {
            Self::Off => "off",
            Self::Email => "email",
            Self::Name => "name",
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Text,
    Email,
    /// Several lines.
    Long,
}

#[derive(Debug, Clone)]
pub struct Field<'a> {
    pub kind: Kind,
    pub id: &'a str,
    pub name: &'a str,
    pub label: &'a str,
    /// What to write here, and what happens with it.
    pub hint: &'a str,
    pub error: Option<&'a str>,
    pub autocomplete: Autocomplete,
    pub value: &'a str,
    pub required: bool,
    pub max_length: u32,
}

pub fn field(field: &Field<'_>) -> Markup {
    let hint_id = format!("{}-hinweis", field.id);
    let error_id = format!("{}-fehler", field.id);
    let described = match field.error {
        Some(_) => format!("{hint_id} {error_id}"),
        None => hint_id.clone(),
    };
    let invalid = field.error.map(|_| "true");
    let input_class = if field.error.is_some() {
        "kern-form-input__input kern-form-input__input--error"
    } else {
        "kern-form-input__input"
    };
    html! {
        div.kern-form-input.kern-form-input--error[field.error.is_some()] {
            label.kern-label for=(field.id) { (field.label) }
            div.kern-hint id=(hint_id) { (field.hint) }
            @match field.kind {
                Kind::Long => textarea class=(input_class) id=(field.id) name=(field.name) rows="6" required[field.required]
                    maxlength=(field.max_length) autocomplete=(field.autocomplete.token()) aria-describedby=(described)
                    aria-invalid=[invalid] { (field.value) },
                kind => input class=(input_class) type=(if kind == Kind::Email { "email" } else { "text" }) id=(field.id)
                    name=(field.name) value=(field.value) required[field.required] maxlength=(field.max_length)
                    autocomplete=(field.autocomplete.token()) aria-describedby=(described) aria-invalid=[invalid];,
            }
            @if let Some(error) = field.error {
                p.kern-error id=(error_id) { (icon(Icon::Warning)) span.kern-body { (error) } }
            }
        }
    }
}

#[derive(Debug, Clone)]
pub struct Choice<'a> {
    pub id: &'a str,
    pub value: &'a str,
    pub label: &'a str,
    pub selected: bool,
}

/// One of a few (`radio`) or any number of them.
pub fn choices(name: &str, legend: &str, hint: &str, one_of: bool, choices: &[Choice<'_>]) -> Markup {
    let hint_id = format!("{name}-hinweis");
    html! {
        fieldset.kern-fieldset aria-describedby=(hint_id) {
            legend.kern-label { (legend) }
            div.kern-hint id=(hint_id) { (hint) }
            div.kern-fieldset__body {
                @for choice in choices {
                    div.kern-form-check {
                        @if one_of {
                            input.kern-form-check__radio type="radio" id=(choice.id) name=(name) value=(choice.value)
                                checked[choice.selected];
                        } @else {
                            input.kern-form-check__checkbox type="checkbox" id=(choice.id) name=(name) value=(choice.value)
                                checked[choice.selected];
                        }
                        label.kern-label for=(choice.id) { (choice.label) }
                    }
                }
            }
        }
    }
}

/// A field that people do not see and machines fill in.
pub fn honeypot(name: &str, label: &str) -> Markup {
    html! {
        div.visitor-check aria-hidden="true" {
            label { (label) input type="text" name=(name) value="" tabindex="-1" autocomplete="off"; }
        }
    }
}

/// All errors of a form in one place, linked to their fields. Stands above the form and takes the focus with script.
pub fn error_summary(title: &str, errors: &[(String, String)]) -> Markup {
    html! {
        @if !errors.is_empty() {
            div.alert.alert-danger role="alert" tabindex="-1" data-focus {
                (icon(Icon::Warning))
                div.alert-text {
                    h2.alert-title { (title) }
                    ul { @for (field, text) in errors { li { a href=(format!("#{field}")) { (text) } } } }
                }
            }
        }
    }
}
