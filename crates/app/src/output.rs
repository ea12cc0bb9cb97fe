//! What a person sees on the terminal: results on standard output, everything else on standard error.

use std::io::{ErrorKind, IsTerminal as _, Write};
use std::process::ExitCode;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};
use serde::Serialize;

/// Result of the command in words.
pub(crate) fn say(text: impl std::fmt::Display) {
    if let Err(error) = write_line(&mut std::io::stdout().lock(), text) {
        note(io_error(&error));
    }
}

/// Whoever reads may have seen enough (`| head`) and closed the pipe: that is no mistake, and what is being done goes on to its end.
fn write_line(target: &mut impl Write, text: impl std::fmt::Display) -> std::io::Result<()> {
    match writeln!(target, "{text}") {
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
        result => result,
    }
}

/// Result of the command for machines.
pub(crate) fn say_json<T: Serialize>(value: &T) -> anyhow::Result<()> {
    say(serde_json::to_string_pretty(value)?);
    Ok(())
}

/// Something to know besides the result.
pub(crate) fn note(text: impl std::fmt::Display) {
    // Standard error may be closed as well; then there is nobody left to tell.
    let _ = writeln!(std::io::stderr().lock(), "{text}");
}

/// The error in German; the chain of causes is in the log (`RUST_LOG=debug`).
pub(crate) fn failure(error: &anyhow::Error) -> ExitCode {
    tracing::debug!("{error:?}");
    note(format!("Fehler: {}", in_german(error)));
    ExitCode::FAILURE
}

fn in_german(error: &anyhow::Error) -> String {
    let cause = error.chain().find_map(|cause| {
        if let Some(error) = cause.downcast_ref::<store::Error>() {
            return Some(store_error(error));
        }
        if let Some(actions::Error::Invalid(message)) = cause.downcast_ref::<actions::Error>() {
            return Some(message.clone());
        }
        if let Some(actions::Error::IndexBusy) = cause.downcast_ref::<actions::Error>() {
            return Some("Ein anderer Vorgang schreibt gerade den Suchindex.".to_owned());
        }
        cause.downcast_ref::<std::io::Error>().map(io_error)
    });
    match cause {
        Some(cause) if is_bare(error) => cause,
        // A context given by this program is already German.
        Some(cause) => format!("{error} {cause}"),
        None => error.to_string(),
    }
}

/// Whether the outermost error comes from below and was given no context.
fn is_bare(error: &anyhow::Error) -> bool {
    error.chain().next().is_some_and(|outermost| {
        outermost.is::<store::Error>() || outermost.is::<actions::Error>() || outermost.is::<std::io::Error>()
    })
}

fn store_error(error: &store::Error) -> String {
    match error {
        store::Error::BackupUnfit(message) => format!("{message}."),
        store::Error::Address(address) => format!("Die Datenbankadresse „{address}“ ist nicht verständlich."),
        store::Error::Busy(_) => "Die Datenbank ist gerade belegt. Bitte versuchen Sie es noch einmal.".to_owned(),
        store::Error::Migration(_) => {
            "Die Datenbank passt nicht zu dieser Version. Prüfen Sie, ob eine neuere Version sie schon verändert hat."
                .to_owned()
        }
        store::Error::Backup(error) => io_error(error),
        store::Error::Corrupt { what, .. } => format!("Ein gespeicherter Datensatz ({what}) ist nicht lesbar."),
        store::Error::Unavailable(_) => "Die Datenbank ist nicht erreichbar.".to_owned(),
        store::Error::NotFound => "Der Datensatz ist nicht vorhanden.".to_owned(),
        store::Error::Conflict { constraint, .. } => format!("Die Angaben widersprechen gespeicherten ({constraint})."),
    }
}

fn io_error(error: &std::io::Error) -> String {
    match error.kind() {
        ErrorKind::NotFound => "Die Datei oder der Ordner ist nicht vorhanden.".to_owned(),
        ErrorKind::PermissionDenied => "Der Zugriff ist nicht erlaubt.".to_owned(),
        ErrorKind::AddrInUse => "Die Adresse wird schon benutzt. Wählen Sie mit --listen eine andere.".to_owned(),
        ErrorKind::StorageFull => "Auf dem Datenträger ist kein Platz mehr.".to_owned(),
        kind => format!("Lesen oder Schreiben ist nicht gelungen ({kind})."),
    }
}

/// Log lines go to standard error; `RUST_LOG` chooses what.
pub(crate) fn start_log() {
    let filter = tracing_subscriber::EnvFilter::try_from_default_env()
        .unwrap_or_else(|_| tracing_subscriber::EnvFilter::new("warn,bildungsraum=info,web=info,actions=info"));
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).init();
}

/// A bar for bytes of known length, or a spinner; invisible when nobody watches.
pub(crate) fn progress(bytes: Option<u64>, what: &str, quiet: bool) -> ProgressBar {
    if quiet || !std::io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let style =
        |template: &str| ProgressStyle::with_template(template).expect("the template is fixed").progress_chars("█▓░");
    let bar = match bytes {
        Some(bytes) => {
            ProgressBar::new(bytes).with_style(style("{prefix} {bar:30} {bytes}/{total_bytes}  {msg}  noch {eta}"))
        }
        None => ProgressBar::new_spinner().with_style(style("{prefix} {spinner} {msg}")),
    };
    bar.set_prefix(what.to_owned());
    bar.enable_steady_tick(Duration::from_millis(200));
    bar
}

/// A count with its word: `1 Datei`, `3 Dateien`.
pub(crate) fn count(number: u64, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A reader that has gone, or a disk that is full.
    struct Closed(ErrorKind);

    impl Write for Closed {
        fn write(&mut self, _: &[u8]) -> std::io::Result<usize> {
            Err(self.0.into())
        }
        fn flush(&mut self) -> std::io::Result<()> {
            Err(self.0.into())
        }
    }

    #[test]
    fn a_reader_that_has_seen_enough_is_no_mistake() {
        assert!(write_line(&mut Closed(ErrorKind::BrokenPipe), "Zeile").is_ok());
        assert!(write_line(&mut Closed(ErrorKind::StorageFull), "Zeile").is_err());
        let mut text = Vec::new();
        write_line(&mut text, "Zeile").unwrap();
        assert_eq!(text, b"Zeile\n");
    }

    #[test]
    fn one_is_singular() {
        assert_eq!(count(1, "Datei", "Dateien"), "1 Datei");
        assert_eq!(count(0, "Datei", "Dateien"), "0 Dateien");
    }
}
