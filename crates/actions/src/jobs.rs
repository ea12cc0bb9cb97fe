//! The worker: takes due jobs from the queue and calls the action each one names.

use chrono::{Duration, NaiveTime, TimeZone as _, Utc};
use chrono_tz::Europe::Berlin;
use serde_json::json;

use model::ids::JobId;
use model::rights::Actor;
use store::jobs::{Job, NewJob};

use crate::{Actions, Ctx, Result};

/// Marks offers whose last day has passed; once a day per Kommune.
pub const EXPIRE_OFFERS: &str = "expire_offers";

const LEASE: Duration = Duration::minutes(10);
const ATTEMPTS: u32 = 5;

/// Queues today's regular jobs of every Kommune (done or queued already: nothing happens). Call it now and then.
pub async fn schedule(actions: &Actions) -> Result<()> {
    let ctx = actions.ctx(Actor::Job);
    let today = ctx.local_now().date();
    // Shortly after midnight in Germany, when the day's last meetings are over.
    let local = today.and_time(NaiveTime::from_hms_opt(0, 5, 0).expect("00:05 exists"));
    let run_at = Berlin.from_local_datetime(&local).earliest().map_or(ctx.now, |time| time.with_timezone(&Utc));
    for kommune in actions.writer.reader().list_kommunen().await? {
        let job = NewJob {
            id: ctx.new_id(JobId::from_parts),
            kind: EXPIRE_OFFERS,
            payload: json!({ "day": today }),
            unique_key: format!("{EXPIRE_OFFERS}:{today}"),
            run_at,
        };
        let mut transaction = actions.writer.begin().await?;
        store::jobs::enqueue_once(&mut transaction, kommune.id, &job).await?;
        transaction.commit().await?;
    }
    Ok(())
}

/// Runs one due job, if there is one. A job that fails is tried again with growing pauses and given up after five attempts.
pub async fn run_next(actions: &Actions) -> Result<Option<Job>> {
    let ctx = actions.ctx(Actor::Job);
    let mut transaction = actions.writer.begin().await?;
    let job = store::jobs::claim(&mut transaction, ctx.now, ctx.now + LEASE).await?;
    transaction.commit().await?;
    let Some(job) = job else { return Ok(None) };
    let result = run(&ctx, actions, &job).await;
    let now = (actions.clock)();
    let mut transaction = actions.writer.begin().await?;
    match result {
        Ok(()) => store::jobs::finish(&mut transaction, &job, now, None).await?,
        Err(error) if job.attempts < ATTEMPTS => {
            let pause = Duration::minutes(1 << job.attempts);
            store::jobs::retry(&mut transaction, &job, now + pause, error.to_string()).await?;
        }
        Err(error) => store::jobs::finish(&mut transaction, &job, now, Some(error.to_string())).await?,
    }
    transaction.commit().await?;
    Ok(Some(job))
}

async fn run(ctx: &Ctx, actions: &Actions, job: &Job) -> Result<()> {
    match job.kind.as_str() {
        EXPIRE_OFFERS => crate::offers::expire(ctx, &actions.writer, job.kommune).await.map(|_| ()),
        other => Err(crate::Error::Invalid(format!("Unbekannte Aufgabe „{other}“."))),
    }
}
