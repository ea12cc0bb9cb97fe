//! Saying what a file is when it is not what it should be: half of all failed imports are error pages and wrong exports.

use crate::issues::quote;

/// By the name of the root element, in a German sentence.
pub(crate) fn recognise_root(name: &str) -> String {
    match name {
        "OPENQCAT" | "SERVICE" => {
            "Es ist eine OPENQCAT-Datei (KURSNET); dafür gibt es die Quelle „openqcat“.".to_owned()
        }
        "veranstaltungen" | "veranstaltung" => {
            "Es ist eine Open-vhs-Datei; dafür gibt es die Quelle „openvhs“.".to_owned()
        }
        "html" | "HTML" | "head" | "body" | "div" => {
            "Es ist eine Web-Seite (HTML), vermutlich eine Fehler- oder Anmeldeseite.".to_owned()
        }
        "rss" | "feed" | "RDF" => "Es ist ein Nachrichten-Feed (RSS oder Atom).".to_owned(),
        "kurse" | "KURSE" => "Es ist vermutlich ein Kufer-Export (internet.xml).".to_owned(),
        "urlset" | "sitemapindex" => "Es ist das Seitenverzeichnis (Sitemap) einer Website.".to_owned(),
        "Envelope" => "Es ist eine SOAP-Antwort, kein Katalog.".to_owned(),
        "Error" | "error" => "Es ist eine Fehlermeldung des Servers.".to_owned(),
        other => format!("Das oberste Element heißt {}.", quote(other)),
    }
}

/// By the first characters of a file that is neither XML nor JSON.
pub(crate) fn recognise_head(head: &str) -> String {
    let known = [
        ("PK", "Es ist eine ZIP- oder Excel-Datei."),
        ("\u{1f}", "Es ist eine gepackte Datei (gzip)."),
        ("%PDF", "Es ist ein PDF."),
        ("BEGIN:VCALENDAR", "Es ist ein Kalender (iCal); dafür gibt es die Quelle „ical“."),
    ];
    if let Some((_, what)) = known.iter().find(|(start, _)| head.starts_with(start)) {
        return (*what).to_owned();
    }
    let begin: String = head.chars().take(300).collect::<String>().to_lowercase();
    if begin.starts_with("<html") || begin.starts_with("<!doctype html") {
        return recognise_root("html");
    }
    if begin.starts_with('<') {
        return "Es ist eine XML-Datei.".to_owned();
    }
    if begin.starts_with('{') && begin.contains("\"topology\"") {
        return "Es ist eine TopoJSON-Datei; speichern Sie sie bitte als GeoJSON.".to_owned();
    }
    let line = head.lines().next().unwrap_or_default();
    if line.matches([';', '\t']).count() >= 2 {
        return "Es ist vermutlich eine Tabelle (CSV); dafür gibt es die Quelle „table“.".to_owned();
    }
    let printable: String = line.chars().filter(|c| !c.is_control()).take(40).collect();
    format!("Die Datei beginnt mit {}.", quote(&printable))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn frequent_mistakes_are_named() {
        assert!(recognise_root("html").contains("Web-Seite"));
        assert!(recognise_head("PK\u{3}\u{4}").contains("Excel"));
        assert!(recognise_head("nr;titel;datum\n1;a;b").contains("CSV"));
        assert!(recognise_head("<HTML><body>").contains("Web-Seite"));
        assert!(recognise_head("{\"type\": \"Topology\"}").contains("TopoJSON"));
        assert!(recognise_head("Guten Tag").contains("Guten Tag"));
    }
}
