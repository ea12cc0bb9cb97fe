//! Pages as visitors use them: with and without parameters, in both languages, with mistakes.

use std::collections::BTreeSet;

use testkit::TestApp;
use web::routes::ROUTES;

use crate::defects::Outline;
use crate::rights::address;

/// Every page in both languages is sound: one first heading, no level skipped, every field and link named, ids unique, no reference into
/// the void, nothing inline.
#[tokio::test]
async fn every_page_is_sound_in_both_languages() {
    let app = testkit::app().await;
    let mut paths = vec![
        "/angebote?q=kurs&wo=Konz&umkreis=20".to_owned(),
        "/angebote?q=kurs&ansicht=karte".to_owned(),
        "/angebote?q=xyzzyqwert".to_owned(),
        "/angebote?preis=kostenlos&tageszeit=abends&seite=2&limit=3".to_owned(),
        "/angebote?thema=gibt-es-nicht&von=gestern&wo=Nirgendwo".to_owned(),
        "/zahlen?q=abschluss".to_owned(),
        "/zahlen?q=xyzzyqwert".to_owned(),
        "/zahlen?q=haupschulabschluss+xyzzyqwert+trier".to_owned(),
        "/zahlen?gebiet=07235".to_owned(),
        "/zahlen/A.02?gebiet=07235&vergleich=".to_owned(),
        "/zahlen/D.26?gebiet=07211&vergleich=07233&jahr=2016".to_owned(),
        "/zahlen/D.26/woher?gebiet=07211&jahr=2016".to_owned(),
        "/zahlen/A.06".to_owned(),
        "/zahlen/H.01".to_owned(),
        "/gebiete/DG".to_owned(),
        "/rueckmeldung?gesendet=1".to_owned(),
        "/gibt-es-nicht".to_owned(),
    ];
    for route in ROUTES.iter().filter(|route| route.is_page) {
        paths.push(address(&app, route).await);
    }
    let mut titles = BTreeSet::new();
    for path in paths {
        for language in ["de", "en"] {
            let separator = if path.contains('?') { '&' } else { '?' };
            let answer = app.get(&format!("{path}{separator}sprache={language}")).await;
            let outline = Outline::read(&answer.body);
            assert_eq!(outline.problems, Vec::<String>::new(), "{path} in {language}");
            assert_eq!(outline.language, language, "{path}");
            assert!(outline.landmarks.iter().any(|landmark| landmark == "main"), "{path}");
            titles.insert(outline.title.clone());
        }
    }
    // A page that has the title of another is one that nobody can find in a row of tabs.
    assert!(titles.len() > 30, "{titles:?}");
}

/// A link inside the portal leads somewhere: the pages of the start, the results and an offer are followed one step.
#[tokio::test]
async fn links_lead_somewhere() {
    let app = testkit::app().await;
    let offer = first_offer(&app).await;
    let mut seen = BTreeSet::new();
    for page in ["/", "/angebote?q=kurs&limit=5", "/ueber", "/anbieter", "/orte", offer.as_str()] {
        let answer = app.get(page).await;
        assert_eq!(answer.status, 200, "{page}");
        for (name, href) in Outline::read(&answer.body).links {
            let inside = href.starts_with('/') && !href.starts_with("//");
            let path = href.split('#').next().unwrap_or_default().to_owned();
            if !inside || !seen.insert(path.clone()) || seen.len() > 160 {
                continue;
            }
            let status = app.get(&path).await.status.as_u16();
            assert!(matches!(status, 200 | 301), "{page}: „{name}“ leads to {path}: {status}");
        }
    }
    assert!(seen.len() > 60, "{}", seen.len());
}

/// What stands around a number leads on: to its sources, its files, the areas beside it.
#[tokio::test]
async fn links_of_figures_lead_somewhere() {
    let app = testkit::app().await;
    let mut seen = BTreeSet::new();
    for page in ["/zahlen/D.26", "/zahlen/D.26/woher?gebiet=07235&jahr=2015", "/gebiete/07211", "/gebiete"] {
        let answer = app.get(page).await;
        assert_eq!(answer.status, 200, "{page}");
        for (name, href) in Outline::read(&answer.body).links {
            let path = href.replace(&format!("http://{}", testkit::HOST), "");
            let path = path.split('#').next().unwrap_or_default().to_owned();
            if path.starts_with('/') && seen.insert(path.clone()) {
                let status = app.get(&path).await.status.as_u16();
                assert!(matches!(status, 200 | 301), "{page}: „{name}“ leads to {path}: {status}");
            }
        }
    }
    assert!(
        seen.iter().filter(|path| path.contains("/woher?")).count() > 40,
        "every value leads to its source: {seen:?}"
    );
}

async fn first_offer(app: &TestApp) -> String {
    let list = app.get("/api/v1/offers?limit=1&sortierung=datum").await.json();
    let url = list["items"][0]["url"].as_str().unwrap().to_owned();
    url.strip_prefix(&format!("http://{}", testkit::HOST)).unwrap().to_owned()
}

#[tokio::test]
async fn an_address_with_other_words_leads_to_the_right_one() {
    let app = testkit::app().await;
    let path = first_offer(&app).await;
    let (root, _) = path.rsplit_once('/').unwrap();
    for wrong in [root.to_owned(), format!("{root}/falsche-worte")] {
        let answer = app.get(&wrong).await;
        assert_eq!((answer.status.as_u16(), answer.header("location")), (301, path.as_str()), "{wrong}");
        let english = app.get(&format!("{wrong}?sprache=en")).await;
        assert_eq!(english.header("location"), format!("{path}?sprache=en"));
    }
    for unknown in
        ["/angebote/00000000-0000-7000-8000-000000000000/x", "/angebote/kein-angebot/x", "/anbieter/1", "/orte/x/y"]
    {
        assert_eq!(app.get(unknown).await.status, 404, "{unknown}");
    }
}

/// The language of the address stays in links; without it the browser's wish counts.
#[tokio::test]
async fn language_stays_where_it_was_chosen() {
    let app = testkit::app().await;
    let english = app.get("/?sprache=en").await;
    let links = Outline::read(&english.body).links;
    for (name, href) in links.iter().filter(|(_, href)| href.starts_with("/a") && !href.starts_with("/api")) {
        assert!(href.contains("sprache=en"), "{name}: {href}");
    }
    assert!(english.body.contains("hreflang=\"de\""));
    let wished = app.get_with("/", &[("accept-language", "en-GB,en;q=0.9,de;q=0.1")]).await;
    assert_eq!(wished.header("content-language"), "en");
    let (_, href) = Outline::read(&wished.body).links.into_iter().find(|(name, _)| name == "Offers").unwrap();
    assert_eq!(href, "/angebote");
}

/// A form sends what its fields say: the same search again, with filters kept.
#[tokio::test]
async fn filters_stay_when_the_words_change() {
    let app = testkit::app().await;
    let answer = app.get("/angebote?q=kurs&preis=kostenlos&sortierung=datum&wo=Konz&umkreis=50").await;
    let outline = Outline::read(&answer.body);
    assert!(answer.body.contains("name=\"sortierung\" value=\"datum\""), "the order travels along");
    let checked = answer.body.split("<input").find(|field| field.contains("value=\"kostenlos\"")).unwrap();
    assert!(checked.contains("checked") && checked.contains("form=\"suche\""), "{checked}");
    let removed =
        outline.links.iter().find(|(name, _)| name.contains("Kostenlos") && name.contains("entfernen")).unwrap();
    assert!(
        !removed.1.contains("preis=") && removed.1.contains("wo=Konz") && removed.1.contains("umkreis=50"),
        "{removed:?}"
    );
}

#[tokio::test]
async fn nothing_found_is_no_dead_end() {
    let app = testkit::app().await;
    let answer =
        app.get("/angebote?q=deutsch&preis=ueber_100&wochentag=so&tageszeit=vormittags&kinderbetreuung=ja").await;
    let outline = Outline::read(&answer.body);
    assert_eq!(answer.status, 200);
    let ways = outline.headings.iter().filter(|(level, _)| *level == 2).count();
    assert!(ways >= 2, "{:?}", outline.headings);
    assert!(outline.links.iter().any(|(_, href)| href == "/angebote"));
    assert!(outline.links.iter().any(|(_, href)| href == "/rueckmeldung"));
}

/// A message is kept once, with what it is about; a wrong one is shown again as it was typed.
#[tokio::test]
async fn messages() {
    let app = testkit::app().await;
    let messages = || async { app.reader.scoped(app.kommune.id).list_feedback(10).await.unwrap() };
    let path = first_offer(&app).await;
    let id = path.split('/').nth(2).unwrap().to_owned();
    let report = format!("/fehler-melden/{id}");

    let wrong = app.post(&report, &[("nachricht", "Der <b>Preis</b> stimmt nicht"), ("antwort", "anna")]).await;
    assert_eq!(wrong.status, 422);
    assert!(wrong.body.contains("Der &lt;b&gt;Preis&lt;/b&gt; stimmt nicht"), "what was typed is kept, as text");
    let outline = Outline::read(&wrong.body);
    assert_eq!(outline.problems, Vec::<String>::new());
    assert!(outline.links.iter().any(|(_, href)| href == "#antwort"), "the summary leads to the field");

    let machine = app.post(&report, &[("nachricht", "Kaufen Sie"), ("webseite", "http://x.example")]).await;
    assert_eq!(machine.status, 303);
    let empty = app.post("/barrierefreiheit", &[("nachricht", "  ")]).await;
    assert_eq!(empty.status, 422);
    assert_eq!(messages().await.len(), 0);

    let sent =
        app.post(&report, &[("grund", "preis"), ("nachricht", "12 Euro"), ("antwort", "anna@beispiel.example")]).await;
    assert_eq!(
        (sent.status.as_u16(), sent.header("location")),
        (303, format!("{report}?gesendet=1#gesendet").as_str())
    );
    let kept = messages().await;
    assert_eq!((kept.len(), kept[0].about_kind.as_str(), kept[0].about_id.as_str()), (1, "offer", id.as_str()));
    assert!(kept[0].content.message.contains("12 Euro") && kept[0].content.message.contains("Preis"));

    let foreign = [("origin", "https://fremd.example"), ("content-type", "application/x-www-form-urlencoded")];
    let refused = app.request(axum::http::Method::POST, &report, &foreign, "nachricht=x").await;
    assert_eq!((refused.status.as_u16(), messages().await.len()), (403, 1));
}

#[tokio::test]
async fn unchanged_pages_are_not_sent_again() {
    let app = testkit::app().await;
    for path in ["/", "/angebote?q=kurs", "/ueber", "/robots.txt", "/sitemap.xml"] {
        let first = app.get(path).await;
        let tag = first.header("etag").to_owned();
        assert!(tag.starts_with("W/\""), "{path}: {tag}");
        let again = app.get_with(path, &[("if-none-match", &tag)]).await;
        assert_eq!((again.status.as_u16(), again.body.as_str()), (304, ""), "{path}");
        let other = app.get_with(path, &[("if-none-match", "W/\"0\"")]).await;
        assert_eq!(other.status, 200, "{path}");
    }
}

#[tokio::test]
async fn pages_are_compressed() {
    let app = testkit::app().await;
    let answer = app.get_with("/angebote", &[("accept-encoding", "br, gzip")]).await;
    assert_eq!(answer.header("content-encoding"), "br");
    assert!(answer.header("vary").to_lowercase().contains("accept"), "{:?}", answer.headers);
}

#[tokio::test]
async fn errors_look_like_the_portal_or_like_json() {
    let app = testkit::app().await;
    let missing = app.get("/gibt-es-nicht").await;
    assert_eq!(missing.status, 404);
    assert!(Outline::read(&missing.body).landmarks.iter().any(|landmark| landmark == "search"));
    let verb = app.request(axum::http::Method::DELETE, "/angebote", &[("origin", "http://portal.example")], "").await;
    assert_eq!(verb.status, 405);
    assert!(verb.body.starts_with("<!DOCTYPE html>"));
    let api = app.get("/api/v1/gibt-es-nicht").await;
    assert_eq!(api.status, 404);
    assert!(api.header("content-type").contains("json"), "{}", api.header("content-type"));
    let large = "x".repeat(100_000);
    assert_eq!(app.post("/rueckmeldung", &[("nachricht", &large)]).await.status, 413);
}

/// An offer that its source no longer delivers answers 410 and shows what is like it.
#[tokio::test]
async fn a_withdrawn_offer_says_so() {
    let app = testkit::app().await;
    let path = first_offer(&app).await;
    let id: model::ids::OfferId = path.split('/').nth(2).unwrap().parse().unwrap();
    let mut transaction = app.actions.writer.begin().await.unwrap();
    let mut offer = store::offers::find(&mut transaction, app.kommune.id, id).await.unwrap().unwrap();
    offer.status = model::offers::OfferStatus::Zurueckgezogen;
    let change = store::offers::next_change(&mut transaction, app.kommune.id).await.unwrap();
    store::offers::set_status(&mut transaction, &offer, change).await.unwrap();
    transaction.commit().await.unwrap();
    let answer = app.get(&path).await;
    assert_eq!(answer.status, 410);
    let outline = Outline::read(&answer.body);
    assert_eq!(outline.problems, Vec::<String>::new());
    assert!(outline.headings.iter().any(|(_, text)| text == "Ähnliche Angebote"), "{:?}", outline.headings);
    assert_eq!(app.get(&format!("/angebote/{id}/termine.ics")).await.status, 404);
}
