//! Does an action fit, and if not, why: [`Grounds::decide`].

use crate::{
    clock::Time,
    headroom::{Headroom, Level, NearLimit, Standing},
    ledger::Knowledge,
    room::Room,
    scope::Scope,
    snapshot::{Remaining, Units},
};

/// **What one action costs of one resource.**
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cost {
    /// Of what.
    pub room: Room,
    /// Must fit now.
    pub needs: Units,
    /// Is gone afterwards.
    pub takes: Units,
    /// What the whole action will need together: where that exceeds `needs`, beyond the limit it is a warning, not a denial.
    pub foresees: Units,
}

impl Cost {
    /// An action that takes what it needs.
    pub fn taken(resource: usize, units: Units) -> Self {
        Self { room: Room::whole(resource), needs: units, takes: units, foresees: units }
    }

    /// Each of `count` parts needs `units`, and none takes them yet.
    pub fn needed(resource: usize, units: Units, count: Units) -> Self {
        let room = Room::whole(resource);
        Self { room, needs: units, takes: Units::ZERO, foresees: units.times(count) }
    }

    /// An action that the platform never refuses, and counts.
    pub fn counted(resource: usize, units: Units) -> Self {
        Self { needs: Units::ZERO, ..Self::taken(resource, units) }
    }

    /// The same, within a scope. None is one that isn't known: then nor is what is left.
    pub fn within(self, scope: Option<Scope>) -> Self {
        Self { room: Room { scope, ..self.room }, ..self }
    }

    /// The same, needing `units` or more.
    pub fn at_least(self, units: Units) -> Self {
        Self { needs: self.needs.max(units), foresees: self.foresees.max(units), ..self }
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
    /// Of what.
    pub room: Room,
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

/// **The grounds of a decision**: what is known, what is left, what applies, and what the earlier steps of the same plan take.
#[derive(Debug, Clone)]
pub struct Grounds {
    known: Knowledge,
    terms: Terms,
    standing: Standing,
}

impl Grounds {
    /// Before the first step.
    pub fn new(known: Knowledge, standing: Standing, terms: Terms) -> Self {
        Self { known, terms, standing }
    }

    /// What is known.
    pub fn known(&self) -> Knowledge {
        self.known
    }

    /// The reason alone: what [`Grounds::decide`] says, without the explanation.
    pub fn reason(&self, costs: &[Cost]) -> Reason {
        match self.known {
            Knowledge::Loading => Reason::Loading,
            Knowledge::Unavailable(_) => Reason::Unavailable,
            Knowledge::Expired(_) => Reason::Expired,
            Knowledge::Known(..) if !self.standing.enabled => Reason::NotEnabled,
            Knowledge::Known(..) if !self.terms.enforced => Reason::NotEnforced,
            Knowledge::Known(..) => self.enforced_reason(costs),
        }
    }

    /// Decides whether `costs` fit into what is known.
    pub fn decide(&self, costs: &[Cost]) -> Decision {
        let reason = self.reason(costs);
        let mut decision = Decision {
            reason,
            blockers: Vec::new(),
            warnings: Vec::new(),
            would_deny: None,
            as_of: self.known.as_of(),
            stale: self.known.is_stale(),
        };
        if self.weighs() {
            self.weigh(&mut decision, costs);
        } else if reason == Reason::NotEnabled {
            decision.would_deny = Some(true);
        }
        decision
    }

    /// Is there something to weigh costs against: an answer that decides, with the feature on?
    pub fn weighs(&self) -> bool {
        matches!(self.known, Knowledge::Known(..)) && self.standing.enabled
    }

    /// A step is done: what it takes is gone for the next ones.
    pub fn step(&mut self, costs: &[Cost]) {
        for cost in costs {
            self.standing
                .change(|room, headroom| if room == cost.room { headroom.past(cost) } else { headroom });
        }
    }

    /// Limits that all steps together exceed, or bring near or to their end.
    pub fn outlook(&self) -> Vec<Shortfall> {
        let warnings = self.standing.rooms().filter_map(|(room, after)| {
            let before = Headroom { planned: Units::ZERO, foreseen: Units::ZERO, ..*after };
            let together = Shortfall::of(room, &before, after.planned.plus(after.foreseen));
            together.or_else(|| self.closing_in(room, &before, after.planned))
        });
        warnings.collect()
    }

    /// The same grounds, with nothing under way.
    pub fn without_holds(&self) -> Self {
        let mut grounds = self.clone();
        grounds.standing.change(|_, headroom| Headroom { held: Units::ZERO, ..headroom });
        grounds
    }

    /// Each cost beside the headroom it has to fit in.
    fn weighed<'a>(&'a self, costs: &'a [Cost]) -> impl Iterator<Item = (&'a Cost, &'a Headroom)> {
        costs.iter().filter_map(|cost| Some((cost, self.standing.get(cost.room)?)))
    }

    fn enforced_reason(&self, costs: &[Cost]) -> Reason {
        let mut unknown = None;
        let mut unlimited = None;
        for (cost, headroom) in self.weighed(costs).filter(|(cost, _)| cost.needs > Units::ZERO) {
            if headroom.at_most().is_some_and(|left| cost.needs > left) {
                return Reason::LimitReached;
            }
            match headroom.remaining() {
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
    fn weigh(&self, decision: &mut Decision, costs: &[Cost]) {
        decision.would_deny = match self.enforced_reason(costs).verdict() {
            Verdict::Deny => Some(true),
            Verdict::Allow => Some(false),
            Verdict::Pending | Verdict::Unknown => None,
        };
        for (cost, headroom) in self.weighed(costs).filter(|(cost, _)| cost.foresees > Units::ZERO) {
            if let Some(short) = Shortfall::of(cost.room, headroom, cost.needs) {
                let list = if self.terms.enforced { &mut decision.blockers } else { &mut decision.warnings };
                list.push(short);
            } else {
                decision.warnings.extend(self.warning(cost, headroom));
            }
        }
    }

    /// A limit that has room now, and not for all that is foreseen, or little after this.
    fn warning(&self, cost: &Cost, headroom: &Headroom) -> Option<Shortfall> {
        if cost.takes == Units::ZERO {
            return Shortfall::of(cost.room, headroom, cost.foresees.plus(headroom.foreseen));
        }
        let short = Shortfall::of(cost.room, headroom, cost.foresees);
        short.or_else(|| self.closing_in(cost.room, headroom, cost.takes))
    }

    /// A limit that comes near or to its end when so much is taken.
    fn closing_in(&self, room: Room, headroom: &Headroom, takes: Units) -> Option<Shortfall> {
        let after = headroom.after(takes).level(self.terms.near);
        let close = takes > Units::ZERO && matches!(after, Level::Near | Level::Exhausted);
        close.then_some(Shortfall { room, headroom: *headroom, requested: takes, short_by: Units::ZERO })
    }
}

/// The largest number of units that still gets the verdict allow, by bisection: what costs more never fits where less didn't.
pub fn most(mut reason: impl FnMut(Units) -> Reason) -> Most {
    let mut verdict = |units| reason(units).verdict();
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
    let mut above = 1_u64;
    while passes(Units::new(above)) {
        above = above.saturating_mul(2);
    }
    let (mut low, mut bit) = (above / 2, above / 4);
    while bit > 0 {
        if passes(Units::new(low | bit)) {
            low |= bit;
        }
        bit /= 2;
    }
    Units::new(low)
}

impl Shortfall {
    /// None where it fits, or nothing says that it doesn't.
    fn of(room: Room, headroom: &Headroom, requested: Units) -> Option<Self> {
        let left = headroom.at_most()?;
        (requested > left).then(|| Self {
            room,
            headroom: *headroom,
            requested,
            short_by: requested.minus(left),
        })
    }
}
