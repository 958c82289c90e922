//! Mojibake: UTF-8 that was once read through a table of single-byte characters ("itâ€™s")
//! becomes what it was, and control characters become what they stood for.
//!
//! Ports of Python's ftfy exist (the crate `plsfix`), but they know no Greek table, rewrite
//! whole lines and also straighten quotation marks. Here only a sequence that is well-formed
//! UTF-8 in some table *and* means a plausible character *and* makes no sense as it stands
//! is touched, so that "café", «ΩΡΑ Β’» and «CAFÉ» stay what they are.

use encoding_rs::{
    Encoding, ISO_8859_7, MACINTOSH, WINDOWS_1250, WINDOWS_1251, WINDOWS_1252, WINDOWS_1253,
    WINDOWS_1254,
};
use rustc_hash::FxHashMap;
use std::sync::LazyLock;

/// `text` repaired, or none if there is nothing to repair.
///
/// What is repaired once needs no second repair.
pub(super) fn repair(text: &str) -> Option<String> {
    let mut repaired = pass(text)?;
    // Each pass shortens what it touches to a half or less, so a few settle any text.
    while let Some(again) = pass(&repaired) {
        repaired = again;
    }
    Some(repaired)
}

/// A table of single-byte characters that UTF-8 was read through.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Table {
    Western,
    Turkish,
    Central,
    Greek,
    Cyrillic,
    Mac,
}

use Table::{Central, Cyrillic, Greek, Mac, Turkish, Western};

const TABLES: [Table; 6] = [Western, Turkish, Central, Greek, Cyrillic, Mac];

impl Table {
    /// The encodings of this name, the first to know a character giving its byte.
    fn encodings(self) -> Vec<&'static Encoding> {
        match self {
            Western => vec![WINDOWS_1252],
            Turkish => vec![WINDOWS_1254],
            Central => vec![WINDOWS_1250, WINDOWS_1252],
            Greek => vec![WINDOWS_1253, ISO_8859_7, WINDOWS_1252],
            Cyrillic => vec![WINDOWS_1251],
            Mac => vec![MACINTOSH],
        }
    }
}

/// For every character of any table its byte in each; 0 where it has none.
static BYTES: LazyLock<FxHashMap<char, [u8; TABLES.len()]>> = LazyLock::new(|| {
    let mut bytes: FxHashMap<char, [u8; TABLES.len()]> = FxHashMap::default();
    let mut learn = |c: char, table: usize, byte: u8| {
        let known = &mut bytes.entry(c).or_default()[table];
        *known = if *known == 0 { byte } else { *known };
    };
    for (table, kind) in TABLES.iter().enumerate() {
        for (rank, encoding) in kind.encodings().into_iter().enumerate() {
            // Beside the first table, windows-1252 only fills the gaps among 80..A0.
            let last = if rank > 0 && encoding == WINDOWS_1252 { 0x9f } else { 0xff };
            for byte in 0x80..=last {
                let shown = encoding.decode_without_bom_handling(&[byte]).0.chars().next();
                if let Some(c) = shown.filter(|&c| c != '\u{fffd}') {
                    learn(c, table, byte);
                }
            }
        }
        if *kind != Mac {
            (0x80..=0x9f).for_each(|byte| learn(char::from(byte), table, byte));
        }
    }
    bytes
});

/// Repairs what can be seen at once; none if nothing can.
fn pass(text: &str) -> Option<String> {
    let mut out = String::new();
    let mut kept = 0;
    let mut at = 0;
    while let Some(next) = suspect(text.as_bytes(), at) {
        let rest = text.get(next..).expect("suspects begin characters");
        match fix(before(text, next), rest, next == 0) {
            Some((length, fixed)) => {
                out.push_str(text.get(kept..next).expect("cut before a character"));
                out.push_str(&fixed);
                kept = next + length;
                at = kept;
            }
            None => at = next + rest.chars().next().map_or(1, char::len_utf8),
        }
    }
    if kept == 0 {
        return None;
    }
    out.push_str(text.get(kept..).expect("cut after a character"));
    Some(out)
}

/// The two characters before byte `at`, nearest first.
fn before(text: &str, at: usize) -> [char; 2] {
    let mut back = text.get(..at).unwrap_or_default().chars().rev();
    [back.next().unwrap_or(' '), back.next().unwrap_or(' ')]
}

/// The next byte from `at` on that begins something other than ASCII text.
fn suspect(bytes: &[u8], at: usize) -> Option<usize> {
    let odd = |b: u8| b >= 0x7f || (b < 0x20 && !matches!(b, b'\t'..=b'\r'));
    let rest = bytes.get(at..)?;
    // In blocks, because the compiler can then compare many bytes at a time.
    let clean =
        rest.chunks_exact(32).take_while(|chunk| !chunk.iter().fold(false, |any, &b| any | odd(b)));
    let skip = 32 * clean.count();
    rest[skip..].iter().position(|&b| odd(b)).map(|found| at + skip + found)
}

/// What the beginning of `rest` should have been, and how many bytes of it.
fn fix(before: [char; 2], rest: &str, first: bool) -> Option<(usize, String)> {
    let c = rest.chars().next()?;
    if c == '\u{feff}' && first {
        return Some((c.len_utf8(), String::new()));
    }
    if c.is_ascii() {
        return Some((1, " ".to_owned()));
    }
    // A sequence is of at least two characters beyond ASCII; most marks stand alone.
    if rest.as_bytes().get(c.len_utf8()).is_some_and(|&b| b >= 0x80)
        && let Some(bytes) = BYTES.get(&c)
    {
        let leads = (0..TABLES.len()).filter(|&table| (0xc2..=0xf4).contains(&bytes[table]));
        for table in leads {
            if let Some(found) = sequences(table, before, rest) {
                return Some(found);
            }
        }
    }
    control(c).map(|meant| (c.len_utf8(), meant.to_string()))
}

/// What a control character beyond ASCII stands for: windows-1252 read as Latin-1.
fn control(c: char) -> Option<char> {
    let byte = u8::try_from(u32::from(c)).ok().filter(|byte| (0x80..=0x9f).contains(byte))?;
    let meant = WINDOWS_1252.decode_without_bom_handling(&[byte]).0.chars().next()?;
    Some(if meant == c || meant == '\u{fffd}' { ' ' } else { meant })
}

/// Reads as many sequences in a row as `rest` begins with, if they are plausible.
fn sequences(table: usize, before: [char; 2], rest: &str) -> Option<(usize, String)> {
    let mut length = 0;
    let mut fixed = String::new();
    let mut lone = false;
    while let Some((bytes, c)) = sequence(table, rest.get(length..)?) {
        if !possible(TABLES[table], c) {
            break;
        }
        length += bytes;
        fixed.push(c);
    }
    let mut chars = fixed.chars();
    let c = chars.next()?;
    if chars.next().is_none() {
        let after = rest.get(length..)?.chars().next().unwrap_or(' ');
        lone = !plausible_alone(TABLES[table], c, before, after);
    }
    (!lone).then_some((length, fixed))
}

/// One character of UTF-8 that `rest` begins with, each of its bytes shown as a character
/// of the table, and how many bytes of `rest` it took.
fn sequence(table: usize, rest: &str) -> Option<(usize, char)> {
    let mut chars = rest.char_indices();
    let mut next = || {
        let (at, c) = chars.next()?;
        Some((at + c.len_utf8(), c, BYTES.get(&c).map_or(0, |bytes| bytes[table])))
    };
    let (_, _, lead) = next()?;
    let count = match lead {
        0xc2..=0xdf => 2,
        0xe0..=0xef => 3,
        0xf0..=0xf4 => 4,
        _ => return None,
    };
    let mut bytes = [lead, 0, 0, 0];
    let greek = TABLES[table] == Greek;
    let mut end = 0;
    for place in 1..count {
        let (at, c, byte) = next()?;
        // The last byte of ” has no character in windows-1252 and is often lost.
        let lost = c == '\u{fffd}' && bytes.starts_with(b"\xe2\x80") && place == 2;
        let byte = match c {
            _ if lost => 0x9d,
            // Both tables of Greek have curly quotes, in two places; bullets, arrows and
            // pictures tell which was meant.
            '’' if greek && bytes.starts_with(b"\xe2\x80") => 0xa2,
            '‘' if greek && place + 1 == count => 0xa1,
            _ => byte,
        };
        if !(0x80..=0xbf).contains(&byte) {
            return None;
        }
        bytes[place] = byte;
        end = at;
    }
    let c = std::str::from_utf8(&bytes[..count]).ok()?.chars().next()?;
    Some((end, c))
}

/// Whether text ever holds `c`, so that a run of such characters is believable.
fn possible(table: Table, c: char) -> bool {
    let shown = mark(table, c) || letter(c);
    shown
        || matches!(c,
            '\u{80}'..='\u{bf}'
            // Greek, Cyrillic, Hebrew, Arabic: the letters in use
            | '\u{386}'..='\u{3ce}' | 'Ё'..='Џ' | 'А'..='я' | 'ё'..='џ' | 'Ґ' | 'ґ'
            | '\u{5d0}'..='\u{5ea}' | '\u{60c}' | '\u{61b}' | '\u{61f}'..='\u{652}' | '\u{6cc}'
            // Indic, Thai, Georgian; Chinese, Japanese, Korean
            | '\u{900}'..='\u{dff}' | '\u{e01}'..='\u{e5b}' | '\u{10d0}'..='\u{10ff}'
            | '\u{3000}'..='\u{30ff}' | '\u{4e00}'..='\u{9fff}' | '\u{ac00}'..='\u{d7a3}'
            | '\u{ff01}'..='\u{ff5e}')
}

/// Punctuation, arrows, symbols and pictures that come one at a time.
fn mark(table: Table, c: char) -> bool {
    match table {
        Western | Turkish | Central | Greek => {
            let fraction = table != Greek && matches!(c, '⅐'..='⅞');
            fraction
                || matches!(c,
                    '\u{200b}'..='\u{200f}' | '‐'..='…' | '\u{202f}' | '‰'..='›' | '⁄' | '\u{2060}'
                    | '₠'..='₿' | '№' | '™' | '←'..='⇿' | '∀'..='⋿' | '■'..='◿' | '☀'..='➿'
                    | '⬀'..='⯿' | '\u{fe0f}' | '\u{feff}' | '\u{fffd}'
                    | '\u{1f000}'..='\u{1faff}')
        }
        // Here the bytes of such marks are letters, so only the common ones count.
        Cyrillic | Mac => matches!(c,
            '\u{200b}' | '‐'..='…' | '‹' | '›' | '€' | '№' | '™' | '←'..='↓' | '\u{feff}'
            | '\u{1f300}'..='\u{1faff}'),
    }
}

/// Latin letters with accents.
fn letter(c: char) -> bool {
    matches!(c, 'À'..='ſ' | 'Ș'..='ț' | 'Ḁ'..='ỿ') && c != '×' && c != '÷'
}

/// Whether `c`, shown as one sequence with no other beside it, is more plausible than the
/// characters that show it.
fn plausible_alone(table: Table, c: char, before: [char; 2], after: char) -> bool {
    if mark(table, c) {
        return true;
    }
    let latin = before[0].is_ascii_alphabetic();
    if letter(c) {
        // «MANHû is a word in capitals and a quotation mark; "manhÃ£" is not.
        let capitals =
            before[0].is_uppercase() && !(before[1].is_alphabetic() && before[1].is_lowercase());
        let case = if c.is_lowercase() {
            !capitals || after.is_lowercase()
        } else {
            !before[0].is_lowercase()
        };
        // A word in capitals may end in what begins one of these and «» (PÅ»).
        let within = c < '\u{100}' || before[0].is_ascii_lowercase();
        return match table {
            Western | Turkish | Central | Greek => {
                case && (latin && within || after.is_ascii_lowercase())
            }
            Cyrillic | Mac => before[0].is_ascii_lowercase(),
        };
    }
    // What two bytes from C2 on say: symbols of Latin-1.
    match (table, c) {
        (Western | Turkish | Central, '\u{80}'..='\u{bf}') => !before[0].is_uppercase(),
        (Greek, '£' | '§' | '©' | '®' | '°' | '±' | '¼'..='¾') => {
            let greek = |c: char| matches!(c, '\u{370}'..='\u{3ff}');
            !greek(before[0]) && !greek(after)
        }
        (Mac, '\u{a0}' | '£' | '©' | '®' | '°') => true,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// `text` as it looks after its UTF-8 was read through `encoding`.
    fn spoil(text: &str, encoding: &'static Encoding) -> String {
        let mut spoilt = String::new();
        for &byte in text.as_bytes() {
            let byte_of_text = [byte];
            match encoding.decode_without_bom_handling(&byte_of_text).0.as_ref() {
                "\u{fffd}" => spoilt.push(char::from(byte)),
                shown => spoilt.push_str(shown),
            }
        }
        spoilt
    }

    #[test]
    fn what_was_spoilt_is_repaired() {
        for (spoilt, meant) in [
            (
                "The mayorâ€™s office said â€œsixâ€\u{9d} â€” no more.",
                "The mayor’s office said “six” — no more.",
            ),
            ("â€œsixâ€\u{fffd} men", "“six” men"),
            ("cafÃ© in BesanÃ§on, CAFÃ‰", "café in Besançon, CAFÉ"),
            ("costs Â£300 at 30Â°C", "costs £300 at 30°C"),
            ("todayÃ¢Â\u{80}Â\u{99}s vote", "today’s vote"),
            ("Read on β†’", "Read on →"),
            ("May 3β€’by Harbour Desk", "May 3•by Harbour Desk"),
            ("πŸ’‘ Try βœ“ this", "💡 Try ✓ this"),
            ("itвЂ™s в„– 5", "it’s № 5"),
            ("it‚Äôs a caf√©", "it’s a café"),
            ("ğŸ’¡ idea", "💡 idea"),
            ("ÐŸÑ€Ð¸Ð²ÐµÑ‚", "Привет"),
            ("РџСЂРёРІРµС‚", "Привет"),
            ("he \u{93}never\u{94} said so\u{85}", "he “never” said so…"),
            ("\u{feff}six\u{0} men", "six  men"),
        ] {
            assert_eq!(repair(spoilt).as_deref(), Some(meant), "{spoilt}");
        }
    }

    #[test]
    fn what_is_right_stays() {
        for text in [
            "naïve café, Besançon, «CAFÉ», «MANHû, PÅ», «På», œuvre, Ångström",
            "Η ΩΡΑ Β’, Γ’ τάξη, «Β», α, β… και β’ μέρος, π.χ. «π»",
            "В Киеве в„Правде“ слов… «В», РІДНІ СІРІ ТІЇ, вії, її",
            "‚Äpfel‘ und ‚Öl‘, Spaß“, „Ä“, 2√π, ¬p",
            "Việt Nam, Đà Nẵng, Łódź, Çeşme, ğ, İstanbul",
            "日本語、한국어、العربية",
            "“six” – ‘ten’ … 30°C £300 €5 ½ №5 → ✓ 💡",
            "l’été… à 5 €… É… é»… é”…",
        ] {
            assert_eq!(repair(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_reading_of_english_with_marks_is_undone(
            words in prop::collection::vec("[a-z]{1,6}|’s|“[a-z]{2,5}”|[a-z]{2}é[a-z]{2}| — |… ", 1..12),
            table in 0..4usize,
        ) {
            let text = words.join(" ");
            let encoding = [WINDOWS_1252, WINDOWS_1254, WINDOWS_1253, WINDOWS_1250][table];
            let spoilt = spoil(&text, encoding);
            let meant = if text.is_ascii() { None } else { Some(text) };
            prop_assert_eq!(repair(&spoilt), meant);
        }

        #[test]
        fn repairing_twice_is_repairing_once(
            text in "([ -~]|[À-ÿ]|[\u{80}-\u{bf}]|[€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]|[Α-ω]|[А-яЂђЃѓ]|[√¬Äô\u{feff}\u{fffd}]){0,40}",
        ) {
            if let Some(repaired) = repair(&text) {
                prop_assert_eq!(repair(&repaired), None);
            }
        }
    }
}
