//! What is left of each quota, and how close its end is.

use crate::{
    ledger::Ledger,
    snapshot::{Amount, Limit, Quota, Remaining, Units, Usage},
};

/// **The share of a limit from which it counts as near**, in millionths, above 0 and up to 1. Integers, so that 8 of 10 is near
/// at 0.8 whatever a float makes of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NearLimit(i64);

const WHOLE: i64 = 1_000_000;
const FIVE_POINTS: i64 = 50_000;

impl Default for NearLimit {
    fn default() -> Self {
        Self(800_000)
    }
}

impl NearLimit {
    /// None unless `share` is above 0 and at most 1.
    pub fn from_share(share: f64) -> Option<Self> {
        (share > 0.0 && share <= 1.0).then_some(Self(((share * WHOLE as f64).round() as i64).max(1)))
    }

    /// The greatest count from which near can be crossed again, which is 5 points below: what goes up and down by a unit or two around
    /// the threshold tells nobody anything. For 2 to 4 units it is two left.
    pub(crate) fn falls_back_at(self, limit: i64) -> i64 {
        match limit {
            ..=4 => limit.saturating_sub(2),
            _ => share(limit, self.0.saturating_sub(FIVE_POINTS).max(0), 0),
        }
    }

    /// The least count that is near. A share of 2 to 4 units is too coarse to mean anything: there it is exactly one left. With a
    /// limit of 1 or less that count is the end already.
    fn threshold(self, limit: i64) -> i64 {
        match limit {
            2..=4 => limit.saturating_sub(1),
            _ => share(limit, self.0, WHOLE - 1),
        }
    }
}

/// A share of a limit, in two parts since limit × millionths can exceed 64 bits.
fn share(limit: i64, millionths: i64, round_up: i64) -> i64 {
    let whole = (limit / WHOLE).saturating_mul(millionths);
    let part = (limit % WHOLE).saturating_mul(millionths).saturating_add(round_up) / WHOLE;
    whole.saturating_add(part)
}

/// **How close a quota is to its end.**
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Level {
    /// The feature is off for this account.
    Disabled,
    /// The limit, or the usage under a finite limit, is not known.
    Unknown,
    /// There is no limit.
    Unlimited,
    /// More is used than the limit allows, holds aside.
    Over,
    /// Nothing is left.
    Exhausted,
    /// Something is left, and the share used is at [`NearLimit`] or above.
    Near,
    /// Enough is left.
    Ok,
}

/// **One quota with all that is spoken for**: what can still be taken from it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Headroom {
    /// Limit and usage as reported.
    pub quota: Quota,
    /// Units under hold and not yet seen in the usage.
    pub held: Units,
    /// Units that earlier steps of the same plan take.
    pub planned: Units,
    /// The most that can be left, after a refusal.
    pub cap: Option<Units>,
}

impl Headroom {
    /// A quota of which nothing is spoken for.
    pub fn of(quota: Quota) -> Self {
        Self { quota, held: Units::ZERO, planned: Units::ZERO, cap: None }
    }

    /// Units that are as good as taken.
    pub fn spoken_for(&self) -> Units {
        self.held.plus(self.planned)
    }

    /// limit - used - held - planned, at least 0, and never more than a refusal leaves.
    pub fn remaining(&self) -> Remaining {
        let taken = self.spoken_for();
        match (self.quota.remaining(), self.cap) {
            (Remaining::Finite(left), cap) => {
                Remaining::Finite(cap.map_or(left, |cap| cap.min(left)).minus(taken))
            }
            (Remaining::Unlimited, Some(cap)) => Remaining::Finite(cap.minus(taken)),
            (_, Some(cap)) if cap <= taken => Remaining::Finite(Units::ZERO),
            (room, _) => room,
        }
    }

    /// What can be left at most, also where it isn't known what is. None where nothing bounds it.
    pub fn at_most(&self) -> Option<Units> {
        match self.remaining() {
            Remaining::Finite(left) => Some(left),
            _ => self.cap.map(|cap| cap.minus(self.spoken_for())),
        }
    }

    /// The level, for an account whose feature is on.
    pub fn level(&self, near: NearLimit) -> Level {
        let Some((limit, used)) = self.quota.finite() else {
            return match self.remaining() {
                Remaining::Finite(Units::ZERO) => Level::Exhausted,
                Remaining::Finite(_) => Level::Ok,
                Remaining::Unlimited => Level::Unlimited,
                Remaining::LimitUnknown | Remaining::UsageUnknown => Level::Unknown,
            };
        };
        if used > limit {
            Level::Over
        } else if self.remaining() == Remaining::Finite(Units::ZERO) {
            Level::Exhausted
        } else if self.count(used) >= near.threshold(limit.get()) {
            Level::Near
        } else {
            Level::Ok
        }
    }

    /// Has the count fallen so far that near can be crossed again?
    pub(crate) fn has_fallen_back(&self, near: NearLimit) -> bool {
        let finite = self.quota.finite();
        finite.is_none_or(|(limit, used)| self.count(used) <= near.falls_back_at(limit.get()))
    }

    /// The headroom once `units` more are planned.
    pub fn after(self, units: Units) -> Self {
        Self { planned: self.planned.plus(units), ..self }
    }

    /// (used + held) / limit, above 1 when over. None without a finite limit and a known usage. A limit of 0 or less has no
    /// share: over it is infinite, at it 1, and 0 where a negative usage leaves room.
    pub fn fraction(&self) -> Option<f64> {
        let (limit, used) = self.quota.finite()?;
        let count = self.count(used);
        match limit.get() {
            limit @ 1.. => Some(count as f64 / limit as f64),
            _ if used > limit => Some(f64::INFINITY),
            _ if self.remaining() == Remaining::Finite(Units::ZERO) => Some(1.0),
            _ => Some(0.0),
        }
    }

    fn count(&self, used: Amount) -> i64 {
        used.get().saturating_add_unsigned(self.spoken_for().get())
    }
}

impl Quota {
    /// The limit and the usage, where both are numbers.
    fn finite(&self) -> Option<(Amount, Amount)> {
        match (self.limit, self.usage) {
            (Limit::Finite(limit) | Limit::Closed(limit), Usage::Known(used)) => Some((limit, used)),
            _ => None,
        }
    }
}

/// **All that is left of one account's quotas**, in the order of the platform's resources.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Standing {
    /// Is the feature on?
    pub enabled: bool,
    /// One for each resource; empty without an answer.
    pub headrooms: Vec<Headroom>,
}

impl Standing {
    /// What a ledger's last answer leaves, less what is held and refused.
    pub fn of(ledger: &Ledger) -> Self {
        let headrooms = ledger.quotas().enumerate().map(|(resource, quota)| Headroom {
            held: ledger.held(resource),
            cap: ledger.cap(resource),
            ..Headroom::of(quota)
        });
        Self { enabled: ledger.enabled().unwrap_or_default(), headrooms: headrooms.collect() }
    }
}
