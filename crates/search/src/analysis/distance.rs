//! Typing errors: how many letters must be changed, added, left out or swapped with their neighbour (Damerau–Levenshtein, optimal
//! string alignment).

/// Errors that are forgiven in a word of this many letters.
pub fn allowed(letters: usize) -> usize {
    match letters {
        0..=3 => 0,
        4..=7 => 1,
        _ => 2,
    }
}

/// The distance, or `None` when it is above `limit`.
pub fn within(left: &[char], right: &[char], limit: usize) -> Option<usize> {
    if left.len().abs_diff(right.len()) > limit {
        return None;
    }
    let width = right.len() + 1;
    let mut two_above = vec![0; width];
    let mut above: Vec<usize> = (0..width).collect();
    let mut row = vec![0; width];
    for (i, &l) in left.iter().enumerate() {
        row[0] = i + 1;
        let mut best = row[0];
        for (j, &r) in right.iter().enumerate() {
            let mut cost = (above[j] + usize::from(l != r)).min(above[j + 1] + 1).min(row[j] + 1);
            if i > 0 && j > 0 && l == right[j - 1] && left[i - 1] == r {
                cost = cost.min(two_above[j - 1] + 1);
            }
            row[j + 1] = cost;
            best = best.min(cost);
        }
        if best > limit {
            return None;
        }
        std::mem::swap(&mut two_above, &mut above);
        std::mem::swap(&mut above, &mut row);
    }
    (above[width - 1] <= limit).then_some(above[width - 1])
}

/// One bit per letter: words whose sets differ by more than two letters per allowed error cannot be near each other.
pub fn letters(folded: &str) -> u32 {
    folded.bytes().fold(0, |set, byte| match byte {
        b'a'..=b'z' => set | 1 << (byte - b'a'),
        b'0'..=b'9' => set | 1 << 26,
        _ => set | 1 << 27,
    })
}
