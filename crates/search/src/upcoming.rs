//! What is still to come at one minute, for questions without filters on meetings: they are the commonest, and would read every meeting
//! each time. Worked out when a question needs much of it, kept until the minute is over.

use std::sync::{Arc, Mutex, PoisonError};

use crate::columns::bits::Bits;
use crate::columns::part::Part;
use crate::columns::times::Moment;
use crate::matching::{MeetingFilter, UNDATED};
use crate::places::Places;
use crate::query::Filters;

/// No Gemeinde, or more than one.
const NONE: u16 = u16::MAX;
const SEVERAL: u16 = u16::MAX - 1;

/// By offer of a part.
#[derive(Debug)]
pub(crate) struct Upcoming {
    /// Not over.
    pub(crate) fits: Bits,
    /// Time key of the next meeting.
    pub(crate) next: Arc<Vec<u32>>,
    weekdays: Vec<u8>,
    /// Bits 0–3 times of day, bit 7 places free.
    times: Vec<u8>,
    /// Index of the Gemeinde, [`NONE`] or [`SEVERAL`].
    gemeinden: Vec<u16>,
    /// Offer and Gemeinde, sorted, where there are several.
    several: Vec<(u32, u16)>,
}

/// What an offer's meetings have.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Has {
    pub(crate) weekdays: u8,
    pub(crate) times: u8,
    pub(crate) free: bool,
}

impl Upcoming {
    fn new(part: &Part, now: Moment) -> Self {
        let length = part.len();
        let filter = MeetingFilter::new(part, &Filters::default(), &Places::default(), now);
        let mut fits = Bits::none(length);
        let mut next = vec![UNDATED; length];
        let (mut weekdays, mut times, mut gemeinden) = (vec![0; length], vec![0; length], vec![NONE; length]);
        let mut several = Vec::new();
        let mut here: Vec<u16> = Vec::new();
        for offer in 0..length {
            here.clear();
            let mut last_place = 0;
            filter.visit(part, offer, &mut |visit| {
                fits.insert(offer);
                next[offer] = next[offer].min(visit.key(0x7f));
                weekdays[offer] |= visit.weekdays;
                times[offer] |= visit.times | u8::from(visit.free) << 7;
                let place = visit.place();
                if place != last_place {
                    last_place = place;
                    if let Some(gemeinde) = part.places[place as usize].gemeinde
                        && !here.contains(&gemeinde)
                    {
                        here.push(gemeinde);
                    }
                }
                true
            });
            match here.as_slice() {
                [] => {}
                [one] if *one < SEVERAL => gemeinden[offer] = *one,
                many => {
                    gemeinden[offer] = SEVERAL;
                    several.extend(many.iter().map(|gemeinde| (offer as u32, *gemeinde)));
                }
            }
        }
        Self { fits, next: Arc::new(next), weekdays, times, gemeinden, several }
    }

    #[inline]
    pub(crate) fn has(&self, offer: usize) -> Has {
        let times = self.times[offer];
        Has { weekdays: self.weekdays[offer], times: times & 0x0f, free: times & 0x80 != 0 }
    }

    /// Calls `visit` with each Gemeinde of the offer.
    #[inline]
    pub(crate) fn each_gemeinde(&self, offer: usize, mut visit: impl FnMut(u16)) {
        match self.gemeinden[offer] {
            NONE => {}
            SEVERAL => {
                let from = self.several.partition_point(|(other, _)| (*other as usize) < offer);
                let own = self.several[from..].iter().take_while(|(other, _)| *other as usize == offer);
                own.for_each(|(_, gemeinde)| visit(*gemeinde));
            }
            one => visit(one),
        }
    }
}

/// The last minute that was worked out.
#[derive(Debug, Default)]
pub(crate) struct Kept(Mutex<Option<(Moment, Arc<Upcoming>)>>);

impl Kept {
    /// What is known for this minute; worked out if `asked` offers are many of the part.
    pub(crate) fn at(&self, now: Moment, part: &Part, asked: usize) -> Option<Arc<Upcoming>> {
        let known = self.0.lock().unwrap_or_else(PoisonError::into_inner).clone();
        if let Some((moment, upcoming)) = known
            && moment == now
        {
            return Some(upcoming);
        }
        if asked * 8 < part.len() {
            return None;
        }
        let upcoming = Arc::new(Upcoming::new(part, now));
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some((now, Arc::clone(&upcoming)));
        Some(upcoming)
    }
}
