//! What stands inside a page that is no HTML: JSON, a script, a style sheet, and the policy that
//! lets nothing else run.

use serde::Serialize;
use sha2::{Digest, Sha256};
use std::borrow::Cow;
use std::fmt::Write;
use std::sync::LazyLock;

/// The style sheet of every page.
pub(super) const STYLE: &str = include_str!("templates/report.css");

/// The script of every page: filters and keys.
pub(super) const SCRIPT: &str = include_str!("templates/report.js");

/// Nothing is fetched, and no script or style but ours is used, whatever an article says.
pub(super) static POLICY: LazyLock<String> = LazyLock::new(|| {
    format!(
        "default-src 'none'; script-src 'sha256-{}'; style-src 'sha256-{}'; base-uri 'none'; \
         form-action 'none'",
        base64(&Sha256::digest(SCRIPT)),
        base64(&Sha256::digest(STYLE)),
    )
});

/// A value as JSON that ends no script element and holds no character that acts on its
/// surroundings.
pub(super) fn json(value: &impl Serialize) -> String {
    let plain = serde_json::to_string(value).expect("such values are JSON");
    let mut safe = String::with_capacity(plain.len());
    for letter in plain.chars() {
        match letter {
            '<' | '>' | '&' | '\u{2028}' | '\u{2029}' | '\u{7f}'..='\u{9f}' => {
                escape(&mut safe, letter)
            }
            _ if acts(letter) => escape(&mut safe, letter),
            _ => safe.push(letter),
        }
    }
    safe
}

fn escape(out: &mut String, letter: char) {
    write!(out, "\\u{:04x}", u32::from(letter)).expect("a string takes everything");
}

/// Whether a character acts on the text around it: reorders it, hides it, or is no text at all.
fn acts(letter: char) -> bool {
    matches!(
        letter,
        '\0'..='\u{8}'
            | '\u{b}'..='\u{1f}'
            | '\u{7f}'..='\u{9f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2066}'..='\u{2069}'
            | '\u{fff9}'..='\u{fffb}'
    )
}

/// A page with such characters told by number, so that they show and do not act.
///
/// It goes over whole pages, templates' words and articles' alike, so that no cell can be
/// forgotten.
pub(super) fn visible(page: &str) -> Cow<'_, str> {
    if !page.chars().any(acts) {
        return Cow::Borrowed(page);
    }
    let mut visible = String::with_capacity(page.len() + 64);
    for letter in page.chars() {
        if acts(letter) {
            write!(visible, "⟨U+{:04X}⟩", u32::from(letter)).expect("a string takes everything");
        } else {
            visible.push(letter);
        }
    }
    Cow::Owned(visible)
}

/// A name as part of an address.
pub(super) fn address(name: &str) -> String {
    let mut address = String::with_capacity(name.len());
    for byte in name.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            address.push(char::from(byte));
        } else {
            write!(address, "%{byte:02X}").expect("a string takes everything");
        }
    }
    address
}

fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for group in bytes.chunks(3) {
        let byte = |at: usize| u32::from(group.get(at).copied().unwrap_or(0));
        let bits = byte(0) << 16 | byte(1) << 8 | byte(2);
        for at in 0..4 {
            let letter = LETTERS[(bits >> (18 - 6 * at) & 63) as usize];
            text.push(if at <= group.len() { char::from(letter) } else { '=' });
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn base64_is_that_of_rfc_4648() {
        for (bytes, text) in
            [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foobar", "Zm9vYmFy")]
        {
            assert_eq!(base64(bytes.as_bytes()), text);
        }
    }

    #[test]
    fn names_become_addresses() {
        assert_eq!(address("my report #1?.html"), "my%20report%20%231%3F.html");
    }

    proptest! {
        #[test]
        fn json_reads_back_the_same_and_ends_no_script(text in any::<String>()) {
            let hostile = format!("</script>\u{202e}{text}<!--\u{2028}");
            let json = json(&hostile);
            let unsafe_letters = ['<', '>', '&', '\u{2028}', '\u{202e}'];
            prop_assert!(!json.contains(unsafe_letters));
            let back: String = serde_json::from_str(&json).expect("it is JSON");
            prop_assert_eq!(back, hostile);
        }

        #[test]
        fn what_is_visible_acts_on_nothing(text in any::<String>()) {
            let hostile = format!("\0{text}\u{202e}");
            prop_assert!(!visible(&hostile).chars().any(acts));
        }
    }
}
