//! Offers → what leaves the portal in a format of its own: calendars, feeds, linked data, sitemaps, QR codes, texts to share.
//!
//! In: model values, absolute addresses, and words that the caller has translated. Out: finished text.
//! Never: the database, HTTP, the clock, German or English sentences of its own (they come from `locale/` through the caller);
//! only [`charts`] bring the words of statistical signs and the sentence about a series, whose grammar follows from the numbers.

pub mod address;
pub mod atom;
pub mod charts;
pub mod embed;
pub mod ical;
pub mod jsonld;
pub mod local_time;
pub mod map;
pub mod qr;
pub mod robots;
pub mod share;
pub mod sitemap;
pub mod tables;
pub mod xml;

#[cfg(test)]
mod sample;
