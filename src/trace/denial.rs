//! Whether the text says of a number that it is not so, in its sentence or in the one after it.

use super::lexicon::Class;
use super::words::Word;

/// Whether the sentence of a number, or the sentence after it, denies it.
pub(super) fn denied(sentence: &[Word<'_>], number_at: usize, next: &[Word<'_>]) -> bool {
    denies(sentence)
        || is_none(sentence, number_at)
        || reports_are_false(sentence)
        || takes_up(next) && (denies(next) || calls_false(next))
}

/// "No fine of 40 million was imposed", "No 400 boats sank", but not "no fewer than 400".
fn is_none(words: &[Word<'_>], number_at: usize) -> bool {
    const REACH: usize = 4;
    let number_at = number_at.min(words.len());
    let near = number_at.saturating_sub(REACH)..number_at;
    near.rev().any(|at| {
        let after = &words[at + 1..number_at];
        words[at].lower == "no"
            && !after.iter().any(|word| word.after_mark || word.is(Class::Comparing))
            && (after.is_empty() || after.iter().any(|word| word.lower == "of"))
    })
}

fn denies(words: &[Word<'_>]) -> bool {
    let near = |at: usize, reach: usize, class: Class| {
        words.iter().skip(at + 1).take(reach).any(|word| word.is(class))
    };
    let turned = |at: usize| words[at.saturating_sub(5)..at].iter().any(|word| word.is(Class::Not));
    words.iter().enumerate().any(|(at, word)| {
        word.is(Class::Denies) && !turned(at)
            || word.is(Class::Rejects) && !turned(at) && near(at, 4, Class::Report)
            || word.is(Class::Not) && word.lower != "no" && near(at, 2, Class::True)
            || word.lower == "no" && words.get(at + 1).is_some_and(|next| next.lower == "such")
    })
}

/// "Reports that 340 boats sank are untrue."
fn reports_are_false(words: &[Word<'_>]) -> bool {
    let report = words.iter().position(|word| word.is(Class::Report) && word.lower != "as");
    report.is_some_and(|at| calls_false(&words[at..]))
}

/// "these messages are fake", "the figure is invented": a form of "be" or "as" stands before.
fn calls_false(words: &[Word<'_>]) -> bool {
    let links = ["is", "are", "was", "were", "as", "be", "been"];
    words.iter().enumerate().any(|(at, word)| {
        let before = &words[at.saturating_sub(4)..at];
        word.is(Class::False)
            && before.iter().any(|word| links.contains(&word.lower.as_str()))
            && !before.iter().any(|word| word.is(Class::Not))
    })
}

/// Whether a sentence begins by taking up the one before it.
fn takes_up(words: &[Word<'_>]) -> bool {
    let begins = words.iter().take(5);
    let told = |word: &Word<'_>| word.is(Class::Report) && word.lower != "as";
    let no_such = |pair: &[Word<'_>]| pair[0].lower == "no" && pair[1].is(Class::NoneOf);
    begins.clone().any(|word| word.is(Class::Anaphor) || told(word))
        || words.windows(2).take(5).any(no_such)
}

#[cfg(test)]
mod tests {
    use super::super::words::words;
    use super::*;

    #[test]
    fn denials_are_told_from_other_talk_of_truth() {
        for (sentence, next, expected) in [
            ("The mayor denied that 400 boats had sunk.", "", true),
            ("The mayor did not deny that 400 boats had sunk.", "", false),
            ("The mayor dismissed reports of 400 lost boats.", "", true),
            ("The mayor dismissed 400 clerks.", "", false),
            ("It is not true that 400 boats sank.", "", true),
            ("No such order for 400 boats exists.", "", true),
            ("Reports that 400 boats sank are untrue, the mayor said.", "", true),
            ("The report of 400 lost boats is correct.", "", false),
            ("They wrote of 400 boats.", "These reports are false, the mayor said.", true),
            ("They wrote of 400 boats.", "The claim is a fabrication, the mayor said.", true),
            ("They wrote of 400 boats.", "No such order was given.", true),
            ("They wrote of 400 boats, because no decision was taken.", "", false),
            ("Nobody in the town denies that 400 boats sank.", "", false),
            ("They wrote of 400 boats.", "The mayor denied taking bribes.", false),
            ("They wrote of 400 boats.", "Their roofs were in a bad state.", false),
            ("No purchase of 400 boats has been agreed.", "", true),
            ("No fewer than 400 boats sank.", "", false),
            ("There is no harbour for 400 boats.", "", false),
        ] {
            let read = words(sentence);
            let number = |word: &Word<'_>| word.text.starts_with(|c: char| c.is_ascii_digit());
            let number_at = read.iter().position(number).unwrap_or(read.len());
            let found = denied(&read, number_at, &words(next));
            assert_eq!(found, expected, "{sentence} {next}");
        }
    }
}
