//! Front matter: the lines between two `---` at the head of a Markdown file, which tell of
//! the article what no reader of it sees.

use crate::document::Meta;

/// Longer front matter is no front matter.
const LONGEST: usize = 8192;

/// Where the front matter of `text` ends, if it begins with any.
pub(super) fn end(text: &str) -> Option<usize> {
    let rest = text.strip_prefix("---").filter(|rest| rest.starts_with(['\n', '\r']))?;
    let mut at = text.len() - rest.len();
    for line in rest.split_inclusive('\n') {
        at += line.len();
        let line = line.trim();
        if line == "---" {
            return Some(at);
        }
        let entry = line.is_empty()
            || line.starts_with(['-', '#', '"', '\''])
            || line.split_once(':').is_some_and(|(key, _)| !key.contains(' '));
        if !entry || at > LONGEST {
            return None;
        }
    }
    None
}

/// Fills what `meta` does not know from simple `key: value` lines of `front_matter`.
pub(super) fn tell(front_matter: &str, meta: &mut Meta) {
    for (key, value) in front_matter.lines().filter_map(|line| line.split_once(':')) {
        let field = match key.trim().to_ascii_lowercase().as_str() {
            "title" | "headline" => &mut meta.title,
            "date" | "published" => &mut meta.date,
            "source" | "publisher" | "site" => &mut meta.source,
            "url" | "link" | "canonical" => &mut meta.url,
            "lang" | "language" => &mut meta.language,
            _ => continue,
        };
        if field.is_empty() {
            *field = value.trim().trim_matches(['"', '\'']).to_owned();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn simple_entries_are_told() {
        let text = "---\ntitle: \"Harbour queue grows\"\ndate: 2023-05-03\ntags:\n- port\nurl: https://x.example/a\n---\n\nText: six.";
        let end = end(text).unwrap();
        let (front_matter, rest) = text.split_at(end);
        assert_eq!(rest, "\nText: six.");
        let mut meta = Meta { source: "Harbour Post".into(), ..Meta::default() };
        tell(front_matter, &mut meta);
        assert_eq!(meta.title, "Harbour queue grows");
        assert_eq!(meta.date, "2023-05-03");
        assert_eq!(meta.source, "Harbour Post");
        assert_eq!(meta.url, "https://x.example/a");
    }

    #[test]
    fn a_rule_is_no_front_matter() {
        assert_eq!(end("---\nSix men were held.\n---\nTen fled."), None);
        assert_eq!(end("--- \ntitle: x"), None);
        assert_eq!(end("---"), None);
    }
}
