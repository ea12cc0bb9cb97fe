//! Backup into a folder and restore from it. The search index is not part of it: it is rebuilt from the store.

use std::fs::File;
use std::io::{BufReader, BufWriter, Write as _};
use std::path::{Path, PathBuf};

use model::rights::{Actor, Right};
use store::backup::Rows;
use store::{Reader, Writer};

use crate::{Ctx, Error, Result};

/// Name of the file inside the folder, after the time of the backup.
const PREFIX: &str = "bildungsraum-";
const ENDING: &str = ".jsonl.gz";

/// Writes one consistent state while the installation goes on working. The file appears under its name only when it is complete.
pub async fn backup(ctx: &Ctx, reader: &Reader, folder: &Path) -> Result<(PathBuf, Rows)> {
    only_the_command_line(ctx)?;
    std::fs::create_dir_all(folder)?;
    let name = format!("{PREFIX}{}{ENDING}", ctx.now.format("%Y-%m-%dT%H-%M-%SZ"));
    let (part, whole) = (folder.join(format!("{name}.part")), folder.join(&name));
    let mut file = BufWriter::new(File::create(&part)?);
    let rows = reader.backup(&mut file).await?;
    file.flush()?;
    file.get_ref().sync_all()?;
    drop(file);
    std::fs::rename(&part, &whole)?;
    Ok((whole, rows))
}

/// Restores a backup file, or the newest one of a folder, into an empty installation.
pub async fn restore(ctx: &Ctx, writer: &Writer, from: &Path) -> Result<(PathBuf, Rows)> {
    only_the_command_line(ctx)?;
    let file = if from.is_dir() { newest(from)? } else { from.to_owned() };
    let mut bytes = BufReader::new(File::open(&file)?);
    let rows = writer.restore(&mut bytes).await?;
    Ok((file, rows))
}

fn newest(folder: &Path) -> Result<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let name = entry?.file_name().to_string_lossy().into_owned();
        if name.starts_with(PREFIX) && name.ends_with(ENDING) {
            found.push(name);
        }
    }
    let newest = found.into_iter().max();
    newest
        .map(|name| folder.join(name))
        .ok_or_else(|| Error::Invalid(format!("Im Ordner {} liegt keine Sicherung.", folder.display())))
}

fn only_the_command_line(ctx: &Ctx) -> Result<()> {
    match ctx.actor {
        Actor::CommandLine => Ok(()),
        Actor::Visitor { .. } | Actor::Job => Err(Error::Forbidden(Right::ManageKommunen)),
    }
}
