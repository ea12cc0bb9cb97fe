//! One record as a small tree in an arena that is used again for the next record: elements, attributes and text, from XML or JSON.

use std::borrow::Cow;
use std::ops::Range;

const NONE: u32 = u32::MAX;

/// The tree of one record. Filled by `formats::xml` or `formats::json`, read through [`Element`].
#[derive(Debug, Default)]
pub struct Tree {
    nodes: Vec<Node>,
    /// All names and texts, one after the other.
    chars: String,
    open: Vec<u32>,
}

#[derive(Debug)]
struct Node {
    kind: Kind,
    name: Range<u32>,
    /// Of a text or an attribute.
    value: Range<u32>,
    first_child: u32,
    last_child: u32,
    next: u32,
    line: u32,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Element,
    Attribute,
    Text,
}

impl Tree {
    pub fn clear(&mut self) {
        self.nodes.clear();
        self.chars.clear();
        self.open.clear();
    }

    /// The outermost element.
    pub fn root(&self) -> Option<Element<'_>> {
        (!self.nodes.is_empty()).then_some(Element { tree: self, index: 0 })
    }

    pub(super) fn depth(&self) -> usize {
        self.open.len()
    }

    pub(super) fn open_element(&mut self, name: &str, line: u64) {
        let name = self.push_chars(name);
        let index = self.push(Kind::Element, name, 0..0, line);
        self.open.push(index);
    }

    pub(super) fn close_element(&mut self) {
        self.open.pop();
    }

    pub(super) fn add_attribute(&mut self, name: &str, value: &str) {
        let name = self.push_chars(name);
        let value = self.push_chars(value);
        self.push(Kind::Attribute, name, value, 0);
    }

    /// Text that follows text is one text: CDATA and references split it in the source.
    pub(super) fn add_text(&mut self, text: &str) {
        let Some(parent) = self.open.last() else { return };
        let last = self.nodes[*parent as usize].last_child;
        if last != NONE && self.nodes[last as usize].kind == Kind::Text {
            let value = self.push_chars(text);
            self.nodes[last as usize].value.end = value.end;
            return;
        }
        // White space between elements; it only counts inside running text.
        if text.trim_ascii().is_empty() && (last == NONE || !self.has_text(*parent)) {
            return;
        }
        let value = self.push_chars(text);
        self.push(Kind::Text, 0..0, value, 0);
    }

    fn has_text(&self, parent: u32) -> bool {
        let mut child = self.nodes[parent as usize].first_child;
        while child != NONE {
            if self.nodes[child as usize].kind == Kind::Text {
                return true;
            }
            child = self.nodes[child as usize].next;
        }
        false
    }

    fn push_chars(&mut self, text: &str) -> Range<u32> {
        let start = self.chars.len() as u32;
        self.chars.push_str(text);
        start..self.chars.len() as u32
    }

    fn push(&mut self, kind: Kind, name: Range<u32>, value: Range<u32>, line: u64) -> u32 {
        let index = self.nodes.len() as u32;
        let line = u32::try_from(line).unwrap_or(u32::MAX);
        self.nodes.push(Node { kind, name, value, first_child: NONE, last_child: NONE, next: NONE, line });
        if let Some(parent) = self.open.last() {
            let parent = *parent as usize;
            match self.nodes[parent].last_child {
                NONE => self.nodes[parent].first_child = index,
                last => self.nodes[last as usize].next = index,
            }
            self.nodes[parent].last_child = index;
        }
        index
    }

    fn chars(&self, range: &Range<u32>) -> &str {
        &self.chars[range.start as usize..range.end as usize]
    }
}

/// An element of a [`Tree`].
#[derive(Debug, Clone, Copy)]
pub struct Element<'t> {
    tree: &'t Tree,
    index: u32,
}

impl<'t> Element<'t> {
    fn node(self) -> &'t Node {
        &self.tree.nodes[self.index as usize]
    }

    /// Name without namespace prefix.
    pub fn name(self) -> &'t str {
        self.tree.chars(&self.node().name)
    }

    pub fn line(self) -> u64 {
        u64::from(self.node().line)
    }

    fn nodes(self) -> impl Iterator<Item = Element<'t>> {
        let mut next = self.node().first_child;
        std::iter::from_fn(move || {
            if next == NONE {
                return None;
            }
            let index = next;
            next = self.tree.nodes[index as usize].next;
            Some(Element { tree: self.tree, index })
        })
    }

    pub fn children(self) -> impl Iterator<Item = Element<'t>> {
        self.nodes().filter(|child| child.node().kind == Kind::Element)
    }

    pub fn children_named(self, name: &'static str) -> impl Iterator<Item = Element<'t>> {
        self.children().filter(move |child| child.name() == name)
    }

    pub fn child(self, name: &str) -> Option<Element<'t>> {
        self.children().find(|child| child.name() == name)
    }

    /// The element at the end of a path of names, taking the first of several.
    pub fn find(self, path: &[&str]) -> Option<Element<'t>> {
        path.iter().try_fold(self, |element, name| element.child(name))
    }

    pub fn attribute(self, name: &str) -> Option<&'t str> {
        let mut attributes = self.nodes().filter(|node| node.node().kind == Kind::Attribute);
        attributes.find(|node| node.name() == name).map(|node| self.tree.chars(&node.node().value))
    }

    /// The text inside, without white space around it. Elements inside running text (unescaped HTML) appear as tags.
    pub fn text(self) -> Cow<'t, str> {
        let mut inner = self.nodes().filter(|node| node.node().kind != Kind::Attribute);
        let Some(first) = inner.next() else {
            return Cow::Borrowed("");
        };
        if inner.next().is_none() && first.node().kind == Kind::Text {
            return Cow::Borrowed(self.tree.chars(&first.node().value).trim());
        }
        let mut markup = String::new();
        self.write_markup(&mut markup);
        Cow::Owned(markup.trim().to_owned())
    }

    /// Text of the child with this name; empty when there is none.
    pub fn child_text(self, name: &str) -> Cow<'t, str> {
        self.child(name).map(Element::text).unwrap_or_default()
    }

    fn write_markup(self, out: &mut String) {
        for node in self.nodes() {
            match node.node().kind {
                Kind::Attribute => {}
                Kind::Text => out.push_str(self.tree.chars(&node.node().value)),
                Kind::Element => {
                    let name = node.name();
                    out.push('<');
                    out.push_str(name);
                    out.push('>');
                    node.write_markup(out);
                    out.push_str("</");
                    out.push_str(name);
                    out.push('>');
                }
            }
        }
    }
}
