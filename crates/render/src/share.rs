//! Passing an offer on: plain text for messengers and mail.

/// Title, the lines that matter (when, where, price), address.
pub fn text(title: &str, lines: &[String], url: &str) -> String {
    let mut text = one_line(title);
    for line in lines.iter().map(|line| one_line(line)).filter(|line| !line.is_empty()) {
        text.push('\n');
        text.push_str(&line);
    }
    text.push('\n');
    text.push_str(url);
    text
}

/// `mailto:` address (RFC 6068) that opens the visitor's own mail program; line breaks are CRLF there.
pub fn mailto(subject: &str, body: &str) -> String {
    format!("mailto:?subject={}&body={}", percent(&one_line(subject)), percent(&body.replace('\n', "\r\n")))
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Everything but the unreserved characters of RFC 3986; a space is `%20` here, never `+`.
fn percent(text: &str) -> String {
    let mut encoded = String::new();
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            encoded.push_str(&format!("%{byte:02X}"));
        }
    }
    encoded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_and_mail_address() {
        let lines = ["Di., 3. März".to_owned(), String::new(), "kostenlos".to_owned()];
        let text = text("Töpfern\n für alle", &lines, "https://bildung.example/a");
        assert_eq!(text, "Töpfern für alle\nDi., 3. März\nkostenlos\nhttps://bildung.example/a");
        assert_eq!(mailto("Töpfern & mehr", "a\nb=c"), "mailto:?subject=T%C3%B6pfern%20%26%20mehr&body=a%0D%0Ab%3Dc");
    }
}
