//! Random histories: how they are drawn, and that they get everywhere.

use std::{collections::BTreeMap, fmt::Debug};

use proptest::{
    prelude::ProptestConfig,
    strategy::{Strategy, ValueTree},
    test_runner::{RngAlgorithm, TestCaseError, TestRng, TestRunner},
};

use crate::support::cases;

/// The two kinds of resources: of the first the counter moves at once, of the second up to a minute after the act.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Orgs,
    Votes,
}

/// Both.
pub const KINDS: [Kind; 2] = [Kind::Orgs, Kind::Votes];

impl Kind {
    pub fn action(self) -> &'static str {
        match self {
            Self::Orgs => "createManagedOrg",
            Self::Votes => "relayVotes",
        }
    }

    /// The place in the platform's list.
    pub fn resource(self) -> usize {
        match self {
            Self::Orgs => 0,
            Self::Votes => 2,
        }
    }

    /// The most that the counter is behind, in milliseconds.
    pub fn lag(self) -> i64 {
        match self {
            Self::Orgs => 0,
            Self::Votes => 60_000,
        }
    }
}

/// How often each situation came up: of one that never does, a model proves nothing.
pub type Seen = BTreeMap<&'static str, usize>;

/// The random numbers of the default are slow in a debug build.
const RANDOM: RngAlgorithm = RngAlgorithm::XorShift;

/// So many histories, each long.
pub fn histories(usual: u32) -> ProptestConfig {
    ProptestConfig { max_shrink_iters: 50_000, rng_algorithm: RANDOM, ..cases(usual) }
}

/// Plays so many scripts, always the same, in which each situation must come up often enough.
pub fn get_into<S: Strategy>(
    situations: &[&'static str],
    at_least: usize,
    (scripts, count): (S, usize),
    play: impl Fn(&S::Value, &mut Seen) -> Result<(), TestCaseError>,
) where
    S::Value: Debug,
{
    let mut runner = TestRunner::new_with_rng(histories(1), TestRng::deterministic_rng(RANDOM));
    let mut seen = Seen::new();
    for _ in 0..count {
        let script = scripts.new_tree(&mut runner).expect("a script").current();
        play(&script, &mut seen).unwrap_or_else(|error| panic!("{error}: {script:#?}"));
    }
    for situation in situations {
        let times = seen.get(situation).copied().unwrap_or_default();
        assert!(times >= at_least, "{situation}: {times} times, of {seen:#?}");
    }
}
