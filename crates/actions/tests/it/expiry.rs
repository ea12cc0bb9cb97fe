use model::offers::OfferStatus;
use model::rights::Actor;

use crate::office::{each_office, openvhs_on};

#[tokio::test]
async fn offers_expire_the_day_after_their_last_day() {
    for office in each_office().await {
        // The office's clock stands at 1 March 2026.
        for (source, day) in [("a", "2026-02-28"), ("b", "2026-03-01")] {
            let mut request = office.request(source, "kurse.xml", openvhs_on([1], day));
            request.founding = Some(actions::deliveries::Founding { importer: "openvhs".into(), ..Default::default() });
            actions::deliveries::import(&office.ctx(), &office.actions.writer, request).await.unwrap();
        }
        actions::jobs::schedule(&office.actions).await.unwrap();
        actions::jobs::schedule(&office.actions).await.unwrap();
        let job = actions::jobs::run_next(&office.actions).await.unwrap().unwrap();
        assert_eq!(job.kind, actions::jobs::EXPIRE_OFFERS);
        assert_eq!(actions::jobs::run_next(&office.actions).await.unwrap(), None, "one job a day");
        actions::jobs::schedule(&office.actions).await.unwrap();
        assert_eq!(actions::jobs::run_next(&office.actions).await.unwrap(), None, "also after it is done");
        let mut statuses: Vec<_> = office.offers().await.into_iter().map(|offer| offer.status).collect();
        statuses.sort();
        assert_eq!(statuses, [OfferStatus::Freigegeben, OfferStatus::Abgelaufen]);
        let again = actions::offers::expire(&office.actions.ctx(Actor::Job), &office.actions.writer, office.kommune)
            .await
            .unwrap();
        assert_eq!(again, 0);
    }
}

#[tokio::test]
async fn a_visitor_may_not_expire_offers() {
    for office in each_office().await {
        let ctx = office.actions.visitor(office.kommune);
        let result = actions::offers::expire(&ctx, &office.actions.writer, office.kommune).await;
        assert!(matches!(result, Err(actions::Error::Forbidden(_))));
    }
}
