//! A process that is killed loses nothing and doubles nothing.

use std::process::Stdio;
use std::time::{Duration, Instant};

use crate::binary::{Data, openvhs};

const STOCK: u32 = 40;
const LARGE: u32 = 6_000;

#[test]
fn killed_during_an_import_the_store_is_as_before_and_the_next_import_completes() {
    let data = Data::new();
    let small = data.file("klein.xml", &openvhs(1..=STOCK));
    let large = data.file("gross.xml", &openvhs(1..=LARGE));
    data.json(&["import", "openvhs", small.to_str().unwrap()]);
    let wal = data.path().join("data/bildungsraum.sqlite-wal");
    let mut killed_in_the_middle = 0;
    for round in 0..6 {
        let mut import = data
            .command()
            .args(["import", "openvhs", large.to_str().unwrap()])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        // Killed at growing sizes of the write-ahead log: from the first pages to the index.
        let (begin, wanted) = (Instant::now(), 1_u64 << (14 + 2 * round));
        while import.try_wait().unwrap().is_none()
            && std::fs::metadata(&wal).map_or(0, |meta| meta.len()) < wanted
            && begin.elapsed() < Duration::from_secs(30)
        {
            std::thread::yield_now();
        }
        import.kill().unwrap();
        killed_in_the_middle += u32::from(!import.wait().unwrap().success());
        let tried = data.json(&["import", "openvhs", small.to_str().unwrap(), "--dry-run", "--accept-loss"]);
        let stored = tried["records"]["unchanged"].as_u64().unwrap() + tried["records"]["withdrawn"].as_u64().unwrap();
        assert!(stored == u64::from(STOCK) || stored == u64::from(LARGE), "all or nothing, not {stored}");
    }
    assert!(killed_in_the_middle > 0, "no import was interrupted");
    let report = data.json(&["import", "openvhs", large.to_str().unwrap()]);
    let records = &report["records"];
    let sum: u64 = ["new", "changed", "unchanged"].iter().map(|name| records[name].as_u64().unwrap()).sum();
    assert_eq!(sum, u64::from(LARGE), "{records}");
    assert_eq!(data.json(&["import", "openvhs", large.to_str().unwrap()])["records"]["unchanged"], LARGE);
    let server = data.serve();
    assert_eq!(server.await_total(u64::from(LARGE)), u64::from(LARGE), "the index has caught up");
}

#[test]
fn killed_while_serving_every_confirmed_message_is_kept_once() {
    let data = Data::new();
    let small = data.file("klein.xml", &openvhs(1..=STOCK));
    data.json(&["import", "openvhs", small.to_str().unwrap()]);
    let mut server = data.serve();
    let mut confirmed = 0;
    for nr in 0..20 {
        let body = format!("nachricht=Beispielnachricht+{nr}");
        let (status, _) = server.request(&format!(
            "POST /barrierefreiheit HTTP/1.1\r\nHost: localhost\r\nOrigin: http://localhost\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}",
            body.len()
        ));
        assert!(matches!(status, 200 | 303), "the form was answered with {status}");
        confirmed += 1;
    }
    server.child.kill().unwrap();
    server.child.wait().unwrap();
    let backup = data.json(&["backup", data.path().join("sicherung").to_str().unwrap()]);
    assert_eq!(backup["rows"]["feedback"], confirmed);
}

#[test]
fn a_lost_index_is_rebuilt() {
    let data = Data::new();
    let small = data.file("klein.xml", &openvhs(1..=STOCK));
    data.json(&["import", "openvhs", small.to_str().unwrap()]);
    std::fs::remove_dir_all(data.path().join("data/index")).unwrap();
    let server = data.serve();
    assert_eq!(server.await_total(u64::from(STOCK)), u64::from(STOCK));
}

#[test]
fn a_running_service_shows_what_another_process_imports() {
    let data = Data::new();
    let small = data.file("klein.xml", &openvhs(1..=STOCK));
    let more = data.file("mehr.xml", &openvhs(1..=STOCK + 5));
    data.json(&["import", "openvhs", small.to_str().unwrap()]);
    let server = data.serve();
    assert_eq!(server.await_total(u64::from(STOCK)), u64::from(STOCK));
    data.json(&["import", "openvhs", more.to_str().unwrap()]);
    assert_eq!(server.await_total(u64::from(STOCK) + 5), u64::from(STOCK) + 5);
}
