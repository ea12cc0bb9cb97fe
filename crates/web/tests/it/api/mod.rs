//! `/api/v1`.

mod kennzahlen;
mod offers;
mod openapi;
