//! From degrees to places in a drawing.

use model::areas::AreaShape;

/// Equirectangular with true scale in the middle: for a Kreis or a Land nobody can tell it from a conformal one, and for Germany the north
/// is four per cent too narrow and the south as much too wide.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Projection {
    west: f64,
    north: f64,
    /// Units of the drawing per degree of latitude.
    scale: f64,
    /// Narrowing of a degree of longitude.
    narrowing: f64,
    left: f64,
    top: f64,
    /// Height of the drawn area.
    height: f64,
}

impl Projection {
    /// Fits all areas into a width and a largest height, centred from left to right; `None` where there is nothing to fit.
    pub fn fit<'a>(areas: impl Iterator<Item = &'a AreaShape>, width: f64, most_height: f64) -> Option<Self> {
        let points = areas.flat_map(|area| &area.parts).flatten().flatten();
        let mut bounds: Option<[f64; 4]> = None;
        for [lon, lat] in points.filter(|point| point.iter().all(|number| number.is_finite())) {
            let [west, south, east, north] = bounds.unwrap_or([*lon, *lat, *lon, *lat]);
            bounds = Some([west.min(*lon), south.min(*lat), east.max(*lon), north.max(*lat)]);
        }
        let [west, south, east, north] = bounds?;
        let narrowing = f64::midpoint(south, north).to_radians().cos().max(0.01);
        // A single point would be infinitely large.
        let (wide, high) = (((east - west) * narrowing).max(1e-6), (north - south).max(1e-6));
        let scale = (width / wide).min(most_height / high);
        let left = (width - wide * scale) / 2.0;
        Some(Self { west, north, scale, narrowing, left, top: 0.0, height: high * scale })
    }

    #[must_use]
    pub fn below(self, top: f64) -> Self {
        Self { top, ..self }
    }

    pub fn height(&self) -> f64 {
        self.height
    }

    pub fn place(&self, [lon, lat]: [f64; 2]) -> (f64, f64) {
        (self.left + (lon - self.west) * self.narrowing * self.scale, self.top + (self.north - lat) * self.scale)
    }

    /// Metres on the ground of one unit of the drawing: the tolerance below which nothing can be seen.
    pub fn metres_per_unit(&self) -> f64 {
        111_132.0 / self.scale
    }
}

/// A point inside an area for a label: the middle of its largest part where that lies inside, else the middle of the widest stretch on
/// that height.
pub fn inner_point(area: &AreaShape) -> Option<[f64; 2]> {
    let part = area
        .parts
        .iter()
        .filter(|part| !part.is_empty())
        .max_by(|one, other| doubled_area(&one[0]).abs().total_cmp(&doubled_area(&other[0]).abs()))?;
    let outer = &part[0];
    let first = *outer.first()?;
    let doubled = doubled_area(outer);
    let centroid = if doubled.abs() < f64::EPSILON {
        first
    } else {
        let (x, y) = outer.windows(2).fold((0.0, 0.0), |(x, y), pair| {
            let [ax, ay] = [pair[0][0] - first[0], pair[0][1] - first[1]];
            let [bx, by] = [pair[1][0] - first[0], pair[1][1] - first[1]];
            let cross = ax * by - bx * ay;
            (x + (ax + bx) * cross, y + (ay + by) * cross)
        });
        [first[0] + x / (3.0 * doubled), first[1] + y / (3.0 * doubled)]
    };
    let y = centroid[1];
    let mut crossings: Vec<f64> = part
        .iter()
        .flat_map(|ring| ring.windows(2))
        .filter(|pair| (pair[0][1] > y) != (pair[1][1] > y))
        .map(|pair| (pair[1][0] - pair[0][0]) * (y - pair[0][1]) / (pair[1][1] - pair[0][1]) + pair[0][0])
        .collect();
    crossings.sort_by(f64::total_cmp);
    let spans = || crossings.chunks_exact(2).map(|span| (span[0], span[1]));
    if spans().any(|(from, to)| (from..=to).contains(&centroid[0])) {
        return Some(centroid);
    }
    let widest = spans().max_by(|one, other| (one.1 - one.0).total_cmp(&(other.1 - other.0)));
    Some(widest.map_or(centroid, |(from, to)| [f64::midpoint(from, to), y]))
}

fn doubled_area(ring: &[[f64; 2]]) -> f64 {
    let Some(first) = ring.first() else { return 0.0 };
    ring.windows(2)
        .map(|pair| {
            (pair[0][0] - first[0]) * (pair[1][1] - first[1]) - (pair[1][0] - first[0]) * (pair[0][1] - first[1])
        })
        .sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn area(rings: Vec<Vec<[f64; 2]>>) -> AreaShape {
        AreaShape {
            key: "07990".to_owned(),
            name: "Beispiel".to_owned(),
            valid_from: chrono::NaiveDate::default(),
            parts: vec![rings],
        }
    }

    #[test]
    fn a_square_on_the_ground_is_a_square_in_the_drawing() {
        let side = 0.1 / 60.0_f64.to_radians().cos();
        let square =
            area(vec![vec![[6.0, 59.95], [6.0 + side, 59.95], [6.0 + side, 60.05], [6.0, 60.05], [6.0, 59.95]]]);
        let projection = Projection::fit([&square].into_iter(), 400.0, 200.0).unwrap();
        let ((left, top), (right, bottom)) = (projection.place([6.0, 60.05]), projection.place([6.0 + side, 59.95]));
        assert!((right - left - 200.0).abs() < 1e-6 && (bottom - top - 200.0).abs() < 1e-6);
        // Centred.
        assert!((left - 100.0).abs() < 1e-6 && top.abs() < 1e-6);
        assert!((projection.metres_per_unit() - 55.566).abs() < 1e-3);
        assert_eq!(Projection::fit(std::iter::empty(), 1.0, 1.0), None);
    }

    #[test]
    fn a_label_stands_inside_its_area() {
        let square = vec![[0.0, 0.0], [4.0, 0.0], [4.0, 4.0], [0.0, 4.0], [0.0, 0.0]];
        assert_eq!(inner_point(&area(vec![square.clone()])), Some([2.0, 2.0]));
        // A ring around a hole, and a horseshoe: the middle is outside.
        let hole = vec![[1.0, 1.0], [1.0, 3.0], [2.5, 3.0], [2.5, 1.0], [1.0, 1.0]];
        assert_eq!(inner_point(&area(vec![square, hole])), Some([3.25, 2.0]));
        assert_eq!(inner_point(&area(vec![])), None);
    }
}
