//! Changes to offers that are not deliveries.

use serde_json::json;

use model::ids::KommuneId;
use model::offers::OfferStatus;
use model::rights::Right;
use store::Writer;

use crate::{Ctx, Result};

const PER_TRANSACTION: usize = 500;

/// Marks released offers whose last day has passed as expired. Returns how many.
pub async fn expire(ctx: &Ctx, writer: &Writer, kommune: KommuneId) -> Result<u64> {
    ctx.permit(Right::ExpireOffers)?;
    let today = ctx.local_now().date();
    let scope = writer.reader().scoped(kommune);
    let mut expired = 0;
    loop {
        let offers = scope.list_expired_offers(today, PER_TRANSACTION).await?;
        if offers.is_empty() {
            return Ok(expired);
        }
        let mut transaction = writer.begin().await?;
        let change = store::offers::next_change(&mut transaction, kommune).await?;
        let mut in_step = 0;
        for listed in &offers {
            // Read again inside the transaction: a delivery may have renewed it meanwhile.
            let Some(mut offer) = store::offers::find(&mut transaction, kommune, listed.id).await? else { continue };
            if offer.changed_at != listed.changed_at || offer.status != OfferStatus::Freigegeben {
                continue;
            }
            offer.status = OfferStatus::Abgelaufen;
            offer.changed_at = ctx.now;
            store::offers::set_status(&mut transaction, &offer, change).await?;
            in_step += 1;
        }
        let entry = ctx.audit("expire_offers", kommune, json!({ "offers": in_step, "before": today }));
        store::audit::insert(&mut transaction, kommune, &entry).await?;
        transaction.commit().await?;
        if in_step == 0 {
            return Ok(expired);
        }
        expired += in_step;
    }
}
