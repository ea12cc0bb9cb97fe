//! Online backup and restore, the same file for both databases: a backup of SQLite can be restored into PostgreSQL and the other way round.
//!
//! The file is gzip-compressed JSON lines: a header line, per table a line with its name and columns followed by one array per row
//! (blobs in hexadecimal), and an end line with the number of rows per table. A file without its end line is refused.
//! It is written from one snapshot while others go on writing. Derived data (search index) is not in it.

use std::collections::BTreeMap;
use std::io::{BufRead as _, BufReader, BufWriter, Read, Write};

use flate2::Compression;
use flate2::read::GzDecoder;
use flate2::write::GzEncoder;
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

use crate::db::{Db, Reader, Row, Transaction, Value, Writer};
use crate::error::{Error, Result};

const FORMAT: &str = "bildungsraum-backup";
const VERSION: u32 = 1;
const ROWS_PER_STEP: usize = 1000;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Text,
    Integer,
    Blob,
}
use Kind::{Blob, Integer, Text};

struct Table {
    name: &'static str,
    /// The first `key` columns are the primary key.
    key: usize,
    columns: &'static [(&'static str, Kind)],
}

/// Every table, in an order that respects references. A test compares it with the schema.
const TABLES: &[Table] = &[
    Table { name: "kommune", key: 1, columns: &[("id", Text), ("slug", Text), ("doc", Text)] },
    Table { name: "change_counter", key: 1, columns: &[("kommune_id", Text), ("value", Integer)] },
    Table {
        name: "source",
        key: 2,
        columns: &[
            ("kommune_id", Text),
            ("id", Text),
            ("code", Text),
            ("name", Text),
            ("importer", Text),
            ("provider_id", Text),
            ("settings", Text),
            ("created_at", Text),
        ],
    },
    Table {
        name: "delivery",
        key: 2,
        columns: &[
            ("kommune_id", Text),
            ("id", Text),
            ("source_id", Text),
            ("file", Text),
            ("sha256", Text),
            ("received_at", Text),
            ("outcome", Text),
            ("held", Integer),
            ("records_new", Integer),
            ("records_changed", Integer),
            ("records_unchanged", Integer),
            ("records_withdrawn", Integer),
            ("issues", Integer),
        ],
    },
    Table {
        name: "delivery_issue",
        key: 3,
        columns: &[("kommune_id", Text), ("delivery_id", Text), ("nr", Integer), ("doc", Text)],
    },
    Table {
        name: "provider",
        key: 2,
        columns: &[
            ("kommune_id", Text),
            ("id", Text),
            ("source_id", Text),
            ("foreign_id", Text),
            ("name", Text),
            ("doc", Text),
        ],
    },
    Table { name: "place", key: 2, columns: &[("kommune_id", Text), ("id", Text), ("identity", Text), ("doc", Text)] },
    Table {
        name: "offer",
        key: 2,
        columns: &[
            ("kommune_id", Text),
            ("id", Text),
            ("provider_id", Text),
            ("source_id", Text),
            ("foreign_id", Text),
            ("content_hash", Blob),
            ("status", Text),
            ("title", Text),
            ("last_day", Text),
            ("change", Integer),
            ("doc", Text),
        ],
    },
    Table {
        name: "area",
        key: 3,
        columns: &[
            ("kommune_id", Text),
            ("area_key", Text),
            ("valid_from", Text),
            ("valid_until", Text),
            ("doc", Text),
        ],
    },
    Table {
        name: "postal_place",
        key: 3,
        columns: &[("kommune_id", Text), ("plz", Text), ("name", Text), ("doc", Text)],
    },
    Table {
        name: "audit",
        key: 2,
        columns: &[
            ("kommune_id", Text),
            ("id", Text),
            ("at", Text),
            ("actor", Text),
            ("action", Text),
            ("subject", Text),
            ("doc", Text),
        ],
    },
    Table {
        name: "job",
        key: 2,
        columns: &[
            ("kommune_id", Text),
            ("id", Text),
            ("kind", Text),
            ("payload", Text),
            ("unique_key", Text),
            ("run_at", Text),
            ("attempts", Integer),
            ("lease_until", Text),
            ("finished_at", Text),
            ("error", Text),
        ],
    },
    Table {
        name: "feedback",
        key: 2,
        columns: &[
            ("kommune_id", Text),
            ("id", Text),
            ("received_at", Text),
            ("about_kind", Text),
            ("about_id", Text),
            ("doc", Text),
        ],
    },
    Table {
        name: "content",
        key: 3,
        columns: &[("kommune_id", Text), ("sha256", Text), ("nr", Integer), ("bytes", Blob)],
    },
    Table {
        name: "dataset",
        key: 2,
        columns: &[("kommune_id", Text), ("code", Text), ("release", Text), ("doc", Text)],
    },
    Table {
        name: "table_delivery",
        key: 2,
        columns: &[
            ("kommune_id", Text),
            ("id", Text),
            ("dataset", Text),
            ("state", Text),
            ("rank", Text),
            ("file_sha256", Text),
            ("segment_sha256", Text),
            ("received_at", Text),
            ("doc", Text),
        ],
    },
    Table {
        name: "table_issue",
        key: 3,
        columns: &[("kommune_id", Text), ("delivery_id", Text), ("nr", Integer), ("doc", Text)],
    },
    Table {
        name: "finding",
        key: 3,
        columns: &[
            ("kommune_id", Text),
            ("delivery_id", Text),
            ("nr", Integer),
            ("doc", Text),
            ("accepted_at", Text),
            ("accepted_because", Text),
        ],
    },
    Table {
        name: "area_shape",
        key: 3,
        columns: &[("kommune_id", Text), ("area_key", Text), ("valid_from", Text), ("doc", Text)],
    },
    Table {
        name: "territorial_weight",
        key: 5,
        columns: &[
            ("kommune_id", Text),
            ("from_year", Integer),
            ("from_key", Text),
            ("to_year", Integer),
            ("to_key", Text),
            ("doc", Text),
        ],
    },
];

#[derive(Serialize, Deserialize)]
struct FileHeader {
    format: String,
    version: u32,
}

#[derive(Serialize, Deserialize)]
struct TableHeader {
    table: String,
    columns: Vec<String>,
}

#[derive(Serialize, Deserialize)]
struct End {
    end: BTreeMap<String, u64>,
}

/// Rows written or restored, by table.
pub type Rows = BTreeMap<String, u64>;

impl Reader {
    /// Writes everything from one snapshot. Memory does not grow with the database.
    pub async fn backup(&self, target: &mut (dyn Write + Send)) -> Result<Rows> {
        let mut snapshot = self.snapshot().await?;
        let mut gzip = GzEncoder::new(BufWriter::new(target), Compression::default());
        write_line(&mut gzip, &FileHeader { format: FORMAT.to_owned(), version: VERSION })?;
        let mut rows = Rows::new();
        for table in TABLES {
            let columns: Vec<_> = table.columns.iter().map(|(name, _)| (*name).to_owned()).collect();
            write_line(&mut gzip, &TableHeader { table: table.name.to_owned(), columns })?;
            let written = backup_table(&mut snapshot, table, &mut gzip).await?;
            rows.insert(table.name.to_owned(), written);
        }
        write_line(&mut gzip, &End { end: rows.clone() })?;
        gzip.finish().and_then(|mut inner| inner.flush()).map_err(Error::Backup)?;
        snapshot.rollback().await?;
        Ok(rows)
    }

    /// A read-only transaction that sees one state of the database throughout.
    async fn snapshot(&self) -> Result<Transaction> {
        Ok(match &self.db {
            Db::Sqlite { readers, .. } => Transaction::Sqlite(readers.begin().await?),
            Db::Postgres(pool) => {
                Transaction::Postgres(pool.begin_with("begin isolation level repeatable read read only").await?)
            }
        })
    }
}

async fn backup_table(snapshot: &mut Transaction, table: &Table, target: &mut dyn Write) -> Result<u64> {
    let columns = list(table.columns.iter().map(|(name, _)| *name));
    let key = list(table.columns[..table.key].iter().map(|(name, _)| *name));
    let mut after: Option<Vec<Value>> = None;
    let mut written = 0;
    loop {
        let place = match &after {
            None => String::new(),
            Some(_) => format!("where ({key}) > ({})", placeholders(table.key)),
        };
        let sql = format!("select {columns} from {} {place} order by {key} limit {ROWS_PER_STEP}", table.name);
        let rows = snapshot.fetch_all_composed(sql, after.take().unwrap_or_default()).await?;
        for row in &rows {
            let fields = table.columns.iter().enumerate().map(|(index, (_, kind))| to_json(row, index, *kind));
            write_line(target, &fields.collect::<Result<Vec<Json>>>()?)?;
            written += 1;
        }
        let Some(last) = rows.last().filter(|_| rows.len() == ROWS_PER_STEP) else { return Ok(written) };
        let key = table.columns[..table.key].iter().enumerate().map(|(index, (_, kind))| to_value(last, index, *kind));
        after = Some(key.collect::<Result<_>>()?);
    }
}

impl Writer {
    /// Restores a backup into an empty, migrated database; all or nothing.
    pub async fn restore(&self, source: &mut (dyn Read + Send)) -> Result<Rows> {
        let mut lines = BufReader::new(GzDecoder::new(source)).lines();
        let mut next_line = || lines.next().transpose().map_err(Error::Backup);
        let header: FileHeader = parse(&next_line()?.unwrap_or_default())?;
        if header.format != FORMAT || header.version != VERSION {
            return Err(Error::BackupUnfit("Das ist keine Sicherung, die diese Version lesen kann".to_owned()));
        }
        let mut transaction = self.begin().await?;
        let known = transaction.fetch_all_composed("select id from kommune limit 1".to_owned(), Vec::new()).await?;
        if !known.is_empty() {
            return Err(Error::BackupUnfit("Die Datenbank enthält schon Daten".to_owned()));
        }
        let mut rows = Rows::new();
        let mut target: Option<(&Table, String)> = None;
        while let Some(line) = next_line()? {
            if line.starts_with('[') {
                let (table, sql) = target.as_ref().ok_or_else(|| unfit("Zeile ohne Tabelle"))?;
                let fields: Vec<Json> = parse(&line)?;
                if fields.len() != table.columns.len() {
                    return Err(unfit("Zeile mit falscher Spaltenzahl"));
                }
                let values = fields.into_iter().zip(table.columns).map(|(field, (_, kind))| from_json(field, *kind));
                transaction.execute_composed(sql.clone(), values.collect::<Result<_>>()?).await?;
                *rows.entry(table.name.to_owned()).or_default() += 1;
            } else if let Ok(header) = serde_json::from_str::<TableHeader>(&line) {
                let table = TABLES.iter().find(|table| table.name == header.table);
                let table = table.ok_or_else(|| unfit("unbekannte Tabelle"))?;
                if !header.columns.iter().map(String::as_str).eq(table.columns.iter().map(|(name, _)| *name)) {
                    return Err(unfit("Tabelle mit anderen Spalten"));
                }
                let columns = list(table.columns.iter().map(|(name, _)| *name));
                let places = placeholders(table.columns.len());
                target = Some((table, format!("insert into {} ({columns}) values ({places})", table.name)));
                rows.entry(table.name.to_owned()).or_default();
            } else {
                let end: End = parse(&line)?;
                if end.end != rows {
                    return Err(unfit("Zeilen fehlen"));
                }
                // Reading on to the end of the file lets gzip compare its checksum.
                if next_line()?.is_some() {
                    return Err(unfit("hinter dem Ende geht es weiter"));
                }
                transaction.commit().await?;
                return Ok(rows);
            }
        }
        Err(unfit("das Ende fehlt"))
    }
}

fn unfit(what: &str) -> Error {
    Error::BackupUnfit(format!("Die Sicherung ist beschädigt ({what})"))
}

fn parse<T: serde::de::DeserializeOwned>(line: &str) -> Result<T> {
    serde_json::from_str(line).map_err(|_| unfit("unlesbare Zeile"))
}

fn write_line<T: Serialize>(target: &mut dyn Write, line: &T) -> Result<()> {
    serde_json::to_writer(&mut *target, line).map_err(|error| Error::Backup(error.into()))?;
    target.write_all(b"\n").map_err(Error::Backup)
}

fn list<'a>(names: impl Iterator<Item = &'a str>) -> String {
    names.collect::<Vec<_>>().join(", ")
}

fn placeholders(count: usize) -> String {
    (1..=count).map(|nr| format!("${nr}")).collect::<Vec<_>>().join(", ")
}

fn to_json(row: &Row, index: usize, kind: Kind) -> Result<Json> {
    Ok(match kind {
        Text => row.optional_text(index)?.map_or(Json::Null, Json::from),
        Integer => row.optional_integer(index)?.map_or(Json::Null, Json::from),
        Blob => row.optional_blob(index)?.map_or(Json::Null, |bytes| Json::from(to_hex(&bytes))),
    })
}

fn to_value(row: &Row, index: usize, kind: Kind) -> Result<Value> {
    Ok(match kind {
        Text => Value::Text(row.optional_text(index)?),
        Integer => Value::Integer(row.optional_integer(index)?),
        Blob => Value::Blob(row.optional_blob(index)?),
    })
}

fn from_json(field: Json, kind: Kind) -> Result<Value> {
    Ok(match (kind, field) {
        (Text, Json::Null) => Value::Text(None),
        (Integer, Json::Null) => Value::Integer(None),
        (Blob, Json::Null) => Value::Blob(None),
        (Text, Json::String(text)) => Value::Text(Some(text)),
        (Integer, Json::Number(number)) => Value::Integer(Some(number.as_i64().ok_or_else(|| unfit("Zahl"))?)),
        (Blob, Json::String(hex)) => Value::Blob(Some(from_hex(&hex).ok_or_else(|| unfit("Binärwert"))?)),
        _ => return Err(unfit("Wert von falscher Art")),
    })
}

fn to_hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

fn from_hex(hex: &str) -> Option<Vec<u8>> {
    let digits = hex.as_bytes();
    if !digits.len().is_multiple_of(2) {
        return None;
    }
    digits.chunks(2).map(|pair| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok()).collect()
}

/// Names of the tables that a backup contains.
pub fn table_names() -> impl Iterator<Item = &'static str> {
    TABLES.iter().map(|table| table.name)
}

/// Columns that a backup contains of a table.
pub fn column_names(table: &str) -> Vec<&'static str> {
    let found = TABLES.iter().find(|known| known.name == table);
    found.map(|table| table.columns.iter().map(|(name, _)| *name).collect()).unwrap_or_default()
}
