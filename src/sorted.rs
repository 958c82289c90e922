//! Sorted: a set of numbers that takes little more room than they do.
//!
//! What a run must know of every article should take no more than that: a hash table is half
//! empty, and while it grows it is there twice.

/// Numbers, each once, in leaves of a limited size, so that one insertion moves few of them.
#[derive(Debug, Default)]
pub(crate) struct Sorted {
    /// In order, none empty.
    leaves: Vec<Vec<u64>>,
}

/// A leaf of so many numbers is cut in two.
const LEAF: usize = 1024;

/// Room that a full leaf is given.
const STEP: usize = 64;

impl Sorted {
    /// Whether the number is new.
    pub fn insert(&mut self, number: u64) -> bool {
        let at = self.leaf(number);
        let Some(leaf) = self.leaves.get_mut(at) else {
            self.leaves.push(vec![number]);
            return true;
        };
        let Err(place) = leaf.binary_search(&number) else { return false };
        if leaf.len() == leaf.capacity() {
            leaf.reserve_exact(STEP);
        }
        leaf.insert(place, number);
        if leaf.len() == LEAF {
            let upper = leaf.split_off(LEAF / 2);
            leaf.shrink_to_fit();
            self.leaves.insert(at + 1, upper);
        }
        true
    }

    /// The least number that is not below this one.
    pub fn at_least(&self, number: u64) -> Option<u64> {
        let at = self.leaf(number);
        let leaf = self.leaves.get(at)?;
        let place = leaf.partition_point(|&known| known < number);
        leaf.get(place).or_else(|| self.leaves.get(at + 1)?.first()).copied()
    }

    /// The leaf where a number belongs.
    fn leaf(&self, number: u64) -> usize {
        self.leaves.partition_point(|leaf| leaf[0] <= number).saturating_sub(1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    #[test]
    fn numbers_in_any_order_take_little_more_room_than_they_do() {
        const MANY: u64 = 20_000;
        let shuffled = |n: u64| n.wrapping_mul(0x9e37_79b9_7f4a_7c15);
        for order in [|n| n, |n| u64::MAX - n, shuffled] {
            let mut sorted = Sorted::default();
            assert!((0..MANY).all(|n| sorted.insert(order(n))));
            assert!((0..MANY).all(|n| !sorted.insert(order(n))));
            let room: usize = sorted.leaves.iter().map(Vec::capacity).sum();
            assert!(room < 23_000, "room for {room}");
        }
    }

    proptest! {
        #[test]
        fn any_numbers_are_a_set(numbers in prop::collection::vec(0_u64..3_000, 0..5_000)) {
            let (mut ours, mut known) = (Sorted::default(), BTreeSet::new());
            for number in numbers {
                prop_assert_eq!(ours.insert(number), known.insert(number));
            }
            for number in 0..3_001 {
                prop_assert_eq!(ours.at_least(number), known.range(number..).next().copied());
            }
        }
    }
}
