//! What searches read: the segments of one commit, per Kommune.

use std::collections::HashMap;
use std::sync::Arc;

use model::ids::KommuneId;
use tantivy::index::SegmentId;
use tantivy::postings::BlockSegmentPostings;
use tantivy::schema::{IndexRecordOption, Value};
use tantivy::termdict::{TermMerger, TermStreamer};
use tantivy::{InvertedIndexReader, Searcher, SegmentReader, TantivyDocument};

use crate::columns::bits::Bits;
use crate::columns::part::{Builder, Part};
use crate::columns::record;
use crate::index::{Error, Fields, Size};
use crate::lexicon::{self, Lexicon};
use crate::terms::{SCOPE, SURFACE, scope};
use crate::upcoming::Kept;

/// Columns of a segment, which never change: kept from snapshot to snapshot.
#[derive(Debug)]
pub(crate) struct SegmentColumns {
    parts: HashMap<KommuneId, Arc<Part>>,
    /// Number of each document within its part.
    numbers: Arc<Vec<u32>>,
}

pub(crate) type SegmentCache = HashMap<SegmentId, Arc<SegmentColumns>>;

/// All Kommunen at one commit.
#[derive(Default)]
pub(crate) struct Snapshot {
    views: HashMap<KommuneId, Arc<View>>,
}

/// One Kommune at one commit.
pub(crate) struct View {
    pub parts: Vec<PartView>,
    pub lexicon: Lexicon,
    pub providers: Vec<ProviderName>,
    pub scope: String,
}

/// Provider over all parts.
#[derive(Debug, Clone)]
pub(crate) struct ProviderName {
    pub id: [u8; 16],
    /// As the latest offer says it that is still there; `None` when all are gone and only their places in the columns are left.
    pub name: Option<String>,
    change: i64,
}

/// One Kommune's offers in one segment.
pub(crate) struct PartView {
    pub part: Arc<Part>,
    /// Those that were not replaced or removed since.
    pub alive: Bits,
    pub words: Arc<InvertedIndexReader>,
    surfaces: Arc<InvertedIndexReader>,
    numbers: Arc<Vec<u32>>,
    /// Index into [`View::providers`] for each provider of the part.
    pub providers: Vec<u32>,
    has_deletes: bool,
    pub(crate) upcoming: Kept,
    segment: SegmentReader,
    record_field: tantivy::schema::Field,
}

impl Snapshot {
    pub(crate) fn read(searcher: Searcher, fields: Fields, cache: &mut SegmentCache) -> Result<Self, Error> {
        let mut known = SegmentCache::new();
        let mut by_kommune: HashMap<KommuneId, Vec<PartView>> = HashMap::new();
        for segment in searcher.segment_readers() {
            let id = segment.segment_id();
            let columns = match cache.get(&id) {
                Some(columns) => Arc::clone(columns),
                None => Arc::new(SegmentColumns::read(segment, fields)?),
            };
            known.insert(id, Arc::clone(&columns));
            let words = segment.inverted_index(fields.words)?;
            let surfaces = segment.inverted_index(fields.surfaces)?;
            for (kommune, part) in &columns.parts {
                let mut alive = Bits::all(part.len());
                if let Some(bitset) = segment.alive_bitset() {
                    for (number, document) in part.documents.iter().enumerate() {
                        if bitset.is_deleted(*document) {
                            alive.remove(number);
                        }
                    }
                }
                let has_deletes = alive.count() < part.len();
                by_kommune.entry(*kommune).or_default().push(PartView {
                    part: Arc::clone(part),
                    alive,
                    words: Arc::clone(&words),
                    surfaces: Arc::clone(&surfaces),
                    numbers: Arc::clone(&columns.numbers),
                    providers: Vec::new(),
                    has_deletes,
                    upcoming: Kept::default(),
                    segment: segment.clone(),
                    record_field: fields.record,
                });
            }
        }
        *cache = known;
        let views = by_kommune.into_iter().map(|(kommune, parts)| Ok((kommune, Arc::new(View::new(kommune, parts)?))));
        Ok(Self { views: views.collect::<Result<_, Error>>()? })
    }

    pub(crate) fn view(&self, kommune: KommuneId) -> Option<Arc<View>> {
        self.views.get(&kommune).cloned()
    }
}

impl SegmentColumns {
    fn read(segment: &SegmentReader, fields: Fields) -> Result<Self, Error> {
        let store = segment.get_store_reader(1).map_err(tantivy::TantivyError::from)?;
        let kommunen = kommune_of_documents(segment, fields)?;
        let mut builders: HashMap<KommuneId, Builder> = HashMap::new();
        let mut counts: HashMap<KommuneId, u32> = HashMap::new();
        let mut numbers = Vec::with_capacity(segment.max_doc() as usize);
        // Without a filter, documents come in the order of their numbers.
        for (document, entry) in store.iter::<TantivyDocument>(None).enumerate() {
            let entry = entry?;
            let bytes = entry
                .get_first(fields.record)
                .and_then(|value| value.as_bytes().map(<[u8]>::to_vec))
                .ok_or(Error::Damaged)?;
            let record = record::decode(&bytes).map_err(|_damaged| Error::Damaged)?;
            let kommune = *kommunen.get(document).and_then(Option::as_ref).ok_or(Error::Damaged)?;
            builders.entry(kommune).or_default().add(document as u32, &record);
            let count = counts.entry(kommune).or_insert(0);
            numbers.push(*count);
            *count += 1;
        }
        let parts = builders.into_iter().map(|(kommune, builder)| (kommune, Arc::new(builder.finish()))).collect();
        Ok(Self { parts, numbers: Arc::new(numbers) })
    }
}

fn kommune_of_documents(segment: &SegmentReader, fields: Fields) -> Result<Vec<Option<KommuneId>>, Error> {
    let mut kommunen = vec![None; segment.max_doc() as usize];
    let index = segment.inverted_index(fields.kommune)?;
    let mut terms = index.terms().stream().map_err(tantivy::TantivyError::from)?;
    while terms.advance() {
        let kommune = kommune_from(terms.key()).ok_or(Error::Damaged)?;
        let mut postings = index
            .read_block_postings_from_terminfo(terms.value(), IndexRecordOption::Basic)
            .map_err(tantivy::TantivyError::from)?;
        each_block(&mut postings, |documents, _| {
            for document in documents {
                kommunen[*document as usize] = Some(kommune);
            }
        });
    }
    Ok(kommunen)
}

fn each_block(postings: &mut BlockSegmentPostings, mut visit: impl FnMut(&[u32], &[u32])) {
    while postings.block_len() > 0 {
        visit(postings.docs(), postings.freqs());
        postings.advance();
    }
}

/// The 16 bytes of an id, back as an id: its time and its other ten bytes.
macro_rules! id_from {
    ($bytes:expr, $id:ty) => {{
        let bytes: Option<[u8; 16]> = $bytes.try_into().ok();
        bytes.and_then(|bytes| {
            let mut time = [0; 8];
            time[2..].copy_from_slice(&bytes[..6]);
            let rest: [u8; 10] = bytes[6..].try_into().ok()?;
            Some(<$id>::from_parts(u64::from_be_bytes(time), rest))
        })
    }};
}

pub(crate) fn kommune_from(bytes: &[u8]) -> Option<KommuneId> {
    id_from!(bytes, KommuneId)
}

pub(crate) fn offer_from(bytes: [u8; 16]) -> model::ids::OfferId {
    id_from!(bytes, model::ids::OfferId).expect("sixteen bytes are an id")
}

pub(crate) fn provider_from(bytes: [u8; 16]) -> model::ids::ProviderId {
    id_from!(bytes, model::ids::ProviderId).expect("sixteen bytes are an id")
}

impl View {
    fn new(kommune: KommuneId, mut parts: Vec<PartView>) -> Result<Self, Error> {
        let scope = scope(kommune);
        let lexicon = read_lexicon(&scope, &parts)?;
        let mut providers: Vec<ProviderName> = Vec::new();
        let mut index: HashMap<[u8; 16], u32> = HashMap::new();
        for view in &mut parts {
            let mut alive = vec![false; view.part.provider_list.len()];
            view.alive.iter().for_each(|offer| alive[view.part.providers[offer] as usize] = true);
            for (provider, alive) in view.part.provider_list.iter().zip(alive) {
                let number = *index.entry(provider.id).or_insert_with(|| {
                    providers.push(ProviderName { id: provider.id, name: None, change: i64::MIN });
                    providers.len() as u32 - 1
                });
                let known = &mut providers[number as usize];
                if alive && (provider.change, Some(&provider.name)) > (known.change, known.name.as_ref()) {
                    known.name = Some(provider.name.clone());
                    known.change = provider.change;
                }
                view.providers.push(number);
            }
        }
        Ok(Self { parts, lexicon, providers, scope })
    }

    pub(crate) fn offers(&self) -> usize {
        self.parts.iter().map(|view| view.alive.count()).sum()
    }

    pub(crate) fn size(&self) -> Size {
        Size {
            offers: self.offers(),
            meetings: self.parts.iter().map(|view| view.part.meetings()).sum(),
            words: self.lexicon.len(),
            column_bytes: self.parts.iter().map(|view| view.part.bytes() + view.alive.bytes()).sum(),
            word_bytes: self.lexicon.bytes(),
        }
    }
}

impl PartView {
    /// Calls `visit` with the number of each offer that has the term, and the term's frequency.
    pub(crate) fn postings(&self, term: &[u8], mut visit: impl FnMut(usize, u32)) -> Result<(), Error> {
        let info = self.words.terms().get(term).map_err(tantivy::TantivyError::from)?;
        let Some(info) = info else { return Ok(()) };
        let mut postings = self
            .words
            .read_block_postings_from_terminfo(&info, IndexRecordOption::WithFreqs)
            .map_err(tantivy::TantivyError::from)?;
        each_block(&mut postings, |documents, frequencies| {
            for (document, frequency) in documents.iter().zip(frequencies) {
                visit(self.numbers[*document as usize] as usize, *frequency);
            }
        });
        Ok(())
    }

    /// The full record of an offer.
    pub(crate) fn record(&self, offer: usize) -> Result<record::Record, Error> {
        let store = self.segment.get_store_reader(1).map_err(tantivy::TantivyError::from)?;
        let entry: TantivyDocument = store.get(self.part.documents[offer])?;
        let bytes = entry
            .get_first(self.record_field)
            .and_then(|value| value.as_bytes().map(<[u8]>::to_vec))
            .ok_or(Error::Damaged)?;
        record::decode(&bytes).map_err(|_damaged| Error::Damaged)
    }

    /// Offers that have the term and are alive.
    fn alive_offers(&self, index: &InvertedIndexReader, info: &tantivy::postings::TermInfo) -> Result<u32, Error> {
        if !self.has_deletes {
            return Ok(info.doc_freq);
        }
        let mut count = 0;
        let mut postings = index
            .read_block_postings_from_terminfo(info, IndexRecordOption::Basic)
            .map_err(tantivy::TantivyError::from)?;
        each_block(&mut postings, |documents, _| {
            count += documents
                .iter()
                .filter(|document| self.alive.contains(self.numbers[**document as usize] as usize))
                .count() as u32;
        });
        Ok(count)
    }
}

/// All words of offers that are alive.
fn read_lexicon(scope: &str, parts: &[PartView]) -> Result<Lexicon, Error> {
    let mut builder = lexicon::Builder::default();
    let words = parts.iter().map(|view| &*view.words).collect::<Vec<_>>();
    each_term(scope, parts, &words, |term, offers| builder.word(term, offers))?;
    let surfaces = parts.iter().map(|view| &*view.surfaces).collect::<Vec<_>>();
    each_term(scope, parts, &surfaces, |term, offers| {
        if let Some((word, spelling)) = term.split_once(SURFACE) {
            builder.surface(word, spelling, offers);
        }
    })?;
    Ok(builder.finish())
}

/// Terms of one Kommune in ascending order, with the number of offers that have them; terms that no offer has any more are left out.
fn each_term(
    scope: &str,
    parts: &[PartView],
    indexes: &[&InvertedIndexReader],
    mut visit: impl FnMut(&str, u32),
) -> Result<(), Error> {
    // The sign after the scope's signs: every term of this Kommune lies below.
    let end = format!("{scope}\u{10ffff}");
    let mut streams: Vec<TermStreamer<'_>> = Vec::with_capacity(indexes.len());
    for index in indexes {
        let range = index.terms().range().ge(scope.as_bytes()).lt(end.as_bytes());
        streams.push(range.into_stream().map_err(tantivy::TantivyError::from)?);
    }
    let mut terms = TermMerger::new(streams);
    while terms.advance() {
        let mut offers = 0;
        for (segment, info) in terms.current_segment_ords_and_term_infos() {
            offers += parts[segment].alive_offers(indexes[segment], &info)?;
        }
        if offers > 0
            && let Ok(term) = std::str::from_utf8(&terms.key()[SCOPE..])
        {
            visit(term, offers);
        }
    }
    Ok(())
}
