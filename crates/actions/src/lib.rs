//! Every change of state. One function per change: permit → validate → write → audit → enqueue.
//!
//! In: a [`Ctx`] (who, when, randomness) and what is to change. Out: what became of it. Web handlers, jobs and the command line call the
//! same functions: a job is an action called by the queue instead of a person.
//! Never: SQL (that is `store`), HTTP pages (that is `web`), the clock (it comes in through `Ctx`).
//!
//! Start at [`deliveries`]: the import of a file.

pub mod backup;
pub mod deliveries;
mod error;
pub mod feedback;
pub mod index;
pub mod jobs;
pub mod kommunen;
pub mod offers;
mod places;
pub mod statistics;

use std::fmt;
use std::sync::Arc;

use chrono::{DateTime, NaiveDateTime, Utc};
use chrono_tz::Europe::Berlin;
use serde_json::Value as Json;

use model::ids::KommuneId;
use model::rights::{Actor, Right, permits};

pub use error::Error;

/// Result of an action.
pub type Result<T> = std::result::Result<T, Error>;

/// Who acts, when, and where ids get their randomness.
#[derive(Clone)]
pub struct Ctx {
    pub now: DateTime<Utc>,
    pub actor: Actor,
    random: Random,
}

/// Ten random bytes per call.
pub type Random = Arc<dyn Fn() -> [u8; 10] + Send + Sync>;
/// What time it is.
pub type Clock = Arc<dyn Fn() -> DateTime<Utc> + Send + Sync>;

impl Ctx {
    pub fn new(now: DateTime<Utc>, actor: Actor, random: Random) -> Self {
        Self { now, actor, random }
    }

    /// Local time in Germany, in which offers state their dates.
    pub fn local_now(&self) -> NaiveDateTime {
        local_time(self.now)
    }

    /// A new id, e.g. `ctx.new_id(OfferId::from_parts)`.
    pub fn new_id<Id>(&self, from_parts: impl FnOnce(u64, [u8; 10]) -> Id) -> Id {
        from_parts(self.now.timestamp_millis().max(0) as u64, (self.random)())
    }

    fn permit(&self, right: Right) -> Result<()> {
        if permits(&self.actor, right) { Ok(()) } else { Err(Error::Forbidden(right)) }
    }

    fn audit(&self, action: &str, subject: impl fmt::Display, detail: Json) -> store::audit::Entry {
        store::audit::Entry {
            id: self.new_id(model::ids::AuditId::from_parts),
            at: self.now,
            actor: self.actor.code().to_owned(),
            action: action.to_owned(),
            subject: subject.to_string(),
            detail,
        }
    }
}

impl fmt::Debug for Ctx {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Ctx").field("now", &self.now).field("actor", &self.actor).finish_non_exhaustive()
    }
}

/// The instant as wall-clock time in Germany.
pub fn local_time(instant: DateTime<Utc>) -> NaiveDateTime {
    instant.with_timezone(&Berlin).naive_local()
}

/// What a long-running process needs to act: handed to `web` and to the worker.
#[derive(Clone)]
pub struct Actions {
    pub writer: store::Writer,
    pub clock: Clock,
    pub random: Random,
}

impl Actions {
    pub fn ctx(&self, actor: Actor) -> Ctx {
        Ctx::new((self.clock)(), actor, self.random.clone())
    }

    pub fn visitor(&self, kommune: KommuneId) -> Ctx {
        self.ctx(Actor::Visitor { kommune })
    }
}

impl fmt::Debug for Actions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Actions").finish_non_exhaustive()
    }
}
