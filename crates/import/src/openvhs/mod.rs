//! Open-vhs: the exchange format of the German Volkshochschulen, as XML (0.9 to 1.2) and in the JSON dialect of Berlin.
//!
//! Publisher: Deutscher Volkshochschul-Verband; written by KuferSQL, cmxOrganize, Lissy.net, VHS-IT and others.
//! Delivery: always the full stock, usually nightly; what is missing is withdrawn.
//! Identity: `guid` (a UUID or any text). `nummer` is printed in programmes and not unique.
//! Layout: root `veranstaltungen` (namespace on the root only, or none), `export` with the creator, then one `veranstaltung` per run with
//! all its `termin`. In JSON the same names, everything text, one object where a list of one is meant, `ortetermine` beside the flat fields.
//! Read: only what [`map`] names. `dozent`, `ansprechperson` and `buchung` hold personal data and never enter.
//! Licence of data: set by each vhs; Berlin publishes under CC BY.

mod map;
mod read;

use crate::{Importer, Input, Item, Outcome};

/// See the module.
#[derive(Debug)]
pub struct OpenVhs;

impl Importer for OpenVhs {
    fn code(&self) -> &'static str {
        "openvhs"
    }

    fn read(&self, input: Input<'_>, sink: &mut dyn FnMut(Item)) -> Outcome {
        read::read(input, sink)
    }
}

#[cfg(test)]
mod tests;
