//! Whether a quantity is itself a rise or a fall: "fell 12 percent", "a 12 percent rise".

use super::item::Item;
use super::lexicon::{FALL, RISE};
use super::line::Line;
use crate::labels::{Kind, Trend};

/// The direction of `item`, if it is a change.
pub(super) fn of(
    line: &Line<'_>,
    item: &Item,
    previous: Option<&(Item, Option<Trend>)>,
) -> Option<Trend> {
    let known = line.known();
    let direction = |at: usize| {
        let classes = line.lexicon.word(line.word(at)).classes;
        (classes & RISE != 0).then_some(Trend::Up).or((classes & FALL != 0).then_some(Trend::Down))
    };
    // "lost 190 points, or 0.6%", "grew by 12,000 jobs (2 percent)": the same change again.
    if let Some((previous, Some(trend))) = previous
        && again(line, previous.unit_end, item.start)
    {
        return Some(*trend);
    }
    if item.kind == Kind::Percent && item.low.get().is_some_and(|value| value < 0.0) {
        return Some(Trend::Down);
    }
    let points = line.is(item.end, known.points) || line.is(item.end, known.point);
    let mut at = item.modifier_start;
    // "rose by more than 12 percent", "rose a further 12 percent".
    for _ in 0..3 {
        let before = at.checked_sub(1)?;
        if let Some(trend) = direction(before) {
            let changes =
                matches!(item.kind, Kind::Percent | Kind::Money | Kind::Ratio | Kind::Measure)
                    || points
                    || line.is(at, known.by)
                    || stands(line, before);
            return changes.then_some(trend);
        }
        if !line.is(before, known.by) && !line.in_class(before, super::lexicon::FILLER) {
            break;
        }
        at = before;
    }
    // "a 12 percent rise", "up 12 percent" came above.
    if item.kind == Kind::Percent {
        return direction(item.unit_end);
    }
    None
}

/// "was down 12", ", up 3": not "shot down 12 drones".
fn stands(line: &Line<'_>, at: usize) -> bool {
    let known = line.known();
    let before = at.wrapping_sub(1);
    let state = [known.was, known.is_, known.were, known.are].iter().any(|&be| line.is(before, be));
    (line.is(at, known.up) || line.is(at, known.down))
        && (state || matches!(line.mark_before(at), Some(',' | '(')))
}

/// Whether what starts at `start` says the same as what ended at `end`, in other terms.
fn again(line: &Line<'_>, end: usize, start: usize) -> bool {
    const NEAR: usize = 4;
    let joint =
        line.is(start.wrapping_sub(1), line.known().or) || line.mark_before(start) == Some('(');
    joint
        && start > end
        && start - end <= NEAR
        && !(end..start).any(|at| line.is(at, line.known().and))
}
