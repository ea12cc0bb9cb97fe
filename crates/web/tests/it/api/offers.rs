//! `/api/v1/offers`: the same searches as the page.

use std::collections::BTreeSet;

use axum::http::Method;
use serde_json::Value;
use testkit::TestApp;

async fn offers(app: &TestApp, query: &str) -> Value {
    let answer = app.get(&format!("/api/v1/offers?{query}")).await;
    assert_eq!(answer.status, 200, "{query}: {}", answer.body);
    answer.json()
}

fn ids(list: &Value) -> Vec<String> {
    list["items"].as_array().unwrap().iter().map(|item| item["id"].as_str().unwrap().to_owned()).collect()
}

#[tokio::test]
async fn pages_of_a_search_join_without_gap_or_overlap() {
    let app = testkit::app().await;
    let whole = offers(&app, "limit=100&sortierung=datum").await;
    let total = whole["total"].as_u64().unwrap();
    assert!(total > 60, "the region has offers: {total}");
    let mut joined = Vec::new();
    let mut next = Some("/api/v1/offers?limit=7&sortierung=datum".to_owned());
    while let Some(path) = next {
        let page = app.get(&path).await.json();
        assert_eq!(page["total"].as_u64().unwrap(), total);
        joined.extend(ids(&page));
        next = page["links"]["next"].as_str().map(|url| {
            url.strip_prefix(&format!("http://{}", testkit::HOST)).expect("links stay on the portal").to_owned()
        });
    }
    assert_eq!(joined.len() as u64, total);
    assert_eq!(joined.iter().collect::<BTreeSet<_>>().len(), joined.len(), "no offer stands twice");
    let first: Vec<String> = ids(&whole);
    assert_eq!(joined[..first.len()], first[..]);
}

#[tokio::test]
async fn a_facets_count_is_what_a_click_finds() {
    let app = testkit::app().await;
    let all = offers(&app, "limit=1").await;
    let facets = all["facets"].as_object().unwrap();
    let mut tried = 0;
    for (name, values) in facets {
        for value in values.as_array().unwrap() {
            let (code, count) = (value["value"].as_str().unwrap(), value["count"].as_u64().unwrap());
            let found = offers(&app, &format!("limit=1&{name}={code}")).await;
            assert_eq!(found["total"].as_u64().unwrap(), count, "{name}={code}");
            assert!(!value["label"].as_str().unwrap().is_empty(), "{name}={code} has a name");
            tried += 1;
        }
    }
    assert!(tried > 40, "{tried} values in {} facets", facets.len());
}

#[tokio::test]
async fn a_record_agrees_with_its_line_and_says_more() {
    let app = testkit::app().await;
    let list = offers(&app, "limit=100").await;
    for item in list["items"].as_array().unwrap() {
        let id = item["id"].as_str().unwrap();
        let record = app.get(&format!("/api/v1/offers/{id}")).await.json();
        for field in ["id", "url", "title", "price", "provider", "topics", "requirements", "confirmed_on", "provenance"]
        {
            assert_eq!(record[field], item[field], "{field} of {id}");
        }
        assert!(record.get("description").is_some() && record.get("certificates").is_some());
        let page = record["url"].as_str().unwrap().strip_prefix(&format!("http://{}", testkit::HOST)).unwrap();
        assert_eq!(app.get(page).await.status, 200, "{page}");
        let on_request = |session: &Value| session["kind"] == "on_request";
        let Some(calendar) = record["calendar"].as_str() else {
            assert!(record["sessions"].as_array().unwrap().iter().all(on_request), "{id} has dates");
            continue;
        };
        let calendar = app.get(calendar.strip_prefix(&format!("http://{}", testkit::HOST)).unwrap()).await;
        assert_eq!(calendar.status, 200);
        assert!(calendar.body.starts_with("BEGIN:VCALENDAR\r\n"), "{}", calendar.body);
    }
}

#[tokio::test]
async fn labels_follow_the_language_and_codes_do_not() {
    let app = testkit::app().await;
    let (german, english) = (offers(&app, "limit=1").await, offers(&app, "limit=1&sprache=en").await);
    let labels = |list: &Value, field: &str| -> Vec<String> {
        list["facets"]["thema"].as_array().unwrap().iter().map(|v| v[field].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(labels(&german, "value"), labels(&english, "value"));
    assert_ne!(labels(&german, "label"), labels(&english, "label"));
}

#[tokio::test]
async fn unusable_parameters_are_refused_and_named_in_two_languages() {
    let app = testkit::app().await;
    for (query, parameter, code) in [
        ("farbe=rot", "farbe", "unknown"),
        ("thema=unfug", "thema", "bad-value"),
        ("limit=101", "limit", "bad-value"),
        ("von=2026-03-02&bis=2026-03-01", "bis", "end-before-start"),
        ("wo=Nirgendwo", "wo", "unknown-place"),
    ] {
        let answer = app.get(&format!("/api/v1/offers?{query}")).await;
        assert_eq!(
            (answer.status.as_u16(), answer.header("content-type")),
            (400, "application/problem+json"),
            "{query}"
        );
        let problem = answer.json();
        assert_eq!(problem["status"], 400);
        let error = &problem["errors"][0];
        assert_eq!((error["parameter"].as_str(), error["code"].as_str()), (Some(parameter), Some(code)), "{query}");
        for text in [&problem["detail"], &problem["detail_en"], &error["detail"], &error["detail_en"]] {
            assert!(text.as_str().unwrap().contains(parameter), "{query}: {text}");
        }
        assert_ne!(problem["title"], problem["title_en"]);
    }
}

#[tokio::test]
async fn unknown_and_malformed_ids_are_not_found() {
    let app = testkit::app().await;
    for id in ["x", "019c936e-3800-7101-8101-010101010101", "6ba7b810-9dad-11d1-80b4-00c04fd430c8"] {
        let answer = app.get(&format!("/api/v1/offers/{id}")).await;
        assert_eq!((answer.status.as_u16(), answer.header("content-type")), (404, "application/problem+json"), "{id}");
        assert_eq!(answer.json()["type"], "urn:bildungsraum:problem:offer-not-found");
    }
}

#[tokio::test]
async fn scripts_of_other_sites_may_read_and_nobody_may_write() {
    let app = testkit::app().await;
    for path in ["/api/v1/offers", "/api/v1/offers/x", "/api/v1/nichts", "/api/v1/openapi.json"] {
        let answer = app.get_with(path, &[("origin", "https://gemeinde.example")]).await;
        assert_eq!(answer.header("access-control-allow-origin"), "*", "{path}");
        assert_eq!(answer.header("cross-origin-resource-policy"), "cross-origin", "{path}");
        assert_eq!(answer.header("access-control-allow-credentials"), "", "{path}");
    }
    let preflight = [("origin", "https://gemeinde.example"), ("access-control-request-method", "GET")];
    let answer = app.request(Method::OPTIONS, "/api/v1/offers", &preflight, "").await;
    assert_eq!((answer.status.as_u16(), answer.header("access-control-allow-methods")), (204, "GET, HEAD"));
    for method in [Method::POST, Method::PUT, Method::PATCH, Method::DELETE] {
        let answer = app.request(method.clone(), "/api/v1/offers", &[("origin", "http://portal.example")], "").await;
        assert_eq!(answer.status, 405, "{method}");
    }
}

#[tokio::test]
async fn an_unchanged_answer_is_not_sent_again() {
    let app = testkit::app().await;
    for path in ["/api/v1/offers?q=kurs", "/api/v1/areas", "/api/v1/openapi.json"] {
        let first = app.get(path).await;
        let etag = first.header("etag").to_owned();
        assert!(!etag.is_empty(), "{path}");
        let second = app.get_with(path, &[("if-none-match", &etag)]).await;
        assert_eq!((second.status.as_u16(), second.body.as_str()), (304, ""), "{path}");
        assert_eq!(second.header("access-control-allow-origin"), "*", "{path}");
        assert_eq!(app.get_with(path, &[("if-none-match", "\"other\"")]).await.status, 200);
    }
}
