//! The command line, in German.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::error::{ContextKind, ErrorKind};
use clap::{Args, Parser, Subcommand};

const TEMPLATE: &str = "{about}\n\nAufruf: {usage}\n\n{all-args}{after-help}";

/// Bildungsraum: Lernangebote und Bildungsdaten einer Region an einem Ort.
#[derive(Debug, Parser)]
#[command(
    name = "bildungsraum",
    version,
    help_template = TEMPLATE,
    subcommand_help_heading = "Befehle",
    next_help_heading = "Optionen",
    disable_help_flag = true,
    disable_help_subcommand = true,
    disable_version_flag = true,
    subcommand_value_name = "BEFEHL",
    override_usage = "bildungsraum [OPTIONEN] <BEFEHL>",
    after_help = "Ergebnis: 0 in Ordnung, 1 Fehler, 2 falscher Aufruf, 3 Lieferung zurückgehalten."
)]
pub(crate) struct Cli {
    #[command(flatten)]
    pub(crate) place: Place,
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// Where the installation lives.
#[derive(Debug, Clone, Args)]
pub(crate) struct Place {
    /// Ordner für Datenbank und Suchindex
    #[arg(long, global = true, value_name = "ORDNER", env = "BILDUNGSRAUM_DATA", hide_env = true)]
    pub(crate) data: Option<PathBuf>,
    /// PostgreSQL statt der SQLite-Datei im Datenordner (auch über die Umgebungsvariable DATABASE_URL)
    #[arg(long, global = true, value_name = "ADRESSE", env = "DATABASE_URL", hide_env = true, hide_env_values = true)]
    pub(crate) database: Option<String>,
    /// Ausgabe als JSON
    #[arg(long, global = true)]
    pub(crate) json: bool,
    /// Diese Hilfe zeigen
    #[arg(short = 'h', long, global = true, action = clap::ArgAction::Help)]
    help: Option<bool>,
    /// Version zeigen
    #[arg(short = 'V', long, action = clap::ArgAction::Version)]
    version: Option<bool>,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Portal ausliefern und Aufgaben abarbeiten
    #[command(help_template = TEMPLATE, override_usage = "bildungsraum serve [OPTIONEN]")]
    Serve(Serve),
    /// Nur Aufgaben abarbeiten, ohne Portal
    #[command(help_template = TEMPLATE, override_usage = "bildungsraum work [OPTIONEN]")]
    Work,
    /// Dateien einer Quelle einlesen
    #[command(help_template = TEMPLATE, override_usage = "bildungsraum import [OPTIONEN] <QUELLE> <DATEI>...")]
    Import(Import),
    /// Suchindex neu aufbauen
    #[command(help_template = TEMPLATE, override_usage = "bildungsraum reindex [OPTIONEN]")]
    Reindex,
    /// Datenbank auf den Stand dieser Version bringen
    #[command(help_template = TEMPLATE, override_usage = "bildungsraum migrate [OPTIONEN]")]
    Migrate,
    /// Prüfen, ob Datenbank, Suchindex und Einrichtung in Ordnung sind
    #[command(help_template = TEMPLATE, override_usage = "bildungsraum check [OPTIONEN]")]
    Check,
    /// Sicherung schreiben, auch im laufenden Betrieb
    #[command(help_template = TEMPLATE, override_usage = "bildungsraum backup [OPTIONEN] <ORDNER>")]
    Backup {
        /// Ordner für die Sicherung
        #[arg(help_heading = "Angaben", value_name = "ORDNER")]
        folder: PathBuf,
    },
    /// Sicherung in eine leere Installation zurückspielen
    #[command(help_template = TEMPLATE, override_usage = "bildungsraum restore [OPTIONEN] <SICHERUNG>")]
    Restore {
        /// Sicherungsdatei, oder ein Ordner: dann die neueste darin
        #[arg(help_heading = "Angaben", value_name = "SICHERUNG")]
        from: PathBuf,
    },
    /// Kommune einrichten oder anzeigen
    #[command(help_template = TEMPLATE, override_usage = "bildungsraum kommune [OPTIONEN] [DATEI]")]
    Kommune {
        /// TOML-Datei mit den Angaben; ohne Datei werden die gespeicherten gezeigt
        #[arg(help_heading = "Angaben", value_name = "DATEI")]
        file: Option<PathBuf>,
    },
    /// Beispielregion erzeugen, einlesen und ausliefern
    #[command(help_template = TEMPLATE, override_usage = "bildungsraum demo [OPTIONEN]")]
    Demo(Demo),
}

#[derive(Debug, Args)]
#[command(next_help_heading = "Optionen")]
pub(crate) struct Serve {
    /// Adresse, auf der das Portal antwortet, sonst 127.0.0.1:8080
    #[arg(long, value_name = "ADRESSE", default_value = "127.0.0.1:8080", hide_default_value = true)]
    pub(crate) listen: SocketAddr,
}

#[derive(Debug, Args)]
#[command(next_help_heading = "Optionen")]
pub(crate) struct Import {
    /// Kürzel einer eingerichteten Quelle, oder ein Format: openvhs, openqcat, ical, table, gv100, geonames
    #[arg(help_heading = "Angaben", value_name = "QUELLE")]
    pub(crate) source: String,
    /// Dateien einer Lieferung; zusammen sind sie der ganze Bestand der Quelle
    #[arg(help_heading = "Angaben", value_name = "DATEI", required = true)]
    pub(crate) files: Vec<PathBuf>,
    /// Alles prüfen und berichten, aber nichts speichern
    #[arg(long)]
    pub(crate) dry_run: bool,
    /// Eine Lieferung annehmen, obwohl viele Angebote fehlen
    #[arg(long)]
    pub(crate) accept_loss: bool,
    /// Neue Quelle einrichten: Format der Dateien
    #[arg(long, value_name = "FORMAT")]
    pub(crate) format: Option<String>,
    /// Neue Quelle einrichten: Name der Quelle
    #[arg(long, value_name = "NAME")]
    pub(crate) name: Option<String>,
    /// Neue Quelle einrichten: Anbieter der Angebote, die keinen nennen
    #[arg(long, value_name = "NAME")]
    pub(crate) provider: Option<String>,
    /// Neue Quelle einrichten: Einstellungen als JSON-Datei, zum Beispiel die Spalten einer Tabelle
    #[arg(long, value_name = "DATEI")]
    pub(crate) settings: Option<PathBuf>,
    /// Kürzel der Kommune, wenn es mehrere gibt
    #[arg(long, value_name = "KOMMUNE")]
    pub(crate) kommune: Option<String>,
}

#[derive(Debug, Args)]
#[command(next_help_heading = "Optionen")]
pub(crate) struct Demo {
    /// Anzahl der Angebote, sonst 1.500
    #[arg(long, value_name = "ANZAHL", default_value_t = 1500, hide_default_value = true)]
    pub(crate) offers: usize,
    /// Startwert: derselbe Wert ergibt dieselbe Region, sonst 1
    #[arg(long, value_name = "ZAHL", default_value_t = 1, hide_default_value = true)]
    pub(crate) seed: u64,
    /// Adresse, auf der das Portal antwortet, sonst 127.0.0.1:8080
    #[arg(long, value_name = "ADRESSE", default_value = "127.0.0.1:8080", hide_default_value = true)]
    pub(crate) listen: SocketAddr,
    /// Nur erzeugen und einlesen
    #[arg(long)]
    pub(crate) no_serve: bool,
}

/// Prints help and version as they are, and says in German what is wrong with a call.
pub(crate) fn explain(error: &clap::Error) -> ExitCode {
    if matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion) {
        // A closed pipe is not worth a message.
        let _ = error.print();
        return ExitCode::SUCCESS;
    }
    let context = |kind| error.get(kind).map(ToString::to_string).unwrap_or_default();
    let (argument, value) = (context(ContextKind::InvalidArg), context(ContextKind::InvalidValue));
    let message = match error.kind() {
        ErrorKind::InvalidSubcommand => {
            format!("Den Befehl „{}“ gibt es nicht.", context(ContextKind::InvalidSubcommand))
        }
        ErrorKind::UnknownArgument => format!("Die Angabe „{argument}“ ist hier nicht vorgesehen."),
        ErrorKind::MissingRequiredArgument => format!("Es fehlt: {argument}."),
        ErrorKind::MissingSubcommand | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            "Es fehlt ein Befehl.".to_owned()
        }
        ErrorKind::InvalidValue | ErrorKind::ValueValidation if value.is_empty() => {
            format!("Zu „{argument}“ fehlt ein Wert.")
        }
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => {
            format!("Der Wert „{value}“ passt nicht zu „{argument}“.")
        }
        ErrorKind::ArgumentConflict => format!("Die Angabe „{argument}“ passt nicht zu den übrigen."),
        _ => "Der Aufruf ist nicht verständlich.".to_owned(),
    };
    eprintln!("{message}\nWas möglich ist, zeigt: bildungsraum --help");
    ExitCode::from(2)
}
