//! The sentence that says a value, as an editor writes it: "In {gebiet} [lebt ein Mensch|leben {wert} Menschen] ({jahr})."
//!
//! Verbs and nouns follow the number: where a sentence needs it, `[one|many]` or `[one|many|none]` says how. An empty first form means
//! that one is said like many, as of shares.

/// How many a sentence speaks of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Amount {
    One,
    Many,
    None,
}

/// What may stand in braces.
const NAMES: [&str; 7] = ["gebiet", "jahr", "wert", "zahl", "hundert", "betrag", "grad"];
/// Those that say the value: with its sign, without, times a hundred, without its minus.
const VALUES: [&str; 4] = ["wert", "zahl", "hundert", "betrag"];

/// The sentence for an amount, with its braces. The second value says whether it has words of its own for "none".
pub fn in_amount(template: &str, amount: Amount) -> (String, bool) {
    let mut text = String::new();
    let mut has_none = false;
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('[') {
        text.push_str(before);
        let (forms, after) = after.split_once(']').unwrap_or((after, ""));
        let forms: Vec<&str> = forms.split('|').collect();
        let many = forms.get(1).copied().unwrap_or_default();
        has_none |= forms.len() > 2;
        text.push_str(match amount {
            Amount::One => forms.first().copied().filter(|one| !one.is_empty()).unwrap_or(many),
            Amount::Many => many,
            Amount::None => forms.get(2).copied().unwrap_or(many),
        });
        rest = after;
    }
    text.push_str(rest);
    (text, has_none)
}

/// What would make a sentence that cannot be said. The message names the mistake.
pub(super) fn check(template: &str) -> Result<(), String> {
    for part in template.split('{').skip(1) {
        let name = part.split('}').next().unwrap_or_default();
        if !NAMES.contains(&name) {
            return Err(format!("„{{{name}}}“ gibt es nicht; erlaubt sind {{{}}}", NAMES.join("}, {")));
        }
    }
    if template.matches('[').count() != template.matches(']').count() {
        return Err("zu jeder Klammer [ gehört eine Klammer ]".to_owned());
    }
    for part in template.split('[').skip(1) {
        let forms = part.split(']').next().unwrap_or_default().split('|').count();
        if !(2..=3).contains(&forms) {
            return Err(
                "in eckigen Klammern stehen zwei oder drei Formen: [eins|viele] oder [eins|viele|keins]".to_owned()
            );
        }
    }
    let whole = in_amount(template, Amount::Many).0;
    // The preposition belongs to the place: "in Trier", but "im Landkreis Bergstraße".
    if whole.matches("{gebiet}").count() != whole.to_lowercase().matches("in {gebiet}").count() {
        return Err("vor {gebiet} steht „in“; daraus wird „in Trier“ oder „im Landkreis …“".to_owned());
    }
    for (names, words) in [(&["gebiet"][..], "{gebiet}"), (&["jahr"], "{jahr}"), (&VALUES, "{wert}")] {
        if !names.iter().any(|name| whole.contains(&format!("{{{name}}}"))) {
            return Err(format!("{words} fehlt"));
        }
    }
    if !template.ends_with('.') || template.trim() != template {
        return Err("ein Satz endet mit einem Punkt".to_owned());
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_follows_the_number() {
        let kitas = "In {gebiet} gibt es [eine Kita|{wert} Kitas|keine Kita] ({jahr}).";
        let students = "In {gebiet} [|haben {wert}|hat niemand] ein Fach gewählt [|x] ({jahr}).";
        for (template, amount, expected) in [
            (kitas, Amount::One, "In {gebiet} gibt es eine Kita ({jahr})."),
            (kitas, Amount::Many, "In {gebiet} gibt es {wert} Kitas ({jahr})."),
            (kitas, Amount::None, "In {gebiet} gibt es keine Kita ({jahr})."),
            (students, Amount::One, "In {gebiet} haben {wert} ein Fach gewählt x ({jahr})."),
            (students, Amount::None, "In {gebiet} hat niemand ein Fach gewählt x ({jahr})."),
        ] {
            assert_eq!(in_amount(template, amount), (expected.to_owned(), true), "{template}");
        }
        assert_eq!(in_amount("{wert} ({jahr})", Amount::None), ("{wert} ({jahr})".to_owned(), false));
    }

    #[test]
    fn mistakes_are_named() {
        for (template, mistake) in [
            ("In {gebiet} leben {wert} Menschen ({jahr}).", None),
            ("In {ort} leben {wert} ({jahr}).", Some("„{ort}“ gibt es nicht")),
            ("In {gebiet} [leben {wert} ({jahr}).", Some("zu jeder Klammer")),
            ("In {gebiet} [leben] {wert} ({jahr}).", Some("zwei oder drei Formen")),
            ("Nach {gebiet} ziehen {wert} ({jahr}).", Some("vor {gebiet} steht")),
            ("In {gebiet} leben {wert} Menschen.", Some("{jahr} fehlt")),
            ("In {gebiet} leben Menschen ({jahr}).", Some("{wert} fehlt")),
            ("In {gebiet} leben {wert} Menschen ({jahr})", Some("endet mit einem Punkt")),
        ] {
            match (check(template), mistake) {
                (Ok(()), None) => {}
                (Err(message), Some(expected)) => assert!(message.contains(expected), "{template}: {message}"),
                (result, _) => panic!("{template}: {result:?}"),
            }
        }
    }
}
