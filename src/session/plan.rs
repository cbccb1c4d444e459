//! The whole answer about several steps in a row.

use super::{
    Session,
    check::{Check, remedy, wait_until, waiting_helps},
};
use crate::{
    clock::Time,
    gate::{self, Cost, Decision, Grounds, Reason, Shortfall, Verdict},
    platform::{ActionId, Name},
    snapshot::Units,
};

/// **One step of a plan**: an action, and its parameters in the order of the action's own list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// What is done.
    pub action: ActionId,
    /// With what; None is a parameter not given.
    pub params: Vec<Option<Units>>,
}

/// **The whole answer about several steps in a row.**
#[derive(Debug, Clone, PartialEq)]
pub struct Plan {
    /// The first step that isn't allowed. None where all are.
    pub failed: Option<usize>,
    /// Each step, seeing what the ones before it take.
    pub steps: Vec<Check>,
    /// The plan as one action: the failed step's answer, else what holds for all; with what all steps together come near to.
    pub whole: Check,
}

impl Session {
    /// The whole answer about several steps, each seeing what the allowed ones before it take.
    pub fn check_all(&mut self, steps: &[Step], now: Time) -> Plan {
        let costs: Vec<Vec<Cost>> =
            steps.iter().map(|step| self.platform.costs(step.action, &step.params)).collect();
        let start = self.grounds(costs.iter().flatten(), now);
        let mut grounds = start.clone();
        let checks = steps.iter().zip(&costs).map(|(Step { action, params }, costs)| {
            let check = self.explained(&grounds, *action, params, costs);
            if check.allowed {
                grounds.step(costs);
            }
            check
        });
        let checks: Vec<Check> = checks.collect();
        let failed = checks.iter().position(|check| !check.allowed);
        let whole = self.whole(&start, &costs, &checks, failed);
        Plan { failed, steps: checks, whole }
    }

    fn whole(&self, start: &Grounds, costs: &[Vec<Cost>], checks: &[Check], failed: Option<usize>) -> Check {
        let worst = worst(checks.iter().map(|check| check.decision.reason));
        let of_worst = checks.iter().find(|check| Some(check.decision.reason) == worst);
        let named = failed.and_then(|place| checks.get(place)).or(of_worst);
        let mut decision = start.decide(&[]);
        if let Some(Check { decision: of_step, .. }) = named {
            decision.reason = of_step.reason;
            decision.blockers.clone_from(&of_step.blockers);
            decision.would_deny = any_denied(checks);
            decision.warnings = outlook(start, costs);
            let blocked = |short: &Shortfall| of_step.blockers.iter().any(|each| each.room == short.room);
            decision.warnings.retain(|warning| !blocked(warning));
        }
        let alone = || repeated(&start.without_holds(), costs, Units::ONE);
        let helps = |decision: &Decision| waiting_helps(decision, alone);
        let remedy = remedy(self.platform.as_ref(), start.known(), &decision, helps);
        Check {
            action: named.map_or(Name::default(), |check| check.action.clone()),
            allowed: named.map_or_else(|| self.settings.policy.opens(decision.reason), |check| check.allowed),
            wait_until: wait_until(&decision, remedy),
            remedy,
            decision,
            most: vec![("count", gate::most(|times| repeated(start, costs, times)))],
        }
    }
}

/// The reason that counts when the steps are done so many times in a row: the worst of the last time.
fn repeated(start: &Grounds, steps: &[Vec<Cost>], times: Units) -> Reason {
    if times == Units::ZERO {
        return start.reason(&[]);
    }
    let mut grounds = start.clone();
    for cost in steps.iter().flatten() {
        let before = cost.takes.times(times.minus(Units::ONE));
        grounds.step(&[Cost { takes: before, ..*cost }]);
    }
    let reasons = steps.iter().map(|costs| {
        let reason = grounds.reason(costs);
        grounds.step(costs);
        reason
    });
    worst(reasons).unwrap_or_else(|| start.reason(&[]))
}

/// Where anything is known, what all steps together come near to or exceed.
fn outlook(start: &Grounds, steps: &[Vec<Cost>]) -> Vec<Shortfall> {
    if !start.weighs() {
        return Vec::new();
    }
    let mut after = start.clone();
    for costs in steps {
        after.step(costs);
    }
    after.outlook()
}

/// Denied before pending and unknown, these before allowed; and within limits before no limit at all.
fn worst(reasons: impl Iterator<Item = Reason>) -> Option<Reason> {
    reasons.reduce(|worst, reason| if weight(reason) > weight(worst) { reason } else { worst })
}

fn weight(reason: Reason) -> u8 {
    match (reason.verdict(), reason) {
        (Verdict::Deny, _) => 3,
        (Verdict::Pending | Verdict::Unknown, _) => 2,
        (Verdict::Allow, Reason::Unlimited) => 0,
        (Verdict::Allow, _) => 1,
    }
}

/// Denied if any is, else not known if any isn't.
fn any_denied(checks: &[Check]) -> Option<bool> {
    let denials = || checks.iter().map(|check| check.decision.would_deny);
    if denials().any(|denied| denied == Some(true)) {
        Some(true)
    } else {
        denials().all(|denied| denied.is_some()).then_some(false)
    }
}
