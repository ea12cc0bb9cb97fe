//! Gemeindeverzeichnis (GV-ISys) of the Statistische Ämter.
//!
//! | | |
//! |---|---|
//! | Publisher | Statistisches Bundesamt; quarterly and yearly, free reuse with the source named |
//! | Forms read | GV100AD: fixed width, 220 columns, one line per area (`.txt`, `.gz`, `.zip`, told apart by content); the workbook "Auszug aus dem Gemeindeverzeichnis" (`.xlsx`), which adds the middle of each Gemeinde |
//! | Encodings | UTF-8, ISO-8859-1, CP 850; columns count characters |
//! | Out | [`Area`](model::areas::Area) for Land, Kreis, Gemeindeverband, Gemeinde, with the Gebietsstand as `valid_from` |
//! | Settings | none |
//! | Outcome | full |
//!
//! Columns of GV100AD (1-based): 1–2 Satzart, 3–10 Gebietsstand, 11–18 key (Land 2, Regierungsbezirk 1, Kreis 2, Gemeinde 3), 19–22
//! Gemeindeverband, 23–72 name, 73–122 seat, 123–124 Textkennzeichen, 129–139 hectares, 140–150 population, 151–161 of it male,
//! 166–170 PLZ of the administration.
//!
//! Decisions:
//! - Satzart 20 (Regierungsbezirk) and 30 (Region) are read but give no area: the model has no such level.
//! - Satzart 50 with Textkennzeichen 50 is a Gemeinde without Verband (or a gemeindefreies Gebiet) listed once more as its own
//!   Verband. It gives no area, and the Gemeinde gets no `verband`.
//! - Gemeindefreie Gebiete (Textkennzeichen 66, 67) are areas as every Gemeinde, with the population the file gives: zero.
//! - The title after the first comma is kept as the file has it ("Stadt", in Bavaria "St", "M", "GKSt"); in names of Verbände a comma
//!   also separates members, so that only a part ending in "Stadt" is a title there.

mod map;
mod read;
#[cfg(test)]
mod tests;

use model::issue::Severity;

use crate::issues::{Delivery, Spot};
use crate::{Importer, Input, Item, Outcome};

pub(crate) use read::decode as decode_dos_or_latin;

#[derive(Debug)]
pub struct Gv100;

impl Importer for Gv100 {
    fn code(&self) -> &'static str {
        "gv100"
    }

    fn read(&self, input: Input<'_>, sink: &mut dyn FnMut(Item)) -> Outcome {
        let mut delivery = Delivery::new(input.file, sink);
        let mut mapper = map::Mapper::default();
        let failure = read::read_delivery(input.bytes, &mut |entry| mapper.accept(entry, &mut delivery))
            .err()
            .or_else(|| (mapper.areas() == 0).then_some(read::Failure::NothingFound));
        if let Some(failure) = &failure {
            let (code, mut message, hint) = failure.describe();
            if mapper.areas() > 0 {
                message.push_str(" Was davor stand, ist übernommen.");
            }
            delivery.issue(code, Severity::Fatal, Spot::default(), message, hint);
        }
        delivery.finish();
        if failure.is_none() { Outcome::Full } else { Outcome::Broken }
    }
}
