use std::path::{Path, PathBuf};

use store::testing::each_store;

fn sql_files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sql_files(&path, found);
        } else if path.extension().is_some_and(|ending| ending == "sql") {
            found.push(path);
        }
    }
}

#[tokio::test]
async fn every_statement_prepares_on_its_databases() {
    let mut files = Vec::new();
    sql_files(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut files);
    assert!(files.len() > 30, "the statements were not found");
    for test in each_store().await {
        let other = if test.store.is_postgres() { ".sqlite.sql" } else { ".postgres.sql" };
        for file in files.iter().filter(|file| !file.to_string_lossy().ends_with(other)) {
            let sql = std::fs::read_to_string(file).unwrap();
            if let Err(error) = test.store.prepare(sql).await {
                panic!("{} on {}: {error:?}", file.display(), test.name);
            }
        }
    }
}

#[tokio::test]
async fn migrating_twice_changes_nothing() {
    for test in each_store().await {
        test.store.migrate().await.unwrap();
    }
}

#[test]
fn both_schemas_have_the_same_tables_and_columns() {
    let tables = |sql: &str| -> Vec<String> {
        let plain = sql.replace("bigint", "integer").replace("bytea", "blob");
        plain
            .lines()
            .map(str::trim)
            .filter(|line| !line.is_empty() && !line.starts_with("--"))
            .map(str::to_owned)
            .collect()
    };
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("migrations");
    let names = |database: &str| -> Vec<String> {
        let mut names: Vec<_> = std::fs::read_dir(folder.join(database))
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    };
    assert_eq!(names("sqlite"), names("postgres"));
    for name in names("sqlite") {
        let read = |database: &str| std::fs::read_to_string(folder.join(database).join(&name)).unwrap();
        assert_eq!(tables(&read("sqlite")), tables(&read("postgres")), "{name}");
    }
}

#[test]
fn a_backup_contains_every_table_and_column() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("migrations/sqlite");
    let mut files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    let sql: String = files.iter().map(|file| std::fs::read_to_string(file).unwrap()).collect();
    let mut tables = Vec::new();
    for part in sql.split("create table ").skip(1) {
        let (name, body) = part.split_once(" (").unwrap();
        let body = body.split("\n);").next().unwrap();
        let columns: Vec<&str> = body
            .lines()
            .map(str::trim)
            .filter_map(|line| line.split_once(' ').map(|(first, _)| first))
            .filter(|first| !["--", "primary", "unique", "foreign"].contains(first))
            .collect();
        assert_eq!(store::backup::column_names(name), columns, "{name}");
        tables.push(name);
    }
    assert_eq!(tables, store::backup::table_names().collect::<Vec<_>>());
}
