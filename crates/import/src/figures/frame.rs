//! From the variables of a file that lists all its cells in order (PX, JSON-stat) to an empty table that takes these cells.

use model::issue::Severity;
use model::statistics::{AREA, Category, Cell, MEASURE, Period, Role, TIME, Table, TableHead};
use model::wert::Wert;

use super::settings::CubeSettings;
use super::{DistinctCodes, areas, code_of_label, is_total_label, periods};
use crate::issues::{Delivery, Spot, quote};

/// Code of the area or the period that nobody has told.
pub(crate) const UNKNOWN: &str = "unbekannt";

/// A variable as the file lists it.
#[derive(Debug, Clone, Default)]
pub(crate) struct Variable {
    pub(crate) code: Option<String>,
    pub(crate) label: String,
    /// What the file itself says about its role.
    pub(crate) role: Option<Role>,
    pub(crate) categories: Vec<Category>,
    /// Category that contains all others, as the file says.
    pub(crate) total: Option<usize>,
    /// Periods by category, where the file gives them apart from the labels.
    pub(crate) periods: Vec<Option<Period>>,
}

/// A table without observations that knows how many cells each of its variables has.
#[derive(Debug)]
pub(crate) struct Frame {
    pub(crate) table: Table,
    sizes: Vec<usize>,
    members: Vec<u32>,
    /// Whether any category of the time is a period.
    has_period: bool,
}

impl Frame {
    /// Whether the table, now filled, has a value that can be shown. Says why not. `unreadable`: cells that hold no value at all.
    pub(crate) fn can_be_shown(&self, unreadable: usize, delivery: &mut Delivery<'_>) -> bool {
        let (message, hint) = if !self.has_period {
            (
                format!(
                    "Keiner der {} Werte gehört zu einem Zeitraum. Die Tabelle wurde nicht übernommen.",
                    self.table.len()
                ),
                "Sobald der Zeitraum bekannt ist, wird sie gelesen.",
            )
        } else if unreadable > 0 && unreadable == self.table.len() {
            (
                format!("Keine der {unreadable} Zellen enthält eine Zahl. Die Tabelle wurde nicht übernommen."),
                "Bitte prüfen Sie, ob es die richtige Datei ist.",
            )
        } else {
            return true;
        };
        delivery.issue("DIM-009", Severity::Error, Spot::default(), message, hint);
        false
    }

    /// Number of cells; `None` where it cannot be counted.
    pub(crate) fn cells(&self) -> Option<usize> {
        self.sizes.iter().try_fold(1_usize, |product, size| product.checked_mul(*size))
    }

    /// Adds the value of the cell at this place in row-major order, the first variable varying slowest.
    pub(crate) fn push(&mut self, index: usize, value: Wert, cell: Cell) {
        let mut rest = index;
        for (position, size) in self.sizes.iter().enumerate().rev() {
            self.members[position] = (rest % size) as u32;
            rest /= size;
        }
        self.table.push(&self.members, value, cell);
    }
}

/// Gives each variable its role, its code and the codes of its categories, and adds area, time and measure where they are missing:
/// the measure from `measure`, area and time from the settings, else as [`UNKNOWN`] with an issue.
pub(crate) fn frame(
    head: TableHead,
    mut variables: Vec<Variable>,
    measure: Category,
    settings: &CubeSettings,
    delivery: &mut Delivery<'_>,
) -> Frame {
    let roles = roles(&variables, settings);
    let mut table = Table::new(head);
    let mut codes = DistinctCodes::default();
    for reserved in [AREA, TIME, MEASURE] {
        codes.take(reserved);
    }
    let sizes: Vec<usize> = variables.iter().map(|variable| variable.categories.len()).collect();
    for (variable, role) in variables.iter_mut().zip(&roles) {
        let categories = match role {
            Role::Area => area_categories(variable, delivery),
            Role::Time => time_categories(variable, delivery),
            Role::Measure | Role::Class => class_categories(variable, *role == Role::Class),
        };
        let code = match role {
            Role::Area => AREA.to_owned(),
            Role::Time => TIME.to_owned(),
            Role::Measure => MEASURE.to_owned(),
            Role::Class => {
                let own = variable.code.clone().filter(|code| !code.trim().is_empty());
                codes.take(&own.unwrap_or_else(|| code_of_label(&variable.label)))
            }
        };
        let position = table.add_dimension(&code, variable.label.trim(), *role);
        table.dimensions[position].categories = categories;
    }
    add_missing(&mut table, measure, settings, delivery);
    let members = vec![0; table.dimensions.len()];
    let times = table.role(Role::Time).map(|position| &table.dimensions[position].categories);
    let is_period = |category: &Category| category.code.parse::<Period>().is_ok();
    let has_period = times.is_some_and(|categories| categories.iter().any(is_period));
    Frame { table, sizes, members, has_period }
}

/// One role per variable: what the settings say, then what the file says, then names and codes. At most one each of area, time, measure.
fn roles(variables: &[Variable], settings: &CubeSettings) -> Vec<Role> {
    let mut roles = vec![Role::Class; variables.len()];
    let named = |wanted: &Option<String>| {
        let wanted = wanted.as_ref()?.trim().to_lowercase();
        variables.iter().position(|variable| {
            variable.label.trim().to_lowercase() == wanted
                || variable.code.as_ref().is_some_and(|code| code.trim().to_lowercase() == wanted)
        })
    };
    let said = |role: Role| variables.iter().position(|variable| variable.role == Some(role));
    let free =
        |roles: &[Role], position: &usize| roles[*position] == Role::Class && variables[*position].role.is_none();
    let search = |roles: &[Role], fits: &dyn Fn(&Variable) -> bool| {
        (0..variables.len()).filter(|position| free(roles, position)).find(|position| fits(&variables[*position]))
    };
    if let Some(position) = said(Role::Measure) {
        roles[position] = Role::Measure;
    }
    let time = named(&settings.time_variable).or_else(|| said(Role::Time)).or_else(|| {
        search(&roles, &|variable| is_time_named(variable) && all_periods(variable))
            .or_else(|| search(&roles, &all_periods))
            // A row of totals or a misprint among the years does not make a class of them; what is no period is said.
            .or_else(|| search(&roles, &|variable| is_time_named(variable) && mostly_periods(variable)))
    });
    if let Some(position) = time {
        roles[position] = Role::Time;
    }
    let area = named(&settings.area_variable).or_else(|| said(Role::Area)).or_else(|| {
        search(&roles, &|variable| areas::are_keys(variable.categories.iter().map(|category| category.code.as_str())))
            .or_else(|| search(&roles, &|variable| areas::is_area_name(&variable.label)))
    });
    if let Some(position) = area.filter(|position| roles[*position] == Role::Class) {
        roles[position] = Role::Area;
    }
    roles
}

fn is_time_named(variable: &Variable) -> bool {
    periods::is_time_name(&variable.label) || variable.code.as_deref().is_some_and(periods::is_time_name)
}

fn all_periods(variable: &Variable) -> bool {
    !variable.categories.is_empty() && periods_of(variable).iter().all(Option::is_some)
}

fn mostly_periods(variable: &Variable) -> bool {
    let periods = periods_of(variable);
    let read = periods.iter().flatten().count();
    read > 0 && read * 2 >= periods.len()
}

/// The period of each category: as the file gives it apart, else by its code, else by its label.
fn periods_of(variable: &Variable) -> Vec<Option<Period>> {
    let texts = || variable.categories.iter().map(|category| [category.code.as_str(), category.label.as_str()]);
    let quarters = [0, 1].into_iter().find_map(|which| {
        periods::read_quarters(&variable.label, &texts().map(|texts| texts[which]).collect::<Vec<_>>())
    });
    let period = |(position, texts): (usize, [&str; 2])| {
        let given = variable.periods.get(position).copied().flatten();
        let quarter = || quarters.as_ref().map(|quarters| quarters[position]);
        given.or_else(quarter).or_else(|| texts.into_iter().find_map(periods::read_period))
    };
    texts().enumerate().map(period).collect()
}

fn class_categories(variable: &Variable, with_total: bool) -> Vec<Category> {
    let total = variable
        .total
        .or_else(|| variable.categories.iter().position(|category| is_total_label(&category.label)))
        .filter(|_| with_total);
    let mut codes = DistinctCodes::default();
    let total_code = total.and_then(|_| codes.take_total());
    let categories = variable.categories.iter().enumerate().map(|(position, category)| {
        let code = match &total_code {
            Some(code) if total == Some(position) => code.clone(),
            _ if category.code.trim().is_empty() => codes.take(&code_of_label(&category.label)),
            _ => codes.take(category.code.trim()),
        };
        Category { code, label: category.label.trim().to_owned(), ..category.clone() }
    });
    categories.collect()
}

fn area_categories(variable: &Variable, delivery: &mut Delivery<'_>) -> Vec<Category> {
    let mut codes = DistinctCodes::default();
    let mut strange = Vec::new();
    let mut categories = Vec::with_capacity(variable.categories.len());
    for category in &variable.categories {
        let own = category.code.trim();
        let wanted = areas::official_key(own).unwrap_or_else(|| {
            strange.push(if category.label.is_empty() { own } else { category.label.as_str() });
            if own.is_empty() { code_of_label(&category.label) } else { own.to_owned() }
        });
        categories.push(Category {
            code: codes.take(&wanted),
            label: category.label.trim().to_owned(),
            ..category.clone()
        });
    }
    if let Some(first) = strange.first() {
        let message = format!(
            "{} von {} Gebieten in „{}“ haben keinen amtlichen Schlüssel, das erste ist {}. Ihre Codes sind übernommen, wie sie dastehen.",
            strange.len(),
            categories.len(),
            variable.label,
            quote(first),
        );
        let hint = "Auf Karten und beim Vergleich erscheinen nur Gebiete mit amtlichem Schlüssel. Bitte ergänzen Sie die Schlüssel in der Quelle.";
        delivery.issue("DIM-002", Severity::Note, Spot::default(), message, hint);
    }
    categories
}

fn time_categories(variable: &Variable, delivery: &mut Delivery<'_>) -> Vec<Category> {
    let mut codes = DistinctCodes::default();
    let mut categories = Vec::with_capacity(variable.categories.len());
    for (category, period) in variable.categories.iter().zip(periods_of(variable)) {
        let code = period.map_or_else(
            || {
                let message = format!(
                    "{} in {} ist kein bekannter Zeitraum; die Werte dazu lassen sich nicht zeigen.",
                    quote(&category.label),
                    quote(&variable.label)
                );
                let hint = "Bitte schreiben Sie Jahre als 2023, Stichtage als 31.12.2023, Schuljahre als 2023/24, Semester als WS 2023/24.";
                delivery.issue("DIM-004", Severity::Error, Spot::default(), message, hint);
                category.label.trim().to_owned()
            },
            |period| period.to_string(),
        );
        categories.push(Category {
            code: codes.take(&code),
            label: category.label.trim().to_owned(),
            ..category.clone()
        });
    }
    categories
}

fn add_missing(table: &mut Table, measure: Category, settings: &CubeSettings, delivery: &mut Delivery<'_>) {
    let names = table.dimensions.iter().map(|dimension| quote(&dimension.label)).collect::<Vec<_>>().join(", ");
    // Without a period a value belongs nowhere, and the delivery is held. Without an area it is kept, under an area that no page shows.
    let hint = |fixed: &str, variable: &str| {
        format!(
            "Bitte schreiben Sie in eine Datei {{{fixed}}}, oder {{\"{variable}\": \"NAME\"}}, wenn eine der Angaben {names} gemeint ist, und lesen Sie die Tabelle mit --settings DATEI noch einmal ein."
        )
    };
    if table.role(Role::Area).is_none() {
        let category = settings.area.as_ref().map_or_else(
            || {
                let message = "Die Tabelle sagt nicht, für welches Gebiet sie gilt.";
                let hint = hint("\"area\": {\"code\": \"07235\", \"label\": \"Trier-Saarburg\"}", "area_variable");
                delivery.issue("DIM-001", Severity::Warning, Spot::default(), message, hint);
                Category { code: UNKNOWN.to_owned(), label: UNKNOWN.to_owned(), ..Category::default() }
            },
            |area| {
                let label = if area.label.is_empty() { &area.code } else { &area.label };
                Category { code: area.code.clone(), label: label.clone(), ..Category::default() }
            },
        );
        add_single(table, AREA, "Gebiet", Role::Area, category);
    }
    if table.role(Role::Time).is_none() {
        let code = settings.period.clone().unwrap_or_else(|| {
            let message = "Die Tabelle sagt nicht, für welchen Zeitraum sie gilt.";
            let hint = hint("\"period\": \"2023\"", "time_variable");
            delivery.issue("DIM-003", Severity::Error, Spot::default(), message, hint);
            UNKNOWN.to_owned()
        });
        add_single(table, TIME, "Zeit", Role::Time, Category { label: code.clone(), code, ..Category::default() });
    }
    if table.role(Role::Measure).is_none() {
        let code = match measure.code.trim() {
            "" => DistinctCodes::default().take(&code_of_label(&measure.label)),
            code => code.to_owned(),
        };
        add_single(table, MEASURE, "Merkmal", Role::Measure, Category { code, ..measure });
    }
}

fn add_single(table: &mut Table, code: &str, label: &str, role: Role, category: Category) {
    let position = table.add_dimension(code, label, role);
    table.dimensions[position].categories.push(category);
}
