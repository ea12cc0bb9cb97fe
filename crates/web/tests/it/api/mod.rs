//! `/api/v1`.

mod offers;
mod openapi;
