//! Who may do what. Decided here, enforced in `actions` and listed against every route in `web/tests/rights.txt`.

use serde::{Deserialize, Serialize};

use crate::ids::KommuneId;

/// Who asks. Accounts of people come with the office; until then there are three actors.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Actor {
    /// A visitor of the portal of one Kommune; nobody is signed in.
    Visitor { kommune: KommuneId },
    /// A person with a shell on the server.
    CommandLine,
    /// A job taken from the queue.
    Job,
}

impl Actor {
    pub fn code(&self) -> &'static str {
        match self {
            Self::Visitor { .. } => "visitor",
            Self::CommandLine => "command_line",
            Self::Job => "job",
        }
    }
}

/// One kind of change. Reads of published things need no right.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Right {
    ImportDeliveries,
    ManageKommunen,
    ExpireOffers,
    SendFeedback,
    RebuildIndex,
}

impl Right {
    pub const ALL: [Self; 5] =
        [Self::ImportDeliveries, Self::ManageKommunen, Self::ExpireOffers, Self::SendFeedback, Self::RebuildIndex];
}

/// The whole table of rights.
pub fn permits(actor: &Actor, right: Right) -> bool {
    match actor {
        Actor::CommandLine | Actor::Job => true,
        Actor::Visitor { .. } => right == Right::SendFeedback,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_visitor_may_only_send_feedback() {
        let visitor = Actor::Visitor { kommune: KommuneId::from_parts(1, [0; 10]) };
        let allowed: Vec<_> = Right::ALL.into_iter().filter(|right| permits(&visitor, *right)).collect();
        assert_eq!(allowed, [Right::SendFeedback]);
    }
}
