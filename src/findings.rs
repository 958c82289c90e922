//! What the pipeline finds in a [`Document`]: spans and a few typed fields.
//!
//! Findings refer to each other by index within one document. Each names the [`Rule`]
//! that found it, because a user must be able to defend every row.

use crate::document::{Document, Span};
use crate::labels::{Kind, Modality, Modifier, QuoteForm, RegionKind, SourceType, Topic, Trend};
use std::borrow::Cow;

/// The name of the rule or model head that found something, as `explain` shows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Rule(pub &'static str);

/// A sentence, without surrounding white space, inside one region.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sentence {
    /// Where it stands.
    pub span: Span,
    /// What part of the article it belongs to.
    pub region: RegionKind,
}

/// A number as read: multipliers resolved.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Number {
    /// One value; the modifier says whether it is a bound.
    Value(f64),
    /// Two ends, low then high.
    Range(f64, f64),
    /// Recognised as a number, but too large or too long to read without error.
    Unreadable,
    /// Digits that say no amount as a whole: 7/10/2023, 24/7, a result of 3-1.
    None,
}

/// A numeric expression, normalised.
#[derive(Clone, Debug, PartialEq)]
pub struct Quantity {
    /// The expression without its counted noun and modifier words; multiplier, currency
    /// and percent signs are in ("$3.5bn", "12 percent", "3,000 to 5,000", "dozens").
    pub span: Span,
    /// Index of the sentence it stands in.
    pub sentence: usize,
    /// What it is.
    pub kind: Kind,
    /// What it says.
    pub number: Number,
    /// How exact it claims to be.
    pub modifier: Modifier,
    /// ISO code for money, `%` for percent, a singular English word for measures and
    /// durations; empty for counts and ratios.
    pub unit: Cow<'static, str>,
    /// The direction, if the quantity is itself a rise or a fall.
    pub trend: Option<Trend>,
    /// The rule that read it.
    pub rule: Rule,
}

/// What a reader makes of one quantity: its role in the sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Arguments {
    /// The noun phrase counted or measured.
    pub counted: Option<Span>,
    /// Who does it, or whose they are.
    pub actor: Option<Span>,
    /// The verb or event noun that tells what happened to the counted thing.
    pub event: Option<Span>,
    /// What the number is about.
    pub topic: Topic,
    /// How the sentence commits itself.
    pub modality: Modality,
}

/// A place where the text gives content to a source.
#[derive(Clone, Debug, PartialEq)]
pub struct Attribution {
    /// The sentence of the cue, or of the content if there is no cue.
    pub sentence: usize,
    /// The source's full noun phrase; none for agentless hedges.
    pub source: Option<Span>,
    /// The words that signal the attribution; none for a free quote.
    pub cue: Option<Span>,
    /// What the source is said to have said, in order; several pieces if interrupted.
    pub content: Vec<Span>,
    /// Who vouches.
    pub source_type: SourceType,
    /// Whether the content stands in quotation marks.
    pub quote: QuoteForm,
    /// The attribution whose content holds this one, if any.
    pub parent: Option<usize>,
    /// The source's fullest name in the article, if it is not the source string itself.
    pub speaker: Option<String>,
    /// How sure the reader is, if it can tell.
    pub belief: Option<Belief>,
    /// The rule that found it.
    pub rule: Rule,
}

/// How sure a reader is of an attribution, as calibrated probabilities.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Belief {
    /// That somebody says this here.
    pub attribution: f32,
    /// That the source is of its type.
    pub source_type: f32,
    /// The type that came second, and its probability.
    pub runner_up: (SourceType, f32),
}

/// A quantity with its arguments and the attribution that carries it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Claim {
    /// Index of the quantity.
    pub quantity: usize,
    /// What is counted, what happened to it, who did it.
    pub arguments: Arguments,
    /// Index of the innermost attribution whose content holds the quantity; none when
    /// the writer states it.
    pub attribution: Option<usize>,
}

/// All that was found in one document.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Findings {
    /// In order of the text.
    pub sentences: Vec<Sentence>,
    /// In order of the text.
    pub quantities: Vec<Quantity>,
    /// In order of their cue, or content.
    pub attributions: Vec<Attribution>,
    /// One for each quantity that is a claim, in order of the text.
    pub claims: Vec<Claim>,
}

impl Attribution {
    /// The fullest name there is for who speaks: the speaker, else the source's words, else those
    /// of the cue ("reportedly"); nothing for a quotation that nobody is named for.
    pub fn name<'d>(&'d self, doc: &'d Document) -> Option<&'d str> {
        let words = || self.source.or(self.cue).map(|span| doc.slice(span));
        self.speaker.as_deref().or_else(words)
    }
}

impl Findings {
    /// The attribution at `innermost` and those around it, outward.
    pub fn outward(&self, innermost: Option<usize>) -> impl Iterator<Item = &Attribution> {
        let at = |index: usize| self.attributions.get(index);
        let parent = move |a: &&Attribution| a.parent.and_then(at);
        // A parent can never be met twice, but nothing may hang should one be.
        std::iter::successors(innermost.and_then(at), parent).take(self.attributions.len())
    }
}

/// How many attributions stand around each one; 0 for the outermost.
pub(crate) fn depths(attributions: &[Attribution]) -> Vec<usize> {
    let mut depths = vec![None; attributions.len()];
    let mut inside = Vec::new();
    for index in 0..attributions.len() {
        let mut at = Some(index);
        let mut depth = 0;
        while let Some(index) = at {
            if let Some(known) = depths[index] {
                depth = known + 1;
                break;
            }
            // Known for the time being, lest parents in a circle, which there are none of, hang it.
            depths[index] = Some(0);
            inside.push(index);
            at = attributions[index].parent;
        }
        while let Some(index) = inside.pop() {
            depths[index] = Some(depth);
            depth += 1;
        }
    }
    depths.into_iter().map(Option::unwrap_or_default).collect()
}
