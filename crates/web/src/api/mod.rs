//! `/api/v1`: the same searches as the pages, as JSON, for everybody and from every site.
//!
//! In: the parameters of the page ([`crate::params`]), strictly: what cannot be used is refused and named. Out: [`schema`], described
//! by `/api/v1/openapi.json`. Never: anything that changes state, the stored form of a record.

mod areas;
mod convert;
pub mod kennzahlen;
pub mod offers;
pub mod openapi;
mod parameters;
pub mod problem;
mod providers;
mod respond;
pub mod schema;

pub use areas::list as list_areas;
pub use providers::list as list_providers;
pub use respond::cors;
