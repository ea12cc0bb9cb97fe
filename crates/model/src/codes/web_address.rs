//! Addresses of web pages that may be linked from the portal.

use std::str::FromStr;

use super::{InvalidCode, text_code};

text_code! {
    /// An absolute `http:` or `https:` address. Nothing else (`javascript:`, `data:`, relative paths) can become a link.
    WebAddress
}

impl FromStr for WebAddress {
    type Err = InvalidCode;
    fn from_str(text: &str) -> Result<Self, InvalidCode> {
        let text = text.trim();
        let lower = text.get(..8.min(text.len())).unwrap_or_default().to_ascii_lowercase();
        let rest = if lower.starts_with("https://") {
            &text[8..]
        } else if lower.starts_with("http://") {
            &text[7..]
        } else {
            return Err(InvalidCode::new("WebAddress", text));
        };
        let host_is_there = rest.chars().next().is_some_and(|c| c.is_alphanumeric() || c == '[');
        let harmless = !text.chars().any(|c| c.is_control() || c.is_whitespace() || matches!(c, '<' | '>' | '"'));
        if host_is_there && harmless && text.len() <= 2000 {
            Ok(Self(text.to_owned()))
        } else {
            Err(InvalidCode::new("WebAddress", text))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_web_pages_can_be_linked() {
        assert!("https://example.org/?a=1&b=2".parse::<WebAddress>().is_ok());
        for bad in ["javascript:alert(1)", "data:text/html,x", "/kurse", "http://", "https://a b", "http://\"><script>"]
        {
            assert!(bad.parse::<WebAddress>().is_err(), "{bad}");
        }
    }
}
