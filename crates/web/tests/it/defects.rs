//! Reads a page as a screen reader would: landmarks, headings, links, fields, tables; and says what is wrong with it.
//!
//! A small reader of our own HTML: maud writes well-formed elements, so no parser of broken pages is needed.

/// One opening, closing or empty tag, or a text.
#[derive(Debug, Clone, PartialEq)]
enum Token {
    Open { name: String, attributes: Vec<(String, String)> },
    Close(String),
    Text(String),
}

const EMPTY: &[&str] = &["meta", "link", "input", "br", "img", "hr", "circle", "path", "option"];

fn decode(text: &str) -> String {
    text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&")
}

fn tokens(html: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut rest = html;
    while let Some(start) = rest.find('<') {
        if start > 0 {
            tokens.push(Token::Text(decode(&rest[..start])));
        }
        rest = &rest[start..];
        let end = tag_end(rest);
        let tag = &rest[1..end];
        rest = &rest[end + 1..];
        if tag.starts_with('!') {
            continue;
        }
        if let Some(name) = tag.strip_prefix('/') {
            tokens.push(Token::Close(name.to_owned()));
            continue;
        }
        let (name, attributes) = attributes(tag);
        let raw = matches!(name.as_str(), "script" | "style");
        tokens.push(Token::Open { name: name.clone(), attributes });
        // Elements of pictures close themselves.
        if tag.ends_with('/') && !EMPTY.contains(&name.as_str()) {
            tokens.push(Token::Close(name.clone()));
        }
        if raw {
            let close = format!("</{name}>");
            let end = rest.find(&close).unwrap_or(rest.len());
            rest = &rest[end..];
        }
    }
    tokens
}

/// Where a tag ends: the first `>` outside quotes.
fn tag_end(text: &str) -> usize {
    let mut quoted = false;
    for (at, c) in text.char_indices() {
        match c {
            '"' => quoted = !quoted,
            '>' if !quoted => return at,
            _ => {}
        }
    }
    panic!("a tag does not end: {}", text.chars().take(80).collect::<String>())
}

fn attributes(tag: &str) -> (String, Vec<(String, String)>) {
    let (name, mut rest) = tag.split_once(char::is_whitespace).unwrap_or((tag, ""));
    let mut attributes = Vec::new();
    loop {
        rest = rest.trim_start();
        if rest.is_empty() || rest == "/" {
            return (name.trim_end_matches('/').to_owned(), attributes);
        }
        let end = rest.find(|c: char| c == '=' || c.is_whitespace()).unwrap_or(rest.len());
        let key = rest[..end].to_owned();
        rest = &rest[end..];
        if let Some(value) = rest.strip_prefix("=\"") {
            let end = value.find('"').expect("quotes are closed");
            attributes.push((key, decode(&value[..end])));
            rest = &value[end + 1..];
        } else {
            attributes.push((key, String::new()));
        }
    }
}

/// A page as it is read.
#[derive(Debug, Default)]
pub(crate) struct Outline {
    pub(crate) language: String,
    pub(crate) title: String,
    /// Level and text.
    pub(crate) headings: Vec<(u8, String)>,
    pub(crate) landmarks: Vec<String>,
    /// Name and address.
    pub(crate) links: Vec<(String, String)>,
    /// Name of each field and button.
    pub(crate) fields: Vec<String>,
    pub(crate) problems: Vec<String>,
    ids: Vec<String>,
}

struct Open {
    name: String,
    attributes: Vec<(String, String)>,
    text: String,
}

impl Open {
    fn get(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }
}

impl Outline {
    pub(crate) fn read(html: &str) -> Self {
        let tokens = tokens(html);
        let mut outline = Self::default();
        let mut labels: Vec<(String, String)> = Vec::new();
        let mut needed: Vec<(String, String)> = Vec::new();
        let mut controls: Vec<(String, Option<String>, Option<String>, bool)> = Vec::new();
        let mut open: Vec<Open> = Vec::new();
        for token in tokens {
            match token {
                Token::Text(text) => {
                    for element in &mut open {
                        element.text.push_str(&text);
                    }
                }
                Token::Open { name, attributes } => {
                    let element = Open { name, attributes, text: String::new() };
                    if let Some(id) = element.get("id") {
                        if outline.ids.iter().any(|other| other == id) {
                            outline.problems.push(format!("id „{id}“ stands twice"));
                        }
                        outline.ids.push(id.to_owned());
                    }
                    for reference in ["aria-labelledby", "aria-describedby", "aria-controls", "list", "form"] {
                        for id in element.get(reference).unwrap_or_default().split_whitespace() {
                            needed.push((reference.to_owned(), id.to_owned()));
                        }
                    }
                    if let Some(style) = element.get("style") {
                        outline.problems.push(format!("inline style: {style}"));
                    }
                    if element.attributes.iter().any(|(key, _)| key.starts_with("on")) {
                        outline.problems.push(format!("inline handler on <{}>", element.name));
                    }
                    outline.enter(&element, &open, &mut controls);
                    if !EMPTY.contains(&element.name.as_str()) {
                        open.push(element);
                    }
                }
                Token::Close(name) => {
                    if EMPTY.contains(&name.as_str()) {
                        continue;
                    }
                    let Some(element) = open.pop() else {
                        outline.problems.push(format!("</{name}> closes nothing"));
                        continue;
                    };
                    if element.name != name {
                        outline.problems.push(format!("</{name}> closes <{}>", element.name));
                    }
                    outline.leave(&element, &mut labels, &mut controls);
                }
            }
        }
        for (kind, id, label, in_label) in controls {
            let labelled =
                id.as_ref().and_then(|id| labels.iter().find(|(target, _)| target == id)).map(|(_, text)| text.clone());
            match label.or(labelled).filter(|text| !text.trim().is_empty()) {
                Some(name) => outline.fields.push(format!("{kind}: {}", squeeze(&name))),
                None if in_label => outline.fields.push(kind),
                None => outline.problems.push(format!("{kind} {id:?} has no name")),
            }
        }
        for (reference, id) in needed {
            if !outline.ids.contains(&id) {
                outline.problems.push(format!("{reference}=\"{id}\" leads nowhere"));
            }
        }
        let fragments: Vec<String> =
            outline.links.iter().filter_map(|(_, href)| href.strip_prefix('#').map(str::to_owned)).collect();
        for fragment in fragments {
            if !outline.ids.contains(&fragment) {
                outline.problems.push(format!("link to #{fragment} leads nowhere"));
            }
        }
        outline.check_headings();
        outline
    }

    fn enter(
        &mut self,
        element: &Open,
        open: &[Open],
        controls: &mut Vec<(String, Option<String>, Option<String>, bool)>,
    ) {
        let label = element.get("aria-label").map(str::to_owned);
        match element.name.as_str() {
            "html" => element.get("lang").unwrap_or_default().clone_into(&mut self.language),
            "main" | "header" | "footer" | "nav" | "aside" => {
                let name = label.map(|label| format!(" „{label}“")).unwrap_or_default();
                self.landmarks.push(format!("{}{name}", element.name));
            }
            "form" if element.get("role") == Some("search") => self.landmarks.push("search".into()),
            "input" | "select" | "textarea" if element.get("type") != Some("hidden") => {
                let in_label = open.iter().any(|outer| outer.name == "label");
                let kind = element.get("type").unwrap_or(&element.name).to_owned();
                controls.push((kind, element.get("id").map(str::to_owned), label, in_label));
                if element.get("autocomplete").is_none() && !matches!(element.get("type"), Some("checkbox" | "radio")) {
                    self.problems.push(format!("field {:?} does not decide on autocomplete", element.get("name")));
                }
            }
            "img" if element.get("alt").is_none() => self.problems.push("an image has no alt".into()),
            _ => {}
        }
    }

    fn leave(
        &mut self,
        element: &Open,
        labels: &mut Vec<(String, String)>,
        controls: &mut Vec<(String, Option<String>, Option<String>, bool)>,
    ) {
        let text = squeeze(&element.text);
        let spoken = element.get("aria-label").map_or_else(|| text.clone(), str::to_owned);
        match element.name.as_str() {
            "title" if self.title.is_empty() => self.title = text,
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
                let level = element.name.as_bytes()[1] - b'0';
                if text.is_empty() {
                    self.problems.push(format!("an empty h{level}"));
                }
                self.headings.push((level, text));
            }
            "a" => {
                if spoken.is_empty() {
                    self.problems.push(format!("a link without words to {:?}", element.get("href")));
                }
                match element.get("href") {
                    Some(href) => self.links.push((spoken, href.to_owned())),
                    None => self.problems.push(format!("a link without address: {spoken}")),
                }
            }
            "label" => {
                if let Some(target) = element.get("for") {
                    labels.push((target.to_owned(), text));
                }
            }
            "button" => controls.push(("button".into(), None, Some(spoken), false)),
            _ => {}
        }
    }

    fn check_headings(&mut self) {
        let first = self.headings.iter().filter(|(level, _)| *level == 1).count();
        if first != 1 {
            self.problems.push(format!("{first} headings of level 1"));
        }
        let mut before = 0;
        for (level, text) in &self.headings {
            if *level > before + 1 {
                self.problems.push(format!("h{level} „{text}“ follows h{before}"));
            }
            before = *level;
        }
    }
}

fn squeeze(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The checker must see each defect; a checker that cannot fail is worth nothing.
    #[test]
    fn defects_are_seen() {
        for (html, problem) in [
            ("<h1>a</h1><h3>b</h3>", "h3 „b“ follows h1"),
            ("<h2>a</h2>", "0 headings of level 1"),
            ("<h1>a</h1><h1>b</h1>", "2 headings of level 1"),
            ("<h1>a</h1><p id=\"x\"></p><p id=\"x\"></p>", "id „x“ stands twice"),
            ("<h1>a</h1><input id=\"x\" autocomplete=\"off\">", "has no name"),
            ("<h1>a</h1><label for=\"x\">X</label><input id=\"x\" name=\"q\">", "autocomplete"),
            ("<h1>a</h1><a href=\"/\"></a>", "without words"),
            ("<h1>a</h1><a href=\"#weg\">x</a>", "#weg leads nowhere"),
            ("<h1>a</h1><p aria-labelledby=\"weg\"></p>", "leads nowhere"),
            ("<h1>a</h1><img src=\"x\">", "no alt"),
            ("<h1>a</h1><button></button>", "has no name"),
            ("<h1>a</h1><p style=\"color:red\"></p>", "inline style"),
            ("<h1>a</h1><p onclick=\"x()\"></p>", "inline handler"),
            ("<h1>a</h1><p><b></p></b>", "closes"),
        ] {
            let outline = Outline::read(html);
            assert!(outline.problems.iter().any(|found| found.contains(problem)), "{html}: {:?}", outline.problems);
        }
    }

    #[test]
    fn a_sound_page_has_no_defects() {
        let outline = Outline::read(
            "<!DOCTYPE html><html lang=\"de\"><head><title>T &amp; U</title><script type=\"x\">if (a<b) {}</script></head><body>\
             <main><h1>Eins</h1><h2>Zwei</h2><label for=\"q\">Was?</label><input id=\"q\" autocomplete=\"off\"><a href=\"/\">Start</a></main></body></html>",
        );
        assert_eq!(outline.problems, Vec::<String>::new());
        assert_eq!((outline.title.as_str(), outline.language.as_str()), ("T & U", "de"));
        assert_eq!(outline.headings, [(1, "Eins".to_owned()), (2, "Zwei".to_owned())]);
        assert_eq!(outline.fields, ["input: Was?"]);
    }
}
