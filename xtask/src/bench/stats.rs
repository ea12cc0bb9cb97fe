//! Numbers of a measurement.

use std::time::Duration;

/// Times of many runs, in order of size.
pub(super) struct Times(Vec<Duration>);

impl Times {
    /// `None` when nothing was measured.
    pub(super) fn new(mut times: Vec<Duration>) -> Option<Self> {
        times.sort_unstable();
        (!times.is_empty()).then_some(Self(times))
    }

    /// The smallest time within which this share of all runs was done (nearest rank).
    pub(super) fn percentile(&self, percent: usize) -> Duration {
        let rank = (self.0.len() * percent).div_ceil(100).max(1);
        self.0[rank - 1]
    }

    pub(super) fn milliseconds(&self, percent: usize) -> f64 {
        self.percentile(percent).as_secs_f64() * 1000.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentiles_by_nearest_rank() {
        let times = Times::new((1..=200).rev().map(Duration::from_millis).collect()).unwrap();
        assert_eq!(times.percentile(50), Duration::from_millis(100));
        assert_eq!(times.percentile(99), Duration::from_millis(198));
        assert_eq!(times.percentile(100), Duration::from_millis(200));
        assert!(Times::new(Vec::new()).is_none());
        assert_eq!(Times::new(vec![Duration::from_millis(7)]).unwrap().percentile(99), Duration::from_millis(7));
    }
}
