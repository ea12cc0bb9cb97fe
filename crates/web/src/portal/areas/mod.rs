//! `/gebiete`: what is known about an area, in one page.

mod commuters;
pub(crate) mod naming;
pub(crate) mod outlines;
pub(crate) mod profile;

pub(crate) use commuters::show as commuters;
pub(crate) use profile::{list, show};
