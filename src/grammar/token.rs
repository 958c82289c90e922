//! Words and marks of a document, each with a coarse part of speech.

use super::guess::form_of;
use super::words::{Classes, Lemmas, WORDS};
use super::{Groups, Sort, lex, tag};
use crate::document::{Document, Span};
use crate::findings::Sentence;
use compact_str::CompactString;

/// A coarse part of speech, as far as closed lists, endings and neighbours can tell it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Tag {
    /// Common noun.
    Noun,
    /// Capitalised name, or part of one.
    ProperNoun,
    /// he, they, who, this (standing alone).
    Pronoun,
    /// the, a, his, some, these.
    Determiner,
    /// Adjective, or participle before a noun.
    Adjective,
    /// Adverb, particle of negation.
    Adverb,
    /// Digits or number words.
    Numeral,
    /// of, in, according to.
    Preposition,
    /// and, or, but.
    Conjunction,
    /// that, whether, because, if, while: opens a clause.
    Subordinator,
    /// be, have, do in any form.
    Auxiliary,
    /// will, may, could, should.
    Modal,
    /// say, says: a finite or plain form.
    Verb,
    /// said, killed: past tense.
    VerbPast,
    /// killed, given: past participle.
    VerbParticiple,
    /// saying.
    VerbIng,
    /// to before a verb.
    To,
    /// 's and ’.
    Possessive,
    /// Opening or closing quotation mark.
    Quote,
    /// Comma.
    Comma,
    /// Full stop, question or exclamation mark, ellipsis.
    Stop,
    /// Colon or semicolon.
    Colon,
    /// Dash between words.
    Dash,
    /// Bracket.
    Bracket,
    /// Any other mark.
    Symbol,
}

impl Tag {
    /// Common or proper noun.
    pub fn is_noun(self) -> bool {
        matches!(self, Tag::Noun | Tag::ProperNoun)
    }

    /// Any form of a full verb.
    pub fn is_verb(self) -> bool {
        matches!(self, Tag::Verb | Tag::VerbPast | Tag::VerbParticiple | Tag::VerbIng)
    }

    /// Quotation mark, comma, stop, colon, dash, bracket or other mark.
    pub fn is_mark(self) -> bool {
        use Tag::{Bracket, Colon, Comma, Dash, Quote, Stop, Symbol};
        matches!(self, Quote | Comma | Stop | Colon | Dash | Bracket | Symbol)
    }
}

/// A word or a mark.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    /// Where it stands.
    pub span: Span,
    /// Its part of speech.
    pub tag: Tag,
    /// Whether it would be a plural as a noun.
    plural: bool,
    lemmas: Lemmas,
    /// Its text in lower case, with ’ as ', for look-ups.
    pub lower: CompactString,
}

impl Token {
    /// Whether it is a common noun in the plural.
    pub fn is_plural(&self) -> bool {
        self.tag == Tag::Noun && self.plural
    }

    /// Whether the table holds it as a noun or a verb.
    pub fn is_known(&self) -> bool {
        self.lemmas != Lemmas::default()
    }

    /// What it names as a noun; none for names and for words the table does not know.
    pub fn sort(&self) -> Option<Sort> {
        let singular = || WORDS.sort(WORDS.get(self.lower.strip_suffix('s')?)?.lemmas);
        WORDS.sort(self.lemmas).or_else(singular)
    }

    /// The dictionary form, read as its tag says; the word itself if that is not known.
    pub fn lemma(&self) -> &str {
        let verb = self.tag.is_verb();
        let known = |verb| WORDS.lemma(self.lemmas, verb);
        known(verb).or_else(|| known(!verb)).unwrap_or_else(|| match self.lower.strip_suffix('s') {
            Some(stem) if self.tag == Tag::Noun && !stem.ends_with('s') => stem,
            _ => &self.lower,
        })
    }
}

/// The tokens of a document, by sentence.
#[derive(Clone, Debug, Default)]
pub struct Tokens {
    tokens: Vec<Token>,
    /// For each sentence, the index one past its last token.
    ends: Vec<u32>,
}

impl Tokens {
    /// Reads the words of every sentence.
    pub fn read(doc: &Document, sentences: &[Sentence]) -> Self {
        let mut read = Self {
            tokens: Vec::with_capacity(doc.text().len() / 5),
            ends: Vec::with_capacity(sentences.len()),
        };
        let (mut shapes, mut forms) = (Vec::new(), Vec::new());
        for sentence in sentences {
            let text = doc.slice(sentence.span);
            let offset = sentence.span.start();
            let first = read.tokens.len();
            shapes.clear();
            forms.clear();
            lex::lex(text, |start, end, shape| {
                let lower = lower(text.get(start..end).expect("tokens end on boundaries"));
                let known = if shape.is_word() { WORDS.get(&lower) } else { None };
                let plural = known
                    .map_or_else(|| lower.ends_with('s'), |form| form.classes.any(Classes::PLURAL));
                forms.push(known.unwrap_or_else(|| form_of(&lower, shape)));
                shapes.push(shape);
                read.tokens.push(Token {
                    span: Span::new(offset + start, offset + end),
                    tag: Tag::Symbol,
                    plural,
                    lemmas: known.map(|form| form.lemmas).unwrap_or_default(),
                    lower,
                });
            });
            tag::tag(&mut read.tokens[first..], &mut shapes, &forms);
            let end = u32::try_from(read.tokens.len()).expect("documents are under 4 GiB");
            read.ends.push(end);
        }
        read
    }

    /// The tokens of the sentence with this index.
    pub fn of(&self, sentence: usize) -> &[Token] {
        let end = |i: usize| self.ends[i] as usize;
        let start = if sentence == 0 { 0 } else { end(sentence - 1) };
        &self.tokens[start..end(sentence)]
    }

    /// The noun groups and verb groups of the sentence with this index.
    pub fn groups(&self, sentence: usize) -> Groups<'_> {
        Groups::read(self.of(sentence))
    }
}

/// `word` in lower case, with ’ as '.
fn lower(word: &str) -> CompactString {
    if word.is_ascii() {
        let mut lower = CompactString::new(word);
        lower.as_mut_str().make_ascii_lowercase();
        lower
    } else {
        word.chars().flat_map(char::to_lowercase).map(|c| if c == '’' { '\'' } else { c }).collect()
    }
}
