use actions::feedback::{About, NewFeedback, send};

use crate::office::each_office;

fn message(text: &str, reply_to: Option<&str>) -> NewFeedback {
    NewFeedback { about: About::Accessibility, message: text.into(), reply_to: reply_to.map(str::to_owned) }
}

#[tokio::test]
async fn a_message_is_stored_and_audited_without_the_address() {
    for office in each_office().await {
        let ctx = office.actions.visitor(office.kommune);
        send(
            &ctx,
            &office.actions.writer,
            office.kommune,
            message(" Der Kontrast ist zu gering. ", Some("anna@beispiel.de")),
        )
        .await
        .unwrap();
        let scope = office.test.store.reader().scoped(office.kommune);
        let stored = scope.list_feedback(10).await.unwrap();
        assert_eq!(stored[0].content.message, "Der Kontrast ist zu gering.");
        let audit = scope.list_audit(10).await.unwrap();
        assert!(audit.iter().any(|entry| entry.action == "send_feedback"));
        assert!(audit.iter().all(|entry| !entry.detail.to_string().contains("anna")));
    }
}

#[tokio::test]
async fn unusable_messages_are_refused_in_words() {
    for office in each_office().await {
        let ctx = office.actions.visitor(office.kommune);
        for (text, reply_to) in [("  ", None), ("Hallo", Some("keine adresse"))] {
            let result = send(&ctx, &office.actions.writer, office.kommune, message(text, reply_to)).await;
            assert!(matches!(result, Err(actions::Error::Invalid(words)) if words.starts_with("Bitte")));
        }
    }
}

#[tokio::test]
async fn a_flood_is_stopped() {
    for office in each_office().await {
        let ctx = office.actions.visitor(office.kommune);
        let mut refused = 0;
        for nr in 0..130 {
            match send(&ctx, &office.actions.writer, office.kommune, message(&format!("Nachricht {nr}"), None)).await {
                Ok(_) => {}
                Err(actions::Error::TooMany) => refused += 1,
                Err(other) => panic!("{other}"),
            }
        }
        assert_eq!(refused, 10);
    }
}
