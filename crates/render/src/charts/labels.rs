//! How much room texts need, and where they go so that none covers another.

/// Width of a text in units of the drawing, rather too wide than too narrow: the font of a viewer is not known.
pub(super) fn text_width(text: &str, size: f64) -> f64 {
    text.chars().map(width_of).sum::<f64>() * size
}

fn width_of(c: char) -> f64 {
    match c {
        'i' | 'j' | 'l' | 'I' | '.' | ',' | ';' | ':' | '\'' | '|' | '!' => 0.31,
        ' ' | '\u{a0}' => 0.28,
        '\u{202f}' => 0.2,
        'f' | 't' | 'r' | '(' | ')' | '/' | '-' => 0.4,
        'm' | 'w' | 'M' | 'W' | '%' | '…' => 0.92,
        '0'..='9' => 0.58,
        c if c.is_uppercase() => 0.68,
        c if c.is_ascii() => 0.57,
        // Letters with marks are as wide as without; other scripts may be as wide as they are high.
        c if (c as u32) < 0x250 => 0.58,
        _ => 1.0,
    }
}

/// A text in lines no wider than `width`, broken at spaces and after hyphens; what does not fit into `lines` ends with "…".
pub(super) fn wrap(text: &str, size: f64, width: f64, lines: usize) -> Vec<String> {
    let fits = |text: &str| text_width(text.trim_end(), size) <= width;
    let mut wrapped: Vec<String> = vec![String::new()];
    for piece in pieces(text) {
        let last = wrapped.len() - 1;
        if wrapped[last].is_empty() || fits(&format!("{}{piece}", wrapped[last])) {
            wrapped[last].push_str(piece);
        } else {
            wrapped.push(piece.to_owned());
        }
    }
    let all = wrapped.len();
    wrapped.truncate(lines.max(1));
    if all > wrapped.len()
        && let Some(last) = wrapped.last_mut()
    {
        *last = format!("{} …", last.trim_end());
    }
    wrapped.into_iter().map(|line| shortened(line.trim_end(), size, width)).collect()
}

/// Words with the space or hyphen after them.
fn pieces(text: &str) -> impl Iterator<Item = &str> {
    text.split_inclusive([' ', '-'])
}

fn shortened(text: &str, size: f64, width: f64) -> String {
    if text_width(text, size) <= width {
        return text.to_owned();
    }
    let mut kept: String = text.trim_end_matches(['…', ' ']).to_owned();
    while !kept.is_empty() && text_width(&kept, size) + text_width("…", size) > width {
        kept.pop();
    }
    format!("{}…", kept.trim_end())
}

/// A label that wants to stand at a height.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Wish {
    pub(super) middle: f64,
    pub(super) height: f64,
}

/// Middles of labels so that none overlaps another, each as close to its wish as the others permit, all between `top` and `bottom` as long
/// as there is room for them.
pub(super) fn place(wishes: &[Wish], top: f64, bottom: f64) -> Vec<f64> {
    /// Labels that touch each other and are moved as one.
    struct Cluster {
        start: f64,
        height: f64,
        members: Vec<usize>,
    }
    let start_of = |members: &[usize], height: f64| {
        // The mean of where each member would have the cluster begin keeps the sum of the squared ways least.
        let mut above = 0.0;
        let mut sum = 0.0;
        for member in members {
            sum += wishes[*member].middle - wishes[*member].height / 2.0 - above;
            above += wishes[*member].height;
        }
        (sum / members.len() as f64).min(bottom - height).max(top)
    };
    let mut order: Vec<usize> = (0..wishes.len()).collect();
    order.sort_by(|one, other| wishes[*one].middle.total_cmp(&wishes[*other].middle));
    let mut clusters: Vec<Cluster> = Vec::new();
    for index in order {
        let height = wishes[index].height;
        let mut cluster = Cluster { start: start_of(&[index], height), height, members: vec![index] };
        while let Some(before) = clusters.pop_if(|before| before.start + before.height > cluster.start) {
            let members = [before.members, cluster.members].concat();
            let height = before.height + cluster.height;
            cluster = Cluster { start: start_of(&members, height), height, members };
        }
        clusters.push(cluster);
    }
    let mut middles = vec![0.0; wishes.len()];
    for cluster in clusters {
        let mut y = cluster.start;
        for member in cluster.members {
            middles[member] = y + wishes[member].height / 2.0;
            y += wishes[member].height;
        }
    }
    middles
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn names_are_broken_where_a_reader_would() {
        assert_eq!(wrap("Rheinland-Pfalz", 14.0, 90.0, 2), ["Rheinland-", "Pfalz"]);
        assert_eq!(wrap("Trier", 14.0, 90.0, 2), ["Trier"]);
        assert_eq!(wrap("Landkreis Eifelkreis Bitburg-Prüm", 14.0, 100.0, 2), ["Landkreis", "Eifelkreis …"]);
        assert_eq!(wrap("Donaudampfschifffahrtsgesellschaft", 14.0, 80.0, 2), ["Donauda…"]);
        assert_eq!(wrap("", 14.0, 80.0, 2), [""]);
    }

    #[test]
    fn labels_with_room_stay_where_they_want_to_be() {
        let wishes = [Wish { middle: 80.0, height: 16.0 }, Wish { middle: 20.0, height: 16.0 }];
        assert_eq!(place(&wishes, 0.0, 100.0), [80.0, 20.0]);
    }

    #[test]
    fn labels_in_each_others_way_share_the_way() {
        let wishes = [Wish { middle: 50.0, height: 16.0 }, Wish { middle: 50.0, height: 16.0 }];
        assert_eq!(place(&wishes, 0.0, 100.0), [42.0, 58.0]);
    }

    proptest! {
        #[test]
        fn no_two_labels_overlap(
            wishes in prop::collection::vec((-50.0..450.0_f64, 8.0..40.0_f64), 0..9),
            top in -10.0..10.0_f64,
        ) {
            let wishes: Vec<Wish> = wishes.into_iter().map(|(middle, height)| Wish { middle, height }).collect();
            let bottom = top + wishes.iter().map(|wish| wish.height).sum::<f64>() + 50.0;
            let middles = place(&wishes, top, bottom);
            let mut spans: Vec<(f64, f64)> =
                middles.iter().zip(&wishes).map(|(middle, wish)| (middle - wish.height / 2.0, middle + wish.height / 2.0)).collect();
            spans.sort_by(|one, other| one.0.total_cmp(&other.0));
            prop_assert!(spans.windows(2).all(|pair| pair[0].1 <= pair[1].0 + 1e-9), "{:?}", spans);
            prop_assert!(spans.iter().all(|span| span.0 >= top - 1e-9 && span.1 <= bottom + 1e-9), "{:?}", spans);
        }

        #[test]
        fn no_line_is_too_wide(text in "\\PC{0,60}", width in 20.0..200.0_f64) {
            let lines = wrap(&text, 14.0, width, 2);
            prop_assert!(lines.len() <= 2);
            prop_assert!(lines.iter().all(|line| text_width(line, 14.0) <= width || line.chars().count() <= 1), "{:?}", lines);
        }
    }
}
