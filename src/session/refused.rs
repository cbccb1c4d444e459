//! Taking in what the platform refused.

use super::{Session, check::Check, plan::Step};
use crate::{clock::Time, gate::Cost, json::Json, platform::ActionId, refusal::Refusal, snapshot::Units};

/// **A refusal that was taken in**: what it was about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused {
    /// The action that was tried.
    pub action: ActionId,
    /// What it was tried with.
    pub params: Vec<Option<Units>>,
    /// The resources that were too short, each with the least that was too much; empty where the feature is off.
    pub short: Vec<(usize, Units)>,
}

impl Session {
    /// Takes in what a platform's error says, and what was tried; None if it isn't about quotas. Ask anew after it, and then
    /// [`Session::check_refused`].
    pub fn refuse(&mut self, body: Option<&impl Json>, attempt: Option<Step>, now: Time) -> Option<Refused> {
        let refusal = self.platform.refusal(body)?;
        self.take_refusal(refusal, attempt, now)
    }

    /// Takes in a refusal that was read by [`Platform::refusal`].
    pub fn take_refusal(&mut self, refusal: Refusal, attempt: Option<Step>, now: Time) -> Option<Refused> {
        let place = match refusal {
            Refusal::NotEnabled => 0,
            Refusal::LimitReached { action, .. } => action,
        };
        let named = Step { action: self.platform.action_at(place)?, params: Vec::new() };
        let Step { action, params } = attempt.unwrap_or(named);
        let Refusal::LimitReached { short, .. } = refusal else {
            self.ledger.disable(now);
            return Some(Refused { action, params, short: Vec::new() });
        };
        let costs = self.platform.costs(action, &params);
        let mut refused = Vec::new();
        for (resource, stated) in short {
            let asked = costs.iter().filter(|cost| cost.resource == resource).map(|cost| cost.needs).max();
            let below = asked.unwrap_or_default().minus(Units::ONE);
            self.ledger.refuse(resource, stated, below, now);
            refused.push((resource, stated.unwrap_or(below).plus(Units::ONE)));
        }
        Some(Refused { action, params, short: refused })
    }

    /// The answer about what was refused. It names every resource that the platform named, also where the action's parameters
    /// don't say that it needs some.
    pub fn check_refused(&mut self, refused: &Refused, now: Time) -> Check {
        let grounds = self.grounds(now);
        let known = self.ledger.knowledge(now);
        let mut costs = self.platform.costs(refused.action, &refused.params);
        for (resource, too_much) in &refused.short {
            match costs.iter_mut().find(|cost| cost.resource == *resource) {
                Some(cost) => *cost = cost.at_least(*too_much),
                None => costs.push(Cost::needed(*resource, *too_much, Units::ONE)),
            }
        }
        self.explained(&grounds, known, refused.action, &refused.params, &costs)
    }
}
