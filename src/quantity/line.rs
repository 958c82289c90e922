//! [`Line`]: one sentence as the grammar sees it, with the questions that rules ask.

use super::lex::{Digits, Kind, Token};
use super::lexicon::{Known, Lexicon, Role, UNKNOWN, WordId};

/// The tokens of a sentence and its text.
pub(super) struct Line<'t> {
    pub(super) text: &'t str,
    pub(super) tokens: &'t [Token],
    pub(super) lexicon: &'static Lexicon,
    /// Most words start with a capital letter, so capitals tell nothing.
    pub(super) headline: bool,
    /// No other sentence stands in the document.
    pub(super) only: bool,
}

impl<'t> Line<'t> {
    pub(super) fn new(text: &'t str, tokens: &'t [Token], lexicon: &'static Lexicon) -> Self {
        let words = tokens.iter().filter(|t| matches!(t.kind, Kind::Word(_)));
        let (all, capital) =
            words.fold((0, 0), |(all, capital), t| (all + 1, capital + usize::from(t.capital)));
        Self { text, tokens, lexicon, headline: capital * 5 > all * 3 && all > 2, only: false }
    }

    /// Whether the tokens `start` to `end` are all there is.
    pub(super) fn spans(&self, start: usize, end: usize) -> bool {
        start == 0 && end == self.tokens.len()
    }

    pub(super) fn known(&self) -> &'static Known {
        &self.lexicon.known
    }

    /// The word at `at`; unknown for anything else, and beyond the ends.
    pub(super) fn word(&self, at: usize) -> WordId {
        match self.tokens.get(at).map(|token| token.kind) {
            Some(Kind::Word(id)) => id,
            Some(Kind::Mark('+')) => self.known().plus_sign,
            Some(Kind::Mark('~')) => self.known().tilde,
            Some(Kind::Mark('>')) => self.known().above,
            Some(Kind::Mark('<')) => self.known().below,
            Some(Kind::Mark('≥')) => self.known().no_less,
            Some(Kind::Mark('≤')) => self.known().no_more,
            Some(Kind::Mark('=')) => self.known().equal,
            _ => UNKNOWN,
        }
    }

    /// The word before `at`.
    pub(super) fn word_before(&self, at: usize) -> WordId {
        at.checked_sub(1).map_or(UNKNOWN, |before| self.word(before))
    }

    /// Whether the word at `at` is `id`.
    pub(super) fn is(&self, at: usize, id: WordId) -> bool {
        id != UNKNOWN && self.word(at) == id
    }

    /// Whether the word at `at` belongs to one of `classes`.
    pub(super) fn in_class(&self, at: usize, classes: u64) -> bool {
        self.lexicon.word(self.word(at)).classes & classes != 0
    }

    /// Whether the word before `at` belongs to one of `classes`.
    pub(super) fn class_before(&self, at: usize, classes: u64) -> bool {
        at > 0 && self.in_class(at - 1, classes)
    }

    pub(super) fn role(&self, at: usize) -> Option<Role> {
        self.lexicon.word(self.word(at)).role
    }

    pub(super) fn digits(&self, at: usize) -> Option<Digits> {
        match self.tokens.get(at)?.kind {
            Kind::Number(digits) => Some(digits),
            _ => None,
        }
    }

    pub(super) fn mark(&self, at: usize) -> Option<char> {
        match self.tokens.get(at)?.kind {
            Kind::Mark(mark) => Some(mark),
            _ => None,
        }
    }

    pub(super) fn mark_before(&self, at: usize) -> Option<char> {
        at.checked_sub(1).and_then(|before| self.mark(before))
    }

    /// Whether nothing stands between token `at` and the one before it.
    pub(super) fn glued(&self, at: usize) -> bool {
        at > 0 && self.tokens.get(at).is_some_and(|token| token.start == self.tokens[at - 1].end)
    }

    /// Whether a hyphen stands at `at`, glued on both sides.
    pub(super) fn hyphen(&self, at: usize) -> bool {
        self.mark(at).is_some_and(is_hyphen) && self.glued(at) && self.glued(at + 1)
    }

    /// `at`, or the token after it if a hyphen stands there.
    pub(super) fn skip_hyphen(&self, at: usize) -> usize {
        if self.hyphen(at) { at + 1 } else { at }
    }

    pub(super) fn is_word(&self, at: usize) -> bool {
        matches!(self.tokens.get(at).map(|token| token.kind), Some(Kind::Word(_)))
    }

    pub(super) fn capital(&self, at: usize) -> bool {
        self.tokens.get(at).is_some_and(|token| token.capital)
    }

    /// The letters of token `at`.
    pub(super) fn letters(&self, at: usize) -> &'t str {
        let token = self.tokens.get(at);
        token.and_then(|t| self.text.get(t.start as usize..t.end as usize)).unwrap_or("")
    }

    /// The text from token `at` on.
    pub(super) fn rest(&self, at: usize) -> &'t str {
        self.tokens.get(at).and_then(|t| self.text.get(t.start as usize..)).unwrap_or("")
    }

    /// The first token that starts at byte `from` of the sentence or after, from `at` on.
    pub(super) fn token_from(&self, mut at: usize, from: usize) -> usize {
        while self.tokens.get(at).is_some_and(|token| (token.start as usize) < from) {
            at += 1;
        }
        at
    }

    /// Whether `words` stand at `at`, hyphens between them allowed: the token after them.
    pub(super) fn phrase(&self, at: usize, words: &[WordId]) -> Option<usize> {
        let mut at = at;
        for (i, word) in words.iter().enumerate() {
            at = if i > 0 { self.skip_hyphen(at) } else { at };
            if !self.is(at, *word) {
                return None;
            }
            at += 1;
        }
        Some(at)
    }

    /// Whether `words` end just before `at`: their first token.
    pub(super) fn phrase_before(&self, at: usize, words: &[WordId]) -> Option<usize> {
        let start = at.checked_sub(words.len())?;
        words.iter().enumerate().all(|(i, word)| self.is(start + i, *word)).then_some(start)
    }
}

/// Hyphen-minus, hyphen, non-breaking hyphen.
pub(super) fn is_hyphen(mark: char) -> bool {
    matches!(mark, '-' | '\u{2010}' | '\u{2011}')
}

/// Any dash that may stand in a range.
pub(super) fn is_dash(mark: char) -> bool {
    is_hyphen(mark) || matches!(mark, '–' | '—' | '−')
}
