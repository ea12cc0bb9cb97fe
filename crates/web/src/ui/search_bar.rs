//! Was? Wo? Wann? One form, sent with GET, so that the address says everything.

use maud::{Markup, html};

use super::icon::{Icon, icon};

#[derive(Debug, Clone, Default)]
pub struct SearchBar {
    /// Id of the form: filters elsewhere on the page join it with the `form` attribute.
    pub form: String,
    pub action: String,
    pub what: Field,
    pub place: Field,
    pub from: Field,
    pub button: String,
    /// Name of the form as a landmark.
    pub label: String,
    /// Sent along unchanged.
    pub hidden: Vec<(String, String)>,
    /// Address of suggestions, for script.
    pub suggest: String,
    /// Names of places, for the browser's own list.
    pub places: Vec<String>,
    /// Read aloud when suggestions appear; contains `#` for the number.
    pub suggestions_status: String,
    /// On the start page it is larger.
    pub large: bool,
}

#[derive(Debug, Clone, Default)]
pub struct Field {
    pub label: String,
    pub value: String,
    pub placeholder: String,
}

pub fn search_bar(bar: &SearchBar) -> Markup {
    let id = |name: &str| format!("{}-{name}", bar.form);
    html! {
        form.search-bar.search-bar-large[bar.large] id=(bar.form) action=(bar.action) method="get" role="search"
            aria-label=(bar.label) {
            div.search-field.search-what data-suggest=(bar.suggest) data-status=(bar.suggestions_status) {
                label for=(id("was")) { (bar.what.label) }
                input type="search" id=(id("was")) name="q" value=(bar.what.value) placeholder=(bar.what.placeholder)
                    autocomplete="off" autocapitalize="off" spellcheck="false" enterkeyhint="search" maxlength="200";
            }
            div.search-field.search-where {
                label for=(id("wo")) { (bar.place.label) }
                input type="text" id=(id("wo")) name="wo" value=(bar.place.value) placeholder=(bar.place.placeholder)
                    autocomplete="address-level2" list=[(!bar.places.is_empty()).then(|| id("orte"))] maxlength="100";
                @if !bar.places.is_empty() {
                    datalist id=(id("orte")) { @for place in &bar.places { option value=(place) {} } }
                }
            }
            div.search-field.search-when {
                label for=(id("wann")) { (bar.from.label) }
                input type="date" id=(id("wann")) name="von" value=(bar.from.value) autocomplete="off";
            }
            @for (name, value) in &bar.hidden { input type="hidden" name=(name) value=(value); }
            button.kern-btn.kern-btn--primary.search-button type="submit" {
                (icon(Icon::Search)) span.kern-label { (bar.button) }
            }
        }
    }
}
