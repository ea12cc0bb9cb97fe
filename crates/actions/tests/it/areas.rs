use actions::deliveries::Records;
use model::areas::Area;

use crate::office::{Office, each_office};

/// A line of a Gemeinde in the layout of GV100AD, Satzart 60.
fn gv100(state: &str, gemeinden: &[(&str, &str, u32)]) -> String {
    let mut file = String::new();
    for (ags, name, population) in gemeinden {
        let ars = format!("{}0001{}", &ags[..5], &ags[5..]);
        // Satzart, Gebietsstand, AGS, Verband, name, blanks, Textkennzeichen, area, population, male, PLZ.
        let verband = &ars[5..9];
        let line = format!(
            "60{state}{ags}{verband}{name:<50}{:<50}64    {:011}{population:011}{:011}    54329*****  2740240656333203",
            "",
            4450,
            population / 2
        );
        file.push_str(&format!("{line:<220}\n"));
    }
    file
}

async fn import(office: &Office, file: String) -> Records {
    let request = office.request("gv100", "GV100AD.txt", file);
    actions::deliveries::import(&office.ctx(), &office.actions.writer, request).await.unwrap().records
}

async fn current(office: &Office) -> Vec<(String, String, Option<u32>)> {
    let areas = office.test.store.reader().scoped(office.kommune).list_areas().await.unwrap();
    let line = |area: Area| (area.key.to_string(), area.valid_from.to_string(), area.population);
    areas.into_iter().map(line).collect()
}

fn records(new: u64, changed: u64, unchanged: u64) -> Records {
    Records { new, changed, unchanged, withdrawn: 0, held: false }
}

#[tokio::test]
async fn a_newer_state_replaces_and_an_older_one_is_kept_as_history() {
    for office in each_office().await {
        let of_2023 = gv100("20231130", &[("07235068", "Beispielstadt", 100), ("07235001", "Beispieldorf", 10)]);
        let of_2024 = gv100("20241130", &[("07235068", "Beispielstadt", 110)]);
        let of_2022 = gv100("20221130", &[("07235068", "Beispielstadt", 90)]);
        assert_eq!(import(&office, of_2023.clone()).await, records(2, 0, 0));
        assert_eq!(import(&office, of_2023.clone()).await, records(0, 0, 2), "again: nothing changes");
        assert_eq!(import(&office, of_2024).await, records(0, 1, 0));
        let now = [("07235068".to_owned(), "2024-11-30".to_owned(), Some(110))];
        assert_eq!(current(&office).await, now, "the village that no longer exists has ended");
        assert_eq!(import(&office, of_2022.clone()).await, records(1, 0, 0));
        assert_eq!(import(&office, of_2022).await, records(0, 0, 1), "history does not grow by repetition");
        assert_eq!(current(&office).await, now);
    }
}

#[tokio::test]
async fn a_postal_place_that_stands_twice_does_not_change_forever() {
    for office in each_office().await {
        let line = |name: &str, lat: &str| {
            format!("DE\t54329\t{name}\tRheinland-Pfalz\tRP\t\t00\tTrier-Saarburg\t07235\t{lat}\t6.57\t4\n")
        };
        let file = [line("Konz", "49.70"), line("Konz", "49.71"), line("Könen", "49.68")].concat();
        let request = |file: &str| office.request("geonames", "DE.txt", file.to_owned());
        let import = async |file: &str| {
            actions::deliveries::import(&office.ctx(), &office.actions.writer, request(file)).await.unwrap().records
        };
        assert_eq!(import(&file).await, records(2, 0, 0));
        assert_eq!(import(&file).await, records(0, 0, 2));
    }
}

/// Squares side by side, one per key.
fn outlines(keys: &[(&str, &str)]) -> String {
    let feature = |(at, (key, name)): (usize, &(&str, &str))| {
        let (x, y) = (6.0 + at as f64 / 10.0, 49.0);
        format!(
            r#"{{"type":"Feature","properties":{{"AGS":"{key}","GEN":"{name}"}},"geometry":{{"type":"Polygon","coordinates":[[[{x},{y}],[{},{y}],[{x},{}],[{x},{y}]]]}}}}"#,
            x + 0.1,
            y + 0.1
        )
    };
    let features: Vec<String> = keys.iter().enumerate().map(feature).collect();
    format!(r#"{{"type":"FeatureCollection","features":[{}]}}"#, features.join(","))
}

#[tokio::test]
async fn outlines_and_areas_that_do_not_meet_are_named() {
    for office in each_office().await {
        let said = async |keys: &[(&str, &str)]| -> Vec<String> {
            let request = office.request("boundaries", "grenzen_2023-01-01.geojson", outlines(keys));
            let report = actions::deliveries::import(&office.ctx(), &office.actions.writer, request).await.unwrap();
            report
                .issues
                .iter()
                .map(|issue| format!("{} {} {}", issue.code, issue.severity.code(), issue.message))
                .collect()
        };
        let all = [("07235001", "Beispieldorf"), ("07235068", "Beispielstadt"), ("07235999", "Nirgendwo")];
        assert_eq!(said(&all[..2]).await.len(), 1, "no list of areas yet: said, and no more");
        import(&office, gv100("20231130", &[("07235068", "Beispielstadt", 100), ("07235002", "Beispielau", 10)])).await;
        assert_eq!(
            said(&all).await,
            [
                "DLV-020 warning 2 von 3 Flächen haben Schlüssel, zu denen kein Gebiet bekannt ist: 07235001 Beispieldorf, 07235999 Nirgendwo. Auf Karten erscheinen sie ohne Werte.",
                "DLV-021 warning 1 von 2 bekannten Gemeinden (Land 07) haben keine Grenzen: 07235002 Beispielau.",
            ]
        );
        // Kreis and Land of known Gemeinden are known.
        assert_eq!(said(&[("07235", "Beispielkreis"), ("08111", "Nachbar")]).await.len(), 1);
        // A Gemeinde without Verband, as the Bundesamt draws it among the Verbände.
        assert_eq!(said(&[("072350068", "Beispielstadt")]).await, Vec::<String>::new());
        assert_eq!(said(&[("07235068", "Beispielstadt"), ("07235002", "Beispielau")]).await, Vec::<String>::new());
    }
}
