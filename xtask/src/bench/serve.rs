//! The server with the benchmark region: start, memory, load, weight of the results page.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use anyhow::{Result, ensure};

use super::queries::{self, Question};
use super::service::Service;
use super::stats::Times;

/// Connections that ask at the same time, on the same cores as the server.
const CONNECTIONS: usize = 4;
const LOAD: Duration = Duration::from_secs(20);
/// What browsers accept.
const ENCODINGS: &str = "gzip, br";

pub(super) fn measure() -> Result<String> {
    let binary = super::binary()?;
    let data = super::region(&binary)?;
    let mut ready = Vec::new();
    for _ in 0..5 {
        ready.push(Service::start(&binary, &data)?.ready_after);
    }
    let ready = Times::new(ready).expect("five starts were measured");
    let service = Service::start(&binary, &data)?;
    let (idle, _) = service.memory()?;
    let paths: Vec<String> =
        queries::all().iter().map(Question::address).map(|query| format!("/angebote?{query}")).collect();
    let warm_up = load(&service, &paths, Duration::from_secs(5))?;
    let measured = load(&service, &paths, LOAD)?;
    let (_, peak) = service.memory()?;
    ensure!(warm_up.failed + measured.failed == 0, "{} requests failed", warm_up.failed + measured.failed);
    let times = Times::new(measured.times).expect("requests were measured");
    let weights = weights(&service)?;

    let mut text = format!(
        "{} offers, index present. Load: {CONNECTIONS} connections, results page (HTML, compressed) for 200 different addresses in turn, \
         {} s after 5 s of warming up; client and server share the cores. The client is part of `xtask`.\n\n\
         | | |\n|---|---|\n\
         | ready after (median of 5 starts) | {:.2} s |\n\
         | memory when ready | {idle:.0} MB RSS |\n\
         | memory at its highest, after the load | {peak:.0} MB RSS |\n\
         | requests per second | {:.0} |\n\
         | p50 | {:.1} ms |\n\
         | p99 | {:.1} ms |\n\n\
         Results page without map, as transferred:\n\n| | bytes |\n|---|---|\n",
        super::OFFERS,
        LOAD.as_secs(),
        ready.percentile(50).as_secs_f64(),
        times_per_second(measured.requests, measured.time),
        times.milliseconds(50),
        times.milliseconds(99),
    );
    for (path, bytes) in &weights {
        text.push_str(&format!("| `{path}` | {bytes} |\n"));
    }
    text.push_str(&format!("| together | {} |\n", weights.iter().map(|(_, bytes)| bytes).sum::<usize>()));
    Ok(text)
}

struct Load {
    times: Vec<Duration>,
    requests: usize,
    failed: usize,
    time: Duration,
}

/// Asks for the paths in turn, from several connections at once.
fn load(service: &Service, paths: &[String], duration: Duration) -> Result<Load> {
    let next = AtomicUsize::new(0);
    let begin = Instant::now();
    let parts = std::thread::scope(|scope| {
        let ask = || -> Result<(Vec<Duration>, usize)> {
            let mut connection = service.connect()?;
            let (mut times, mut failed) = (Vec::new(), 0);
            while begin.elapsed() < duration {
                let number = next.fetch_add(1, Ordering::Relaxed);
                let response = connection.get(&paths[number % paths.len()], ENCODINGS)?;
                if response.status == 200 {
                    times.push(response.time);
                } else {
                    failed += 1;
                }
            }
            Ok((times, failed))
        };
        let running: Vec<_> = (0..CONNECTIONS).map(|_| scope.spawn(ask)).collect();
        running
            .into_iter()
            .map(|thread| thread.join().expect("asking does not panic"))
            .collect::<Result<Vec<(Vec<Duration>, usize)>>>()
    })?;
    let time = begin.elapsed();
    let mut load = Load { times: Vec::new(), requests: 0, failed: 0, time };
    for (times, failed) in parts {
        load.requests += times.len() + failed;
        load.failed += failed;
        load.times.extend(times);
    }
    Ok(load)
}

fn times_per_second(requests: usize, time: Duration) -> f64 {
    requests as f64 / time.as_secs_f64()
}

/// The page and what it loads at once, with the number of bytes transferred.
fn weights(service: &Service) -> Result<Vec<(String, usize)>> {
    let mut connection = service.connect()?;
    let page = "/angebote";
    let html = connection.get(page, "identity")?;
    let mut weights = vec![(page.to_owned(), connection.get(page, ENCODINGS)?.body.len())];
    for path in loaded_by(&String::from_utf8_lossy(&html.body)) {
        let response = connection.get(&path, ENCODINGS)?;
        ensure!(response.status == 200, "{path} answers {}", response.status);
        weights.push((path, response.body.len()));
    }
    Ok(weights)
}

/// Style sheets, scripts and preloaded fonts of a page, those of the map aside: it is loaded when somebody opens it.
fn loaded_by(html: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for tag in html.split('<').filter_map(|part| part.split('>').next()) {
        let attribute = |name: &str| {
            let (_, rest) = tag.split_once(&format!(" {name}=\""))?;
            rest.split('"').next()
        };
        let path = match tag.split_whitespace().next() {
            Some("link") if matches!(attribute("rel"), Some("stylesheet" | "preload" | "modulepreload" | "icon")) => {
                attribute("href")
            }
            Some("script" | "img") => attribute("src"),
            _ => None,
        };
        if let Some(path) = path.filter(|path| path.starts_with('/')) {
            let path = path.replace("&amp;", "&");
            if !found.contains(&path) {
                found.push(path);
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_page_loads_is_found_once() {
        let html = r#"<head><link rel="stylesheet" href="/a.css"><link href="/b.woff2" rel="preload" as="font"><link rel="alternate" href="/feed">
            <script defer src="/c.js"></script><script src="/c.js"></script><img alt="" src="/d.svg"></head><a href="/x">y</a>"#;
        assert_eq!(loaded_by(html), ["/a.css", "/b.woff2", "/c.js", "/d.svg"]);
    }
}
