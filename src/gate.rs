//! Does an action fit, and if not, why: [`decide`].

use crate::{
    headroom::{Headroom, Level, NearLimit, Remaining},
    ledger::{Freshness, Knowledge, Time},
    snapshot::{Snapshot, Units},
};

/// **What one action costs of one resource.**
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cost {
    /// The resource's place in the platform's list.
    pub resource: usize,
    /// Must fit now.
    pub needs: Units,
    /// Is gone afterwards.
    pub takes: Units,
    /// What the whole action will need together, where that exceeds `needs`: beyond the limit it is a warning, not a denial.
    pub foresees: Units,
}

impl Cost {
    /// An action that takes what it needs.
    pub fn taken(resource: usize, units: Units) -> Self {
        Self { resource, needs: units, takes: units, foresees: units }
    }

    /// Each of `count` parts needs `units`, and none takes them yet.
    pub fn needed(resource: usize, units: Units, count: Units) -> Self {
        Self { resource, needs: units, takes: Units::ZERO, foresees: units.times(count) }
    }
}

/// **The answer to "may this be done?"**
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// It fits.
    Allow,
    /// The platform would refuse it.
    Deny,
    /// Not known yet.
    Pending,
    /// Can't be known.
    Unknown,
}

/// **Why the verdict is what it is.**
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    /// Allow: every limit in question has room.
    WithinLimits,
    /// Allow: no limit in question is finite.
    Unlimited,
    /// Allow: this environment enforces nothing.
    NotEnforced,
    /// Deny: at least one limit is too small.
    LimitReached,
    /// Deny: the feature is off for this account.
    NotEnabled,
    /// Pending: the first answer is under way.
    Loading,
    /// Unknown: there is no usable answer.
    Unavailable,
    /// Unknown: the last answer is too old.
    Expired,
    /// Unknown: a finite limit whose usage the platform didn't say.
    UsageUnknown,
    /// Unknown: a limit that the platform didn't say.
    LimitUnknown,
}

impl Reason {
    /// The verdict that goes with the reason.
    pub fn verdict(self) -> Verdict {
        match self {
            Self::WithinLimits | Self::Unlimited | Self::NotEnforced => Verdict::Allow,
            Self::LimitReached | Self::NotEnabled => Verdict::Deny,
            Self::Loading => Verdict::Pending,
            Self::Unavailable | Self::Expired | Self::UsageUnknown | Self::LimitUnknown => Verdict::Unknown,
        }
    }
}

/// **A limit in the way, or close to its end.**
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shortfall {
    /// The resource's place in the platform's list.
    pub resource: usize,
    /// What is left of it.
    pub headroom: Headroom,
    /// Units that were asked for.
    pub requested: Units,
    /// Units that are missing; 0 in a warning that the limit comes near or to its end.
    pub short_by: Units,
}

/// **Whether an action fits, and why.**
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    /// Why; the verdict follows from it.
    pub reason: Reason,
    /// Every limit in the way; empty unless the reason is [`Reason::LimitReached`].
    pub blockers: Vec<Shortfall>,
    /// Limits that the action brings near or to their end, that its parts exceed together, or that production would refuse.
    pub warnings: Vec<Shortfall>,
    /// What enforcement would say: refused or not; None while not known.
    pub would_deny: Option<bool>,
    /// When the answer came that this rests on.
    pub as_of: Option<Time>,
    /// Is that answer stale or expired?
    pub stale: bool,
}

/// **The largest value of a parameter that still passes.**
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Most {
    /// So many.
    Finite(Units),
    /// No limit binds.
    Unbounded,
    /// Not known.
    Unknown,
}

/// **What applies wherever a decision is made.**
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Terms {
    /// Does the platform enforce limits in this environment?
    pub enforced: bool,
    /// When a limit counts as near.
    pub near: NearLimit,
}

/// Why `costs` fit into what is known, or don't. [`decide`] without the explanation.
pub fn reason(known: &Knowledge<'_>, terms: Terms, costs: &[Cost]) -> Reason {
    match known {
        Knowledge::Loading => Reason::Loading,
        Knowledge::Unavailable(_) => Reason::Unavailable,
        Knowledge::Expired(_) => Reason::Expired,
        Knowledge::Known(dated, _) if !dated.snapshot.enabled => Reason::NotEnabled,
        Knowledge::Known(..) if !terms.enforced => Reason::NotEnforced,
        Knowledge::Known(dated, _) => enforced_reason(dated.snapshot, costs),
    }
}

/// Decides whether `costs` fit into what is known.
pub fn decide(known: &Knowledge<'_>, terms: Terms, costs: &[Cost]) -> Decision {
    let reason = reason(known, terms, costs);
    let (dated, stale) = match known {
        Knowledge::Loading | Knowledge::Unavailable(_) => return without_answer(reason),
        Knowledge::Expired(dated) => (dated, true),
        Knowledge::Known(dated, freshness) => (dated, *freshness == Freshness::Stale),
    };
    let mut decision = Decision { as_of: Some(dated.as_of), stale, ..without_answer(reason) };
    match reason {
        Reason::Expired => {}
        Reason::NotEnabled => decision.would_deny = Some(true),
        _ => weigh(&mut decision, dated.snapshot, terms, costs),
    }
    decision
}

/// The largest number of units for which `costs` still gets the verdict allow, by bisection: what costs more never fits where
/// less didn't.
pub fn most(known: &Knowledge<'_>, terms: Terms, mut costs: impl FnMut(Units) -> Vec<Cost>) -> Most {
    let mut verdict = |units| reason(known, terms, &costs(units)).verdict();
    let largest = largest(|units| verdict(units) != Verdict::Deny);
    match verdict(largest) {
        Verdict::Allow if largest == Units::MAX => Most::Unbounded,
        Verdict::Allow => Most::Finite(largest),
        Verdict::Deny => Most::Finite(Units::ZERO),
        // Not known as a whole, but a known limit blocks a single unit already.
        Verdict::Unknown if largest == Units::ZERO => Most::Finite(Units::ZERO),
        Verdict::Unknown | Verdict::Pending => Most::Unknown,
    }
}

/// The largest count that passes, or 0. Once false, `passes` stays false for all that is larger. Doubles first: most limits are
/// small, and 2^53 is 53 halvings away.
fn largest(mut passes: impl FnMut(Units) -> bool) -> Units {
    if passes(Units::MAX) {
        return Units::MAX;
    }
    let (mut low, mut high) = (Units::ZERO, Units::ONE);
    while passes(high) {
        (low, high) = (high, high.plus(high));
    }
    while low.plus(Units::ONE) < high {
        let middle = Units::new(low.get().midpoint(high.get()));
        if passes(middle) {
            low = middle;
        } else {
            high = middle;
        }
    }
    low
}

fn without_answer(reason: Reason) -> Decision {
    Decision {
        reason,
        blockers: Vec::new(),
        warnings: Vec::new(),
        would_deny: None,
        as_of: None,
        stale: false,
    }
}

/// Each cost that isn't nothing, beside the headroom it has to fit in.
fn weighed<'a>(snapshot: &'a Snapshot, costs: &'a [Cost]) -> impl Iterator<Item = (&'a Cost, Headroom)> {
    let asked = costs.iter().filter(|cost| cost.foresees > Units::ZERO);
    asked.filter_map(|cost| Some((cost, Headroom::of(snapshot, cost.resource)?)))
}

fn enforced_reason(snapshot: &Snapshot, costs: &[Cost]) -> Reason {
    let mut unknown = None;
    let mut unlimited = None;
    for (cost, headroom) in weighed(snapshot, costs) {
        match headroom.remaining() {
            Remaining::Finite(left) if cost.needs > left => return Reason::LimitReached,
            Remaining::Finite(_) => unlimited = Some(false),
            Remaining::Unlimited => unlimited = unlimited.or(Some(true)),
            Remaining::LimitUnknown => unknown = Some(Reason::LimitUnknown),
            Remaining::UsageUnknown => unknown = unknown.or(Some(Reason::UsageUnknown)),
        }
    }
    // An action that asks for nothing is within the limits, and says nothing about there being none.
    unknown.unwrap_or(if unlimited == Some(true) { Reason::Unlimited } else { Reason::WithinLimits })
}

/// Fills in what enforcement would say: which limits are in the way and which come close.
fn weigh(decision: &mut Decision, snapshot: &Snapshot, terms: Terms, costs: &[Cost]) {
    decision.would_deny = match enforced_reason(snapshot, costs).verdict() {
        Verdict::Deny => Some(true),
        Verdict::Allow => Some(false),
        Verdict::Pending | Verdict::Unknown => None,
    };
    for (cost, headroom) in weighed(snapshot, costs) {
        if let Some(short) = Shortfall::of(cost.resource, headroom, cost.needs) {
            let list = if terms.enforced { &mut decision.blockers } else { &mut decision.warnings };
            list.push(short);
        } else {
            decision.warnings.extend(warning(cost, headroom, terms.near));
        }
    }
}

/// A limit that has room now, and not for all that is foreseen, or little after this.
fn warning(cost: &Cost, headroom: Headroom, near: NearLimit) -> Option<Shortfall> {
    let together = Shortfall::of(cost.resource, headroom, cost.foresees);
    together.or_else(|| {
        let after = headroom.level_after(cost.takes, near);
        let close = cost.takes > Units::ZERO && matches!(after, Level::Near | Level::Exhausted);
        close.then_some(Shortfall {
            resource: cost.resource,
            headroom,
            requested: cost.takes,
            short_by: Units::ZERO,
        })
    })
}

impl Shortfall {
    fn of(resource: usize, headroom: Headroom, requested: Units) -> Option<Self> {
        match headroom.remaining() {
            Remaining::Finite(left) if requested > left => {
                Some(Self { resource, headroom, requested, short_by: requested.minus(left) })
            }
            _ => None,
        }
    }
}
