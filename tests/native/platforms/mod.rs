//! All platforms as one suite of properties sees them. **To add one: its file here, and its name in the list at the end.**

use std::{fmt::Debug, sync::Arc};

use proptest::prelude::*;
use quota_gate::{platform::Platform, snapshot::Units};
use serde_json::Value;

/// **A platform under test**, with one or several accounts' worth of knowledge about it, said another way than the core says it.
pub trait Subject: Debug {
    fn platform(&self) -> Arc<dyn Platform>;

    /// Where units are counted.
    fn places(&self) -> Vec<Place>;

    /// What the platform can say of a resource's limit.
    fn limits(&self, resource: usize) -> Limits;

    /// Can it say that the feature is off?
    fn can_be_off(&self) -> bool;

    /// A part of its answer about an account.
    fn part(&self, part: usize, account: &Account) -> Value;

    /// What can be done on it.
    fn deeds(&self) -> BoxedStrategy<Deed>;

    /// Its error when so much is left at a place, or it doesn't say how much. None where it has no such error.
    fn refusal(&self, place: usize, left: Option<u64>) -> Option<Value>;
}

/// A resource, and the name of the scope where it is counted by scope.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    pub resource: usize,
    pub scope: Option<&'static str>,
}

/// The whole of each of so many resources.
pub fn wholes(resources: usize) -> Vec<Place> {
    (0..resources).map(|resource| Place { resource, scope: None }).collect()
}

/// The least number that is a limit of so many, and whether there can be none.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    pub least: i64,
    pub unlimited: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Limit {
    Units(i64),
    Unlimited,
    Unknown,
}

/// **What is true of an account**: the limit of each resource, and what is used at each place where that is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    pub enabled: bool,
    pub limits: Vec<Limit>,
    pub used: Vec<Option<i64>>,
}

/// **Something that is done**, and what it costs.
#[derive(Debug, Clone)]
pub struct Deed {
    pub action: &'static str,
    pub count: Option<u64>,
    /// The parameters behind the count.
    pub params: Vec<Given>,
    pub costs: Vec<Cost>,
}

#[derive(Debug, Clone, Copy)]
pub enum Given {
    Units(Option<u64>),
    Scope(&'static str),
}

/// What it costs at a place.
#[derive(Debug, Clone, Copy)]
pub struct Cost {
    pub place: usize,
    pub needs: Needs,
    /// Is gone afterwards, for each of the count.
    pub takes: u64,
}

#[derive(Debug, Clone, Copy)]
pub enum Needs {
    /// So many for each of the count.
    Each(u64),
    /// So many however often it is done.
    Once(u64),
    /// It is never refused.
    Nothing,
}

impl Cost {
    pub fn taken(place: usize, units: u64) -> Self {
        Self { place, needs: Needs::Each(units), takes: units }
    }

    pub fn needed(place: usize, units: u64) -> Self {
        Self { place, needs: Needs::Once(units), takes: 0 }
    }

    pub fn counted(place: usize, units: u64) -> Self {
        Self { place, needs: Needs::Nothing, takes: units }
    }

    /// What must fit when it is done so often.
    pub fn needs(&self, count: u64) -> Units {
        match self.needs {
            Needs::Each(units) => Units::new(units.saturating_mul(count)),
            Needs::Once(units) if count > 0 => Units::new(units),
            Needs::Once(_) | Needs::Nothing => Units::ZERO,
        }
    }

    /// What is gone when it was done so often.
    pub fn takes(&self, count: u64) -> Units {
        Units::new(self.takes.saturating_mul(count))
    }
}

impl Deed {
    /// How often it is done.
    pub fn times(&self) -> u64 {
        self.count.unwrap_or(1)
    }
}

/// How often something is done: mostly a few times.
pub fn count() -> impl Strategy<Value = Option<u64>> {
    proptest::option::weighted(0.8, prop_oneof![12 => 0..12u64, 1 => any::<u64>()])
}

/// Declares the files, and lists what they bring. (`cargo fmt` doesn't find files that a macro declares: `rustfmt` each.)
macro_rules! subjects {
    ($($file:ident),*) => {
        $(mod $file;)*

        /// Each with its name.
        pub fn all() -> Vec<(&'static str, Box<dyn Subject>)> {
            let mut all: Vec<(&'static str, Box<dyn Subject>)> = Vec::new();
            $(all.extend($file::subjects().into_iter().map(|subject| (stringify!($file), subject)));)*
            all
        }
    };
}

subjects! { vocdoni, didomi, custom, fourth }
