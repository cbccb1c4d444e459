//! The whole answer about one action.

use super::{Policy, Session};
use crate::{
    clock::Time,
    gate::{self, Cost, Decision, Grounds, Most, Reason, Verdict},
    ledger::Knowledge,
    platform::{ActionId, Name, ParamKind, Platform, Remedy, RemedyKind},
    snapshot::Units,
};

/// **The whole answer about one action.**
#[derive(Debug, Clone, PartialEq)]
pub struct Check {
    /// The action's name.
    pub action: Name,
    /// Verdict, reason, limits in the way.
    pub decision: Decision,
    /// What the button should do: the verdict after the [`Policy`](super::Policy).
    pub allowed: bool,
    /// For each numeric parameter the largest value that passes, the others unchanged. The first is the count.
    pub most: Vec<(&'static str, Most)>,
    /// What helps. None where the action's verdict is allow.
    pub remedy: Option<Remedy>,
    /// Until when to wait, where that is what helps: by then each limit in the way has started anew.
    pub wait_until: Option<Time>,
}

impl Session {
    /// May the button be enabled? [`Session::check`]'s `allowed`, without building the explanation.
    pub fn can(&mut self, action: ActionId, params: &[Option<Units>], now: Time) -> bool {
        let costs = self.platform.costs(action, params);
        let reason = self.grounds(&costs, now).reason(&costs);
        self.settings.policy.allows(action, reason)
    }

    /// The whole answer about an action. Parameters stand in the order of the action's own list; None is one not given.
    pub fn check(&mut self, action: ActionId, params: &[Option<Units>], now: Time) -> Check {
        let costs = self.platform.costs(action, params);
        let grounds = self.grounds(&costs, now);
        self.explained(&grounds, action, params, &costs)
    }

    /// For actions with these costs.
    pub(super) fn grounds<'a>(&mut self, costs: impl IntoIterator<Item = &'a Cost>, now: Time) -> Grounds {
        let known = self.ledger.knowledge(now);
        Grounds::new(known, self.standing(costs), self.settings.terms)
    }

    pub(super) fn explained(
        &self,
        grounds: &Grounds,
        action: ActionId,
        params: &[Option<Units>],
        costs: &[Cost],
    ) -> Check {
        let platform = self.platform.as_ref();
        let helps = |decision: &Decision| waiting_helps(decision, || grounds.without_holds().reason(costs));
        let check = explained(platform, &self.settings.policy, grounds, action, params, costs, helps);
        Check { wait_until: wait_until(&check.decision, check.remedy), ..check }
    }
}

/// What a decision on these grounds comes to, by a platform's rules and a policy. Of a platform's own type, so that the first decision
/// carries no other methods than those it calls.
pub(crate) fn explained<P: Platform + ?Sized>(
    platform: &P,
    policy: &Policy,
    grounds: &Grounds,
    action: ActionId,
    params: &[Option<Units>],
    costs: &[Cost],
    waiting_helps: impl FnOnce(&Decision) -> bool,
) -> Check {
    let decision = grounds.decide(costs);
    let described = platform.describe(action);
    let names = described.map_or(&[][..], |described| described.params);
    let mut tried = params.to_vec();
    tried.resize(names.len(), None);
    let mut largest = Vec::new();
    for (place, param) in names.iter().enumerate().filter(|(_, param)| param.kind == ParamKind::Amount) {
        let given = tried.get(place).copied().flatten();
        let most = gate::most(|units| {
            put(&mut tried, place, Some(units));
            grounds.reason(&platform.costs(action, &tried))
        });
        put(&mut tried, place, given);
        largest.push((param.name, most));
    }
    let remedy = remedy(platform, grounds.known(), &decision, waiting_helps);
    Check {
        action: described.map_or(Name::default(), |described| described.name.clone()),
        allowed: policy.allows(action, decision.reason),
        most: largest,
        wait_until: None,
        remedy,
        decision,
    }
}

fn put(params: &mut [Option<Units>], place: usize, value: Option<Units>) {
    if let Some(param) = params.get_mut(place) {
        *param = value;
    }
}

/// What helps against a decision; `waiting_helps` against the limits that are in its way.
pub(super) fn remedy<P: Platform + ?Sized>(
    platform: &P,
    known: Knowledge,
    decision: &Decision,
    waiting_helps: impl FnOnce(&Decision) -> bool,
) -> Option<Remedy> {
    let retry = Remedy { kind: RemedyKind::Retry, href: None };
    let wait = Remedy { kind: RemedyKind::Wait, href: None };
    match decision.reason {
        Reason::WithinLimits | Reason::Unlimited | Reason::NotEnforced => None,
        Reason::LimitReached if waiting_helps(decision) => Some(wait),
        Reason::LimitReached => Some(platform.remedy(&decision.blockers)),
        Reason::NotEnabled => Some(platform.remedy_when_disabled()),
        Reason::Loading => Some(wait),
        Reason::Unavailable => Some(match known {
            Knowledge::Unavailable(Some(failure)) => platform.remedy_for(&failure),
            _ => retry,
        }),
        Reason::Expired | Reason::UsageUnknown | Reason::LimitUnknown => Some(retry),
    }
}

/// Is what is in the way gone after a while: with what is under way, or because each limit starts anew? `alone` is the reason if nothing
/// else were under way.
pub(super) fn waiting_helps(decision: &Decision, alone: impl FnOnce() -> Reason) -> bool {
    alone().verdict() != Verdict::Deny || resets_at(decision).is_some()
}

/// When the last of the limits in the way starts anew. None where one of them doesn't.
fn resets_at(decision: &Decision) -> Option<Time> {
    let mut last = None;
    for short in &decision.blockers {
        last = last.max(Some(short.headroom.quota.resets_at?));
    }
    last
}

/// Until when a remedy has to be waited for, where somebody says.
pub(super) fn wait_until(decision: &Decision, remedy: Option<Remedy>) -> Option<Time> {
    remedy.filter(|remedy| remedy.kind == RemedyKind::Wait).and_then(|_| resets_at(decision))
}
