//! Doors: large links with a symbol, a name and what is behind.

use maud::{Markup, html};

use super::icon::{Icon, icon};

#[derive(Debug, Clone)]
pub struct Tile {
    pub symbol: Icon,
    pub title: String,
    pub text: String,
    pub href: String,
    /// "212 Angebote".
    pub count: Option<String>,
}

/// `level` is the heading level of the tiles.
pub fn tiles(tiles: &[Tile]) -> Markup {
    html! {
        ul.tiles {
            @for tile in tiles {
                li.tile {
                    (icon(tile.symbol))
                    a.tile-title href=(tile.href) { (tile.title) }
                    p.tile-text { (tile.text) }
                    @if let Some(count) = &tile.count { p.tile-count { (count) } }
                }
            }
        }
    }
}
