//! QR codes as SVG with a name for screen readers.

use qrcode::types::QrError;
use qrcode::{Color, EcLevel, QrCode};

use crate::xml::escape;

/// Modules of white around the code that readers need (ISO/IEC 18004).
const QUIET: usize = 4;

/// The code of an address. Black on white whatever the colours of the page: readers expect it.
/// Fails only for texts longer than a QR code can hold (2,331 bytes at this level).
pub fn svg(address: &str, title: &str) -> Result<String, QrError> {
    let code = QrCode::with_error_correction_level(address, EcLevel::M)?;
    let width = code.width();
    let colors = code.to_colors();
    let mut path = String::new();
    for (row, line) in colors.chunks(width).enumerate() {
        let mut column = 0;
        while column < width {
            let run = line[column..].iter().take_while(|color| **color == Color::Dark).count();
            if run == 0 {
                column += 1;
                continue;
            }
            path.push_str(&format!("M{} {}h{run}v1h-{run}z", column + QUIET, row + QUIET));
            column += run;
        }
    }
    let side = width + 2 * QUIET;
    let title = escape(title);
    Ok(format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {side} {side}\" role=\"img\" aria-label=\"{title}\" \
         shape-rendering=\"crispEdges\"><title>{title}</title><path fill=\"#fff\" d=\"M0 0h{side}v{side}H0z\"/>\
         <path fill=\"#000\" d=\"{path}\"/></svg>"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The finder patterns in three corners: seven dark modules in their first row.
    #[test]
    fn has_a_name_and_its_finder_patterns() {
        let svg = svg("https://bildung.example/angebote/1", "QR-Code zu „A & B“").unwrap();
        assert!(svg.contains("<title>QR-Code zu „A &amp; B“</title>"), "{svg}");
        assert!(svg.contains("d=\"M4 4h7v1h-7z"), "{svg}");
    }

    #[test]
    fn a_text_that_does_not_fit_is_refused() {
        assert!(svg(&"x".repeat(2_400), "t").is_err());
        assert!(svg(&"x".repeat(2_300), "t").is_ok());
    }
}
