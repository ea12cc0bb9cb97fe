//! A page as text: landmarks, headings, links, fields with their labels, tables, messages. What a screen reader has to go by; what only
//! the eye sees (classes, order of attributes, wrappers) is left out, so that a change of looks changes no snapshot.
//!
//! Reads the well-formed HTML that our templates write; it is no parser for the web.

use std::collections::HashMap;
use std::fmt::Write as _;

/// One line per thing, indented by landmark.
pub fn outline(html: &str) -> String {
    let nodes = Reader { rest: html }.read();
    let mut ids = HashMap::new();
    collect_labels(&nodes, &mut ids);
    let mut out = String::new();
    write_nodes(&nodes, &ids, 0, &mut out);
    out
}

#[derive(Debug)]
enum Node {
    Text(String),
    Element { name: String, attributes: HashMap<String, String>, children: Vec<Node> },
}

const VOID: &[&str] =
    &["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"];

struct Reader<'a> {
    rest: &'a str,
}

impl Reader<'_> {
    fn read(mut self) -> Vec<Node> {
        let mut stack: Vec<(String, HashMap<String, String>, Vec<Node>)> =
            vec![(String::new(), HashMap::new(), Vec::new())];
        while !self.rest.is_empty() {
            let Some(open) = self.rest.find('<') else {
                push(&mut stack, Node::Text(unescape(self.rest)));
                break;
            };
            if open > 0 {
                push(&mut stack, Node::Text(unescape(&self.rest[..open])));
            }
            self.rest = &self.rest[open..];
            if self.rest.starts_with("<!") {
                self.skip_past('>');
            } else if let Some(rest) = self.rest.strip_prefix("</") {
                let end = rest.find('>').unwrap_or(rest.len());
                let name = rest[..end].trim().to_ascii_lowercase();
                self.rest = rest.get(end + 1..).unwrap_or_default();
                // Closes everything inside as well, should the page have forgotten to.
                if let Some(at) = stack.iter().rposition(|(open, ..)| *open == name) {
                    while stack.len() > at {
                        close(&mut stack);
                    }
                }
            } else {
                let (name, attributes) = self.tag();
                if VOID.contains(&name.as_str()) {
                    push(&mut stack, Node::Element { name, attributes, children: Vec::new() });
                } else if matches!(name.as_str(), "script" | "style" | "template") {
                    let end = self.rest.find(&format!("</{name}")).unwrap_or(self.rest.len());
                    self.rest = &self.rest[end..];
                    self.skip_past('>');
                } else {
                    stack.push((name, attributes, Vec::new()));
                }
            }
        }
        while stack.len() > 1 {
            close(&mut stack);
        }
        stack.pop().map(|(_, _, nodes)| nodes).unwrap_or_default()
    }

    fn skip_past(&mut self, end: char) {
        self.rest = self.rest.find(end).map_or("", |at| &self.rest[at + end.len_utf8()..]);
    }

    /// Begins at `<`, ends after `>`.
    fn tag(&mut self) -> (String, HashMap<String, String>) {
        let body = &self.rest[1..];
        let name_end = body.find(|c: char| c.is_whitespace() || c == '>' || c == '/').unwrap_or(body.len());
        let name = body[..name_end].to_ascii_lowercase();
        let mut rest = &body[name_end..];
        let mut attributes = HashMap::new();
        loop {
            rest = rest.trim_start_matches(|c: char| c.is_whitespace() || c == '/');
            if rest.is_empty() {
                break;
            }
            if let Some(after) = rest.strip_prefix('>') {
                rest = after;
                break;
            }
            // `=` without a name in front of it would not move on.
            rest = rest.trim_start_matches('=');
            let key_end = rest.find(|c: char| c.is_whitespace() || matches!(c, '=' | '>' | '/')).unwrap_or(rest.len());
            let key = rest[..key_end].to_ascii_lowercase();
            rest = &rest[key_end..];
            let mut value = String::new();
            if let Some(after) = rest.strip_prefix("=\"") {
                let end = after.find('"').unwrap_or(after.len());
                value = unescape(&after[..end]);
                rest = after.get(end + 1..).unwrap_or_default();
            }
            attributes.insert(key, value);
        }
        self.rest = rest;
        (name, attributes)
    }
}

type Open = (String, HashMap<String, String>, Vec<Node>);

fn push(stack: &mut [Open], node: Node) {
    if let Some((_, _, children)) = stack.last_mut() {
        children.push(node);
    }
}

fn close(stack: &mut Vec<Open>) {
    if let Some((name, attributes, children)) = stack.pop() {
        push(stack, Node::Element { name, attributes, children });
    }
}

fn unescape(text: &str) -> String {
    let text = text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&#39;", "'");
    text.replace("&nbsp;", "\u{a0}").replace("&amp;", "&")
}

/// Text of everything with an id and of labels, for `for` and `aria-labelledby`.
fn collect_labels(nodes: &[Node], ids: &mut HashMap<String, String>) {
    for node in nodes {
        let Node::Element { name, attributes, children } = node else { continue };
        if let Some(id) = attributes.get("id") {
            ids.entry(id.clone()).or_insert_with(|| text_of(children));
        }
        if let (true, Some(field)) = (name == "label", attributes.get("for")) {
            ids.insert(format!("for:{field}"), text_of(children));
        }
        collect_labels(children, ids);
    }
}

fn is_hidden(attributes: &HashMap<String, String>) -> bool {
    attributes.contains_key("hidden") || attributes.get("aria-hidden").is_some_and(|value| value == "true")
}

/// All text in one line; alternative texts of pictures count.
fn text_of(nodes: &[Node]) -> String {
    let mut text = String::new();
    gather(nodes, &mut text);
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn gather(nodes: &[Node], text: &mut String) {
    for node in nodes {
        match node {
            Node::Text(found) => text.push_str(found),
            Node::Element { attributes, .. } if is_hidden(attributes) => {}
            Node::Element { name, attributes, children } => {
                if let Some(label) = attributes.get("aria-label").or_else(|| attributes.get("alt")) {
                    let _ = write!(text, " {label} ");
                } else {
                    // Blocks do not run together.
                    if !matches!(name.as_str(), "a" | "abbr" | "b" | "em" | "i" | "span" | "strong" | "time") {
                        text.push(' ');
                    }
                    gather(children, text);
                    if matches!(name.as_str(), "p" | "div" | "li" | "br" | "dt" | "dd" | "td" | "th") {
                        text.push(' ');
                    }
                }
            }
        }
    }
}

fn write_nodes(nodes: &[Node], ids: &HashMap<String, String>, depth: usize, out: &mut String) {
    for node in nodes {
        let (name, attributes, children) = match node {
            Node::Element { name, attributes, children } => (name, attributes, children),
            Node::Text(text) => {
                let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
                if !text.is_empty() {
                    let _ = writeln!(out, "{}{text}", "  ".repeat(depth));
                }
                continue;
            }
        };
        if is_hidden(attributes) || matches!(name.as_str(), "head" | "svg") {
            continue;
        }
        let attribute = |key: &str| attributes.get(key).map(String::as_str).unwrap_or_default();
        let mut line = |text: String| {
            let _ = writeln!(out, "{}{text}", "  ".repeat(depth));
        };
        let labelled = || -> String {
            let by = attribute("aria-labelledby");
            let texts: Vec<&str> = by.split_whitespace().filter_map(|id| ids.get(id)).map(String::as_str).collect();
            if texts.is_empty() { attribute("aria-label").to_owned() } else { texts.join(" ") }
        };
        let named =
            |what: &str, name: String| if name.is_empty() { what.to_owned() } else { format!("{what} „{name}“") };
        if matches!(attribute("role"), "alert" | "status") {
            line(format!("{}: {}", attribute("role"), text_of(children)));
            continue;
        }
        match name.as_str() {
            "header" | "nav" | "main" | "footer" | "aside" | "form" | "fieldset" | "search" | "dialog" => {
                let legend = children.iter().find_map(|child| match child {
                    Node::Element { name, children, .. } if name == "legend" => Some(text_of(children)),
                    _ => None,
                });
                let target = if name == "form" { format!(" → {}", attribute("action")) } else { String::new() };
                line(format!("{}{target}", named(name, legend.unwrap_or_else(labelled))));
                write_nodes(children, ids, depth + 1, out);
            }
            "section" if !labelled().is_empty() => {
                line(named("section", labelled()));
                write_nodes(children, ids, depth + 1, out);
            }
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
                line(format!("{} {}", "#".repeat(usize::from(name.as_bytes()[1] - b'0')), text_of(children)));
                if has_structure(children) {
                    write_nodes(children, ids, depth + 1, out);
                }
            }
            "a" if attributes.contains_key("href") => {
                let text = if labelled().is_empty() { text_of(children) } else { labelled() };
                let current = if attribute("aria-current").is_empty() { "" } else { " (current)" };
                line(format!("link „{text}“ → {}{current}", attribute("href")));
            }
            "button" => line(named("button", if labelled().is_empty() { text_of(children) } else { labelled() })),
            "summary" => line(named("summary", text_of(children))),
            "input" if attribute("type") == "hidden" => {
                line(format!("hidden {}={}", attribute("name"), attribute("value")));
            }
            "input" | "select" | "textarea" => {
                let label = ids.get(&format!("for:{}", attribute("id"))).cloned().unwrap_or_else(labelled);
                let label = if label.is_empty() { "(no label)".to_owned() } else { label };
                let kind = if name == "input" { attribute("type") } else { name };
                let state = if attributes.contains_key("checked") { " (checked)" } else { "" };
                let value = match (name.as_str(), attribute("value")) {
                    ("input", value) if !value.is_empty() => format!("={value}"),
                    _ => String::new(),
                };
                line(format!("{kind} „{label}“ {}{value}{state}", attribute("name")));
            }
            "table" => {
                line(format!("table {}", text_of(children).chars().take(100).collect::<String>()));
            }
            "img" => line(format!("picture „{}“", attribute("alt"))),
            // The name of its field, which has a line of its own.
            "label" | "legend" => {
                let fields: Vec<&Node> =
                    children.iter().filter(|child| has_structure(std::slice::from_ref(*child))).collect();
                for field in fields {
                    write_nodes(std::slice::from_ref(field), ids, depth, out);
                }
            }
            // Nothing inside that has a line of its own: it is one line of text.
            _ if !has_structure(children) => {
                let text = text_of(children);
                if !text.is_empty() {
                    line(text);
                }
            }
            _ => write_nodes(children, ids, depth, out),
        }
    }
}

/// Elements that run inside a line of text.
const INLINE: &[&str] =
    &["abbr", "b", "br", "code", "data", "em", "i", "kbd", "small", "span", "strong", "svg", "time", "wbr"];

fn has_structure(nodes: &[Node]) -> bool {
    nodes.iter().any(|node| match node {
        Node::Text(_) => false,
        Node::Element { attributes, .. } if is_hidden(attributes) => false,
        Node::Element { name, children, .. } => !INLINE.contains(&name.as_str()) || has_structure(children),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_told_in_order() {
        let html = r#"<!DOCTYPE html><html lang="de"><head><title>x</title></head><body>
            <a href="\#inhalt">Zum Inhalt</a>
            <nav aria-label="Hauptmenü"><ul><li><a href="/a?b&amp;c" aria-current="page">Angebote <svg aria-hidden="true"><path/></svg></a></ul></nav>
            <main><h1>Töpfern &amp; mehr</h1><script>if (1<2) {}</script>
            <form action="/angebote"><label for="q">Was?</label><input id="q" name="q" type="search" value="x">
            <label for="w">Wo?</label><select id="w" name="wo"><option>a</option></select>
            <input type="text" name="ohne"><button>Suchen</button></form>
            <p>Ein <b>Satz</b>.</p><div role="status">3 Treffer</div><p hidden>weg</p></main></body></html>"#;
        let expected = "link „Zum Inhalt“ → \\#inhalt\n\
                        nav „Hauptmenü“\n  link „Angebote“ → /a?b&c (current)\n\
                        main\n  # Töpfern & mehr\n  form → /angebote\n    search „Was?“ q=x\n    select „Wo?“ wo\n    \
                        text „(no label)“ ohne\n    button „Suchen“\n  Ein Satz.\n  status: 3 Treffer\n";
        assert_eq!(outline(html), expected);
    }

    #[test]
    fn broken_markup_ends_without_harm() {
        for html in ["<p", "<a href=", "</div>", "<p><b>x</p>", "<script>", "<!"] {
            outline(html);
        }
    }
}
