//! `/gebiete`: what is known about an area, in one page.

pub(crate) mod naming;
pub(crate) mod outlines;
mod profile;

pub(crate) use profile::{list, show};
