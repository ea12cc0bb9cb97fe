//! The Kennzahlen that come with the program: `catalog/kennzahlen/`, in the binary.

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::LazyLock;

use model::kennzahlen::{Bilingual, KennzahlStatus};
use serde::Deserialize;

use crate::definition::Definition;

/// Files of the catalogue. A new definition is a file and a line here.
macro_rules! files {
    ($($name:literal),* $(,)?) => {
        const FILES: &[(&str, &str)] = &[$(($name, include_str!(concat!("../../../catalog/kennzahlen/", $name)))),*];
    };
}

files![
    "a01.toml",
    "a02.toml",
    "a02a.toml",
    "a02b.toml",
    "a02c.toml",
    "a02d.toml",
    "a02e.toml",
    "a02f.toml",
    "a02g.toml",
    "a02h.toml",
    "a03.toml",
    "a04.toml",
    "a05.toml",
    "a06.toml",
    "a07.toml",
    "a08.toml",
    "a09.toml",
    "a10.toml",
    "a11.toml",
    "a12.toml",
    "a13.toml",
    "a14.toml",
    "a15.toml",
    "a16.toml",
    "a17.toml",
    "a18.toml",
    "a19.toml",
    "a20.toml",
    "a21.toml",
    "a22.toml",
    "a23.toml",
    "a24.toml",
    "b01.toml",
    "b02.toml",
    "b03.toml",
    "b04.toml",
    "b05.toml",
    "b06.toml",
    "b07.toml",
    "b08.toml",
    "b09.toml",
    "b10.toml",
    "c01.toml",
    "c02.toml",
    "c03.toml",
    "c04.toml",
    "c05.toml",
    "c06.toml",
    "c07.toml",
    "c08.toml",
    "c09.toml",
    "c10.toml",
    "c11.toml",
    "c12.toml",
    "c13.toml",
    "c14.toml",
    "c15.toml",
    "c16.toml",
    "c17.toml",
    "c18.toml",
    "c19.toml",
    "c20.toml",
    "c21.toml",
    "c22.toml",
    "c23.toml",
    "c24.toml",
    "d01.toml",
    "d02.toml",
    "d03.toml",
    "d04.toml",
    "d05.toml",
    "d06.toml",
    "d07.toml",
    "d08.toml",
    "d09.toml",
    "d10.toml",
    "d11.toml",
    "d12.toml",
    "d13.toml",
    "d14.toml",
    "d15.toml",
    "d16.toml",
    "d17.toml",
    "d18.toml",
    "d18a.toml",
    "d19.toml",
    "d20.toml",
    "d21.toml",
    "d22.toml",
    "d23.toml",
    "d24.toml",
    "d25.toml",
    "d25a.toml",
    "d25b.toml",
    "d25c.toml",
    "d26.toml",
    "d27.toml",
    "d28.toml",
    "d29.toml",
    "d30.toml",
    "d31.toml",
    "d32.toml",
    "d33.toml",
    "d34.toml",
    "d35.toml",
    "d36.toml",
    "d37.toml",
    "d38.toml",
    "d39.toml",
    "d40.toml",
    "d41.toml",
    "d42.toml",
    "d43.toml",
    "d44.toml",
    "d45.toml",
    "d46.toml",
    "d47.toml",
    "d48.toml",
    "e01.toml",
    "e02.toml",
    "e02a.toml",
    "e02b.toml",
    "e03.toml",
    "e04.toml",
    "e05.toml",
    "e06.toml",
    "e07.toml",
    "e08.toml",
    "e09.toml",
    "e10.toml",
    "e11.toml",
    "e12.toml",
    "e13.toml",
    "e14.toml",
    "e15.toml",
    "e16.toml",
    "e17.toml",
    "e18.toml",
    "e19.toml",
    "e20.toml",
    "e21.toml",
    "f01.toml",
    "f02.toml",
    "f03.toml",
    "f04.toml",
    "f05.toml",
    "f06.toml",
    "f07.toml",
    "f08.toml",
    "f09.toml",
    "f10.toml",
    "f11.toml",
    "f12.toml",
    "g01.toml",
    "g01a.toml",
    "g01b.toml",
    "g02.toml",
    "g03.toml",
    "g04.toml",
    "g05.toml",
    "g06.toml",
    "g07.toml",
    "g08.toml",
    "g09.toml",
    "g10.toml",
    "g11.toml",
    "g12.toml",
    "g13.toml",
    "h01.toml",
    "h02.toml",
    "h02a.toml",
    "h03.toml",
    "h04.toml",
    "h05.toml",
    "h06.toml",
    "h07.toml",
    "h08.toml",
    "h09.toml",
    "h10.toml",
    "h11.toml",
    "h12.toml",
    "h13.toml",
    "i01.toml",
    "i01a.toml",
    "i02.toml",
    "i03.toml",
    "i04.toml",
    "i05.toml",
    "i06.toml",
    "i06a.toml",
    "i07.toml",
    "i08.toml",
    "i09.toml",
    "i10.toml",
    "i11.toml",
    "i12.toml",
    "i13.toml",
    "i14.toml",
    "i15.toml",
    "i16.toml",
    "i17.toml",
    "i18.toml",
    "i19.toml",
];

static CATALOGUE: LazyLock<Vec<Definition>> = LazyLock::new(|| {
    let read = |(file, text): &(&str, &str)| Definition::parse(file, text);
    FILES.iter().map(|file| read(file).expect("catalog/kennzahlen is checked by the test below")).collect()
});

/// All definitions, in order of their codes.
pub fn catalogue() -> &'static [Definition] {
    &CATALOGUE
}

/// The definition with this code.
pub fn find_definition(code: &str) -> Option<&'static Definition> {
    CATALOGUE.iter().find(|definition| definition.kennzahl.code.as_str() == code)
}

/// From which year a statistics rests on another census (`catalog/censuses.toml`).
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Census {
    /// Beginning of the codes of the tables concerned.
    tables: String,
    /// The first year of data on the new census.
    year: i32,
    /// In a word or two.
    pub(crate) label: Bilingual,
    /// In German.
    pub(crate) message: String,
}

static CENSUSES: LazyLock<Vec<Census>> = LazyLock::new(|| {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct File {
        census: Vec<Census>,
    }
    let file: File = toml::from_str(include_str!("../../../catalog/censuses.toml")).expect("checked by a test");
    file.census
});

/// The censuses on which a table begins to rest after the first of these years, up to the last.
pub(crate) fn new_censuses(table: &str, years: Range<i32>) -> impl Iterator<Item = &'static Census> {
    CENSUSES.iter().filter(move |census| {
        table.starts_with(&census.tables) && years.start < census.year && census.year <= years.end
    })
}

static TABLES: LazyLock<BTreeSet<&str>> = LazyLock::new(|| {
    let active = CATALOGUE.iter().filter(|definition| definition.kennzahl.status == KennzahlStatus::Active);
    active.flat_map(|definition| definition.kennzahl.tables()).collect()
});

/// Whether an active Kennzahl reads a table.
pub fn is_read(table: &str) -> bool {
    TABLES.contains(table)
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    #[test]
    fn every_definition_can_be_read() {
        let mistakes: Vec<String> = FILES
            .iter()
            .filter_map(|(file, text)| Definition::parse(file, text).err())
            .map(|mistake| mistake.to_string())
            .collect();
        assert!(mistakes.is_empty(), "{}", mistakes.join("\n"));
    }

    #[test]
    fn the_list_is_the_folder_in_order() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../catalog/kennzahlen");
        let entries = std::fs::read_dir(folder).unwrap();
        let mut files: Vec<String> =
            entries.map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned()).collect();
        files.sort();
        let listed: Vec<&str> = FILES.iter().map(|(file, _)| *file).collect();
        assert_eq!(listed, files, "the list in catalogue.rs and the folder catalog/kennzahlen differ");
    }
}
