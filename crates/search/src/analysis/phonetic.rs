//! Kölner Phonetik (H. J. Postel 1969): German words that sound alike have one code. Breaks ties between possible corrections.

/// Code of a folded word; letters outside a–z are passed over.
pub fn code(folded: &str) -> String {
    let letters: Vec<u8> = folded.bytes().filter(u8::is_ascii_lowercase).collect();
    let mut digits = String::with_capacity(letters.len());
    let mut last = '\0';
    for (index, &letter) in letters.iter().enumerate() {
        let before = index.checked_sub(1).map(|i| letters[i]);
        let after = letters.get(index + 1).copied();
        let sound: &str = match letter {
            b'a' | b'e' | b'i' | b'j' | b'o' | b'u' | b'y' => "0",
            b'b' => "1",
            b'p' => {
                if after == Some(b'h') {
                    "3"
                } else {
                    "1"
                }
            }
            b'd' | b't' => {
                if matches!(after, Some(b'c' | b's' | b'z')) {
                    "8"
                } else {
                    "2"
                }
            }
            b'f' | b'v' | b'w' => "3",
            b'g' | b'k' | b'q' => "4",
            b'c' => {
                let hard = match before {
                    None => matches!(after, Some(b'a' | b'h' | b'k' | b'l' | b'o' | b'q' | b'r' | b'u' | b'x')),
                    Some(b's' | b'z') => false,
                    Some(_) => matches!(after, Some(b'a' | b'h' | b'k' | b'o' | b'q' | b'u' | b'x')),
                };
                if hard { "4" } else { "8" }
            }
            b'x' => {
                if matches!(before, Some(b'c' | b'k' | b'q')) {
                    "8"
                } else {
                    "48"
                }
            }
            b'l' => "5",
            b'm' | b'n' => "6",
            b'r' => "7",
            b's' | b'z' => "8",
            _ => "",
        };
        for digit in sound.chars() {
            if digit != last {
                if digit != '0' || digits.is_empty() {
                    digits.push(digit);
                }
                last = digit;
            }
        }
    }
    digits
}
