//! Deliveries of statistics: taken in once, compared, held, restored, and seen by those who may.

use actions::deliveries::File;
use actions::statistics::observations::{Filter, observations};
use actions::statistics::{self, FileReport, OfficeTable, Outcome, Request, Warehouse};
use cube::find_definition;
use model::issue::Severity;
use model::statistics::ReleaseLevel;

use crate::office::{Office, each_office};

/// A table as Regionalstatistik writes it; rows of (year, key, name, all, without certificate).
fn leavers(stand: &str, rows: &[(i32, &str, &str, &str, &str)]) -> String {
    let mut text = String::from(
        "GENESIS-Tabelle: 21111-02-06-4\n\
         Absolvierende/Abgehende allgemeinbildender Schulen nach;;;;;;;;;;;;;;;;\n\
         Geschlecht und Abschlussarten - Schuljahr - regionale Tiefe:;;;;;;;;;;;;;;;;\n\
         Kreise und krfr. Städte;;;;;;;;;;;;;;;;\n\
         Statistik der allgemeinbildenden Schulen;;;;;;;;;;;;;;;;\n\
         Absolvierende/Abgehende (Anzahl);;;;;;;;;;;;;;;;\n",
    );
    let title = "Absolvierende/Abgehende allgemeinbildender Schulen nach dem Abschluss";
    text.push_str(&format!(";;;{}\n", [title; 14].join(";")));
    let certificates = [
        "Insgesamt",
        "ohne Hauptschulabschluss",
        "mit Hauptschulabschluss",
        "mit Mittlerem Abschluss",
        "dar. schulischer Teil der Fachhochschulreife",
        "mit Fachhochschulreife",
        "mit allgemeiner Hochschulreife",
    ];
    text.push_str(&format!(";;;{}\n", certificates.map(|one| format!("{one};{one}")).join(";")));
    text.push_str(&format!(";;;{}\n", ["Insgesamt;weiblich"; 7].join(";")));
    for (year, key, name, all, without) in rows {
        text.push_str(&format!("{year};{key};{name};{all};.;{without};.;.;.;.;.;.;.;.;.;.;.\n"));
    }
    text.push_str("__________\n\"© Beispieldaten für einen Test\"\n");
    text.push_str(&format!("Stand: {stand} / 10:00:00\n"));
    text
}

fn first() -> String {
    leavers(
        "01.02.2024",
        &[
            (2022, "07211", "      Trier, kreisfreie Stadt", "1000", "50"),
            (2023, "07211", "      Trier, kreisfreie Stadt", "1100", "66"),
        ],
    )
}

async fn import(office: &Office, name: &str, text: &str, table: Option<OfficeTable>) -> FileReport {
    let request = Request { kommune: office.kommune, importer: None, office: table, dry_run: false, accept: false };
    import_as(office, name, text, &request).await
}

async fn import_as(office: &Office, name: &str, text: &str, request: &Request) -> FileReport {
    let file = File { name: name.to_owned(), bytes: Box::new(std::io::Cursor::new(text.as_bytes().to_vec())) };
    let mut reports = statistics::import(&office.ctx(), &office.actions.writer, request, file).await.unwrap();
    assert_eq!(reports.len(), 1);
    reports.remove(0)
}

/// The Kennzahl D.26 of Trier in a year, as somebody at this level sees it.
async fn share(office: &Office, level: ReleaseLevel, year: i32) -> Option<f64> {
    let scope = office.test.store.reader().scoped(office.kommune);
    let now = office.ctx().now;
    let loaded = Warehouse::default().load(&scope, (office.kommune, level, now), |_| true).await.unwrap();
    let definition = find_definition("D.26").unwrap();
    cube::compute(definition, &loaded, "07211", year..=year).points[0].wert.value()
}

async fn deliveries(office: &Office) -> Vec<store::statistics::Delivery> {
    office.test.store.reader().scoped(office.kommune).list_table_deliveries().await.unwrap()
}

#[tokio::test]
async fn a_file_is_taken_in_once_and_kept_as_it_came() {
    for office in each_office().await {
        let report = import(&office, "erste.csv", &first(), None).await;
        assert_eq!(report.outcome, Outcome::Accepted, "{:?}", report.issues);
        assert_eq!((report.observations, report.observed.new), (28, 28));
        assert_eq!(share(&office, ReleaseLevel::Oeffentlich, 2023).await, Some(6.0));

        let again = import(&office, "andere_name.csv", &first(), None).await;
        assert_eq!(again.outcome, Outcome::Unchanged);
        assert_eq!((again.observed.new, again.observed.unchanged), (0, 28));

        let kept = deliveries(&office).await;
        assert_eq!(kept.len(), 1);
        let scope = office.test.store.reader().scoped(office.kommune);
        let original = statistics::original(&scope, &kept[0]).await.unwrap();
        assert_eq!(original.as_deref(), Some(first().as_bytes()));
    }
}

#[tokio::test]
async fn a_dry_run_reports_the_same_and_writes_nothing() {
    for office in each_office().await {
        let request = Request { kommune: office.kommune, importer: None, office: None, dry_run: true, accept: false };
        let report = import_as(&office, "probe.csv", &first(), &request).await;
        assert_eq!((report.outcome, report.observed.new), (Outcome::Accepted, 28));
        assert!(deliveries(&office).await.is_empty());
    }
}

/// What the source wrote later counts, in whatever order the files arrive; an older one can be restored.
#[tokio::test]
async fn the_newest_delivery_counts_and_an_older_one_can_be_restored() {
    for office in each_office().await {
        let corrected = leavers("01.03.2025", &[(2023, "07211", "      Trier, kreisfreie Stadt", "1100", "55")]);
        let report = import(&office, "korrigiert.csv", &corrected, None).await;
        assert_eq!(report.outcome, Outcome::Accepted, "{:?}", report.issues);
        let older = import(&office, "erste.csv", &first(), None).await;
        assert_eq!(older.observed.revised, 1, "one value differs from what is shown");
        assert_eq!(share(&office, ReleaseLevel::Oeffentlich, 2023).await, Some(5.0));
        assert_eq!(share(&office, ReleaseLevel::Oeffentlich, 2022).await, Some(5.0));

        let oldest =
            deliveries(&office).await.into_iter().find(|delivery| delivery.summary.file == "erste.csv").unwrap();
        statistics::restore(&office.ctx(), &office.actions.writer, office.kommune, oldest.id).await.unwrap();
        assert_eq!(share(&office, ReleaseLevel::Oeffentlich, 2023).await, Some(6.0));
    }
}

/// A revision is told with the old and the new value.
#[tokio::test]
async fn a_changed_digit_is_noticed() {
    for office in each_office().await {
        import(&office, "erste.csv", &first(), None).await;
        let changed = first().replace(";66;", ";96;").replace("01.02.2024", "01.02.2025");
        let report = import(&office, "zweite.csv", &changed, None).await;
        let told = report.findings.iter().find(|finding| finding.code == "CHK-060").expect("the revision is told");
        assert_eq!((told.expected, told.found), (Some(66.0), Some(96.0)));
        assert!(told.message.contains("bisher 66, jetzt 96"), "{}", told.message);
    }
}

/// Its values belong to no series that is shown: until somebody has looked, what was there stays.
#[tokio::test]
async fn a_renamed_heading_is_held_and_explained() {
    for office in each_office().await {
        import(&office, "erste.csv", &first(), None).await;
        let renamed =
            first().replace("ohne Hauptschulabschluss", "ohne Berufsreife").replace("01.02.2024", "01.02.2025");
        let report = import(&office, "umbenannt.csv", &renamed, None).await;
        assert_eq!(report.outcome, Outcome::Held, "{:?}", report.findings);
        assert!(
            report
                .findings
                .iter()
                .any(|finding| finding.code == "CHK-050" && finding.message.contains("ohne Berufsreife"))
        );
        assert_eq!(share(&office, ReleaseLevel::Oeffentlich, 2023).await, Some(6.0), "what is shown stays");
    }
}

/// Where a cell too many stands, nobody knows which heading belongs to which value; what is shown stays.
#[tokio::test]
async fn a_shifted_column_changes_nothing_and_is_named() {
    for office in each_office().await {
        import(&office, "erste.csv", &first(), None).await;
        let shifted = first().replace("2023;07211;", "2023;;07211;").replace("01.02.2024", "01.02.2025");
        let report = import(&office, "verschoben.csv", &shifted, None).await;
        assert!(matches!(report.outcome, Outcome::Held | Outcome::Refused), "{:?}", report.issues);
        assert!(report.issues.iter().any(|issue| issue.severity >= Severity::Error && issue.place.row.is_some()));
        assert_eq!(share(&office, ReleaseLevel::Oeffentlich, 2023).await, Some(6.0), "what is shown stays");
    }
}

#[tokio::test]
async fn what_is_not_public_is_in_no_public_answer() {
    for office in each_office().await {
        let intern = OfficeTable { release: Some(ReleaseLevel::Intern), ..OfficeTable::default() };
        import(&office, "erste.csv", &first(), Some(intern)).await;
        assert_eq!(share(&office, ReleaseLevel::Intern, 2023).await, Some(6.0));
        assert_eq!(share(&office, ReleaseLevel::Verwaltung, 2023).await, None);
        let scope = office.test.store.reader().scoped(office.kommune);
        let who = (office.kommune, ReleaseLevel::Oeffentlich, office.ctx().now);
        let loaded = Warehouse::default().load(&scope, who, |_| true).await.unwrap();
        assert_eq!(loaded.datasets().count(), 0);
        assert!(loaded.deliveries("21111-02-06-4").is_empty() && loaded.cube("21111-02-06-4").is_none());
    }
}

#[tokio::test]
async fn every_value_says_where_it_stands() {
    for office in each_office().await {
        import(&office, "erste.csv", &first(), None).await;
        let scope = office.test.store.reader().scoped(office.kommune);
        let who = (office.kommune, ReleaseLevel::Intern, office.ctx().now);
        let loaded = Warehouse::default().load(&scope, who, |_| true).await.unwrap();
        let cube = loaded.cube("21111-02-06-4").unwrap();
        let filter = Filter { area: Some("07211".into()), period: Some("2023".into()) };
        let found: Vec<_> = observations(cube, loaded.deliveries("21111-02-06-4"), &filter).collect();
        let without = found.iter().find(|one| one.value == Some(66.0)).unwrap();
        assert_eq!((without.row, without.column, without.file.as_str()), (11, 6, "erste.csv"));
        let secret = found.iter().find(|one| one.sign == ".").unwrap();
        assert_eq!((secret.value, secret.symbol), (None, "secret_or_unknown"));
    }
}

#[tokio::test]
async fn what_is_no_statistics_is_refused_in_words() {
    for office in each_office().await {
        for (name, text, code) in [
            ("fehler.html", "<!doctype html><html><body>Anmeldung</body></html>", "STA-003"),
            ("leer.csv", "", "STA-002"),
            ("antwort.json", "{\"Status\":{\"Code\":98,\"Content\":\"zu groß\"}}", "STA-020"),
            ("brief.txt", "Sehr geehrte Damen und Herren,", "DLV-003"),
        ] {
            let report = import(&office, name, text, None).await;
            assert_eq!(report.outcome, Outcome::Refused);
            assert_eq!(report.issues[0].code, code, "{name}");
            assert!(!report.issues[0].hint.is_empty());
        }
        assert!(deliveries(&office).await.is_empty());
    }
}

#[tokio::test]
async fn a_finding_is_accepted_with_a_reason_and_only_with_one() {
    for office in each_office().await {
        import(&office, "erste.csv", &first(), None).await;
        let changed = first().replace(";66;", ";96;").replace("01.02.2024", "01.02.2025");
        import(&office, "zweite.csv", &changed, None).await;
        let newest = deliveries(&office).await.pop().unwrap();
        let scope = office.test.store.reader().scoped(office.kommune);
        let found = scope.list_findings::<statistics::Finding>(newest.id).await.unwrap();
        let place = (newest.id, found[0].nr);
        let (ctx, writer) = (office.ctx(), &office.actions.writer);
        assert!(statistics::accept_finding(&ctx, writer, office.kommune, place, "  ").await.is_err());
        statistics::accept_finding(&ctx, writer, office.kommune, place, "Beim Landesamt nachgefragt").await.unwrap();
        let found = scope.list_findings::<statistics::Finding>(newest.id).await.unwrap();
        assert_eq!(found[0].accepted_because.as_deref(), Some("Beim Landesamt nachgefragt"));
    }
}
