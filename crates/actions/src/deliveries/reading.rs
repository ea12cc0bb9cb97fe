//! Runs an importer on a thread of its own and hands over its items in batches. The channel is short: an importer that is faster than
//! the database waits, and memory does not grow with the file.

use std::io::Read;
use std::sync::Arc;
use std::sync::atomic::Ordering;

use chrono::NaiveDate;
use serde_json::Value as Json;
use sha2::{Digest as _, Sha256};
use tokio::sync::mpsc;

use import::{Importer, Input, Item, Outcome};

use super::{File, Progress};

const BATCH: usize = 64;
const BATCHES_WAITING: usize = 4;

pub(super) enum Message {
    Items(Vec<Item>),
    FileEnd { outcome: Outcome, sha256: String },
}

pub(super) fn read_in_background(
    importer: &'static dyn Importer,
    files: Vec<File>,
    settings: Json,
    today: NaiveDate,
    progress: Arc<Progress>,
) -> mpsc::Receiver<Message> {
    let (sender, receiver) = mpsc::channel(BATCHES_WAITING);
    tokio::task::spawn_blocking(move || {
        for file in files {
            let mut bytes = Observed { inner: file.bytes, hash: Sha256::new(), progress: &progress };
            let mut batch = Vec::with_capacity(BATCH);
            // A closed channel means that the action has given up; the rest is read to its end without being sent.
            let mut sink = |item: Item| {
                if !matches!(item, Item::Header(_) | Item::Issue(_) | Item::Removed { .. }) {
                    progress.records.fetch_add(1, Ordering::Relaxed);
                }
                batch.push(item);
                if batch.len() == BATCH {
                    let full = std::mem::replace(&mut batch, Vec::with_capacity(BATCH));
                    let _ = sender.blocking_send(Message::Items(full));
                }
            };
            let input = Input { file: &file.name, bytes: &mut bytes, today, settings: &settings };
            let outcome = importer.read(input, &mut sink);
            // What the importer left unread still belongs to the file's hash.
            let _ = std::io::copy(&mut bytes, &mut std::io::sink());
            let sha256 = bytes.hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
            let _ = sender.blocking_send(Message::Items(batch));
            if sender.blocking_send(Message::FileEnd { outcome, sha256 }).is_err() {
                return;
            }
        }
    });
    receiver
}

struct Observed<'a> {
    inner: Box<dyn Read + Send>,
    hash: Sha256,
    progress: &'a Progress,
}

impl Read for Observed<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let count = self.inner.read(buffer)?;
        self.hash.update(&buffer[..count]);
        self.progress.bytes.fetch_add(count as u64, Ordering::Relaxed);
        Ok(count)
    }
}
