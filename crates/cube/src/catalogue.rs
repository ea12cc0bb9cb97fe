//! The Kennzahlen that come with the program: `catalog/kennzahlen/`, in the binary.

use std::sync::LazyLock;

use crate::definition::Definition;

/// Files of the catalogue. A new definition is a file and a line here.
macro_rules! files {
    ($($name:literal),* $(,)?) => {
        const FILES: &[(&str, &str)] = &[$(($name, include_str!(concat!("../../../catalog/kennzahlen/", $name)))),*];
    };
}

files!["a16.toml", "c04.toml", "d26.toml",];

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
