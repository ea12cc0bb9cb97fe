//! The offer in a list: title, provider, next date as a date block, place, price, level, free places, two badges at most.

use maud::{Markup, html};

use super::chip::{Badge, badge};
use super::icon::{Icon, icon};
use super::layout::heading_link;

/// A day as on a tear-off calendar.
#[derive(Debug, Clone)]
pub struct DateBlock {
    /// "Di."
    pub weekday: String,
    /// "3"
    pub day: String,
    /// "März"
    pub month: String,
    /// ISO date for machines.
    pub iso: String,
}

pub fn date_block(date: Option<&DateBlock>, without_date: &str) -> Markup {
    html! {
        @match date {
            Some(date) => time.date-block datetime=(date.iso) {
                span.date-weekday { (date.weekday) }
                " "
                span.date-day { (date.day) }
                " "
                span.date-month { (date.month) }
            },
            None => div.date-block.date-open { span.date-open-text { (without_date) } },
        }
    }
}

#[derive(Debug, Clone)]
pub struct OfferCard {
    /// Id for bookmarks.
    pub id: String,
    pub title: String,
    pub href: String,
    pub provider: String,
    pub date: Option<DateBlock>,
    /// In the date block when there is no date: "offen", "auf Anfrage".
    pub without_date: String,
    /// "18:30 bis 20:00 Uhr, 4 weitere Termine".
    pub when: Option<String>,
    /// "Konz, 3,4 km entfernt".
    pub place: Option<String>,
    pub price: String,
    /// Unknown price is set quietly, so that it does not look like an amount.
    pub price_known: bool,
    pub level: Option<String>,
    pub seats: Option<String>,
    /// Two at most are shown.
    pub badges: Vec<Badge>,
}

/// Words of the card's own parts.
#[derive(Debug, Clone)]
pub struct CardWords {
    pub bookmark: String,
    pub price: String,
    pub place: String,
    pub when: String,
}

/// `level` is the level of the title as a heading.
pub fn offer_card(card: &OfferCard, words: &CardWords, level: u8) -> Markup {
    html! {
        article.card {
            (date_block(card.date.as_ref(), &card.without_date))
            div.card-body {
                (heading_link(level, &card.title, &card.href))
                p.card-provider { (card.provider) }
                ul.card-facts {
                    @if let Some(when) = &card.when { (fact(Icon::Clock, &words.when, when, false)) }
                    @if let Some(place) = &card.place { (fact(Icon::Pin, &words.place, place, false)) }
                    (fact(Icon::Euro, &words.price, &card.price, !card.price_known))
                    @if let Some(level) = &card.level { li { (icon(Icon::Level)) span { (level) } } }
                    @if let Some(seats) = &card.seats { li { (icon(Icon::Person)) span { (seats) } } }
                }
                @if !card.badges.is_empty() {
                    p.card-badges { @for mark in card.badges.iter().take(2) { (badge(mark)) " " } }
                }
            }
            button.bookmark type="button" hidden data-action="merken" data-value=(card.id) data-href=(card.href)
                data-title=(card.title) aria-pressed="false" {
                (icon(Icon::Bookmark))
                span.sr-only { (words.bookmark) ": " (card.title) }
            }
        }
    }
}

fn fact(symbol: Icon, name: &str, text: &str, quiet: bool) -> Markup {
    html! {
        li.quiet[quiet] { (icon(symbol)) span.sr-only { (name) ": " } span { (text) } }
    }
}

/// A list of cards.
pub fn offer_cards(cards: &[OfferCard], words: &CardWords, level: u8) -> Markup {
    html! {
        ul.cards { @for card in cards { li { (offer_card(card, words, level)) } } }
    }
}
