//! `/zahlen` as visitors use it: the index, its areas, the search, and what happens when an address is wrong.

use crate::defects::Outline;

#[tokio::test]
async fn a_search_leads_to_kennzahlen_of_the_area_it_names() {
    let app = testkit::app().await;
    for (query, title, link, count) in [
        ("q=einwohner+trier", "Zahlen zu „einwohner trier“", "/zahlen/A.01?gebiet=07211", None),
        (
            "q=Einwohner+Landkreis+Trier-Saarburg",
            "Zahlen zu „Einwohner Landkreis Trier-Saarburg“",
            "/zahlen/A.01?gebiet=07235",
            None,
        ),
        ("q=einwohner&gebiet=07235", "Zahlen zu „einwohner“", "/zahlen/A.01?gebiet=07235", None),
        (
            "q=wie+viele+schaffen+keinen+abschluss",
            "Zahlen zu „wie viele schaffen keinen abschluss“",
            "/zahlen/D.26",
            Some("2 Kennzahlen gefunden"),
        ),
        ("q=haupschulabschluss", "Zahlen zu „haupschulabschluss“", "/zahlen/D.26", None),
        ("q=d38", "Zahlen zu „d38“", "/zahlen/D.38", Some("Eine Kennzahl gefunden")),
    ] {
        let answer = app.get(&format!("/zahlen?{query}")).await;
        let outline = Outline::read(&answer.body);
        assert!(outline.title.starts_with(title), "{query}: {}", outline.title);
        let links: Vec<&str> = outline.links.iter().map(|(_, href)| href.as_str()).collect();
        assert!(links.contains(&link), "{query}: {links:?}");
        assert!(count.is_none_or(|count| answer.body.contains(count)), "{query}");
        assert!(answer.body.contains("noindex"), "{query}");
    }
}

#[tokio::test]
async fn a_search_without_hits_leads_on() {
    let app = testkit::app().await;
    let answer = app.get("/zahlen?q=quantenphysik").await;
    assert!(answer.body.contains("Zu „quantenphysik“ haben wir keine Zahl gefunden."));
    let outline = Outline::read(&answer.body);
    let suggested: Vec<&String> = outline
        .links
        .iter()
        .map(|(_, href)| href)
        .filter(|href| {
            // Not the same page in the other language.
            href.starts_with("/zahlen?q=") && !href.contains("sprache")
        })
        .collect();
    assert_eq!(suggested.len(), 3, "{suggested:?}");
    for href in suggested {
        assert!(app.get(href).await.body.contains("Kennzahlen gefunden"), "{href}");
    }
    assert!(outline.links.iter().any(|(_, href)| href == "/angebote?q=quantenphysik"));
}

#[tokio::test]
async fn the_index_shows_the_area_that_is_asked_for() {
    let app = testkit::app().await;
    for (query, shown, link) in [
        ("", "Trier, 2023", "/zahlen/A.01"),
        ("?gebiet=07235", "Landkreis Trier-Saarburg, 2023", "/zahlen/A.01?gebiet=07235"),
        ("?gebiet=99999", "Trier, 2023", "/zahlen/A.01"),
        ("?gebiet=%3Cscript%3E", "Trier, 2023", "/zahlen/A.01"),
        ("?q=trier-saarburg", "Landkreis Trier-Saarburg, 2023", "/zahlen/A.01?gebiet=07235"),
    ] {
        let answer = app.get(&format!("/zahlen{query}")).await;
        assert!(answer.body.contains(shown), "{query}");
        let outline = Outline::read(&answer.body);
        assert!(outline.links.iter().any(|(_, href)| href == link), "{query}");
        let jumps = outline.links.iter().filter(|(_, href)| href.starts_with("#bereich-")).count();
        assert_eq!(jumps, 9, "{query}");
    }
}

#[tokio::test]
async fn a_wrong_address_leads_back_to_the_figures() {
    let app = testkit::app().await;
    for (path, to) in [
        ("/zahlen/D.26/", "/zahlen/D.26"),
        ("/zahlen/", "/zahlen"),
        ("/gebiete/07211/?sprache=en", "/gebiete/07211?sprache=en"),
    ] {
        let answer = app.get(path).await;
        assert_eq!((answer.status.as_u16(), answer.header("location")), (301, to), "{path}");
    }
    for path in ["/zahlen/Z.99", "/gebiete/gibt-es-nicht", "/zahlen/D.26/nichts/gar", "/zahlen//evil.example/"] {
        let answer = app.get(path).await;
        assert_eq!(answer.status, 404, "{path}");
        assert!(answer.body.contains("Zu allen Zahlen"), "{path}");
    }
    assert!(!app.get("/gibt-es-nicht/").await.body.contains("Zu allen Zahlen"));
}

/// A page says that it shows another area; a file, a frame and an origin cannot, and are not there.
#[tokio::test]
async fn another_area_is_never_shown_in_silence() {
    let app = testkit::app().await;
    let page = app.get("/zahlen/D.26?gebiet=05315").await;
    assert_eq!(page.status, 200);
    assert!(page.body.contains("Diese Zahl gibt es nicht für 05315."), "{}", page.outline());
    assert!(page.body.contains("Sie sehen stattdessen: Trier."));
    assert!(!app.get("/zahlen/D.26?gebiet=07211").await.body.contains("Sie sehen stattdessen"));
    let late = app.get("/zahlen/D.26?gebiet=07211&jahr=2090").await;
    assert!(late.body.contains("Für 2090 gibt es diese Zahl nicht für Trier."), "{}", late.outline());
    for file in ["daten.csv", "daten.xlsx", "verlauf.svg", "einbetten", "woher"] {
        assert_eq!(app.get(&format!("/zahlen/D.26/{file}?gebiet=05315")).await.status, 404, "{file}");
        assert_eq!(app.get(&format!("/zahlen/D.26/{file}?gebiet=07211")).await.status, 200, "{file}");
    }
    assert_eq!(app.get("/zahlen/D.26/woher?gebiet=07211&jahr=2090").await.status, 404);
}

/// Bars as high as a group has years, the outline of the Land, and all numbers as a table.
#[tokio::test]
async fn ages_are_a_pyramid_with_a_table() {
    let app = testkit::app().await;
    let page = app.get("/zahlen/A.01?gebiet=07211").await;
    let outline = page.outline();
    assert!(outline.contains("Altersaufbau in Trier, 2023"), "{outline}");
    assert!(
        page.body
            .contains("Der Umriss zeigt den Altersaufbau von Rheinland-Pfalz, umgerechnet auf dieselbe Einwohnerzahl.")
    );
    let picture = app.get("/zahlen/A.01/altersaufbau.svg?gebiet=07211").await;
    assert_eq!((picture.status.as_u16(), picture.header("content-type")), (200, "image/svg+xml"));
    assert_eq!(picture.body.matches("<title>männlich, ").count(), 17);
    assert_eq!(app.get("/zahlen/D.26/altersaufbau.svg").await.status, 404, "no ages, no pyramid");
}
