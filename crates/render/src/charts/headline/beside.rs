//! The last value beside those of larger areas.

use super::super::format::Language;
use super::{Comparison, Known, Place, Story, capitalised};

/// From here on, as a share of the other value, areas differ markedly; below the second one they hardly do.
const MARKED: f64 = 0.30;
const NOTICEABLE: f64 = 0.03;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Above {
        markedly: bool,
    },
    Below {
        markedly: bool,
    },
    /// As written, or nearly so.
    Level {
        exactly: bool,
    },
}

impl Place {
    /// "der Landkreis Bergstraße", as the sentence's subject.
    fn nominative(&self, language: Language) -> String {
        let bare = self.about.strip_prefix(language.pick("für ", "for ")).unwrap_or(&self.about);
        match (language, bare.strip_prefix("den ")) {
            (Language::German, Some(name)) => format!("der {name}"),
            _ => bare.to_owned(),
        }
    }

    /// "dem Saarland", "der Region Hannover"; English has one form.
    fn dative(&self, language: Language) -> String {
        match (language, self.within.strip_prefix("im "), self.within.strip_prefix("in ")) {
            (Language::German, Some(name), _) => format!("dem {name}"),
            (_, _, Some(name)) => name.to_owned(),
            _ => self.nominative(language),
        }
    }
}

impl Story<'_> {
    /// "2024 liegt Trier unter Rheinland-Pfalz (9,1 %), aber über Deutschland (6,2 %)."
    pub(super) fn compared(&self, last: Known) -> Option<String> {
        let own = self.scale * last.wert.value()?;
        let found = self.finding.comparisons.iter().filter_map(|comparison| {
            let other = self.value_of(comparison, last)?;
            Some((self.side(own, other.number), comparison, other))
        });
        // Neighbours in the list that say the same share its words.
        let mut groups: Vec<(Side, Vec<String>)> = Vec::new();
        for (side, comparison, other) in found {
            let place = &comparison.place;
            let name = match side {
                Side::Level { .. } => place.nominative(self.language),
                Side::Above { .. } | Side::Below { .. } => place.dative(self.language),
            };
            let named =
                if side == (Side::Level { exactly: true }) { name } else { format!("{name} ({})", self.value(other)) };
            match groups.last_mut() {
                Some((same, names)) if *same == side => names.push(named),
                _ => groups.push((side, vec![named])),
            }
        }
        let mut text = String::new();
        for (position, (side, names)) in groups.iter().enumerate() {
            if position > 0 {
                text.push_str(match (groups[position - 1].0, side) {
                    (Side::Above { .. }, Side::Below { .. }) | (Side::Below { .. }, Side::Above { .. }) => {
                        self.language.pick(", aber ", " but ")
                    }
                    _ => self.language.pick(" und ", " and "),
                });
            }
            let names: Vec<&str> = names.iter().map(String::as_str).collect();
            text.push_str(self.relation(*side));
            text.push_str(&self.language.list(&names, "und", "and"));
        }
        let (at, name) = (capitalised(&self.at(last.period)), self.finding.place.nominative(self.language));
        (!text.is_empty())
            .then(|| self.language.pick(format!("{at} liegt {name} {text}."), format!("{at}, {name} is {text}.")))
    }

    fn value_of(&self, comparison: &Comparison, last: Known) -> Option<Known> {
        let at = self.named(last.period);
        let mut same = comparison.points.iter().filter(|point| self.named(point.period) == at);
        let (point, number) = same.find_map(|point| Some((point, point.wert.value()?)))?;
        Some(Known { period: point.period, number: self.scale * number, wert: point.wert })
    }

    /// By the numbers as they are written: a reader who subtracts them must come to the same opinion.
    fn side(&self, own: f64, other: f64) -> Side {
        let written = |number: f64| (number / self.format.resolution()).round() * self.format.resolution();
        let difference = written(own) - written(other);
        let share = difference.abs() / other.abs().max(f64::MIN_POSITIVE);
        if difference.abs() < self.format.resolution() * 0.5 {
            Side::Level { exactly: true }
        } else if difference.abs() <= self.smallest() * 1.001 || share < NOTICEABLE {
            Side::Level { exactly: false }
        } else if difference > 0.0 {
            Side::Above { markedly: share >= MARKED }
        } else {
            Side::Below { markedly: share >= MARKED }
        }
    }

    fn relation(&self, side: Side) -> &'static str {
        match side {
            Side::Above { markedly: true } => self.language.pick("deutlich über ", "well above "),
            Side::Above { markedly: false } => self.language.pick("über ", "above "),
            Side::Below { markedly: true } => self.language.pick("deutlich unter ", "well below "),
            Side::Below { markedly: false } => self.language.pick("unter ", "below "),
            Side::Level { exactly: true } => self.language.pick("genauso hoch wie ", "level with "),
            Side::Level { exactly: false } => self.language.pick("etwa so hoch wie ", "about level with "),
        }
    }
}
