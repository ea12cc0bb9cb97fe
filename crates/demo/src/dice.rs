//! Chance that can be repeated: the same seed and the same stream give the same numbers, today and in ten years.
//!
//! An own generator (SplitMix64, fifteen lines) because the number sequences of the `rand` crates may change with their versions,
//! and then the example region would change with a `cargo update`.

pub(crate) struct Dice(u64);

impl Dice {
    /// Every `stream` is independent of the others: adding an offer to one provider does not change the offers of another.
    pub(crate) fn new(seed: u64, stream: [u64; 3]) -> Self {
        let mut dice = Self(seed);
        for part in stream {
            dice.0 = dice.next() ^ part.wrapping_mul(0xD6E8_FEB8_6659_FD93);
        }
        dice
    }

    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// A number below `bound`; 0 for the bound 0.
    pub(crate) fn below(&mut self, bound: usize) -> usize {
        ((u128::from(self.next()) * bound as u128) >> 64) as usize
    }

    /// A number from `low` to `high`, both included.
    pub(crate) fn between(&mut self, low: i64, high: i64) -> i64 {
        low + self.below((high - low + 1).max(1) as usize) as i64
    }

    /// From 0 up to, not including, 1.
    pub(crate) fn fraction(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// One of the two whole numbers beside a value that is not negative, so that on average nothing gets lost.
    pub(crate) fn whole(&mut self, value: f64) -> u32 {
        (value + self.fraction()) as u32
    }

    pub(crate) fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    pub(crate) fn pick<'a, T>(&mut self, list: &'a [T]) -> Option<&'a T> {
        list.get(self.below(list.len()))
    }

    pub(crate) fn shuffle<T>(&mut self, list: &mut [T]) {
        for end in (1..list.len()).rev() {
            list.swap(end, self.below(end + 1));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Dice;

    #[test]
    fn streams_repeat_and_differ() {
        let draw = |seed, stream| {
            let mut dice = Dice::new(seed, stream);
            [dice.next(), dice.next(), dice.next()]
        };
        assert_eq!(draw(1, [1, 2, 3]), draw(1, [1, 2, 3]));
        assert_ne!(draw(1, [1, 2, 3]), draw(2, [1, 2, 3]));
        assert_ne!(draw(1, [1, 2, 3]), draw(1, [1, 3, 2]));
    }

    #[test]
    fn draws_keep_their_bounds_and_reach_them() {
        let mut dice = Dice::new(7, [0; 3]);
        let mut seen = [0_u32; 6];
        for _ in 0..600 {
            seen[(dice.between(-2, 3) + 2) as usize] += 1;
        }
        assert!(seen.iter().all(|count| (60..150).contains(count)), "{seen:?}");
        assert_eq!(dice.below(0), 0);
        assert_eq!(dice.pick::<u8>(&[]), None);
    }

    #[test]
    fn shuffling_keeps_every_element() {
        let mut list: Vec<u32> = (0..50).collect();
        Dice::new(3, [1, 1, 1]).shuffle(&mut list);
        assert_ne!(list, (0..50).collect::<Vec<_>>());
        list.sort_unstable();
        assert_eq!(list, (0..50).collect::<Vec<_>>());
    }
}
