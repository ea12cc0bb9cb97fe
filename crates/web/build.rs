//! Two things before the crate is compiled: the folder of built assets exists (an empty one will do: pages are then plain but complete),
//! and every message of the German locale becomes a function, so that a key that does not exist cannot be compiled.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

use fluent_syntax::ast::{Entry, Expression, InlineExpression, Pattern, PatternElement};

fn main() {
    let root = PathBuf::from(env::var("CARGO_MANIFEST_DIR").expect("cargo sets it")).join("../..");
    let dist = root.join("assets/dist");
    fs::create_dir_all(&dist).expect("the folder of the checkout can be written");
    println!("cargo::rerun-if-changed={}", dist.display());
    println!("cargo::rerun-if-changed=build.rs");

    let out = PathBuf::from(env::var("OUT_DIR").expect("cargo sets it"));
    let mut functions = String::new();
    let mut texts = String::new();
    for language in ["de", "en"] {
        let folder = root.join("locale").join(language);
        println!("cargo::rerun-if-changed={}", folder.display());
        let _ = writeln!(texts, "pub(super) const {}: &[(&str, &str)] = &[", language.to_uppercase());
        for file in ftl_files(&folder) {
            println!("cargo::rerun-if-changed={}", file.display());
            let name = file.file_stem().expect("a file has a name").to_string_lossy().into_owned();
            let path = fs::canonicalize(&file).expect("the file was just listed");
            let path = path.to_str().expect("the checkout lies at a path of Unicode");
            let _ = writeln!(texts, "    ({name:?}, include_str!({path:?})),");
            if language == "de" {
                write_functions(&mut functions, &file);
            }
        }
        texts.push_str("];\n");
    }
    fs::write(out.join("say.rs"), functions).expect("OUT_DIR can be written");
    fs::write(out.join("texts.rs"), texts).expect("OUT_DIR can be written");
}

fn ftl_files(folder: &Path) -> BTreeSet<PathBuf> {
    let entries = fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let files = entries.map(|entry| entry.expect("a listed file can be read").path());
    files.filter(|path| path.extension().is_some_and(|extension| extension == "ftl")).collect()
}

/// `results-count = { $count } Angebote` becomes `pub fn results_count(words: &Words, count: impl Into<FluentValue>) -> String`.
fn write_functions(functions: &mut String, file: &Path) {
    let text = fs::read_to_string(file).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
    let resource = fluent_syntax::parser::parse(text.as_str())
        .unwrap_or_else(|(_, errors)| panic!("{}: {errors:?}", file.display()));
    for entry in resource.body {
        let Entry::Message(message) = entry else { continue };
        let Some(pattern) = &message.value else { continue };
        let key = message.id.name;
        let name = key.replace('-', "_").to_lowercase();
        let name = if matches!(name.as_str(), "where" | "for" | "type") { format!("{name}_") } else { name };
        let mut variables = BTreeSet::new();
        collect_variables(pattern, &mut variables);
        let parameters: String = variables.iter().map(|v| format!(", {v}: impl Into<FluentValue<'static>>")).collect();
        let arguments: String = variables.iter().map(|v| format!("({v:?}, {v}.into()), ")).collect();
        let doc = format!("Message `{key}`.");
        let _ = writeln!(
            functions,
            "#[doc = {doc:?}]\npub fn {name}(words: &Words{parameters}) -> String {{ words.format({key:?}, vec![{arguments}]) }}"
        );
    }
}

fn collect_variables<'s>(pattern: &Pattern<&'s str>, variables: &mut BTreeSet<&'s str>) {
    for element in &pattern.elements {
        if let PatternElement::Placeable { expression } = element {
            collect_from_expression(expression, variables);
        }
    }
}

fn collect_from_expression<'s>(expression: &Expression<&'s str>, variables: &mut BTreeSet<&'s str>) {
    match expression {
        Expression::Inline(inline) => collect_from_inline(inline, variables),
        Expression::Select { selector, variants } => {
            collect_from_inline(selector, variables);
            for variant in variants {
                collect_variables(&variant.value, variables);
            }
        }
    }
}

fn collect_from_inline<'s>(inline: &InlineExpression<&'s str>, variables: &mut BTreeSet<&'s str>) {
    match inline {
        InlineExpression::VariableReference { id } => {
            variables.insert(id.name);
        }
        InlineExpression::Placeable { expression } => collect_from_expression(expression, variables),
        _ => {}
    }
}
