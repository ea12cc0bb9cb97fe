//! Style sheets, scripts and fonts of the portal: npm packages and esbuild, only when something has changed.

use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result};
use sha2::{Digest, Sha256};

use crate::{process, tools};

/// Builds `assets/dist`. Without Node there is nothing to build with: the pages then are plain but complete.
pub(crate) fn build() -> Result<()> {
    let assets = process::root().join("assets");
    if !assets.join("package.json").is_file() {
        return Ok(());
    }
    if tools::find("node").is_none() || tools::find("npm").is_none() {
        println!(
            "Node.js und npm wurden nicht gefunden. Die Seiten erscheinen ohne Gestaltung und Karte, alle Inhalte sind da."
        );
        println!("Mit Gestaltung: Node.js 20 oder neuer installieren und den Befehl wiederholen.");
        return Ok(());
    }
    install_packages(&assets)?;
    let stamp = assets.join("node_modules/.bildungsraum-built");
    let inputs = fingerprint(&assets)?;
    let dist_exists = std::fs::read_dir(assets.join("dist")).is_ok_and(|mut files| files.next().is_some());
    if dist_exists && std::fs::read_to_string(&stamp).is_ok_and(|built| built == inputs) {
        return Ok(());
    }
    println!("Gestaltung wird gebaut …");
    process::run(Command::new("npm").args(["run", "--silent", "build"]).current_dir(&assets))?;
    std::fs::write(stamp, inputs)?;
    Ok(())
}

/// `npm ci` in a folder, unless the installed packages are those of the lock file.
pub(crate) fn install_packages(folder: &Path) -> Result<()> {
    let lock = folder.join("package-lock.json");
    let wanted = hex(&Sha256::digest(std::fs::read(&lock).with_context(|| format!("cannot read {}", lock.display()))?));
    let stamp = folder.join("node_modules/.bildungsraum-installed");
    if std::fs::read_to_string(&stamp).is_ok_and(|installed| installed == wanted) {
        return Ok(());
    }
    let name = folder.file_name().unwrap_or_default().to_string_lossy().into_owned();
    println!("npm-Pakete für {name}/ werden installiert …");
    process::run(Command::new("npm").args(["ci", "--no-audit", "--no-fund", "--loglevel=error"]).current_dir(folder))?;
    std::fs::write(stamp, wanted)?;
    Ok(())
}

/// Hash over names and contents of everything that goes into the build.
fn fingerprint(folder: &Path) -> Result<String> {
    let mut hash = Sha256::new();
    add_folder(folder, folder, &mut hash)?;
    Ok(hex(&hash.finalize()))
}

fn add_folder(root: &Path, folder: &Path, hash: &mut Sha256) -> Result<()> {
    let mut entries = std::fs::read_dir(folder)?.collect::<Result<Vec<_>, _>>()?;
    entries.sort_by_key(|entry| entry.file_name());
    for entry in entries {
        let path = entry.path();
        if path.is_dir() {
            if !matches!(entry.file_name().to_str(), Some("dist" | "node_modules")) {
                add_folder(root, &path, hash)?;
            }
            continue;
        }
        let name = path.strip_prefix(root).expect("the entry was found below the root");
        let content = std::fs::read(&path)?;
        hash.update(name.to_string_lossy().as_bytes());
        hash.update((content.len() as u64).to_le_bytes());
        hash.update(&content);
    }
    Ok(())
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |text, byte| text + &format!("{byte:02x}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_fingerprint_follows_names_and_contents_but_not_the_result() {
        let folder = std::env::temp_dir().join(format!("bildungsraum-fingerprint-{}", std::process::id()));
        std::fs::create_dir_all(folder.join("dist")).unwrap();
        std::fs::write(folder.join("a.css"), "a").unwrap();
        let first = fingerprint(&folder).unwrap();
        std::fs::write(folder.join("dist/a.css"), "built").unwrap();
        assert_eq!(fingerprint(&folder).unwrap(), first);
        std::fs::write(folder.join("a.css"), "b").unwrap();
        let changed = fingerprint(&folder).unwrap();
        assert_ne!(changed, first);
        std::fs::rename(folder.join("a.css"), folder.join("b.css")).unwrap();
        assert_ne!(fingerprint(&folder).unwrap(), changed);
        std::fs::remove_dir_all(&folder).unwrap();
    }
}
