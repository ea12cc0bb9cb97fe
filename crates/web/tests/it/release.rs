//! What an office has not released does not get out: not on a page, not in a file, not through the interface.

use axum::http::StatusCode;
use model::statistics::ReleaseLevel;
use testkit::{Answer, Statistics};

/// Every address under which a number of the tables in `fixtures/statistics` might appear. `true`: it exists without data, too.
const ADDRESSES: &[(&str, bool)] = &[
    ("/", true),
    ("/zahlen", true),
    ("/zahlen?q=abschluss", true),
    ("/zahlen/D.26", true),
    ("/zahlen/D.26?gebiet=07211&vergleich=07&jahr=2020", true),
    ("/zahlen/A.02", true),
    ("/zahlen/D.26/woher", false),
    ("/zahlen/D.26/woher?gebiet=07211&jahr=2023", false),
    ("/zahlen/D.26/einbetten", false),
    ("/zahlen/D.26/daten.csv", false),
    ("/zahlen/D.26/daten.xlsx", false),
    ("/zahlen/D.26/daten.json", false),
    ("/zahlen/D.26/daten.px", false),
    ("/zahlen/D.26/verlauf.svg", false),
    ("/zahlen/A.01/altersaufbau.svg", false),
    ("/gebiete/07211", true),
    ("/gebiete/07233", false),
    ("/gebiete/DG", false),
    ("/api/v1/kennzahlen", true),
    ("/api/v1/kennzahlen/D.26", false),
    ("/api/v1/kennzahlen/D.26?area=07211&from=2020", false),
    ("/api/v1/kennzahlen/A.02", false),
    ("/api/v1/kennzahlen/D.26/trace", false),
    ("/api/v1/areas?all=1", true),
];

/// Not only the numbers are missing: nobody can tell that the tables are there.
#[tokio::test]
async fn tables_that_are_not_public_leave_no_trace() {
    let public = testkit::app().await;
    let without = testkit::app_with(Statistics::None).await;
    for release in [ReleaseLevel::Intern, ReleaseLevel::Verwaltung] {
        let inside = testkit::app_with(Statistics::At(release)).await;
        let stored = inside.reader.scoped(inside.kommune.id).list_datasets().await.unwrap();
        assert_eq!(stored.iter().map(|dataset| dataset.release).collect::<Vec<_>>(), [release, release]);
        for (path, exists) in ADDRESSES {
            let answer = inside.get(path).await;
            let expected = if *exists { StatusCode::OK } else { StatusCode::NOT_FOUND };
            assert_eq!(answer.status, expected, "{path} at {}", release.code());
            let told = |answer: &Answer| (answer.status, answer.body.clone(), answer.header("etag").to_owned());
            assert!(told(&answer) == told(&without.get(path).await), "{path} tells of tables at {}", release.code());
            let shown = public.get(path).await;
            assert_eq!(shown.status, 200, "{path}");
            // The start page shows offers only.
            assert!(*path == "/" || shown.body != answer.body, "{path} shows what is public");
        }
        let page = inside.get("/zahlen/D.26").await;
        assert!(page.outline().contains("keine Daten"), "{}", page.outline());
        assert!(!page.body.contains("Beispieldaten"), "no source is named");
    }
}

/// One Kommune never shows the tables of another.
#[tokio::test]
async fn another_kommune_has_none_of_these_numbers() {
    let app = testkit::app().await;
    let ctx = app.actions.ctx(model::rights::Actor::CommandLine);
    let other = model::kommune::Kommune {
        id: ctx.new_id(model::ids::KommuneId::from_parts),
        slug: "nachbar".into(),
        hosts: vec!["nachbar.example".into()],
        ..app.kommune.clone()
    };
    actions::kommunen::save(&ctx, &app.actions.writer, &other).await.unwrap();
    let app = app.restarted();
    let neighbour = [("host", "nachbar.example")];
    for (path, exists) in ADDRESSES.iter().filter(|(path, _)| !path.starts_with("/gebiete/")) {
        let expected = if *exists { 200 } else { 404 };
        assert_eq!(app.get_with(path, &neighbour).await.status, expected, "{path}");
    }
    let list = app.get_with("/api/v1/kennzahlen", &neighbour).await.json();
    assert!(list["items"].as_array().unwrap().iter().all(|item| item["newest"].is_null()));
}
