//! Simplifies outlines so that neighbours keep a border in common: every stretch of border is stored once, simplified once and put back
//! into all areas that share it. What was closed stays closed, and no gap and no overlap comes up between neighbours.
//!
//! Stretches are found as in TopoJSON: a border is cut wherever the areas that meet there change. Points go by the area of their triangle
//! with their neighbours (M. Visvalingam, J. D. Whyatt, Line generalisation by repeated elimination of points, 1993), which keeps the
//! character of a coast or a river better than a distance does.
//!
//! A border that comes close to itself (a corridor narrower than the tolerance) may cross itself after simplification, as with any method
//! that looks at one line at a time. At the tolerances of a screen this is less than a pixel.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap};

use chrono::NaiveDate;
use model::areas::AreaShape;

/// A point in whole steps of 10⁻⁷ degrees: one centimetre. Equal points of neighbours are equal numbers.
type Step = (i32, i32);

const STEPS_PER_DEGREE: f64 = 1e7;
/// Metres per degree of latitude (mean over the meridian).
const METRES_PER_DEGREE: f64 = 111_132.0;

/// Areas with their borders in common, ready to be simplified to any level.
#[derive(Debug, Clone)]
pub struct Topology {
    areas: Vec<Outline>,
    arcs: Vec<Arc>,
}

#[derive(Debug, Clone)]
struct Outline {
    key: String,
    name: String,
    valid_from: NaiveDate,
    parts: Vec<Vec<Vec<Stretch>>>,
}

/// An arc as a ring runs through it.
#[derive(Debug, Clone, Copy)]
struct Stretch {
    arc: usize,
    reversed: bool,
}

/// A stretch of border between two points where other areas begin, or a whole ring without any.
#[derive(Debug, Clone)]
struct Arc {
    points: Vec<Step>,
    /// Of each point, the square metres that are lost with it; infinite for those that always stay.
    weights: Vec<f64>,
}

impl Topology {
    /// Finds the borders that areas have in common.
    pub fn of(shapes: &[AreaShape]) -> Self {
        let outlines: Vec<Vec<Vec<Vec<Step>>>> = shapes.iter().map(|shape| steps_of(&shape.parts)).collect();
        let junctions = junctions(outlines.iter().flatten().flatten());
        let scale = metres_per_step(outlines.iter().flatten().flatten().flatten());
        let mut arcs = Arcs::default();
        let areas = shapes
            .iter()
            .zip(&outlines)
            .map(|(shape, parts)| Outline {
                key: shape.key.clone(),
                name: shape.name.clone(),
                valid_from: shape.valid_from,
                parts: parts.iter().map(|part| part.iter().map(|ring| arcs.cut(ring, &junctions)).collect()).collect(),
            })
            .collect();
        let mut topology = Self { areas, arcs: Vec::new() };
        topology.arcs =
            arcs.points.into_iter().map(|points| Arc { weights: weights(&points, scale), points }).collect();
        topology.keep_rings_open_to_the_eye();
        topology
    }

    /// The areas without the points whose triangle with their neighbours is smaller than a square with sides of so many metres. Zero
    /// gives the areas as they are, but for points that say nothing. One level contains all points of coarser ones.
    pub fn simplified(&self, metres: f64) -> Vec<AreaShape> {
        let least = metres * metres;
        let kept: Vec<Vec<[f64; 2]>> = self
            .arcs
            .iter()
            .map(|arc| {
                let pairs = arc.points.iter().zip(&arc.weights);
                pairs.filter(|(_, weight)| **weight >= least).map(|(point, _)| degrees(*point)).collect()
            })
            .collect();
        let ring = |stretches: &Vec<Stretch>| {
            let mut ring: Vec<[f64; 2]> = Vec::new();
            for stretch in stretches {
                // The last point of a stretch is the first of the next.
                ring.pop();
                let points = kept[stretch.arc].iter().copied();
                if stretch.reversed {
                    ring.extend(points.rev());
                } else {
                    ring.extend(points);
                }
            }
            ring
        };
        self.areas
            .iter()
            .map(|area| AreaShape {
                key: area.key.clone(),
                name: area.name.clone(),
                valid_from: area.valid_from,
                parts: area.parts.iter().map(|part| part.iter().map(ring).collect()).collect(),
            })
            .collect()
    }

    /// A ring of one or two stretches would shrink to a line: its outermost points always stay.
    fn keep_rings_open_to_the_eye(&mut self) {
        for ring in self.areas.iter().flat_map(|area| &area.parts).flatten() {
            let needed = 3_usize.saturating_sub(ring.len());
            for _ in 0..needed {
                let candidates = ring.iter().flat_map(|stretch| {
                    let weights = &self.arcs[stretch.arc].weights;
                    weights.iter().enumerate().map(|(index, weight)| (stretch.arc, index, *weight))
                });
                let kept_inside = candidates.clone().filter(|(_, _, weight)| weight.is_infinite()).count();
                // Each stretch has two ends that stay anyway.
                if kept_inside >= 2 * ring.len() + needed {
                    break;
                }
                let best = candidates
                    .filter(|(_, _, weight)| weight.is_finite())
                    .max_by(|one, other| one.2.total_cmp(&other.2).then((other.0, other.1).cmp(&(one.0, one.1))));
                if let Some((arc, index, _)) = best {
                    self.arcs[arc].weights[index] = f64::INFINITY;
                }
            }
        }
    }
}

fn degrees((x, y): Step) -> [f64; 2] {
    [f64::from(x) / STEPS_PER_DEGREE, f64::from(y) / STEPS_PER_DEGREE]
}

/// Rings in steps, without their closing point and without points that stand twice in a row.
fn steps_of(parts: &[Vec<Vec<[f64; 2]>>]) -> Vec<Vec<Vec<Step>>> {
    let step =
        |[lon, lat]: &[f64; 2]| ((lon * STEPS_PER_DEGREE).round() as i32, (lat * STEPS_PER_DEGREE).round() as i32);
    let ring = |ring: &Vec<[f64; 2]>| {
        let mut steps: Vec<Step> = ring.iter().map(step).collect();
        steps.dedup();
        while steps.len() > 1 && steps.first() == steps.last() {
            steps.pop();
        }
        steps
    };
    parts
        .iter()
        .map(|part| part.iter().map(ring).filter(|ring| ring.len() > 2).collect::<Vec<_>>())
        .filter(|part| !part.is_empty())
        .collect()
}

/// Points where borders part: not all rings go on to the same two neighbours. `true` marks them.
fn junctions<'r>(rings: impl Iterator<Item = &'r Vec<Step>>) -> HashMap<Step, bool> {
    let mut neighbours: HashMap<Step, (Step, Step)> = HashMap::new();
    let mut found = HashMap::new();
    for ring in rings {
        for index in 0..ring.len() {
            let before = ring[(index + ring.len() - 1) % ring.len()];
            let after = ring[(index + 1) % ring.len()];
            let pair = (before.min(after), before.max(after));
            let known = *neighbours.entry(ring[index]).or_insert(pair);
            if known != pair {
                found.insert(ring[index], true);
            }
        }
    }
    found
}

/// Metres per step to the east and to the north, in the middle of all areas.
fn metres_per_step<'s>(steps: impl Iterator<Item = &'s Step>) -> (f64, f64) {
    let (low, high) = steps.fold((i32::MAX, i32::MIN), |(low, high), (_, y)| (low.min(*y), high.max(*y)));
    let middle = f64::midpoint(f64::from(low), f64::from(high)) / STEPS_PER_DEGREE;
    let north = METRES_PER_DEGREE / STEPS_PER_DEGREE;
    (north * middle.to_radians().cos(), north)
}

/// Collects arcs; one that comes a second time, in either direction, is the same.
#[derive(Default)]
struct Arcs {
    points: Vec<Vec<Step>>,
    known: HashMap<Vec<Step>, usize>,
}

impl Arcs {
    fn cut(&mut self, ring: &[Step], junctions: &HashMap<Step, bool>) -> Vec<Stretch> {
        let cuts: Vec<usize> = (0..ring.len()).filter(|index| junctions.contains_key(&ring[*index])).collect();
        let Some(first) = cuts.first().copied() else {
            // No other border touches: begin where an equal ring begins as well.
            let start = (0..ring.len()).min_by_key(|index| ring[*index]).unwrap_or_default();
            let closed: Vec<Step> = (0..=ring.len()).map(|offset| ring[(start + offset) % ring.len()]).collect();
            return vec![self.intern(closed)];
        };
        let ends = cuts.iter().skip(1).copied().chain([first + ring.len()]);
        let spans: Vec<(usize, usize)> = cuts.iter().copied().zip(ends).collect();
        spans
            .into_iter()
            .map(|(from, to)| self.intern((from..=to).map(|index| ring[index % ring.len()]).collect()))
            .collect()
    }

    fn intern(&mut self, points: Vec<Step>) -> Stretch {
        let backwards: Vec<Step> = points.iter().rev().copied().collect();
        let reversed = backwards < points;
        let canonical = if reversed { backwards } else { points };
        let next = self.points.len();
        let arc = *self.known.entry(canonical).or_insert_with_key(|canonical| {
            self.points.push(canonical.clone());
            next
        });
        Stretch { arc, reversed }
    }
}

/// A point in line for elimination: the smallest triangle goes first. Floating-point numbers that are not negative are ordered as their
/// bits are.
type Candidate = Reverse<(u64, usize, u32)>;

/// The weight of each point of an arc; its ends always stay.
fn weights(points: &[Step], scale: (f64, f64)) -> Vec<f64> {
    let count = points.len();
    let mut weights = vec![f64::INFINITY; count];
    let triangle = |before: usize, at: usize, after: usize| {
        let relative = |index: usize| {
            let (x, y) = (i64::from(points[index].0), i64::from(points[index].1));
            let (origin_x, origin_y) = (i64::from(points[before].0), i64::from(points[before].1));
            ((x - origin_x) as f64 * scale.0, (y - origin_y) as f64 * scale.1)
        };
        let ((ax, ay), (bx, by)) = (relative(at), relative(after));
        (ax * by - bx * ay).abs() / 2.0
    };
    let mut before: Vec<usize> = (0..count).map(|index| index.wrapping_sub(1)).collect();
    let mut after: Vec<usize> = (0..count).map(|index| index + 1).collect();
    // An entry counts only while its version is the point's: neighbours of a point that went are weighed anew.
    let mut versions = vec![0_u32; count];
    let mut queue: BinaryHeap<Candidate> =
        (1..count.saturating_sub(1)).map(|at| Reverse((triangle(at - 1, at, at + 1).to_bits(), at, 0))).collect();
    let mut least = 0.0_f64;
    while let Some(Reverse((bits, at, version))) = queue.pop() {
        if versions[at] != version {
            continue;
        }
        // Never less than a point that went earlier, so that levels are nested.
        least = least.max(f64::from_bits(bits));
        weights[at] = least;
        versions[at] = u32::MAX;
        let (left, right) = (before[at], after[at]);
        after[left] = right;
        before[right] = left;
        for at in [left, right] {
            if at > 0 && at + 1 < count {
                versions[at] += 1;
                queue.push(Reverse((triangle(before[at], at, after[at]).to_bits(), at, versions[at])));
            }
        }
    }
    weights
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use proptest::prelude::*;

    use super::*;

    fn shape(key: &str, parts: Vec<Vec<Vec<[f64; 2]>>>) -> AreaShape {
        AreaShape { key: key.to_owned(), name: key.to_owned(), valid_from: NaiveDate::default(), parts }
    }

    fn doubled_area(ring: &[[f64; 2]]) -> f64 {
        ring.windows(2).map(|pair| pair[0][0] * pair[1][1] - pair[1][0] * pair[0][1]).sum()
    }

    /// A checkerboard of `side`² areas of a tenth of a degree whose borders are jagged lines.
    fn board(side: usize, jitter: &[f64], bends: usize) -> Vec<AreaShape> {
        let mut next = 0;
        let mut shake = || {
            next += 1;
            // Far less than half a field, so that borders never cross.
            jitter[next % jitter.len()] * 0.02
        };
        let node = |x: usize, y: usize| [6.0 + x as f64 / 10.0, 49.0 + y as f64 / 10.0];
        let mut line = |from: [f64; 2], to: [f64; 2]| -> Vec<[f64; 2]> {
            let across = [to[1] - from[1], to[0] - from[0]].map(|way| way * 10.0);
            (0..=bends)
                .map(|bend| {
                    let part = bend as f64 / (bends + 1) as f64;
                    let aside = if bend == 0 { 0.0 } else { shake() };
                    [
                        from[0] + (to[0] - from[0]) * part + across[0] * aside,
                        from[1] + (to[1] - from[1]) * part + across[1] * aside,
                    ]
                })
                .chain([to])
                .collect()
        };
        let (mut rows, mut columns) = (HashMap::new(), HashMap::new());
        for y in 0..=side {
            for x in 0..=side {
                if x < side {
                    rows.insert((x, y), line(node(x, y), node(x + 1, y)));
                }
                if y < side {
                    columns.insert((x, y), line(node(x, y), node(x, y + 1)));
                }
            }
        }
        let mut shapes = Vec::new();
        for y in 0..side {
            for x in 0..side {
                let mut ring = rows[&(x, y)].clone();
                ring.extend(&columns[&(x + 1, y)][1..]);
                ring.extend(rows[&(x, y + 1)].iter().rev().skip(1));
                ring.extend(columns[&(x, y)].iter().rev().skip(1));
                shapes.push(shape(&format!("{x}-{y}"), vec![vec![ring]]));
            }
        }
        shapes
    }

    /// Bits of the two ends of each segment of a border.
    fn segments(shapes: &[AreaShape]) -> HashMap<([u64; 2], [u64; 2]), i32> {
        let bits = |point: [f64; 2]| point.map(f64::to_bits);
        let mut counts = HashMap::new();
        for ring in shapes.iter().flat_map(|shape| &shape.parts).flatten() {
            for pair in ring.windows(2) {
                *counts.entry((bits(pair[0]), bits(pair[1]))).or_insert(0) += 1;
            }
        }
        counts
    }

    proptest! {
        #[test]
        fn neighbours_neither_gap_nor_overlap(
            side in 1..4_usize,
            bends in 0..12_usize,
            jitter in proptest::collection::vec(-1.0..1.0_f64, 1..200),
            metres in prop::sample::select(vec![0.0, 50.0, 300.0, 1_000.0, 20_000.0]),
        ) {
            let shapes = board(side, &jitter, bends);
            let simple = Topology::of(&shapes).simplified(metres);
            prop_assert_eq!(shapes.len(), simple.len());
            for (before, after) in shapes.iter().zip(&simple) {
                prop_assert_eq!(&before.key, &after.key);
                let (before, after) = (&before.parts[0][0], &after.parts[0][0]);
                prop_assert!(after.len() >= 4 && after.first() == after.last());
                prop_assert!(after.len() <= before.len());
            }
            // Every segment inside is walked once each way; what is left is the outer border, and it encloses what the areas do.
            let counts = segments(&simple);
            prop_assert!(counts.values().all(|count| *count == 1));
            let mut outside = 0.0;
            let mut unpaired = 0;
            for ((from, to), _) in counts.iter().filter(|((from, to), _)| !counts.contains_key(&(*to, *from))) {
                let ([ax, ay], [bx, by]) = (from.map(f64::from_bits), to.map(f64::from_bits));
                outside += (ax - 6.0) * (by - 49.0) - (bx - 6.0) * (ay - 49.0);
                unpaired += 1;
            }
            let total = |shapes: &[AreaShape]| -> f64 {
                shapes.iter().flat_map(|shape| &shape.parts).flatten().map(|ring| doubled_area(ring)).sum()
            };
            prop_assert!(unpaired >= 3 && (outside - total(&simple)).abs() < 1e-9, "{outside} {}", total(&simple));
            // Each point that went took one triangle smaller than the square of the tolerance with it.
            let points = |shapes: &[AreaShape]| shapes.iter().flat_map(|shape| &shape.parts).flatten().map(Vec::len).sum::<usize>();
            let square_metres = METRES_PER_DEGREE.powi(2) * 49.15_f64.to_radians().cos() / 2.0;
            let lost = (total(&simple) - total(&shapes)).abs() * square_metres;
            prop_assert!(lost <= (points(&shapes) - points(&simple)) as f64 * metres * metres * 1.02 + 1e3, "{lost}");
            if metres <= 50.0 {
                prop_assert!((total(&simple) / total(&shapes) - 1.0).abs() < 0.005);
            }
        }

        /// Coarser levels are made of points of finer ones.
        #[test]
        fn levels_are_nested(jitter in proptest::collection::vec(-1.0..1.0_f64, 1..60), bends in 1..12_usize) {
            let topology = Topology::of(&board(2, &jitter, bends));
            let points = |metres| -> Vec<[u64; 2]> {
                topology.simplified(metres).iter().flat_map(|shape| shape.parts.clone()).flatten().flatten().map(|point| point.map(f64::to_bits)).collect()
            };
            let levels = [0.0, 100.0, 400.0, 2_000.0].map(points);
            for pair in levels.windows(2) {
                prop_assert!(pair[1].iter().all(|point| pair[0].contains(point)));
            }
        }
    }

    /// A circle of 64 points, as a village in a hole of its town.
    fn circle() -> Vec<[f64; 2]> {
        let mut ring: Vec<[f64; 2]> = (0..64)
            .map(|step| {
                let angle = f64::from(step) / 64.0 * std::f64::consts::TAU;
                [6.5 + angle.cos() * 0.01, 49.5 + angle.sin() * 0.01]
            })
            .collect();
        ring.push(ring[0]);
        ring
    }

    #[test]
    fn a_village_still_fills_the_hole_of_its_town() {
        let town = vec![[6.4, 49.4], [6.6, 49.4], [6.6, 49.6], [6.4, 49.6], [6.4, 49.4]];
        let mut hole: Vec<_> = circle().into_iter().rev().collect();
        // The town's ring begins elsewhere than the village's.
        hole.rotate_left(20);
        hole.dedup();
        hole.push(hole[0]);
        let shapes = [shape("town", vec![vec![town, hole]]), shape("village", vec![vec![circle()]])];
        for metres in [0.0, 100.0, 5_000.0, 1e6] {
            let simple = Topology::of(&shapes).simplified(metres);
            let (hole, village) = (&simple[0].parts[0][1], &simple[1].parts[0][0]);
            assert!(hole.len() >= 4, "{metres}");
            assert_eq!(hole.iter().rev().copied().collect::<Vec<_>>(), *village, "{metres}");
            assert!(doubled_area(village) > 0.0 && doubled_area(hole) < 0.0);
        }
    }

    #[test]
    fn two_halves_of_a_circle_stay_areas() {
        let circle = circle();
        let upper: Vec<_> = circle[..=32].iter().copied().chain([circle[0]]).collect();
        let lower: Vec<_> = circle[32..].iter().copied().chain([circle[32]]).collect();
        let simple =
            Topology::of(&[shape("upper", vec![vec![upper]]), shape("lower", vec![vec![lower]])]).simplified(1e6);
        for half in &simple {
            assert!(half.parts[0][0].len() == 4 && doubled_area(&half.parts[0][0]) > 0.0, "{half:?}");
        }
    }

    #[test]
    fn nothing_gives_nothing() {
        assert!(Topology::of(&[]).simplified(100.0).is_empty());
        assert!(
            Topology::of(&[shape("leer", vec![vec![vec![[6.0, 49.0], [6.0, 49.0]]]])]).simplified(0.0)[0]
                .parts
                .is_empty()
        );
    }
}
