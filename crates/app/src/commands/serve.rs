//! `bildungsraum serve` and `work`: the portal, the worker, and the index that follows the store.

use std::net::SocketAddr;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context as _;
use tokio::net::TcpListener;
use tokio::sync::watch;

use actions::Actions;
use search::index::Index;
use store::Reader;

use crate::cli;
use crate::installation::Installation;
use crate::output;

/// How often the index looks for changes of other processes.
const INDEX_INTERVAL: Duration = Duration::from_secs(1);
const JOB_INTERVAL: Duration = Duration::from_secs(5);
/// How often the tables of places are read again.
const GAZETTEER_INTERVAL: Duration = Duration::from_mins(2);
/// How long requests in progress may take after the signal to stop.
const GRACE: Duration = Duration::from_secs(10);

pub(crate) async fn run(place: &cli::Place, arguments: cli::Serve) -> anyhow::Result<ExitCode> {
    let installation = Installation::open(place).await?;
    serve(&installation, arguments.listen, place.json).await
}

pub(crate) async fn serve(installation: &Installation, listen: SocketAddr, json: bool) -> anyhow::Result<ExitCode> {
    let listener = TcpListener::bind(listen).await?;
    let address = listener.local_addr()?;
    installation.kommune(None).await.ok();
    let index = installation.index()?;
    let reader = installation.store.reader();
    if index.needs_rebuild() {
        output::note("Der Suchindex wird neu aufgebaut.");
        actions::index::rebuild(&installation.ctx(), &reader, &index).await?;
    }
    actions::index::load_gazetteers(&reader, &index).await?;
    let actions = installation.actions();
    let app = web::App {
        reader: reader.clone(),
        index: index.clone(),
        actions: actions.clone(),
        warehouse: Arc::default(),
        clock: Arc::clone(&actions.clock),
    };
    let (stop, stopped) = watch::channel(false);
    let background = [
        tokio::spawn(follow_store(reader.clone(), index, stopped.clone())),
        tokio::spawn(work_off(actions, stopped.clone())),
    ];
    if json {
        output::say_json(&serde_json::json!({ "address": format!("http://{address}") }))?;
    } else {
        output::say(format!("Das Portal ist bereit:\nhttp://{address}"));
    }
    let mut closing = stopped.clone();
    let server = tokio::spawn(web::serve(listener, app, async move {
        // An error means that the sender is gone, which is a stop as well.
        let _ = closing.wait_for(|stop| *stop).await;
    }));
    stop_signal().await?;
    stop.send(true).ok();
    match tokio::time::timeout(GRACE, server).await {
        Ok(ended) => ended.context("Der Dienst wurde unerwartet beendet.")??,
        Err(_) => tracing::warn!("open connections were closed"),
    }
    for task in background {
        task.await.context("Eine Hintergrundaufgabe wurde unerwartet beendet.")?;
    }
    Ok(ExitCode::SUCCESS)
}

pub(crate) async fn work(place: &cli::Place) -> anyhow::Result<ExitCode> {
    let installation = Installation::open(place).await?;
    let (stop, stopped) = watch::channel(false);
    let worker = tokio::spawn(work_off(installation.actions(), stopped));
    output::note("Aufgaben werden abgearbeitet. Beenden mit Strg+C.");
    stop_signal().await?;
    stop.send(true).ok();
    worker.await.context("Die Abarbeitung wurde unerwartet beendet.")?;
    Ok(ExitCode::SUCCESS)
}

/// Applies what other processes and requests have changed.
async fn follow_store(reader: Reader, index: Index, mut stopped: watch::Receiver<bool>) {
    let mut gazetteer = tokio::time::interval(GAZETTEER_INTERVAL);
    gazetteer.reset();
    let mut changes = tokio::time::interval(INDEX_INTERVAL);
    loop {
        tokio::select! {
            _ = stopped.changed() => return,
            _ = changes.tick() => {
                match actions::index::catch_up(&reader, &index).await {
                    // Somebody else writes; what they commit is read here.
                    Ok(0) | Err(actions::Error::IndexBusy) => {
                        if let Err(error) = index.reload() {
                            tracing::warn!(?error, "the index could not be read again");
                        }
                    }
                    Ok(records) => {
                        tracing::info!(records, "index caught up");
                        log_failure(actions::index::load_gazetteers(&reader, &index).await);
                    }
                    Err(error) => tracing::warn!(?error, "the index could not catch up"),
                }
            }
            _ = gazetteer.tick() => log_failure(actions::index::load_gazetteers(&reader, &index).await),
        }
    }
}

fn log_failure(result: actions::Result<()>) {
    if let Err(error) = result {
        tracing::warn!(?error, "the tables of places could not be read");
    }
}

async fn work_off(actions: Actions, mut stopped: watch::Receiver<bool>) {
    let mut tick = tokio::time::interval(JOB_INTERVAL);
    loop {
        tokio::select! {
            _ = stopped.changed() => return,
            _ = tick.tick() => {
                if let Err(error) = actions::jobs::schedule(&actions).await {
                    tracing::warn!(?error, "regular jobs could not be queued");
                }
                loop {
                    match actions::jobs::run_next(&actions).await {
                        Ok(Some(job)) => tracing::info!(kind = job.kind, "job done"),
                        Ok(None) => break,
                        Err(error) => {
                            tracing::warn!(?error, "job queue");
                            break;
                        }
                    }
                }
            }
        }
    }
}

/// Ctrl+C or the signal with which services are stopped.
async fn stop_signal() -> anyhow::Result<()> {
    let mut terminate = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate())?;
    tokio::select! {
        result = tokio::signal::ctrl_c() => result?,
        _ = terminate.recv() => {}
    }
    Ok(())
}
