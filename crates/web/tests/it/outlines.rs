//! Pages as a screen reader tells them, in files beside this one. `UPDATE_EXPECT=1` writes what is found.

use expect_test::expect_file;

/// Clock, seed and ids are fixed, so whole pages can be compared.
#[tokio::test]
async fn pages_in_both_languages() {
    let app = testkit::app().await;
    for (name, path) in [
        ("start", "/"),
        ("start-en", "/?sprache=en"),
        ("results", "/angebote?q=kurs&limit=3"),
        ("results-en", "/angebote?q=kurs&limit=3&sprache=en"),
        ("nothing", "/angebote?q=xyzzyqwert"),
        ("wrong-parameters", "/angebote?thema=unfug&limit=3&wo=Nirgendwo"),
        ("about", "/ueber"),
        ("feedback", "/rueckmeldung"),
        ("figures", "/zahlen"),
        ("figure", "/zahlen/D.26"),
        ("figure-en", "/zahlen/D.26?sprache=en"),
        ("figure-trace", "/zahlen/D.26/woher"),
        ("figure-waiting", "/zahlen/A.06"),
        ("area", "/gebiete/07211"),
        ("missing", "/gibt-es-nicht"),
    ] {
        let answer = app.get(path).await;
        assert!(answer.header("content-type").starts_with("text/html"), "{path}");
        let file = format!("{}/tests/outlines/{name}.txt", env!("CARGO_MANIFEST_DIR"));
        let outline = answer.outline();
        // The long list of filters stands in one of the files only.
        let outline = if name == "results" { outline } else { without_filters(&outline) };
        let outline = if name == "figures" { without_the_waiting(&outline) } else { outline };
        expect_file![file].assert_eq(&outline);
    }
}

fn without_filters(outline: &str) -> String {
    let indent = |line: &str| line.len() - line.trim_start().len();
    let mut inside = None;
    let kept = outline.lines().filter(|line| {
        if inside.is_some_and(|depth| indent(line) > depth) {
            return false;
        }
        inside = (line.contains("„Filter“") || line.contains("„Filters“")).then(|| indent(line));
        true
    });
    kept.map(|line| format!("{line}\n")).collect()
}

/// The catalogue says itself what it has; the page's own sentences are what is compared.
fn without_the_waiting(outline: &str) -> String {
    let indent = |line: &str| line.len() - line.trim_start().len();
    let mut inside = None;
    let kept = outline.lines().filter(|line| {
        if line.trim_start().starts_with("summary") {
            inside = line.contains("noch ohne Daten").then(|| indent(line));
        } else if inside.is_some_and(|depth| indent(line) < depth) {
            inside = None;
        }
        inside.is_none()
    });
    kept.map(|line| format!("{line}\n")).collect()
}

/// The first offer by date, whichever it is: its page has the five questions and the ways out.
#[tokio::test]
async fn an_offer() {
    let app = testkit::app().await;
    let list = app.get("/api/v1/offers?limit=1&sortierung=datum").await.json();
    let url = list["items"][0]["url"].as_str().unwrap().to_owned();
    let path = url.strip_prefix(&format!("http://{}", testkit::HOST)).unwrap();
    let file = format!("{}/tests/outlines/offer.txt", env!("CARGO_MANIFEST_DIR"));
    expect_file![file].assert_eq(&app.get(path).await.outline());
}

/// Every field on every page has a name.
#[tokio::test]
async fn no_field_without_a_label() {
    let app = testkit::app().await;
    for route in web::routes::ROUTES.iter().filter(|route| route.is_page && !route.example.contains('{')) {
        let outline = app.get(route.example).await.outline();
        assert!(!outline.contains("(no label)"), "{}:\n{outline}", route.path);
        let headings = outline.lines().filter(|line| line.trim_start().starts_with("# ")).count();
        assert_eq!(headings, 1, "{} has one heading of level 1", route.path);
    }
}
