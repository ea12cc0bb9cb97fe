//! Well-known text of reference systems (`.prj`), as far as it is needed to recognise those of German boundary files.

use super::{BESSEL, Crs, Datum, GRS80, Projection};

/// `NAME["text",1.0,OTHER[…]]`.
#[derive(Debug, Default)]
struct Node {
    name: String,
    texts: Vec<String>,
    numbers: Vec<f64>,
    children: Vec<Node>,
}

impl Node {
    fn child(&self, names: &[&str]) -> Option<&Node> {
        self.children.iter().find(|child| names.contains(&child.name.as_str()))
    }

    fn label(&self) -> &str {
        self.texts.first().map_or("", String::as_str)
    }

    /// Its own number at EPSG.
    fn epsg(&self) -> Option<u32> {
        let authority = self.child(&["AUTHORITY", "ID"])?;
        if !authority.label().eq_ignore_ascii_case("EPSG") {
            return None;
        }
        authority
            .texts
            .get(1)
            .and_then(|code| code.parse().ok())
            .or_else(|| authority.numbers.first().map(|code| *code as u32))
    }
}

pub(super) fn read(text: &str) -> Result<Crs, String> {
    let root = parse(text).unwrap_or_default();
    recognise(&root).ok_or_else(|| root.label().to_owned())
}

fn recognise(root: &Node) -> Option<Crs> {
    if let Some(code) = root.epsg() {
        return Crs::from_epsg(code);
    }
    if root.name == "GEOGCS" {
        return Some(Crs { datum: datum_of(root)?, projection: Projection::Geographic });
    }
    if root.name != "PROJCS" {
        return None;
    }
    let datum = datum_of(root.child(&["GEOGCS"])?)?;
    let unit_is_metre = root.child(&["UNIT"])?.numbers.first().is_some_and(|metres| (metres - 1.0).abs() < 1e-9);
    let projection = root.child(&["PROJECTION"])?.label().to_lowercase();
    if !unit_is_metre || !matches!(projection.as_str(), "gauss_kruger" | "transverse_mercator") {
        return None;
    }
    let parameter = |name: &str| {
        root.children
            .iter()
            .find(|child| child.name == "PARAMETER" && child.label().eq_ignore_ascii_case(name))
            .and_then(|child| child.numbers.first().copied())
    };
    if parameter("latitude_of_origin").is_some_and(|latitude| latitude != 0.0) {
        return None;
    }
    Some(Crs {
        datum,
        projection: Projection::TransverseMercator {
            meridian: parameter("central_meridian")?,
            scale: parameter("scale_factor").unwrap_or(1.0),
            easting: parameter("false_easting").unwrap_or(0.0),
            northing: parameter("false_northing").unwrap_or(0.0),
        },
    })
}

/// By ellipsoid and name: MGI in Austria has the ellipsoid of Bessel as well, but lies elsewhere.
fn datum_of(geographic: &Node) -> Option<Datum> {
    let datum = geographic.child(&["DATUM"])?;
    let name = datum.label().to_lowercase();
    let axis = *datum.child(&["SPHEROID"])?.numbers.first()?;
    if (axis - BESSEL.axis).abs() < 0.01 {
        ["hauptdreiecksnetz", "dhdn", "potsdam", "rauenberg"]
            .iter()
            .any(|known| name.contains(known))
            .then_some(Datum::Dhdn)
    } else if (axis - GRS80.axis).abs() < 0.01 {
        Some(Datum::Wgs84)
    } else {
        None
    }
}

fn parse(text: &str) -> Option<Node> {
    let mut rest = text.trim_start_matches('\u{feff}').trim();
    node(&mut rest, 0)
}

/// No system nests deeper.
const DEEPEST: usize = 16;

fn node(rest: &mut &str, depth: usize) -> Option<Node> {
    if depth > DEEPEST {
        return None;
    }
    let (name, after) = rest.split_once(['[', '('])?;
    let mut node = Node { name: name.trim().to_ascii_uppercase(), ..Node::default() };
    *rest = after;
    loop {
        *rest = rest.trim_start();
        let first = rest.chars().next()?;
        match first {
            ']' | ')' => {
                *rest = &rest[1..];
                return Some(node);
            }
            ',' => *rest = &rest[1..],
            '"' => {
                let (text, after) = rest[1..].split_once('"')?;
                node.texts.push(text.to_owned());
                *rest = after;
            }
            _ => {
                let end = rest.find([',', ']', ')', '[', '('])?;
                if matches!(rest.as_bytes()[end], b'[' | b'(') {
                    node.children.push(self::node(rest, depth + 1)?);
                } else {
                    node.numbers.extend(rest[..end].trim().parse::<f64>());
                    *rest = &rest[end..];
                }
            }
        }
    }
}
