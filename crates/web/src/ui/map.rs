//! The map frame: a drawing that needs no script and loads nothing from anybody, which script replaces by a map that moves.

use maud::{Markup, html};

/// Longitude and latitude in degrees.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Position {
    pub lon: f64,
    pub lat: f64,
}

/// A place with something to show.
#[derive(Debug, Clone)]
pub struct Point {
    pub at: Position,
    pub label: String,
    /// Beside the label when read aloud: "3 Angebote".
    pub count: usize,
    pub spoken: String,
    pub href: String,
}

/// Names for orientation.
#[derive(Debug, Clone)]
pub struct Landmark {
    pub at: Position,
    pub name: String,
    /// Larger names are drawn first and never left out.
    pub weight: u32,
}

#[derive(Debug, Clone)]
pub struct MapFrame {
    /// What the map shows, in words.
    pub label: String,
    pub points: Vec<Point>,
    pub landmarks: Vec<Landmark>,
    /// For script: where the same points are as GeoJSON, outlines, an own style, the script and style sheet of the map.
    pub points_href: String,
    pub areas_href: String,
    pub style_href: Option<String>,
    pub script: Option<String>,
    pub stylesheet: Option<String>,
    /// Label of the button that loads the moving map.
    pub start: String,
    /// Load it without being asked, because the reader chose the map view.
    pub eager: bool,
    /// Beside a list the drawing is narrower, so that its names stay legible.
    pub narrow: bool,
    /// Below the drawing.
    pub note: String,
    pub words: MapWords,
}

#[derive(Debug, Clone, Default)]
pub struct MapWords {
    pub zoom_in: String,
    pub zoom_out: String,
    pub places: String,
}

const MARGIN: f64 = 36.0;

/// Width and height of the drawing.
fn size(narrow: bool) -> (f64, f64) {
    if narrow { (480.0, 460.0) } else { (760.0, 500.0) }
}

/// Degrees to pixels of the drawing: equal scale in both directions at the middle latitude.
struct Projection {
    west: f64,
    north: f64,
    shrink: f64,
    scale: f64,
    left: f64,
    top: f64,
}

impl Projection {
    fn around(positions: impl Iterator<Item = Position> + Clone, (across, down): (f64, f64)) -> Option<Self> {
        let bounds = |value: fn(Position) -> f64| {
            positions.clone().map(value).fold((f64::MAX, f64::MIN), |(low, high), v| (low.min(v), high.max(v)))
        };
        let (west, east) = bounds(|p| p.lon);
        let (south, north) = bounds(|p| p.lat);
        if west > east {
            return None;
        }
        let shrink = f64::midpoint(south, north).to_radians().cos();
        // A single place still gets its surroundings (about 4 km).
        let (width, height) = (((east - west) * shrink).max(0.04), (north - south).max(0.04));
        let scale = ((across - 2.0 * MARGIN) / width).min((down - 2.0 * MARGIN) / height);
        Some(Self {
            west,
            north,
            shrink,
            scale,
            left: (across - (east - west) * shrink * scale) / 2.0,
            top: (down - (north - south) * scale) / 2.0,
        })
    }

    fn place(&self, at: Position) -> (f64, f64) {
        let x = self.left + (at.lon - self.west) * self.shrink * self.scale;
        let y = self.top + (self.north - at.lat) * self.scale;
        ((x * 10.0).round() / 10.0, (y * 10.0).round() / 10.0)
    }
}

/// Dots nearer to each other than this cannot be told apart, nor hit with a finger (WCAG 2.2, 2.5.8).
const APART: f64 = 27.0;

/// Points that would lie on top of each other in the drawing, the largest of each group first.
pub fn groups(mut points: Vec<Point>, narrow: bool) -> Vec<Vec<Point>> {
    points.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.label.cmp(&b.label)));
    let positions: Vec<Position> = points.iter().map(|point| point.at).collect();
    let Some(projection) = Projection::around(positions.into_iter(), size(narrow)) else { return Vec::new() };
    let mut groups: Vec<((f64, f64), Vec<Point>)> = Vec::new();
    for point in points {
        let (x, y) = projection.place(point.at);
        match groups.iter_mut().find(|((gx, gy), _)| (gx - x).hypot(gy - y) < APART) {
            Some((_, group)) => group.push(point),
            None => groups.push(((x, y), vec![point])),
        }
    }
    groups.into_iter().map(|(_, group)| group).collect()
}

pub fn map_frame(map: &MapFrame) -> Markup {
    html! {
        figure.map-frame data-points=(map.points_href) data-areas=(map.areas_href) data-style=[map.style_href.as_ref()]
            data-script=[map.script.as_ref()] data-stylesheet=[map.stylesheet.as_ref()] data-eager=[map.eager.then_some("")]
            data-zoom-in=(map.words.zoom_in) data-zoom-out=(map.words.zoom_out) data-label=(map.label) {
            div.map-ground { (drawing(map)) }
            figcaption.map-note {
                button.kern-btn.kern-btn--secondary type="button" hidden data-action="karte" { span.kern-label { (map.start) } }
                p { (map.note) }
            }
        }
    }
}

fn drawing(map: &MapFrame) -> Markup {
    let positions = map.points.iter().map(|p| p.at);
    let Some(projection) = Projection::around(positions, size(map.narrow)) else {
        return html! { p.map-empty { (map.note) } };
    };
    let (width, height) = size(map.narrow);
    let most = map.points.iter().map(|p| p.count).max().unwrap_or(1).max(1) as f64;
    html! {
        svg.map-drawing viewBox=(format!("0 0 {width} {height}")) role="group" aria-label=(map.label) {
            @for (name, x, y) in landmarks(map, &projection) {
                text.map-name x=(x) y=(y) text-anchor="middle" aria-hidden="true" { (name) }
            }
            @for point in &map.points {
                @let (x, y) = projection.place(point.at);
                @let radius = if point.count > 1 { 9.0 + 7.0 * (point.count as f64 / most).sqrt() } else { 6.5 };
                a.map-point href=(point.href) aria-label=(format!("{}: {}", point.label, point.spoken)) {
                    title { (point.label) ": " (point.spoken) }
                    circle.map-target cx=(x) cy=(y) r=(radius.max(13.0)) {}
                    circle.map-dot cx=(x) cy=(y) r=(format!("{radius:.1}")) {}
                    @if point.count > 1 {
                        text.map-count x=(x) y=(format!("{:.1}", y + 4.0)) text-anchor="middle" aria-hidden="true" { (point.count) }
                    }
                }
            }
        }
    }
}

/// Names inside the drawing that do not overlap, the weightiest first.
fn landmarks(map: &MapFrame, projection: &Projection) -> Vec<(String, f64, f64)> {
    let (width, height) = size(map.narrow);
    let dots: Vec<(f64, f64)> = map.points.iter().map(|point| projection.place(point.at)).collect();
    let mut candidates: Vec<&Landmark> = map.landmarks.iter().collect();
    candidates.sort_by(|a, b| b.weight.cmp(&a.weight).then_with(|| a.name.cmp(&b.name)));
    let mut placed: Vec<(String, f64, f64, f64)> = Vec::new();
    for landmark in candidates {
        let (x, spot) = projection.place(landmark.at);
        let half = landmark.name.chars().count() as f64 * 3.6 + 6.0;
        let fits = |y: f64| {
            let inside = x - half > 0.0 && x + half < width && y > 12.0 && y < height - 6.0;
            let free = placed.iter().all(|(_, px, py, phalf)| (px - x).abs() > phalf + half || (py - y).abs() > 18.0);
            // A name is not written across a dot.
            let clear = dots.iter().all(|(dx, dy)| (dx - x).abs() > half + 8.0 || (dy - y + 4.0).abs() > 15.0);
            inside && free && clear
        };
        // On the spot, above its dot, below it.
        let y = [0.0, -21.0, -30.0, 26.0, 36.0].into_iter().map(|offset| spot + offset).find(|y| fits(*y));
        if let Some(y) = y.filter(|_| placed.len() < 28) {
            placed.push((landmark.name.clone(), x, y, half));
        }
    }
    placed.into_iter().map(|(name, x, y, _)| (name, x, y)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const WIDTH: f64 = 760.0;
    const HEIGHT: f64 = 500.0;

    fn at(lon: f64, lat: f64) -> Position {
        Position { lon, lat }
    }

    #[test]
    fn every_point_lies_inside_the_drawing_and_north_is_up() {
        let positions = [at(6.4, 49.5), at(6.9, 49.9), at(6.6, 49.7)];
        let projection = Projection::around(positions.into_iter(), (WIDTH, HEIGHT)).unwrap();
        for position in positions {
            let (x, y) = projection.place(position);
            assert!((MARGIN - 1.0..=WIDTH - MARGIN + 1.0).contains(&x), "{x}");
            assert!((MARGIN - 1.0..=HEIGHT - MARGIN + 1.0).contains(&y), "{y}");
        }
        let (west_x, south_y) = projection.place(positions[0]);
        let (east_x, north_y) = projection.place(positions[1]);
        assert!(west_x < east_x && north_y < south_y);
    }

    #[test]
    fn one_point_stands_in_the_middle() {
        let projection = Projection::around([at(6.6, 49.7)].into_iter(), (WIDTH, HEIGHT)).unwrap();
        assert_eq!(projection.place(at(6.6, 49.7)), (WIDTH / 2.0, HEIGHT / 2.0));
    }

    #[test]
    fn dots_that_would_overlap_are_one_group_and_none_is_lost() {
        let point = |lon: f64, lat: f64, count: usize| Point {
            at: at(lon, lat),
            label: format!("{lon}"),
            count,
            spoken: String::new(),
            href: String::new(),
        };
        let points = vec![point(6.6, 49.7, 2), point(6.601, 49.701, 9), point(6.9, 49.9, 1), point(6.3, 49.5, 4)];
        let groups = groups(points, false);
        let counts: Vec<Vec<usize>> =
            groups.iter().map(|group| group.iter().map(|point| point.count).collect()).collect();
        assert_eq!(counts, [vec![9, 2], vec![4], vec![1]]);
        assert!(super::groups(Vec::new(), true).is_empty());
    }

    #[test]
    fn no_point_no_projection() {
        assert!(Projection::around(std::iter::empty(), (WIDTH, HEIGHT)).is_none());
    }
}
