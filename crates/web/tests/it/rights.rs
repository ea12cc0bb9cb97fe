//! Every address × who asks → what they get, as lists that somebody has to read when they change.
//! `UPDATE_EXPECT=1` writes what is found.

use std::fmt::Write as _;

use axum::http::Method;
use expect_test::expect_file;
use testkit::TestApp;
use web::routes::{API, ROUTES, Route, Who};

/// Ids of the example region in place of the words in braces.
pub(crate) async fn address(app: &TestApp, route: &Route) -> String {
    let list = app.get("/api/v1/offers?limit=100&sortierung=datum").await.json();
    let items = list["items"].as_array().unwrap();
    let with_place = items.iter().find(|item| item["sessions"][0]["place"]["id"].is_string());
    let offer = with_place.expect("an offer of the region has a place");
    let path = |url: &serde_json::Value, root: &str| {
        let host = format!("http://{}{root}", testkit::HOST);
        url.as_str().unwrap().strip_prefix(&host).unwrap().to_owned()
    };
    let place = &offer["sessions"][0]["place"];
    let provider = &offer["provider"];
    route
        .example
        .replace("{offer-id}", offer["id"].as_str().unwrap())
        .replace("{offer}", &path(&offer["url"], "/angebote/"))
        .replace("{provider-id}", provider["id"].as_str().unwrap())
        .replace("{provider}", &path(&provider["url"], "/anbieter/"))
        .replace("{place-id}", place["id"].as_str().unwrap())
        .replace("{place}", &path(&place["url"], "/orte/"))
}

#[test]
fn list_of_routes() {
    let mut list = String::new();
    for route in ROUTES.iter().chain(API) {
        let who = match route.who {
            Who::Everyone => "everyone".to_owned(),
            Who::EveryoneBy(right) => format!("everyone, action asks for {right:?}"),
        };
        let _ = writeln!(list, "{:<5} {:<30} {who}", route.method, route.path);
    }
    expect_file!["../routes.txt"].assert_eq(&list);
}

#[tokio::test]
async fn list_of_rights() {
    let app = testkit::app().await;
    let own = format!("http://{}", testkit::HOST);
    let form = ("content-type", "application/x-www-form-urlencoded");
    let mut list = format!(
        "{:<5} {:<30} {:>10} {:>10} {:>12} {:>11}\n",
        "", "", "visitor", "other site", "unknown host", "other verb"
    );
    for route in ROUTES.iter().chain(API) {
        let path = address(&app, route).await;
        let method: Method = route.method.parse().unwrap();
        let other: Method = if method == Method::GET { Method::DELETE } else { Method::PUT };
        let visitor = app.request(method.clone(), &path, &[("origin", &own), form], "").await;
        let site = [("origin", "https://fremd.example"), ("sec-fetch-site", "cross-site"), form];
        let foreign = app.request(method.clone(), &path, &site, "").await;
        let host = [("host", "fremd.example"), ("origin", "http://fremd.example"), form];
        let elsewhere = app.request(method, &path, &host, "").await;
        let verb = app.request(other, &path, &[("origin", &own), form], "").await;
        let _ = writeln!(
            list,
            "{:<5} {:<30} {:>10} {:>10} {:>12} {:>11}",
            route.method,
            route.path,
            visitor.status.as_u16(),
            foreign.status.as_u16(),
            elsewhere.status.as_u16(),
            verb.status.as_u16()
        );
    }
    expect_file!["../rights.txt"].assert_eq(&list);
}

#[tokio::test]
async fn every_answer_carries_its_protection() {
    let app = testkit::app().await;
    for route in ROUTES.iter().chain(API).filter(|route| route.method == "GET") {
        let path = address(&app, route).await;
        let answer = app.get(&path).await;
        assert!(answer.status.as_u16() < 500, "{path}: {}", answer.status);
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{path}");
        assert!(answer.header("content-security-policy").contains("default-src 'none'"), "{path}");
        assert_eq!(answer.header("set-cookie"), "", "{path}");
        assert!(!answer.body.contains("javascript:"), "{path}");
    }
}

/// What search engines are told exists, exists.
#[tokio::test]
async fn every_address_of_the_sitemap_has_a_page() {
    let app = testkit::app().await;
    let host = format!("http://{}", testkit::HOST);
    let addresses = |xml: &str| -> Vec<String> {
        xml.split("<loc>").skip(1).map(|rest| rest.split("</loc>").next().unwrap().replace(&host, "")).collect()
    };
    let mut asked = 0;
    for page in addresses(&app.get("/sitemap.xml").await.body) {
        for address in addresses(&app.get(&page).await.body) {
            assert_eq!(app.get(&address).await.status, 200, "{address}");
            asked += 1;
        }
    }
    assert!(asked > 100, "{asked} addresses");
}

/// One Kommune never shows what belongs to another.
#[tokio::test]
async fn another_kommune_has_none_of_these_offers() {
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
    let list = app.get_with("/api/v1/offers", &neighbour).await;
    assert_eq!((list.status.as_u16(), list.json()["total"].as_u64()), (200, Some(0)));
    for route in ROUTES.iter().chain(API).filter(|route| route.method == "GET" && route.example.contains('{')) {
        let path = address(&app, route).await;
        assert_ne!(app.get(&path).await.status, 404, "{path} exists here");
        assert_eq!(app.get_with(&path, &neighbour).await.status, 404, "{path} does not exist there");
    }
}
