//! The description and what is really answered: a validator that is not ours reads both.

use serde_json::{Value, json};
use testkit::{Answer, TestApp};

/// Validates a body against the schema that the description gives for this path, status and kind of content.
fn assert_described(document: &Value, path: &str, answer: &Answer) {
    let status = answer.status.as_u16().to_string();
    let content = &document["paths"][path]["get"]["responses"][&status]["content"];
    let schema = &content[answer.header("content-type")]["schema"];
    assert!(schema.is_object(), "{path} {status} {} is described", answer.header("content-type"));
    // References lead into the description, so it is the schema's own document.
    let mut whole = json!({ "$schema": "https://json-schema.org/draft/2020-12/schema", "allOf": [schema] });
    whole["components"] = document["components"].clone();
    let validator = jsonschema::validator_for(&whole).expect("the description is a valid JSON Schema");
    let errors: Vec<String> =
        validator.iter_errors(&answer.json()).map(|error| format!("{}: {error}", error.instance_path())).collect();
    assert_eq!(errors, Vec::<String>::new(), "{path} {status}");
}

async fn document(app: &TestApp) -> Value {
    app.get("/api/v1/openapi.json").await.json()
}

#[tokio::test]
async fn every_answer_is_as_described() {
    let app = testkit::app().await;
    let document = document(&app).await;
    let offers = app.get("/api/v1/offers?limit=100").await;
    let listed = offers.json();
    let items = listed["items"].as_array().unwrap();
    assert_eq!(items.len(), 100, "the region has that many");
    assert_described(&document, "/api/v1/offers", &offers);
    for query in [
        "q=kurs&wo=Trier&umkreis=30",
        "q=xyzzyqwert",
        "q=yoga+abends+konz",
        "thema=deutsch&sprache=en",
        "von=1999-13-01",
    ] {
        let answer = app.get(&format!("/api/v1/offers?{query}")).await;
        assert_described(&document, "/api/v1/offers", &answer);
    }
    for item in items {
        let answer = app.get(&format!("/api/v1/offers/{}", item["id"].as_str().unwrap())).await;
        assert_described(&document, "/api/v1/offers/{id}", &answer);
    }
    assert_described(&document, "/api/v1/offers/{id}", &app.get("/api/v1/offers/x").await);
    assert_described(&document, "/api/v1/providers", &app.get("/api/v1/providers").await);
    assert_described(&document, "/api/v1/areas", &app.get("/api/v1/areas").await);
    for query in ["?all=1", "?all=vielleicht"] {
        assert_described(&document, "/api/v1/areas", &app.get(&format!("/api/v1/areas{query}")).await);
    }
}

#[tokio::test]
async fn every_answer_about_kennzahlen_is_as_described() {
    let app = testkit::app().await;
    let document = document(&app).await;
    for query in ["", "?sprache=en", "?q=kita"] {
        let answer = app.get(&format!("/api/v1/kennzahlen{query}")).await;
        assert_described(&document, "/api/v1/kennzahlen", &answer);
    }
    let mut with_data = 0;
    for definition in cube::catalogue() {
        let code = &definition.kennzahl.code;
        for (path, end) in [("/api/v1/kennzahlen/{code}", ""), ("/api/v1/kennzahlen/{code}/trace", "/trace")] {
            let answer = app.get(&format!("/api/v1/kennzahlen/{code}{end}")).await;
            assert_described(&document, path, &answer);
            with_data += usize::from(answer.status == 200);
        }
    }
    assert!(with_data >= 4, "{with_data} answers with data");
    for query in ["?area=DG&from=2012", "?area=07211&to=2010", "?area=99", "?from=x&to=y"] {
        let answer = app.get(&format!("/api/v1/kennzahlen/D.26{query}")).await;
        assert_described(&document, "/api/v1/kennzahlen/{code}", &answer);
    }
    for query in ["?area=07235&year=2011", "?area=07211&year=2016", "?year=1900", "?year=x"] {
        let answer = app.get(&format!("/api/v1/kennzahlen/D.26/trace{query}")).await;
        assert_described(&document, "/api/v1/kennzahlen/{code}/trace", &answer);
    }
}

#[tokio::test]
async fn every_described_path_exists_and_nothing_else_does() {
    let app = testkit::app().await;
    let document = document(&app).await;
    let id = app.get("/api/v1/offers?limit=1").await.json()["items"][0]["id"].as_str().unwrap().to_owned();
    for path in document["paths"].as_object().unwrap().keys() {
        let answer = app.get(&path.replace("{id}", &id).replace("{code}", "D.26")).await;
        assert_eq!(answer.status, 200, "{path}: {}", answer.body);
        assert_eq!(answer.header("content-type"), "application/json", "{path}");
    }
    let server = document["servers"][0]["url"].as_str().unwrap();
    assert_eq!(server, format!("http://{}", testkit::HOST));
    let missing = app.get("/api/v1/kurse").await;
    assert_eq!((missing.status.as_u16(), missing.header("content-type")), (404, "application/problem+json"));
}

/// What a generated client needs: no two operations with one name, no description left empty.
#[tokio::test]
async fn every_operation_and_field_is_named() {
    let app = testkit::app().await;
    let document = document(&app).await;
    assert!(document["openapi"].as_str().unwrap().starts_with("3.1"));
    let mut names: Vec<&str> = Vec::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        let operation = &item["get"];
        assert!(!operation["summary"].as_str().unwrap_or_default().is_empty(), "{path}");
        names.push(operation["operationId"].as_str().unwrap());
        for parameter in operation["parameters"].as_array().into_iter().flatten() {
            assert!(!parameter["description"].as_str().unwrap_or_default().is_empty(), "{path} {parameter}");
        }
    }
    let count = names.len();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), count);
}
