//! What each platform's JSON means, what its actions cost, and what helps when they don't fit. One file a platform.

pub mod vocdoni;

use crate::{
    error::Error,
    gate::Cost,
    json::Json,
    refusal::Refusal,
    snapshot::{Snapshot, Units},
};

/// **A resource that a platform limits**, by its own names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Resource {
    /// The name in this crate's answers.
    pub name: &'static str,
    /// The platform's name of the limit.
    pub limit_name: &'static str,
    /// The platform's name of the usage.
    pub usage_name: &'static str,
    /// How long after the act the platform's counter can still be behind, in milliseconds.
    pub settle_after: i64,
}

/// **An action that costs units**, and its parameters in the order in which they are passed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Action {
    /// The name in this crate's answers.
    pub name: &'static str,
    /// How often it is done comes first.
    pub params: &'static [Param],
}

/// **A parameter of an action.**
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Param {
    /// The name in this crate's answers.
    pub name: &'static str,
    /// What it holds.
    pub kind: ParamKind,
}

/// **What a parameter holds.**
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ParamKind {
    /// A number of units, voters, questions.
    Amount,
    /// Yes or no: not 0 or 0.
    Flag,
}

/// **What helps against a denial.**
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RemedyKind {
    /// Delete something that takes up a unit.
    FreeSlot,
    /// Ask the platform for more.
    RaiseLimit,
    /// Have the feature switched on.
    Enable,
    /// The answer is on its way.
    Wait,
    /// Ask again.
    Retry,
    /// The credentials are not, or no longer, good.
    SignIn,
}

/// **A way out**, and the page where it is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Remedy {
    /// What to do.
    pub kind: RemedyKind,
    /// Where, if the platform has a page for it.
    pub href: Option<&'static str>,
}

/// An action of a platform, by its place in the platform's list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ActionId(usize);

impl ActionId {
    /// The place.
    pub fn place(self) -> usize {
        self.0
    }
}

/// **A platform**: all that this crate knows of one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Platform {
    /// `GET /integrator` of Vocdoni.
    Vocdoni(vocdoni::Vocdoni),
}

impl Platform {
    /// What it limits.
    pub fn resources(self) -> &'static [Resource] {
        match self {
            Self::Vocdoni(_) => vocdoni::RESOURCES,
        }
    }

    /// What can be done on it that costs units.
    pub fn actions(self) -> &'static [Action] {
        match self {
            Self::Vocdoni(_) => vocdoni::ACTIONS,
        }
    }

    /// The action at a place in [`Platform::actions`].
    pub fn action_at(self, place: usize) -> Option<ActionId> {
        (place < self.actions().len()).then_some(ActionId(place))
    }

    /// The action of a name.
    pub fn action(self, name: &str) -> Option<ActionId> {
        self.actions().iter().position(|action| action.name == name).map(ActionId)
    }

    /// The names of an action and its parameters.
    pub fn describe(self, action: ActionId) -> Option<&'static Action> {
        self.actions().get(action.0)
    }

    /// Reads an answer: its HTTP status, and its body where that is JSON.
    pub fn read(self, status: u16, body: Option<&impl Json>) -> Result<Snapshot, Error> {
        match self {
            Self::Vocdoni(vocdoni) => vocdoni.read(status, body),
        }
    }

    /// What an action costs. Parameters stand in the order of [`Action::params`]; None is one that was not given.
    pub fn costs(self, action: ActionId, params: &[Option<Units>]) -> Vec<Cost> {
        match self {
            Self::Vocdoni(vocdoni) => vocdoni.costs(action.0, params),
        }
    }

    /// How long the counter of a resource can be behind, in milliseconds.
    pub fn settle_after(self, resource: usize) -> i64 {
        self.resources().get(resource).map_or(0, |resource| resource.settle_after)
    }

    /// Reads an error of the platform. None when it isn't about quotas.
    pub fn refusal(self, body: Option<&impl Json>) -> Option<Refusal> {
        match self {
            Self::Vocdoni(_) => vocdoni::refusal(body?),
        }
    }

    /// What helps when these resources, at least one, are too short.
    pub fn remedy(self, mut short: impl Iterator<Item = usize>) -> Remedy {
        match self {
            Self::Vocdoni(_) => vocdoni::remedy(&mut short),
        }
    }

    /// What helps when the feature is off.
    pub fn remedy_when_disabled(self) -> Remedy {
        match self {
            Self::Vocdoni(_) => vocdoni::ENABLE,
        }
    }

    /// What helps when there is no answer because of this.
    pub fn remedy_for(self, failure: &Error) -> Remedy {
        match self {
            Self::Vocdoni(_) => vocdoni::remedy_for(failure),
        }
    }
}
