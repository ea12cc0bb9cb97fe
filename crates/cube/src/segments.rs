//! A table as one immutable Parquet file: dictionary-coded dimensions, number, symbol, marks, row and column of the source, and in the
//! metadata the head and the dictionaries as JSON. Any reader of Parquet can open it; it is what is offered as a download, too.
//!
//! The same table gives the same bytes. Behind the magic number stand the SHA-256 of the whole file (computed with these 32 bytes at
//! zero), in a place that readers of Parquet skip: a file that was damaged is refused before anything of it is interpreted.

use std::sync::Arc;

use bytes::Bytes;
use model::statistics::{Cell, Dimension, Table, TableHead};
use model::wert::{Flags, Symbol};
use parquet::basic::{Compression, Repetition, Type as PhysicalType};
use parquet::column::reader::ColumnReader;
use parquet::data_type::{DataType, DoubleType, Int32Type};
use parquet::errors::ParquetError;
use parquet::file::metadata::KeyValue;
use parquet::file::properties::{EnabledStatistics, WriterProperties, WriterVersion};
use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::file::writer::{SerializedFileWriter, SerializedRowGroupWriter};
use parquet::schema::types::Type;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::dataset::is_well_formed;

/// Raised whenever an earlier program could not read the file.
pub const VERSION: u32 = 1;

const META_KEY: &str = "bildungsraum";
const MAGIC: usize = 4;
const CHECKSUM: std::ops::Range<usize> = MAGIC..MAGIC + 32;
/// Observations per group of rows: a reader of a part need not read all.
const GROUP: usize = 1 << 20;
/// Columns behind the dimensions.
const COLUMNS: [&str; 5] = ["value", "symbol", "flags", "row", "column"];

/// Why a segment cannot be written or read.
#[derive(Debug, thiserror::Error)]
pub enum SegmentError {
    #[error("the columns of the table {0} do not fit together")]
    Malformed(String),
    #[error("the file is damaged or no segment")]
    Damaged,
    #[error("the segment was written by a newer program (version {0})")]
    Newer(u32),
    #[error("the segment does not hold what its metadata says: {0}")]
    Inconsistent(&'static str),
    #[error("the file cannot be read as Parquet")]
    Parquet(#[from] ParquetError),
    #[error("the metadata of the segment cannot be read")]
    Metadata(#[from] serde_json::Error),
}

/// What the metadata say about the columns.
#[derive(Serialize, Deserialize)]
struct Description {
    version: u32,
    head: TableHead,
    dimensions: Vec<Dimension>,
    /// Codes of symbols by the number that stands in the column.
    symbols: Vec<String>,
    observations: usize,
}

/// The table as a file.
pub fn encode(table: &Table) -> Result<Vec<u8>, SegmentError> {
    if !is_well_formed(table) {
        return Err(SegmentError::Malformed(table.head.code.clone()));
    }
    let description = Description {
        version: VERSION,
        head: table.head.clone(),
        dimensions: table.dimensions.clone(),
        symbols: Symbol::ALL.iter().map(|symbol| symbol.code().to_owned()).collect(),
        observations: table.len(),
    };
    let metadata = KeyValue::new(META_KEY.to_owned(), serde_json::to_string(&description)?);
    let properties = WriterProperties::builder()
        .set_created_by("bildungsraum".to_owned())
        .set_writer_version(WriterVersion::PARQUET_1_0)
        .set_compression(Compression::SNAPPY)
        .set_statistics_enabled(EnabledStatistics::Chunk)
        .set_key_value_metadata(Some(vec![metadata]))
        .build();
    let mut writer = SerializedFileWriter::new(Vec::new(), Arc::new(schema(&table.dimensions)?), Arc::new(properties))?;
    writer.write_all(&[0; 32]).map_err(ParquetError::from)?;
    for start in (0..table.len()).step_by(GROUP) {
        let rows = start..table.len().min(start + GROUP);
        let mut group = writer.next_row_group()?;
        for column in &table.members {
            write::<Int32Type>(&mut group, column[rows.clone()].iter().map(|member| *member as i32))?;
        }
        write::<DoubleType>(&mut group, table.numbers[rows.clone()].iter().copied())?;
        let number_of =
            |symbol: &Symbol| Symbol::ALL.iter().position(|known| known == symbol).map_or(-1, |at| at as i32);
        write::<Int32Type>(&mut group, table.symbols[rows.clone()].iter().map(number_of))?;
        write::<Int32Type>(&mut group, table.flags[rows.clone()].iter().map(|flags| i32::from(flags.bits())))?;
        write::<Int32Type>(&mut group, table.cells[rows.clone()].iter().map(|cell| cell.row as i32))?;
        write::<Int32Type>(&mut group, table.cells[rows].iter().map(|cell| i32::from(cell.column)))?;
        group.close()?;
    }
    let mut file = writer.into_inner()?;
    let checksum = Sha256::digest(&file);
    file[CHECKSUM].copy_from_slice(&checksum);
    Ok(file)
}

fn write<T: DataType>(
    group: &mut SerializedRowGroupWriter<'_, Vec<u8>>,
    values: impl Iterator<Item = T::T>,
) -> Result<(), SegmentError> {
    let values: Vec<T::T> = values.collect();
    let mut column = group.next_column()?.ok_or(SegmentError::Inconsistent("a column is missing"))?;
    column.typed::<T>().write_batch(&values, None, None)?;
    column.close()?;
    Ok(())
}

/// Columns are called as the dimensions; one that is called like a column of its own or like another one gets its number behind.
fn schema(dimensions: &[Dimension]) -> Result<Type, SegmentError> {
    let mut names: Vec<String> = Vec::new();
    for (position, dimension) in dimensions.iter().enumerate() {
        let taken = |name: &str| {
            COLUMNS.iter().any(|known| known.eq_ignore_ascii_case(name))
                || names.iter().any(|known| known.eq_ignore_ascii_case(name))
        };
        let name =
            if taken(&dimension.code) { format!("{}_{position}", dimension.code) } else { dimension.code.clone() };
        names.push(name);
    }
    let dimension_types = names.iter().map(|name| (name.as_str(), PhysicalType::INT32));
    let own =
        COLUMNS.iter().map(|name| (*name, if *name == "value" { PhysicalType::DOUBLE } else { PhysicalType::INT32 }));
    let fields = dimension_types.chain(own).map(|(name, physical)| {
        Type::primitive_type_builder(name, physical).with_repetition(Repetition::REQUIRED).build().map(Arc::new)
    });
    Ok(Type::group_type_builder("observations").with_fields(fields.collect::<Result<Vec<_>, _>>()?).build()?)
}

/// The table that was encoded.
pub fn decode(file: &[u8]) -> Result<Table, SegmentError> {
    verify(file)?;
    let reader = SerializedFileReader::new(Bytes::copy_from_slice(file))?;
    let metadata = reader.metadata().file_metadata();
    let entries = metadata.key_value_metadata().map_or(&[][..], Vec::as_slice);
    let text = entries.iter().find(|entry| entry.key == META_KEY).and_then(|entry| entry.value.as_deref());
    let text = text.ok_or(SegmentError::Damaged)?;
    let version: u32 = serde_json::from_str::<Version>(text)?.version;
    if version > VERSION {
        return Err(SegmentError::Newer(version));
    }
    let Description { head, dimensions, symbols, observations, .. } = serde_json::from_str(text)?;
    let columns = metadata.schema_descr().num_columns();
    if columns != dimensions.len() + COLUMNS.len() {
        return Err(SegmentError::Inconsistent("the number of columns"));
    }
    if metadata.num_rows() != observations as i64 {
        return Err(SegmentError::Inconsistent("the number of rows"));
    }
    let integers = |column: usize| read_integers(&reader, column, observations);
    let width = dimensions.len();
    let mut members = Vec::with_capacity(width);
    for column in 0..width {
        members.push(integers(column)?.into_iter().map(|member| member as u32).collect());
    }
    let numbers = read_numbers(&reader, width, observations)?;
    let known: Vec<Option<Symbol>> = symbols.iter().map(|code| code.parse().ok()).collect();
    let symbol_of =
        |number: i32| known.get(number as usize).copied().flatten().ok_or(SegmentError::Inconsistent("a symbol"));
    let symbols = integers(width + 1)?.into_iter().map(symbol_of).collect::<Result<Vec<_>, _>>()?;
    let flags = integers(width + 2)?.into_iter().map(|bits| Flags::from_bits(bits as u8)).collect();
    let rows = integers(width + 3)?;
    let cells = rows
        .into_iter()
        .zip(integers(width + 4)?)
        .map(|(row, column)| Cell { row: row as u32, column: column as u16 })
        .collect();
    let table = Table { head, dimensions, members, numbers, symbols, flags, cells };
    if is_well_formed(&table) { Ok(table) } else { Err(SegmentError::Inconsistent("a category")) }
}

#[derive(Deserialize)]
struct Version {
    version: u32,
}

fn verify(file: &[u8]) -> Result<(), SegmentError> {
    let stored = file.get(CHECKSUM).ok_or(SegmentError::Damaged)?;
    let mut hash = Sha256::new();
    hash.update(&file[..CHECKSUM.start]);
    hash.update([0; 32]);
    hash.update(&file[CHECKSUM.end..]);
    if hash.finalize().as_slice() == stored { Ok(()) } else { Err(SegmentError::Damaged) }
}

fn read_integers(reader: &SerializedFileReader<Bytes>, column: usize, rows: usize) -> Result<Vec<i32>, SegmentError> {
    let mut values = Vec::with_capacity(rows);
    for group in 0..reader.num_row_groups() {
        match reader.get_row_group(group)?.get_column_reader(column)? {
            ColumnReader::Int32ColumnReader(mut of_group) => {
                while of_group.read_records(GROUP, None, None, &mut values)?.0 > 0 {}
            }
            _ => return Err(SegmentError::Inconsistent("the type of a column")),
        }
    }
    if values.len() == rows { Ok(values) } else { Err(SegmentError::Inconsistent("the length of a column")) }
}

fn read_numbers(reader: &SerializedFileReader<Bytes>, column: usize, rows: usize) -> Result<Vec<f64>, SegmentError> {
    let mut values = Vec::with_capacity(rows);
    for group in 0..reader.num_row_groups() {
        match reader.get_row_group(group)?.get_column_reader(column)? {
            ColumnReader::DoubleColumnReader(mut of_group) => {
                while of_group.read_records(GROUP, None, None, &mut values)?.0 > 0 {}
            }
            _ => return Err(SegmentError::Inconsistent("the type of a column")),
        }
    }
    if values.len() == rows { Ok(values) } else { Err(SegmentError::Inconsistent("the length of a column")) }
}

#[cfg(test)]
mod tests {
    use model::statistics::{Category, Role};
    use proptest::prelude::*;

    use super::*;
    use crate::dataset::tests::{head, table};

    fn any_table() -> impl Strategy<Value = Table> {
        let observation = (
            0..5_u32,
            0..3_u32,
            0..2_u32,
            -1e6..1e6_f64,
            0..Symbol::ALL.len(),
            any::<u8>(),
            any::<u32>(),
            any::<u16>(),
        );
        prop::collection::vec(observation, 0..60).prop_map(|observations| {
            let mut table = Table::new(head("T-„ä“"));
            for (code, role, categories) in
                [("GEBIET", Role::Area, 5), ("ZEIT", Role::Time, 3), ("VALUE", Role::Measure, 2)]
            {
                let position = table.add_dimension(code, code, role);
                table.dimensions[position].categories = (0..categories)
                    .map(|number| Category { code: format!("{number}"), label: "ß".to_owned(), ..Category::default() })
                    .collect();
            }
            for (area, time, measure, number, symbol, flags, row, column) in observations {
                let wert = model::wert::Wert::from_parts(number, Symbol::ALL[symbol], Flags::from_bits(flags));
                table.push(&[area, time, measure], wert, Cell { row, column });
            }
            table
        })
    }

    proptest! {
        #[test]
        fn a_segment_gives_back_its_table(table in any_table()) {
            let file = encode(&table).unwrap();
            prop_assert_eq!(&decode(&file).unwrap(), &table);
            prop_assert_eq!(encode(&table).unwrap(), file, "the same table, the same bytes");
        }

        #[test]
        fn damage_is_an_error(table in any_table(), at in any::<prop::sample::Index>(), by in 1..=255_u8, cut in any::<prop::sample::Index>()) {
            let file = encode(&table).unwrap();
            let mut damaged = file.clone();
            damaged[at.index(file.len())] ^= by;
            prop_assert!(decode(&damaged).is_err());
            prop_assert!(decode(&file[..cut.index(file.len())]).is_err());
        }

        #[test]
        fn no_bytes_break_the_reader(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
            prop_assert!(decode(&bytes).is_err());
        }
    }

    #[test]
    fn a_table_that_does_not_fit_together_is_not_written() {
        let mut broken = table("T", &[("07", "2020", "A", "1")]);
        broken.members[1][0] = 9;
        assert!(matches!(encode(&broken), Err(SegmentError::Malformed(_))));
    }
}
