//! `/api/v1/providers`.

use axum::response::Response;
use render::address;

use super::respond;
use super::schema::{ProviderItem, ProviderList};
use crate::error::Error;
use crate::visit::Visit;

/// All providers, by name
#[utoipa::path(
    get,
    path = "/api/v1/providers",
    operation_id = "listProviders",
    params(super::openapi::LanguageParameter),
    responses(
        (status = 200, description = "All providers", body = ProviderList),
        (status = 304, description = "Unchanged since the answer with the ETag in If-None-Match"),
    )
)]
pub async fn list(visit: Visit) -> Result<Response, Error> {
    let providers = visit.scope.list_providers().await?;
    let items = providers.into_iter().map(|provider| ProviderItem {
        id: provider.id.to_string(),
        url: visit.base.absolute(&address::provider_path(provider.id, &provider.name)),
        name: provider.name,
        offers: provider.offers,
    });
    let items: Vec<ProviderItem> = items.collect();
    respond::json(visit.words.language, &ProviderList { total: items.len(), items })
}
