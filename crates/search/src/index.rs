//! The index on disk, its writer, and the snapshot that searches read.

use std::collections::{BTreeMap, HashMap};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use model::ids::{KommuneId, OfferId};
use serde::{Deserialize, Serialize};
use tantivy::directory::MmapDirectory;
use tantivy::directory::error::LockError;
use tantivy::merge_policy::LogMergePolicy;
use tantivy::schema::{BytesOptions, Field, IndexRecordOption, Schema, TextFieldIndexing, TextOptions};
use tantivy::tokenizer::TextAnalyzer;
use tantivy::{IndexReader, ReloadPolicy, TantivyDocument, TantivyError, Term};

use crate::columns::record::{self, Record};
use crate::document::SearchDocument;
use crate::gazetteer::Gazetteer;
use crate::places::Places;
use crate::snapshot::{SegmentCache, Snapshot};
use crate::terms::{self, SurfacesTokenizer, WordsTokenizer};

#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("the search index in {0} cannot be created or read")]
    Folder(PathBuf, #[source] std::io::Error),
    #[error("another process is writing to the search index")]
    Busy,
    #[error("the search index does not answer")]
    Tantivy(#[from] TantivyError),
    #[error("the search index is damaged and must be rebuilt")]
    Damaged,
}

/// Fields of the index.
#[derive(Debug, Clone, Copy)]
pub struct Fields {
    /// Kommune and offer, to replace and remove.
    pub key: Field,
    pub kommune: Field,
    pub words: Field,
    pub surfaces: Field,
    pub record: Field,
}

fn schema() -> (Schema, Fields) {
    let mut schema = Schema::builder();
    let text = |tokenizer: &str, option: IndexRecordOption| {
        let indexing =
            TextFieldIndexing::default().set_tokenizer(tokenizer).set_index_option(option).set_fieldnorms(false);
        TextOptions::default().set_indexing_options(indexing)
    };
    let fields = Fields {
        key: schema.add_bytes_field("key", BytesOptions::default().set_indexed()),
        kommune: schema.add_bytes_field("kommune", BytesOptions::default().set_indexed()),
        words: schema.add_text_field("words", text("words", IndexRecordOption::WithFreqs)),
        surfaces: schema.add_text_field("surfaces", text("surfaces", IndexRecordOption::Basic)),
        record: schema.add_bytes_field("record", BytesOptions::default().set_stored()),
    };
    (schema.build(), fields)
}

/// Stands in every commit.
#[derive(Debug, Default, Clone, Serialize, Deserialize)]
struct Payload {
    version: u64,
    /// Highest change counter per Kommune.
    changes: BTreeMap<KommuneId, i64>,
}

/// The index of one installation, with the offers of all its Kommunen; every question is asked of one of them. Cheap to clone.
#[derive(Clone)]
pub struct Index {
    inner: Arc<Inner>,
}

struct Inner {
    tantivy: tantivy::Index,
    reader: IndexReader,
    fields: Fields,
    snapshot: RwLock<Arc<Snapshot>>,
    segments: Mutex<SegmentCache>,
    places: RwLock<HashMap<KommuneId, Arc<Places>>>,
}

impl std::fmt::Debug for Index {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Index").field("fields", &self.inner.fields).finish_non_exhaustive()
    }
}

impl Index {
    /// Opens the index in `dir`. A missing index is created; one that this version cannot read (other rules of analysis, other fields,
    /// damaged) is replaced by an empty one: nothing is lost, since everything in it comes from the store. Then
    /// [`Index::needs_rebuild`] says so, and [`Index::committed_change`] is 0, so that catching up fills it.
    pub fn open(dir: &Path) -> Result<Self, Error> {
        let folder_error = |source| Error::Folder(dir.to_owned(), source);
        fs::create_dir_all(dir).map_err(folder_error)?;
        if dir.join("meta.json").exists() {
            match Self::open_existing(dir) {
                Ok(Some(index)) => return Ok(index),
                Ok(None) => tracing::info!("search index is of another version and begins anew"),
                Err(error) => tracing::warn!(%error, "search index cannot be read and begins anew"),
            }
            fs::remove_dir_all(dir).map_err(folder_error)?;
            fs::create_dir_all(dir).map_err(folder_error)?;
        }
        let (schema, fields) = schema();
        let directory = MmapDirectory::open(dir).map_err(TantivyError::from)?;
        let tantivy = tantivy::Index::builder().schema(schema).open_or_create(directory)?;
        Self::from_tantivy(tantivy, fields)
    }

    /// An index in memory, for tests and previews.
    pub fn in_memory() -> Result<Self, Error> {
        let (schema, fields) = schema();
        Self::from_tantivy(tantivy::Index::create_in_ram(schema), fields)
    }

    fn open_existing(dir: &Path) -> Result<Option<Self>, Error> {
        let (expected, fields) = schema();
        let tantivy = tantivy::Index::open_in_dir(dir)?;
        if tantivy.schema() != expected {
            return Ok(None);
        }
        let payload = tantivy.load_metas()?.payload;
        let is_current = match payload {
            Some(payload) => serde_json::from_str::<Payload>(&payload)
                .is_ok_and(|payload| payload.version == crate::catalog::version()),
            // Created, nothing committed yet.
            None => tantivy.searchable_segment_metas()?.is_empty(),
        };
        if is_current { Self::from_tantivy(tantivy, fields).map(Some) } else { Ok(None) }
    }

    fn from_tantivy(tantivy: tantivy::Index, fields: Fields) -> Result<Self, Error> {
        tantivy.tokenizers().register("words", TextAnalyzer::from(WordsTokenizer::default()));
        tantivy.tokenizers().register("surfaces", TextAnalyzer::from(SurfacesTokenizer::default()));
        let reader = tantivy.reader_builder().reload_policy(ReloadPolicy::Manual).try_into()?;
        let index = Self {
            inner: Arc::new(Inner {
                tantivy,
                reader,
                fields,
                snapshot: RwLock::default(),
                segments: Mutex::default(),
                places: RwLock::default(),
            }),
        };
        index.reload()?;
        Ok(index)
    }

    /// Nothing has been committed to it yet: the store must be read in full (catching up from change 0 does the same).
    pub fn needs_rebuild(&self) -> bool {
        self.payload().version == 0
    }

    /// Highest change counter of the store that is committed for this Kommune; 0 when nothing is.
    pub fn committed_change(&self, kommune: KommuneId) -> i64 {
        self.payload().changes.get(&kommune).copied().unwrap_or(0)
    }

    fn payload(&self) -> Payload {
        let payload = self.inner.tantivy.load_metas().ok().and_then(|metas| metas.payload);
        payload.and_then(|payload| serde_json::from_str(&payload).ok()).unwrap_or_default()
    }

    /// Makes what has been committed (by this process or another) visible to searches.
    pub fn reload(&self) -> Result<(), Error> {
        // One reload at a time; searches go on with the snapshot they have.
        let mut segments = self.inner.segments.lock().unwrap_or_else(PoisonError::into_inner);
        self.inner.reader.reload()?;
        let snapshot = Snapshot::read(self.inner.reader.searcher(), self.inner.fields, &mut segments)?;
        *self.inner.snapshot.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(snapshot);
        Ok(())
    }

    pub(crate) fn snapshot(&self) -> Arc<Snapshot> {
        Arc::clone(&self.inner.snapshot.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Tells the index the places of a Kommune's region. They are not stored in it: hand them over at every start and when areas change.
    pub fn set_gazetteer(&self, kommune: KommuneId, gazetteer: Gazetteer) {
        let places = Arc::new(Places::new(gazetteer));
        self.inner.places.write().unwrap_or_else(PoisonError::into_inner).insert(kommune, places);
    }

    pub(crate) fn places(&self, kommune: KommuneId) -> Arc<Places> {
        self.inner.places.read().unwrap_or_else(PoisonError::into_inner).get(&kommune).cloned().unwrap_or_default()
    }

    /// Offers and meetings of a Kommune and the bytes that its columns and words hold in memory.
    pub fn size(&self, kommune: KommuneId) -> Size {
        self.snapshot().view(kommune).map(|view| view.size()).unwrap_or_default()
    }

    /// The writer; one at a time over all processes ([`Error::Busy`] otherwise).
    pub fn writer(&self) -> Result<IndexWriter, Error> {
        const THREADS: usize = 2;
        const MEMORY: usize = 96 << 20;
        let writer = match self.inner.tantivy.writer_with_num_threads::<TantivyDocument>(THREADS, MEMORY) {
            Ok(writer) => writer,
            Err(TantivyError::LockFailure(LockError::LockBusy, _)) => return Err(Error::Busy),
            Err(error) => return Err(error.into()),
        };
        let mut policy = LogMergePolicy::default();
        policy.set_min_num_segments(6);
        policy.set_del_docs_ratio_before_merge(0.3);
        writer.set_merge_policy(Box::new(policy));
        let payload = Payload { version: crate::catalog::version(), ..self.payload() };
        Ok(IndexWriter { index: self.clone(), writer: Some(writer), payload, record: Vec::new() })
    }
}

/// How large the index is in memory.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Size {
    pub offers: usize,
    pub meetings: usize,
    pub words: usize,
    pub column_bytes: usize,
    pub word_bytes: usize,
}

/// Changes to the index; nothing is visible before [`IndexWriter::commit`]. A writer that is dropped without it changes nothing.
pub struct IndexWriter {
    index: Index,
    /// Taken when dropped.
    writer: Option<tantivy::IndexWriter<TantivyDocument>>,
    payload: Payload,
    record: Vec<u8>,
}

impl std::fmt::Debug for IndexWriter {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("IndexWriter").field("changes", &self.payload.changes).finish_non_exhaustive()
    }
}

fn key(kommune: KommuneId, offer: OfferId) -> [u8; 32] {
    let mut key = [0; 32];
    key[..16].copy_from_slice(kommune.as_bytes());
    key[16..].copy_from_slice(offer.as_bytes());
    key
}

impl IndexWriter {
    fn tantivy(&self) -> &tantivy::IndexWriter<TantivyDocument> {
        self.writer.as_ref().expect("taken in drop only")
    }

    fn saw(&mut self, kommune: KommuneId, change: i64) {
        let highest = self.payload.changes.entry(kommune).or_insert(0);
        *highest = (*highest).max(change);
    }

    /// Adds an offer, in place of the one with the same id.
    pub fn add(&mut self, document: &SearchDocument<'_>) -> Result<(), Error> {
        let fields = self.index.inner.fields;
        let key = key(document.kommune, document.id);
        self.tantivy().delete_term(Term::from_field_bytes(fields.key, &key));
        let mut entry = TantivyDocument::default();
        entry.add_bytes(fields.key, &key);
        entry.add_bytes(fields.kommune, document.kommune.as_bytes());
        entry.add_text(fields.words, terms::words_value(document));
        entry.add_text(fields.surfaces, terms::surfaces_value(document));
        self.record.clear();
        record::encode(&Record::new(document), &mut self.record);
        entry.add_bytes(fields.record, &self.record);
        self.tantivy().add_document(entry)?;
        self.saw(document.kommune, document.change);
        Ok(())
    }

    /// Removes an offer; one that is not there is no error.
    pub fn remove(&mut self, kommune: KommuneId, offer: OfferId, change: i64) {
        let fields = self.index.inner.fields;
        self.tantivy().delete_term(Term::from_field_bytes(fields.key, &key(kommune, offer)));
        self.saw(kommune, change);
    }

    /// Says that everything up to this change is applied, also where no offer carries the number.
    pub fn reached(&mut self, kommune: KommuneId, change: i64) {
        self.saw(kommune, change);
    }

    /// Removes all offers of a Kommune and forgets its change counter.
    pub fn clear(&mut self, kommune: KommuneId) {
        let fields = self.index.inner.fields;
        self.tantivy().delete_term(Term::from_field_bytes(fields.kommune, kommune.as_bytes()));
        self.payload.changes.remove(&kommune);
    }

    /// Makes everything since the last commit durable, and visible in the [`Index`] this writer came from.
    pub fn commit(&mut self) -> Result<(), Error> {
        let payload = serde_json::to_string(&self.payload).expect("ids and numbers are valid JSON");
        let writer = self.writer.as_mut().expect("taken in drop only");
        let mut prepared = writer.prepare_commit()?;
        prepared.set_payload(&payload);
        prepared.commit()?;
        self.index.reload()
    }
}

impl Drop for IndexWriter {
    fn drop(&mut self) {
        // Lets merges come to an end, so that indexes do not grow by many small steps. What was not committed is discarded either way.
        if let Some(writer) = self.writer.take()
            && let Err(error) = writer.wait_merging_threads()
        {
            tracing::warn!(%error, "merging segments of the search index failed");
        }
    }
}
