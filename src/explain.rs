//! Explain: findings drawn over the words they were found in, with the rule that found them.
//!
//! Drawing is left to `annotate-snippets`, the Rust compiler's own; a long sentence is broken
//! into lines at spaces, a space for a line break, so that no offset moves.

use crate::document::{Document, Span};
use crate::findings::{Attribution, Belief, Claim, Findings, Number, Quantity};
use crate::labels::Modifier;
use annotate_snippets::{Annotation, AnnotationKind, Group, Level, Renderer, Snippet};
use std::fmt::Write as _;

/// Columns a drawn line may take, before its last word.
const WIDTH: usize = 84;

/// Draws every claim and attribution of `doc`, in the order of the text.
///
/// Claims say what the number says, about what, and who vouches; attributions say who speaks,
/// by which words, and what is said. Each names its rule.
pub fn explain(doc: &Document, findings: &Findings, renderer: &Renderer) -> String {
    let mut drawn: Vec<(usize, usize, String)> = Vec::new();
    for (index, attribution) in findings.attributions.iter().enumerate() {
        let picture = draw_attribution(doc, findings, index, attribution, renderer);
        drawn.push((attribution.sentence, extent(attribution).start(), picture));
    }
    for claim in &findings.claims {
        let quantity = &findings.quantities[claim.quantity];
        let picture = draw_claim(doc, findings, claim, quantity, renderer);
        drawn.push((quantity.sentence, quantity.span.start(), picture));
    }
    drawn.sort_by_key(|&(sentence, start, _)| (sentence, start));
    let mut text = String::new();
    for (_, _, picture) in &drawn {
        // Trailing blanks of the drawing would only trouble version control.
        for line in picture.lines() {
            let _ = writeln!(text, "{}", line.trim_end());
        }
        text.push('\n');
    }
    text
}

/// How a quantity reads: `at most 30,000 [count]` in the words of the tables.
pub fn reading(quantity: &Quantity) -> String {
    let number = match quantity.number {
        Number::Value(value) => value.to_string(),
        Number::Range(low, high) => format!("{low} to {high}"),
        Number::Unreadable => "unreadable".to_owned(),
        Number::None => return format!("no amount ({})", quantity.kind),
    };
    let modifier = match quantity.modifier {
        Modifier::Exact | Modifier::Range => String::new(),
        modifier => format!("{modifier} "),
    };
    let unit = match &*quantity.unit {
        "" => String::new(),
        unit => format!(" {unit}"),
    };
    let trend = quantity.trend.map_or(String::new(), |trend| format!(", {trend}"));
    format!("{modifier}{number}{unit} ({}{trend})", quantity.kind)
}

/// The sources that vouch, innermost first: `unnamed diplomat (anonymous_official) < Kyiv Post (news_outlet)`.
pub fn chain(doc: &Document, findings: &Findings, innermost: Option<usize>) -> String {
    let name =
        |a: &Attribution| format!("{} ({})", a.name(doc).unwrap_or("nobody named"), a.source_type);
    let mut names: Vec<String> = findings.outward(innermost).map(name).collect();
    names.dedup();
    if names.is_empty() { "the writer (unattributed)".to_owned() } else { names.join(" < ") }
}

fn draw_claim(
    doc: &Document,
    findings: &Findings,
    claim: &Claim,
    quantity: &Quantity,
    renderer: &Renderer,
) -> String {
    let arguments = &claim.arguments;
    let mut marks = vec![(quantity.span, AnnotationKind::Primary, "number")];
    let roles =
        [(arguments.counted, "counted"), (arguments.event, "event"), (arguments.actor, "actor")];
    for (span, role) in roles {
        marks.extend(span.map(|span| (span, AnnotationKind::Context, role)));
    }
    let title = format!("{}, {}, {}", reading(quantity), arguments.topic, arguments.modality);
    let notes = [
        ("said by", chain(doc, findings, claim.attribution)),
        ("rule", quantity.rule.0.to_owned()),
    ];
    draw(doc, findings, "claim", &title, &marks, &notes, renderer)
}

fn draw_attribution(
    doc: &Document,
    findings: &Findings,
    index: usize,
    attribution: &Attribution,
    renderer: &Renderer,
) -> String {
    let mut marks = Vec::new();
    marks.extend(attribution.cue.map(|span| (span, AnnotationKind::Primary, "cue")));
    marks.extend(attribution.source.map(|span| (span, AnnotationKind::Context, "source")));
    for &piece in &attribution.content {
        marks.push((piece, AnnotationKind::Context, "content"));
    }
    let title = format!("{}, {}", chain(doc, findings, Some(index)), attribution.quote);
    let mut notes = vec![("rule", attribution.rule.0.to_owned())];
    if let Some(Belief { attribution: score, source_type, runner_up: (second, other) }) =
        attribution.belief
    {
        let first = attribution.source_type;
        notes.push(("score", format!("{score:.2}, {first} {source_type:.2}, {second} {other:.2}")));
    }
    draw(doc, findings, "attribution", &title, &marks, &notes, renderer)
}

/// From the first to the last character an attribution touches.
fn extent(attribution: &Attribution) -> Span {
    let spans =
        attribution.content.iter().copied().chain(attribution.cue).chain(attribution.source);
    spans.reduce(Span::cover).unwrap_or(Span::new(0, 0))
}

fn draw(
    doc: &Document,
    findings: &Findings,
    name: &str,
    title: &str,
    marks: &[(Span, AnnotationKind, &str)],
    notes: &[(&str, String)],
    renderer: &Renderer,
) -> String {
    let touched = marks.iter().map(|mark| mark.0).reduce(Span::cover).unwrap_or(Span::new(0, 0));
    let sentences = findings.sentences.iter().map(|sentence| sentence.span);
    let shown = sentences.filter(|span| span.overlaps(touched)).fold(touched, Span::cover);
    let source = broken(doc.slice(shown));
    let annotations = marks.iter().map(|&(span, kind, role)| -> Annotation<'_> {
        kind.span(span.start() - shown.start()..span.end() - shown.start()).label(role)
    });
    let snippet = Snippet::source(source.as_str()).fold(false).annotations(annotations);
    let mut group: Group<'_> = Level::INFO.with_name(name).primary_title(title).element(snippet);
    for (name, note) in notes {
        group = group.element(Level::NOTE.with_name(*name).message(note.as_str()));
    }
    renderer.render(&[group])
}

/// `text` with a line break for a space wherever a line would grow too long.
fn broken(text: &str) -> String {
    let mut broken = String::with_capacity(text.len());
    let mut column = 0;
    for c in text.chars() {
        if c == ' ' && column >= WIDTH {
            broken.push('\n');
            column = 0;
        } else {
            column = if c == '\n' { 0 } else { column + 1 };
            broken.push(c);
        }
    }
    broken
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Meta, Region};
    use crate::findings::{Arguments, Rule, Sentence};
    use crate::labels::{Kind, Modality, QuoteForm, RegionKind, SourceType, Topic};

    const TEXT: &str = "Norland may send up to 4,000 more engineers to the “border zone”, an unnamed \
                        Western diplomat told the Harbour Tribune, which has covered the talks since spring.";

    fn at(words: &str) -> Span {
        let start = TEXT.find(words).expect("words of the text");
        Span::new(start, start + words.len())
    }

    #[test]
    fn a_claim_and_its_attribution_are_drawn() {
        let whole = Span::new(0, TEXT.len());
        let region = Region { span: whole, kind: RegionKind::Body };
        let doc = Document::new("d".into(), TEXT.into(), Meta::default(), vec![region], false);
        let findings = Findings {
            sentences: vec![Sentence { span: whole, region: RegionKind::Body }],
            quantities: vec![Quantity {
                span: at("4,000"),
                sentence: 0,
                kind: Kind::Count,
                number: Number::Value(4000.0),
                modifier: Modifier::AtMost,
                unit: "".into(),
                trend: None,
                rule: Rule("digits"),
            }],
            attributions: vec![Attribution {
                sentence: 0,
                source: Some(at("an unnamed Western diplomat")),
                cue: Some(at("told the Harbour Tribune")),
                content: vec![Span::new(0, at(", an").start())],
                source_type: SourceType::AnonymousOfficial,
                quote: QuoteForm::Mixed,
                parent: None,
                speaker: None,
                belief: Some(Belief {
                    attribution: 0.91,
                    source_type: 0.84,
                    runner_up: (SourceType::NamedOfficial, 0.09),
                }),
                rule: Rule("cue after content"),
            }],
            claims: vec![Claim {
                quantity: 0,
                arguments: Arguments {
                    counted: Some(at("more engineers")),
                    actor: Some(at("Norland")),
                    event: Some(at("send")),
                    topic: Topic::Personnel,
                    modality: Modality::Possible,
                },
                attribution: Some(0),
            }],
        };
        insta::assert_snapshot!(explain(&doc, &findings, &Renderer::plain()));
    }
}
