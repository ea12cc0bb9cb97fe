//! Search with all facets, beside the same questions asked of PostgreSQL full-text search over the same offers.

use std::fmt::Write as _;
use std::fs;
use std::io::{BufRead, BufReader, BufWriter, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use serde_json::Value;

use super::queries::{self, Question};
use super::service::Service;
use super::stats::Times;
use crate::postgres::PrivatePostgres;
use crate::{process, tools};

/// Passes over all questions that are measured, after one that is not. The peer needs minutes for one.
const OUR_PASSES: usize = 3;
const PEER_PASSES: usize = 1;

/// What a server for this would be given. Just-in-time compilation costs more here than it brings.
const SETTINGS: &[&str] = &[
    "shared_buffers=512MB",
    "work_mem=256MB",
    "maintenance_work_mem=256MB",
    "effective_cache_size=1GB",
    "random_page_cost=1.1",
    "jit=off",
];

pub(super) fn measure() -> Result<String> {
    let binary = super::binary()?;
    let data = super::region(&binary)?;
    let questions = queries::all();

    let server = PrivatePostgres::start(SETTINGS)?;
    let peer = Peer::new(&server)?;
    let today = peer.fill(&binary, &data)?;
    let (offers, meetings) = (peer.count("offer")?, peer.count("meeting")?);
    let theirs = Times::new(peer.ask(&questions, &today)?).context("the peer has answered nothing")?;

    let service = Service::start(&binary, &data)?;
    let Ours { search, server, client } = ask(&service, &questions)?;

    let row = |what: &str, percent: usize| {
        let theirs = theirs.milliseconds(percent);
        let search = search.milliseconds(percent);
        format!(
            "| {what} | {search:.2} ms | {theirs:.2} ms | {:.1} × | {:.2} ms | {:.2} ms |\n",
            theirs / search,
            server.milliseconds(percent),
            client.milliseconds(percent),
        )
    };
    Ok(format!(
        "{} questions (words, filters, both, browsing), {offers} offers, {meetings} meetings. One question is the first 20 hits, their number \
         and every facet counted as if its own selection were not made. One question at a time; measured after one pass for warming up ({OUR_PASSES} passes of \
         ours, {PEER_PASSES} of the peer).\n\
         Search: this question in our index. Peer: the same in PostgreSQL {}, text search configuration `german`, GIN index, tables and \
         question in `xtask/benches/*.sql`, time as `psql \\timing` tells it; it gives ids, no records. Server: all of `/api/v1/offers`, that is \
         the search, reading the 20 records from the store and writing about 100 kB of JSON (both from the header `Server-Timing`). \
         Client: the same from request to last byte.\n\n\
         | | search | PostgreSQL | ratio | server | client |\n|---|---|---|---|---|---|\n{}{}{}",
        questions.len(),
        peer.version()?,
        row("p50", 50),
        row("p99", 99),
        row("slowest", 100),
    ))
}

struct Ours {
    search: Times,
    server: Times,
    client: Times,
}

/// Asks each question of the API; times of the measured passes.
fn ask(service: &Service, questions: &[Question]) -> Result<Ours> {
    let mut connection = service.connect()?;
    let (mut search, mut server, mut client) = (Vec::new(), Vec::new(), Vec::new());
    for pass in 0..=OUR_PASSES {
        for question in questions {
            let path = format!("/api/v1/offers?{}&limit=20", question.address());
            let response = connection.get(&path, "identity")?;
            ensure!(response.status == 200, "{path} answers {}", response.status);
            if pass > 0 {
                let told = response.header("server-timing").unwrap_or_default();
                search.push(part_of(told, "search").with_context(|| format!("no time of the search: {told:?}"))?);
                server.push(part_of(told, "total").with_context(|| format!("no time of the answer: {told:?}"))?);
                client.push(response.time);
            }
        }
    }
    let times = |times| Times::new(times).context("nothing was measured");
    Ok(Ours { search: times(search)?, server: times(server)?, client: times(client)? })
}

/// `search;dur=1.234, total;dur=5.678`
fn part_of(told: &str, name: &str) -> Option<Duration> {
    let part = told.split(',').find_map(|part| part.trim().strip_prefix(name)?.strip_prefix(";dur="))?;
    Some(Duration::from_secs_f64(part.parse::<f64>().ok()? / 1000.0))
}

struct Peer {
    psql: PathBuf,
    url: String,
}

impl Peer {
    fn new(server: &PrivatePostgres) -> Result<Self> {
        let programs = tools::postgres_programs().context("PostgreSQL is not installed")?;
        Ok(Self { psql: programs.join("psql"), url: server.url().to_owned() })
    }

    fn psql(&self) -> Command {
        let mut command = Command::new(&self.psql);
        command.arg(&self.url).args(["--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1"]);
        command
    }

    fn value(&self, sql: &str) -> Result<String> {
        let text = process::output(self.psql().args(["--tuples-only", "--no-align", "--command", sql]))?;
        Ok(text.trim().to_owned())
    }

    fn version(&self) -> Result<String> {
        self.value("show server_version")
    }

    fn count(&self, table: &str) -> Result<String> {
        self.value(&format!("select count(*) from {table}"))
    }

    /// Loads the released offers out of a backup, so that both sides search the same. Returns today's date.
    fn fill(&self, binary: &Path, data: &Path) -> Result<String> {
        let folder = super::folder()?.join("backup");
        if folder.exists() {
            fs::remove_dir_all(&folder)?;
        }
        process::run(Command::new(binary).arg("backup").arg(&folder).arg("--data").arg(data).stdout(Stdio::null()))?;
        let backup = fs::read_dir(&folder)?.next().context("the backup is empty")??.path();
        self.value("create table staging (doc text)")?;
        let mut unpacking = Command::new("gzip").arg("-dc").arg(backup).stdout(Stdio::piped()).spawn()?;
        // No character of JSON text is a control character, so nothing has to be escaped.
        let copy = "copy staging from stdin with (format csv, delimiter e'\\x01', quote e'\\x02')";
        let mut copying = self.psql().args(["--command", copy]).stdin(Stdio::piped()).spawn()?;
        {
            let lines = BufReader::new(unpacking.stdout.take().expect("stdout was piped"));
            let mut target = BufWriter::new(copying.stdin.take().expect("stdin was piped"));
            copy_offers(lines, &mut target)?;
            target.flush()?;
        }
        ensure!(unpacking.wait()?.success() && copying.wait()?.success(), "the backup could not be loaded");
        let today = self.value("select (now() at time zone 'Europe/Berlin')::date")?;
        let script = process::root().join("xtask/benches/peer_tables.sql");
        process::run(self.psql().arg(format!("--set=today={today}")).arg("--file").arg(script))?;
        Ok(today)
    }

    /// Asks each question; times of the measured passes.
    fn ask(&self, questions: &[Question], today: &str) -> Result<Vec<Duration>> {
        let query = process::root().join("xtask/benches/peer_query.sql");
        let mut script = String::from("\\o /dev/null\n\\timing on\n");
        for _ in 0..=PEER_PASSES {
            for question in questions {
                script.push_str(&variables(question, today));
                writeln!(script, "\\i {}", query.display())?;
            }
        }
        let path = super::folder()?.join("peer_questions.sql");
        fs::write(&path, script)?;
        let output = process::output(self.psql().arg("--file").arg(&path))?;
        let times: Vec<Duration> = output.lines().filter_map(psql_time).collect();
        ensure!(times.len() == questions.len() * (PEER_PASSES + 1), "psql has told {} times", times.len());
        Ok(times[questions.len()..].to_vec())
    }
}

/// Writes the documents of released offers, one a line, from the lines of a backup.
fn copy_offers(lines: impl BufRead, target: &mut impl std::io::Write) -> Result<()> {
    let mut columns: Option<(usize, usize)> = None;
    for line in lines.lines() {
        let line = line?;
        if !line.starts_with('[') {
            let header: Value = serde_json::from_str(&line)?;
            let place = |name: &str| header["columns"].as_array()?.iter().position(|column| column == name);
            columns = if header["table"] == "offer" { place("status").zip(place("doc")) } else { None };
        } else if let Some((status, doc)) = columns {
            let row: Vec<Value> = serde_json::from_str(&line)?;
            if row[status] == "freigegeben" {
                writeln!(target, "{}", row[doc].as_str().context("the document of an offer is no text")?)?;
            }
        }
    }
    Ok(())
}

/// The question in psql's variables.
fn variables(question: &Question, today: &str) -> String {
    let weekdays = question.values("wochentag");
    let numbers: Vec<String> = weekdays
        .split(',')
        .filter_map(|day| ["mo", "di", "mi", "do", "fr", "sa", "so"].iter().position(|known| *known == day))
        .map(|day| (day + 1).to_string())
        .collect();
    let pairs = [
        ("q", question.text.to_owned()),
        ("topic", question.values("thema")),
        ("level", question.values("niveau")),
        ("price", question.values("preis")),
        ("delivery", question.values("format")),
        ("weekday", numbers.join(",")),
        ("time_of_day", question.values("tageszeit")),
        ("gemeinde", question.values("gebiet")),
        ("today", today.to_owned()),
        ("until", String::new()),
    ];
    pairs.iter().fold(String::new(), |text, (name, value)| text + &format!("\\set {name} '{value}'\n"))
}

/// `Time: 12.345 ms`, `Time: 1234.567 ms (00:01.235)`
fn psql_time(line: &str) -> Option<Duration> {
    let milliseconds: f64 = line.strip_prefix("Time: ")?.split(' ').next()?.parse().ok()?;
    Some(Duration::from_secs_f64(milliseconds / 1000.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_of_psql_are_read() {
        assert_eq!(psql_time("Time: 12.500 ms"), Some(Duration::from_micros(12_500)));
        assert_eq!(psql_time("Time: 1234.500 ms (00:01.235)"), Some(Duration::from_micros(1_234_500)));
        assert_eq!(psql_time("(3 rows)"), None);
    }

    #[test]
    fn times_of_the_server_are_read() {
        let told = "search;dur=1.500, total;dur=12.250";
        assert_eq!(part_of(told, "search"), Some(Duration::from_micros(1_500)));
        assert_eq!(part_of(told, "total"), Some(Duration::from_micros(12_250)));
        assert_eq!(part_of("total;dur=1", "search"), None);
    }

    #[test]
    fn only_released_offers_are_copied() {
        let backup = concat!(
            "{\"format\":\"x\"}\n",
            "{\"table\":\"audit\",\"columns\":[\"status\",\"doc\"]}\n[\"freigegeben\",\"no\"]\n",
            "{\"table\":\"offer\",\"columns\":[\"id\",\"status\",\"doc\"]}\n",
            "[\"1\",\"freigegeben\",\"{\\\"a\\\":1}\"]\n[\"2\",\"entwurf\",\"no\"]\n",
            "{\"end\":{}}\n",
        );
        let mut written = Vec::new();
        copy_offers(backup.as_bytes(), &mut written).unwrap();
        assert_eq!(String::from_utf8(written).unwrap(), "{\"a\":1}\n");
    }

    #[test]
    fn filters_become_variables() {
        let question =
            Question { text: "yoga", filters: vec![("wochentag", "mo"), ("wochentag", "so"), ("preis", "bis_25")] };
        let text = variables(&question, "2026-01-31");
        assert!(text.contains("\\set weekday '1,7'\n") && text.contains("\\set price 'bis_25'\n"), "{text}");
        assert!(text.contains("\\set topic ''\n") && text.contains("\\set today '2026-01-31'\n"), "{text}");
    }
}
