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
        assert_eq!((older.observed.revised, older.observed.outdated), (0, 14), "of 2023 a newer delivery is shown");
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

/// Bytes under a code of the office.
async fn import_own(office: &Office, bytes: &str, table: OfficeTable, accept: bool) -> FileReport {
    let importer = Some("office_table");
    let request = Request { kommune: office.kommune, importer, office: Some(table), dry_run: false, accept };
    import_as(office, "kurse.csv", bytes, &request).await
}

/// Mapping of a list with area, year and courses.
fn mapping(value: &str) -> serde_json::Value {
    serde_json::json!({
        "header_rows": [1, 1], "code": "vhs-kurse", "dimensions": [],
        "measures": [{ "code": "KURSE", "label": "Kurse", "unit": "Anzahl" }],
        "columns": [
            { "heading": "AGS", "as": "key", "dimension": "GEBIET" },
            { "heading": "Jahr", "as": "label", "dimension": "ZEIT" },
            { "heading": value, "as": "value", "measure": "KURSE" },
        ],
    })
}

fn courses(settings: serde_json::Value) -> OfficeTable {
    OfficeTable { code: Some("vhs-kurse".into()), settings, ..OfficeTable::default() }
}

const COURSES: &str = "AGS;Jahr;Kurse;Belegungen\n07211;2022;120;1300\n07211;2023;130;1400\n";

/// Number of courses of Trier as the office sees it.
async fn number_of_courses(office: &Office, year: i32) -> Option<f64> {
    let scope = office.test.store.reader().scoped(office.kommune);
    let who = (office.kommune, ReleaseLevel::Intern, office.ctx().now);
    let loaded = Warehouse::default().load(&scope, who, |_| true).await.unwrap();
    let found: Vec<_> = observations(loaded.cube("vhs-kurse")?, &[], &Filter::default()).collect();
    found.into_iter().find(|one| one.period == year.to_string())?.value
}

/// The file is the same; what it means was wrong.
#[tokio::test]
async fn a_wrong_mapping_is_corrected_by_the_same_file_and_remembered() {
    for office in each_office().await {
        import_own(&office, COURSES, courses(mapping("Belegungen")), false).await;
        assert_eq!(number_of_courses(&office, 2023).await, Some(1400.0));
        let report = import_own(&office, COURSES, courses(mapping("Kurse")), false).await;
        assert_eq!((report.outcome, report.observed.revised), (Outcome::Accepted, 2));
        assert_eq!(number_of_courses(&office, 2023).await, Some(130.0));
        // Next year nobody has to say it again.
        let next = COURSES.replace("2023;130", "2023;130;1400\n07211;2024;140");
        let report = import_own(&office, &next, courses(serde_json::Value::Null), false).await;
        assert_eq!((report.outcome, report.observed.new), (Outcome::Accepted, 1), "{:?}", report.issues);
        assert_eq!(number_of_courses(&office, 2024).await, Some(140.0));
    }
}

/// A delivery that waits changes nothing: neither what is shown nor who may see it.
#[tokio::test]
async fn a_held_file_is_accepted_when_somebody_says_so() {
    for office in each_office().await {
        let mut settings = mapping("Kurse");
        settings["measures"]
            .as_array_mut()
            .unwrap()
            .push(serde_json::json!({ "code": "BELEGUNGEN", "label": "Belegungen" }));
        let column = serde_json::json!({ "heading": "Belegungen", "as": "value", "measure": "BELEGUNGEN" });
        settings["columns"].as_array_mut().unwrap().push(column);
        settings["headings"] = serde_json::json!(["AGS", "Jahr", "Kurse", "Belegungen"]);
        import_own(&office, COURSES, courses(settings), false).await;
        let renamed = COURSES.replace("Belegungen", "Teilnehmende").replace("130", "131");
        let public = || OfficeTable { release: Some(ReleaseLevel::Oeffentlich), ..courses(serde_json::Value::Null) };
        for _ in 0..2 {
            let held = import_own(&office, &renamed, public(), false).await;
            assert_eq!(held.outcome, Outcome::Held, "{:?}", held.issues);
        }
        assert_eq!(deliveries(&office).await.len(), 2);
        assert_eq!(number_of_courses(&office, 2023).await, Some(130.0));
        let datasets = office.test.store.reader().scoped(office.kommune).list_datasets().await.unwrap();
        assert_eq!(datasets[0].release, ReleaseLevel::Intern);
        let accepted = import_own(&office, &renamed, public(), true).await;
        assert_eq!(accepted.outcome, Outcome::Accepted);
        assert_eq!(number_of_courses(&office, 2023).await, Some(131.0));
    }
}

/// After a restored one, what the source writes later counts again.
#[tokio::test]
async fn a_restored_delivery_gives_way_to_a_newer_one() {
    for office in each_office().await {
        let rows = |without: &'static str| vec![(2023, "07211", "      Trier, kreisfreie Stadt", "1100", without)];
        import(&office, "a.csv", &leavers("01.02.2023", &rows("66")), None).await;
        import(&office, "b.csv", &leavers("01.02.2024", &rows("55")), None).await;
        let first = deliveries(&office).await.remove(0);
        statistics::restore(&office.ctx(), &office.actions.writer, office.kommune, first.id).await.unwrap();
        assert_eq!(share(&office, ReleaseLevel::Oeffentlich, 2023).await, Some(6.0));
        let report = import(&office, "c.csv", &leavers("01.02.2025", &rows("44")), None).await;
        assert_eq!((report.outcome, report.observed.revised), (Outcome::Accepted, 1));
        assert_eq!(share(&office, ReleaseLevel::Oeffentlich, 2023).await, Some(4.0));
    }
}

/// One area of many: too few values to be noticed among all, and everything to those who live there.
#[tokio::test]
async fn an_area_that_loses_much_of_a_year_holds_the_delivery() {
    for office in each_office().await {
        let settings = serde_json::json!({
            "header_rows": [1, 1], "code": "vhs-kurse",
            "dimensions": [{ "code": "PROGRAMMBEREICH", "label": "Programmbereich", "role": "class" }],
            "measures": [{ "code": "KURSE", "label": "Kurse", "unit": "Anzahl" }],
            "columns": [
                { "heading": "AGS", "as": "key", "dimension": "GEBIET" },
                { "heading": "Jahr", "as": "label", "dimension": "ZEIT" },
                { "heading": "Bereich", "as": "label", "dimension": "PROGRAMMBEREICH" },
                { "heading": "Kurse", "as": "value", "measure": "KURSE" },
            ],
        });
        let table = |is_there: &dyn Fn(&str, &str) -> bool| {
            let mut text = String::from("AGS;Jahr;Bereich;Kurse\n");
            for area in 0..40 {
                let area = format!("07{:03}", 100 + area);
                for class in ["Sprachen", "Kultur", "Gesundheit", "Beruf"].iter().filter(|class| is_there(&area, class))
                {
                    text.push_str(&format!("{area};2023;{class};7\n"));
                }
            }
            text
        };
        import_own(&office, &table(&|_, _| true), courses(settings), false).await;
        let null = || courses(serde_json::Value::Null);
        let without_area = table(&|area, _| area != "07139");
        let report = import_own(&office, &without_area, null(), false).await;
        assert_eq!(report.outcome, Outcome::Accepted, "what is not delivered stays");
        let report =
            import_own(&office, &table(&|area, class| area != "07139" || class == "Kultur"), null(), false).await;
        assert_eq!(report.outcome, Outcome::Held);
        let hole = report.findings.iter().find(|finding| finding.code == "CHK-062").unwrap();
        assert_eq!((hole.area.as_deref(), hole.severity), (Some("07139"), Severity::Error));
        assert!(hole.message.contains("3 von 4"), "{}", hole.message);
    }
}

/// What an office wrote itself under the head lines of a statistical office is not published by that.
#[tokio::test]
async fn only_what_a_source_has_published_is_public_at_once() {
    for office in each_office().await {
        let own = ";;;Kinder mit Hilfebedarf\n2023;07211;Trier;3\n2023;07235;Trier-Saarburg;1\n";
        let request = Request {
            kommune: office.kommune,
            importer: Some("genesis_table"),
            office: None,
            dry_run: false,
            accept: true,
        };
        import_as(&office, "hilfebedarf.csv", own, &request).await;
        let table = OfficeTable { release: None, ..courses(mapping("Kurse")) };
        import_own(&office, COURSES, table, false).await;
        let scope = office.test.store.reader().scoped(office.kommune);
        let datasets = scope.list_datasets().await.unwrap();
        assert!(datasets.iter().all(|dataset| dataset.release == ReleaseLevel::Intern), "{datasets:?}");
        import(&office, "erste.csv", &first(), None).await;
        let official = scope.list_datasets().await.unwrap();
        let official = official.iter().find(|dataset| dataset.code == "21111-02-06-4").unwrap();
        assert_eq!(official.release, ReleaseLevel::Oeffentlich);
        // A table of the office cannot take the place of an official one.
        let stolen = OfficeTable { code: Some("21111-02-06-4".into()), ..courses(mapping("Kurse")) };
        let request = Request {
            kommune: office.kommune,
            importer: Some("office_table"),
            office: Some(stolen),
            dry_run: false,
            accept: true,
        };
        let report = import_as(&office, "kurse.csv", COURSES, &request).await;
        assert_eq!(
            (report.outcome, report.issues.last().map(|issue| issue.code.as_ref())),
            (Outcome::Refused, Some("DLV-006"))
        );
    }
}

#[tokio::test]
async fn the_release_level_is_changed_without_a_file() {
    for office in each_office().await {
        import(&office, "erste.csv", &first(), None).await;
        let (ctx, writer) = (office.ctx(), &office.actions.writer);
        for (level, seen) in [(ReleaseLevel::Intern, None), (ReleaseLevel::Oeffentlich, Some(6.0))] {
            statistics::release(&ctx, writer, office.kommune, "21111-02-06-4", level).await.unwrap();
            assert_eq!(share(&office, ReleaseLevel::Oeffentlich, 2023).await, seen);
        }
        assert!(statistics::release(&ctx, writer, office.kommune, "99999", ReleaseLevel::Intern).await.is_err());
    }
}

/// A value that its source has made secret is not told by the comparison with the delivery before.
#[tokio::test]
async fn what_became_secret_is_not_repeated() {
    for office in each_office().await {
        import(&office, "erste.csv", &first(), None).await;
        let secret = first().replace(";66;", ";.;").replace("01.02.2024", "01.02.2025");
        let report = import(&office, "zweite.csv", &secret, None).await;
        let told = report.findings.iter().find(|finding| finding.code == "CHK-060").expect("the revision is told");
        assert!(told.compares() && told.expected.is_none() && !told.message.contains("66"), "{told:?}");
    }
}

/// One delivery, however many bring it at once.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_same_file_brought_three_times_at_once_is_one_delivery() {
    for office in each_office().await {
        let text = first();
        let one = || import(&office, "erste.csv", &text, None);
        let (a, b, c) = tokio::join!(one(), one(), one());
        let mut outcomes = [a.outcome, b.outcome, c.outcome];
        outcomes.sort_by_key(|outcome| format!("{outcome:?}"));
        assert_eq!(outcomes, [Outcome::Accepted, Outcome::Unchanged, Outcome::Unchanged]);
        assert_eq!(deliveries(&office).await.len(), 1);
    }
}

/// A code says which table it is, not how the file is written.
#[tokio::test]
async fn a_known_table_is_recognised_in_another_format() {
    for office in each_office().await {
        import(&office, "erste.csv", &first(), None).await;
        let named = OfficeTable { code: Some("21111-02-06-4".into()), ..OfficeTable::default() };
        let flat = "statistics_code;statistics_label;time_code;time_label;time;1_variable_code;1_variable_label;\
                    1_variable_attribute_code;1_variable_attribute_label;value;value_unit;value_variable_code;\
                    value_variable_label\n21111;Beispielstatistik;SCHULJ;Schuljahr;2024;KREISE;Kreise;07211;Trier;7;Anzahl;\
                    BIL002;Abgänge\n";
        let report = import(&office, "flach.csv", flat, Some(named)).await;
        assert_eq!((report.importer, report.observations), (Some("genesis_ffcsv"), 1), "{:?}", report.issues);
    }
}
