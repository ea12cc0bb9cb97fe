//! `/api/v1/kennzahlen`: the numbers of `fixtures/statistics`, calculated by hand.

use serde_json::{Value, json};
use testkit::TestApp;

async fn ask(app: &TestApp, path: &str) -> Value {
    let answer = app.get(path).await;
    assert_eq!(answer.status, 200, "{path}: {}", answer.body);
    answer.json()
}

fn find<'a>(list: &'a Value, code: &str) -> &'a Value {
    let items = list["items"].as_array().unwrap();
    items.iter().find(|item| item["code"] == code).unwrap_or_else(|| panic!("{code} is in the list"))
}

fn inside(url: &Value) -> &str {
    url.as_str().unwrap().strip_prefix(&format!("http://{}", testkit::HOST)).expect("links stay on the portal")
}

#[tokio::test]
async fn the_list_has_the_whole_catalogue_and_the_newest_numbers() {
    let app = testkit::app().await;
    let list = ask(&app, "/api/v1/kennzahlen").await;
    assert_eq!(list["total"].as_u64(), Some(cube::catalogue().len() as u64));
    let leavers = find(&list, "D.26");
    // Trier 2023: 82 of 1246.
    let newest =
        json!({ "area": { "key": "07211", "name": "Trier" }, "year": 2023, "value": 6.5811, "symbol": "number" });
    assert_eq!(leavers["newest"], newest);
    assert_eq!(leavers["awaited"], Value::Null);
    assert_eq!(leavers["bereich"], json!({ "code": "D", "label": "Allgemeinbildende Schulen" }));
    assert_eq!((inside(&leavers["url"]), inside(&leavers["page"])), ("/api/v1/kennzahlen/D.26", "/zahlen/D.26"));
    let english = ask(&app, "/api/v1/kennzahlen?sprache=en").await;
    assert_eq!(find(&english, "D.26")["name"], "Share of leavers without Hauptschulabschluss");
}

#[tokio::test]
async fn a_waiting_kennzahl_says_what_it_waits_for() {
    let app = testkit::app().await;
    let list = ask(&app, "/api/v1/kennzahlen").await;
    let waiting: Vec<&Value> =
        list["items"].as_array().unwrap().iter().filter(|item| item["status"] == "waiting").collect();
    assert!(!waiting.is_empty());
    for item in waiting {
        assert_eq!(item["newest"], Value::Null, "{item}");
        assert!(!item["awaited"]["data"].as_str().unwrap().is_empty(), "{item}");
        assert!(!item["awaited"]["how"].as_str().unwrap().is_empty(), "{item}");
        assert_eq!(app.get(inside(&item["url"])).await.status, 404, "{item}");
    }
}

#[tokio::test]
async fn a_series_has_every_year_and_a_reason_where_the_number_is_missing() {
    let app = testkit::app().await;
    let series = ask(&app, "/api/v1/kennzahlen/D.26?area=07211").await;
    let years: Vec<i64> = series["years"].as_array().unwrap().iter().map(|year| year.as_i64().unwrap()).collect();
    assert_eq!(years, (2010..=2023).collect::<Vec<_>>());
    let point = |year: i64| {
        let points = series["points"].as_array().unwrap();
        points.iter().find(|point| point["year"] == year).unwrap()
    };
    // 59 of 1083.
    assert_eq!((&point(2010)["value"], &point(2010)["symbol"]), (&json!(5.4478), &json!("number")));
    // The table has "." here, and a quotient tells no more than its parts.
    assert_eq!(point(2016)["value"], Value::Null);
    assert_eq!((&point(2016)["symbol"], &point(2016)["sign"]), (&json!("secret_or_unknown"), &json!(".")));
    assert_eq!(point(2012)["breaks"][0]["kind"], "definition");
    assert_eq!(inside(&point(2010)["trace"]), "/zahlen/D.26/woher?gebiet=07211&jahr=2010");
    assert_eq!(app.get(inside(&point(2010)["trace"])).await.status, 200);
    assert_eq!(
        series["definition"],
        json!({ "formula": "100 * ratio(ohne, abgaenge)", "valid_from": 2012, "valid_until": null })
    );
    assert_eq!(series["sources"][0]["table"], "21111-02-06-4");
    assert!(series["sources"][0]["copyright"].as_str().unwrap().contains("Beispieldaten"));
    let notes: Vec<&str> =
        series["footnotes"].as_array().unwrap().iter().map(|note| note["text"].as_str().unwrap()).collect();
    assert!(notes.iter().any(|note| note.contains("erfunden")), "{notes:?}");

    let part = ask(&app, "/api/v1/kennzahlen/D.26?area=07211&from=2012&to=2013").await;
    assert_eq!(part["years"], json!([2012, 2013]));
    assert_eq!(part["points"][0], *point(2012), "a part of the series has the breaks of the whole");
    assert_eq!(ask(&app, "/api/v1/kennzahlen/D.26?to=1990").await["points"], json!([]));
}

/// Without an area it is the region's first; codes are found however they are typed.
#[tokio::test]
async fn an_area_is_chosen_where_none_is_named() {
    let app = testkit::app().await;
    let chosen = ask(&app, "/api/v1/kennzahlen/d.26").await;
    assert_eq!(chosen, ask(&app, "/api/v1/kennzahlen/D.26?area=07211").await);
    for (key, name) in [("DG", "Deutschland"), ("07", "Rheinland-Pfalz"), ("07235", "Landkreis Trier-Saarburg")] {
        let series = ask(&app, &format!("/api/v1/kennzahlen/D.26?area={key}")).await;
        assert_eq!(series["area"], json!({ "key": key, "name": name }));
    }
}

#[tokio::test]
async fn a_trace_leads_to_the_cells() {
    let app = testkit::app().await;
    let trace = ask(&app, "/api/v1/kennzahlen/D.26/trace?area=07211&year=2023").await;
    assert_eq!((&trace["value"], &trace["filled"]), (&json!(6.5811), &json!("100 · 82 / 1.246 = 6,6")));
    let cells: Vec<(&Value, u64, u64)> = trace["inputs"]
        .as_array()
        .unwrap()
        .iter()
        .flat_map(|input| input["observations"].as_array().unwrap())
        .map(|cell| (&cell["value"], cell["row"].as_u64().unwrap(), cell["column"].as_u64().unwrap()))
        .collect();
    // As an editor shows the file: line 12, columns 6 and 4.
    assert_eq!(cells, [(&json!(82.0), 12, 6), (&json!(1246.0), 12, 4)]);
    let cell = &trace["inputs"][0]["observations"][0];
    assert_eq!((&cell["table"], &cell["file"]), (&json!("21111-02-06-4"), &json!("21111-02-06-4.csv")));
    assert_eq!(cell["sha256"].as_str().unwrap().len(), 64);
    assert_eq!(cell["area"], json!({ "key": "07211", "name": "Trier" }));
    assert_eq!(app.get(inside(&trace["page"])).await.status, 200);
    assert_eq!(ask(&app, "/api/v1/kennzahlen/D.26/trace").await, trace, "the newest value of the first area");
    let secret = ask(&app, "/api/v1/kennzahlen/D.26/trace?area=07211&year=2016").await;
    assert_eq!((&secret["value"], &secret["symbol"]), (&Value::Null, &json!("secret_or_unknown")));
}

#[tokio::test]
async fn what_does_not_exist_is_not_found_and_what_cannot_be_read_is_refused() {
    let app = testkit::app().await;
    for (path, kind) in [
        ("Z.99", "kennzahl-not-found"),
        ("%00", "kennzahl-not-found"),
        ("D.26?area=09162", "no-public-data"),
        ("D.26?area=", "no-public-data"),
        ("D.26?area=%27--", "no-public-data"),
        ("D.26/trace?year=1850", "no-public-data"),
        ("D.26/trace?area=09162", "no-public-data"),
        ("Z.99/trace", "kennzahl-not-found"),
    ] {
        let answer = app.get(&format!("/api/v1/kennzahlen/{path}")).await;
        assert_eq!(
            (answer.status.as_u16(), answer.header("content-type")),
            (404, "application/problem+json"),
            "{path}"
        );
        assert_eq!(answer.json()["type"], format!("urn:bildungsraum:problem:{kind}"), "{path}");
    }
    for (path, parameter, code) in [
        ("/D.26?from=gestern", "from", "bad-value"),
        ("/D.26?to=23", "to", "bad-value"),
        ("/D.26?from=2020&to=2010", "to", "end-before-start"),
        ("/D.26?gebiet=07211", "gebiet", "unknown"),
        ("/D.26?area=07211&area=07235", "area", "repeated"),
        ("/D.26/trace?year=-1", "year", "bad-value"),
        ("?q=kita", "q", "unknown"),
    ] {
        let answer = app.get(&format!("/api/v1/kennzahlen{path}")).await;
        assert_eq!(
            (answer.status.as_u16(), answer.header("content-type")),
            (400, "application/problem+json"),
            "{path}"
        );
        let error = &answer.json()["errors"][0];
        assert_eq!((&error["parameter"], &error["code"]), (&json!(parameter), &json!(code)), "{path}");
    }
}

#[tokio::test]
async fn areas_outside_the_region_are_there_for_those_who_ask() {
    let app = testkit::app().await;
    let region = ask(&app, "/api/v1/areas").await;
    let all = ask(&app, "/api/v1/areas?all=1").await;
    assert_eq!(ask(&app, "/api/v1/areas?all=0").await, region);
    assert_eq!(app.get("/api/v1/areas?all=ja").await.status, 400);
    let items = |list: &Value| list["items"].as_array().unwrap().clone();
    let own = items(&region);
    assert!(own.iter().all(|item| item["valid_from"].is_string()));
    let more: Vec<Value> = items(&all).into_iter().filter(|item| !own.contains(item)).collect();
    assert_eq!(
        all["total"].as_u64().unwrap() as usize,
        own.len() + more.len(),
        "nothing is lost, nothing stands twice"
    );
    let named = |key: &str| items(&all).into_iter().find(|item| item["key"] == key).unwrap();
    assert_eq!((&named("DG")["level"], &named("DG")["name"]), (&json!("bund"), &json!("Deutschland")));
    assert_eq!((&named("07233")["level"], &named("07233")["title"]), (&json!("kreis"), &json!("Landkreis")));
    for key in ["DG", "07", "07211", "07233", "07235"] {
        assert_eq!(app.get(inside(&named(key)["url"])).await.status, 200, "{key}");
    }
}
