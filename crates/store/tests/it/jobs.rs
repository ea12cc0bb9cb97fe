use chrono::Duration;
use model::ids::JobId;
use store::jobs::{self, NewJob};
use store::testing::each_store;

use crate::sample::{self, time};

fn job(nr: u8, key: &str) -> NewJob {
    NewJob {
        id: JobId::from_parts(1_000 + u64::from(nr), [nr; 10]),
        kind: "expire_offers",
        payload: serde_json::json!({"nr": nr}),
        unique_key: key.to_owned(),
        run_at: time(),
    }
}

#[tokio::test]
async fn a_job_is_done_once_and_again_when_its_worker_died() {
    for test in each_store().await {
        let writer = test.store.writer();
        let mut transaction = writer.begin().await.unwrap();
        let kommune = sample::found(&mut transaction, 1).await;
        jobs::enqueue(&mut transaction, kommune, &job(1, "a")).await.unwrap();
        jobs::enqueue(&mut transaction, kommune, &job(2, "a")).await.unwrap();
        transaction.commit().await.unwrap();

        let lease = time() + Duration::minutes(5);
        let mut transaction = writer.begin().await.unwrap();
        assert_eq!(
            jobs::claim(&mut transaction, time() - Duration::seconds(1), lease).await.unwrap(),
            None,
            "too early"
        );
        let first = jobs::claim(&mut transaction, time(), lease).await.unwrap().unwrap();
        assert_eq!((first.attempts, &first.payload), (1, &serde_json::json!({"nr": 1})));
        assert_eq!(
            jobs::claim(&mut transaction, time(), lease).await.unwrap(),
            None,
            "leased, and the twin was not queued"
        );
        let after_lease = lease + Duration::seconds(1);
        let again =
            jobs::claim(&mut transaction, after_lease, after_lease + Duration::minutes(5)).await.unwrap().unwrap();
        assert_eq!((again.id, again.attempts), (first.id, 2));
        jobs::retry(&mut transaction, &again, after_lease + Duration::minutes(1), "busy".into()).await.unwrap();
        assert_eq!(jobs::claim(&mut transaction, after_lease, lease).await.unwrap(), None, "not yet due again");
        jobs::finish(&mut transaction, &again, after_lease, None).await.unwrap();
        jobs::enqueue(&mut transaction, kommune, &job(3, "a")).await.unwrap();
        transaction.commit().await.unwrap();
        let waiting = test.store.reader().scoped(kommune).list_unfinished_jobs().await.unwrap();
        assert_eq!(
            waiting.iter().map(|job| job.id).collect::<Vec<_>>(),
            [job(3, "a").id],
            "the key is free once its job is done"
        );
    }
}
