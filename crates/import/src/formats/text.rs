//! HTML and entities in, plain text out.
//!
//! Paragraphs are separated by an empty line, list items begin with `- `; no tags, no entities, no control characters, no runs of
//! spaces. Sources escape once, twice or not at all; all three come out the same.

use std::borrow::Cow;

use unicode_normalization::{UnicodeNormalization as _, is_nfc};

/// Plain text with paragraphs and lists.
pub fn plain_text(source: &str) -> String {
    let source = source.trim();
    if is_plain(source) {
        return source.to_owned();
    }
    let mut text = Cow::Borrowed(source);
    // `&amp;lt;p&amp;gt;` needs three rounds; more is not found in the wild and would only serve a puzzle.
    for _ in 0..3 {
        let next = strip_markup(&text);
        match next {
            Cow::Borrowed(_) => break,
            Cow::Owned(changed) => text = Cow::Owned(changed),
        }
    }
    tidy(&text)
}

/// Plain text in one line, for titles and names.
pub fn plain_line(source: &str) -> String {
    let text = plain_text(source);
    if text.contains('\n') { text.split_whitespace().collect::<Vec<_>>().join(" ") } else { text }
}

/// Whether a trimmed text is certainly plain already. Most texts are, and need not be taken apart letter by letter.
fn is_plain(text: &str) -> bool {
    let bytes = text.as_bytes();
    let mut previous = b'\n';
    for (at, byte) in bytes.iter().enumerate() {
        let fits = match byte {
            b'<' | b'&' => false,
            b' ' => !matches!(previous, b' ' | b'\n'),
            b'\n' => previous != b' ' && !(previous == b'\n' && at >= 2 && bytes[at - 2] == b'\n'),
            b'*' | b'-' => previous != b'\n',
            0x21..=0x7e => true,
            // Letters of Western Europe; U+00C3 and the like may be mojibake.
            0xc3 => bytes.get(at + 1).is_some_and(|next| *next != 0x83),
            // Dashes, quotation marks, the ellipsis.
            0xe2 => previous != b'\n' && matches!(bytes.get(at + 1..at + 3), Some([0x80, 0x93..=0x9e | 0xa6])),
            0x80..=0xbf => true,
            _ => false,
        };
        if !fits {
            return false;
        }
        previous = *byte;
    }
    true
}

/// One round: known tags become layout, entities become characters. Borrowed when there was nothing to do.
fn strip_markup(source: &str) -> Cow<'_, str> {
    if !source.contains(['<', '&']) {
        return Cow::Borrowed(source);
    }
    let mut out = String::with_capacity(source.len());
    let mut rest = source;
    let mut changed = false;
    while let Some(at) = rest.find(['<', '&']) {
        let piece = &rest[..at];
        rest = &rest[at..];
        if rest.starts_with('&') {
            out.push_str(piece);
            if let Some(length) = entity(rest, &mut out) {
                changed = true;
                rest = &rest[length..];
                continue;
            }
        } else if let Some((length, layout)) = tag(rest) {
            changed = true;
            rest = &rest[length..];
            if layout.is_empty() {
                out.push_str(piece);
            } else {
                // White space around a tag that breaks the line is how the source is written, not how it is meant.
                out.push_str(piece.trim_end());
                out.push_str(layout);
                rest = rest.trim_start();
            }
            continue;
        } else {
            out.push_str(piece);
        }
        out.push_str(&rest[..1]);
        rest = &rest[1..];
    }
    if !changed {
        return Cow::Borrowed(source);
    }
    out.push_str(rest);
    Cow::Owned(out)
}

/// Reads a tag or comment at the start of `rest`: its length and what stands for it in plain text; `None` when `<` is just a sign.
fn tag(rest: &str) -> Option<(usize, &'static str)> {
    if rest.starts_with("<!--") {
        return Some((rest.find("-->").map_or(rest.len(), |end| end + 3), ""));
    }
    let inner = &rest[1..];
    let closing = inner.starts_with('/');
    let name_at = usize::from(closing);
    let name_end = inner[name_at..].find(|c: char| !c.is_ascii_alphanumeric()).map_or(inner.len(), |n| n + name_at);
    let name = inner[name_at..name_end].to_ascii_lowercase();
    let layout = layout_of(&name)?;
    let end = rest.find('>')? + 1;
    let text = match layout {
        Layout::Inline => "",
        Layout::Line if closing => "",
        Layout::Line => "\n",
        Layout::Space => " ",
        Layout::Paragraph => "\n\n",
        // The next item or the end of the list begins a line of its own.
        Layout::Item if closing => "",
        Layout::Item => "\n- ",
        Layout::Dropped if closing => "",
        Layout::Dropped => {
            let close = format!("</{name}");
            let body = &rest[end..];
            let lower = body.to_ascii_lowercase();
            let Some(at) = lower.find(&close) else {
                return Some((rest.len(), ""));
            };
            let after = &body[at..];
            return Some((end + at + after.find('>').map_or(after.len(), |n| n + 1), ""));
        }
    };
    Some((end, text))
}

enum Layout {
    Inline,
    Space,
    Line,
    Paragraph,
    Item,
    /// Tag and content.
    Dropped,
}

/// Only names of HTML are tags: "x < y" and "<Name>" stay as they are.
fn layout_of(name: &str) -> Option<Layout> {
    Some(match name {
        "a" | "abbr" | "b" | "big" | "cite" | "code" | "em" | "font" | "i" | "img" | "ins" | "del" | "mark" | "o"
        | "s" | "small" | "span" | "strike" | "strong" | "sub" | "sup" | "tt" | "u" | "wbr" | "body" | "html"
        | "tbody" | "thead" | "meta" | "link" | "label" | "center" => Layout::Inline,
        "td" | "th" => Layout::Space,
        "br" | "tr" | "dt" | "dd" => Layout::Line,
        "p" | "div" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "ul" | "ol" | "dl" | "table" | "hr" | "blockquote"
        | "pre" | "section" | "article" | "header" | "footer" => Layout::Paragraph,
        "li" => Layout::Item,
        "script" | "style" | "head" | "iframe" | "object" | "title" => Layout::Dropped,
        _ => return None,
    })
}

/// Reads `&name;` or `&#…;` at the start of `rest`; its length, or `None` when `&` is just a sign.
fn entity(rest: &str, out: &mut String) -> Option<usize> {
    let end = rest.bytes().take(34).position(|b| b == b';')?;
    let name = &rest[1..end];
    if let Some(number) = name.strip_prefix('#') {
        out.push(character_reference(number)?);
        return Some(end + 1);
    }
    if name.is_empty() || !name.bytes().all(|b| b.is_ascii_alphanumeric()) {
        return None;
    }
    out.push_str(quick_xml::escape::resolve_html5_entity(name)?);
    Some(end + 1)
}

/// `223`, `xDF`; numbers from 128 to 159 mean Windows-1252 as in browsers.
pub(crate) fn character_reference(number: &str) -> Option<char> {
    let code = match number.strip_prefix(['x', 'X']) {
        Some(hex) => u32::from_str_radix(hex, 16).ok()?,
        None => number.parse().ok()?,
    };
    let character = char::from_u32(code)?;
    Some(if character == '\0' { '\u{fffd}' } else { character })
}

/// Characters, spaces and lines: control characters away, runs of spaces to one, at most one empty line, list signs to `- `.
fn tidy(text: &str) -> String {
    let needs_nfc = !text.is_ascii() && !is_nfc(text);
    let normal: Cow<'_, str> = if needs_nfc { Cow::Owned(text.nfc().collect()) } else { Cow::Borrowed(text) };
    let normal = repair_mojibake(normal);
    let mut out = String::with_capacity(normal.len());
    let mut line_start = 0;
    let mut pending_space = false;
    let mut empty_lines = 0usize;
    let mut previous_was_return = false;
    for character in normal.chars() {
        let is_newline = matches!(character, '\n' | '\r' | '\u{2028}' | '\u{2029}' | '\u{0b}' | '\u{0c}');
        if is_newline {
            if character == '\n' && previous_was_return {
                previous_was_return = false;
                continue;
            }
            previous_was_return = character == '\r';
            pending_space = false;
            if out.len() == line_start {
                empty_lines += 1;
            } else {
                finish_line(&mut out, line_start);
                if out.len() == line_start {
                    // A sign of a list with nothing behind it.
                    empty_lines += 1;
                } else {
                    out.push('\n');
                    line_start = out.len();
                    empty_lines = 0;
                }
            }
            continue;
        }
        previous_was_return = false;
        let kept = match character {
            ' ' | '\t' | '\u{a0}' | '\u{2007}' | '\u{202f}' | '\u{3000}' => {
                pending_space = out.len() > line_start;
                continue;
            }
            '\u{0}'..='\u{1f}'
            | '\u{7f}'
            | '\u{ad}'
            | '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{2064}'
            | '\u{feff}'
            | '\u{fffe}'
            | '\u{ffff}' => continue,
            '\u{80}'..='\u{9f}' => match windows_1252(character) {
                Some(meant) => meant,
                None => continue,
            },
            other => other,
        };
        if out.len() == line_start && empty_lines > 0 && !out.is_empty() {
            out.push('\n');
            line_start = out.len();
            empty_lines = 0;
        }
        if pending_space {
            out.push(' ');
            pending_space = false;
        }
        out.push(kept);
    }
    finish_line(&mut out, line_start);
    out.truncate(out.trim_end().len());
    out
}

/// Makes `• Punkt`, `*Punkt`, `· Punkt` a list item.
fn finish_line(out: &mut String, line_start: usize) {
    let line = &out[line_start..];
    let rest = match line.chars().next() {
        Some(sign @ ('•' | '·' | '●' | '▪' | '◦' | '‣' | '\u{f0b7}')) => &line[sign.len_utf8()..],
        Some('*') if !line[1..].contains('*') => &line[1..],
        // A hyphen or dash needs its space: "-5 Grad" is no list item.
        Some(sign @ ('–' | '-')) if line[sign.len_utf8()..].starts_with(' ') => &line[sign.len_utf8()..],
        _ => return,
    };
    let rest = rest.trim_start().to_owned();
    out.truncate(line_start);
    if !rest.is_empty() {
        out.push_str("- ");
        out.push_str(&rest);
    }
}

/// What a C1 control character stands for when it is a Windows-1252 byte in disguise.
fn windows_1252(character: char) -> Option<char> {
    let byte = [u8::try_from(u32::from(character)).ok()?];
    let (text, _) = encoding_rs::WINDOWS_1252.decode_without_bom_handling(&byte);
    text.chars().next().filter(|meant| !meant.is_control())
}

/// UTF-8 that was once read as Windows-1252 and written again ("fÃ¼r"): turned back when the whole text can be.
fn repair_mojibake(text: Cow<'_, str>) -> Cow<'_, str> {
    if text.is_ascii() || !["Ã", "â€", "Â"].iter().any(|sign| text.contains(sign)) {
        return text;
    }
    let (bytes, _, unmappable) = encoding_rs::WINDOWS_1252.encode(&text);
    if unmappable {
        return text;
    }
    match std::str::from_utf8(&bytes) {
        Ok(meant) => Cow::Owned(meant.to_owned()),
        Err(_) => text,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn html_becomes_plain_text() {
        for (source, expected) in [
            ("einfach", "einfach"),
            ("<p>Eins</p><p>Zwei</p>", "Eins\n\nZwei"),
            ("Eins<br>Zwei<br/>Drei", "Eins\nZwei\nDrei"),
            ("<ul><li>Brot</li><li>Salz</li></ul>danach", "- Brot\n- Salz\n\ndanach"),
            ("<b>fett</b> und <i>schräg</i>", "fett und schräg"),
            ("Kunst &amp; Kultur", "Kunst & Kultur"),
            ("T&ouml;pfern f&uuml;r alle &#8211; jetzt", "Töpfern für alle – jetzt"),
            ("T&amp;ouml;pfern", "Töpfern"),
            ("&amp;lt;p&amp;gt;Text&amp;lt;/p&amp;gt;", "Text"),
            ("&lt;b&gt;fett&lt;/b&gt;", "fett"),
            ("3 < 5 und 7 > 2", "3 < 5 und 7 > 2"),
            ("R&B, Q&A; AT&T", "R&B, Q&A; AT&T"),
            ("<script>alert('x')</script>Text<style>p{}</style>", "Text"),
            ("<!-- verborgen -->sichtbar", "sichtbar"),
            ("<Name> bitte eintragen", "<Name> bitte eintragen"),
            ("viele   \u{a0} Leerzeichen\t hier", "viele Leerzeichen hier"),
            ("a\r\nb\r\n\r\n\r\n\r\nc", "a\nb\n\nc"),
            ("• Brot\n* Salz\n– Öl\n-5 Grad", "- Brot\n- Salz\n- Öl\n-5 Grad"),
            ("Ton\u{0}fall\u{7}\u{ad}s", "Tonfalls"),
            ("Windows \u{96} Gedankenstrich", "Windows – Gedankenstrich"),
            ("fu\u{308}r", "für"),
            ("fÃ¼r MÃ¤dchen", "für Mädchen"),
            ("Âme et Ã la carte ü", "Âme et Ã la carte ü"),
            ("&#0;&#xD800;&unbekannt;", "\u{fffd}&#xD800;&unbekannt;"),
            ("<a href=\"https://example.org\">hier</a>", "hier"),
            ("<p", "<p"),
            ("<ul>\n <li>Brot</li>\n <li>Salz</li>\n</ul>\ndanach", "- Brot\n- Salz\n\ndanach"),
            ("Eins<br />\nZwei <br><br>\n Drei", "Eins\nZwei\n\nDrei"),
        ] {
            assert_eq!(plain_text(source), expected, "{source:?}");
        }
    }

    #[test]
    fn a_title_is_one_line() {
        assert_eq!(plain_line(" Yoga<br>am  Abend\n "), "Yoga am Abend");
        assert_eq!(plain_line("Excel 1"), "Excel 1");
    }

    proptest! {
        /// The short cut takes only texts that the long way leaves as they are.
        #[test]
        fn what_counts_as_plain_is_plain(source in "[a-zÄß –„“…â€Ã*\n-]{0,30}") {
            let source = source.trim();
            if is_plain(source) {
                prop_assert_eq!(tidy(&strip_markup(source)), source);
            }
        }

        /// Clean text stays as it is, whatever it was.
        #[test]
        fn cleaning_twice_changes_nothing(source in "[a-zÄß<>/&;#0-9 \n\t*•\u{ad}-]{0,60}") {
            let once = plain_text(&source);
            // A text may spell out an entity only after the third round; one more cleaning is then allowed to resolve it.
            let twice = plain_text(&once);
            prop_assert_eq!(plain_text(&twice), twice);
        }

        #[test]
        fn no_control_characters_and_no_space_runs_survive(source in "\\PC{0,40}[\u{0}-\u{20}]{0,5}\\PC{0,40}") {
            let text = plain_text(&source);
            prop_assert!(text.chars().all(|c| c == '\n' || !c.is_control()));
            prop_assert!(!text.contains("  ") && !text.contains("\n\n\n") && text.trim() == text);
        }
    }
}
