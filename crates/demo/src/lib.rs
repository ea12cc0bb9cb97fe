//! Seed → source files. Generates the files of an example region in the real formats of the sources, to be read by the real importers.
//!
//! In: a seed, the number of offers and a day. Out: a list of files and, for each, its bytes through a [`Write`]: the same three values
//! give the same bytes, another day moves dates only. Memory does not grow with the number of offers.
//! Never: files, network, the clock, importers or any other crate of the workspace: what is written here is an honest test of them.
//!
//! The geography is real (Stadt Trier and Landkreis Trier-Saarburg, official facts in `data/`); every provider, offer, address, telephone
//! number and web address is invented: names begin with "Beispiel-", hosts end with `.example`, telephone numbers come from a block that is
//! kept free for fiction.
//!
//! [`statistics`] generates deliveries of official statistics for the same region and its Land: real keys, table codes and layouts, invented
//! values; every file says so.

mod content;
mod dice;
mod draft;
mod facts;
mod formats;
mod providers;
mod schedule;
pub mod statistics;

use std::io::{self, Write};

use chrono::NaiveDate;
use encoding_rs::{Encoding, ISO_8859_15, UTF_8, WINDOWS_1252};
use serde_json::Value;

use content::Theme;
use draft::{Drafts, Pin};
use facts::Facts;
use formats::Out;
use providers::{Format, Kind, Provider};

/// What determines the region.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Options {
    pub seed: u64,
    /// Number of offers in sum over all files.
    pub offers: usize,
    /// The day of the deliveries: offers lie from three weeks before it to nine months after it.
    pub today: NaiveDate,
}

/// Number of offers of the demo.
pub const DEFAULT_OFFERS: usize = 1500;

/// One file of a source.
#[derive(Debug, Clone, PartialEq)]
pub struct DemoFile {
    /// File name without folder, unique in the region.
    pub name: String,
    /// Code of the importer that reads it.
    pub importer: &'static str,
    /// Stable short name of the source: `a-z`, digits and `-`.
    pub source_code: String,
    /// Name of the source for people.
    pub source_name: String,
    /// The provider for records that name none.
    pub provider_name: Option<String>,
    /// Settings of the source for its importer; `null` for none.
    pub settings: Value,
    /// Number of offers in the file.
    pub offers: usize,
}

/// The example Kommune as plain data.
#[derive(Debug, Clone, PartialEq)]
pub struct DemoKommune {
    pub slug: String,
    pub name: String,
    pub region: String,
    /// Official keys of the areas it covers.
    pub areas: Vec<String>,
    pub center: (f64, f64),
    pub operator: DemoOperator,
}

/// Who runs the portal; every text says that it is an example.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DemoOperator {
    pub name: String,
    pub street: String,
    pub plz_and_city: String,
    pub represented_by: String,
    pub email: String,
    pub phone: String,
    pub data_protection_email: String,
    pub enforcement_body: String,
}

/// An example region. Cheap to make: offers come into being while their file is written.
pub struct Region {
    options: Options,
    facts: Facts,
    kinds: Vec<Kind>,
    themes: Vec<Theme>,
    pins: Vec<Pin>,
    providers: Vec<Provider>,
}

impl std::fmt::Debug for Region {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Region").field("options", &self.options).finish_non_exhaustive()
    }
}

const GV100_FILE: &str = "GV100AD_301123.txt";
const GEONAMES_FILE: &str = "geonames-DE.txt";

impl Region {
    pub fn new(options: Options) -> Self {
        let facts = Facts::load();
        let kinds = providers::kinds();
        let providers = providers::roster(&kinds, &facts, options.seed, options.offers);
        Self { options, facts, kinds, themes: content::themes(), pins: content::pins(), providers }
    }

    /// All files in the order in which they are to be imported: areas first.
    pub fn files(&self) -> Vec<DemoFile> {
        let facts = |name: &str, importer, source_name: &str| DemoFile {
            name: name.to_owned(),
            importer,
            source_code: importer.to_owned(),
            source_name: source_name.to_owned(),
            provider_name: None,
            settings: Value::Null,
            offers: 0,
        };
        let mut files = vec![
            facts(GV100_FILE, "gv100", "Gemeindeverzeichnis (Destatis, dl-de/by-2-0)"),
            facts(GEONAMES_FILE, "geonames", "Postleitzahlen (GeoNames, CC BY 4.0)"),
        ];
        files.extend(self.providers.iter().filter(|provider| provider.offers > 0).map(provider_file));
        files
    }

    /// Writes one of [`Region::files`]. The bytes leave in pieces of about 64 kB.
    pub fn write(&self, file: &DemoFile, target: &mut dyn Write) -> io::Result<()> {
        let facts = |target| Out::new(target, UTF_8);
        match file.name.as_str() {
            GV100_FILE => {
                let mut out = facts(target);
                formats::gv100::write(&self.facts.areas, &mut out)?;
                out.finish()
            }
            GEONAMES_FILE => {
                let mut out = facts(target);
                formats::geonames::write(&self.facts.postal, &mut out)?;
                out.finish()
            }
            _ => {
                let provider = self.providers.iter().find(|provider| provider.slug == file.source_code);
                let provider = provider.ok_or_else(|| io::Error::new(io::ErrorKind::NotFound, file.name.clone()))?;
                self.write_offers(provider, target)
            }
        }
    }

    fn write_offers(&self, provider: &Provider, target: &mut dyn Write) -> io::Result<()> {
        let today = self.options.today;
        let mut out = Out::new(target, encoding(provider.format));
        let mut drafts = self.drafts(provider);
        match provider.format {
            Format::Openvhs | Format::Openvhs11 => {
                formats::openvhs::head(provider, today, &mut out);
                drafts.try_for_each(|draft| formats::openvhs::record(&draft, &mut out))?;
                formats::openvhs::foot(&mut out);
            }
            Format::BerlinJson => {
                formats::berlin_json::head(&mut out);
                drafts.try_for_each(|draft| formats::berlin_json::record(&draft, &mut out))?;
                formats::berlin_json::foot(&mut out);
            }
            Format::Openqcat => {
                formats::openqcat::head(provider, today, &mut out);
                drafts.try_for_each(|draft| formats::openqcat::record(&draft, &mut out))?;
                formats::openqcat::foot(&mut out);
            }
            Format::Ical => {
                formats::ical::head(provider, &mut out);
                drafts.try_for_each(|draft| formats::ical::record(&draft, today, &mut out))?;
                formats::ical::foot(&mut out);
            }
            Format::Csv => {
                formats::table::csv_head(provider, today, &mut out);
                drafts.try_for_each(|draft| formats::table::csv_record(&draft, &mut out))?;
            }
            Format::Xlsx => out.write_bytes(&formats::table::xlsx(provider, today, drafts)?)?,
        }
        out.finish()
    }

    /// As many offers as the region has in a single Open-vhs file: the corpus for measuring import, beside a plain XML parser.
    pub fn write_as_one_openvhs(&self, target: &mut dyn Write) -> io::Result<()> {
        let Some(first) = self.providers.first() else { return Ok(()) };
        let corpus = Provider { offers: self.options.offers, ..first.clone() };
        self.write_offers(&corpus, target)
    }

    fn drafts<'a>(&'a self, provider: &'a Provider) -> Drafts<'a> {
        let kind = &self.kinds[provider.kind];
        let mut pool = Vec::new();
        for theme in self.themes.iter().filter(|theme| theme.offered_by.iter().any(|tag| kind.tags.contains(tag))) {
            pool.extend(std::iter::repeat_n(theme, theme.weight));
        }
        let pins = self.pins.iter().filter(|pin| pin.kind == kind.code);
        let pins =
            pins.filter_map(|pin| Some((pin, self.themes.iter().find(|theme| theme.code == pin.theme)?))).collect();
        Drafts { seed: self.options.seed, today: self.options.today, provider, pool, pins, index: 0, order: Vec::new() }
    }

    /// The Kommune whose portal shows the region.
    pub fn kommune(&self) -> DemoKommune {
        DemoKommune {
            slug: "beispielregion".to_owned(),
            name: "Bildungsportal Beispielregion".to_owned(),
            region: "Trier und Trier-Saarburg".to_owned(),
            areas: vec!["07211".to_owned(), "07235".to_owned()],
            center: (49.7, 6.66),
            operator: DemoOperator {
                name: "Beispiel-Bildungsbüro (Vorführung, kein Angebot einer Behörde)".to_owned(),
                street: "Beispielstraße 1".to_owned(),
                plz_and_city: "54290 Trier".to_owned(),
                represented_by: "Alex Beispiel, Leitung des Beispiel-Bildungsbüros".to_owned(),
                email: "bildungsbuero@beispielregion.example".to_owned(),
                phone: "0221 4710-999".to_owned(),
                data_protection_email: "datenschutz@beispielregion.example".to_owned(),
                enforcement_body:
                    "Beispiel-Durchsetzungsstelle des Landes (hier nennt der Betreiber die zuständige Stelle)"
                        .to_owned(),
            },
        }
    }
}

fn encoding(format: Format) -> &'static Encoding {
    match format {
        Format::Openqcat => ISO_8859_15,
        Format::Csv => WINDOWS_1252,
        _ => UTF_8,
    }
}

fn provider_file(provider: &Provider) -> DemoFile {
    let (importer, extension) = match provider.format {
        Format::Openvhs | Format::Openvhs11 => ("openvhs", "xml"),
        Format::BerlinJson => ("openvhs", "json"),
        Format::Openqcat => ("openqcat", "xml"),
        Format::Ical => ("ical", "ics"),
        Format::Csv => ("table", "csv"),
        Format::Xlsx => ("table", "xlsx"),
    };
    DemoFile {
        name: format!("{}.{extension}", provider.slug),
        importer,
        source_code: provider.slug.clone(),
        source_name: provider.name.clone(),
        provider_name: Some(provider.name.clone()),
        settings: match provider.format {
            Format::Csv => formats::table::csv_settings(),
            Format::Xlsx => formats::table::xlsx_settings(),
            _ => Value::Null,
        },
        offers: provider.offers,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Dated ones, per offer of all formats: OPENQCAT gives spans with times in words.
    #[test]
    fn the_region_has_ten_meetings_per_offer() {
        let today = NaiveDate::from_ymd_opt(2026, 11, 22).unwrap();
        for offers in [1500, 4000, 20_000] {
            let region = Region::new(Options { seed: 1, offers, today });
            let drafts = region.providers.iter().flat_map(|provider| region.drafts(provider));
            let (mut count, mut meetings, mut themes) = (0, 0, std::collections::HashSet::new());
            for draft in drafts {
                count += 1;
                if draft.provider.format != Format::Openqcat {
                    meetings += draft.schedule.meetings.len();
                }
                themes.insert(draft.theme.code.clone());
            }
            assert_eq!(count, offers);
            let average = meetings as f64 / offers as f64;
            assert!((9.0..11.0).contains(&average), "{offers}: {average}");
            assert!(themes.len() >= 250, "{offers}: {} themes", themes.len());
        }
    }
}
