use crate::binary::{Data, openvhs};

#[test]
fn the_report_has_the_documented_shape() {
    let data = Data::new();
    let file = data.file("kurse.xml", &openvhs(1..=3).replace("<name>Beispielkurs 2</name>", "<name></name>"));
    let report = data.json(&["import", "openvhs", file.to_str().unwrap()]);
    let records = report["records"].as_object().unwrap();
    let mut names: Vec<_> = records.keys().map(String::as_str).collect();
    names.sort_unstable();
    assert_eq!(names, ["changed", "held", "new", "unchanged", "withdrawn"]);
    assert_eq!(report["source"], "openvhs");
    let issue = &report["issues"][0];
    for field in ["code", "severity", "message", "hint"] {
        assert!(issue[field].is_string(), "{field} in {issue}");
    }
    assert!(issue["place"]["file"] == "kurse.xml" && issue["place"]["row"].is_u64(), "{issue}");
}

#[test]
fn a_dry_run_writes_nothing() {
    let data = Data::new();
    let file = data.file("kurse.xml", &openvhs(1..=3));
    let path = file.to_str().unwrap();
    let tried = data.json(&["import", "openvhs", path, "--dry-run"]);
    assert_eq!(data.json(&["import", "openvhs", path, "--dry-run"]), tried);
    assert_eq!(data.json(&["import", "openvhs", path]), tried);
}

#[test]
fn a_held_delivery_has_its_own_exit_code() {
    let data = Data::new();
    let (all, few) = (data.file("alle.xml", &openvhs(1..=10)), data.file("wenige.xml", &openvhs(1..=2)));
    assert_eq!(data.run(&["import", "openvhs", all.to_str().unwrap()]).status.code(), Some(0));
    let held = data.run(&["import", "openvhs", few.to_str().unwrap()]);
    assert_eq!(held.status.code(), Some(3));
    assert!(String::from_utf8_lossy(&held.stdout).contains("zurückgehalten"));
}

#[test]
fn a_backup_restores_into_an_empty_folder() {
    let (from, to) = (Data::new(), Data::new());
    let file = from.file("kurse.xml", &openvhs(1..=30));
    from.json(&["import", "openvhs", file.to_str().unwrap()]);
    let folder = from.path().join("sicherung");
    let saved = from.json(&["backup", folder.to_str().unwrap()]);
    let restored = to.json(&["restore", folder.to_str().unwrap()]);
    assert_eq!(saved["rows"], restored["rows"]);
    assert_eq!(to.json(&["import", "openvhs", file.to_str().unwrap()])["records"]["unchanged"], 30);
    assert_eq!(to.run(&["restore", folder.to_str().unwrap()]).status.code(), Some(1), "not over existing data");
    assert_eq!(to.serve().await_total(30), 30);
}

#[test]
fn unreadable_files_and_unknown_sources_are_named_in_german() {
    let data = Data::new();
    let file = data.file("kurse.xml", &openvhs(1..=3));
    for (arguments, word) in [
        (["import", "openvhs", "fehlt.xml"], "lässt sich nicht öffnen"),
        (["import", "unbekannt", file.to_str().unwrap()], "ist nicht eingerichtet"),
    ] {
        let output = data.run(&arguments);
        let text = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(1), "{text}");
        assert!(text.contains(word), "{text}");
    }
}
