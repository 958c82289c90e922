//! Language: which articles are in the language that is read, told from their words.
//!
//! Told by `whatlang`: 70 languages by trigrams and scripts, in one megabyte and without a
//! model to load. `lingua` is better on single words, which no article is, and weighs hundreds
//! of megabytes; `whichlang` is faster and knows only 16 languages, so that Polish must pass
//! for one of them. What the words do not tell for certain is let pass.

use crate::document::Document;
use crate::labels::RegionKind;
use std::fmt;
use whatlang::Lang;

/// Bytes of running text that the language is told from: some ten paragraphs.
const SAMPLE: usize = 4 << 10;

/// Below this many letters, words tell too little.
const LETTERS: usize = 100;

/// Which languages are let pass.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Languages {
    /// English alone among what comes from the web (HTML and web archives), where nobody chose
    /// it; any in other inputs.
    #[default]
    Chosen,
    /// One language, in every input.
    Only(Language),
    /// Any.
    Any,
}

/// A language that can be told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Language(Lang);

impl Languages {
    /// `any`, or what [`Language::from_name`] knows.
    pub fn from_name(name: &str) -> Option<Self> {
        if name.eq_ignore_ascii_case("any") {
            return Some(Languages::Any);
        }
        Language::from_name(name).map(Languages::Only)
    }

    /// The language that keeps `doc` out, if it is surely in another than is let pass.
    pub fn refuse(self, doc: &Document, from_web: bool) -> Option<Language> {
        let wanted = match self {
            Languages::Chosen if from_web => Language(Lang::Eng),
            Languages::Only(language) => language,
            Languages::Chosen | Languages::Any => return None,
        };
        Language::of(doc).filter(|&found| found != wanted)
    }
}

/// As `--language` takes it; `en for web pages` unless it was given.
impl fmt::Display for Languages {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Languages::Chosen => f.write_str("en for web pages"),
            Languages::Only(language) => f.write_str(language.code()),
            Languages::Any => f.write_str("any"),
        }
    }
}

impl Language {
    /// By its code (`en`, `eng`, `en-GB`) or English name.
    pub fn from_name(name: &str) -> Option<Self> {
        let code = name.split(['-', '_']).next().unwrap_or_default();
        let known = |language: &Language| {
            [language.code(), language.0.code(), language.0.eng_name()]
                .iter()
                .any(|known| known.eq_ignore_ascii_case(name) || known.eq_ignore_ascii_case(code))
        };
        Lang::all().iter().copied().map(Language).find(known)
    }

    /// Its code: of two letters if it has one.
    pub fn code(self) -> &'static str {
        let code = self.0.code();
        SHORT.iter().find(|(long, _)| *long == code).map_or(code, |(_, short)| short)
    }

    /// The language of an article, if its words tell it for certain.
    pub fn of(doc: &Document) -> Option<Self> {
        let mut sample = String::new();
        let body = doc.regions().iter().filter(|region| region.kind == RegionKind::Body);
        for region in body {
            let text = doc.slice(region.span);
            let end = text.floor_char_boundary(SAMPLE.saturating_sub(sample.len()));
            sample.push_str(text.get(..end).unwrap_or_default());
            sample.push('\n');
            if sample.len() >= SAMPLE {
                break;
            }
        }
        if sample.chars().filter(|c| c.is_alphabetic()).take(LETTERS).count() < LETTERS {
            return None;
        }
        whatlang::detect(&sample).filter(whatlang::Info::is_reliable).map(|info| Self(info.lang()))
    }
}

/// The English name.
impl fmt::Display for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.eng_name())
    }
}

/// Codes of ISO 639-3 and 639-1.
#[rustfmt::skip]
const SHORT: &[(&str, &str)] = &[
    ("afr", "af"), ("aka", "ak"), ("amh", "am"), ("ara", "ar"), ("aze", "az"), ("bel", "be"),
    ("ben", "bn"), ("bul", "bg"), ("cat", "ca"), ("ces", "cs"), ("cmn", "zh"), ("cym", "cy"),
    ("dan", "da"), ("deu", "de"), ("ell", "el"), ("eng", "en"), ("epo", "eo"), ("est", "et"),
    ("fin", "fi"), ("fra", "fr"), ("guj", "gu"), ("heb", "he"), ("hin", "hi"), ("hrv", "hr"),
    ("hun", "hu"), ("hye", "hy"), ("ind", "id"), ("ita", "it"), ("jav", "jv"), ("jpn", "ja"),
    ("kan", "kn"), ("kat", "ka"), ("khm", "km"), ("kor", "ko"), ("lat", "la"), ("lav", "lv"),
    ("lit", "lt"), ("mal", "ml"), ("mar", "mr"), ("mkd", "mk"), ("mya", "my"), ("nep", "ne"),
    ("nld", "nl"), ("nob", "nb"), ("ori", "or"), ("pan", "pa"), ("pes", "fa"), ("pol", "pl"),
    ("por", "pt"), ("ron", "ro"), ("rus", "ru"), ("sin", "si"), ("slk", "sk"), ("slv", "sl"),
    ("sna", "sn"), ("spa", "es"), ("srp", "sr"), ("swe", "sv"), ("tam", "ta"), ("tel", "te"),
    ("tgl", "tl"), ("tha", "th"), ("tuk", "tk"), ("tur", "tr"), ("ukr", "uk"), ("urd", "ur"),
    ("uzb", "uz"), ("vie", "vi"), ("yid", "yi"), ("zul", "zu"),
];

#[cfg(test)]
mod tests {
    use super::*;

    fn told(text: &str) -> Option<&'static str> {
        Language::of(&Document::of_lines("a", text)).map(Language::code)
    }

    #[test]
    fn an_article_tells_its_language() {
        for (code, text) in [
            (
                "en",
                "The harbour authority of Port Ansel said on Monday that at least 41 vessels were waiting off the breakwater, and that nobody had counted the smaller boats. Jan Kowalski and Müller-Szűcs of the Rzeczpospolita Shipping Company did not answer.",
            ),
            (
                "de",
                "Die Hafenbehörde teilte am Montag mit, dass mindestens 41 Schiffe vor der Mole warteten, und dass niemand die kleineren Boote gezählt habe.",
            ),
            (
                "fr",
                "L’autorité portuaire a déclaré lundi qu’au moins 41 navires attendaient devant la jetée, et que personne n’avait compté les petites embarcations.",
            ),
            (
                "es",
                "La autoridad portuaria dijo el lunes que al menos 41 buques esperaban frente al rompeolas, y que nadie había contado las embarcaciones más pequeñas.",
            ),
            (
                "pl",
                "Zarząd portu poinformował w poniedziałek, że co najmniej 41 statków czekało przed falochronem i że nikt nie policzył mniejszych łodzi.",
            ),
            (
                "uk",
                "Адміністрація порту повідомила в понеділок, що щонайменше 41 судно чекало перед хвилерізом і що ніхто не порахував менших човнів.",
            ),
            (
                "zh",
                "港务局星期一表示，至少有四十一艘船只在防波堤外等候，没有人统计过较小的船只。一名不愿透露姓名的领航员说，实际数字是六十艘。他还说，没有人知道这些船什么时候能够进港，因为港口的起重机已经停止工作三个星期了，公司没有回答记者的提问，市长也没有对此发表任何评论。",
            ),
        ] {
            assert_eq!(told(text), Some(code), "{text}");
        }
        assert_eq!(told("Six men. Sechs Mann."), None);
    }

    #[test]
    fn languages_go_by_code_and_name() {
        for name in ["en", "EN", "eng", "en-GB", "en_US", "English"] {
            assert_eq!(Language::from_name(name).map(Language::code), Some("en"), "{name}");
        }
        assert_eq!(Language::from_name("nowhere"), None);
        assert_eq!(Languages::from_name("any"), Some(Languages::Any));
        let all =
            Lang::all().iter().all(|&lang| SHORT.iter().any(|(long, _)| *long == lang.code()));
        assert!(all && SHORT.len() == Lang::all().len());
    }

    #[test]
    fn only_the_web_is_held_to_english_unasked() {
        let german = "Die Hafenbehörde teilte am Montag mit, dass mindestens 41 Schiffe vor der Mole warteten, und dass niemand die kleineren Boote gezählt habe.";
        let doc = Document::of_lines("a", german);
        assert!(Languages::Chosen.refuse(&doc, true).is_some());
        assert!(Languages::Chosen.refuse(&doc, false).is_none());
        assert!(Languages::Any.refuse(&doc, true).is_none());
        assert!(Languages::from_name("en").unwrap().refuse(&doc, false).is_some());
        assert!(Languages::from_name("de").unwrap().refuse(&doc, true).is_none());
    }
}
