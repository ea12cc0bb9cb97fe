//! Founding and changing Kommunen.

use serde_json::json;

use model::kommune::Kommune;
use model::rights::Right;
use store::Writer;

use crate::{Ctx, Error, Result};

/// Founds the Kommune, or changes the one with the same id.
pub async fn save(ctx: &Ctx, writer: &Writer, kommune: &Kommune) -> Result<()> {
    ctx.permit(Right::ManageKommunen)?;
    let slug_is_fine = !kommune.slug.is_empty()
        && kommune.slug.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
    if !slug_is_fine {
        return Err(Error::Invalid(
            "Der Kurzname darf nur Kleinbuchstaben, Ziffern und Bindestriche enthalten.".into(),
        ));
    }
    if kommune.name.trim().is_empty() || kommune.languages.is_empty() {
        return Err(Error::Invalid("Name und mindestens eine Sprache sind nötig.".into()));
    }
    let known = writer.reader().list_kommunen().await?;
    let mut transaction = writer.begin().await?;
    let action = if known.iter().any(|other| other.id == kommune.id) {
        store::kommunen::update(&mut transaction, kommune).await?;
        "change_kommune"
    } else {
        store::kommunen::insert(&mut transaction, kommune).await?;
        "found_kommune"
    };
    let entry = ctx.audit(action, kommune.id, json!({ "slug": kommune.slug, "name": kommune.name }));
    store::audit::insert(&mut transaction, kommune.id, &entry).await?;
    transaction.commit().await?;
    Ok(())
}
