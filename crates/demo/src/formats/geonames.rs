//! Postal codes in the layout of GeoNames: twelve columns separated by tabulators, no header.

use std::io;

use super::Out;
use crate::facts::PostalRow;

pub(crate) fn write(rows: &[PostalRow], out: &mut Out<'_>) -> io::Result<()> {
    for row in rows {
        // country, plz, place, Land and its code, Regierungsbezirk and its code, Kreis and its key, latitude, longitude, accuracy
        let PostalRow { plz, name, kreis_name, kreis, lat, lon } = row;
        out.push(&format!("DE\t{plz}\t{name}\tRheinland-Pfalz\tRP\t\t00\t{kreis_name}\t{kreis}\t{lat}\t{lon}\t4\n"));
        out.flow()?;
    }
    Ok(())
}
