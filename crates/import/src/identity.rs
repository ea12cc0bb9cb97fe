//! Ids made of what a record says, where a source gives none: the same words give the same id in every delivery.

use sha2::Digest as _;

/// Sixteen hexadecimal digits over the parts.
pub(crate) fn short_hash(parts: &[&str]) -> String {
    let digest = sha2::Sha256::digest(parts.join("\u{1f}").as_bytes());
    digest[..8].iter().map(|byte| format!("{byte:02x}")).collect::<Vec<_>>().concat()
}

/// Id of a provider that a source only names: its words in lower case, so that the same name in any spelling is the same provider.
pub(crate) fn provider_id(name: &str) -> String {
    let lower = name.to_lowercase();
    lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect::<Vec<_>>().join("-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spelling_does_not_make_a_second_provider() {
        assert_eq!(provider_id("Beispielverein e. V."), provider_id(" beispielverein  e.V."));
        assert_ne!(provider_id("Verein A"), provider_id("Verein B"));
    }

    #[test]
    fn parts_do_not_run_into_each_other() {
        assert_ne!(short_hash(&["ab", "c"]), short_hash(&["a", "bc"]));
        assert_eq!(short_hash(&["ab"]).len(), 16);
    }
}
