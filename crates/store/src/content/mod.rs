//! Bytes kept under their SHA-256: files as they arrived, and segments of observations.

use model::ids::KommuneId;

use crate::db::{Scope, Transaction, values};
use crate::error::Result;

/// Bytes per row, so that a backup holds little at once.
const PIECE: usize = 64 << 10;

impl Scope {
    /// The bytes; `None` when nothing is kept under this hash.
    pub async fn find_content(&self, sha256: &str) -> Result<Option<Vec<u8>>> {
        let rows = self.db.fetch_all(include_str!("find.sql"), values![self.kommune, sha256]).await?;
        if rows.is_empty() {
            return Ok(None);
        }
        let mut bytes = Vec::with_capacity(rows.len() * PIECE);
        for row in &rows {
            bytes.extend(row.blob(0)?);
        }
        Ok(Some(bytes))
    }
}

/// Keeps bytes; what is there already stays.
pub async fn insert(transaction: &mut Transaction, kommune: KommuneId, sha256: &str, bytes: &[u8]) -> Result<()> {
    // An empty file is one empty piece: it exists.
    let pieces = bytes.chunks(PIECE).chain(bytes.is_empty().then_some(&[][..]));
    for (nr, piece) in pieces.enumerate() {
        let row = values![kommune, sha256, nr as i64, piece.to_vec()];
        transaction.execute(include_str!("insert.sql"), row).await?;
    }
    Ok(())
}
