//! The whole answer about one action.

use super::Session;
use crate::{
    clock::Time,
    gate::{self, Cost, Decision, Grounds, Most, Reason, Verdict},
    headroom::Standing,
    ledger::Knowledge,
    platform::{ActionId, ParamKind, Platform, Remedy, RemedyKind},
    snapshot::Units,
};

/// **The whole answer about one action.**
#[derive(Debug, Clone, PartialEq)]
pub struct Check {
    /// The action's name.
    pub action: &'static str,
    /// Verdict, reason, limits in the way.
    pub decision: Decision,
    /// What the button should do: the verdict after the [`Policy`].
    pub allowed: bool,
    /// For each numeric parameter the largest value that passes, the others unchanged. The first is the count.
    pub most: Vec<(&'static str, Most)>,
    /// What helps. None where the action's verdict is allow.
    pub remedy: Option<Remedy>,
}

impl Session {
    /// May the button be enabled? [`Session::check`]'s `allowed`, without building the explanation.
    pub fn can(&mut self, action: ActionId, params: &[Option<Units>], now: Time) -> bool {
        let reason = self.grounds(now).reason(&self.platform.costs(action, params));
        self.settings.policy.allows(action, reason)
    }

    /// The whole answer about an action. Parameters stand in the order of the action's own list; None is one not given.
    pub fn check(&mut self, action: ActionId, params: &[Option<Units>], now: Time) -> Check {
        let grounds = self.grounds(now);
        let costs = self.platform.costs(action, params);
        self.explained(&grounds, action, params, &costs)
    }

    pub(super) fn grounds(&mut self, now: Time) -> Grounds {
        let known = self.ledger.knowledge(now);
        Grounds::new(known, Standing::of(&self.ledger), self.settings.terms)
    }

    pub(super) fn explained(
        &self,
        grounds: &Grounds,
        action: ActionId,
        params: &[Option<Units>],
        costs: &[Cost],
    ) -> Check {
        let decision = grounds.decide(costs);
        let described = self.platform.describe(action);
        let names = described.map_or(&[][..], |described| described.params);
        let largest = |place| {
            gate::most(|units| {
                let mut tried = params.to_vec();
                tried.resize(names.len(), None);
                if let Some(param) = tried.get_mut(place) {
                    *param = Some(units);
                }
                grounds.reason(&self.platform.costs(action, &tried))
            })
        };
        let numeric = names.iter().enumerate().filter(|(_, param)| param.kind == ParamKind::Amount);
        Check {
            action: described.map_or("", |described| described.name),
            allowed: self.settings.policy.allows(action, decision.reason),
            most: numeric.map(|(place, param)| (param.name, largest(place))).collect(),
            remedy: remedy(self.platform, grounds.known(), &decision, || {
                grounds.without_holds().reason(costs)
            }),
            decision,
        }
    }
}

/// What helps against a decision; `alone` is its reason if nothing else were under way.
pub(super) fn remedy(
    platform: Platform,
    known: Knowledge,
    decision: &Decision,
    alone: impl FnOnce() -> Reason,
) -> Option<Remedy> {
    let retry = Remedy { kind: RemedyKind::Retry, href: None };
    let wait = Remedy { kind: RemedyKind::Wait, href: None };
    match decision.reason {
        Reason::WithinLimits | Reason::Unlimited | Reason::NotEnforced => None,
        Reason::LimitReached if alone().verdict() != Verdict::Deny => Some(wait),
        Reason::LimitReached => Some(platform.remedy(decision.blockers.iter().map(|short| short.resource))),
        Reason::NotEnabled => Some(platform.remedy_when_disabled()),
        Reason::Loading => Some(wait),
        Reason::Unavailable => Some(match known {
            Knowledge::Unavailable(Some(failure)) => platform.remedy_for(&failure),
            _ => retry,
        }),
        Reason::Expired | Reason::UsageUnknown | Reason::LimitUnknown => Some(retry),
    }
}
