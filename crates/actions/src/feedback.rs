//! Messages from visitors about an offer, a page, or accessibility.

use chrono::Duration;
use serde_json::json;

use model::ids::{FeedbackId, KommuneId, OfferId};
use model::rights::Right;
use store::Writer;
use store::feedback::{Feedback, FeedbackContent};

use crate::{Ctx, Error, Result};

/// What a message is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum About {
    Offer(OfferId),
    /// Path of the page.
    Page(String),
    Accessibility,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewFeedback {
    pub about: About,
    pub message: String,
    /// Given voluntarily, for an answer only.
    pub reply_to: Option<String>,
}

/// Longest message, in characters.
pub const MESSAGE_LIMIT: usize = 4000;
/// More messages within an hour are refused for the whole Kommune: nobody can read them, and a flood must not fill the database.
const PER_HOUR: u64 = 120;

pub async fn send(ctx: &Ctx, writer: &Writer, kommune: KommuneId, new: NewFeedback) -> Result<FeedbackId> {
    ctx.permit(Right::SendFeedback)?;
    let message = new.message.trim();
    if message.is_empty() {
        return Err(Error::Invalid("Bitte schreiben Sie, worum es geht.".into()));
    }
    if message.chars().count() > MESSAGE_LIMIT {
        return Err(Error::Invalid(format!("Bitte kürzen Sie Ihre Nachricht auf {MESSAGE_LIMIT} Zeichen.")));
    }
    let reply_to = new.reply_to.map(|address| address.trim().to_owned()).filter(|address| !address.is_empty());
    if reply_to.as_ref().is_some_and(|address| !looks_like_mail(address)) {
        return Err(Error::Invalid("Bitte prüfen Sie die E-Mail-Adresse, zum Beispiel name@beispiel.de.".into()));
    }
    let (about_kind, about_id) = match new.about {
        About::Offer(id) => ("offer", id.to_string()),
        About::Page(path) => ("page", path.chars().take(300).collect()),
        About::Accessibility => ("accessibility", String::new()),
    };
    let feedback = Feedback {
        id: ctx.new_id(FeedbackId::from_parts),
        received_at: ctx.now,
        about_kind: about_kind.to_owned(),
        about_id,
        content: FeedbackContent { message: message.to_owned(), reply_to },
    };
    let mut transaction = writer.begin().await?;
    let recent = store::feedback::count_since(&mut transaction, kommune, ctx.now - Duration::hours(1)).await?;
    if recent >= PER_HOUR {
        return Err(Error::TooMany);
    }
    store::feedback::insert(&mut transaction, kommune, &feedback).await?;
    let detail = json!({ "about": feedback.about_kind, "id": feedback.about_id });
    let entry = ctx.audit("send_feedback", feedback.id, detail);
    store::audit::insert(&mut transaction, kommune, &entry).await?;
    transaction.commit().await?;
    Ok(feedback.id)
}

/// One `@` with something before it and a dotted host behind it; whether it exists only a mail can tell.
fn looks_like_mail(address: &str) -> bool {
    let Some((name, host)) = address.split_once('@') else { return false };
    let plain = !address.chars().any(|c| c.is_whitespace() || c.is_control() || matches!(c, '<' | '>' | ',' | ';'));
    plain
        && !name.is_empty()
        && !host.contains('@')
        && host.contains('.')
        && !host.starts_with('.')
        && !host.ends_with('.')
}

#[cfg(test)]
mod tests {
    use super::looks_like_mail;

    #[test]
    fn addresses_that_can_be_answered() {
        assert!(looks_like_mail("anna.muster@beispiel.de"));
        for bad in ["anna", "@beispiel.de", "a@b", "a@@b.de", "a b@c.de", "a@b.de\r\nBcc: x@y.de", "a@.de"] {
            assert!(!looks_like_mail(bad), "{bad}");
        }
    }
}
