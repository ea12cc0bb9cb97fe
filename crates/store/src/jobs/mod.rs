//! The job queue: a worker leases a job, and a lease that runs out (a killed worker) gives it to the next.

use chrono::{DateTime, Utc};
use serde_json::Value as Json;

use model::ids::{JobId, KommuneId};

use crate::db::{Row, Scope, Transaction, to_document, values};
use crate::error::Result;

#[derive(Debug, Clone, PartialEq)]
pub struct Job {
    pub id: JobId,
    pub kommune: KommuneId,
    pub kind: String,
    pub payload: Json,
    /// Times it was started, this one included.
    pub attempts: u32,
}

impl Scope {
    pub async fn list_unfinished_jobs(&self) -> Result<Vec<Job>> {
        let rows = self.db.fetch_all(include_str!("list_unfinished.sql"), values![self.kommune]).await?;
        rows.iter().map(job).collect()
    }
}

fn job(row: &Row) -> Result<Job> {
    Ok(Job {
        kommune: row.parsed(0, "KommuneId")?,
        id: row.parsed(1, "JobId")?,
        kind: row.text(2)?,
        payload: row.document(3, "job payload")?,
        attempts: row.integer(4)? as u32,
    })
}

/// What is to be put into the queue.
#[derive(Debug, Clone)]
pub struct NewJob {
    pub id: JobId,
    pub kind: &'static str,
    pub payload: Json,
    /// An unfinished job with the same key already does the work; then nothing is inserted.
    pub unique_key: String,
    pub run_at: DateTime<Utc>,
}

pub async fn enqueue(transaction: &mut Transaction, kommune: KommuneId, job: &NewJob) -> Result<()> {
    transaction.execute(include_str!("enqueue.sql"), new_row(kommune, job)).await?;
    Ok(())
}

/// Queues the job unless one with its key was ever queued: for regular jobs whose key names the day.
pub async fn enqueue_once(transaction: &mut Transaction, kommune: KommuneId, job: &NewJob) -> Result<()> {
    transaction.execute(include_str!("enqueue_once.sql"), new_row(kommune, job)).await?;
    Ok(())
}

fn new_row(kommune: KommuneId, job: &NewJob) -> Vec<crate::db::Value> {
    let payload = to_document(&job.payload);
    values![kommune, job.id, job.kind, payload, job.unique_key.as_str(), instant(job.run_at)]
}

/// Leases the next due job until `lease_until`. Jobs of all Kommunen wait in one queue; each names its own.
pub async fn claim(
    transaction: &mut Transaction,
    now: DateTime<Utc>,
    lease_until: DateTime<Utc>,
) -> Result<Option<Job>> {
    let sql = transaction.choose(include_str!("claim.sqlite.sql"), include_str!("claim.postgres.sql"));
    let row = transaction.fetch_optional(sql, values![instant(now), instant(lease_until)]).await?;
    row.as_ref().map(job).transpose()
}

/// Done, or given up with `error`.
pub async fn finish(transaction: &mut Transaction, job: &Job, now: DateTime<Utc>, error: Option<String>) -> Result<()> {
    let row = values![job.kommune, job.id, instant(now), error];
    transaction.execute(include_str!("finish.sql"), row).await?;
    Ok(())
}

pub async fn retry(transaction: &mut Transaction, job: &Job, run_at: DateTime<Utc>, error: String) -> Result<()> {
    transaction.execute(include_str!("retry.sql"), values![job.kommune, job.id, instant(run_at), error]).await?;
    Ok(())
}

/// One width for all times, so that text order is time order.
fn instant(time: DateTime<Utc>) -> String {
    time.format("%Y-%m-%dT%H:%M:%S%.6fZ").to_string()
}
