//! A set of offers, one bit each.

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Bits {
    words: Vec<u64>,
    length: usize,
}

impl Bits {
    pub(crate) fn none(length: usize) -> Self {
        Self { words: vec![0; length.div_ceil(64)], length }
    }

    pub(crate) fn all(length: usize) -> Self {
        let mut bits = Self { words: vec![u64::MAX; length.div_ceil(64)], length };
        if !length.is_multiple_of(64)
            && let Some(last) = bits.words.last_mut()
        {
            *last = (1 << (length % 64)) - 1;
        }
        bits
    }

    pub(crate) fn len(&self) -> usize {
        self.length
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.words.iter().all(|word| *word == 0)
    }

    #[inline]
    pub(crate) fn insert(&mut self, index: usize) {
        self.words[index / 64] |= 1 << (index % 64);
    }

    #[inline]
    pub(crate) fn remove(&mut self, index: usize) {
        self.words[index / 64] &= !(1 << (index % 64));
    }

    #[inline]
    pub(crate) fn contains(&self, index: usize) -> bool {
        self.words[index / 64] & (1 << (index % 64)) != 0
    }

    pub(crate) fn count(&self) -> usize {
        self.words.iter().map(|word| word.count_ones() as usize).sum()
    }

    /// Number of offers in both.
    pub(crate) fn count_and(&self, other: &Self) -> usize {
        self.words.iter().zip(&other.words).map(|(a, b)| (a & b).count_ones() as usize).sum()
    }

    pub(crate) fn and(&mut self, other: &Self) {
        for (mine, theirs) in self.words.iter_mut().zip(&other.words) {
            *mine &= theirs;
        }
    }

    pub(crate) fn or(&mut self, other: &Self) {
        for (mine, theirs) in self.words.iter_mut().zip(&other.words) {
            *mine |= theirs;
        }
    }

    pub(crate) fn minus(&mut self, other: &Self) {
        for (mine, theirs) in self.words.iter_mut().zip(&other.words) {
            *mine &= !theirs;
        }
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = usize> + '_ {
        self.words.iter().enumerate().flat_map(|(index, &word)| {
            let mut rest = word;
            std::iter::from_fn(move || {
                if rest == 0 {
                    return None;
                }
                let bit = rest.trailing_zeros() as usize;
                rest &= rest - 1;
                Some(index * 64 + bit)
            })
        })
    }

    pub(crate) fn bytes(&self) -> usize {
        self.words.len() * 8
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_ends_at_the_length() {
        for length in [0, 1, 63, 64, 65, 128, 130] {
            let bits = Bits::all(length);
            assert_eq!((bits.count(), bits.iter().count()), (length, length));
            assert_eq!(bits.iter().last(), length.checked_sub(1));
        }
    }

    #[test]
    fn set_operations() {
        let of = |members: &[usize]| {
            let mut bits = Bits::none(200);
            for member in members {
                bits.insert(*member);
            }
            bits
        };
        let (a, b) = (of(&[1, 64, 199]), of(&[64, 100]));
        assert_eq!(a.count_and(&b), 1);
        let mut both = a.clone();
        both.and(&b);
        assert_eq!(both, of(&[64]));
        let mut either = a.clone();
        either.or(&b);
        assert_eq!(either, of(&[1, 64, 100, 199]));
        let mut only = a.clone();
        only.minus(&b);
        assert_eq!(only, of(&[1, 199]));
        assert!(only.contains(199) && !only.contains(64));
    }
}
