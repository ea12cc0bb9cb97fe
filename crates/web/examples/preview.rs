//! Serves the portal with the small example region of the tests at http://127.0.0.1:8090, for looking at pages while working on them.

use std::sync::Arc;

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let app = testkit::app().await;
    let everywhere = model::kommune::Kommune { hosts: Vec::new(), ..app.kommune.clone() };
    let ctx = app.actions.ctx(model::rights::Actor::CommandLine);
    actions::kommunen::save(&ctx, &app.actions.writer, &everywhere).await?;
    let router = web::router(web::App {
        reader: app.reader.clone(),
        index: app.index.clone(),
        actions: app.actions.clone(),
        clock: Arc::clone(&app.actions.clock),
    });
    let listener = tokio::net::TcpListener::bind("127.0.0.1:8090").await?;
    axum::serve(listener, router).await?;
    Ok(())
}
