//! The whole application in one process, for tests: a fresh database, a small example region through the real importers, a fixed clock.
//!
//! In: nothing but a call of [`app`]. Out: an [`TestApp`] that answers requests, and pages as outlines ([`outline`]) that say what a screen
//! reader would. SQLite in a temporary folder; PostgreSQL, in a schema of its own, where `BILDUNGSRAUM_TEST_POSTGRES_URL` names a server.
//! Never: network, the real clock, state shared between tests.

pub mod outline;

use std::io::Cursor;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use actions::deliveries::{File, Founding, Request as Delivery};
use actions::statistics::{self, OfficeTable, Outcome};
use actions::{Actions, Ctx, Random};
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Method, Request, StatusCode, header};
use chrono::{DateTime, Utc};
use model::ids::KommuneId;
use model::kommune::{Kommune, Look, Operator};
use model::offers::Contact;
use model::places::GeoPoint;
use model::rights::Actor;
use model::statistics::ReleaseLevel;
use search::index::Index;
use store::testing::TestStore;
use tower::ServiceExt as _;

/// What the clock of the tests says: a Wednesday in March, 10:00 in Germany.
pub const NOW: &str = "2026-03-04T09:00:00Z";
/// Host of the portal in requests.
pub const HOST: &str = "portal.example";
/// Offers of the example region.
const OFFERS: usize = 120;

/// An application that nobody else uses.
#[derive(Debug)]
pub struct TestApp {
    router: Router,
    pub kommune: Kommune,
    pub now: DateTime<Utc>,
    pub reader: store::Reader,
    pub index: Index,
    pub actions: Actions,
    store: TestStore,
}

/// A response, read to its end.
#[derive(Debug, Clone)]
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: String,
}

impl Answer {
    /// A header as text; empty when it is missing.
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }

    /// The body as JSON.
    #[track_caller]
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.body).unwrap_or_else(|error| panic!("{error} in {}", self.body))
    }

    /// The page as a screen reader would tell it.
    pub fn outline(&self) -> String {
        outline::outline(&self.body)
    }
}

/// Which statistics the example region has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Statistics {
    /// None at all.
    None,
    /// Two tables, public because their source has published them.
    Published,
    /// The same tables at this level, as an office has set it.
    At(ReleaseLevel),
}

/// The application with the example region.
pub async fn app() -> TestApp {
    app_with(Statistics::Published).await
}

/// The application with the example region and statistics that are there, or not, for whom.
pub async fn app_with(statistics: Statistics) -> TestApp {
    let store = match store::testing::postgres().await {
        Some(store) => store,
        None => store::testing::sqlite().await,
    };
    let now: DateTime<Utc> = NOW.parse().expect("the constant is a time");
    let counter = AtomicU64::new(1);
    // Ids are as random as a counter: the same test sees the same ids.
    let random: Random = Arc::new(move || {
        let mut bytes = [0; 10];
        bytes[2..].copy_from_slice(&counter.fetch_add(1, Ordering::Relaxed).to_be_bytes());
        bytes
    });
    let actions = Actions { writer: store.store.writer(), clock: Arc::new(move || now), random };
    let ctx = actions.ctx(Actor::CommandLine);
    let kommune = kommune(&ctx);
    actions::kommunen::save(&ctx, &actions.writer, &kommune).await.expect("the example Kommune can be saved");
    import_region(&ctx, &actions, kommune.id).await;
    match statistics {
        Statistics::None => {}
        Statistics::Published => import_statistics(&ctx, &actions, kommune.id, None).await,
        Statistics::At(release) => import_statistics(&ctx, &actions, kommune.id, Some(release)).await,
    }

    let reader = store.store.reader();
    let index = Index::in_memory().expect("an index can be made in memory");
    actions::index::load_gazetteers(&reader, &index).await.expect("places can be read");
    actions::index::catch_up(&reader, &index).await.expect("the index catches up");
    let router = router(&reader, &index, &actions);
    TestApp { router, kommune, now, reader, index, actions, store }
}

fn router(reader: &store::Reader, index: &Index, actions: &Actions) -> Router {
    web::router(web::App {
        reader: reader.clone(),
        index: index.clone(),
        actions: actions.clone(),
        warehouse: Arc::default(),
        clock: Arc::clone(&actions.clock),
    })
}

/// The files of the example region, through the importers.
async fn import_region(ctx: &Ctx, actions: &Actions, kommune: KommuneId) {
    let region = demo::Region::new(demo::Options { seed: 7, offers: OFFERS, today: ctx.local_now().date() });
    for file in region.files() {
        let mut bytes = Vec::new();
        region.write(&file, &mut bytes).expect("writing into memory cannot fail");
        let delivery = Delivery {
            kommune,
            source: file.source_code.clone(),
            founding: Some(Founding {
                importer: file.importer.to_owned(),
                name: Some(file.source_name.clone()),
                provider: file.provider_name.clone(),
                settings: file.settings.clone(),
            }),
            files: vec![File { name: file.name.clone(), bytes: Box::new(Cursor::new(bytes)) }],
            dry_run: false,
            accept_loss: false,
            progress: Arc::default(),
        };
        let report = actions::deliveries::import(ctx, &actions.writer, delivery).await;
        let report = report.unwrap_or_else(|error| panic!("{}: {error}", file.name));
        assert!(!report.records.held, "{} was held back", file.name);
    }
}

/// Tables in the layout of Regionalstatistik, values invented: leavers of schools and population by age.
const TABLES: [(&str, &[u8]); 2] = [
    ("21111-02-06-4.csv", include_bytes!("../../../fixtures/statistics/21111-02-06-4.csv")),
    ("12411-02-03-4.csv", include_bytes!("../../../fixtures/statistics/12411-02-03-4.csv")),
];

async fn import_statistics(ctx: &Ctx, actions: &Actions, kommune: KommuneId, release: Option<ReleaseLevel>) {
    let office = release.map(|release| OfficeTable { release: Some(release), ..OfficeTable::default() });
    let request = statistics::Request { kommune, importer: None, office, dry_run: false, accept: false };
    for (name, bytes) in TABLES {
        let file = File { name: name.to_owned(), bytes: Box::new(Cursor::new(bytes)) };
        let reports = statistics::import(ctx, &actions.writer, &request, file).await;
        let reports = reports.unwrap_or_else(|error| panic!("{name}: {error}"));
        let accepted =
            |report: &statistics::FileReport| report.outcome == Outcome::Accepted && report.issues.is_empty();
        assert!(!reports.is_empty() && reports.iter().all(accepted), "{name}: {reports:?}");
    }
}

fn kommune(ctx: &Ctx) -> Kommune {
    let mail = |address: &str| Contact { email: Some(address.to_owned()), ..Contact::default() };
    Kommune {
        id: ctx.new_id(KommuneId::from_parts),
        slug: "beispiel".into(),
        name: "Bildungsportal Beispielregion".into(),
        region: "Trier und Trier-Saarburg".into(),
        areas: ["07211", "07235"].into_iter().filter_map(|key| key.parse().ok()).collect(),
        hosts: vec![HOST.into()],
        look: Look::default(),
        languages: ["de", "en"].into_iter().filter_map(|code| code.parse().ok()).collect(),
        operator: Operator {
            name: "Beispielverwaltung".into(),
            street: "Musterstraße 1".into(),
            plz_and_city: "54290 Trier".into(),
            represented_by: "die Verwaltungsleitung".into(),
            contact: mail("portal@verwaltung.example"),
            data_protection_contact: mail("datenschutz@verwaltung.example"),
            enforcement_body: "Beispiel-Durchsetzungsstelle".into(),
        },
        center: GeoPoint::new(49.7, 6.65),
    }
}

impl TestApp {
    /// Which database it runs on: `sqlite` or `postgres`.
    pub fn database(&self) -> &'static str {
        self.store.name
    }

    /// The same installation after a restart of the process: nothing is remembered but what is stored.
    #[must_use]
    pub fn restarted(self) -> Self {
        Self { router: router(&self.reader, &self.index, &self.actions), ..self }
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.request(Method::GET, path, &[], "").await
    }

    pub async fn get_with(&self, path: &str, headers: &[(&str, &str)]) -> Answer {
        self.request(Method::GET, path, headers, "").await
    }

    /// Sends a form as a page of the portal does.
    pub async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let origin = format!("http://{HOST}");
        let headers = [("origin", origin.as_str()), ("content-type", "application/x-www-form-urlencoded")];
        let body = serde_urlencoded::to_string(fields).expect("pairs of texts can always be encoded");
        self.request(Method::POST, path, &headers, &body).await
    }

    pub async fn request(&self, method: Method, path: &str, headers: &[(&str, &str)], body: &str) -> Answer {
        let mut request = Request::builder().method(method).uri(path);
        if !headers.iter().any(|(name, _)| *name == "host") {
            request = request.header(header::HOST, HOST);
        }
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let request = request.body(Body::from(body.to_owned())).expect("tests ask well-formed requests");
        let Ok(response) = self.router.clone().oneshot(request).await;
        let (parts, body) = response.into_parts();
        let bytes = to_bytes(body, usize::MAX).await.expect("a response of the router ends");
        let body = String::from_utf8(bytes.to_vec()).unwrap_or_else(|_| String::from("(not text)"));
        Answer { status: parts.status, headers: parts.headers, body }
    }
}
