//! Invented areas for the tests of maps, and what holds for every drawing of a map.

use std::collections::HashSet;

use chrono::NaiveDate;
use model::areas::AreaShape;
use quick_xml::Reader;
use quick_xml::events::Event;

/// Squares in a row, each a tenth of a degree wide.
pub(super) fn squares(count: usize) -> Vec<AreaShape> {
    (0..count)
        .map(|index| {
            let (west, east) = (6.0 + index as f64 / 10.0, 6.0 + (index + 1) as f64 / 10.0);
            let ring = vec![[west, 49.7], [east, 49.7], [east, 49.8], [west, 49.8], [west, 49.7]];
            AreaShape {
                key: format!("0799{:04}", index + 1),
                name: format!("Beispiel-{}", index + 1),
                valid_from: NaiveDate::default(),
                parts: vec![vec![ring]],
            }
        })
        .collect()
}

/// Well-formed, without inline styles, every pattern it uses is there, every class is known to the style sheet of downloads.
#[track_caller]
pub(super) fn check_drawing(drawing: &str) {
    let mut reader = Reader::from_str(drawing);
    let (mut ids, mut used) = (HashSet::new(), HashSet::new());
    loop {
        match reader.read_event().expect("well-formed") {
            Event::Start(tag) | Event::Empty(tag) => {
                for attribute in tag.attributes() {
                    let attribute = attribute.expect("attributes are well-formed and not doubled");
                    let value = attribute.value.clone().into_owned();
                    match attribute.key.as_ref() {
                        "style" => panic!("inline style {value}"),
                        "id" => assert!(ids.insert(value.clone()), "{value} twice"),
                        "fill" => used
                            .extend(value.strip_prefix("url(#").and_then(|id| id.strip_suffix(')')).map(str::to_owned)),
                        "class" => {
                            for class in
                                value.split(' ').filter(|class| class.starts_with("map-") || class.starts_with("flow-"))
                            {
                                let is_group = matches!(class, "map-names" | "map-ground");
                                let has_pattern = matches!(class, "map-secret" | "map-none");
                                let selector = format!(".{class}");
                                assert!(
                                    is_group || has_pattern || super::CHART_CSS.contains(&selector),
                                    "{class} has no look"
                                );
                            }
                        }
                        _ => {}
                    }
                }
            }
            Event::Eof => break,
            _ => {}
        }
    }
    assert!(used.is_subset(&ids), "{used:?}");
    assert!(!drawing.contains("NaN") && !drawing.contains("inf"));
}
