//! The command line, in German.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::error::{ContextKind, ErrorKind};
use clap::{Args, Parser, Subcommand};
use model::statistics::ReleaseLevel;

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
    /// Prüfen, ob Datenbank, Suchindex und Einrichtung in Ordnung sind; mit „data“: Auffälligkeiten in den Zahlen
    #[command(help_template = TEMPLATE, override_usage = "bildungsraum check [OPTIONEN] [data]")]
    Check(Check),
    /// Gelieferte Werte zeigen, jeden mit seiner Herkunft
    #[command(help_template = TEMPLATE, override_usage = "bildungsraum observations [OPTIONEN] --dataset <TABELLE>")]
    Observations(Observations),
    /// Eine Kennzahl für ein Gebiet berechnen
    #[command(help_template = TEMPLATE, override_usage = "bildungsraum kennzahl [OPTIONEN] <CODE> --area <SCHLÜSSEL>")]
    Kennzahl(Kennzahl),
    /// Zeigen, woher eine Zahl kommt: Formel, Werte, Lieferung, Datei, Zeile
    #[command(help_template = TEMPLATE, override_usage = "bildungsraum trace [OPTIONEN] <CODE> --area <SCHLÜSSEL> --year <JAHR>")]
    Trace(Trace),
    /// Lieferungen von Statistiken zeigen, annehmen oder wiederherstellen
    #[command(help_template = TEMPLATE, override_usage = "bildungsraum deliveries [OPTIONEN] [LIEFERUNG]")]
    Deliveries(Deliveries),
    /// Tabellen der Statistik zeigen, und wer sie sehen darf
    Datasets(Datasets),
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
    /// Kürzel einer eingerichteten Quelle, oder ein Format: openvhs, openqcat, ical, table, gv100, geonames, boundaries, crosswalk; für
    /// Zahlen: statistics
    #[arg(help_heading = "Angaben", value_name = "QUELLE")]
    pub(crate) source: String,
    /// Dateien einer Lieferung; zusammen sind sie der ganze Bestand der Quelle
    #[arg(help_heading = "Angaben", value_name = "DATEI", required = true)]
    pub(crate) files: Vec<PathBuf>,
    /// Alles prüfen und berichten, aber nichts speichern
    #[arg(long)]
    pub(crate) dry_run: bool,
    /// Eine Lieferung annehmen, die sonst zurückgehalten wird
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
    /// Eigene Statistik: nichts einlesen, sondern einen Vorschlag für die Zuordnung der Spalten in diese Datei schreiben
    #[arg(long, value_name = "DATEI", conflicts_with = "settings")]
    pub(crate) propose: Option<PathBuf>,
    /// Eigene Statistik: Kürzel der Tabelle
    #[arg(long, value_name = "TABELLE")]
    pub(crate) dataset: Option<String>,
    /// Statistik: wer sie sehen darf (intern, verwaltung, oeffentlich)
    #[arg(long, value_name = "STUFE", value_parser = release_level)]
    pub(crate) release: Option<ReleaseLevel>,
    /// Kürzel der Kommune, wenn es mehrere gibt
    #[arg(long, value_name = "KOMMUNE")]
    pub(crate) kommune: Option<String>,
}

#[derive(Debug, Args)]
#[command(next_help_heading = "Optionen")]
pub(crate) struct Check {
    /// „data“ für die Zahlen, sonst die Installation
    #[arg(help_heading = "Angaben", value_name = "WAS", value_parser = ["data"], hide_possible_values = true)]
    pub(crate) what: Option<String>,
    #[command(flatten)]
    pub(crate) of: Of,
}

/// Whose data.
#[derive(Debug, Args)]
pub(crate) struct Of {
    /// Kürzel der Kommune, wenn es mehrere gibt
    #[arg(long, value_name = "KOMMUNE")]
    pub(crate) kommune: Option<String>,
}

#[derive(Debug, Args)]
#[command(next_help_heading = "Optionen")]
pub(crate) struct Observations {
    /// Code der Tabelle, zum Beispiel 21111-02-06-4
    #[arg(long, value_name = "TABELLE")]
    pub(crate) dataset: String,
    /// Nur dieses Gebiet
    #[arg(long, value_name = "SCHLÜSSEL")]
    pub(crate) area: Option<String>,
    /// Nur dieser Zeitraum, zum Beispiel 2023 oder 2023-12-31
    #[arg(long, value_name = "ZEIT")]
    pub(crate) period: Option<String>,
    /// Nur diese Lieferung, so wie sie kam
    #[arg(long, value_name = "LIEFERUNG")]
    pub(crate) delivery: Option<String>,
    #[command(flatten)]
    pub(crate) of: Of,
}

#[derive(Debug, Args)]
#[command(next_help_heading = "Optionen")]
pub(crate) struct Kennzahl {
    /// Code der Kennzahl, zum Beispiel D.02
    #[arg(help_heading = "Angaben", value_name = "CODE")]
    pub(crate) code: String,
    /// Schlüssel des Gebiets
    #[arg(long, value_name = "SCHLÜSSEL")]
    pub(crate) area: String,
    /// Erstes Jahr
    #[arg(long, value_name = "JAHR")]
    pub(crate) from: Option<i32>,
    /// Letztes Jahr
    #[arg(long, value_name = "JAHR")]
    pub(crate) to: Option<i32>,
    #[command(flatten)]
    pub(crate) of: Of,
}

#[derive(Debug, Args)]
#[command(next_help_heading = "Optionen")]
pub(crate) struct Trace {
    /// Code der Kennzahl, zum Beispiel D.02
    #[arg(help_heading = "Angaben", value_name = "CODE")]
    pub(crate) code: String,
    /// Schlüssel des Gebiets
    #[arg(long, value_name = "SCHLÜSSEL")]
    pub(crate) area: String,
    /// Jahr
    #[arg(long, value_name = "JAHR")]
    pub(crate) year: i32,
    #[command(flatten)]
    pub(crate) of: Of,
}

#[derive(Debug, Args)]
#[command(next_help_heading = "Optionen")]
pub(crate) struct Deliveries {
    /// Eine Lieferung genauer
    #[arg(help_heading = "Angaben", value_name = "LIEFERUNG")]
    pub(crate) delivery: Option<String>,
    /// Nur diese Tabelle
    #[arg(long, value_name = "TABELLE")]
    pub(crate) dataset: Option<String>,
    /// Diese Lieferung annehmen oder wiederherstellen: sie zählt ab jetzt als neueste
    #[arg(long, requires = "delivery")]
    pub(crate) restore: bool,
    /// Die Datei schreiben, wie sie angekommen ist
    #[arg(long, value_name = "DATEI", requires = "delivery")]
    pub(crate) original: Option<PathBuf>,
    /// Eine Auffälligkeit der Lieferung mit --because als richtig kennzeichnen
    #[arg(long, value_name = "NUMMER", requires = "delivery", requires = "because")]
    pub(crate) accept_finding: Option<u64>,
    /// Warum der Wert stimmt
    #[arg(long, value_name = "GRUND")]
    pub(crate) because: Option<String>,
    #[command(flatten)]
    pub(crate) of: Of,
}

#[derive(Debug, Args)]
#[command(next_help_heading = "Optionen")]
pub(crate) struct Datasets {
    /// Nur diese Tabelle
    #[arg(help_heading = "Angaben", value_name = "TABELLE")]
    pub(crate) dataset: Option<String>,
    /// Wer sie ab jetzt sehen darf: intern, verwaltung oder oeffentlich
    #[arg(long, value_name = "STUFE", value_parser = release_level, requires = "dataset")]
    pub(crate) release: Option<ReleaseLevel>,
    #[command(flatten)]
    pub(crate) of: Of,
}

fn release_level(text: &str) -> Result<ReleaseLevel, String> {
    let all = [ReleaseLevel::Intern, ReleaseLevel::Verwaltung, ReleaseLevel::Oeffentlich];
    let plain = text.to_lowercase().replace('ö', "oe");
    all.into_iter().find(|level| level.code() == plain).ok_or_else(|| "keine Freigabestufe".to_owned())
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
