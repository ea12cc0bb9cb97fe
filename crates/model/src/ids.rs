//! Typed ids. All are UUIDv7 (RFC 9562 §5.7): sortable by creation, never reused.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// The text is not a UUID of version 7.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not a UUIDv7: {0:?}")]
pub struct InvalidId(pub String);

macro_rules! id {
    ($($(#[$doc:meta])* $name:ident)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(Uuid);

        impl $name {
            /// Builds the id from a Unix time in milliseconds and ten random bytes; both come in through `actions::Ctx`.
            pub fn from_parts(unix_ms: u64, random: [u8; 10]) -> Self {
                Self(uuid::Builder::from_unix_timestamp_millis(unix_ms, &random).into_uuid())
            }

            pub fn as_bytes(&self) -> &[u8; 16] {
                self.0.as_bytes()
            }
        }

        impl FromStr for $name {
            type Err = InvalidId;
            fn from_str(text: &str) -> Result<Self, InvalidId> {
                match Uuid::try_parse(text) {
                    Ok(uuid) if uuid.get_version_num() == 7 => Ok(Self(uuid)),
                    _ => Err(InvalidId(text.chars().take(80).collect())),
                }
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.hyphenated().fmt(f)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!(stringify!($name), "({})"), self.0)
            }
        }
    )*};
}

id! {
    /// A tenant: a Landkreis or Stadt that runs a Bildungsbüro.
    KommuneId
    /// What can be learned.
    OfferId
    /// Who offers it.
    ProviderId
    /// Where it takes place.
    PlaceId
    /// A configured origin of records (one export of one provider or federation).
    SourceId
    /// One file received from a source.
    DeliveryId
    /// One line of the append-only audit log.
    AuditId
    /// One entry of the job queue.
    JobId
    /// One message from a visitor about an offer or a page.
    FeedbackId
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_survives_printing_and_parsing() {
        let id = OfferId::from_parts(1_700_000_000_000, [7; 10]);
        assert_eq!(id.to_string().parse(), Ok(id));
    }

    #[test]
    fn other_uuid_versions_are_refused() {
        assert!("6ba7b810-9dad-11d1-80b4-00c04fd430c8".parse::<OfferId>().is_err());
        assert!("".parse::<OfferId>().is_err());
    }

    #[test]
    fn ids_sort_by_creation() {
        let early = OfferId::from_parts(1_000, [255; 10]);
        let late = OfferId::from_parts(2_000, [0; 10]);
        assert!(early < late && early.to_string() < late.to_string());
    }
}
