//! What is left of each quota, and how close its end is.

use crate::snapshot::{Amount, Limit, Quota, Snapshot, Units, Usage};

/// **The share of a limit from which it counts as near**, in millionths, above 0 and up to 1. Integers, so that 8 of 10 is near
/// at 0.8 whatever a float makes of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NearLimit(i64);

const WHOLE: i64 = 1_000_000;

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

    /// The least count that is near. A share of 2 to 4 units is too coarse to mean anything: there it is exactly one left. A
    /// limit of 1 has no near, nor has one of 0 or less.
    fn threshold(self, limit: i64) -> Option<i64> {
        match limit {
            ..=1 => None,
            2..=4 => limit.checked_sub(1),
            // In two parts, since limit × share can exceed 64 bits; rounded up.
            _ => {
                let whole = (limit / WHOLE).saturating_mul(self.0);
                let part = (limit % WHOLE).saturating_mul(self.0).saturating_add(WHOLE - 1) / WHOLE;
                Some(whole.saturating_add(part))
            }
        }
    }
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

/// **What is left.**
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Remaining {
    /// There is no limit.
    Unlimited,
    /// So many units.
    Finite(Units),
    /// The limit is not known.
    LimitUnknown,
    /// The limit is finite and the usage is not known.
    UsageUnknown,
}

/// **One quota with the units under hold**: what can still be taken from it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Headroom {
    /// Limit and usage as reported.
    pub quota: Quota,
    /// Units that are spoken for and not yet seen in the usage.
    pub held: Units,
}

impl Headroom {
    /// What is left of a resource, by its place in the platform's list. None beyond the list.
    pub fn of(snapshot: &Snapshot, resource: usize) -> Option<Self> {
        Some(Self { quota: *snapshot.quotas.get(resource)?, held: Units::ZERO })
    }

    /// limit - used - held, at least 0.
    pub fn remaining(&self) -> Remaining {
        match (self.quota.limit, self.quota.usage) {
            (Limit::Unlimited, _) => Remaining::Unlimited,
            (Limit::Unknown, _) => Remaining::LimitUnknown,
            (Limit::Finite(_), Usage::Unknown) => Remaining::UsageUnknown,
            (Limit::Finite(limit), Usage::Known(used)) => {
                let left = limit.get().saturating_sub(used.get()).max(0);
                Remaining::Finite(Units::new(left.unsigned_abs()).minus(self.held))
            }
        }
    }

    /// The level, for an account whose feature is on.
    pub fn level(&self, near: NearLimit) -> Level {
        self.level_after(Units::ZERO, near)
    }

    /// The level once `taken` more units are gone.
    pub fn level_after(&self, taken: Units, near: NearLimit) -> Level {
        match (self.quota.limit, self.quota.usage) {
            (Limit::Unlimited, _) => Level::Unlimited,
            (Limit::Unknown, _) | (Limit::Finite(_), Usage::Unknown) => Level::Unknown,
            (Limit::Finite(limit), Usage::Known(used)) => self.finite_level(limit, used, taken, near),
        }
    }

    fn finite_level(&self, limit: Amount, used: Amount, taken: Units, near: NearLimit) -> Level {
        let (limit, used) = (limit.get(), used.get());
        let count = used.saturating_add_unsigned(self.held.plus(taken).get());
        if used > limit {
            Level::Over
        } else if count >= limit {
            Level::Exhausted
        } else if near.threshold(limit).is_some_and(|threshold| count >= threshold) {
            Level::Near
        } else {
            Level::Ok
        }
    }

    /// (used + held) / limit, above 1 when over. None without a finite limit and a known usage. A limit of 0 or less has no
    /// share; it counts as wholly used, or as unused where a negative usage leaves room.
    pub fn fraction(&self) -> Option<f64> {
        let (Limit::Finite(limit), Usage::Known(used)) = (self.quota.limit, self.quota.usage) else {
            return None;
        };
        let (limit, count) = (limit.get(), used.get().saturating_add_unsigned(self.held.get()));
        match limit {
            1.. => Some(count as f64 / limit as f64),
            _ if count < limit => Some(0.0),
            _ => Some(1.0),
        }
    }
}
