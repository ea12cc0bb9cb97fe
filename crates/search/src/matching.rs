//! Filters: which offers of a part fulfil them, and with which meeting.
//!
//! Filters on the offer as a whole are bitsets. Filters on meetings (area, circle, dates, weekday, time of day, places free) must hold for
//! one and the same meeting; each candidate's meetings are read once, and the same pass says for which offers only one of these filters
//! fails, which is what the counts of that filter's facet need.

use model::access::{AccessFeature, ChildCare};
use model::codes::education::LearningForm;
use model::codes::level::CefrBase;
use model::offers::{DeliveryMode, LifePhase};
use model::schedule::TimeOfDay;
use model::vocabularies::{Vocabulary, funding, target_groups, topics};

use crate::answer::FacetName;
use crate::columns::bits::Bits;
use crate::columns::part::Part;
use crate::columns::times::{Day, Moment, NO_TIME, OPEN, Row, Span, Window, day_of};
use crate::places::Places;
use crate::query::{Duration, Filters, PriceFilter};
use crate::snapshot::PartView;

/// No meeting with a date.
pub(crate) const UNDATED: u32 = u32::MAX;

/// Day and start of a meeting as one number that sorts by time.
pub(crate) fn time_key(day: Day, start: u16) -> u32 {
    // A meeting without a time comes after those with one on its day.
    u32::from(day) << 11 | u32::from(start.min(2047))
}

pub(crate) fn day_of_key(key: u32) -> Day {
    (key >> 11) as Day
}

pub(crate) const AREA_FAILS: u8 = 1;
pub(crate) const WEEKDAY_FAILS: u8 = 2;
pub(crate) const TIME_FAILS: u8 = 4;
pub(crate) const FULL_FAILS: u8 = 8;

/// Filters on meetings, compiled for one part.
pub(crate) struct MeetingFilter {
    pub now: Moment,
    pub window: Window,
    pub dates_asked: bool,
    weekdays: u8,
    times: u8,
    free_only: bool,
    areas_asked: bool,
    near_asked: bool,
    online_inside: bool,
    /// Per place: whether it lies in the areas, whether in the circle.
    in_area: Vec<bool>,
    in_circle: Vec<bool>,
    /// Kilometres from the point to each place; empty without one.
    distances: Vec<f32>,
}

impl MeetingFilter {
    pub(crate) fn new(part: &Part, filters: &Filters, places: &Places, now: Moment) -> Self {
        let gemeinden: Vec<bool> = part.gemeinden.iter().map(|key| places.lies_in(key, &filters.areas)).collect();
        let in_area =
            part.places.iter().map(|place| place.gemeinde.is_some_and(|index| gemeinden[index as usize])).collect();
        let mut distances = Vec::new();
        let mut in_circle = Vec::new();
        if let Some(near) = &filters.near {
            for place in &part.places {
                let distance = place.point.map_or(f64::INFINITY, |point| near.point.distance_km(point));
                distances.push(distance as f32);
                in_circle.push(distance <= near.radius_km);
            }
        }
        Self {
            now,
            window: Window { from: filters.from.map_or(0, day_of), until: filters.until.map_or(OPEN, day_of) },
            dates_asked: filters.from.is_some() || filters.until.is_some(),
            weekdays: filters.weekdays.bits() & 0x7f,
            times: TimeOfDay::ALL
                .iter()
                .enumerate()
                .filter(|(_, t)| filters.times_of_day.contains(t))
                .fold(0, |set, (i, _)| set | 1 << i),
            free_only: filters.places_free,
            areas_asked: !filters.areas.is_empty(),
            near_asked: filters.near.is_some(),
            online_inside: filters.near.as_ref().is_some_and(|near| near.or_online),
            in_area,
            in_circle,
            distances,
        }
    }

    /// Whether any filter beside "not over" is set.
    pub(crate) fn is_plain(&self) -> bool {
        !self.dates_asked
            && self.weekdays == 0
            && self.times == 0
            && !self.free_only
            && !self.areas_asked
            && !self.near_asked
    }

    /// The meetings of an offer that are to come and fulfil all filters but at most one of area, weekday, time of day and free places;
    /// in order of time, rows first.
    #[inline]
    pub(crate) fn visit(&self, part: &Part, offer: usize, visit: &mut impl FnMut(Visit) -> bool) {
        let rows = part.rows(offer);
        let online = self.online_inside && part.online.contains(offer);
        if !rows.is_empty() {
            let from = self.window.from.max(self.now.day);
            let begin = if rows[0].day >= from { 0 } else { rows.partition_point(|row| row.day < from) };
            for row in &rows[begin..] {
                if row.day > self.window.until {
                    break;
                }
                if row.is_over(self.now) || !self.near_enough(row.place, online) {
                    continue;
                }
                let fails = self.fails(row.place, row.weekdays(), row.times(), row.is_full());
                if !fails.is_power_of_two() && fails != 0 {
                    continue;
                }
                if !visit(Visit {
                    fails,
                    weekdays: row.weekdays(),
                    times: row.times(),
                    free: !row.is_full(),
                    at: At::Row(*row),
                }) {
                    return;
                }
            }
        }
        for span in part.spans(offer) {
            if !self.near_enough(span.place, online) {
                continue;
            }
            let (weekdays, at) = match span.window(self.now, self.window) {
                Some(window) => {
                    let weekdays = span.weekdays_in(window);
                    if weekdays == 0 {
                        continue;
                    }
                    (weekdays, At::Span(*span, window))
                }
                None if span.kind == crate::columns::times::SpanKind::Undated => {
                    if self.dates_asked || span.last < self.now.day {
                        continue;
                    }
                    (0, At::Undated(*span))
                }
                None => continue,
            };
            let fails = self.fails(span.place, weekdays, span.times(), span.full);
            if !fails.is_power_of_two() && fails != 0 {
                continue;
            }
            if !visit(Visit { fails, weekdays, times: span.times(), free: !span.full, at }) {
                return;
            }
        }
    }

    #[inline]
    fn near_enough(&self, place: u32, online: bool) -> bool {
        !self.near_asked || online || self.in_circle[place as usize]
    }

    #[inline]
    fn fails(&self, place: u32, weekdays: u8, times: u8, full: bool) -> u8 {
        let mut fails = 0;
        if self.areas_asked && !self.in_area[place as usize] {
            fails |= AREA_FAILS;
        }
        if self.weekdays != 0 && self.weekdays & weekdays == 0 {
            fails |= WEEKDAY_FAILS;
        }
        if self.times != 0 && self.times & times == 0 {
            fails |= TIME_FAILS;
        }
        if self.free_only && full {
            fails |= FULL_FAILS;
        }
        fails
    }

    /// The weekdays that count for a meeting: those asked for, or all.
    pub(crate) fn asked_weekdays(&self) -> u8 {
        if self.weekdays == 0 { 0x7f } else { self.weekdays }
    }

    /// Kilometres to the place of a meeting; infinite when unknown or without a point.
    pub(crate) fn distance(&self, place: u32) -> f32 {
        self.distances.get(place as usize).copied().unwrap_or(f32::INFINITY)
    }

    /// Whether an offer has a meeting that fulfils all filters.
    pub(crate) fn accepts(&self, part: &Part, offer: usize) -> bool {
        let mut found = false;
        self.visit(part, offer, &mut |visit| {
            found = visit.fails == 0;
            !found
        });
        found
    }
}

/// One meeting, pattern or undated session that [`MeetingFilter::visit`] came by.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Visit {
    /// The one filter that fails, or 0.
    pub fails: u8,
    pub weekdays: u8,
    pub times: u8,
    pub free: bool,
    pub at: At,
}

#[derive(Debug, Clone, Copy)]
pub(crate) enum At {
    Row(Row),
    /// A pattern with days in the window.
    Span(Span, Window),
    Undated(Span),
}

impl Visit {
    pub(crate) fn place(&self) -> u32 {
        match self.at {
            At::Row(row) => row.place,
            At::Span(span, _) | At::Undated(span) => span.place,
        }
    }

    pub(crate) fn session(&self) -> u16 {
        match self.at {
            At::Row(row) => row.session,
            At::Span(span, _) | At::Undated(span) => span.session,
        }
    }

    /// First day on one of the weekdays, and start.
    pub(crate) fn next(&self, weekdays: u8) -> Option<(Day, u16)> {
        match self.at {
            At::Row(row) => Some((row.day, row.start)),
            At::Span(span, window) => Some((span.first_in(window, weekdays)?, span.start)),
            At::Undated(_) => None,
        }
    }

    /// Sorts by time.
    pub(crate) fn key(&self, weekdays: u8) -> u32 {
        self.next(weekdays).map_or(UNDATED, |(day, start)| time_key(day, start))
    }

    pub(crate) fn start(&self) -> Option<u16> {
        let start = match self.at {
            At::Row(row) => row.start,
            At::Span(span, _) => span.start,
            At::Undated(_) => NO_TIME,
        };
        (start != NO_TIME).then_some(start)
    }
}

/// One selected facet of the offer as a whole, with the offers that have one of its values.
pub(crate) struct Group {
    pub facet: FacetName,
    pub bits: Bits,
}

/// The selected facets of a part.
pub(crate) fn groups(view: &PartView, filters: &Filters) -> Vec<Group> {
    let part = &*view.part;
    let values = &part.values;
    let mut groups = Vec::new();
    let mut add = |facet: FacetName, selected: Vec<&Bits>| {
        let mut bits = Bits::none(part.len());
        for value in selected {
            bits.or(value);
        }
        groups.push(Group { facet, bits });
    };
    fn terms<'a, C: AsRef<str>>(
        vocabulary: &Vocabulary,
        columns: &'a [Bits],
        codes: impl Iterator<Item = C>,
    ) -> Vec<&'a Bits> {
        let index = |code: C| vocabulary.terms.iter().position(|term| term.code == code.as_ref());
        codes.filter_map(index).filter_map(|index| columns.get(index)).collect()
    }
    fn listed<'a, T: PartialEq>(all: &[T], columns: &'a [Bits], selected: impl Iterator<Item = T>) -> Vec<&'a Bits> {
        selected
            .filter_map(|value| all.iter().position(|other| *other == value))
            .filter_map(|index| columns.get(index))
            .collect()
    }
    if !filters.topics.is_empty() {
        add(FacetName::Topic, terms(topics(), &values.topics, filters.topics.iter().map(|code| code.as_str())));
    }
    if !filters.life_phases.is_empty() {
        add(FacetName::LifePhase, listed(LifePhase::ALL, &values.life_phases, filters.life_phases.iter().copied()));
    }
    if !filters.target_groups.is_empty() {
        add(
            FacetName::TargetGroup,
            terms(target_groups(), &values.target_groups, filters.target_groups.iter().map(|code| code.as_str())),
        );
    }
    if !filters.levels.is_empty() {
        add(FacetName::Level, listed(CefrBase::ALL, &values.levels, filters.levels.iter().copied()));
    }
    if !filters.durations.is_empty() {
        add(FacetName::Duration, listed(Duration::ALL, &values.durations, filters.durations.iter().copied()));
    }
    if !filters.delivery.is_empty() {
        add(FacetName::Delivery, listed(DeliveryMode::ALL, &values.delivery, filters.delivery.iter().copied()));
    }
    if !filters.price.is_empty() {
        add(FacetName::Price, listed(PriceFilter::ALL, &values.price, filters.price.iter().copied()));
    }
    if !filters.funding.is_empty() {
        add(FacetName::Funding, terms(funding(), &values.funding, filters.funding.iter().map(|code| code.as_str())));
    }
    if !filters.languages.is_empty() {
        let selected = values
            .languages
            .iter()
            .filter(|(code, _)| filters.languages.iter().any(|language| language.as_str() == code));
        add(FacetName::Language, selected.map(|(_, bits)| bits).collect());
    }
    if !filters.child_care.is_empty() {
        add(FacetName::ChildCare, listed(ChildCare::ALL, &values.child_care, filters.child_care.iter().copied()));
    }
    if !filters.learning_forms.is_empty() {
        add(
            FacetName::LearningForm,
            listed(LearningForm::ALL, &values.learning_form, filters.learning_forms.iter().copied()),
        );
    }
    if filters.no_requirements {
        add(FacetName::NoRequirements, values.no_requirements.iter().collect());
    }
    if !filters.accessibility.is_empty() {
        // All of them, unlike the others.
        let mut bits = Bits::all(part.len());
        for value in listed(AccessFeature::ALL, &values.accessibility, filters.accessibility.iter().copied()) {
            bits.and(value);
        }
        groups.push(Group { facet: FacetName::Accessibility, bits });
    }
    if !filters.providers.is_empty() {
        let selected: Vec<bool> = part
            .provider_list
            .iter()
            .map(|provider| filters.providers.iter().any(|id| *id.as_bytes() == provider.id))
            .collect();
        let mut bits = Bits::none(part.len());
        for (offer, provider) in part.providers.iter().enumerate() {
            if selected[*provider as usize] {
                bits.insert(offer);
            }
        }
        groups.push(Group { facet: FacetName::Provider, bits });
    }
    groups
}
