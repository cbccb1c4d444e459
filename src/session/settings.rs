//! What a session is opened with.

use crate::{
    gate::{Reason, Terms, Verdict},
    ledger::Ages,
    platform::ActionId,
};

/// **What a button does while nothing is known**, which is neither a denial nor an allowance.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Policy {
    /// Open while the first answer is under way?
    pub open_while_loading: bool,
    /// The actions that are closed while the quota can't be known; the others are open, since the platform has the last word.
    pub closed_when_unknown: Vec<ActionId>,
}

/// **What a session is opened with.**
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    /// Enforcement, and when a limit counts as near.
    pub terms: Terms,
    /// How long answers count.
    pub ages: Ages,
    /// What a button does while nothing is known.
    pub policy: Policy,
    /// How often one refresh tries again.
    pub retries: u32,
    /// The number of the first hold. With a random one, holds of several tabs have numbers of their own; below 2^53 minus as many as
    /// there will be.
    pub first_hold: u64,
}

impl Default for Settings {
    /// Everything enforced; the ages and shares of the defaults; closed while loading, open when unknown; two retries.
    fn default() -> Self {
        Self {
            terms: Terms { enforced: true, near: Default::default() },
            ages: Ages::default(),
            policy: Policy::default(),
            retries: 2,
            first_hold: 0,
        }
    }
}

impl Policy {
    pub(crate) fn allows(&self, action: ActionId, reason: Reason) -> bool {
        let closed = reason.verdict() == Verdict::Unknown && self.closed_when_unknown.contains(&action);
        self.opens(reason) && !closed
    }

    /// Whatever the action.
    pub(super) fn opens(&self, reason: Reason) -> bool {
        match reason.verdict() {
            Verdict::Allow | Verdict::Unknown => true,
            Verdict::Deny => false,
            Verdict::Pending => self.open_while_loading,
        }
    }
}
