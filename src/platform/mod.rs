//! What each platform's JSON means, what its actions cost, and what helps when they don't fit. One file a platform.

use std::{borrow::Cow, fmt, sync::Arc};

pub mod custom;
pub mod didomi;
pub mod vocdoni;

mod pages;
mod reading;

use reading::{Answered, Once, accepted, beside};
pub use reading::{Reading, Wanted};

use crate::{
    error::Error,
    gate::{Cost, Shortfall},
    json::Json,
    refusal::Refusal,
    reveal::{Part, Reveal, Shown},
    snapshot::{Snapshot, Units},
};

/// A name: this crate's own, or one that a platform's description brings.
pub type Name = Cow<'static, str>;

/// **A resource that a platform limits**, by its own names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Resource {
    /// The name in this crate's answers.
    pub name: Name,
    /// The platform's name of the limit.
    pub limit_name: Name,
    /// The platform's name of the usage. None where it has none.
    pub usage_name: Option<Name>,
    /// How long after the act the platform's counter can still be behind, in milliseconds.
    pub settle_after: i64,
    /// Does its limit count for each scope by itself?
    pub scoped: bool,
}

/// **An action that costs units**, and its parameters in the order in which they are passed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Action {
    /// The name in this crate's answers.
    pub name: Name,
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

/// How often an action is done: the first parameter of each.
pub const COUNT: Param = Param { name: "count", kind: ParamKind::Amount };

/// **What a parameter holds.**
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ParamKind {
    /// A number of units, voters, questions.
    Amount,
    /// Yes or no: not 0 or 0.
    Flag,
    /// The number of a [`Scope`](crate::scope::Scope).
    Scope,
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
    /// The answer is on its way, or the usage starts anew.
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
    /// Where, if the platform has a page or an address for it.
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

/// The platform that `{ "platform": "vocdoni", … }` names, with its settings. None where there is none of this name, or its settings
/// make no sense.
pub fn from_json(settings: &dyn Json) -> Option<Arc<dyn Platform>> {
    match settings.get("platform")?.text()?.as_str() {
        "vocdoni" => vocdoni::from_json(settings),
        "didomi" => didomi::from_json(settings),
        "custom" => custom::from_json(settings),
        _ => None,
    }
}

/// What a page may see of an answer of the platform that the settings name, by the places of its parts: a gate decides by it as by the
/// answer. [`Shown::Unknown`] of a part of which nothing is known. No method of [`Platform`]: with one, each page would load it.
pub fn shown(settings: &dyn Json, parts: &[Part<'_>], reveal: Reveal) -> Vec<Shown> {
    match settings.get("platform").and_then(|platform| platform.text()).as_deref() {
        Some("vocdoni") => parts.iter().map(|(_, body)| vocdoni::shown(*body, reveal)).collect(),
        Some("didomi") => didomi::read(settings).map_or(Vec::new(), |didomi| didomi.shown(parts, reveal)),
        _ => Vec::new(),
    }
}

/// By its names: a supertrait would bring the text of every platform's every field into the wasm.
impl fmt::Debug for dyn Platform + '_ {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Platform of ")?;
        f.debug_list().entries(self.actions().iter().map(|action| &action.name)).finish()
    }
}

/// **A platform**: all that this crate knows of one.
pub trait Platform: Send + Sync {
    /// What it limits.
    fn resources(&self) -> &[Resource];

    /// What can be done on it that costs units.
    fn actions(&self) -> &[Action];

    /// Begins to ask for the quota.
    fn begin(&self) -> Box<dyn Reading>;

    /// What an action costs. Parameters stand in the order of [`Action::params`]; None is one that was not given.
    fn costs(&self, action: ActionId, params: &[Option<Units>]) -> Vec<Cost>;

    /// Reads an error of the platform. None when it isn't about quotas.
    fn refusal(&self, body: &dyn Json) -> Option<Refusal>;

    /// What helps when these limits, at least one, are in the way.
    fn remedy(&self, blockers: &[Shortfall]) -> Remedy;

    /// What helps when the feature is off.
    fn remedy_when_disabled(&self) -> Remedy;

    /// What helps when there is no answer because of this.
    fn remedy_for(&self, failure: &Error) -> Remedy {
        let kind = if failure.is_unauthorized() { RemedyKind::SignIn } else { RemedyKind::Retry };
        Remedy { kind, href: None }
    }

    /// The action at a place in [`Platform::actions`].
    fn action_at(&self, place: usize) -> Option<ActionId> {
        (place < self.actions().len()).then_some(ActionId(place))
    }

    /// The action of a name.
    fn action(&self, name: &str) -> Option<ActionId> {
        self.actions().iter().position(|action| action.name == name).map(ActionId)
    }

    /// The names of an action and its parameters.
    fn describe(&self, action: ActionId) -> Option<&Action> {
        self.actions().get(action.0)
    }

    /// How long the counter of a resource can be behind, in milliseconds.
    fn settle_after(&self, resource: usize) -> i64 {
        self.resources().get(resource).map_or(0, |resource| resource.settle_after)
    }

    /// Reads the first part of an answer, as if nothing else was asked for.
    ///
    /// # Errors
    /// When it says nothing of the quota.
    fn read(&self, status: u16, body: Option<&dyn Json>) -> Result<Snapshot, Error> {
        let mut reading = self.begin();
        reading.take(0, status, body)?;
        reading.finish()
    }
}

/// An error's own code, where its body has a numeric one.
fn code_of(body: Option<&dyn Json>) -> Option<i32> {
    let code = body?.get("code")?.number()?;
    (code.trunc() == code && code.abs() < 1e6).then_some(code as i32)
}

/// A refusal in the words of who uses this crate and knows how the platform says it: `{ "resource": place, "remaining": units }`.
/// `action_of` says what it refuses where nobody knows what was tried.
fn taught(body: &dyn Json, action_of: impl FnOnce(usize) -> Option<usize>) -> Option<Refusal> {
    let number = |name: &str| Units::from_number(body.get(name)?.number()?);
    let resource = usize::try_from(number("resource")?.get()).ok()?;
    Some(Refusal::LimitReached { action: action_of(resource)?, short: vec![(resource, number("remaining"))] })
}

fn given(params: &[Option<Units>], place: usize) -> Option<Units> {
    params.get(place).copied().flatten()
}

/// The count, of an action that is done once where none is given.
fn count_of(params: &[Option<Units>]) -> Units {
    given(params, 0).unwrap_or(Units::ONE)
}
