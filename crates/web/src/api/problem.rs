//! Problems (RFC 9457) in German and English.

use axum::Json;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};

use super::schema::{ParameterProblem, Problem};
use crate::locale::{Words, find_words, german, say};
use crate::params;

fn english() -> &'static Words {
    find_words("en").unwrap_or_else(german)
}

/// Title and detail of a refusal that has no particulars.
fn words_of(status: StatusCode, words: &Words) -> (String, String) {
    match status {
        StatusCode::NOT_FOUND => (say::api_problem_not_found_title(words), say::api_problem_not_found_path(words)),
        StatusCode::METHOD_NOT_ALLOWED => (say::api_problem_method_title(words), say::api_problem_method(words)),
        status if status.is_client_error() => (say::api_problem_parameters_title(words), say::error_client_text(words)),
        _ => (say::api_problem_internal_title(words), say::api_problem_internal(words)),
    }
}

/// For requests that no handler of the API answered. `id` names a fault in the log.
pub fn of_status(status: StatusCode, id: Option<&str>) -> Response {
    let (title, mut detail) = words_of(status, german());
    let (title_en, mut detail_en) = words_of(status, english());
    if let Some(id) = id {
        detail = format!("{detail} {}", say::error_id(german(), id.to_owned()));
        detail_en = format!("{detail_en} {}", say::error_id(english(), id.to_owned()));
    }
    let kind = match status {
        StatusCode::NOT_FOUND => "not-found",
        StatusCode::METHOD_NOT_ALLOWED => "method-not-allowed",
        status if status.is_client_error() => "bad-request",
        _ => "internal",
    };
    respond(status, kind, Problem { title, title_en, detail, detail_en, ..empty() })
}

/// An id that names nothing (any more).
pub(super) fn offer_not_found() -> Response {
    not_found("offer-not-found", say::api_problem_not_found_offer)
}

/// A code that no Kennzahl has.
pub(super) fn kennzahl_not_found() -> Response {
    not_found("kennzahl-not-found", say::api_problem_not_found_kennzahl)
}

/// An area or a year without public data; whether there are others is not told.
pub(super) fn no_public_data() -> Response {
    not_found("no-public-data", say::api_problem_not_found_data)
}

fn not_found(kind: &str, detail: fn(&Words) -> String) -> Response {
    let problem = Problem {
        title: say::api_problem_not_found_title(german()),
        title_en: say::api_problem_not_found_title(english()),
        detail: detail(german()),
        detail_en: detail(english()),
        ..empty()
    };
    respond(StatusCode::NOT_FOUND, kind, problem)
}

/// Parameters that could not be used.
pub(super) fn of_parameters(problems: &[params::Problem]) -> Response {
    let errors: Vec<ParameterProblem> = problems
        .iter()
        .map(|problem| ParameterProblem {
            parameter: problem.parameter.clone(),
            value: problem.value.clone(),
            code: problem.kind.code().to_owned(),
            detail: parameter(german(), problem),
            detail_en: parameter(english(), problem),
        })
        .collect();
    let names: Vec<&str> = problems.iter().map(|problem| problem.parameter.as_str()).collect();
    let names = names.join(", ");
    let problem = Problem {
        title: say::api_problem_parameters_title(german()),
        title_en: say::api_problem_parameters_title(english()),
        detail: say::api_problem_parameters(german(), names.clone()),
        detail_en: say::api_problem_parameters(english(), names),
        errors,
        ..empty()
    };
    respond(StatusCode::BAD_REQUEST, "parameters", problem)
}

fn parameter(words: &Words, problem: &params::Problem) -> String {
    let reason = words.code("problem", problem.kind.code());
    say::api_problem_parameter(words, problem.parameter.clone(), reason, problem.value.clone())
}

fn empty() -> Problem {
    Problem {
        kind: String::new(),
        status: 0,
        title: String::new(),
        title_en: String::new(),
        detail: String::new(),
        detail_en: String::new(),
        errors: Vec::new(),
    }
}

fn respond(status: StatusCode, kind: &str, problem: Problem) -> Response {
    let problem = Problem { kind: format!("urn:bildungsraum:problem:{kind}"), status: status.as_u16(), ..problem };
    (status, [(header::CONTENT_TYPE, "application/problem+json")], Json(problem).into_response().into_body())
        .into_response()
}
