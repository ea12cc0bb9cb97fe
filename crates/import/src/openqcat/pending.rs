//! Offers that wait for their further dates, and dates that wait for their offer.
//!
//! A date may stand anywhere in the file. Offers are held back up to a fixed amount of memory, which is more than real catalogues have;
//! beyond it the oldest leaves, and a date that comes later than that is reported instead of being lost in silence.

use std::collections::{HashMap, HashSet, VecDeque};

use model::offers::DeliveryMode;
use model::schedule::Session;

use crate::{OfferRecord, content_hash};

/// Estimated bytes that may wait.
const MOST_BYTES: usize = 64 * 1024 * 1024;

/// A date that waits for its offer.
#[derive(Debug)]
pub(super) struct Orphan {
    pub(super) offer: String,
    pub(super) product: String,
    pub(super) session: Session,
    pub(super) line: u64,
}

/// What became of a date.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Placed {
    /// It belongs to an offer or waits for one.
    Yes,
    /// Its offer has left already.
    TooLate,
}

#[derive(Debug)]
pub(super) struct Pending {
    limit: usize,
    order: VecDeque<String>,
    offers: HashMap<String, (OfferRecord, usize)>,
    left: HashSet<String>,
    orphans: Vec<Orphan>,
    bytes: usize,
}

impl Default for Pending {
    fn default() -> Self {
        Self::with_limit(MOST_BYTES)
    }
}

impl Pending {
    pub(super) fn with_limit(limit: usize) -> Self {
        Self {
            limit,
            order: VecDeque::new(),
            offers: HashMap::new(),
            left: HashSet::new(),
            orphans: Vec::new(),
            bytes: 0,
        }
    }

    /// Takes in an offer; hands over those that leave for it.
    pub(super) fn add_offer(&mut self, record: OfferRecord, mut emit: impl FnMut(OfferRecord)) {
        let id = record.foreign_id.clone();
        let size = size_of_offer(&record);
        self.bytes += size;
        self.order.push_back(id.clone());
        self.offers.insert(id.clone(), (record, size));
        if self.orphans.iter().any(|orphan| orphan.offer == id) {
            let (found, waiting): (Vec<_>, Vec<_>) =
                std::mem::take(&mut self.orphans).into_iter().partition(|orphan| orphan.offer == id);
            self.orphans = waiting;
            for orphan in found {
                self.bytes -= size_of_session(&orphan.session);
                self.attach(&id, orphan.session);
            }
        }
        while self.bytes > self.limit && self.order.len() > 1 {
            let Some(oldest) = self.order.pop_front() else { return };
            if let Some((record, size)) = self.offers.remove(&oldest) {
                self.bytes -= size;
                emit(finished(record));
            }
            self.left.insert(oldest);
        }
    }

    pub(super) fn add_date(&mut self, orphan: Orphan) -> Placed {
        if self.offers.contains_key(&orphan.offer) {
            let Orphan { offer, session, .. } = orphan;
            self.attach(&offer, session);
        } else if self.left.contains(&orphan.offer) {
            return Placed::TooLate;
        } else {
            self.bytes += size_of_session(&orphan.session);
            self.orphans.push(orphan);
        }
        Placed::Yes
    }

    fn attach(&mut self, offer: &str, session: Session) {
        if let Some((record, size)) = self.offers.get_mut(offer) {
            let more = size_of_session(&session);
            *size += more;
            self.bytes += more;
            record.content.sessions.push(session);
        }
    }

    /// Hands over every offer that still waits, and returns the dates without an offer.
    pub(super) fn finish(mut self, mut emit: impl FnMut(OfferRecord)) -> Vec<Orphan> {
        while let Some(id) = self.order.pop_front() {
            if let Some((record, _)) = self.offers.remove(&id) {
                emit(finished(record));
            }
        }
        self.orphans
    }
}

/// Online offers without places, sessions in order of time, so that the order in the file does not count; then the hash over all of it.
fn finished(mut record: OfferRecord) -> OfferRecord {
    if matches!(record.content.delivery, Some(DeliveryMode::OnlineLive | DeliveryMode::OnlineSelbst)) {
        record.content.sessions.iter_mut().for_each(|session| session.place = None);
    }
    let content = &mut record.content;
    for session in &mut content.sessions {
        // Exports repeat the offer's price and numbers with each date.
        session.price = session.price.take().filter(|price| *price != content.price);
        session.participants = session.participants.take().filter(|participants| *participants != content.participants);
    }
    content.sessions.sort_by(|one, other| {
        let key = |session: &Session| (session.schedule.first_day().is_none(), session.schedule.first_day());
        key(one).cmp(&key(other)).then_with(|| one.foreign_id.cmp(&other.foreign_id))
    });
    record.content_hash = content_hash(&record.content, record.provider.as_ref());
    record
}

fn size_of_offer(record: &OfferRecord) -> usize {
    let content = &record.content;
    let texts =
        content.description.len() + content.title.len() + content.keywords.iter().map(String::len).sum::<usize>();
    4096 + texts + content.sessions.iter().map(size_of_session).sum::<usize>()
}

fn size_of_session(session: &Session) -> usize {
    1024 + session.note.as_ref().map_or(0, String::len)
}
